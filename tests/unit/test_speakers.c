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
     "list boss: = Ann Mason\n"
     "list saying: = said | added\n"
     "list notname: = The | It | They | That | Then | A | He | So | We | With\n"
     "names:\n"
     "  not: {notname}\n"
     "person manager: {boss}\n"
     "person house: {house_name}\n"
     "list house_name: = Acme Inn\n"
     "person player: {name} but not {manager} {house}\n"
     "person anyone: {player} {manager}\n"
     "  alone: he | she\n"
     "table quotes: quote, speaker, role, about, cue, rules\n"
     "  rows: every {quote}\n"
     "  carry: speaker\n"
     "  speaks of: {player as about}\n"
     "  set role: manager where speaker is {manager}; player where speaker is {player}; other\n"
     "  default: speaker = unknown\n"
     "  skip: before 2: called|nicknamed\n"
     "  skip: inside: {headline}\n"
     "rule after -> adds quotes\n"
     "  match: {quote},? (?:(?<cue>said|added) {anyone as speaker}|{anyone as speaker} (?<cue>said|added))\n"
     "  unless after 1: nothing\n"
     "rule before -> adds quotes\n"
     "  match: {anyone as speaker} {saying as cue}[,:] {quote}\n"
     "rule unnamed -> adds quotes\n"
     "  match: {quote},? (?<cue>said) (?<speaker>an? [a-z]+)\n"
     "rule strong -> adds quotes\n"
     "  priority: 5\n"
     "  match: for {anyone as speaker} it was {quote}\n"},
    {0}};

static void check(const char *columns, const engine_case *cases, size_t n) {
    engine e;
    engine_begin(&e, files);
    engine_check(&e, "quotes", columns, cases, n);
    engine_end(&e);
}
#define CHECK(columns, ...)                                                                                            \
    do {                                                                                                               \
        static const engine_case cases[] = __VA_ARGS__;                                                                \
        check(columns, cases, ENGINE_COUNT(cases));                                                                    \
    } while (0)

static void rules_name_the_speaker(void **state) {
    (void)state;
    CHECK("quote speaker cue rules",
          {
              {"\"It is good,\" said Bob Orr.", "It is good,,Bob Orr,said,after"},
              {"\"It is good,\" Bob Orr added.", "It is good,,Bob Orr,added,after"},
              {"\u201cIt is good,\u201d Bob Orr added.", "It is good,,Bob Orr,added,after"},
              {"\"Is it good?\" Bob Orr added.", "Is it good?,Bob Orr,added,after"}, /* a soft end of a sentence */
              {"\"It is good. It is,\" said Bob Orr.", "It is good. It is,,Bob Orr,said,after"},
              {"Bob Orr said: \"It is good.\"", "It is good.,Bob Orr,said,before"},
              {"\"It is good,\" said a fan.", "It is good,,a fan,said,unnamed"},
              {"\"It is good,\" said Bob Orr nothing.", "It is good,,unknown,,"}, /* `unless` */
              {"It is \"good\" so.", "good,unknown,,"},
          });
}

static void priority_then_the_earlier_rule(void **state) {
    (void)state;
    CHECK("speaker rules", {
                               {"Then for Bob Orr it was \"so good,\" said Cy Hall.", "Bob Orr,strong"},
                               {"Bob Orr said: \"It is good,\" said Cy Hall.", "Cy Hall,after"},
                           });
}

static void a_speaker_is_carried(void **state) {
    (void)state;
    CHECK("quote speaker", {
                               {"\"It is good,\" said Bob Orr. \"We go on.\"", "It is good,,Bob Orr;We go on.,Bob Orr"},
                               /* who tells something in between */
                               {"\"It is good,\" said Bob Orr. Then Cy Hall said it was late. \"We go on.\"",
                                "It is good,,Bob Orr;We go on.,Cy Hall"},
                               {"\"It is good,\" said Bob Orr. Then Cy Hall sat down. \"We go on.\"",
                                "It is good,,Bob Orr;We go on.,Bob Orr"},
                               {"\"It is good,\" said Bob Orr. Then Cy Hall said it was late. \"Cy Hall is old.\"",
                                "It is good,,Bob Orr;Cy Hall is old.,Bob Orr"},
                               {"\"It is,\" said Bob Orr, \"very good.\"", "It is,,Bob Orr;very good.,Bob Orr"},
                               /* an open paragraph goes on in the next */
                               {"\"It is good,\" said Bob Orr. \"We go on.\n\n\"And on we go.\"",
                                "It is good,,Bob Orr;We go on.,Bob Orr;And on we go.,Bob Orr"},
                               /* the subject of the sentence before */
                               {"Then Bob Orr was glad. \"It is good.\"", "It is good.,Bob Orr"},
                               {"Then Bob Orr was glad of Cy Hall. \"It is good.\"", "It is good.,Bob Orr"},
                               {"Then Bob Orr was glad that \"it is good\".", "it is good,Bob Orr"},
                               {"It was late. \"It is good.\"", "It is good.,unknown"},
                           });
}

static void back_from_where_it_goes_on(void **state) {
    (void)state;
    CHECK("quote speaker",
          {
              {"Then came Cy Hall. \"It is no game. \"But we go on,\" said Bob Orr.",
               "It is no game.,Bob Orr;But we go on,,Bob Orr"},
              {"It was late.\n\n\"It is no game.\n\n\"But we go on,\" said Bob Orr.",
               "It is no game.,Bob Orr;But we go on,,Bob Orr"},
              {"Then came Cy Hall. \"It is.\" \"It is not,\" said Bob Orr.", "It is.,Bob Orr;It is not,,Bob Orr"},
              {"Then came Cy Hall. \"It is,\" and \"it is not,\" said Bob Orr.", "It is,,Cy Hall;it is not,,Bob Orr"},
          });
}

static void nobody_names_himself(void **state) {
    (void)state;
    CHECK("speaker", {
                         {"Then came Cy Hall. So did Dan Eck. He was glad. \"Hall is good,\" he said.", "Dan Eck"},
                         {"Then came Cy Hall. So did Dan Eck. \"Hall is good.\"", "Dan Eck"},
                         {"Then came Cy Hall. So did Dan Eck. \"Eck is good,\" he said.", "Cy Hall"},
                         {"\"Hall is good,\" said Cy Hall.", "Cy Hall"}, /* but where the text says so */
                         {"Then came Cy Hall. \"They said 'go, Hall' to me,\" he said.", "Cy Hall"},
                         {"Then came Cy Hall. \"Hall is good,\" he said.", "unknown"},
                     });
}

static void who_cannot_speak(void **state) {
    (void)state;
    CHECK("speaker", {
                         {"Then at Acme Inn sat Cy Hall. \"It is good.\"", "Cy Hall"}, /* a house does not */
                         /* "He": somebody else speaks, if somebody else has spoken */
                         {"It was late.\n\n\"It is late,\" said Ann Mason. So it was. It was late, so late, and "
                          "the night was long and dark and cold.\n\nThen came Cy Hall. \"He is good.\"",
                          "Ann Mason;Ann Mason"},
                         {"It was late.\n\n\"It is late,\" said Ann Mason. So it was. It was late, so late, and "
                          "the night was long and dark and cold.\n\nThen came Cy Hall. \"We go on.\"",
                          "Ann Mason;Cy Hall"},
                         {"Then came Cy Hall. \"He is good.\"", "Cy Hall"},
                     });
}

/* An interviewer without a name puts in a word; then the one who answers goes on. */
static void a_voice_between(void **state) {
    (void)state;
    CHECK("speaker", {
                         {"It was late.\n\nThen came Cy Hall.\n\n\"It is good.\"\n\n\"It is not,\" said a "
                          "fan.\n\n\"It is.\"",
                          "Cy Hall;a fan;Cy Hall"},
                     });
}

static void role_and_about(void **state) {
    (void)state;
    CHECK("speaker role about",
          {
              {"\"It is good,\" said Ann Mason.", "Ann Mason,manager,"},
              {"\"It is good,\" said Bob Orr.", "Bob Orr,player,"},
              {"\"With Bob Orr it is good,\" said Bob Orr.", "Bob Orr,player,"}, /* nobody is his own subject */
              {"\"It is good,\" said a fan.", "a fan,other,"},
              {"\"With Cy Hall it is good,\" said Ann Mason.", "Ann Mason,manager,Cy Hall"},
              {"Then came Cy Hall. \"With Hall and Dan Eck it is good,\" said Ann Mason.",
               "Ann Mason,manager,Cy Hall | Dan Eck"},
              {"Then came Cy Hall. \"It is good that he is here,\" said Ann Mason.", "Ann Mason,manager,Cy Hall"},
              {"Then came Cy Hall. \"It is good,\" said Ann Mason.", "Ann Mason,manager,"},
          });
}

static void some_quotations_are_none(void **state) {
    (void)state;
    CHECK("quote",
          {
              {"A man called \"Bones\" was there.", ""},
              {"A man so called by \"Bones\" was there.", ""},
              {"A man called by all the \"Bones\" was there.", "Bones"},
              {"Then \"it was\" so\n\nIt was \"so good\" there. It was late.", "so good"}, /* not the headline's */
          });
    engine e;
    engine_begin(&e, files);
    engine_run(&e, "A man called \"Bones\" was there.");
    assert_string_equal(engine_show(&e, "suppressed", "table reason text"), "quotes,skip,Bones");
    engine_end(&e);
}

/* A quotation inside another is no row of its own. */
static void inner_quotations(void **state) {
    (void)state;
    CHECK("quote speaker", {{"\"He said 'no' to me,\" said Bob Orr.", "He said 'no' to me,,Bob Orr"}});
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rules_name_the_speaker),     cmocka_unit_test(priority_then_the_earlier_rule),
        cmocka_unit_test(a_speaker_is_carried),       cmocka_unit_test(role_and_about),
        cmocka_unit_test(some_quotations_are_none),   cmocka_unit_test(inner_quotations),
        cmocka_unit_test(back_from_where_it_goes_on), cmocka_unit_test(nobody_names_himself),
        cmocka_unit_test(who_cannot_speak),           cmocka_unit_test(a_voice_between),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
