/* SPDX-License-Identifier: Apache-2.0
 *
 * An article in a journal: what is needed to append its rows once more without reading it.
 *
 *     frame   sizes of the head and of the rows, checksums of both
 *     head    key, report, names, episode lines; of each table: number of rows, bytes, where they begin in its file
 *     rows    the bytes of all tables; in the file of a finished run left out, for there the tables have them
 *
 * Numbers of the head have seven bits a byte, lowest first. What is read is believed no further than its checksum, and
 * after that no further than its sizes.
 */
#ifndef SL_RUN_JOURNALRECORD_H
#define SL_RUN_JOURNALRECORD_H

#include "base/checksum.h"
#include "run/yield.h"

enum { SL_JOURNAL_FRAME = 32 };

typedef struct {
    uint64_t head_n, rows_n, rows_sum, head_sum;
} sl_journal_frame;

/** Of the rows of all tables. */
uint64_t sl_journalrecord_rows_sum(const sl_yield *yield);

/**
 * Frame and head.
 * @param key  of the article: what it is called and holds
 * @param out  cleared first. A lack of memory shows in out->failed.
 */
void sl_journalrecord_write(sl_checksum key, const sl_yield *yield, sl_buf *out);

/** @param bytes  SL_JOURNAL_FRAME of them */
sl_journal_frame sl_journalrecord_frame(const char *bytes);

/** @param record  frame and head. @return false where it is damaged */
bool sl_journalrecord_whole(const sl_journal_frame *frame, sl_str record);

sl_checksum sl_journalrecord_key(sl_str record);

/**
 * @param record   frame and head, whole
 * @param yield    out: all but the bytes of its tables; as many tables as it has are expected
 * @return false where the record is none of this program
 */
bool sl_journalrecord_read(const sl_journal_frame *frame, sl_str record, sl_yield *yield);

#endif
