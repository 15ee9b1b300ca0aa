/* SPDX-License-Identifier: Apache-2.0
 *
 * All articles of some paths through the pipeline, one after the other in one thread: for those who look at the inside of
 * articles and write no tables.
 */
#ifndef SL_RUN_EACHARTICLE_H
#define SL_RUN_EACHARTICLE_H

#include "run/inputs.h"
#include "run/job.h"
#include "run/pipeline.h"

typedef struct {
    const sl_reading *reading;
    sl_pipeline_options pipeline; /* as of sl_reading_pipeline, and its observer looks at each article */
    sl_job_observer observer;     /* of it: failed and progress */
    const bool *out_of_memory;    /* what looks has set it: nothing more is read. NULL: it never does */
} sl_eacharticle;

/**
 * @param done  counted up; `rows` are left to the caller
 * @return how it went as a whole: an article that fails is told to the observer
 */
sl_status sl_eacharticle_run(const sl_program *program, const sl_eacharticle *options, sl_job_progress *done,
                             sl_error *err);

#endif
