/* SPDX-License-Identifier: Apache-2.0
 *
 * Names as a scorer compares them: plain words, and how far one name names the other.
 *
 *     "Jürgen O'Neill-Smith"              jurgen oneill smith
 *     "Okafor" names "Ade Okafor"         the surname, or one word of the name
 *     "Ade Okafor | Ben Okafor"           two candidates: each counts a half
 */
#ifndef SL_RUN_PLAINNAME_H
#define SL_RUN_PLAINNAME_H

#include "base/array.h"

/** Lower-case letters a-z and digits, all else a blank between words; apostrophes fall away. */
typedef struct {
    sl_str all;          /* the words with one blank between them */
    const sl_str *words; /* inside `all` */
    size_t n;
} sl_plain;

/** What stands between the | of a cell. */
typedef struct {
    const sl_plain *v;
    size_t n;
} sl_candidates;

/** @param s  valid UTF-8 */
sl_plain sl_plain_make(sl_str s, sl_arena *out);

static inline bool sl_plain_eq(const sl_plain *a, const sl_plain *b) {
    return sl_str_eq(a->all, b->all);
}

/** Equal; or all words of the one in the other, with the same last word; or one word that is in the other. */
bool sl_plain_same(const sl_plain *a, const sl_plain *b);

sl_candidates sl_candidates_make(sl_str cell, sl_arena *out);

/** 1, or 1/n where one of n candidates is the name, or 0. */
double sl_candidates_name(const sl_candidates *found, const sl_plain *name);

#endif
