/* SPDX-License-Identifier: Apache-2.0
 *
 * The words that list entries begin with: what a gazetteer asks before it walks its trie.
 *
 * Half the tokens of a text begin an entry ("the", in lists of dates), nearly all of them words of few letters whose
 * entries have no other word. So such a word is a key of its own, with its entries at hand:
 *
 *     text  The   key  the, with a capital   entries  those of "the" that any form of it is, of "The", not of "THE" as written
 *
 * Filters before the table, and before the second word of an entry, say at the price of one load and without a branch
 * that there is nothing. Longer words and other letters pass the filters and are left to the trie.
 */
#ifndef SL_TOKEN_FIRSTWORDS_H
#define SL_TOKEN_FIRSTWORDS_H

#include "adapt/eight.h"
#include "token/gazetteer.h"

/** A set of hashes that may seem to hold more than was put in: two bits for each, in one word. */
typedef struct {
    uint64_t *words; /* indexed by the upper bits of a hash; the lower ones tell its bits */
    unsigned shift;
} sl_hashfilter;

/** A word of at most sixteen letters of ASCII, small, and whether it is met with a capital. Two words of eight letters. */
typedef struct {
    uint64_t head, tail; /* the first letter lowest; zeros behind the last one. Head 0: there is none */
} sl_firstword_key;

typedef struct {
    sl_firstword_key key; /* none: the slot is free */
    uint64_t seconds; /* of entries of more words: a bit for each second one, by sl_second_bit; none: there are none */
    uint32_t entries; /* those of this word alone, ascending: where in sl_firstwords.entries */
    uint16_t n;
    bool in_trie; /* the trie has all: some entry wants exactly its own form of the word, or there are too many */
} sl_firstword;

enum { SL_FIRSTWORD_LETTERS = 16 };

/** In the head of a key: the text has a capital. */
#define SL_FIRSTWORD_CASED UINT64_C(0x80)

typedef struct {
    sl_hashfilter any;   /* hashes of all first words */
    sl_hashfilter small; /* of those that a word without a capital may be */
    sl_hashfilter more;  /* of the first two words of entries of two, the first three of longer ones: sl_hash_on */
    sl_firstword *words;
    uint32_t n_words;  /* slots */
    uint32_t *entries; /* two more behind the last, so that two can be read anywhere */
} sl_firstwords;

typedef struct sl_firstwords_builder sl_firstwords_builder;

sl_firstwords_builder *sl_firstwords_begin(sl_arena *tmp);

/**
 * An entry of one word; those of the same word in ascending order.
 * @param word  folded; borrowed for the call
 * @param hash  of it as a token
 */
void sl_firstwords_add(sl_firstwords_builder *builder, sl_str word, uint32_t hash, sl_case letters, uint32_t entry);
/** An entry that begins with `word` and has `n` words, at least two, of these hashes. */
void sl_firstwords_add_longer(sl_firstwords_builder *builder, sl_str word, const uint32_t *hashes, size_t n,
                              sl_case letters);
/** Immutable. The builder's memory may go afterwards. */
void sl_firstwords_end(sl_firstwords_builder *builder, sl_arena *out, sl_firstwords *words);

static inline uint64_t sl_hashfilter_bits(uint32_t hash) {
    return UINT64_C(1) << (hash & 63) | UINT64_C(1) << (hash >> 6 & 63);
}

static inline bool sl_hashfilter_has(const sl_hashfilter *f, uint32_t hash) {
    uint64_t bits = sl_hashfilter_bits(hash);
    return (f->words[hash >> f->shift] & bits) == bits;
}

/** Of some words and the next one. */
static inline uint32_t sl_hash_on(uint32_t words, uint32_t next) {
    return (uint32_t)((((uint64_t)words << 32 | next) * UINT64_C(0x9E3779B97F4A7C15)) >> 32);
}

static inline uint64_t sl_second_bit(uint32_t hash) {
    return UINT64_C(1) << (hash >> 26);
}

/** May an entry begin with this token? */
static inline bool sl_firstwords_may_have(const sl_firstwords *f, const sl_token *t) {
    bool any = (t->flags & SL_TOKEN_CASED) | (t->size > SL_FIRSTWORD_LETTERS);
    sl_hashfilter filter = {any ? f->any.words : f->small.words, any ? f->any.shift : f->small.shift};
    return sl_hashfilter_has(&filter, t->hash);
}

/** The key of a word, or none where it has none: it is long, or not of ASCII. `room` bytes can be read there. */
static inline sl_firstword_key sl_firstword_key_of(sl_str word, size_t room) {
    char bytes[SL_FIRSTWORD_LETTERS] = {0};
    const char *p = word.p;
    if (room < sizeof bytes) p = memcpy(bytes, word.p, word.n < sizeof bytes ? word.n : sizeof bytes);
    size_t n = word.n < 8 ? word.n : 8, more = word.n < 8 ? 0 : word.n - 8;
    uint64_t head = sl_eight_first_of(p, n), tail = sl_eight_first_of(p + 8, more < 8 ? more : 8);
    uint64_t upper = sl_eight_between(head, 'A', 'Z'), upper_tail = sl_eight_between(tail, 'A', 'Z');
    if (more > 8 || sl_eight_beyond_ascii(head | tail)) return (sl_firstword_key){0, 0};
    return (sl_firstword_key){head | upper >> 2 | (upper | upper_tail ? SL_FIRSTWORD_CASED : 0),
                              tail | upper_tail >> 2};
}

static inline bool sl_firstword_is(const sl_firstword *w, sl_firstword_key key) {
    return ((w->key.head ^ key.head) | (w->key.tail ^ key.tail)) == 0;
}

static inline uint32_t sl_firstword_slot(sl_firstword_key key, uint32_t hash, uint32_t n_words) {
    uint32_t mixed = (key.head & SL_FIRSTWORD_CASED ? ~hash : hash) * UINT32_C(0x9E3779B1);
    return (uint32_t)(((uint64_t)mixed * n_words) >> 32);
}

/** The slot of the word that has this key and this hash, or the free one where it belongs. */
static inline sl_firstword *sl_firstword_find(const sl_firstwords *f, sl_firstword_key key, uint32_t hash) {
    uint32_t i = sl_firstword_slot(key, hash, f->n_words);
    while (f->words[i].key.head && !sl_firstword_is(&f->words[i], key)) i = i + 1 == f->n_words ? 0 : i + 1;
    return &f->words[i];
}

#endif
