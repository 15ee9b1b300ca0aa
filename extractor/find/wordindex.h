/* SPDX-License-Identifier: Apache-2.0
 *
 * From words to the numbers of what has them, so that linking names costs what the article is long, and not its
 * square: an article of a million sentences has a million candidates for names.
 *
 *     sl_wordindex_add(&index, sl_word_key(word), person);
 *     for (uint32_t at = sl_wordindex_first(&index, key); at != SL_NONE; at = sl_wordindex_next(&index, at))
 *         index.links.v[at].number
 *
 * Zeroed memory with an arena is an empty index. Two words may share a key (once in 2^64): compare what is found.
 */
#ifndef SL_FIND_WORDINDEX_H
#define SL_FIND_WORDINDEX_H

#include "base/array.h"

typedef struct {
    uint64_t key;
    uint32_t number, next; /* next: the link after this one in its chain; SL_NONE at the end */
} sl_wordlink;

typedef struct {
    sl_arena *out;
    uint32_t *heads; /* of the chains, by key */
    size_t n_heads;  /* a power of two, or 0 */
    SL_ARRAY(sl_wordlink) links;
} sl_wordindex;

static inline uint64_t sl_word_key(sl_str word) {
    return sl_hash(word, 0);
}

void sl_wordindex_add(sl_wordindex *index, uint64_t key, uint32_t number);

/** A link of that key, in no order that means anything; SL_NONE: there is none. */
uint32_t sl_wordindex_first(const sl_wordindex *index, uint64_t key);
/** The next one with the same key. */
uint32_t sl_wordindex_next(const sl_wordindex *index, uint32_t link);

static inline bool sl_wordindex_has(const sl_wordindex *index, uint64_t key) {
    return sl_wordindex_first(index, key) != SL_NONE;
}

#endif
