/* SPDX-License-Identifier: Apache-2.0
 *
 * Where rule files and lists are read from. A name is looked for beside the file that uses it, then in the folder
 * lists/ there.
 */
#include "base/bounds.h"
#include "rule/program.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

/* --- on disk ------------------------------------------------------------------------------------------------------ */

static sl_str folder_of(sl_str path) {
    size_t n = path.n;
    while (n > 0 && path.p[n - 1] != '/') n--;
    return sl_str_cut(path, 0, n);
}

static sl_status complain(sl_error *err, sl_status status, sl_str path, const char *why) {
    return sl_fail(err, status, path, "cannot open \"%.*s\": %s", sl_shown(path), path.p, why);
}

/* Reads to the end; `expected` is how much there is likely to be. */
static sl_status read_all(int file, size_t expected, sl_str path, sl_arena *out, sl_str *bytes, sl_error *err) {
    size_t room = expected + 1, n = 0;
    char *all = sl_arena_raw(out, room, 1);
    for (;;) {
        ssize_t got = read(file, all + n, room - n);
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) return complain(err, SL_IO, path, "it cannot be read");
        if (got == 0) break;
        n += (size_t)got;
        if (n > SL_MAX_LIST_FILE) return complain(err, SL_LIMIT, path, "it is larger than 512 MiB");
        if (n < room) continue;
        all = sl_arena_grow(out, all, n, 2 * room, 1);
        room *= 2;
    }
    *bytes = (sl_str){all, n};
    return SL_OK;
}

/* What is used by another file must be a file: a pipe might never end, or never begin. */
static sl_status read_open(int file, bool is_first, sl_str path, sl_arena *out, sl_str *bytes, sl_error *err) {
    struct stat about;
    if (fstat(file, &about)) return complain(err, SL_IO, path, "it cannot be read");
    if (S_ISDIR(about.st_mode)) return complain(err, SL_IO, path, "it is a folder");
    bool is_file = S_ISREG(about.st_mode);
    if (!is_file && !is_first) return complain(err, SL_IO, path, "it is no ordinary file");
    if (is_file && about.st_size > SL_MAX_LIST_FILE) return complain(err, SL_LIMIT, path, "it is larger than 512 MiB");
    return read_all(file, is_file ? (size_t)about.st_size : 65536, path, out, bytes, err);
}

/* As read_open, and closes the file, also where the arena runs out of memory and jumps. */
static sl_status read_and_close(int file, bool is_first, sl_str path, sl_arena *out, sl_str *bytes, sl_error *err) {
    jmp_buf here, *outer = out->recover;
    out->recover = &here;
    if (setjmp(here)) {
        close(file);
        out->recover = outer;
        longjmp(*outer, 1);
    }
    sl_status status = read_open(file, is_first, path, out, bytes, err);
    out->recover = outer;
    close(file);
    return status;
}

static sl_status read_disk(const sl_library *self, sl_str from, sl_str name, sl_arena *out, sl_str *path, sl_str *bytes,
                           sl_error *err) {
    (void)self;
    static const char *const below[] = {"", "lists/"};
    bool is_first = from.n == 0;
    sl_str folder = name.n && name.p[0] == '/' ? (sl_str){0} : folder_of(from);
    for (size_t i = 0; i < (is_first ? 1 : 2); i++) {
        *path =
            sl_arena_printf(out, "%.*s%s%.*s", (int)folder.n, folder.p ? folder.p : "", below[i], (int)name.n, name.p);
        int file = open(path->p, O_RDONLY | O_CLOEXEC | (is_first ? 0 : O_NONBLOCK));
        if (file >= 0) return read_and_close(file, is_first, *path, out, bytes, err);
        if (errno != ENOENT && errno != ENOTDIR)
            return complain(err, SL_IO, *path, errno == EACCES ? "it may not be read" : "the system refuses");
    }
    if (is_first) return complain(err, SL_IO, name, "there is no such file");
    return complain(err, SL_IO, name, "there is no such file beside this one, nor in the folder lists/ there");
}

const sl_library sl_library_disk = {.read = read_disk};

/* --- in the binary ------------------------------------------------------------------------------------------------ */

/* Made by tools/embed.sh out of the folder rules/, and out of the image and the hashes that tools/listimage.c makes. */
typedef struct {
    const char *name, *begin, *end;
} embedded_file;
extern const embedded_file sl_builtin_files[];
extern const uint64_t sl_builtin_count;
extern const embedded_file sl_lists_files[];
extern const uint64_t sl_lists_count;

static sl_str bytes_of(const embedded_file *file) {
    return (sl_str){file->begin, (size_t)(file->end - file->begin)};
}

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
            *bytes = bytes_of(&sl_builtin_files[i]);
            return SL_OK;
        }
    }
    return complain(err, SL_IO, name, "it is none of the built-in files");
}

static uint64_t hash_builtin(const sl_library *self, sl_str path) {
    (void)self;
    sl_str hashes = sl_lists_count > 1 ? bytes_of(&sl_lists_files[1]) : (sl_str){0};
    uint64_t wanted = sl_hash(path, 0), pair[2];
    for (; hashes.n >= sizeof pair; hashes = sl_str_cut(hashes, sizeof pair, hashes.n)) {
        memcpy(pair, hashes.p, sizeof pair);
        if (pair[0] == wanted) return pair[1];
    }
    return 0;
}

static bool recall_builtin(const sl_library *self, sl_kept kind, uint64_t key, sl_arena *out, sl_str *image) {
    (void)self;
    (void)key;
    bool known = kind == SL_KEPT_LISTS && sl_lists_count > 0;
    if (!known || !out) return known;
    *image = bytes_of(&sl_lists_files[0]);
    return true;
}

const sl_library sl_library_builtin = {
    .read = read_builtin, .hash = hash_builtin, .recall = recall_builtin, .is_built_in = true};
