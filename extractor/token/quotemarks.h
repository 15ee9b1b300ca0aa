/* SPDX-License-Identifier: Apache-2.0
 *
 * Which quotation marks belong together: every kind, mixed and broken ones too.
 *
 *     "It's good. Things have to develop,” Klopp said.      straight opens, curly closes
 *     pressure. "We have always                              reopened inside a paragraph: a new piece
 *     “First paragraph.                                      no closing mark: ends with its paragraph …
 *     “Second paragraph,” he said.                           … and `continues` into the next one
 *
 *     “It is sore,’ he said.   ‘Nobody asked,” she said.     a double mark may close a single one, and the reverse
 *
 * An apostrophe (don't, players', '90s, O'Neill) is no mark. A quotation inside a quotation has depth 1.
 */
#ifndef SL_TOKEN_QUOTEMARKS_H
#define SL_TOKEN_QUOTEMARKS_H

#include "token/tokens.h"

typedef struct {
    sl_range tokens; /* marks included; where one is missing, up to the paragraph's end or the next opening */
    sl_span outer;   /* in the view, marks included */
    sl_span inner;   /* the words between the marks, without white space at the ends; never empty */
    uint32_t paragraph;
    uint8_t depth;  /* 0: outermost */
    bool is_double; /* " and not ' */
    bool closed;    /* has its closing mark */
    bool continues; /* not closed, and the next paragraph opens with a mark: one speech goes on there */
    bool continued; /* the quotation before it `continues` into this one */
} sl_quotation;

typedef SL_ARRAY(sl_quotation) sl_quotations;

/** In text order, an outer one before those inside it. */
void sl_quotations_find(const sl_text *text, const sl_tokens *tokens, sl_arena *out, sl_quotations *quotations);

#endif
