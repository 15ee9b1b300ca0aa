/* SPDX-License-Identifier: Apache-2.0
 *
 * The line that shows how far a job has come, on standard error where that is a terminal:
 *
 *     12 %  12,480 articles  3,102 rows  2 failed  1,950/s  6.2 MB/s  45 s left
 *
 * Percents and time left come once the job knows how much there is to read. The time goes by the speed of late: articles
 * that are taken over from an earlier run pass faster than others. It looks at the clock, for nothing but this line.
 */
#ifndef SL_CLI_PROGRESS_H
#define SL_CLI_PROGRESS_H

#include "run/sideline.h"

typedef struct {
    bool shown;          /* standard error is a terminal, and rows do not go to it */
    bool on_screen;      /* the line stands there now */
    double began, drawn; /* seconds of the monotonic clock */
    double speed;        /* bytes of files a second, of late */
    uint64_t input;      /* gone through when the line was drawn */
} sl_progress;

void sl_progress_begin(sl_progress *progress, bool wanted);
/** Draws the line, and tells of each article that fails. `progress` must live as long as the job. */
sideline_observer sl_progress_observer(sl_progress *progress);
/** Takes the line away, before another message and at the end. */
void sl_progress_hide(sl_progress *progress);

#endif
