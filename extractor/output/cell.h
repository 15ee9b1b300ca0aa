/* SPDX-License-Identifier: Apache-2.0
 *
 * What happens to a cell on its way into any format, so that all of them tell the same:
 *
 *     a cell of text that a spreadsheet would run as a formula    =1+1  ->  '=1+1    (not in the raw style)
 *     a control character other than tab, LF and CR               a blank
 *
 * and rows as packed bytes, for the formats whose libraries take one cell after another from one thread.
 */
#ifndef SL_OUTPUT_CELL_H
#define SL_OUTPUT_CELL_H

#include "output/writer.h"

/** Is it text that begins with = + - @ tab or CR, and is the style not raw? */
bool sl_cell_needs_guard(const sl_cell_style *style, sl_column_kind kind, sl_str cell);

/**
 * The cell without control characters; no guard.
 * @param doubled  a character that is written twice wherever it stands; 0: none
 */
void sl_cell_put(sl_str cell, char doubled, sl_buf *out);

/** Nearly every cell is what sl_cell_clean makes of it. */
bool sl_cell_is_clean(const sl_cell_style *style, sl_column_kind kind, sl_str cell);

/** The cell as it is in every format: guarded where it must be, without control characters. */
void sl_cell_clean(const sl_cell_style *style, sl_column_kind kind, sl_str cell, sl_buf *out);

/** All cells of `rows`, clean, one after the other, with their lengths: a writer's render. */
void sl_cells_pack(const sl_writer_plan *plan, size_t table, const sl_table_rows *rows, sl_buf *out);

/** One row of it. */
void sl_cells_pack_row(const sl_cell_style *style, const sl_column *columns, size_t n, const sl_str *cells,
                       sl_buf *out);

/** Takes the first cell away from `packed`. @return false when there is none */
bool sl_cells_next(sl_str *packed, sl_str *cell);

#endif
