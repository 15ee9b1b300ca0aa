/* SPDX-License-Identifier: Apache-2.0 */
#include "record/episodeline_p.h"

#include "record/episodes.h"

enum { FIRST_CELLS = 4 };

size_t sl_episodes_table(const sl_program *p) {
    for (size_t i = 0; i < p->tables.n; i++)
        if (p->tables.v[i].episode.days) return i;
    return SIZE_MAX;
}

size_t sl_episode_width(const sl_table *t) {
    return FIRST_CELLS + t->episode.n_same - 1 + t->episode.n_shows + t->episode.n_follows + t->n_apart + 1;
}

/* --- writing ------------------------------------------------------------------------------------------------------ */

/* What stands behind a backslash for a sign that no cell of a line may hold; and back. */
static const char signs[] = "\\\t\n\r", letters[] = "\\tnr";

static void put_escaped(sl_str s, sl_buf *out) {
    for (size_t i = 0; i < s.n; i++) {
        const char *sign = s.p[i] ? strchr(signs, s.p[i]) : NULL;
        if (sign) sl_buf_char(out, '\\');
        sl_buf_char(out, sign ? letters[sign - signs] : s.p[i]);
    }
}

static const sl_cell *cell_of(const sl_table_row *row, sl_symbol column) {
    return column == SL_NO_SYMBOL ? NULL : sl_record_cell(row->record, column);
}

static sl_str text_of(const sl_table_row *row, sl_symbol column) {
    const sl_cell *cell = cell_of(row, column);
    return cell ? cell->value : (sl_str){0};
}

/* A column's cell, or the days of a role: 2024-03-01, 2024-03-01/2024-03-31, 2024-03-01/.. */
static void put_value(const sl_program *p, const sl_table_row *row, sl_symbol s, sl_buf *out) {
    if (cell_of(row, s)) {
        put_escaped(text_of(row, s), out);
        return;
    }
    sl_str from = text_of(row, sl_program_prefixed(p, s, p->give_from));
    sl_str to = text_of(row, sl_program_prefixed(p, s, p->give_to));
    if (from.n == 0 && to.n == 0) return;
    sl_buf_put(out, from.n ? from : SL_STR(".."));
    if (sl_str_eq(from, to)) return;
    sl_buf_char(out, '/');
    sl_buf_put(out, to.n ? to : SL_STR(".."));
}

static void put_marked(const sl_program *p, const sl_table_row *row, sl_symbol s, sl_buf *out) {
    const sl_cell *cell = cell_of(row, s);
    sl_buf_char(out, '\t');
    sl_buf_char(out, cell && cell->strength == SL_CELL_DEFAULT ? '?' : '!');
    if (s != SL_NO_SYMBOL) put_value(p, row, s, out);
}

static void put_row(const sl_program *p, const sl_table *t, const sl_table_row *row, size_t number, sl_str article,
                    sl_str published, sl_buf *out) {
    const sl_episode *e = &t->episode;
    put_escaped(text_of(row, e->same[0]), out);
    sl_buf_char(out, '\t');
    sl_buf_put(out, published);
    sl_buf_char(out, '\t');
    put_escaped(article, out);
    sl_buf_printf(out, "\t%06zu", number);
    for (size_t i = 1; i < e->n_same; i++) {
        sl_buf_char(out, '\t');
        put_escaped(text_of(row, e->same[i]), out);
    }
    for (size_t i = 0; i < e->n_shows; i++) {
        sl_buf_char(out, '\t');
        put_escaped(text_of(row, e->shows[i]), out);
    }
    for (size_t i = 0; i < e->n_follows; i++) put_marked(p, row, e->follows[i], out);
    for (size_t i = 0; i < t->n_apart; i++) {
        sl_buf_char(out, '\t');
        put_value(p, row, t->apart[i], out);
    }
    put_marked(p, row, e->end_column, out);
    sl_buf_char(out, '\n');
}

void sl_episode_lines(const sl_program *p, const sl_table_rows *rows, sl_str article, sl_day published, sl_buf *out) {
    const sl_table *t = &p->tables.v[sl_episodes_table(p)];
    char day[11];
    if (published == SL_NO_DAY) return;
    sl_day_print(published, day);
    for (size_t i = 0; i < rows->rows.n; i++)
        if (text_of(&rows->rows.v[i], t->episode.same[0]).n)
            put_row(p, t, &rows->rows.v[i], i, article, sl_str_of(day), out);
}

/* --- reading ------------------------------------------------------------------------------------------------------ */

static sl_str unescaped(sl_str s, sl_arena *out) {
    if (sl_str_find(s, '\\', 0) == s.n) return s;
    char *to = sl_arena_raw(out, s.n, 1);
    size_t n = 0;
    for (size_t i = 0; i < s.n; i++) {
        bool escaped = s.p[i] == '\\' && i + 1 < s.n && s.p[i + 1];
        const char *letter = escaped ? strchr(letters, s.p[i + 1]) : NULL;
        to[n++] = letter ? signs[letter - letters] : s.p[i];
        i += letter != NULL;
    }
    return (sl_str){to, n};
}

bool sl_episode_read(const sl_table *t, sl_str line, sl_arena *out, sl_str *cells, sl_episode_line *read) {
    const sl_episode *e = &t->episode;
    size_t width = sl_episode_width(t), n = 0;
    for (size_t at = 0, end; at <= line.n && n < width; at = end + 1) {
        end = sl_str_find(line, '\t', at);
        cells[n++] = unescaped(sl_str_cut(line, at, end), out);
    }
    if (n < width) return false;
    const sl_str *c = cells + FIRST_CELLS;
    *read = (sl_episode_line){.key = cells[0], .published = cells[1], .article = cells[2], .row = cells[3]};
    read->same = c;
    read->shows = c += e->n_same - 1;
    read->follows = c += e->n_shows;
    read->apart = c += e->n_follows;
    read->end = c[t->n_apart];
    return true;
}
