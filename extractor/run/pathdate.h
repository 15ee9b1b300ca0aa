/* SPDX-License-Identifier: Apache-2.0
 *
 * The day that an article's path tells, by a pattern that its user gives, for articles that tell none themselves.
 *
 *     (\d{4})/(\d\d)/(\d\d)      news/2021/02/09/a.txt      2021-02-09: three groups are year, month, day
 *     (\d\d)-(\d\d)-(\d{4})      a-09-02-2021.txt           2021-02-09: or day, month, year
 *     \d{8}                      20210209-a.txt             2021-02-09: one group, or none, is the whole day
 */
#ifndef SL_RUN_PATHDATE_H
#define SL_RUN_PATHDATE_H

#include "adapt/regex.h"
#include "base/day.h"

typedef struct sl_pathdate sl_pathdate;

/** @return SL_BAD_USAGE for what is no pattern, or has two groups; SL_NO_MEMORY */
sl_status sl_pathdate_new(const char *pattern, sl_pathdate **out, sl_error *err);
void sl_pathdate_free(sl_pathdate *pathdate);

/** @return SL_NO_DAY where the pattern is not in it, or what it finds is no day */
sl_day sl_pathdate_find(const sl_pathdate *pathdate, sl_matcher *matcher, sl_str path);

#endif
