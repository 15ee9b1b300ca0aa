/* SPDX-License-Identifier: Apache-2.0
 *
 * The letters that stand for things in projected sentences: Tangut, a script that news does not use, whose code
 * points are letters to a regex (so that \b works beside them). The text floor keeps them out of the view.
 */
#ifndef SL_RULE_LETTERS_H
#define SL_RULE_LETTERS_H

#include "base/str.h"

enum { SL_LETTER_FIRST = 0x17000, SL_LETTER_LAST = 0x187F7 };

/** UTF-8 of a code point. @return bytes written, 1..4 */
static inline size_t sl_letter_encode(uint32_t letter, char out[static 4]) {
    if (letter < 0x80) return out[0] = (char)letter, 1;
    if (letter < 0x800) return out[0] = (char)(0xC0 | letter >> 6), out[1] = (char)(0x80 | (letter & 0x3F)), 2;
    size_t n = letter < 0x10000 ? 3 : 4;
    for (size_t i = n; i-- > 1; letter >>= 6) out[i] = (char)(0x80 | (letter & 0x3F));
    out[0] = (char)((n == 3 ? 0xE0 : 0xF0) | letter);
    return n;
}

#endif
