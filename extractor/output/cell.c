/* SPDX-License-Identifier: Apache-2.0 */
#include "output/cell.h"

static bool is_control(char c) {
    return ((unsigned char)c < ' ' && c != '\t' && c != '\n' && c != '\r') || c == 0x7F;
}

/* U+0080..U+009F: control characters as well, of two bytes. */
static bool is_high_control(sl_str cell, size_t i) {
    return (unsigned char)cell.p[i] == 0xC2 && i + 1 < cell.n && (unsigned char)cell.p[i + 1] >= 0x80 &&
           (unsigned char)cell.p[i + 1] < 0xA0;
}

bool sl_cell_needs_guard(const sl_cell_style *style, sl_column_kind kind, sl_str cell) {
    if (kind != SL_COLUMN_TEXT || style->raw || cell.n == 0) return false;
    switch (cell.p[0]) {
    case '=':
    case '+':
    case '-':
    case '@':
    case '\t':
    case '\r': return true;
    default: return false;
    }
}

/* Runs of ordinary bytes are copied at once: nearly every cell is one. */
void sl_cell_put(sl_str cell, char doubled, sl_buf *out) {
    size_t from = 0;
    for (size_t i = 0; i < cell.n; i++) {
        if (cell.p[i] >= ' ' && cell.p[i] < 0x7F && cell.p[i] != doubled) continue;
        bool high = is_high_control(cell, i), twice = doubled && cell.p[i] == doubled;
        if (!high && !is_control(cell.p[i]) && !twice) continue;
        sl_buf_put(out, sl_str_cut(cell, from, i));
        if (twice) sl_buf_put(out, (sl_str){(char[]){doubled, doubled}, 2});
        else sl_buf_char(out, ' ');
        if (high) i++;
        from = i + 1;
    }
    sl_buf_put(out, sl_str_cut(cell, from, cell.n));
}

bool sl_cell_is_clean(const sl_cell_style *style, sl_column_kind kind, sl_str cell) {
    for (size_t i = 0; i < cell.n; i++)
        if (is_control(cell.p[i]) || is_high_control(cell, i)) return false;
    return !sl_cell_needs_guard(style, kind, cell);
}

void sl_cell_clean(const sl_cell_style *style, sl_column_kind kind, sl_str cell, sl_buf *out) {
    if (sl_cell_needs_guard(style, kind, cell)) sl_buf_char(out, '\'');
    sl_cell_put(cell, 0, out);
}

static void put_length(size_t n, size_t at, sl_buf *out) {
    uint32_t length = (uint32_t)n;
    if (!out->failed) memcpy(out->p + at, &length, sizeof length);
}

static void pack(const sl_cell_style *style, sl_column_kind kind, sl_str cell, sl_buf *out) {
    size_t at = out->n;
    sl_buf_put(out, (sl_str){"\0\0\0\0", sizeof(uint32_t)});
    sl_cell_clean(style, kind, cell, out);
    put_length(out->n - at - sizeof(uint32_t), at, out);
}

void sl_cells_pack(const sl_writer_plan *plan, size_t table, const sl_table_rows *rows, sl_buf *out) {
    const sl_table_head *head = plan->heads[table];
    for (size_t r = 0; r < rows->rows.n; r++) {
        for (size_t i = 0; i < head->n_columns; i++)
            pack(&plan->style, head->columns[i].kind, sl_plan_cell(plan, &rows->rows.v[r], i), out);
    }
}

void sl_cells_pack_row(const sl_cell_style *style, const sl_column *columns, size_t n, const sl_str *cells,
                       sl_buf *out) {
    for (size_t i = 0; i < n; i++) pack(style, columns[i].kind, cells[i], out);
}

bool sl_cells_next(sl_str *packed, sl_str *cell) {
    uint32_t length;
    if (packed->n < sizeof length) return false;
    memcpy(&length, packed->p, sizeof length);
    *cell = sl_str_cut(*packed, sizeof length, sizeof length + length);
    *packed = sl_str_cut(*packed, sizeof length + length, packed->n);
    return true;
}
