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

#define COMPLAIN(r, from, to, number, ...)                                                                             \
    do {                                                                                                               \
        sl_located where = place((r), (from), (to));                                                                   \
        if ((r)->diagnostics) sl_error_at((r)->diagnostics, &where, 0, where.text.n, (number), __VA_ARGS__);           \
    } while (0)

static const char *name_of(char separator) {
    return separator == ';' ? "semicolon" : separator == '\t' ? "tab" : "comma";
}

/* --- what is between the cells ------------------------------------------------------------------------------------ */

/* Spreadsheets begin with a line that says so: sep=; */
static bool says_separator(sl_csvfile *r) {
    sl_str rest = sl_str_cut(r->source->bytes, r->at, r->source->bytes.n);
    sl_str line = sl_str_cut(rest, 0, sl_str_find(rest, '\n', 0));
    if (sl_str_ends_with(line, SL_STR("\r"))) line.n--;
    bool is = line.n == 5 && sl_lower(line.p[0]) == 's' && sl_lower(line.p[1]) == 'e' && sl_lower(line.p[2]) == 'p' &&
              line.p[3] == '=' && memchr(",;\t", line.p[4], 3);
    if (!is) return false;
    r->separator = line.p[4];
    r->at += sl_str_find(rest, '\n', 0) + 1;
    return true;
}

/* The one that stands most often in the header, outside quotation marks. */
static char separator_of(const sl_csvfile *r) {
    static const char known[] = ",;\t";
    size_t n[3] = {0}, best = 0;
    bool quoted = false;
    for (size_t i = r->at; i < r->source->bytes.n; i++) {
        char c = r->source->bytes.p[i];
        if (c == '"') quoted = !quoted;
        if (quoted) continue;
        if (c == '\n') break;
        for (size_t k = 0; k < 3; k++) n[k] += c == known[k];
    }
    for (size_t k = 1; k < 3; k++)
        if (n[k] > n[best]) best = k;
    return known[best];
}

/* --- cells -------------------------------------------------------------------------------------------------------- */

/* Blanks as they come along from web pages: U+00A0, U+200B, U+3000, U+FEFF. */
static size_t wide_blank(sl_str s, bool last) {
    static const char *const blanks[] = {"\xC2\xA0", "\xE2\x80\x8B", "\xE3\x80\x80", "\xEF\xBB\xBF"};
    for (size_t i = 0; i < sizeof blanks / sizeof *blanks; i++) {
        sl_str blank = sl_str_of(blanks[i]);
        if (last ? sl_str_ends_with(s, blank) : sl_str_starts_with(s, blank)) return blank.n;
    }
    return 0;
}

static bool is_ascii(char c) {
    return (unsigned char)c < 0x80;
}

static sl_str trim(sl_str s) {
    for (size_t n = SIZE_MAX; n != s.n;) {
        s = sl_str_trim(s);
        if (s.n == 0 || (is_ascii(s.p[0]) && is_ascii(s.p[s.n - 1]))) return s;
        n = s.n;
        s = sl_str_cut(s, wide_blank(s, false), s.n);
        s = sl_str_cut(s, 0, s.n - wide_blank(s, true));
    }
    return s;
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

/* What stands behind a closing mark does not belong there; where the cell began in another line, that mark is likely to
   be the mistake. */
static void behind_quote(const sl_csvfile *r, size_t open) {
    sl_located first = place(r, open, open + 1), here = place(r, r->at, r->at + 1);
    uint32_t line = sl_located_at(&first, 0, 1).line;
    const char *wanted = name_of(r->separator);
    if (line == sl_located_at(&here, 0, 1).line)
        COMPLAIN(r, r->at, r->at + 1, 30,
                 "a %s is wanted behind the closing quotation mark; one inside a cell is written twice: \"\"", wanted);
    else
        COMPLAIN(r, r->at, r->at + 1, 30,
                 "a %s is wanted behind the closing quotation mark; this cell begins in line %u", wanted, line);
}

/* "a ""quoted"" cell". @return false where it is never closed, or more than a separator stands behind it */
static bool quoted(sl_csvfile *r, sl_str *cell) {
    size_t open = r->at, doubled = 0, close;
    sl_str bytes = r->source->bytes;
    for (close = sl_str_find(bytes, '"', open + 1); close + 1 < bytes.n && bytes.p[close + 1] == '"'; doubled++)
        close = sl_str_find(bytes, '"', close + 2);
    if (close >= bytes.n) {
        COMPLAIN(r, open, open + 1, 30,
                 "this quotation mark is never closed; one inside a cell is written twice: \"\"");
        r->at = bytes.n;
        return false;
    }
    *cell = without_doubles(r, sl_str_cut(bytes, open + 1, close), doubled);
    r->at = close + 1;
    while (next(r) == ' ' || next(r) == '\r') r->at++;
    if (next(r) == r->separator || next(r) == '\n') return true;
    behind_quote(r, open);
    r->at = sl_str_find(bytes, '\n', r->at);
    return false;
}

static sl_str plain(sl_csvfile *r) {
    sl_str rest = sl_str_cut(r->source->bytes, r->at, r->source->bytes.n);
    size_t n = 0;
    while (n < rest.n && rest.p[n] != r->separator && rest.p[n] != '\n') n++;
    r->at += n;
    return sl_str_cut(rest, 0, n);
}

static void keep(sl_csvfile *r, size_t n, sl_str cell) {
    if (n == r->room) {
        size_t room = r->room ? 2 * r->room : 16;
        r->cells = sl_arena_grow(r->out, r->cells, r->room, room, sizeof *r->cells);
        r->room = room;
    }
    r->cells[n] = trim(cell);
}

/* --- rows --------------------------------------------------------------------------------------------------------- */

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
        more = next(r) == r->separator;
        if (more) r->at++;
    }
    row->cells = r->cells;
    row->where = place(r, from, r->at);
    r->at++;
    return good;
}

static void no_twins(const sl_csvfile *r) {
    for (size_t i = 0; i < r->header.n; i++)
        for (size_t k = 0; k < i && r->header.cells[i].n; k++) {
            if (!sl_str_eq(r->header.cells[i], r->header.cells[k])) continue;
            sl_located where = sl_csvfile_cell(&r->header, i);
            if (r->diagnostics)
                sl_error_at(r->diagnostics, &where, 0, where.text.n, 49,
                            "the list has two columns \"%.*s\": %zu and %zu", sl_shown(r->header.cells[i]),
                            r->header.cells[i].p, k + 1, i + 1);
            break;
        }
}

void sl_csvfile_begin(sl_csvfile *r, const sl_source *source, sl_arena *out, sl_diagnostics *diagnostics) {
    *r = (sl_csvfile){.source = source, .out = out, .diagnostics = diagnostics};
    if (sl_str_starts_with(source->bytes, SL_STR("\xEF\xBB\xBF"))) r->at = 3;
    if (!says_separator(r)) r->separator = separator_of(r);
    read_row(r, &r->header);
    no_twins(r);
    r->cells = NULL; /* the header keeps its own */
    r->room = 0;
}

static bool is_blank(const sl_csvfile_row *row) {
    for (size_t i = 0; i < row->n; i++)
        if (row->cells[i].n) return false;
    return true;
}

/* A row whose cells are apart by something else than the header's are. */
static bool is_foreign(const sl_csvfile *r, const sl_csvfile_row *row) {
    size_t others = 0;
    for (size_t i = 0; row->n == 1 && i < row->cells[0].n; i++)
        others += row->cells[0].p[i] != r->separator && memchr(",;\t", row->cells[0].p[i], 3);
    return others > 0 && others + 1 >= r->header.n;
}

/* Also where what is too much is empty: the comma too many may stand anywhere. */
static void too_long(const sl_csvfile *r, const sl_csvfile_row *row) {
    size_t cell = r->header.n;
    sl_located where = sl_csvfile_cell(row, cell);
    if (r->diagnostics)
        sl_error_at(r->diagnostics, &where, 0, where.text.n, 31,
                    "this is cell %zu, the header has %zu; a cell with a %s in it stands between \"\"", cell + 1,
                    r->header.n, name_of(r->separator));
}

/* As many cells as the header: those that lack at the end are empty. */
static bool fit(sl_csvfile *r, sl_csvfile_row *row) {
    if (row->n < r->header.n && is_foreign(r, row)) {
        if (r->diagnostics)
            sl_error_at(r->diagnostics, &row->where, 0, row->where.text.n, 31,
                        "this row is one cell, the header has %zu; they are apart by %ss", r->header.n,
                        name_of(r->separator));
        return false;
    }
    if (row->n < r->header.n && r->short_rows++ == 0) r->first_short = row->where;
    while (row->n < r->header.n) keep(r, row->n++, (sl_str){"", 0});
    row->cells = r->cells;
    if (row->n > r->header.n) too_long(r, row);
    return row->n == r->header.n;
}

bool sl_csvfile_next(sl_csvfile *r, sl_csvfile_row *row) {
    while (!ends(r))
        if (read_row(r, row) && !is_blank(row) && (row->n == r->header.n || fit(r, row))) return true;
    return false;
}

/* --- columns ------------------------------------------------------------------------------------------------------ */

uint32_t sl_csvfile_column(const sl_csvfile *csv, sl_str name) {
    for (size_t i = 0; i < csv->header.n; i++)
        if (sl_str_eq(csv->header.cells[i], name)) return (uint32_t)i;
    return SL_NONE;
}

static bool is_loose(char c) {
    return sl_is_space(c) || c == '_' || c == '-';
}

static bool are_alike(sl_str a, sl_str b) {
    size_t i = 0, k = 0;
    for (;; i++, k++) {
        while (i < a.n && is_loose(a.p[i])) i++;
        while (k < b.n && is_loose(b.p[k])) k++;
        if (i == a.n || k == b.n) return i == a.n && k == b.n;
        if (sl_lower(a.p[i]) != sl_lower(b.p[k])) return false;
    }
}

uint32_t sl_csvfile_column_like(const sl_csvfile *csv, sl_str name) {
    uint32_t like = SL_NONE;
    for (size_t i = 0; i < csv->header.n; i++) {
        if (!csv->header.cells[i].n || !are_alike(csv->header.cells[i], name)) continue;
        if (like != SL_NONE) return SL_NONE;
        like = (uint32_t)i;
    }
    return like;
}

sl_located sl_csvfile_cell(const sl_csvfile_row *row, size_t cell) {
    sl_str bytes = row->where.source->bytes, s = row->cells[cell];
    bool copied = s.n == 0 || (uintptr_t)s.p < (uintptr_t)bytes.p || (uintptr_t)s.p >= (uintptr_t)(bytes.p + bytes.n);
    return copied ? row->where : (sl_located){s, row->where.source, NULL, 0};
}
