/* SPDX-License-Identifier: Apache-2.0 */
#include <errno.h>
#include <sys/types.h>
#include <unistd.h>

#include "output/sorter.h"

#include "base/arena.h"
#include "output/tempfile.h"

/* Runs that are merged at once; the least that is read of each; what is written at once. */
enum { MOST_MERGED = 64, LEAST_READ = 4096, WRITTEN = 64 * 1024 };

/* Sorted lines in the temporary file, each with its line feed: bytes from..to. */
typedef struct {
    uint64_t from, to;
} run;

/* A run while it is read. */
typedef struct {
    uint64_t at, to; /* what is not read yet */
    char *buffer;
    size_t room, n, used; /* bytes of the buffer that are filled, and of these given out */
    sl_str line;          /* the next one; p is NULL at the end */
} reader;

struct sl_sorter {
    char *place;
    size_t memory;
    char *text; /* lines that wait to be sorted */
    size_t room, used;
    sl_str *lines;
    size_t most_lines, n_lines, next_line;
    int file; /* -1 while all fits into memory */
    uint64_t size;
    char written[WRITTEN]; /* what is to be written next */
    size_t n_written;
    run *runs;
    size_t n_runs, room_runs;
    reader readers[MOST_MERGED];
    uint32_t heap[MOST_MERGED]; /* of readers, that with the least line first */
    size_t n_heap;
    bool started; /* the first line of the heap has been given out */
};

static sl_status no_memory(const sl_sorter *s, sl_error *err) {
    return sl_fail(err, SL_NO_MEMORY, sl_str_of(s->place), "out of memory");
}

static sl_status system_error(const sl_sorter *s, const char *what, sl_error *err) {
    char text[128];
    int reason = errno;
    return sl_fail(err, SL_IO, sl_str_of(s->place), "cannot %s a temporary file beside it: %s", what,
                   strerror_r(reason, text, sizeof text));
}

sl_status sl_sorter_new(sl_str place, size_t memory, sl_sorter **out, sl_error *err) {
    sl_sorter *s = sl_heap_alloc(1, sizeof *s);
    if (!s) return sl_fail(err, SL_NO_MEMORY, place, "out of memory");
    s->file = -1;
    s->memory = memory;
    s->room = memory - memory / 4;
    s->most_lines = memory / 4 / sizeof *s->lines + 1;
    s->place = sl_heap_alloc(place.n + 1, 1);
    s->text = sl_heap_alloc(s->room + 1, 1);
    s->lines = sl_heap_alloc(s->most_lines, sizeof *s->lines);
    if (!s->place || !s->text || !s->lines) {
        sl_sorter_close(s);
        return sl_fail(err, SL_NO_MEMORY, place, "out of memory");
    }
    memcpy(s->place, place.p, place.n);
    *out = s;
    return SL_OK;
}

void sl_sorter_close(sl_sorter *s) {
    if (!s) return;
    for (size_t i = 0; i < MOST_MERGED; i++) sl_heap_free(s->readers[i].buffer);
    if (s->file >= 0) close(s->file);
    sl_heap_free(s->place);
    sl_heap_free(s->text);
    sl_heap_free(s->lines);
    sl_heap_free(s->runs);
    sl_heap_free(s);
}

/* --- the temporary file ------------------------------------------------------------------------------------------- */

static sl_status write_at(const sl_sorter *s, int file, uint64_t *at, const char *p, size_t n, sl_error *err) {
    if (!sl_tempfile_write(file, *at, p, n)) return system_error(s, "write", err);
    *at += n;
    return SL_OK;
}

static sl_status flush(sl_sorter *s, int file, uint64_t *at, sl_error *err) {
    size_t n = s->n_written;
    s->n_written = 0;
    return write_at(s, file, at, s->written, n, err);
}

/* A line with the line feed that stands behind it. */
static sl_status put_line(sl_sorter *s, int file, uint64_t *at, sl_str line, sl_error *err) {
    sl_status status = SL_OK;
    if (line.n + 1 > WRITTEN - s->n_written) status = flush(s, file, at, err);
    if (status || line.n + 1 > WRITTEN) return status ? status : write_at(s, file, at, line.p, line.n + 1, err);
    memcpy(s->written + s->n_written, line.p, line.n + 1);
    s->n_written += line.n + 1;
    return SL_OK;
}

static sl_status add_run(sl_sorter *s, run one, sl_error *err) {
    if (s->n_runs == s->room_runs) {
        size_t room = s->room_runs ? 2 * s->room_runs : 64;
        run *grown = sl_heap_grow(s->runs, room, sizeof *grown);
        if (!grown) return no_memory(s, err);
        s->runs = grown;
        s->room_runs = room;
    }
    s->runs[s->n_runs++] = one;
    return SL_OK;
}

/* --- lines in memory ---------------------------------------------------------------------------------------------- */

static int by_bytes(const void *a, const void *b) {
    return sl_str_cmp(*(const sl_str *)a, *(const sl_str *)b);
}

static void sort_lines(sl_sorter *s) {
    if (s->n_lines) qsort(s->lines, s->n_lines, sizeof *s->lines, by_bytes);
}

/* The lines in memory become a run of the file. Each is followed by its line feed there. */
static sl_status spill(sl_sorter *s, sl_error *err) {
    run one = {.from = s->size};
    if (s->file < 0) s->file = sl_tempfile_open(s->place);
    if (s->file < 0) return system_error(s, "make", err);
    sort_lines(s);
    sl_status status = SL_OK;
    for (size_t i = 0; i < s->n_lines && !status; i++) status = put_line(s, s->file, &s->size, s->lines[i], err);
    if (!status) status = flush(s, s->file, &s->size, err);
    one.to = s->size;
    s->n_lines = s->used = 0;
    return status ? status : add_run(s, one, err);
}

/* Only for one line that is longer than all memory: nothing else is there that would move. */
static sl_status make_room(sl_sorter *s, size_t need, sl_error *err) {
    if (need <= s->room) return SL_OK;
    char *grown = sl_heap_grow(s->text, need, 1);
    if (!grown) return no_memory(s, err);
    s->text = grown;
    s->room = need;
    return SL_OK;
}

sl_status sl_sorter_add(sl_sorter *s, sl_str line, sl_error *err) {
    bool full = s->n_lines == s->most_lines || line.n + 1 > s->room - s->used;
    sl_status status = full && s->n_lines ? spill(s, err) : SL_OK;
    if (!status) status = make_room(s, line.n + 1, err);
    if (status) return status;
    char *to = s->text + s->used;
    if (line.n) memcpy(to, line.p, line.n);
    to[line.n] = '\n';
    s->lines[s->n_lines++] = (sl_str){to, line.n};
    s->used += line.n + 1;
    return SL_OK;
}

/* --- reading a run ------------------------------------------------------------------------------------------------ */

/* More bytes behind those of the buffer that are not given out yet. */
static sl_status fill(sl_sorter *s, reader *r, sl_error *err) {
    memmove(r->buffer, r->buffer + r->used, r->n - r->used);
    r->n -= r->used;
    r->used = 0;
    if (r->n == r->room) {
        char *grown = sl_heap_grow(r->buffer, 2 * r->room, 1);
        if (!grown) return no_memory(s, err);
        r->buffer = grown;
        r->room *= 2;
    }
    size_t want = r->room - r->n;
    if (want > r->to - r->at) want = (size_t)(r->to - r->at);
    ssize_t n = sl_tempfile_read(s->file, r->at, r->buffer + r->n, want);
    if (n == 0) errno = EIO; /* somebody has cut the file */
    if (n <= 0) return system_error(s, "read", err);
    r->n += (size_t)n;
    r->at += (uint64_t)n;
    return SL_OK;
}

static sl_status read_line(sl_sorter *s, reader *r, sl_error *err) {
    sl_status status = SL_OK;
    r->line = (sl_str){0};
    for (size_t seen = 0; !status;) {
        sl_str rest = {r->buffer + r->used, r->n - r->used};
        size_t end = sl_str_find(rest, '\n', seen);
        if (end < rest.n) {
            r->line = sl_str_cut(rest, 0, end);
            r->used += end + 1;
            return SL_OK;
        }
        if (r->at == r->to) return SL_OK;
        seen = rest.n;
        status = fill(s, r, err);
    }
    return status;
}

static sl_status open_reader(sl_sorter *s, reader *r, run one, size_t room, sl_error *err) {
    if (!r->buffer) r->buffer = sl_heap_alloc(room, 1);
    if (!r->buffer) return no_memory(s, err);
    if (r->room < room) r->room = room;
    r->at = one.from;
    r->to = one.to;
    r->n = r->used = 0;
    return read_line(s, r, err);
}

/* --- merging ------------------------------------------------------------------------------------------------------ */

static bool before(const sl_sorter *s, uint32_t a, uint32_t b) {
    return sl_str_cmp(s->readers[a].line, s->readers[b].line) < 0;
}

/* Puts the reader at place `i` of the heap where it belongs below. */
static void sink(sl_sorter *s, size_t i) {
    for (size_t child; (child = 2 * i + 1) < s->n_heap; i = child) {
        if (child + 1 < s->n_heap && before(s, s->heap[child + 1], s->heap[child])) child++;
        if (!before(s, s->heap[child], s->heap[i])) return;
        uint32_t above = s->heap[i];
        s->heap[i] = s->heap[child];
        s->heap[child] = above;
    }
}

/* Begins to merge `n` runs from number `first` on. */
static sl_status merge_begin(sl_sorter *s, size_t first, size_t n, sl_error *err) {
    size_t room = s->memory / MOST_MERGED;
    sl_status status = SL_OK;
    s->n_heap = n;
    s->started = false;
    for (uint32_t i = 0; i < n && !status; i++) {
        s->heap[i] = i;
        status = open_reader(s, &s->readers[i], s->runs[first + i], room < LEAST_READ ? LEAST_READ : room, err);
    }
    for (size_t i = n / 2; i-- > 0 && !status;) sink(s, i);
    return status;
}

static sl_status merge_next(sl_sorter *s, sl_str *line, sl_error *err) {
    sl_status status = SL_OK;
    *line = (sl_str){0};
    if (s->started && s->n_heap) {
        reader *r = &s->readers[s->heap[0]];
        status = read_line(s, r, err);
        if (!status && !r->line.p) s->heap[0] = s->heap[--s->n_heap];
        if (!status) sink(s, 0);
    }
    s->started = true;
    if (!status && s->n_heap) *line = s->readers[s->heap[0]].line;
    return status;
}

/* Runs first..first+n become one, at the end of `file`. */
static sl_status merge_into(sl_sorter *s, size_t first, size_t n, int file, uint64_t *size, run *merged,
                            sl_error *err) {
    sl_str line;
    run one = {.from = *size};
    sl_status status = merge_begin(s, first, n, err);
    while (!status && !(status = merge_next(s, &line, err)) && line.p) status = put_line(s, file, size, line, err);
    if (!status) status = flush(s, file, size, err);
    one.to = *size;
    *merged = one;
    return status;
}

/* Each MOST_MERGED runs become one, in another file. */
static sl_status merge_pass(sl_sorter *s, sl_error *err) {
    int file = sl_tempfile_open(s->place);
    if (file < 0) return system_error(s, "make", err);
    uint64_t size = 0;
    size_t n = 0;
    sl_status status = SL_OK;
    for (size_t first = 0; first < s->n_runs && !status; first += MOST_MERGED) {
        size_t left = s->n_runs - first;
        run merged;
        status = merge_into(s, first, left < MOST_MERGED ? left : MOST_MERGED, file, &size, &merged, err);
        s->runs[n++] = merged;
    }
    close(s->file);
    s->file = file;
    s->size = size;
    s->n_runs = n;
    return status;
}

sl_status sl_sorter_end(sl_sorter *s, sl_error *err) {
    if (s->n_runs == 0) {
        sort_lines(s);
        return SL_OK;
    }
    sl_status status = s->n_lines ? spill(s, err) : SL_OK;
    while (!status && s->n_runs > MOST_MERGED) status = merge_pass(s, err);
    return status ? status : merge_begin(s, 0, s->n_runs, err);
}

sl_status sl_sorter_next(sl_sorter *s, sl_str *line, sl_error *err) {
    if (s->n_runs) return merge_next(s, line, err);
    *line = s->next_line < s->n_lines ? s->lines[s->next_line++] : (sl_str){0};
    return SL_OK;
}
