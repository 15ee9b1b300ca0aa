/* SPDX-License-Identifier: Apache-2.0 */
#define SL_MAY_USE_BANNED /* its headers declare what is banned here */
#include "adapt/workbook.h"

#include "adapt/late.h"
#include "adapt/zipxml.h"
#include "base/arena.h"

#include <xlsxwriter.h>

#define FUNCTIONS(f)                                                                                                   \
    f(format_set_align) f(format_set_bold) f(format_set_bottom) f(format_set_hyperlink) f(format_set_num_format)       \
        f(lxw_strerror) f(lxw_workbook_free) f(workbook_add_format) f(workbook_add_worksheet) f(workbook_close)        \
            f(workbook_new_opt) f(workbook_set_properties) f(workbook_validate_sheet_name) f(worksheet_autofilter)     \
                f(worksheet_freeze_panes) f(worksheet_set_column) f(worksheet_write_number) f(worksheet_write_string)  \
                    f(worksheet_write_url)
SL_LATE(xlsx, SL_SONAME_XLSXWRITER, FUNCTIONS)

enum { CREATED = 946684800, FIRST_DAY = -25508 }; /* 2000-01-01; 1900-03-01, before which its calendar is wrong */

struct sl_sheet {
    sl_workbook *workbook;
    lxw_worksheet *inner;
    sl_sheet *next;
};

struct sl_workbook {
    lxw_workbook *inner;
    lxw_format *title, *day, *link;
    sl_sheet *sheets;
    char *path, *folder;
    sl_buf text, target; /* C strings for the library */
    sl_status status;    /* of the first failure */
    lxw_error problem;
};

static void note(sl_workbook *workbook, lxw_error problem) {
    if (problem == LXW_NO_ERROR || workbook->status) return;
    workbook->status = problem == LXW_ERROR_MEMORY_MALLOC_FAILED ? SL_NO_MEMORY : SL_IO;
    workbook->problem = problem;
}

/* Excel reads _x000D_ as a control character, so text that looks so has its first mark written that way. */
static bool looks_escaped(sl_str s) {
    if (s.n < 7 || s.p[1] != 'x' || s.p[6] != '_') return false;
    for (size_t i = 2; i < 6; i++) {
        char c = sl_lower(s.p[i]);
        if (!sl_is_digit(c) && (c < 'a' || c > 'f')) return false;
    }
    return true;
}

static const char *c_string(sl_workbook *workbook, sl_str s, sl_buf *room) {
    sl_buf_clear(room);
    for (size_t from = 0; from < s.n;) {
        size_t at = sl_str_find(s, '_', from);
        sl_buf_put(room, sl_str_cut(s, from, at));
        if (at < s.n) sl_buf_put(room, looks_escaped(sl_str_cut(s, at, s.n)) ? SL_STR("_x005F_") : SL_STR("_"));
        from = at + 1;
    }
    sl_buf_char(room, '\0');
    if (!room->failed) return room->p;
    note(workbook, LXW_ERROR_MEMORY_MALLOC_FAILED);
    return "";
}

static char *copy(const char *s) {
    size_t size = strlen(s) + 1;
    char *p = sl_heap_alloc(size, 1);
    return p ? memcpy(p, s, size) : NULL;
}

static bool begin(sl_workbook *workbook) {
    lxw_workbook_options options = {.constant_memory = 1, .use_zip64 = 1};
    options.tmpdir = workbook->folder[0] ? workbook->folder : NULL;
    workbook->inner = xlsx.workbook_new_opt(workbook->path, &options);
    if (!workbook->inner) return false;
    lxw_doc_properties properties = {.created = CREATED};
    note(workbook, xlsx.workbook_set_properties(workbook->inner, &properties));
    workbook->title = xlsx.workbook_add_format(workbook->inner);
    workbook->day = xlsx.workbook_add_format(workbook->inner);
    workbook->link = xlsx.workbook_add_format(workbook->inner);
    if (!workbook->title || !workbook->day || !workbook->link) return false;
    xlsx.format_set_bold(workbook->title);
    xlsx.format_set_bottom(workbook->title, LXW_BORDER_THIN);
    xlsx.format_set_num_format(workbook->day, "yyyy-mm-dd");
    xlsx.format_set_align(workbook->day, LXW_ALIGN_LEFT);
    xlsx.format_set_hyperlink(workbook->link);
    return true;
}

sl_status sl_workbook_create(const char *path, const char *folder, sl_workbook **out, sl_error *err) {
    sl_status status = sl_late_load(&xlsx_library, err);
    if (status) return status;
    sl_workbook *workbook = sl_heap_alloc(1, sizeof *workbook);
    if (workbook) {
        workbook->path = copy(path);
        workbook->folder = copy(folder);
    }
    if (workbook && workbook->path && workbook->folder && begin(workbook)) {
        *out = workbook;
        return SL_OK;
    }
    sl_workbook_close(workbook);
    return sl_fail(err, SL_NO_MEMORY, sl_str_of(path), "out of memory");
}

sl_status sl_workbook_sheet(sl_workbook *workbook, sl_str name, sl_sheet **out, sl_error *err) {
    const char *wanted = c_string(workbook, name, &workbook->text);
    lxw_error problem = xlsx.workbook_validate_sheet_name(workbook->inner, wanted);
    if (problem)
        return sl_fail(err, SL_LIMIT, sl_str_of(workbook->path), "no sheet can be called \"%s\": %s", wanted,
                       xlsx.lxw_strerror(problem));
    sl_sheet *sheet = sl_heap_alloc(1, sizeof *sheet);
    lxw_worksheet *inner = sheet ? xlsx.workbook_add_worksheet(workbook->inner, wanted) : NULL;
    if (!inner) {
        sl_heap_free(sheet);
        return sl_fail(err, SL_NO_MEMORY, sl_str_of(workbook->path), "out of memory");
    }
    *sheet = (sl_sheet){workbook, inner, workbook->sheets};
    workbook->sheets = *out = sheet;
    return SL_OK;
}

static void put(sl_sheet *sheet, size_t row, size_t column, sl_str text, lxw_format *format) {
    sl_workbook *w = sheet->workbook;
    if (text.n == 0) return;
    note(w, xlsx.worksheet_write_string(sheet->inner, (lxw_row_t)row, (lxw_col_t)column, c_string(w, text, &w->text),
                                        format));
}

void sl_sheet_title(sl_sheet *sheet, size_t row, size_t column, sl_str text) {
    put(sheet, row, column, text, sheet->workbook->title);
}

void sl_sheet_text(sl_sheet *sheet, size_t row, size_t column, sl_str text) {
    put(sheet, row, column, text, NULL);
}

void sl_sheet_number(sl_sheet *sheet, size_t row, size_t column, double number) {
    note(sheet->workbook, xlsx.worksheet_write_number(sheet->inner, (lxw_row_t)row, (lxw_col_t)column, number, NULL));
}

void sl_sheet_day(sl_sheet *sheet, size_t row, size_t column, sl_day day) {
    if (day < FIRST_DAY) {
        char text[11];
        sl_day_print(day, text);
        put(sheet, row, column, sl_str_of(text), NULL);
        return;
    }
    note(sheet->workbook, xlsx.worksheet_write_number(sheet->inner, (lxw_row_t)row, (lxw_col_t)column,
                                                      (double)day + 25569, sheet->workbook->day));
}

void sl_sheet_link(sl_sheet *sheet, size_t row, size_t column, sl_str text, sl_str target) {
    sl_workbook *w = sheet->workbook;
    sl_buf_clear(&w->target);
    sl_buf_put(&w->target, target);
    sl_buf_char(&w->target, '\0');
    lxw_error problem = w->target.failed ? LXW_ERROR_MEMORY_MALLOC_FAILED
                                         : xlsx.worksheet_write_url(sheet->inner, (lxw_row_t)row, (lxw_col_t)column,
                                                                    w->target.p, w->link);
    put(sheet, row, column, text, problem ? NULL : w->link);
    /* A target that is too long is no link; the text stands there all the same. */
    if (problem != LXW_ERROR_WORKSHEET_MAX_URL_LENGTH_EXCEEDED && problem != LXW_ERROR_PARAMETER_VALIDATION)
        note(w, problem);
}

void sl_sheet_width(sl_sheet *sheet, size_t column, double width) {
    note(sheet->workbook, xlsx.worksheet_set_column(sheet->inner, (lxw_col_t)column, (lxw_col_t)column, width, NULL));
}

void sl_sheet_filters(sl_sheet *sheet, size_t rows, size_t columns) {
    xlsx.worksheet_freeze_panes(sheet->inner, 1, 0);
    lxw_row_t last = (lxw_row_t)(rows > 1 ? rows - 1 : 1);
    note(sheet->workbook, xlsx.worksheet_autofilter(sheet->inner, 0, 0, last, (lxw_col_t)(columns - 1)));
}

/* The library asks nobody whether the rows that it sets aside have come to the disk. */
static void check_rows(sl_workbook *workbook) {
    for (const sl_sheet *s = workbook->sheets; s; s = s->next) {
        FILE *rows = s->inner->optimize_tmpfile;
        if (rows && (fflush(rows) != 0 || ferror(rows))) note(workbook, LXW_ERROR_CREATING_TMPFILE);
    }
}

sl_status sl_workbook_finish(sl_workbook *workbook, sl_error *err) {
    sl_str path = sl_str_of(workbook->path);
    check_rows(workbook);
    if (workbook->status)
        return sl_fail(err, workbook->status, path, "cannot write: %s", xlsx.lxw_strerror(workbook->problem));
    lxw_error problem = xlsx.workbook_close(workbook->inner);
    workbook->inner = NULL;
    note(workbook, problem);
    if (problem) return sl_fail(err, workbook->status, path, "cannot write: %s", xlsx.lxw_strerror(problem));
    return sl_zipxml_check(workbook->path, err);
}

void sl_workbook_close(sl_workbook *workbook) {
    if (!workbook) return;
    if (workbook->inner) xlsx.lxw_workbook_free(workbook->inner);
    while (workbook->sheets) {
        sl_sheet *next = workbook->sheets->next;
        sl_heap_free(workbook->sheets);
        workbook->sheets = next;
    }
    sl_buf_release(&workbook->text);
    sl_buf_release(&workbook->target);
    sl_heap_free(workbook->path);
    sl_heap_free(workbook->folder);
    sl_heap_free(workbook);
}
