/* SPDX-License-Identifier: Apache-2.0
 *
 * Threads that work on items side by side and hand them back in the order in which they were given.
 *
 *     give   1 2 3 4 5 6        while (more) { if (sl_crew_full) collect and use; fill sl_crew_free; sl_crew_give; }
 *     done       2   5   3 …    while ((item = sl_crew_collect(crew))) use
 *     back   1 2 3 4 5 6
 *
 * Items live in a ring of fixed size, so memory does not grow with their number. One thread gives and collects. Threads
 * are started as items come: a single item costs a single thread.
 */
#ifndef SL_RUN_CREW_H
#define SL_RUN_CREW_H

#include "base/error.h"

typedef struct sl_crew sl_crew;

/** @param thread  0..threads - 1, the one that calls: for state of its own */
typedef void sl_crew_work(void *context, unsigned thread, void *item);

/** @return NULL when there is no memory */
sl_crew *sl_crew_new(unsigned threads, size_t item_size, sl_crew_work *work, void *context);

/** Waits for the items that are being worked on, drops those that are not begun, ends the threads. */
void sl_crew_join(sl_crew *crew);

/** Joins first, where that has not been done. NULL is fine. */
void sl_crew_free(sl_crew *crew);

/** No item is free: collect one first. */
bool sl_crew_full(const sl_crew *crew);

/** Nothing is left to collect. */
bool sl_crew_empty(const sl_crew *crew);

/** The item to fill for the next sl_crew_give: zeroed at first, later as its last use left it. */
void *sl_crew_item(sl_crew *crew);

/** @return SL_LIMIT where the system gives no thread at all */
sl_status sl_crew_give(sl_crew *crew, sl_error *err);

/** Waits for the oldest item given, and with it for some more, but no longer than that. @return false where it is not
    done yet */
bool sl_crew_wait(sl_crew *crew, unsigned milliseconds);

/** The oldest item given, once its work is done; good until the next sl_crew_item. NULL when none is out. */
void *sl_crew_collect(sl_crew *crew);

/** All items of the ring, for what their user keeps in them; once the threads have been joined. */
size_t sl_crew_size(const sl_crew *crew);
void *sl_crew_at(sl_crew *crew, size_t index);

#endif
