/* SPDX-License-Identifier: Apache-2.0 */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/day.h"

static void test_known_days(void **state) {
    (void)state;
    static const struct {
        int32_t year, month, day, weekday;
        sl_day number;
    } cases[] = {
        {1970, 1, 1, 4, 0},       {1969, 12, 31, 3, -1}, {2000, 2, 29, 2, 11016},    {2024, 2, 29, 4, 19782},
        {2026, 11, 20, 5, 20777}, {1, 1, 1, 1, -719162}, {9999, 12, 31, 5, 2932896},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        sl_day day = sl_day_of(cases[i].year, cases[i].month, cases[i].day);
        assert_int_equal(day, cases[i].number);
        assert_int_equal(sl_day_weekday(day), cases[i].weekday);
    }
}

/** Every day from 1583 to 2400 follows the one before it, there and back. */
static void test_days_in_a_row(void **state) {
    (void)state;
    sl_day expected = sl_day_of(1583, 1, 1);
    for (int32_t y = 1583; y <= 2400; y++)
        for (int32_t m = 1; m <= 12; m++)
            for (int32_t d = 1; d <= sl_days_in_month(y, m); d++, expected++) {
                assert_int_equal(sl_day_of(y, m, d), expected);
                sl_civil c = sl_day_civil(expected);
                assert_true(c.year == y && c.month == m && c.day == d);
            }
    assert_int_equal(expected - sl_day_of(1583, 1, 1), 298769); /* 818 years with 199 leap days */
}

static void test_impossible_days(void **state) {
    (void)state;
    static const int32_t cases[][3] = {{2023, 2, 29}, {1900, 2, 29}, {2024, 0, 1}, {2024, 13, 1}, {2024, 4, 31},
                                       {2024, 1, 0},  {2024, 1, 32}, {0, 1, 1},    {10000, 1, 1}, {-5, 1, 1}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_int_equal(sl_day_of(cases[i][0], cases[i][1], cases[i][2]), SL_NO_DAY);
    assert_int_equal(sl_days_in_month(2000, 2), 29);
    assert_int_equal(sl_days_in_month(2100, 2), 28);
}

static void test_parse_and_print(void **state) {
    (void)state;
    static const char *const good[] = {"2024-02-29", "1970-01-01", "0001-01-01", "9999-12-31"};
    static const char *const bad[] = {"",           "2024-2-29",  "2024-02-30", "2023-02-29",
                                      "2024/02/03", "24-02-03",   "2024-02-3x", "2024-02-031",
                                      " 2024-02-3", "+024-02-03", "0000-01-01", "2024-00-10"};
    char printed[11];
    for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
        sl_day_print(sl_day_parse(sl_str_of(good[i])), printed);
        assert_string_equal(printed, good[i]);
    }
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        if (sl_day_parse(sl_str_of(bad[i])) != SL_NO_DAY) fail_msg("'%s' was taken for a day", bad[i]);
    }
    sl_day_print(SL_NO_DAY, printed);
    assert_string_equal(printed, "");
}

static void test_add_months(void **state) {
    (void)state;
    static const struct {
        const char *from;
        int32_t months;
        const char *to;
    } cases[] = {
        {"2023-01-31", 1, "2023-02-28"},  {"2024-01-31", 1, "2024-02-29"},   {"2024-03-31", -1, "2024-02-29"},
        {"2024-11-15", 3, "2025-02-15"},  {"2024-01-15", -13, "2022-12-15"}, {"2024-05-31", 0, "2024-05-31"},
        {"2024-08-31", 18, "2026-02-28"},
    };
    char printed[11];
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        sl_day_print(sl_day_add_months(sl_day_parse(sl_str_of(cases[i].from)), cases[i].months), printed);
        assert_string_equal(printed, cases[i].to);
    }
    assert_int_equal(sl_day_add_months(sl_day_of(9999, 12, 1), 1), SL_NO_DAY);
    assert_int_equal(sl_day_add_months(sl_day_of(1, 1, 1), -1), SL_NO_DAY);
}

static void test_easter(void **state) {
    (void)state;
    static const char *const easters[] = {"1818-03-22", "1943-04-25", "2000-04-23", "2021-04-04",
                                          "2024-03-31", "2025-04-20", "2038-04-25"};
    for (size_t i = 0; i < sizeof easters / sizeof *easters; i++) {
        sl_day day = sl_day_parse(sl_str_of(easters[i]));
        assert_int_equal(sl_day_easter(sl_day_civil(day).year), day);
        assert_int_equal(sl_day_weekday(day), 7);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_known_days),      cmocka_unit_test(test_days_in_a_row),
        cmocka_unit_test(test_impossible_days), cmocka_unit_test(test_parse_and_print),
        cmocka_unit_test(test_add_months),      cmocka_unit_test(test_easter),
    };
    return cmocka_run_group_tests_name("day", tests, NULL, NULL);
}
