/* SPDX-License-Identifier: Apache-2.0
 *
 * The inside of a gazetteer: flat arrays of numbers, without a pointer in them, so that they can be kept in a file and
 * cost an entry of two words some forty bytes.
 */
#ifndef SL_TOKEN_GAZETTEER_P_H
#define SL_TOKEN_GAZETTEER_P_H

#include "token/firstwords.h"
#include "token/gazetteer.h"

/** A way from the root: the hash of its words' hashes. Two ways may have one hash, as two words may: the words tell. */
typedef uint32_t sl_way;

/** A slot of the table of all ways, found by the way. */
typedef struct {
    sl_way way;
    uint32_t leaf; /* flags; SL_EDGE_INNER, or SL_EDGE_LEAF and more. 0: the slot is free */
} sl_edge;

enum {
    SL_EDGE_INNER = 1,       /* no entry ends here */
    SL_EDGE_LEAF = 2,        /* + the place in `leaves` of the last entry that ends here */
    SL_EDGE_FIRST = 1 << 29, /* flags: a way of one word, */
    SL_EDGE_BEHIND = 1 << 30 /* of several; of both, where two have one hash */
};

/** Where the edge's last leaf is; SL_NONE: no entry ends here. */
static inline uint32_t sl_edge_leaf(const sl_edge *e) {
    uint32_t leaf = e->leaf & (SL_EDGE_FIRST - 1);
    return leaf < SL_EDGE_LEAF ? SL_NONE : leaf - SL_EDGE_LEAF;
}

/** A leaf is two numbers: its words (where in the pool, times four, and the sl_case), its entry; where SL_LEAF_CHAINED is
    set in the entry a third one: the place of the leaf before it. */
#define SL_LEAF_CHAINED (UINT32_C(1) << 31)

static inline sl_way sl_way_on(sl_way way, uint32_t hash) {
    return (uint32_t)((((uint64_t)way << 32 | hash) * UINT64_C(0x9E3779B97F4A7C15)) >> 32);
}

static inline uint32_t sl_way_slot(sl_way way, uint32_t n_edges) {
    return (uint32_t)(((uint64_t)way * n_edges) >> 32);
}

/** The slot of the way, or the free one where it belongs. */
static inline uint32_t sl_way_find(const sl_edge *edges, uint32_t n_edges, sl_way way) {
    uint32_t i = sl_way_slot(way, n_edges);
    while (edges[i].leaf && edges[i].way != way) i = i + 1 == n_edges ? 0 : i + 1;
    return i;
}

struct sl_gazetteer {
    const sl_edge *edges;
    uint32_t n_edges, n_leaves; /* slots; numbers */
    const uint32_t *leaves;
    const char *pool; /* where an entry's words stand: sl_ends_word between them, a line break behind the last */
    sl_firstwords first;
};

/** May they be trusted, with entries below that number? They may be anything. */
bool sl_firstwords_are_safe(const sl_firstwords *first, uint32_t entries);

/** The table of first words of a gazetteer that is finished but for it. @param tmp  another arena; rewound */
void sl_firstwords_make(const sl_gazetteer *gazetteer, sl_arena *out, sl_arena *tmp, sl_firstwords *first);

/** Hyphens, apostrophes and full stops join words or end them, and are written or not. Without a branch. */
static inline bool sl_is_joiner(char c) {
    return (c == '-') | (c == '\'') | (c == '.');
}

static inline bool sl_is_passed_over(sl_str view, const sl_token *t) {
    return (t->kind == SL_TOKEN_MARK) & sl_is_joiner(view.p[t->at]);
}

/** In the pool. */
static inline bool sl_ends_word(char c) {
    return c == ' ' || c == '\n' || sl_is_joiner(c);
}

#endif
