/* SPDX-License-Identifier: Apache-2.0
 *
 * Any number of lines, sorted, in little memory: what does not fit is spilled in sorted runs to a temporary file, and
 * the runs are merged when they are read.
 *
 *     sl_sorter_new(place, SL_SORT_MEMORY, &sorter, err)
 *     sl_sorter_add(sorter, line, err)            …
 *     sl_sorter_end(sorter, err)
 *     while (!sl_sorter_next(sorter, &line, err) && line.p) …
 *     sl_sorter_close(sorter)
 *
 * In the order of their bytes: lines that are equal are the same line, so that the order is one and no other. Whatever
 * is to be sorted by numbers is written with leading zeros.
 */
#ifndef SL_OUTPUT_SORTER_H
#define SL_OUTPUT_SORTER_H

#include "base/error.h"

typedef struct sl_sorter sl_sorter;

/**
 * @param place   path of a finished file: the temporary one is made beside it when it is needed, without a name, so that
 *                nothing of it is left behind whatever happens; copied
 * @param memory  bytes for lines, here and while runs are merged; a longer line takes what it needs
 * @return SL_NO_MEMORY
 */
sl_status sl_sorter_new(sl_str place, size_t memory, sl_sorter **sorter, sl_error *err);

/** @param line  holds no line feed; copied. @return SL_IO where the disk is full, SL_NO_MEMORY */
sl_status sl_sorter_add(sl_sorter *sorter, sl_str line, sl_error *err);

/** Everything is added: from now on it is read. */
sl_status sl_sorter_end(sl_sorter *sorter, sl_error *err);

/** The next line, which lives until the next call; its p is NULL behind the last one. */
sl_status sl_sorter_next(sl_sorter *sorter, sl_str *line, sl_error *err);

/** NULL is fine. */
void sl_sorter_close(sl_sorter *sorter);

#endif
