/* SPDX-License-Identifier: Apache-2.0
 *
 * Where rule files and lists are read from. A name is looked for beside the file that uses it, then in the folder
 * lists/ there.
 */
#include "base/bounds.h"
#include "rule/program.h"

#include <errno.h>

/* --- on disk ------------------------------------------------------------------------------------------------------ */

static sl_str folder_of(sl_str path) {
    size_t n = path.n;
    while (n > 0 && path.p[n - 1] != '/') n--;
    return sl_str_cut(path, 0, n);
}

static sl_status read_all(FILE *f, sl_str path, sl_arena *out, sl_str *bytes, sl_error *err) {
    SL_ARRAY(char) all = {0};
    size_t n = 0;
    do {
        if (all.room - n < 65536) {
            size_t room = all.room ? 2 * all.room : 1 << 17;
            all.v = sl_arena_grow(out, all.v, n, room, 1);
            all.room = room;
        }
        size_t got = fread(all.v + n, 1, all.room - n, f);
        if (got == 0) break;
        n += got;
    } while (n <= SL_MAX_LIST_FILE);
    *bytes = (sl_str){all.v, n};
    if (ferror(f)) return sl_fail(err, SL_IO, path, "cannot read \"%.*s\"", (int)path.n, path.p);
    if (n > SL_MAX_LIST_FILE) return sl_fail(err, SL_LIMIT, path, "\"%.*s\" is too large", (int)path.n, path.p);
    return SL_OK;
}

static sl_status read_disk(const sl_library *self, sl_str from, sl_str name, sl_arena *out, sl_str *path, sl_str *bytes,
                           sl_error *err) {
    (void)self;
    static const char *const below[] = {"", "lists/"};
    sl_str folder = name.n && name.p[0] == '/' ? (sl_str){0} : folder_of(from);
    for (size_t i = 0; i < 2; i++) {
        *path = sl_arena_printf(out, "%.*s%s%.*s", (int)folder.n, folder.p ? folder.p : "", below[i], (int)name.n, name.p);
        FILE *f = fopen(path->p, "rb");
        if (!f) continue;
        sl_status status = read_all(f, *path, out, bytes, err);
        fclose(f);
        return status;
    }
    return sl_fail(err, SL_IO, name, "cannot open \"%.*s\"", (int)name.n, name.p);
}

const sl_library sl_library_disk = {read_disk};

/* --- in the binary ------------------------------------------------------------------------------------------------ */

/* Made by tools/embed.sh out of the folder rules/. */
typedef struct {
    const char *name, *begin, *end;
} embedded_file;
extern const embedded_file sl_builtin_files[];
extern const uint64_t sl_builtin_count;

static sl_status read_builtin(const sl_library *self, sl_str from, sl_str name, sl_arena *out, sl_str *path,
                              sl_str *bytes, sl_error *err) {
    (void)self;
    (void)from;
    static const char *const below[] = {"", "lists/"};
    for (size_t k = 0; k < 2; k++) {
        sl_str wanted = sl_arena_printf(out, "%s%.*s", below[k], (int)name.n, name.p);
        for (uint64_t i = 0; i < sl_builtin_count; i++) {
            if (!sl_str_eq(sl_str_of(sl_builtin_files[i].name), wanted)) continue;
            *path = wanted;
            *bytes = (sl_str){sl_builtin_files[i].begin, (size_t)(sl_builtin_files[i].end - sl_builtin_files[i].begin)};
            return SL_OK;
        }
    }
    return sl_fail(err, SL_IO, name, "\"%.*s\" is not one of the built-in files", (int)name.n, name.p);
}

const sl_library sl_library_builtin = {read_builtin};
