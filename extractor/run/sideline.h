/* SPDX-License-Identifier: Apache-2.0
 *
 * libsideline: who is sidelined, out of sports news.
 *
 * Rules are loaded once; an extractor turns one article into rows; a job does that for folders of them and writes
 * tables. Nothing here prints, exits, installs a handler, looks at the clock or at the locale.
 *
 *     sideline_rules *rules = NULL;
 *     sideline_error error;
 *     if (sideline_rules_load(NULL, &rules, &error)) ...
 *     sideline_extractor *extractor = NULL;
 *     if (sideline_extractor_new(rules, NULL, &extractor, &error)) ...
 *     if (sideline_extract(extractor, "a.txt", bytes, size, &error)) ...
 *     for (size_t row = 0; row < sideline_row_count(extractor, 0); row++)
 *         sideline_text player = sideline_cell(extractor, 0, row, 3);
 *     sideline_extractor_free(extractor);
 *     sideline_rules_free(rules);
 *
 * Threads: rules are immutable and may be used by any number of threads at once; an extractor by one at a time.
 * Every function that can fail returns a sideline_status and fills the error, which may be NULL.
 */
#ifndef SIDELINE_H
#define SIDELINE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef enum {
    SIDELINE_OK = 0,
    SIDELINE_NO_MEMORY,
    SIDELINE_BAD_INPUT, /* an article that cannot be read as one */
    SIDELINE_BAD_RULES, /* rules or lists with errors: see sideline_rules_problem */
    SIDELINE_BAD_USAGE, /* a wrong argument or option, no such path */
    SIDELINE_IO,        /* reading or writing failed */
    SIDELINE_LIMIT,     /* a stated bound was reached */
    SIDELINE_STOPPED    /* asked to stop, or the reader of standard output has gone */
} sideline_status;

typedef struct {
    sideline_status status;
    char file[512];    /* what it is about; empty where that is no file */
    char message[512]; /* lower case, without a line end */
} sideline_error;

/** Bytes that somebody else owns: UTF-8, not NUL-terminated. */
typedef struct {
    const char *p;
    size_t n;
} sideline_text;

/* ---- versions ---- */

/** "0.1.0" */
const char *sideline_version(void);

/** A library that results depend on. */
typedef struct {
    const char *name; /* "PCRE2" */
    char version[32]; /* "10.42" */
} sideline_dependency;

#define SIDELINE_DEPENDENCIES 9

/** The versions of PCRE2, ICU, utf8proc, libxml2, libarchive, SQLite and libxlsxwriter, and of the Unicode of ICU and
    utf8proc. */
void sideline_dependencies(sideline_dependency list[SIDELINE_DEPENDENCIES]);

/* ---- rules ---- */

typedef struct sideline_rules sideline_rules;

/**
 * Reads and compiles a rule file and all that it uses.
 * @param path   NULL: the football rules that are built in
 * @param rules  set whenever the status is SIDELINE_OK or SIDELINE_BAD_RULES; in the second case it holds only the
 *               problems. Free it with sideline_rules_free.
 */
sideline_status sideline_rules_load(const char *path, sideline_rules **rules, sideline_error *error);

/** After every extractor and job that uses them. NULL is fine. */
void sideline_rules_free(sideline_rules *rules);

/** An error or a warning of a rule file or list. */
typedef struct {
    bool is_warning;
    unsigned number; /* stable: E12, W07 */
    sideline_text file, message;
    uint32_t line, column; /* from 1; 0 for the file as a whole; columns are bytes */
} sideline_problem;

/** Errors and warnings, by place. Those beyond the first 20 errors are only counted. */
size_t sideline_rules_problems(const sideline_rules *rules);
size_t sideline_rules_errors(const sideline_rules *rules);
size_t sideline_rules_warnings(const sideline_rules *rules);

/** @param index  below sideline_rules_problems. The texts live as long as `rules`. */
sideline_problem sideline_rules_problem(const sideline_rules *rules, size_t index);

/**
 * The same for people, with its line and a caret, and a line end behind each.
 * @param colour  with escape sequences for a terminal
 * @return        lives until the next call for the same rules, which is therefore for one thread at a time
 */
sideline_text sideline_rules_render(sideline_rules *rules, size_t index, bool colour);

typedef struct {
    size_t rules, patterns, lists, entries, tests;
} sideline_rules_size;
sideline_rules_size sideline_rules_measure(const sideline_rules *rules);

typedef struct {
    size_t passed, failed;
    size_t todo;    /* tests marked `todo` that still fail, as they say */
    size_t skipped; /* tests of used files, about tables that are not there */
} sideline_rules_tests;

/**
 * Runs the tests that stand in the rule files. What fails is added to the problems, as errors; a `todo` that passes,
 * as a warning.
 */
sideline_status sideline_rules_run_tests(sideline_rules *rules, sideline_rules_tests *counts, sideline_error *error);

/** Problems from number `from` on become warnings: for a caller that goes on in spite of failed tests. */
void sideline_rules_soften(sideline_rules *rules, size_t from);

/** Tables that the rules declare, in their order, then mentions and suppressed; their names and columns. */
size_t sideline_table_count(const sideline_rules *rules);
sideline_text sideline_table_name(const sideline_rules *rules, size_t table);
size_t sideline_column_count(const sideline_rules *rules, size_t table);
sideline_text sideline_column_name(const sideline_rules *rules, size_t table, size_t column);

/** @return the index of the table called `name`, or SIZE_MAX */
size_t sideline_table_find(const sideline_rules *rules, const char *name);

/* ---- one article ---- */

typedef struct {
    const char *date;  /* the article's date, YYYY-MM-DD; NULL: look in the text */
    bool without_gate; /* try every rule in every sentence: the same rows, slowly */
} sideline_extract_options;

typedef struct sideline_extractor sideline_extractor;

/**
 * @param rules    must outlive it
 * @param options  NULL for the defaults; copied
 */
sideline_status sideline_extractor_new(const sideline_rules *rules, const sideline_extract_options *options,
                                       sideline_extractor **extractor, sideline_error *error);
void sideline_extractor_free(sideline_extractor *extractor);

/**
 * @param name   what the column `article` says; UTF-8
 * @param bytes  as they are on disk, in any encoding; borrowed until the next call with this extractor
 * @return SIDELINE_BAD_INPUT, SIDELINE_NO_MEMORY, SIDELINE_LIMIT: no rows, and the extractor can be used again
 */
sideline_status sideline_extract(sideline_extractor *extractor, const char *name, const void *bytes, size_t size,
                                 sideline_error *error);

/** Rows of the last article; they live until the next call with this extractor. */
size_t sideline_row_count(const sideline_extractor *extractor, size_t table);
/** An empty cell has n 0: the text does not say. */
sideline_text sideline_cell(const sideline_extractor *extractor, size_t table, size_t row, size_t column);

/* ---- folders of articles ---- */

/** How far a job has come. */
typedef struct {
    uint64_t articles; /* read, or failed */
    uint64_t failed;
    uint64_t bytes;  /* of the articles read */
    uint64_t rows;   /* of the tables that are written */
    uint64_t input;  /* bytes of files gone through, as they are on the disk */
    uint64_t total;  /* of all files, where a job is to `estimate`; 0: not known, or not yet */
    uint64_t reused; /* of the articles: taken over from an earlier run */
} sideline_progress;

/** Where a job reports, all from the thread that runs it; each may be NULL. */
typedef struct {
    void *context; /* handed to each */
    /** An article that could not be read, in article order. Its name as in the tables. */
    void (*failed)(void *context, sideline_text article, const char *reason);
    void (*progress)(void *context, const sideline_progress *progress);
    /** @return true to stop: what was begun is removed, and the job returns SIDELINE_STOPPED */
    bool (*stop)(void *context);
    /** What was begun has been removed, but for what a job with `resume` goes on with: so many articles. Before it
        returns the job still waits for articles that are being worked on. A program that ends now need not wait. */
    void (*stopped)(void *context, uint64_t kept);
    /** What the folder remembers of an earlier run, before the first article: told where a job is to use it. */
    void (*remembered)(void *context, uint64_t articles);
} sideline_observer;

/** Which articles are read, and where they stand in files that hold more than one. All zero is: every one, guessed. */
typedef struct {
    const char *const *include; /* patterns as in a shell: of files in folders and archives only these */
    size_t n_include;
    const char *const *exclude; /* and none of these; folders too */
    size_t n_exclude;
    const char *const *fields; /* "text=body": names of a JSON record's text, title, date or id */
    size_t n_fields;
    const char *records;        /* "response.results": where the array of records stands in a JSON file */
    const char *date_from_path; /* regex that finds the date in an article's name, where the article tells none */
} sideline_reading;

typedef struct {
    const char *const
        *paths; /* files, folders, "-" for standard input; archives, compressed files, JSON, web archives */
    size_t n_paths;
    sideline_reading reading;
    /* NULL or "": CSV of one table to standard output. A path that ends in .csv or .jsonl: one table; in .xlsx,
       .sqlite or .html: all tables. Else a folder for all tables, episodes.csv, names.csv and run.json; made where it
       does not exist. */
    const char *output;
    const char *table;   /* only this one; NULL: all, or where one has a place the first that the rules declare */
    const char *columns; /* "player,injury": only these of the one table, in this order; NULL: all */
    sideline_extract_options extract;
    /* In a folder: take over articles that an interrupted run has done, or that have not changed since a run was
       finished. What comes out is what a job without them writes. Other rules, options or versions are refused. */
    bool resume, changed;
    bool estimate;         /* find out meanwhile how much there is to read: the progress tells its `total` */
    unsigned threads;      /* 0: one */
    bool follow;           /* go through symbolic links inside folders */
    uint64_t max_filesize; /* bytes; 0: 16 MiB */
    char delimiter;        /* between cells; 0: a comma */
    bool excel;            /* byte order mark and CR LF */
    bool raw;              /* no apostrophe before = + - @ */
    /* Columns of the terminal that standard output goes to: the table is laid out for people. 0: CSV. */
    size_t screen_width;
    bool screen_colour;
    sideline_observer observer;
} sideline_job;

/** What came of a job: also when it failed, as far as it went. */
typedef struct {
    sideline_progress done;
    uint64_t skipped; /* hidden, binary, links, FIFOs and devices met inside folders */
    uint64_t kept;    /* articles that a job with `resume` need not read again: of one that did not come to its end */
} sideline_summary;

/**
 * Reads articles and writes their tables; rows in the order of the paths and, in folders, of names, whatever the
 * number of threads. Files appear whole or not at all. Articles that fail are told to the observer and cost no more
 * than themselves.
 * @param job      all zero but for the paths is a job
 * @param summary  may be NULL
 * @return SIDELINE_BAD_USAGE before anything is read or written; SIDELINE_IO for output that cannot be written
 */
sideline_status sideline_job_run(const sideline_rules *rules, const sideline_job *job, sideline_summary *summary,
                                 sideline_error *error);

/**
 * Tells what a job would read, by the names that articles have in the tables (records by their number), and writes
 * nothing.
 * @param article  context is that of the job's observer
 */
sideline_status sideline_job_dry_run(const sideline_job *job, void (*article)(void *context, sideline_text name),
                                     sideline_summary *summary, sideline_error *error);

#ifdef __cplusplus
}
#endif

#endif
