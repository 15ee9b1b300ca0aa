/* SPDX-License-Identifier: Apache-2.0
 *
 * Lists as CSV files: RFC 4180, with a header; LF or CR LF; a byte order mark is passed over.
 */
#ifndef SL_RULE_CSVFILE_H
#define SL_RULE_CSVFILE_H

#include "rule/source.h"

typedef struct {
    sl_str *cells;
    size_t n;
    sl_located where; /* the row's first line */
} sl_csv_row;

typedef struct {
    const sl_source *source;
    sl_csv_row header;
    SL_ARRAY(sl_csv_row) rows;
} sl_csv_file;

/** Reads the whole file. Rows that are ragged, and a quote that is never closed, are errors with their place. */
void sl_csv_read(const sl_source *source, sl_arena *out, sl_diagnostics *diagnostics, sl_csv_file *file);

/** Index of the header cell `name`; SL_NONE if there is none. */
uint32_t sl_csv_column(const sl_csv_file *file, sl_str name);

#endif
