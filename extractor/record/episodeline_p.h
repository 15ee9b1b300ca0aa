/* SPDX-License-Identifier: Apache-2.0
 *
 * A row as a line, for episodes: cells with tabs between them, the key first, then the day and the article, so that
 * sorting by bytes is sorting by these.
 *
 *     key, published, article, row number, other `same`, `shows`, `follows`, `apart`, the column of `ends with`
 *
 * `follows` and `ends with` have a sign before them: "!" for what the article says, "?" for the table's default.
 */
#ifndef SL_RECORD_EPISODELINE_P_H
#define SL_RECORD_EPISODELINE_P_H

#include "record/record.h"

typedef struct {
    sl_str key, published, article, row;
    const sl_str *same; /* without the first */
    const sl_str *shows, *follows, *apart;
    sl_str end;
} sl_episode_line;

/** @param cells  room for sl_episode_width of them; what must be unescaped goes to `out`. @return false: no such line */
bool sl_episode_read(const sl_table *table, sl_str line, sl_arena *out, sl_str *cells, sl_episode_line *read);

size_t sl_episode_width(const sl_table *table);

#endif
