/* SPDX-License-Identifier: Apache-2.0
 *
 * Which files are wanted, by their names: patterns as in a shell.
 *
 *     *  any run of characters but /     ?  one of them     [a-z] [!a-z]  one of those     \*  itself
 *
 * A pattern without a slash is held against the last part of a name, one with a slash against the end of the whole:
 * "2024/ *.txt" (without the blank) is for news/2024/a.txt too. Letters are bytes; case counts.
 */
#ifndef SL_SOURCE_GLOB_H
#define SL_SOURCE_GLOB_H

#include "base/str.h"

typedef struct {
    const char *const *include; /* wanted: what one of them is for; none: everything */
    size_t n_include;
    const char *const *exclude; /* not wanted, files and folders */
    size_t n_exclude;
} sl_globs;

bool sl_glob_matches(const char *pattern, sl_str name);

bool sl_globs_want_file(const sl_globs *globs, sl_str name);
/** A folder is gone into unless it is excluded. */
bool sl_globs_want_folder(const sl_globs *globs, sl_str name);

#endif
