/* SPDX-License-Identifier: Apache-2.0
 *
 * Which articles are read, and how: what a user says about the input, looked at once. All that read articles are told
 * so, and in no other way.
 */
#ifndef SL_RUN_READING_H
#define SL_RUN_READING_H

#include "run/pipeline.h"
#include "run/sideline.h"
#include "source/glob.h"
#include "text/jsonarticle.h"

typedef struct {
    const char *const *paths; /* files, folders, "-" for standard input */
    size_t n_paths;
    bool follow;                /* go through symbolic links inside folders */
    sl_globs globs;             /* what is wanted in folders and archives */
    const char *records;        /* path to the array of records in a JSON file; NULL: the whole file */
    uint64_t max_filesize;      /* bytes of an article */
    sl_fields fields;           /* of JSON records */
    const char *date;           /* YYYY-MM-DD, of all articles; NULL: each tells its own */
    sl_day day;                 /* the same; SL_NO_DAY */
    const char *date_from_path; /* pattern for articles that tell none; NULL: none */
    sl_pathdate *path_date;     /* the same */
    bool gate;                  /* false: every rule is tried in every sentence */
} sl_reading;

/**
 * @param job      what it says of its input is borrowed
 * @param reading  to be released in every case
 * @return SL_BAD_USAGE for what is no date, no field, no pattern, or too large; SL_NO_MEMORY
 */
sl_status sl_reading_make(const sideline_job *job, sl_reading *reading, sl_error *err);
void sl_reading_release(sl_reading *reading);

/** What the pipeline is told of it; borrowed from `reading`. */
sl_pipeline_options sl_reading_pipeline(const sl_reading *reading);

#endif
