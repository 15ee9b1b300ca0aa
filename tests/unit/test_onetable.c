/* SPDX-License-Identifier: Apache-2.0
 *
 * What one table does not need is not done where it alone is asked for: its rows are those of a run for all tables.
 */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "engine.h"

/* Gardeners and what ails their plants. */
#define RULES                                                                                                          \
    "sideline: 1\n"                                                                                                    \
    "dates: dates.csv\n"                                                                                               \
    "list ill: = rust | rot\n"                                                                                         \
    "list notname: = The | It | All | Then | He | She | I\n"                                                           \
    "names:\n"                                                                                                         \
    "  not: {notname}\n"                                                                                               \
    "person who: {name}\n"                                                                                             \
    "  alone: he | she | him | her\n"                                                                                  \
    "  quoted: I = speaker\n"                                                                                          \
    "table ills: who, ill, state, seen_from, seen_to, seen_text\n"                                                     \
    "  needs: who, ill\n"                                                                                              \
    "  one row per: who, ill\n"                                                                                        \
    "  dates: seen past\n"                                                                                             \
    "table sayings: quote, speaker\n"                                                                                  \
    "  rows: every {quote}\n"                                                                                          \
    "rule said -> adds sayings\n"                                                                                      \
    "  match: {quote},? said {who as speaker}\n"                                                                       \
    "rule has -> ills\n"                                                                                               \
    "  match: {who} (?:has|have) {ill}\n"

#define ADDED                                                                                                          \
    "rule better -> adds ills\n"                                                                                       \
    "  match: {who} is better\n"                                                                                       \
    "  set state: better\n"                                                                                            \
    "rule worse -> adds ills\n"                                                                                        \
    "  match: is worse\n"                                                                                              \
    "  set state: worse\n"

#define SO "It was so. It was so. It was so. "

/* The same twice: with all that is found, and for the one table. */
static void check(const char *rules, const char *columns, const engine_case *cases, size_t n) {
    engine e;
    const engine_file files[] = {{"test.rules", rules}, {"dates.csv", "word,kind,value\nmonday,weekday,1\n"}, {0}};
    static const sl_pipeline_wanted first = {.tables = {.tables = 1}};
    engine_begin(&e, files);
    engine_check(&e, "ills", columns, cases, n);
    e.options.wanted = &first;
    engine_check(&e, "ills", columns, cases, n);
    engine_end(&e);
}
#define CHECK(rules, columns, ...)                                                                                     \
    do {                                                                                                               \
        static const engine_case cases[] = __VA_ARGS__;                                                                \
        check(rules, columns, cases, ENGINE_COUNT(cases));                                                             \
    } while (0)

static void what_is_added_is_told_nearby_or_of_the_person(void **state) {
    (void)state;
    CHECK(RULES ADDED, "who ill state",
          {
              {"Ann Orr has rust. It is worse.", "Ann Orr,rust,worse"},
              {"Ann Orr has rust. " SO "It is worse.", "Ann Orr,rust,"},
              {"Ann Orr has rust. " SO "Ann Orr is better.", "Ann Orr,rust,better"},
              {"Ann Orr has rust. " SO "She is better.", "Ann Orr,rust,better"},
              {SO "Ann Orr is better. " SO "Ann Orr has rust.", "Ann Orr,rust,better"},
              {"Ann Orr has rust. " SO "Bob Eck is better.", "Ann Orr,rust,"},
              {"Ann Orr has rust. Bob Eck has rot. " SO "Bob Eck is better.", "Ann Orr,rust,;Bob Eck,rot,better"},
              {"Ann Orr is better.", ""},
          });
}

/* Then what is told of a person need not stand beside the name. */
static void a_person_may_be_fetched_from_anywhere(void **state) {
    (void)state;
    CHECK(RULES "rule cured -> adds ills\n"
                "  match: was cured\n"
                "  nearest: {who} in article\n"
                "  set state: cured\n",
          "who ill state",
          {
              {"Ann Orr has rust. " SO "It was cured.", "Ann Orr,rust,cured"},
              {"Ann Orr has rust. Bob Eck came. " SO "It was cured.", "Ann Orr,rust,"},
          });
    CHECK(RULES "rule visit -> visit\n"
                "  match: {who} came\n"
                "rule cured -> adds ills\n"
                "  match: was cured\n"
                "  nearest: {visit} in article\n"
                "  set state: cured\n",
          "who ill state",
          {
              {"Ann Orr has rust. Ann Orr came. " SO "It was cured.", "Ann Orr,rust,cured"},
          });
}

static void who_speaks_may_give_a_row(void **state) {
    (void)state;
    CHECK(RULES ADDED, "who ill state",
          {
              {"\"I have rust,\" said Ann Orr.", "Ann Orr,rust,"},
              {"Ann Orr has rust. \"I will not say that it is worse,\" said Bob Eck.", "Ann Orr,rust,worse"},
              {"\"I am well,\" said Ann Orr.", ""},
          });
}

/* A rule that makes a type sees persons by their names alone, whoever needs what it makes. */
static void what_only_additions_need_is_the_same(void **state) {
    (void)state;
    CHECK(RULES "rule tended -> tended\n"
                "  match: tended by {who as carer}\n"
                "rule watered -> watered\n"
                "  match: well watered\n"
                "rule care -> adds ills\n"
                "  match: was {tended}\n"
                "  set state: tended\n"
                "rule water -> adds ills\n"
                "  match: was {watered}\n"
                "  set state: watered\n",
          "who ill state",
          {
              {"Ann Orr has rust. It was tended by Bob Eck.", "Ann Orr,rust,tended"},
              {"Bob Eck came. Ann Orr has rust. It was tended by him.", "Ann Orr,rust,"},
              {"Ann Orr has rust. It was well watered.", "Ann Orr,rust,watered"},
              {"It was well watered.", ""},
          });
}

/* The day of a row's own thing may be that of another one. */
static void a_thing_may_have_the_day_of_another(void **state) {
    (void)state;
    CHECK(RULES "rule show -> show\n"
                "  match: show on {date}\n"
                "rule round -> round\n"
                "  match: in round \\d\n"
                "  dates: show, today\n"
                "rule round.has -> ills\n"
                "  match: {who} got {ill} {round as seen}\n"
                "rule show.has -> adds ills\n"
                "  match: at the {show as seen}\n",
          "who ill seen_from",
          {
              {"date 2024-03-06 The show on Monday was good. Ann Orr got rust in round 2.", "Ann Orr,rust,2024-03-04"},
              {"date 2024-03-06 Ann Orr got rust in round 2.", "Ann Orr,rust,2024-03-06"},
          });
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_added_is_told_nearby_or_of_the_person),
        cmocka_unit_test(a_person_may_be_fetched_from_anywhere),
        cmocka_unit_test(who_speaks_may_give_a_row),
        cmocka_unit_test(what_only_additions_need_is_the_same),
        cmocka_unit_test(a_thing_may_have_the_day_of_another),
    };
    return cmocka_run_group_tests_name("one table", tests, NULL, NULL);
}
