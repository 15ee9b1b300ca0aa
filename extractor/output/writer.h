/* SPDX-License-Identifier: Apache-2.0
 *
 * What every output format is: a struct of functions. One writer takes all tables that were asked for.
 *
 *     open    makes the files; heads of tables
 *     render  rows of one article as bytes; pure, so that any number of threads may do it at the same time
 *     append  those bytes, article by article in their order, from one thread
 *     seal    all bytes are on the disk: what can fail has failed by now
 *     publish all files in their places
 *     discard removes what was not published; rendering goes on to be possible
 *     close   frees the writer; what was not published is removed
 *
 *     csv, jsonl     a file per table           xlsx, sqlite, html     one file with all of them
 *     screen         one table on a terminal
 */
#ifndef SL_OUTPUT_WRITER_H
#define SL_OUTPUT_WRITER_H

#include "base/buf.h"
#include "base/error.h"
#include "record/tables.h"
#include "text/text.h"

typedef struct {
    char delimiter; /* between cells */
    bool excel;     /* byte order mark and CR LF, which Excel wants */
    bool raw;       /* no apostrophe before a cell that a spreadsheet would run as a formula */
} sl_cell_style;

typedef struct {
    size_t width; /* columns of the terminal; 0: rows do not go to one */
    bool colour;
} sl_screen;

typedef struct {
    const sl_table_head *const *heads; /* outlive the writer, as do the places */
    const sl_str *places;              /* the file of each; n 0 is standard output. A format of one file: the first */
    size_t n;
    const size_t *picked; /* NULL, or of the only table: which cell of its rows column i of the head is */
    sl_cell_style style;
    sl_screen screen;
} sl_writer_plan;

/** The cell that column `column` of the plan's head shows. */
static inline sl_str sl_plan_cell(const sl_writer_plan *plan, const sl_table_row *row, size_t column) {
    return row->cells[plan->picked ? plan->picked[column] : column];
}

typedef struct sl_writer sl_writer;

typedef struct {
    sl_status (*open)(const sl_writer_plan *plan, sl_writer **writer, sl_error *err);
    /** @param table  index into plan->heads. A lack of memory shows in out->failed. */
    void (*render)(const sl_writer *writer, size_t table, const sl_table_rows *rows, sl_buf *out);
    sl_status (*append)(sl_writer *writer, size_t table, sl_str rendered, sl_error *err);
    /** Bytes of a table's file so far; NULL in a format of one file. */
    uint64_t (*size)(const sl_writer *writer, size_t table);
    bool keeps_report; /* inside its one file: the report is run.json */
    /** @param report  empty, unless it is kept or the tables stand in a folder */
    sl_status (*seal)(sl_writer *writer, sl_str report, sl_error *err);
    sl_status (*publish)(sl_writer *writer, sl_error *err);
    /** NULL is fine, here and below. */
    void (*discard)(sl_writer *writer);
    void (*close)(sl_writer *writer);
    /** An article with its text, before its rows; NULL in a format that shows tables alone. */
    void (*render_article)(const sl_writer *writer, const sl_text *text, const sl_tables *tables, sl_buf *out);
    sl_status (*append_article)(sl_writer *writer, sl_str rendered, sl_error *err);
} sl_writer_kind;

extern const sl_writer_kind sl_writer_csv, sl_writer_jsonl, sl_writer_screen, sl_writer_xlsx, sl_writer_sqlite,
    sl_writer_html;

#endif
