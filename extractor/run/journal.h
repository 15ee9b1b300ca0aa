/* SPDX-License-Identifier: Apache-2.0
 *
 * What a folder of tables remembers of the articles behind it, so that they need not be read with the rules once more.
 *
 *     .sideline-journal   while a run goes on: each article that is done, with its rows, in the order in which they were
 *                         done. A run that is interrupted leaves it; one that comes to its end removes it.
 *     .sideline-articles  of a finished run: the same without the rows, which the tables have. In article order, so that
 *                         it is the same whatever led to it.
 *
 * An article is known by its name, its place in its file and a checksum of its bytes; what differs in one of them is
 * read anew. So is what was damaged. A run with other rules, options or versions is refused.
 *
 * The journal that a run writes is locked, so that two runs do not write to the same folder.
 */
#ifndef SL_RUN_JOURNAL_H
#define SL_RUN_JOURNAL_H

#include "run/journalrecord.h"
#include "source/document.h"

typedef struct {
    sl_str folder;        /* which is there */
    sl_str header;        /* of this run: as in sl_journalfile_plan */
    const sl_str *tables; /* paths of the tables of articles */
    size_t n_tables;
    bool resume;  /* go on with a run that was interrupted */
    bool changed; /* take what has not changed from a run that was finished */
} sl_journal_plan;

typedef struct sl_journal sl_journal;

/**
 * Locks the folder, and takes away what killed runs have left in it. With `resume` and `changed` both files are used;
 * that of which the option is must be of such a run, another one is left alone.
 * @param plan  borrowed for the call
 * @return SL_BAD_USAGE for another run's, SL_IO where the folder is locked or cannot be written, SL_NO_MEMORY
 */
sl_status sl_journal_open(const sl_journal_plan *plan, sl_journal **journal, sl_error *err);

/** Articles that are remembered. */
uint64_t sl_journal_known(const sl_journal *journal);

/** What an article is known by. @param bytes  those of the document */
sl_checksum sl_journal_key(const sl_document *document, sl_str bytes);

/**
 * Any number of threads may ask at a time.
 * @param yield  out: filled where it is found
 * @param spare  to read into
 */
bool sl_journal_find(const sl_journal *journal, sl_checksum key, sl_yield *yield, sl_buf *spare);

/**
 * The next article, in article order, whose rows have been appended to the tables: yield->tables[].at says where.
 * @param found  it is from the journal itself
 * @return SL_IO, SL_NO_MEMORY
 */
sl_status sl_journal_add(sl_journal *journal, sl_checksum key, const sl_yield *yield, bool found, sl_error *err);

/* The end, as of sl_file: what can fail has failed after the first; the second puts .sideline-articles in its place; the
   third removes .sideline-journal, once everything else is in place. */
sl_status sl_journal_seal(sl_journal *journal, sl_error *err);
sl_status sl_journal_publish(sl_journal *journal, sl_error *err);
void sl_journal_finish(sl_journal *journal);

/** The run ends before its end: articles that are done are kept for `resume`. @return how many there are */
uint64_t sl_journal_keep(sl_journal *journal);

/** NULL is fine. */
void sl_journal_close(sl_journal *journal);

#endif
