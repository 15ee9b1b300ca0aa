/* SPDX-License-Identifier: Apache-2.0
 *
 * What a job has to say about itself: counters while it runs, run.json at its end. Nothing here depends on time, place
 * or number of threads: the same input gives the same bytes. Fed from one thread, in article order.
 */
#ifndef SL_RUN_REPORT_H
#define SL_RUN_REPORT_H

#include "run/inputs.h"
#include "run/pipeline.h"

typedef struct sl_report sl_report;

/** How the job was asked to run, as far as it shows in the tables. */
typedef struct {
    const sl_reading *reading;
    sl_str rules;    /* as named; n 0: the built-in ones */
    uint64_t digest; /* of the rules */
    char delimiter;
    bool excel, raw;
    const sl_table_head *const *heads; /* of the tables that are written */
    size_t n_heads;
} sl_report_plan;

/** @return NULL when there is no memory. `plan` and what it points at outlive the report. */
sl_report *sl_report_new(const sl_report_plan *plan);
void sl_report_free(sl_report *report);

/** A binary file met inside a folder: no article, and no failure. */
void sl_report_binary(sl_report *report);
/** Everything else that is no article, once all has been walked. */
void sl_report_left_out(sl_report *report, const sl_inputs_counts *counts);

void sl_report_article(sl_report *report, const sl_article_report *article);
void sl_report_rows(sl_report *report, size_t table, uint64_t rows);

/** How often a bound was reached in following rows from article to article. */
void sl_report_episodes_cut(sl_report *report, uint64_t cut);

/** @return SL_NO_MEMORY. Beyond SL_MAX_FAILURES_LISTED a failure is only counted. */
sl_status sl_report_failure(sl_report *report, sl_str article, sl_str reason, sl_error *err);

/**
 * What the rows of an article depend on besides the article, and what decides which articles are read: "what TAB value"
 * lines, always the same ones. A lack of memory shows in out->failed, here and below.
 */
void sl_report_conditions(const sl_report_plan *plan, sl_buf *out);

/** The whole of run.json. @param names  rows of names.csv */
void sl_report_write(const sl_report *report, uint64_t names, sl_buf *out);

#endif
