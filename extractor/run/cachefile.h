/* SPDX-License-Identifier: Apache-2.0
 *
 * Files of a cache: what they hold can be made again, so whatever goes wrong with them is nobody's concern.
 */
#ifndef SL_RUN_CACHEFILE_H
#define SL_RUN_CACHEFILE_H

#include "base/str.h"

enum { SL_CACHE_PATH = 4096 };

/** The path of a file of the folder. @return false where it is too long */
bool sl_cachefile_place(const char *folder, const char *name, char place[static SL_CACHE_PATH]);

/** Writes the parts, one after the other, into a file that appears whole or not at all. The folder is made where it is
    missing. */
void sl_cachefile_write(const char *folder, const char *name, const sl_str *parts, size_t n);

#endif
