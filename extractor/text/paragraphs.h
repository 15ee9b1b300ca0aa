/* SPDX-License-Identifier: Apache-2.0
 *
 * Paragraphs of a view, and which of them is the headline or a list item: text.h has the rules.
 *
 *     Title line                                  [0,10) headline
 *                                                 the blank line ends a paragraph
 *     The winger was hurt when he                 one paragraph: the lines are wrapped at a width,
 *     fell on his arm and left the pitch.         and the second goes on in lower case
 *     - first thing                               an item, which a line break ends
 *
 * In a block of text that is surely wrapped so somewhere, a name at the beginning of a line is no new paragraph:
 * there a line break counts for nothing where the next word would not have fitted in the block's width.
 */
#ifndef SL_TEXT_PARAGRAPHS_H
#define SL_TEXT_PARAGRAPHS_H

#include "text/text.h"

/** Fills paragraphs of `text` from its view, from byte `from` on. */
void sl_paragraphs_find(sl_text *text, sl_off from, sl_arena *out);

#endif
