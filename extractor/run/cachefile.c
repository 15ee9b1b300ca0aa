/* SPDX-License-Identifier: Apache-2.0 */
#include <sys/stat.h>

#include "run/cachefile.h"

#include "output/file.h"

bool sl_cachefile_place(const char *folder, const char *name, char place[static SL_CACHE_PATH]) {
    int size = snprintf(place, SL_CACHE_PATH, "%s/%s", folder, name);
    return folder[0] && size > 0 && size < SL_CACHE_PATH;
}

/* The folder, and the one that it is in: ~/.cache/sideline. */
static void make_folders(char place[static SL_CACHE_PATH]) {
    size_t ends[2] = {0}, n = 0;
    for (size_t i = strlen(place); i > 1 && n < 2; i--)
        if (place[i - 1] == '/') ends[n++] = i - 1;
    for (; n > 0; n--) {
        if (ends[n - 1] == 0) continue;
        place[ends[n - 1]] = '\0';
        mkdir(place, 0700);
        place[ends[n - 1]] = '/';
    }
}

void sl_cachefile_write(const char *folder, const char *name, const sl_str *parts, size_t n) {
    char place[SL_CACHE_PATH];
    sl_file *file = NULL;
    if (!sl_cachefile_place(folder, name, place)) return;
    make_folders(place);
    sl_status status = sl_file_create(sl_str_of(place), &file, NULL);
    for (size_t i = 0; status == SL_OK && i < n; i++) status = sl_file_write(file, parts[i], NULL);
    if (status == SL_OK) status = sl_file_seal(file, NULL);
    if (status == SL_OK) sl_file_publish(file, NULL);
    sl_file_close(file);
}
