/* SPDX-License-Identifier: Apache-2.0
 *
 * A library that keeps in a folder what was compiled from it: a few images of lists at most, and a few proofs that rules
 * have no fault. A new one may take the place of another.
 */
#ifndef SL_RUN_LISTCACHE_H
#define SL_RUN_LISTCACHE_H

#include "rule/program.h"

typedef struct {
    sl_library library; /* first: the library is the whole */
    const sl_library *over;
    const char *folder;
} sl_listcache;

/** @param library  the one that is read from; borrowed, as `folder` is, which is made where it is missing. Where it cannot
                    be written nothing is kept */
void sl_listcache_begin(sl_listcache *cache, const sl_library *library, const char *folder);

#endif
