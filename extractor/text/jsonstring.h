/* SPDX-License-Identifier: Apache-2.0
 *
 * What a JSON string says: escapes taken out, with the way back.
 *
 *     source   {"t": "knee \u2013 out"}      made   knee – out      {0,5 -> 7,5} {5,3 -> 12,6} {8,4 -> 18,4}
 *
 * Half a surrogate pair and \u0000 become U+FFFD.
 */
#ifndef SL_TEXT_JSONSTRING_H
#define SL_TEXT_JSONSTRING_H

#include "adapt/jsontokens.h"
#include "text/mapped.h"

/** Appends the string (or the number, or true) `token`; of an array each member, parted by blank lines. */
void sl_jsonstring_put(sl_mapped *made, const sl_jsontokens *tokens, uint32_t token);

/** The same without the way back. */
sl_str sl_jsonstring_read(const sl_jsontokens *tokens, uint32_t token, sl_arena *out);

#endif
