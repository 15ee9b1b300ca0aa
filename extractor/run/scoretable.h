/* SPDX-License-Identifier: Apache-2.0
 *
 * The tables that are scored: rows of two CSV files, article by article. What the columns are called stands here and in
 * scoretable.c alone; rows that people have made come with quotes and line ends of any kind, so reading is lenient.
 */
#ifndef SL_RUN_SCORETABLE_H
#define SL_RUN_SCORETABLE_H

#include "base/error.h"
#include "run/plainname.h"

typedef enum { SL_SCORED_INJURIES, SL_SCORED_QUOTES, SL_SCORED_TABLES } sl_scored_table;

/** Cells of a row that count, table by table. */
enum {
    SL_SCORED_NAME, /* the athlete, the speaker */
    SL_SCORED_AREA,
    SL_SCORED_PATHOLOGY,
    SL_SCORED_SIDE,
    SL_SCORED_STATUS,
    SL_SCORED_INJURED_FROM,
    SL_SCORED_INJURED_TO,
    SL_SCORED_RETURN_FROM,
    SL_SCORED_RETURN_TO,
    SL_SCORED_CELLS,
    SL_SCORED_QUOTE = 1,
    SL_SCORED_ROLE
};

typedef struct {
    sl_str article; /* without folders and suffix */
    sl_str cells[SL_SCORED_CELLS];
    sl_plain name;            /* of cells[SL_SCORED_NAME] */
    sl_candidates candidates; /* the same, cut at | */
} sl_scored_row;

typedef struct {
    const sl_scored_row *v;
    size_t n;
} sl_scored_rows;

/** "injuries.csv", "quotes.csv" */
const char *sl_scored_file(sl_scored_table table);

/**
 * @param file     for messages
 * @param bytes    of a CSV file with a head; borrowed
 * @param is_gold  more columns must be there; in what was found they may be missing, and are empty
 * @param rows     by article, then as in the file
 * @return SL_BAD_USAGE for bytes that are no UTF-8, a missing column
 */
sl_status sl_scored_read(sl_scored_table table, bool is_gold, sl_str file, sl_str bytes, sl_arena *out,
                         sl_scored_rows *rows, sl_error *err);

/** The rows of one article. */
sl_scored_rows sl_scored_of(const sl_scored_rows *all, sl_str article);

#endif
