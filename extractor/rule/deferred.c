/* SPDX-License-Identifier: Apache-2.0
 *
 * Which rules that make a type are needed by rules that add alone: "since the draw on Saturday" tells something only
 * where there is a row to add it to. Most articles have none, and these rules are not tried in them.
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

/* What is needed whether there are rows or not: by rows, quotations, names and persons. */
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
        if (r->kind == SL_RULE_ROWS || p->tables.v[r->table].every_quote) add_rule(p, r, &needed);
    }
    for (size_t i = 0; i < p->tables.n; i++) add_unless(p, p->tables.v[i].skips, p->tables.v[i].n_skips, &needed);
    return needed;
}

/* --- the rules ---------------------------------------------------------------------------------------------------- */

static sl_type_set persons_of(const sl_program *p) {
    sl_type_set persons = {0};
    for (sl_type_id t = 0; t < p->types.n; t++)
        if (p->types.v[t].kind == SL_TYPE_PERSON || p->types.v[t].kind == SL_TYPE_NAME) sl_type_set_add(&persons, t);
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

/* What rules make of persons tells of them too: "the winger's knee". */
static sl_type_set telling_of(const sl_program *p, const sl_type_set *persons) {
    sl_type_set tells = *persons;
    for (bool changed = true; changed;) {
        changed = false;
        for (size_t i = 0; i < p->rules.n; i++) {
            const sl_rule *r = &p->rules.v[i];
            sl_type_set named = {0};
            if (r->kind != SL_RULE_MAKES || sl_type_set_has(&tells, r->type)) continue;
            add_patterns(p, r->patterns, r->n_patterns, &named);
            if (!sl_type_set_meet(&named, &tells)) continue;
            sl_type_set_add(&tells, r->type);
            changed = true;
        }
    }
    return tells;
}

static bool fetches_from_afar(const sl_rule *r, const sl_type_set *types) {
    for (size_t i = 0; i < r->n_nearest; i++) {
        bool far = r->nearest[i].scope == SL_IN_PARAGRAPH || r->nearest[i].scope == SL_IN_ARTICLE;
        if (far && sl_type_set_has(types, r->nearest[i].type)) return true;
    }
    return false;
}

static void mark_persons(sl_program *p, const sl_type_set *persons) {
    sl_type_set tells = telling_of(p, persons);
    for (size_t i = 0; i < p->rules.n; i++) {
        bool far = p->rules.v[i].kind == SL_RULE_ADDS && fetches_from_afar(&p->rules.v[i], &tells);
        p->adds_far_persons = p->adds_far_persons || far;
    }
}

void sl_mark_deferred(sl_program *p) {
    sl_type_set persons = persons_of(p);
    mark_deferred(p, &persons);
    mark_persons(p, &persons);
}
