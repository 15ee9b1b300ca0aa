/* SPDX-License-Identifier: Apache-2.0 */
#include "run/journalrecord.h"

enum { KEY = 16 };

/* ---- writing ---- */

static void put_word(uint64_t word, sl_buf *out) {
    sl_buf_put(out, (sl_str){(const char *)&word, sizeof word});
}

static void put_number(uint64_t n, sl_buf *out) {
    for (; n >= 0x80; n >>= 7) sl_buf_char(out, (char)(unsigned char)(n | 0x80));
    sl_buf_char(out, (char)n);
}

static void put_text(sl_str s, sl_buf *out) {
    put_number(s.n, out);
    sl_buf_put(out, s);
}

static void put_report(const sl_article_report *report, sl_buf *out) {
    put_number((report->no_date ? 1u : 0) | (report->impossible_date ? 2u : 0) | (report->other_language ? 4u : 0) |
                   (report->repaired ? 8u : 0),
               out);
    put_text(sl_str_of(report->encoding), out);
    put_number(report->regex_limits, out);
    put_number(report->cut, out);
}

uint64_t sl_journalrecord_rows_sum(const sl_yield *yield) {
    sl_checksum sum = {0};
    for (size_t i = 0; i < yield->n_tables; i++) sum = sl_checksum_of(sl_buf_str(&yield->tables[i].bytes), sum);
    return sum.a;
}

/* Of the frame's other words and of the head. */
static uint64_t head_sum(sl_str record) {
    enum { BEFORE = SL_JOURNAL_FRAME - sizeof(uint64_t) };
    sl_checksum sum = sl_checksum_of(sl_str_cut(record, 0, BEFORE), (sl_checksum){0});
    return sl_checksum_of(sl_str_cut(record, SL_JOURNAL_FRAME, record.n), sum).a;
}

static void put_frame(const sl_yield *yield, sl_buf *out) {
    sl_journal_frame frame = {.head_n = out->n - SL_JOURNAL_FRAME, .rows_sum = sl_journalrecord_rows_sum(yield)};
    for (size_t i = 0; i < yield->n_tables; i++) frame.rows_n += yield->tables[i].bytes.n;
    memcpy(out->p, &frame, sizeof frame);
    frame.head_sum = head_sum(sl_buf_str(out));
    memcpy(out->p, &frame, sizeof frame);
}

void sl_journalrecord_write(sl_checksum key, const sl_yield *yield, sl_buf *out) {
    static const char frame[SL_JOURNAL_FRAME];
    sl_buf_clear(out);
    sl_buf_put(out, (sl_str){frame, sizeof frame});
    put_word(key.a, out);
    put_word(key.b, out);
    put_report(&yield->report, out);
    put_text(sl_buf_str(&yield->names), out);
    put_text(sl_buf_str(&yield->episodes), out);
    put_number(yield->n_tables, out);
    for (size_t i = 0; i < yield->n_tables; i++) {
        put_number(yield->tables[i].rows, out);
        put_number(yield->tables[i].bytes.n, out);
        put_number(yield->tables[i].at, out);
    }
    if (!out->failed) put_frame(yield, out);
}

/* ---- reading ---- */

sl_journal_frame sl_journalrecord_frame(const char *bytes) {
    sl_journal_frame frame;
    _Static_assert(sizeof frame == SL_JOURNAL_FRAME, "the frame is read as it stands");
    memcpy(&frame, bytes, sizeof frame);
    return frame;
}

bool sl_journalrecord_whole(const sl_journal_frame *frame, sl_str record) {
    return record.n >= SL_JOURNAL_FRAME + KEY && record.n - SL_JOURNAL_FRAME == frame->head_n &&
           head_sum(record) == frame->head_sum;
}

sl_checksum sl_journalrecord_key(sl_str record) {
    sl_checksum key;
    memcpy(&key.a, record.p + SL_JOURNAL_FRAME, sizeof key.a);
    memcpy(&key.b, record.p + SL_JOURNAL_FRAME + sizeof key.a, sizeof key.b);
    return key;
}

/* What is left of a head; `bad` once it was asked for more than there is. */
typedef struct {
    sl_str rest;
    bool bad;
} reading;

static uint64_t take_number(reading *r) {
    uint64_t n = 0;
    for (unsigned shift = 0; shift < 64 && r->rest.n; shift += 7) {
        unsigned char c = (unsigned char)r->rest.p[0];
        r->rest = sl_str_cut(r->rest, 1, r->rest.n);
        n |= (uint64_t)(c & 0x7F) << shift;
        if (c < 0x80) return n;
    }
    r->bad = true;
    return 0;
}

static sl_str take_text(reading *r) {
    uint64_t n = take_number(r);
    r->bad = r->bad || n > r->rest.n;
    if (r->bad) return (sl_str){0};
    sl_str text = sl_str_cut(r->rest, 0, (size_t)n);
    r->rest = sl_str_cut(r->rest, (size_t)n, r->rest.n);
    return text;
}

static void take_report(reading *r, sl_yield *yield) {
    uint64_t flags = take_number(r);
    sl_str encoding = take_text(r);
    yield->report = (sl_article_report){.no_date = flags & 1,
                                        .impossible_date = flags & 2,
                                        .other_language = flags & 4,
                                        .repaired = flags & 8,
                                        .encoding = encoding.n ? yield->encoding : NULL};
    yield->report.regex_limits = (uint32_t)take_number(r);
    yield->report.cut = (uint32_t)take_number(r);
    r->bad = r->bad || encoding.n >= sizeof yield->encoding;
    if (r->bad) return;
    memset(yield->encoding, 0, sizeof yield->encoding);
    if (encoding.n) memcpy(yield->encoding, encoding.p, encoding.n);
}

bool sl_journalrecord_read(const sl_journal_frame *frame, sl_str record, sl_yield *yield) {
    reading r = {.rest = sl_str_cut(record, SL_JOURNAL_FRAME + KEY, record.n)};
    take_report(&r, yield);
    sl_buf_put(&yield->names, take_text(&r));
    sl_buf_put(&yield->episodes, take_text(&r));
    if (take_number(&r) != yield->n_tables) return false;
    uint64_t sum = 0;
    for (size_t i = 0; i < yield->n_tables; i++) {
        yield->tables[i].rows = (size_t)take_number(&r);
        uint64_t size = take_number(&r);
        yield->tables[i].at = take_number(&r);
        r.bad = r.bad || size > frame->rows_n - sum;
        if (r.bad) return false;
        sum += yield->tables[i].size = size;
    }
    return !r.bad && r.rest.n == 0 && sum == frame->rows_n;
}
