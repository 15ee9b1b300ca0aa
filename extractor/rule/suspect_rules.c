/* SPDX-License-Identifier: Apache-2.0
 *
 * Warnings about compiled rules, one held against the others: a pattern that stands twice (W08), what nothing names
 * (W10), patterns that every sentence must be tried with (W11), captures that are not there (W12) or serve nothing (W13).
 */
#include "rule/suspect_p.h"

sl_located sl_suspect_place(const sl_located *text, const char *before, sl_str name) {
    size_t n = strlen(before);
    for (size_t at = 0; (at = sl_str_search(text->text, sl_str_of(before), at)) < text->text.n; at++) {
        sl_str rest = sl_str_cut(text->text, at + n, text->text.n);
        bool whole = sl_str_starts_with(rest, name) &&
                     (rest.n == name.n || !(sl_is_alnum(rest.p[name.n]) || rest.p[name.n] == '_'));
        if (whole) return sl_located_cut(text, at, at + n + name.n);
    }
    return *text;
}

/* --- W08: a pattern that stands twice ----------------------------------------------------------------------------- */

static void stands_twice(sl_compiler *c, const sl_rule *a, size_t i, const sl_rule *b, size_t k) {
    const sl_pattern *x = a->patterns[i], *y = b->patterns[k];
    if (x->view != y->view || !sl_str_eq(x->regex_text, y->regex_text)) return;
    sl_str path = x->text.source->path, name = a->name;
    if (a == b)
        sl_warning_at(c->d, &y->text, 0, y->text.text.n, 8, "the same pattern stands already in line %u", x->line);
    else
        sl_warning_at(
            c->d, &y->text, 0, y->text.text.n, 8,
            "the rule \"%.*s\" has the same pattern, in line %u of \"%.*s\", and of two that match alike one is lost",
            sl_shown(name), name.p, x->line, sl_shown(path), path.p);
}

static void twins(sl_compiler *c) {
    const sl_program *p = c->program;
    for (size_t i = 0; i < p->rules.n; i++)
        for (size_t k = i; k < p->rules.n; k++) {
            const sl_rule *a = &p->rules.v[i], *b = &p->rules.v[k];
            bool meet = a == b || (a->kind == SL_RULE_ROWS && b->kind == SL_RULE_ROWS && a->table == b->table);
            for (size_t x = 0; meet && x < a->n_patterns; x++)
                for (size_t y = a == b ? x + 1 : 0; y < b->n_patterns; y++) stands_twice(c, a, x, b, y);
        }
}

/* --- W10: what nothing names -------------------------------------------------------------------------------------- */

static void unused(sl_compiler *c, const sl_located *name, const char *what) {
    sl_warning_at(c->d, name, 0, name->text.n, 10, "no pattern and no other line names the %s \"%.*s\"", what,
                  sl_shown(name->text), name->text.p);
}

static void all_unused(sl_compiler *c) {
    sl_type_set told = {0};
    for (size_t i = 0; i < c->declared->lists.n; i++) {
        const sl_located *name = &c->declared->lists.v[i].name;
        sl_type_id type = sl_compile_type(c, name->text);
        if (type == SL_NO_TYPE || sl_type_set_has(&c->named, type) || sl_type_set_has(&told, type)) continue;
        sl_type_set_add(&told, type);
        unused(c, name, "list");
    }
    for (size_t i = 0; i < c->declared->persons.n; i++) {
        const sl_located *name = &c->declared->persons.v[i].name;
        sl_type_id type = sl_compile_type(c, name->text);
        if (type != SL_NO_TYPE && !sl_type_set_has(&c->named, type)) unused(c, name, "person");
    }
    for (size_t i = 0; i < c->declared->macros.n; i++) {
        const sl_declared_macro *m = &c->declared->macros.v[i];
        if (!c->macro_is_named[i]) unused(c, &m->name, m->is_part ? "part" : "macro");
    }
}

/* --- W11: no required word ---------------------------------------------------------------------------------------- */

/* Names, numbers and pronouns are in every other sentence; what lists, rules and the words of dates find is not. */
static bool is_rare(const sl_type *t) {
    return t->kind != SL_TYPE_PERSON && t->kind != SL_TYPE_NAME && t->kind != SL_TYPE_NUMBER;
}

static bool is_rare_set(const sl_program *p, const sl_trigger_set *set) {
    bool rare = !set->has_common;
    for (sl_type_id t = 0; t < p->types.n; t++)
        if (sl_type_set_has(&set->types, t)) rare = rare && is_rare(&p->types.v[t]);
    return rare;
}

static void no_word(sl_compiler *c, const sl_pattern *pattern) {
    const sl_program *p = c->program;
    const sl_type *some = NULL;
    for (size_t i = 0; i < pattern->n_sets; i++)
        if (is_rare_set(p, &pattern->sets[i])) return;
    for (sl_type_id t = 0; t < p->types.n; t++) {
        if (!sl_type_set_has(&pattern->needs, t)) continue;
        some = &p->types.v[t];
        if (is_rare(some)) return;
    }
    const sl_located *at = &pattern->text;
    if (some)
        sl_warning_at(c->d, at, 0, at->text.n, 11,
                      "no word is sure to be in what this matches: it is tried in every sentence "
                      "with a {%.*s}",
                      sl_shown(some->name), some->name.p);
    else
        sl_warning_at(c->d, at, 0, at->text.n, 11,
                      "no word is sure to be in what this matches: it is tried in every sentence");
}

/* --- W12, W13: captures ------------------------------------------------------------------------------------------- */

static bool captures(const sl_pattern *p, sl_symbol symbol) {
    for (size_t i = 0; i < p->n_captures; i++)
        if (p->captures[i].symbol == symbol || (p->captures[i].part && captures(p->captures[i].part, symbol)))
            return true;
    return false;
}

static void missing_captures(sl_compiler *c, const sl_rule *r) {
    for (size_t i = 0; i < r->n_unless; i++) {
        const sl_unless *u = &r->unless[i];
        if (u->of == SL_NO_SYMBOL) continue;
        sl_str name = c->program->symbols.v[u->of];
        for (size_t k = 0; k < r->n_patterns; k++) {
            if (captures(r->patterns[k], u->of)) continue;
            sl_located at = sl_suspect_place(&u->whole, "{", name);
            sl_warning_at(c->d, &at, 0, at.text.n, 12,
                          "the pattern in line %u captures no {%.*s}, and so this `unless` never stops it",
                          r->patterns[k]->line, sl_shown(name), name.p);
            break;
        }
    }
}

static bool is_column(const sl_program *p, const sl_rule *r, sl_str name) {
    for (size_t t = 0; t < p->tables.n; t++) {
        if (r->kind != SL_RULE_MAKES && t != r->table) continue;
        const sl_table_head *head = &p->tables.v[t].head;
        for (size_t i = 0; i < head->n_columns; i++)
            if (sl_str_eq(head->columns[i].name, name)) return true;
    }
    return false;
}

static bool serves(const sl_program *p, const sl_rule *r, sl_symbol symbol) {
    bool itself = r->kind == SL_RULE_MAKES && p->types.v[r->type].symbol == symbol; /* the value of the thing made */
    for (size_t i = 0; i < r->n_unless && !itself; i++) itself = r->unless[i].of == symbol;
    for (size_t i = 0; i < r->n_nearest && !itself; i++) itself = r->nearest[i].of == symbol;
    for (size_t i = 0; i < r->n_sets && !itself; i++)
        for (size_t k = 0; k < r->sets[i].n && !itself; k++) itself = r->sets[i].pieces[k].capture == symbol;
    return itself || is_column(p, r, p->symbols.v[symbol]);
}

/* Is `name` a column of the table, or what columns begin with (y_from, y_text)? */
static bool begins_column(const sl_table_head *head, sl_str name) {
    for (size_t i = 0; i < head->n_columns; i++) {
        sl_str column = head->columns[i].name;
        if (sl_str_starts_with(column, name) && (column.n == name.n || column.p[name.n] == '_')) return true;
    }
    return false;
}

/* {x as what} says that nothing is to be filled. What a rule captures that makes a thing may be known of a person. */
static void idle_name(sl_compiler *c, const sl_rule *r, const sl_capture *one, const sl_located *text) {
    sl_str name = c->program->symbols.v[one->as];
    bool nothing = sl_str_eq(name, SL_STR("what")) || sl_str_eq(name, SL_STR("other"));
    if (nothing || r->kind == SL_RULE_MAKES) return;
    if (begins_column(&c->program->tables.v[r->table].head, name) || serves(c->program, r, one->symbol)) return;
    sl_located at = sl_suspect_place(text, " as ", name);
    sl_warning_at(c->d, &at, 0, at.text.n, 13,
                  "there is no column \"%.*s\", and no `set`, `unless` or `nearest` of the rule names it; if nothing "
                  "is to be filled, say `as what`",
                  sl_shown(name), name.p);
}

static void idle_groups(sl_compiler *c, const sl_rule *r, const sl_pattern *pattern, const sl_located *text) {
    for (size_t i = 0; i < pattern->n_captures; i++) {
        const sl_capture *one = &pattern->captures[i];
        if (one->part) idle_groups(c, r, one->part, text);
        if (one->as != SL_NO_SYMBOL) idle_name(c, r, one, text);
        if (one->kind != SL_CAPTURE_TEXT || serves(c->program, r, one->symbol)) continue;
        sl_str name = c->program->symbols.v[one->symbol];
        sl_located at = sl_suspect_place(text, "(?<", name);
        sl_warning_at(c->d, &at, 0, at.text.n, 13,
                      "the group \"%.*s\" is no column, and no `set`, `unless` or `nearest` of the rule names it; (?: "
                      ") takes no name",
                      sl_shown(name), name.p);
    }
}

/* --- W03 of what stands beside a pattern -------------------------------------------------------------------------- */

static void never_near(sl_compiler *c, const sl_rule *r) {
    for (size_t i = 0; i < r->n_nearest; i++) {
        sl_type_id type = r->nearest[i].type;
        if (type == SL_NO_TYPE || sl_type_set_has(&c->fed, type)) continue;
        const sl_located *at = &r->declared->nearest.v[i].thing;
        sl_warning_at(c->d, at, 0, at->text.n, 3, "this can never be found: nothing feeds \"%.*s\"",
                      sl_shown(c->program->types.v[type].name), c->program->types.v[type].name.p);
    }
}

/* --- W25: columns that nothing fills ------------------------------------------------------------------------------ */

static bool is_given(const sl_compiler *c, sl_str name) {
    uint32_t symbol = sl_symbol_known(c->program, name);
    return symbol < c->before_tables;
}

/* "hurt_from": both parts are known to what fills cells. */
static bool is_joined(const sl_compiler *c, sl_str name) {
    for (size_t at = sl_str_find(name, '_', 0); at < name.n; at = sl_str_find(name, '_', at + 1))
        if (is_given(c, sl_str_cut(name, 0, at)) && is_given(c, sl_str_cut(name, at + 1, name.n))) return true;
    return false;
}

static bool table_fills(const sl_table *t, sl_symbol symbol) {
    bool fills = t->speaks_of != SL_NO_TYPE && t->speaks_of_column == symbol;
    for (size_t i = 0; i < t->n_copies; i++) fills = fills || t->copies[i].column == symbol;
    for (size_t i = 0; i < t->n_defaults; i++) fills = fills || t->defaults[i].column == symbol;
    for (size_t i = 0; i < t->n_sets; i++) fills = fills || t->sets[i].column == symbol;
    for (size_t i = 0; i < t->n_lookups; i++)
        for (size_t k = 0; k < t->lookups[i].n_give; k++) fills = fills || t->lookups[i].give[k] == symbol;
    return fills;
}

static void empty_columns(sl_compiler *c, size_t number) {
    static const char *const own[] = {"id",    "article", "published", "evidence", "line",
                                      "start", "end",     "rules",     "quote",    "speaker"};
    const sl_table *t = &c->program->tables.v[number];
    for (size_t i = 0; i < t->head.n_columns; i++) {
        sl_str name = t->head.columns[i].name;
        bool filled = is_given(c, name) || is_joined(c, name) || table_fills(t, t->symbols[i]);
        for (size_t k = 0; k < sizeof own / sizeof *own; k++) filled = filled || sl_str_eq(name, sl_str_of(own[k]));
        const sl_located *at = &c->declared->tables.v[number].columns.v[i];
        if (!filled) sl_warning_at(c->d, at, 0, at->text.n, 25, "no list, rule or line of the table fills this column");
    }
}

void sl_suspect_rules(sl_compiler *c) {
    for (size_t i = 0; i < c->program->tables.n; i++) empty_columns(c, i);
    twins(c);
    all_unused(c);
    for (size_t i = 0; i < c->program->rules.n; i++) {
        const sl_rule *r = &c->program->rules.v[i];
        never_near(c, r);
        missing_captures(c, r);
        for (size_t k = 0; k < r->n_patterns; k++) {
            no_word(c, r->patterns[k]);
            idle_groups(c, r, r->patterns[k], &r->patterns[k]->text);
        }
    }
}
