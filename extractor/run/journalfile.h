/* SPDX-License-Identifier: Apache-2.0
 *
 * A journal that an earlier run has left, to be read: a header that says what that run was, then records of articles
 * (run/journalrecord.h), in any order. What stands behind the last record that is whole is taken for torn.
 */
#ifndef SL_RUN_JOURNALFILE_H
#define SL_RUN_JOURNALFILE_H

#include "run/journalrecord.h"

typedef struct sl_journalfile sl_journalfile;

typedef struct {
    sl_str place;         /* its path */
    sl_str header;        /* of this run: "what TAB value" lines */
    const sl_str *tables; /* paths of the tables that have the rows; NULL: they stand in the records */
    size_t n_tables;
} sl_journalfile_plan;

/** What a journal begins with. A lack of memory shows in out->failed. */
void sl_journalfile_begin(sl_str header, sl_buf *out);

/**
 * @param file  open for reading; stays the caller's, and open as long as the journal
 * @param plan  borrowed for the call
 * @param out   NULL where nothing can be used: it is empty, or its beginning is damaged
 * @return SL_BAD_USAGE where its header is another: the message tells what differs; SL_IO, SL_NO_MEMORY
 */
sl_status sl_journalfile_open(int file, const sl_journalfile_plan *plan, sl_journalfile **out, sl_error *err);
/** NULL is fine. */
void sl_journalfile_close(sl_journalfile *journal);

/** Records that are whole, as far as their heads go. */
uint64_t sl_journalfile_count(const sl_journalfile *journal);
/** Where the last of them ends. */
uint64_t sl_journalfile_end(const sl_journalfile *journal);

/**
 * Any number of threads may ask at a time.
 * @param yield  out: filled where the article is found, and its rows are what they were
 * @param spare  to read into
 */
bool sl_journalfile_find(const sl_journalfile *journal, sl_checksum key, sl_yield *yield, sl_buf *spare);

#endif
