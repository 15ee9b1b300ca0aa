/* SPDX-License-Identifier: Apache-2.0 */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "adapt/breaks.h"
#include "adapt/unicode.h"
#include "article.h"
#include "base/bounds.h"
#include "base/buf.h"

/* Tokens with a bar between them; W N M for the kind, then S C U L P H for the flags. */
static void print(const article *a, bool flags, sl_buf *out) {
    for (size_t i = 0; i < a->tokens.n; i++) {
        const sl_token *t = &a->tokens.v[i];
        if (i) sl_buf_char(out, '|');
        sl_buf_put(out, sl_token_str(a->text.view, t));
        if (!flags) continue;
        sl_buf_char(out, ':');
        sl_buf_char(out, "WNM"[t->kind]);
        for (unsigned f = 0; f < 6; f++)
            if (t->flags >> f & 1) sl_buf_char(out, "SCULPH"[f]);
    }
    sl_buf_char(out, '\0');
}

static void check(const char *raw, bool flags, const char *expected) {
    article a;
    sl_buf got = {0};
    assert_true(article_make(&a, sl_str_of(raw), NULL));
    print(&a, flags, &got);
    assert_string_equal(got.p, expected);
    sl_buf_release(&got);
    article_free(&a);
}

static void words_and_marks(void **state) {
    static const struct {
        const char *raw, *tokens;
    } cases[] = {
        {"Oxlade-Hara's 2-0", "Oxlade|-|Hara|'|s|2|-|0"},
        {"7.45pm, £2.5m", "7|.|45pm|,|£|2|.|5m"},
        {"don’t stop…", "don|'|t|stop|.|.|."},
        {"a_b @c #d", "a|_|b|@|c|#|d"},
        {"", ""},
        {" \n\n ", ""},
        {"x", "x"},
        {"12345678", "12345678"},
        {"123456789", "123456789"},
        {"abcdefgh ijklmnopq", "abcdefgh|ijklmnopq"},
        {"abcdefghi!", "abcdefghi|!"},
        {"Zürich's café", "Zurich|'|s|cafe"},
        {"Ωmega мяч", "Ωmega|мяч"},
        {"abcdefgΩhij", "abcdefgΩhij"},
        {"abcdefghΩ", "abcdefghΩ"},
        {"😀😀 ok", "😀|😀|ok"},
        {"½ time", "½|time"},
        {"ok\u200Bay", "okay"},
        {"हिन्दी में", "हिन्दी|में"},
        {"C++ & R&D", "C|+|+|&|R|&|D"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) check(cases[i].raw, false, cases[i].tokens);
    (void)state;
}

static void flags(void **state) {
    check("Jane is OUT.\nACL A 4-4-2\n\nб Бег УЕФА", true,
          "Jane:WSCPH|is:WS|OUT:WSCUH|.:M|ACL:WSCULPH|A:WSCH|4:NS|-:M|4:N|-:M|2:N|б:WSLP|Бег:WSCH|УЕФА:WSCUH");
    check("McDONALD 2Nd x2Y U21 ABCDEFGHIJ ABCDEFGHIj abcdefghiJ яЯ", true,
          "McDONALD:WSCPH|2Nd:WSCH|x2Y:WSH|U21:WSCH|ABCDEFGHIJ:WSCUH|ABCDEFGHIj:WSCH|abcdefghiJ:WSH|яЯ:WSH");
    (void)state;
}

/* The date line is no part of the article. */
static void date_line(void **state) {
    check("date 2021-03-01 He is fit.", false, "He|is|fit|.");
    (void)state;
}

/* Where ICU cuts is its dictionary's business; that it is asked, and not for other scripts, is ours. */
static void scripts_without_spaces(void **state) {
    static const char *const raw[] = {"私は学生です", "我昨天在北京看了一场足球比赛", "ฉันรักฟุตบอลมาก", "中"};
    for (size_t i = 0; i < sizeof raw / sizeof *raw; i++) {
        article a;
        assert_true(article_make(&a, sl_str_of(raw[i]), NULL));
        uint64_t *bits = sl_breaks_find(a.text.view, SL_BREAK_WORDS, &a.tmp);
        size_t breaks = 0;
        for (size_t at = 0; at < a.text.view.n; at++) breaks += sl_breaks_at(bits, at);
        assert_int_equal(a.tokens.n, breaks);
        assert_true(a.tokens.n > 2 || i == 3);
        for (size_t t = 0; t < a.tokens.n; t++) assert_true(sl_breaks_at(bits, a.tokens.v[t].at));
        article_free(&a);
    }
    (void)state;
}

static void hashes_fold_case(void **state) {
    static const char *const same[][2] = {
        {"Knee", "kNEE"}, {"hamstrings", "HAMSTRINGS"}, {"Ωmega", "ωMEGA"}, {"мяч", "МЯЧ"}, {"mu\u017Fcle", "muscle"},
        {"ẞ", "ß"},       {"abcdefgЯ", "ABCDEFGя"},     {"𐐀", "𐐨"}};
    for (size_t i = 0; i < sizeof same / sizeof *same; i++)
        assert_int_equal(sl_token_hash(sl_str_of(same[i][0])), sl_token_hash(sl_str_of(same[i][1])));
    static const char *const other[][2] = {{"knee", "knees"},         {"@", "`"}, {"[", "{"},
                                           {"abcdefgh", "abcdefghi"}, {"1", "Q"}, {"мяч", "мяк"}};
    for (size_t i = 0; i < sizeof other / sizeof *other; i++)
        assert_int_not_equal(sl_token_hash(sl_str_of(other[i][0])), sl_token_hash(sl_str_of(other[i][1])));
    (void)state;
}

static void long_runs_are_cut(void **state) {
    static char ascii[5000], other[5000];
    memset(ascii, 'x', sizeof ascii);
    for (size_t i = 0; i < sizeof other; i += 2) memcpy(other + i, "я", 2);
    const sl_str runs[] = {{ascii, sizeof ascii}, {other, sizeof other}};
    for (size_t r = 0; r < 2; r++) {
        article a;
        assert_true(article_make(&a, runs[r], NULL));
        assert_int_equal(a.tokens.n, (sizeof ascii + SL_MAX_TOKEN - 1) / SL_MAX_TOKEN);
        for (size_t i = 0; i < a.tokens.n; i++) assert_true(a.tokens.v[i].size <= SL_MAX_TOKEN);
        article_free(&a);
    }
    (void)state;
}

static void entries_are_cut_alike(void **state) {
    jmp_buf jump;
    sl_arena out;
    sl_arena_init(&out, 0, &jump);
    if (setjmp(jump)) fail();
    sl_tokens t;
    sl_tokens_of(SL_STR(" Okafor-Hara  ACL\t"), &out, &t);
    assert_int_equal(t.n, 4);
    assert_int_equal(t.v[0].at, 1);
    assert_int_equal(t.v[3].flags, SL_TOKEN_SPACED | SL_TOKEN_CAPITAL | SL_TOKEN_UPPER | SL_TOKEN_CASED);
    assert_int_equal(t.v[2].hash, sl_token_hash(SL_STR("hara")));
    sl_tokens_of((sl_str){0}, &out, &t);
    assert_int_equal(t.n, 0);
    sl_arena_release(&out);
    (void)state;
}

static bool is_blank(sl_str view, size_t at, size_t *size) {
    sl_category c = sl_unicode_category(sl_unicode_decode(sl_str_cut(view, at, view.n), size));
    return sl_is_space(view.p[at]) || (c >= SL_CATEGORY_ZS && c <= SL_CATEGORY_ZP);
}

static void check_cover(const article *a) {
    size_t at = 0, size;
    for (size_t i = 0; i < a->tokens.n; i++) {
        const sl_token *t = &a->tokens.v[i];
        bool gap = i == 0;
        for (; at < t->at; at += size, gap = true) assert_true(is_blank(a->text.view, at, &size));
        assert_int_equal(at, t->at);
        assert_true(t->size > 0);
        assert_int_equal((t->flags & SL_TOKEN_SPACED) != 0, gap);
        assert_int_equal(t->hash, sl_token_hash(sl_token_str(a->text.view, t)));
        assert_int_equal(sl_token_at(&a->tokens, t->at), i);
        at += t->size;
        assert_int_equal(sl_token_at(&a->tokens, (sl_off)at), i + 1);
    }
    for (; at < a->text.view.n; at += size) assert_true(is_blank(a->text.view, at, &size));
}

static void tokens_cover_the_text(void **state) {
    static char raw[1500];
    size_t tokens = 0, paragraphs = 0;
    for (uint64_t seed = 0; seed < 400; seed++) {
        article a;
        assert_true(article_make(&a, article_invent(seed, raw, sizeof raw), NULL));
        check_cover(&a);
        size_t flagged = 0;
        for (size_t i = 0; i < a.tokens.n; i++) flagged += (a.tokens.v[i].flags & SL_TOKEN_PARAGRAPH) != 0;
        assert_int_equal(flagged, a.text.paragraphs.n);
        tokens += a.tokens.n;
        paragraphs += flagged;
        article_free(&a);
    }
    print_message("%zu tokens, %zu paragraphs\n", tokens, paragraphs);
    assert_true(tokens > 50000 && paragraphs > 2000);
    (void)state;
}

static sl_str random_text(uint64_t *state, char *at, size_t room) {
    static const char *const pieces[] = {
        " ",
        " ",
        " ",
        " ",
        "\n",
        "\t ",
        "  ",
        "a",
        "I",
        "is",
        "knee",
        "U21",
        "2Nd",
        "45",
        "McFee",
        "ACL",
        "x2Y",
        "-",
        "'",
        ".",
        "\xC2\xA3",
        "\xC3\x9F",
        "\xD0\xAF",
        "\xE4\xB8\xAD",
        "12345678",
        "abcdefgh",
        "Abcdefghi",
        "abcdefghijklmnop",
        "ABCDEFGHIJKLMNOPQ",
        "abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyz",
        "@",
        "[",
        "{",
        "\x01",
        "\x7F",
        "\x0B"};
    size_t n = 0;
    while (n + 100 < room) {
        const char *piece = pieces[article_random(state) % (sizeof pieces / sizeof *pieces)];
        n += (size_t)snprintf(at + n, room - n, "%s", piece);
    }
    return (sl_str){at, n};
}

/* A piece between blanks by itself is too short to be looked at in stretches: token by token it is the same. */
static uint32_t compare_piece(const sl_tokens *all, uint32_t first, sl_str s, size_t from, size_t to, sl_arena *arena) {
    sl_tokens alone;
    sl_tokens_of(sl_str_cut(s, from, to), arena, &alone);
    for (uint32_t i = 0; i < alone.n; i++) {
        const sl_token *t = &all->v[first + i], *u = &alone.v[i];
        assert_int_equal(t->at, u->at + from);
        assert_int_equal(t->size, u->size);
        assert_int_equal(t->kind, u->kind);
        assert_int_equal(t->hash, u->hash);
        unsigned begins = i ? 0 : SL_TOKEN_SPACED | SL_TOKEN_NEWLINE | SL_TOKEN_PARAGRAPH;
        assert_int_equal(t->flags & ~begins, u->flags & ~begins);
    }
    return (uint32_t)alone.n;
}

static bool line_breaks_before(sl_str s, size_t at) {
    for (; at > 0 && sl_is_space(s.p[at - 1]); at--)
        if (s.p[at - 1] == '\n') return true;
    return false;
}

/* @return tokens after a line break */
static size_t compare_pieces(sl_str s, const sl_tokens *all, sl_arena *arena) {
    size_t newlines = 0;
    uint32_t n = 0;
    for (size_t from = 0, to; from < s.n; from = to) {
        for (to = from; to < s.n && !sl_is_space(s.p[to]);) to++;
        if (to > from) {
            bool breaks = line_breaks_before(s, from);
            assert_true(n < all->n && all->v[n].flags & SL_TOKEN_SPACED);
            assert_int_equal((all->v[n].flags & SL_TOKEN_NEWLINE) != 0, breaks);
            newlines += breaks;
            n += compare_piece(all, n, s, from, to, arena);
        }
        while (to < s.n && sl_is_space(s.p[to])) to++;
    }
    assert_int_equal(n, all->n);
    return newlines;
}

static void stretches_change_nothing(void **unused) {
    static char raw[600];
    static uint64_t state = 11;
    static size_t n_tokens, newlines;
    static int round;
    jmp_buf jump;
    sl_arena arena;
    sl_arena_init(&arena, 0, &jump);
    if (setjmp(jump)) fail();
    for (; round < 3000; round++) {
        sl_tokens all;
        sl_str s = random_text(&state, raw, sizeof raw);
        sl_tokens_of(s, &arena, &all);
        newlines += compare_pieces(s, &all, &arena);
        n_tokens += all.n;
        sl_arena_clear(&arena);
    }
    print_message("%zu tokens, %zu after a line break\n", n_tokens, newlines);
    assert_true(n_tokens > 100000 && newlines > 5000);
    sl_arena_release(&arena);
    (void)unused;
}

/* Plain prose: each boundary of ICU between words is ours; few of ours are not ICU's (apostrophes, 7.45, web names). */
static void icu_agrees(void **state) {
    static const char prose[] =
        "Mara Lindqvist missed training on Tuesday with a tight calf, and her coach would not say when she returns. "
        "\"We don't rush anybody,\" he said. The 24-year-old limped off after 61 minutes of the 3-1 win at Harrow "
        "Park, "
        "four days after a draw that cost the club £1.2m in bonuses. Scans showed no tear; rest and treatment follow. "
        "Her team-mate Ivo Brandão is back in full training (he broke a toe in May) and may start at 7.45pm on Friday. "
        "Supporters' groups asked for news: the club's answer, on www.example.com, was a single line.";
    article a;
    assert_true(article_make(&a, SL_STR(prose), NULL));
    uint64_t *bits = sl_breaks_find(a.text.view, SL_BREAK_WORDS, &a.tmp);
    size_t both = 0, icu = 0;
    for (size_t at = 0; at < a.text.view.n; at++) icu += sl_breaks_at(bits, at) && !sl_is_space(a.text.view.p[at]);
    for (size_t i = 0; i < a.tokens.n; i++) both += sl_breaks_at(bits, a.tokens.v[i].at);
    print_message("ICU words %zu, ours %zu, both %zu\n", icu, a.tokens.n, both);
    assert_int_equal(both, icu);
    assert_true(both * 100 >= a.tokens.n * 90);
    article_free(&a);
    (void)state;
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(words_and_marks),
        cmocka_unit_test(flags),
        cmocka_unit_test(date_line),
        cmocka_unit_test(scripts_without_spaces),
        cmocka_unit_test(hashes_fold_case),
        cmocka_unit_test(long_runs_are_cut),
        cmocka_unit_test(entries_are_cut_alike),
        cmocka_unit_test(tokens_cover_the_text),
        cmocka_unit_test(stretches_change_nothing),
        cmocka_unit_test(icu_agrees),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
