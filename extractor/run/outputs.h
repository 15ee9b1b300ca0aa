/* SPDX-License-Identifier: Apache-2.0
 *
 * Where a job writes: one table on standard output or in a file; a file with all tables; or a folder with all of them,
 * episodes.csv where a table is followed, names.csv, what describes them, and run.json.
 *
 *     sl_outputs_plan    says what would be written, or why that cannot be; touches nothing
 *     sl_outputs_open    makes the folder and the files beside their places
 *     … append rows …
 *     sl_outputs_finish  all in place, run.json last
 *     sl_outputs_close   what was not finished is removed
 *
 * A folder also keeps a journal, so that a run that is interrupted can go on and one that is finished be brought up to
 * date (run/journal.h). A folder's old run.json goes before its first new table comes, so that a run.json never stands beside tables that it
 * does not describe.
 */
#ifndef SL_RUN_OUTPUTS_H
#define SL_RUN_OUTPUTS_H

#include "output/writer.h"
#include "rule/program.h"
#include "run/journal.h"
#include "run/namelist.h"
#include "run/report.h"

typedef struct sl_outputs sl_outputs;

typedef struct {
    const char *output;   /* "" or NULL: standard output; borrowed */
    const char *table;    /* NULL: the first, or all where they have a place; refused for a folder */
    const char *columns;  /* "player,injury": only these, in this order; of one table. NULL: all */
    bool resume, changed; /* take over what the folder remembers, as of sl_journal_plan */
    sl_cell_style style;
    sl_screen screen;
} sl_outputs_options;

/** @return SL_BAD_USAGE for a table, a column or a format that is not there, and for a journal without a folder */
sl_status sl_outputs_plan(const sl_program *program, const sl_outputs_options *options, sl_outputs **outputs,
                          sl_error *err);

/** The tables that are written, but for names; index i here is sl_outputs_table(i) of sl_program_tables. */
const sl_table_head *const *sl_outputs_heads(const sl_outputs *outputs, size_t *n);
size_t sl_outputs_table(const sl_outputs *outputs, size_t i);

/** What articles have to be asked for, so that all that is written can be. */
void sl_outputs_want(const sl_outputs *outputs, const sl_program *program, sl_pipeline_wanted *wanted);

/** Of these tables that of episodes, which is of no single article: always the last. SIZE_MAX: it is not written. */
size_t sl_outputs_episodes(const sl_outputs *outputs);

/** The path of a table's file. */
sl_str sl_outputs_place(const sl_outputs *outputs, size_t i);

/** All tables are written, so the one of unknown names is too; and where. */
bool sl_outputs_has_names(const sl_outputs *outputs);
sl_str sl_outputs_names_place(const sl_outputs *outputs);

/** Whether it is a folder, which remembers what it was made of. */
bool sl_outputs_has_journal(const sl_outputs *outputs);

/**
 * @param header  of the journal, if it has one: what the run's rows depend on, as of sl_journalfile_plan
 * @return SL_BAD_USAGE where what the folder remembers is of another run
 */
sl_status sl_outputs_open(sl_outputs *outputs, sl_str header, sl_error *err);

/** Of a folder that is open: what it remembers. NULL: it is no folder. */
const sl_journal *sl_outputs_journal(const sl_outputs *outputs);

/** As of sl_writer_kind; an article is nothing in a format that shows tables alone. */
void sl_outputs_render_article(const sl_outputs *outputs, const sl_text *text, const sl_tables *tables, sl_buf *out);
sl_status sl_outputs_append_article(sl_outputs *outputs, sl_str rendered, sl_error *err);
void sl_outputs_render(const sl_outputs *outputs, size_t i, const sl_table_rows *rows, sl_buf *out);
sl_status sl_outputs_append(sl_outputs *outputs, size_t i, sl_str rendered, sl_error *err);

/**
 * The rows of an article, the next one in article order.
 * @param key    what the journal knows it by, where there is one
 * @param found  they are from the journal
 */
sl_status sl_outputs_add(sl_outputs *outputs, sl_checksum key, sl_yield *yield, bool found, sl_error *err);

/** @param names  NULL where sl_outputs_has_names says no */
sl_status sl_outputs_finish(sl_outputs *outputs, sl_namelist *names, const sl_report *report, sl_error *err);

/**
 * Removes what was not finished, at once; rendering is still possible.
 * @return articles that the journal keeps for a run that goes on
 */
uint64_t sl_outputs_discard(sl_outputs *outputs);

/** NULL is fine. */
void sl_outputs_close(sl_outputs *outputs);

#endif
