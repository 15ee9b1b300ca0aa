/* SPDX-License-Identifier: Apache-2.0
 *
 * Sentences that should perhaps have given a row: they name somebody, hold a word of the rules, and gave none.
 *
 *     score,article,line,start,end,sentence,names,words
 *     302,a.txt,4,611,652,"Okafor, whose knee is sore, did not train.",Okafor,knee
 *
 * Looked at is the first table that the rules declare. A sentence's score is a hundred for each rule of the table whose
 * things are all there, and one for each name and word: the rules that came nearest first, then the fuller sentence,
 * then text order.
 */
#ifndef SL_RUN_MISSLIST_H
#define SL_RUN_MISSLIST_H

#include "run/job.h"

enum { SL_MISSES_DEFAULT = 50 };

typedef struct {
    const sl_reading *reading;
    size_t most;              /* sentences, 1 to SL_MAX_MISSES */
    bool as_tests;            /* lines `todo yes: SENTENCE => player=NAME`, as they stand below a rule */
    sl_job_observer observer; /* of it: failed and progress */
} sl_misses_options;

/**
 * Writes them to standard output once all articles are read.
 * @param done  how far it came, in every case; `rows` are sentences written
 */
sl_status sl_misses_run(const sl_program *program, const sl_misses_options *options, sl_job_progress *done,
                        sl_error *err);

#endif
