/* SPDX-License-Identifier: Apache-2.0 */
#include <errno.h>
#include <fcntl.h>
#include <sys/types.h>
#include <unistd.h>

#include "output/tempfile.h"

#include "base/arena.h"

/* Tries for a name that is free; what it has behind that of its place. */
enum { NAME_TRIES = 1000, NAME_EXTRA = 64 };

int sl_tempfile_open(const char *place) {
    size_t n = strlen(place), folder = n;
    char *name = sl_heap_alloc(n + NAME_EXTRA, 1);
    while (folder && place[folder - 1] != '/') folder--;
    int file = -1;
    for (int i = 0; name && i < NAME_TRIES && file < 0; i++) {
        snprintf(name, n + NAME_EXTRA, "%.*s.%s.%ld-%d.tmp", (int)folder, place, place + folder, (long)getpid(), i);
        file = open(name, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
        if (file < 0 && errno != EEXIST) break;
    }
    if (file >= 0) unlink(name);
    if (!name) errno = ENOMEM;
    sl_heap_free(name);
    return file;
}

bool sl_tempfile_write(int file, uint64_t at, const void *bytes, size_t n) {
    const char *p = bytes;
    while (n) {
        ssize_t written = pwrite(file, p, n, (off_t)at);
        if (written < 0 && errno == EINTR) continue;
        if (written < 0) return false;
        p += written;
        n -= (size_t)written;
        at += (uint64_t)written;
    }
    return true;
}

ssize_t sl_tempfile_read(int file, uint64_t at, void *bytes, size_t n) {
    char *p = bytes;
    size_t got = 0;
    while (got < n) {
        ssize_t more = pread(file, p + got, n - got, (off_t)(at + got));
        if (more < 0 && errno == EINTR) continue;
        if (more < 0) return -1;
        if (more == 0) break;
        got += (size_t)more;
    }
    return (ssize_t)got;
}
