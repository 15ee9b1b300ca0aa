/* SPDX-License-Identifier: Apache-2.0 */
#include "rule/source.h"

#include "adapt/unicode.h"
#include "base/bounds.h"
#include "text/decode.h"

#include <stdarg.h>

/* --- files -------------------------------------------------------------------------------------------------------- */

static bool is_utf16(sl_str s) {
    return sl_str_starts_with(s, SL_STR("\xFF\xFE")) || sl_str_starts_with(s, SL_STR("\xFE\xFF"));
}

/* What to choose in a spreadsheet; nobody writes rules in one. */
static const char *hint(const sl_source *source) {
    return sl_str_ends_with(source->path, SL_STR(".csv")) ? " (spreadsheets call that \"CSV UTF-8\")" : "";
}

static void refuse_utf16(const sl_source *source, sl_diagnostics *d) {
    sl_diagnose(d, (sl_diagnostic){.number = 45, .file = source->path},
                "the file is UTF-16, not UTF-8; save it as UTF-8%s", hint(source));
}

/* The first bad byte is told; all of them become "?", one for one, so that places stay as they are. */
static void repair(sl_source *source, size_t at, sl_arena *out, sl_diagnostics *d) {
    size_t n = source->bytes.n;
    char *p = sl_arena_raw(out, n, 1);
    memcpy(p, source->bytes.p, n);
    bool is_nul = p[at] == '\0';
    source->bytes = (sl_str){p, n};
    for (size_t bad = at; bad < n; bad += sl_unicode_valid(sl_str_cut(source->bytes, bad, n))) p[bad] = '?';
    sl_located where = {source->bytes, source, NULL, 0};
    if (is_nul) sl_error_at(d, &where, at, at + 1, 45, "this is a NUL byte: the file is no text, or was damaged");
    else sl_error_at(d, &where, at, at + 1, 45, "this is not UTF-8; save the file as UTF-8%s", hint(source));
}

/* Old spreadsheets end lines with a carriage return alone. */
static void end_lines(sl_source *source, sl_arena *out) {
    sl_str s = source->bytes;
    if (sl_str_find(s, '\n', 0) < s.n || sl_str_find(s, '\r', 0) == s.n) return;
    char *p = sl_arena_raw(out, s.n, 1);
    for (size_t i = 0; i < s.n; i++) p[i] = s.p[i] == '\r' ? '\n' : s.p[i];
    source->bytes.p = p;
}

bool sl_source_clean(sl_source *source, sl_arena *out, sl_diagnostics *d) {
    if (is_utf16(source->bytes)) return refuse_utf16(source, d), false;
    if (sl_str_starts_with(source->bytes, SL_STR("\xEF\xBB\xBF")))
        source->bytes = sl_str_cut(source->bytes, 3, source->bytes.n);
    size_t valid = sl_unicode_valid(source->bytes);
    if (valid < source->bytes.n) repair(source, valid, out, d);
    end_lines(source, out);
    return true;
}

static bool no_text(const sl_source *source, const char *message, sl_diagnostics *d) {
    sl_diagnose(d, (sl_diagnostic){.number = 45, .file = source->path}, "%s", message);
    return false;
}

/* A character that the set does not have: the guess was wrong, or the file is damaged. */
static bool has_strange_letters(const sl_source *source, const char *encoding, sl_diagnostics *d) {
    sl_str s = source->bytes;
    size_t at = sl_str_search(s, SL_STR("\uFFFD"), 0), control = sl_str_search(s, SL_STR("\xC2\x81"), 0);
    if (control < at) at = control;
    if (at == s.n) return false;
    sl_located where = {s, source, NULL, 0};
    sl_error_at(d, &where, at, at + 1, 45, "this is neither UTF-8 nor %s; save the file as UTF-8", encoding);
    return true;
}

bool sl_source_clean_list(sl_source *source, sl_arena *out, sl_arena *tmp, sl_diagnostics *d) {
    bool marked = is_utf16(source->bytes);
    sl_str raw = source->bytes;
    if (!marked && sl_unicode_valid(raw) == raw.n) return sl_source_clean(source, out, d);
    sl_decoded decoded;
    sl_error err = {0};
    if (raw.n > SL_MAX_ARTICLE) return no_text(source, "a list of more than 16 MiB must be UTF-8, and it is not", d);
    if (sl_decode(source->path, raw, out, tmp, &decoded, &err))
        return no_text(source, "the file is no list: it has bytes that are no text", d);
    if (strcmp(decoded.encoding, "UTF-8") == 0) return sl_source_clean(source, out, d); /* a bad byte or NUL is told */
    source->bytes = decoded.text;
    if (!has_strange_letters(source, decoded.encoding, d) && !marked) source->guessed = decoded.encoding;
    end_lines(source, out);
    return true;
}

void sl_source_index(sl_source *source, sl_arena *out) {
    sl_str s = source->bytes;
    size_t n = 1;
    for (size_t at = sl_str_find(s, '\n', 0); at < s.n; at = sl_str_find(s, '\n', at + 1)) n++;
    uint32_t *lines = SL_NEW_ARRAY(out, uint32_t, n);
    size_t line = 1;
    for (size_t at = sl_str_find(s, '\n', 0); at < s.n; at = sl_str_find(s, '\n', at + 1))
        lines[line++] = (uint32_t)at + 1;
    source->lines = lines;
    source->n_lines = n;
}

/* The line, from 1, of the byte `offset`. */
static uint32_t line_of(const sl_source *source, size_t offset) {
    if (!source->lines) {
        uint32_t line = 1;
        for (size_t at = sl_str_find(source->bytes, '\n', 0); at < offset; line++)
            at = sl_str_find(source->bytes, '\n', at + 1);
        return line;
    }
    size_t low = 0, high = source->n_lines;
    while (high - low > 1) {
        size_t middle = low + (high - low) / 2;
        if (source->lines[middle] <= offset) low = middle;
        else high = middle;
    }
    return (uint32_t)low + 1;
}

/* --- places ------------------------------------------------------------------------------------------------------- */

/* Where byte `at` of the text stands in the file. */
static const char *origin_of(const sl_located *text, size_t at) {
    const char *p = text->text.p + at;
    for (size_t i = text->n_pieces; i > 0; i--)
        if (text->pieces[i - 1].copy <= p) return text->pieces[i - 1].origin + (p - text->pieces[i - 1].copy);
    return p;
}

sl_located sl_located_cut(const sl_located *whole, size_t from, size_t to) {
    sl_located part = *whole;
    part.text = sl_str_cut(whole->text, from, to);
    return part;
}

sl_located sl_located_trim(const sl_located *whole) {
    sl_located part = *whole;
    part.text = sl_str_trim(whole->text);
    return part;
}

sl_diagnostic sl_located_at(const sl_located *text, size_t from, size_t to) {
    sl_str bytes = text->source->bytes;
    size_t offset = (size_t)(origin_of(text, from) - bytes.p);
    if (offset > bytes.n) offset = bytes.n;
    size_t begin = offset, end = offset;
    while (begin > 0 && bytes.p[begin - 1] != '\n') begin--;
    end = sl_str_find(bytes, '\n', end);
    if (end > offset && bytes.p[end - 1] == '\r') end--;
    size_t width = to > from ? to - from : 1;
    if (offset + width > end) width = end > offset ? end - offset : 1;
    return (sl_diagnostic){.file = text->source->path,
                           .line = line_of(text->source, begin),
                           .column = (uint32_t)(offset - begin) + 1,
                           .width = (uint32_t)width,
                           .source = sl_str_cut(bytes, begin, end)};
}

static bool allows(const sl_located *text, size_t at, uint16_t number) {
    const sl_source *source = text->source;
    size_t offset = (size_t)(origin_of(text, at) - source->bytes.p);
    for (size_t i = 0; i < source->allowed.n; i++) {
        const sl_allowance *a = &source->allowed.v[i];
        if (a->from <= offset && offset < a->to && number < 64 && a->warnings >> number & 1) return true;
    }
    return false;
}

bool sl_located_allows(const sl_located *text, uint16_t number) {
    return allows(text, 0, number);
}

void sl_located_report(sl_diagnostics *diagnostics, const sl_located *text, size_t from, size_t to, bool is_warning,
                       uint16_t number, const char *format, ...) {
    if (is_warning ? allows(text, from, number) : sl_diagnostics_only_count(diagnostics, text->source->path)) return;
    char message[512];
    va_list args;
    va_start(args, format);
    vsnprintf(message, sizeof message, format, args);
    va_end(args);
    sl_diagnostic where = sl_located_at(text, from, to);
    where.is_warning = is_warning;
    where.number = number;
    sl_diagnose(diagnostics, where, "%s", message);
}
