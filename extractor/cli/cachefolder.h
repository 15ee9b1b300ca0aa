/* SPDX-License-Identifier: Apache-2.0
 *
 * The folder for what may be lost at any time: $XDG_CACHE_HOME/sideline, else ~/.cache/sideline.
 */
#ifndef SL_CLI_CACHEFOLDER_H
#define SL_CLI_CACHEFOLDER_H

#include <stdbool.h>
#include <stddef.h>

/** Its path; nothing is made. @return false: there is none, or no room for it */
bool sl_cache_folder(char *path, size_t room);

#endif
