/* SPDX-License-Identifier: Apache-2.0 */
#include "source/warc.h"

#include "adapt/archive.h"
#include "base/arena.h"
#include "source/feed.h"

enum { LONGEST_LINE = 16 * 1024, MOST_LINES = 1000, GOOD_STATUS = 200 };

struct sl_warc {
    sl_feed feed;
    sl_str file;
    uint64_t limit, left_out;
    sl_buf line, name, packed;
    bool ended;
};

sl_warc *sl_warc_new(sl_blocks in, sl_str file, uint64_t limit) {
    sl_warc *w = sl_heap_alloc(1, sizeof *w);
    if (!w) return NULL;
    w->feed.in = in;
    w->file = file;
    w->limit = limit;
    return w;
}

void sl_warc_free(sl_warc *w) {
    if (!w) return;
    sl_buf_release(&w->line);
    sl_buf_release(&w->name);
    sl_buf_release(&w->packed);
    sl_heap_free(w);
}

uint64_t sl_warc_left_out(const sl_warc *w) {
    return w->left_out;
}

static sl_status no_memory(sl_error *err) {
    return sl_fail(err, SL_NO_MEMORY, SL_STR(""), "out of memory");
}

/* ---- headers ---- */

static bool is_word(sl_str a, const char *lower) {
    size_t i = 0;
    while (i < a.n && lower[i] && sl_lower(a.p[i]) == lower[i]) i++;
    return i == a.n && !lower[i];
}

/* The value, if the line is `name: value`. */
static bool header(const sl_buf *line, const char *name, sl_str *value) {
    sl_str s = sl_buf_str(line);
    size_t colon = sl_str_find(s, ':', 0);
    if (colon == s.n || !is_word(sl_str_cut(s, 0, colon), name)) return false;
    *value = sl_str_trim(sl_str_cut(s, colon + 1, s.n));
    return true;
}

/* "text/html; charset=utf-8" without what follows. */
static sl_str media_type(sl_str value) {
    return sl_str_trim(sl_str_cut(value, 0, sl_str_find(value, ';', 0)));
}

typedef enum { TYPE_OTHER, TYPE_HTML, TYPE_TEXT, TYPE_HTTP } body_type;

static body_type type_of(sl_str value) {
    sl_str type = media_type(value);
    if (is_word(type, "text/html") || is_word(type, "application/xhtml+xml")) return TYPE_HTML;
    if (is_word(type, "text/plain")) return TYPE_TEXT;
    return is_word(type, "application/http") ? TYPE_HTTP : TYPE_OTHER;
}

typedef struct {
    bool is_response, is_page, has_length, chunked, gzip, other_coding;
    body_type type;
    uint64_t length; /* of what follows the headers read so far */
    uint32_t status;
} record;

static void read_warc_header(sl_warc *w, record *r) {
    sl_str value;
    if (header(&w->line, "content-length", &value)) r->has_length = sl_str_count(value, &r->length);
    if (header(&w->line, "content-type", &value)) r->type = type_of(value);
    if (header(&w->line, "warc-type", &value)) {
        r->is_response = is_word(value, "response");
        r->is_page = r->is_response || is_word(value, "resource") || is_word(value, "conversion");
    }
    if (header(&w->line, "warc-target-uri", &value)) {
        bool bracketed = value.n > 1 && value.p[0] == '<' && value.p[value.n - 1] == '>';
        if (bracketed) value = sl_str_cut(value, 1, value.n - 1);
        sl_buf_clear(&w->name);
        sl_buf_put(&w->name, w->file);
        sl_buf_char(&w->name, '!');
        sl_buf_put(&w->name, value);
    }
}

/* Up to the blank line. @return false where that does not come, or the file does not begin so */
static bool read_warc_headers(sl_warc *w, record *r) {
    if (!sl_str_starts_with(sl_buf_str(&w->line), SL_STR("WARC/"))) return false;
    for (size_t i = 0; i < MOST_LINES; i++) {
        if (!sl_feed_line(&w->feed, LONGEST_LINE, &w->line)) return false;
        if (w->line.n == 0) return r->has_length;
        read_warc_header(w, r);
    }
    return false;
}

static void read_http_header(sl_warc *w, record *r) {
    sl_str value;
    if (header(&w->line, "content-type", &value)) r->type = type_of(value);
    if (header(&w->line, "transfer-encoding", &value)) r->chunked = is_word(value, "chunked");
    if (header(&w->line, "content-encoding", &value)) {
        r->gzip = is_word(value, "gzip") || is_word(value, "x-gzip");
        r->other_coding = !r->gzip && !is_word(value, "identity") && value.n;
    }
}

/* HTTP/1.1 200 OK and what follows, as far as the record goes. */
static void read_http_headers(sl_warc *w, record *r) {
    uint64_t begin = w->feed.offset, end = begin + r->length;
    r->type = TYPE_OTHER;
    for (size_t i = 0; w->feed.offset < end && sl_feed_line(&w->feed, LONGEST_LINE, &w->line); i++) {
        sl_str line = sl_buf_str(&w->line);
        if (i == 0)
            sl_str_number(sl_str_cut(line, sl_str_find(line, ' ', 0) + 1, sl_str_find(line, ' ', 0) + 4), 999,
                          &r->status);
        if (line.n == 0) break;
        read_http_header(w, r);
    }
    uint64_t passed = w->feed.offset - begin;
    r->length = passed < r->length ? r->length - passed : 0;
}

/* ---- bodies ---- */

static uint32_t hex_of(sl_str s) {
    uint32_t value = 0;
    for (size_t i = 0; i < s.n && i < 7; i++) {
        char c = sl_lower(s.p[i]);
        if (!sl_is_digit(c) && (c < 'a' || c > 'f')) break;
        value = value * 16 + (uint32_t)(sl_is_digit(c) ? c - '0' : c - 'a' + 10);
    }
    return value;
}

/* In place: what stands there becomes shorter. A body that says it is chunked and is not stays as it is. */
static void join_chunks(sl_buf *bytes) {
    sl_str all = sl_buf_str(bytes);
    size_t at = 0, made = 0;
    for (;;) {
        size_t end = sl_str_find(all, '\n', at);
        uint32_t size = hex_of(sl_str_cut(all, at, end));
        bool odd = at < all.n && !sl_is_digit(all.p[at]) && hex_of(sl_str_cut(all, at, at + 1)) == 0;
        if (odd && made == 0) return;
        if (end == all.n || size == 0) break;
        sl_str chunk = sl_str_cut(all, end + 1, end + 1 + size);
        memmove(bytes->p + made, chunk.p, chunk.n);
        made += chunk.n;
        at = end + 1 + chunk.n;
        while (at < all.n && (all.p[at] == '\r' || all.p[at] == '\n')) at++;
    }
    bytes->n = made;
}

typedef struct {
    sl_str bytes;
} one_block;

static sl_status next_of_one(void *context, sl_str *block, sl_error *err) {
    one_block *one = context;
    (void)err;
    *block = one->bytes;
    one->bytes = (sl_str){0};
    return SL_OK;
}

static sl_status unpack(sl_warc *w, sl_document *page, sl_error *err) {
    one_block one = {sl_buf_str(&page->bytes)};
    bool end = false;
    sl_archive_member member;
    sl_archive *archive = sl_archive_open((sl_blocks){&one, next_of_one}, (sl_archive_formats){.bare = true}, err);
    if (!archive) return err->status;
    sl_buf_clear(&w->packed);
    sl_status status = sl_archive_next(archive, &member, &end, err);
    sl_feed feed = {.in = sl_archive_data(archive)};
    if (!status && !end) sl_feed_take(&feed, w->limit + 1, w->limit, &w->packed);
    if (!status && feed.status) *err = feed.error;
    if (!status) status = feed.status;
    sl_archive_close(archive);
    sl_buf swapped = page->bytes;
    page->bytes = w->packed;
    w->packed = swapped;
    return status;
}

static sl_status take_body(sl_warc *w, const record *r, sl_document *page, sl_error *err) {
    if (!sl_document_begin(page, sl_buf_str(&w->name), NULL, true)) return no_memory(err);
    page->media = r->type == TYPE_HTML ? SL_MEDIA_HTML : SL_MEDIA_TEXT;
    uint64_t came = sl_feed_take(&w->feed, r->length, w->limit, &page->bytes);
    if (w->feed.status) {
        *err = w->feed.error;
        return w->feed.status;
    }
    if (r->chunked) join_chunks(&page->bytes);
    sl_error why = {0};
    if (came < r->length) sl_document_refuse(page, SL_BAD_INPUT, "the file ends in the middle of this page");
    else if (r->other_coding) sl_document_refuse(page, SL_BAD_INPUT, "compressed in a way that is not read");
    else if (r->gzip && page->bytes.n <= w->limit && unpack(w, page, &why)) sl_document_fail(page, &why);
    if (!page->status && page->bytes.n > w->limit)
        sl_document_refuse(page, SL_LIMIT, "larger than %llu bytes", (unsigned long long)w->limit);
    return page->bytes.failed || w->name.failed ? no_memory(err) : SL_OK;
}

/* ---- records ---- */

static sl_status fail_file(sl_warc *w, sl_document *page, bool *found, sl_error *err) {
    w->ended = *found = true;
    if (!sl_document_begin(page, w->file, NULL, true)) return no_memory(err);
    sl_document_refuse(page, SL_BAD_INPUT, "what follows is no WARC record");
    return SL_OK;
}

/* Blank lines part records. */
static bool find_record(sl_warc *w) {
    while (sl_feed_line(&w->feed, LONGEST_LINE, &w->line))
        if (w->line.n) return true;
    return false;
}

sl_status sl_warc_next(sl_warc *w, sl_document *page, bool *found, sl_error *err) {
    bool broken = false;
    *found = false;
    while (!w->ended && find_record(w)) {
        record r = {0};
        broken = !read_warc_headers(w, &r);
        if (broken) break;
        if (r.is_response) read_http_headers(w, &r);
        bool wanted = r.is_page && (!r.is_response || r.status == GOOD_STATUS);
        *found = wanted && (r.type == TYPE_HTML || r.type == TYPE_TEXT);
        if (*found) return take_body(w, &r, page, err);
        w->left_out += wanted;
        sl_feed_take(&w->feed, r.length, 0, NULL);
    }
    if (w->feed.status) *err = w->feed.error;
    return w->feed.status || !broken || w->ended ? w->feed.status : fail_file(w, page, found, err);
}
