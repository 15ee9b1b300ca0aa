/* SPDX-License-Identifier: Apache-2.0
 *
 * names.csv: the person names that no list knows, over all articles, in the form that the name lists take: the name
 * first, so that its rows can be pasted into a list.
 *
 *     name,count,articles,context
 *     Ade Okafor,7,3,"Midfielder Ade Okafor limped off."
 *
 * Fed in article order from one thread, so that the context is the first one whatever the number of threads.
 */
#ifndef SL_RUN_NAMELIST_H
#define SL_RUN_NAMELIST_H

#include "base/error.h"
#include "record/tables.h"

typedef struct sl_namelist sl_namelist;

/** @return NULL when there is no memory */
sl_namelist *sl_namelist_new(void);
void sl_namelist_free(sl_namelist *names);

/**
 * @param article  number of the article; does not decrease
 * @return SL_NO_MEMORY. A new name beyond SL_MAX_NAMES is counted and dropped.
 */
sl_status sl_namelist_add(sl_namelist *names, sl_str name, sl_str context, uint64_t article, sl_error *err);

/** Names that were dropped, each time they came. */
uint64_t sl_namelist_dropped(const sl_namelist *names);
size_t sl_namelist_count(const sl_namelist *names);

/** The table. */
extern const sl_table_head sl_namelist_head;

/** Takes a row of it. */
typedef sl_status sl_namelist_use(void *context, const sl_table_rows *row, sl_error *err);

/**
 * All rows by count, the highest first, then by name; stops at the first that `use` fails on. Sorts: later adds are not
 * possible.
 */
sl_status sl_namelist_tell(sl_namelist *names, sl_namelist_use *use, void *context, sl_error *err);

#endif
