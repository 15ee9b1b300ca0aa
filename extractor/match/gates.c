/* SPDX-License-Identifier: Apache-2.0 */
#include "match/gates.h"

static bool meet(const sl_type_set *a, const sl_type_set *b) {
    for (size_t i = 0; i < SL_MAX_TYPES / 64; i++)
        if (a->word[i] & b->word[i]) return true;
    return false;
}

static bool has_word(const sl_trigger_set *set, const uint64_t *triggers) {
    for (size_t i = 0; i < set->n; i++)
        if (triggers[set->triggers[i] / 64] >> (set->triggers[i] % 64) & 1) return true;
    return false;
}

/* A gate is open where each of its sets has a word, but for those that types can stand in for.
   @param sets  room for SL_MAX_TRIGGER_SETS times n_words */
static void open_unit(const sl_gates *g, const uint64_t *triggers, size_t n_trigger_words, uint64_t *sets,
                      uint64_t *open) {
    memcpy(sets, g->free, SL_MAX_TRIGGER_SETS * g->n_words * sizeof *sets);
    for (size_t w = 0; w < n_trigger_words; w++)
        for (uint64_t bits = triggers[w]; bits; bits &= bits - 1) {
            size_t trigger = 64 * w + (size_t)__builtin_ctzll(bits);
            for (uint32_t i = g->first[trigger]; i < g->first[trigger + 1]; i++)
                sets[g->keys[i].at] |= g->keys[i].gates;
        }
    for (size_t w = 0; w < g->n_words; w++) {
        open[w] = sets[w];
        for (size_t k = 1; k < SL_MAX_TRIGGER_SETS; k++) open[w] &= sets[k * g->n_words + w];
    }
}

/* The words of all sentences of a unit. */
static void join_triggers(const sl_article *a, const sl_passage *u, uint64_t *joined) {
    memset(joined, 0, a->n_trigger_words * sizeof *joined);
    for (uint32_t s = u->sentence; s < u->sentence + u->sentences; s++)
        for (size_t w = 0; w < a->n_trigger_words; w++) joined[w] |= a->triggers[s * a->n_trigger_words + w];
}

static void mark_triggers(sl_article *a) {
    a->n_trigger_words = sl_trigger_words(a->program->triggers.n);
    a->triggers = SL_NEW_ARRAY(a->out, uint64_t, a->n_trigger_words * a->n_inner);
    for (size_t s = 0; s < a->n_inner; s++) {
        sl_range t = a->inner[s].tokens;
        sl_triggers_mark(a->program->trigger_index, a->text->view, a->tokens->v + t.from, t.to - t.from,
                         a->triggers + s * a->n_trigger_words);
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
    mark_triggers(a);
    uint64_t *open = sl_arena_raw(a->out, (a->n_inner + a->n_outer) * g->n_words, sizeof *open);
    uint64_t *joined = sl_arena_raw(a->out, a->n_trigger_words, sizeof *joined);
    uint64_t *sets = sl_arena_raw(a->out, SL_MAX_TRIGGER_SETS * g->n_words, sizeof *sets);
    for (size_t i = 0; i < a->n_inner; i++, open += g->n_words) {
        if (a->gate) open_unit(g, a->triggers + i * a->n_trigger_words, a->n_trigger_words, sets, open);
        else memset(open, 0xFF, g->n_words * sizeof *open);
        a->inner[i].open = open;
    }
    for (size_t i = 0; i < a->n_outer; i++) {
        sl_passage *u = &a->outer[i];
        u->open = a->inner[u->sentence].open;
        if (u->sentences == 1 || !a->gate) continue;
        join_triggers(a, u, joined);
        open_unit(g, joined, a->n_trigger_words, sets, open);
        u->open = open;
        open += g->n_words;
    }
    note_open(a);
}

sl_type_set sl_gate_types_in(const sl_article *a, const sl_passage *u) {
    sl_type_set here = {0};
    for (uint32_t s = u->sentence; s < u->sentence + u->sentences; s++)
        for (size_t i = 0; i < SL_MAX_TYPES / 64; i++) here.word[i] |= a->types[s].word[i];
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
        if (p->sets[i].has_types && !meet(&p->sets[i].types, types) && !has_word_in(a, &p->sets[i], u)) return false;
    return true;
}

bool sl_gate_lets_part(const sl_article *a, const sl_pattern *p, const sl_passage *u) {
    if (!a->gate) return true;
    for (size_t i = 0; i < p->n_sets; i++)
        if (!p->sets[i].has_types && !has_word_in(a, &p->sets[i], u)) return false;
    sl_type_set types = sl_gate_types_in(a, u);
    return sl_gate_lets(a, p, u, &types);
}
