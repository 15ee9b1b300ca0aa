/* SPDX-License-Identifier: Apache-2.0
 *
 * The workbook, as far as it shows without a program that reads it (tests/clients has those): the same bytes twice,
 * nothing left behind, sheets that the format does not allow.
 */
#include "rows.h"

#include "adapt/workbook.h"

static void is_a_zip_file(void **state) {
    (void)state;
    const char *path = write_all_rows(&sl_writer_xlsx, "x.xlsx", false);
    sl_buf bytes = read_whole(path);
    assert_true(bytes.n > 1000);
    assert_memory_equal(bytes.p, "PK\3\4", 4);
    unlink(path);
    sl_buf_release(&bytes);
}

static void is_the_same_twice(void **state) {
    (void)state;
    sl_buf bytes[2];
    for (size_t i = 0; i < 2; i++) {
        const char *path = write_all_rows(&sl_writer_xlsx, "x.xlsx", false);
        bytes[i] = read_whole(path);
        unlink(path);
        if (i == 0) sleep(2); /* the times in a zip file count by two seconds */
    }
    assert_int_equal(bytes[0].n, bytes[1].n);
    assert_memory_equal(bytes[0].p, bytes[1].p, bytes[0].n);
    for (size_t i = 0; i < 2; i++) sl_buf_release(&bytes[i]);
}

/* remove_rows_folder finds what a discarded file, or a part of it, would leave. */
static void leaves_nothing_unfinished(void **state) {
    (void)state;
    sl_writer *writer = NULL;
    open_rows(&sl_writer_xlsx, "x.xlsx", false, &writer);
    give_all(&sl_writer_xlsx, writer);
    sl_writer_xlsx.discard(writer);
    assert_int_equal(rmdir(rows_folder), 0);
    sl_writer_xlsx.close(writer);
    assert_int_equal(make_rows_folder(NULL), 0);
}

static void refuses_what_no_sheet_can_be_called(void **state) {
    (void)state;
    sl_workbook *workbook = NULL;
    sl_sheet *sheet;
    sl_error err;
    assert_int_equal(sl_workbook_create("nowhere.xlsx", rows_folder, &workbook, &err), SL_OK);
    assert_int_equal(sl_workbook_sheet(workbook, SL_STR("a/b"), &sheet, &err), SL_LIMIT);
    assert_int_equal(sl_workbook_sheet(workbook, SL_STR("facts"), &sheet, &err), SL_OK);
    assert_int_equal(sl_workbook_sheet(workbook, SL_STR("Facts"), &sheet, &err), SL_LIMIT);
    assert_int_equal(sl_workbook_sheet(workbook, SL_STR("12345678901234567890123456789012"), &sheet, &err), SL_LIMIT);
    sl_workbook_close(workbook);
    assert_int_equal(access("nowhere.xlsx", F_OK), -1);
}

static void says_where_it_cannot_write(void **state) {
    (void)state;
    sl_workbook *workbook = NULL;
    sl_sheet *sheet;
    sl_error err;
    assert_int_equal(sl_workbook_create("/nowhere/x.xlsx", "", &workbook, &err), SL_OK);
    assert_int_equal(sl_workbook_sheet(workbook, SL_STR("facts"), &sheet, &err), SL_OK);
    assert_int_equal(sl_workbook_finish(workbook, &err), SL_IO);
    sl_workbook_close(workbook);
}

static void survives_a_lack_of_memory(void **state) {
    (void)state;
    assert_survives_a_lack_of_memory(&sl_writer_xlsx, "x.xlsx");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(is_a_zip_file),
        cmocka_unit_test(is_the_same_twice),
        cmocka_unit_test(leaves_nothing_unfinished),
        cmocka_unit_test(survives_a_lack_of_memory),
        cmocka_unit_test(refuses_what_no_sheet_can_be_called),
        cmocka_unit_test(says_where_it_cannot_write),
    };
    return cmocka_run_group_tests_name("xlsx", tests, make_rows_folder, remove_rows_folder);
}
