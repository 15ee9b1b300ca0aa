/* SPDX-License-Identifier: Apache-2.0
 *
 * Lists as CSV files, as spreadsheets and people write them: RFC 4180 with a header; LF or CR LF; a byte order mark is
 * passed over. What is between the cells, commas, semicolons or tabs, is told by the header (or a line `sep=;` before
 * it). Rows without a word are no rows; one that lacks cells at its end, as spreadsheets leave empty ones out, has
 * them empty; one with more cells than the header is an error. Read row by row, so that a list of a million rows costs
 * no more memory than what is kept of it.
 *
 *     sl_csvfile csv;
 *     sl_csvfile_row row;
 *     sl_csvfile_begin(&csv, source, out, diagnostics);
 *     while (sl_csvfile_next(&csv, &row)) use(row.cells[0]);
 */
#ifndef SL_RULE_CSVFILE_H
#define SL_RULE_CSVFILE_H

#include "rule/source.h"

typedef struct {
    const sl_str *cells; /* until the next row is read; the bytes of a cell live as long as the source and the arena */
    size_t n;
    sl_located where; /* all of it */
} sl_csvfile_row;

typedef struct {
    const sl_source *source;
    sl_csvfile_row header;
    size_t at;
    sl_str *cells; /* of the row at hand */
    size_t room;
    char separator;
    size_t short_rows; /* so far: rows that lacked cells at their end */
    sl_located first_short;
    sl_arena *out;
    sl_diagnostics *diagnostics;
} sl_csvfile;

/**
 * Reads the header.
 * @param diagnostics  takes columns of one name, rows that are too long, and quotes that are never closed, with their
 *                     places; NULL: they are passed over in silence
 */
void sl_csvfile_begin(sl_csvfile *csv, const sl_source *source, sl_arena *out, sl_diagnostics *diagnostics);

/** The next row without a fault that is not blank, with as many cells as the header. @return false at the end */
bool sl_csvfile_next(sl_csvfile *csv, sl_csvfile_row *row);

/** Index of the header cell `name`; SL_NONE if there is none. */
uint32_t sl_csvfile_column(const sl_csvfile *csv, sl_str name);

/** The only header cell that is `name` but for case, blanks, _ and -; SL_NONE if there is none, or several. */
uint32_t sl_csvfile_column_like(const sl_csvfile *csv, sl_str name);

/** Where a cell stands; the whole row for one that is a copy. */
sl_located sl_csvfile_cell(const sl_csvfile_row *row, size_t cell);

#endif
