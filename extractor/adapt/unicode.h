/* SPDX-License-Identifier: Apache-2.0
 *
 * Unicode: UTF-8 in and out of code points, normalisation, properties of one code point (utf8proc behind it).
 *
 * A code point is called a rune here. sl_unicode_valid is the only function that takes bytes of unknown quality; all
 * others want valid UTF-8 or valid runes.
 */
#ifndef SL_ADAPT_UNICODE_H
#define SL_ADAPT_UNICODE_H

#include "base/str.h"

/** What stands for bytes that are no text. */
#define SL_RUNE_BAD UINT32_C(0xFFFD)

/** Unicode's general category, in the usual two letters. */
typedef enum {
    SL_CATEGORY_CN,
    SL_CATEGORY_LU,
    SL_CATEGORY_LL,
    SL_CATEGORY_LT,
    SL_CATEGORY_LM,
    SL_CATEGORY_LO,
    SL_CATEGORY_MN,
    SL_CATEGORY_MC,
    SL_CATEGORY_ME,
    SL_CATEGORY_ND,
    SL_CATEGORY_NL,
    SL_CATEGORY_NO,
    SL_CATEGORY_PC,
    SL_CATEGORY_PD,
    SL_CATEGORY_PS,
    SL_CATEGORY_PE,
    SL_CATEGORY_PI,
    SL_CATEGORY_PF,
    SL_CATEGORY_PO,
    SL_CATEGORY_SM,
    SL_CATEGORY_SC,
    SL_CATEGORY_SK,
    SL_CATEGORY_SO,
    SL_CATEGORY_ZS,
    SL_CATEGORY_ZL,
    SL_CATEGORY_ZP,
    SL_CATEGORY_CC,
    SL_CATEGORY_CF,
    SL_CATEGORY_CS,
    SL_CATEGORY_CO
} sl_category;

/** Length of the valid UTF-8 at the beginning of `s` without a NUL; s.n when all of it is. */
size_t sl_unicode_valid(sl_str s);

/** Bytes of the well-formed UTF-8 sequence at the beginning of `s` (a NUL is one); 0 if there is none. */
size_t sl_unicode_sequence(sl_str s);

/** The rune at the beginning of `s`, which is valid UTF-8 and not empty; its bytes in `size`. */
static inline uint32_t sl_unicode_decode(sl_str s, size_t *size) {
    const unsigned char *p = (const unsigned char *)s.p;
    if (p[0] < 0x80) return *size = 1, p[0];
    if (p[0] < 0xE0) return *size = 2, (p[0] & 0x1Fu) << 6 | (p[1] & 0x3Fu);
    if (p[0] < 0xF0) return *size = 3, (p[0] & 0x0Fu) << 12 | (p[1] & 0x3Fu) << 6 | (p[2] & 0x3Fu);
    return *size = 4, (p[0] & 0x07u) << 18 | (p[1] & 0x3Fu) << 12 | (p[2] & 0x3Fu) << 6 | (p[3] & 0x3Fu);
}

/** Writes the UTF-8 of `rune`. @return its bytes, 1..4 */
size_t sl_unicode_encode(uint32_t rune, char out[static 4]);

sl_category sl_unicode_category(uint32_t rune);

static inline bool sl_unicode_is_letter(uint32_t rune) {
    sl_category c = sl_unicode_category(rune);
    return c >= SL_CATEGORY_LU && c <= SL_CATEGORY_LO;
}

/** A combining mark of any kind. */
static inline bool sl_unicode_is_mark(uint32_t rune) {
    sl_category c = sl_unicode_category(rune);
    return c >= SL_CATEGORY_MN && c <= SL_CATEGORY_ME;
}

static inline bool sl_unicode_is_upper(uint32_t rune) {
    if (rune < 0x80) return sl_is_upper((char)rune);
    sl_category c = sl_unicode_category(rune);
    return c == SL_CATEGORY_LU || c == SL_CATEGORY_LT;
}

/** Does any letter of `s`, valid UTF-8, have upper case? */
bool sl_unicode_has_capital(sl_str s);

/** Simple case folding: one rune to one rune, the same for all cases of a letter. */
uint32_t sl_unicode_fold_case(uint32_t rune);

/** One rune to one rune: a small letter, and the capital at the begin of a word. */
uint32_t sl_unicode_small(uint32_t rune);
uint32_t sl_unicode_capital(uint32_t rune);

/** Normalisation leaves the rune alone if no mark follows: it is no mark and has no canonical decomposition. */
bool sl_unicode_is_stable(uint32_t rune);

/** A Latin, Greek or Cyrillic letter or an ASCII digit: a mark on it is an accent, which matching does without. */
bool sl_unicode_takes_accents(uint32_t rune);

/** Runes that one call of the two below may write for each that it takes. */
enum { SL_UNICODE_GROWTH = 4 };

/**
 * Canonical decomposition, marks in canonical order; and composition of the same (NFC).
 * Quadratic in the number of marks on one letter, so the caller bounds that.
 * @param out  room for n * SL_UNICODE_GROWTH runes
 * @return runes written
 */
size_t sl_unicode_nfd(const uint32_t *runes, size_t n, uint32_t *out);
size_t sl_unicode_nfc(const uint32_t *runes, size_t n, uint32_t *out);

/** Runes that sl_unicode_plain may write. */
enum { SL_UNICODE_PLAIN = 18 };

/**
 * What a rune comes to without its marks and its form: é is e, the ligature fi is f i, ½ is 1 ⁄ 2 (NFKD without the
 * runes of a combining class).
 * @return runes written; 0 for a mark
 */
size_t sl_unicode_plain(uint32_t rune, uint32_t out[static SL_UNICODE_PLAIN]);

/**
 * How much of a line fits into so many columns of a terminal. What is read as one character (a letter with its marks, a
 * flag, a family of emoji) is kept or left as a whole.
 * @param s     valid UTF-8
 * @param used  out: the columns that it takes
 * @return bytes of `s` that fit
 */
size_t sl_unicode_fit(sl_str s, size_t columns, size_t *used);

#endif
