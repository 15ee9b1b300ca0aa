/* SPDX-License-Identifier: Apache-2.0 */
#include "adapt/breaks.h"

#include <unicode/ubrk.h>
#include <unicode/utext.h>

/* Reads the UTF-8 in place: converting first would be no faster and cost eight times the text in offset maps. */
static bool mark(sl_str text, sl_break_kind kind, uint64_t *bits) {
    UErrorCode status = U_ZERO_ERROR;
    UText utext = UTEXT_INITIALIZER;
    UBreakIterator *breaks = ubrk_open(kind == SL_BREAK_WORDS ? UBRK_WORD : UBRK_SENTENCE, "", NULL, 0, &status);
    utext_openUTF8(&utext, text.p ? text.p : "", (int64_t)text.n, &status);
    ubrk_setUText(breaks, &utext, &status);
    bool ok = U_SUCCESS(status);
    for (int32_t at = ok ? ubrk_first(breaks) : UBRK_DONE; at != UBRK_DONE; at = ubrk_next(breaks))
        bits[(uint32_t)at / 64] |= UINT64_C(1) << ((uint32_t)at % 64);
    if (breaks) ubrk_close(breaks);
    utext_close(&utext);
    return ok;
}

uint64_t *sl_breaks_find(sl_str text, sl_break_kind kind, sl_arena *out) {
    uint64_t *bits = SL_NEW_ARRAY(out, uint64_t, text.n / 64 + 1); /* nothing of ICU is held while the arena may jump */
    if (!mark(text, kind, bits)) longjmp(*out->recover, 1);
    return bits;
}
