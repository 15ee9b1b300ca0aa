/* SPDX-License-Identifier: Apache-2.0
 *
 * What a compiled rule says of others is held against what is there: templates and `unless … of` against its captures,
 * cells and tests against the columns of its table. A slip of the pen here would not fail, but silently do nothing.
 */
#include "rule/compiler_p.h"

static void collect(sl_compiler *c, const sl_pattern *pattern, sl_captures *all) {
    for (size_t i = 0; i < pattern->n_captures; i++) {
        *sl_push(c->tmp, all) = &pattern->captures[i];
        if (pattern->captures[i].part) collect(c, pattern->captures[i].part, all);
    }
}

static const sl_capture *capture_of(const sl_captures *all, sl_symbol symbol) {
    for (size_t i = 0; i < all->n; i++)
        if (all->v[i]->symbol == symbol) return all->v[i];
    return NULL;
}

const sl_capture *sl_compile_known_capture(sl_compiler *c, const sl_captures *all, const sl_located *name) {
    const sl_capture *capture = capture_of(all, sl_symbol_known(c->program, name->text));
    if (capture) return capture;
    sl_str *known = SL_NEW_ARRAY(c->tmp, sl_str, all->n);
    for (size_t i = 0; i < all->n; i++) known[i] = c->program->symbols.v[all->v[i]->symbol];
    sl_str near = sl_compile_nearest(c, name->text, known, all->n);
    sl_error_at(c->d, name, 0, name->text.n, 47, "no pattern of this rule captures \"%.*s\"%.*s", sl_shown(name->text),
                name->text.p, (int)near.n, near.p);
    return NULL;
}

/* --- columns ------------------------------------------------------------------------------------------------------ */

static bool has_column(const sl_declared_table *t, sl_str name) {
    for (size_t i = 0; i < t->columns.n; i++)
        if (sl_str_eq(t->columns.v[i].text, name)) return true;
    return false;
}

void sl_compile_no_column(sl_compiler *c, const sl_declared_table *t, const sl_located *name) {
    sl_str *names = SL_NEW_ARRAY(c->out, sl_str, t->columns.n);
    for (size_t i = 0; i < t->columns.n; i++) names[i] = t->columns.v[i].text;
    sl_str near = sl_compile_nearest(c, name->text, names, t->columns.n), table = t->name.text;
    sl_error_at(c->d, name, 0, name->text.n, 40, "the table \"%.*s\" has no column \"%.*s\"%.*s", sl_shown(table),
                table.p, sl_shown(name->text), name->text.p, (int)near.n, near.p);
}

/* A role is what stands before _from, _to and _text in the names of columns. */
static bool is_role(sl_compiler *c, const sl_declared_table *t, sl_str role) {
    static const char *const ends[] = {"_from", "_to", "_text"};
    for (size_t k = 0; k < 3; k++)
        if (has_column(t, sl_arena_printf(c->out, "%.*s%s", (int)role.n, role.p, ends[k]))) return true;
    return false;
}

void sl_compile_check_columns_or_roles(sl_compiler *c, const sl_declared_table *t, const sl_words *names) {
    for (size_t i = 0; i < names->n; i++)
        if (!has_column(t, names->v[i].text) && !is_role(c, t, names->v[i].text))
            sl_compile_no_column(c, t, &names->v[i]);
}

void sl_compile_check_roles(sl_compiler *c, const sl_declared_table *t, const sl_words *roles) {
    for (size_t i = 0; i < roles->n; i++) {
        sl_str role = roles->v[i].text;
        if (!is_role(c, t, role))
            sl_error_at(c->d, &roles->v[i], 0, role.n, 40,
                        "the table \"%.*s\" has no column \"%.*s_from\" or \"%.*s_to\"", sl_shown(t->name.text),
                        t->name.text.p, sl_shown(role), role.p, sl_shown(role), role.p);
    }
}

/* player=Okafor; area=knee => player=Lind: the column of the cell at `*at`, which moves on to the next. */
static sl_located wanted_column(const sl_located *wanted, size_t *at) {
    sl_str s = wanted->text;
    size_t row = sl_str_search(s, SL_STR("=>"), *at), end = sl_str_find(s, ';', *at);
    if (row < end) end = row + 1;
    size_t equals = sl_str_find(sl_str_cut(s, 0, row < end ? row : end), '=', *at);
    sl_located column = sl_located_cut(wanted, *at, equals);
    *at = end + 1;
    return sl_located_trim(&column);
}

bool sl_test_has_table(const sl_declared *declared, const sl_rule *rule, const sl_declared_test *test) {
    if (rule->kind != SL_RULE_MAKES || !rule->declared->name.source->used_by) return true;
    for (size_t at = 0; at < test->wanted.text.n;) {
        sl_located column = wanted_column(&test->wanted, &at);
        bool known = column.text.n == 0;
        for (size_t i = 0; i < declared->tables.n && !known; i++)
            known = declared->tables.v[i].name.source->used_by && has_column(&declared->tables.v[i], column.text);
        if (!known) return false;
    }
    return true;
}

/* "player=Okafor, area=knee": one cell, as it stands. */
static void check_separator(sl_compiler *c, const sl_declared_table *t, const sl_located *wanted) {
    sl_str s = wanted->text;
    for (size_t at = sl_str_find(s, ',', 0); t && at < s.n; at = sl_str_find(s, ',', at + 1)) {
        size_t equals = sl_str_find(s, '=', at);
        if (equals < s.n && has_column(t, sl_str_trim(sl_str_cut(s, at + 1, equals))))
            sl_error_at(c->d, wanted, at, at + 1, 20, "between the cells of a test stands ;");
    }
}

/* A rule that makes a type may be tested by the cells of any table. */
static void check_wanted(sl_compiler *c, const sl_declared_table *t, const sl_located *wanted) {
    check_separator(c, t, wanted);
    for (size_t at = 0; at < wanted->text.n;) {
        sl_located column = wanted_column(wanted, &at);
        bool known = column.text.n == 0 || (t && has_column(t, column.text));
        for (size_t i = 0; !t && i < c->declared->tables.n && !known; i++)
            known = has_column(&c->declared->tables.v[i], column.text);
        if (!known && c->declared->tables.n) sl_compile_no_column(c, t ? t : &c->declared->tables.v[0], &column);
    }
}

/* --- targets ------------------------------------------------------------------------------------------------------ */

static sl_type_set types_in_use(const sl_program *p) {
    sl_type_set used = {0};
    for (size_t i = 0; i < p->views.n; i++)
        for (uint32_t k = 0; k < p->views.v[i].n; k++) sl_type_set_add(&used, p->views.v[i].types[k]);
    for (size_t i = 0; i < p->rules.n; i++) {
        const sl_rule *r = &p->rules.v[i];
        for (size_t k = 0; k < r->n_nearest; k++)
            if (r->nearest[k].type != SL_NO_TYPE) sl_type_set_add(&used, r->nearest[k].type);
        for (size_t k = 0; k < r->n_unless; k++)
            if (r->unless[k].inside != SL_NO_TYPE) sl_type_set_add(&used, r->unless[k].inside);
        if (r->like != SL_NO_TYPE) sl_type_set_add(&used, r->like);
    }
    return used;
}

/* `rule x -> injuires` is no mistake by itself: it makes things that stand in mentions. But one that nothing names and
   that is called nearly as a table was meant for the table. */
void sl_compile_check_targets(sl_compiler *c) {
    const sl_program *p = c->program;
    sl_type_set used = types_in_use(p);
    for (size_t i = 0; i < p->rules.n; i++) {
        const sl_rule *r = &p->rules.v[i];
        const sl_located *target = &r->declared->target;
        bool made = r->kind == SL_RULE_MAKES && r->type != SL_NO_TYPE && p->types.v[r->type].kind == SL_TYPE_MADE;
        if (!made || sl_type_set_has(&used, r->type)) continue;
        sl_str near = sl_compile_nearest_table(c, target->text);
        if (near.n)
            sl_warning_at(c->d, target, 0, target->text.n, 2,
                          "there is no table \"%.*s\", and no pattern names such a thing%.*s", sl_shown(target->text),
                          target->text.p, (int)near.n, near.p);
    }
}

/* --- nearest ------------------------------------------------------------------------------------------------------ */

/* Does a list that feeds the type give a column of the table, with the name behind `as` before it? */
static bool list_gives_column(sl_compiler *c, const sl_declared_table *t, const sl_nearest *n) {
    const sl_program *p = c->program;
    for (size_t i = 0; i < p->lists.n; i++)
        for (size_t g = 0; p->lists.v[i].type == n->type && g < p->lists.v[i].n_gives; g++) {
            sl_str give = p->symbols.v[p->lists.v[i].gives[g]], as = {"", 0};
            if (n->as != SL_NO_SYMBOL) as = p->symbols.v[n->as];
            if (has_column(
                    t, sl_arena_printf(c->tmp, "%.*s%s%.*s", (int)as.n, as.p, as.n ? "_" : "", (int)give.n, give.p)))
                return true;
        }
    return false;
}

/* A misspelt role would be looked for, found, and written nowhere. */
static void check_nearest(sl_compiler *c, const sl_declared_table *t, const sl_nearest *n, const sl_located *thing) {
    const sl_program *p = c->program;
    sl_str name = n->type == SL_NO_TYPE ? (sl_str){0} : p->symbols.v[n->symbol];
    if (name.n == 0 || p->types.v[n->type].kind == SL_TYPE_MADE || has_column(t, name) || is_role(c, t, name)) return;
    if (list_gives_column(c, t, n)) return;
    size_t as = sl_str_search(thing->text, SL_STR(" as "), 0);
    sl_located column = sl_located_cut(thing, as < thing->text.n ? as + 4 : 1, thing->text.n - 1);
    column = sl_located_trim(&column);
    sl_compile_no_column(c, t, &column);
}

/* --- lines that do nothing ---------------------------------------------------------------------------------------- */

/* W19: what has nothing to do in a rule of this kind. A thing that a rule makes carries what `set` says of it. */
static void check_fillers(sl_compiler *c, const sl_rule *rule, const sl_declared_table *table) {
    const sl_words *lines = &rule->declared->fillers;
    bool speaks = table && table->rows.text.n;
    const char *kind = rule->kind == SL_RULE_MAKES  ? "makes a thing"
                       : speaks                     ? "tells who speaks"
                       : rule->kind == SL_RULE_ADDS ? "adds to a row"
                                                    : "makes rows";
    for (size_t i = 0; i < lines->n; i++) {
        sl_str k = lines->v[i].text;
        bool priority = sl_str_eq(k, SL_STR("priority")), within = sl_str_eq(k, SL_STR("within"));
        bool makes = rule->kind == SL_RULE_MAKES, adds = rule->kind == SL_RULE_ADDS;
        bool idle = makes ? !sl_str_starts_with(k, SL_STR("set")) && !(rule->is_today && sl_str_eq(k, SL_STR("dates")))
                    : within ? !adds || speaks
                             : adds && speaks && !priority;
        if (idle)
            sl_warning_at(c->d, &lines->v[i], 0, k.n, 19, "\"%.*s\" does nothing in a rule that %s", sl_shown(k), k.p,
                          kind);
    }
}

/* --- the whole ---------------------------------------------------------------------------------------------------- */

void sl_compile_check_rule(sl_compiler *c, const sl_rule *rule) {
    const sl_declared_rule *from = rule->declared;
    const sl_declared_table *table = rule->kind == SL_RULE_MAKES ? NULL : &c->declared->tables.v[rule->table];
    sl_arena_mark mark = sl_arena_here(c->tmp);
    sl_captures all = {0};
    for (size_t i = 0; i < rule->n_patterns; i++) collect(c, rule->patterns[i], &all);
    bool whole = rule->n_patterns == from->matches.n; /* else what is missing may stand in a pattern that failed */
    for (size_t i = 0; i < from->sets.n; i++) {
        if (whole) sl_compile_check_template(c, &all, &from->sets.v[i].text);
        if (table && !has_column(table, from->sets.v[i].column.text))
            sl_compile_no_column(c, table, &from->sets.v[i].column);
    }
    for (size_t i = 0; i < from->unless.n && whole; i++)
        if (from->unless.v[i].of.text.n) sl_compile_known_capture(c, &all, &from->unless.v[i].of);
    for (size_t i = 0; i < from->nearest.n && whole; i++)
        if (from->nearest.v[i].of.text.n) sl_compile_known_capture(c, &all, &from->nearest.v[i].of);
    for (size_t i = 0; table && i < rule->n_nearest; i++)
        check_nearest(c, table, &rule->nearest[i], &from->nearest.v[i].thing);
    for (size_t i = 0; i < from->tests.n; i++)
        if (sl_test_has_table(c->declared, rule, &from->tests.v[i])) check_wanted(c, table, &from->tests.v[i].wanted);
    if (table) sl_compile_check_roles(c, table, &from->leans.past);
    if (table) sl_compile_check_roles(c, table, &from->leans.future);
    if (table && rule->is_today)
        sl_error_at(c->d, &from->today, 0, from->today.text.n, 20, "`dates: today` is for a rule that makes a thing");
    check_fillers(c, rule, table);
    sl_arena_rewind(c->tmp, mark);
}
