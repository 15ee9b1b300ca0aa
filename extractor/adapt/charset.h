/* SPDX-License-Identifier: Apache-2.0
 *
 * Character sets other than UTF-8 (ICU behind it): which one it may be, and its characters with their places.
 *
 *     raw     4A FC 72 67 65 6E   as windows-1252
 *     pieces  {0,1 as is} {1,1 U+00FC} {2,4 as is}
 *
 * Nothing is allocated for the caller and nothing stays open between calls, so a jump out of memory leaks nothing.
 */
#ifndef SL_ADAPT_CHARSET_H
#define SL_ADAPT_CHARSET_H

#include "base/error.h"

/** The rune of a piece whose bytes are ASCII and mean themselves. */
#define SL_CHARSET_AS_IS UINT32_MAX

typedef struct {
    sl_off at, size; /* in the raw bytes */
    uint32_t rune;   /* U+FFFD for bytes that the set does not have */
} sl_charset_piece;

/**
 * A guess from statistics, for text that is no UTF-8.
 * @return a static name that sl_charset_read knows; NULL where no guess is good enough to be trusted
 */
const char *sl_charset_detect(sl_str raw);

/** The name under which sl_charset_read knows a set that somebody calls `name`, in any case; NULL for others. */
const char *sl_charset_known(sl_str name);

/**
 * All characters of `raw`, in order. Of two characters made by one sequence both have its place.
 * @param charset  a static name: from sl_charset_detect, or UTF-16LE, UTF-16BE, UTF-32LE, UTF-32BE, windows-1252
 * @param pieces   room for `room` pieces; may be NULL where that is 0
 * @param needed   how many there are, which may be more than `room`; the rest is counted, not written
 * @return SL_BAD_INPUT for a set that ICU does not know
 */
sl_status sl_charset_read(const char *charset, sl_str raw, sl_charset_piece *pieces, size_t room, size_t *needed,
                          sl_error *err);

#endif
