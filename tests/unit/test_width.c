/* SPDX-License-Identifier: Apache-2.0
 *
 * How many columns of a terminal a text takes, and where it is cut.
 */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "adapt/unicode.h"

typedef struct {
    const char *text;
    size_t columns, bytes, used;
} sample;

static const sample samples[] = {
    {"", 5, 0, 0},
    {"knee", 10, 4, 4},
    {"knee", 4, 4, 4},
    {"knee", 3, 3, 3},
    {"knee", 0, 0, 0},
    {"J\xC3\xBCrgen", 2, 3, 2},
    {"Ju\xCC\x88rgen", 2, 4, 2},                                                   /* u and its dots are one */
    {"\xE6\x97\xA5\xE6\x9C\xAC", 9, 6, 4},                                         /* 日本: two columns each */
    {"\xE6\x97\xA5\xE6\x9C\xAC", 3, 3, 2},                                         /* no half of one */
    {"\xF0\x9F\x98\xA2!", 3, 5, 3},                                                /* 😢 */
    {"\xF0\x9F\x87\xAC\xF0\x9F\x87\xA7\xF0\x9F\x87\xAB\xF0\x9F\x87\xB7", 3, 8, 2}, /* two flags, one fits */
    {"\xE2\x9D\xA4\xEF\xB8\x8F x", 4, 8, 4},                                       /* a heart in its emoji form */
    {"\xF0\x9F\x91\xA9\xE2\x80\x8D\xF0\x9F\x91\xA9\xE2\x80\x8D\xF0\x9F\x91\xA7.", 2, 18, 2}, /* a family is one */
    {"\xD7\xA9\xD7\x9C\xD7\x95\xD7\x9D", 9, 8, 4},                                           /* שלום */
    {"\xEF\xBC\xA1", 2, 3, 2},                                                               /* a full-width A */
};

static void fits(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof samples / sizeof *samples; i++) {
        size_t used;
        size_t bytes = sl_unicode_fit(sl_str_of(samples[i].text), samples[i].columns, &used);
        if (bytes != samples[i].bytes || used != samples[i].used) print_message("sample %zu\n", i);
        assert_int_equal(bytes, samples[i].bytes);
        assert_int_equal(used, samples[i].used);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(fits)};
    return cmocka_run_group_tests_name("width", tests, NULL, NULL);
}
