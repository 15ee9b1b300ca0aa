/* SPDX-License-Identifier: Apache-2.0 */
#include "match/article.h"

#include "base/sort.h"

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
    size_t low = 0, high = a->n_outermost;
    while (low < high) { /* quotations of depth 0 do not overlap */
        size_t mid = low + (high - low) / 2;
        if (a->quotations->v[a->outermost[mid]].outer.from <= at) low = mid + 1;
        else high = mid;
    }
    if (low == 0 || at >= a->quotations->v[a->outermost[low - 1]].outer.to) return SL_NONE;
    return a->outermost[low - 1];
}

static void index_types(const sl_article *a) {
    size_t n_types = a->program->types.n;
    sl_by_type *x = a->by_type;
    uint32_t *next = SL_NEW_ARRAY(a->out, uint32_t, n_types + 1);
    x->mentions = sl_arena_raw(a->out, a->mentions.n, sizeof *x->mentions);
    memset(x->first, 0, (n_types + 1) * sizeof *x->first);
    memset(x->longest, 0, n_types * sizeof *x->longest);
    for (size_t i = 0; i < a->mentions.n; i++) {
        const sl_mention *m = a->mentions.v[i];
        x->first[m->type + 1]++;
        if (m->at.to - m->at.from > x->longest[m->type]) x->longest[m->type] = m->at.to - m->at.from;
    }
    for (size_t t = 0; t < n_types; t++) {
        x->first[t + 1] += x->first[t];
        next[t] = x->first[t];
    }
    for (uint32_t i = 0; i < a->mentions.n; i++) x->mentions[next[a->mentions.v[i]->type]++] = i;
    x->is_made = true;
}

/* The first of a type's mentions that begins at or after `at`. */
static uint32_t of_type_from(const sl_article *a, sl_type_id type, sl_off at) {
    uint32_t low = a->by_type->first[type], high = a->by_type->first[type + 1];
    while (low < high) {
        uint32_t mid = low + (high - low) / 2;
        if (a->mentions.v[a->by_type->mentions[mid]]->at.from < at) low = mid + 1;
        else high = mid;
    }
    return low;
}

sl_range sl_article_of_type(const sl_article *a, sl_type_id type, sl_span at) {
    if (!a->by_type->is_made) index_types(a);
    return (sl_range){of_type_from(a, type, at.from), of_type_from(a, type, at.to)};
}

sl_off sl_article_longest(const sl_article *a, sl_type_id type) {
    if (!a->by_type->is_made) index_types(a);
    return a->by_type->longest[type];
}

uint32_t sl_article_mention_from(const sl_article *a, sl_off at) {
    size_t low = 0, high = a->mentions.n;
    while (low < high) {
        size_t mid = low + (high - low) / 2;
        if (a->mentions.v[mid]->at.from < at) low = mid + 1;
        else high = mid;
    }
    return (uint32_t)low;
}

const sl_mention *sl_article_at(const sl_article *a, sl_type_id type, sl_span at) {
    for (uint32_t i = sl_article_mention_from(a, at.from); i < a->mentions.n; i++) {
        const sl_mention *m = a->mentions.v[i];
        if (m->at.from != at.from) break;
        if (m->at.to == at.to && m->type == type) return m;
    }
    return NULL;
}

/* --- units -------------------------------------------------------------------------------------------------------- */

static void sentence_units(sl_article *a) {
    sl_passage *units = SL_NEW_ARRAY(a->out, sl_passage, a->sentences->n);
    for (size_t i = 0; i < a->sentences->n; i++) {
        const sl_sentence *s = &a->sentences->v[i];
        units[i] = (sl_passage){.tokens = s->tokens, .at = s->at, .sentence = (uint32_t)i, .sentences = 1};
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

static int compare(const sl_mention *a, const sl_mention *b) {
    if (a->at.from != b->at.from) return a->at.from < b->at.from ? -1 : 1;
    if (a->at.to != b->at.to) return a->at.to > b->at.to ? -1 : 1;
    if (a->type != b->type) return a->type < b->type ? -1 : 1;
    if (a->entry != b->entry) return a->entry < b->entry ? -1 : 1;
    return (a->value > b->value) - (a->value < b->value);
}

/* Two patterns of a rule may make the same thing: the earlier line comes first. */
static int by_place(const void *x, const void *y) {
    const sl_mention *a = x, *b = y;
    int order = compare(a, b);
    if (order || !a->made || !b->made) return order;
    uint32_t first = a->made->pattern->line, second = b->made->pattern->line;
    return (first > second) - (first < second);
}

/* To what is known by sentence, what more there is of them. */
static void index_more(sl_article *a, const sl_mention *const *more, size_t n) {
    size_t m = 0;
    for (size_t s = 0; s < a->n_inner; s++) {
        sl_off end = s + 1 < a->n_inner ? a->inner[s + 1].at.from : SL_NONE;
        a->first_mention[s] += (uint32_t)m;
        for (; m < n && more[m]->at.from < end; m++) {
            sl_type_set_add(&a->types[s], more[m]->type);
            sl_type_set_add(&a->all_types, more[m]->type);
        }
    }
    a->first_mention[a->n_inner] += (uint32_t)n;
    a->by_type->is_made = false;
}

const sl_mention **sl_article_sorted(const sl_article *a, const sl_mention *more, size_t n) {
    sl_mention *own = sl_arena_raw(a->out, n, sizeof *own);
    const sl_mention **order = sl_arena_raw(a->out, n, sizeof *order);
    for (size_t i = 0; i < n; i++) {
        own[i] = more[i];
        own[i].at = sl_range_span(a->tokens, more[i].tokens);
        order[i] = &own[i];
    }
    sl_sort(a->out, own, n, sizeof *own, by_place);
    return order;
}

/* From behind, after those that they equal. */
void sl_article_merge(sl_article *a, const sl_mention *const *more, size_t n) {
    if (n == 0) return;
    index_more(a, more, n);
    size_t old = a->mentions.n;
    for (size_t i = 0; i < n; i++) *sl_push(a->out, &a->mentions) = more[i];
    for (size_t to = a->mentions.n; n > 0;) {
        bool later = old > 0 && compare(a->mentions.v[old - 1], more[n - 1]) > 0;
        a->mentions.v[--to] = later ? a->mentions.v[--old] : more[--n];
    }
}

void sl_article_add(sl_article *a, const sl_mention *more, size_t n) {
    sl_article_merge(a, sl_article_sorted(a, more, n), n);
}

void sl_article_restore(sl_article *a, const sl_mention *const *mentions, size_t n) {
    if (a->mentions.n == n) return; /* they only ever become more */
    memcpy(a->mentions.v, mentions, n * sizeof *mentions);
    a->mentions.n = n;
    memset(a->types, 0, a->n_inner * sizeof *a->types);
    memset(a->first_mention, 0, (a->n_inner + 1) * sizeof *a->first_mention);
    a->all_types = (sl_type_set){0};
    index_more(a, mentions, n);
}

static bool counts_today(const sl_program *p, uint32_t entry, sl_day published) {
    sl_day from = sl_entry_from(p, entry), to = sl_entry_to(p, entry);
    if (from != SL_NO_DAY && (published == SL_NO_DAY || published < from)) return false;
    return to == SL_NO_DAY || published == SL_NO_DAY || published <= to;
}

/* A list's longest hits; those that an `except` entry, or a longer hit of the same type, covers fall away. */
static void list_mentions(sl_article *a, const sl_hits *hits) {
    const sl_program *p = a->program;
    SL_ARRAY(sl_mention) found = {0};
    sl_range *last = SL_NEW_ARRAY(a->out, sl_range, p->types.n);
    for (size_t i = 0; i < hits->n; i++) {
        const sl_hit *h = &hits->v[i];
        const sl_list *list = sl_entry_list(p, h->entry);
        if (list->use != SL_LIST_TYPE) continue;
        sl_type_id t = list->type;
        bool same = last[t].from == h->tokens.from && last[t].to == h->tokens.to;
        if (!same && h->tokens.from < last[t].to) continue;
        bool is_except = sl_entry_is_except(p, h->entry);
        if (!is_except && !counts_today(p, h->entry, a->text->published)) continue;
        last[t] = h->tokens;
        if (!is_except)
            *sl_push(a->out, &found) =
                (sl_mention){.tokens = h->tokens, .type = t, .entry = h->entry, .value = SL_NONE};
    }
    sl_article_add(a, found.v, found.n);
}

/* --- words, clauses, quotations ----------------------------------------------------------------------------------- */

static bool counts_as_word(const sl_token *t) {
    return t->kind != SL_TOKEN_MARK && t->flags & (SL_TOKEN_SPACED | SL_TOKEN_PARAGRAPH);
}

/* A ; or a word that begins a clause ends what `unless` and `nearest` look at. */
static bool ends_clause(const sl_article *a, const sl_token *t) {
    if (t->kind == SL_TOKEN_MARK) return a->text->view.p[t->at] == ';';
    return sl_hash_in(&a->program->clause, t->hash);
}

void sl_article_count_words(sl_article *a) {
    if (a->words) return;
    a->words = SL_NEW_ARRAY(a->out, uint32_t, a->tokens->n + 1);
    a->clause_ends = SL_NEW_ARRAY(a->out, uint32_t, a->tokens->n + 1);
    for (size_t i = 0; i < a->tokens->n; i++) {
        a->words[i + 1] = a->words[i] + counts_as_word(&a->tokens->v[i]);
        a->clause_ends[i + 1] = a->clause_ends[i] + ends_clause(a, &a->tokens->v[i]);
    }
}

static void list_outermost(sl_article *a) {
    a->outermost = SL_NEW_ARRAY(a->out, uint32_t, a->quotations->n);
    for (uint32_t i = 0; i < a->quotations->n; i++)
        if (a->quotations->v[i].depth == 0) a->outermost[a->n_outermost++] = i;
}

static void add_wide(sl_article *a, sl_off at) {
    sl_str view = a->text->view;
    sl_off end = at;
    while (end < view.n && sl_is_space(view.p[end])) end++;
    if (end - at > 1 || (end > at && view.p[at] != ' ')) *sl_push(a->out, &a->wide) = (sl_span){at, end};
}

/* White space stands only before tokens that are spaced, and behind the last. */
static void find_wide_blanks(sl_article *a) {
    sl_off end = 0;
    for (size_t i = 0; i < a->tokens->n; i++) {
        const sl_token *t = &a->tokens->v[i];
        if (t->at > end && (t->at - end > 1 || a->text->view.p[end] != ' ')) add_wide(a, end);
        end = t->at + t->size;
    }
    if (end < a->text->view.n) add_wide(a, end);
}

void sl_article_begin(sl_article *a, const sl_hits *hits) {
    sentence_units(a);
    quotation_units(a);
    list_outermost(a);
    find_wide_blanks(a);
    a->first_mention = SL_NEW_ARRAY(a->out, uint32_t, a->n_inner + 1);
    a->types = SL_NEW_ARRAY(a->out, sl_type_set, a->n_inner + 1);
    a->by_type = SL_NEW(a->out, sl_by_type);
    a->by_type->first = SL_NEW_ARRAY(a->out, uint32_t, a->program->types.n + 1);
    a->by_type->longest = SL_NEW_ARRAY(a->out, sl_off, a->program->types.n);
    list_mentions(a, hits);
}
