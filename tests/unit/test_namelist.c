/* SPDX-License-Identifier: Apache-2.0
 *
 * names.csv: counting, order, the first context.
 */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/arena.h"
#include "output/csv.h"
#include "run/namelist.h"

static const sl_cell_style style = {.delimiter = ','};

static void add(sl_namelist *names, const char *name, const char *context, uint64_t article) {
    assert_int_equal(sl_namelist_add(names, sl_str_of(name), sl_str_of(context), article, NULL), SL_OK);
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
}

static void counts_and_sorts(void **state) {
    (void)state;
    sl_namelist *names = sl_namelist_new();
    add(names, "Zed Low", "Zed, first.", 0);
    add(names, "Ann Mid", "Ann, first.", 0);
    add(names, "Ann Mid", "Ann, again.", 0);
    add(names, "Bea Mid", "Bea.", 2);
    add(names, "Bea Mid", "Bea, later.", 5);
    add(names, "Top Man", "=Top", 1);
    for (uint64_t i = 2; i < 9; i++) add(names, "Top Man", "Top.", i);
    assert_int_equal(sl_namelist_count(names), 4);
    assert_written(names, "Top Man,8,8,'=Top\n"
                          "Ann Mid,2,1,\"Ann, first.\"\n"
                          "Bea Mid,2,2,Bea.\n"
                          "Zed Low,1,1,\"Zed, first.\"\n");
    sl_namelist_free(names);
}

static void an_empty_list_has_no_row(void **state) {
    (void)state;
    sl_namelist *names = sl_namelist_new();
    sl_buf out = {0};
    assert_int_equal(sl_namelist_tell(names, write_row, &out, NULL), SL_OK);
    assert_int_equal(out.n, 0);
    sl_namelist_free(names);
}

static void keeps_all_while_it_grows(void **state) {
    (void)state;
    enum { NAMES = 5000 };
    sl_namelist *names = sl_namelist_new();
    for (uint64_t round = 0; round < 3; round++) {
        for (int i = 0; i < NAMES; i++) {
            char name[32];
            snprintf(name, sizeof name, "Name %d", i);
            add(names, name, "x", round);
        }
    }
    assert_int_equal(sl_namelist_count(names), NAMES);
    sl_buf out = {0};
    assert_int_equal(sl_namelist_tell(names, write_row, &out, NULL), SL_OK);
    size_t rows = 0;
    for (size_t at = 0; (at = sl_str_search(sl_buf_str(&out), SL_STR(",3,3,x\n"), at)) < out.n; at++) rows++;
    assert_int_equal(rows, NAMES);
    sl_buf_release(&out);
    sl_namelist_free(names);
}

static void long_contexts_are_cut_between_characters(void **state) {
    (void)state;
    char context[602] = "x"; /* so that byte 240 is the middle of a character */
    for (int i = 0; i < 300; i++) memcpy(context + 1 + 2 * i, "\xC3\xBC", 2);
    sl_namelist *names = sl_namelist_new();
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

/* Whichever allocation fails, the list says so and stays whole. */
static void survives_a_lack_of_memory(void **state) {
    (void)state;
    bool failed = false;
    for (uint64_t nth = 1; nth < 8; nth++) {
        sl_namelist *names = sl_namelist_new();
        assert_non_null(names);
        sl_heap_fail_at(nth);
        for (int i = 0; i < 2000; i++) {
            char name[32];
            snprintf(name, sizeof name, "Name %d", i);
            failed |= sl_namelist_add(names, sl_str_of(name), SL_STR("x"), 0, NULL) == SL_NO_MEMORY;
        }
        sl_heap_fail_at(0);
        assert_true(sl_namelist_count(names) >= 1999);
        sl_namelist_free(names);
    }
    assert_true(failed);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(counts_and_sorts),          cmocka_unit_test(an_empty_list_has_no_row),
        cmocka_unit_test(keeps_all_while_it_grows),  cmocka_unit_test(long_contexts_are_cut_between_characters),
        cmocka_unit_test(survives_a_lack_of_memory),
    };
    return cmocka_run_group_tests_name("namelist", tests, NULL, NULL);
}
