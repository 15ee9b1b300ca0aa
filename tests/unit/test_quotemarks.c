/* SPDX-License-Identifier: Apache-2.0 */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <unistd.h>

#include "article.h"
#include "base/bounds.h"
#include "base/buf.h"

/*
 * One line per quotation: depth, the kind of its marks, `.` closed or `!` open, `>` continues, `<` continued, and the
 * words, as they are in the view, in braces.
 */
static void print(const article *a, sl_buf *out) {
    for (size_t i = 0; i < a->quotations.n; i++) {
        const sl_quotation *q = &a->quotations.v[i];
        sl_str inner = sl_str_span(a->text.view, q->inner);
        sl_buf_printf(out, "%u%c%c%s%s{%.*s} ", (unsigned)q->depth, q->is_double ? '"' : '\'', q->closed ? '.' : '!',
                      q->continues ? ">" : "", q->continued ? "<" : "", (int)inner.n, inner.p);
    }
    if (out->n) out->n--;
    sl_buf_char(out, '\0');
}

typedef struct {
    const char *raw, *expected;
} example;

static void check(const example *cases, size_t n) {
    unsigned bad = 0;
    for (size_t i = 0; i < n; i++) {
        article a;
        sl_buf got = {0};
        assert_true(article_make(&a, sl_str_of(cases[i].raw), NULL));
        print(&a, &got);
        if (strcmp(got.p, cases[i].expected) != 0) {
            print_error("%s\nexpected %s\n     got %s\n", cases[i].raw, cases[i].expected, got.p);
            bad++;
        }
        sl_buf_release(&got);
        article_free(&a);
    }
    assert_int_equal(bad, 0);
}

#define CHECK(cases) check((cases), sizeof(cases) / sizeof *(cases))

static void double_marks(void **state) {
    static const example cases[] = {
        {"\"He trains,\" said Lind.", "0\".{He trains,}"},
        {"“He trains,” said Lind. “He may play.”", "0\".{He trains,} 0\".{He may play.}"},
        {"\"It is fine. He runs,” Lind said.", "0\".{It is fine. He runs,}"},
        {"“It is fine\", Lind said.", "0\".{It is fine}"},
        {"”It is fine,“ Lind said.", "0\".{It is fine,}"},
        {"„Es geht“, sagte er.", "0\".{Es geht}"},
        {"«Ça va», dit-il.", "0\".{Ca va}"},
        {"He felt \"well\" and (\"so far\") happy.", "0\".{well} 0\".{so far}"},
        {"He said:\"We wait.\"", "0\".{We wait.}"},
        {"He called it \" a pity \" today.", "0\".{a pity}"},
        {"\"...and then he stopped,\" she said.", "0\".{...and then he stopped,}"},
        {"\"[Lind] is out,\" he said.", "0\".{[Lind] is out,}"},
        {"\"£2m is a lot\" - he said", "0\".{£2m is a lot}"},
        {"\"Over to you\"—he left.", "0\".{Over to you}"},
        {"the \"must-win\"-type game", "0\".{must-win}"},
        {"Nothing here.", ""},
        {"\"\" and \" \" are empty.", ""},
        {"''He trains,'' said Lind.", "0\".{He trains,}"},
    };
    CHECK(cases);
    (void)state;
}

static void broken_marks(void **state) {
    static const example cases[] = {
        {"He likes pressure. \"We have always tried. \"Now we go on.\"",
         "0\"!{We have always tried.} 0\".{Now we go on.}"},
        {"\"One. \"Two. \"Three,\" he said.", "0\"!{One.} 0\"!{Two.} 0\".{Three,}"},
        {"“It is not far, he said. “But it hurts.”", "0\"!{It is not far, he said.} 0\".{But it hurts.}"},
        {"He left\" and came back.", ""},
        {"He left,\" and \"came back\".", "0\".{came back}"},
        {"It ends with \"an open mark", "0\"!{an open mark}"},
        {"\"It is over.\"Lind went home.", "0\".{It is over.}"},
        {"“It is sore,’ he said. “We wait.”", "0\".{It is sore,} 0\".{We wait.}"},
        {"‘Nobody asked us,” says Lind. “We knew.”", "0'.{Nobody asked us,} 0\".{We knew.}"},
        {"He is 6'2\" tall and \"quick\".", "0\".{quick}"},
    };
    CHECK(cases);
    (void)state;
}

static void paragraphs_go_on(void **state) {
    static const example cases[] = {
        {"Lind spoke.\n\n“One is first.\n\n“Two is second,” he said.", "0\"!>{One is first.} 0\".<{Two is second,}"},
        {"He said: \"One.\n\n\"Two.\n\n\"Three.\"", "0\"!>{One.} 0\"!><{Two.} 0\".<{Three.}"},
        {"\"One.\n\nNo mark here.\n\n\"Three.\"", "0\"!{One.} 0\".{Three.}"},
        {"\"One,\" he said. \"Two. \"Three.\n\n\"Four,\" he said.", "0\".{One,} 0\"!{Two.} 0\"!>{Three.} 0\".<{Four,}"},
        {"Lind: “One\n\n“Two,” he said.\n\nEnd.", "0\"!{One} 0\".{Two,}"}, /* a headline does not go on */
        {"Lind spoke.\n\n‘One is first.\n\n‘Two is second,’ he said.", "0'!>{One is first.} 0'.<{Two is second,}"},
        {"\"One.\n\nHe said \"two\".", "0\"!{One.} 0\".{two}"},
    };
    CHECK(cases);
    (void)state;
}

static void single_marks(void **state) {
    static const example cases[] = {
        {"'I feel great,' he said.", "0'.{I feel great,}"},
        {"‘I feel great,’ he said. ‘It’s the players’ day.’", "0'.{I feel great,} 0'.{It's the players' day.}"},
        {"He called it 'a farce' and left.", "0'.{a farce}"},
        {"A 'farce', he said.", "0'.{farce}"},
        {"He has ‘no way out of his club’, says Lind", "0'.{no way out of his club}"},
        {"'Do we wait?' he asked.", "0'.{Do we wait?}"},
        {"He said 'yes' to the players' union.", "0'.{yes}"},
        {"'It was for the players' sake,' he said.", "0'.{It was for the players' sake,}"},
        {"Her 'Invincibles' team and the 'Old Lads'.", "0'.{Invincibles} 0'.{Old Lads}"},
        {"'We gave 'em a game,' he said.", "0'.{We gave 'em a game,}"},
        {"The 'A team' lost.", "0'.{A team}"},
        {"('so be it')", "0'.{so be it}"},
    };
    CHECK(cases);
    (void)state;
}

static void apostrophes(void **state) {
    static const example cases[] = {
        {"I don't know O'Hara, and Lind's knee isn't well.", ""},
        {"The players' bus and the fans' train.", ""},
        {"In the '90s the clubs' grounds were full.", ""},
        {"In the ’90s and ’80s the clubs’ grounds were full.", ""},
        {"Get 'em out of the visitors' end before they're seen there by their fans' friends.", ""},
        {"It was rock 'n' roll.", ""},
        {"It was rock ‘n’ roll and rock ’n’ roll.", ""},
        {"He scored in the 80' and the 85'.", ""},
        {"The Reds'.", ""},
        {"'Tis the season for it, said one of the lads' mothers.", ""},
        {"The 1990s' best side were the Reds', he thought.", ""},
        {"Goin' out, lovin' it.", ""},
        {"\"Don't ask the lads' agents,\" he said. \"They're the boys' friends.\"",
         "0\".{Don't ask the lads' agents,} 0\".{They're the boys' friends.}"},
    };
    CHECK(cases);
    (void)state;
}

static void nested(void **state) {
    static const example cases[] = {
        {"“He told me ‘go home’ twice,” said Lind.", "0\".{He told me 'go home' twice,} 1'.{go home}"},
        {"\"He told me 'go home' twice,\" said Lind.", "0\".{He told me 'go home' twice,} 1'.{go home}"},
        {"‘He told me “go home” twice,’ said Lind.", "0'.{He told me \"go home\" twice,} 1\".{go home}"},
        {"“He said, ‘you’re done, mate’,” said Lind.", "0\".{He said, 'you're done, mate',} 1'.{you're done, mate}"},
        {"“‘You’ll sit there in ten years’ time and laugh’.” He left.",
         "0\".{'You'll sit there in ten years' time and laugh'.} 1'.{You'll sit there in ten years' time and laugh}"},
        {"“He told me “no” twice,” said Lind.", "0\".{He told me \"no\" twice,} 1\".{no}"},
        {"\"She said: 'Why?'\"", "0\".{She said: 'Why?'} 1'.{Why?}"},
        {"\"He said 'go. \"We went.\"", "0\"!{He said 'go.} 0\".{We went.}"},
        {"'He said \"no\" and \"yes\" today,' she said.", "0'.{He said \"no\" and \"yes\" today,} 1\".{no} 1\".{yes}"},
    };
    CHECK(cases);
    (void)state;
}

/* One stray mark must not make a speech of a whole article that happens to begin its paragraphs with marks. */
static void open_speech_is_bounded(void **state) {
    static char raw[SL_MAX_QUOTE_PARAGRAPHS * 3 * 10];
    size_t n = 0;
    for (int i = 0; i < SL_MAX_QUOTE_PARAGRAPHS * 3; i++) n += (size_t)snprintf(raw + n, 9, "\"On.\n\n");
    article a;
    assert_true(article_make(&a, (sl_str){raw, n}, NULL));
    uint32_t run = 0, longest = 0;
    for (size_t i = 0; i < a.quotations.n; i++) {
        run = a.quotations.v[i].continued ? run + 1 : 0;
        if (run > longest) longest = run;
    }
    assert_int_equal(a.quotations.n, SL_MAX_QUOTE_PARAGRAPHS * 3);
    assert_int_equal(longest, SL_MAX_QUOTE_PARAGRAPHS);
    article_free(&a);
    (void)state;
}

/* Marks that pair badly, by the ten thousand: the time must grow with their number, not with its square. It takes a
   second under the sanitizers; with the square it takes minutes, and the alarm ends the program. */
static void many_marks(void **state) {
    alarm(60);
    static const char *const pieces[] = {"\"a ", " 'a", "'", "\"", " 'A 'b", "‘A ", "s' ", "” ", " ‘a “b"};
    static char raw[400000];
    for (size_t p = 0; p < sizeof pieces / sizeof *pieces; p++) {
        size_t n = 0, size = strlen(pieces[p]);
        for (; n + size <= sizeof raw; n += size) memcpy(raw + n, pieces[p], size);
        article a;
        assert_true(article_make(&a, (sl_str){raw, n}, NULL));
        assert_true(a.tokens.n > 50000);
        article_free(&a);
    }
    alarm(0);
    (void)state;
}

static void check_one(const article *a, const sl_quotation *q) {
    sl_span p = a->text.paragraphs.v[q->paragraph].at;
    assert_true(q->inner.from < q->inner.to);
    assert_true(q->outer.from < q->inner.from && q->inner.to <= q->outer.to);
    assert_true(p.from <= q->outer.from && q->outer.to <= p.to);
    assert_int_equal(q->closed, q->inner.to < q->outer.to);
    sl_span at = sl_range_span(&a->tokens, q->tokens);
    assert_true(at.from == q->outer.from && at.to == q->outer.to);
    char mark = a->text.view.p[q->outer.from];
    assert_int_equal(mark, q->is_double ? '"' : '\'');
    assert_false(sl_is_space(a->text.view.p[q->inner.from]) || sl_is_space(a->text.view.p[q->inner.to - 1]));
}

static void spans_nest(void **state) {
    static char raw[1500];
    size_t found = 0, deep = 0, open = 0;
    for (uint64_t seed = 1000; seed < 1500; seed++) {
        article a;
        assert_true(article_make(&a, article_invent(seed, raw, sizeof raw), NULL));
        const sl_quotation *v = a.quotations.v;
        for (size_t i = 0; i < a.quotations.n; i++) {
            check_one(&a, &v[i]);
            unsigned around = 0;
            for (size_t j = 0; j < i; j++) {
                assert_true(v[j].outer.from < v[i].outer.from);
                if (v[j].outer.to <= v[i].outer.from) continue;
                assert_true(v[i].outer.to <= v[j].outer.to);
                around++;
            }
            assert_int_equal(v[i].depth, around);
            found++;
            deep += around > 0;
            open += !v[i].closed;
        }
        article_free(&a);
    }
    print_message("%zu quotations, %zu nested, %zu open\n", found, deep, open);
    assert_true(found > 5000 && deep > 100 && open > 500);
    (void)state;
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(double_marks),           cmocka_unit_test(broken_marks), cmocka_unit_test(paragraphs_go_on),
        cmocka_unit_test(single_marks),           cmocka_unit_test(apostrophes),  cmocka_unit_test(nested),
        cmocka_unit_test(open_speech_is_bounded), cmocka_unit_test(many_marks),   cmocka_unit_test(spans_nest),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
