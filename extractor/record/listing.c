/* SPDX-License-Identifier: Apache-2.0
 *
 * The tables that show the work: mentions (all that was recognised) and suppressed (all that gave no row, and why).
 */
#include "record/record.h"

#include "base/sort.h"

static sl_str day(sl_recorder *r, sl_day d) {
    char text[11];
    sl_day_print(d, text);
    return sl_arena_copy(r->out, sl_str_of(text));
}

/* Which mentions are told: not the forms of persons (the plain one is), not numbers. */
static bool is_told(const sl_program *p, const sl_mention *m) {
    const sl_type *t = &p->types.v[m->type];
    return t->form == SL_FORM_PLAIN && t->kind != SL_TYPE_NUMBER && t->kind != SL_TYPE_NAME;
}

static sl_str canonical(sl_recorder *r, const sl_mention *m, sl_interval *days) {
    const sl_article *a = r->article;
    const sl_type_kind kind = a->program->types.v[m->type].kind;
    if (m->entry != SL_NONE) return sl_captured_value(a, &(sl_captured){.mention = m, .at = m->at});
    if (kind == SL_TYPE_PERSON) return sl_people_name(&r->findings->people, m, r->out);
    if (kind != SL_TYPE_DATE && kind != SL_TYPE_DURATION) return (sl_str){0};
    const sl_time *t = &r->findings->times.v[m->value];
    sl_time_resolve(t, a->text->published, SL_LEAN_NONE, &r->findings->season, days);
    return sl_time_timex(t, a->text->published, SL_LEAN_NONE, &r->findings->season, r->out);
}

/* The rules that made the thing, or that say that the person is of this type: "a; b". */
static sl_str made_by(sl_recorder *r, const sl_mention *m) {
    const sl_people *people = &r->findings->people;
    uint32_t person = sl_people_of(r->article, people, m);
    if (m->made) return m->made->rule->name;
    if (person == SL_NONE) return (sl_str){0};
    sl_str names = {0};
    for (size_t i = 0; i < people->persons.v[person].fed_by.n; i++) {
        const sl_rule *rule = people->persons.v[person].fed_by.v[i];
        if (rule->type != m->type) continue;
        names = sl_arena_printf(r->out, "%.*s%s%.*s", (int)names.n, names.p, names.n ? "; " : "", (int)rule->name.n,
                                rule->name.p);
    }
    return names;
}

void sl_list_mentions(sl_recorder *r, size_t table) {
    const sl_article *a = r->article;
    for (size_t i = 0; i < a->mentions.n; i++) {
        const sl_mention *m = a->mentions.v[i];
        if (!is_told(a->program, m)) continue;
        sl_interval days = {SL_NO_DAY, SL_NO_DAY};
        sl_file_place disk = sl_text_place(a->text, m->at);
        sl_str *cells = SL_NEW_ARRAY(r->out, sl_str, a->program->heads.v[table]->n_columns);
        cells[0] = a->text->name;
        cells[1] = a->program->types.v[m->type].name;
        cells[2] = sl_text_cut(a->text, m->at);
        cells[3] = canonical(r, m, &days);
        cells[4] = day(r, days.from);
        cells[5] = day(r, days.to);
        cells[6] = sl_arena_number(r->out, disk.line);
        cells[7] = sl_arena_number(r->out, disk.from);
        cells[8] = sl_arena_number(r->out, disk.to);
        cells[9] = made_by(r, m);
        *sl_push(r->out, &r->tables->v[table].rows) = (sl_table_row){.cells = cells, .at = m->at};
    }
}

/* In the order of the text; at one place what was told first. */
static int by_place(const void *x, const void *y) {
    const sl_suppression *a = *(const sl_suppression *const *)x, *b = *(const sl_suppression *const *)y;
    if (a->at.from != b->at.from) return a->at.from < b->at.from ? -1 : 1;
    return (a->at.to > b->at.to) - (a->at.to < b->at.to);
}

void sl_list_suppressed(sl_recorder *r, size_t table) {
    const sl_article *a = r->article;
    size_t n = r->suppressions.n;
    const sl_suppression **order = SL_NEW_ARRAY(r->out, const sl_suppression *, n);
    for (size_t i = 0; i < n; i++) order[i] = &r->suppressions.v[i];
    sl_sort(r->out, order, n, sizeof *order, by_place);
    for (size_t i = 0; i < n; i++) {
        const sl_suppression *s = order[i];
        sl_file_place disk = sl_text_place(a->text, s->at);
        sl_str *cells = SL_NEW_ARRAY(r->out, sl_str, a->program->heads.v[table]->n_columns);
        cells[0] = a->text->name;
        if (s->table) cells[1] = s->table->head.name;
        if (s->rule) cells[2] = s->rule->name;
        cells[3] = sl_str_of(s->reason);
        cells[4] = s->by;
        cells[5] = s->cells;
        cells[6] = sl_text_cut(a->text, s->at);
        cells[7] = sl_arena_number(r->out, disk.line);
        cells[8] = sl_arena_number(r->out, disk.from);
        cells[9] = sl_arena_number(r->out, disk.to);
        *sl_push(r->out, &r->tables->v[table].rows) = (sl_table_row){.cells = cells, .at = s->at};
    }
}
