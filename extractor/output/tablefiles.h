/* SPDX-License-Identifier: Apache-2.0
 *
 * A file per table, or standard output: what the writers of text formats have in common. Rendered rows are appended as
 * they are.
 */
#ifndef SL_OUTPUT_TABLEFILES_H
#define SL_OUTPUT_TABLEFILES_H

#include "output/writer.h"

/** What a file begins with, before its rows. */
typedef void sl_tablefiles_head(const sl_writer_plan *plan, size_t table, sl_buf *out);

/** @param head  NULL: nothing */
sl_status sl_tablefiles_open(const sl_writer_plan *plan, sl_tablefiles_head *head, sl_writer **writer, sl_error *err);

/** What it was opened with. */
const sl_writer_plan *sl_tablefiles_plan(const sl_writer *writer);

/* The rest is as in sl_writer_kind. */
sl_status sl_tablefiles_append(sl_writer *writer, size_t table, sl_str rendered, sl_error *err);
uint64_t sl_tablefiles_size(const sl_writer *writer, size_t table);
sl_status sl_tablefiles_seal(sl_writer *writer, sl_str report, sl_error *err);
sl_status sl_tablefiles_publish(sl_writer *writer, sl_error *err);
void sl_tablefiles_discard(sl_writer *writer);
void sl_tablefiles_close(sl_writer *writer);

#endif
