/* SPDX-License-Identifier: Apache-2.0
 *
 * Comma separated values, RFC 4180: cells of rows to bytes. The writer of tables (sl_writer_csv) and the one of
 * names.csv stand on these.
 *
 *     Okafor | "a knock", he said | =1+1      Okafor,"""a knock"", he said",'=1+1
 */
#ifndef SL_OUTPUT_CSV_H
#define SL_OUTPUT_CSV_H

#include "output/writer.h"

/** What stands before the first row: a byte order mark, or nothing. */
void sl_csv_begin(const sl_cell_style *style, sl_buf *out);

/**
 * A cell of text: quoted where it must be; each control character but tab, LF and CR as a blank; with an apostrophe
 * before it where it begins with = + - @ tab or CR, unless the style is raw.
 */
void sl_csv_text(const sl_cell_style *style, sl_str cell, sl_buf *out);

/** A cell that is no text (a number, a day, a column's name): the same without the apostrophe. */
void sl_csv_plain(const sl_cell_style *style, sl_str cell, sl_buf *out);

void sl_csv_delimit(const sl_cell_style *style, sl_buf *out);
void sl_csv_end_row(const sl_cell_style *style, sl_buf *out);

#endif
