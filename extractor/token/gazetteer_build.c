/* SPDX-License-Identifier: Apache-2.0
 *
 * Building a gazetteer: each entry is cut into words by the tokenizer, and every way from the root that it makes gets
 * a slot. A way is a hash, so slots need no numbers of their own and the table can grow while it is filled.
 */
#include "token/gazetteer_p.h"

#include "base/bounds.h"

enum { LEAST_EDGES = 64 };

struct sl_gazetteer_builder {
    sl_arena *out, *tmp;
    sl_textpool *pool;
    sl_arena table, outgrown; /* of the edges alone: what they outgrow is freed at once */
    sl_edge *edges;
    uint32_t n_edges, used;
    SL_ARRAY(uint32_t) leaves;
};

sl_gazetteer_builder *sl_gazetteer_begin(sl_textpool *pool, sl_arena *out, sl_arena *tmp) {
    sl_gazetteer_builder *b = SL_NEW(out, sl_gazetteer_builder);
    *b = (sl_gazetteer_builder){.out = out, .tmp = tmp, .pool = pool};
    sl_arena_init(&b->table, 0, out->recover);
    return b;
}

void sl_gazetteer_release(sl_gazetteer_builder *b) {
    if (!b) return;
    sl_arena_release(&b->table);
    sl_arena_release(&b->outgrown);
}

static sl_edge *moved_edges(const sl_gazetteer_builder *b, uint32_t n_edges, sl_arena *out) {
    sl_edge *edges = SL_NEW_ARRAY(out, sl_edge, n_edges);
    for (uint32_t i = 0; i < b->n_edges; i++)
        if (b->edges[i].leaf) edges[sl_way_find(edges, n_edges, b->edges[i].way)] = b->edges[i];
    return edges;
}

static void grow_edges(sl_gazetteer_builder *b, uint32_t n_edges) {
    b->outgrown = b->table;
    sl_arena_init(&b->table, 0, b->out->recover);
    b->edges = moved_edges(b, n_edges, &b->table);
    b->n_edges = n_edges;
    sl_arena_release(&b->outgrown);
}

/* Most entries have one leaf, and one way of their own. */
void sl_gazetteer_expect(sl_gazetteer_builder *b, size_t entries) {
    if (b->n_edges || entries > SL_EDGE_FIRST / 4) return;
    b->leaves.v = sl_arena_raw(b->out, 3 * entries, sizeof *b->leaves.v);
    b->leaves.room = 3 * entries;
    grow_edges(b, (uint32_t)(entries + entries / 2) + LEAST_EDGES);
}

/* --- words -------------------------------------------------------------------------------------------------------- */

typedef struct {
    sl_str all; /* apart by blanks */
    uint32_t hash[SL_MAX_ENTRY_WORDS], n;
} entry_words;

/* Do the tokens touch in `s` but for one blank or joiner, so that it is its words already? */
static bool is_plain(sl_str s, const sl_token *kept, uint32_t n) {
    size_t at = 0;
    for (uint32_t i = 0; i < n; i++) {
        if (kept[i].at != at || (i > 0 && s.p[at - 1] != ' ' && !sl_is_joiner(s.p[at - 1]))) return false;
        at += kept[i].size + 1u;
    }
    return at == s.n + 1;
}

static sl_str joined(sl_str s, const sl_token *kept, uint32_t n, sl_arena *tmp) {
    if (is_plain(s, kept, n)) return s;
    size_t size = n;
    for (uint32_t i = 0; i < n; i++) size += kept[i].size;
    char *all = sl_arena_raw(tmp, size, 1), *to = all;
    for (uint32_t i = 0; i < n; i++) {
        memcpy(to, s.p + kept[i].at, kept[i].size);
        to += kept[i].size;
        *to++ = ' ';
    }
    return (sl_str){all, size - 1};
}

/* The words of an entry, marks left out. */
static sl_status words_of(sl_gazetteer_builder *b, sl_str s, entry_words *words) {
    sl_token kept[SL_MAX_ENTRY_WORDS];
    sl_tokens tokens;
    words->n = 0;
    sl_tokens_of(s, b->tmp, &tokens);
    for (size_t i = 0; i < tokens.n; i++) {
        if (sl_is_passed_over(s, &tokens.v[i])) continue;
        if (words->n == SL_MAX_ENTRY_WORDS) return SL_LIMIT;
        words->hash[words->n] = tokens.v[i].hash;
        kept[words->n++] = tokens.v[i];
    }
    if (words->n) words->all = joined(s, kept, words->n, b->tmp);
    return words->n ? SL_OK : SL_BAD_INPUT;
}

/* --- ways and leaves ---------------------------------------------------------------------------------------------- */

static sl_edge *edge_of(sl_gazetteer_builder *b, sl_way way) {
    if (b->used + b->used / 5 >= b->n_edges) grow_edges(b, b->n_edges + b->n_edges / 2 + LEAST_EDGES);
    sl_edge *e = &b->edges[sl_way_find(b->edges, b->n_edges, way)];
    if (e->leaf) return e;
    *e = (sl_edge){way, SL_EDGE_INNER};
    b->used++;
    return e;
}

/* Entries of the same words share one copy of them where they follow one another. */
static uint32_t place_words(sl_gazetteer_builder *b, const sl_edge *e, sl_str words, sl_case letters) {
    uint32_t last = sl_edge_leaf(e);
    if (last != SL_NONE) {
        uint32_t before = b->leaves.v[last];
        const char *p = b->pool->v + before / 4;
        size_t left = b->pool->n - before / 4;
        if (before % 4 == (uint32_t)letters && left > words.n && p[words.n] == '\n' && !memcmp(p, words.p, words.n))
            return before;
    }
    uint32_t at = sl_textpool_put(b->pool, b->out, words);
    return at == SL_NONE ? SL_NONE : sl_textpool_bytes(b->pool->v, at) * 4 + (uint32_t)letters;
}

static void add_leaf(sl_gazetteer_builder *b, sl_edge *e, uint32_t words, uint32_t entry) {
    uint32_t last = sl_edge_leaf(e), place = (uint32_t)b->leaves.n;
    bool chained = last != SL_NONE;
    *sl_push(b->out, &b->leaves) = words;
    *sl_push(b->out, &b->leaves) = entry | (chained ? SL_LEAF_CHAINED : 0);
    if (chained) *sl_push(b->out, &b->leaves) = last;
    e->leaf = (e->leaf & (SL_EDGE_FIRST | SL_EDGE_BEHIND)) | (SL_EDGE_LEAF + place);
}

static sl_status add_words(sl_gazetteer_builder *b, const entry_words *words, sl_case letters, uint32_t entry) {
    sl_way way = 0;
    sl_edge *e = NULL;
    for (uint32_t i = 0; i < words->n; i++) {
        way = sl_way_on(way, words->hash[i]);
        e = edge_of(b, way);
        e->leaf |= i ? SL_EDGE_BEHIND : SL_EDGE_FIRST;
    }
    uint32_t at = place_words(b, e, words->all, letters);
    if (at == SL_NONE || b->leaves.n > SL_EDGE_FIRST - 8) return SL_NO_MEMORY;
    add_leaf(b, e, at, entry);
    return SL_OK;
}

sl_status sl_gazetteer_add(sl_gazetteer_builder *b, sl_str s, sl_case letters, uint32_t entry) {
    entry_words words = {0};
    sl_arena_mark mark = sl_arena_here(b->tmp);
    sl_status status = words_of(b, s, &words);
    if (status == SL_OK) status = add_words(b, &words, letters, entry);
    sl_arena_rewind(b->tmp, mark);
    return status;
}

const sl_gazetteer *sl_gazetteer_end(sl_gazetteer_builder *b) {
    sl_gazetteer *g = SL_NEW(b->out, sl_gazetteer);
    if (b->n_edges == 0) grow_edges(b, LEAST_EDGES);
    *g = (sl_gazetteer){.edges = b->edges,
                        .n_edges = b->n_edges,
                        .leaves = b->leaves.v,
                        .n_leaves = (uint32_t)b->leaves.n,
                        .pool = b->pool->v};
    sl_firstwords_make(g, b->out, b->tmp, &g->first);
    sl_arena_take(b->out, &b->table);
    return g;
}
