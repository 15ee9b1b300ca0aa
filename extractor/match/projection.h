/* SPDX-License-Identifier: Apache-2.0
 *
 * The projected copy of a sentence: each thing that a view names is one letter, all else is text, runs of white space
 * are one blank. `{player} {hurt} {injury}` is then an ordinary regex, and costs what three letters cost.
 *
 *     view        Okafor  tore his left hamstring on Tuesday
 *     projected   P tore his left I on Tuesday                 (P, I: Tangut letters, U+17000 + a bit for each type)
 *
 * Where things overlap the longest that begins first is shown. Things with the same span share a letter.
 */
#ifndef SL_MATCH_PROJECTION_H
#define SL_MATCH_PROJECTION_H

#include "match/article.h"

/** A run of bytes of the text, from `at` up to the next piece: bytes from..to of the view, or one letter or blank for all
    of these. */
typedef struct {
    sl_off at, from, to;
    bool is_one;
} sl_projected;

typedef struct {
    sl_str text;
    const sl_projected *pieces; /* the first one at 0; none where the text is empty */
    uint32_t n_pieces;
    const sl_view *view;
} sl_projection;

/** Projects tokens' bytes at.from..at.to of the article's view for `view` (an index into program->views). */
sl_projection sl_project(const sl_article *article, sl_span at, uint16_t view, sl_arena *out);

/** The byte of the projection that byte `at` of the view became; SIZE_MAX where that is inside of a thing. */
size_t sl_projection_place(const sl_projection *p, sl_off at);

/** The span of the view behind bytes from..to of the projection. */
sl_span sl_projection_span(const sl_projection *p, size_t from, size_t to);

#endif
