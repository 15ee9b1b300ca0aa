/* SPDX-License-Identifier: Apache-2.0
 *
 * Warnings about lists: words that several entries share (W06), words that every article has (W07), lists without a word
 * (W16), rows that lack cells (W17). One for each list, at its line in the rules, with a count and the first examples:
 * lists have tens of thousands of entries.
 */
#include "rule/suspect_p.h"

enum { EXAMPLES = 3 };

typedef SL_ARRAY(sl_noted) notes;

/* The words of one list, `except` left out; sorted by words, then entry. */
static int by_words(const void *x, const void *y) {
    const sl_noted *a = x, *b = y;
    int order = sl_str_cmp(a->words, b->words);
    return order ? order : (a->entry > b->entry) - (a->entry < b->entry);
}

static notes words_of(sl_compiler *c, uint16_t list) {
    notes all = {0};
    for (size_t i = 0; i < c->noted.n; i++) {
        uint32_t entry = c->noted.v[i].entry;
        if (c->program->entries.list_of[entry] == list && !sl_entry_is_except(c->program, entry))
            *sl_push(c->tmp, &all) = c->noted.v[i];
    }
    if (all.n) qsort(all.v, all.n, sizeof *all.v, by_words);
    return all;
}

static const sl_located *place_of(const sl_declared_list *l) {
    return l->file.text.n ? &l->file : &l->name;
}

/* `"word" (line 12)`, one after the other. */
typedef struct {
    size_t n;
    sl_str shown;
} examples;

static void example(sl_compiler *c, examples *e, const sl_noted *note, const sl_noted *other) {
    if (e->n++ >= EXAMPLES) return;
    uint32_t line = sl_located_at(&note->where, 0, 1).line;
    e->shown = sl_arena_printf(c->out, "%.*s%s\"%.*s\" (line %u", (int)e->shown.n, e->n > 1 ? e->shown.p : "",
                               e->n > 1 ? ", " : "", sl_shown(note->words), note->words.p, line);
    if (other)
        e->shown = sl_arena_printf(c->out, "%.*s and %u", (int)e->shown.n, e->shown.p,
                                   sl_located_at(&other->where, 0, 1).line);
    e->shown = sl_arena_printf(c->out, "%.*s)", (int)e->shown.n, e->shown.p);
}

static const char *more(const examples *e) {
    return e->n > EXAMPLES ? ", …" : "";
}

/* --- W06: shared words -------------------------------------------------------------------------------------------- */

/* Does one end before the other begins? On one day of both it is handed over. */
static bool is_before(const sl_program *p, uint32_t a, uint32_t b) {
    sl_day to = sl_entry_to(p, a), from = sl_entry_from(p, b);
    return to != SL_NO_DAY && from != SL_NO_DAY && to <= from;
}

/* Entries that give the same are one thing written twice, and no harm. */
static bool differ(const sl_program *p, uint32_t a, uint32_t b) {
    size_t n_gives = sl_entry_list(p, a)->n_gives;
    for (size_t i = 0; i < n_gives; i++)
        if (!sl_str_eq(sl_entry_give(p, a, i), sl_entry_give(p, b, i))) return true;
    return n_gives == 0 && !sl_str_eq(sl_entry_value(p, a), sl_entry_value(p, b));
}

static void shared_words(sl_compiler *c, uint16_t list, const notes *all) {
    const sl_program *p = c->program;
    examples e = {0};
    for (size_t i = 0; i < all->n;) {
        size_t end = i + 1, other = 0;
        for (; end < all->n && sl_str_eq(all->v[i].words, all->v[end].words); end++) {
            uint32_t a = all->v[i].entry, b = all->v[end].entry;
            if (!other && differ(p, a, b) && !is_before(p, a, b) && !is_before(p, b, a)) other = end;
        }
        if (other) example(c, &e, &all->v[i], &all->v[other]);
        i = end;
    }
    const sl_located *at = place_of(&c->declared->lists.v[list]);
    if (e.n)
        sl_warning_at(c->d, at, 0, at->text.n, 6, "entries that give different cells share %zu word%s: %.*s%s", e.n,
                      e.n == 1 ? "" : "s", (int)e.shown.n, e.shown.p, more(&e));
}

/* --- W07: common words -------------------------------------------------------------------------------------------- */

static bool is_common(const sl_compiler *c, sl_str words) {
    for (size_t i = 0; i < words.n; i++)
        if (!sl_is_alpha(words.p[i])) return false;
    return words.n && sl_hash_in(&c->program->language, sl_token_hash(words));
}

/* Lists that only the grammar of names uses hold common ones by nature: Will, May, Van; so do those of no pattern. */
static bool is_in_patterns(const sl_program *p, sl_type_id type) {
    for (size_t i = 0; i < p->views.n; i++)
        for (uint32_t k = 0; k < p->views.v[i].n; k++)
            if (p->views.v[i].types[k] == type) return true;
    return false;
}

static void common_words(sl_compiler *c, uint16_t list, const notes *all) {
    if (!is_in_patterns(c->program, c->program->lists.v[list].type)) return;
    examples e = {0};
    for (size_t i = 0; i < all->n; i++) {
        bool again = i && sl_str_eq(all->v[i].words, all->v[i - 1].words);
        if (!again && !all->v[i].exact && is_common(c, all->v[i].words)) example(c, &e, &all->v[i], NULL);
    }
    const sl_located *at = place_of(&c->declared->lists.v[list]);
    if (e.n)
        sl_warning_at(c->d, at, 0, at->text.n, 7,
                      "%zu of the list's words %s common, and found in most sentences: %.*s%s", e.n,
                      e.n == 1 ? "is" : "are", (int)e.shown.n, e.shown.p, more(&e));
}

/* --- W16, W17 ----------------------------------------------------------------------------------------------------- */

static void empty_list(sl_compiler *c, uint16_t list, const notes *all) {
    const sl_located *at = place_of(&c->declared->lists.v[list]);
    if (all->n == 0)
        sl_warning_at(c->d, at, 0, at->text.n, 16, "the list has no word to find: its rows or matched cells are empty");
}

static void short_rows(sl_compiler *c) {
    for (size_t i = 0; i < c->shorts.n; i++) {
        const sl_short_rows *s = &c->shorts.v[i];
        sl_warning_at(
            c->d, &s->list, 0, s->list.text.n, 17,
            "%zu row%s fewer cells than the header, the first in line %u; what lacks at the end is taken for empty",
            s->n, s->n == 1 ? " has" : "s have", sl_located_at(&s->first, 0, 0).line);
    }
}

void sl_suspect_lists(sl_compiler *c) {
    for (uint16_t i = 0; i < c->declared->lists.n && i < c->program->lists.n; i++) {
        sl_arena_mark mark = sl_arena_here(c->tmp);
        notes all = words_of(c, i);
        shared_words(c, i, &all);
        common_words(c, i, &all);
        empty_list(c, i, &all);
        sl_arena_rewind(c->tmp, mark);
    }
    short_rows(c);
}
