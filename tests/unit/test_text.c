/* SPDX-License-Identifier: Apache-2.0
 *
 * Articles as text: encodings, the way back to the bytes on disk, lines, the date prefix, paragraphs.
 */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "adapt/charset.h"
#include "adapt/unicode.h"
#include "base/buf.h"
#include "text/text.h"

#include <utf8proc.h>

static jmp_buf trouble;
static sl_arena out, tmp;

static int set_up(void **state) {
    (void)state;
    sl_arena_init(&out, 0, &trouble);
    sl_arena_init(&tmp, 0, &trouble);
    return 0;
}

static int tear_down(void **state) {
    (void)state;
    sl_arena_release(&out);
    sl_arena_release(&tmp);
    return 0;
}

static sl_status try(sl_str raw, sl_text *text, sl_error *err) {
    return sl_text_make(SL_STR("a.txt"), raw, &(sl_text_options){.date = SL_NO_DAY}, &out, &tmp, text, err);
}

static void make(sl_str raw, sl_text *text) {
    sl_error err;
    if (try(raw, text, &err)) fail_msg("%s", err.message);
}

/** The span of `word` in the view. */
static sl_span find(const sl_text *text, const char *word) {
    size_t at = sl_str_search(text->view, sl_str_of(word), 0);
    if (at == text->view.n) fail_msg("no '%s' in '%.*s'", word, (int)text->view.n, text->view.p);
    return (sl_span){(sl_off)at, (sl_off)(at + strlen(word))};
}

/* ---- encodings ---- */

/** `word` is of the view; `printed` its text; its bytes in raw begin at `at` and are `bytes`. */
static const struct {
    sl_str raw;
    const char *encoding, *word, *printed;
    sl_off at, bytes;
    bool repaired;
} encoded[] = {
    {{"J\xC3\xBCrgen left", 12}, "UTF-8", "Jurgen", "J\u00FCrgen", 0, 7, false},
    {{"\xEF\xBB\xBFJ\xC3\xBCrgen left", 15}, "UTF-8", "Jurgen", "J\u00FCrgen", 3, 7, false},
    {{"So J\xFCrgen, he\x92s out \x96 a blow", 28}, "windows-1252", "Jurgen", "J\u00FCrgen", 3, 6, false},
    {{"So J\xFCrgen, he\x92s out \x96 a blow", 28}, "windows-1252", "he's", "he\u2019s", 11, 4, false},
    {{"So J\xFCrgen, he\x92s out \x96 a blow", 28}, "windows-1252", "- a", "\u2013 a", 20, 3, false},
    {{"A \x80"
      "5 fee\x8D",
      9},
     "windows-1252",
     "\u20AC5 fee",
     "\u20AC5 fee",
     2,
     6,
     false},
    {{"\xFF\xFEJ\0\xFC\0r\0.\0", 10}, "UTF-16LE", "Jur", "J\u00FCr", 2, 6, false},
    {{"\xFE\xFF\0J\0\xFC\0r\0.", 10}, "UTF-16BE", "ur", "\u00FCr", 4, 4, false},
    {{"O\0k\0a\0f\0o\0r\0 \0o\0u\0t\0", 20}, "UTF-16LE", "out", "out", 14, 6, false},
    {{"\0O\0k\0a\0f\0o\0r\0 \0o\0u\0t", 20}, "UTF-16BE", "out", "out", 14, 6, false},
    {{"\xFF\xFEO\0\x3D\xD8\x00\xDE!\0", 10}, "UTF-16LE", "\xF0\x9F\x98\x80", "\xF0\x9F\x98\x80", 4, 4, false},
    {{"\xFF\xFEO\0\x00\xDEk\0x", 9}, "UTF-16LE", "O\uFFFDk\uFFFD", "O\uFFFDk\uFFFD", 2, 7, true},
    {{"\xFF\xFE\0\0a\0", 6}, "UTF-16LE", "a", "a", 4, 2, true},
    {{"one \xC3\xA9 and one \xE9t", 17}, "windows-1252", "et", "\u00E9t", 15, 2, false},
    {{"O\0kafor", 7}, "UTF-8", "O\uFFFDkafor", "O\uFFFDkafor", 0, 7, true},
    {{"O\0kafor \xFC", 9}, "windows-1252", "kafor u", "kafor \u00FC", 2, 7, true},
    {{"\xEF\xBB\xBF"
      "a\xC3\xBC\xFF!\xE2\x80",
      10},
     "UTF-8",
     "u\uFFFD!",
     "\u00FC\uFFFD!",
     4,
     4,
     true},
    {{"nearly \xC3\xA9\xC3\xA9\xC3\xA9\xC3\xA9\xC3\xA9\xC3\xA9\xC3\xA9\xC3\xA9\xC3\xA9 \xE9t", 28},
     "UTF-8",
     "e \uFFFDt",
     "\u00E9 \uFFFDt",
     23,
     5,
     true},
};

static void test_encodings(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof encoded / sizeof *encoded; i++) {
        sl_text text;
        make(encoded[i].raw, &text);
        assert_string_equal(text.encoding, encoded[i].encoding);
        sl_span span = find(&text, encoded[i].word), disk = sl_text_on_disk(&text, span);
        sl_str printed = sl_text_cut(&text, span);
        if (!sl_str_eq(printed, sl_str_of(encoded[i].printed))) fail_msg("%zu: '%.*s'", i, (int)printed.n, printed.p);
        if (disk.from != encoded[i].at || disk.to != encoded[i].at + encoded[i].bytes)
            fail_msg("%zu: bytes %u..%u", i, disk.from, disk.to);
        assert_int_equal(text.repaired, encoded[i].repaired);
    }
}

static void test_guessed_encodings(void **state) {
    (void)state;
    const struct {
        sl_str raw;
        const char *encoding, *word;
    } cases[] = {
        /* "The trainer spoke of the knee and of six weeks" and so on, in words of our own */
        {SL_STR("\xCD\xE0\xEF\xE0\xE4\xE0\xFE\xF9\xE8\xE9 \xEF\xEE\xEB\xF3\xF7\xE8\xEB \xF2\xF0\xE0\xE2\xEC\xF3 "
                "\xEA\xEE\xEB\xE5\xED\xE0 \xE8 \xEF\xF0\xEE\xEF\xF3\xF1\xF2\xE8\xF2 \xF8\xE5\xF1\xF2\xFC "
                "\xED\xE5\xE4\xE5\xEB\xFC"),
         "windows-1251", "\u043A\u043E\u043B\u0435\u043D\u0430"},
        {SL_STR("Der St\xFCrmer verletzte sich am Kn\xF6"
                "chel und f\xE4llt f\xFCr sechs Wochen aus, sagte der "
                "Trainer \xFC"
                "ber den gr\xF6\xDFten Ausfall"),
         "windows-1252", "grossten"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        sl_text text;
        make(cases[i].raw, &text);
        assert_string_equal(text.encoding, cases[i].encoding);
        find(&text, cases[i].word);
    }
    /* Two bytes beyond ASCII are no ground for a guess. */
    assert_null(sl_charset_detect(SL_STR("The winger left the pitch after ten minutes with what looked like a pulled "
                                         "muscle, and J\xFCrgen Brandt\x92s side drew, having led for an hour.")));
}

static void test_binary(void **state) {
    (void)state;
    char noise[600];
    uint32_t seed = 7;
    for (size_t i = 0; i < sizeof noise; i++) noise[i] = (char)((seed = seed * 1664525u + 1013904223u) >> 24);
    const sl_str cases[] = {
        SL_STR("\x89PNG\r\n\x1A\n\0\0\0\rIHDR"),
        SL_STR("PK\3\4\x14\0\0\0"),
        SL_STR("\x7F"
               "ELF\2\1\1"),
        SL_STR("%PDF-1.7\n%text that could be read"),
        SL_STR("\xFF\xD8\xFF\xE0JFIF"),
        SL_STR("\0\1\2\3\4\5"),
        SL_STR("\0\0\0\0\0\0\0\0\0\0\0\0"),
        SL_STR("\xFF\xFE\1\0\2\0\3\0\4\0\5\0"),
        {noise, sizeof noise},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        sl_text text;
        sl_error err = {0};
        if (try(cases[i], &text, &err) != SL_BAD_INPUT) fail_msg("case %zu passed for text", i);
        assert_string_equal(err.message, "binary file");
        assert_string_equal(err.file, "a.txt");
    }
}

/** Our validation against utf8proc's, on bytes that are often nearly right. */
static void test_validation(void **state) {
    (void)state;
    static const unsigned char likely[] = {'a',  0x80, 0x9F, 0xA0, 0xBF, 0xC1, 0xC2, 0xDF, 0xE0, 0xE2,
                                           0xED, 0xEF, 0xF0, 0xF3, 0xF4, 0xF5, 0xFF, 0x8F, 0x90};
    uint32_t seed = 3;
    size_t valid = 0;
    for (size_t round = 0; round < 300000; round++) {
        char s[12];
        size_t n = 1 + round % 12;
        for (size_t i = 0; i < n; i++)
            s[i] = (char)likely[((seed = seed * 1664525u + 1013904223u) >> 16) % sizeof likely];
        size_t expected = 0;
        for (utf8proc_int32_t rune; expected < n;) {
            utf8proc_ssize_t k =
                utf8proc_iterate((const utf8proc_uint8_t *)s + expected, (utf8proc_ssize_t)(n - expected), &rune);
            if (k < 1) break;
            expected += (size_t)k;
        }
        assert_int_equal(sl_unicode_valid((sl_str){s, n}), expected);
        valid += expected == n && n > 1;
    }
    print_message("%zu of 300000 strings were valid\n", valid);
    assert_true(valid > 1000);
}

static void test_case_and_category(void **state) {
    (void)state;
    static const uint32_t folded[][2] = {{'A', 'a'},       {'z', 'z'},       {0xC9, 0xE9},      {0x0416, 0x0436},
                                         {0x03C2, 0x03C3}, {0x212A, 'k'},    {0x17F, 's'},      {0x1E9E, 0xDF},
                                         {0xDF, 0xDF},     {0x4E2D, 0x4E2D}, {0x10400, 0x10428}};
    for (size_t i = 0; i < sizeof folded / sizeof *folded; i++)
        assert_int_equal(sl_unicode_fold_case(folded[i][0]), folded[i][1]);
    assert_int_equal(sl_unicode_category('a'), SL_CATEGORY_LL);
    assert_int_equal(sl_unicode_category(0x0416), SL_CATEGORY_LU);
    assert_int_equal(sl_unicode_category(0x0301), SL_CATEGORY_MN);
    assert_int_equal(sl_unicode_category(0x0663), SL_CATEGORY_ND);
    assert_int_equal(sl_unicode_category(0x10FFFF), SL_CATEGORY_CN);
}

/* ---- lines ---- */

static void test_lines(void **state) {
    (void)state;
    static const struct {
        sl_str raw;
        sl_off starts[6];
        size_t n;
    } cases[] = {
        {{"", 0}, {0}, 1},
        {{"one", 3}, {0}, 1},
        {{"one\ntwo\n", 8}, {0, 4, 8}, 3},
        {{"one\r\ntwo\r\n\r\nx", 13}, {0, 5, 10, 12}, 4},
        {{"one\rtwo\r\rx", 10}, {0, 4, 8, 9}, 4},
        {{"a\r\nb\rc\nd", 8}, {0, 3, 5, 7}, 4},
        {{"\xEF\xBB\xBF"
          "a\nb",
          6},
         {0, 5},
         2},
        {{"\xFF\xFE"
          "a\0\n\0b\0",
          8},
         {0, 6},
         2},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        sl_text text;
        make(cases[i].raw, &text);
        assert_int_equal(text.line_starts.n, cases[i].n);
        for (size_t k = 0; k < cases[i].n; k++) {
            assert_int_equal(text.line_starts.v[k], cases[i].starts[k]);
            assert_int_equal(sl_text_line(&text, cases[i].starts[k]), k + 1);
            if (k) assert_int_equal(sl_text_line(&text, cases[i].starts[k] - 1), k);
        }
    }
}

/* ---- date prefix ---- */

static void test_date_prefix(void **state) {
    (void)state;
    static const struct {
        const char *text, *published, *first;
        bool impossible;
    } cases[] = {
        {" date 2021-04-29 Okafor is back.\n\nMore.", "2021-04-29", "Okafor is back.", false},
        {"date 2021-04-29\nOkafor is back.", "2021-04-29", "Okafor is back.", false},
        {"  date\u00A0 2021-04-29", "2021-04-29", "", false},
        {"\tdate 2021\u201304\u201329\r\n\r\nOkafor", "2021-04-29", "Okafor", false},
        {" date 2021-02-30 Okafor", "", "Okafor", true},
        {" date 0000-01-01 Okafor", "", "Okafor", true},
        {" date 2021-13-01\nOkafor", "", "Okafor", true},
        {" date 2021-4-29 Okafor", "", "date 2021-4-29 Okafor", false},
        {" date 2021-04-291 Okafor", "", "date 2021-04-291 Okafor", false},
        {" date 2021-04-29, Okafor", "", "date 2021-04-29, Okafor", false},
        {" dated 2021-04-29 Okafor", "", "dated 2021-04-29 Okafor", false},
        {"Title\n\n date 2021-04-29 Okafor", "", "Title", false},
        {" date 2021-04-2", "", "date 2021-04-2", false},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        sl_text text;
        char published[11];
        make(sl_str_of(cases[i].text), &text);
        sl_day_print(text.published, published);
        assert_string_equal(published, cases[i].published);
        assert_int_equal(text.impossible_date, cases[i].impossible);
        sl_str first = text.paragraphs.n ? sl_str_span(text.view, text.paragraphs.v[0].at) : SL_STR("");
        if (!sl_str_eq(first, sl_str_of(cases[i].first))) fail_msg("%zu: '%.*s'", i, (int)first.n, first.p);
    }
}

static void test_date_from_the_caller(void **state) {
    (void)state;
    sl_text text;
    sl_error err;
    sl_day known = sl_day_of(2020, 1, 2);
    assert_int_equal(sl_text_make(SL_STR("a"), SL_STR(" date 2021-04-29 Okafor"), &(sl_text_options){.date = known},
                                  &out, &tmp, &text, &err),
                     SL_OK);
    assert_int_equal(text.published, known);
    assert_int_equal(text.paragraphs.v[0].at.from, 17);
}

/* ---- paragraphs ---- */

/** Paragraphs are parted by | , "H:" is a headline and "I:" an item. */
static const struct {
    const char *text, *paragraphs;
} layouts[] = {
    {"", ""},
    {" \n\n \t\n", ""},
    {"One line", "One line"},
    {"Okafor out for weeks\n\nHe fell. He left.\n\nMore.", "H:Okafor out for weeks|He fell. He left.|More."},
    {"Okafor out for weeks.\n\nHe fell.", "Okafor out for weeks.|He fell."},
    {"\u201COut!\u201D\n\nHe fell.", "\"Out!\"|He fell."},
    {"\u201COut\u201D says coach\n\nHe fell.", "H:\"Out\" says coach|He fell."},
    {"One\nTwo\r\nThree", "H:One|Two|Three"},
    {"  One  \n \t \n  Two  ", "H:One|Two"},
    {"Team news\n- Okafor: knee\n* Lind: ankle\n\u2022 Pratt: out\n\u2013 Vega",
     "H:Team news|I:- Okafor: knee|I:* "
     "Lind: ankle|I:\u2022 Pratt: out|I:- Vega"},
    {"-5 degrees\n-- no item", "H:-5 degrees|-- no item"},
    {"Okafor, who has not played since he was hurt in\nthe autumn, is back.", "Okafor, who has not played since he "
                                                                              "was hurt in\nthe autumn, is back."},
    {"Okafor, who has not played since he was hurt.\nthe autumn", "Okafor, who has not played since he was hurt.|the "
                                                                  "autumn"},
    {"A short line\nthat goes on", "H:A short line|that goes on"},
    /* wrapped at 60: a name at the beginning of a line is no new paragraph, an item and a short line's end are */
    {"The club said on Monday that the winger hurt his knee while\nplaying for his country, and the manager, a Dutch "
     "man called\nOkafor, said that he would be out.\nNew text starts here.\n- an item",
     "The club said on Monday that the winger hurt his knee while\nplaying for his country, and the manager, a Dutch "
     "man called\nOkafor, said that he would be out.|New text starts here.|I:- an item"},
    /* lines of paragraph length are paragraphs */
    {"The club said on Monday that the winger had hurt his knee while playing for his country in the friendly game "
     "against a team\nOkafor said that he would be out",
     "H:The club said on Monday that the winger had hurt his knee "
     "while playing for his country in the friendly game against a team|Okafor said that he would be out"},
};

static void test_paragraphs(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof layouts / sizeof *layouts; i++) {
        sl_text text;
        sl_buf got = {0};
        make(sl_str_of(layouts[i].text), &text);
        for (size_t k = 0; k < text.paragraphs.n; k++) {
            const sl_paragraph *p = &text.paragraphs.v[k];
            if (k) sl_buf_char(&got, '|');
            if (p->headline) sl_buf_put(&got, SL_STR("H:"));
            if (p->item) sl_buf_put(&got, SL_STR("I:"));
            sl_buf_put(&got, sl_str_span(text.view, p->at));
        }
        if (!sl_str_eq(sl_buf_str(&got), sl_str_of(layouts[i].paragraphs)))
            fail_msg("%zu: '%.*s'", i, (int)got.n, got.p);
        sl_buf_release(&got);
    }
}

static void test_headline_length(void **state) {
    (void)state;
    for (size_t n = 159; n <= 162; n++) {
        char s[200];
        memset(s, 'x', sizeof s);
        memcpy(s + n, "\n\nMore.", 7);
        sl_text text;
        make((sl_str){s, n + 7}, &text);
        assert_int_equal(text.paragraphs.v[0].headline, n <= 160);
    }
}

/** Nothing is quadratic: old Mac line ends, blank lines, low marks, bad bytes, all in megabytes. */
static void test_large(void **state) {
    (void)state;
    enum { N = 3 * 1024 * 1024 };
    static const char *const units[] = {"\r",    "\n",    "\u201E", "\u201Ea", "\xFF", "a\xFF\xC3\xA9",
                                        "ab\nc", "a\r\n", "`"};
    char *s = sl_heap_alloc(N + 8, 1);
    for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
        size_t unit = strlen(units[i]), n = 0;
        while (n + unit <= N) memcpy(s + n, units[i], unit), n += unit;
        sl_text text;
        make((sl_str){s, n}, &text);
        assert_true(text.view.n > 0);
        sl_arena_release(&out);
        sl_arena_release(&tmp);
    }
    sl_heap_free(s);
}

/** What holds for any bytes at all: valid text and view, cuts at whole characters, places in order, nothing lost. */
static void check_invariants(const sl_text *text) {
    sl_off before = 0, paragraph = 0;
    assert_int_equal(sl_unicode_valid(text->text), text->text.n);
    assert_int_equal(sl_unicode_valid(text->view), text->view.n);
    for (size_t at = 0, size; at < text->view.n; at += size) {
        sl_unicode_decode(sl_str_cut(text->view, at, text->view.n), &size);
        sl_span one = {(sl_off)at, (sl_off)(at + size)}, disk = sl_text_on_disk(text, one);
        sl_str cut = sl_text_cut(text, one);
        assert_true(cut.n > 0 && sl_unicode_valid(cut) == cut.n);
        assert_true(disk.from >= before && disk.from < disk.to && disk.to <= text->raw.n);
        before = disk.from;

        while (paragraph < text->paragraphs.n && text->paragraphs.v[paragraph].at.to <= at) paragraph++;
        bool inside = paragraph < text->paragraphs.n && text->paragraphs.v[paragraph].at.from <= at;
        assert_true(inside || text->view.p[at] == ' ' || text->view.p[at] == '\n');
    }
}

static void test_any_bytes(void **state) {
    (void)state;
    static const char *const soup[] = {"e",
                                       "\xCC\x81",
                                       "\xCC",
                                       "\x81",
                                       "\xFF",
                                       "\xE2\x80\x9C",
                                       "\xE2\x80",
                                       "\n",
                                       " ",
                                       "\r",
                                       "'",
                                       "`",
                                       "\xC3\x9F",
                                       "\xE2\x80\x8B",
                                       "\xEF\xBB\xBF",
                                       "\xF0\x97\x80\x80",
                                       "\xE1\x84\x80",
                                       "\xE1\x85\xA1",
                                       "\xD7\x90",
                                       "\xD6\xBC",
                                       "- ",
                                       "a. ",
                                       "\xFE",
                                       "x"};
    uint32_t seed = 99;
    size_t texts = 0, repaired = 0;
    for (size_t round = 0; round < 20000; round++) {
        char s[160];
        size_t n = 0, kinds = 2 + round % (sizeof soup / sizeof *soup - 1);
        if (round % 2) memcpy(s, "\xEF\xBB\xBF", n = 3); /* then it is UTF-8, however bad */
        while (n < round % 140) {
            const char *piece = soup[((seed = seed * 1664525u + 1013904223u) >> 16) % kinds];
            memcpy(s + n, piece, strlen(piece));
            n += strlen(piece);
        }
        char *exact = memcpy(sl_heap_alloc(n, 1), s, n); /* so that a sanitizer sees each byte too many */
        sl_text text;
        sl_error err;
        if (try((sl_str){exact, n}, &text, &err) == SL_OK) {
            texts++;
            repaired += text.repaired;
            check_invariants(&text);
        }
        sl_heap_free(exact);
        sl_arena_clear(&out);
        sl_arena_clear(&tmp);
    }
    print_message("%zu of 20000 were text, %zu repaired\n", texts, repaired);
    assert_true(texts > 10000 && repaired > 1000);
}

int main(void) {
    if (setjmp(trouble)) return fprintf(stderr, "text: no memory\n"), 1;
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_encodings, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_guessed_encodings, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_binary, set_up, tear_down),
        cmocka_unit_test(test_validation),
        cmocka_unit_test(test_case_and_category),
        cmocka_unit_test_setup_teardown(test_lines, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_date_prefix, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_date_from_the_caller, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_paragraphs, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_headline_length, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_any_bytes, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_large, set_up, tear_down),
    };
    return cmocka_run_group_tests_name("text", tests, NULL, NULL);
}
