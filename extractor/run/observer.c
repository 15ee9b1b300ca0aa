/* SPDX-License-Identifier: Apache-2.0 */
#include "run/observer_p.h"

sideline_progress sl_progress_of(const sl_job_progress *done) {
    return (sideline_progress){.articles = done->articles,
                               .failed = done->failed,
                               .bytes = done->bytes,
                               .rows = done->rows,
                               .input = done->input,
                               .total = done->total,
                               .reused = done->reused};
}

static void tell_failure(void *context, sl_str article, const char *reason) {
    const sideline_observer *observer = context;
    if (observer->failed) observer->failed(observer->context, (sideline_text){article.p, article.n}, reason);
}

static void tell_progress(void *context, const sl_job_progress *done) {
    const sideline_observer *observer = context;
    sideline_progress progress = sl_progress_of(done);
    if (observer->progress) observer->progress(observer->context, &progress);
}

static bool ask_stop(void *context) {
    const sideline_observer *observer = context;
    return observer->stop && observer->stop(observer->context);
}

static void tell_remembered(void *context, uint64_t articles) {
    const sideline_observer *observer = context;
    if (observer->remembered) observer->remembered(observer->context, articles);
}

static void tell_stopped(void *context, uint64_t kept) {
    const sideline_observer *observer = context;
    if (observer->stopped) observer->stopped(observer->context, kept);
}

sl_job_observer sl_observer_of(sideline_observer *observer) {
    return (sl_job_observer){.context = observer,
                             .failed = tell_failure,
                             .progress = tell_progress,
                             .stop = ask_stop,
                             .remembered = tell_remembered,
                             .stopped = tell_stopped};
}
