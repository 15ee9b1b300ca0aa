/* SPDX-License-Identifier: Apache-2.0
 *
 * What a gazetteer asks before it walks its ways: most tokens of a text begin an entry ("the", in lists of dates), nearly
 * all of them words of few letters whose entries have no other word. So each such word is a key of its own, with its
 * entries at hand:
 *
 *     text  the   key "the     "   entries  the | The, in any case
 *     text  The   the same key     entries  those, and "The" that needs a capital; "THE" as written is left to the ways
 *
 * Filters say, at the price of a load and without a branch, that there is nothing: one of words that are an entry, one of
 * ways of several words. Flat arrays of numbers, as all of a gazetteer.
 */
#ifndef SL_TOKEN_FIRSTWORDS_H
#define SL_TOKEN_FIRSTWORDS_H

#include "adapt/eight.h"
#include "token/tokens.h"

/** A set of hashes that may hold more than was put in: two bits for each, in one number. */
typedef struct {
    const uint64_t *bits; /* indexed by the upper bits of a hash; the lower ones tell its two */
    uint32_t shift;
} sl_filter;

static inline uint64_t sl_filter_bits(uint32_t hash) {
    return UINT64_C(1) << (hash & 63) | UINT64_C(1) << (hash >> 6 & 63);
}

static inline bool sl_filter_may_hold(const sl_filter *filter, uint32_t hash) {
    uint64_t bits = sl_filter_bits(hash);
    return (filter->bits[hash >> filter->shift] & bits) == bits;
}

static inline void sl_filter_prefetch(const sl_filter *filter, uint32_t hash) {
    __builtin_prefetch(&filter->bits[hash >> filter->shift]);
}

/** Letters and digits, at most eight, all of ASCII: in lower case, the first one lowest, blanks behind them; 0: none. */
typedef uint64_t sl_word_key;

/** Entries, ascending: how many, times SL_FIRSTWORD_PLACE, + where in sl_firstwords.entries. */
typedef uint32_t sl_firstword_list;

#define SL_FIRSTWORD_PLACE (UINT32_C(1) << 24)
/** The ways know: some entry wants exactly its own form of the word, or there are too many. */
#define SL_FIRSTWORD_WAYS UINT32_MAX

typedef struct {
    sl_word_key key;            /* 0: the slot is free */
    sl_firstword_list lists[2]; /* of a text without a capital, and with one */
} sl_firstword;

typedef struct {
    sl_filter alone;  /* ways of words that are an entry; sl_cased_way */
    sl_filter behind; /* ways of several words */
    const sl_firstword *words;
    const uint32_t *entries;     /* two more behind the last, so that two can be read anywhere */
    uint32_t n_words, n_entries; /* slots; numbers */
} sl_firstwords;

/** What the filter of words knows the way of a text's word by. */
static inline uint32_t sl_cased_way(uint32_t way, bool cased) {
    return way ^ (uint32_t)cased << 31;
}

static inline sl_word_key sl_word_key_of(sl_str view, const sl_token *t) {
    if ((t->size > 8) | (t->kind == SL_TOKEN_MARK)) return 0;
    uint64_t word = sl_token_eight(view, t);
    return sl_eight_beyond_ascii(word) ? 0 : word | SL_EIGHT(0x20);
}

static inline uint32_t sl_firstword_slot(uint32_t way, uint32_t n_words) {
    return (uint32_t)(((uint64_t)way * n_words) >> 32);
}

/** The slot of the word that has this key, or the free one where it belongs; looked for from its own slot on. */
static inline uint32_t sl_firstword_find(const sl_firstword *words, uint32_t n_words, sl_word_key key, uint32_t slot) {
    while (words[slot].key && words[slot].key != key) slot = slot + 1 == n_words ? 0 : slot + 1;
    return slot;
}

#endif
