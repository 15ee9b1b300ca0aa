/* SPDX-License-Identifier: Apache-2.0
 *
 * A text that is put together out of pieces of another, with the way back: what is left of a page without its tags, or
 * of a JSON string without its escapes.
 *
 *     source   <p>Silva &amp; Co<br>said      made   Silva & Co\nsaid
 *     put "Silva " at [3,9)    put "&" at [9,14)    put " Co" at [14,17)    insert "\n"    put "said" at [21,25)
 *
 * What is inserted stands nowhere in the source; at least one piece must be put for the map to mean anything.
 */
#ifndef SL_TEXT_MAPPED_H
#define SL_TEXT_MAPPED_H

#include "text/map.h"

typedef struct {
    sl_arena *arena;
    char *p;
    size_t n, room;
    sl_map map;
} sl_mapped;

/** Makes room for so many more bytes, so that nothing is copied as it grows. */
void sl_mapped_expect(sl_mapped *made, size_t more);
/** @param piece  as long as `source`: those very bytes; otherwise one thing that stands for all of them */
void sl_mapped_put(sl_mapped *made, sl_str piece, sl_span source);
void sl_mapped_insert(sl_mapped *made, sl_str piece);
/** A part of another text that was made from the same source. */
void sl_mapped_copy(sl_mapped *made, const sl_mapped *from, sl_span part);

static inline sl_str sl_mapped_text(const sl_mapped *made) {
    return (sl_str){made->p ? made->p : "", made->n};
}

#endif
