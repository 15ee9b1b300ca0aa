/* SPDX-License-Identifier: Apache-2.0 */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/buf.h"
#include "engine.h"

/* One rule about cats, dogs and the days on which they did things. */
#define HEAD                                                                                                           \
    "sideline: 1\n"                                                                                                    \
    "clause: but | while\n"                                                                                            \
    "joiners: , | and | as well as\n"                                                                                  \
    "dates: dates.csv\n"                                                                                               \
    "list cat: cats.csv match name give name, colour\n"                                                                \
    "list dog: = Rex | Fido | Bello\n"                                                                                 \
    "list deed: = bit | chased\n"                                                                                      \
    "list place: = garden | the old yard\n"                                                                            \
    "part pair: {cat} \\((?<sort>[a-z]+)\\)\n"                                                                         \
    "table hits: cat, colour, dog, deed, place, sort, day_text, rules\n"                                               \
    "table other: cat, dog\n"

static const char cats[] = "name,colour\nTom,grey\nMog,black\nSir Tom,white\n";
static const char dates[] =
    "word,kind,value\nmonday,weekday,1\ntuesday,weekday,2\nfriday,weekday,5\non,preposition,on\n";

static void begin(engine *e, const char *rules) {
    static engine_file files[4];
    files[0] = (engine_file){"test.rules", rules};
    files[1] = (engine_file){"cats.csv", cats};
    files[2] = (engine_file){"dates.csv", dates};
    engine_begin(e, files);
}

static void check(const char *rules, const char *columns, const engine_case *cases, size_t n) {
    engine e;
    begin(&e, rules);
    engine_check(&e, "hits", columns, cases, n);
    e.options.gate = false;
    engine_check(&e, "hits", columns, cases, n);
    engine_end(&e);
}

static void captures_fill_columns(void **state) {
    (void)state;
    static const engine_case cases[] = {
        {"Tom bit Rex in there.", "Tom,grey,bit,Rex,"},
        {"Sir Tom chased Fido badly.", "Sir Tom,white,chased,Fido,badly"},
        {"tom BIT rex.", "Tom,grey,bit,Rex,"},
        {"Tom  bit\tRex.", "Tom,grey,bit,Rex,"},
        {"Tom bitten Rex.", ""},
        {"Tom. Bit Rex.", ""}, /* not across a sentence */
        {"Tom bit Rex. Mog chased Bello.", "Tom,grey,bit,Rex,;Mog,black,chased,Bello,"},
        {"Tom bit Rex, Mog bit Fido.", "Tom,grey,bit,Rex,;Mog,black,bit,Fido,"},
    };
    check(HEAD "rule a -> hits\n  match: {cat} {deed} {dog}(?: (?<sort>badly))?\n", "cat colour deed dog sort", cases,
          ENGINE_COUNT(cases));
}

static void members_share_the_rest(void **state) {
    (void)state;
    static const engine_case cases[] = {
        {"Tom chased Rex.", "Tom,grey,Rex"},
        {"Tom, Mog and Sir Tom chased Rex.", "Tom,grey,Rex;Mog,black,Rex;Sir Tom,white,Rex"},
        {"Tom, and Mog chased Rex.", "Tom,grey,Rex;Mog,black,Rex"},
        {"Tom as well as Mog chased Rex.", "Tom,grey,Rex;Mog,black,Rex"},
        {"Tom or Mog chased Rex.", "Mog,black,Rex"}, /* "or" is no joiner here */
    };
    check(HEAD "rule a -> hits\n  match: {cat+} chased {dog}\n", "cat colour dog", cases, ENGINE_COUNT(cases));
}

static void two_lists_pair_by_position(void **state) {
    (void)state;
    static const engine_case cases[] = {
        {"Tom and Mog chased Rex and Fido.", "Tom,Rex;Mog,Fido"},
        {"Tom and Mog chased Rex, Fido and Bello.", ""},
    };
    check(HEAD "rule a -> hits\n  match: {cat+} chased {dog+}\n", "cat dog", cases, ENGINE_COUNT(cases));
    engine e;
    begin(&e, HEAD "rule a -> hits\n  match: {cat+} chased {dog+}\n");
    engine_run(&e, cases[1].text);
    assert_string_equal(engine_show(&e, "suppressed", "rule reason"), "a,two lists of different length");
    engine_end(&e);
}

static void parts_keep_their_own(void **state) {
    (void)state;
    static const engine_case cases[] = {
        {"Out: Tom (fat), Mog (thin) and Sir Tom (old).", "Tom,grey,fat;Mog,black,thin;Sir Tom,white,old"},
        {"Out: Mog (thin).", "Mog,black,thin"},
        {"Out: Mog thin.", ""},
    };
    check(HEAD "rule a -> hits\n  match: out: {pair+}\n", "cat colour sort", cases, ENGINE_COUNT(cases));
}

static void thirty_members_at_most(void **state) {
    (void)state;
    engine e;
    begin(&e, HEAD "rule a -> hits\n  match: {cat+} chased {dog}\n");
    engine_run(&e, engine_repeat(&e, "", "Tom, ", 40, "Mog chased Rex."));
    assert_int_equal(engine_rows(&e, "hits"), 30);
    bool whole = strcmp(engine_cell(&e, "hits", 29, "cat"), "Mog") == 0; /* either the list begins late, */
    assert_true(whole || e.result.report.cut == 1);                      /* or what is beyond the bound is counted */
    engine_end(&e);
}

static void sixty_four_matches_at_most(void **state) {
    (void)state;
    engine e;
    begin(&e, HEAD "rule a -> hits\n  match: {cat} {deed}\n");
    engine_run(&e, engine_repeat(&e, "", "Tom bit so ", 80, ""));
    assert_int_equal(engine_rows(&e, "hits"), 64);
    assert_int_equal(e.result.report.cut, 1);
    engine_end(&e);
}

static void gap_is_short_and_stops(void **state) {
    (void)state;
    static const engine_case cases[] = {
        {"Tom chased Rex.", "Tom,Rex"},
        {"Tom at once chased Rex.", "Tom,Rex"},
        {"Tom, so it seems, chased Rex.", "Tom,Rex"},
        {"Tom one two three four chased Rex.", ""},
        {"Tom slept while she chased Rex.", ""},
        {"Tom slept; she chased Rex.", ""},
        {"Tom saw Mog and chased Rex.", "Mog,Rex"}, /* never over a thing of a type that is named */
        {"Tom the old yard chased Rex.", "Tom,Rex"},
    };
    check(HEAD "rule a -> hits\n  match: {cat}{gap 3}chased {dog}\n", "cat dog", cases, ENGINE_COUNT(cases));
}

static void unless_before_and_after(void **state) {
    (void)state;
    static const engine_case before[] = {
        {"There Tom bit Rex.", "Tom"},
        {"Never did Tom bit Rex.", ""},
        {"Never did old Tom bit Rex.", "Tom"},    /* three words away */
        {"Nevertheless big Tom bit Rex.", "Tom"}, /* whole words */
        {"Never; big Tom bit Rex.", "Tom"},       /* a ; stops it */
        {"Never but Tom bit Rex.", "Tom"},        /* and so does a word that begins a clause */
        {"Never. Tom bit Rex.", "Tom"},           /* and the sentence */
        {"Tom bit Rex never.", "Tom"},
    };
    check(HEAD "rule a -> hits\n  match: {cat} {deed} {dog}\n  unless before 2: never\n", "cat", before,
          ENGINE_COUNT(before));
    static const engine_case after[] = {
        {"Tom bit Rex again.", "Tom"}, {"Tom bit Rex in play.", ""},       {"Tom bit Rex only in play.", "Tom"},
        {"Tom bit Rex, in play.", ""}, {"Tom bit Rex; in play.", "Tom"},   {"Tom bit Rex. In play.", "Tom"},
        {"Play: Tom bit Rex.", "Tom"}, {"Tom bit Rex while play.", "Tom"}, {"Tom bit Rex in playtime.", "Tom"},
    };
    check(HEAD "rule a -> hits\n  match: {cat} {deed} {dog}\n  unless after 2: play\n", "cat", after,
          ENGINE_COUNT(after));
}

static void unless_of_a_thing(void **state) {
    (void)state;
    static const engine_case cases[] = {
        {"No, Tom bit Rex.", "Tom"},
        {"Tom bit no Rex.", ""},
        {"Tom bit his friend Rex.", "Tom"},
        {"Tom no bit Rex.", "Tom"},
    };
    check(HEAD "rule a -> hits\n  match: {cat} (?:no )?{deed} {gap 3}{dog}\n  unless before 1 of {dog}: no\n", "cat",
          cases, ENGINE_COUNT(cases));
}

static void unless_match_sentence_inside(void **state) {
    (void)state;
    static const engine_case match[] = {{"Old Tom nearly bit Rex.", ""}, {"Nearly: Tom soon bit Rex.", "Tom"}};
    check(HEAD "rule a -> hits\n  match: {cat} {gap 2}{deed} {dog}\n  unless match: nearly\n", "cat", match,
          ENGINE_COUNT(match));
    static const engine_case sentence[] = {{"Tom bit Rex; a dream it was.", ""}, {"Tom bit Rex. A dream.", "Tom"}};
    check(HEAD "rule a -> hits\n  match: {cat} {deed} {dog}\n  unless sentence: dream\n", "cat", sentence,
          ENGINE_COUNT(sentence));
    static const engine_case inside[] = {
        {"Tom bit Rex.", "Tom"},
        {"She said \"Tom bit Rex\" again.", ""},
        {"\"It is,\" he said. Tom bit Rex. \"It was,\" he said.", "Tom"},
        {"He said \"first, in a quotation that goes on for longer than others do, Tom bit Rex\". Mog bit Rex.", "Mog"},
    };
    check(HEAD "rule a -> hits\n  match: {cat} {deed} {dog}\n  unless inside: {quote}\n", "cat", inside,
          ENGINE_COUNT(inside));
    static const engine_case headline[] = {
        {"Tom bit Rex\n\nMog bit Rex. It was so.\n", "Mog"},
        {"Tom bit Rex.\n\nMog bit Rex. It was so.\n", "Tom;Mog"},
    };
    check(HEAD "rule a -> hits\n  match: {cat} {deed} {dog}\n  unless inside: {headline}\n", "cat", headline,
          ENGINE_COUNT(headline));
}

static void nearest_is_the_nearest(void **state) {
    (void)state;
    static const engine_case cases[] = {
        {"Tom bit Rex.", "Tom,"},
        {"Tom bit Rex in the garden.", "Tom,garden"},
        {"In the garden Tom bit Rex near the old yard.", "Tom,garden"},
        {"In the garden it was that Tom bit Rex in the old yard.", "Tom,the old yard"},
        {"In the garden there Tom bit Rex over in the old yard.", "Tom,garden"},            /* before wins a tie */
        {"In the garden. Tom bit Rex.", "Tom,"},                                            /* not across a sentence */
        {"In the garden, but then Tom bit Rex there by the old yard.", "Tom,the old yard"}, /* its own clause first */
        {"In the garden, but then Tom bit Rex.", "Tom,garden"},
    };
    check(HEAD "rule a -> hits\n  match: {cat} {deed} {dog}\n  nearest: {place}\n", "cat place", cases,
          ENGINE_COUNT(cases));
}

static void nearest_within_and_in(void **state) {
    (void)state;
    static const engine_case within[] = {
        {"Tom bit Rex there on Monday.", "Tom,on Monday"},
        {"Tom bit Rex there and here on Monday.", "Tom,"},
    };
    check(HEAD "rule a -> hits\n  match: {cat} {deed} {dog}\n  nearest: {date as day} within 2\n", "cat day_text",
          within, ENGINE_COUNT(within));
    static const engine_case clause[] = {
        {"Tom bit Rex, on Monday.", "Tom,on Monday"},
        {"Tom bit Rex while on Monday he slept.", "Tom,"},
        {"Tom bit Rex; on Monday he slept.", "Tom,"},
        {"On Monday he slept but Tom bit Rex.", "Tom,"},
        {"On Monday he slept but Tom bit Rex a day later, on Tuesday.", "Tom,on Tuesday"},
    };
    check(HEAD "rule a -> hits\n  match: {cat} {deed} {dog}\n  nearest: {date as day} in clause\n", "cat day_text",
          clause, ENGINE_COUNT(clause));
    static const engine_case paragraph[] = {
        {"It was there on Monday. Tom bit Rex.", "Tom,on Monday"},
        {"Tom bit Rex. All slept. It was on Friday.", "Tom,on Friday"},
        {"It was there on Monday.\n\nTom bit Rex. So it was.", "Tom,"},
    };
    check(HEAD "rule a -> hits\n  match: {cat} {deed} {dog}\n  nearest: {date as day} in paragraph\n", "cat day_text",
          paragraph, ENGINE_COUNT(paragraph));
}

static void nearest_has_its_own_unless(void **state) {
    (void)state;
    static const engine_case cases[] = {
        {"Tom bit Rex since Monday, then on Tuesday.", "Tom,on Tuesday"},
        {"Tom bit Rex since Monday.", "Tom,"},
        {"On Friday and then at noon Tom bit Rex since Monday.", "Tom,On Friday"},
    };
    check(HEAD "rule a -> hits\n  match: {cat} {deed} {dog}\n  nearest: {date as day}, unless before 1: since\n",
          "cat day_text", cases, ENGINE_COUNT(cases));
}

/* From what the line names, if that took part; and with nothing of the sentence between that it does not want there. */
static void nearest_of_a_capture(void **state) {
    (void)state;
    static const engine_case inside[] = {{"Tom of the garden it was that bit Rex in the old yard.", "Tom,garden"}};
    check(HEAD "rule a -> hits\n  match: {cat}{gap 8}{deed} {dog}\n  nearest: {place}\n", "cat place", inside, 1);
    static const engine_case of[] = {{"Tom of the garden it was that bit Rex in the old yard.", "Tom,the old yard"}};
    check(HEAD "rule a -> hits\n  match: {cat}{gap 8}{deed} {dog}\n  nearest: {place} of {deed}\n", "cat place", of, 1);
    static const engine_case optional[] = {
        {"In the garden Tom bit Rex badly in the old yard.", "Tom,the old yard"},
        {"In the garden Tom bit Rex in the old yard.", "Tom,garden"},
    };
    check(HEAD "rule a -> hits\n  match: {cat} {deed} {dog}(?: (?<sort>badly))?\n  nearest: {place} of {sort}\n",
          "cat place", optional, ENGINE_COUNT(optional));
    static const engine_case between[] = {
        {"Tom bit Rex and then slept in the garden.", "Tom,"},
        {"Tom bit Rex in the garden and slept.", "Tom,garden"},
        {"In the garden all slept and Tom bit Rex here or there or in the old yard.", "Tom,the old yard"},
        {"All slept. Tom bit Rex. It was in the garden that they slept.", "Tom,garden"},
    };
    check(HEAD "rule a -> hits\n  match: {cat} {deed} {dog}\n  nearest: {place} in article, unless between: slept\n",
          "cat place", between, ENGINE_COUNT(between));
}

static void nearest_takes_a_side(void **state) {
    (void)state;
    static const engine_case before[] = {
        {"In the garden once upon a time Tom bit Rex in the old yard.", "Tom,garden"},
        {"Tom bit Rex in the old yard.", "Tom,"},
    };
    check(HEAD "rule a -> hits\n  match: {cat} {deed} {dog}\n  nearest: {place} before\n", "cat place", before,
          ENGINE_COUNT(before));
    static const engine_case after[] = {
        {"In the garden Tom bit Rex once upon a time in the old yard.", "Tom,the old yard"},
        {"In the garden Tom bit Rex.", "Tom,"},
    };
    check(HEAD "rule a -> hits\n  match: {cat} {deed} {dog}\n  nearest: {place} after\n", "cat place", after,
          ENGINE_COUNT(after));
}

/* What the match itself took is not near it; a thing inside the match that no capture took is. */
static void nearest_leaves_captured_things(void **state) {
    (void)state;
    static const engine_case cases[] = {
        {"Tom bit Rex and then Fido.", "Tom,Fido"},
        {"Fido saw how the grey and fat Tom bit Rex.", "Tom,Fido"},
        {"Tom bit Rex.", "Tom,"},
    };
    check(HEAD "rule a -> hits\n  match: {cat} bit {dog as other}\n  nearest: {dog}\n", "cat dog", cases,
          ENGINE_COUNT(cases));
    static const engine_case inside[] = {{"Mog, then Tom saw Fido and bit.", "Tom,Fido"}};
    check(HEAD "rule a -> hits\n  match: {cat} saw \\w+ and bit\n  nearest: {dog}\n", "cat dog", inside,
          ENGINE_COUNT(inside));
}

/* The nearest of many, found the slow way too. */
static void nearest_agrees_with_looking_at_all(void **state) {
    (void)state;
    engine e;
    begin(&e, HEAD "rule a -> hits\n  match: {cat}\n  nearest: {dog} in paragraph\n");
    static const char *const words[] = {"Rex", "Fido", "so", "then", "but", "it"};
    uint64_t state64 = 7;
    size_t found = 0;
    for (int round = 0; round < 300; round++) {
        sl_buf text = {0};
        int at[40], clauses[40], n = 0, cat = -1, clause = 0;
        for (int i = 0; i < 40; i++) {
            state64 = state64 * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
            unsigned pick = (unsigned)(state64 >> 33) % 12;
            bool is_dog = pick < 2;
            if (cat < 0 && (pick == 11 || i == 30)) cat = i;
            const char *word = cat == i ? "Tom" : is_dog ? words[pick] : words[2 + pick % 4];
            sl_buf_put(&text, sl_str_of(word));
            clause += strcmp(word, "but") == 0;
            clauses[i] = clause;
            if (is_dog && cat != i) at[n++] = (int)pick << 8 | i;
            sl_buf_put(&text, sl_str_of(i == 39 ? "." : " "));
        }
        int best = -1, best_far = 1000;
        for (int i = 0; i < n; i++) {
            int far = abs((at[i] & 255) - cat) + (clauses[at[i] & 255] == clauses[cat] ? 0 : 500);
            if (far < best_far) best = at[i] >> 8, best_far = far; /* from the left: before wins a tie */
        }
        assert_int_equal(engine_try(&e, sl_buf_str(&text)), SL_OK);
        sl_buf_release(&text);
        assert_string_equal(engine_cell(&e, "hits", 0, "dog"), best < 0 ? "" : words[best]);
        found += best >= 0;
    }
    print_message("# nearest things compared: %zu\n", found);
    assert_true(found > 200);
    engine_end(&e);
}

/* A rule that makes a type feeds others; two patterns of it may give one thing. */
static void rules_make_types(void **state) {
    (void)state;
    static const engine_case cases[] = {
        {"Tom had a row with Rex today.", "Tom,Rex"},
        {"Tom had a fight with Rex today.", "Tom,Rex"},
        {"Tom had a feud with Rex today.", ""},
    };
    check(HEAD "rule a -> hits\n  match: {cat} had {quarrel}\n"
               "rule made -> quarrel\n  match: a (?:row|fight) with {dog}\n  match: a row with {dog}\n",
          "cat dog", cases, ENGINE_COUNT(cases));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(captures_fill_columns),
        cmocka_unit_test(members_share_the_rest),
        cmocka_unit_test(two_lists_pair_by_position),
        cmocka_unit_test(parts_keep_their_own),
        cmocka_unit_test(thirty_members_at_most),
        cmocka_unit_test(sixty_four_matches_at_most),
        cmocka_unit_test(gap_is_short_and_stops),
        cmocka_unit_test(unless_before_and_after),
        cmocka_unit_test(unless_of_a_thing),
        cmocka_unit_test(unless_match_sentence_inside),
        cmocka_unit_test(nearest_is_the_nearest),
        cmocka_unit_test(nearest_within_and_in),
        cmocka_unit_test(nearest_has_its_own_unless),
        cmocka_unit_test(nearest_of_a_capture),
        cmocka_unit_test(nearest_takes_a_side),
        cmocka_unit_test(nearest_leaves_captured_things),
        cmocka_unit_test(nearest_agrees_with_looking_at_all),
        cmocka_unit_test(rules_make_types),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
