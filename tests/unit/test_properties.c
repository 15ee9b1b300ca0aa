/* SPDX-License-Identifier: Apache-2.0
 *
 * What holds for every article, with the football rules: the articles of corpus/, and those of the folders in
 * SIDELINE_TEST_ARTICLES (divided by colons), whose text is never printed. Run in the root of the project.
 */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/buf.h"
#include "engine.h"

typedef struct {
    sl_str name, raw;
} file;

typedef struct {
    engine e;
    SL_ARRAY(file) files;
} bench;

static bench b;

/* --- articles ----------------------------------------------------------------------------------------------------- */

static void read_file(const char *folder, const char *name) {
    sl_str path = sl_arena_printf(&b.e.words, "%s/%s", folder, name);
    FILE *f = fopen(path.p, "rb");
    if (!f) return;
    sl_buf raw = {0};
    char piece[4096];
    for (size_t n; (n = fread(piece, 1, sizeof piece, f)) > 0;) sl_buf_put(&raw, (sl_str){piece, n});
    fclose(f);
    if (raw.n) *sl_push(&b.e.words, &b.files) = (file){path, sl_arena_copy(&b.e.words, sl_buf_str(&raw))};
    sl_buf_release(&raw);
}

static int by_name(const void *x, const void *y) {
    const file *p = x, *q = y;
    return sl_str_cmp(p->name, q->name);
}

static void read_folder(const char *folder) {
    DIR *d = opendir(folder);
    if (!d) return;
    for (struct dirent *one; (one = readdir(d));)
        if (one->d_name[0] != '.') read_file(folder, one->d_name);
    closedir(d);
}

static int begin(void **state) {
    (void)state;
    if (!engine_load(&b.e, &sl_library_builtin, SL_BUILTIN_RULES, NULL)) return 1;
    if (setjmp(b.e.jump)) return 1;
    read_folder("corpus/articles");
    const char *more = getenv("SIDELINE_TEST_ARTICLES");
    sl_str folders = sl_str_of(more ? more : "");
    for (size_t at = 0; at < folders.n;) {
        size_t end = sl_str_find(folders, ':', at);
        read_folder(sl_arena_copy(&b.e.words, sl_str_cut(folders, at, end)).p);
        at = end + 1;
    }
    if (b.files.n) qsort(b.files.v, b.files.n, sizeof *b.files.v, by_name);
    return b.files.n > 0 ? 0 : 1;
}

static int end(void **state) {
    (void)state;
    engine_end(&b.e);
    return 0;
}

static void run(sl_worker *worker, const file *f, const sl_pipeline_options *options, sl_article_result *result) {
    assert_int_equal(sl_pipeline_run(worker, f->name, f->raw, options, result, &b.e.err), SL_OK);
}

/* All tables as one text. */
static void dump(const sl_article_result *result, sl_buf *to) {
    for (size_t t = 0; t < result->tables.n; t++) {
        const sl_table_rows *table = &result->tables.v[t];
        sl_buf_put(to, table->head->name);
        for (size_t i = 0; i < table->rows.n; i++) {
            sl_buf_char(to, '\n');
            for (size_t k = 0; k < table->head->n_columns; k++) {
                sl_buf_put(to, table->rows.v[i].cells[k]);
                sl_buf_char(to, '\t');
            }
        }
    }
}

static size_t count_rows(const sl_article_result *result) {
    size_t n = 0;
    for (size_t t = 0; t < result->tables.n; t++) n += result->tables.v[t].rows.n;
    return n;
}

/* --- cells and places --------------------------------------------------------------------------------------------- */

static sl_off offset(const sl_table_rows *t, size_t row, const char *column) {
    uint32_t n = 0;
    assert_true(sl_str_number(engine_value(t, row, column), UINT32_MAX, &n));
    return n;
}

/* Bytes start..end of the file are the cell, and `line` is their line. */
static size_t check_places(const file *f, const sl_table_rows *t, const char *cell) {
    for (size_t row = 0; row < t->rows.n; row++) {
        sl_off from = offset(t, row, "start"), to = offset(t, row, "end"), line = 1;
        if (from >= to || to > f->raw.n || !sl_str_eq(sl_str_cut(f->raw, from, to), engine_value(t, row, cell)))
            fail_msg("%s: row %zu of %.*s is not what its bytes are", f->name.p, row, (int)t->head->name.n,
                     t->head->name.p);
        for (sl_off i = 0; i < from; i++) line += f->raw.p[i] == '\n';
        if (offset(t, row, "line") != line)
            fail_msg("%s: row %zu of %.*s: wrong line", f->name.p, row, (int)t->head->name.n, t->head->name.p);
    }
    return t->rows.n;
}

static void places_of(const file *f, size_t counts[static 5]) {
    run(b.e.worker, f, &b.e.options, &b.e.result);
    if (strcmp(b.e.result.report.encoding, "UTF-8") != 0 || b.e.result.report.repaired) return;
    counts[0]++;
    counts[1] += check_places(f, engine_table(&b.e, "injuries"), "evidence");
    counts[2] += check_places(f, engine_table(&b.e, "quotes"), "quote");
    counts[3] += check_places(f, engine_table(&b.e, "mentions"), "text");
    counts[4] += check_places(f, engine_table(&b.e, "suppressed"), "text");
}

static void tell_places(const size_t counts[static 5]) {
    print_message("# %zu articles: %zu injuries, %zu quotes, %zu mentions, %zu suppressed\n", counts[0], counts[1],
                  counts[2], counts[3], counts[4]);
    for (size_t i = 0; i < 5; i++) assert_true(counts[i] > 0);
}

static void cells_are_the_bytes_of_the_file(void **state) {
    (void)state;
    size_t counts[5] = {0};
    for (size_t i = 0; i < b.files.n; i++) places_of(&b.files.v[i], counts);
    tell_places(counts);
}

/* The same text as another house would set it: a byte order mark, CR LF, curly marks, blanks of other kinds. */
static void dress(sl_str raw, sl_buf *to) {
    bool open = false;
    sl_buf_put(to, SL_STR("\xEF\xBB\xBF"));
    for (size_t i = 0; i < raw.n; i++) {
        if (raw.p[i] == '\r') continue;
        if (raw.p[i] == '\n') sl_buf_put(to, SL_STR("\r\n"));
        else if (raw.p[i] == ' ' && i % 5 == 0) sl_buf_put(to, SL_STR("\u00A0"));
        else if (raw.p[i] == ' ' && i % 7 == 0) sl_buf_put(to, SL_STR("\u200B \u2009"));
        else if (raw.p[i] == '\'') sl_buf_put(to, SL_STR("\u2019"));
        else if (raw.p[i] == '"') sl_buf_put(to, (open = !open) ? SL_STR("\u201C") : SL_STR("\u201D"));
        else sl_buf_char(to, raw.p[i]);
    }
}

static void cells_are_the_bytes_of_a_dressed_file(void **state) {
    (void)state;
    size_t counts[5] = {0};
    for (size_t i = 0; i < b.files.n; i++) {
        sl_buf text = {0};
        dress(b.files.v[i].raw, &text);
        sl_str raw = sl_arena_copy(&b.e.words, sl_buf_str(&text));
        sl_buf_release(&text);
        places_of(&(file){b.files.v[i].name, raw}, counts);
    }
    tell_places(counts);
}

/* Rows come in text order, and no two rows of an article have one id. */
static void rows_have_order_and_names(void **state) {
    (void)state;
    static const char *const tables[] = {"injuries", "quotes"};
    size_t pairs = 0;
    for (size_t i = 0; i < b.files.n; i++) {
        run(b.e.worker, &b.files.v[i], &b.e.options, &b.e.result);
        for (size_t k = 0; k < ENGINE_COUNT(tables); k++) {
            const sl_table_rows *t = engine_table(&b.e, tables[k]);
            for (size_t row = 1; row < t->rows.n; row++) {
                assert_true(offset(t, row - 1, "start") <= offset(t, row, "start"));
                for (size_t other = 0; other < row; other++, pairs++)
                    if (sl_str_eq(engine_value(t, row, "id"), engine_value(t, other, "id")))
                        fail_msg("%s: rows %zu and %zu of %s have one id", b.files.v[i].name.p, other, row, tables[k]);
            }
        }
    }
    print_message("# %zu pairs of rows\n", pairs);
    assert_true(pairs > 0);
}

/* --- the same rows by another way --------------------------------------------------------------------------------- */

typedef struct {
    const char *what;
    sl_pipeline_options options;
    bool fresh; /* a worker for each article */
    bool backwards;
} way;

static void same_rows(const way *other) {
    size_t rows = 0, n = b.files.n;
    sl_buf *wanted = sl_heap_alloc(n, sizeof *wanted);
    assert_non_null(wanted);
    for (size_t i = 0; i < n; i++) {
        run(b.e.worker, &b.files.v[i], &b.e.options, &b.e.result);
        rows += count_rows(&b.e.result);
        dump(&b.e.result, &wanted[i]);
    }
    sl_worker *worker = sl_worker_new(b.e.program);
    for (size_t k = 0; k < n; k++) {
        size_t i = other->backwards ? n - 1 - k : k;
        if (other->fresh) {
            sl_worker_free(worker);
            worker = sl_worker_new(b.e.program);
        }
        assert_non_null(worker);
        sl_article_result result;
        sl_buf got = {0};
        run(worker, &b.files.v[i], &other->options, &result);
        dump(&result, &got);
        bool same = !got.failed && !wanted[i].failed && sl_str_eq(sl_buf_str(&got), sl_buf_str(&wanted[i]));
        sl_buf_release(&got);
        sl_buf_release(&wanted[i]);
        if (!same) fail_msg("%s: other rows %s", b.files.v[i].name.p, other->what);
    }
    sl_worker_free(worker);
    sl_heap_free(wanted);
    print_message("# %zu rows of %zu articles are the same %s\n", rows, n, other->what);
    assert_true(rows > 0);
}

static void the_gate_changes_nothing(void **state) {
    (void)state;
    way w = {.what = "without the gate", .options = b.e.options};
    w.options.gate = false;
    same_rows(&w);
}

static void jit_changes_nothing(void **state) {
    (void)state;
    way w = {.what = "without JIT", .options = b.e.options};
    w.options.interpreted = true;
    same_rows(&w);
}

static void a_used_worker_changes_nothing(void **state) {
    (void)state;
    same_rows(&(way){.what = "with fresh workers", .options = b.e.options, .fresh = true});
}

static void the_order_of_articles_changes_nothing(void **state) {
    (void)state;
    same_rows(&(way){.what = "backwards", .options = b.e.options, .backwards = true});
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(cells_are_the_bytes_of_the_file),
        cmocka_unit_test(cells_are_the_bytes_of_a_dressed_file),
        cmocka_unit_test(rows_have_order_and_names),
        cmocka_unit_test(the_gate_changes_nothing),
        cmocka_unit_test(jit_changes_nothing),
        cmocka_unit_test(a_used_worker_changes_nothing),
        cmocka_unit_test(the_order_of_articles_changes_nothing),
    };
    return cmocka_run_group_tests(tests, begin, end);
}
