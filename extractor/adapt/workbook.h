/* SPDX-License-Identifier: Apache-2.0
 *
 * A workbook of spreadsheets in the format of Excel 2007 and later, written row by row (libxlsxwriter behind it).
 *
 * Only the row in work is in memory: rows of a sheet come in order, sheets in any. Its times are fixed, so the same
 * cells give the same bytes. Rows and columns count from 0. Not for more than one thread.
 */
#ifndef SL_ADAPT_WORKBOOK_H
#define SL_ADAPT_WORKBOOK_H

#include "base/buf.h"
#include "base/day.h"
#include "base/error.h"

/* What the format allows. */
enum {
    SL_SHEET_ROWS = 1048576,
    SL_SHEET_LINKS = 65530,
    SL_SHEET_CELL = 32767, /* UTF-16 units */
    SL_SHEET_NAME = 31
};

typedef struct sl_workbook sl_workbook;
typedef struct sl_sheet sl_sheet; /* belongs to its workbook */

/** @param path, folder  a file to write; where parts of it are kept meanwhile, "" is the system's folder. Copied */
sl_status sl_workbook_create(const char *path, const char *folder, sl_workbook **workbook, sl_error *err);

/** @return SL_LIMIT where the format does not allow the name, or has it already */
sl_status sl_workbook_sheet(sl_workbook *workbook, sl_str name, sl_sheet **sheet, sl_error *err);

/* Cells; an empty text is no cell. The first failure is kept for sl_workbook_finish. */
void sl_sheet_title(sl_sheet *sheet, size_t row, size_t column, sl_str text);
void sl_sheet_text(sl_sheet *sheet, size_t row, size_t column, sl_str text);
void sl_sheet_number(sl_sheet *sheet, size_t row, size_t column, double number);
/** A date where the format knows it (from 1900-03-01); a text for an earlier day. */
void sl_sheet_day(sl_sheet *sheet, size_t row, size_t column, sl_day day);
/** A text that opens a file. @param target  its URL, or the way to it from the workbook as one */
void sl_sheet_link(sl_sheet *sheet, size_t row, size_t column, sl_str text, sl_str target);

/** @param width  in digits of the usual size */
void sl_sheet_width(sl_sheet *sheet, size_t column, double width);
/** The first row stays in view and filters the others: call it once, at the end. */
void sl_sheet_filters(sl_sheet *sheet, size_t rows, size_t columns);

/** Writes the file and looks whether it is whole; its owner still has to sync it. */
sl_status sl_workbook_finish(sl_workbook *workbook, sl_error *err);

/** NULL is fine. Without sl_workbook_finish nothing is written. */
void sl_workbook_close(sl_workbook *workbook);

#endif
