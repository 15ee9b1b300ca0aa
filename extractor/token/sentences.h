/* SPDX-License-Identifier: Apache-2.0
 *
 * Sentences of an article. No sentence crosses a paragraph. A quotation's closing mark belongs to the sentence that it
 * ends: ." and ?" end one, ," does not. Full stops in abbreviations, initials, "No. 9", "v.", times (7.45pm), scores
 * and web addresses end nothing. Abbreviations are words of the language, so they come from the rule file.
 */
#ifndef SL_TOKEN_SENTENCES_H
#define SL_TOKEN_SENTENCES_H

#include "token/quotemarks.h"

typedef struct {
    const uint32_t *hashes; /* sl_token_hash of each abbreviation without its last full stop (St, p.m), sorted */
    size_t n;
    const uint32_t *numbered; /* the same for those that count only before a number: No. 9, p. 12 */
    size_t n_numbered;
} sl_abbreviations;

void sl_sentences_make(const sl_text *text, const sl_tokens *tokens, const sl_quotations *quotations,
                       const sl_abbreviations *abbreviations, sl_arena *out, sl_sentences *sentences);

/** Index of the sentence that holds token `t`. */
uint32_t sl_sentence_of(const sl_sentences *sentences, uint32_t t);

#endif
