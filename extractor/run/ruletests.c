/* SPDX-License-Identifier: Apache-2.0 */
#include "run/ruletests.h"

#include "rule/compiled.h"
#include "run/pipeline.h"

typedef struct {
    const sl_program *program;
    const sl_rule *rule;
    const sl_declared_test *test;
    const sl_article_result *result;
    sl_diagnostics *d; /* NULL: only asked whether it passes */
    sl_arena *tmp;
} runner;

/* --- rows of a rule ----------------------------------------------------------------------------------------------- */

static size_t column_of(const sl_table_head *head, sl_str name) {
    for (size_t i = 0; i < head->n_columns; i++)
        if (sl_str_eq(head->columns[i].name, name)) return i;
    return SIZE_MAX;
}

/* "a; b; c" holds `name`. */
static bool names_rule(sl_str rules, sl_str name) {
    for (size_t at = 0; at < rules.n;) {
        size_t end = sl_str_find(rules, ';', at);
        if (sl_str_eq(sl_str_trim(sl_str_cut(rules, at, end)), name)) return true;
        at = end + 1;
    }
    return false;
}

/* A table without the column `rules` does not tell: then each of its rows counts. */
static bool row_is_of_rule(const runner *r, const sl_table_rows *t, const sl_table_row *row) {
    if (r->rule->kind == SL_RULE_MAKES) return true;
    if (t->head != r->program->heads.v[r->rule->table]) return false;
    size_t rules = column_of(t->head, SL_STR("rules"));
    return rules == SIZE_MAX || names_rule(row->cells[rules], r->rule->name);
}

/* A thing that the rule made stands in mentions, under its name. */
static bool made_something(const runner *r) {
    const sl_table_rows *mentions = &r->result->tables.v[r->program->tables.n];
    size_t rule = column_of(mentions->head, SL_STR("rule"));
    for (size_t i = 0; i < mentions->rows.n; i++)
        if (sl_str_eq(mentions->rows.v[i].cells[rule], r->rule->name)) return true;
    return false;
}

static bool gave_a_row(const runner *r) {
    if (r->rule->kind == SL_RULE_MAKES) return made_something(r);
    const sl_table_rows *t = &r->result->tables.v[r->rule->table];
    for (size_t i = 0; i < t->rows.n; i++)
        if (row_is_of_rule(r, t, &t->rows.v[i])) return true;
    return false;
}

/* --- wanted cells ------------------------------------------------------------------------------------------------- */

typedef struct {
    sl_located column, value;
} wanted_cell;

typedef SL_ARRAY(wanted_cell) wanted_row;

static wanted_row read_wanted(const runner *r, const sl_located *text) {
    wanted_row row = {0};
    for (size_t at = 0; at < text->text.n;) {
        size_t end = sl_str_find(text->text, ';', at), equals = sl_str_find(text->text, '=', at);
        if (equals > end) equals = end;
        sl_located column = sl_located_cut(text, at, equals), value = sl_located_cut(text, equals + 1, end);
        if (sl_str_trim(column.text).n)
            *sl_push(r->tmp, &row) = (wanted_cell){sl_located_trim(&column), sl_located_trim(&value)};
        at = end + 1;
    }
    return row;
}

/* How many cells agree; SIZE_MAX where the table lacks one of the columns. `wrong`: the first that does not. */
static size_t agreeing(const sl_table_rows *t, const sl_table_row *row, const wanted_row *wanted, size_t *wrong) {
    size_t agree = 0;
    *wrong = SIZE_MAX;
    for (size_t i = 0; i < wanted->n; i++) {
        size_t column = column_of(t->head, wanted->v[i].column.text);
        if (column == SIZE_MAX) return SIZE_MAX;
        if (sl_str_eq(row->cells[column], wanted->v[i].value.text)) agree++;
        else if (*wrong == SIZE_MAX) *wrong = i;
    }
    return agree;
}

static void complain(const runner *r, const sl_located *at, uint16_t number, sl_str message) {
    if (r->d) sl_error_at(r->d, at, 0, at->text.n, number, "%.*s", (int)message.n, message.p);
}

static void complain_of_rule(const runner *r, const sl_located *at, uint16_t number, const char *message) {
    complain(r, at, number, sl_arena_printf(r->tmp, "%s \"%.*s\"", message, (int)r->rule->name.n, r->rule->name.p));
}

/* The row that comes nearest to what is wanted tells what is wrong. */
static bool wanted_is_there(const runner *r, const sl_located *text) {
    wanted_row wanted = read_wanted(r, text);
    size_t best = 0, best_wrong = SIZE_MAX;
    sl_str found = {0};
    bool any = false;
    for (size_t t = 0; t < r->program->tables.n; t++) {
        const sl_table_rows *rows = &r->result->tables.v[t];
        for (size_t i = 0; i < rows->rows.n; i++) {
            size_t wrong, agree = agreeing(rows, &rows->rows.v[i], &wanted, &wrong);
            if (agree == SIZE_MAX || !row_is_of_rule(r, rows, &rows->rows.v[i])) continue;
            if (agree == wanted.n) return true;
            if (any && agree <= best) continue;
            any = true;
            best = agree;
            best_wrong = wrong;
            found = rows->rows.v[i].cells[column_of(rows->head, wanted.v[wrong].column.text)];
        }
    }
    if (!any) {
        complain_of_rule(r, text, 50, "no such row comes from the rule");
        return false;
    }
    const sl_located *column = &wanted.v[best_wrong].column;
    sl_str is = found.n ? sl_arena_printf(r->tmp, "\"%.*s\"", sl_shown(found), found.p) : SL_STR("empty");
    complain(r, column, 51, sl_arena_printf(r->tmp, "the cell \"%.*s\" is %.*s", sl_shown(column->text), column->text.p,
                                            (int)is.n, is.p));
    return false;
}

static bool passes(const runner *r) {
    const sl_located *text = &r->test->text;
    if (r->test->is_no) {
        if (!gave_a_row(r)) return true;
        complain_of_rule(r, text, 52, "this should give no row, but it does by the rule");
        return false;
    }
    if (r->test->wanted.text.n == 0) {
        if (gave_a_row(r)) return true;
        complain_of_rule(r, text, 50, "no row comes from the rule");
        return false;
    }
    sl_str all = r->test->wanted.text;
    for (size_t at = 0; at < all.n;) {
        size_t end = sl_str_search(all, SL_STR("=>"), at);
        sl_located one = sl_located_cut(&r->test->wanted, at, end);
        one = sl_located_trim(&one);
        if (!wanted_is_there(r, &one)) return false;
        at = end + 2;
    }
    return true;
}

/* --- all tests ---------------------------------------------------------------------------------------------------- */

static void judge(runner *r, sl_diagnostics *d, sl_ruletests_count *count) {
    r->d = r->test->is_todo ? NULL : d;
    bool good = passes(r);
    if (!r->test->is_todo) {
        count->passed += good;
        count->failed += !good;
    } else if (!good) {
        count->todo++;
    } else {
        count->todo_pass++;
        sl_warning_at(d, &r->test->text, 0, r->test->text.text.n, 1, "this `todo` passes by now: take the word away");
    }
}

static sl_status run_one(runner *r, sl_worker *worker, sl_diagnostics *d, sl_ruletests_count *count, sl_error *err) {
    sl_pipeline_options options = {.text = {.date = r->program->tests_date}, .gate = true};
    sl_article_result result;
    sl_status status = sl_pipeline_run(worker, SL_STR("test"), r->test->text.text, &options, &result, err);
    if (status == SL_NO_MEMORY) return status;
    if (status) {
        sl_error_at(d, &r->test->text, 0, r->test->text.text.n, 53, "the test cannot be run: %s", err->message);
        count->failed++;
        return SL_OK;
    }
    r->result = &result;
    judge(r, d, count);
    return SL_OK;
}

sl_status sl_ruletests_run(const sl_program *program, sl_diagnostics *diagnostics, sl_ruletests_count *count,
                           sl_error *err) {
    *count = (sl_ruletests_count){0};
    sl_arena *tmp = diagnostics->arena;
    sl_worker *worker = sl_worker_new(program);
    if (!worker) return sl_fail(err, SL_NO_MEMORY, (sl_str){0}, "out of memory");
    sl_status status = SL_OK;
    runner r = {.program = program, .tmp = tmp};
    for (size_t i = 0; i < program->declared->rules.n && !status; i++)
        for (size_t k = 0; k < program->rules.n; k++) {
            if (program->rules.v[k].declared != &program->declared->rules.v[i]) continue;
            r.rule = &program->rules.v[k];
            for (size_t t = 0; t < r.rule->declared->tests.n && !status; t++) {
                r.test = &r.rule->declared->tests.v[t];
                status = run_one(&r, worker, diagnostics, count, err);
            }
        }
    sl_worker_free(worker);
    return status;
}
