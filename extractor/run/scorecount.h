/* SPDX-License-Identifier: Apache-2.0
 *
 * What is right in one article: found rows against the gold's.
 *
 *     gold   Ade Okafor, knee   Bob Lind, ankle
 *     found  Okafor, knee       Bob Lind, foot        players 2 of 2, rows 1 of 2; cells are compared in both pairs
 *
 * Each row is used once, in the order of the tables: first pairs with the same name and area, then with the same name.
 */
#ifndef SL_RUN_SCORECOUNT_H
#define SL_RUN_SCORECOUNT_H

#include "run/scoretable.h"

typedef enum {
    SL_MEASURE_PLAYERS,   /* the set of injured athletes */
    SL_MEASURE_FULLNAMES, /* of those found: how many bear exactly the gold's name */
    SL_MEASURE_ROWS,      /* athlete and area */
    SL_MEASURE_PATHOLOGY, /* cells of the pairs: values that say something */
    SL_MEASURE_SIDE,
    SL_MEASURE_STATUS,  /* accuracy on the pairs */
    SL_MEASURE_INJURED, /* both ends of the interval within three days */
    SL_MEASURE_RETURNS,
    SL_MEASURE_QUOTES,   /* words inside quotations */
    SL_MEASURE_SPEAKERS, /* those with the right speaker */
    SL_MEASURE_MANAGERS, /* words of managers, with the right speaker and role */
    SL_MEASURES
} sl_measure_name;

typedef struct {
    double right; /* not always whole: one of n candidates counts 1/n */
    uint64_t found, gold;
} sl_scored_count;

/** Fills PLAYERS to RETURNS. */
void sl_count_injuries(const sl_scored_rows *gold, const sl_scored_rows *found, sl_arena *tmp,
                       sl_scored_count counts[SL_MEASURES]);

/** Fills QUOTES to MANAGERS. @param text  of the article */
void sl_count_quotes(const sl_scored_rows *gold, const sl_scored_rows *found, const sl_plain *text, sl_arena *tmp,
                     sl_scored_count counts[SL_MEASURES]);

#endif
