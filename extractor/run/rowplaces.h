/* SPDX-License-Identifier: Apache-2.0
 *
 * The rows of one article's table with what stands around them: where a row's text is on disk, and the sentence that
 * somebody would read to see whether the row is right.
 *
 *     injuries     the row's evidence
 *     quotes       all that the quotation stands in, so that "Smith said" is seen too
 *     mentions     the sentence in which the bytes from `start` on stand; the same for suppressed
 */
#ifndef SL_RUN_ROWPLACES_H
#define SL_RUN_ROWPLACES_H

#include "run/pipeline.h"

typedef struct {
    const sl_str *cells; /* by column of its table */
    sl_file_place at;    /* of a quotation: without what stands around it */
    sl_str sentence;     /* as printed; n 0 where nobody knows */
} sl_placed_row;

typedef SL_ARRAY(sl_placed_row) sl_placed_rows;

/**
 * @param table  number of the table in sl_program_tables
 * @param rows   in the order of the table; in the arena of `inside->search`
 */
void sl_rowplaces_of(const sl_article_inside *inside, size_t table, sl_placed_rows *rows);

#endif
