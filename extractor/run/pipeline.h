/* SPDX-License-Identifier: Apache-2.0
 *
 * One article in, its rows out. pipeline.c is the page that shows the whole flow.
 */
#ifndef SL_RUN_PIPELINE_H
#define SL_RUN_PIPELINE_H

#include "record/record.h"
#include "run/pathdate.h"

/** A thread's own state: arenas, regex stacks. */
typedef struct sl_worker sl_worker;

/** What happened to an article besides its rows. */
typedef struct {
    bool no_date;          /* no date of its own: relative dates stay empty */
    bool impossible_date;  /* a date prefix that is no day of the calendar */
    bool other_language;   /* not in the language of the rules: no rows */
    bool repaired;         /* invalid UTF-8 or NUL became U+FFFD */
    const char *encoding;  /* static */
    uint32_t regex_limits; /* match calls that reached a PCRE2 limit */
    uint32_t cut;          /* rows, matches or members beyond a bound */
    sl_tie tie;            /* rules that need a priority */
    sl_day published;
} sl_article_report;

/** The inside of an article whose tables are made. All of it goes when the observer returns. */
typedef struct {
    sl_search *search; /* the article, and the means to try patterns in it once more */
    const sl_hits *hits;
    const sl_findings *findings;
    const sl_tables *tables;
} sl_article_inside;

/** May allocate in the arenas of `search`. Not called for an article in another language or without a word. */
typedef void sl_pipeline_observer(void *context, const sl_article_inside *inside);

/** What of an article is asked for; nothing else is looked for. */
typedef struct {
    sl_wanted tables;
    bool names; /* that no list knows */
} sl_pipeline_wanted;

typedef struct {
    sl_text_options text;
    const sl_pathdate *path_date;     /* where the article tells no day; NULL: then there is none */
    bool gate;                        /* false: try every rule in every sentence; the same rows, slowly */
    const sl_pipeline_wanted *wanted; /* NULL: all tables, and the names */
    bool interpreted;                 /* regexes without JIT code; the same rows, slowly */
    sl_pipeline_observer *observer;   /* NULL: nobody looks */
    void *context;                    /* of the observer */
} sl_pipeline_options;

/** A name that no list knows, for names.csv. */
typedef struct {
    sl_str name, context; /* as printed; the sentence it stands in */
} sl_unknown_name;

typedef struct {
    sl_str name;         /* the cell `article`; a record has it from its id. n 0 where not even that was read */
    const sl_text *text; /* the article as it was read */
    sl_tables tables;    /* one per table of sl_program_tables, in that order */
    SL_ARRAY(sl_unknown_name) names;
    sl_article_report report;
} sl_article_result;

/** @return NULL when there is no memory */
sl_worker *sl_worker_new(const sl_program *program);
void sl_worker_free(sl_worker *worker);

/**
 * Extracts one article.
 * @param name    the cell `article`
 * @param raw     bytes as on disk; borrowed during the call
 * @param result  its memory is the worker's, until the next call with this worker
 * @return SL_BAD_INPUT, SL_NO_MEMORY, SL_LIMIT: this article has no rows, the worker goes on
 */
sl_status sl_pipeline_run(sl_worker *worker, sl_str name, sl_str raw, const sl_pipeline_options *options,
                          sl_article_result *result, sl_error *err);

/** The same for what inputs hand out. @param raw  the document's bytes */
sl_status sl_pipeline_document(sl_worker *worker, const sl_document *document, sl_str raw,
                               const sl_pipeline_options *options, sl_article_result *result, sl_error *err);

#endif
