/* SPDX-License-Identifier: Apache-2.0
 *
 * A gazetteer as blocks of bytes that can be kept in a file, and back. What comes back may be anything: every number is
 * looked at, so that a search in it stays inside of its blocks and comes to an end.
 */
#include "token/gazetteer_p.h"

static sl_str bits_of(const sl_filter *filter) {
    return (sl_str){(const char *)filter->bits, sizeof *filter->bits << (32 - filter->shift)};
}

sl_gazetteer_parts sl_gazetteer_parts_of(const sl_gazetteer *g) {
    return (sl_gazetteer_parts){
        .alone = bits_of(&g->first.alone),
        .behind = bits_of(&g->first.behind),
        .words = {(const char *)g->first.words, g->first.n_words * sizeof *g->first.words},
        .edges = {(const char *)g->edges, g->n_edges * sizeof *g->edges},
        .leaves = {(const char *)g->leaves, g->n_leaves * sizeof *g->leaves},
        .listed = {(const char *)g->first.entries, g->first.n_entries * sizeof *g->first.entries},
    };
}

/* A set of hashes has a power of two of numbers. */
static bool is_filter(sl_str bits) {
    return bits.n > sizeof(uint64_t) && bits.n <= (size_t)1 << 32 && (bits.n & (bits.n - 1)) == 0;
}

static sl_filter filter_of(sl_str bits) {
    uint32_t shift = 32;
    for (size_t n = bits.n / sizeof(uint64_t); n > 1; n /= 2) shift--;
    return (sl_filter){(const uint64_t *)(const void *)bits.p, shift};
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

static uint32_t count(sl_str part, size_t size) {
    return part.n / size > UINT32_MAX ? 0 : (uint32_t)(part.n / size);
}

static sl_gazetteer over(const sl_gazetteer_parts *parts, sl_str pool) {
    return (sl_gazetteer){
        .edges = (const sl_edge *)(const void *)parts->edges.p,
        .n_edges = count(parts->edges, sizeof(sl_edge)),
        .leaves = (const uint32_t *)(const void *)parts->leaves.p,
        .n_leaves = count(parts->leaves, sizeof(uint32_t)),
        .pool = pool.p,
        .first.alone = filter_of(parts->alone),
        .first.behind = filter_of(parts->behind),
        .first.words = (const sl_firstword *)(const void *)parts->words.p,
        .first.n_words = count(parts->words, sizeof(sl_firstword)),
        .first.entries = (const uint32_t *)(const void *)parts->listed.p,
        .first.n_entries = count(parts->listed, sizeof(uint32_t)),
    };
}

bool sl_gazetteer_is_safe(const sl_gazetteer_parts *parts, sl_str pool, uint32_t entries, sl_arena *tmp) {
    if (!is_filter(parts->alone) || !is_filter(parts->behind)) return false;
    if (parts->leaves.n && !sl_str_ends_with(pool, SL_STR("\n"))) return false;
    sl_gazetteer g = over(parts, pool);
    sl_arena_mark mark = sl_arena_here(tmp);
    uint64_t *begins = SL_NEW_ARRAY(tmp, uint64_t, g.n_leaves / 64 + 1);
    bool safe = leaves_are_safe(&g, pool, entries, begins) && edges_are_safe(&g, begins) &&
                sl_firstwords_are_safe(&g.first, entries);
    sl_arena_rewind(tmp, mark);
    return safe;
}

const sl_gazetteer *sl_gazetteer_of_parts(const sl_gazetteer_parts *parts, sl_str pool, sl_arena *out) {
    sl_gazetteer *g = SL_NEW(out, sl_gazetteer);
    *g = over(parts, pool);
    return g;
}
