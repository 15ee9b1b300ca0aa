/* SPDX-License-Identifier: Apache-2.0 */
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "run/listcache.h"

#include "rule/image.h"
#include "run/cachefile.h"

enum { FILES = 8, NAME = 16 };
#define LARGEST (INT64_C(4) * 1024 * 1024 * 1024)

static const sl_listcache *cache_of(const sl_library *library) {
    return (const sl_listcache *)(const void *)library;
}

static sl_status read_over(const sl_library *self, sl_str from, sl_str name, sl_arena *out, sl_str *path, sl_str *bytes,
                           sl_error *err) {
    const sl_library *over = cache_of(self)->over;
    return over->read(over, from, name, out, path, bytes, err);
}

static void name_of(sl_kept kind, uint64_t key, char name[static NAME]) {
    snprintf(name, NAME, "%s-%u", kind == SL_KEPT_LISTS ? "lists" : "rules", (unsigned)(key % FILES));
}

static bool place_of(const sl_library *library, sl_kept kind, uint64_t key, char place[static SL_CACHE_PATH]) {
    char name[NAME];
    name_of(kind, key, name);
    return sl_cachefile_place(cache_of(library)->folder, name, place);
}

/* Its first `n` bytes. @return its size; 0 where it is no file, has less, or cannot be read */
static size_t read_file(const char *place, char *to, size_t n) {
    struct stat about;
    int file = open(place, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (file < 0) return 0;
    bool good = fstat(file, &about) == 0 && S_ISREG(about.st_mode) && about.st_size < LARGEST;
    while (good && n > 0) {
        ssize_t got = read(file, to, n);
        good = got > 0;
        to += good ? got : 0;
        n -= good ? (size_t)got : 0;
    }
    close(file);
    return good ? (size_t)about.st_size : 0;
}

/* The file is not open while memory is asked for, which may run out and jump. */
static bool recall(const sl_library *self, sl_kept kind, uint64_t key, sl_arena *out, sl_str *image) {
    char place[SL_CACHE_PATH], begin[SL_IMAGE_BEGIN];
    if (!place_of(self, kind, key, place)) return false;
    size_t size = read_file(place, begin, sizeof begin);
    if (size == 0 || !sl_image_is_for((sl_str){begin, sizeof begin}, key)) return false;
    if (!out) return true;
    char *bytes = sl_arena_raw(out, size, 1);
    *image = (sl_str){bytes, size};
    return read_file(place, bytes, size) == size;
}

static void keep(const sl_library *self, sl_kept kind, uint64_t key, const sl_str *parts, size_t n) {
    char name[NAME];
    name_of(kind, key, name);
    sl_cachefile_write(cache_of(self)->folder, name, parts, n);
}

void sl_listcache_begin(sl_listcache *cache, const sl_library *library, const char *folder) {
    *cache = (sl_listcache){{.read = read_over, .recall = recall, .keep = keep}, library, folder};
}
