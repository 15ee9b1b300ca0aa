/* SPDX-License-Identifier: Apache-2.0 */
#include "rule/csvfile.h"

typedef struct {
    const sl_source *source;
    size_t at;
    sl_arena *out;
    sl_diagnostics *d;
} reader;

static char at(const reader *r) {
    return r->at < r->source->bytes.n ? r->source->bytes.p[r->at] : '\n';
}

static sl_located place(const reader *r, size_t from, size_t to) {
    return (sl_located){sl_str_cut(r->source->bytes, from, to), r->source, NULL, 0};
}

/* "a ""quoted"" cell": a copy only where it holds doubled quotes. */
static sl_str quoted(reader *r) {
    size_t open = r->at++, doubled = 0;
    sl_str bytes = r->source->bytes;
    while (r->at < bytes.n) {
        if (bytes.p[r->at] == '"') {
            if (r->at + 1 >= bytes.n || bytes.p[r->at + 1] != '"') break;
            doubled++;
            r->at++;
        }
        r->at++;
    }
    if (r->at >= bytes.n) {
        sl_located where = place(r, open, open + 1);
        sl_error_at(r->d, &where, 0, 1, 30, "this quotation mark is never closed");
        return (sl_str){0};
    }
    sl_str raw = sl_str_cut(bytes, open + 1, r->at++);
    if (!doubled) return raw;
    char *copy = sl_arena_raw(r->out, raw.n, 1), *to = copy;
    for (size_t i = 0; i < raw.n; i++) {
        *to++ = raw.p[i];
        if (raw.p[i] == '"') i++;
    }
    return (sl_str){copy, raw.n - doubled};
}

static sl_str plain(reader *r) {
    size_t from = r->at;
    sl_str bytes = r->source->bytes;
    while (r->at < bytes.n && bytes.p[r->at] != ',' && bytes.p[r->at] != '\n') r->at++;
    size_t to = r->at;
    if (to > from && bytes.p[to - 1] == '\r') to--;
    return sl_str_cut(bytes, from, to);
}

static sl_csv_row row(reader *r) {
    SL_ARRAY(sl_str) cells = {0};
    size_t from = r->at;
    for (;;) {
        sl_str cell = at(r) == '"' ? quoted(r) : plain(r);
        *sl_push(r->out, &cells) = sl_str_trim(cell);
        if (r->at < r->source->bytes.n && at(r) == '\r') r->at++;
        if (at(r) != ',' || r->at >= r->source->bytes.n) break;
        r->at++;
    }
    size_t to = r->at;
    if (at(r) != '\n') {
        sl_located where = place(r, r->at, r->at + 1);
        sl_error_at(r->d, &where, 0, 1, 30, "a comma is wanted behind the closing quotation mark");
        while (at(r) != '\n') r->at++;
    }
    r->at++;
    return (sl_csv_row){cells.v, cells.n, place(r, from, to)};
}

void sl_csv_read(const sl_source *source, sl_arena *out, sl_diagnostics *diagnostics, sl_csv_file *file) {
    reader r = {.source = source, .out = out, .d = diagnostics};
    file->source = source;
    if (sl_str_starts_with(source->bytes, SL_STR("\xEF\xBB\xBF"))) r.at = 3;
    file->header = row(&r);
    while (r.at < source->bytes.n) {
        sl_csv_row next = row(&r);
        if (next.n == 1 && next.cells[0].n == 0) continue;
        if (next.n != file->header.n)
            sl_error_at(diagnostics, &next.where, 0, next.where.text.n, 31,
                        "this row has %zu cells, the header has %zu", next.n, file->header.n);
        else *sl_push(out, &file->rows) = next;
    }
}

uint32_t sl_csv_column(const sl_csv_file *file, sl_str name) {
    for (size_t i = 0; i < file->header.n; i++)
        if (sl_str_eq(file->header.cells[i], name)) return (uint32_t)i;
    return SL_NONE;
}
