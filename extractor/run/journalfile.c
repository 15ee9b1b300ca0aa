/* SPDX-License-Identifier: Apache-2.0 */
#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "run/journalfile.h"

#include "base/arena.h"
#include "output/positions.h"
#include "output/tempfile.h"

/* Bytes that are read at once while the records are counted, and of a record that is looked for. */
enum { WINDOW = 64 * 1024, FIRST_LOOK = 1024 };

static const char magic[16] = "sideline journal";

/* A file and its size when it was opened. */
typedef struct {
    int descriptor; /* -1: it is gone */
    uint64_t size;
} source;

struct sl_journalfile {
    source file;
    source *tables; /* NULL: rows stand in the records */
    size_t n_tables;
    uint64_t from, to, n; /* the records: bytes, number */
    sl_positions *positions;
};

/* ---- the header ---- */

/* Magic, the header's size and checksum, the header. */
enum { SIZE_AT = sizeof magic, SUM_AT = SIZE_AT + 8, HEADER_AT = SUM_AT + 8, MOST_HEADER = 1024 * 1024 };

void sl_journalfile_begin(sl_str header, sl_buf *out) {
    uint64_t size = header.n, sum = sl_checksum_of(header, (sl_checksum){0}).a;
    sl_buf_put(out, (sl_str){magic, sizeof magic});
    sl_buf_put(out, (sl_str){(const char *)&size, sizeof size});
    sl_buf_put(out, (sl_str){(const char *)&sum, sizeof sum});
    sl_buf_put(out, header);
}

/* @return false where there is none */
static bool read_header(int file, sl_buf *header) {
    char begin[HEADER_AT];
    uint64_t size, sum;
    if (sl_tempfile_read(file, 0, begin, sizeof begin) != sizeof begin) return false;
    if (memcmp(begin, magic, sizeof magic) != 0) return false;
    memcpy(&size, begin + SIZE_AT, sizeof size);
    memcpy(&sum, begin + SUM_AT, sizeof sum);
    if (size == 0 || size > MOST_HEADER) return false;
    if (!sl_buf_room(header, (size_t)size)) return false;
    header->n = (size_t)size;
    return sl_tempfile_read(file, HEADER_AT, header->p, header->n) == (ssize_t)size &&
           sl_checksum_of(sl_buf_str(header), (sl_checksum){0}).a == sum;
}

static sl_str take_line(sl_str *lines) {
    size_t end = sl_str_find(*lines, '\n', 0);
    sl_str line = sl_str_cut(*lines, 0, end);
    *lines = sl_str_cut(*lines, end + 1, lines->n);
    return line;
}

/* The first line that is not the same on both sides says it. */
static sl_status tell_difference(sl_str place, sl_str there, sl_str here, sl_error *err) {
    sl_str old = {0}, new = {0};
    while ((there.n || here.n) && sl_str_eq(old, new)) {
        old = take_line(&there);
        new = take_line(&here);
    }
    size_t slash = place.n, tab = sl_str_find(new, '\t', 0);
    while (slash && place.p[slash - 1] != '/') slash--;
    sl_str folder = sl_str_cut(place, 0, slash > 1 ? slash - 1 : slash), what = sl_str_cut(new, 0, tab);
    sl_str is = sl_str_cut(new, tab + 1, new.n), was = sl_str_cut(old, sl_str_find(old, '\t', 0) + 1, old.n);
    return sl_fail(err, SL_BAD_USAGE, SL_STR(""), "'%.*s' was made with another %.*s: \"%.*s\", not \"%.*s\"",
                   (int)folder.n, folder.p, (int)what.n, what.p, (int)was.n, was.p, (int)is.n, is.p);
}

/* ---- the records ---- */

/* A part of the file in memory. */
typedef struct {
    int file;
    uint64_t at;
    sl_buf bytes;
} window;

/* @return `n` bytes at `at`; fewer at the end of the file */
static sl_str look(window *w, uint64_t at, size_t n) {
    bool inside = at >= w->at && at + n <= w->at + w->bytes.n;
    if (!inside) {
        size_t want = n > WINDOW ? n : WINDOW;
        if (!sl_buf_room(&w->bytes, want)) return (sl_str){0};
        ssize_t got = sl_tempfile_read(w->file, at, w->bytes.p, want);
        w->at = at;
        w->bytes.n = got < 0 ? 0 : (size_t)got;
    }
    return sl_str_cut(sl_buf_str(&w->bytes), (size_t)(at - w->at), (size_t)(at - w->at) + n);
}

/* The record at `at`, if it is whole. @return where it ends; 0: it is not */
static uint64_t next_record(const sl_journalfile *j, window *w, uint64_t at, sl_str *record) {
    sl_str bytes = look(w, at, SL_JOURNAL_FRAME);
    if (bytes.n < SL_JOURNAL_FRAME) return 0;
    sl_journal_frame frame = sl_journalrecord_frame(bytes.p);
    uint64_t left = j->file.size - at - SL_JOURNAL_FRAME;
    if (frame.head_n > left || (!j->tables && frame.rows_n > left - frame.head_n)) return 0;
    *record = look(w, at, SL_JOURNAL_FRAME + (size_t)frame.head_n);
    if (!sl_journalrecord_whole(&frame, *record)) return 0;
    return at + record->n + (j->tables ? 0 : frame.rows_n);
}

/* Twice through the file: how many records there are, then where each stands. */
static sl_status find_records(sl_journalfile *j, sl_str place, sl_error *err) {
    window w = {.file = j->file.descriptor};
    sl_str record;
    uint64_t at = j->from;
    for (uint64_t end; (end = next_record(j, &w, at, &record)); at = end) j->n++;
    j->to = at;
    sl_status status = sl_positions_new(place, j->n, &j->positions, err);
    at = j->from;
    for (uint64_t i = 0, end; i < j->n && !status; i++, at = end) {
        end = next_record(j, &w, at, &record);
        if (!end) break; /* somebody has changed it meanwhile */
        status = sl_positions_add(j->positions, sl_journalrecord_key(record).a, at, err);
    }
    if (!status && w.bytes.failed) status = sl_fail(err, SL_NO_MEMORY, place, "out of memory");
    sl_buf_release(&w.bytes);
    return status;
}

/* ---- opening ---- */

static source open_source(int descriptor) {
    struct stat st;
    bool good = descriptor >= 0 && fstat(descriptor, &st) == 0;
    return (source){descriptor, good ? (uint64_t)st.st_size : 0};
}

static sl_status open_tables(sl_journalfile *j, const sl_journalfile_plan *plan, sl_error *err) {
    if (!plan->tables) return SL_OK;
    j->tables = sl_heap_alloc(plan->n_tables, sizeof *j->tables);
    sl_buf path = {0};
    for (size_t i = 0; j->tables && i < plan->n_tables; i++) {
        sl_buf_clear(&path);
        sl_buf_put(&path, plan->tables[i]);
        sl_buf_char(&path, '\0');
        j->tables[i] = open_source(path.failed ? -1 : open(path.p, O_RDONLY | O_CLOEXEC | O_NONBLOCK));
    }
    sl_buf_release(&path);
    return j->tables ? SL_OK : sl_fail(err, SL_NO_MEMORY, plan->place, "out of memory");
}

static sl_status open_records(int file, uint64_t from, const sl_journalfile_plan *plan, sl_journalfile **out,
                              sl_error *err) {
    sl_journalfile *j = sl_heap_alloc(1, sizeof *j);
    if (!j) return sl_fail(err, SL_NO_MEMORY, plan->place, "out of memory");
    *j = (sl_journalfile){.file = open_source(file), .n_tables = plan->n_tables, .from = from};
    sl_status status = open_tables(j, plan, err);
    if (status == SL_OK) status = find_records(j, plan->place, err);
    if (status) sl_journalfile_close(j);
    else *out = j;
    return status;
}

sl_status sl_journalfile_open(int file, const sl_journalfile_plan *plan, sl_journalfile **out, sl_error *err) {
    sl_buf header = {0};
    sl_status status = SL_OK;
    *out = NULL;
    if (read_header(file, &header)) {
        if (!sl_str_eq(sl_buf_str(&header), plan->header))
            status = tell_difference(plan->place, sl_buf_str(&header), plan->header, err);
        else status = open_records(file, HEADER_AT + header.n, plan, out, err);
    }
    sl_buf_release(&header);
    return status;
}

void sl_journalfile_close(sl_journalfile *j) {
    if (!j) return;
    for (size_t i = 0; j->tables && i < j->n_tables; i++)
        if (j->tables[i].descriptor >= 0) close(j->tables[i].descriptor);
    sl_heap_free(j->tables);
    sl_positions_free(j->positions);
    sl_heap_free(j);
}

uint64_t sl_journalfile_count(const sl_journalfile *j) {
    return j->n;
}

uint64_t sl_journalfile_end(const sl_journalfile *j) {
    return j->to;
}

/* ---- an article ---- */

static bool read_bytes(source from, uint64_t at, uint64_t n, sl_buf *to) {
    sl_buf_clear(to);
    if (n == 0) return true;
    if (at > from.size || n > from.size - at || !sl_buf_room(to, (size_t)n)) return false;
    to->n = (size_t)n;
    return sl_tempfile_read(from.descriptor, at, to->p, to->n) == (ssize_t)n;
}

/* @param at  of the rows behind the record */
static bool read_rows(const sl_journalfile *j, const sl_journal_frame *frame, uint64_t at, sl_yield *yield) {
    for (size_t i = 0; i < yield->n_tables; i++) {
        sl_yield_table *table = &yield->tables[i];
        bool good = j->tables ? read_bytes(j->tables[i], table->at, table->size, &table->bytes)
                              : read_bytes(j->file, at, table->size, &table->bytes);
        if (!good) return false;
        at += table->size;
    }
    return sl_journalrecord_rows_sum(yield) == frame->rows_sum;
}

/* Frame and head of the record at `at`. */
static bool read_record(const sl_journalfile *j, uint64_t at, sl_journal_frame *frame, sl_buf *record) {
    uint64_t left = j->to - at;
    if (!read_bytes(j->file, at, left < FIRST_LOOK ? left : FIRST_LOOK, record)) return false;
    if (record->n < SL_JOURNAL_FRAME) return false;
    *frame = sl_journalrecord_frame(record->p);
    if (frame->head_n > left - SL_JOURNAL_FRAME) return false;
    uint64_t n = SL_JOURNAL_FRAME + frame->head_n;
    if (n > record->n && !read_bytes(j->file, at, n, record)) return false;
    record->n = (size_t)n;
    return sl_journalrecord_whole(frame, sl_buf_str(record));
}

static bool take(const sl_journalfile *j, uint64_t at, sl_checksum key, sl_yield *yield, sl_buf *spare) {
    sl_journal_frame frame;
    if (!read_record(j, at, &frame, spare)) return false;
    if (!sl_checksum_eq(sl_journalrecord_key(sl_buf_str(spare)), key)) return false;
    sl_yield_clear(yield);
    return sl_journalrecord_read(&frame, sl_buf_str(spare), yield) && read_rows(j, &frame, at + spare->n, yield) &&
           !sl_yield_failed(yield);
}

bool sl_journalfile_find(const sl_journalfile *j, sl_checksum key, sl_yield *yield, sl_buf *spare) {
    uint64_t probe = 0, at;
    while ((at = sl_positions_next(j->positions, key.a, &probe)))
        if (take(j, at, key, yield, spare)) return true;
    sl_yield_clear(yield);
    return false;
}
