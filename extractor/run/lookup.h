/* SPDX-License-Identifier: Apache-2.0
 *
 * An article found again by the name that it has in a table:
 *
 *     news/a.html     the file                     a.zip!x/y.txt     the member of the archive
 *     f.jsonl#ID      the record, by its id        a.zip!f.jsonl#7   a record of a member
 *     f.jsonl         all records of the file      a.zip             all members of the archive
 */
#ifndef SL_RUN_LOOKUP_H
#define SL_RUN_LOOKUP_H

#include "run/reading.h"

typedef struct {
    sl_pipeline_observer *observer; /* looks at each article that is called so */
    void *context;
    const bool *enough; /* true: no further article is looked for */
    size_t articles;    /* out: how many are called so and could be read */
    size_t failed;      /* out: how many could not; why the last of them could not stands in the error, in every case */
    size_t foreign;     /* out: of these in another language than that of the rules */
} sl_lookup_visit;

/**
 * Runs each article that is called so through the pipeline.
 * @param reading  but for its paths
 * @param name     NUL-terminated; "-" is standard input
 * @return SL_OK also where there is none; SL_IO, SL_BAD_INPUT and others where it, or the file, cannot be read
 */
sl_status sl_lookup_run(sl_worker *worker, const sl_reading *reading, sl_str name, sl_lookup_visit *lookup,
                        sl_error *err);

#endif
