/* SPDX-License-Identifier: Apache-2.0 */
#include "rule/compiler_p.h"

/* A column of the table that `where` names; an error with the nearest one where there is none. */
static sl_symbol column(sl_compiler *c, const sl_table *t, const sl_located *where) {
    for (size_t i = 0; i < t->head.n_columns; i++)
        if (sl_str_eq(t->head.columns[i].name, where->text)) return t->symbols[i];
    sl_compile_no_column(c, &c->declared->tables.v[t - c->program->tables.v], where);
    return SL_NO_SYMBOL;
}

static const sl_symbol *columns(sl_compiler *c, const sl_table *t, const sl_words *words, size_t *n) {
    sl_symbol *all = SL_NEW_ARRAY(c->out, sl_symbol, words->n);
    for (size_t i = 0; i < words->n; i++) all[i] = column(c, t, &words->v[i]);
    *n = words->n;
    return all;
}

sl_leans sl_compile_leans(sl_compiler *c, const sl_declared_leans *from) {
    sl_leans to;
    to.past = sl_compile_roles(c, &from->past, &to.n_past);
    to.future = sl_compile_roles(c, &from->future, &to.n_future);
    to.bare = sl_compile_roles(c, &from->bare, &to.n_bare);
    to.from = sl_compile_roles(c, &from->from, &to.n_from);
    to.over = sl_compile_roles(c, &from->over, &to.n_over);
    to.ago = sl_compile_roles(c, &from->ago, &to.n_ago);
    return to;
}

const sl_symbol *sl_compile_roles(sl_compiler *c, const sl_words *words, size_t *n) {
    sl_symbol *all = SL_NEW_ARRAY(c->out, sl_symbol, words->n);
    for (size_t i = 0; i < words->n; i++) all[i] = sl_symbol_of(c->program, words->v[i].text);
    *n = words->n;
    return all;
}

static const sl_str *texts(sl_compiler *c, const sl_words *words) {
    sl_str *all = SL_NEW_ARRAY(c->out, sl_str, words->n);
    for (size_t i = 0; i < words->n; i++) all[i] = words->v[i].text;
    return all;
}

static sl_column_kind kind_of(sl_str name) {
    if (sl_str_eq(name, SL_STR("line")) || sl_str_eq(name, SL_STR("start")) || sl_str_eq(name, SL_STR("end")))
        return SL_COLUMN_NUMBER;
    if (sl_str_eq(name, SL_STR("published")) || sl_str_ends_with(name, SL_STR("_from")) ||
        sl_str_ends_with(name, SL_STR("_to")))
        return SL_COLUMN_DAY;
    return SL_COLUMN_TEXT;
}

static void head(sl_compiler *c, const sl_declared_table *from, sl_table *t) {
    size_t n = from->columns.n;
    sl_column *all = SL_NEW_ARRAY(c->out, sl_column, n);
    sl_symbol *symbols = SL_NEW_ARRAY(c->out, sl_symbol, n);
    for (size_t i = 0; i < n; i++) {
        sl_str name = from->columns.v[i].text;
        all[i] = (sl_column){name, kind_of(name)};
        symbols[i] = sl_symbol_of(c->program, name);
        for (size_t k = 0; k < i; k++)
            if (symbols[k] == symbols[i])
                sl_error_at(c->d, &from->columns.v[i], 0, name.n, 41, "the column \"%.*s\" stands twice", (int)name.n,
                            name.p);
    }
    t->head = (sl_table_head){.name = from->name.text, .columns = all, .n_columns = n};
    t->symbols = symbols;
}

static size_t index_of(const sl_table *t, sl_symbol symbol) {
    for (size_t i = 0; i < t->head.n_columns; i++)
        if (symbol != SL_NO_SYMBOL && t->symbols[i] == symbol) return i;
    return SIZE_MAX;
}

/* The columns that hold the days of the first of these roles. */
static void days_of(sl_compiler *c, const sl_table *t, const sl_words *roles, size_t *from, size_t *to) {
    *from = *to = SIZE_MAX;
    if (roles->n == 0) return;
    sl_str role = roles->v[0].text;
    *from = sl_table_column(&t->head, sl_arena_printf(c->out, "%.*s_from", (int)role.n, role.p));
    *to = sl_table_column(&t->head, sl_arena_printf(c->out, "%.*s_to", (int)role.n, role.p));
}

static void shape(sl_compiler *c, const sl_declared_table *from, sl_table *t) {
    if (t->n_one_row_per == 0) return;
    sl_table_shape *s = SL_NEW(c->out, sl_table_shape);
    s->subject = index_of(t, t->one_row_per[0]);
    s->kind = t->n_one_row_per > 1 ? index_of(t, t->one_row_per[1]) : SIZE_MAX;
    days_of(c, t, &from->leans.past, &s->past_from, &s->past_to);
    days_of(c, t, &from->leans.future, &s->future_from, &s->future_to);
    t->head.shape = s;
}

static void lookup(sl_compiler *c, const sl_table *t, const sl_declared_lookup *from, sl_lookup *to) {
    to->by = columns(c, t, &from->by, &to->n_by);
    to->give = columns(c, t, &from->give, &to->n_give);
    size_t width = to->n_by + to->n_give;
    uint32_t *at = SL_NEW_ARRAY(c->out, uint32_t, width);
    sl_csvfile csv;
    sl_csvfile_row row;
    if (!sl_compile_open(c, &from->file, &csv)) return;
    bool good = sl_compile_csv_columns(c, &csv, &from->by, at);
    if (!sl_compile_csv_columns(c, &csv, &from->give, at + to->n_by) || !good) return;
    SL_ARRAY(sl_str) cells = {0};
    while (sl_csvfile_next(&csv, &row))
        for (size_t k = 0; k < width; k++) *sl_push(c->out, &cells) = sl_arena_copy(c->out, row.cells[at[k]]);
    to->rows = cells.v;
    to->n_rows = width ? cells.n / width : 0;
}

/* manager where speaker is {manager} */
static sl_choice choice_of(sl_compiler *c, const sl_table *t, const sl_located *text) {
    sl_choice choice = {.value = text->text, .column = SL_NO_SYMBOL, .type = SL_NO_TYPE};
    size_t n = text->text.n, where = sl_str_search(text->text, SL_STR(" where "), 0);
    size_t is = sl_str_search(text->text, SL_STR(" is {"), where), close = sl_str_find(text->text, '}', is);
    if (where == n) return choice;
    if (close + 1 != n) {
        sl_error_at(c->d, text, where + 1, n, 42, "this is no condition; one is `where COLUMN is {type}`");
        return choice;
    }
    sl_located col = sl_located_cut(text, where + 7, is), type = sl_located_cut(text, is + 5, close);
    col = sl_located_trim(&col);
    choice.value = sl_str_trim(sl_str_cut(text->text, 0, where));
    choice.column = column(c, t, &col);
    choice.type = sl_compile_known_type(c, &type, type.text);
    return choice;
}

/* manager where speaker is {manager}; player where speaker is {player}; other */
static void choices(sl_compiler *c, const sl_table *t, const sl_declared_set *from, sl_table_set *to) {
    SL_ARRAY(sl_choice) all = {0};
    bool always = false; /* one without a condition has been read */
    to->column = column(c, t, &from->column);
    for (size_t at = 0, end; at < from->text.text.n; at = end + 1) {
        end = sl_str_find(from->text.text, ';', at);
        sl_located one = sl_located_cut(&from->text, at, end);
        one = sl_located_trim(&one);
        if (always)
            sl_error_at(c->d, &one, 0, one.text.n, 42,
                        "the choice before has no condition, and so this one is never made");
        always = sl_str_search(one.text, SL_STR(" where "), 0) == one.text.n;
        *sl_push(c->out, &all) = choice_of(c, t, &one);
    }
    to->choices = all.v;
    to->n = all.n;
}

static void rows_of(sl_compiler *c, const sl_declared_table *from, sl_table *t) {
    sl_symbol as;
    t->speaks_of = SL_NO_TYPE;
    if (from->speaks_of.source) sl_compile_thing(c, &from->speaks_of, &t->speaks_of, &t->speaks_of_column, &as);
    if (from->rows.text.n == 0) return;
    t->every_quote = sl_str_eq(from->rows.text, SL_STR("quote"));
    if (!t->every_quote)
        sl_error_at(c->d, &from->rows, 0, from->rows.text.n, 43, "rows are made of {quote} only, not of \"%.*s\"",
                    sl_shown(from->rows.text), from->rows.text.p);
}

/* The table of quotations, from which others copy: its declaration. NULL: there is none. */
static const sl_declared_table *quotes_table(const sl_compiler *c) {
    for (size_t i = 0; i < c->declared->tables.n; i++)
        if (c->declared->tables.v[i].rows.text.n) return &c->declared->tables.v[i];
    return NULL;
}

static void no_quotes(sl_compiler *c, const sl_located *at) {
    sl_error_at(c->d, at, 0, at->text.n, 43, "there is no table of quotations: one with `rows: every {quote}`");
}

static void check_copied(sl_compiler *c, const sl_located *name) {
    const sl_declared_table *from = quotes_table(c);
    for (size_t i = 0; from && i < from->columns.n; i++)
        if (sl_str_eq(from->columns.v[i].text, name->text)) return;
    if (from) sl_compile_no_column(c, from, name);
    else no_quotes(c, name);
}

/* `about is player`, `if player speaks`. */
static void check_is_about(sl_compiler *c, const sl_declared_table *from, const sl_located *column) {
    const sl_words *per = &from->one_row_per;
    if (per->n && sl_str_eq(column->text, per->v[0].text)) return;
    sl_str about = per->n ? per->v[0].text : SL_STR("which the table lacks");
    sl_error_at(c->d, column, 0, column->text.n, 21, "a row is about its first `one row per` column, %.*s",
                sl_shown(about), about.p);
}

static void check_speaks(sl_compiler *c, const sl_declared_table *from, const sl_located *column) {
    if (quotes_table(c)) check_is_about(c, from, column);
    else no_quotes(c, column);
}

static void quotes(sl_compiler *c, const sl_declared_table *from, sl_table *t) {
    for (size_t i = 0; i < from->from_quotes.n; i++) check_copied(c, &from->from_quotes.v[i].from);
    sl_copy *copies = SL_NEW_ARRAY(c->out, sl_copy, from->from_quotes.n);
    for (size_t i = 0; i < from->from_quotes.n; i++)
        copies[i] = (sl_copy){column(c, t, &from->from_quotes.v[i].column),
                              sl_symbol_of(c->program, from->from_quotes.v[i].from.text)};
    t->copies = copies;
    t->n_copies = from->from_quotes.n;
    t->quotes_role = from->quotes_role.text;
    if (from->quotes_about.text.n) check_is_about(c, from, &from->quotes_about);
}

static void stands_twice(sl_compiler *c, const sl_located *column, const sl_located *first, const char *what) {
    sl_diagnostic at = sl_located_at(first, 0, 0);
    bool elsewhere = first->source != column->source;
    sl_error_at(c->d, column, 0, column->text.n, 18, "the column has a `%s` already, in line %u%s%.*s", what, at.line,
                elsewhere ? " of " : "", elsewhere ? sl_shown(at.file) : 0, at.file.p);
}

/* What comes behind a default that always fills, or a second order, would never be asked. */
static void check_twice(sl_compiler *c, const sl_declared_table *from) {
    for (size_t i = 0; i < from->defaults.n; i++)
        for (size_t k = 0; k < i; k++)
            if (from->defaults.v[k].otherwise.text.n &&
                sl_str_eq(from->defaults.v[i].column.text, from->defaults.v[k].column.text))
                stands_twice(c, &from->defaults.v[i].column, &from->defaults.v[k].column, "default");
    for (size_t i = 0; i < from->keep.n; i++)
        for (size_t k = 0; k < i; k++)
            if (sl_str_eq(from->keep.v[i].column.text, from->keep.v[k].column.text))
                stands_twice(c, &from->keep.v[i].column, &from->keep.v[k].column, "keep");
}

/* doubtful > returned | out: of the last two neither goes before the other. */
static sl_keep kept(sl_compiler *c, const sl_table *t, const sl_declared_keep *from) {
    sl_words values = {0};
    for (size_t i = 0; i < from->strongest_first.n; i++)
        sl_split_more(&from->strongest_first.v[i], '|', c->out, &values);
    size_t *ranks = SL_NEW_ARRAY(c->out, size_t, values.n), n = 0;
    for (size_t i = 0; i < from->strongest_first.n; i++)
        for (size_t k = sl_split(&from->strongest_first.v[i], '|', c->out).n; k; k--) ranks[n++] = i;
    return (sl_keep){column(c, t, &from->column), ranks, texts(c, &values), values.n};
}

static void joining(sl_compiler *c, const sl_declared_table *from, sl_table *t) {
    sl_join *joins = SL_NEW_ARRAY(c->out, sl_join, from->joins.n);
    for (size_t i = 0; i < from->joins.n; i++)
        joins[i] = (sl_join){from->joins.v[i].vague.text, texts(c, &from->joins.v[i].exact), from->joins.v[i].exact.n};
    t->joins = joins;
    t->n_joins = from->joins.n;
    sl_keep *keep = SL_NEW_ARRAY(c->out, sl_keep, from->keep.n);
    for (size_t i = 0; i < from->keep.n; i++) keep[i] = kept(c, t, &from->keep.v[i]);
    t->widest = sl_compile_roles(c, &from->widest, &t->n_widest);
    t->keep = keep;
    t->n_keep = from->keep.n;
    sl_default *defaults = SL_NEW_ARRAY(c->out, sl_default, from->defaults.n);
    for (size_t i = 0; i < from->defaults.n; i++) {
        const sl_declared_default *f = &from->defaults.v[i];
        defaults[i] = (sl_default){.column = column(c, t, &f->column),
                                   .value = f->value.text,
                                   .otherwise = f->otherwise.text,
                                   .instead_of = texts(c, &f->instead_of),
                                   .n_instead_of = f->instead_of.n,
                                   .when = f->when,
                                   .days = f->days,
                                   .of = f->of.text.n ? column(c, t, &f->of) : SL_NO_SYMBOL};
        if (f->when == SL_DEFAULT_SPEAKS) check_speaks(c, from, &f->of);
    }
    t->defaults = defaults;
    t->n_defaults = from->defaults.n;
}

/* Only one table is followed: there is one episodes.csv. */
static void episode(sl_compiler *c, const sl_declared_table *from, sl_table *t) {
    const sl_declared_episode *e = &from->episode;
    if (!e->keyword.source) return;
    const sl_declared_table *first = c->declared->tables.v;
    while (!first->episode.keyword.source) first++;
    if (first != from) {
        sl_error_at(c->d, &e->keyword, 0, e->keyword.text.n, 18,
                    "the table \"%.*s\" has a line \"episode\" already, and only one table may have it",
                    sl_shown(first->name.text), first->name.text.p);
        return;
    }
    t->episode = (sl_episode){.days = e->days, .end_column = SL_NO_SYMBOL, .end_value = e->end_value.text};
    t->episode.same = columns(c, t, &e->same, &t->episode.n_same);
    t->episode.shows = columns(c, t, &e->shows, &t->episode.n_shows);
    if (e->end_column.text.n) t->episode.end_column = column(c, t, &e->end_column);
    t->episode.follows = sl_compile_roles(c, &e->follows, &t->episode.n_follows);
    sl_compile_check_columns_or_roles(c, from, &e->follows);
}

/* W19: in a table of quotations nothing is joined, in another one nobody speaks. */
static void idle_lines(sl_compiler *c, const sl_declared_table *from) {
    static const char *const of_others[] = {"keep", "dates", "from quotes", "joins", "apart"};
    static const char *const of_quotes[] = {"carry", "skip", "set", "speaks of"};
    bool quotes = from->rows.text.n, followed = from->episode.keyword.source;
    const char *const *idle = quotes ? of_others : of_quotes;
    size_t n = quotes ? (followed ? 3 : 5) : 4; /* the last two tell what an episode is, too */
    for (size_t i = 0; i < from->lines.n; i++)
        for (size_t k = 0; k < n; k++) {
            sl_str line = from->lines.v[i].text, word = sl_str_of(idle[k]);
            if (sl_str_starts_with(line, word) && (line.n == word.n || line.p[word.n] == ' '))
                sl_warning_at(c->d, &from->lines.v[i], 0, line.n, 19, "\"%.*s\" does nothing in a table %s",
                              sl_shown(line), line.p,
                              quotes ? "with `rows: every {quote}`" : "without `rows: every {quote}`");
        }
}

/* Who speaks is carried on, and nothing else is. */
static void carried(sl_compiler *c, const sl_declared_table *from, const sl_table *t) {
    for (size_t i = 0; i < from->carry.n; i++)
        if (column(c, t, &from->carry.v[i]) != SL_NO_SYMBOL && !sl_str_eq(from->carry.v[i].text, SL_STR("speaker")))
            sl_error_at(c->d, &from->carry.v[i], 0, from->carry.v[i].text.n, 21,
                        "only the speaker is carried on: `carry: speaker`");
}

static void table(sl_compiler *c, const sl_declared_table *from, sl_table *t) {
    head(c, from, t);
    t->needs = columns(c, t, &from->needs, &t->n_needs);
    t->one_row_per = columns(c, t, &from->one_row_per, &t->n_one_row_per);
    t->most_exact = columns(c, t, &from->most_exact, &t->n_most_exact);
    t->apart = sl_compile_roles(c, &from->apart, &t->n_apart);
    sl_compile_check_columns_or_roles(c, from, &from->apart);
    t->leans = sl_compile_leans(c, &from->leans);
    shape(c, from, t);
    sl_compile_check_roles(c, from, &from->leans.past);
    sl_compile_check_roles(c, from, &from->leans.future);
    sl_compile_check_roles(c, from, &from->widest);
    joining(c, from, t);
    check_twice(c, from);
    quotes(c, from, t);
    rows_of(c, from, t);
    sl_lookup *lookups = SL_NEW_ARRAY(c->out, sl_lookup, from->lookups.n);
    for (size_t i = 0; i < from->lookups.n; i++) lookup(c, t, &from->lookups.v[i], &lookups[i]);
    t->lookups = lookups;
    t->n_lookups = from->lookups.n;
    sl_unless *skips = SL_NEW_ARRAY(c->out, sl_unless, from->skips.n);
    for (size_t i = 0; i < from->skips.n; i++)
        if (sl_compile_unless(c, &from->skips.v[i], &skips[t->n_skips])) t->n_skips++;
    t->skips = skips;
    sl_table_set *sets = SL_NEW_ARRAY(c->out, sl_table_set, from->sets.n);
    for (size_t i = 0; i < from->sets.n; i++) choices(c, t, &from->sets.v[i], &sets[i]);
    t->sets = sets;
    t->n_sets = from->sets.n;
    episode(c, from, t);
    carried(c, from, t);
    idle_lines(c, from);
}

/* A table is a file: its name is none of those that sideline writes by itself. */
static void check_name(sl_compiler *c, const sl_located *name) {
    bool reserved = sl_str_eq(name->text, SL_STR("mentions")) || sl_str_eq(name->text, SL_STR("suppressed")) ||
                    sl_str_eq(name->text, SL_STR("names")) || sl_str_eq(name->text, SL_STR("episodes"));
    if (reserved)
        sl_error_at(c->d, name, 0, name->text.n, 39,
                    "a table cannot be called \"%.*s\": sideline writes one of that name", sl_shown(name->text),
                    name->text.p);
}

void sl_compile_tables(sl_compiler *c) {
    size_t n = c->declared->tables.n;
    c->program->tables.v = SL_NEW_ARRAY(c->out, sl_table, n);
    c->program->tables.n = c->program->tables.room = n;
    for (size_t i = 0; i < n; i++) {
        check_name(c, &c->declared->tables.v[i].name);
        table(c, &c->declared->tables.v[i], &c->program->tables.v[i]);
    }
}

/* --- heads -------------------------------------------------------------------------------------------------------- */

typedef SL_ARRAY(sl_column) column_list;

static void add_column(sl_compiler *c, column_list *all, sl_str name, sl_column_kind kind) {
    *sl_push(c->out, all) = (sl_column){name, kind};
}

static void add_columns(sl_compiler *c, column_list *all, const sl_symbol *symbols, size_t n) {
    for (size_t i = 0; i < n; i++) add_column(c, all, c->program->symbols.v[symbols[i]], SL_COLUMN_TEXT);
}

/* The order is that of record/episodes.c. */
static const sl_table_head *episodes_head(sl_compiler *c, const sl_episode *e) {
    column_list all = {0};
    add_column(c, &all, SL_STR("id"), SL_COLUMN_TEXT);
    add_columns(c, &all, e->same, e->n_same);
    add_columns(c, &all, e->shows, e->n_shows);
    add_column(c, &all, SL_STR("first_seen"), SL_COLUMN_DAY);
    add_column(c, &all, SL_STR("last_seen"), SL_COLUMN_DAY);
    add_column(c, &all, SL_STR("articles"), SL_COLUMN_NUMBER);
    add_columns(c, &all, e->follows, e->n_follows);
    add_column(c, &all, SL_STR("contradictions"), SL_COLUMN_TEXT);
    add_column(c, &all, SL_STR("seen_in"), SL_COLUMN_TEXT);
    sl_table_head *head = SL_NEW(c->out, sl_table_head);
    *head = (sl_table_head){.name = SL_STR("episodes"), .columns = all.v, .n_columns = all.n};
    return head;
}

void sl_compile_heads(sl_compiler *c) {
    static const sl_column mentions[] = {{{"article", 7}, SL_COLUMN_TEXT}, {{"type", 4}, SL_COLUMN_TEXT},
                                         {{"text", 4}, SL_COLUMN_TEXT},    {{"canonical", 9}, SL_COLUMN_TEXT},
                                         {{"from", 4}, SL_COLUMN_DAY},     {{"to", 2}, SL_COLUMN_DAY},
                                         {{"line", 4}, SL_COLUMN_NUMBER},  {{"start", 5}, SL_COLUMN_NUMBER},
                                         {{"end", 3}, SL_COLUMN_NUMBER},   {{"rule", 4}, SL_COLUMN_TEXT}};
    static const sl_column suppressed[] = {{{"article", 7}, SL_COLUMN_TEXT}, {{"table", 5}, SL_COLUMN_TEXT},
                                           {{"rule", 4}, SL_COLUMN_TEXT},    {{"reason", 6}, SL_COLUMN_TEXT},
                                           {{"by", 2}, SL_COLUMN_TEXT},      {{"cells", 5}, SL_COLUMN_TEXT},
                                           {{"text", 4}, SL_COLUMN_TEXT},    {{"line", 4}, SL_COLUMN_NUMBER},
                                           {{"start", 5}, SL_COLUMN_NUMBER}, {{"end", 3}, SL_COLUMN_NUMBER}};
    static const sl_table_head fixed[] = {
        {{"mentions", 8}, mentions, sizeof mentions / sizeof *mentions, NULL},
        {{"suppressed", 10}, suppressed, sizeof suppressed / sizeof *suppressed, NULL}};
    for (size_t i = 0; i < c->program->tables.n; i++)
        *sl_push(c->out, &c->program->heads) = &c->program->tables.v[i].head;
    for (size_t i = 0; i < 2; i++) *sl_push(c->out, &c->program->heads) = &fixed[i];
    for (size_t i = 0; i < c->program->heads.n; i++) *sl_push(c->out, &c->program->files) = c->program->heads.v[i];
    for (size_t i = 0; i < c->program->tables.n; i++)
        if (c->program->tables.v[i].episode.days)
            *sl_push(c->out, &c->program->files) = episodes_head(c, &c->program->tables.v[i].episode);
}
