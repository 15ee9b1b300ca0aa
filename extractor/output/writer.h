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
 */
#ifndef SL_OUTPUT_WRITER_H
#define SL_OUTPUT_WRITER_H

#include "base/buf.h"
#include "base/error.h"
#include "record/tables.h"

typedef struct {
    char delimiter; /* between cells */
    bool excel;     /* byte order mark and CR LF, which Excel wants */
    bool raw;       /* no apostrophe before a cell that a spreadsheet would run as a formula */
} sl_cell_style;

typedef struct {
    const sl_table_head *const *heads; /* outlive the writer */
    const sl_str *places;              /* the file of each; n 0 is standard output */
    size_t n;
    sl_cell_style style;
} sl_writer_plan;

typedef struct sl_writer sl_writer;

typedef struct {
    sl_status (*open)(const sl_writer_plan *plan, sl_writer **writer, sl_error *err);
    /** @param table  index into plan->heads. A lack of memory shows in out->failed. */
    void (*render)(const sl_writer *writer, size_t table, const sl_table_rows *rows, sl_buf *out);
    sl_status (*append)(sl_writer *writer, size_t table, sl_str rendered, sl_error *err);
    sl_status (*seal)(sl_writer *writer, sl_error *err);
    sl_status (*publish)(sl_writer *writer, sl_error *err);
    /** NULL is fine, here and below. */
    void (*discard)(sl_writer *writer);
    void (*close)(sl_writer *writer);
} sl_writer_kind;

extern const sl_writer_kind sl_writer_csv;

#endif
