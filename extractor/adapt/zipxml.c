/* SPDX-License-Identifier: Apache-2.0 */
#include "adapt/zipxml.h"

#include "base/arena.h"

#include <zlib.h>

enum { BLOCK = 64 * 1024, HEADER = 30, EDGE = 512 };

typedef struct {
    FILE *file;
    z_stream stream;
    unsigned char in[BLOCK], out[BLOCK];
    size_t at, n;        /* in `in`: what is not used yet */
    char head[EDGE + 1]; /* the first bytes of a member */
    char tail[2 * EDGE]; /* and the last ones */
    size_t n_head, n_tail;
} reader;

static bool fill(reader *r) {
    r->at = 0;
    r->n = fread(r->in, 1, BLOCK, r->file);
    return r->n > 0;
}

static bool take(reader *r, unsigned char *to, size_t n) {
    for (size_t i = 0; i < n; i++) {
        if (r->at == r->n && !fill(r)) return false;
        if (to) to[i] = r->in[r->at];
        r->at++;
    }
    return true;
}

static size_t of_two(const unsigned char *p) {
    return (size_t)p[0] | (size_t)p[1] << 8;
}

static void keep_edges(reader *r, const unsigned char *p, size_t n) {
    for (size_t i = 0; i < n && r->n_head < EDGE; i++) r->head[r->n_head++] = (char)p[i];
    size_t last = n < EDGE ? n : EDGE;
    if (r->n_tail + last > sizeof r->tail) {
        memmove(r->tail, r->tail + r->n_tail - EDGE, EDGE);
        r->n_tail = EDGE;
    }
    memcpy(r->tail + r->n_tail, p + n - last, last);
    r->n_tail += last;
}

/* "<worksheet …" at the beginning, "</worksheet>" at the end. */
static bool is_closed(const reader *r) {
    sl_str head = {r->head, r->n_head}, tail = sl_str_trim((sl_str){r->tail, r->n_tail});
    size_t at = sl_str_search(head, SL_STR("?>"), 0);
    at = sl_str_find(head, '<', at);
    size_t end = at + 1;
    while (end < head.n && head.p[end] != ' ' && head.p[end] != '>') end++;
    sl_str name = sl_str_cut(head, at + 1, end);
    if (name.n == 0 || tail.n < name.n + 3 || tail.p[tail.n - 1] != '>') return false;
    sl_str last = sl_str_cut(tail, tail.n - name.n - 3, tail.n);
    return sl_str_starts_with(last, SL_STR("</")) && sl_str_eq(sl_str_cut(last, 2, last.n - 1), name);
}

/* Unpacks a member to its end, wherever that is: what the headers say of sizes is not needed. */
static bool unpack(reader *r) {
    int result = Z_OK;
    r->n_head = r->n_tail = 0;
    if (inflateReset(&r->stream) != Z_OK) return false;
    while (result == Z_OK) {
        if (r->at == r->n && !fill(r)) return false;
        r->stream.next_in = r->in + r->at;
        r->stream.avail_in = (uInt)(r->n - r->at);
        r->stream.next_out = r->out;
        r->stream.avail_out = BLOCK;
        result = inflate(&r->stream, Z_NO_FLUSH);
        r->at = r->n - r->stream.avail_in;
        if (result == Z_BUF_ERROR) result = Z_OK;
        keep_edges(r, r->out, BLOCK - r->stream.avail_out);
    }
    return result == Z_STREAM_END && is_closed(r);
}

static bool check_members(reader *r) {
    unsigned char header[HEADER];
    size_t members = 0;
    while (take(r, header, 4)) {
        bool is_member = memcmp(header, "PK\3\4", 4) == 0;
        if (!is_member) return members && memcmp(header, "PK\1\2", 4) == 0; /* the directory: no more members */
        bool is_packed = take(r, header + 4, HEADER - 4) && of_two(header + 8) == Z_DEFLATED;
        bool has_sizes = (of_two(header + 6) & 8) == 0; /* else they would follow the member */
        if (!is_packed || !has_sizes || !take(r, NULL, of_two(header + 26) + of_two(header + 28)) || !unpack(r))
            return false;
        members++;
    }
    return false;
}

sl_status sl_zipxml_check(const char *path, sl_error *err) {
    sl_str name = sl_str_of(path);
    reader *r = sl_heap_alloc(1, sizeof *r);
    if (!r || inflateInit2(&r->stream, -MAX_WBITS) != Z_OK) {
        sl_heap_free(r);
        return sl_fail(err, SL_NO_MEMORY, name, "out of memory");
    }
    r->file = fopen(path, "rb");
    bool whole = r->file && check_members(r);
    if (r->file) fclose(r->file);
    inflateEnd(&r->stream);
    sl_heap_free(r);
    return whole ? SL_OK : sl_fail(err, SL_IO, name, "cannot write: a part of it did not come to the disk");
}
