/* SPDX-License-Identifier: Apache-2.0 */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "engine.h"

static const engine_file files[] = {
    {"test.rules",
     "sideline: 1\n"
     "list sailor: sailors.csv match name, aliases give name, nation, born, rank needs capital\n"
     "list ship:   = Sea Fox | Heron\n"
     "list nation: nations.csv match adjective give nation needs capital\n"
     "list native: nations.csv match noun give nation needs capital\n"
     "list rank:   = mate | cook | captain\n"
     "list given:  given.csv match name give name, pronouns needs capital\n"
     "list particle: = van | de | der | dos\n"
     "list suffix: = Jr | III\n"
     "list title:  = Sir | Dr\n"
     "list notname: = Monday | Friday | The | On | In | A | May | There | Then | We | He | I | Later | It | So | Three "
     "| Young | Her | Dusk | When\n"
     "names:\n"
     "  given: {given}\n"
     "  particle: {particle}\n"
     "  suffix: {suffix}\n"
     "  title: {title}\n"
     "  not: {notname} {ship} {nation} {native} {rank}\n"
     "person captain: {nobody}\n"
     "  alone: the (?:{ship} )?skipper\n"
     "list nobody: = nobody at all\n"
     "person crew: {sailor} {name} but not {captain}\n"
     "  before: (?:{ship} )?(?:{nation} )?{rank}\n"
     "  before: {ship}'s\n"
     "  after: , {number as age},\n"
     "  alone: the hand\n"
     "person anyone: {crew} {captain}\n"
     "  alone: the {rank} | the {native as nation} | the {number as age}-year-old | he | she | him | his | her\n"
     "  possessive: his | her | my\n"
     "  relative: who | whose\n"
     "  aside: with | by\n"
     "  quoted: I | me | my = speaker\n"
     "person idler: {nobody} but not {captain}\n"
     "rule idler.is -> idler\n"
     "  match: idler {name}\n"
     "rule rested -> hits\n"
     "  match: {idler as anyone} (?<what>rested)\n"
     "rule captain.of -> captain\n"
     "  match: {ship} skipper {name}\n"
     "table hits: crew, anyone, captain, ship, nation, rank, age, born, what\n"
     "  one row per: anyone\n"
     "table quotes: quote, speaker\n"
     "  rows: every {quote}\n"
     "rule fell -> hits\n"
     "  match: {anyone} (?<what>fell|slept|sang)\n"
     "rule dived -> hits\n"
     "  match: {captain as anyone} (?<what>dived)\n"
     "rule leg -> hits\n"
     "  match: {anyone's} (?<what>leg|arm)\n"
     "rule named -> hits\n"
     "  match: {anyone named} (?<what>waved)\n"
     "rule who -> adds quotes\n"
     "  match: {quote},? (?:said {anyone as speaker}|{anyone as speaker} said)\n"},
    {"sailors.csv", "name,aliases,nation,born,rank\n"
                    "Reece James,,Wales,2000-01-02,mate\n"
                    "Daniel James,,Chile,1990-06-30,cook\n"
                    "Jan van der Berg,,Chile,1991-03-06,\n"
                    "Ashley Young,Young Ash,,,\n"
                    "Moss,,Peru,,\n"},
    {"given.csv", "name,pronouns\nNed,he|him|his\nTom,he|him|his\nWill,he|him|his\nMary,she|her\nWilma,she|her\n"
                  "Jan,\nDusk,\n"},
    {"nations.csv", "nation,adjective,noun\nWales,Welsh,Welshman\nChile,Chilean,Chilean\nPeru,Peruvian,Peruvian\n"},
    {0}};

static void check(const char *columns, const engine_case *cases, size_t n) {
    engine e;
    engine_begin(&e, files);
    engine_check(&e, "hits", columns, cases, n);
    engine_end(&e);
}
#define CHECK(columns, ...)                                                                                            \
    do {                                                                                                               \
        static const engine_case cases[] = __VA_ARGS__;                                                                \
        check(columns, cases, ENGINE_COUNT(cases));                                                                    \
    } while (0)

static void a_surname_is_the_full_name(void **state) {
    (void)state;
    CHECK("anyone",
          {
              {"We saw Ned Arden there. Later Arden fell.", "Ned Arden"},
              {"Arden fell\n\nWe saw Ned Arden there. It was late.", "Ned Arden"}, /* a headline comes before it */
              {"We saw Ned Arden there. Later Ned fell.", "Ned Arden"},
              {"We saw Ned Arden there. Later Ned Arden fell.", "Ned Arden"},
              {"We saw Ned Arden there. Later Orr fell.", "Orr"},
              {"Then Arden fell.", "Arden"},
              {"We saw Ned Peter Arden. Then Peter Arden fell.", "Ned Peter Arden"},
              {"We saw Arden. Then Ned Arden sang.", "Ned Arden"},
          });
}

static void forms_of_names(void **state) {
    (void)state;
    CHECK("anyone", {
                        {"There Virgil van Dijk fell.", "Virgil van Dijk"},
                        {"There Jan van der Berg fell.", "Jan van der Berg"},
                        {"There Virgil van Dijk sat. Van Dijk fell.", "Virgil van Dijk"},
                        {"There Virgil van Dijk sat. Dijk fell.", "Virgil van Dijk"},
                        {"There Ned O'Hara fell.", "Ned O'Hara"},
                        {"There Ned O\u2019Hara fell. Then O'Hara sang.", "Ned O\u2019Hara"},
                        {"There Trent Alder-Arnold fell.", "Trent Alder-Arnold"},
                        {"We saw Trent Alder-Arnold. Then Alder-Arnold fell.", "Trent Alder-Arnold"},
                        {"There J. Arden fell.", "J. Arden"},
                        {"There J.P. Arden fell.", "J.P. Arden"},
                        {"There Jo Arden fell.", "Jo Arden"},
                        {"There Ned Arden Jr fell.", "Ned Arden Jr"},
                        {"We saw Ned Arden Jr there. Then Arden fell.", "Ned Arden Jr"}, /* a suffix is no surname */
                        {"There Va'aiga Orr fell.", "Va'aiga Orr"},
                        {"There Ned Tu\u2019ivai fell. Then Tu'ivai sang.", "Ned Tu\u2019ivai"},
                        {"There Arden'll fell.", ""}, /* will, not a longer name */
                        {"There Q fell.", ""},        /* one letter */
                        {"There M\u00fcller fell.", "M\u00fcller"},
                        {"We saw Jan M\u00fcller. Then Muller fell.", "Jan M\u00fcller"},
                        {"There Sir Ned Arden fell.", "Ned Arden"},
                        {"On Monday Ned Arden fell.", "Ned Arden"},
                        {"On Monday fell.", ""},
                        {"There NED ARDEN FELL.", ""},
                        {"There Sea Fox fell.", ""}, /* a ship */
                        {"There Ashley Young fell.", "Ashley Young"},
                    });
}

/* Both words are also other words: what stands beside them must tell. */
static void names_of_two_words(void **state) {
    (void)state;
    CHECK("anyone", {
                        {"There Will May fell.", "Will May"},
                        {"There Dusk May fell.", ""},
                        {"There Dusk May (cook) sat. Then May fell.", "Dusk May"},
                        {"There Dusk May (The Cook) sat. Then May fell.", ""},
                        {"There Dusk May, 27, sat. Then May fell.", "Dusk May"},
                    });
}

static void first_names_in_other_forms(void **state) {
    (void)state;
    CHECK("anyone", {
                        {"We saw Siosaia Orr. Then Sai Orr fell.", "Siosaia Orr"},
                        {"We saw Sai Orr. Then Siosaia Orr fell. Later Sai sang.", "Siosaia Orr"},
                        {"We saw Siosaia Orr and then Sai Orr. Later Sai sang.", "Siosaia Orr"},
                        {"We saw Steven Orr and then Steve Orr. Later Steve sang.", "Steven Orr"},
                        {"We saw Atom Orr. Then Tom Orr fell.", "Tom Orr"}, /* a first name of its own */
                    });
}

static void answers_in_a_transcript(void **state) {
    (void)state;
    engine e;
    engine_begin(&e, files);
    engine_run(&e, "Transcript\n\nThere Ned Arden met Jo Alder-Orr. It was late.\n\nNA: \"It is.\"\n\nJA-O: \"So "
                   "it is.\"\n\nARDEN: \"Then we go.\"\n\nNEWS: \"It is late.\"");
    assert_string_equal(engine_show(&e, "quotes", "quote speaker"),
                        "It is.,Ned Arden;So it is.,Jo Alder-Orr;Then we go.,Ned Arden;It is late.,Ned Arden");
    engine_end(&e);
}

static void a_description_says_what_somebody_is(void **state) {
    (void)state;
    CHECK("anyone",
          {
              {"We met Sea Fox skipper Ned Arden and Mary Orr. Then the skipper dived.", "Ned Arden"},
              {"Then the Sea Fox skipper dived. It was Sea Fox skipper Ned Arden.", "Ned Arden"},
              {"We met Sea Fox's Ned Arden there. Then the Sea Fox skipper dived.", "Ned Arden"},
              {"We met Ned Arden there. Then the skipper dived.", "Ned Arden"},
              {"We met cook Ned Arden there. Then the skipper dived.", ""}, /* he is the cook */
              {"We met Reece James there. Then the skipper dived.", ""},    /* a list knows him */
              {"We met Sea Fox skipper Ned Arden and Heron's Mary Orr. Then the Heron skipper dived.", "Mary Orr"},
              {"We met Sea Fox skipper Ned Arden and Jan Orr. Then he sang. Then the Heron skipper dived.",
               "Ned Arden;Jan Orr"},
          });
}

static void two_of_one_surname(void **state) {
    (void)state;
    CHECK("anyone",
          {
              {"We saw Reece James and Daniel James. Later James fell.", "Daniel James"}, /* the one named last */
              {"We saw Daniel James and Reece James. Later James fell.", "Reece James"},
              {"James fell\n\nWe saw Reece James with Daniel James. It was late.", "Reece James | Daniel James"},
              {"Three James fell\n\nWe saw Reece James, Daniel James, Mary James and Ned James. So.",
               "Reece James | Daniel James | Mary James"}, /* at most three */
              {"We saw Reece James and Daniel James. Later Daniel fell.", "Daniel James"},
              {"We saw Reece James and Daniel James. Later Reece James fell.", "Reece James"},
          });
}

/* Two that are far back are as likely as each other. */
static void far_back_it_may_be_both(void **state) {
    (void)state;
    engine e;
    engine_begin(&e, files);
    const char *text = engine_repeat(&e, "We saw Reece James and Daniel James. ", "So they went on as before. ", 40,
                                     "Then James fell.");
    engine_run(&e, text);
    assert_string_equal(engine_show(&e, "hits", "anyone"), "Daniel James | Reece James");
    engine_end(&e);
}

static void the_first_word_of_a_sentence(void **state) {
    (void)state;
    CHECK("anyone", {
                        {"Yesterday fell. The yesterday of old.", ""}, /* the article has the word in small letters */
                        {"Okoro fell.", "Okoro"},
                        {"Striker Okoro fell. It was Ned Okoro, a striker.", "Ned Okoro"},
                        {"Ned Arden fell.", "Ned Arden"},
                        {"Reece James fell.", "Reece James"},
                    });
}

static void what_is_said_of_a_person(void **state) {
    (void)state;
    CHECK("anyone nation rank age born",
          {
              {"Then Reece James fell.", "Reece James,Wales,mate,,2000-01-02"}, /* the list says so */
              {"We met cook Ned Arden. Arden fell.", "Ned Arden,,cook,,"},
              {"We met Peruvian cook Ned Arden, 27, there. Arden fell.", "Ned Arden,Peru,cook,27,"},
              {"Then Arden fell. It was Ned Arden, 27, who did.", "Ned Arden,,,27,"},
              {"We met cook Ned Arden. Orr fell.", "Orr,,,,"},
              {"Later Moss fell.", "Moss,Peru,,,"},
              {"We saw Ned Moss there. Later Moss fell.", "Ned Moss,,,,"}, /* another Moss than the list's */
          });
}

static void types_of_persons(void **state) {
    (void)state;
    engine e;
    engine_begin(&e, files);
    engine_run(&e, "Then Sea Fox skipper Ned Arden sat there. Later Arden fell with Orr.");
    assert_string_equal(engine_show(&e, "hits", "anyone"), "Ned Arden");
    const sl_table_rows *t = engine_table(&e, "mentions");
    unsigned captains = 0, crew = 0;
    for (size_t i = 0; i < t->rows.n; i++) {
        sl_str type = engine_value(t, i, "type");
        captains += sl_str_eq(type, SL_STR("captain"));
        if (!sl_str_eq(type, SL_STR("crew"))) continue;
        crew++;
        assert_true(sl_str_eq(engine_value(t, i, "canonical"), SL_STR("Orr"))); /* "but not {captain}" */
    }
    assert_int_equal(captains, 2);
    assert_int_equal(crew, 1);
    engine_end(&e);
}

static void a_rule_excludes_what_another_says(void **state) {
    (void)state;
    CHECK("anyone", {
                        {"We met idler Ned Arden. Then Arden rested.", "Ned Arden"},
                        {"We met idler Ned Arden, the Sea Fox skipper Ned Arden. Then Arden rested.", ""},
                    });
}

static void relative_clauses(void **state) {
    (void)state;
    CHECK("anyone",
          {
              {"Ned Orr met Tom Dent. There he slept.", "Ned Orr"},
              {"Ned Orr met Tom Dent, who said that he slept.", "Tom Dent"}, /* whoever stands before "who" */
              {"Ned Orr met Tom Dent - whose boat it was - and he slept.", "Tom Dent"},
              {"Tom Dent knew a boy who said to Ned Orr that he slept.", "Tom Dent"}, /* nobody stands there */
          });
}

static void possessives(void **state) {
    (void)state;
    CHECK("anyone what",
          {
              {"It was Ned Arden's leg.", "Ned Arden,leg"},
              {"It was Ned Arden\u2019s leg.", "Ned Arden,leg"},
              {"We saw Ned Powers. It was Powers' leg.", "Ned Powers,leg"},
              {"We saw Ned Arden and it was his leg.", "Ned Arden,leg"},
              {"We saw Ned Arden leg.", ""},
              {"We saw Ned Arden and he leg.", ""},
              {"We saw Ned Arden there. It was the Welshman's leg.", "Ned Arden,leg"}, /* nothing speaks against it */
          });
}

static void named_is_no_pronoun(void **state) {
    (void)state;
    CHECK("anyone what", {
                             {"There Ned Arden waved.", "Ned Arden,waved"},
                             {"There Ned Arden sat and he waved.", ""},
                         });
}

static void pronouns_and_descriptions(void **state) {
    (void)state;
    CHECK("anyone",
          {
              {"We saw Ned Arden there. Then he fell.", "Ned Arden"},
              {"We saw Ned Arden meet Mary Orr. Then he fell.", "Ned Arden"}, /* the first one named */
              {"We saw Mary Orr. Then Ned Arden came, and he fell.", "Ned Arden"},
              {"We saw Ned Arden there. Then the Peruvian cook Mary Orr sat. Then she fell.",
               "Mary Orr"},                                                                    /* not the Peruvian */
              {"We saw Mary Orr. Her cook, Ned Arden, sat there. Then he fell.", "Ned Arden"}, /* not whose cook */
              {"Ned Orr met Tom Dent, who said: \"It is a long and dark and cold and wet and windy night that we have "
               "there on the sea.\" He fell.",
               "Ned Orr"},
              {"We met Reece James and Daniel James. Then the Welshman fell.", "Reece James"},
              {"We met Reece James and Daniel James. Then the Chilean fell.", "Daniel James"},
              {"We met Reece James and Ned Arden. Then the cook fell.", "Ned Arden"},    /* James is a mate */
              {"We met Mary Orr and Ned Arden. Then the cook fell.", "Ned Arden"},       /* the one named last */
              {"We met Mary Orr and Ned Arden. Then the 31-year-old fell.", "Mary Orr"}, /* but for an age */
              {"We met Ned Arden, 27, with Mary Orr, 31, there. Then the 31-year-old fell.", "Mary Orr"},
              {"We met Ned Arden, 27, with Mary Orr, 31, there. Then the 40-year-old fell.", ""},
              {"date 2024-03-06 We met Reece James and Daniel James. Then the 33-year-old fell.", "Daniel James"},
              {"Then he fell.", ""},
              {"He fell. It was Ned Arden.", ""}, /* never forwards */
          });
}

static void pronouns_of_first_names(void **state) {
    (void)state;
    CHECK("anyone", {
                        {"We saw Mary Orr meet Ned Arden. Then he fell.", "Ned Arden"},
                        {"We saw Ned Arden meet Mary Orr. Then She fell.", "Mary Orr"},
                        {"We saw Jan Orr meet Ned Arden. Then he fell.", "Jan Orr"}, /* either may be called Jan */
                        {"We saw Mary Orr. Then he fell.", ""},
                        {"We saw Ned Dent and Mary Orr. Then she sat. Then the hand fell.", "Mary Orr"},
                        {"We saw Mary Orr. Then the Welshman fell.", "Mary Orr"}, /* no pronoun */
                    });
}

static void who_is_seldom_meant(void **state) {
    (void)state;
    CHECK(
        "anyone what",
        {
            {"There Jo Orr and Ada Dent sat and it was her leg.", "Ada Dent,leg"},
            {"There Jo Orr sat with Ada Dent and it was her leg.", "Jo Orr,leg"},
            {"There Jo Orr sat with the Sea Fox cook Ada Dent and it was her leg.", "Jo Orr,leg"},
            {"There Jo Orr sat with Ada Dent, whose boat it was, and it was her leg.", "Ada Dent,leg"},
            {"It was Jo Orr. Later Orr sat there. Then Ada Dent met Orr. He fell.", "Jo Orr,fell"}, /* in passing */
            {"Then Ada Dent met Jo Orr. He fell.", "Ada Dent,fell"},
            {"We saw Jo Orr. The cook sat with Ada Dent and it was her leg.", "Jo Orr,leg"}, /* it opens the sentence */
        });
}

static void before_the_name(void **state) {
    (void)state;
    CHECK("anyone what", {
                             {"When he fell, Jo Orr sat down.", "Jo Orr,fell"},
                             {"When he fell in the dark Jo Orr sat down.", ""},
                             {"We saw Ada Dent. When she fell, Jo Orr sat down.", "Ada Dent,fell"},
                         });
}

static void i_is_the_speaker(void **state) {
    (void)state;
    CHECK("anyone what",
          {
              {"\"Then I fell,\" said Ned Arden.", "Ned Arden,fell"},
              {"\"It was my leg,\" said Ned Arden.", "Ned Arden,leg"},
              {"We met Jan Orr. \"Then he fell,\" said Ned Arden.", "Jan Orr,fell"}, /* nobody speaks of himself so */
              {"\"Then he fell,\" said Ned Arden.", ""},
              {"Then I fell. So said Ned Arden.", ""},
          });
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_surname_is_the_full_name),
        cmocka_unit_test(forms_of_names),
        cmocka_unit_test(names_of_two_words),
        cmocka_unit_test(first_names_in_other_forms),
        cmocka_unit_test(answers_in_a_transcript),
        cmocka_unit_test(a_description_says_what_somebody_is),
        cmocka_unit_test(two_of_one_surname),
        cmocka_unit_test(far_back_it_may_be_both),
        cmocka_unit_test(the_first_word_of_a_sentence),
        cmocka_unit_test(what_is_said_of_a_person),
        cmocka_unit_test(types_of_persons),
        cmocka_unit_test(a_rule_excludes_what_another_says),
        cmocka_unit_test(relative_clauses),
        cmocka_unit_test(possessives),
        cmocka_unit_test(named_is_no_pronoun),
        cmocka_unit_test(pronouns_and_descriptions),
        cmocka_unit_test(pronouns_of_first_names),
        cmocka_unit_test(who_is_seldom_meant),
        cmocka_unit_test(before_the_name),
        cmocka_unit_test(i_is_the_speaker),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
