/* SPDX-License-Identifier: Apache-2.0
 *
 * What the patterns of rules wait for, and in how many sentences of some articles they are tried: which of them costs
 * time.
 */
#ifndef SL_RUN_GATECOUNT_H
#define SL_RUN_GATECOUNT_H

#include "run/job.h"

typedef struct {
    const sl_reading *reading;
    sl_job_observer observer; /* failed and progress */
} sl_gatecount_options;

/**
 * Writes a line of CSV to standard output for each pattern, those tried most often first: rule, line, needs, words,
 * sentences, share.
 * @param done  how far it came, in every case; `rows` are patterns
 */
sl_status sl_gatecount_run(const sl_program *program, const sl_gatecount_options *options, sl_job_progress *done,
                           sl_error *err);

#endif
