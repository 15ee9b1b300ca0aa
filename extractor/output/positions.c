/* SPDX-License-Identifier: Apache-2.0 */
#include <errno.h>
#include <unistd.h>

#include "output/positions.h"

#include "base/arena.h"
#include "output/tempfile.h"

/* Open addressing; a slot whose `at` is 0 is free, as a file that was made longer is full of zeros. */
typedef struct {
    uint64_t key, at;
} slot;

struct sl_positions {
    int file;
    uint64_t slots; /* a power of two, at most half full */
};

static sl_status system_error(const char *what, sl_str place, sl_error *err) {
    char text[128];
    int reason = errno;
    return sl_fail(err, SL_IO, place, "cannot %s a temporary file beside it: %s", what,
                   strerror_r(reason, text, sizeof text));
}

sl_status sl_positions_new(sl_str place, uint64_t count, sl_positions **out, sl_error *err) {
    sl_positions *positions = sl_heap_alloc(1, sizeof *positions);
    char *path = sl_heap_alloc(place.n + 1, 1);
    if (path) memcpy(path, place.p, place.n);
    if (positions && path) positions->file = sl_tempfile_open(path);
    sl_heap_free(path);
    if (!positions || !path) {
        sl_heap_free(positions);
        return sl_fail(err, SL_NO_MEMORY, place, "out of memory");
    }
    for (positions->slots = 64; positions->slots < 2 * count;) positions->slots *= 2;
    bool made = positions->file >= 0 && ftruncate(positions->file, (off_t)(positions->slots * sizeof(slot))) == 0;
    sl_status status = made ? SL_OK : system_error("make", place, err);
    if (status) sl_positions_free(positions);
    else *out = positions;
    return status;
}

void sl_positions_free(sl_positions *positions) {
    if (!positions) return;
    if (positions->file >= 0) close(positions->file);
    sl_heap_free(positions);
}

static bool read_slot(const sl_positions *positions, uint64_t i, slot *s) {
    return sl_tempfile_read(positions->file, i * sizeof *s, s, sizeof *s) == sizeof *s;
}

sl_status sl_positions_add(sl_positions *positions, uint64_t key, uint64_t at, sl_error *err) {
    for (uint64_t i = key;; i++) {
        slot s;
        i &= positions->slots - 1;
        if (!read_slot(positions, i, &s)) return system_error("read", SL_STR(""), err);
        if (s.at) continue;
        s = (slot){key, at};
        bool written = sl_tempfile_write(positions->file, i * sizeof s, &s, sizeof s);
        return written ? SL_OK : system_error("write", SL_STR(""), err);
    }
}

uint64_t sl_positions_next(const sl_positions *positions, uint64_t key, uint64_t *probe) {
    while (*probe < positions->slots) {
        slot s;
        if (!read_slot(positions, (key + (*probe)++) & (positions->slots - 1), &s) || s.at == 0) return 0;
        if (s.key == key) return s.at;
    }
    return 0;
}
