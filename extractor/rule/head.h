/* SPDX-License-Identifier: Apache-2.0
 *
 * The shape of a table: its name and its columns, as the rule file declares them.
 */
#ifndef SL_RULE_HEAD_H
#define SL_RULE_HEAD_H

#include "base/str.h"

typedef enum { SL_COLUMN_TEXT, SL_COLUMN_DAY, SL_COLUMN_NUMBER } sl_column_kind;

typedef struct {
    sl_str name;
    sl_column_kind kind; /* DAY: YYYY-MM-DD or empty; NUMBER: decimal digits or empty */
} sl_column;

/** What some columns mean to a reader of the table, as its lines `one row per` and `dates` tell: for timelines, views and
    counts. Indexes of columns; SIZE_MAX where there is none. */
typedef struct {
    size_t subject, kind;          /* the first two columns of `one row per`: player, area */
    size_t past_from, past_to;     /* the days of the first role that is read as past: injured_from, injured_to */
    size_t future_from, future_to; /* and as future: return_from, return_to */
} sl_table_shape;

/** A table's shape; belongs to the program, the same for every article. */
typedef struct {
    sl_str name; /* "injuries": the file is injuries.csv */
    const sl_column *columns;
    size_t n_columns;
    const sl_table_shape *shape; /* NULL: the table has no `one row per` */
} sl_table_head;

/** The column of that name; SIZE_MAX if there is none. */
static inline size_t sl_table_column(const sl_table_head *head, sl_str name) {
    for (size_t i = 0; i < head->n_columns; i++)
        if (sl_str_eq(head->columns[i].name, name)) return i;
    return SIZE_MAX;
}

#endif
