/* SPDX-License-Identifier: Apache-2.0
 *
 * All tables in a workbook for Excel: a sheet per table, with filters, the titles always in view, days as dates, and
 * articles that open at a click; at last a sheet with run.json.
 *
 * Where the format ends: a table goes on in a sheet of its own ("injuries (2)") beyond 1,048,576 rows; a longer cell is
 * cut, and says so; the first 65,530 articles of a sheet are links.
 */
#include <unistd.h>

#include "adapt/unicode.h"
#include "adapt/workbook.h"
#include "base/arena.h"
#include "output/cell.h"
#include "output/file.h"

enum {
    MEASURED_ROWS = 1000, /* that the widths come from */
    WIDEST = 60,
    TITLE_EXTRA = 3, /* the button of the filter */
    RUN_WIDTH = 80
};

#define CUT_NOTE SL_STR("\xE2\x80\xA6 [cut: a cell holds 32,767 characters]")
enum { CUT_NOTE_UNITS = 39 };

/* A table, and the sheet that it has come to. */
typedef struct {
    sl_sheet *sheet;
    unsigned number;    /* of the sheet: 1 is the first one */
    size_t rows, links; /* of it; rows with the title */
    size_t *widths;     /* of each column, in the last sheet */
    size_t article;     /* its column; SIZE_MAX: has none */
} sheet_state;

struct sl_writer {
    sl_writer_plan plan;
    sl_file *file;
    sl_workbook *workbook;
    sheet_state *sheets; /* of each table */
    sl_buf target, cut;
    sl_buf base; /* what leads from the workbook's folder to where paths of articles begin: "../" */
};

static sl_status no_memory(const sl_writer *writer, sl_error *err) {
    return sl_fail(err, SL_NO_MEMORY, writer->plan.places[0], "out of memory");
}

/* --- sheets ------------------------------------------------------------------------------------------------------- */

static void measure(size_t *width, sl_str cell, size_t extra) {
    size_t used;
    sl_unicode_fit(cell, WIDEST, &used);
    if (used + extra > *width) *width = used + extra;
}

static sl_status begin_sheet(sl_writer *writer, size_t table, sl_error *err) {
    const sl_table_head *head = writer->plan.heads[table];
    sheet_state *s = &writer->sheets[table];
    char name[SL_SHEET_NAME + 1], number[16] = "";
    s->number++;
    if (s->number > 1) snprintf(number, sizeof number, " (%u)", s->number);
    int room = SL_SHEET_NAME - (int)strlen(number);
    snprintf(name, sizeof name, "%.*s%s", (int)head->name.n < room ? (int)head->name.n : room, head->name.p, number);
    sl_status status = sl_workbook_sheet(writer->workbook, sl_str_of(name), &s->sheet, err);
    if (status) return status;
    for (size_t i = 0; i < head->n_columns; i++) {
        sl_sheet_title(s->sheet, 0, i, head->columns[i].name);
        measure(&s->widths[i], head->columns[i].name, TITLE_EXTRA);
    }
    s->rows = 1;
    s->links = 0;
    return SL_OK;
}

static void end_sheet(const sl_table_head *head, const sheet_state *s) {
    for (size_t i = 0; i < head->n_columns; i++) sl_sheet_width(s->sheet, i, (double)s->widths[i] + 1);
    sl_sheet_filters(s->sheet, s->rows, head->n_columns);
}

/* --- cells -------------------------------------------------------------------------------------------------------- */

static size_t utf16_units(sl_str s) {
    size_t units = 0;
    for (size_t i = 0; i < s.n; i++)
        if (((unsigned char)s.p[i] & 0xC0) != 0x80) units += (unsigned char)s.p[i] >= 0xF0 ? 2 : 1;
    return units;
}

/* A cell that is too long ends with a note that says so. */
static sl_str fitted(sl_writer *writer, sl_str cell) {
    if (cell.n <= SL_SHEET_CELL || utf16_units(cell) <= SL_SHEET_CELL) return cell;
    size_t units = 0, at = 0;
    while (at < cell.n) {
        size_t size;
        units += sl_unicode_decode(sl_str_cut(cell, at, cell.n), &size) >= 0x10000 ? 2 : 1;
        if (units > SL_SHEET_CELL - CUT_NOTE_UNITS) break;
        at += size;
    }
    sl_buf_clear(&writer->cut);
    sl_buf_put(&writer->cut, sl_str_cut(cell, 0, at));
    sl_buf_put(&writer->cut, CUT_NOTE);
    return sl_buf_str(&writer->cut);
}

/* The file that holds the article: a.zip of a.zip!x/y.txt, f.jsonl of f.jsonl#7. */
static sl_str file_of(sl_str article) {
    size_t mark = 0;
    while (mark < article.n && article.p[mark] != '!' && article.p[mark] != '#') mark++;
    return sl_str_cut(article, 0, mark);
}

/* A path as a URL. */
static void put_path(sl_str path, sl_buf *url) {
    for (size_t i = 0; i < path.n; i++) {
        char c = path.p[i];
        if (sl_is_alnum(c) || memchr("/-._~", c, 5)) sl_buf_char(url, c);
        else sl_buf_printf(url, "%%%02X", (unsigned)(unsigned char)c);
    }
}

static void put_target(sl_writer *writer, sl_str file) {
    sl_buf *url = &writer->target;
    bool from_root = file.p[0] == '/' || (writer->base.n && writer->base.p[0] == '/');
    sl_buf_clear(url);
    if (from_root) sl_buf_put(url, SL_STR("file://"));
    if (file.p[0] != '/') put_path(sl_buf_str(&writer->base), url);
    put_path(file, url);
}

static void put_article(sl_writer *writer, sheet_state *s, size_t column, sl_str cell) {
    sl_str file = file_of(cell);
    if (s->links == SL_SHEET_LINKS || file.n == 0 || sl_str_eq(file, SL_STR("-"))) {
        sl_sheet_text(s->sheet, s->rows, column, cell);
        return;
    }
    put_target(writer, file);
    sl_sheet_link(s->sheet, s->rows, column, cell, sl_buf_str(&writer->target));
    s->links++;
}

static double number_of(sl_str digits) {
    double n = 0;
    for (size_t i = 0; i < digits.n; i++) n = n * 10 + (digits.p[i] - '0');
    return n;
}

static void put_cell(sl_writer *writer, size_t table, size_t column, sl_str cell) {
    sheet_state *s = &writer->sheets[table];
    sl_column_kind kind = writer->plan.heads[table]->columns[column].kind;
    if (cell.n == 0) return;
    if (s->rows <= MEASURED_ROWS) measure(&s->widths[column], cell, 0);
    if (kind == SL_COLUMN_NUMBER) sl_sheet_number(s->sheet, s->rows, column, number_of(cell));
    else if (kind == SL_COLUMN_DAY && sl_day_parse(cell) != SL_NO_DAY)
        sl_sheet_day(s->sheet, s->rows, column, sl_day_parse(cell));
    else if (column == s->article) put_article(writer, s, column, fitted(writer, cell));
    else sl_sheet_text(s->sheet, s->rows, column, fitted(writer, cell));
}

static void render(const sl_writer *writer, size_t table, const sl_table_rows *rows, sl_buf *out) {
    sl_cells_pack(&writer->plan, table, rows, out);
}

static sl_status append(sl_writer *writer, size_t table, sl_str rendered, sl_error *err) {
    const sl_table_head *head = writer->plan.heads[table];
    sheet_state *s = &writer->sheets[table];
    sl_status status = SL_OK;
    sl_str cell;
    for (size_t i = 0; status == SL_OK && sl_cells_next(&rendered, &cell);) {
        if (i == 0 && s->rows == SL_SHEET_ROWS) {
            end_sheet(head, s);
            status = begin_sheet(writer, table, err);
            if (status) return status;
        }
        put_cell(writer, table, i, cell);
        if (++i < head->n_columns) continue;
        s->rows++;
        i = 0;
    }
    return writer->cut.failed || writer->target.failed ? no_memory(writer, err) : status;
}

/* --- the writer --------------------------------------------------------------------------------------------------- */

static sl_status put_report(sl_writer *writer, sl_str report, sl_error *err) {
    sl_sheet *sheet;
    sl_status status = sl_workbook_sheet(writer->workbook, SL_STR("run"), &sheet, err);
    if (status) return status;
    sl_sheet_title(sheet, 0, 0, SL_STR("run.json"));
    for (size_t row = 1, at = 0; at < report.n && row < SL_SHEET_ROWS; row++) {
        size_t end = sl_str_find(report, '\n', at);
        sl_sheet_text(sheet, row, 0, fitted(writer, sl_str_cut(report, at, end)));
        at = end + 1;
    }
    sl_sheet_width(sheet, 0, RUN_WIDTH);
    return SL_OK;
}

static sl_status seal(sl_writer *writer, sl_str report, sl_error *err) {
    for (size_t i = 0; i < writer->plan.n; i++) end_sheet(writer->plan.heads[i], &writer->sheets[i]);
    sl_status status = put_report(writer, report, err);
    if (status == SL_OK) status = sl_workbook_finish(writer->workbook, err);
    return status ? status : sl_file_seal(writer->file, err);
}

static sl_status publish(sl_writer *writer, sl_error *err) {
    return sl_file_publish(writer->file, err);
}

static void discard(sl_writer *writer) {
    if (writer && writer->file) sl_file_discard(writer->file);
}

static void close_workbook(sl_writer *writer) {
    if (!writer) return;
    sl_workbook_close(writer->workbook);
    sl_file_close(writer->file);
    for (size_t i = 0; writer->sheets && i < writer->plan.n; i++) sl_heap_free(writer->sheets[i].widths);
    sl_heap_free(writer->sheets);
    sl_buf_release(&writer->base);
    sl_buf_release(&writer->target);
    sl_buf_release(&writer->cut);
    sl_heap_free(writer);
}

/* The way back from the workbook's folder; where that is not known from its path, the folder that the command runs in. */
static bool find_base(sl_writer *writer) {
    sl_str place = writer->plan.places[0];
    bool goes_up = sl_str_search(place, SL_STR(".."), 0) < place.n;
    if (place.n && (place.p[0] == '/' || goes_up)) {
        char here[4096];
        if (getcwd(here, sizeof here)) sl_buf_printf(&writer->base, "%s/", here);
        return !writer->base.failed;
    }
    for (size_t from = 0; from < place.n;) {
        size_t slash = sl_str_find(place, '/', from);
        sl_str step = sl_str_cut(place, from, slash);
        if (slash < place.n && step.n && !sl_str_eq(step, SL_STR("."))) sl_buf_put(&writer->base, SL_STR("../"));
        from = slash + 1;
    }
    return !writer->base.failed;
}

static sl_status begin_sheets(sl_writer *writer, sl_error *err) {
    sl_status status = SL_OK;
    for (size_t i = 0; status == SL_OK && i < writer->plan.n; i++) {
        const sl_table_head *head = writer->plan.heads[i];
        sheet_state *s = &writer->sheets[i];
        s->article = sl_table_column(head, SL_STR("article"));
        s->widths = sl_heap_alloc(head->n_columns, sizeof *s->widths);
        status = s->widths ? begin_sheet(writer, i, err) : no_memory(writer, err);
    }
    return status;
}

static sl_status create(sl_writer *writer, sl_error *err) {
    sl_str place = writer->plan.places[0];
    sl_status status = sl_file_create(place, &writer->file, err);
    if (status) return status;
    size_t n = place.n;
    while (n && place.p[n - 1] != '/') n--;
    sl_buf folder = {0};
    sl_buf_put(&folder, sl_str_cut(place, 0, n));
    sl_buf_char(&folder, '\0');
    status = folder.failed ? no_memory(writer, err)
                           : sl_workbook_create(sl_file_beside(writer->file), folder.p, &writer->workbook, err);
    sl_buf_release(&folder);
    return status;
}

static sl_status open_workbook(const sl_writer_plan *plan, sl_writer **out, sl_error *err) {
    sl_writer *writer = sl_heap_alloc(1, sizeof *writer);
    if (!writer) return sl_fail(err, SL_NO_MEMORY, plan->places[0], "out of memory");
    writer->plan = *plan;
    writer->sheets = sl_heap_alloc(plan->n, sizeof *writer->sheets);
    sl_status status = writer->sheets && find_base(writer) ? create(writer, err) : no_memory(writer, err);
    if (status == SL_OK) status = begin_sheets(writer, err);
    if (status) close_workbook(writer);
    else *out = writer;
    return status;
}

const sl_writer_kind sl_writer_xlsx = {
    .open = open_workbook,
    .render = render,
    .append = append,
    .keeps_report = true,
    .seal = seal,
    .publish = publish,
    .discard = discard,
    .close = close_workbook,
};
