/* SPDX-License-Identifier: Apache-2.0 */
#include "run/dryrun.h"

#include "run/inputs.h"

static bool ask_stop(void *context) {
    const sl_job_observer *observer = context;
    return observer->stop && observer->stop(observer->context);
}

sl_status sl_dryrun_run(const sl_job_options *o, void (*article)(void *context, sl_str name), void *context,
                        sl_job_progress *done, sl_error *err) {
    sl_job_observer observer = o->observer;
    sl_inputs_options options = {o->reading, o->output.output, {&observer, ask_stop}};
    sl_inputs *inputs = NULL;
    sl_document document = {0};
    *done = (sl_job_progress){0};
    sl_status status = sl_inputs_new(&options, &inputs, err);
    while (status == SL_OK && sl_inputs_next(inputs, &document, &status, err)) {
        sl_str name = sl_buf_str(&document.name);
        done->articles++;
        done->failed += document.status != SL_OK;
        if (document.status == SL_OK) article(context, name);
        else if (observer.failed) observer.failed(observer.context, name, document.error.message);
        if (ask_stop(&observer)) status = sl_fail(err, SL_STOPPED, SL_STR(""), "stopped");
    }
    sl_document_release(&document);
    sl_inputs_free(inputs);
    return status;
}
