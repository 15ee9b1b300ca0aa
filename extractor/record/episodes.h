/* SPDX-License-Identifier: Apache-2.0
 *
 * The same thing followed from article to article: rows of a table with a line `episode` become rows of episodes.csv.
 *
 *     episode: same player, area within 60 days; shows injury; follows status, return; ends with status = returned
 *
 *     2024-03-01 a.txt  Ade Okafor  thigh  out         2024-04-01..            one row of episodes: a.txt | b.txt,
 *     2024-03-20 b.txt  Ade Okafor  thigh  recovering  2024-03-30              out > recovering
 *
 * Each article's rows are written as lines by themselves, in any thread. Sorted by their bytes, these come person by
 * person and day by day, so that no more is held than the episodes of one person.
 */
#ifndef SL_RECORD_EPISODES_H
#define SL_RECORD_EPISODES_H

#include "record/record.h"

/** The table that is followed: its number; SIZE_MAX where none is. */
size_t sl_episodes_table(const sl_program *program);

/**
 * What an episode needs of the rows of an article: a line for each that has its first `same` column, with its line feed.
 * @param published  SL_NO_DAY: without a day there is no before and after, and no line
 */
void sl_episode_lines(const sl_program *program, const sl_table_rows *rows, sl_str article, sl_day published,
                      sl_buf *out);

typedef struct sl_episodes sl_episodes;

/** A finished episode: its cells, in the order of sl_program_files' last head; they live during the call. */
typedef sl_status sl_episode_observer(void *context, const sl_str *cells, sl_error *err);

/** @return NULL when there is no memory */
sl_episodes *sl_episodes_new(const sl_program *program, sl_episode_observer *observer, void *context);

/** The next line, in the order of their bytes, without its line feed. @return SL_NO_MEMORY, or what the observer does */
sl_status sl_episodes_add(sl_episodes *episodes, sl_str line, sl_error *err);
/** There are no more lines. */
sl_status sl_episodes_end(sl_episodes *episodes, sl_error *err);

/** How often a bound was reached: an article, a change or a contradiction left out, an episode ended early. */
uint64_t sl_episodes_cut(const sl_episodes *episodes);

/** NULL is fine. */
void sl_episodes_free(sl_episodes *episodes);

#endif
