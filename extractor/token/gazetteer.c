/* SPDX-License-Identifier: Apache-2.0
 *
 * A trie whose letters are token hashes. A node is the way to it from the root, a hash of the hashes on it, and all nodes
 * live in one open-addressing table. An entry is a leaf of its last word's node and names a copy of its words, against
 * which the text is compared. Hashes may collide: two entries then share a node and the comparison tells them apart.
 *
 *     "St James Park"  root -st-> way 1 -james-> way 2 -park-> way 3 {entry}
 *
 * Most tokens start nothing. A bitmap of the ways of first words, 32 KiB for the usual lists and so always in the cache,
 * says so at the price of one load, without a branch.
 */
#include "token/gazetteer_p.h"

#include "adapt/unicode.h"
#include "base/bounds.h"

bool sl_gazetteer_spelling(const sl_gazetteer *g, uint32_t *at, sl_str *words, sl_case *letters, uint32_t *entry) {
    if (*at >= g->n_leaves) return false;
    uint32_t place = g->leaves[*at], number = g->leaves[*at + 1];
    const char *p = g->pool + place / 4;
    *letters = (sl_case)(place % 4);
    *words = (sl_str){p, 0};
    while (p[words->n] != '\n') words->n++;
    *entry = number & ~SL_LEAF_CHAINED;
    *at += number & SL_LEAF_CHAINED ? 3 : 2;
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
    uint32_t token[SL_MAX_ENTRY_WORDS], leaf[SL_MAX_ENTRY_WORDS];
    uint32_t n;
} path;

static bool same_words(const sl_gazetteer *g, uint32_t at, sl_str view, const sl_tokens *tokens, const path *way,
                       uint32_t n) {
    const char *p = g->pool + at / 4;
    sl_case letters = (sl_case)(at % 4);
    for (uint32_t i = 0; i < n; i++) {
        size_t size = 0;
        while (!sl_ends_word(p[size])) size++;
        if (!same_word(sl_token_str(view, &tokens->v[way->token[i]]), (sl_str){p, size}, letters)) return false;
        if ((p[size] == '\n') != (i + 1 == n)) return false;
        p += size + 1;
    }
    return true;
}

static void walk(const sl_gazetteer *g, sl_str view, const sl_tokens *tokens, sl_range range, path *way) {
    uint32_t t = range.from;
    sl_way here = 0;
    for (way->n = 0; way->n < SL_MAX_ENTRY_WORDS;) {
        here = sl_way_on(here, tokens->v[t].hash);
        const sl_edge *e = &g->edges[sl_way_find(g->edges, g->n_edges, here)];
        if (!e->leaf) return;
        way->token[way->n] = t;
        way->leaf[way->n++] = sl_edge_leaf(e);
        do t++;
        while (t < range.to && sl_is_passed_over(view, &tokens->v[t]) && !(tokens->v[t].flags & SL_TOKEN_SPACED));
        if (t >= range.to || tokens->v[t].flags & SL_TOKEN_PARAGRAPH) return;
    }
}

/* Leaves are chained from the last to the first. */
static void turn_round(sl_hit *v, size_t n) {
    for (size_t i = 0; i + i + 1 < n; i++) {
        sl_hit other = v[i];
        v[i] = v[n - 1 - i];
        v[n - 1 - i] = other;
    }
}

/* The entries of the first `n` words of a way. */
static void add_entries(const sl_gazetteer *g, sl_str view, const sl_tokens *tokens, const path *way, uint32_t n,
                        sl_arena *out, sl_hits *hits) {
    sl_range found = {way->token[0], way->token[n - 1] + 1};
    uint32_t words = SL_NONE, last = SL_NONE; /* one entry may be spelt twice */
    size_t before = hits->n;
    bool same = false;
    for (uint32_t at = way->leaf[n - 1]; at != SL_NONE;) {
        const uint32_t *leaf = &g->leaves[at];
        uint32_t entry = leaf[1] & ~SL_LEAF_CHAINED;
        if (leaf[0] != words) same = same_words(g, leaf[0], view, tokens, way, n);
        words = leaf[0];
        if (same && entry != last) *sl_push(out, hits) = (sl_hit){found, last = entry};
        at = leaf[1] & SL_LEAF_CHAINED ? leaf[2] : SL_NONE;
    }
    if (hits->n > before + 1) turn_round(hits->v + before, hits->n - before);
}

/* The entries at one token, longest first. */
static void add_hits(const sl_gazetteer *g, sl_str view, const sl_tokens *tokens, sl_range range, sl_arena *out,
                     sl_hits *hits) {
    path way;
    walk(g, view, tokens, range, &way);
    for (uint32_t n = way.n; n > 0; n--) add_entries(g, view, tokens, &way, n, out, hits);
}

enum { BATCH = 256 };

/* Tokens of from..to that may begin an entry. */
static uint32_t likely(const sl_gazetteer *g, const sl_token *v, uint32_t from, uint32_t to, uint32_t *found) {
    uint32_t n = 0;
    for (uint32_t t = from; t < to; t++) {
        found[n] = t;
        n += sl_filter_may_hold(&g->first, sl_way_on(0, v[t].hash));
    }
    return n;
}

static void ask_for(const sl_gazetteer *g, sl_way way) {
    __builtin_prefetch(&g->edges[sl_way_slot(way, g->n_edges)]);
}

/* Of those the ones that do. The edges of long lists outgrow the cache: all that a batch needs are asked for before
   the first one is used, and the second words' while the first words are looked up. */
static uint32_t certain(const sl_gazetteer *g, const sl_token *v, uint32_t end, uint32_t *found, uint32_t n) {
    uint32_t kept = 0;
    for (uint32_t i = 0; i < n; i++) ask_for(g, sl_way_on(0, v[found[i]].hash));
    for (uint32_t i = 0; i < n; i++) {
        uint32_t t = found[i];
        sl_way way = sl_way_on(0, v[t].hash);
        const sl_edge *e = &g->edges[sl_way_find(g->edges, g->n_edges, way)];
        if (!e->leaf) continue;
        found[kept++] = t;
        if (sl_edge_leaf(e) != SL_NONE) __builtin_prefetch(&g->leaves[sl_edge_leaf(e)]);
        if (t + 1 < end) ask_for(g, sl_way_on(way, v[t + 1].hash));
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
