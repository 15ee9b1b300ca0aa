/* SPDX-License-Identifier: Apache-2.0 */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "engine.h"

/* Gardeners and what ails their plants. */
#define LISTS                                                                                                          \
    "sideline: 1\n"                                                                                                    \
    "joiners: , | and\n"                                                                                               \
    "clause: but\n"                                                                                                    \
    "dates: dates.csv\n"                                                                                               \
    "list owner: owners.csv match name give name, town\n"                                                              \
    "list ill: ills.csv match term give ill, part, kind\n"                                                             \
    "list verb: verbs.csv match verb give word, kind\n"                                                                \
    "list notname: = The | It | Then | A | He | So | We | In | On | There | With | October\n"                          \
    "names:\n"                                                                                                         \
    "  not: {notname}\n"                                                                                               \
    "person owner_person: {owner}\n"                                                                                   \
    "person who: {owner_person} {name}\n"                                                                              \
    "  alone: he | she\n"

#define TABLE                                                                                                          \
    "table ills: id, article, published, who, town, ill, part, kind, code, state, seen_from, seen_to, "                \
    "seen_text, back_from, back_to, back_text, doctor, quote, evidence, line, start, end, rules\n"                     \
    "  needs: who, ill\n"                                                                                              \
    "  one row per: who, part\n"                                                                                       \
    "  joins: unknown with any; stem with bark | root\n"                                                               \
    "  keep: ill, part, kind = most exact\n"                                                                           \
    "  keep: state = better > worse > gone\n"                                                                          \
    "  keep: back = widest\n"                                                                                          \
    "  dates: seen past, back future\n"                                                                                \
    "  default: state = old if seen_to older than 100 days, else fresh\n"                                              \
    "  lookup: codes.csv by part, kind give code\n"                                                                    \
    "  from quotes: doctor = speaker, quote = quote where role is doctor, about is who\n"                              \
    "table sayings: quote, speaker, role\n"                                                                            \
    "  rows: every {quote}\n"                                                                                          \
    "  set role: doctor where speaker is {doctor}; other\n"                                                            \
    "list physician: = Doc Brown\n"                                                                                    \
    "person doctor: {physician}\n"                                                                                     \
    "rule said -> adds sayings\n"                                                                                      \
    "  match: {quote},? said {doctor as speaker}\n"

static engine_file files[] = {
    {"test.rules", NULL},
    {"owners.csv", "name,town\nAnn Orr,Leith\nBob Eck,Perth\n"},
    {"ills.csv", "term,ill,part,kind\nroot rot,rot,root,fungus\nbark rot,rot,bark,fungus\nleaf spot,spot,leaf,fungus\n"
                 "stem trouble,trouble,stem,unknown\ntrouble,trouble,unknown,unknown\nrust,rust,leaf,rust\n"
                 "blight,blight,unknown,fungus\n"},
    {"verbs.csv", "verb,word,kind\nburnt,burnt,fire\nbroke,broken,\nhit|struck,hit,\n"},
    {"codes.csv", "part,kind,code\nroot,fungus,RF\nleaf,fungus,LF\nleaf,rust,LR\n"},
    {"dates.csv", "word,kind,value\nmarch,month,3\njune,month,6\noctober,month,10\nmonday,weekday,1\nfriday,weekday,5\n"
                  "in,preposition,in\non,preposition,on\nuntil,preposition,until\nfor,preposition,for\nnext,turn,"
                  "next\nlast,turn,last\n"
                  "a,number,1 weak\ntwo,number,2\nthree,number,3\nweeks,units,week\nmonth,unit,month\nto,to,\n"
                  "at least,hedge,least\nup to,hedge,most\n"},
    {0}};

static void begin(engine *e, const char *rules) {
    files[0].text = rules;
    engine_begin(e, files);
}

static void check(const char *rules, const char *columns, const engine_case *cases, size_t n) {
    engine e;
    begin(&e, rules);
    engine_check(&e, "ills", columns, cases, n);
    engine_end(&e);
}
#define CHECK(rules, columns, ...)                                                                                     \
    do {                                                                                                               \
        static const engine_case cases[] = __VA_ARGS__;                                                                \
        check(rules, columns, cases, ENGINE_COUNT(cases));                                                             \
    } while (0)

#define HAS "rule has -> ills\n  match: {who}{gap 3}has {gap 2}{ill}\n"

static void cells_of_a_match(void **state) {
    (void)state;
    CHECK(LISTS TABLE HAS, "who town ill part kind code state rules",
          {
              {"Ann Orr has root rot.", "Ann Orr,Leith,rot,root,fungus,RF,fresh,has"},
              {"Cy Dunn has rust.", "Cy Dunn,,rust,leaf,rust,LR,fresh,has"},
              {"Cy Dunn has bark rot.", "Cy Dunn,,rot,bark,fungus,,fresh,has"}, /* no such code */
              {"Ann Orr sat there. He has rust.", "Ann Orr,Leith,rust,leaf,rust,LR,fresh,has"},
              {"Ann Orr has it.", ""},
          });
}

static void where_a_row_comes_from(void **state) {
    (void)state;
    CHECK(LISTS TABLE HAS, "article published evidence line start end",
          {
              {"Then it was so.\n\nThe day came. Ann Orr has rust. It was late.", "test,,Ann Orr has rust.,3,31,48"},
              {"date 2024-03-06 Ann Orr has rust.", "test,2024-03-06,Ann Orr has rust.,1,16,33"},
          });
}

static void ids_are_stable(void **state) {
    (void)state;
    engine e;
    begin(&e, LISTS TABLE HAS);
    engine_run(&e, "Ann Orr has rust. Bob Eck has rust.");
    const char *first = engine_cell(&e, "ills", 0, "id"), *second = engine_cell(&e, "ills", 1, "id");
    assert_string_not_equal(first, second);
    assert_string_equal(first, "cf5213b90c6e8b54"); /* the same in every version: people note ids */
    engine_run(&e, "Ann Orr has rust. Then more came. Bob Eck has rust.");
    assert_string_equal(engine_cell(&e, "ills", 0, "id"), first); /* what stands behind does not matter */
    assert_string_not_equal(engine_cell(&e, "ills", 1, "id"), second);
    engine_end(&e);
}

/* Pattern, nearest, set, list column, adds, default: the stronger cell stays, in whatever order they come. */
static void strong_cells_stay(void **state) {
    (void)state;
    CHECK(LISTS TABLE
          "rule a -> ills\n  match: {who} has {ill}(?: of kind (?<kind>\\w+))?\n  set kind: set\n  set state: set\n",
          "kind state",
          {
              {"Ann Orr has rust of kind odd.", "odd,set"}, /* pattern over set */
              {"Ann Orr has rust.", "set,set"},             /* set over list and default */
          });
    CHECK(LISTS TABLE "rule a -> ills\n  match: {who} has {ill}\n  nearest: {date as seen}\n"
                      "rule b -> adds ills\n  match: {who} (?<state>slept|sang)(?<town>)\n  set town: Nowhere\n  "
                      "nearest: {date as seen}\n",
          "town state seen_text",
          {
              {"Ann Orr has rust. Ann Orr sang.", "Leith,sang,"},   /* adds over default */
              {"Cy Dunn has rust. Cy Dunn sang.", "Nowhere,sang,"}, /* adds fills the empty */
              {"Cy Dunn has rust in March. Cy Dunn sang in June.", "Nowhere,sang,in March"},
              {"Cy Dunn has rust. Cy Dunn sang in June.", "Nowhere,sang,in June"},
          });
}

/* Each is tried where those before it in the line find nothing, under conditions of its own. */
static void nearest_or_else(void **state) {
    (void)state;
    CHECK(LISTS TABLE
          "rule a -> ills\n  match: {who} has {ill}\n"
          "  nearest: {date as seen} after, within 2, in clause, unless before 2: not, else {verb as state} "
          "in sentence, else {owner as state} in article\n",
          "seen_text state",
          {
              {"Ann Orr has rust in March, and broke it.", "in March,fresh"},
              {"Ann Orr has rust not in March; it broke.", ",broken"},
              {"Ann Orr has rust as early as March; it broke.", ",broken"},
              {"Ann Orr has rust. Bob Eck broke it in March.", ",Bob Eck"},
              {"Cy Dunn has rust.", ",fresh"},
          });
    CHECK(LISTS TABLE "rule a -> ills\n  match: {who} has {ill}\n  nearest: {date as seen}, else {verb as state}\n"
                      "  nearest: {verb as town}\n",
          "seen_text state town", {{"Cy Dunn has rust in March, and broke it.", "in March,fresh,broken"}});
}

static void templates(void **state) {
    (void)state;
    CHECK(LISTS TABLE "rule a -> ills\n  match: {who} {verb} {gap 2}(?<bit>twig|bough)\n  set ill: {verb.word} {bit}\n",
          "who ill kind",
          {
              {"Ann Orr broke a twig.", "Ann Orr,broken twig,"},
              {"Ann Orr burnt the bough.", "Ann Orr,burnt bough,fire"},
          });
    CHECK(
        LISTS TABLE "rule a -> ills\n  match: {who} broke (?:a (?<bit>twig)|it)\n  set ill: broken {bit}\n", "ill",
        {
            {"Ann Orr broke a twig.", "broken twig"},
            {"Ann Orr broke it.", ""}, /* a template with a hole gives nothing, and then the row lacks what it needs */
        });
}

static void functions_of_templates(void **state) {
    (void)state;
#define SETS(what)                                                                                                     \
    LISTS TABLE "rule a -> ills\n  match: {who} {verb} {gap 2}(?<bit>\\w+ [-\\w]+)(?: for (?:at least |up to )?"       \
                "{duration as out})?\n"                                                                                \
                "  set ill: " what "\n"
    CHECK(SETS("{lower(bit)}"), "ill", {{"Ann Orr broke OLD Ä-Twigs.", "old ä-twigs"}});
    CHECK(SETS("{title(bit)}"), "ill", {{"Ann Orr broke aCL ä-twigs.", "ACL Ä-Twigs"}});
    CHECK(SETS("{title(verb.word)}: {bit}"), "ill", {{"Ann Orr broke old twigs.", "Broken: old twigs"}});
    CHECK(SETS("{verb}; {first(verb)}"), "ill", {{"Ann Orr struck old twigs.", "hit|struck; hit"}});
    CHECK(SETS("{title(lower(bit))}"), "ill", {{"Ann Orr broke OLD twigs.", "Old Twigs"}});
    CHECK(SETS("{days(out)}"), "ill",
          {
              {"date 2024-03-06 Ann Orr broke old twigs for two weeks.", "14"},
              {"date 2024-03-06 Ann Orr broke old twigs for two to three weeks.", "14..21"},
              {"date 2024-03-06 Ann Orr broke old twigs for at least a month.", "31.."},
              {"date 2024-03-06 Ann Orr broke old twigs for up to a month.", "..31"},
              {"date 2024-03-06 Ann Orr broke old twigs.", ""}, /* it captured nothing: no cell, and so no row */
              {"Ann Orr broke old twigs for two weeks.", ""},   /* counted from what day? */
          });
#undef SETS
}

static void members_are_rows(void **state) {
    (void)state;
    CHECK(LISTS TABLE "rule a -> ills\n  match: {who+} have {ill}\n", "who town ill",
          {
              {"Ann Orr, Cy Dunn and Bob Eck have rust.", "Ann Orr,Leith,rust;Cy Dunn,,rust;Bob Eck,Perth,rust"},
          });
}

static void dates_lean(void **state) {
    (void)state;
    CHECK(
        LISTS TABLE
        "rule a -> ills\n  match: {who} has {ill}\n  nearest: {date as seen} before\n  nearest: {date as back} after\n",
        "seen_from seen_to seen_text back_from back_to back_text",
        {
            {"date 2024-03-06 In October Ann Orr has rust.", "2023-10-01,2023-10-31,In October,,,"},
            {"date 2024-03-06 Ann Orr has rust, in October.", ",,,2024-10-01,2024-10-31,in October"},
            {"In October Ann Orr has rust.", ",,In October,,,"}, /* no day of its own: the words alone */
        });
}

static void defaults_by_age(void **state) {
    (void)state;
    CHECK(LISTS TABLE "rule a -> ills\n  match: {who} has {ill}\n  nearest: {date as seen}\n", "state seen_to",
          {
              {"date 2024-03-06 Ann Orr has rust, in October.", "old,2023-10-31"},
              {"date 2023-12-06 Ann Orr has rust, in October.", "fresh,2023-10-31"},
              {"Ann Orr has rust, in October.", "fresh,"},
          });
}

#define STATES                                                                                                         \
    "table ills: who, ill, part, kind, state, seen_from, seen_to, seen_text, back_from, back_to, back_text\n"          \
    "  needs: who, ill\n"                                                                                              \
    "  one row per: who, part\n"                                                                                       \
    "  keep: state = best > up | down\n"                                                                               \
    "  dates: seen past, back future\n"                                                                                \
    "  default: state = old instead of any if seen_to older than 100 days\n"                                           \
    "  default: state = down instead of up if back_from more than 13 days ahead\n"                                     \
    "  default: state = fresh\n" HAS "rule b -> adds ills\n  match: {who} is{gap 2}(?<state>best|up|down)\n"           \
    "rule c -> adds ills\n  match: {who} came in {date as seen}\n"                                                     \
    "rule d -> adds ills\n  match: {who} goes in {date as back}\n"

static void defaults_instead(void **state) {
    (void)state;
    CHECK(LISTS STATES, "state",
          {
              {"date 2024-03-06 Ann Orr has rust. Ann Orr is up. Ann Orr came in October.", "old"},
              {"date 2023-12-06 Ann Orr has rust. Ann Orr is up. Ann Orr came in October.", "up"},
              {"date 2024-03-06 Ann Orr has rust. Ann Orr is up. Ann Orr goes in June.", "down"},
              {"date 2024-03-06 Ann Orr has rust. Ann Orr is best. Ann Orr goes in June.", "best"},
              {"date 2024-05-30 Ann Orr has rust. Ann Orr is up. Ann Orr goes in June.", "up"},
              {"date 2024-03-06 Ann Orr has rust. Ann Orr goes in June.", "down"}, /* where nothing is, too */
          });
}

/* A day that is not so old, and who speaks, however it is known that he does. */
static void defaults_of_the_near_and_of_who_speaks(void **state) {
    (void)state;
    CHECK(
        LISTS "table ills: who, ill, part, kind, state, seen_from, seen_to, seen_text\n"
              "  needs: who, ill\n  one row per: who, part\n  dates: seen past\n"
              "  default: state = fresh if seen_to newer than 10 days\n"
              "  default: state = told if who speaks, else old\n"
              "table sayings: quote, speaker\n  rows: every {quote}\n"
              "rule said -> adds sayings\n  match: {quote},? said {who as speaker}\n" HAS
              "rule c -> adds ills\n  match: {who} came in {date as seen}\n"
              "rule d -> adds ills\n  match: {who} fell on {date as seen}\n",
        "who state",
        {
            {"date 2024-03-06 Ann Orr has rust. \"It is so,\" said Ann Orr. Bob Eck has rust.",
             "Ann Orr,told;Bob Eck,old"},
            {"date 2024-03-06 Ann Orr has rust. \"It is so,\" said Ann Orr. \"It was so.\"", "Ann Orr,told"},
            {"date 2024-03-06 Ann Orr has rust. Ann Orr fell on Friday. \"It is so,\" said Ann Orr.", "Ann Orr,fresh"},
            {"date 2024-04-10 Ann Orr has rust. Ann Orr came in March. \"It is so,\" said Ann Orr.",
             "Ann Orr,fresh"}, /* its last day was ten days ago */
            {"date 2024-04-11 Ann Orr has rust. Ann Orr came in March. \"It is so,\" said Ann Orr.", "Ann Orr,told"},
            {"Ann Orr has rust. Ann Orr fell on Friday.", "Ann Orr,old"}, /* no day of publication */
            {"Ann Orr has rust. \"It is so.\"", "Ann Orr,old"},           /* perhaps hers */
        });
}

/* What is said more loudly has the cell, wherever it stands; a date keeps its own order. */
static void louder_rules_add(void **state) {
    (void)state;
    CHECK(LISTS TABLE HAS "rule b -> adds ills\n  priority: -1\n  match: {who} (?<state>better|worse)(?<town>)\n"
                          "  set town: Low\n"
                          "rule c -> adds ills\n  match: {who} is (?<state>better|gone)(?<town>)\n  set town: High\n",
          "state town",
          {
              {"Cy Dunn has rust. Cy Dunn better.", "better,Low"},
              {"Cy Dunn has rust. Cy Dunn better. It is so. Cy Dunn is gone.", "gone,High"}, /* the farther one */
              {"Cy Dunn has rust. Cy Dunn is gone. Cy Dunn better.", "gone,High"},           /* the first one */
              {"Cy Dunn has rust. Cy Dunn is gone. Cy Dunn is better.", "gone,High"},        /* as loud: the nearer */
          });
}

static void a_row_has_what_it_needs(void **state) {
    (void)state;
    engine e;
    begin(&e, LISTS TABLE "rule a -> ills\n  match: {who} is (?<state>unwell)\n");
    engine_run(&e, "Ann Orr is unwell.");
    assert_int_equal(engine_rows(&e, "ills"), 0);
    assert_string_equal(engine_show(&e, "suppressed", "table rule reason cells text"),
                        "ills,a,needs,who=Ann Orr; town=Leith; state=unwell,Ann Orr is unwell");
    engine_end(&e);
}

static void unless_is_recorded(void **state) {
    (void)state;
    engine e;
    begin(&e, LISTS TABLE HAS "  unless before 3: never\n");
    engine_run(&e, "It never was so that Ann Orr has rust. So never Ann Orr has rust.");
    assert_int_equal(engine_rows(&e, "ills"), 1);
    assert_string_equal(engine_show(&e, "suppressed", "rule reason by"), "has,unless,unless before 3: never");
    engine_end(&e);
}

/* Two rules claim one ill for two people: priority, then the longer match, then the earlier line. */
static void conflicts(void **state) {
    (void)state;
    static const char long_wins[] = LISTS TABLE "rule a -> ills\n  match: {who}, with {ill}\n"
                                                "rule b -> ills\n  match: {who} saw {who as other}, with {ill}\n";
    CHECK(long_wins, "who rules", {{"Ann Orr saw Bob Eck, with rust.", "Ann Orr,b"}});
    static const char priority[] = LISTS TABLE "rule a -> ills\n  priority: 1\n  match: {who}, with {ill}\n"
                                               "rule b -> ills\n  match: {who} saw {who as other}, with {ill}\n";
    CHECK(priority, "who rules", {{"Ann Orr saw Bob Eck, with rust.", "Bob Eck,a"}});
    static const char line[] = LISTS TABLE "rule a -> ills\n  match: {ill} of {who}\n"
                                           "rule b -> ills\n  match: {who}'s {ill}\n";
    CHECK(line, "who rules", {{"Bob Eck's rust of Ann Orr.", "Ann Orr,a"}});
    engine e;
    begin(&e, priority);
    engine_run(&e, "Ann Orr saw Bob Eck, with rust.");
    assert_string_equal(engine_show(&e, "suppressed", "rule reason by"), "b,outranked,a");
    engine_end(&e);
}

/* What an `unless` takes from a rule, no rule of lower priority gets; one of the same priority does. */
static void a_denial_holds_against_weaker_rules(void **state) {
    (void)state;
    static const char weaker[] = LISTS TABLE "rule a -> ills\n  match: {who} has {ill}\n  unless before 3: never\n"
                                             "rule b -> ills\n  priority: -1\n  match: {ill}\n  nearest: {who}\n";
    CHECK(weaker, "who ill rules",
          {
              {"Ann Orr, rust.", "Ann Orr,rust,b"},
              {"So never Ann Orr has rust.", ""},
              {"So never Ann Orr has rust, but root rot.", "Ann Orr,rot,b"},
          });
    static const char equal[] = LISTS TABLE "rule a -> ills\n  match: {who} has {ill}\n  unless before 3: never\n"
                                            "rule b -> ills\n  match: {ill}\n  nearest: {who}\n";
    CHECK(equal, "who ill rules", {{"So never Ann Orr has rust.", "Ann Orr,rust,b"}});
    engine e;
    begin(&e, weaker);
    engine_run(&e, "So never Ann Orr has rust.");
    assert_string_equal(engine_show(&e, "suppressed", "rule reason by"),
                        "a,unless,unless before 3: never;b,unless,unless before 3: never");
    engine_end(&e);
}

static void records_join(void **state) {
    (void)state;
    CHECK(LISTS TABLE HAS, "who ill part kind rules",
          {
              {"Ann Orr has rust. Ann Orr has leaf spot.", "Ann Orr,rust,leaf,rust,has"}, /* one part, one row */
              {"Ann Orr has rust. Bob Eck has rust.", "Ann Orr,rust,leaf,rust,has;Bob Eck,rust,leaf,rust,has"},
              {"Ann Orr has rust. Ann Orr has root rot.", "Ann Orr,rust,leaf,rust,has;Ann Orr,rot,root,fungus,has"},
              {"Ann Orr has trouble. Ann Orr has rust.", "Ann Orr,rust,leaf,rust,has"}, /* unknown with any */
              {"Ann Orr has rust. Ann Orr has trouble.", "Ann Orr,rust,leaf,rust,has"},
              {"Ann Orr has stem trouble. Ann Orr has root rot.", "Ann Orr,rot,root,fungus,has"},
              {"Ann Orr has stem trouble. Ann Orr has rust.",
               "Ann Orr,trouble,stem,unknown,has;Ann Orr,rust,leaf,rust,has"},
              {"Ann Orr has trouble. Ann Orr has stem trouble.", "Ann Orr,trouble,stem,unknown,has"},
              /* the part, by which rows are told apart, weighs most */
              {"Ann Orr has stem trouble. Ann Orr has blight.", "Ann Orr,trouble,stem,unknown,has"},
              /* a vague one joins the nearest */
              {"Ann Orr has rust. There Ann Orr has root rot. Ann Orr has trouble.",
               "Ann Orr,rust,leaf,rust,has;Ann Orr,rot,root,fungus,has"},
          });
}

static void the_best_state_is_kept(void **state) {
    (void)state;
    CHECK(LISTS TABLE "rule a -> ills\n  match: {who} has {ill}(?:, (?<state>better|worse|gone|odd))?\n", "state",
          {
              {"Ann Orr has rust, gone. Ann Orr has rust, better.", "better"},
              {"Ann Orr has rust, better. Ann Orr has rust, gone.", "better"},
              {"Ann Orr has rust, odd. Ann Orr has rust, gone.", "gone"}, /* what is not in the order comes last */
              {"Ann Orr has rust. Ann Orr has rust, odd.", "odd"},
          });
}

static void what_is_nearer_is_kept(void **state) {
    (void)state;
    static const char rules[] = LISTS TABLE HAS "rule b -> adds ills\n  match: {who} is (?<state>better|worse)\n";
    CHECK(
        rules, "state",
        {
            {"Ann Orr has rust. Ann Orr is worse. Ann Orr is better.", "worse"},
            {"Ann Orr has rust. Ann Orr is better. Ann Orr is worse.", "better"},
            {"Ann Orr has rust. Ann Orr is worse and Ann Orr is better.", "better"}, /* as near: the order of `keep` */
        });
}

/* `keep: state = best > up | down`: of the last two, in one sentence, what is told last. */
static void of_equals_the_last_is_kept(void **state) {
    (void)state;
    CHECK(LISTS STATES, "state",
          {
              {"Ann Orr has rust. Ann Orr is up, and Ann Orr is down.", "down"},
              {"Ann Orr has rust. Ann Orr is down, and Ann Orr is up.", "up"},
              {"Ann Orr has rust. Ann Orr is best, and Ann Orr is down.", "best"},
              {"Ann Orr has rust. Ann Orr is down. Ann Orr is up.", "down"}, /* the nearer one all the same */
          });
}

static void how_far_a_row_may_be(void **state) {
    (void)state;
    static const char rules[] =
        LISTS TABLE HAS "rule b -> adds ills\n  match: {who} is (?<state>better|worse)\n  within: 1 sentence\n";
    CHECK(rules, "state",
          {
              {"Ann Orr has rust. Ann Orr is worse.", "worse"},
              {"Ann Orr is worse. Ann Orr has rust.", "worse"},
              {"Ann Orr has rust. It is so. Ann Orr is worse.", "fresh"},
          });
}

/* Two estimates: the quoted one, else from the earlier to the later; an end that is told, where that begins no sooner. */
static void estimates(void **state) {
    (void)state;
    static const char rules[] =
        LISTS TABLE HAS "rule b -> adds ills\n  match: rests (?:at least )?{duration as back}\n";
    CHECK(rules, "back_from back_to back_text",
          {
              {"date 2024-03-06 Ann Orr has rust and rests two weeks. She rests three weeks.",
               "2024-03-20,2024-03-27,two weeks"},
              {"date 2024-03-06 Ann Orr has rust and rests two weeks. \"She rests three weeks,\" said Doc Brown.",
               "2024-03-27,2024-03-27,three weeks"},
              {"date 2024-03-06 Ann Orr has rust. \"She rests three weeks,\" said Doc Brown. She rests two weeks.",
               "2024-03-27,2024-03-27,three weeks"},
              {"date 2024-03-06 Ann Orr has rust and rests at least two weeks. She rests two weeks.",
               "2024-03-20,2024-03-20,two weeks"},
              {"date 2024-03-06 Ann Orr has rust and rests at least two weeks. She rests three weeks.",
               "2024-03-27,2024-03-27,three weeks"},
              {"date 2024-03-06 Ann Orr has rust and rests at least two weeks. She rests one week.",
               "2024-03-20,,at least two weeks"},
          });
}

/* "Orr" is Ann or Bob: one of them has the row already. */
static void one_of_two_joins_the_row_of_one(void **state) {
    (void)state;
    CHECK(LISTS TABLE "rule a -> ills\n  match: {who} has {ill}\n", "who ill",
          {
              {"There is Cy Orr. In so far Ann Orr has rust. Then it is said that Orr has rust.", "Ann Orr,rust"},
              {"With Orr has rust. Ann Orr has rust. On went Cy Orr.", "Ann Orr,rust"},
          });
}

static void a_thing_carries_what_set_gives_it(void **state) {
    (void)state;
    static const char rules[] = LISTS TABLE "rule blight -> blight\n  match: {verb} {ill}\n  set ill: blight of {ill}\n"
                                            "  set part: fruit\n"
                                            "rule a -> ills\n  match: {who} has {blight}\n";
    CHECK(rules, "who ill part kind", {{"Ann Orr has burnt rust.", "Ann Orr,blight of rust,fruit,fire"}});
}

/* A thing that a rule makes has the day that stands in it, or that of another one with a name of its own in it. */
static void things_have_days(void **state) {
    (void)state;
    static const char rules[] = LISTS TABLE "rule show -> show\n  match: show at [A-Z]\\w+(?: on {date})?\n"
                                            "rule a -> ills\n  match: {who} has {ill} from the {show as seen}\n"
                                            "rule b -> ills\n  match: {who} took {ill} home\n"
                                            "  nearest: {show as seen} in article\n";
    CHECK(
        rules, "seen_from seen_text",
        {
            {"date 2024-03-06 Ann Orr has rust from the show at Perth on Friday.", "2024-03-01,on Friday"},
            {"date 2024-03-06 Ann Orr has rust from the show at Perth. It was the show at Leith on Monday, and the "
             "show "
             "at Perth on Friday.",
             "2024-03-01,on Friday"},
            {"date 2024-03-06 Ann Orr has rust from the show at Perth.", ","}, /* nobody says when */
            {"date 2024-03-06 It was the show at Leith on Monday. So Ann Orr took rust home.", "2024-03-04,on Monday"},
        });
}

static void adds_never_make_a_row(void **state) {
    (void)state;
    static const char rules[] =
        LISTS TABLE HAS "rule b -> adds ills\n  match: {who} is (?<state>better|worse)\n"
                        "rule c -> adds ills\n  match: {who} with {ill} is (?<state>better|worse)\n";
    CHECK(rules, "who ill state rules",
          {
              {"Ann Orr is better.", ""},
              {"Ann Orr is better. Bob Eck has rust.", "Bob Eck,rust,fresh,has"},
              {"Ann Orr has rust. Ann Orr is better.", "Ann Orr,rust,better,has; b"},
              {"Ann Orr is better. Ann Orr has rust.", "Ann Orr,rust,better,has; b"}, /* else the next row */
              {"Ann Orr has rust. Ann Orr has root rot. Ann Orr is better.",
               "Ann Orr,rust,fresh,has;Ann Orr,rot,better,has; b"}, /* the nearest before */
              {"Ann Orr has rust. Ann Orr has root rot. Ann Orr with rust is better.",
               "Ann Orr,rust,better,has; c;Ann Orr,rot,fresh,has"},
          });
    engine e;
    begin(&e, rules);
    engine_run(&e, "Ann Orr is better.");
    assert_string_equal(engine_show(&e, "suppressed", "rule reason cells"),
                        "b,nothing to add to,who=Ann Orr; town=Leith; state=better");
    engine_end(&e);
    begin(&e, LISTS TABLE HAS "rule b -> adds ills\n  match: {who} is (?<state>better|worse)\n  within: 1 sentence\n");
    engine_run(&e, "Bob Eck has rust. Ann Orr has rust. He sat down. It rained. Ann Orr is better.");
    assert_string_equal(engine_show(&e, "suppressed", "rule reason by"),
                        "b,nothing to add to,3 sentences away, at most 1 allowed");
    engine_end(&e);
}

static void adds_prefer_their_sentence_and_stay_near(void **state) {
    (void)state;
    static const char rules[] = LISTS TABLE HAS "rule b -> adds ills\n  match: {who} is (?<state>better|worse)\n"
                                                "rule c -> adds ills\n  match: things are (?<state>better|worse)\n";
    CHECK(rules, "ill state",
          {
              /* the row of the same sentence, though another one comes before */
              {"Ann Orr has rust. Ann Orr is better, as Ann Orr has root rot.", "rust,fresh;rot,better"},
              /* what names nobody is about a row at most two sentences away */
              {"Ann Orr has rust. It is so. Now things are worse.", "rust,worse"},
              {"Ann Orr has rust. It is so. It was so. Now things are worse.", "rust,fresh"},
              {"Ann Orr has rust. It is so. It was so. Ann Orr is worse.", "rust,worse"},
          });
}

static void quotations_need_too(void **state) {
    (void)state;
    engine e;
    begin(&e, LISTS "table sayings: quote, speaker\n  rows: every {quote}\n  needs: speaker\n"
                    "rule said -> adds sayings\n  match: {quote},? said {who as speaker}\n");
    engine_run(&e, "There is \"nobody\" here. \"It rains,\" said Ann Orr.");
    assert_string_equal(engine_show(&e, "sayings", "quote speaker"), "It rains,,Ann Orr");
    assert_string_equal(engine_show(&e, "suppressed", "rule reason cells"), ",needs,quote=nobody");
    engine_end(&e);
}

static void quotes_are_lent(void **state) {
    (void)state;
    CHECK(LISTS TABLE HAS, "who doctor quote",
          {
              {"Ann Orr has rust. \"With Orr it is bad,\" said Doc Brown.", "Ann Orr,Doc Brown,With Orr it is bad,"},
              {"Ann Orr has rust. \"With Orr it is bad,\" said Cy Dunn.", "Ann Orr,,"},   /* no doctor */
              {"Ann Orr has rust. \"With Eck it is bad,\" said Doc Brown.", "Ann Orr,,"}, /* not about her */
              /* of two the one that names such a thing too */
              {"Ann Orr has rust. \"Orr is here,\" said Doc Brown. It was late. \"Orr and rust,\" said Doc Brown.",
               "Ann Orr,Doc Brown,Orr and rust,"},
              /* else the nearer */
              {"\"Orr is here,\" said Doc Brown. It was so. It was late. Ann Orr has rust. \"Orr is there,\" said Doc "
               "Brown.",
               "Ann Orr,Doc Brown,Orr is there,"},
          });
}

static void rows_come_in_the_order_of_the_text(void **state) {
    (void)state;
    CHECK(LISTS TABLE "rule z -> ills\n  match: {ill} of {who}\n" HAS, "who",
          {
              {"Ann Orr has rust. So is the rust of Bob Eck. Cy Dunn has rust.", "Ann Orr;Bob Eck;Cy Dunn"},
              {"Cy Dunn has rust and so is the rust of Bob Eck. Ann Orr has rust.", "Cy Dunn;Bob Eck;Ann Orr"},
          });
}

static void five_thousand_rows_at_most(void **state) {
    (void)state;
    engine e;
    begin(&e, LISTS "table hits: ill\nrule a -> hits\n  match: has {ill}\n");
    engine_run(&e, engine_repeat(&e, "", "It has rust. ", 6000, ""));
    assert_int_equal(engine_rows(&e, "hits"), 5000);
    assert_int_equal(e.result.report.cut, 1000);
    engine_end(&e);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(cells_of_a_match),
        cmocka_unit_test(where_a_row_comes_from),
        cmocka_unit_test(ids_are_stable),
        cmocka_unit_test(strong_cells_stay),
        cmocka_unit_test(nearest_or_else),
        cmocka_unit_test(templates),
        cmocka_unit_test(functions_of_templates),
        cmocka_unit_test(members_are_rows),
        cmocka_unit_test(dates_lean),
        cmocka_unit_test(defaults_by_age),
        cmocka_unit_test(defaults_instead),
        cmocka_unit_test(defaults_of_the_near_and_of_who_speaks),
        cmocka_unit_test(louder_rules_add),
        cmocka_unit_test(a_row_has_what_it_needs),
        cmocka_unit_test(unless_is_recorded),
        cmocka_unit_test(conflicts),
        cmocka_unit_test(a_denial_holds_against_weaker_rules),
        cmocka_unit_test(records_join),
        cmocka_unit_test(the_best_state_is_kept),
        cmocka_unit_test(what_is_nearer_is_kept),
        cmocka_unit_test(of_equals_the_last_is_kept),
        cmocka_unit_test(how_far_a_row_may_be),
        cmocka_unit_test(estimates),
        cmocka_unit_test(one_of_two_joins_the_row_of_one),
        cmocka_unit_test(a_thing_carries_what_set_gives_it),
        cmocka_unit_test(things_have_days),
        cmocka_unit_test(adds_never_make_a_row),
        cmocka_unit_test(adds_prefer_their_sentence_and_stay_near),
        cmocka_unit_test(quotations_need_too),
        cmocka_unit_test(quotes_are_lent),
        cmocka_unit_test(rows_come_in_the_order_of_the_text),
        cmocka_unit_test(five_thousand_rows_at_most),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
