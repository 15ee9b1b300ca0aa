/* SPDX-License-Identifier: Apache-2.0 */
#include "rule/csvfile.h"

static bool ends(const sl_csvfile *r) {
    return r->at >= r->source->bytes.n;
}

static char next(const sl_csvfile *r) {
    return ends(r) ? '\n' : r->source->bytes.p[r->at];
}

static sl_located place(const sl_csvfile *r, size_t from, size_t to) {
    return (sl_located){sl_str_cut(r->source->bytes, from, to), r->source, NULL, 0};
}

static void complain(const sl_csvfile *r, size_t from, size_t to, const char *message) {
    sl_located where = place(r, from, to);
    if (r->diagnostics) sl_error_at(r->diagnostics, &where, 0, where.text.n, 30, "%s", message);
}

/* The text of a quoted cell: a copy only where it holds doubled quotes. */
static sl_str without_doubles(const sl_csvfile *r, sl_str raw, size_t doubled) {
    if (!doubled) return raw;
    char *copy = sl_arena_raw(r->out, raw.n, 1), *to = copy;
    for (size_t i = 0; i < raw.n; i++) {
        *to++ = raw.p[i];
        if (raw.p[i] == '"') i++;
    }
    return (sl_str){copy, raw.n - doubled};
}

/* "a ""quoted"" cell". @return false where it is never closed, or more than a comma stands behind it */
static bool quoted(sl_csvfile *r, sl_str *cell) {
    size_t open = r->at, doubled = 0, close;
    sl_str bytes = r->source->bytes;
    for (close = sl_str_find(bytes, '"', open + 1); close + 1 < bytes.n && bytes.p[close + 1] == '"'; doubled++)
        close = sl_str_find(bytes, '"', close + 2);
    if (close >= bytes.n) {
        complain(r, open, open + 1, "this quotation mark is never closed; one inside a cell is written twice: \"\"");
        r->at = bytes.n;
        return false;
    }
    *cell = without_doubles(r, sl_str_cut(bytes, open + 1, close), doubled);
    r->at = close + 1;
    while (next(r) == ' ' || next(r) == '\r') r->at++;
    if (next(r) == ',' || next(r) == '\n') return true;
    complain(r, r->at, r->at + 1,
             "a comma is wanted behind the closing quotation mark; one inside a cell is written twice: \"\"");
    r->at = sl_str_find(bytes, '\n', r->at);
    return false;
}

static sl_str plain(sl_csvfile *r) {
    sl_str rest = sl_str_cut(r->source->bytes, r->at, r->source->bytes.n);
    size_t n = 0;
    while (n < rest.n && rest.p[n] != ',' && rest.p[n] != '\n') n++;
    r->at += n;
    return sl_str_cut(rest, 0, n);
}

static void keep(sl_csvfile *r, size_t n, sl_str cell) {
    if (n == r->room) {
        size_t room = r->room ? 2 * r->room : 16;
        r->cells = sl_arena_grow(r->out, r->cells, r->room, room, sizeof *r->cells);
        r->room = room;
    }
    r->cells[n] = sl_str_trim(cell);
}

/* One row, its line end passed over. @return false after a fault */
static bool read_row(sl_csvfile *r, sl_csvfile_row *row) {
    size_t from = r->at;
    bool good = true, more = true;
    row->n = 0;
    while (more && good) {
        sl_str cell = {0};
        size_t mark = r->at;
        while (mark < r->source->bytes.n && r->source->bytes.p[mark] == ' ') mark++;
        if (mark < r->source->bytes.n && r->source->bytes.p[mark] == '"') r->at = mark;
        if (next(r) == '"') good = quoted(r, &cell);
        else cell = plain(r);
        if (good) keep(r, row->n++, cell);
        more = next(r) == ',';
        if (more) r->at++;
    }
    row->cells = r->cells;
    row->where = place(r, from, r->at);
    r->at++;
    return good;
}

void sl_csvfile_begin(sl_csvfile *r, const sl_source *source, sl_arena *out, sl_diagnostics *diagnostics) {
    *r = (sl_csvfile){.source = source, .out = out, .diagnostics = diagnostics};
    if (sl_str_starts_with(source->bytes, SL_STR("\xEF\xBB\xBF"))) r->at = 3;
    read_row(r, &r->header);
    r->cells = NULL; /* the header keeps its own */
    r->room = 0;
}

bool sl_csvfile_next(sl_csvfile *r, sl_csvfile_row *row) {
    while (!ends(r)) {
        if (!read_row(r, row) || (row->n == 1 && row->cells[0].n == 0)) continue;
        if (row->n == r->header.n) return true;
        if (r->diagnostics)
            sl_error_at(r->diagnostics, &row->where, 0, row->where.text.n, 31,
                        "this row has %zu cell%s, the header has %zu; a cell with a comma in it stands between \"\"",
                        row->n, row->n == 1 ? "" : "s", r->header.n);
    }
    return false;
}

uint32_t sl_csvfile_column(const sl_csvfile *csv, sl_str name) {
    for (size_t i = 0; i < csv->header.n; i++)
        if (sl_str_eq(csv->header.cells[i], name)) return (uint32_t)i;
    return SL_NONE;
}

sl_located sl_csvfile_cell(const sl_csvfile_row *row, size_t cell) {
    sl_str bytes = row->where.source->bytes, s = row->cells[cell];
    bool copied = s.n == 0 || (uintptr_t)s.p < (uintptr_t)bytes.p || (uintptr_t)s.p >= (uintptr_t)(bytes.p + bytes.n);
    return copied ? row->where : (sl_located){s, row->where.source, NULL, 0};
}
