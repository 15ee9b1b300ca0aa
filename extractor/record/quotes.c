/* SPDX-License-Identifier: Apache-2.0
 *
 * A record for each quotation; and, for other tables, what somebody of a role says about a row's player.
 */
#include "record/record.h"

/* --- one quotation ------------------------------------------------------------------------------------------------ */

static const sl_passage *passage_of(const sl_article *a, sl_off at) {
    size_t i = 0;
    while (i + 1 < a->n_outer && a->outer[i + 1].at.from <= at) i++;
    return &a->outer[i];
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
        sl_record_put(record, sl_symbol_known(p, sl_str_of(column)), (sl_cell){value, at, SL_CELL_PATTERN, NULL});
}

/* Cells of the rule that found the speaker: the cue, and whatever else it captured. */
static void put_captures(sl_recorder *r, sl_record *record, const sl_match *m) {
    for (size_t i = 0; i < m->n_captures; i++) {
        const sl_captured *c = &m->captures[i];
        const sl_cell *cell = sl_record_cell(record, c->capture->symbol);
        if (!cell || cell->strength != SL_CELL_EMPTY) continue;
        if (c->mention && c->mention->type == r->article->program->quote_type) continue;
        sl_record_put(record, c->capture->symbol,
                      (sl_cell){sl_text_cut(r->article->text, c->at), c->at, SL_CELL_ADDED, m->rule});
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
            sl_record_put(record, t->sets[i].column, (sl_cell){c->value, {0, 0}, SL_CELL_SET, NULL});
            break;
        }
}

/* --- who is it about? --------------------------------------------------------------------------------------------- */

static bool has_type(const sl_recorder *r, uint32_t person, sl_type_id type) {
    return sl_type_set_has(&r->findings->people.persons.v[person].types, type);
}

static bool is_about(const sl_recorder *r, const sl_quotation *q, uint32_t person) {
    const sl_people *people = &r->findings->people;
    for (size_t i = 0; i < people->references.n; i++) {
        const sl_reference *ref = &people->references.v[i];
        if (ref->at.from < q->outer.from || ref->at.to > q->outer.to) continue;
        for (uint32_t k = 0; k < ref->n; k++)
            if (ref->persons[k] == person) return true;
    }
    return false;
}

/* Names of the persons that a quotation mentions, its speaker left out, joined by " | ". */
static sl_str about(const sl_recorder *r, const sl_quotation *q, uint32_t speaker, sl_type_id type) {
    const sl_people *people = &r->findings->people;
    sl_str names = {0};
    for (uint32_t i = 0; type != SL_NO_TYPE && i < people->persons.n; i++) {
        if (i == speaker || !has_type(r, i, type) || !is_about(r, q, i)) continue;
        sl_str name = people->persons.v[i].name;
        names = names.n ? sl_arena_printf(r->out, "%.*s | %.*s", (int)names.n, names.p, (int)name.n, name.p) : name;
    }
    return names;
}

/* --- records ------------------------------------------------------------------------------------------------------ */

static void put_speaker(sl_recorder *r, sl_record *record, const sl_speech *speech) {
    const sl_program *p = r->article->program;
    record->person = speech->person;
    record->n_persons = speech->person != SL_NONE;
    sl_str name = speech->description;
    if (speech->person != SL_NONE) name = r->findings->people.persons.v[speech->person].name;
    put(record, "speaker", name, (sl_span){0, 0}, p);
    if (speech->match) put_captures(r, record, speech->match);
    if (speech->person == SL_NONE) return;
    const sl_person *person = &r->findings->people.persons.v[speech->person];
    for (size_t i = 0; i < person->attributes.n; i++)
        sl_record_put(record, person->attributes.v[i].column,
                      (sl_cell){person->attributes.v[i].value, {0, 0}, SL_CELL_LIST, NULL});
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
                          (sl_cell){about(r, q, record.person, table->speaks_of), {0, 0}, SL_CELL_SET, NULL});
        put_choices(r, &record);
        const sl_unless *skip = skipped(r, table, q);
        if (skip) sl_recorder_suppress(r, NULL, table, q->inner, &record, "skip", skip->whole.text);
        else *sl_push(r->out, records) = record;
    }
}

/* --- from quotes -------------------------------------------------------------------------------------------------- */

static const sl_quotation *quotation_at(const sl_article *a, sl_span inner) {
    for (size_t i = 0; i < a->quotations->n; i++)
        if (a->quotations->v[i].inner.from == inner.from && a->quotations->v[i].inner.to == inner.to)
            return &a->quotations->v[i];
    return NULL;
}

/* Does the quotation hold a thing of a type that a row's own match holds too (an injury, a body part)? */
static bool shares_a_type(const sl_recorder *r, const sl_record *row, sl_span quote) {
    const sl_article *a = r->article;
    const sl_match *m = row->match;
    for (size_t i = 0; i < m->n_captures; i++) {
        const sl_mention *own = m->captures[i].mention;
        if (!own || own->entry == SL_NONE) continue;
        for (size_t k = 0; k < a->mentions.n && a->mentions.v[k]->at.from < quote.to; k++)
            if (a->mentions.v[k]->at.from >= quote.from && a->mentions.v[k]->type == own->type) return true;
    }
    return false;
}

/* Higher is better; 0: not about the row's player at all. */
static uint64_t worth(const sl_recorder *r, const sl_record *row, const sl_record *quote) {
    const sl_quotation *q = quotation_at(r->article, quote->evidence);
    if (!q || !is_about(r, q, row->person)) return 0;
    sl_off apart = q->inner.from > row->evidence.from ? q->inner.from - row->evidence.from : row->evidence.from - q->inner.from;
    return (UINT64_C(1) << 33) + ((uint64_t)shares_a_type(r, row, q->inner) << 32) + (UINT32_MAX - apart);
}

void sl_records_from_quotes(sl_recorder *r, const sl_table *table, sl_records *records, const sl_records *quotes) {
    sl_symbol role = sl_symbol_known(r->article->program, SL_STR("role"));
    for (size_t i = 0; i < records->n; i++) {
        sl_record *row = &records->v[i];
        const sl_record *best = NULL;
        uint64_t most = 0;
        for (size_t k = 0; row->person != SL_NONE && k < quotes->n; k++) {
            const sl_cell *cell = sl_record_cell(&quotes->v[k], role);
            if (table->quotes_role.n && (!cell || !sl_str_eq(cell->value, table->quotes_role))) continue;
            uint64_t w = worth(r, row, &quotes->v[k]);
            if (w > most) {
                most = w;
                best = &quotes->v[k];
            }
        }
        for (size_t k = 0; best && k < table->n_copies; k++) {
            const sl_cell *cell = sl_record_cell(best, table->copies[k].from);
            if (cell && cell->value.n)
                sl_record_put(row, table->copies[k].column, (sl_cell){cell->value, cell->at, SL_CELL_ADDED, cell->rule});
        }
    }
}
