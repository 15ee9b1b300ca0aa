/* SPDX-License-Identifier: Apache-2.0
 *
 * The rows of one article, table by table: what the record floor gives and the output floor writes.
 */
#ifndef SL_RECORD_TABLES_H
#define SL_RECORD_TABLES_H

#include "base/array.h"
#include "rule/head.h"

struct sl_record;

typedef struct {
    const sl_str *cells;            /* n_columns of them; valid UTF-8; an empty cell has n 0 */
    sl_span at;                     /* in the view: its evidence, or the words that it is about */
    const struct sl_record *record; /* where its cells come from; NULL for mentions and suppressed */
} sl_table_row;

typedef struct {
    const sl_table_head *head;
    SL_ARRAY(sl_table_row) rows; /* in text order */
} sl_table_rows;

typedef SL_ARRAY(sl_table_rows) sl_tables;

#endif
