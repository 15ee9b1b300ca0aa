/* SPDX-License-Identifier: Apache-2.0
 *
 * The batch: paths in, tables out.
 *
 *     inputs -> crew of N threads: read, extract, render -> appended in article order -> tables, names.csv, run.json
 *                              or: read, take from the journal
 *
 * The same bytes for every number of threads: whatever is counted, listed or written is so in article order, by the
 * thread that runs the job.
 */
#ifndef SL_RUN_JOB_H
#define SL_RUN_JOB_H

#include "run/outputs.h"
#include "run/pipeline.h"
#include "run/reading.h"

typedef struct {
    uint64_t articles, failed, bytes, rows, skipped;
    uint64_t input;  /* bytes of files gone through, as they are on the disk */
    uint64_t total;  /* of all files; 0: not known, or not yet */
    uint64_t reused; /* of the articles: taken from the journal */
    uint64_t kept;   /* articles that the journal of a job that did not come to its end keeps */
} sl_job_progress;

typedef struct {
    void *context;
    void (*failed)(void *context, sl_str article, const char *reason); /* may be NULL, as may the others */
    void (*progress)(void *context, const sl_job_progress *progress);
    bool (*stop)(void *context);
    /* What the folder remembers, before the first article: told where it is to be used. */
    void (*remembered)(void *context, uint64_t articles);
    /* All that was begun is removed, but for the journal, which keeps so many articles; those in work are waited for. */
    void (*stopped)(void *context, uint64_t kept);
} sl_job_observer;

typedef struct {
    const sl_reading *reading;
    sl_str rules;  /* their name for run.json; n 0: built in */
    bool estimate; /* find out how much there is to read, for the progress */
    unsigned threads;
    sl_outputs_options output;
    sl_job_observer observer;
} sl_job_options;

/** @param done  how far it came, in every case */
sl_status sl_job_run(const sl_program *program, const sl_job_options *options, sl_job_progress *done, sl_error *err);

#endif
