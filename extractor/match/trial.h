/* SPDX-License-Identifier: Apache-2.0
 *
 * One pattern tried in a stretch of an article: where a match may begin, as far as that is known, and nowhere else.
 *
 *     sl_trial t = {article, matcher, tmp, pattern, sl_stretch_of_unit(article, unit)};
 *     if (sl_trial_begin(&t)) result = sl_trial_next(&t, &projection, 0, &groups);
 */
#ifndef SL_MATCH_TRIAL_H
#define SL_MATCH_TRIAL_H

#include "match/begins.h"
#include "match/projection.h"

typedef struct {
    sl_article *article;
    sl_matcher *matcher;
    sl_arena *tmp;
    const sl_pattern *pattern;
    sl_stretch stretch;
    /* from here on sl_trial_begin's */
    const sl_starts *starts; /* NULL: it is tried everywhere */
    sl_places places;        /* where it is tried: behind its head, where it has one */
    size_t next;             /* the first of them that may lie behind the last match */
} sl_trial;

/** @return false: there is no place where the pattern could match, so that no projection is needed */
bool sl_trial_begin(sl_trial *trial);

/**
 * The first match at or behind byte `from` of the stretch's projection for the pattern's view. `from` never goes back.
 * @param groups  as sl_regex_find
 */
sl_match_result sl_trial_next(sl_trial *trial, const sl_projection *p, size_t from, const size_t **groups);

/** Is there any match? Cheaper than the first of them. */
sl_match_result sl_trial_any(sl_trial *trial, const sl_projection *p);

#endif
