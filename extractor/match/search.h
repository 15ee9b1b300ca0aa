/* SPDX-License-Identifier: Apache-2.0
 *
 * Trying patterns in sentences.
 */
#ifndef SL_MATCH_SEARCH_H
#define SL_MATCH_SEARCH_H

#include "match/projection.h"

/** A thread's means of matching, and the projections of the sentence at hand. */
typedef struct {
    sl_article *article;
    sl_matcher *matcher;
    sl_arena *out;       /* matches */
    sl_arena *tmp;       /* projections */
    sl_projection *kept; /* of the unit at hand, by view */
    bool *is_kept;
    uint16_t *views; /* those kept: n_views of them */
    size_t n_views;
} sl_search;

void sl_search_begin(sl_search *search, sl_article *article, sl_matcher *matcher, sl_arena *out, sl_arena *tmp);

/**
 * All matches of the patterns of `n` rules in the article: sentence by sentence, in each in the order of their gates.
 * @param away  by sentence: how many sentences away the nearest row is; rules that add are tried within their reach of
 *              it, and nowhere in a sentence with SL_NONE. NULL: everywhere
 */
void sl_search_rules(sl_search *search, const sl_rule *const *rules, size_t n, const uint32_t *away,
                     sl_matches *matches);

/** The same for one rule, everywhere. */
void sl_search_rule(sl_search *search, const sl_rule *rule, sl_matches *matches);

/** The same for gates side by side: patterns of persons. */
void sl_search_gates(sl_search *search, uint32_t first, size_t n, sl_matches *matches);

/** The `unless` lines of a rule: the first that fires, or NULL. `thing` finds what `of {x}` names in the match. */
const sl_unless *sl_search_unless(sl_search *search, const sl_unless *unless, size_t n, const sl_match *match);

/** `unless` measured from a span by itself, for `nearest` and `skip`. */
bool sl_search_fires(sl_search *search, const sl_unless *unless, sl_span from, const sl_passage *unit);

/** May a `nearest` line take this thing? Floors above know what things mean. */
typedef bool sl_search_fits(const void *context, const sl_nearest *nearest, const sl_mention *thing);

/** The thing that a `nearest` line finds for a match: NULL if there is none. */
const sl_mention *sl_search_nearest(sl_search *search, const sl_nearest *nearest, const sl_match *match,
                                    sl_search_fits *fits, const void *context);

/** The capture called `symbol` that took part: the first such; NULL if none did. */
const sl_captured *sl_match_capture(const sl_match *match, sl_symbol symbol);

/** A captured thing as one value: what its list gives first, else its words. */
sl_str sl_captured_value(const sl_article *article, const sl_captured *captured);

#endif
