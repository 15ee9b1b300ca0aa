/* SPDX-License-Identifier: Apache-2.0 */
#include "rule/scan.h"

typedef struct {
    const sl_source *source;
    size_t at;
    sl_arena *out;
} reader;

/* The next line without its end; false at the end of the file. */
static bool next_line(reader *r, sl_str *line) {
    sl_str bytes = r->source->bytes;
    if (r->at >= bytes.n) return false;
    size_t end = sl_str_find(bytes, '\n', r->at);
    *line = sl_str_cut(bytes, r->at, end);
    if (line->n && line->p[line->n - 1] == '\r') line->n--;
    r->at = end + 1;
    return true;
}

static bool continues(sl_str line) {
    return sl_str_ends_with(sl_str_trim(line), SL_STR("..."));
}

/* What a line that goes on says by itself: all but the dots. */
static sl_str without_dots(sl_str line) {
    sl_str trimmed = sl_str_trim(line);
    return sl_str_cut(line, 0, (size_t)(trimmed.p + trimmed.n - line.p) - 3);
}

static sl_str without_indent(sl_str line) {
    size_t blanks = 0;
    while (blanks < line.n && sl_is_space(line.p[blanks])) blanks++;
    return sl_str_cut(line, blanks, line.n);
}

/* The line that continues another. A blank one, or none, is a mistake: the dots were meant as text. */
static sl_str continuation(reader *r, sl_str head, sl_diagnostics *d) {
    sl_str line = {head.p + head.n, 0};
    if (next_line(r, &line) && sl_str_trim(line).n) return without_indent(line);
    sl_located dots = {{head.p + head.n, 3}, r->source, NULL, 0};
    sl_error_at(d, &dots, 0, 3, 11,
                "\"...\" continues a line, but no line follows; three dots as text are written \u2026");
    return (sl_str){line.p, 0};
}

static sl_located join(const reader *r, const sl_str *parts, size_t n, size_t size) {
    char *copy = sl_arena_raw(r->out, size + 1, 1), *to = copy;
    sl_piece *pieces = SL_NEW_ARRAY(r->out, sl_piece, n);
    for (size_t i = 0; i < n; i++) {
        pieces[i] = (sl_piece){to, parts[i].p};
        if (parts[i].n) memcpy(to, parts[i].p, parts[i].n);
        to += parts[i].n;
    }
    return (sl_located){{copy, size}, r->source, pieces, n};
}

/* A line and the ones it continues in as one text; each piece remembers where it stands. */
static sl_located joined(reader *r, sl_str line, sl_diagnostics *d) {
    if (!continues(line)) return (sl_located){line, r->source, NULL, 0};
    SL_ARRAY(sl_str) parts = {0};
    size_t size = 0;
    while (continues(line)) {
        sl_str head = without_dots(line);
        *sl_push(r->out, &parts) = head;
        size += head.n;
        line = continuation(r, head, d);
    }
    *sl_push(r->out, &parts) = line;
    return join(r, parts.v, parts.n, size + line.n);
}

/* Offset of the first colon outside braces; the text's length if there is none. */
static size_t colon(sl_str s) {
    size_t open = sl_str_find(s, '{', 0), at = sl_str_find(s, ':', 0);
    while (open < at && at < s.n) {
        size_t close = sl_str_find(s, '}', open);
        if (close == s.n) return at;
        if (at < close) at = sl_str_find(s, ':', close);
        open = sl_str_find(s, '{', close);
    }
    return at;
}

static sl_statement statement(const sl_located *line) {
    size_t at = colon(line->text);
    sl_located keyword = sl_located_cut(line, 0, at), text = sl_located_cut(line, at + 1, line->text.n);
    return (sl_statement){
        .keyword = sl_located_trim(&keyword), .text = sl_located_trim(&text), .has_colon = at < line->text.n};
}

/* The warnings that a comment `# allow W07 W12` silences. */
static uint64_t allowed(sl_str comment) {
    uint64_t bits = 0;
    sl_str s = sl_str_trim(sl_str_cut(comment, 1, comment.n));
    if (!sl_str_starts_with(s, SL_STR("allow "))) return 0;
    for (size_t i = 6, end; i < s.n; i = end) {
        uint32_t n;
        for (end = i + 1; sl_is_alnum(s.p[i]) && end < s.n && sl_is_alnum(s.p[end]);) end++;
        bool is_one = sl_lower(s.p[i]) == 'w' && !sl_is_alnum(s.p[i - 1]);
        if (is_one && sl_str_number(sl_str_cut(s, i + 1, end), 63, &n)) bits |= UINT64_C(1) << n;
    }
    return bits;
}

/* What is allowed for a statement is allowed for the lines below it. */
static void allow_for(sl_source *source, const sl_statement *s, size_t from, size_t to, bool below, size_t *above,
                      sl_arena *out) {
    if (below && *above != SIZE_MAX) source->allowed.v[*above].to = to;
    if (s->allowed) *sl_push(out, &source->allowed) = (sl_allowance){from, to, s->allowed};
    if (!below) *above = s->allowed ? source->allowed.n - 1 : SIZE_MAX;
}

void sl_scan(sl_source *source, sl_arena *out, sl_diagnostics *diagnostics, sl_statements *statements) {
    reader r = {.source = source, .out = out};
    if (sl_str_starts_with(source->bytes, SL_STR("\xEF\xBB\xBF"))) r.at = 3;
    sl_str line;
    uint64_t allow = 0;
    size_t above = SIZE_MAX;
    while (next_line(&r, &line)) {
        sl_str trimmed = sl_str_trim(line);
        if (trimmed.n == 0) continue;
        if (trimmed.p[0] == '#') {
            allow |= allowed(trimmed);
            continue;
        }
        bool indented = sl_is_space(line.p[0]);
        sl_located whole = joined(&r, line, diagnostics);
        sl_statement s = statement(&whole);
        s.allowed = allow;
        allow = 0;
        allow_for(source, &s, (size_t)(line.p - source->bytes.p), r.at, indented, &above, out);
        if (indented && statements->n == 0)
            sl_error_at(diagnostics, &s.keyword, 0, s.keyword.text.n, 11,
                        "an indented line belongs to the statement above it, and there is none");
        if (indented && statements->n > 0) *sl_push(out, &statements->v[statements->n - 1].below) = s;
        else *sl_push(out, statements) = s;
    }
}
