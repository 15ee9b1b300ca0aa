/* SPDX-License-Identifier: Apache-2.0
 *
 * Word and sentence boundaries by ICU. Words are asked for in scripts without spaces only (a dictionary is needed
 * there); everywhere else our own tokenizer is ten times as fast, and ICU is its oracle in the tests.
 */
#ifndef SL_ADAPT_BREAKS_H
#define SL_ADAPT_BREAKS_H

#include "base/arena.h"

typedef enum { SL_BREAK_WORDS, SL_BREAK_SENTENCES } sl_break_kind;

/**
 * Finds the boundaries of `text` (valid UTF-8), in the root locale whatever the environment says.
 * @return bits: bit `at % 64` of word `at / 64` is set where a boundary lies before byte `at`, 0 and text.n included.
 *         The arena jumps where ICU has no memory.
 */
uint64_t *sl_breaks_find(sl_str text, sl_break_kind kind, sl_arena *out);

static inline bool sl_breaks_at(const uint64_t *bits, size_t at) {
    return bits[at / 64] >> (at % 64) & 1;
}

#endif
