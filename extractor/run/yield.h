/* SPDX-License-Identifier: Apache-2.0
 *
 * What one article comes to, as bytes: made by the thread that read it, or taken from the journal of an earlier run, and
 * appended in article order by the thread that runs the job. Its buffers are kept from one article to the next.
 */
#ifndef SL_RUN_YIELD_H
#define SL_RUN_YIELD_H

#include "base/buf.h"
#include "run/pipeline.h"

typedef struct {
    sl_buf bytes; /* rendered */
    size_t rows;
    uint64_t at, size; /* where they stand in the file of the table; set when they are appended, or told by a journal */
} sl_yield_table;

typedef struct {
    sl_yield_table *tables; /* of this article alone: all that are written but that of episodes */
    size_t n_tables;
    sl_buf names;    /* lines for sl_namelist_add, where names.csv is written */
    sl_buf episodes; /* lines for sl_episodelist_add, where rows are followed */
    sl_article_report report;
    char encoding[32]; /* what report.encoding points at where that is from a journal */
} sl_yield;

/** @return false where memory runs out */
bool sl_yield_init(sl_yield *yield, size_t n_tables);
/** Keeps the memory, but not that of a giant. */
void sl_yield_clear(sl_yield *yield);
/** Whether memory ran out while it was filled. */
bool sl_yield_failed(const sl_yield *yield);
void sl_yield_release(sl_yield *yield);

#endif
