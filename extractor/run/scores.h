/* SPDX-License-Identifier: Apache-2.0
 *
 * Extracted tables scored against tables that people have made: precision, recall, F1, and their intervals.
 *
 *     GOLD/injuries.csv quotes.csv articles/a.txt …     OUT/injuries.csv quotes.csv
 *
 * The interval of a measure is where the middle 90 % of its F1 fall when articles are drawn again with replacement (the
 * bootstrap, 500 times). The draws are the same in every run.
 */
#ifndef SL_RUN_SCORES_H
#define SL_RUN_SCORES_H

#include "run/scorecount.h"

typedef struct {
    const char *name;
    bool is_accuracy; /* of what was found: precision alone says something */
    double precision, recall, f1;
    double low, high; /* of f1 */
    uint64_t gold;
} sl_measure;

typedef struct {
    sl_str article;
    uint64_t gold, found;
    double right;
} sl_scored_article;

typedef struct {
    sl_measure measures[SL_MEASURES];
    SL_ARRAY(sl_scored_article) articles; /* those with most rows missing or wrong first */
    SL_ARRAY(const char *) missing;       /* files that are not there: they count as empty */
} sl_score;

/**
 * @param gold   a folder; its articles stand in its folder "articles" or, where that is not there, in one beside it
 * @param found  a folder
 * @return SL_BAD_USAGE for a folder that is not there, a table that cannot be read; SL_IO, SL_NO_MEMORY
 */
sl_status sl_score_make(const char *gold, const char *found, sl_arena *out, sl_score *score, sl_error *err);

/** Precision, recall and F1 of a count. Where there was nothing to find, finding nothing is perfect. */
sl_measure sl_measure_of(const sl_scored_count *count);

/** The 5th and 95th percentile of each measure's F1; `counts` has SL_MEASURES for each of `n` articles. */
void sl_score_intervals(const sl_scored_count *counts, size_t n, sl_arena *tmp, sl_measure measures[SL_MEASURES]);

/** Is this the folder whose articles are for scoring only, whatever way leads to it? */
bool sl_score_is_sealed(const char *folder);

#endif
