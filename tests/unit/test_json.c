/* SPDX-License-Identifier: Apache-2.0
 *
 * The writer behind run.json.
 */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "output/json.h"

static void assert_text(const char *text, size_t n, const char *printed) {
    sl_buf out = {0};
    sl_json json = {.out = &out};
    sl_json_text(&json, "", (sl_str){text, n});
    sl_buf_char(&out, '\0');
    assert_string_equal(out.p, printed);
    sl_buf_release(&out);
}

static void escapes(void **state) {
    (void)state;
    assert_text("", 0, "\"\"");
    assert_text("a\"b\\c/", 6, "\"a\\\"b\\\\c/\"");
    assert_text("a\nb\tc\0d\x7F", 8, "\"a\\nb\\u0009c\\u0000d\\u007f\"");
    assert_text("J\xC3\xBC", 3, "\"J\xC3\xBC\"");
}

static void what_is_not_utf8_is_replaced(void **state) {
    (void)state;
    assert_text("a\xFFz", 3, "\"a\xEF\xBF\xBDz\"");
    assert_text("\xC3", 1, "\"\xEF\xBF\xBD\"");
    assert_text("\xED\xA0\x80", 3, "\"\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\""); /* half a surrogate pair */
    assert_text("\xC0\xAF", 2, "\"\xEF\xBF\xBD\xEF\xBF\xBD\"");                 /* a slash, too long */
}

static void nests(void **state) {
    (void)state;
    sl_buf out = {0};
    sl_json json = {.out = &out};
    sl_json_open(&json, "", '{');
    sl_json_number(&json, "n", 3);
    sl_json_bool(&json, "yes", true);
    sl_json_open(&json, "empty", '[');
    sl_json_close(&json, ']');
    sl_json_open(&json, "list", '[');
    sl_json_text(&json, "", SL_STR("a"));
    sl_json_open(&json, "", '{');
    sl_json_close(&json, '}');
    sl_json_close(&json, ']');
    sl_json_close(&json, '}');
    sl_buf_char(&out, '\0');
    assert_string_equal(out.p, "{\n  \"n\": 3,\n  \"yes\": true,\n  \"empty\": [],\n"
                               "  \"list\": [\n    \"a\",\n    {}\n  ]\n}\n");
    sl_buf_release(&out);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(escapes),
        cmocka_unit_test(what_is_not_utf8_is_replaced),
        cmocka_unit_test(nests),
    };
    return cmocka_run_group_tests_name("json", tests, NULL, NULL);
}
