/* SPDX-License-Identifier: Apache-2.0
 *
 * episodes.csv of a job: lines of all articles, sorted, then followed; see record/episodes.h.
 *
 * Fed from one thread, in any order of articles: the same lines give the same file.
 */
#ifndef SL_RUN_EPISODELIST_H
#define SL_RUN_EPISODELIST_H

#include "output/writer.h"
#include "record/episodes.h"

typedef struct sl_episodelist sl_episodelist;

/** @param place  of episodes.csv: beside it is spilled what does not fit into memory. @return SL_NO_MEMORY */
sl_status sl_episodelist_new(const sl_program *program, sl_str place, sl_episodelist **list, sl_error *err);
void sl_episodelist_free(sl_episodelist *list);

/** @param lines  of one article, from sl_episode_lines. @return SL_IO, SL_NO_MEMORY */
sl_status sl_episodelist_add(sl_episodelist *list, sl_str lines, sl_error *err);

/** Takes rows of episodes, one after the other, in the order of the file. */
typedef sl_status sl_episodelist_writer(void *context, const sl_table_rows *rows, sl_error *err);

/** All episodes. Later adds are not possible. */
sl_status sl_episodelist_write(sl_episodelist *list, sl_episodelist_writer *writer, void *context, sl_error *err);

/** How often a bound was reached. */
uint64_t sl_episodelist_cut(const sl_episodelist *list);

#endif
