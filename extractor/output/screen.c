/* SPDX-License-Identifier: Apache-2.0
 *
 * One table on a terminal, for people: aligned, cut to its width, in colours.
 *
 *     player          injury      injured_from  return_from
 *     Emil Skovgaard  ankle inj…  2020-10-01    2021-03-01
 *     12 rows; --columns picks, -o X.csv writes all; not shown: club, evidence
 *
 * The rows of the first articles settle how wide the columns are and which are shown; later ones are cut to that, so that memory does
 * not grow with the rows. Who, what and when (as the head's shape tells) have a place first, then the other columns from
 * left to right, at last what says where a row comes from.
 */
#include "adapt/unicode.h"
#include "base/arena.h"
#include "output/cell.h"
#include "output/file.h"

enum {
    SAMPLE_ARTICLES = 100,
    SAMPLE_BYTES = 1024 * 1024,
    WIDE = 24, /* what a column may take before all others have a place */
    WIDEST = 60 /* and at most */,
    NARROW = 8, /* less is not worth showing, where the cells are wider */
    BETWEEN = 2 /* blanks between two columns */
};

struct sl_writer {
    sl_writer_plan plan;
    sl_file *file;
    sl_buf sample;        /* packed rows, until the columns are settled */
    size_t *widths;       /* of each column; 0: not shown */
    size_t sampled, rows; /* articles with rows; rows written */
    bool settled;
};

/* --- cells -------------------------------------------------------------------------------------------------------- */

/* Line breaks and tabs as blanks, and nothing that turns the direction of what stands beside it. */
static void put_line(sl_str cell, sl_buf *out) {
    while (cell.n) {
        size_t size;
        uint32_t rune = sl_unicode_decode(cell, &size);
        bool turns = (rune >= 0x202A && rune <= 0x202E) || (rune >= 0x2066 && rune <= 0x2069);
        if (rune == '\n' || rune == '\r' || rune == '\t') sl_buf_char(out, ' ');
        else if (!turns) sl_buf_put(out, sl_str_cut(cell, 0, size));
        cell = sl_str_cut(cell, size, cell.n);
    }
}

static size_t width_of(sl_str line) {
    size_t used;
    sl_unicode_fit(line, SIZE_MAX / 2, &used);
    return used;
}

static void blanks(size_t n, sl_buf *out) {
    while (n--) sl_buf_char(out, ' ');
}

/* `line` in exactly `width` columns. */
static void put_fitted(sl_str line, size_t width, bool right, sl_buf *out) {
    size_t used, n = sl_unicode_fit(line, width, &used);
    bool cut = n < line.n;
    if (cut) n = sl_unicode_fit(line, width - 1, &used), used++;
    if (right) blanks(width - used, out);
    sl_buf_put(out, sl_str_cut(line, 0, n));
    if (cut) sl_buf_put(out, SL_STR("\xE2\x80\xA6"));
    if (!right) blanks(width - used, out);
}

/* --- which columns, and how wide ---------------------------------------------------------------------------------- */

/* Columns that say where a row comes from, the most useful first. */
static const char *const origins[] = {"published", "article", "evidence", "line", "rules", "id", "start", "end"};

enum { N_ORIGINS = sizeof origins / sizeof *origins, RANKS = N_ORIGINS + 2 };

/* Below RANKS, and the lowest has its place first. */
static size_t rank_of(const sl_table_head *head, size_t column) {
    const sl_table_shape *s = head->shape;
    if (s && (column == s->subject || column == s->kind || column == s->past_from || column == s->future_to)) return 0;
    for (size_t i = 0; i < N_ORIGINS; i++)
        if (sl_str_eq(head->columns[column].name, sl_str_of(origins[i]))) return i + 2;
    return 1;
}

/* The widest cell of each column, 0 where all are empty. */
static void measure(const sl_writer *writer, size_t *natural, sl_buf *line) {
    const sl_table_head *head = writer->plan.heads[0];
    sl_str packed = sl_buf_str(&writer->sample), cell;
    for (size_t i = 0; sl_cells_next(&packed, &cell); i++) {
        size_t column = i % head->n_columns;
        sl_buf_clear(line);
        put_line(cell, line);
        size_t width = width_of(sl_buf_str(line));
        if (width > natural[column]) natural[column] = width;
    }
    for (size_t i = 0; i < head->n_columns; i++) {
        size_t title = width_of(head->columns[i].name);
        if (natural[i] && natural[i] < title) natural[i] = title;
        if (writer->plan.picked && natural[i] == 0) natural[i] = title; /* asked for by name */
        if (natural[i] > WIDEST) natural[i] = WIDEST;
    }
}

/* Gives the column a place, if there is one; the first one in any case. */
static void place(size_t screen, size_t natural, size_t *width, size_t *left) {
    size_t wanted = natural < WIDE ? natural : WIDE;
    if (wanted == 0 || *left < BETWEEN) return;
    size_t room = *left - BETWEEN;
    bool is_first = *left == screen + BETWEEN;
    if (room < wanted && room < NARROW && !is_first) return;
    *width = room < wanted ? room : wanted;
    *left -= *width + BETWEEN;
}

static void settle(sl_writer *writer, sl_buf *line) {
    const sl_table_head *head = writer->plan.heads[0];
    size_t n = head->n_columns, left = writer->plan.screen.width + BETWEEN;
    size_t *natural = writer->widths + n; /* the second half of the same memory */
    measure(writer, natural, line);
    for (size_t rank = 0; rank < RANKS; rank++) {
        for (size_t i = 0; i < n; i++) {
            if (rank == (writer->plan.picked ? 0 : rank_of(head, i)))
                place(writer->plan.screen.width, natural[i], &writer->widths[i], &left);
        }
    }
    for (size_t i = 0; i < n; i++) {
        if (writer->widths[i] == 0 || natural[i] <= writer->widths[i]) continue;
        size_t more = natural[i] - writer->widths[i];
        if (more > left) more = left;
        writer->widths[i] += more;
        left -= more;
    }
    writer->settled = true;
}

/* --- rows --------------------------------------------------------------------------------------------------------- */

static const char *colour_of(const sl_writer *writer, size_t column) {
    const sl_table_head *head = writer->plan.heads[0];
    if (!writer->plan.screen.colour) return "";
    if (head->shape && head->shape->subject == column) return "\033[1m";
    if (head->columns[column].kind == SL_COLUMN_DAY) return "\033[36m";
    return head->columns[column].kind == SL_COLUMN_NUMBER || rank_of(head, column) > 1 ? "\033[2m" : "";
}

static void put_cell(const sl_writer *writer, size_t column, sl_str line, const char *colour, sl_buf *out) {
    bool right = writer->plan.heads[0]->columns[column].kind == SL_COLUMN_NUMBER;
    sl_buf_put(out, sl_str_of(colour));
    put_fitted(line, writer->widths[column], right, out);
    if (colour[0]) sl_buf_put(out, SL_STR("\033[0m"));
}

/* The next column that is shown, at or after `column`. */
static size_t next_shown(const sl_writer *writer, size_t column) {
    while (column < writer->plan.heads[0]->n_columns && writer->widths[column] == 0) column++;
    return column;
}

static void put_head(const sl_writer *writer, sl_buf *out) {
    const sl_table_head *head = writer->plan.heads[0];
    const char *colour = writer->plan.screen.colour ? "\033[1;4m" : "";
    for (size_t i = next_shown(writer, 0); i < head->n_columns;) {
        put_cell(writer, i, head->columns[i].name, colour, out);
        i = next_shown(writer, i + 1);
        if (i < head->n_columns) blanks(BETWEEN, out);
    }
    sl_buf_char(out, '\n');
}

static void put_rows(sl_writer *writer, sl_str packed, sl_buf *line, sl_buf *out) {
    size_t n = writer->plan.heads[0]->n_columns;
    sl_str cell;
    bool begun = false;
    for (size_t i = 0; sl_cells_next(&packed, &cell); i++) {
        size_t column = i % n;
        if (column == 0) begun = false;
        if (writer->widths[column]) {
            sl_buf_clear(line);
            put_line(cell, line);
            if (begun) blanks(BETWEEN, out);
            put_cell(writer, column, sl_buf_str(line), colour_of(writer, column), out);
            begun = true;
        }
        if (column + 1 < n) continue;
        sl_buf_char(out, '\n');
        writer->rows++;
    }
}

static void put_foot(const sl_writer *writer, sl_buf *line, sl_buf *out) {
    const sl_table_head *head = writer->plan.heads[0];
    const char *between = "; --columns picks, -o X.csv writes all; not shown: ";
    sl_buf_clear(line);
    sl_buf_printf(line, "%zu %s", writer->rows, writer->rows == 1 ? "row" : "rows");
    for (size_t i = 0; writer->rows && i < head->n_columns; i++) {
        if (writer->widths[i]) continue;
        sl_buf_put(line, sl_str_of(between));
        sl_buf_put(line, head->columns[i].name);
        between = ", ";
    }
    if (writer->plan.screen.colour) sl_buf_put(out, SL_STR("\033[2m"));
    put_fitted(sl_buf_str(line), writer->plan.screen.width, false, out);
    if (writer->plan.screen.colour) sl_buf_put(out, SL_STR("\033[0m"));
    sl_buf_char(out, '\n');
}

/* --- the writer --------------------------------------------------------------------------------------------------- */

static sl_status no_memory(sl_error *err) {
    return sl_fail(err, SL_NO_MEMORY, SL_STR("standard output"), "out of memory");
}

/* Writes what is there: the head once, the rows, and at the end the foot. */
static sl_status show(sl_writer *writer, sl_str packed, bool ends, sl_error *err) {
    sl_buf line = {0}, out = {0};
    if (!writer->settled) {
        settle(writer, &line);
        put_head(writer, &out);
    }
    put_rows(writer, packed, &line, &out);
    if (ends) put_foot(writer, &line, &out);
    sl_status status = line.failed || out.failed ? no_memory(err) : sl_file_write(writer->file, sl_buf_str(&out), err);
    sl_buf_release(&line);
    sl_buf_release(&out);
    return status;
}

static void render(const sl_writer *writer, size_t table, const sl_table_rows *rows, sl_buf *out) {
    sl_cells_pack(&writer->plan, table, rows, out);
}

static sl_status append(sl_writer *writer, size_t table, sl_str rendered, sl_error *err) {
    (void)table;
    if (writer->settled) return show(writer, rendered, false, err);
    sl_buf_put(&writer->sample, rendered);
    if (writer->sample.failed) return no_memory(err);
    writer->sampled += rendered.n > 0;
    if (writer->sampled < SAMPLE_ARTICLES && writer->sample.n < SAMPLE_BYTES) return SL_OK;
    sl_status status = show(writer, sl_buf_str(&writer->sample), false, err);
    sl_buf_release(&writer->sample);
    return status;
}

static sl_status seal(sl_writer *writer, sl_str report, sl_error *err) {
    (void)report;
    sl_status status = show(writer, sl_buf_str(&writer->sample), true, err);
    return status ? status : sl_file_seal(writer->file, err);
}

static sl_status publish(sl_writer *writer, sl_error *err) {
    return sl_file_publish(writer->file, err);
}

static void discard(sl_writer *writer) {
    if (writer && writer->file) sl_file_discard(writer->file);
}

static void close_screen(sl_writer *writer) {
    if (!writer) return;
    sl_file_close(writer->file);
    sl_buf_release(&writer->sample);
    sl_heap_free(writer->widths);
    sl_heap_free(writer);
}

static sl_status open_screen(const sl_writer_plan *plan, sl_writer **out, sl_error *err) {
    sl_writer *writer = sl_heap_alloc(1, sizeof *writer);
    if (!writer) return no_memory(err);
    writer->plan = *plan;
    writer->widths = sl_heap_alloc(2 * plan->heads[0]->n_columns, sizeof *writer->widths);
    sl_status status = writer->widths ? sl_file_standard_output(&writer->file, err) : no_memory(err);
    if (status) close_screen(writer);
    else *out = writer;
    return status;
}

const sl_writer_kind sl_writer_screen = {
    .open = open_screen,
    .render = render,
    .append = append,
    .seal = seal,
    .publish = publish,
    .discard = discard,
    .close = close_screen,
};
