/* SPDX-License-Identifier: Apache-2.0
 *
 * What a caller of the public header is told on the way, and the job's words for it.
 */
#ifndef SL_RUN_OBSERVER_P_H
#define SL_RUN_OBSERVER_P_H

#include "run/job.h"
#include "run/sideline.h"

/** @param observer  borrowed; the context of what is returned */
sl_job_observer sl_observer_of(sideline_observer *observer);

sideline_progress sl_progress_of(const sl_job_progress *done);

#endif
