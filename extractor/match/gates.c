/* SPDX-License-Identifier: Apache-2.0 */
#include "match/gates.h"

static bool has_word(const sl_trigger_set *set, const uint64_t *triggers) {
    for (size_t i = 0; i < set->n; i++)
        if (triggers[set->triggers[i] / 64] >> (set->triggers[i] % 64) & 1) return true;
    return false;
}

/* A gate is open where each of its sets has a word, but for those that types can stand in for.
   @param sets  room for SL_MAX_TRIGGER_SETS times n_words */
static void open_unit(const sl_gates *g, const sl_trigger_marks *triggers, uint64_t *sets, uint64_t *open) {
    memcpy(sets, g->free, SL_MAX_TRIGGER_SETS * g->n_words * sizeof *sets);
    for (size_t i = 0; i < triggers->n; i++) {
        const uint32_t *first = &g->first[triggers->numbers[i]];
        for (const sl_key *key = g->keys + first[0], *end = g->keys + first[1]; key < end; key++)
            sets[key->at] |= key->gates;
    }
    for (size_t w = 0; w < g->n_words; w++) {
        open[w] = sets[w];
        for (size_t k = 1; k < SL_MAX_TRIGGER_SETS; k++) open[w] &= sets[k * g->n_words + w];
    }
}

/* The triggers of all sentences of a unit, one by one. */
static void join_triggers(const sl_article *a, const sl_passage *u, sl_trigger_marks *joined) {
    joined->n = 0;
    for (size_t w = 0; w < a->n_trigger_words; w++) {
        uint64_t bits = 0;
        for (uint32_t s = u->sentence; s < u->sentence + u->sentences; s++)
            bits |= a->triggers[s * a->n_trigger_words + w];
        for (; bits; bits &= bits - 1)
            joined->numbers[joined->n++] = (uint32_t)(64 * w) + (uint32_t)__builtin_ctzll(bits);
    }
}

static void note_open(sl_article *a) {
    const sl_gates *g = &a->program->gates;
    a->open = SL_NEW_ARRAY(a->out, uint64_t, g->n_words);
    for (size_t w = 0; w < g->n_words; w++) {
        for (size_t i = 0; i < a->n_inner; i++) a->open[w] |= a->inner[i].open[w] & ~g->quotes[w];
        for (size_t i = 0; i < a->n_outer; i++) a->open[w] |= a->outer[i].open[w] & g->quotes[w];
    }
}

void sl_gate_open(sl_article *a) {
    const sl_gates *g = &a->program->gates;
    size_t n_triggers = a->program->triggers.n;
    a->n_trigger_words = sl_trigger_words(n_triggers);
    a->triggers = SL_NEW_ARRAY(a->out, uint64_t, a->n_trigger_words * a->n_inner);
    uint64_t *open = sl_arena_raw(a->out, (a->n_inner + a->n_outer) * g->n_words, sizeof *open);
    uint64_t *sets = sl_arena_raw(a->out, SL_MAX_TRIGGER_SETS * g->n_words, sizeof *sets);
    sl_trigger_marks found = {.numbers = sl_arena_raw(a->out, n_triggers + 1, sizeof *found.numbers)};
    for (size_t i = 0; i < a->n_inner; i++, open += g->n_words) {
        sl_range t = a->inner[i].tokens;
        found.bits = a->triggers + i * a->n_trigger_words;
        found.n = 0;
        sl_triggers_mark(a->program->trigger_index, a->text->view, a->tokens->v + t.from, t.to - t.from, &found);
        if (a->gate) open_unit(g, &found, sets, open);
        else memset(open, 0xFF, g->n_words * sizeof *open);
        a->inner[i].open = open;
    }
    for (size_t i = 0; i < a->n_outer; i++) {
        sl_passage *u = &a->outer[i];
        u->open = a->inner[u->sentence].open;
        if (u->sentences == 1 || !a->gate) continue;
        join_triggers(a, u, &found);
        open_unit(g, &found, sets, open);
        u->open = open;
        open += g->n_words;
    }
    note_open(a);
}

sl_type_set sl_gate_types_in(const sl_article *a, const sl_passage *u) {
    sl_type_set here = {0};
    for (uint32_t s = u->sentence; s < u->sentence + u->sentences; s++) sl_type_set_join(&here, &a->types[s]);
    return here;
}

static bool has_word_in(const sl_article *a, const sl_trigger_set *set, const sl_passage *u) {
    for (uint32_t s = u->sentence; s < u->sentence + u->sentences; s++)
        if (has_word(set, a->triggers + s * a->n_trigger_words)) return true;
    return false;
}

bool sl_gate_lets(const sl_article *a, const sl_pattern *p, const sl_passage *u, const sl_type_set *types) {
    if (!a->gate) return true;
    if (!sl_type_set_within(&p->needs, types)) return false;
    for (size_t i = 0; i < p->n_sets; i++)
        if (p->sets[i].has_types && !sl_type_set_meet(&p->sets[i].types, types) && !has_word_in(a, &p->sets[i], u))
            return false;
    return true;
}

bool sl_gate_lets_part(const sl_article *a, const sl_pattern *p, const sl_passage *u) {
    if (!a->gate) return true;
    for (size_t i = 0; i < p->n_sets; i++)
        if (!p->sets[i].has_types && !has_word_in(a, &p->sets[i], u)) return false;
    sl_type_set types = sl_gate_types_in(a, u);
    return sl_gate_lets(a, p, u, &types);
}
