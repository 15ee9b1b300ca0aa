/* SPDX-License-Identifier: Apache-2.0
 *
 * The HTML report: one file that needs no other and no network. It holds data that its script shows:
 *
 *     heads                     tables, their columns and what these mean
 *     per article: rows         {"name", "day", "rows": [rows of each table]}, read when the page opens
 *     per article: text         {"text", "lists", "at", "cells"}, read when somebody looks at the article
 *     own-2, …                  rows of a table of all articles (names, episodes), by its number in heads
 *     run                       run.json
 *
 * What is told elsewhere is 0 in a row: the name of its article, and, in a list, the cell `text`
 * that is the words at its place.
 * Places in a text are bytes of its UTF-8. `at` has the place of each row; `cells` has, for each cell that words of the
 * text went into, [from, to, table, row, column, rule]. Mentions and suppressed rows are many and seldom wanted: they
 * are in `lists`, with the text. The page itself is in page/: two pieces of HTML, a style, a script.
 */
#include "base/arena.h"
#include "output/cell.h"
#include "output/file.h"
#include "output/json.h"
#include "record/record.h"

struct sl_writer {
    sl_writer_plan plan;
    sl_file *file;
    size_t own; /* the table of all articles whose rows are being written; SIZE_MAX: none */
};

/* Made by tools/embed.sh out of the folder page/. */
typedef struct {
    const char *name, *begin, *end;
} embedded_file;
extern const embedded_file sl_page_files[];
extern const uint64_t sl_page_count;

static sl_str piece(const char *name) {
    for (uint64_t i = 0; i < sl_page_count; i++) {
        const embedded_file *f = &sl_page_files[i];
        if (strcmp(f->name, name) == 0) return (sl_str){f->begin, (size_t)(f->end - f->begin)};
    }
    return (sl_str){0};
}

static void begin_data(const char *attribute, sl_buf *out) {
    sl_buf_printf(out, "<script type=\"application/json\" %s>", attribute);
}

static void end_data(sl_buf *out) {
    sl_buf_put(out, SL_STR("</script>\n"));
}

/* --- heads -------------------------------------------------------------------------------------------------------- */

/* Rows that stand with the text: there are many. */
static bool is_list(const sl_table_head *head) {
    return sl_str_eq(head->name, SL_STR("mentions")) || sl_str_eq(head->name, SL_STR("suppressed"));
}

/* Rows of all articles, which come when these have been written. */
static bool is_own(const sl_table_head *head) {
    return sl_str_eq(head->name, SL_STR("names")) || sl_str_eq(head->name, SL_STR("episodes"));
}

static void put_index(size_t index, sl_buf *out) {
    if (index == SIZE_MAX) sl_buf_put(out, SL_STR("null"));
    else sl_buf_number(out, index);
}

static void put_shape(const sl_table_shape *s, sl_buf *out) {
    const char *const names[] = {"subject", "kind", "past_from", "past_to", "future_from", "future_to"};
    const size_t columns[] = {s->subject, s->kind, s->past_from, s->past_to, s->future_from, s->future_to};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        sl_buf_printf(out, "%c\"%s\":", i ? ',' : '{', names[i]);
        put_index(columns[i], out);
    }
    sl_buf_char(out, '}');
}

static void put_head(const sl_table_head *head, sl_buf *out) {
    static const char *const kinds[] = {
        [SL_COLUMN_TEXT] = "text", [SL_COLUMN_DAY] = "day", [SL_COLUMN_NUMBER] = "number"};
    sl_buf_put(out, SL_STR("{\"name\":"));
    sl_json_string_in_page(head->name, out);
    sl_buf_printf(out, ",\"from\":\"%s\",\"columns\":[", is_own(head) ? "own" : is_list(head) ? "lists" : "rows");
    for (size_t i = 0; i < head->n_columns; i++) {
        sl_buf_put(out, i ? SL_STR(",{\"name\":") : SL_STR("{\"name\":"));
        sl_json_string_in_page(head->columns[i].name, out);
        sl_buf_printf(out, ",\"kind\":\"%s\"}", kinds[head->columns[i].kind]);
    }
    sl_buf_put(out, SL_STR("],\"shape\":"));
    if (head->shape) put_shape(head->shape, out);
    else sl_buf_put(out, SL_STR("null"));
    sl_buf_char(out, '}');
}

/* --- rows --------------------------------------------------------------------------------------------------------- */

/* Does the page know the cell already? `text` is NULL where there is no article. */
static bool is_known(const sl_table_head *head, const sl_text *text, const sl_table_row *row, sl_str column,
                     sl_str cell) {
    if (!text || cell.n == 0) return false;
    if (sl_str_eq(column, SL_STR("article"))) return sl_str_eq(cell, text->name);
    return is_list(head) && sl_str_eq(column, SL_STR("text")) && sl_str_eq(cell, sl_text_cut(text, row->at));
}

static void put_row(const sl_writer_plan *plan, const sl_table_head *head, const sl_text *text, const sl_table_row *row,
                    sl_buf *room, sl_buf *out) {
    for (size_t i = 0; i < head->n_columns; i++) {
        const sl_column *column = &head->columns[i];
        sl_buf_clear(room);
        sl_cell_clean(&plan->style, column->kind, sl_plan_cell(plan, row, i), room);
        sl_buf_char(out, i ? ',' : '[');
        if (is_known(head, text, row, column->name, sl_buf_str(room))) sl_buf_char(out, '0');
        else sl_json_string_in_page(sl_buf_str(room), out);
    }
    sl_buf_char(out, ']');
    out->failed = out->failed || room->failed;
}

/* The rows of the plan's table number `table`; NULL where articles have none of it. */
static const sl_table_rows *rows_of(const sl_writer *writer, size_t table, const sl_tables *tables) {
    for (size_t i = 0; i < tables->n; i++)
        if (sl_str_eq(tables->v[i].head->name, writer->plan.heads[table]->name)) return &tables->v[i];
    return NULL;
}

/* [rows of table 0, of table 1, …]; only of those that are lists, or only of the others. */
static void put_tables(const sl_writer *writer, const sl_text *text, const sl_tables *tables, bool lists, sl_buf *out) {
    sl_buf room = {0};
    for (size_t t = 0; t < writer->plan.n; t++) {
        const sl_table_rows *rows = rows_of(writer, t, tables);
        sl_buf_char(out, t ? ',' : '[');
        sl_buf_char(out, '[');
        for (size_t r = 0; rows && is_list(rows->head) == lists && r < rows->rows.n; r++) {
            if (r) sl_buf_char(out, ',');
            put_row(&writer->plan, writer->plan.heads[t], text, &rows->rows.v[r], &room, out);
        }
        sl_buf_char(out, ']');
    }
    sl_buf_char(out, ']');
    sl_buf_release(&room);
}

/* --- places ------------------------------------------------------------------------------------------------------- */

static void put_span(const sl_text *text, sl_span at, sl_buf *out) {
    sl_str words = at.to > at.from ? sl_text_cut(text, at) : (sl_str){0};
    size_t from = words.n ? (size_t)(words.p - text->text.p) : 0;
    sl_buf_printf(out, "%zu,%zu", from, from + words.n);
}

static void put_places(const sl_writer *writer, const sl_text *text, const sl_tables *tables, sl_buf *out) {
    for (size_t t = 0; t < writer->plan.n; t++) {
        const sl_table_rows *rows = rows_of(writer, t, tables);
        sl_buf_char(out, t ? ',' : '[');
        sl_buf_char(out, '[');
        for (size_t r = 0; rows && r < rows->rows.n; r++) {
            sl_buf_put(out, r ? SL_STR(",[") : SL_STR("["));
            put_span(text, rows->rows.v[r].at, out);
            sl_buf_char(out, ']');
        }
        sl_buf_char(out, ']');
    }
    sl_buf_char(out, ']');
}

static void put_fed_cells(const sl_writer *writer, const sl_text *text, const sl_tables *tables, sl_buf *out) {
    bool some = false;
    sl_buf_char(out, '[');
    for (size_t t = 0; t < writer->plan.n; t++) {
        const sl_table_rows *rows = rows_of(writer, t, tables);
        for (size_t r = 0; rows && r < rows->rows.n; r++) {
            const sl_record *record = rows->rows.v[r].record;
            for (size_t i = 0; record && i < writer->plan.heads[t]->n_columns; i++) {
                const sl_cell *cell = &record->cells[writer->plan.picked ? writer->plan.picked[i] : i];
                if (cell->at.to <= cell->at.from || cell->value.n == 0) continue;
                sl_buf_put(out, some ? SL_STR(",[") : SL_STR("["));
                put_span(text, cell->at, out);
                sl_buf_printf(out, ",%zu,%zu,%zu,", t, r, i);
                sl_json_string_in_page(cell->rule ? cell->rule->name : (sl_str){0}, out);
                sl_buf_char(out, ']');
                some = true;
            }
        }
    }
    sl_buf_char(out, ']');
}

/* --- an article --------------------------------------------------------------------------------------------------- */

static void render_article(const sl_writer *writer, const sl_text *text, const sl_tables *tables, sl_buf *out) {
    char day[11];
    sl_day_print(text->published, day);
    begin_data("class=\"rows\"", out);
    sl_buf_put(out, SL_STR("{\"name\":"));
    sl_json_string_in_page(text->name, out);
    sl_buf_printf(out, ",\"day\":\"%s\",\"rows\":", day);
    put_tables(writer, text, tables, false, out);
    sl_buf_char(out, '}');
    end_data(out);
    begin_data("class=\"text\"", out);
    sl_buf_put(out, SL_STR("{\"text\":"));
    sl_json_string_in_page(text->text, out);
    sl_buf_put(out, SL_STR(",\"lists\":"));
    put_tables(writer, text, tables, true, out);
    sl_buf_put(out, SL_STR(",\"at\":"));
    put_places(writer, text, tables, out);
    sl_buf_put(out, SL_STR(",\"cells\":"));
    put_fed_cells(writer, text, tables, out);
    sl_buf_char(out, '}');
    end_data(out);
}

static sl_status append_article(sl_writer *writer, sl_str rendered, sl_error *err) {
    return sl_file_write(writer->file, rendered, err);
}

/* Rows of articles stand with these. */
static void render(const sl_writer *writer, size_t table, const sl_table_rows *rows, sl_buf *out) {
    if (!is_own(rows->head)) return;
    sl_buf room = {0};
    for (size_t r = 0; r < rows->rows.n; r++) {
        if (r) sl_buf_put(out, SL_STR(",\n"));
        put_row(&writer->plan, writer->plan.heads[table], NULL, &rows->rows.v[r], &room, out);
    }
    sl_buf_release(&room);
}

static sl_status write_piece(sl_writer *writer, sl_buf *bytes, sl_error *err) {
    sl_status status = bytes->failed ? sl_fail(err, SL_NO_MEMORY, writer->plan.places[0], "out of memory")
                                     : sl_file_write(writer->file, sl_buf_str(bytes), err);
    sl_buf_release(bytes);
    return status;
}

/* Ends the table of all articles that is being written. */
static void end_own(sl_writer *writer, sl_buf *out) {
    if (writer->own == SIZE_MAX) return;
    sl_buf_char(out, ']');
    end_data(out);
    writer->own = SIZE_MAX;
}

static sl_status append(sl_writer *writer, size_t table, sl_str rendered, sl_error *err) {
    if (rendered.n == 0) return SL_OK;
    sl_buf out = {0};
    if (writer->own == table) {
        sl_buf_put(&out, SL_STR(",\n"));
    } else {
        end_own(writer, &out);
        writer->own = table;
        sl_buf_printf(&out, "<script type=\"application/json\" id=\"own-%zu\">[", table);
    }
    sl_buf_put(&out, rendered);
    return write_piece(writer, &out, err);
}

/* --- the writer --------------------------------------------------------------------------------------------------- */

static sl_status write_head(sl_writer *writer, sl_error *err) {
    sl_buf out = {0};
    sl_buf_put(&out, piece("head.html"));
    sl_buf_put(&out, SL_STR("<style>\n"));
    sl_buf_put(&out, piece("style.css"));
    sl_buf_put(&out, SL_STR("</style>\n"));
    sl_buf_put(&out, piece("body.html"));
    begin_data("id=\"heads\"", &out);
    for (size_t i = 0; i < writer->plan.n; i++) {
        sl_buf_char(&out, i ? ',' : '[');
        put_head(writer->plan.heads[i], &out);
    }
    sl_buf_char(&out, ']');
    end_data(&out);
    return write_piece(writer, &out, err);
}

static sl_status seal(sl_writer *writer, sl_str report, sl_error *err) {
    sl_buf out = {0};
    end_own(writer, &out);
    begin_data("id=\"run\"", &out);
    sl_json_string_in_page(report, &out);
    end_data(&out);
    sl_buf_put(&out, SL_STR("<script>\n"));
    sl_buf_put(&out, piece("script.js"));
    sl_buf_put(&out, SL_STR("</script>\n</body>\n</html>\n"));
    sl_status status = write_piece(writer, &out, err);
    return status ? status : sl_file_seal(writer->file, err);
}

static sl_status publish(sl_writer *writer, sl_error *err) {
    return sl_file_publish(writer->file, err);
}

static void discard(sl_writer *writer) {
    if (writer && writer->file) sl_file_discard(writer->file);
}

static void close_page(sl_writer *writer) {
    if (!writer) return;
    sl_file_close(writer->file);
    sl_heap_free(writer);
}

static sl_status open_page(const sl_writer_plan *plan, sl_writer **out, sl_error *err) {
    sl_writer *writer = sl_heap_alloc(1, sizeof *writer);
    if (!writer) return sl_fail(err, SL_NO_MEMORY, plan->places[0], "out of memory");
    writer->plan = *plan;
    writer->own = SIZE_MAX;
    sl_status status = sl_file_create(plan->places[0], &writer->file, err);
    if (status == SL_OK) status = write_head(writer, err);
    if (status) close_page(writer);
    else *out = writer;
    return status;
}

const sl_writer_kind sl_writer_html = {
    .open = open_page,
    .render = render,
    .append = append,
    .keeps_report = true,
    .seal = seal,
    .publish = publish,
    .discard = discard,
    .close = close_page,
    .render_article = render_article,
    .append_article = append_article,
};
