/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/cachefolder.h"

#include <stdio.h>
#include <stdlib.h>

/* A path that does not begin at the root is none: the standard (XDG Base Directory) wants it passed over. */
bool sl_cache_folder(char *path, size_t room) {
    const char *cache = getenv("XDG_CACHE_HOME"), *home = getenv("HOME");
    int n = -1;
    if (cache && cache[0] == '/') n = snprintf(path, room, "%s/sideline", cache);
    else if (home && home[0] == '/') n = snprintf(path, room, "%s/.cache/sideline", home);
    return n > 0 && (size_t)n < room;
}
