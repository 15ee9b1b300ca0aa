/* SPDX-License-Identifier: Apache-2.0
 *
 * A gazetteer as blocks of bytes that can be kept in a file, and back. What comes back may be anything: every number is
 * looked at, so that a search in it stays inside of its blocks and comes to an end.
 */
#include "token/gazetteer_p.h"

sl_gazetteer_parts sl_gazetteer_parts_of(const sl_gazetteer *g) {
    return (sl_gazetteer_parts){
        .edges = {(const char *)g->edges, g->n_edges * sizeof *g->edges},
        .leaves = {(const char *)g->leaves, g->n_leaves * sizeof *g->leaves},
    };
}

/* Words begin in the pool, behind a letter of ASCII; where they end is a line break, and the pool ends with one. */
static bool are_words(uint32_t words, sl_str pool) {
    size_t at = words / 4;
    return words % 4 <= SL_CASE_EXACT && at > 0 && at < pool.n && (unsigned char)pool.p[at - 1] < 0x80;
}

/* Leaves one after the other; where one begins is a bit of `begins`. A chain leads back to lower places only. */
static bool leaves_are_safe(const sl_gazetteer *g, sl_str pool, uint32_t entries, uint64_t *begins) {
    uint32_t at = 0, n = g->n_leaves;
    while (at < n) {
        bool chained = n - at >= 2 && g->leaves[at + 1] & SL_LEAF_CHAINED;
        if (n - at < (chained ? 3 : 2) || !are_words(g->leaves[at], pool)) return false;
        if ((g->leaves[at + 1] & ~SL_LEAF_CHAINED) >= entries) return false;
        if (chained && (g->leaves[at + 2] >= at || !(begins[g->leaves[at + 2] / 64] >> (g->leaves[at + 2] % 64) & 1)))
            return false;
        begins[at / 64] |= UINT64_C(1) << (at % 64);
        at += chained ? 3 : 2;
    }
    return true;
}

/* A slot that is free ends every search for a way that is not there. */
static bool edges_are_safe(const sl_gazetteer *g, const uint64_t *begins) {
    uint32_t used = 0;
    for (uint32_t i = 0; i < g->n_edges; i++) {
        uint32_t at = sl_edge_leaf(&g->edges[i]);
        used += g->edges[i].leaf != 0;
        if (at != SL_NONE && (at >= g->n_leaves || !(begins[at / 64] >> (at % 64) & 1))) return false;
    }
    return used < g->n_edges;
}

const sl_gazetteer *sl_gazetteer_of_parts(const sl_gazetteer_parts *parts, sl_str pool, uint32_t entries, sl_arena *out,
                                          sl_arena *tmp) {
    sl_gazetteer *g = SL_NEW(out, sl_gazetteer);
    if (parts->edges.n / sizeof *g->edges > UINT32_MAX || parts->leaves.n / sizeof *g->leaves > SL_EDGE_FIRST)
        return NULL;
    *g = (sl_gazetteer){.edges = (const sl_edge *)(const void *)parts->edges.p,
                        .n_edges = (uint32_t)(parts->edges.n / sizeof *g->edges),
                        .leaves = (const uint32_t *)(const void *)parts->leaves.p,
                        .n_leaves = (uint32_t)(parts->leaves.n / sizeof *g->leaves),
                        .pool = pool.p};
    sl_arena_mark mark = sl_arena_here(tmp);
    uint64_t *begins = SL_NEW_ARRAY(tmp, uint64_t, g->n_leaves / 64 + 1);
    bool safe = (g->n_leaves == 0 || sl_str_ends_with(pool, SL_STR("\n"))) &&
                leaves_are_safe(g, pool, entries, begins) && edges_are_safe(g, begins);
    if (safe) sl_firstwords_make(g, out, tmp, &g->first);
    sl_arena_rewind(tmp, mark);
    return safe ? g : NULL;
}
