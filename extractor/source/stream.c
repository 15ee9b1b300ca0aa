/* SPDX-License-Identifier: Apache-2.0 */
#include "source/stream.h"

#include "base/arena.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>

enum {
    BLOCK = 128 * 1024,
    BEGINNING = 1024, /* a tar's mark stands at byte 257 */
    WAIT = 100        /* milliseconds after which it is asked whether to stop */
};

struct sl_stream {
    int fd;
    const char *path;
    sl_stop stop;
    bool peeked; /* the first `n` bytes are not handed over yet */
    bool ended;
    uint64_t position;
    size_t n;
    char block[BLOCK];
};

static sl_status fail_errno(sl_error *err, const char *path, const char *what) {
    char text[128];
    return sl_fail(err, SL_IO, sl_str_of(path), "cannot %s '%s': %s", what, path, strerror_r(errno, text, sizeof text));
}

/* Opening a pipe that nobody writes to would wait for ever. */
static int open_file(const char *path, sl_error *err) {
    struct stat st;
    int fd;
    do fd = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC | O_NOCTTY);
    while (fd < 0 && errno == EINTR);
    if (fd < 0) {
        fail_errno(err, path, "open");
        return -1;
    }
    if (fstat(fd, &st) == 0 && S_ISREG(st.st_mode)) return fd;
    sl_fail(err, SL_BAD_INPUT, sl_str_of(path), "not a regular file: '%s'", path);
    close(fd);
    return -1;
}

sl_stream *sl_stream_open(const char *path, const sl_stop *stop, sl_error *err) {
    bool standard = strcmp(path, "-") == 0;
    int fd = standard ? STDIN_FILENO : open_file(path, err);
    if (fd < 0) return NULL;
    sl_stream *stream = sl_heap_alloc(1, sizeof *stream);
    if (!stream) {
        sl_fail(err, SL_NO_MEMORY, sl_str_of(path), "no memory to read '%s'", path);
        if (!standard) close(fd);
        return NULL;
    }
    stream->fd = fd;
    stream->path = path;
    stream->stop = *stop;
    return stream;
}

void sl_stream_close(sl_stream *stream) {
    if (!stream) return;
    if (stream->fd != STDIN_FILENO) close(stream->fd);
    sl_heap_free(stream);
}

/* Some bytes behind the first `n`. */
static sl_status read_more(sl_stream *s, sl_error *err) {
    struct pollfd ready = {.fd = s->fd, .events = POLLIN};
    for (;;) {
        if (s->stop.asked && s->stop.asked(s->stop.context)) return sl_fail(err, SL_STOPPED, SL_STR(""), "stopped");
        if (s->fd == STDIN_FILENO && poll(&ready, 1, WAIT) <= 0) continue;
        ssize_t n = read(s->fd, s->block + s->n, BLOCK - s->n);
        if (n < 0 && (errno == EINTR || errno == EAGAIN)) continue;
        if (n < 0) return fail_errno(err, s->path, "read");
        s->ended = n == 0;
        s->n += (size_t)n;
        s->position += (uint64_t)n;
        return SL_OK;
    }
}

sl_status sl_stream_peek(sl_stream *s, sl_str *beginning, sl_error *err) {
    sl_status status = SL_OK;
    s->peeked = true;
    while (status == SL_OK && !s->ended && s->n < BEGINNING) status = read_more(s, err);
    *beginning = (sl_str){s->block, s->n};
    return status;
}

static sl_status next_block(void *context, sl_str *block, sl_error *err) {
    sl_stream *s = context;
    sl_status status = SL_OK;
    if (!s->peeked) {
        s->n = 0;
        if (!s->ended) status = read_more(s, err);
    }
    s->peeked = false;
    *block = (sl_str){s->block, s->n};
    return status;
}

uint64_t sl_stream_position(const sl_stream *stream) {
    return stream->position;
}

sl_blocks sl_stream_blocks(sl_stream *stream) {
    return (sl_blocks){stream, next_block};
}
