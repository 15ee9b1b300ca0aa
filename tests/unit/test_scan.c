/* SPDX-License-Identifier: Apache-2.0 */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>

#include <cmocka.h>

#include "ruleset.h"

typedef struct {
    jmp_buf jump;
    sl_arena arena;
    sl_diagnostics d;
    sl_source source;
    sl_statements s;
} scanned;

static void scan(scanned *t, const char *text) {
    sl_arena_init(&t->arena, 0, &t->jump);
    t->d = (sl_diagnostics){.arena = &t->arena};
    t->s = (sl_statements){0};
    t->source = source_of(text);
    sl_scan(&t->source, &t->arena, &t->d, &t->s);
}

static void release(scanned *t) {
    sl_arena_release(&t->arena);
}

static void keywords_and_texts(void **state) {
    (void)state;
    static const struct {
        const char *line, *keyword, *text;
        bool colon;
    } cases[] = {
        {"use: a.rules", "use", "a.rules", true},
        {"  match:   x y  ", "match", "x y", true},
        {"rule a.b -> c", "rule a.b -> c", "", false},
        {"yes: he said: no", "yes", "he said: no", true},
        {"unless before 4 of {a:b}: no", "unless before 4 of {a:b}", "no", true},
        {"unless of {a: no", "unless of {a", "no", true}, /* a brace without an end hides nothing */
        {"match:", "match", "", true},
        {"a {b} c: {d: e}", "a {b} c", "{d: e}", true},
        {": x", "", "x", true},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        scanned t;
        char text[200];
        snprintf(text, sizeof text, "top: 1\n%s\n", cases[i].line);
        scan(&t, text);
        const sl_statement *s = sl_is_space(cases[i].line[0]) ? &t.s.v[0].below.v[0] : &t.s.v[1];
        assert_str(s->keyword.text, cases[i].keyword);
        assert_str(s->text.text, cases[i].text);
        assert_int_equal(s->has_colon, cases[i].colon);
        assert_int_equal(t.d.errors, 0);
        release(&t);
    }
}

static void lines_below_their_statement(void **state) {
    (void)state;
    scanned t;
    scan(&t, "one: 1\n  a: x\n\n\tb: y\n# c: z\n  # d: z\ntwo: 2\n  e: w");
    assert_int_equal(t.s.n, 2);
    assert_int_equal(t.s.v[0].below.n, 2);
    assert_str(t.s.v[0].below.v[1].keyword.text, "b");
    assert_int_equal(t.s.v[1].below.n, 1);
    assert_str(t.s.v[1].below.v[0].text.text, "w");
    release(&t);
}

static void a_first_line_cannot_be_indented(void **state) {
    (void)state;
    scanned t;
    scan(&t, "  one: 1\n  two: 2\n");
    assert_int_equal(t.d.errors, 1);
    assert_int_equal(t.d.list.v[0].number, 11);
    assert_int_equal(t.s.n, 1);
    assert_int_equal(t.s.v[0].below.n, 1);
    release(&t);
}

static void a_line_goes_on(void **state) {
    (void)state;
    scanned t;
    scan(&t, "macro m: one ...\n   two...\n\tthree\nnext: x\n");
    assert_int_equal(t.s.n, 2);
    const sl_located *text = &t.s.v[0].text;
    assert_str(text->text, "one twothree");
    static const struct {
        size_t at;
        uint32_t line, column;
    } places[] = {{0, 1, 10}, {2, 1, 12}, {4, 2, 4}, {6, 2, 6}, {7, 3, 2}, {11, 3, 6}};
    for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
        sl_diagnostic d = sl_located_at(text, places[i].at, places[i].at + 1);
        assert_int_equal(d.line, places[i].line);
        assert_int_equal(d.column, places[i].column);
    }
    sl_located part = sl_located_cut(text, 4, 7);
    assert_str(part.text, "two");
    assert_int_equal(sl_located_at(&part, 1, 2).column, 5);
    release(&t);
}

static void a_line_goes_on_into_nothing(void **state) {
    (void)state;
    static const char *const texts[] = {"a: b...", "a: b...\n", "a: b...\n\nc: d\n", "a: b...\n   \n", "..."};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        scanned t;
        scan(&t, texts[i]);
        assert_int_equal(t.d.errors, 1);
        assert_int_equal(t.d.list.v[0].number, 11);
        release(&t);
    }
}

static void places_in_lines_that_end_in_cr_lf(void **state) {
    (void)state;
    scanned t;
    scan(&t, "one: 1\r\n  two: x y\r\n");
    const sl_located *text = &t.s.v[0].below.v[0].text;
    assert_str(text->text, "x y");
    sl_diagnostic d = sl_located_at(text, 2, 3);
    assert_int_equal(d.line, 2);
    assert_int_equal(d.column, 10);
    assert_str(d.source, "  two: x y");
    release(&t);
}

static void warnings_allowed(void **state) {
    (void)state;
    scanned t;
    scan(&t, "# allow W07 W12\n# because it is so\na: x\nb: y\n# allow W63\n  c: z\n# allow W64 Wxx\nd: w\n# allows "
             "W01\ne: v\n");
    assert_int_equal(t.s.v[0].allowed, UINT64_C(1) << 7 | UINT64_C(1) << 12);
    assert_int_equal(t.s.v[1].allowed, 0);
    assert_int_equal(t.s.v[1].below.v[0].allowed, UINT64_C(1) << 63);
    assert_int_equal(t.s.v[2].allowed, 0);
    assert_int_equal(t.s.v[3].allowed, 0);
    release(&t);
}

static void lines_by_index_and_by_counting(void **state) {
    (void)state;
    static const char text[] = "a: 1\n\nb: 2\n  c: 3\r\n\n\nd: 4";
    scanned t;
    scan(&t, text);
    sl_located whole = {t.source.bytes, &t.source, NULL, 0};
    uint32_t counted[sizeof text];
    for (size_t i = 0; i + 1 < sizeof text; i++) counted[i] = sl_located_at(&whole, i, i + 1).line;
    sl_source_index(&t.source, &t.arena);
    for (size_t i = 0; i + 1 < sizeof text; i++) assert_int_equal(sl_located_at(&whole, i, i + 1).line, counted[i]);
    assert_int_equal(counted[0], 1);
    assert_int_equal(counted[sizeof text - 2], 7);
    release(&t);
}

static void bytes_made_clean(void **state) {
    (void)state;
    const struct {
        sl_str raw, clean;
        uint32_t errors;
        bool text;
    } cases[] = {
        {SL_STR("a: b\n"), SL_STR("a: b\n"), 0, true},
        {SL_STR("\xEF\xBB\xBF"
                "a: b\n"),
         SL_STR("a: b\n"), 0, true},
        {SL_STR("a: b\rc: d\r"), SL_STR("a: b\nc: d\n"), 0, true},
        {SL_STR("a: b\r\nc"), SL_STR("a: b\r\nc"), 0, true},
        {SL_STR("a: \xFC\xFC!\n\xC3"),
         SL_STR("a: ?"
                "?!\n?"),
         1, true},
        {SL_STR("a: \xED\xA0\x80!"),
         SL_STR("a: ?"
                "?"
                "?!"),
         1, true}, /* half a pair */
        {SL_STR("a\0b"), SL_STR("a?b"), 1, true},
        {SL_STR("\xFF\xFE"
                "a\0"),
         SL_STR("\xFF\xFE"
                "a\0"),
         1, false},
        {SL_STR(""), SL_STR(""), 0, true},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        scanned t;
        scan(&t, "");
        t.source.bytes = cases[i].raw;
        assert_int_equal(sl_source_clean(&t.source, &t.arena, &t.d), cases[i].text);
        assert_int_equal(t.d.errors, cases[i].errors);
        if (cases[i].errors) assert_int_equal(t.d.list.v[0].number, 45);
        assert_true(sl_str_eq(t.source.bytes, cases[i].clean));
        release(&t);
    }
}

/* --- diagnostics -------------------------------------------------------------------------------------------------- */

static void twenty_of_each_file(void **state) {
    (void)state;
    scanned t;
    scan(&t, "");
    sl_source other = source_of("1\n2\n3\n");
    other.path = SL_STR("other");
    char text[200];
    memset(text, '\n', sizeof text - 1);
    text[sizeof text - 1] = '\0';
    t.source.bytes = sl_str_of(text);
    sl_located whole = {t.source.bytes, &t.source, NULL, 0}, there = {other.bytes, &other, NULL, 0};
    for (size_t i = 40; i-- > 0;) {
        sl_error_at(&t.d, &whole, i, i + 1, 1, "number %zu", i);
        if (i == 39) sl_error_at(&t.d, &there, 2, 3, 2, "elsewhere");
        if (i > 20) sl_error_at(&t.d, &whole, i, i + 1, 1, "number %zu", i); /* told and counted once */
    }
    assert_int_equal(t.d.list.n, 22);
    assert_int_equal(t.d.errors, 20 + 1 + 20);
    sl_diagnostics_sort(&t.d);
    assert_int_equal(t.d.list.v[0].line, 21);
    assert_int_equal(t.d.list.v[19].line, 40);
    assert_int_equal(t.d.list.v[20].number, 0);
    assert_str(t.d.list.v[20].message, "20 more errors not shown");
    assert_str(t.d.list.v[21].file, "other");
    sl_error_at(&t.d, &whole, 5, 6, 1, "one more, after sorting");
    assert_str(t.d.list.v[20].message, "21 more errors not shown");
    release(&t);
}

static void rendered(void **state) {
    (void)state;
    static const struct {
        const char *line;
        size_t from, to;
        const char *text;
    } cases[] = {
        {"a: bcd", 3, 6, "test:1:4: error E09: bad\n   a: bcd\n      ^~~\n"},
        {"\ta:\tbcd", 4, 5, "test:1:5: error E09: bad\n   \ta:\tbcd\n   \t  \t^\n"},
        {"\xC3\xA9\xE2\x80\x9C: b\xC3\xB8"
         "d",
         7, 11,
         "test:1:8: error E09: bad\n   \xC3\xA9\xE2\x80\x9C: b\xC3\xB8"
         "d\n       ^~~\n"},
        {"e\xCC\x81: b", 5, 6, "test:1:6: error E09: bad\n   e\xCC\x81: b\n      ^\n"},
        {"a\x1B[2Jb\x7F", 5, 6, "test:1:6: error E09: bad\n   a?[2Jb?\n        ^\n"},
        {"ab", 2, 2, "test:1:3: error E09: bad\n   ab\n     ^\n"},
        {"ab\n", 0, 9, "test:1:1: error E09: bad\n   ab\n   ^~\n"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        scanned t;
        sl_buf out = {0};
        scan(&t, "");
        t.source.bytes = sl_str_of(cases[i].line);
        sl_located whole = {t.source.bytes, &t.source, NULL, 0};
        sl_error_at(&t.d, &whole, cases[i].from, cases[i].to, 9, "bad");
        sl_diagnostic_render(&t.d.list.v[0], false, &out);
        sl_buf_char(&out, '\0');
        assert_string_equal(out.p, cases[i].text);
        sl_buf_release(&out);
        release(&t);
    }
}

/* Wherever the caret is, it stands below the letter that is meant, and no line is wider than a screen. */
static void long_lines_are_cut(void **state) {
    (void)state;
    enum { LETTERS = 500 };
    char line[2 * LETTERS];
    size_t n = 0;
    for (size_t i = 0; i < LETTERS; i++) {
        if (i % 7 == 3) line[n++] = '\xC3', line[n++] = '\xA9';
        else line[n++] = i == 250 ? 'X' : 'a';
    }
    size_t x = (size_t)((char *)memchr(line, 'X', n) - line);
    scanned t;
    scan(&t, "");
    t.source.bytes = (sl_str){line, n};
    sl_located whole = {t.source.bytes, &t.source, NULL, 0};
    sl_error_at(&t.d, &whole, x, x + 1, 9, "bad");
    sl_buf out = {0};
    sl_diagnostic_render(&t.d.list.v[0], false, &out);
    sl_str all = sl_buf_str(&out);
    size_t begin = sl_str_find(all, '\n', 0) + 1, end = sl_str_find(all, '\n', begin), letters = 0;
    size_t caret = sl_str_find(all, '^', end) - end - 1;
    for (size_t i = begin; i < end && all.p[i] != 'X'; i++) letters += ((unsigned char)all.p[i] & 0xC0) != 0x80;
    assert_int_equal(letters, caret);
    assert_true(end - begin < 200);
    sl_buf_release(&out);
    release(&t);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(keywords_and_texts),
        cmocka_unit_test(lines_below_their_statement),
        cmocka_unit_test(a_first_line_cannot_be_indented),
        cmocka_unit_test(a_line_goes_on),
        cmocka_unit_test(a_line_goes_on_into_nothing),
        cmocka_unit_test(places_in_lines_that_end_in_cr_lf),
        cmocka_unit_test(warnings_allowed),
        cmocka_unit_test(lines_by_index_and_by_counting),
        cmocka_unit_test(bytes_made_clean),
        cmocka_unit_test(twenty_of_each_file),
        cmocka_unit_test(rendered),
        cmocka_unit_test(long_lines_are_cut),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
