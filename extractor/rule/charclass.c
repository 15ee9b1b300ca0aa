/* SPDX-License-Identifier: Apache-2.0
 *
 * Letters of patterns and classes of them, read piece by piece: "a-z\d," is a range, an escape, a letter.
 */
#include "rule/pattern.h"

#include "adapt/unicode.h"

uint32_t sl_letter_take(sl_str text, size_t *at) {
    size_t size;
    uint32_t rune = sl_unicode_decode(sl_str_cut(text, *at, text.n), &size);
    *at += size;
    if (!sl_unicode_takes_accents(rune)) return rune;
    while (*at < text.n && (unsigned char)text.p[*at] >= 0x80) {
        if (!sl_unicode_is_mark(sl_unicode_decode(sl_str_cut(text, *at, text.n), &size))) break;
        *at += size;
    }
    return rune;
}

static size_t escape_size(sl_str text, size_t at) {
    if (at + 1 >= text.n) return 1;
    char c = text.p[at + 1];
    size_t close = sl_str_find(text, '}', at);
    if ((c == 'p' || c == 'P') && at + 2 < text.n && text.p[at + 2] == '{' && close < text.n) return close + 1 - at;
    return 2;
}

/* One end of a range, or a letter or escape by itself. */
static sl_class_kind end(sl_str text, size_t *at, uint32_t *letter) {
    if (text.p[*at] != '\\' || *at + 1 >= text.n) {
        *letter = sl_letter_take(text, at);
        return SL_CLASS_LETTER;
    }
    if (sl_is_alnum(text.p[*at + 1])) {
        *at += escape_size(text, *at);
        return SL_CLASS_ESCAPE;
    }
    ++*at;
    *letter = sl_letter_take(text, at);
    return SL_CLASS_LETTER;
}

bool sl_class_next(sl_str text, size_t *at, sl_class_piece *piece) {
    if (*at >= text.n) return false;
    size_t from = *at;
    *piece = (sl_class_piece){0};
    piece->kind = end(text, at, &piece->low);
    if (*at + 1 < text.n && text.p[*at] == '-') {
        ++*at;
        bool low_is_letter = piece->kind == SL_CLASS_LETTER;
        bool high_is_letter = end(text, at, &piece->high) == SL_CLASS_LETTER;
        piece->kind = low_is_letter && high_is_letter ? SL_CLASS_RANGE : SL_CLASS_BAD_RANGE;
    }
    piece->text = sl_str_cut(text, from, *at);
    return true;
}
