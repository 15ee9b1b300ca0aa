/* SPDX-License-Identifier: Apache-2.0
 *
 * Keys of the tokens at which a match may begin. A word's is made of its first three letters, whatever their case: the
 * first is its row in a table of bits, the other two share the 64 bits of it. A sign's is the sign. Where a letter beyond
 * ASCII is among the three, the key is SL_START_ANY. One bit more tells that an apostrophe may follow: the words of
 * `\w+n't` and `[a-z]+'s` are known by nothing else.
 */
#ifndef SL_RULE_STARTS_H
#define SL_RULE_STARTS_H

#include "base/str.h"

enum {
    SL_START_LETTERS = 27,
    SL_START_SIGNS = SL_START_LETTERS,
    SL_START_ROWS = SL_START_SIGNS + 2,
    SL_START_ANY = 0,
    SL_START_JOINED = 1 << 15
};

/** The number of an ASCII letter or digit of a word, 1 to 26, which digits share with letters; 0 for what is none. */
static inline uint32_t sl_start_letter(char c) {
    return sl_is_alnum(c) ? (uint32_t)c & 31 : 0;
}

/** Numbers of letters; 0 where the word has ended. */
static inline uint16_t sl_start_of_word(uint32_t first, uint32_t second, uint32_t third) {
    return (uint16_t)(64 * first + ((5 * second + 27 * third) & 63));
}
static inline uint16_t sl_start_of_sign(char sign) {
    return (uint16_t)(64 * SL_START_SIGNS + (uint32_t)sign);
}

/** SL_START_JOINED is no part of it. */
static inline bool sl_start_among(const uint64_t rows[static SL_START_ROWS], uint32_t key) {
    return rows[key / 64] >> (key % 64) & 1;
}

#endif
