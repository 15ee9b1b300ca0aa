/* SPDX-License-Identifier: Apache-2.0 */
#include "output/csv.h"

#include "output/cell.h"
#include "output/tablefiles.h"

static bool needs_quotes(sl_str cell, char delimiter) {
    for (size_t i = 0; i < cell.n; i++) {
        char c = cell.p[i];
        if (c == delimiter || c == '"' || c == '\n' || c == '\r') return true;
    }
    return false;
}

void sl_csv_begin(const sl_cell_style *style, sl_buf *out) {
    if (style->excel) sl_buf_put(out, SL_STR("\xEF\xBB\xBF"));
}

static void put_cell(const sl_cell_style *style, sl_column_kind kind, sl_str cell, sl_buf *out) {
    bool quoted = needs_quotes(cell, style->delimiter);
    if (quoted) sl_buf_char(out, '"');
    if (sl_cell_needs_guard(style, kind, cell)) sl_buf_char(out, '\'');
    sl_cell_put(cell, '"', out);
    if (quoted) sl_buf_char(out, '"');
}

void sl_csv_text(const sl_cell_style *style, sl_str cell, sl_buf *out) {
    put_cell(style, SL_COLUMN_TEXT, cell, out);
}

void sl_csv_plain(const sl_cell_style *style, sl_str cell, sl_buf *out) {
    put_cell(style, SL_COLUMN_NUMBER, cell, out);
}

void sl_csv_delimit(const sl_cell_style *style, sl_buf *out) {
    sl_buf_char(out, style->delimiter);
}

void sl_csv_end_row(const sl_cell_style *style, sl_buf *out) {
    sl_buf_put(out, style->excel ? SL_STR("\r\n") : SL_STR("\n"));
}

/* The writer: a file per table. */

static void render_head(const sl_writer_plan *plan, size_t table, sl_buf *out) {
    const sl_table_head *head = plan->heads[table];
    sl_csv_begin(&plan->style, out);
    for (size_t i = 0; i < head->n_columns; i++) {
        if (i) sl_csv_delimit(&plan->style, out);
        sl_csv_plain(&plan->style, head->columns[i].name, out);
    }
    sl_csv_end_row(&plan->style, out);
}

static void render(const sl_writer *writer, size_t table, const sl_table_rows *rows, sl_buf *out) {
    const sl_writer_plan *plan = sl_tablefiles_plan(writer);
    const sl_table_head *head = plan->heads[table];
    for (size_t r = 0; r < rows->rows.n; r++) {
        for (size_t i = 0; i < head->n_columns; i++) {
            if (i) sl_csv_delimit(&plan->style, out);
            put_cell(&plan->style, head->columns[i].kind, sl_plan_cell(plan, &rows->rows.v[r], i), out);
        }
        sl_csv_end_row(&plan->style, out);
    }
}

static sl_status open_files(const sl_writer_plan *plan, sl_writer **writer, sl_error *err) {
    return sl_tablefiles_open(plan, render_head, writer, err);
}

const sl_writer_kind sl_writer_csv = {
    .open = open_files,
    .render = render,
    .append = sl_tablefiles_append,
    .size = sl_tablefiles_size,
    .seal = sl_tablefiles_seal,
    .publish = sl_tablefiles_publish,
    .discard = sl_tablefiles_discard,
    .close = sl_tablefiles_close,
};
