/* SPDX-License-Identifier: Apache-2.0
 *
 * Which rules that make a type are needed only where a row is begun, by lines `unless` and `nearest` and by rules that
 * add: "since the draw on Saturday" tells something only where there is a row to add it to. Most articles have none, and
 * these rules are not tried in them.
 *
 * Such a rule names no persons: these become more with the references, and it would find more when it is tried later.
 *
 * And whether rules that add fetch persons from afar, so that they are tried where no person of a row is named.
 */
#include "rule/compiler_p.h"

/* --- the types that things of the program name -------------------------------------------------------------------- */

static void add_pattern(const sl_program *p, const sl_pattern *pattern, sl_type_set *named) {
    if (!pattern) return;
    sl_type_set_join(named, &p->views.v[pattern->view].set);
    for (size_t i = 0; i < pattern->n_captures; i++) add_pattern(p, pattern->captures[i].part, named);
}

static void add_patterns(const sl_program *p, const sl_pattern *const *patterns, size_t n, sl_type_set *named) {
    for (size_t i = 0; i < n; i++) add_pattern(p, patterns[i], named);
}

static void add_unless(const sl_program *p, const sl_unless *unless, size_t n, sl_type_set *named) {
    for (size_t i = 0; i < n; i++) {
        add_pattern(p, unless[i].pattern, named);
        if (unless[i].where == SL_WHERE_INSIDE && !unless[i].inside_headline) sl_type_set_add(named, unless[i].inside);
    }
}

static void add_rule(const sl_program *p, const sl_rule *r, sl_type_set *named) {
    add_patterns(p, r->patterns, r->n_patterns, named);
    add_unless(p, r->unless, r->n_unless, named);
    for (size_t i = 0; i < r->n_nearest; i++) {
        sl_type_set_add(named, r->nearest[i].type);
        if (r->nearest[i].unless) add_unless(p, r->nearest[i].unless, 1, named);
    }
}

/* What is needed whether a row is begun or not: by the patterns of rows, quotations, names and persons. */
static sl_type_set needed_first(const sl_program *p) {
    sl_type_set needed = p->grammar.not_names;
    for (size_t i = 0; i < p->persons.n; i++) {
        const sl_person_type *t = &p->persons.v[i];
        add_patterns(p, t->before, t->n_before, &needed);
        add_patterns(p, t->after, t->n_after, &needed);
        add_patterns(p, t->alone, t->n_alone, &needed);
    }
    for (size_t i = 0; i < p->rules.n; i++) {
        const sl_rule *r = &p->rules.v[i];
        if (r->kind == SL_RULE_MAKES) continue;
        if (p->tables.v[r->table].every_quote) add_rule(p, r, &needed);
        else if (r->kind == SL_RULE_ROWS) add_patterns(p, r->patterns, r->n_patterns, &needed);
    }
    for (size_t i = 0; i < p->tables.n; i++) add_unless(p, p->tables.v[i].skips, p->tables.v[i].n_skips, &needed);
    return needed;
}

/* --- the rules ---------------------------------------------------------------------------------------------------- */

static bool is_person(const sl_program *p, sl_type_id type) {
    return p->types.v[type].kind == SL_TYPE_PERSON || p->types.v[type].kind == SL_TYPE_NAME;
}

static sl_type_set persons_of(const sl_program *p) {
    sl_type_set persons = {0};
    for (sl_type_id t = 0; t < p->types.n; t++)
        if (is_person(p, t)) sl_type_set_add(&persons, t);
    return persons;
}

/* Where a thing is needed, so are those that tell its day. @return were they not needed before? */
static bool add_like(const sl_rule *r, sl_type_set *needed) {
    if (r->kind != SL_RULE_MAKES || r->like == SL_NO_TYPE) return false;
    if (!sl_type_set_has(needed, r->type) || sl_type_set_has(needed, r->like)) return false;
    sl_type_set_add(needed, r->like);
    return true;
}

static void mark_deferred(sl_program *p, const sl_type_set *persons) {
    sl_type_set needed = needed_first(p);
    for (size_t i = 0; i < p->rules.n; i++) p->rules.v[i].deferred = p->rules.v[i].kind == SL_RULE_MAKES;
    for (bool changed = true; changed;) {
        changed = false;
        for (size_t i = 0; i < p->rules.n; i++) {
            sl_rule *r = &p->rules.v[i];
            sl_type_set named = {0};
            changed = add_like(r, &needed) || changed;
            if (!r->deferred) continue;
            add_rule(p, r, &named);
            bool of_persons = sl_type_set_meet(&named, persons) || sl_type_set_has(persons, r->type);
            if (!of_persons && !sl_type_set_has(&needed, r->type)) continue;
            r->deferred = false;
            sl_type_set_join(&needed, &named);
            changed = true;
        }
    }
}

/* --- persons ------------------------------------------------------------------------------------------------------ */

/* The column of a person that a table has its rows by. */
static bool is_key(const sl_program *p, sl_symbol column) {
    for (size_t i = 0; i < p->tables.n; i++)
        if (p->tables.v[i].n_one_row_per && p->tables.v[i].one_row_per[0] == column) return true;
    return false;
}

/* Does a thing that is captured for a column give a row its person? A thing made by a rule does by what it captured. */
static bool gives_person(const sl_program *p, const sl_type_set *tells, sl_type_id type, sl_symbol column) {
    return sl_type_set_has(tells, type) && (!is_person(p, type) || is_key(p, column));
}

static bool captures_person(const sl_program *p, const sl_type_set *tells, const sl_pattern *pattern) {
    for (size_t i = 0; pattern && i < pattern->n_captures; i++) {
        const sl_capture *c = &pattern->captures[i];
        if (captures_person(p, tells, c->part)) return true;
        if (c->kind == SL_CAPTURE_TYPE && gives_person(p, tells, c->type, c->symbol)) return true;
    }
    return false;
}

static bool makes_of_persons(const sl_program *p, const sl_type_set *tells, const sl_rule *r) {
    if (r->kind != SL_RULE_MAKES) return false;
    for (size_t i = 0; i < r->n_patterns; i++)
        if (captures_person(p, tells, r->patterns[i])) return true;
    return false;
}

/* What rules make of persons tells of them too: "the winger's knee". */
static sl_type_set telling_of(const sl_program *p, const sl_type_set *persons) {
    sl_type_set tells = *persons;
    for (bool changed = true; changed;) {
        changed = false;
        for (size_t i = 0; i < p->rules.n; i++) {
            const sl_rule *r = &p->rules.v[i];
            if (sl_type_set_has(&tells, r->type) || !makes_of_persons(p, &tells, r)) continue;
            sl_type_set_add(&tells, r->type);
            changed = true;
        }
    }
    return tells;
}

static bool fetches_from_afar(const sl_program *p, const sl_rule *r, const sl_type_set *tells) {
    for (size_t i = 0; i < r->n_nearest; i++) {
        const sl_nearest *n = &r->nearest[i];
        bool far = n->scope == SL_IN_PARAGRAPH || n->scope == SL_IN_ARTICLE;
        if (far && gives_person(p, tells, n->type, n->symbol)) return true;
    }
    return false;
}

static void mark_persons(sl_program *p, const sl_type_set *persons) {
    sl_type_set tells = telling_of(p, persons);
    for (size_t i = 0; i < p->rules.n; i++) {
        bool far = p->rules.v[i].kind == SL_RULE_ADDS && fetches_from_afar(p, &p->rules.v[i], &tells);
        p->adds_far_persons = p->adds_far_persons || far;
    }
}

void sl_mark_deferred(sl_program *p) {
    sl_type_set persons = persons_of(p);
    mark_deferred(p, &persons);
    mark_persons(p, &persons);
}
