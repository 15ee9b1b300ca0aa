/* SPDX-License-Identifier: Apache-2.0
 *
 * The gates of all patterns that are looked for in articles: their numbers, and the words that open them. And which rules
 * can be tried before anything but lists has been looked for.
 */
#include "rule/compiler_p.h"

static void add_gates(sl_compiler *c, uint32_t rule, const sl_pattern *const *patterns, size_t n, uint32_t *first) {
    *first = (uint32_t)c->program->gates.list.n;
    for (size_t i = 0; i < n; i++) *sl_push(c->out, &c->program->gates.list) = (sl_gate){patterns[i], rule};
}

/* By trigger: how many keys it has had so far, and where the last of them is, 1 based. */
typedef struct {
    uint32_t n, at;
} lock;

/* One more gate for a trigger; `keys` are its own, NULL where they are only counted. */
static void add_lock(lock *l, uint32_t at, uint32_t gate, sl_key *keys) {
    if (l->at != at + 1) {
        l->at = at + 1;
        if (keys) keys[l->n].at = at;
        l->n++;
    }
    if (keys) keys[l->n - 1].gates |= UINT64_C(1) << (gate % 64);
}

/* All triggers of all gates, by their place: those of one trigger in one word of gates are one key. */
static void add_locks(sl_gates *g, lock *locks, sl_key *keys) {
    for (uint32_t k = 0; k < SL_MAX_TRIGGER_SETS; k++)
        for (uint32_t gate = 0; gate < g->list.n; gate++) {
            const sl_pattern *p = g->list.v[gate].pattern;
            uint32_t at = k * (uint32_t)g->n_words + gate / 64;
            bool is_free = k >= p->n_sets || p->sets[k].has_types;
            if (is_free) g->free[at] |= UINT64_C(1) << (gate % 64);
            for (size_t i = 0; !is_free && i < p->sets[k].n; i++) {
                uint32_t trigger = p->sets[k].triggers[i];
                add_lock(&locks[trigger], at, gate, keys ? keys + g->first[trigger] : NULL);
            }
        }
}

static void make_keys(sl_compiler *c) {
    sl_program *p = c->program;
    sl_gates *g = &p->gates;
    sl_arena_mark mark = sl_arena_here(c->tmp);
    lock *counted = SL_NEW_ARRAY(c->tmp, lock, p->triggers.n), *filled = SL_NEW_ARRAY(c->tmp, lock, p->triggers.n);
    g->free = SL_NEW_ARRAY(c->out, uint64_t, SL_MAX_TRIGGER_SETS * g->n_words);
    g->first = SL_NEW_ARRAY(c->out, uint32_t, p->triggers.n + 1);
    add_locks(g, counted, NULL);
    for (size_t t = 0; t < p->triggers.n; t++) g->first[t + 1] = g->first[t] + counted[t].n;
    sl_key *keys = SL_NEW_ARRAY(c->out, sl_key, g->first[p->triggers.n]);
    add_locks(g, filled, keys);
    g->keys = keys;
    sl_arena_rewind(c->tmp, mark);
}

/* Does a pattern, or a part of it, name one of the types? */
static bool names_any(const sl_program *p, const sl_pattern *pattern, const sl_type_set *types) {
    if (sl_type_set_meet(&p->views.v[pattern->view].set, types)) return true;
    for (size_t i = 0; i < pattern->n_captures; i++)
        if (pattern->captures[i].part && names_any(p, pattern->captures[i].part, types)) return true;
    return false;
}

static bool rule_names_any(const sl_program *p, const sl_rule *r, const sl_type_set *types) {
    bool names = false;
    for (size_t i = 0; i < r->n_patterns; i++) names = names || names_any(p, r->patterns[i], types);
    for (size_t i = 0; i < r->n_unless; i++) {
        const sl_unless *u = &r->unless[i];
        names = names || (u->pattern && names_any(p, u->pattern, types));
        names = names || (u->where == SL_WHERE_INSIDE && !u->inside_headline && sl_type_set_has(types, u->inside));
    }
    return names;
}

/* Rules that make a type come before those that name it, so one pass will do. */
static void mark_by_lists(sl_program *p) {
    for (sl_type_id t = 0; t < p->types.n; t++)
        if (p->types.v[t].kind != SL_TYPE_LIST && p->types.v[t].kind != SL_TYPE_MADE)
            sl_type_set_add(&p->gates.everywhere, t);
    sl_type_set unsure = p->gates.everywhere;
    for (size_t i = 0; i < p->rules.n; i++) {
        sl_rule *r = &p->rules.v[i];
        if (r->kind != SL_RULE_MAKES) continue;
        r->by_lists_alone = !rule_names_any(p, r, &unsure);
        if (!r->by_lists_alone) sl_type_set_add(&unsure, r->type);
    }
}

void sl_gate_number(sl_compiler *c) {
    sl_program *p = c->program;
    sl_gates *g = &p->gates;
    for (size_t i = 0; i < p->rules.n; i++) {
        sl_rule *r = &p->rules.v[i];
        add_gates(c, (uint32_t)i, r->patterns, r->n_patterns, &r->first_gate);
    }
    for (size_t i = 0; i < p->persons.n; i++) {
        sl_person_type *t = &p->persons.v[i];
        add_gates(c, SL_NONE, t->before, t->n_before, &t->first_before);
        add_gates(c, SL_NONE, t->after, t->n_after, &t->first_after);
        add_gates(c, SL_NONE, t->alone, t->n_alone, &t->first_alone);
    }
    mark_by_lists(p);
    g->n_words = (g->list.n + 63) / 64;
    g->quotes = SL_NEW_ARRAY(c->out, uint64_t, g->n_words);
    for (uint32_t i = 0; i < g->list.n; i++)
        if (p->views.v[g->list.v[i].pattern->view].quotes) g->quotes[i / 64] |= UINT64_C(1) << (i % 64);
    make_keys(c);
    p->trigger_index = sl_triggers_index(&p->triggers, c->out);
}
