/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/pathlist.h"

#include "cli/message.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { FIRST_READ = 64 * 1024 };

static bool no_memory(const char *command) {
    sl_message(command, "no memory for the list of paths");
    return false;
}

/* All of the file, with a NUL behind it. */
static bool read_all(const char *command, FILE *file, const char *name, sl_pathlist *list, size_t *size) {
    size_t room = 0, n = 0;
    do {
        if (room - n < 2) {
            room = room ? 2 * room : FIRST_READ;
            char *grown = realloc(list->text, room);
            if (!grown) return no_memory(command);
            list->text = grown;
        }
        n += fread(list->text + n, 1, room - n - 1, file);
    } while (!feof(file) && !ferror(file));
    list->text[n] = '\0';
    *size = n;
    if (ferror(file)) sl_message(command, "cannot read '%s': %s", name, strerror(errno));
    return !ferror(file);
}

static bool read_list(const char *command, const char *name, sl_pathlist *list, size_t *size) {
    bool standard = strcmp(name, "-") == 0;
    FILE *file = standard ? stdin : fopen(name, "r");
    if (!file) {
        sl_message(command, "cannot open '%s': %s", name, strerror(errno));
        return false;
    }
    bool good = read_all(command, file, name, list, size);
    if (!standard) fclose(file);
    return good;
}

/* Each line, or each name, becomes a C string; empty ones are none. @return how many there are */
static size_t part(char *text, size_t size, const char **paths) {
    char end = memchr(text, '\0', size) ? '\0' : '\n';
    size_t n = 0;
    for (size_t at = 0; at < size;) {
        char *found = memchr(text + at, end, size - at);
        size_t to = found ? (size_t)(found - text) : size;
        bool carriage = end == '\n' && to > at && text[to - 1] == '\r';
        if (paths) text[carriage ? to - 1 : to] = '\0';
        if (to - carriage > at) {
            if (paths) paths[n] = text + at;
            n++;
        }
        at = to + 1;
    }
    return n;
}

bool sl_pathlist_make(const char *command, const char *const *operands, size_t n, const char *file, sl_pathlist *list) {
    size_t size = 0;
    *list = (sl_pathlist){0};
    if (file && !read_list(command, file, list, &size)) return false;
    size_t more = file ? part(list->text, size, NULL) : 0;
    list->paths = calloc(n + more + 1, sizeof *list->paths);
    if (!list->paths) return no_memory(command);
    for (size_t i = 0; i < n; i++) list->paths[i] = operands[i];
    list->n = n + (file ? part(list->text, size, list->paths + n) : 0);
    return true;
}

void sl_pathlist_free(sl_pathlist *list) {
    free(list->paths);
    free(list->text);
    *list = (sl_pathlist){0};
}
