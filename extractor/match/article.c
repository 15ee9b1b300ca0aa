/* SPDX-License-Identifier: Apache-2.0 */
#include "match/article.h"

uint32_t sl_article_sentence(const sl_article *a, sl_off at) {
    size_t low = 0, high = a->n_inner;
    while (high - low > 1) {
        size_t mid = low + (high - low) / 2;
        if (a->inner[mid].at.from <= at) low = mid;
        else high = mid;
    }
    return (uint32_t)low;
}

uint32_t sl_article_quotation(const sl_article *a, sl_off at) {
    for (size_t i = 0; i < a->quotations->n; i++) {
        const sl_quotation *q = &a->quotations->v[i];
        if (q->outer.from > at) break;
        if (q->depth == 0 && at < q->outer.to) return (uint32_t)i;
    }
    return SL_NONE;
}

const sl_mention *sl_article_at(const sl_article *a, sl_type_id type, sl_span at) {
    size_t low = 0, high = a->mentions.n;
    while (low < high) {
        size_t mid = low + (high - low) / 2;
        if (a->mentions.v[mid]->at.from < at.from) low = mid + 1;
        else high = mid;
    }
    for (; low < a->mentions.n && a->mentions.v[low]->at.from == at.from; low++) {
        const sl_mention *m = a->mentions.v[low];
        if (m->at.to == at.to && m->type == type) return m;
    }
    return NULL;
}

/* --- units -------------------------------------------------------------------------------------------------------- */

static void sentence_units(sl_article *a) {
    sl_passage *units = SL_NEW_ARRAY(a->out, sl_passage, a->sentences->n);
    for (size_t i = 0; i < a->sentences->n; i++) {
        const sl_sentence *s = &a->sentences->v[i];
        units[i] = (sl_passage){s->tokens, s->at, (uint32_t)i, 1};
    }
    a->inner = units;
    a->n_inner = a->sentences->n;
}

/* Does the border between sentence i and the next lie inside a quotation, or is it soft? */
static bool joined_by_quotation(const sl_article *a, size_t i, size_t *quotation) {
    const sl_sentence *s = &a->sentences->v[i], *next = s + 1;
    if (s->paragraph != next->paragraph) return false;
    if (s->soft_end) return true;
    while (*quotation < a->quotations->n && a->quotations->v[*quotation].outer.to <= s->at.to) (*quotation)++;
    for (size_t q = *quotation; q < a->quotations->n && a->quotations->v[q].outer.from < s->at.to; q++)
        if (a->quotations->v[q].depth == 0 && a->quotations->v[q].outer.to > next->at.from) return true;
    return false;
}

static void quotation_units(sl_article *a) {
    sl_passage *units = SL_NEW_ARRAY(a->out, sl_passage, a->sentences->n);
    size_t n = 0, quotation = 0;
    for (size_t i = 0; i < a->sentences->n; i++) {
        sl_passage *u = &units[n++];
        *u = a->inner[i];
        while (i + 1 < a->sentences->n && joined_by_quotation(a, i, &quotation)) {
            i++;
            u->sentences++;
            u->tokens.to = a->inner[i].tokens.to;
            u->at.to = a->inner[i].at.to;
        }
    }
    a->outer = units;
    a->n_outer = n;
}

/* --- mentions ----------------------------------------------------------------------------------------------------- */

static int by_place(const void *x, const void *y) {
    const sl_mention *a = *(const sl_mention *const *)x, *b = *(const sl_mention *const *)y;
    if (a->at.from != b->at.from) return a->at.from < b->at.from ? -1 : 1;
    if (a->at.to != b->at.to) return a->at.to > b->at.to ? -1 : 1;
    if (a->type != b->type) return a->type < b->type ? -1 : 1;
    if (a->entry != b->entry) return a->entry < b->entry ? -1 : 1;
    return (a->value > b->value) - (a->value < b->value);
}

static void index_sentences(sl_article *a) {
    size_t m = 0;
    memset(a->types, 0, a->n_inner * sizeof *a->types);
    for (size_t s = 0; s < a->n_inner; s++) {
        while (m < a->mentions.n && a->mentions.v[m]->at.from < a->inner[s].at.from) m++;
        a->first_mention[s] = (uint32_t)m;
    }
    a->first_mention[a->n_inner] = (uint32_t)a->mentions.n;
    for (size_t s = 0; s < a->n_inner; s++)
        for (uint32_t i = a->first_mention[s]; i < a->first_mention[s + 1]; i++)
            sl_type_set_add(&a->types[s], a->mentions.v[i]->type);
}

void sl_article_add(sl_article *a, const sl_mention *more, size_t n) {
    sl_mention *own = SL_NEW_ARRAY(a->out, sl_mention, n);
    for (size_t i = 0; i < n; i++) {
        own[i] = more[i];
        own[i].at = sl_range_span(a->tokens, more[i].tokens);
        *sl_push(a->out, &a->mentions) = &own[i];
    }
    if (n) qsort(a->mentions.v, a->mentions.n, sizeof *a->mentions.v, by_place);
    index_sentences(a);
}

static bool counts_today(const sl_entry *e, sl_day published) {
    if (e->from != SL_NO_DAY && (published == SL_NO_DAY || published < e->from)) return false;
    return e->to == SL_NO_DAY || published == SL_NO_DAY || published <= e->to;
}

/* A list's longest hits; those that an `except` entry, or a longer hit of the same type, covers fall away. */
static void list_mentions(sl_article *a, const sl_hits *hits) {
    const sl_program *p = a->program;
    SL_ARRAY(sl_mention) found = {0};
    sl_range *last = SL_NEW_ARRAY(a->out, sl_range, p->types.n);
    for (size_t i = 0; i < hits->n; i++) {
        const sl_hit *h = &hits->v[i];
        if (h->entry >= p->first_trigger) continue;
        const sl_entry *e = &p->entries.v[h->entry];
        const sl_list *list = &p->lists.v[e->list];
        if (list->use != SL_LIST_TYPE) continue;
        sl_type_id t = list->type;
        bool same = last[t].from == h->tokens.from && last[t].to == h->tokens.to;
        if (!same && h->tokens.from < last[t].to) continue;
        if (!e->is_except && !counts_today(e, a->text->published)) continue;
        last[t] = h->tokens;
        if (!e->is_except)
            *sl_push(a->out, &found) = (sl_mention){.tokens = h->tokens, .type = t, .entry = h->entry, .value = SL_NONE};
    }
    sl_article_add(a, found.v, found.n);
}

static void note_triggers(sl_article *a, const sl_hits *hits) {
    const sl_program *p = a->program;
    size_t s = 0;
    a->n_trigger_words = (p->n_triggers + 63) / 64;
    a->triggers = SL_NEW_ARRAY(a->out, uint64_t, a->n_trigger_words * (a->n_inner + 1));
    for (size_t i = 0; i < hits->n; i++) {
        const sl_hit *h = &hits->v[i];
        if (h->entry < p->first_trigger) continue;
        uint32_t t = h->entry - p->first_trigger;
        while (s + 1 < a->n_inner && a->inner[s + 1].tokens.from <= h->tokens.from) s++;
        a->triggers[s * a->n_trigger_words + t / 64] |= UINT64_C(1) << (t % 64);
    }
}

void sl_article_begin(sl_article *a, const sl_hits *hits) {
    sentence_units(a);
    quotation_units(a);
    a->first_mention = SL_NEW_ARRAY(a->out, uint32_t, a->n_inner + 1);
    a->types = SL_NEW_ARRAY(a->out, sl_type_set, a->n_inner + 1);
    note_triggers(a, hits);
    list_mentions(a, hits);
}
