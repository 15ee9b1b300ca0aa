/* SPDX-License-Identifier: Apache-2.0 */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#include "output/file.h"

#include "base/arena.h"

enum { BUFFER = 64 * 1024, NAME_TRIES = 1000, NAME_EXTRA = 64 };

struct sl_file {
    char *place, *temporary; /* NULL for standard output; temporary is NULL once there is nothing to remove */
    int descriptor;          /* -1 once closed */
    uint64_t size;           /* bytes that were written, those in the buffer with them */
    size_t used;
    char buffer[BUFFER];
};

static sl_status system_error(const sl_file *file, const char *what, sl_error *err) {
    int reason = errno;
    sl_str name = file->place ? sl_str_of(file->place) : SL_STR("standard output");
    if (!file->place && reason == EPIPE) return sl_fail(err, SL_STOPPED, name, "the reader has gone");
    char text[128];
    return sl_fail(err, SL_IO, name, "cannot %s: %s", what, strerror_r(reason, text, sizeof text));
}

/* Bytes of `place` up to and with the last slash. */
static size_t folder_length(sl_str place) {
    size_t n = place.n;
    while (n && place.p[n - 1] != '/') n--;
    return n;
}

/* The process number keeps two runs apart; the counter passes what a killed run with the same number left behind. */
static int open_beside(sl_file *file, sl_str place, size_t room) {
    size_t folder = folder_length(place);
    for (int i = 0; i < NAME_TRIES; i++) {
        snprintf(file->temporary, room, "%.*s.%s.%ld-%d.part", (int)folder, place.p, file->place + folder,
                 (long)getpid(), i);
        int descriptor = open(file->temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
        if (descriptor >= 0 || errno != EEXIST) return descriptor;
    }
    return -1;
}

sl_status sl_file_create(sl_str place, sl_file **out, sl_error *err) {
    size_t room = place.n + NAME_EXTRA;
    sl_file *file = sl_heap_alloc(1, sizeof *file);
    char *names = sl_heap_alloc(place.n + 1 + room, 1);
    if (!file || !names) {
        sl_heap_free(file);
        sl_heap_free(names);
        return sl_fail(err, SL_NO_MEMORY, place, "out of memory");
    }
    memcpy(names, place.p, place.n);
    file->place = names;
    file->temporary = names + place.n + 1;
    file->descriptor = open_beside(file, place, room);
    if (file->descriptor < 0) {
        sl_status status = system_error(file, "write", err);
        file->temporary = NULL;
        sl_file_close(file);
        return status;
    }
    *out = file;
    return SL_OK;
}

/* The name, a dot, digits, a dash, digits, ".part". */
static bool is_left_over(sl_str entry, sl_str name) {
    size_t at = name.n + 2, dashes = 0;
    bool ours = entry.n >= at && entry.p[0] == '.' && entry.p[at - 1] == '.';
    if (!ours || !sl_str_eq(sl_str_cut(entry, 1, name.n + 1), name)) return false;
    for (; at < entry.n && (sl_is_digit(entry.p[at]) || entry.p[at] == '-'); at++) dashes += entry.p[at] == '-';
    return dashes == 1 && sl_str_eq(sl_str_cut(entry, at, entry.n), SL_STR(".part"));
}

void sl_file_sweep(sl_str place) {
    size_t folder = folder_length(place);
    char path[4096];
    if (folder >= sizeof path) return;
    snprintf(path, sizeof path, "%.*s", (int)folder, place.p);
    DIR *all = opendir(folder ? path : ".");
    for (const struct dirent *d; all && (d = readdir(all));)
        if (is_left_over(sl_str_of(d->d_name), sl_str_cut(place, folder, place.n))) unlinkat(dirfd(all), d->d_name, 0);
    if (all) closedir(all);
}

sl_status sl_file_standard_output(sl_file **out, sl_error *err) {
    sl_file *file = sl_heap_alloc(1, sizeof *file);
    if (!file) return sl_fail(err, SL_NO_MEMORY, SL_STR("standard output"), "out of memory");
    file->descriptor = STDOUT_FILENO;
    *out = file;
    return SL_OK;
}

const char *sl_file_beside(const sl_file *file) {
    return file->temporary;
}

static sl_status write_all(sl_file *file, const char *p, size_t n, sl_error *err) {
    while (n) {
        ssize_t written = write(file->descriptor, p, n);
        if (written < 0 && errno == EINTR) continue;
        if (written < 0) return system_error(file, "write", err);
        p += written;
        n -= (size_t)written;
    }
    return SL_OK;
}

static sl_status flush(sl_file *file, sl_error *err) {
    sl_status status = write_all(file, file->buffer, file->used, err);
    file->used = 0;
    return status;
}

uint64_t sl_file_size(const sl_file *file) {
    return file->size;
}

sl_status sl_file_write(sl_file *file, sl_str bytes, sl_error *err) {
    file->size += bytes.n;
    if (bytes.n > BUFFER - file->used) {
        sl_status status = flush(file, err);
        if (status) return status;
        if (bytes.n > BUFFER) return write_all(file, bytes.p, bytes.n, err);
    }
    if (bytes.n) memcpy(file->buffer + file->used, bytes.p, bytes.n);
    file->used += bytes.n;
    return SL_OK;
}

sl_status sl_file_seal(sl_file *file, sl_error *err) {
    sl_status status = flush(file, err);
    if (status || !file->place) return status;
    if (fsync(file->descriptor) < 0) return system_error(file, "write", err);
    int closed = close(file->descriptor);
    file->descriptor = -1;
    return closed < 0 ? system_error(file, "write", err) : SL_OK;
}

/* Without this the new name may be lost with the power, though the bytes are on the disk. */
static sl_status sync_folder(sl_file *file, sl_error *err) {
    size_t n = folder_length(sl_str_of(file->place));
    char last = file->place[n];
    file->place[n] = '\0';
    int folder = open(n ? file->place : ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    file->place[n] = last;
    if (folder < 0) return system_error(file, "sync the folder of it", err);
    /* EINVAL: a file system that knows no such thing. */
    sl_status status = fsync(folder) < 0 && errno != EINVAL ? system_error(file, "sync the folder of it", err) : SL_OK;
    close(folder);
    return status;
}

sl_status sl_file_publish(sl_file *file, sl_error *err) {
    if (!file->place) return SL_OK;
    if (rename(file->temporary, file->place) < 0) return system_error(file, "put it in its place", err);
    file->temporary = NULL;
    return sync_folder(file, err);
}

void sl_file_discard(sl_file *file) {
    if (file->place && file->descriptor >= 0) close(file->descriptor);
    if (file->temporary) unlink(file->temporary);
    file->descriptor = -1;
    file->temporary = NULL;
}

void sl_file_close(sl_file *file) {
    if (!file) return;
    sl_file_discard(file);
    sl_heap_free(file->place);
    sl_heap_free(file);
}
