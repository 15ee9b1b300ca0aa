/* SPDX-License-Identifier: Apache-2.0
 *
 * A record for each quotation; and, for other tables, what somebody of a role says about a row's player.
 */
#include "record/record.h"

#include "base/sort.h"

/* --- one quotation ------------------------------------------------------------------------------------------------ */

static const sl_passage *passage_of(const sl_article *a, sl_off at) {
    size_t low = 0, high = a->n_outer;
    while (high - low > 1) {
        size_t mid = low + (high - low) / 2;
        if (a->outer[mid].at.from <= at) low = mid;
        else high = mid;
    }
    return &a->outer[low];
}

static const sl_unless *skipped(sl_recorder *r, const sl_table *t, const sl_quotation *q) {
    const sl_passage *passage = passage_of(r->article, q->outer.from);
    for (size_t i = 0; i < t->n_skips; i++) {
        sl_span from = t->skips[i].where == SL_WHERE_MATCH ? q->inner : q->outer;
        if (sl_search_fires(r->search, &t->skips[i], from, passage)) return &t->skips[i];
    }
    return NULL;
}

static void put(sl_record *record, const char *column, sl_str value, sl_span at, const sl_program *p) {
    if (value.n)
        sl_record_put(record, sl_symbol_known(p, sl_str_of(column)), sl_cell_of(value, at, SL_CELL_PATTERN, NULL));
}

static bool is_person(const sl_recorder *r, const sl_mention *m) {
    return r->article->program->types.v[m->type].kind == SL_TYPE_PERSON;
}

/* Cells of the rule that found the speaker: the cue, and whatever else it captured. */
static void put_captures(sl_recorder *r, sl_record *record, const sl_match *m) {
    for (size_t i = 0; i < m->n_captures; i++) {
        const sl_captured *c = &m->captures[i];
        const sl_cell *cell = sl_record_cell(record, c->capture->symbol);
        if (!cell || cell->strength != SL_CELL_EMPTY) continue;
        if (c->mention && c->mention->type == r->article->program->quote_type) continue;
        if (record->person == SL_NONE && c->mention && is_person(r, c->mention))
            continue; /* a pronoun that was doubted */
        sl_record_put(record, c->capture->symbol,
                      sl_cell_of(sl_text_cut(r->article->text, c->at), c->at, SL_CELL_ADDED, m->rule));
    }
    sl_record_begin_origins(r, record, m);
}

/* role: manager where speaker is {manager}; other */
static void put_choices(sl_recorder *r, sl_record *record) {
    const sl_table *t = record->table;
    for (size_t i = 0; i < t->n_sets; i++)
        for (size_t k = 0; k < t->sets[i].n; k++) {
            const sl_choice *c = &t->sets[i].choices[k];
            bool is = c->column == SL_NO_SYMBOL;
            if (!is && record->person != SL_NONE)
                is = sl_type_set_has(&r->findings->people.persons.v[record->person].types, c->type);
            if (!is) continue;
            sl_record_put(record, t->sets[i].column, sl_cell_of(c->value, (sl_span){0, 0}, SL_CELL_SET, NULL));
            break;
        }
}

/* --- who is it about? --------------------------------------------------------------------------------------------- */

static bool has_type(const sl_recorder *r, uint32_t person, sl_type_id type) {
    return sl_type_set_has(&r->findings->people.persons.v[person].types, type);
}

typedef SL_ARRAY(uint32_t) numbers;

static int by_number(const void *x, const void *y) {
    uint32_t a = *(const uint32_t *)x, b = *(const uint32_t *)y;
    return (a > b) - (a < b);
}

/* The persons whom a quotation mentions, each once. */
static numbers mentioned(const sl_recorder *r, const sl_quotation *q) {
    const sl_people *people = &r->findings->people;
    numbers all = {0};
    uint32_t last = sl_article_sentence(r->article, q->outer.to - 1);
    for (uint32_t s = sl_article_sentence(r->article, q->outer.from); s <= last; s++)
        for (uint32_t i = sl_people_first(people, s); i != SL_NONE; i = people->next.v[i]) {
            const sl_reference *ref = &people->references.v[i];
            if (ref->at.from < q->outer.from || ref->at.to > q->outer.to) continue;
            for (uint32_t k = 0; k < ref->n; k++) *sl_push(r->out, &all) = ref->persons[k];
        }
    sl_sort(r->out, all.v, all.n, sizeof *all.v, by_number);
    size_t kept = 0;
    for (size_t i = 0; i < all.n; i++)
        if (kept == 0 || all.v[kept - 1] != all.v[i]) all.v[kept++] = all.v[i];
    all.n = kept;
    return all;
}

/* Names of the persons that a quotation mentions, its speaker left out, joined by " | ". */
static sl_str about(const sl_recorder *r, const sl_quotation *q, uint32_t speaker, sl_type_id type) {
    const sl_person *persons = r->findings->people.persons.v;
    numbers all = mentioned(r, q);
    size_t kept = 0, size = 0;
    for (size_t i = 0; i < all.n; i++) {
        if (all.v[i] == speaker || !has_type(r, all.v[i], type)) continue;
        size += persons[all.v[i]].name.n + 3;
        all.v[kept++] = all.v[i];
    }
    char *names = sl_arena_raw(r->out, size, 1);
    size_t n = 0;
    for (size_t i = 0; i < kept; i++) {
        sl_str name = persons[all.v[i]].name;
        if (i) memcpy(names + n, " | ", 3);
        if (i) n += 3;
        memcpy(names + n, name.p, name.n);
        n += name.n;
    }
    return (sl_str){names, n};
}

/* --- records ------------------------------------------------------------------------------------------------------ */

static void put_speaker(sl_recorder *r, sl_record *record, const sl_speech *speech) {
    const sl_program *p = r->article->program;
    record->person = speech->person;
    sl_str name = speech->description;
    if (speech->person != SL_NONE) name = r->findings->people.persons.v[speech->person].name;
    put(record, "speaker", name, (sl_span){0, 0}, p);
    if (speech->match) put_captures(r, record, speech->match);
    if (speech->person == SL_NONE) return;
    const sl_person *person = &r->findings->people.persons.v[speech->person];
    for (size_t i = 0; i < person->attributes.n; i++)
        sl_record_put(record, person->attributes.v[i].column,
                      sl_cell_of(person->attributes.v[i].value, (sl_span){0, 0}, SL_CELL_LIST, NULL));
}

void sl_records_of_quotes(sl_recorder *r, const sl_table *table, sl_records *records) {
    const sl_article *a = r->article;
    for (size_t i = 0; i < a->quotations->n; i++) {
        const sl_quotation *q = &a->quotations->v[i];
        if (q->depth) continue;
        sl_record record = sl_record_new(r, table);
        record.at = record.evidence = q->inner;
        put(&record, "quote", sl_text_cut(a->text, q->inner), q->inner, a->program);
        put_speaker(r, &record, &r->findings->speeches[i]);
        if (table->speaks_of != SL_NO_TYPE)
            sl_record_put(&record, table->speaks_of_column,
                          sl_cell_of(about(r, q, record.person, table->speaks_of), (sl_span){0, 0}, SL_CELL_SET, NULL));
        put_choices(r, &record);
        const sl_unless *skip = skipped(r, table, q);
        if (skip) sl_recorder_suppress(r, NULL, table, q->inner, &record, "skip", skip->whole.text);
        else *sl_push(r->out, records) = record;
    }
}

/* --- from quotes -------------------------------------------------------------------------------------------------- */

static const sl_quotation *quotation_at(const sl_article *a, sl_span inner) {
    uint32_t i = sl_article_quotation(a, inner.from);
    return i == SL_NONE ? NULL : &a->quotations->v[i];
}

/* Does the quotation hold a thing of a type that a row's own match holds too (an injury, a body part)? */
static bool shares_a_type(const sl_recorder *r, const sl_record *row, sl_span quote) {
    const sl_article *a = r->article;
    const sl_match *m = row->match;
    for (size_t i = 0; i < m->n_captures; i++) {
        const sl_mention *own = m->captures[i].mention;
        if (!own || own->entry == SL_NONE) continue;
        sl_range inside = sl_article_of_type(a, own->type, quote);
        if (inside.to > inside.from) return true;
    }
    return false;
}

/* Higher is better. */
static uint64_t worth(const sl_recorder *r, const sl_record *row, sl_span quote) {
    sl_off apart = quote.from > row->evidence.from ? quote.from - row->evidence.from : row->evidence.from - quote.from;
    return ((uint64_t)shares_a_type(r, row, quote) << 32) + (UINT32_MAX - apart);
}

/* A person, and the number of a record of the quotes table that is about him. */
typedef struct {
    uint32_t person, quote;
} topic;

typedef SL_ARRAY(topic) topics;

static int by_person(const void *x, const void *y) {
    const topic *a = x, *b = y;
    if (a->person != b->person) return a->person < b->person ? -1 : 1;
    return (a->quote > b->quote) - (a->quote < b->quote);
}

/* What those of the wanted role speak of. */
static topics topics_of(const sl_recorder *r, const sl_table *table, const sl_records *quotes) {
    sl_symbol role = sl_symbol_known(r->article->program, SL_STR("role"));
    topics all = {0};
    for (uint32_t k = 0; k < quotes->n; k++) {
        const sl_cell *cell = sl_record_cell(&quotes->v[k], role);
        if (table->quotes_role.n && (!cell || !sl_str_eq(cell->value, table->quotes_role))) continue;
        const sl_quotation *q = quotation_at(r->article, quotes->v[k].evidence);
        numbers persons = {0};
        if (q) persons = mentioned(r, q);
        for (size_t i = 0; i < persons.n; i++) *sl_push(r->out, &all) = (topic){persons.v[i], k};
    }
    sl_sort(r->out, all.v, all.n, sizeof *all.v, by_person);
    return all;
}

static size_t first_topic(const topics *all, uint32_t person) {
    size_t low = 0, high = all->n;
    while (low < high) {
        size_t mid = low + (high - low) / 2;
        if (all->v[mid].person < person) low = mid + 1;
        else high = mid;
    }
    return low;
}

/* Of equals the first. */
static const sl_record *best_quote(const sl_recorder *r, const sl_record *row, const topics *all,
                                   const sl_records *quotes) {
    const sl_record *best = NULL;
    uint64_t most = 0;
    for (size_t i = first_topic(all, row->person); i < all->n && all->v[i].person == row->person; i++) {
        const sl_record *quote = &quotes->v[all->v[i].quote];
        uint64_t w = worth(r, row, quote->evidence);
        if (best && w <= most) continue;
        most = w;
        best = quote;
    }
    return best;
}

void sl_records_from_quotes(sl_recorder *r, const sl_table *table, sl_records *records, const sl_records *quotes) {
    topics all = topics_of(r, table, quotes);
    for (size_t i = 0; i < records->n; i++) {
        sl_record *row = &records->v[i];
        const sl_record *best = row->person == SL_NONE ? NULL : best_quote(r, row, &all, quotes);
        for (size_t k = 0; best && k < table->n_copies; k++) {
            const sl_cell *cell = sl_record_cell(best, table->copies[k].from);
            if (cell && cell->value.n)
                sl_record_put(row, table->copies[k].column,
                              sl_cell_of(cell->value, cell->at, SL_CELL_ADDED, cell->rule));
        }
    }
}
