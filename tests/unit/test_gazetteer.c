/* SPDX-License-Identifier: Apache-2.0 */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <stdlib.h>
#include <cmocka.h>

#include "article.h"
#include "base/bounds.h"
#include "base/buf.h"
#include "token/gazetteer_p.h"

typedef struct {
    const char *words;
    sl_case letters;
} entry;

static const entry entries[] = {
    {"Okafor", SL_CASE_ANY},
    {"Chidi Okafor", SL_CASE_CAPITAL},
    {"Marlow-Hart", SL_CASE_ANY},
    {"ACL", SL_CASE_EXACT},
    {"knee", SL_CASE_ANY},
    {"knee ligament", SL_CASE_ANY},
    {"St. James' Park", SL_CASE_ANY},
    {"van Lund", SL_CASE_CAPITAL},
    {"okafor", SL_CASE_ANY},
    {"R&D", SL_CASE_ANY},
    {"F.C. Lund", SL_CASE_ANY},
    {"May", SL_CASE_CAPITAL},
    {"Яшин", SL_CASE_CAPITAL},
    {"muscle", SL_CASE_ANY},
    {"out of the side", SL_CASE_ANY},
    {"'t Hart", SL_CASE_ANY},
    {"McFee", SL_CASE_CAPITAL},
    {"-", SL_CASE_ANY},
    {"&", SL_CASE_ANY},
    {"mi\u017Fs", SL_CASE_ANY},
    {"\u212Aelvin", SL_CASE_CAPITAL},
    {"\u017Fox", SL_CASE_EXACT},
};
enum { ENTRIES = sizeof entries / sizeof *entries };

static const sl_gazetteer *build(const entry *list, size_t n, sl_arena *tmp, sl_arena *out) {
    sl_textpool pool = {0};
    sl_gazetteer_builder *b = sl_gazetteer_begin(&pool, out, tmp);
    for (size_t i = 0; i < n; i++) {
        sl_status status = sl_gazetteer_add(b, sl_str_of(list[i].words), list[i].letters, (uint32_t)i);
        assert_int_equal(status, strcmp(list[i].words, "-") == 0 ? SL_BAD_INPUT : SL_OK);
    }
    return sl_gazetteer_end(b);
}

static void check(const sl_gazetteer *g, const char *raw, const char *expected) {
    article a;
    sl_hits hits;
    sl_buf got = {0};
    assert_true(article_make(&a, sl_str_of(raw), NULL));
    sl_gazetteer_find(g, a.text.view, &a.tokens, (sl_range){0, (uint32_t)a.tokens.n}, &a.out, &hits);
    for (size_t i = 0; i < hits.n; i++) {
        sl_str s = sl_text_cut(&a.text, sl_range_span(&a.tokens, hits.v[i].tokens));
        sl_buf_printf(&got, "%s%u:%.*s", i ? "|" : "", hits.v[i].entry, (int)s.n, s.p);
    }
    sl_buf_char(&got, '\0');
    assert_string_equal(got.p, expected);
    sl_buf_release(&got);
    article_free(&a);
}

static void entries_are_found(void **state) {
    static const struct {
        const char *raw, *hits;
    } cases[] = {
        {"Chidi Okafor's knee.", "1:Chidi Okafor|0:Okafor|8:Okafor|4:knee"},
        {"CHIDI OKAFOR", "1:CHIDI OKAFOR|0:OKAFOR|8:OKAFOR"},
        {"chidi okafor", "0:okafor|8:okafor"},
        {"Marlow Hart, Marlow-Hart, Marlow–Hart", "2:Marlow Hart|2:Marlow-Hart|2:Marlow–Hart"},
        {"Marlow - Hart", ""}, /* a free dash joins nothing */
        {"Marlow, Hart", ""},
        {"ACL Acl acl", "3:ACL"},
        {"knee-ligament and knee ligaments", "5:knee-ligament|4:knee|4:knee"},
        {"knee's ligament", "4:knee"},
        {"St James Park, St. James' Park, St James’ Park", "6:St James Park|6:St. James' Park|6:St James’ Park"},
        {"van Lund, Van Lund, van lund", "7:van Lund|7:Van Lund"},
        {"R&D r & d R D", "9:R&D|18:&|9:r & d|18:&"},
        {"F.C. Lund F C Lund FC Lund", "10:F.C. Lund|10:F C Lund"},
        {"may May MAY", "11:May|11:MAY"},
        {"яшин Яшин ЯШИН", "12:Яшин|12:ЯШИН"},
        {"mu\u017Fcle MUSCLE", "13:mu\u017Fcle|13:MUSCLE"},
        {"out of the\nside", ""}, /* another paragraph */
        {"out of the side. out of the", "14:out of the side"},
        {"'t Hart t Hart", "15:t Hart|15:t Hart"},
        {"McFee Mcfee mcfee", "16:McFee|16:Mcfee"},
        {"R & D", "9:R & D|18:&"},
        {"miss mi\u017Fs Miss mis", "19:miss|19:mi\u017Fs|19:Miss"},
        {"Kelvin kelvin \u212Aelvin", "20:Kelvin|20:\u212Aelvin"},
        {"sox Sox", ""},
        {"Nothing here", ""},
        {"", ""},
    };
    jmp_buf jump;
    sl_arena tmp, out;
    sl_arena_init(&tmp, 0, &jump);
    sl_arena_init(&out, 0, &jump);
    if (setjmp(jump)) fail();
    const sl_gazetteer *g = build(entries, ENTRIES, &tmp, &out);
    sl_arena_release(&tmp); /* the builder may go */
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) check(g, cases[i].raw, cases[i].hits);
    sl_arena_release(&out);
    (void)state;
}

static void bounds_of_entries(void **state) {
    jmp_buf jump;
    sl_arena tmp, out;
    sl_arena_init(&tmp, 0, &jump);
    sl_arena_init(&out, 0, &jump);
    if (setjmp(jump)) fail();
    sl_textpool pool = {0}, empty = {0};
    sl_gazetteer_builder *b = sl_gazetteer_begin(&pool, &out, &tmp);
    static const char most[] = "a b c d e f g h i j k l m n o p";
    assert_int_equal(sl_gazetteer_add(b, SL_STR(most), SL_CASE_ANY, 7), SL_OK);
    assert_int_equal(sl_gazetteer_add(b, SL_STR("a b c d e f g h i j k l m n o p q"), SL_CASE_ANY, 8), SL_LIMIT);
    assert_int_equal(sl_gazetteer_add(b, SL_STR(" -. "), SL_CASE_ANY, 9), SL_BAD_INPUT);
    check(sl_gazetteer_end(b), most, "7:a b c d e f g h i j k l m n o p");
    check(sl_gazetteer_end(sl_gazetteer_begin(&empty, &out, &tmp)), "a b", "");
    sl_arena_release(&tmp);
    sl_arena_release(&out);
    (void)state;
}

/* ---- against a search without tries, hashes and folding tables ---- */

static bool passed_over(sl_str view, const sl_token *t) {
    return t->kind == SL_TOKEN_MARK && strchr("-'.", view.p[t->at]) != NULL;
}

static bool slow_same(sl_str text, sl_str word, sl_case letters) {
    bool text_capital = false, word_capital = false;
    if (text.n != word.n) return false;
    for (size_t i = 0; i < text.n; i++) {
        if (sl_lower(text.p[i]) != sl_lower(word.p[i])) return false;
        if (letters == SL_CASE_EXACT && text.p[i] != word.p[i]) return false;
        text_capital |= sl_is_upper(text.p[i]);
        word_capital |= sl_is_upper(word.p[i]);
    }
    return letters != SL_CASE_CAPITAL || !word_capital || text_capital;
}

/* @return the token behind the entry where it stands at `t`, or 0 */
static uint32_t slow_match(const article *a, uint32_t t, sl_str words, const sl_tokens *cut, sl_case letters) {
    bool first = true;
    for (size_t w = 0; w < cut->n; w++) {
        if (passed_over(words, &cut->v[w])) continue;
        while (!first && t < a->tokens.n && passed_over(a->text.view, &a->tokens.v[t]) &&
               !(a->tokens.v[t].flags & SL_TOKEN_SPACED))
            t++;
        if (t >= a->tokens.n || (!first && a->tokens.v[t].flags & SL_TOKEN_PARAGRAPH)) return 0;
        if (!slow_same(sl_token_str(a->text.view, &a->tokens.v[t]), sl_token_str(words, &cut->v[w]), letters)) return 0;
        first = false;
        t++;
    }
    return t;
}

static sl_str random_words(uint64_t *state, char *at, size_t room, size_t n) {
    /* Also such as fill eight letters, or are longer, and such as differ behind these. */
    static const char *const words[] = {"Ann", "ann",      "BEN",       "Ben",       "cole",       "De",      "de",
                                        "eve", "Fitzroya", "fitzroya",  "fitzRoyA",  "Fitzroyal",  "7",       "X",
                                        "Foe", "FITZROYA", "fitzroyam", "fitzroyal", "fitzRoyals", "12345678"};
    static const char *const joins[] = {" ", " ", " ", "-", "'", ". ", ".", "\n", " & "};
    size_t used = 0;
    while (n-- > 0 && used + 24 < room) {
        const char *word = words[article_random(state) % 20], *join = joins[article_random(state) % 9];
        used += (size_t)snprintf(at + used, room - used, "%s%s", word, n ? join : "");
    }
    return (sl_str){at, used};
}

enum { LIST = 120, ROUNDS = 120, MOST_TOKENS = 64 /* of an entry, where it is found */ };

typedef struct {
    char text[128];
    sl_str words;
    sl_tokens cut;
    sl_case letters;
} random_entry;

static const sl_gazetteer *random_list(uint64_t *state, random_entry *list, sl_arena *arena, sl_arena *tmp) {
    sl_textpool pool = {0};
    sl_gazetteer_builder *b = sl_gazetteer_begin(&pool, arena, tmp);
    for (uint32_t i = 0; i < LIST; i++) {
        random_entry *e = &list[i];
        e->words = random_words(state, e->text, sizeof e->text, 1 + article_random(state) % 4);
        e->letters = (sl_case)(article_random(state) % 3);
        sl_tokens_of(e->words, arena, &e->cut);
        assert_int_equal(sl_gazetteer_add(b, e->words, e->letters, i), SL_OK);
    }
    return sl_gazetteer_end(b);
}

static size_t compare(const article *a, const random_entry *list, const sl_hits *hits) {
    size_t n = 0;
    uint32_t ends[LIST];
    for (uint32_t t = 0; t < a->tokens.n; t++) {
        for (uint32_t e = 0; e < LIST; e++) ends[e] = slow_match(a, t, list[e].words, &list[e].cut, list[e].letters);
        for (uint32_t to = t + MOST_TOKENS; to > t; to--) {
            for (uint32_t e = 0; e < LIST; e++) {
                if (ends[e] != to) continue;
                assert_true(n < hits->n);
                assert_int_equal(hits->v[n].tokens.from, t);
                assert_int_equal(hits->v[n].tokens.to, to);
                assert_int_equal(hits->v[n].entry, e);
                n++;
            }
        }
    }
    assert_int_equal(n, hits->n);
    return n;
}

static void same_as_brute_force(void **unused) {
    static random_entry list[LIST];
    static char raw[4000];
    uint64_t state = 42;
    size_t all = 0, longer = 0;
    for (int round = 0; round < ROUNDS; round++) {
        article a;
        sl_hits hits;
        assert_true(article_make(&a, random_words(&state, raw, sizeof raw, 1 + article_random(&state) % 300), NULL));
        const sl_gazetteer *g = random_list(&state, list, &a.out, &a.tmp);
        sl_gazetteer_find(g, a.text.view, &a.tokens, (sl_range){0, (uint32_t)a.tokens.n}, &a.out, &hits);
        all += compare(&a, list, &hits);
        for (size_t i = 0; i < hits.n; i++) longer += hits.v[i].tokens.to - hits.v[i].tokens.from > 2;
        article_free(&a);
    }
    print_message("%zu hits, %zu of more than two tokens\n", all, longer);
    assert_true(all > 10000 && longer > 100);
    (void)unused;
}

/* A part of an article gives the hits that lie whole in that part. */
static void ranges(void **state) {
    jmp_buf jump;
    sl_arena arena, tmp;
    article a;
    sl_hits hits;
    sl_arena_init(&arena, 0, &jump);
    sl_arena_init(&tmp, 0, &jump);
    if (setjmp(jump)) fail();
    const sl_gazetteer *g = build(entries, ENTRIES, &tmp, &arena);
    assert_true(article_make(&a, SL_STR("knee ligament knee ligament"), NULL));
    sl_gazetteer_find(g, a.text.view, &a.tokens, (sl_range){1, 3}, &arena, &hits);
    assert_int_equal(hits.n, 1);
    assert_int_equal(hits.v[0].tokens.from, 2);
    assert_int_equal(hits.v[0].tokens.to, 3);
    article_free(&a);
    sl_arena_release(&tmp);
    sl_arena_release(&arena);
    (void)state;
}

/* ---- words that share a hash ---- */

/* Words of one letter and a number, and two of them, whose ways have one hash: found by trying, with some luck. */
enum { TRIED = 1 << 16 };

typedef struct {
    uint32_t way, number;
} numbered_way;

static int by_way(const void *x, const void *y) {
    const numbered_way *a = x, *b = y;
    return (a->way > b->way) - (a->way < b->way);
}

static uint32_t numbered_hash(char letter, uint32_t number) {
    char word[16];
    int n = snprintf(word, sizeof word, "%c%u", letter, number);
    return sl_token_hash((sl_str){word, (size_t)n});
}

static bool find_same_way(uint32_t *one, uint32_t *two) {
    static numbered_way ways[TRIED];
    for (uint32_t i = 0; i < TRIED; i++) ways[i] = (numbered_way){sl_way_on(0, numbered_hash('a', i)), i};
    qsort(ways, TRIED, sizeof *ways, by_way);
    for (uint32_t i = 0; i < 8 * TRIED; i++) {
        numbered_way key = {sl_way_on(sl_way_on(0, numbered_hash('b', 0)), numbered_hash('c', i)), 0};
        const numbered_way *same = bsearch(&key, ways, TRIED, sizeof *ways, by_way);
        if (!same) continue;
        *one = same->number;
        *two = i;
        return true;
    }
    return false;
}

static void same_hash(void **state) {
    char one[16], two[16], text[64], both[64], longer[64];
    uint32_t first = 0, second = 0;
    assert_true(find_same_way(&first, &second));
    snprintf(one, sizeof one, "a%u", first);
    snprintf(two, sizeof two, "b0 c%u", second);
    snprintf(text, sizeof text, "%s, %s", one, two);
    snprintf(both, sizeof both, "0:%s|1:%s", one, two);
    snprintf(longer, sizeof longer, "0:%s", two);
    jmp_buf jump;
    sl_arena tmp, out;
    sl_arena_init(&tmp, 0, &jump);
    sl_arena_init(&out, 0, &jump);
    if (setjmp(jump)) fail();
    check(build((entry[]){{one, SL_CASE_ANY}, {two, SL_CASE_ANY}}, 2, &tmp, &out), text, both);
    check(build((entry[]){{two, SL_CASE_ANY}}, 1, &tmp, &out), text, longer);
    sl_arena_release(&tmp);
    sl_arena_release(&out);
    (void)state;
}

/* More entries of one word than its list in the table of first words may have; each other one spelt twice. */
static void many_of_one_word(void **state) {
    enum { ENTRIES_OF_ONE = 300 };
    jmp_buf jump;
    sl_arena tmp, out;
    article a;
    sl_hits hits;
    sl_arena_init(&tmp, 0, &jump);
    sl_arena_init(&out, 0, &jump);
    if (setjmp(jump)) fail();
    assert_true(article_make(&a, SL_STR("Knee"), NULL));
    for (uint32_t n = 1; n <= ENTRIES_OF_ONE; n++) {
        sl_textpool pool = {0};
        sl_gazetteer_builder *b = sl_gazetteer_begin(&pool, &out, &tmp);
        for (uint32_t i = 0; i < n; i++) {
            sl_gazetteer_add(b, SL_STR("knee"), SL_CASE_ANY, i);
            if (i % 2) sl_gazetteer_add(b, SL_STR("Knee"), SL_CASE_CAPITAL, i);
        }
        sl_gazetteer_find(sl_gazetteer_end(b), a.text.view, &a.tokens, (sl_range){0, 1}, &out, &hits);
        assert_int_equal(hits.n, n);
        for (uint32_t i = 0; i < n; i++) assert_int_equal(hits.v[i].entry, i);
        sl_arena_clear(&out);
    }
    article_free(&a);
    sl_arena_release(&tmp);
    sl_arena_release(&out);
    (void)state;
}

/* Three hundred thousand names of two words take at most 64 bytes each; the arena hands out 4 MiB at a time. */
static void many_entries(void **state) {
    enum { NAMES = 300000, BYTES = 64, STEP = 4 * 1024 * 1024 };
    jmp_buf jump;
    sl_arena tmp, out;
    sl_arena_init(&tmp, 0, &jump);
    sl_arena_init(&out, 0, &jump);
    if (setjmp(jump)) fail();
    sl_textpool pool = {0};
    sl_gazetteer_builder *b = sl_gazetteer_begin(&pool, &out, &tmp);
    sl_gazetteer_expect(b, NAMES);
    sl_textpool_expect(&pool, &out, NAMES * 22);
    for (uint32_t i = 0; i < NAMES; i++) {
        char name[32];
        int n = snprintf(name, sizeof name, "First%u Last%u", i / 15, i % 5000);
        assert_int_equal(sl_gazetteer_add(b, (sl_str){name, (size_t)n}, SL_CASE_CAPITAL, i), SL_OK);
    }
    const sl_gazetteer *g = sl_gazetteer_end(b);
    sl_arena_release(&tmp);
    print_message("%zu bytes\n", out.used);
    assert_true(out.used <= NAMES * BYTES + STEP);
    check(g, "First19999 Last4999, First3 Last47 and First3 Last5", "299999:First19999 Last4999|47:First3 Last47");
    sl_arena_release(&out);
    (void)state;
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(entries_are_found),   cmocka_unit_test(bounds_of_entries),
        cmocka_unit_test(same_as_brute_force), cmocka_unit_test(ranges),
        cmocka_unit_test(same_hash),           cmocka_unit_test(many_of_one_word),
        cmocka_unit_test(many_entries),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
