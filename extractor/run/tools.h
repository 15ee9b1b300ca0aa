/* SPDX-License-Identifier: Apache-2.0
 *
 * What the command offers to those who write and judge rules, beside the public header: not installed, and free to
 * change. Same manners as sideline.h: nothing here prints but where it says so.
 *
 * What a tool reads, and how, it is told as a job is: of a sideline_job count paths, n_paths, reading, extract, follow,
 * max_filesize, of the observer failed and progress, and what is said below; nothing else.
 */
#ifndef SL_RUN_TOOLS_H
#define SL_RUN_TOOLS_H

#include "run/sideline.h"

/* ---- check: rules looked at closely ---- */

/**
 * As sideline_rules_load, with all warnings that take time to find; sideline_rules_run_tests then looks for those that
 * the tests show, refuses rules without a `yes:`, and puts all problems in order.
 */
sideline_status sideline_check_load(const char *path, sideline_rules **rules, sideline_error *error);

/** A problem as a JSON object and a line end. @return lives as that of sideline_rules_render */
sideline_text sideline_check_json(sideline_rules *rules, size_t index);

/**
 * Writes to standard output, as CSV, what each pattern waits for and in how many sentences of the articles it is tried.
 * @param done  how far it came, in every case; `rows` are patterns
 */
sideline_status sideline_gates_count(const sideline_rules *rules, const sideline_job *job, sideline_progress *done,
                                     sideline_error *error);

/* ---- extract: lists and tests that have not changed ---- */

/**
 * As sideline_rules_load. Lists of some thousand entries and more are kept as they were compiled, in a file of `folder`,
 * and read from there as long as neither they nor what the rules say of them change.
 * @param folder  the program's own, in the user's cache; made where it is missing. NULL, or one that cannot be written:
 *                lists are compiled each time
 */
sideline_status sideline_rules_load_cached(const char *path, const char *folder, sideline_rules **rules,
                                           sideline_error *error);

/**
 * As sideline_rules_run_tests, but those that passed are run once for each content of rules and lists: that they did is
 * remembered in a file of `folder`, for the last 64 contents. What fails is told each time.
 * @param folder  the program's own, in the user's cache; made where it is missing. NULL, or one that cannot be written:
 *                all tests are run
 */
sideline_status sideline_rules_run_tests_once(sideline_rules *rules, const char *folder, sideline_rules_tests *counts,
                                              sideline_error *error);

/* ---- score: extracted tables against tables that people have made ---- */

typedef struct {
    const char *name;
    bool is_accuracy; /* precision is the accuracy, the rest says nothing */
    double precision, recall, f1;
    double low, high; /* of f1: the middle 90 % over articles, by bootstrap */
    uint64_t gold;    /* how many there are in the gold */
} sideline_measure;

typedef struct {
    sideline_text article;
    uint64_t gold, found; /* rows */
    double right;         /* one of n candidates counts 1/n */
} sideline_scored;

typedef struct {
    const char *gold; /* folder with injuries.csv, quotes.csv and articles/, or with a folder articles/ beside it */
    const char *out;  /* folder with the tables extracted from those articles */
    size_t worst;     /* articles to tell of; refused where `gold` is a folder called sealed */
    void *context;
    void (*missing)(void *context, const char *file); /* not there: counts as empty. Told first */
    void (*measure)(void *context, const sideline_measure *measure);
    void (*article)(void *context, const sideline_scored *article); /* those with most errors first */
} sideline_scoring;

/** Tells the measures in their order. @return SIDELINE_BAD_USAGE for folders or tables that cannot be scored */
sideline_status sideline_score(const sideline_scoring *scoring, sideline_error *error);

/* ---- misses: sentences that should perhaps have given a row ---- */

typedef struct {
    size_t most;   /* sentences to write; 0: 50 */
    bool as_tests; /* lines `todo yes: …` for a rule file instead of CSV */
} sideline_misses;

/**
 * Writes to standard output, best first, the sentences that name somebody and hold a word of the rules of the first
 * table, and gave no row of it.
 * @param done  how far it came, in every case; `rows` are sentences written
 */
sideline_status sideline_misses_find(const sideline_rules *rules, const sideline_job *job, const sideline_misses *asked,
                                     sideline_progress *done, sideline_error *error);

/* ---- preview: what an edit of the rules does to the rows ---- */

typedef struct {
    sideline_text table;
    uint64_t gained, lost, changed, same; /* rows */
} sideline_previewed;

typedef struct {
    bool as_csv; /* for a spreadsheet instead of for people */
    /** Told once for each table, at the end; may be NULL. Context of the observer. */
    void (*counted)(void *context, const sideline_previewed *table);
} sideline_preview;

/**
 * Writes to standard output, article by article, the rows that the old rules give and the new ones do not, or the other
 * way round, or differently.
 * @param job   its table (NULL: all that the rules declare) and threads count too
 * @param done  how far it came, in every case; `rows` are those that are not the same
 */
sideline_status sideline_preview_run(const sideline_rules *old_rules, const sideline_rules *new_rules,
                                     const sideline_job *job, const sideline_preview *asked, sideline_progress *done,
                                     sideline_error *error);

/* ---- why: where a row comes from ---- */

typedef struct {
    const char *csv; /* the table that holds the row */
    const char *id;  /* the row's, or its first letters */
    void *context;
    void (*tell)(void *context, sideline_text answer); /* once, in plain words */
} sideline_why;

/**
 * @param job  how the article was read; its paths do not count, for the table names it
 * @return SIDELINE_BAD_USAGE where the table has no such row, or its article gives none any more
 */
sideline_status sideline_why_ask(const sideline_rules *rules, const sideline_job *job, const sideline_why *question,
                                 sideline_error *error);

/* ---- whynot: why a sentence gives no row ---- */

/** As sideline_rules_load_cached, with the steps of each pattern, by which it can be told how far one came. */
sideline_status sideline_whynot_load(const char *path, const char *folder, sideline_rules **rules,
                                     sideline_error *error);

typedef struct {
    const char *article; /* as a table calls it, or a file: all that are in it; "-" for standard input. NULL: `text` */
    const char *text;
    uint32_t line;    /* of the file; 0: every sentence */
    const char *rule; /* NULL: those that came closest */
    void *context;
    void (*tell)(void *context, sideline_text answer); /* once, in plain words */
} sideline_whynot;

/**
 * @param rules  from sideline_whynot_load
 * @param job    how the article is read; its paths do not count
 * @return SIDELINE_BAD_USAGE where there is no such article, line or rule; SIDELINE_IO and others for a file that cannot
 *         be read
 */
sideline_status sideline_whynot_ask(const sideline_rules *rules, const sideline_job *job,
                                    const sideline_whynot *question, sideline_error *error);

#endif
