/* SPDX-License-Identifier: Apache-2.0
 *
 * Cells of CSV: quoting, control characters, formulas, and the whole of a table.
 */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "output/csv.h"

typedef struct {
    const char *cell;
    size_t n; /* 0: up to the NUL */
    const char *printed;
} sample;

static void check_cells(const sl_cell_style *style, const sample *samples, size_t n) {
    for (size_t i = 0; i < n; i++) {
        sl_buf out = {0};
        sl_str cell = samples[i].n ? (sl_str){samples[i].cell, samples[i].n} : sl_str_of(samples[i].cell);
        sl_csv_text(style, cell, &out);
        sl_buf_char(&out, '\0');
        assert_string_equal(out.p, samples[i].printed);
        sl_buf_release(&out);
    }
}

#define CHECK(style, samples) check_cells(&(style), (samples), sizeof(samples) / sizeof *(samples))

static const sl_cell_style plain = {.delimiter = ','}, raw = {.delimiter = ',', .raw = true},
                           semicolon = {.delimiter = ';'};

static void quotes_where_it_must(void **state) {
    (void)state;
    static const sample samples[] = {
        {"", 0, ""},
        {"knee", 0, "knee"},
        {"a, b", 0, "\"a, b\""},
        {"a; b", 0, "a; b"},
        {"the \"big\" one", 0, "\"the \"\"big\"\" one\""},
        {"\"", 0, "\"\"\"\""},
        {"two\nlines", 0, "\"two\nlines\""},
        {"two\r\nlines", 0, "\"two\r\nlines\""},
        {" blanks stay ", 0, " blanks stay "},
        {"J\xC3\xBCrgen", 0, "J\xC3\xBCrgen"},
    };
    CHECK(plain, samples);
}

static void quotes_its_own_delimiter(void **state) {
    (void)state;
    static const sample samples[] = {{"a, b", 0, "a, b"}, {"a; b", 0, "\"a; b\""}};
    CHECK(semicolon, samples);
}

static void guards_formulas(void **state) {
    (void)state;
    static const sample samples[] = {
        {"=1+1", 0, "'=1+1"},
        {"+44", 0, "'+44"},
        {"-x", 0, "'-x"},
        {"@SUM(A1)", 0, "'@SUM(A1)"},
        {"\tx", 0, "'\tx"},
        {"\rx", 0, "\"'\rx\""},
        {"1=1", 0, "1=1"},
        {"'=1", 0, "'=1"},
        {"=\"a\"", 0, "\"'=\"\"a\"\"\""},
        {"=", 0, "'="},
    };
    CHECK(plain, samples);
}

static void leaves_formulas_when_raw(void **state) {
    (void)state;
    static const sample samples[] = {{"=1+1", 0, "=1+1"}, {"\tx", 0, "\tx"}, {"=a,b", 0, "\"=a,b\""}};
    CHECK(raw, samples);
}

static void blanks_control_characters(void **state) {
    (void)state;
    static const sample samples[] = {
        {"a\0b", 3, "a b"},
        {"a\x1B[31m", 0, "a [31m"},
        {"\x7F", 0, " "},
        {"a\xC2\x85z", 0, "a z"},        /* U+0085 */
        {"a\xC2\xA0z", 0, "a\xC2\xA0z"}, /* a blank that does not break is no control character */
        {"a\xC2", 0, "a\xC2"},
        {"tab\tstays", 0, "tab\tstays"},
    };
    CHECK(plain, samples);
    CHECK(raw, samples);
}

static void guards_no_number(void **state) {
    (void)state;
    sl_buf out = {0};
    sl_csv_plain(&plain, SL_STR("-5"), &out);
    assert_true(sl_str_eq(sl_buf_str(&out), SL_STR("-5")));
    sl_buf_release(&out);
}

static void ends_rows_as_excel_wants(void **state) {
    (void)state;
    sl_cell_style excel = {.delimiter = ';', .excel = true};
    sl_buf out = {0};
    sl_csv_begin(&excel, &out);
    sl_csv_text(&excel, SL_STR("a"), &out);
    sl_csv_delimit(&excel, &out);
    sl_csv_text(&excel, SL_STR("b"), &out);
    sl_csv_end_row(&excel, &out);
    assert_true(sl_str_eq(sl_buf_str(&out), SL_STR("\xEF\xBB\xBF"
                                                   "a;b\r\n")));
    sl_buf_release(&out);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(quotes_where_it_must),      cmocka_unit_test(quotes_its_own_delimiter),
        cmocka_unit_test(guards_formulas),           cmocka_unit_test(leaves_formulas_when_raw),
        cmocka_unit_test(blanks_control_characters), cmocka_unit_test(guards_no_number),
        cmocka_unit_test(ends_rows_as_excel_wants),
    };
    return cmocka_run_group_tests_name("csv", tests, NULL, NULL);
}
