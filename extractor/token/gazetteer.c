/* SPDX-License-Identifier: Apache-2.0
 *
 * A trie whose letters are token hashes. Its edges live in one open-addressing table, keyed by (node, hash); nodes are
 * numbers; an entry hangs on the node of its last word with a copy of its words, against which the text is compared.
 * Hashes may collide: two entries then share a node and the comparison tells them apart.
 *
 *     "St James Park"  root -st-> 1 -james-> 2 -park-> 3 {entry}
 *
 * It is walked for few of a text's tokens only: firstwords.h knows of most what begins there, if anything.
 */
#include "token/gazetteer.h"

#include "adapt/unicode.h"
#include "base/bounds.h"
#include "token/firstwords.h"

typedef struct {
    uint32_t node, hash, child; /* child 0: the slot is free; the root is nobody's child */
} edge;

/* An entry at a node. Its words stand in the pool, each ended by a blank, the last by a line break. */
typedef struct {
    uint32_t words; /* where in the pool */
    uint32_t entry;
} leaf;

struct sl_gazetteer {
    edge *edges;
    uint32_t n_edges;      /* slots */
    uint32_t *node_leaves; /* leaves of node i: node_leaves[i] .. node_leaves[i + 1] */
    leaf *leaves;
    size_t n_leaves;
    char *pool; /* before the words of an entry stands its case, one byte */
    sl_firstwords first;
};

typedef struct {
    uint32_t node, words, entry;
    uint32_t hashes; /* of its words, where they begin, */
    uint32_t n;      /* and how many they are */
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
        places[i] = (placed){node, a->words, a->entry, a->hashes, a->n};
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

static void make_firstwords(sl_gazetteer *g, const sl_gazetteer_builder *b, const placed *places, sl_arena *out) {
    sl_firstwords_builder *first = sl_firstwords_begin(b->tmp);
    for (size_t i = 0; i < b->added.n; i++) {
        const char *p = b->pool + places[i].words;
        const uint32_t *hashes = b->hashes.v + places[i].hashes;
        sl_str word = {p + 1, 0};
        while (word.p[word.n] != ' ' && word.p[word.n] != '\n') word.n++;
        if (places[i].n == 1) sl_firstwords_add(first, word, hashes[0], (sl_case)*p, places[i].entry);
        else sl_firstwords_add_longer(first, word, hashes, places[i].n, (sl_case)*p);
    }
    sl_firstwords_end(first, out, &g->first);
}

sl_gazetteer *sl_gazetteer_end(sl_gazetteer_builder *b, sl_arena *out) {
    sl_gazetteer *g = SL_NEW(out, sl_gazetteer);
    uint32_t n_edges = (uint32_t)(b->hashes.n + b->hashes.n / 2 + 2);
    edge *edges = SL_NEW_ARRAY(b->tmp, edge, n_edges);
    placed *places = SL_NEW_ARRAY(b->tmp, placed, b->added.n);
    uint32_t nodes = plant(b, edges, n_edges, places);
    pack_edges(g, edges, n_edges, nodes - 1, out);
    pack_leaves(g, b, places, nodes, out);
    make_firstwords(g, b, places, out);
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

/* The entries of the trie at token `t` that have so many words or more, longest first; entries of one length ascend as
   the leaves do. */
static void walk_trie(finder *f, uint32_t t, uint32_t shortest) {
    const sl_gazetteer *g = f->g;
    path way;
    walk(g, f->view, f->tokens, (sl_range){t, f->end}, &way);
    for (uint32_t n = way.n; n >= shortest; n--) {
        uint32_t node = way.node[n - 1], last = SL_NONE; /* one entry may be spelt twice */
        sl_range found = {t, way.token[n - 1] + 1};
        bool same = false;
        for (uint32_t i = g->node_leaves[node]; i < g->node_leaves[node + 1]; i++) {
            const leaf *l = &g->leaves[i];
            if (i == g->node_leaves[node] || l->words != l[-1].words)
                same = same_words(g, l->words, f->view, f->tokens, &way, n);
            if (!same || l->entry == last) continue;
            last = l->entry;
            *room_for(f, 1) = (sl_hit){found, last};
            f->hits->n++;
        }
    }
}

/* ---- finding: a batch at a time ---- */

enum { BATCH = 256 };

/* A token that may begin an entry. */
typedef struct {
    const sl_firstword *word; /* NULL: the trie knows */
    uint32_t token;
    bool goes_on; /* the trie knows of more words */
} start;

/* Tokens of from..to that may be first words, by the filters. */
static uint32_t likely(const sl_gazetteer *g, const sl_token *v, uint32_t from, uint32_t to, uint32_t *found) {
    const sl_firstwords first = g->first;
    uint32_t n = 0;
    for (uint32_t t = from; t < to; t++) {
        found[n] = t;
        n += sl_firstwords_may_have(&first, &v[t]);
    }
    return n;
}

/* The word behind token `t` that an entry may go on with; SL_NONE where none may. */
static uint32_t next_word(const finder *f, uint32_t t) {
    const sl_token *v = f->tokens->v;
    do t++;
    while (t < f->end && is_passed_over(f->view, &v[t]) && !(v[t].flags & SL_TOKEN_SPACED));
    return t < f->end && !(v[t].flags & SL_TOKEN_PARAGRAPH) ? t : SL_NONE;
}

/* Do the filters know token `t`, which is `w`, and what is behind it? */
static bool may_go_on(const finder *f, uint32_t t, const sl_firstword *w) {
    const sl_token *v = f->tokens->v;
    uint32_t second = next_word(f, t);
    if (second == SL_NONE || !(w->seconds & sl_second_bit(v[second].hash))) return false;
    uint32_t two = sl_hash_on(v[t].hash, v[second].hash);
    if (sl_hashfilter_has(&f->g->first.more, two)) return true;
    uint32_t third = next_word(f, second);
    return third != SL_NONE && sl_hashfilter_has(&f->g->first.more, sl_hash_on(two, v[third].hash));
}

/* Nearly all words are not gone on with: seen by the next token alone, and without a branch. */
static bool ends_here(const finder *f, uint32_t t, const sl_firstword *w) {
    const sl_token *next = &f->tokens->v[t + 1 < f->end ? t + 1 : t];
    bool known = w->seconds & sl_second_bit(next->hash);
    return (w->seconds == 0) | (!known & (next->kind != SL_TOKEN_MARK));
}

/* Those that are first words, or that only the trie knows. The tables of long lists outgrow the cache: all that a batch
   needs is asked for before the first one is used. */
static uint32_t look_up(const finder *f, const uint32_t *tokens, uint32_t n, start *found) {
    const sl_firstwords *first = &f->g->first;
    sl_firstword_key keys[BATCH];
    uint32_t kept = 0;
    for (uint32_t i = 0; i < n; i++) {
        const sl_token *t = &f->tokens->v[tokens[i]];
        keys[i] = sl_firstword_key_of(sl_token_str(f->view, t), f->view.n - t->at);
        __builtin_prefetch(&first->words[sl_firstword_slot(keys[i], t->hash, first->n_words)]);
    }
    for (uint32_t i = 0; i < n; i++) {
        uint32_t t = tokens[i];
        const sl_firstword *w = NULL;
        bool goes_on = true, in_trie = true;
        if (keys[i].head) {
            w = sl_firstword_find(first, keys[i], f->tokens->v[t].hash);
            goes_on = !ends_here(f, t, w) && may_go_on(f, t, w);
            in_trie = w->in_trie;
        }
        found[kept].word = in_trie ? NULL : w;
        found[kept].token = t;
        found[kept].goes_on = goes_on;
        kept += in_trie | goes_on | (w && w->n > 0);
    }
    return kept;
}

/* Nearly always two at most, so these are written without asking. */
static void add_alone(finder *f, const start *s) {
    const uint32_t *entries = f->g->first.entries + s->word->entries;
    sl_range at = {s->token, s->token + 1};
    sl_hit *to = room_for(f, (size_t)s->word->n + 2);
    to[0] = (sl_hit){at, entries[0]};
    to[1] = (sl_hit){at, entries[1]};
    for (uint32_t i = 2; i < s->word->n; i++) to[i] = (sl_hit){at, entries[i]};
    f->hits->n += s->word->n;
}

void sl_gazetteer_find(const sl_gazetteer *g, sl_str view, const sl_tokens *tokens, sl_range range, sl_arena *out,
                       sl_hits *hits) {
    *hits = (sl_hits){0};
    finder f = {.g = g, .view = view, .tokens = tokens, .end = range.to, .out = out, .hits = hits};
    uint32_t may_be[BATCH];
    start found[BATCH];
    for (uint32_t t = range.from, to; t < range.to; t = to) {
        to = range.to - t > BATCH ? t + BATCH : range.to;
        uint32_t n = look_up(&f, may_be, likely(g, tokens->v, t, to, may_be), found);
        for (uint32_t i = 0; i < n; i++) {
            const start *s = &found[i];
            if (!s->word) walk_trie(&f, s->token, 1);
            else if (s->goes_on) walk_trie(&f, s->token, 2);
            if (s->word) add_alone(&f, s);
        }
    }
}
