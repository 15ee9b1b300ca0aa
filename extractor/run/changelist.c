/* SPDX-License-Identifier: Apache-2.0 */
#include "run/changelist.h"

#include "output/csv.h"

/* By sl_change_kind. */
static const char *const words[] = {"lost", "changed", "gained"};
static const char signs[] = {'-', '~', '+'};

static const sl_placed_row *shown(const sl_change *change) {
    return change->rows[SL_NEW] ? change->rows[SL_NEW] : change->rows[SL_OLD];
}

static size_t side_of(const sl_change *change) {
    return change->rows[SL_NEW] ? SL_NEW : SL_OLD;
}

/* ---- cells in one line ---- */

/* Of a character that a terminal would obey, or that is a blank to it: its bytes; else 0. U+0080..U+009F are controls
   as well. */
static size_t blank_at(sl_str s, size_t i) {
    unsigned char c = (unsigned char)s.p[i];
    if (c <= ' ' || c == 0x7F) return 1;
    bool high = c == 0xC2 && i + 1 < s.n && (unsigned char)s.p[i + 1] >= 0x80 && (unsigned char)s.p[i + 1] < 0xA0;
    return high ? 2 : 0;
}

/* White space of any length as one blank. */
static void put_one_line(sl_str s, sl_buf *out) {
    bool after_blank = true;
    for (size_t i = 0; i < s.n;) {
        size_t blank = blank_at(s, i);
        if (!blank) sl_buf_char(out, s.p[i]);
        else if (!after_blank) sl_buf_char(out, ' ');
        after_blank = blank != 0;
        i += blank ? blank : 1;
    }
}

/* A path keeps its blanks. */
static void put_path(sl_str path, sl_buf *out) {
    for (size_t i = 0; i < path.n; i++) {
        size_t blank = path.p[i] == ' ' ? 0 : blank_at(path, i);
        sl_buf_char(out, blank ? '?' : path.p[i]);
        if (blank) i += blank - 1;
    }
}

static void put_cell(const sl_table_pair *pair, const sl_change *change, size_t column, bool *first, sl_buf *out) {
    sl_str cell = sl_change_cell(pair, shown(change), side_of(change), column);
    if (cell.n == 0) return;
    if (!*first) sl_buf_put(out, SL_STR("; "));
    *first = false;
    sl_buf_put(out, pair->columns[column].name);
    sl_buf_char(out, '=');
    put_one_line(cell, out);
}

static bool is_name(const sl_table_pair *pair, size_t column) {
    for (size_t i = 0; i < pair->n_names; i++)
        if (pair->names[i] == column) return true;
    return false;
}

/* Where the row is from is told elsewhere. */
static bool is_content(const sl_table_pair *pair, size_t column) {
    const sl_column_pair *c = &pair->columns[column];
    return !c->is_made && !c->is_place && column != pair->evidence && !sl_str_eq(c->name, SL_STR("published"));
}

static void put_name(const sl_table_pair *pair, const sl_change *change, bool *first, sl_buf *out) {
    for (size_t i = 0; i < pair->n_names; i++) put_cell(pair, change, pair->names[i], first, out);
}

/* Those that tell which row it is come first. */
static void put_all(const sl_table_pair *pair, const sl_change *change, sl_buf *out) {
    bool first = true;
    put_name(pair, change, &first, out);
    for (size_t i = 0; i < pair->n_columns; i++)
        if (is_content(pair, i) && !is_name(pair, i)) put_cell(pair, change, i, &first, out);
}

/* A table that names no columns for it shows all. */
static void put_which(const sl_table_pair *pair, const sl_change *change, sl_buf *out) {
    bool first = true;
    if (pair->n_names) put_name(pair, change, &first, out);
    else put_all(pair, change, out);
}

/* ---- for a spreadsheet ---- */

static const sl_cell_style style = {.delimiter = ','};

sl_str sl_changelist_head(void) {
    return SL_STR("change,table,article,line,start,end,row,column,old,new,sentence\n");
}

static void put_text(sl_str cell, sl_buf *out) {
    sl_csv_text(&style, cell, out);
    sl_csv_delimit(&style, out);
}

static void put_number(uint64_t n, sl_buf *out) {
    sl_buf_number(out, n);
    sl_csv_delimit(&style, out);
}

static void begin_line(const sl_table_pair *pair, const sl_change *change, sl_str article, sl_str which, sl_buf *out) {
    const sl_placed_row *row = shown(change);
    put_text(sl_str_of(words[change->kind]), out);
    put_text(pair->name, out);
    put_text(article, out);
    put_number(row->at.line, out);
    put_number(row->at.from, out);
    put_number(row->at.to, out);
    put_text(which, out);
}

static void end_line(const sl_change *change, sl_buf *out) {
    sl_csv_text(&style, shown(change)->sentence, out);
    sl_csv_end_row(&style, out);
}

static void put_value(const sl_column_pair *column, sl_str cell, sl_buf *out) {
    if (column->is_text) sl_csv_text(&style, cell, out);
    else sl_csv_plain(&style, cell, out);
    sl_csv_delimit(&style, out);
}

static void put_changed_lines(const sl_table_pair *pair, const sl_change *change, sl_str article, sl_str which,
                              sl_buf *out) {
    for (size_t i = 0; i < pair->n_columns; i++) {
        if (!sl_change_shows(pair, change, i)) continue;
        begin_line(pair, change, article, which, out);
        put_text(pair->columns[i].name, out);
        for (size_t side = 0; side < SL_SIDES; side++)
            put_value(&pair->columns[i], sl_change_cell(pair, change->rows[side], side, i), out);
        end_line(change, out);
    }
}

/* `cells` is for what a cell of the line is put together from. */
static void put_lines(const sl_table_pair *pair, const sl_change *change, sl_str article, sl_buf *cells, sl_buf *out) {
    sl_buf_clear(cells);
    put_which(pair, change, cells);
    if (change->kind == SL_ROW_CHANGED) {
        put_changed_lines(pair, change, article, sl_buf_str(cells), out);
        return;
    }
    begin_line(pair, change, article, sl_buf_str(cells), out);
    sl_buf_clear(cells);
    put_all(pair, change, cells);
    put_text((sl_str){0}, out);
    put_text(change->kind == SL_ROW_LOST ? sl_buf_str(cells) : (sl_str){0}, out);
    put_text(change->kind == SL_ROW_GAINED ? sl_buf_str(cells) : (sl_str){0}, out);
    end_line(change, out);
}

void sl_changelist_csv(const sl_table_pair *pair, const sl_changes *changes, sl_str article, sl_buf *out) {
    sl_buf cells = {0};
    for (size_t i = 0; i < changes->list.n; i++) {
        put_lines(pair, &changes->list.v[i], article, &cells, out);
        out->failed = out->failed || cells.failed;
    }
    sl_buf_release(&cells);
}

/* ---- for people ---- */

static void put_or_empty(sl_str cell, sl_buf *out) {
    if (cell.n) put_one_line(cell, out);
    else sl_buf_put(out, SL_STR("(empty)"));
}

static void put_differences(const sl_table_pair *pair, const sl_change *change, sl_buf *out) {
    for (size_t i = 0; i < pair->n_columns; i++) {
        if (!sl_change_shows(pair, change, i)) continue;
        sl_buf_put(out, SL_STR("    "));
        sl_buf_put(out, pair->columns[i].name);
        sl_buf_put(out, SL_STR(": "));
        put_or_empty(sl_change_cell(pair, change->rows[SL_OLD], SL_OLD, i), out);
        sl_buf_put(out, SL_STR(" -> "));
        put_or_empty(sl_change_cell(pair, change->rows[SL_NEW], SL_NEW, i), out);
        sl_buf_char(out, '\n');
    }
}

static void put_block(const sl_table_pair *pair, const sl_change *change, sl_str article, sl_buf *out) {
    const sl_placed_row *row = shown(change);
    sl_buf_char(out, signs[change->kind]);
    sl_buf_char(out, ' ');
    sl_buf_put(out, pair->name);
    sl_buf_put(out, SL_STR("  "));
    put_path(article, out);
    sl_buf_char(out, ':');
    sl_buf_number(out, row->at.line);
    sl_buf_put(out, SL_STR("  "));
    if (change->kind == SL_ROW_CHANGED) put_which(pair, change, out);
    else put_all(pair, change, out);
    sl_buf_char(out, '\n');
    if (change->kind == SL_ROW_CHANGED) put_differences(pair, change, out);
    if (row->sentence.n) {
        sl_buf_put(out, SL_STR("    "));
        put_one_line(row->sentence, out);
        sl_buf_char(out, '\n');
    }
    sl_buf_char(out, '\n');
}

void sl_changelist_blocks(const sl_table_pair *pair, const sl_changes *changes, sl_str article, sl_buf *out) {
    for (size_t i = 0; i < changes->list.n; i++) put_block(pair, &changes->list.v[i], article, out);
}
