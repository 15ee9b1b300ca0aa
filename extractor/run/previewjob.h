/* SPDX-License-Identifier: Apache-2.0
 *
 * What an edit of the rules does to the rows: each article is run through the old and the new program, and the rows
 * that are not the same are written to standard output, in article order.
 *
 *     inputs -> crew of N threads: read, extract twice, compare, render -> written in article order
 *
 * The same bytes for every number of threads. Nothing is kept of an article but counts.
 */
#ifndef SL_RUN_PREVIEWJOB_H
#define SL_RUN_PREVIEWJOB_H

#include "run/changes.h"
#include "run/job.h"

typedef struct {
    const sl_reading *reading;
    const char *table; /* NULL: all that the rules declare */
    bool as_csv;       /* for a spreadsheet instead of for people */
    unsigned threads;
    sl_job_observer observer; /* of it: failed and progress */
    /** Told once for each table, when all articles have been compared; may be NULL. Context of the observer. */
    void (*counted)(void *context, sl_str table, const sl_change_counts *counts);
} sl_preview_options;

/**
 * @param done  how far it came, in every case; `rows` are those gained, lost and changed
 * @return SL_BAD_USAGE for a table that neither program has
 */
sl_status sl_preview_run(const sl_program *const programs[SL_SIDES], const sl_preview_options *options,
                         sl_job_progress *done, sl_error *err);

#endif
