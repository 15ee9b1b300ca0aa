/* SPDX-License-Identifier: Apache-2.0
 *
 * Made of the slots of a finished gazetteer: those of ways of one word lead to the entries that are one word, in chains
 * from the last to the first, and so each list is filled from its end.
 */
#include "adapt/unicode.h"
#include "token/gazetteer_p.h"

enum {
    LEAST_BITS = 12, /* of a filter, as a power of two, and at most; */
    MOST_BITS = 24,
    BITS_EACH = 12, /* and for each hash in it */
    MOST_LISTED = 254
};

/* An entry that is one word. */
typedef struct {
    sl_word_key key; /* or none */
    uint32_t way, entry;
    bool takes[2]; /* a text without a capital, one with a capital */
    bool is_exact; /* not every text that has its key */
} alone;

typedef struct {
    const sl_gazetteer *g;
    sl_arena *out, *tmp;
    SL_ARRAY(alone) alone; /* word by word, and those of a word from the last to the first */
    uint32_t n_keys;       /* of these that have one */
    sl_firstword *words;
    uint32_t n_words, *entries, n_entries;
} maker;

/* ---- kept ones ---- */

static bool is_list(const sl_firstwords *first, sl_firstword_list list) {
    return list == SL_FIRSTWORD_WAYS || list % SL_FIRSTWORD_PLACE + list / SL_FIRSTWORD_PLACE + 2u <= first->n_entries;
}

bool sl_firstwords_are_safe(const sl_firstwords *first, uint32_t entries) {
    uint32_t used = 0;
    for (uint32_t i = 0; i < first->n_words; i++) {
        used += first->words[i].key != 0;
        if (!is_list(first, first->words[i].lists[0]) || !is_list(first, first->words[i].lists[1])) return false;
    }
    for (uint32_t i = 0; i < first->n_entries; i++)
        if (first->entries[i] >= entries && first->entries[i] != 0) return false;
    return used < first->n_words && first->n_entries >= 2;
}

/* ---- words that are an entry ---- */

static bool is_ascii(sl_str s) {
    for (size_t i = 0; i < s.n; i++)
        if ((unsigned char)s.p[i] >= 0x80) return false;
    return true;
}

/* The key of the texts of ASCII that are this word in any case, where it is no such text itself. */
static sl_word_key folded_key(sl_str word) {
    sl_word_key key = SL_EIGHT(0x20);
    unsigned n = 0;
    if (is_ascii(word)) return 0; /* a mark, or too long */
    for (size_t at = 0, size; at < word.n; at += size, n++) {
        uint32_t c = sl_unicode_fold_case(sl_unicode_decode(sl_str_cut(word, at, word.n), &size));
        if (n == 8 || c >= 0x80 || !sl_is_alnum((char)c)) return 0;
        key ^= (uint64_t)(c ^ 0x20) << (8 * n);
    }
    return key;
}

static alone alone_of(sl_way way, sl_str word, sl_case letters, uint32_t entry) {
    uint64_t eight = word.n > 8 ? SL_EIGHT(0x80) : sl_eight_first_of(word.p, word.n);
    bool is_plain = !sl_eight_beyond_ascii(eight) && sl_is_alnum(*word.p);
    bool capital = is_plain ? sl_eight_between(eight, 'A', 'Z') != 0 : sl_unicode_has_capital(word);
    return (alone){
        .key = is_plain ? eight | SL_EIGHT(0x20) : folded_key(word),
        .way = way,
        .entry = entry,
        .takes = {letters == SL_CASE_ANY || !capital, letters != SL_CASE_EXACT || capital},
        .is_exact = letters == SL_CASE_EXACT && (capital || !is_plain),
    };
}

/* Two ways may have one hash: there may be entries of several words among those of one. */
static void list_chain(maker *m, sl_way way, uint32_t at) {
    while (at != SL_NONE) {
        const uint32_t *leaf = &m->g->leaves[at];
        sl_str word = {m->g->pool + leaf[0] / 4, 0};
        while (!sl_ends_word(word.p[word.n])) word.n++;
        if (word.p[word.n] == '\n') {
            alone *a = sl_push(m->tmp, &m->alone);
            *a = alone_of(way, word, (sl_case)(leaf[0] % 4), leaf[1] & ~SL_LEAF_CHAINED);
            m->n_keys += a->key != 0;
        }
        at = leaf[1] & SL_LEAF_CHAINED ? leaf[2] : SL_NONE;
    }
}

/* Most words are one entry, some few are more. */
static void list_alone(maker *m) {
    const sl_gazetteer *g = m->g;
    size_t n = 0;
    for (uint32_t i = 0; i < g->n_edges; i++)
        n += (g->edges[i].leaf & SL_EDGE_FIRST) && sl_edge_leaf(&g->edges[i]) != SL_NONE;
    m->alone.room = n + n / 8;
    m->alone.v = sl_arena_raw(m->tmp, m->alone.room, sizeof *m->alone.v);
    for (uint32_t i = 0; i < g->n_edges; i++)
        if (g->edges[i].leaf & SL_EDGE_FIRST) list_chain(m, g->edges[i].way, sl_edge_leaf(&g->edges[i]));
}

/* ---- filters ---- */

/* With room for so many hashes. */
static uint64_t *new_filter(size_t n, sl_arena *out, sl_filter *filter) {
    unsigned bits = LEAST_BITS;
    while (bits < MOST_BITS && (size_t)1 << bits < n * BITS_EACH) bits++;
    uint64_t *words = SL_NEW_ARRAY(out, uint64_t, (size_t)1 << (bits - 6));
    *filter = (sl_filter){words, 38 - bits};
    return words;
}

static sl_filter filter_alone(const maker *m) {
    sl_filter filter;
    uint64_t *bits = new_filter(2 * m->alone.n, m->out, &filter);
    for (size_t i = 0; i < m->alone.n; i++) {
        for (int cased = 0; cased < 2; cased++) {
            uint32_t hash = sl_cased_way(m->alone.v[i].way, cased);
            if (m->alone.v[i].takes[cased]) bits[hash >> filter.shift] |= sl_filter_bits(hash);
        }
    }
    return filter;
}

static sl_filter filter_behind(const sl_gazetteer *g, sl_arena *out) {
    sl_filter filter;
    size_t n = 0;
    for (uint32_t i = 0; i < g->n_edges; i++) n += (g->edges[i].leaf & SL_EDGE_BEHIND) != 0;
    uint64_t *bits = new_filter(n, out, &filter);
    for (uint32_t i = 0; i < g->n_edges; i++) {
        const sl_edge *e = &g->edges[i];
        if (e->leaf & SL_EDGE_BEHIND) bits[e->way >> filter.shift] |= sl_filter_bits(e->way);
    }
    return filter;
}

/* ---- the table ---- */

static sl_firstword *word_of(const maker *m, const alone *a) {
    return &m->words[sl_firstword_find(m->words, m->n_words, a->key, sl_firstword_slot(a->way, m->n_words))];
}

/* How long each list may be; an entry that is spelt in two ways is counted twice. */
static void count_entries(maker *m) {
    m->n_words = 2 * m->n_keys + 2; /* in half of the slots nearly every key has its own */
    m->words = SL_NEW_ARRAY(m->out, sl_firstword, m->n_words);
    for (size_t i = 0; i < m->alone.n; i++) {
        const alone *a = &m->alone.v[i];
        if (!a->key) continue;
        sl_firstword *word = word_of(m, a);
        word->key = a->key;
        for (int cased = 0; cased < 2; cased++) {
            sl_firstword_list *n = &word->lists[cased];
            if (a->takes[cased] && *n != SL_FIRSTWORD_WAYS)
                *n = a->is_exact || *n == MOST_LISTED ? SL_FIRSTWORD_WAYS : *n + 1;
        }
    }
}

/* From how long they may be to where they end. */
static void place_lists(maker *m) {
    for (uint32_t i = 0; i < 2 * m->n_words; i++) {
        sl_firstword_list *list = &m->words[i / 2].lists[i % 2];
        if (*list == SL_FIRSTWORD_WAYS) continue;
        if (m->n_entries + *list >= SL_FIRSTWORD_PLACE) *list = SL_FIRSTWORD_WAYS;
        else *list = m->n_entries += *list;
    }
    m->entries = SL_NEW_ARRAY(m->out, uint32_t, m->n_entries + 2);
}

static void add_entry(maker *m, uint32_t entry, sl_firstword_list *list) {
    uint32_t *first = &m->entries[*list % SL_FIRSTWORD_PLACE];
    if (*list >= SL_FIRSTWORD_PLACE && *first == entry) return;
    first[-1] = entry;
    *list += SL_FIRSTWORD_PLACE - 1;
}

static void add_entries(maker *m) {
    for (size_t i = 0; i < m->alone.n; i++) {
        const alone *a = &m->alone.v[i];
        if (!a->key) continue;
        sl_firstword *word = word_of(m, a);
        for (int cased = 0; cased < 2; cased++)
            if (a->takes[cased] && word->lists[cased] != SL_FIRSTWORD_WAYS) add_entry(m, a->entry, &word->lists[cased]);
    }
}

void sl_firstwords_make(const sl_gazetteer *g, sl_arena *out, sl_arena *tmp, sl_firstwords *first) {
    sl_arena_mark mark = sl_arena_here(tmp);
    maker m = {.g = g, .out = out, .tmp = tmp};
    list_alone(&m);
    count_entries(&m);
    place_lists(&m);
    add_entries(&m);
    *first = (sl_firstwords){.alone = filter_alone(&m),
                             .behind = filter_behind(g, out),
                             .words = m.words,
                             .entries = m.entries,
                             .n_words = m.n_words,
                             .n_entries = m.n_entries + 2};
    sl_arena_rewind(tmp, mark);
}
