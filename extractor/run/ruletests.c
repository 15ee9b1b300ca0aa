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
    const sl_ruletests_only *only; /* NULL: all */
    uint32_t number;               /* of the test, in the order of the files */
    bool gave;                     /* some test of the rule: a row */
    sl_str outranked_by;           /* the rule that took the rows of one that gave none */
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

/* A thing that the rule made, and a person of whom it says what he is, stands in mentions under its name. */
static bool made_something(const runner *r) {
    const sl_table_rows *mentions = &r->result->tables.v[r->program->tables.n];
    size_t rule = column_of(mentions->head, SL_STR("rule"));
    for (size_t i = 0; i < mentions->rows.n; i++)
        if (names_rule(mentions->rows.v[i].cells[rule], r->rule->name)) return true;
    return false;
}

static bool gave_a_row(const runner *r) {
    if (r->rule->kind == SL_RULE_MAKES) return made_something(r);
    const sl_table_rows *t = &r->result->tables.v[r->rule->table];
    for (size_t i = 0; i < t->rows.n; i++)
        if (row_is_of_rule(r, t, &t->rows.v[i])) return true;
    return false;
}

/* Does another rule outrank this one in the test? Its name stands in suppressed. */
static void note_rank(runner *r) {
    const sl_table_rows *t = &r->result->tables.v[r->program->tables.n + 1];
    size_t rule = column_of(t->head, SL_STR("rule")), reason = column_of(t->head, SL_STR("reason"));
    size_t by = column_of(t->head, SL_STR("by"));
    r->gave = r->gave || (!r->test->is_no && gave_a_row(r));
    for (size_t i = 0; i < t->rows.n && !r->test->is_no; i++) {
        const sl_str *cells = t->rows.v[i].cells;
        if (sl_str_eq(cells[rule], r->rule->name) && sl_str_eq(cells[reason], SL_STR("outranked")))
            r->outranked_by = sl_arena_copy(r->tmp, cells[by]);
    }
}

/* Only the order of lines decides between two rules: that may be meant, but nobody sees it. */
static void tell_tie(const runner *r, sl_diagnostics *d) {
    const sl_tie *tie = &r->result->report.tie;
    if (!tie->winner || !d->thorough) return;
    const sl_located *name = &tie->loser->declared->name;
    sl_warning_at(d, name, 0, name->text.n, 20,
                  "in a test the rule \"%.*s\" claims the same, with a match as long, and wins only by its line; "
                  "a `priority:` would decide",
                  sl_shown(tie->winner->name), tie->winner->name.p);
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

enum { LONGEST = 160 }; /* bytes of a text or row that a message shows whole */

static bool holds(sl_str text, const char *marks) {
    for (; *marks; marks++)
        if (sl_str_find(text, *marks, 0) < text.n) return true;
    return false;
}

/* The command that tells more, ready for a shell; of a text that is long or has odd marks only its place. */
static sl_str command_for(const runner *r) {
    const sl_source *file = r->test->text.source;
    while (file->used_by) file = file->used_by;
    sl_str text = r->test->text.text, date = SL_STR("");
    char mark = holds(text, "'") ? '"' : '\'';
    if (text.n > LONGEST || (mark == '"' && holds(text, "\"$`\\!"))) text = SL_STR("TEXT");
    if (r->rule->tests_date != SL_NO_DAY) {
        char day[11];
        sl_day_print(r->rule->tests_date, day);
        date = sl_arena_printf(r->tmp, " --date %s", day);
    }
    return sl_arena_printf(r->tmp, "sideline whynot -r %.*s%.*s -t %c%.*s%c %.*s", (int)file->path.n, file->path.p,
                           (int)date.n, date.p, mark, (int)text.n, text.p, mark, (int)r->rule->name.n, r->rule->name.p);
}

static void complain_of_none(const runner *r, const sl_located *at, const char *message) {
    if (!r->d) return;
    sl_str command = command_for(r);
    complain(r, at, 50,
             sl_arena_printf(r->tmp, "%s \"%.*s\"; why: %.*s", message, (int)r->rule->name.n, r->rule->name.p,
                             (int)command.n, command.p));
}

/* Columns of a row that tell nothing of what it says. */
static bool is_of_program(sl_str column) {
    static const char *const own[] = {"id", "article", "published", "evidence", "line", "start", "end", "rules"};
    for (size_t i = 0; i < sizeof own / sizeof *own; i++)
        if (sl_str_eq(column, sl_str_of(own[i]))) return true;
    return false;
}

/* "player=Lind; body=calf": the first row of the rule; empty for one that makes a thing. */
static sl_str first_row(const runner *r) {
    sl_str shown = {"", 0};
    if (r->rule->kind == SL_RULE_MAKES) return shown;
    const sl_table_rows *t = &r->result->tables.v[r->rule->table];
    size_t row = 0;
    while (!row_is_of_rule(r, t, &t->rows.v[row])) row++;
    for (size_t i = 0; i < t->head->n_columns && shown.n < LONGEST; i++) {
        sl_str name = t->head->columns[i].name, cell = t->rows.v[row].cells[i];
        if (cell.n && !is_of_program(name))
            shown = sl_arena_printf(r->tmp, "%.*s%s%.*s=%.*s", (int)shown.n, shown.p, shown.n ? "; " : ": ",
                                    (int)name.n, name.p, sl_shown(cell), cell.p);
    }
    return shown;
}

static void complain_of_row(const runner *r, const sl_located *at) {
    if (!r->d) return;
    sl_str row = first_row(r);
    complain(r, at, 52,
             sl_arena_printf(r->tmp, "this should give no row, but it does by the rule \"%.*s\"%.*s",
                             (int)r->rule->name.n, r->rule->name.p, (int)row.n, row.p));
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
        complain_of_none(r, text, "no such row comes from the rule");
        return false;
    }
    const sl_located *column = &wanted.v[best_wrong].column;
    sl_str is = found.n ? sl_arena_printf(r->tmp, "\"%.*s\"", sl_shown(found), found.p) : SL_STR("empty");
    complain(
        r, column, 51,
        sl_arena_printf(r->tmp, "the cell \"%.*s\" is %.*s", sl_shown(column->text), column->text.p, (int)is.n, is.p));
    return false;
}

static bool passes(const runner *r) {
    const sl_located *text = &r->test->text;
    if (r->test->is_no) {
        if (!gave_a_row(r)) return true;
        complain_of_row(r, text);
        return false;
    }
    if (r->test->wanted.text.n == 0) {
        if (gave_a_row(r)) return true;
        complain_of_none(r, text, "no row comes from the rule");
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

static sl_status run_text(const runner *r, sl_worker *worker, sl_article_result *result, sl_error *err) {
    sl_pipeline_options options = {.text = {.date = r->rule->tests_date}, .gate = true};
    return sl_pipeline_run(worker, SL_STR("test"), r->test->text.text, &options, result, err);
}

static sl_status run_one(runner *r, sl_worker *worker, sl_diagnostics *d, sl_ruletests_count *count, sl_error *err) {
    sl_article_result result;
    sl_status status = run_text(r, worker, &result, err);
    r->result = NULL;
    if (status == SL_NO_MEMORY) return status;
    if (status) {
        sl_error_at(d, &r->test->text, 0, r->test->text.text.n, 53, "the test cannot be run: %s", err->message);
        count->failed++;
        return SL_OK;
    }
    r->result = &result;
    judge(r, d, count);
    note_rank(r);
    tell_tie(r, d);
    r->result = NULL;
    return SL_OK;
}

/* --- what the tests do not show (only for `check`) ---------------------------------------------------------------- */

/* A rule whose matches all go to another one. */
static void tell_rank(const runner *r, sl_diagnostics *d) {
    const sl_located *name = &r->rule->declared->name;
    if (r->gave || r->outranked_by.n == 0) return;
    sl_warning_at(d, name, 0, name->text.n, 8,
                  "in all tests of this rule that it matches, the rule \"%.*s\" outranks it", sl_shown(r->outranked_by),
                  r->outranked_by.p);
}

static void tell_untested(const runner *r, sl_diagnostics *d) {
    const sl_declared_rule *from = r->rule->declared;
    for (size_t i = 0; i < from->tests.n; i++)
        if (!from->tests.v[i].is_no && !from->tests.v[i].is_todo) return;
    sl_error_at(d, &from->name, 0, from->name.text.n, 54,
                "the rule has no `yes:`, and so nothing shows that it matches");
}

/* The program with one `unless` left out: its own copy of the rules, everything else is the program's. */
typedef struct {
    sl_program program;
    sl_worker *worker;
} trial;

static sl_status outcome(runner *r, sl_worker *worker, bool *passed, sl_error *err) {
    sl_article_result result;
    sl_status status = run_text(r, worker, &result, err);
    r->d = NULL;
    r->result = &result;
    *passed = status == SL_OK && passes(r);
    r->result = NULL;
    return status == SL_NO_MEMORY ? status : SL_OK;
}

/* Does any test of the rule come out otherwise if `other` stands in its place? */
static sl_status differs(runner *r, trial *t, const sl_rule *other, bool *differ, sl_error *err) {
    sl_rule *rule = &t->program.rules.v[r->rule - r->program->rules.v];
    sl_status status = SL_OK;
    *rule = *other;
    *differ = false;
    for (size_t i = 0; i < r->rule->declared->tests.n && !status && !*differ; i++) {
        bool passed;
        r->test = &r->rule->declared->tests.v[i];
        status = outcome(r, t->worker, &passed, err);
        *differ = passed == r->test->is_todo; /* as it is each test passes, but for those that are still to do */
    }
    *rule = *r->rule;
    return status;
}

static sl_status tell_if_needless(runner *r, trial *t, const sl_rule *without, const sl_unless *u, const char *advice,
                                  sl_diagnostics *d, sl_error *err) {
    bool needed;
    if (sl_located_allows(&u->whole, 9)) return SL_OK;
    sl_status status = differs(r, t, without, &needed, err);
    if (!status && !needed)
        sl_warning_at(d, &u->whole, 0, u->whole.text.n, 9, "no test of the rule needs this `unless`; %s", advice);
    return status;
}

static sl_status needless_lines(runner *r, trial *t, sl_diagnostics *d, sl_error *err) {
    sl_status status = SL_OK;
    size_t n = r->rule->n_unless;
    for (size_t u = 0; u < n && !status; u++) {
        sl_unless *others = SL_NEW_ARRAY(r->tmp, sl_unless, n);
        for (size_t i = 0, k = 0; i < n; i++)
            if (i != u) others[k++] = r->rule->unless[i];
        sl_rule without = *r->rule;
        without.unless = others;
        without.n_unless = n - 1;
        status = tell_if_needless(r, t, &without, &r->rule->unless[u], "a `no:` that it stops would", d, err);
    }
    return status;
}

static sl_status needless_in_nearest(runner *r, trial *t, sl_diagnostics *d, sl_error *err) {
    sl_status status = SL_OK;
    size_t n = r->rule->n_nearest;
    for (size_t i = 0; i < n && !status; i++) {
        const sl_unless *u = r->rule->nearest[i].unless;
        if (!u) continue;
        sl_nearest *others = SL_NEW_ARRAY(r->tmp, sl_nearest, n);
        memcpy(others, r->rule->nearest, n * sizeof *others);
        others[i].unless = NULL;
        sl_rule without = *r->rule;
        without.nearest = others;
        status = tell_if_needless(r, t, &without, u, "a `yes:` in which it passes something over would", d, err);
    }
    return status;
}

/* Not for rules whose tests fail: what is needed shows once they pass. */
static sl_status tell_needless(runner *r, trial *t, sl_diagnostics *d, sl_error *err) {
    sl_status status = needless_lines(r, t, d, err);
    return status ? status : needless_in_nearest(r, t, d, err);
}

static sl_status trial_begin(trial *t, const sl_program *program, sl_arena *out, sl_error *err) {
    t->program = *program;
    t->program.rules.v = SL_NEW_ARRAY(out, sl_rule, program->rules.n);
    if (program->rules.n) memcpy(t->program.rules.v, program->rules.v, program->rules.n * sizeof(sl_rule));
    t->worker = sl_worker_new(&t->program);
    return t->worker ? SL_OK : sl_fail(err, SL_NO_MEMORY, (sl_str){0}, "out of memory");
}

/* --- rule by rule ------------------------------------------------------------------------------------------------- */

static bool is_wanted(const runner *r) {
    for (size_t i = 0; r->only && i < r->only->n; i++)
        if (r->only->v[i] == r->number) return true;
    return !r->only;
}

static sl_status test_rule(runner *r, trial *t, sl_worker *worker, sl_diagnostics *d, sl_ruletests_count *count,
                           sl_error *err) {
    sl_status status = SL_OK;
    size_t failed = count->failed + count->todo_pass;
    r->gave = false;
    r->outranked_by = (sl_str){0};
    for (size_t i = 0; i < r->rule->declared->tests.n && !status; i++, r->number++) {
        size_t told = count->failed + count->todo_pass;
        r->test = &r->rule->declared->tests.v[i];
        if (!sl_test_has_table(r->program->declared, r->rule, r->test)) count->skipped++;
        else if (is_wanted(r)) status = run_one(r, worker, d, count, err);
        if (count->failed + count->todo_pass > told) *sl_push(d->arena, &count->told) = r->number;
    }
    if (status || !d->thorough) return status;
    tell_rank(r, d);
    tell_untested(r, d);
    return failed == count->failed + count->todo_pass ? tell_needless(r, t, d, err) : SL_OK;
}

/* In the order of the files, not of the program. */
static sl_status test_rules(runner *r, trial *t, sl_worker *worker, sl_diagnostics *d, sl_ruletests_count *count,
                            sl_error *err) {
    sl_status status = SL_OK;
    for (size_t i = 0; i < r->program->declared->rules.n && !status; i++)
        for (size_t k = 0; k < r->program->rules.n && !status; k++) {
            r->rule = &r->program->rules.v[k];
            if (r->rule->declared == &r->program->declared->rules.v[i]) status = test_rule(r, t, worker, d, count, err);
        }
    return status;
}

static sl_status run_all(const sl_program *program, const sl_ruletests_only *only, trial *t, sl_worker *worker,
                         sl_diagnostics *d, sl_ruletests_count *count, sl_error *err) {
    runner r = {.program = program, .only = only, .tmp = d->arena};
    sl_status status = d->thorough ? trial_begin(t, program, d->arena, err) : SL_OK;
    return status ? status : test_rules(&r, t, worker, d, count, err);
}

static void end(sl_diagnostics *d, jmp_buf *outer, sl_worker *worker, trial *t) {
    d->arena->recover = outer;
    sl_worker_free(worker);
    sl_worker_free(t->worker);
}

/* The workers are freed also where the arena of the diagnostics runs out of memory and jumps. */
sl_status sl_ruletests_run(const sl_program *program, const sl_ruletests_only *only, sl_diagnostics *diagnostics,
                           sl_ruletests_count *count, sl_error *err) {
    *count = (sl_ruletests_count){0};
    trial *t = SL_NEW(diagnostics->arena, trial);
    sl_worker *const worker = sl_worker_new(program);
    if (!worker) return sl_fail(err, SL_NO_MEMORY, (sl_str){0}, "out of memory");
    jmp_buf here, *const outer = diagnostics->arena->recover;
    diagnostics->arena->recover = &here;
    if (setjmp(here)) {
        end(diagnostics, outer, worker, t);
        longjmp(*outer, 1);
    }
    sl_status status = run_all(program, only, t, worker, diagnostics, count, err);
    end(diagnostics, outer, worker, t);
    return status;
}
