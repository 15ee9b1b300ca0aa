/* SPDX-License-Identifier: Apache-2.0 */
#include "output/csv.h"

#include "base/arena.h"
#include "output/file.h"

static bool is_control(char c) {
    return ((unsigned char)c < ' ' && c != '\t' && c != '\n' && c != '\r') || c == 0x7F;
}

/* U+0080..U+009F: control characters as well, of two bytes. */
static bool is_high_control(sl_str cell, size_t i) {
    return (unsigned char)cell.p[i] == 0xC2 && i + 1 < cell.n && (unsigned char)cell.p[i + 1] >= 0x80 &&
           (unsigned char)cell.p[i + 1] < 0xA0;
}

static bool needs_quotes(sl_str cell, char delimiter) {
    for (size_t i = 0; i < cell.n; i++) {
        char c = cell.p[i];
        if (c == delimiter || c == '"' || c == '\n' || c == '\r') return true;
    }
    return false;
}

/* Runs of ordinary bytes are copied at once: nearly every cell is one. */
static void put_cleaned(sl_str cell, sl_buf *out) {
    size_t from = 0;
    for (size_t i = 0; i < cell.n; i++) {
        bool high = is_high_control(cell, i);
        if (!high && !is_control(cell.p[i]) && cell.p[i] != '"') continue;
        sl_buf_put(out, sl_str_cut(cell, from, i));
        if (cell.p[i] == '"') sl_buf_put(out, SL_STR("\"\""));
        else sl_buf_char(out, ' ');
        if (high) i++;
        from = i + 1;
    }
    sl_buf_put(out, sl_str_cut(cell, from, cell.n));
}

static void put_cell(const sl_cell_style *style, sl_str cell, bool guarded, sl_buf *out) {
    bool quoted = needs_quotes(cell, style->delimiter);
    if (quoted) sl_buf_char(out, '"');
    if (guarded) sl_buf_char(out, '\'');
    put_cleaned(cell, out);
    if (quoted) sl_buf_char(out, '"');
}

void sl_csv_begin(const sl_cell_style *style, sl_buf *out) {
    if (style->excel) sl_buf_put(out, SL_STR("\xEF\xBB\xBF"));
}

void sl_csv_text(const sl_cell_style *style, sl_str cell, sl_buf *out) {
    put_cell(style, cell, !style->raw && cell.n && memchr("=+-@\t\r", cell.p[0], 6) != NULL, out);
}

void sl_csv_plain(const sl_cell_style *style, sl_str cell, sl_buf *out) {
    put_cell(style, cell, false, out);
}

void sl_csv_delimit(const sl_cell_style *style, sl_buf *out) {
    sl_buf_char(out, style->delimiter);
}

void sl_csv_end_row(const sl_cell_style *style, sl_buf *out) {
    sl_buf_put(out, style->excel ? SL_STR("\r\n") : SL_STR("\n"));
}

/* The writer: a file per table. */

struct sl_writer {
    sl_writer_plan plan;
    sl_file **files; /* plan.n of them */
};

static void render_head(const sl_writer *writer, const sl_table_head *head, sl_buf *out) {
    const sl_cell_style *style = &writer->plan.style;
    sl_csv_begin(style, out);
    for (size_t i = 0; i < head->n_columns; i++) {
        if (i) sl_csv_delimit(style, out);
        sl_csv_plain(style, head->columns[i].name, out);
    }
    sl_csv_end_row(style, out);
}

static void csv_render(const sl_writer *writer, size_t table, const sl_table_rows *rows, sl_buf *out) {
    const sl_table_head *head = writer->plan.heads[table];
    const sl_cell_style *style = &writer->plan.style;
    for (size_t r = 0; r < rows->rows.n; r++) {
        for (size_t i = 0; i < head->n_columns; i++) {
            sl_str cell = rows->rows.v[r].cells[i];
            if (i) sl_csv_delimit(style, out);
            if (head->columns[i].kind == SL_COLUMN_TEXT) sl_csv_text(style, cell, out);
            else sl_csv_plain(style, cell, out);
        }
        sl_csv_end_row(style, out);
    }
}

static void csv_discard(sl_writer *writer) {
    for (size_t i = 0; writer && writer->files && i < writer->plan.n; i++) {
        if (writer->files[i]) sl_file_discard(writer->files[i]);
    }
}

static void csv_close(sl_writer *writer) {
    if (!writer) return;
    for (size_t i = 0; writer->files && i < writer->plan.n; i++) sl_file_close(writer->files[i]);
    sl_heap_free(writer->files);
    sl_heap_free(writer);
}

static sl_status open_table(sl_writer *writer, size_t table, sl_error *err) {
    sl_str place = writer->plan.places[table];
    sl_status status = place.n ? sl_file_create(place, &writer->files[table], err)
                               : sl_file_standard_output(&writer->files[table], err);
    if (status) return status;
    sl_buf head = {0};
    render_head(writer, writer->plan.heads[table], &head);
    status = head.failed ? sl_fail(err, SL_NO_MEMORY, place, "out of memory")
                         : sl_file_write(writer->files[table], sl_buf_str(&head), err);
    sl_buf_release(&head);
    return status;
}

static sl_status csv_open(const sl_writer_plan *plan, sl_writer **out, sl_error *err) {
    sl_writer *writer = sl_heap_alloc(1, sizeof *writer);
    if (!writer) return sl_fail(err, SL_NO_MEMORY, SL_STR(""), "out of memory");
    writer->plan = *plan;
    writer->files = sl_heap_alloc(plan->n, sizeof *writer->files);
    sl_status status = writer->files ? SL_OK : sl_fail(err, SL_NO_MEMORY, SL_STR(""), "out of memory");
    for (size_t i = 0; status == SL_OK && i < plan->n; i++) status = open_table(writer, i, err);
    if (status) csv_close(writer);
    else *out = writer;
    return status;
}

static sl_status csv_append(sl_writer *writer, size_t table, sl_str rendered, sl_error *err) {
    return sl_file_write(writer->files[table], rendered, err);
}

static sl_status csv_seal(sl_writer *writer, sl_error *err) {
    sl_status status = SL_OK;
    for (size_t i = 0; status == SL_OK && i < writer->plan.n; i++) status = sl_file_seal(writer->files[i], err);
    return status;
}

static sl_status csv_publish(sl_writer *writer, sl_error *err) {
    sl_status status = SL_OK;
    for (size_t i = 0; status == SL_OK && i < writer->plan.n; i++) status = sl_file_publish(writer->files[i], err);
    return status;
}

const sl_writer_kind sl_writer_csv = {csv_open, csv_render, csv_append, csv_seal, csv_publish, csv_discard, csv_close};
