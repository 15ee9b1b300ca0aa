/* SPDX-License-Identifier: Apache-2.0 */
#include "source/jsonsplit.h"

#include "base/arena.h"
#include "base/bounds.h"
#include "source/feed.h"

enum { MOST_LEVELS = 16, LONGEST_KEY = 256 };

struct sl_jsonsplit {
    sl_feed feed;
    sl_jsonsplit_options options;
    uint64_t number; /* of records so far */
    bool began, in_array, sought, ended;
};

sl_jsonsplit *sl_jsonsplit_new(sl_blocks in, const sl_jsonsplit_options *options) {
    sl_jsonsplit *s = sl_heap_alloc(1, sizeof *s);
    if (!s) return NULL;
    s->feed.in = in;
    s->options = *options;
    return s;
}

void sl_jsonsplit_free(sl_jsonsplit *split) {
    sl_heap_free(split);
}

static sl_status no_memory(sl_error *err) {
    return sl_fail(err, SL_NO_MEMORY, SL_STR(""), "out of memory");
}

/* ---- bytes ---- */

static int skip_blanks(sl_feed *f) {
    int c = sl_feed_peek(f);
    while (c != SL_FEED_END && sl_is_space((char)c)) {
        sl_feed_pass(f, 1);
        c = sl_feed_peek(f);
    }
    return c;
}

static int take(sl_feed *f) {
    int c = sl_feed_peek(f);
    if (c != SL_FEED_END) sl_feed_pass(f, 1);
    return c;
}

static void skip_mark(sl_feed *f) {
    static const unsigned char mark[] = {0xEF, 0xBB, 0xBF};
    for (size_t i = 0; i < sizeof mark && sl_feed_peek(f) == mark[i]; i++) sl_feed_pass(f, 1);
}

/* ---- a record ---- */

/* How far it has come; a record may lie in many blocks. */
typedef struct {
    size_t depth;
    bool in_string, escaped, too_deep, ended;
} progress;

/* Bytes of `rest` that belong to the record; all, unless it ends there. */
static size_t measure(progress *p, sl_str rest) {
    for (size_t i = 0; i < rest.n; i++) {
        char c = rest.p[i];
        if (p->in_string) {
            if (p->escaped) p->escaped = false;
            else if (c == '\\') p->escaped = true;
            else if (c == '"') p->in_string = false;
        } else if (c == '"') {
            p->in_string = true;
        } else if (c == '{' || c == '[') {
            p->too_deep = ++p->depth > SL_MAX_JSON_DEPTH || p->too_deep;
        } else if (p->depth == 0 && (c == ',' || c == '}' || c == ']' || sl_is_space(c))) {
            p->ended = true; /* behind a number or a word */
            return i;
        } else if (c == '}' || c == ']') {
            p->depth--;
        }
        p->ended = p->depth == 0 && !p->in_string && (c == '}' || c == ']' || c == '"');
        if (p->ended) return i + 1;
    }
    return rest.n;
}

static size_t measure_line(progress *p, sl_str rest) {
    size_t end = sl_str_find(rest, '\n', 0);
    p->ended = end < rest.n;
    return p->ended ? end + 1 : end;
}

/* Bytes beyond the limit are passed over, so that the next record is found. */
static sl_status take_record(sl_jsonsplit *s, sl_document *record, sl_error *err) {
    progress p = {0};
    uint64_t limit = s->options.limit, size = 0;
    if (!sl_document_begin_record(record, s->options.file, ++s->number)) return no_memory(err);
    record->at = s->feed.offset;
    record->line = s->feed.line;
    while (!p.ended && sl_feed_peek(&s->feed) != SL_FEED_END) {
        sl_str rest = sl_feed_rest(&s->feed);
        size_t n = s->options.lines ? measure_line(&p, rest) : measure(&p, rest);
        size += n;
        if (size <= limit + 1) sl_buf_put(&record->bytes, sl_str_cut(rest, 0, n));
        else sl_buf_clear(&record->bytes);
        sl_feed_pass(&s->feed, n);
    }
    if (record->bytes.failed) return no_memory(err);
    if (size > limit + (s->options.lines && p.ended))
        sl_document_refuse(record, SL_LIMIT, "larger than %llu bytes", (unsigned long long)limit);
    else if (!p.ended && (p.depth || p.in_string))
        s->ended = true, sl_document_refuse(record, SL_BAD_INPUT, "the file ends in the middle of this record");
    else if (p.too_deep) sl_document_refuse(record, SL_LIMIT, "JSON nested deeper than %d", SL_MAX_JSON_DEPTH);
    return SL_OK;
}

/* ---- what stands around the records ---- */

/* What is left of the file cannot be read. */
static sl_status fail_file(sl_jsonsplit *s, sl_document *record, bool *found, const char *what, sl_error *err) {
    s->ended = *found = true;
    if (!sl_document_begin(record, s->options.file, NULL, true)) return no_memory(err);
    sl_document_refuse(record, SL_BAD_INPUT, "%s", what);
    return SL_OK;
}

/* A key behind its opening quotation mark; longer ones are cut, which is no key that anybody looks for. */
static size_t take_key(sl_jsonsplit *s, char key[static LONGEST_KEY]) {
    size_t n = 0;
    bool escaped = false;
    for (int c = take(&s->feed); c != SL_FEED_END && (c != '"' || escaped); c = take(&s->feed)) {
        escaped = !escaped && c == '\\';
        if (n < LONGEST_KEY) key[n++] = (char)c;
    }
    return n;
}

static void pass_value(sl_jsonsplit *s) {
    progress p = {0};
    skip_blanks(&s->feed);
    while (!p.ended && sl_feed_peek(&s->feed) != SL_FEED_END)
        sl_feed_pass(&s->feed, measure(&p, sl_feed_rest(&s->feed)));
}

/* Behind an object's opening bracket: to the value of `wanted`. */
static bool enter_member(sl_jsonsplit *s, sl_str wanted) {
    char key[LONGEST_KEY];
    for (;;) {
        int c = skip_blanks(&s->feed);
        if (c == ',') {
            sl_feed_pass(&s->feed, 1);
            continue;
        }
        if (c != '"') return false;
        sl_feed_pass(&s->feed, 1);
        size_t n = take_key(s, key);
        if (skip_blanks(&s->feed) != ':') return false;
        sl_feed_pass(&s->feed, 1);
        if (sl_str_eq((sl_str){key, n}, wanted)) return true;
        pass_value(s);
    }
}

/* To the array that the path names, or to the object that stands there instead of one. */
static bool find_records(sl_jsonsplit *s) {
    sl_str path = s->options.records;
    for (size_t level = 0; path.n && level < MOST_LEVELS; level++) {
        size_t dot = sl_str_find(path, '.', 0);
        if (skip_blanks(&s->feed) != '{') return false;
        sl_feed_pass(&s->feed, 1);
        if (!enter_member(s, sl_str_cut(path, 0, dot))) return false;
        path = sl_str_cut(path, dot + 1, path.n);
    }
    return path.n == 0;
}

/* Into arrays and out of them, to the beginning of the next record.
   @return false where there is none: `c` says what stands there instead */
static bool find_next(sl_jsonsplit *s, int *c) {
    for (*c = skip_blanks(&s->feed); s->in_array || *c == '['; *c = skip_blanks(&s->feed)) {
        if (s->in_array && *c != ',' && *c != ']') return *c != SL_FEED_END && *c != '}';
        if (*c != ',') s->in_array = !s->in_array;
        sl_feed_pass(&s->feed, 1);
        if (!s->in_array && s->options.records.n) { /* what stands behind the array is nothing to us */
            *c = SL_FEED_END;
            return false;
        }
    }
    return *c == '{';
}

static sl_status next_value(sl_jsonsplit *s, sl_document *record, bool *found, sl_error *err) {
    int c;
    if (s->options.records.n && !s->sought) {
        s->sought = true;
        if (!find_records(s) && !s->feed.status)
            return fail_file(s, record, found, "no records stand where --records says", err);
    } else if (s->options.records.n && !s->in_array) {
        s->ended = true; /* it was one object */
        return SL_OK;
    }
    *found = find_next(s, &c);
    if (*found) return take_record(s, record, err);
    s->ended = true;
    bool cut_off = s->in_array && c == SL_FEED_END;
    if (s->feed.status || (c == SL_FEED_END && !cut_off)) return SL_OK;
    return fail_file(s, record, found, cut_off ? "the file ends in the middle of its array" : "what follows is no JSON",
                     err);
}

static sl_status next_line(sl_jsonsplit *s, sl_document *record, bool *found, sl_error *err) {
    *found = skip_blanks(&s->feed) != SL_FEED_END;
    s->ended = !*found;
    return *found ? take_record(s, record, err) : SL_OK;
}

sl_status sl_jsonsplit_next(sl_jsonsplit *s, sl_document *record, bool *found, sl_error *err) {
    *found = false;
    if (!s->began) skip_mark(&s->feed);
    s->began = true;
    if (s->ended) return SL_OK;
    sl_status status = s->options.lines ? next_line(s, record, found, err) : next_value(s, record, found, err);
    if (status || !s->feed.status) return status;
    *found = false;
    *err = s->feed.error;
    return s->feed.status;
}
