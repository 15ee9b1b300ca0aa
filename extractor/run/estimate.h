/* SPDX-License-Identifier: Apache-2.0
 *
 * How much a job has to read: a thread of its own looks through the paths while the job is already under way.
 */
#ifndef SL_RUN_ESTIMATE_H
#define SL_RUN_ESTIMATE_H

#include "run/inputs.h"

typedef struct sl_estimate sl_estimate;

/** @param options  borrowed. @return NULL where that is not possible: then it stays unknown */
sl_estimate *sl_estimate_begin(const sl_inputs_options *options);

/** Bytes of all files; 0 where that is not known: not yet, or never, as of standard input. */
uint64_t sl_estimate_total(const sl_estimate *estimate);

/** Wherever it is. NULL is fine. */
void sl_estimate_end(sl_estimate *estimate);

#endif
