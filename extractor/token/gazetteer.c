/* SPDX-License-Identifier: Apache-2.0
 *
 * A trie whose letters are token hashes. A node is the way to it from the root, a hash of the hashes on it, and all nodes
 * live in one open-addressing table. An entry is a leaf of its last word's node and names a copy of its words, against
 * which the text is compared. Hashes may collide: two entries then share a node and the comparison tells them apart.
 *
 *     "St James Park"  root -st-> way 1 -james-> way 2 -park-> way 3 {entry}
 *
 * Ways are walked for few of a text's tokens only: firstwords.h knows of most what begins there, if anything.
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
    return letters == SL_CASE_ANY || !sl_unicode_has_capital(entry) || sl_unicode_has_capital(text);
}

typedef struct {
    const sl_gazetteer *g;
    sl_str view;
    const sl_tokens *tokens;
    uint32_t end; /* of the range */
    sl_arena *out;
    sl_hits *hits;
} finder;

/* Where so many more hits can be written. */
static sl_hit *room_for(finder *f, size_t n) {
    sl_hits *h = f->hits;
    if (h->n + n > h->room) {
        size_t room = 2 * h->n + n + f->tokens->n / 2; /* news has two in three tokens */
        sl_hit *v = sl_arena_raw(f->out, room, sizeof *v);
        if (h->n) memcpy(v, h->v, h->n * sizeof *v);
        h->v = v;
        h->room = room;
    }
    return h->v + h->n;
}

static bool is_joined(const finder *f, uint32_t t) {
    const sl_token *v = &f->tokens->v[t];
    return sl_is_passed_over(f->view, v) && !(v->flags & SL_TOKEN_SPACED);
}

/* ---- finding: ways ---- */

/* A way from the root: the tokens that it took, marks left out. */
typedef struct {
    uint32_t token[SL_MAX_ENTRY_WORDS], leaf[SL_MAX_ENTRY_WORDS];
    uint32_t n;
} path;

static bool same_words(const finder *f, uint32_t at, const path *way, uint32_t n) {
    const char *p = f->g->pool + at / 4;
    sl_case letters = (sl_case)(at % 4);
    for (uint32_t i = 0; i < n; i++) {
        size_t size = 0;
        while (!sl_ends_word(p[size])) size++;
        if (!same_word(sl_token_str(f->view, &f->tokens->v[way->token[i]]), (sl_str){p, size}, letters)) return false;
        if ((p[size] == '\n') != (i + 1 == n)) return false;
        p += size + 1;
    }
    return true;
}

static void walk(const finder *f, uint32_t t, path *way) {
    const sl_gazetteer *g = f->g;
    sl_way here = 0;
    for (way->n = 0; way->n < SL_MAX_ENTRY_WORDS;) {
        here = sl_way_on(here, f->tokens->v[t].hash);
        const sl_edge *e = &g->edges[sl_way_find(g->edges, g->n_edges, here)];
        if (!e->leaf) return;
        way->token[way->n] = t;
        way->leaf[way->n++] = sl_edge_leaf(e);
        do t++;
        while (t < f->end && is_joined(f, t));
        if (t >= f->end || f->tokens->v[t].flags & SL_TOKEN_PARAGRAPH) return;
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
static void add_entries(finder *f, const path *way, uint32_t n) {
    sl_range found = {way->token[0], way->token[n - 1] + 1};
    uint32_t words = SL_NONE, last = SL_NONE; /* one entry may be spelt twice */
    size_t before = f->hits->n;
    bool same = false;
    for (uint32_t at = way->leaf[n - 1]; at != SL_NONE;) {
        const uint32_t *leaf = &f->g->leaves[at];
        uint32_t entry = leaf[1] & ~SL_LEAF_CHAINED;
        if (leaf[0] != words) same = same_words(f, leaf[0], way, n);
        words = leaf[0];
        if (same && entry != last) {
            *room_for(f, 1) = (sl_hit){found, last = entry};
            f->hits->n++;
        }
        at = leaf[1] & SL_LEAF_CHAINED ? leaf[2] : SL_NONE;
    }
    if (f->hits->n > before + 1) turn_round(f->hits->v + before, f->hits->n - before);
}

/* The entries of so many words and more that begin at token `t`, longest first. */
static void add_hits(finder *f, uint32_t t, uint32_t shortest) {
    path way;
    walk(f, t, &way);
    for (uint32_t n = way.n; n >= shortest; n--) add_entries(f, &way, n);
}

/* ---- finding: a batch at a time ---- */

enum { BATCH = 256 };

/* A token that may begin an entry. */
typedef struct {
    uint32_t token;
    bool alone, goes_on;
    uint32_t slot; /* of a word alone */
    sl_word_key key;
} start;

/* Hash of the word that an entry may go on with behind token `t`. */
static uint32_t hash_behind(const finder *f, uint32_t t) {
    do t++;
    while (t < f->end && is_joined(f, t));
    return t < f->end ? f->tokens->v[t].hash : 0;
}

/* Tokens of from..to that may begin an entry by the filters, put before `end`. @return the first one */
static start *likely(const finder *f, uint32_t from, uint32_t to, start *end) {
    const sl_firstwords first = f->g->first;
    uint32_t next = hash_behind(f, to - 1);
    start *found = end - 1;
    for (uint32_t t = to; t-- > from;) {
        const sl_token *v = &f->tokens->v[t];
        sl_way way = sl_way_on(0, v->hash);
        found->token = t;
        found->alone = sl_filter_may_hold(&first.alone, sl_cased_way(way, v->flags & SL_TOKEN_CASED));
        found->goes_on = sl_filter_may_hold(&first.behind, sl_way_on(way, next));
        found -= found->alone | found->goes_on;
        next = is_joined(f, t) ? next : v->hash;
    }
    return found + 1;
}

/* The table of long lists outgrows the cache: all that a batch needs is asked for before the first one is used. */
static void ask_for(const finder *f, start *found, const start *end) {
    const sl_firstwords *first = &f->g->first;
    for (; found < end; found++) {
        const sl_token *t = &f->tokens->v[found->token];
        found->key = sl_word_key_of(f->view, t);
        found->slot = sl_firstword_slot(sl_way_on(0, t->hash), first->n_words);
        __builtin_prefetch(&first->words[found->slot]);
    }
}

/* Nearly always two at most, so these are written without asking. */
static void add_listed(finder *f, uint32_t t, sl_firstword_list list) {
    const uint32_t *entries = f->g->first.entries + list % SL_FIRSTWORD_PLACE;
    sl_range at = {t, t + 1};
    uint32_t n = list / SL_FIRSTWORD_PLACE;
    sl_hit *to = room_for(f, (size_t)n + 2);
    to[0] = (sl_hit){at, entries[0]};
    to[1] = (sl_hit){at, entries[1]};
    for (uint32_t i = 2; i < n; i++) to[i] = (sl_hit){at, entries[i]};
    f->hits->n += n;
}

static sl_firstword_list list_of(const finder *f, const start *s) {
    const sl_firstwords *first = &f->g->first;
    if (!s->alone) return 0;
    if (!s->key) return SL_FIRSTWORD_WAYS;
    const sl_firstword *w = &first->words[sl_firstword_find(first->words, first->n_words, s->key, s->slot)];
    return w->lists[(f->tokens->v[s->token].flags & SL_TOKEN_CASED) != 0];
}

void sl_gazetteer_find(const sl_gazetteer *g, sl_str view, const sl_tokens *tokens, sl_range range, sl_arena *out,
                       sl_hits *hits) {
    *hits = (sl_hits){0};
    finder f = {.g = g, .view = view, .tokens = tokens, .end = range.to, .out = out, .hits = hits};
    start batch[BATCH + 1], *end = batch + BATCH + 1;
    for (uint32_t t = range.from, to; t < range.to; t = to) {
        to = range.to - t > BATCH ? t + BATCH : range.to;
        start *found = likely(&f, t, to, end);
        ask_for(&f, found, end);
        for (; found < end; found++) {
            sl_firstword_list list = list_of(&f, found);
            bool is_listed = list != SL_FIRSTWORD_WAYS;
            if (found->goes_on || !is_listed) add_hits(&f, found->token, is_listed ? 2 : 1);
            if (is_listed) add_listed(&f, found->token, list);
        }
    }
}
