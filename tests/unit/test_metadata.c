/* SPDX-License-Identifier: Apache-2.0
 *
 * What stands around an article's text: fields of records, days as machines write them, days in paths; and the way back
 * through several texts.
 */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "adapt/charset.h"
#include "run/pathdate.h"
#include "text/jsonarticle.h"
#include "text/text.h"
#include "text/writtenday.h"

static jmp_buf trouble;
static sl_arena arena, tmp;
static sl_error err;

static int begin(void **state) {
    (void)state;
    sl_arena_init(&arena, 0, &trouble);
    sl_arena_init(&tmp, 0, &trouble);
    return setjmp(trouble) ? -1 : 0;
}

static int end(void **state) {
    (void)state;
    sl_arena_release(&arena);
    sl_arena_release(&tmp);
    return 0;
}

static void is(sl_str got, const char *wanted) {
    if (!sl_str_eq(got, sl_str_of(wanted))) fail_msg("\"%.*s\", not \"%s\"", (int)got.n, got.p ? got.p : "", wanted);
}

static void is_day(sl_day day, const char *wanted) {
    char text[11];
    sl_day_print(day, text);
    assert_string_equal(text, wanted);
}

static void written_days_are_read(void **state) {
    (void)state;
    static const char *const samples[][2] = {
        {"2021-02-09", "2021-02-09"},
        {" 2021-02-09T23:59:59+14:00 ", "2021-02-09"},
        {"2021/2/9 10:00", "2021-02-09"},
        {"2021.02.09", "2021-02-09"},
        {"20210209", "2021-02-09"},
        {"20210209T101112Z", "2021-02-09"},
        {"20210209101112", "2021-02-09"},
        {"202102091011", "2021-02-09"},
        {"1612864800", "2021-02-09"},
        {"1612864800000", "2021-02-09"},
        {"1612864800.5", "2021-02-09"},
        {"999999999", "2001-09-09"},
        {"Tue, 09 Feb 2021 10:00:00 GMT", "2021-02-09"},
        {"9 February 2021", "2021-02-09"},
        {"February 9th, 2021", "2021-02-09"},
        {"10:45, 9 SEPT 2021", "2021-09-09"},
        {"2021 Feb 9", "2021-02-09"},
        {"Tuesday 9 May 2023 21.03 BST", "2023-05-09"},
        {"", ""},
        {"soon", ""},
        {"2021", ""},
        {"2021-02", ""},
        {"2021-02-30", ""},
        {"2021-13-01", ""},
        {"0000-00-00", ""},
        {"09/02/2021", ""},
        {"February 2021", ""},
        {"123", ""},
        {"99999999", ""},
        {"16128648000000", ""},
        {"-5", ""},
    };
    for (size_t i = 0; i < sizeof samples / sizeof *samples; i++)
        is_day(sl_writtenday_read(sl_str_of(samples[i][0])), samples[i][1]);
}

/* --- records ------------------------------------------------------------------------------------------------------ */

static sl_jsonarticle read_record(const char *json, const char *fields) {
    sl_fields chosen = {0};
    sl_jsonarticle article;
    for (sl_str rest = sl_str_of(fields); rest.n;) {
        size_t comma = sl_str_find(rest, ',', 0);
        assert_int_equal(sl_fields_add(&chosen, sl_str_cut(rest, 0, comma), &err), SL_OK);
        rest = sl_str_cut(rest, comma + 1, rest.n);
    }
    err = (sl_error){0};
    sl_jsonarticle_read(sl_str_of(json), &chosen, &arena, &article, &err);
    return article;
}

static void records_are_their_articles(void **state) {
    (void)state;
    static const struct {
        const char *json, *fields, *text, *published, *id;
    } samples[] = {
        {"{\"text\":\"a\"}", "", "a", "", ""},
        {"{\"id\":7,\"title\":\"T\",\"date\":\"2021-02-09\",\"body\":\"a\"}", "", "T\n\na", "2021-02-09", "7"},
        {"{\"url\":\"http:\\/\\/x\",\"headline\":\"T\",\"content\":\"T\\nrest\"}", "", "T\nrest", "", "http://x"},
        {"{\"text\":[\"a\",\"b\"],\"timestamp\":1612864800}", "", "a\n\nb", "2021-02-09", ""},
        {"{\"fields\":{\"bodyText\":\"a\"},\"webPublicationDate\":\"2021-02-09T1\"}", "", "a", "2021-02-09", ""},
        {"{\"a\":{\"b\":\"x\"},\"c\":\"y\",\"text\":\"no\"}", "text=a.b,title=c", "y\n\nx", "", ""},
        {"{\"a.b\":\"x\",\"n\":\"2021-02-09\",\"k\":\"z\"}", "text=a.b,date=n,id=k", "x", "2021-02-09", "z"},
        {"{\"text\":\"\\u00e9\\u20AC\\ud83d\\ude00\\n\\t\\\"\\\\\\/\"}", "", "\u00e9\u20ac\U0001F600\n\t\"\\/", "", ""},
        {"{\"text\":\"\\ud83d \\udc00 \\u0000\"}", "", "\uFFFD \uFFFD \uFFFD", "", ""},
        {"{\"text\":\"<p>a &amp; b<\\/p><p>c\"}", "", "a & b\n\nc", "", ""},
        {"{\"text\":\"a < b > c\"}", "", "a < b > c", "", ""},
        {"{\"text\":\"\"}", "", "", "", ""},
        {"{\"text\":null,\"body\":\"x\"}", "", "x", "", ""},
    };
    for (size_t i = 0; i < sizeof samples / sizeof *samples; i++) {
        sl_jsonarticle a = read_record(samples[i].json, samples[i].fields);
        if (err.status) fail_msg("%s: %s", samples[i].json, err.message);
        is(sl_mapped_text(&a.text), samples[i].text);
        is(a.id, samples[i].id);
        is_day(a.published, samples[i].published);
    }
}

static void bad_records_say_what_is_wrong(void **state) {
    (void)state;
    static const char *const samples[][3] = {
        {"{\"id\":1,\"words\":\"a\"}", "", "a record without a text; --field text=NAME tells it, of: id, words"},
        {"{\"text\":\"a\"}", "text=body", "a record without the field \"body\""},
        {"{\"text\":{\"a\":1}}", "", "a record without a text; --field text=NAME tells it, of: text"},
        {"[]", "", "a record that is no JSON object"},
        {"\"x\"", "", "a record that is no JSON object"},
        {"7", "", "not valid JSON"},
        {"{\"text\":\"\\q\"}", "", "not valid JSON"},
        {"", "", "not valid JSON"},
        {"{\"text\":\"a\"", "", "not valid JSON"},
        {"{\"text\":\"a\"} x", "", "not valid JSON"},
        {"{\"text\":\"a\"}{}", "", "not valid JSON"},
        {"{\"text\" \"a\"}", "", "not valid JSON"},
        {"{\"text\"}", "", "not valid JSON"},
        {"{text:\"a\"}", "", "not valid JSON"},
        {"{\"a\":1 2}", "", "not valid JSON"},
    };
    for (size_t i = 0; i < sizeof samples / sizeof *samples; i++) {
        read_record(samples[i][0], samples[i][1]);
        if (strcmp(err.message, samples[i][2]) != 0) fail_msg("%s: %s", samples[i][0], err.message);
    }
    sl_fields fields = {0};
    static const char *const wrong[] = {"", "text", "text=", "body=x", "=x"};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        assert_int_equal(sl_fields_add(&fields, sl_str_of(wrong[i]), &err), SL_BAD_USAGE);
}

/* --- the way back ------------------------------------------------------------------------------------------------- */

static void records_point_into_their_file(void **state) {
    (void)state;
    static const char json[] = "{\"id\": \"x\",\n \"body\": \"<p>The kn\\u00e9e &ldquo;is&rdquo; <b>gone<\\/b>.\"}";
    static const struct {
        const char *word, *source;
    } samples[] = {{"The", "The"},
                   {"knee", "kn\\u00e9e"},
                   {"\"is\"", "&ldquo;is&rdquo;"},
                   {"gone", "gone"},
                   {"is\" gone.", "is&rdquo; <b>gone<\\/b>."}};
    sl_text text;
    sl_text_options options = {
        .date = SL_NO_DAY, .media = SL_MEDIA_RECORD, .file_at = UINT64_C(5000000000), .file_line = 70, .stem = 1};
    assert_int_equal(sl_text_make(SL_STR("f#3"), SL_STR(json), &options, &arena, &tmp, &text, &err), SL_OK);
    is(text.name, "f#x");
    is(text.view, "The knee \"is\" gone.");
    for (size_t i = 0; i < sizeof samples / sizeof *samples; i++) {
        sl_off at = (sl_off)sl_str_search(text.view, sl_str_of(samples[i].word), 0);
        sl_span word = {at, at + (sl_off)strlen(samples[i].word)};
        is(sl_str_span(SL_STR(json), sl_text_on_disk(&text, word)), samples[i].source);
        sl_file_place place = sl_text_place(&text, word);
        assert_int_equal(place.from, options.file_at + sl_text_on_disk(&text, word).from);
        assert_int_equal(place.line, 72);
    }
}

static void pages_are_read_in_what_they_declare(void **state) {
    (void)state;
    static const char page[] =
        "<html><meta charset='windows-1250'><p>Luk\xE1\x9A Nov\xE1k hurt his knee, the club said on "
        "Sunday, and will not play before the spring.";
    sl_text text;
    sl_text_options options = {.date = SL_NO_DAY};
    assert_int_equal(sl_text_make(SL_STR("a"), SL_STR(page), &options, &arena, &tmp, &text, &err), SL_OK);
    assert_string_equal(text.encoding, "windows-1250");
    is(sl_str_cut(text.text, 0, 14), "Luk\u00e1\u0161 Nov\u00e1k");
    is(sl_str_span(SL_STR(page), sl_text_on_disk(&text, (sl_span){0, 5})), "Luk\xE1\x9A");
    assert_null(sl_charset_known(SL_STR("x-no-such-set")));
    assert_null(sl_charset_known(SL_STR("")));
}

static void maps_are_joined(void **state) {
    (void)state;
    sl_map lower = {0}, upper = {0}, empty = {0};
    sl_map_add(&arena, &lower, (sl_map_run){0, 3, 10, 3}); /* abc from 10 */
    sl_map_add(&arena, &lower, (sl_map_run){3, 1, 13, 6}); /* d, an escape */
    sl_map_add(&arena, &lower, (sl_map_run){4, 2, 30, 2}); /* ef, behind a gap */
    sl_map_add(&arena, &upper, (sl_map_run){0, 3, 1, 3});  /* bcd */
    sl_map_add(&arena, &upper, (sl_map_run){5, 1, 4, 2});  /* ef as one thing */
    sl_map joined = sl_map_join(&arena, &upper, &lower);
    static const sl_map_run wanted[] = {{0, 2, 11, 2}, {2, 1, 13, 6}, {5, 1, 30, 2}};
    assert_int_equal(joined.n, 3);
    for (size_t i = 0; i < 3; i++) assert_memory_equal(&joined.v[i], &wanted[i], sizeof wanted[i]);
    joined = sl_map_join(&arena, &upper, &empty);
    assert_int_equal(joined.n, 2);
    sl_map copied = {0};
    sl_map_copy(&arena, &copied, 7, &empty, (sl_span){4, 9});
    assert_int_equal(copied.v[0].to_at, 4);
    sl_map_copy(&arena, &copied, 20, &lower, (sl_span){2, 5});
    assert_int_equal(copied.n, 4);
    assert_int_equal(copied.v[3].at, 22);
    assert_int_equal(copied.v[3].to_at, 30);
    assert_int_equal(copied.v[3].size, 1);
}

/* --- paths -------------------------------------------------------------------------------------------------------- */

static void paths_tell_days(void **state) {
    (void)state;
    static const char *const samples[][3] = {
        {"(\\d{4})/(\\d\\d)/(\\d\\d)", "news/2021/02/09/a.txt", "2021-02-09"},
        {"(\\d\\d)-(\\d\\d)-(\\d{4})", "a-09-02-2021.txt", "2021-02-09"},
        {"\\d{8}", "20210209-a.txt", "2021-02-09"},
        {"_(\\d{4}-\\d\\d-\\d\\d)_", "a_2021-02-09_b", "2021-02-09"},
        {"\\d{8}", "a.txt", ""},
        {"(\\d{4})/(\\d\\d)/(\\d\\d)", "2021/02/30/a", ""},
    };
    sl_matcher *matcher = sl_matcher_new();
    for (size_t i = 0; i < sizeof samples / sizeof *samples; i++) {
        sl_pathdate *p = NULL;
        assert_int_equal(sl_pathdate_new(samples[i][0], &p, &err), SL_OK);
        is_day(sl_pathdate_find(p, matcher, sl_str_of(samples[i][1])), samples[i][2]);
        sl_pathdate_free(p);
    }
    sl_matcher_free(matcher);
    static const char *const wrong[] = {"(", "(a)(b)", "(a)(b)(c)(d)"};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        sl_pathdate *p = NULL;
        assert_int_equal(sl_pathdate_new(wrong[i], &p, &err), SL_BAD_USAGE);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(written_days_are_read),
        cmocka_unit_test(records_are_their_articles),
        cmocka_unit_test(bad_records_say_what_is_wrong),
        cmocka_unit_test(records_point_into_their_file),
        cmocka_unit_test(pages_are_read_in_what_they_declare),
        cmocka_unit_test(maps_are_joined),
        cmocka_unit_test(paths_tell_days),
    };
    return cmocka_run_group_tests_name("metadata", tests, begin, end);
}
