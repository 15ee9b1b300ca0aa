/* SPDX-License-Identifier: Apache-2.0 */
#include "run/explain.h"

#include "base/bounds.h"
#include "rule/csvfile.h"
#include "run/lookup.h"
#include "source/load.h"

typedef struct {
    const sl_program *program;
    const sl_reading *reading;
    sl_str id; /* whole */
    sl_buf *out;
    bool answered;
} teller;

/* --- the row in the table ----------------------------------------------------------------------------------------- */

typedef struct {
    sl_str id, article;
    size_t n; /* rows whose id begins so */
} row_place;

static size_t column_of(const sl_csvfile *csv, const char *name) {
    for (size_t i = 0; i < csv->header.n; i++)
        if (sl_str_eq(csv->header.cells[i], sl_str_of(name))) return i;
    return SIZE_MAX;
}

/* A path that begins like a formula was given one apostrophe when the table was written. */
static sl_str without_guard(sl_str cell) {
    bool guarded = cell.n > 1 && cell.p[0] == '\'' && memchr("=+-@", cell.p[1], 4);
    return guarded ? sl_str_cut(cell, 1, cell.n) : cell;
}

static sl_status find_row(const sl_explain_question *q, sl_str bytes, sl_arena *out, row_place *place, sl_error *err) {
    sl_str path = sl_str_of(q->csv);
    sl_source source = {.path = path, .bytes = bytes};
    sl_csvfile csv;
    sl_csvfile_row row;
    sl_csvfile_begin(&csv, &source, out, NULL);
    size_t id = column_of(&csv, "id"), article = column_of(&csv, "article");
    if (id == SIZE_MAX || article == SIZE_MAX)
        return sl_fail(err, SL_BAD_USAGE, path, "the table has no columns \"id\" and \"article\"");
    while (sl_csvfile_next(&csv, &row)) {
        if (!sl_str_starts_with(row.cells[id], q->id)) continue;
        place->n++;
        place->id = row.cells[id];
        place->article = without_guard(row.cells[article]);
        if (row.cells[id].n == q->id.n) {
            place->n = 1;
            break;
        }
    }
    if (place->n == 1) return SL_OK;
    if (place->n == 0) return sl_fail(err, SL_BAD_USAGE, path, "no row has the id \"%.*s\"", (int)q->id.n, q->id.p);
    return sl_fail(err, SL_BAD_USAGE, path, "%zu rows have ids that begin with \"%.*s\": give more of it", place->n,
                   (int)q->id.n, q->id.p);
}

/* --- the answer --------------------------------------------------------------------------------------------------- */

static sl_str printed(const sl_article *a, sl_span at) {
    return sl_text_cut(a->text, at);
}

static unsigned long long line_of(const sl_article *a, sl_span at) {
    return sl_text_place(a->text, at).line;
}

/* In one line, and not longer than a terminal is wide. */
static void put_short(sl_buf *out, sl_str s, size_t most) {
    size_t n = s.n;
    if (n > most) {
        n = most;
        while (n > 0 && ((unsigned char)s.p[n] & 0xC0) == 0x80) n--;
    }
    for (size_t i = 0; i < n; i++) sl_buf_char(out, sl_is_space(s.p[i]) ? ' ' : s.p[i]);
    if (n < s.n) sl_buf_put(out, SL_STR("…"));
}

static void tell_origin(const teller *t, const sl_article *a, const sl_match *m, bool first) {
    sl_diagnostic at = sl_located_at(&m->pattern->text, 0, 0);
    const char *how = first ? "made by" : m->rule->kind == SL_RULE_ADDS ? "filled up by" : "joined with";
    sl_buf_printf(t->out, "%s %.*s (%.*s:%u)\n    match: ", how, (int)m->rule->name.n, m->rule->name.p, (int)at.file.n,
                  at.file.p, at.line);
    put_short(t->out, m->pattern->text.text, 400);
    sl_buf_printf(t->out, "\n    line %llu: \"", line_of(a, m->at));
    put_short(t->out, printed(a, m->at), 300);
    sl_buf_put(t->out, SL_STR("\"\n"));
}

/* What filled a cell. Words of the text stand behind it where there are any. */
static const char *source_of(const sl_cell *c, const sl_table *table) {
    bool in_text = c->at.to > c->at.from;
    switch (c->strength) {
    case SL_CELL_PATTERN: return c->rule ? "the pattern" : in_text ? "the text" : "the words around the quotation";
    case SL_CELL_NEAREST: return "a nearest line";
    case SL_CELL_SET: return c->rule ? "a set line" : "a set line of the table";
    case SL_CELL_LIST:
        if (in_text) return "a list";
        return c->rule || table->every_quote ? "what is known of the person" : "a lookup line of the table";
    case SL_CELL_ADDED: return c->rule ? "a rule that adds" : "the quotations (from quotes)";
    case SL_CELL_DEFAULT: return "the default of the table";
    case SL_CELL_EMPTY: break;
    }
    return "";
}

static void tell_cell(const teller *t, const sl_article *a, const sl_table *table, size_t i, const sl_cell *c) {
    sl_str column = table->head.columns[i].name;
    sl_buf_printf(t->out, "  %-14.*s ", (int)column.n, column.p);
    put_short(t->out, c->value, 60);
    sl_buf_printf(t->out, "\n                 from %s", source_of(c, table));
    if (c->at.to > c->at.from) {
        sl_buf_printf(t->out, ", line %llu: \"", line_of(a, c->at));
        put_short(t->out, printed(a, c->at), 80);
        sl_buf_char(t->out, '"');
    }
    if (c->rule) sl_buf_printf(t->out, " (%.*s)", (int)c->rule->name.n, c->rule->name.p);
    sl_buf_char(t->out, '\n');
}

/* Columns that every row has and that say nothing of the facts. */
static bool is_bookkeeping(sl_str column) {
    static const char *const names[] = {"id", "article", "published", "evidence", "line", "start", "end", "rules"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (sl_str_eq(column, sl_str_of(names[i]))) return true;
    return false;
}

static void tell_record(teller *t, const sl_article *a, const sl_record *r) {
    sl_str article = a->text->name;
    sl_buf_printf(t->out, "%.*s %.*s\n%.*s, line %llu: \"", (int)r->table->head.name.n, r->table->head.name.p,
                  (int)t->id.n, t->id.p, (int)article.n, article.p, line_of(a, r->evidence));
    put_short(t->out, printed(a, r->evidence), 300);
    sl_buf_put(t->out, SL_STR("\"\n\n"));
    for (size_t i = 0; i < r->n_origins; i++) tell_origin(t, a, r->origins[i], i == 0);
    if (r->n_origins == 0) sl_buf_put(t->out, SL_STR("made by the table itself: every quotation is a row of it\n"));
    sl_buf_char(t->out, '\n');
    for (size_t i = 0; i < r->table->head.n_columns; i++) {
        sl_str column = r->table->head.columns[i].name;
        if (r->cells[i].value.n && !is_bookkeeping(column)) tell_cell(t, a, r->table, i, &r->cells[i]);
    }
    t->answered = true;
}

static void look(void *context, const sl_article_inside *inside) {
    teller *t = context;
    for (size_t k = 0; k < inside->tables->n; k++)
        for (size_t i = 0; i < inside->tables->v[k].rows.n && !t->answered; i++) {
            const sl_record *r = inside->tables->v[k].rows.v[i].record;
            const sl_cell *id = r ? sl_record_cell(r, sl_symbol_known(t->program, SL_STR("id"))) : NULL;
            if (id && sl_str_eq(id->value, t->id)) tell_record(t, inside->search->article, r);
        }
}

static sl_status read_again(teller *t, const row_place *place, sl_arena *tmp, sl_error *err) {
    sl_str name = sl_arena_copy(tmp, place->article);
    sl_error why = {0};
    sl_worker *worker = sl_worker_new(t->program);
    if (!worker) return sl_fail(err, SL_NO_MEMORY, name, "out of memory");
    sl_lookup_visit looked = {.observer = look, .context = t, .enough = &t->answered};
    sl_status status = sl_lookup_run(worker, t->reading, name, &looked, &why);
    sl_worker_free(worker);
    bool missing = status == SL_BAD_USAGE;
    if (status)
        return sl_fail(err, status, name, "%s%s", why.message,
                       missing ? "; the table names its article so: ask where extract was run" : "");
    if (t->answered) return SL_OK;
    return sl_fail(err, SL_BAD_USAGE, name,
                   "the article gives no row \"%.*s\" any more: it, the rules (-r) or the options, such as --date, are "
                   "not those that the table was made with",
                   (int)t->id.n, t->id.p);
}

sl_status sl_explain_row(const sl_program *program, const sl_reading *reading, const sl_explain_question *q,
                         sl_buf *out, sl_error *err) {
    sl_buf table = {0};
    sl_arena tmp;
    jmp_buf no_memory;
    sl_arena_init(&tmp, 0, &no_memory);
    sl_status status;
    if (setjmp(no_memory)) {
        status = sl_fail(err, SL_NO_MEMORY, sl_str_of(q->csv), "out of memory");
    } else {
        row_place place = {0};
        status = sl_load(q->csv, SL_MAX_ARTICLE_EVER, &table, err);
        if (!status) status = find_row(q, sl_buf_str(&table), &tmp, &place, err);
        teller t = {.program = program, .reading = reading, .id = place.id, .out = out};
        if (!status) status = read_again(&t, &place, &tmp, err);
    }
    sl_arena_release(&tmp);
    sl_buf_release(&table);
    return status;
}
