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

/** A table's shape; belongs to the program, the same for every article. */
typedef struct {
    sl_str name; /* "injuries": the file is injuries.csv */
    const sl_column *columns;
    size_t n_columns;
} sl_table_head;

#endif
