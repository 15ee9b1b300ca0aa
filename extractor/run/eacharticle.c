/* SPDX-License-Identifier: Apache-2.0 */
#include "run/eacharticle.h"

typedef struct {
    const sl_eacharticle *options;
    sl_worker *worker;
    sl_document document;
    sl_buf raw;
    bool failed; /* memory ran out */
    sl_job_progress *done;
} reader;

static sl_status no_memory(sl_error *err) {
    return sl_fail(err, SL_NO_MEMORY, SL_STR(""), "out of memory");
}

/* @return how it went for the article itself */
static sl_status look_at(reader *r, sl_error *why) {
    sl_article_result result = {0};
    sl_str raw;
    sl_status status = sl_document_load(&r->document, r->options->reading->max_filesize, &r->raw, &raw, why);
    if (status) return status;
    status = sl_pipeline_document(r->worker, &r->document, raw, &r->options->pipeline, &result, why);
    if (status == SL_OK) r->done->bytes += raw.n;
    if (result.name.n && !sl_document_rename(&r->document, result.name)) r->failed = true;
    return status;
}

static sl_status use(reader *r, sl_error *err) {
    const sl_job_observer *observer = &r->options->observer;
    const sl_document *d = &r->document;
    sl_error why = d->error;
    sl_status status = d->status ? d->status : look_at(r, &why);
    if (r->failed || (r->options->out_of_memory && *r->options->out_of_memory)) return no_memory(err);
    if (status == SL_BAD_INPUT && !d->named && !d->status) return SL_OK; /* a picture among the articles */
    r->done->articles++;
    r->done->failed += status != SL_OK;
    if (status && observer->failed) observer->failed(observer->context, sl_buf_str(&d->name), why.message);
    if (observer->progress) observer->progress(observer->context, r->done);
    return SL_OK;
}

sl_status sl_eacharticle_run(const sl_program *program, const sl_eacharticle *options, sl_job_progress *done,
                             sl_error *err) {
    reader r = {.options = options, .worker = sl_worker_new(program), .done = done};
    sl_inputs_options read = {.reading = options->reading};
    sl_inputs *inputs = NULL;
    sl_status status = r.worker ? sl_inputs_new(&read, &inputs, err) : no_memory(err);
    while (status == SL_OK && sl_inputs_next(inputs, &r.document, &status, err)) status = use(&r, err);
    sl_document_release(&r.document);
    sl_inputs_free(inputs);
    if (r.worker) sl_worker_free(r.worker);
    sl_buf_release(&r.raw);
    return status;
}
