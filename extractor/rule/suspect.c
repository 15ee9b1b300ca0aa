/* SPDX-License-Identifier: Apache-2.0 */
#include "rule/suspect_p.h"

/* --- what is fed: by a list entry, a rule, the engine ------------------------------------------------------------- */

static bool is_any_fed(const sl_compiler *c, const sl_words *names) {
    for (size_t i = 0; i < names->n; i++) {
        sl_type_id type = sl_compile_type(c, names->v[i].text);
        if (type == SL_NO_TYPE || sl_type_set_has(&c->fed, type))
            return true; /* an unknown one is an error by itself */
    }
    return false;
}

/* An entry without a word to find is none. */
static void feed_lists(sl_compiler *c) {
    const sl_program *p = c->program;
    for (size_t i = 0; i < c->noted.n; i++) {
        uint32_t entry = c->noted.v[i].entry;
        const sl_list *l = sl_entry_list(p, entry);
        if (l->use == SL_LIST_TYPE && !sl_entry_is_except(p, entry)) sl_type_set_add(&c->fed, l->type);
    }
}

static void feed_builtin(sl_compiler *c) {
    const sl_program *p = c->program;
    sl_type_set_add(&c->fed, p->name_type);
    sl_type_set_add(&c->fed, p->number_type);
    sl_type_set_add(&c->fed, p->quote_type);
    if (c->declared->dates.n == 0) return;
    sl_type_set_add(&c->fed, p->date_type);
    sl_type_set_add(&c->fed, p->duration_type);
}

/* Persons are made of persons: until no more come. */
static void feed_persons(sl_compiler *c) {
    for (size_t round = 0; round <= c->declared->persons.n; round++)
        for (size_t i = 0; i < c->declared->persons.n; i++)
            if (is_any_fed(c, &c->declared->persons.v[i].sources))
                sl_type_set_add(&c->fed, c->program->persons.v[i].type);
}

/* Scripts without spaces: words of theirs do touch. U+2000 to U+2FFF are signs. */
static bool is_unspaced(const sl_program *p) {
    for (uint32_t i = 0; i < p->entries.n; i++) {
        sl_str value = sl_entry_value(p, i);
        unsigned char first = value.n ? (unsigned char)value.p[0] : 0;
        if (first >= 0xE0 && first != 0xE2) return true;
    }
    return false;
}

void sl_suspect_begin(sl_compiler *c) {
    if (!c->d->thorough) return;
    feed_builtin(c);
    feed_lists(c);
    for (size_t i = 0; i < c->declared->rules.n; i++) {
        sl_type_id type = sl_compile_type(c, c->declared->rules.v[i].target.text);
        if (type != SL_NO_TYPE) sl_type_set_add(&c->fed, type);
    }
    feed_persons(c);
    c->unspaced = is_unspaced(c->program);
}

/* --- notes taken on the way --------------------------------------------------------------------------------------- */

void sl_suspect_word(sl_compiler *c, const sl_located *where, sl_str folded, bool exact, uint32_t entry) {
    if (!c->d->thorough) return;
    char *words = sl_arena_raw(c->out, folded.n, 1);
    for (size_t i = 0; i < folded.n; i++) words[i] = exact ? folded.p[i] : sl_lower(folded.p[i]);
    *sl_push(c->out, &c->noted) = (sl_noted){{words, folded.n}, entry, exact, *where};
}

void sl_suspect_short(sl_compiler *c, const sl_located *list, const sl_csvfile *csv) {
    if (c->d->thorough && csv->short_rows)
        *sl_push(c->out, &c->shorts) = (sl_short_rows){*list, csv->first_short, csv->short_rows};
}

void sl_suspect_pattern(sl_compiler *c, const sl_located *text, const sl_node *tree, bool is_part) {
    if (!c->d->thorough || c->d->errors) return;
    sl_impossible_find(c, text, tree, is_part);
    sl_loose_find(c, text, tree, is_part);
}

void sl_suspect_program(sl_compiler *c) {
    if (!c->d->thorough) return;
    sl_suspect_rules(c);
    sl_suspect_lists(c);
}
