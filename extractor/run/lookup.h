/* SPDX-License-Identifier: Apache-2.0
 *
 * An article found again by the name that it has in a table:
 *
 *     news/a.html     the file                     a.zip!x/y.txt     the member of the archive
 *     f.jsonl#ID      the record, by its id        a.zip!f.jsonl#7   a record of a member
 */
#ifndef SL_RUN_LOOKUP_H
#define SL_RUN_LOOKUP_H

#include "run/pipeline.h"

/**
 * Runs each article that may be called so through the pipeline, until `answered` is true.
 * @param name  NUL-terminated
 * @return SL_OK also where nothing was answered; SL_IO, SL_BAD_INPUT and others where the file cannot be read
 */
sl_status sl_lookup_run(sl_worker *worker, sl_str name, const sl_pipeline_options *options, const bool *answered,
                        sl_error *err);

#endif
