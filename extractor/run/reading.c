/* SPDX-License-Identifier: Apache-2.0 */
#include "run/reading.h"

#include "base/bounds.h"

static sl_status read_day(sl_reading *r, sl_error *err) {
    if (!r->date) return SL_OK;
    r->day = sl_day_parse(sl_str_of(r->date));
    if (r->day != SL_NO_DAY) return SL_OK;
    return sl_fail(err, SL_BAD_USAGE, SL_STR(""), "\"%s\" is no date; write YYYY-MM-DD", r->date);
}

static sl_status check_size(const sl_reading *r, sl_error *err) {
    if (r->max_filesize <= SL_MAX_ARTICLE_EVER) return SL_OK;
    return sl_fail(err, SL_BAD_USAGE, SL_STR(""), "the largest file size must be 1 byte to %d MiB",
                   SL_MAX_ARTICLE_EVER / (1024 * 1024));
}

sl_status sl_reading_make(const sideline_job *job, sl_reading *reading, sl_error *err) {
    const sideline_reading *how = &job->reading;
    *reading = (sl_reading){
        .paths = job->paths,
        .n_paths = job->n_paths,
        .follow = job->follow,
        .globs = {how->include, how->n_include, how->exclude, how->n_exclude},
        .records = how->records,
        .max_filesize = job->max_filesize ? job->max_filesize : SL_MAX_ARTICLE,
        .date = job->extract.date,
        .day = SL_NO_DAY,
        .date_from_path = how->date_from_path,
        .gate = !job->extract.without_gate,
    };
    sl_status status = read_day(reading, err);
    if (status == SL_OK) status = check_size(reading, err);
    for (size_t i = 0; status == SL_OK && i < how->n_fields; i++)
        status = sl_fields_add(&reading->fields, sl_str_of(how->fields[i]), err);
    if (status || !reading->date_from_path) return status;
    return sl_pathdate_new(reading->date_from_path, &reading->path_date, err);
}

void sl_reading_release(sl_reading *reading) {
    sl_pathdate_free(reading->path_date);
    reading->path_date = NULL;
}

sl_pipeline_options sl_reading_pipeline(const sl_reading *reading) {
    return (sl_pipeline_options){
        .text = {.date = reading->day, .fields = &reading->fields},
        .path_date = reading->path_date,
        .gate = reading->gate,
    };
}
