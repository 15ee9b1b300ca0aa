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

static void grow(finder *f, size_t n) {
    sl_hits *h = f->hits;
    size_t room = 2 * h->n + n + f->tokens->n / 2; /* news has two in three tokens */
    sl_hit *v = sl_arena_raw(f->out, room, sizeof *v);
    if (h->n) memcpy(v, h->v, h->n * sizeof *v);
    h->v = v;
    h->room = room;
}

/* Where so many more hits can be written. */
static inline sl_hit *room_for(finder *f, size_t n) {
    if (f->hits->n + n > f->hits->room) grow(f, n);
    return f->hits->v + f->hits->n;
}

static inline bool is_joined(const finder *f, uint32_t t) {
    const sl_token *v = &f->tokens->v[t];
    return sl_is_passed_over(f->view, v) & !(v->flags & SL_TOKEN_SPACED);
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

/* The token of the word that an entry may go on with behind token `t`; SL_NONE: there is none. */
static uint32_t word_behind(const finder *f, uint32_t t) {
    do t++;
    while (t < f->end && is_joined(f, t));
    return t < f->end && !(f->tokens->v[t].flags & SL_TOKEN_PARAGRAPH) ? t : SL_NONE;
}

/* The slot of a way of `n` words, or NULL. */
static const sl_edge *edge_of(const sl_gazetteer *g, sl_way way, uint32_t n) {
    if (n > 2 && !sl_filter_may_hold(&g->first.behind, way)) return NULL; /* of two it was asked already */
    const sl_edge *e = &g->edges[sl_way_find(g->edges, g->n_edges, way)];
    return e->leaf ? e : NULL;
}

/* From token `t` on, for entries of so many words: one or two at least. */
static void walk(const finder *f, uint32_t t, uint32_t shortest, uint32_t longest, path *way) {
    sl_way here = 0;
    way->n = 0;
    for (uint32_t n = 1; t != SL_NONE && n <= longest; n++) {
        here = sl_way_on(here, f->tokens->v[t].hash);
        if (n >= shortest) {
            const sl_edge *e = edge_of(f->g, here, n);
            if (!e) return;
            way->leaf[n - 1] = sl_edge_leaf(e);
        }
        way->token[n - 1] = t;
        way->n = n;
        t = word_behind(f, t);
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

/* The entries of so many words that begin at token `t`, longest first. */
static void add_hits(finder *f, uint32_t t, uint32_t shortest, uint32_t longest) {
    path way;
    walk(f, t, shortest, longest, &way);
    for (uint32_t n = way.n; n >= shortest; n--) add_entries(f, &way, n);
}

/* ---- finding: a batch at a time ---- */

/* What is looked at has long left the near caches when the next article comes, and the tables of long lists outgrow them:
   all that a batch needs is asked for before the first one is used. */
enum { BATCH = 256 };

/* A token that may begin an entry. */
typedef struct {
    uint32_t token;
    bool alone, goes_on; /* with this word; with the next one */
    sl_way way;          /* of both */
    uint32_t slot;       /* of the word alone, and its key */
    sl_word_key key;
} start;

/* What the filters are asked for a token: itself, and with the word behind it. */
typedef struct {
    sl_way cased, two;
} question;

static void ask_filters(const finder *f, uint32_t from, uint32_t to, question *q) {
    const sl_firstwords *first = &f->g->first;
    uint32_t behind = word_behind(f, to - 1), next = behind == SL_NONE ? 0 : f->tokens->v[behind].hash;
    for (uint32_t t = to; t-- > from;) {
        const sl_token *v = &f->tokens->v[t];
        sl_way way = sl_way_on(0, v->hash);
        q[t - from] = (question){sl_cased_way(way, v->flags & SL_TOKEN_CASED), sl_way_on(way, next)};
        sl_filter_prefetch(&first->alone, q[t - from].cased);
        sl_filter_prefetch(&first->behind, q[t - from].two);
        uint32_t keep = 0 - (uint32_t)is_joined(f, t);
        next = (next & keep) | (v->hash & ~keep);
    }
}

/* Tokens of from..to that may begin an entry by the filters. */
static size_t likely(const finder *f, uint32_t from, uint32_t to, start *found) {
    const sl_firstwords first = f->g->first;
    question q[BATCH];
    size_t n = 0;
    ask_filters(f, from, to, q);
    for (uint32_t i = 0; i < to - from; i++) {
        found[n].token = from + i;
        found[n].way = q[i].two;
        found[n].alone = sl_filter_may_hold(&first.alone, q[i].cased);
        found[n].goes_on = sl_filter_may_hold(&first.behind, q[i].two);
        n += found[n].alone | found[n].goes_on;
    }
    return n;
}

static void ask_tables(const finder *f, start *found, size_t n) {
    const sl_gazetteer *g = f->g;
    const sl_firstwords *first = &g->first;
    for (const start *end = found + n; found < end; found++) {
        const sl_token *t = &f->tokens->v[found->token];
        found->key = sl_word_key_of(f->view, t);
        found->slot = sl_firstword_slot(sl_way_on(0, t->hash), first->n_words);
        __builtin_prefetch(&first->words[found->slot]);
        if (found->goes_on) __builtin_prefetch(&g->edges[sl_way_slot(found->way, g->n_edges)]);
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
    start found[BATCH];
    for (uint32_t t = range.from, to; t < range.to; t = to) {
        to = range.to - t > BATCH ? t + BATCH : range.to;
        size_t n = likely(&f, t, to, found);
        ask_tables(&f, found, n);
        for (const start *s = found; s < found + n; s++) {
            sl_firstword_list list = list_of(&f, s);
            bool is_listed = list != SL_FIRSTWORD_WAYS;
            if (s->goes_on || !is_listed)
                add_hits(&f, s->token, is_listed ? 2 : 1, s->goes_on ? SL_MAX_ENTRY_WORDS : 1);
            if (is_listed) add_listed(&f, s->token, list);
        }
    }
}
