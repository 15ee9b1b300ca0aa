/* SPDX-License-Identifier: Apache-2.0
 *
 * Bytes to UTF-8, with the way back. In this order: a byte order mark is believed; bytes that are valid UTF-8 are
 * that; UTF-16 of Western text shows by its NULs; UTF-8 with a few bad bytes (at most one in ten of the sequences
 * beyond ASCII) is repaired; statistics guess, where they are sure; windows-1252 is the last resort.
 *
 *     raw     EF BB BF J \xFC r      text  J U+FFFD r      to_raw  {0,1 -> 3,1} {1,3 -> 4,1} {4,1 -> 5,1}
 */
#ifndef SL_TEXT_DECODE_H
#define SL_TEXT_DECODE_H

#include "base/error.h"
#include "text/map.h"

typedef struct {
    sl_str text; /* valid UTF-8 without NUL; inside raw where that is so already */
    sl_map to_raw;
    const char *encoding; /* static */
    bool repaired;        /* bytes or NULs became U+FFFD */
} sl_decoded;

/**
 * @param name      for the error
 * @param raw       borrowed by the result
 * @param declared  the set that the text says it is in, believed where it is no UTF-8; n 0: it says nothing
 * @return SL_BAD_INPUT "binary file": it begins like a known binary format or is full of control characters;
 *         SL_LIMIT for more than SL_MAX_ARTICLE_EVER bytes
 */
sl_status sl_decode_declared(sl_str name, sl_str raw, sl_str declared, sl_arena *out, sl_arena *tmp,
                             sl_decoded *decoded, sl_error *err);
static inline sl_status sl_decode(sl_str name, sl_str raw, sl_arena *out, sl_arena *tmp, sl_decoded *decoded,
                                  sl_error *err) {
    return sl_decode_declared(name, raw, (sl_str){0}, out, tmp, decoded, err);
}

#endif
