/* SPDX-License-Identifier: Apache-2.0
 *
 * Where a match may begin, so that a pattern is tried there alone and not at every letter.
 */
#ifndef SL_MATCH_BEGINS_H
#define SL_MATCH_BEGINS_H

#include "match/article.h"

/** A run of bytes of an article. */
typedef struct {
    sl_span at;                /* in the view */
    sl_range tokens, mentions; /* that begin in it */
} sl_stretch;

sl_stretch sl_stretch_of_unit(const sl_article *article, const sl_passage *unit);
/** Never empty. */
sl_stretch sl_stretch_of_tokens(const sl_article *article, sl_range tokens);
sl_stretch sl_stretch_of_span(const sl_article *article, sl_span at);

/** Offsets of the view, ascending. */
typedef struct {
    sl_off *v;
    size_t n;
} sl_places;

/**
 * Where in a stretch things of the set begin, and tokens whose keys it has, as long as a thing of each of the types `needs`
 * begins there or behind.
 */
sl_places sl_begins_among(sl_article *article, const sl_stretch *stretch, const sl_start_set *set,
                          const sl_type_set *needs, sl_arena *out);

#endif
