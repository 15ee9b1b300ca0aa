/* SPDX-License-Identifier: Apache-2.0
 *
 * names.csv: counting, order, the first context; the same however much is spilled.
 */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <dirent.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/bounds.h"
#include "output/csv.h"
#include "run/namelist.h"

static const sl_cell_style style = {.delimiter = ','};
static char folder[64], place[128];

static int make_folder(void **state) {
    (void)state;
    snprintf(folder, sizeof folder, "/tmp/sideline-test-XXXXXX");
    if (!mkdtemp(folder)) return 1;
    snprintf(place, sizeof place, "%s/names.csv", folder);
    return 0;
}

static int remove_folder(void **state) {
    (void)state;
    return rmdir(folder); /* it must be empty */
}

static sl_namelist *new_list(void) {
    sl_namelist *names = NULL;
    assert_int_equal(sl_namelist_new(sl_str_of(place), &names, NULL), SL_OK);
    return names;
}

static sl_status add_all(sl_namelist *names, const sl_unknown_name *unknown, size_t n, uint64_t article) {
    sl_buf lines = {0};
    sl_namelist_lines(unknown, n, &lines);
    sl_status status = lines.failed ? SL_NO_MEMORY : sl_namelist_add(names, sl_buf_str(&lines), article, NULL);
    sl_buf_release(&lines);
    return status;
}

static void add(sl_namelist *names, const char *name, const char *context, uint64_t article) {
    const sl_unknown_name one = {sl_str_of(name), sl_str_of(context)};
    assert_int_equal(add_all(names, &one, 1, article), SL_OK);
}

static sl_status write_row(void *context, const sl_table_rows *rows, sl_error *err) {
    (void)err;
    for (size_t i = 0; i < rows->head->n_columns; i++) {
        if (i) sl_csv_delimit(&style, context);
        sl_csv_text(&style, rows->rows.v[0].cells[i], context);
    }
    sl_csv_end_row(&style, context);
    return SL_OK;
}

static void assert_written(sl_namelist *names, const char *wanted) {
    sl_buf out = {0};
    assert_int_equal(sl_namelist_tell(names, write_row, &out, NULL), SL_OK);
    sl_buf_char(&out, '\0');
    assert_string_equal(out.p, wanted);
    sl_buf_release(&out);
    sl_namelist_free(names);
}

static void counts_and_sorts(void **state) {
    (void)state;
    sl_namelist *names = new_list();
    add(names, "Zed Low", "Zed, first.", 0);
    const sl_unknown_name twice[] = {{SL_STR("Ann Mid"), SL_STR("Ann, first.")},
                                     {SL_STR("Ann Mid"), SL_STR("Ann, again.")}};
    assert_int_equal(add_all(names, twice, 2, 1), SL_OK);
    add(names, "Bea Mid", "Bea.", 2);
    add(names, "Bea Mid", "Bea, later.", 5);
    add(names, "Top Man", "=Top", 6);
    for (uint64_t i = 7; i < 14; i++) add(names, "Top Man", "Top.", i);
    assert_written(names, "Top Man,8,8,'=Top\n"
                          "Ann Mid,2,1,\"Ann, first.\"\n"
                          "Bea Mid,2,2,Bea.\n"
                          "Zed Low,1,1,\"Zed, first.\"\n");
}

/* What lines cannot hold comes back as it was, and does not change the order. */
static void any_text_is_a_name(void **state) {
    (void)state;
    sl_namelist *names = new_list();
    static const char *const in_order[] = {"Ann", "Ann\n", "Ann\nB", "Ann B", "Ann\\", "Anna"};
    for (size_t i = 6; i-- > 0;) add(names, in_order[i], "two\nlines, \\ and a \"mark\"", 6 - i);
    assert_written(names, "Ann,1,1,\"two\nlines, \\ and a \"\"mark\"\"\"\n"
                          "\"Ann\n\",1,1,\"two\nlines, \\ and a \"\"mark\"\"\"\n"
                          "\"Ann\nB\",1,1,\"two\nlines, \\ and a \"\"mark\"\"\"\n"
                          "Ann B,1,1,\"two\nlines, \\ and a \"\"mark\"\"\"\n"
                          "Ann\\,1,1,\"two\nlines, \\ and a \"\"mark\"\"\"\n"
                          "Anna,1,1,\"two\nlines, \\ and a \"\"mark\"\"\"\n");
}

static void an_empty_list_has_no_row(void **state) {
    (void)state;
    sl_buf out = {0};
    sl_namelist *names = new_list();
    assert_int_equal(sl_namelist_tell(names, write_row, &out, NULL), SL_OK);
    assert_int_equal(out.n, 0);
    sl_namelist_free(names);
}

static size_t open_files(void) {
    DIR *all = opendir("/proc/self/fd");
    size_t n = 0;
    if (!all) return 0;
    while (readdir(all)) n++;
    closedir(all);
    return n;
}

/* More lines than fit into memory: they are counted all the same, and first is first. */
static void counts_what_is_spilled(void **state) {
    (void)state;
    enum { NAMES = 20000, ROUNDS = 6 };
    sl_namelist *names = new_list();
    size_t files = open_files();
    for (uint64_t round = 0; round < ROUNDS; round++) {
        for (uint64_t i = 0; i < NAMES; i++) {
            char name[32], context[96];
            snprintf(name, sizeof name, "Name %05d", (int)((i * 7919) % NAMES));
            snprintf(context, sizeof context, "%s in round %d of several, behind many others", name, (int)round);
            add(names, name, context, round * NAMES + i);
        }
    }
    assert_true((size_t)NAMES * ROUNDS * 60 > SL_SORT_MEMORY);
    assert_true(files == 0 || open_files() > files); /* it has a temporary file */
    sl_buf out = {0};
    assert_int_equal(sl_namelist_tell(names, write_row, &out, NULL), SL_OK);
    assert_int_equal(sl_namelist_count(names), NAMES);
    size_t rows = 0, at = 0;
    for (char row[96]; rows < NAMES; rows++, at += strlen(row)) {
        snprintf(row, sizeof row, "Name %05zu,6,6,\"Name %05zu in round 0 of several, behind many others\"\n", rows,
                 rows);
        assert_true(sl_str_starts_with(sl_str_cut(sl_buf_str(&out), at, out.n), sl_str_of(row)));
    }
    assert_int_equal(at, out.n);
    sl_buf_release(&out);
    sl_namelist_free(names);
}

static void long_contexts_are_cut_between_characters(void **state) {
    (void)state;
    char context[602] = "x"; /* so that byte 240 is the middle of a character */
    for (int i = 0; i < 300; i++) memcpy(context + 1 + 2 * i, "\xC3\xBC", 2);
    sl_namelist *names = new_list();
    add(names, "Ann", context, 0);
    sl_buf out = {0};
    assert_int_equal(sl_namelist_tell(names, write_row, &out, NULL), SL_OK);
    sl_buf_char(&out, '\0');
    const char *row = strstr(out.p, "Ann,1,1,") + 8;
    assert_int_equal(strlen(row), 239 + 3 + 1);
    assert_string_equal(row + 239, "\xE2\x80\xA6\n");
    assert_memory_equal(row, context, 239);
    sl_buf_release(&out);
    sl_namelist_free(names);
}

/* Whichever allocation fails, somebody says so. */
static void survives_a_lack_of_memory(void **state) {
    (void)state;
    unsigned failed = 0;
    for (uint64_t nth = 1; nth < 40; nth++) {
        sl_namelist *names = NULL;
        sl_buf out = {0};
        sl_heap_fail_at(nth);
        sl_status status = sl_namelist_new(sl_str_of(place), &names, NULL);
        const sl_unknown_name two[] = {{SL_STR("Ann"), SL_STR("x")}, {SL_STR("Bea"), SL_STR("y")}};
        if (status == SL_OK) status = add_all(names, two, 2, 0);
        if (status == SL_OK) status = sl_namelist_tell(names, write_row, &out, NULL);
        sl_heap_fail_at(0);
        failed += status == SL_NO_MEMORY;
        assert_true(status == SL_NO_MEMORY || out.failed ||
                    sl_str_eq(sl_buf_str(&out), SL_STR("Ann,1,1,x\nBea,1,1,y\n")));
        sl_buf_release(&out);
        sl_namelist_free(names);
    }
    assert_true(failed > 5);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(counts_and_sorts),
        cmocka_unit_test(any_text_is_a_name),
        cmocka_unit_test(an_empty_list_has_no_row),
        cmocka_unit_test(counts_what_is_spilled),
        cmocka_unit_test(long_contexts_are_cut_between_characters),
        cmocka_unit_test(survives_a_lack_of_memory),
    };
    return cmocka_run_group_tests_name("namelist", tests, make_folder, remove_folder);
}
