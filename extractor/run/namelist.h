/* SPDX-License-Identifier: Apache-2.0
 *
 * names.csv: the person names that no list knows, over all articles, in the form that the name lists take: the name
 * first, so that its rows can be pasted into a list.
 *
 *     name,count,articles,context
 *     Ade Okafor,7,3,"Midfielder Ade Okafor limped off."
 *
 * Each article's names are written as lines by themselves, in any thread; these are fed in article order, sorted by name
 * and counted, then sorted by count. What does not fit into memory is spilled, however many names there are.
 */
#ifndef SL_RUN_NAMELIST_H
#define SL_RUN_NAMELIST_H

#include "run/pipeline.h"

/** The lines of one article's names, in text order. A lack of memory shows in out->failed. */
void sl_namelist_lines(const sl_unknown_name *names, size_t n, sl_buf *out);

typedef struct sl_namelist sl_namelist;

/** @param place  of names.csv: beside it is spilled what does not fit into memory; copied. @return SL_NO_MEMORY */
sl_status sl_namelist_new(sl_str place, sl_namelist **names, sl_error *err);
/** NULL is fine. */
void sl_namelist_free(sl_namelist *names);

/**
 * @param lines    of one article, from sl_namelist_lines
 * @param article  its number, higher than that of the one before
 * @return SL_IO, SL_NO_MEMORY
 */
sl_status sl_namelist_add(sl_namelist *names, sl_str lines, uint64_t article, sl_error *err);

/** The table. */
extern const sl_table_head sl_namelist_head;

/** Takes a row of it. */
typedef sl_status sl_namelist_use(void *context, const sl_table_rows *row, sl_error *err);

/**
 * All rows by count, the highest first, then by name; stops at the first that `use` fails on. Later adds are not
 * possible.
 * @return SL_IO, SL_NO_MEMORY, what `use` does
 */
sl_status sl_namelist_tell(sl_namelist *names, sl_namelist_use *use, void *context, sl_error *err);

/** How many names there are, once they have been told. */
uint64_t sl_namelist_count(const sl_namelist *names);

#endif
