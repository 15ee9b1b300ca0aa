/* SPDX-License-Identifier: Apache-2.0
 *
 * The folded view of a text: see text.h for what it folds. Text of plain ASCII is its own view and costs one look.
 *
 *     text   „ J ü r g e n “ …          view   " J u r g e n " . . .
 *     shaped {0 opens} {7 closes}
 */
#ifndef SL_TEXT_VIEW_H
#define SL_TEXT_VIEW_H

#include "text/text.h"

/** Fills view, view_to_text and shaped of `text` from its field text. */
void sl_view_make(sl_text *text, sl_arena *out);

#endif
