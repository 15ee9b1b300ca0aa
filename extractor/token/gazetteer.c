/* SPDX-License-Identifier: Apache-2.0
 *
 * A trie whose letters are token hashes. Its edges live in one open-addressing table, keyed by (node, hash); nodes are
 * numbers; an entry hangs on the node of its last word with a copy of its words, against which the text is compared.
 * Hashes may collide: two entries then share a node and the comparison tells them apart.
 *
 *     "St James Park"  root -st-> 1 -james-> 2 -park-> 3 {entry}
 *
 * Most tokens start nothing. A bitmap of the hashes of first words, 32 KiB for the usual lists and so always in the
 * cache, says so at the price of one load, without a branch.
 */
#include "token/gazetteer.h"

#include "adapt/unicode.h"
#include "base/bounds.h"

typedef struct {
    uint32_t node, hash, child; /* child 0: the slot is free; the root is nobody's child */
} edge;

/* An entry at a node. Its words stand in the pool, each ended by a blank, the last by a line break. */
typedef struct {
    uint32_t words; /* where in the pool */
    uint32_t entry;
} leaf;

enum { FIRST_BITS = 18, FIRST_ROOM = 8 }; /* bits of the bitmap at least, as a power of two; bits for each first word */

struct sl_gazetteer {
    edge *edges;
    uint32_t n_edges;      /* slots */
    uint32_t *node_leaves; /* leaves of node i: node_leaves[i] .. node_leaves[i + 1] */
    leaf *leaves;
    size_t n_leaves;
    char *pool;      /* before the words of an entry stands its case, one byte */
    uint64_t *first; /* the bitmap; indexed by the upper bits of a hash */
    unsigned first_shift;
};

typedef struct {
    uint32_t node, words, entry;
} placed;

typedef struct {
    uint32_t hashes; /* where its words' hashes begin */
    uint32_t words;  /* where in the pool */
    uint32_t entry;
    uint8_t n;
} added;

struct sl_gazetteer_builder {
    sl_arena *tmp;
    SL_ARRAY(added) added;
    SL_ARRAY(uint32_t) hashes;
    char *pool;
    size_t pool_n, pool_room;
};

/* ---- building ---- */

sl_gazetteer_builder *sl_gazetteer_begin(sl_arena *tmp) {
    sl_gazetteer_builder *b = SL_NEW(tmp, sl_gazetteer_builder);
    b->tmp = tmp;
    return b;
}

/* Hyphens, apostrophes and full stops join words or end them, and are written or not. */
static bool is_passed_over(sl_str view, const sl_token *t) {
    if (t->kind != SL_TOKEN_MARK) return false;
    char c = view.p[t->at];
    return c == '-' || c == '\'' || c == '.';
}

static void pool_put(sl_gazetteer_builder *b, sl_str s) {
    if (b->pool_n + s.n > b->pool_room) {
        size_t room = 2 * (b->pool_n + s.n) + 4096;
        b->pool = sl_arena_grow(b->tmp, b->pool, b->pool_n, room, 1);
        b->pool_room = room;
    }
    memcpy(b->pool + b->pool_n, s.p, s.n);
    b->pool_n += s.n;
}

void sl_gazetteer_expect(sl_gazetteer_builder *b, size_t entries, size_t bytes) {
    if (b->added.room) return;
    size_t words = entries + bytes / 8;
    b->added.v = sl_arena_raw(b->tmp, entries, sizeof *b->added.v);
    b->added.room = entries;
    b->hashes.v = sl_arena_raw(b->tmp, words, sizeof *b->hashes.v);
    b->hashes.room = words;
    b->pool = sl_arena_raw(b->tmp, bytes, 1);
    b->pool_room = bytes;
}

/* The words of an entry, marks left out; what the tokenizer needed is given back. @return how many there are */
static uint32_t words_of(sl_gazetteer_builder *b, sl_str words, sl_token kept[static SL_MAX_ENTRY_WORDS]) {
    sl_tokens tokens;
    uint32_t n = 0;
    sl_arena_mark mark = sl_arena_here(b->tmp);
    sl_tokens_of(words, b->tmp, &tokens);
    for (size_t i = 0; i < tokens.n; i++) {
        if (is_passed_over(words, &tokens.v[i])) continue;
        if (n < SL_MAX_ENTRY_WORDS) kept[n] = tokens.v[i];
        n++;
    }
    sl_arena_rewind(b->tmp, mark);
    return n;
}

sl_status sl_gazetteer_add(sl_gazetteer_builder *b, sl_str words, sl_case letters, uint32_t entry) {
    sl_token kept[SL_MAX_ENTRY_WORDS];
    uint32_t n = words_of(b, words, kept);
    if (n == 0) return SL_BAD_INPUT;
    if (n > SL_MAX_ENTRY_WORDS) return SL_LIMIT;
    char head = (char)letters;
    *sl_push(b->tmp, &b->added) = (added){(uint32_t)b->hashes.n, (uint32_t)b->pool_n, entry, (uint8_t)n};
    pool_put(b, (sl_str){&head, 1});
    for (uint32_t i = 0; i < n; i++) {
        *sl_push(b->tmp, &b->hashes) = kept[i].hash;
        pool_put(b, sl_token_str(words, &kept[i]));
        pool_put(b, i + 1 < n ? SL_STR(" ") : SL_STR("\n"));
    }
    return SL_OK;
}

static uint32_t slot_of(uint32_t node, uint32_t hash, uint32_t n_edges) {
    uint64_t x = ((uint64_t)node << 32 | hash) * UINT64_C(0x9E3779B97F4A7C15);
    return (uint32_t)(((x >> 32) * n_edges) >> 32);
}

/* The slot of the edge, or the free one where it belongs. */
static edge *find_slot(edge *edges, uint32_t n_edges, uint32_t node, uint32_t hash) {
    uint32_t i = slot_of(node, hash, n_edges);
    while (edges[i].child && (edges[i].node != node || edges[i].hash != hash)) i = i + 1 == n_edges ? 0 : i + 1;
    return &edges[i];
}

static int compare_placed(const void *a, const void *b) {
    const placed *x = a, *y = b;
    if (x->node != y->node) return x->node < y->node ? -1 : 1;
    if (x->entry != y->entry) return x->entry < y->entry ? -1 : 1;
    return x->words < y->words ? -1 : x->words > y->words;
}

/* Puts each entry's words into the edges. @return the number of nodes */
static uint32_t plant(const sl_gazetteer_builder *b, edge *edges, uint32_t n_edges, placed *places) {
    uint32_t nodes = 1;
    for (size_t i = 0; i < b->added.n; i++) {
        const added *a = &b->added.v[i];
        uint32_t node = 0;
        for (uint32_t w = 0; w < a->n; w++) {
            uint32_t hash = b->hashes.v[a->hashes + w];
            edge *e = find_slot(edges, n_edges, node, hash);
            if (!e->child) *e = (edge){node, hash, nodes++};
            node = e->child;
        }
        places[i] = (placed){node, a->words, a->entry};
    }
    return nodes;
}

/* The table as planted has a slot and a half for each word added; the final one for each edge that is left. */
static void pack_edges(sl_gazetteer *g, const edge *edges, uint32_t n_edges, uint32_t used, sl_arena *out) {
    g->n_edges = used + used / 2 + 2;
    g->edges = SL_NEW_ARRAY(out, edge, g->n_edges);
    for (uint32_t i = 0; i < n_edges; i++)
        if (edges[i].child) *find_slot(g->edges, g->n_edges, edges[i].node, edges[i].hash) = edges[i];
}

static void make_bitmap(sl_gazetteer *g, sl_arena *out) {
    uint32_t n = 0;
    for (uint32_t i = 0; i < g->n_edges; i++) n += g->edges[i].child && g->edges[i].node == 0;
    unsigned bits = FIRST_BITS;
    while (bits < 24 && UINT64_C(1) << bits < (uint64_t)n * FIRST_ROOM) bits++;
    g->first_shift = 32 - bits;
    g->first = SL_NEW_ARRAY(out, uint64_t, (size_t)1 << (bits - 6));
    for (uint32_t i = 0; i < g->n_edges; i++) {
        if (!g->edges[i].child || g->edges[i].node != 0) continue;
        uint32_t bit = g->edges[i].hash >> g->first_shift;
        g->first[bit / 64] |= UINT64_C(1) << (bit % 64);
    }
}

/* Bytes of the entry at the beginning of `pool`, its case and its line break counted. */
static size_t entry_size(sl_str pool) {
    return sl_str_find(pool, '\n', 1) + 1;
}

/* Leaves in the order of their nodes, entries ascending; one copy of words for neighbours that share them. */
static void pack_leaves(sl_gazetteer *g, const sl_gazetteer_builder *b, placed *places, uint32_t nodes, sl_arena *out) {
    size_t n = b->added.n, used = 0;
    if (n > 0) qsort(places, n, sizeof *places, compare_placed);
    g->node_leaves = SL_NEW_ARRAY(out, uint32_t, (size_t)nodes + 1);
    g->leaves = SL_NEW_ARRAY(out, leaf, n);
    g->n_leaves = n;
    g->pool = sl_arena_raw(out, b->pool_n, 1);
    uint32_t last = 0;
    for (size_t i = 0; i < n; i++) {
        g->node_leaves[places[i].node + 1]++;
        const char *words = b->pool + places[i].words;
        size_t size = entry_size((sl_str){words, b->pool_n - places[i].words});
        if (used == 0 || memcmp(g->pool + last, words, size) != 0) {
            last = (uint32_t)used;
            memcpy(g->pool + last, words, size);
            used += size;
        }
        g->leaves[i] = (leaf){last, places[i].entry};
    }
    for (uint32_t i = 0; i < nodes; i++) g->node_leaves[i + 1] += g->node_leaves[i];
}

sl_gazetteer *sl_gazetteer_end(sl_gazetteer_builder *b, sl_arena *out) {
    sl_gazetteer *g = SL_NEW(out, sl_gazetteer);
    uint32_t n_edges = (uint32_t)(b->hashes.n + b->hashes.n / 2 + 2);
    edge *edges = SL_NEW_ARRAY(b->tmp, edge, n_edges);
    placed *places = SL_NEW_ARRAY(b->tmp, placed, b->added.n);
    uint32_t nodes = plant(b, edges, n_edges, places);
    pack_edges(g, edges, n_edges, nodes - 1, out);
    make_bitmap(g, out);
    pack_leaves(g, b, places, nodes, out);
    return g;
}

bool sl_gazetteer_spelling(const sl_gazetteer *g, size_t i, sl_str *words, sl_case *letters, uint32_t *entry) {
    if (i >= g->n_leaves) return false;
    const char *p = g->pool + g->leaves[i].words;
    *letters = (sl_case)*p++;
    *words = (sl_str){p, 0};
    while (p[words->n] != '\n') words->n++;
    *entry = g->leaves[i].entry;
    return true;
}

/* ---- finding ---- */

static bool is_upper_at(sl_str s, size_t at, size_t *size) {
    return sl_unicode_is_upper(sl_unicode_decode(sl_str_cut(s, at, s.n), size));
}

static bool has_capital(sl_str s) {
    for (size_t at = 0, size; at < s.n; at += size)
        if (is_upper_at(s, at, &size)) return true;
    return false;
}

static bool same_folded(sl_str a, sl_str b) {
    size_t i = 0, j = 0, size;
    while (i < a.n && j < b.n) {
        uint32_t x = sl_unicode_decode(sl_str_cut(a, i, a.n), &size);
        i += size;
        uint32_t y = sl_unicode_decode(sl_str_cut(b, j, b.n), &size);
        j += size;
        if (x != y && sl_unicode_fold_case(x) != sl_unicode_fold_case(y)) return false;
    }
    return i == a.n && j == b.n;
}

static bool same_word(sl_str text, sl_str entry, sl_case letters) {
    if (sl_str_eq(text, entry)) return true;
    if (letters == SL_CASE_EXACT || !same_folded(text, entry)) return false;
    return letters == SL_CASE_ANY || !has_capital(entry) || has_capital(text);
}

/* A way from the root: the tokens that it took, marks left out. */
typedef struct {
    uint32_t token[SL_MAX_ENTRY_WORDS], node[SL_MAX_ENTRY_WORDS];
    uint32_t n;
} path;

static bool same_words(const sl_gazetteer *g, uint32_t at, sl_str view, const sl_tokens *tokens, const path *way,
                       uint32_t n) {
    const char *p = g->pool + at;
    sl_case letters = (sl_case)*p++;
    for (uint32_t i = 0; i < n; i++) {
        size_t size = 0;
        while (p[size] != ' ' && p[size] != '\n') size++;
        if (!same_word(sl_token_str(view, &tokens->v[way->token[i]]), (sl_str){p, size}, letters)) return false;
        if ((p[size] == '\n') != (i + 1 == n)) return false;
        p += size + 1;
    }
    return true;
}

static void walk(const sl_gazetteer *g, sl_str view, const sl_tokens *tokens, sl_range range, path *way) {
    uint32_t t = range.from, node = 0;
    for (way->n = 0; way->n < SL_MAX_ENTRY_WORDS;) {
        const edge *e = find_slot(g->edges, g->n_edges, node, tokens->v[t].hash);
        if (!e->child) return;
        node = e->child;
        way->token[way->n] = t;
        way->node[way->n++] = node;
        do t++;
        while (t < range.to && is_passed_over(view, &tokens->v[t]) && !(tokens->v[t].flags & SL_TOKEN_SPACED));
        if (t >= range.to || tokens->v[t].flags & SL_TOKEN_PARAGRAPH) return;
    }
}

/* The entries at one token, longest first; entries of one length ascend as the leaves do. */
static void add_hits(const sl_gazetteer *g, sl_str view, const sl_tokens *tokens, sl_range range, sl_arena *out,
                     sl_hits *hits) {
    path way;
    walk(g, view, tokens, range, &way);
    for (uint32_t n = way.n; n > 0; n--) {
        uint32_t node = way.node[n - 1];
        uint32_t from = g->node_leaves[node], to = g->node_leaves[node + 1];
        sl_range found = {range.from, way.token[n - 1] + 1};
        bool same = false;
        for (uint32_t i = from; i < to; i++) {
            const leaf *l = &g->leaves[i];
            if (i == from || l->words != l[-1].words) same = same_words(g, l->words, view, tokens, &way, n);
            const sl_hit *last = hits->n ? &hits->v[hits->n - 1] : NULL;
            bool again = last && last->tokens.from == found.from && last->tokens.to == found.to &&
                         last->entry == l->entry; /* one entry, spelt twice */
            if (same && !again) *sl_push(out, hits) = (sl_hit){found, l->entry};
        }
    }
}

enum { BATCH = 256 };

/* Tokens of from..to that may begin an entry. */
static uint32_t likely(const sl_gazetteer *g, const sl_token *v, uint32_t from, uint32_t to, uint32_t *found) {
    uint32_t n = 0;
    for (uint32_t t = from; t < to; t++) {
        uint32_t bit = v[t].hash >> g->first_shift;
        found[n] = t;
        n += (uint32_t)(g->first[bit / 64] >> (bit % 64) & 1);
    }
    return n;
}

static void ask_for(const sl_gazetteer *g, uint32_t node, uint32_t hash) {
    __builtin_prefetch(&g->edges[slot_of(node, hash, g->n_edges)]);
}

/* Of those the ones that do. The edges of long lists outgrow the cache: all that a batch needs are asked for before
   the first one is used, and the second words' while the first words are looked up. */
static uint32_t certain(const sl_gazetteer *g, const sl_token *v, uint32_t end, uint32_t *found, uint32_t n) {
    uint32_t kept = 0;
    for (uint32_t i = 0; i < n; i++) ask_for(g, 0, v[found[i]].hash);
    for (uint32_t i = 0; i < n; i++) {
        uint32_t t = found[i], child = find_slot(g->edges, g->n_edges, 0, v[t].hash)->child;
        if (!child) continue;
        found[kept++] = t;
        __builtin_prefetch(&g->node_leaves[child]);
        if (t + 1 < end) ask_for(g, child, v[t + 1].hash);
    }
    return kept;
}

void sl_gazetteer_find(const sl_gazetteer *g, sl_str view, const sl_tokens *tokens, sl_range range, sl_arena *out,
                       sl_hits *hits) {
    *hits = (sl_hits){0};
    uint32_t found[BATCH];
    for (uint32_t t = range.from, to; t < range.to; t = to) {
        to = range.to - t > BATCH ? t + BATCH : range.to;
        uint32_t n = likely(g, tokens->v, t, to, found);
        n = certain(g, tokens->v, range.to, found, n);
        for (uint32_t i = 0; i < n; i++) add_hits(g, view, tokens, (sl_range){found[i], range.to}, out, hits);
    }
}
