/* SPDX-License-Identifier: Apache-2.0
 *
 * What several statements say of one table becomes one table:
 *
 *     table injuries: player, injury            of a used file
 *     table injuries adds: stadium              of one's own: a column more, behind the others
 *       default: stadium = unknown              and a line more
 *
 * A second table of a name is an error of the file that uses the other one, since that is the one its author can mend;
 * its columns are taken over all the same, so that nothing else is told of what refers to them.
 */
#include "rule/compiler_p.h"

#define APPEND(c, to, from)                                                                                            \
    for (size_t append_i = 0; append_i < (from).n; append_i++) *sl_push((c)->out, &(to)) = (from).v[append_i]

static bool has_column(const sl_declared_table *t, sl_str name) {
    for (size_t i = 0; i < t->columns.n; i++)
        if (sl_str_eq(t->columns.v[i].text, name)) return true;
    return false;
}

static void take_over(sl_compiler *c, sl_declared_table *to, const sl_declared_table *from) {
    for (size_t i = 0; i < from->columns.n; i++)
        if (!has_column(to, from->columns.v[i].text)) *sl_push(c->out, &to->columns) = from->columns.v[i];
}

static void add(sl_compiler *c, sl_declared_table *to, const sl_declared_table *from) {
    APPEND(c, to->columns, from->columns);
    APPEND(c, to->lines, from->lines);
    APPEND(c, to->needs, from->needs);
    APPEND(c, to->apart, from->apart);
    APPEND(c, to->leans.past, from->leans.past);
    APPEND(c, to->leans.future, from->leans.future);
    APPEND(c, to->leans.bare, from->leans.bare);
    APPEND(c, to->leans.from, from->leans.from);
    APPEND(c, to->leans.over, from->leans.over);
    APPEND(c, to->leans.ago, from->leans.ago);
    APPEND(c, to->joins, from->joins);
    APPEND(c, to->keep, from->keep);
    APPEND(c, to->most_exact, from->most_exact);
    APPEND(c, to->widest, from->widest);
    APPEND(c, to->defaults, from->defaults);
    APPEND(c, to->lookups, from->lookups);
    APPEND(c, to->skips, from->skips);
    APPEND(c, to->sets, from->sets);
}

/* Of two statements of one name, the one to blame: that of the file that uses the other, else the later one. */
const sl_located *sl_compile_blamed(const sl_located *first, const sl_located *second) {
    const sl_source *s = second->source->used_by;
    while (s && s != first->source) s = s->used_by;
    return s ? first : second;
}

static void tell_twice(sl_compiler *c, const sl_located *name, const sl_located *other) {
    sl_diagnostic at = sl_located_at(other, 0, 0);
    sl_error_at(c->d, name, 0, name->text.n, 39,
                "there is a table \"%.*s\" already, in line %u of \"%.*s\"; `table %.*s adds: COLUMN` adds to it",
                sl_shown(name->text), name->text.p, at.line, sl_shown(at.file), at.file.p, sl_shown(name->text),
                name->text.p);
}

static sl_declared_table *table_called(const sl_declared *declared, sl_str name) {
    for (size_t i = 0; i < declared->tables.n; i++)
        if (sl_str_eq(declared->tables.v[i].name.text, name)) return &declared->tables.v[i];
    return NULL;
}

/* A table, unless there is one of its name: then the one that is to blame goes into the other. */
static void keep_table(sl_compiler *c, sl_declared *declared, const sl_declared_table *t) {
    sl_declared_table *same = t->name.text.n ? table_called(declared, t->name.text) : NULL;
    if (!same) {
        *sl_push(c->out, &declared->tables) = *t;
        return;
    }
    sl_declared_table blamed = *t;
    if (sl_compile_blamed(&same->name, &t->name) == &same->name) {
        blamed = *same;
        *same = *t;
    }
    tell_twice(c, &blamed.name, &same->name);
    take_over(c, same, &blamed);
}

void sl_compile_join_tables(sl_compiler *c, sl_declared *declared) {
    size_t n = declared->tables.n;
    const sl_declared_table *all = declared->tables.v;
    declared->tables.v = NULL;
    declared->tables.n = declared->tables.room = 0;
    for (size_t i = 0; i < n; i++)
        if (!all[i].adds) keep_table(c, declared, &all[i]);
    for (size_t i = 0; i < n; i++) {
        sl_declared_table *to = all[i].adds ? table_called(declared, all[i].name.text) : NULL;
        if (to) add(c, to, &all[i]);
        else if (all[i].adds && all[i].name.text.n) sl_compile_no_table(c, &all[i].name);
    }
}
