/* SPDX-License-Identifier: Apache-2.0
 *
 * What a job would read, told by name: folders are walked and archives unpacked, but no article is read as text.
 */
#ifndef SL_RUN_DRYRUN_H
#define SL_RUN_DRYRUN_H

#include "run/job.h"

/** @param article  told in article order. @return as of sl_job_run */
sl_status sl_dryrun_run(const sl_job_options *options, void (*article)(void *context, sl_str name), void *context,
                        sl_job_progress *done, sl_error *err);

#endif
