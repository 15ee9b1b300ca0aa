/* SPDX-License-Identifier: Apache-2.0 */
#include "source/load.h"

#include "base/arena.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>

enum { FIRST_READ = 64 * 1024, MIB = 1024 * 1024 };

static sl_status fail_errno(sl_error *err, const char *path, const char *what) {
    char text[128];
    return sl_fail(err, SL_IO, sl_str_of(path), "cannot %s '%s': %s", what, path, strerror_r(errno, text, sizeof text));
}

static sl_status too_large(sl_error *err, const char *path, uint64_t limit) {
    if (limit % MIB)
        return sl_fail(err, SL_LIMIT, sl_str_of(path), "larger than %llu bytes: '%s'", (unsigned long long)limit, path);
    return sl_fail(err, SL_LIMIT, sl_str_of(path), "larger than %llu MiB: '%s'", (unsigned long long)(limit / MIB),
                   path);
}

static sl_status no_memory(sl_error *err, const char *path) {
    return sl_fail(err, SL_NO_MEMORY, sl_str_of(path), "no memory to read '%s'", path);
}

/** Room for `room` bytes in all. */
static bool reserve(sl_buf *buf, size_t room) {
    if (buf->room >= room) return true;
    char *grown = sl_heap_grow(buf->p, room, 1);
    if (!grown) return false;
    buf->p = grown;
    buf->room = room;
    return true;
}

/** Reads to the end, however much `expected` promised: files grow and shrink, and /proc promises nothing. */
static sl_status read_all(int fd, const char *path, uint64_t expected, uint64_t limit, sl_buf *buf, sl_error *err) {
    if (!reserve(buf, expected ? (size_t)expected + 1 : FIRST_READ)) return no_memory(err, path);
    for (;;) {
        if (buf->n == buf->room && !reserve(buf, buf->room + buf->room / 2 + FIRST_READ)) return no_memory(err, path);
        size_t want = buf->room - buf->n;
        if (want > limit + 1 - buf->n) want = (size_t)(limit + 1 - buf->n);
        ssize_t n = read(fd, buf->p + buf->n, want);
        if (n < 0 && errno == EINTR) continue;
        if (n < 0 && errno == EAGAIN) { /* a pipe that whoever started us has made non-blocking */
            poll(&(struct pollfd){.fd = fd, .events = POLLIN}, 1, -1);
            continue;
        }
        if (n < 0) return fail_errno(err, path, "read");
        if (n == 0) return SL_OK;
        buf->n += (size_t)n;
        if (buf->n > limit) return too_large(err, path, limit);
        if (buf->n == expected && (size_t)n < want) return SL_OK; /* it would give nothing more */
    }
}

static sl_status load_open(int fd, const char *path, uint64_t limit, sl_buf *buf, sl_error *err) {
    struct stat st;
    if (fstat(fd, &st) != 0) return fail_errno(err, path, "read");
    if (S_ISDIR(st.st_mode)) return sl_fail(err, SL_BAD_INPUT, sl_str_of(path), "a folder, not a file: '%s'", path);
    if (!S_ISREG(st.st_mode)) return sl_fail(err, SL_BAD_INPUT, sl_str_of(path), "not a regular file: '%s'", path);
    if (st.st_size > 0 && (uint64_t)st.st_size > limit) return too_large(err, path, limit);
    return read_all(fd, path, st.st_size > 0 ? (uint64_t)st.st_size : 0, limit, buf, err);
}

sl_status sl_load(const char *path, uint64_t limit, sl_buf *buf, sl_error *err) {
    sl_buf_clear(buf);
    if (strcmp(path, "-") == 0) return read_all(STDIN_FILENO, path, 0, limit, buf, err);
    /* Without O_NONBLOCK, opening a pipe that nobody writes to would wait for ever. */
    int fd;
    do fd = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC | O_NOCTTY);
    while (fd < 0 && errno == EINTR);
    if (fd < 0 && errno == ENXIO) return sl_fail(err, SL_BAD_INPUT, sl_str_of(path), "not a regular file: '%s'", path);
    if (fd < 0) return fail_errno(err, path, "open");
    sl_status status = load_open(fd, path, limit, buf, err);
    close(fd);
    return status;
}
