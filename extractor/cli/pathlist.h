/* SPDX-License-Identifier: Apache-2.0
 *
 * The paths of a command: those that it names, then those of a list (--files-from), one a line, or with a NUL behind
 * each, as `find -print0` writes them.
 */
#ifndef SL_CLI_PATHLIST_H
#define SL_CLI_PATHLIST_H

#include <stdbool.h>
#include <stddef.h>

typedef struct {
    const char **paths;
    size_t n;
    char *text; /* of the list */
} sl_pathlist;

/**
 * @param file  "-" for standard input; NULL: no list
 * @return false after an error, which it prints
 */
bool sl_pathlist_make(const char *command, const char *const *operands, size_t n, const char *file, sl_pathlist *list);
void sl_pathlist_free(sl_pathlist *list);

#endif
