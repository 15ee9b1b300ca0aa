/* SPDX-License-Identifier: Apache-2.0
 *
 * Sorting in an arena: the C library's qsort may call malloc, for each article anew, and says nothing of equal things.
 */
#ifndef SL_BASE_SORT_H
#define SL_BASE_SORT_H

#include "base/arena.h"

/** As for qsort. */
typedef int sl_sort_order(const void *a, const void *b);

/** Sorts `n` things of `size` bytes at `v`; equal ones stay in their order. @param tmp  left as it was */
void sl_sort(sl_arena *tmp, void *v, size_t n, size_t size, sl_sort_order *order);

#endif
