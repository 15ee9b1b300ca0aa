/* SPDX-License-Identifier: Apache-2.0 */
#include "run/misslook.h"

/* What a rule adds to a score; names and words add one each, and never as much. */
enum { FOR_A_RULE = 100 };

typedef SL_ARRAY(sl_span) spans;

/* The sentence at hand. */
typedef struct {
    const sl_article_inside *inside;
    const sl_rulewords *rules;
    const sl_article *article;
    sl_arena *out;

    uint32_t sentence;
    spans people, words;
    const sl_mention *subject; /* the first that is named, else the first */
} looker;

/* ---- what a sentence holds ---- */

static bool overlaps(const spans *all, sl_span at) {
    for (size_t i = 0; i < all->n; i++)
        if (at.from < all->v[i].to && all->v[i].from < at.to) return true;
    return false;
}

static const sl_reference *reference_of(const looker *l, const sl_mention *m) {
    bool is_person = l->article->program->types.v[m->type].kind == SL_TYPE_PERSON;
    return is_person && m->value != SL_NONE ? &l->inside->findings->people.references.v[m->value] : NULL;
}

static bool is_named(const looker *l, const sl_mention *m) {
    const sl_reference *ref = reference_of(l, m);
    return !ref || ref->named;
}

static void find_people(looker *l) {
    const sl_article *a = l->article;
    for (uint32_t i = a->first_mention[l->sentence]; i < a->first_mention[l->sentence + 1]; i++) {
        const sl_mention *m = a->mentions.v[i];
        if (!sl_type_set_has(&l->rules->subjects, m->type) || overlaps(&l->people, m->at)) continue;
        *sl_push(l->out, &l->people) = m->at;
        if (!l->subject || (is_named(l, m) && !is_named(l, l->subject))) l->subject = m;
    }
}

static void add_word(looker *l, sl_span at) {
    if (!overlaps(&l->people, at) && !overlaps(&l->words, at)) *sl_push(l->out, &l->words) = at;
}

/* Things first: of a thing and a trigger at one place the thing is the longer. One letter, such as the s of a possessive,
   makes a rule rarer but is no word to anybody. */
static void find_words(looker *l) {
    const sl_article *a = l->article;
    const sl_program *p = a->program;
    size_t n_words = sl_trigger_words(p->triggers.n);
    sl_trigger_marks here = {.bits = sl_arena_raw(l->out, n_words, sizeof *here.bits),
                             .numbers = sl_arena_raw(l->out, p->triggers.n + 1, sizeof *here.numbers)};
    for (uint32_t i = a->first_mention[l->sentence]; i < a->first_mention[l->sentence + 1]; i++)
        if (sl_type_set_has(&l->rules->things, a->mentions.v[i]->type)) add_word(l, a->mentions.v[i]->at);
    sl_range tokens = a->inner[l->sentence].tokens;
    for (uint32_t t = tokens.from; t < tokens.to; t++) {
        bool needed = false;
        memset(here.bits, 0, n_words * sizeof *here.bits);
        here.n = 0;
        sl_triggers_mark(p->trigger_index, a->text->view, &a->tokens->v[t], 1, &here);
        for (size_t i = 0; i < n_words; i++) needed = needed || (here.bits[i] & l->rules->triggers[i]);
        if (needed && a->tokens->v[t].size > 1) add_word(l, sl_range_span(a->tokens, (sl_range){t, t + 1}));
    }
}

/* Rules of which a pattern finds all its things here. */
static uint64_t count_rules(const looker *l) {
    const sl_rulewords *w = l->rules;
    uint64_t n = 0;
    for (size_t i = 0; i < w->n_rules; i++) {
        bool near = false;
        for (size_t k = 0; k < w->rules[i]->n_patterns && !near; k++)
            near = sl_type_set_within(&w->rules[i]->patterns[k]->needs, &l->article->types[l->sentence]);
        n += near;
    }
    return n;
}

/* ---- as cells ---- */

static int by_place(const void *va, const void *vb) {
    const sl_span *a = va, *b = vb;
    return (a->from > b->from) - (a->from < b->from);
}

static sl_str joined(const looker *l, sl_str all, sl_str one) {
    return sl_arena_printf(l->out, "%.*s%s%.*s", (int)all.n, all.n ? all.p : "", all.n ? "; " : "", (int)one.n, one.p);
}

static sl_str name_of(const looker *l, const sl_mention *m) {
    return reference_of(l, m) ? sl_people_name(&l->inside->findings->people, m, l->out)
                              : sl_text_cut(l->article->text, m->at);
}

/* Each name once. */
static sl_str names_cell(const looker *l) {
    const sl_article *a = l->article;
    SL_ARRAY(sl_str) names = {0};
    sl_str cell = {0};
    for (uint32_t i = a->first_mention[l->sentence]; i < a->first_mention[l->sentence + 1]; i++) {
        if (!sl_type_set_has(&l->rules->subjects, a->mentions.v[i]->type)) continue;
        sl_str name = name_of(l, a->mentions.v[i]);
        bool known = false;
        for (size_t k = 0; k < names.n; k++) known = known || sl_str_eq(names.v[k], name);
        if (known) continue;
        *sl_push(l->out, &names) = name;
        cell = joined(l, cell, name);
    }
    return cell;
}

static sl_str words_cell(const looker *l) {
    sl_str cell = {0};
    for (size_t i = 0; i < l->words.n; i++) cell = joined(l, cell, sl_text_cut(l->article->text, l->words.v[i]));
    return cell;
}

/* As it is printed here, where that is a name: a sentence that stands alone tells no more of it. */
static sl_str printed_name(const looker *l) {
    const sl_reference *ref = reference_of(l, l->subject);
    if (!ref || !ref->named) return name_of(l, l->subject);
    return sl_text_cut(l->article->text, sl_range_span(l->article->tokens, ref->tokens));
}

static sl_miss make_miss(const looker *l) {
    const sl_article *a = l->article;
    sl_span at = a->inner[l->sentence].at;
    uint64_t things = l->people.n + l->words.n;
    if (l->words.n) qsort(l->words.v, l->words.n, sizeof *l->words.v, by_place);
    return (sl_miss){
        .score = count_rules(l) * FOR_A_RULE + (things < FOR_A_RULE ? things : FOR_A_RULE - 1),
        .at = sl_text_place(a->text, at),
        .sentence = sl_text_cut(a->text, at),
        .names = names_cell(l),
        .words = words_cell(l),
        .name = printed_name(l),
    };
}

/* ---- sentences with rows ---- */

static sl_str suppressed_cell(const sl_table_rows *t, size_t row, const char *column) {
    for (size_t i = 0; i < t->head->n_columns; i++)
        if (sl_str_eq(t->head->columns[i].name, sl_str_of(column))) return t->rows.v[row].cells[i];
    return (sl_str){0};
}

/* Did the record of a match stay without a cell that it needs? What it lacks may have come from another sentence; only
   the table of what was suppressed tells. */
static bool stayed_incomplete(const sl_article_inside *inside, const sl_match *m) {
    const sl_program *p = inside->search->article->program;
    const sl_table_rows *t = &inside->tables->v[p->tables.n + 1];
    uint64_t from = 0, start = sl_text_place(inside->search->article->text, m->at).from;
    for (size_t i = 0; i < t->rows.n; i++) {
        if (!sl_str_eq(suppressed_cell(t, i, "rule"), m->rule->name)) continue;
        if (!sl_str_eq(suppressed_cell(t, i, "reason"), SL_STR("needs"))) continue;
        if (sl_str_count(suppressed_cell(t, i, "start"), &from) && from == start) return true;
    }
    return false;
}

static bool gives_row(const sl_article_inside *inside, const sl_record *r, sl_symbol subject) {
    return sl_record_has_needs(r) || (sl_record_has(r, subject) && !stayed_incomplete(inside, r->match));
}

/* The sentences whose matches gave rows, also such as were joined to the row of another sentence. */
static const bool *sentences_with_rows(const sl_article_inside *inside, const sl_rulewords *words) {
    const sl_article *a = inside->search->article;
    sl_recorder recorder = {.search = inside->search,
                            .article = inside->search->article,
                            .findings = inside->findings,
                            .out = inside->search->out};
    bool *has_row = SL_NEW_ARRAY(recorder.out, bool, a->n_inner);
    sl_matches matches = {0};
    sl_search_rules(inside->search, words->rules, words->n_rules, NULL, &matches);
    for (size_t i = 0; i < matches.n; i++) {
        const sl_match *m = &matches.v[i];
        sl_records records = {0};
        bool gives = false;
        if (sl_search_unless(inside->search, m->rule->unless, m->rule->n_unless, m)) continue;
        sl_records_of(&recorder, m, &records);
        for (size_t k = 0; k < records.n; k++) gives = gives || gives_row(inside, &records.v[k], words->subject);
        for (uint32_t s = 0; gives && s < m->unit->sentences; s++) has_row[m->unit->sentence + s] = true;
    }
    return has_row;
}

/* ---- the article ---- */

void sl_misses_of(const sl_article_inside *inside, const sl_rulewords *words, sl_misses *misses) {
    const sl_article *a = inside->search->article;
    looker l = {.inside = inside, .rules = words, .article = a, .out = inside->search->out};
    const bool *has_row = sentences_with_rows(inside, words);
    for (; l.sentence < a->n_inner; l.sentence++) {
        if (has_row[l.sentence]) continue;
        l.people.n = l.words.n = 0;
        l.subject = NULL;
        find_people(&l);
        if (l.people.n) find_words(&l);
        if (l.words.n) *sl_push(l.out, misses) = make_miss(&l);
    }
}
