/* SPDX-License-Identifier: Apache-2.0
 *
 * utf8proc behind sl_unicode_*. Only functions of it that neither allocate nor take raw bytes are used: whole-text
 * normalisation with it is slow (62 MB/s), so the text floor calls these for the few runes that need them.
 */
#include "adapt/unicode.h"

#include "adapt/eight.h"

#include <utf8proc.h>

/* The enum is utf8proc's own order, so that a category needs no table. */
_Static_assert((int)SL_CATEGORY_LU == (int)UTF8PROC_CATEGORY_LU && (int)SL_CATEGORY_MN == (int)UTF8PROC_CATEGORY_MN &&
                   (int)SL_CATEGORY_ND == (int)UTF8PROC_CATEGORY_ND && (int)SL_CATEGORY_CO == (int)UTF8PROC_CATEGORY_CO,
               "categories");

static bool continues(unsigned char c) {
    return (c & 0xC0) == 0x80;
}

size_t sl_unicode_sequence(sl_str s) {
    const unsigned char *p = (const unsigned char *)s.p;
    if (s.n == 0) return 0;
    if (p[0] < 0x80) return 1;
    if (p[0] < 0xC2 || p[0] > 0xF4 || s.n < 2 || !continues(p[1])) return 0;
    if (p[0] < 0xE0) return 2;
    if (s.n < 3 || !continues(p[2])) return 0;
    if (p[0] < 0xF0) { /* no overlong forms, no surrogates */
        if ((p[0] == 0xE0 && p[1] < 0xA0) || (p[0] == 0xED && p[1] > 0x9F)) return 0;
        return 3;
    }
    if (s.n < 4 || !continues(p[3]) || (p[0] == 0xF0 && p[1] < 0x90) || (p[0] == 0xF4 && p[1] > 0x8F)) return 0;
    return 4;
}

size_t sl_unicode_valid(sl_str s) {
    size_t at = 0;
    while (at < s.n) {
        if (at + 8 <= s.n) {
            uint64_t word = sl_eight_at(s.p + at), look = sl_eight_beyond_ascii(word) | sl_eight_equal(word, 0);
            at += look ? sl_eight_first(look) : 8;
            if (!look) continue;
        }
        size_t size = sl_unicode_sequence((sl_str){s.p + at, s.n - at});
        if (size == 0 || s.p[at] == '\0') break;
        at += size;
    }
    return at;
}

size_t sl_unicode_encode(uint32_t rune, char out[static 4]) {
    if (rune < 0x80) return out[0] = (char)rune, 1;
    size_t size = rune < 0x800 ? 2 : rune < 0x10000 ? 3 : 4;
    static const unsigned lead[] = {0, 0, 0xC0, 0xE0, 0xF0};
    for (size_t i = size - 1; i > 0; i--, rune >>= 6) out[i] = (char)(0x80 | (rune & 0x3F));
    out[0] = (char)(lead[size] | rune);
    return size;
}

sl_category sl_unicode_category(uint32_t rune) {
    return (sl_category)utf8proc_category((utf8proc_int32_t)rune);
}

bool sl_unicode_has_capital(sl_str s) {
    for (size_t at = 0, size; at < s.n; at += size) {
        uint32_t rune = sl_unicode_decode(sl_str_cut(s, at, s.n), &size);
        if (sl_unicode_is_upper(rune)) return true;
    }
    return false;
}

uint32_t sl_unicode_fold_case(uint32_t rune) {
    if (rune < 0x80) return (uint32_t)(unsigned char)sl_lower((char)rune);
    utf8proc_int32_t folded[8];
    utf8proc_ssize_t n = utf8proc_decompose_char((utf8proc_int32_t)rune, folded, 8, UTF8PROC_CASEFOLD, NULL);
    if (n == 1) return (uint32_t)folded[0];
    return (uint32_t)utf8proc_tolower((utf8proc_int32_t)rune); /* one rune cannot hold the full folding ("ss") */
}

uint32_t sl_unicode_small(uint32_t rune) {
    return (uint32_t)utf8proc_tolower((utf8proc_int32_t)rune);
}

uint32_t sl_unicode_capital(uint32_t rune) {
    return (uint32_t)utf8proc_totitle((utf8proc_int32_t)rune);
}

bool sl_unicode_is_stable(uint32_t rune) {
    if (rune < 0xC0) return true;
    if (rune >= 0xAC00 && rune <= 0xD7A3) return true; /* Hangul is decomposed by arithmetic, and composes back */
    const utf8proc_property_t *p = utf8proc_get_property((utf8proc_int32_t)rune);
    if (p->category >= UTF8PROC_CATEGORY_MN && p->category <= UTF8PROC_CATEGORY_ME) return false;
    return p->decomp_seqindex == UINT16_MAX || p->decomp_type != 0;
}

/* The scripts whose marks are accents to English readers have their letters in these blocks. */
bool sl_unicode_takes_accents(uint32_t c) {
    if (c < 0x80) return sl_is_alnum((char)c);
    bool block = c < 0x0530 || (c >= 0x1C80 && c <= 0x1C8F) || (c >= 0x1D00 && c <= 0x1DBF) ||
                 (c >= 0x1E00 && c <= 0x1FFF) || (c >= 0x2C60 && c <= 0x2C7F) || (c >= 0xA640 && c <= 0xA69F) ||
                 (c >= 0xA720 && c <= 0xA7FF) || (c >= 0xAB30 && c <= 0xAB6F);
    return block && sl_unicode_is_letter(c);
}

static int32_t combining_class(uint32_t rune) {
    return utf8proc_get_property((utf8proc_int32_t)rune)->combining_class;
}

/** Canonical order: marks between two class-0 runes sorted by class, stably. */
static void order_marks(uint32_t *runes, size_t n) {
    for (size_t i = 1; i < n; i++) {
        uint32_t rune = runes[i];
        int32_t class = combining_class(rune);
        if (class == 0) continue;
        size_t at = i;
        for (; at > 0 && combining_class(runes[at - 1]) > class; at--) runes[at] = runes[at - 1];
        runes[at] = rune;
    }
}

size_t sl_unicode_nfd(const uint32_t *runes, size_t n, uint32_t *out) {
    size_t made = 0;
    for (size_t i = 0; i < n; i++) {
        utf8proc_int32_t parts[SL_UNICODE_GROWTH];
        utf8proc_ssize_t k =
            utf8proc_decompose_char((utf8proc_int32_t)runes[i], parts, SL_UNICODE_GROWTH, UTF8PROC_DECOMPOSE, NULL);
        if (k < 1 || k > SL_UNICODE_GROWTH) { /* not a rune that it knows */
            out[made++] = runes[i];
            continue;
        }
        for (utf8proc_ssize_t j = 0; j < k; j++) out[made++] = (uint32_t)parts[j];
    }
    order_marks(out, made);
    return made;
}

size_t sl_unicode_nfc(const uint32_t *runes, size_t n, uint32_t *out) {
    utf8proc_int32_t composed[SL_UNICODE_GROWTH * 64];
    size_t made = sl_unicode_nfd(runes, n, out);
    if (made > SL_UNICODE_GROWTH * 64) return made;
    for (size_t i = 0; i < made; i++) composed[i] = (utf8proc_int32_t)out[i];
    utf8proc_ssize_t k = utf8proc_normalize_utf32(composed, (utf8proc_ssize_t)made, UTF8PROC_COMPOSE | UTF8PROC_STABLE);
    if (k < 0) return made;
    for (utf8proc_ssize_t i = 0; i < k; i++) out[i] = (uint32_t)composed[i];
    return (size_t)k;
}

size_t sl_unicode_plain(uint32_t rune, uint32_t out[static SL_UNICODE_PLAIN]) {
    utf8proc_int32_t parts[SL_UNICODE_PLAIN];
    utf8proc_ssize_t n = utf8proc_decompose_char((utf8proc_int32_t)rune, parts, SL_UNICODE_PLAIN,
                                                 UTF8PROC_DECOMPOSE | UTF8PROC_COMPAT, NULL);
    if (n < 1 || n > SL_UNICODE_PLAIN) return out[0] = rune, 1; /* not a rune that it knows */
    size_t made = 0;
    for (utf8proc_ssize_t i = 0; i < n; i++)
        if (combining_class((uint32_t)parts[i]) == 0) out[made++] = (uint32_t)parts[i];
    return made;
}

enum { EMOJI_FORM = 0xFE0F, FIRST_FLAG_LETTER = 0x1F1E6, LAST_FLAG_LETTER = 0x1F1FF };

/* Of a rune inside a character that is `width` wide so far: marks add nothing, and two letters of a flag are one. */
static size_t widened(size_t width, uint32_t rune) {
    int own = utf8proc_charwidth((utf8proc_int32_t)rune);
    if (rune == EMOJI_FORM || (rune >= FIRST_FLAG_LETTER && rune <= LAST_FLAG_LETTER)) own = 2;
    return own > (int)width ? (size_t)own : width;
}

size_t sl_unicode_fit(sl_str s, size_t columns, size_t *used) {
    size_t at = 0, fits = 0, width = 0;
    utf8proc_int32_t state = 0, before = 0;
    *used = 0;
    while (at < s.n) {
        size_t size;
        uint32_t rune = sl_unicode_decode(sl_str_cut(s, at, s.n), &size);
        if (at && utf8proc_grapheme_break_stateful(before, (utf8proc_int32_t)rune, &state)) {
            fits = at;
            *used += width;
            width = 0;
        }
        width = widened(width, rune);
        if (*used + width > columns) return fits;
        before = (utf8proc_int32_t)rune;
        at += size;
    }
    *used += width;
    return s.n;
}
