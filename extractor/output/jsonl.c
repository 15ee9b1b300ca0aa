/* SPDX-License-Identifier: Apache-2.0
 *
 * JSON lines: an object a row, its keys the columns, always all of them. Numbers are numbers, days are texts, and what
 * the article does not say is null.
 *
 *     {"player":"Ade Okafor","injury":"knee","injured_from":"2024-03-05","return_from":null,"line":3}
 */
#include "output/cell.h"
#include "output/json.h"
#include "output/tablefiles.h"

/* `cell` as a value; `room` is for the clean form of one that is not. */
static void put_value(const sl_writer_plan *plan, sl_column_kind kind, sl_str cell, sl_buf *room, sl_buf *out) {
    if (!sl_cell_is_clean(&plan->style, kind, cell)) {
        sl_buf_clear(room);
        sl_cell_clean(&plan->style, kind, cell, room);
        out->failed = out->failed || room->failed;
        cell = sl_buf_str(room);
    }
    if (cell.n == 0) sl_buf_put(out, SL_STR("null"));
    else if (kind == SL_COLUMN_NUMBER) sl_buf_put(out, cell);
    else sl_json_string(cell, out);
}

static void render(const sl_writer *writer, size_t table, const sl_table_rows *rows, sl_buf *out) {
    const sl_writer_plan *plan = sl_tablefiles_plan(writer);
    const sl_table_head *head = plan->heads[table];
    sl_buf room = {0};
    for (size_t r = 0; r < rows->rows.n; r++) {
        for (size_t i = 0; i < head->n_columns; i++) {
            sl_buf_char(out, i ? ',' : '{');
            sl_json_string(head->columns[i].name, out);
            sl_buf_char(out, ':');
            put_value(plan, head->columns[i].kind, sl_plan_cell(plan, &rows->rows.v[r], i), &room, out);
        }
        sl_buf_put(out, SL_STR("}\n"));
    }
    sl_buf_release(&room);
}

static sl_status open_files(const sl_writer_plan *plan, sl_writer **writer, sl_error *err) {
    return sl_tablefiles_open(plan, NULL, writer, err);
}

const sl_writer_kind sl_writer_jsonl = {
    .open = open_files,
    .render = render,
    .append = sl_tablefiles_append,
    .size = sl_tablefiles_size,
    .seal = sl_tablefiles_seal,
    .publish = sl_tablefiles_publish,
    .discard = sl_tablefiles_discard,
    .close = sl_tablefiles_close,
};
