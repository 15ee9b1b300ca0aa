/* SPDX-License-Identifier: Apache-2.0 */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>

#include <cmocka.h>

#include <fcntl.h>
#include <unistd.h>

#include "ruleset.h"

#define HEAD "sideline: 1\n"
#define KNOWN                                                                                                          \
    HEAD "list known: = Ade Okafor | Bob Lind\n"                                                                       \
         "list pain: = knee | ankle\n"                                                                                 \
         "person player: {known}\n"

static void load(ruleset *r, const char *text) {
    memory_file file = {"a.rules", text};
    bool good = ruleset_load(r, &file, 1);
    for (size_t i = 0; i < r->d.list.n && !good; i++)
        print_message("line %u: E%02u %s\n", r->d.list.v[i].line, r->d.list.v[i].number, r->d.list.v[i].message.p);
    assert_true(good);
}

static sl_symbol known(const ruleset *r, const char *name) {
    return sl_symbol_known(r->program, sl_str_of(name));
}

static const sl_type *type_of(const ruleset *r, const char *name, sl_type_form form) {
    for (size_t i = 0; i < r->program->types.n; i++) {
        const sl_type *t = &r->program->types.v[i];
        if (t->form == form && sl_str_eq(t->name, sl_str_of(name))) return t;
    }
    return NULL;
}

static void types_and_forms(void **state) {
    (void)state;
    ruleset r;
    load(&r, KNOWN "table facts: player, pain, rules\n"
                   "rule made -> event\n  match: the {pain}\n"
                   "rule boss -> player\n  match: boss {name}\n"
                   "rule fact -> facts\n  match: {player's} {pain}\n  match: {player named} {event} {player}\n");
    static const struct {
        const char *name;
        sl_type_kind kind;
    } wanted[] = {{"known", SL_TYPE_LIST},        {"pain", SL_TYPE_LIST},     {"player", SL_TYPE_PERSON},
                  {"event", SL_TYPE_MADE},        {"name", SL_TYPE_NAME},     {"date", SL_TYPE_DATE},
                  {"duration", SL_TYPE_DURATION}, {"number", SL_TYPE_NUMBER}, {"quote", SL_TYPE_QUOTE}};
    for (size_t i = 0; i < sizeof wanted / sizeof *wanted; i++) {
        const sl_type *t = type_of(&r, wanted[i].name, SL_FORM_PLAIN);
        assert_non_null(t);
        assert_int_equal(t->kind, wanted[i].kind);
        assert_int_equal(t->plain, SL_NO_TYPE);
    }
    const sl_type *plain = type_of(&r, "player", SL_FORM_PLAIN), *own = type_of(&r, "player", SL_FORM_POSSESSIVE),
                  *named = type_of(&r, "player", SL_FORM_NAMED);
    assert_ptr_equal(&r.program->types.v[plain->possessive], own);
    assert_ptr_equal(&r.program->types.v[plain->named], named);
    assert_ptr_equal(&r.program->types.v[own->plain], plain);
    assert_int_equal(own->symbol, plain->symbol);
    assert_null(type_of(&r, "known", SL_FORM_POSSESSIVE));
    assert_int_equal(r.program->rules.v[1].kind, SL_RULE_MAKES);
    assert_int_equal(r.program->rules.v[1].type, (size_t)(plain - r.program->types.v));
    ruleset_free(&r);
}

static void captures(void **state) {
    (void)state;
    ruleset r;
    load(&r, KNOWN "joiners: , | and\nmacro side: (?<side>left|right)\npart listed: {player} \\({pain as harm}\\)\n"
                   "table facts: player, pain, side, harm, rules\n"
                   "rule fact -> facts\n  match: {player's} {side}? (?:very )?{pain as harm}\n  match: {listed+}\n"
                   "  match: {player+ as side} fell\n  unless before 2: {pain}\n");
    const sl_rule *rule = &r.program->rules.v[0];
    const sl_capture *c = rule->patterns[0]->captures;
    assert_int_equal(rule->patterns[0]->n_captures, 3);
    assert_int_equal(c[0].kind, SL_CAPTURE_TYPE);
    assert_int_equal(c[0].symbol, known(&r, "player"));
    assert_int_equal(r.program->types.v[c[0].type].form, SL_FORM_PLAIN);
    assert_int_equal(c[1].kind, SL_CAPTURE_TEXT);
    assert_int_equal(c[1].symbol, known(&r, "side"));
    assert_int_equal(c[2].symbol, known(&r, "harm"));
    assert_int_equal(c[2].as, known(&r, "harm"));
    for (uint32_t i = 0; i < 3; i++) assert_int_equal(c[i].group, i + 1);
    c = rule->patterns[1]->captures;
    assert_int_equal(rule->patterns[1]->n_captures, 1);
    assert_int_equal(c->kind, SL_CAPTURE_MEMBERS);
    assert_int_equal(c->type, SL_NO_TYPE);
    assert_int_equal(c->part->n_captures, 2);
    assert_int_equal(c->part->captures[1].symbol, known(&r, "harm"));
    c = rule->patterns[2]->captures;
    assert_int_equal(c->kind, SL_CAPTURE_MEMBERS);
    assert_null(c->part);
    assert_int_equal(c->symbol, known(&r, "side"));
    assert_int_equal(rule->unless[0].pattern->n_captures, 0);
    ruleset_free(&r);
}

static void lists(void **state) {
    (void)state;
    static const memory_file files[] = {
        {"a.rules",
         HEAD "use: b.rules\nlist club: clubs.csv match name, aliases give city, name between from and to except = the "
              "town | old club\n"
              "list club: = Rovers | Harriers\ndates: dates.csv\nabbreviations: short.csv\nabbreviations: more.csv\n"
              "language: the | a\nclause: but | although\n"},
        {"b.rules", HEAD "use: a.rules\ntests date: 2024-03-06\nseason: 8-1 to 5-31\n"},
        {"clubs.csv",
         "name,aliases,city,from,to\nTown,The Town | TFC,Ham,2020-01-01,\n\"City, Upper\",,Ham,,2021-02-03\n"},
        {"dates.csv", "word,kind,value,case\nMarch,month,3,capital\ntwo | twain,number,2,\n"},
        {"short.csv", "word,kind\nSt,plain\nNo,number\n"},
        {"more.csv", "word,kind\nMr,plain\n"}};
    ruleset r;
    assert_true(ruleset_load(&r, files, 6));
    const sl_program *p = r.program;
    assert_int_equal(p->lists.n, 3);
    assert_int_equal(p->lists.v[0].type, p->lists.v[1].type);
    assert_int_equal(p->lists.v[0].n_gives, 2);
    assert_int_equal(p->lists.v[0].gives[1], known(&r, "name"));
    assert_int_equal(p->entries.n, 2 + 2 + 2 + 2);
    assert_str(sl_entry_give(p, 0, 0), "Ham");
    assert_str(sl_entry_value(p, 1), "City, Upper");
    assert_int_equal(sl_entry_from(p, 0), sl_day_of(2020, 1, 1));
    assert_int_equal(sl_entry_to(p, 0), SL_NO_DAY);
    assert_int_equal(sl_entry_to(p, 1), sl_day_of(2021, 2, 3));
    assert_true(sl_entry_is_except(p, 2) && sl_entry_is_except(p, 3) && !sl_entry_is_except(p, 4));
    assert_int_equal(p->n_datewords, 2);
    assert_int_equal(((const uint32_t *)p->datewords)[sl_entry_dateword(p, 7)], 2);
    assert_int_equal(p->abbreviations.n, 2);
    assert_int_equal(p->abbreviations.n_numbered, 1);
    assert_int_equal(p->language.n, 2);
    assert_true(sl_hash_in(&p->clause, sl_token_hash(SL_STR("although"))));
    assert_int_equal(p->season.to_day, 31);
    ruleset_free(&r);
}

/* What a file says once goes before what the files that it uses say, in the order of their use. */
static void the_using_file_wins(void **state) {
    (void)state;
    static const memory_file files[] = {
        {"a.rules",
         HEAD "use: b.rules\nuse: c.rules\ntests date: 2024-01-01\nlanguage: the\ndates: two.csv\nclause: but\n"
              "names:\n  given: {mine}\n  not behind: the\nlist mine: = Ann\n"},
        {"b.rules",
         HEAD "tests date: 2024-02-02\nlanguage: one.csv\ndates: one.csv\nclause: though\nseason: 8-1 to 5-31\n"
              "names:\n  given: {theirs}\n  title: {theirs}\n  title: {mine}\n  not behind: a | an\n"
              "list theirs: = Bob\n"},
        {"c.rules", HEAD "season: 1-1 to 12-31\n"},
        {"one.csv", "word,kind,value\nuno,number,1\n"},
        {"two.csv", "word,kind,value\nuno,number,1\ndue,number,2\n"}};
    ruleset r;
    assert_true(ruleset_load(&r, files, 5));
    const sl_program *p = r.program;
    assert_int_equal(p->season.from_month, 8);
    assert_int_equal(p->n_datewords, 2);
    assert_int_equal(p->language.n, 1);
    assert_true(sl_hash_in(&p->language, sl_token_hash(SL_STR("the"))));
    assert_int_equal(p->clause.n, 2); /* words are added */
    sl_type_id mine = p->lists.v[0].type, theirs = p->lists.v[1].type;
    assert_true(sl_type_set_has(&p->grammar.given, mine) && sl_type_set_has(&p->grammar.given, theirs)); /* as here */
    assert_true(sl_type_set_has(&p->grammar.title, mine) && sl_type_set_has(&p->grammar.title, theirs));
    assert_int_equal(p->grammar.not_behind.n, 3);
    ruleset_free(&r);
}

static void seasons(void **state) {
    (void)state;
    static const struct {
        const char *season;
        int from_month, from_day, to_month, to_day; /* 0: it is none */
    } cases[] = {{"8-1 to 5-31", 8, 1, 5, 31},
                 {"1 August to 31 May", 8, 1, 5, 31},
                 {"15 aug to 29 February", 8, 15, 2, 29},
                 {"8-1 to 31 MAY", 8, 1, 5, 31},
                 {"1 Augst to 31 May", 0, 0, 0, 0},
                 {"30 February to 31 May", 0, 0, 0, 0},
                 {"August to May", 0, 0, 0, 0},
                 {"1 August", 0, 0, 0, 0},
                 {"2-30 to 5-31", 0, 0, 0, 0},
                 {"13-1 to 5-31", 0, 0, 0, 0},
                 {"1 August to 31 May 2024", 0, 0, 0, 0}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char text[200];
        snprintf(text, sizeof text, HEAD "season: %s\ndates: dates.csv\n", cases[i].season);
        memory_file files[] = {{"a.rules", text},
                               {"dates.csv", "word,kind,value\nAugust|Aug,month,8\nmay,month,5\nFebruary,month,2\n"}};
        ruleset r;
        bool good = ruleset_load(&r, files, 2);
        assert_int_equal(good, cases[i].from_month != 0);
        if (!good) assert_int_equal(r.d.list.v[0].number, 44);
        if (good) {
            const sl_season_days *s = &r.program->season;
            assert_int_equal(s->from_month * 100 + s->from_day, cases[i].from_month * 100 + cases[i].from_day);
            assert_int_equal(s->to_month * 100 + s->to_day, cases[i].to_month * 100 + cases[i].to_day);
        }
        ruleset_free(&r);
    }
}

/* Its own, else of a file that it uses, else of the file that uses it. */
static void dates_of_tests(void **state) {
    (void)state;
#define RULE(name) "rule " name " -> thing\n  match: x\n"
    static const memory_file files[] = {
        {"mine.rules", HEAD "use: all.rules\ntests date: 2024-01-01\n" RULE("mine")},
        {"all.rules", HEAD "use: empty.rules\nuse: words.rules\nuse: more.rules\nuse: own.rules\n" RULE("all")},
        {"empty.rules", HEAD},
        {"words.rules", HEAD "tests date: 2024-02-02\n" RULE("words")},
        {"more.rules", HEAD "use: less.rules\n" RULE("more")},
        {"less.rules", HEAD RULE("less")},
        {"own.rules", HEAD "tests date: 2024-03-03\n" RULE("own")}};
#undef RULE
    static const struct {
        const char *rule;
        int month;
    } wanted[] = {{"mine", 1}, {"all", 2}, {"words", 2}, {"more", 2}, {"less", 2}, {"own", 3}};
    ruleset r;
    assert_true(ruleset_load(&r, files, 7));
    assert_int_equal(r.program->rules.n, 6);
    for (size_t i = 0; i < 6; i++) {
        const sl_rule *rule = &r.program->rules.v[i];
        assert_str(rule->name, wanted[i].rule);
        assert_int_equal(rule->tests_date, sl_day_of(2024, wanted[i].month, wanted[i].month));
    }
    ruleset_free(&r);
}

static void prefixed_columns(void **state) {
    (void)state;
    ruleset r;
    load(&r, KNOWN "table facts: player, injured_from, injured_to, injured_text, back_again_from, rules\n"
                   "rule fact -> facts\n  match: {player} {date as injured} {date as back_again} {pain as other}\n");
    const sl_program *p = r.program;
    assert_int_equal(sl_program_prefixed(p, known(&r, "injured"), p->give_from), known(&r, "injured_from"));
    assert_int_equal(sl_program_prefixed(p, known(&r, "injured"), p->give_text), known(&r, "injured_text"));
    assert_int_equal(sl_program_prefixed(p, known(&r, "back_again"), p->give_from), known(&r, "back_again_from"));
    assert_int_equal(sl_program_prefixed(p, known(&r, "back_again"), p->give_to), SL_NO_SYMBOL);
    assert_int_equal(sl_program_prefixed(p, known(&r, "other"), p->give_from), SL_NO_SYMBOL);
    assert_int_equal(sl_program_prefixed(p, SL_NO_SYMBOL, p->give_from), p->give_from);
    assert_int_equal(known(&r, "nothing"), SL_NO_SYMBOL);
    assert_int_equal(p->tables.v[0].column_of[known(&r, "injured_to")], 2);
    assert_int_equal(p->tables.v[0].column_of[known(&r, "injured")], -1);
    ruleset_free(&r);
}

/* Many names, so that the index grows and the words that look alike do not meet. */
static void many_symbols(void **state) {
    (void)state;
    static char text[200000];
    size_t n = (size_t)snprintf(text, sizeof text, KNOWN "table facts: player");
    for (int i = 0; i < 3000; i++) n += (size_t)snprintf(text + n, sizeof text - n, ", c%d, c%d_from", i, i);
    snprintf(text + n, sizeof text - n, "\nrule fact -> facts\n  match: {player}\n");
    ruleset r;
    load(&r, text);
    for (int i = 0; i < 3000; i++) {
        char name[32], whole[32];
        snprintf(name, sizeof name, "c%d", i);
        snprintf(whole, sizeof whole, "c%d_from", i);
        assert_int_equal(sl_program_prefixed(r.program, known(&r, name), r.program->give_from), known(&r, whole));
        assert_str(r.program->symbols.v[known(&r, name)], name);
    }
    ruleset_free(&r);
}

static void order_of_rules(void **state) {
    (void)state;
    ruleset r;
    load(&r, KNOWN "table facts: player, rules\n"
                   "rule row1 -> facts\n  match: {player} {one}\n"
                   "rule c -> three\n  match: {two}\n"
                   "rule a -> one\n  match: {pain}\n"
                   "rule b -> two\n  match: {one} {two} again\n" /* its own type does not hold it back */
                   "rule row2 -> facts\n  match: {player}\n"
                   "rule a2 -> one\n  match: {pain} too\n");
    static const char *const wanted[] = {"a", "a2", "b", "c", "row1", "row2"};
    assert_int_equal(r.program->rules.n, 6);
    for (size_t i = 0; i < 6; i++) assert_str(r.program->rules.v[i].name, wanted[i]);
    ruleset_free(&r);
}

static void cycles(void **state) {
    (void)state;
    static const struct {
        const char *rules;
        uint32_t errors;
        const char *message;
    } cases[] = {
        {"rule a -> one\n  match: {two} x\nrule b -> two\n  match: {one} x\n", 1,
         "the type \"one\" is made out of itself: one, two, one"},
        {"rule z -> zero\n  match: {one} x\nrule a -> one\n  match: {two} x\nrule b -> two\n  match: {one} x\n", 1,
         "the type \"one\" is made out of itself: one, two, one"},
        {"rule a -> one\n  match: {two} x\nrule b -> two\n  match: {one} x\n"
         "rule c -> three\n  match: {four} x\nrule d -> four\n  match: {three} x\n",
         2, "the type \"one\" is made out of itself: one, two, one"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char text[600];
        snprintf(text, sizeof text, KNOWN "%s", cases[i].rules);
        memory_file file = {"a.rules", text};
        ruleset r;
        assert_false(ruleset_load(&r, &file, 1));
        assert_int_equal(r.err.status, SL_BAD_RULES);
        assert_int_equal(r.d.errors, cases[i].errors);
        assert_int_equal(r.d.list.v[0].number, 29);
        assert_string_equal(r.d.list.v[0].message.p, cases[i].message);
        ruleset_free(&r);
    }
}

static void views_are_shared(void **state) {
    (void)state;
    ruleset r;
    load(&r, KNOWN "table facts: player, pain, rules\n"
                   "rule a -> facts\n  match: {player} {pain}\n  match: {pain} of {player}\n  match: {player}\n"
                   "rule b -> facts\n  match: {quote} {player}\n");
    const sl_program *p = r.program;
    const sl_pattern *const *a = p->rules.v[0].patterns;
    assert_int_equal(a[0]->view, a[1]->view);
    assert_int_not_equal(a[0]->view, a[2]->view);
    assert_int_equal(p->views.v[a[0]->view].n, 2);
    assert_false(p->views.v[a[0]->view].quotes);
    assert_true(p->views.v[p->rules.v[1].patterns[0]->view].quotes);
    ruleset_free(&r);
}

static void digests(void **state) {
    (void)state;
    ruleset r[3];
    load(&r[0], KNOWN);
    load(&r[1], KNOWN);
    load(&r[2], KNOWN "# a remark\n");
    assert_int_equal(sl_program_digest(r[0].program), sl_program_digest(r[1].program));
    assert_int_not_equal(sl_program_digest(r[0].program), sl_program_digest(r[2].program));
    for (size_t i = 0; i < 3; i++) ruleset_free(&r[i]);
}

/* --- when memory runs out ----------------------------------------------------------------------------------------- */

static const memory_file faulty[] = {
    {"a.rules", KNOWN
     "use: b.rules\nlist club: clubs.csv match name, aliases give city\njoiners: , | and\n"
     "macro side: (?<side>left|right)\npart listed: {player} {side}\n"
     "table facts: player, pain, side, injured_from, rules\n  needs: player\n  one row per: player\n"
     "  lookup: clubs.csv by player give side\n  default: side = left\n"
     "rule event -> event\n  match: the {club} game\n"
     "rule fact -> facts\n  match: {player's}{gap}(?:tore|hurt) (?:his|her)? ?{side}? ?{pain}\n"
     "  match: {listed+} [A-z\xC3\xA9]+ (?<!x)\\p{Lu}\n  nearest: {date as injured} within 3, unless before 2: since\n"
     "  unless after 3 of {pain}: {event}|no\n  set side: {side} {pain.pain}\n  yes: a => player=b\n"},
    {"b.rules", HEAD "names:\n  given: {known}\n"},
    {"clubs.csv", "name,aliases,city,player,side\nTown,The \"Town\",Ham,x,\"a \"\"b\"\"\"\n"}};

/* Every allocation fails in its turn. The library's are counted; a leak is for the sanitizers to see. */
static void without_memory(void **state) {
    (void)state;
    uint64_t n = 0;
    for (bool done = false; !done;) {
        ruleset r;
        sl_heap_fail_at(++n);
        done = ruleset_load_as(&r, faulty, 3, n % 2);
        sl_heap_fail_at(0);
        if (!done) {
            for (size_t i = 0; i < r.d.list.n; i++) print_message("%s\n", r.d.list.v[i].message.p);
            assert_int_equal(r.err.status, SL_NO_MEMORY);
        }
        ruleset_free(&r);
        assert_true(n < 1000);
    }
    print_message("%llu allocations failed\n", (unsigned long long)n - 1);
    assert_true(n > 8);
}

/* The same with mistakes in the rules: the messages need memory too. */
static void mistakes_without_memory(void **state) {
    (void)state;
    static char text[20000];
    size_t n = (size_t)snprintf(text, sizeof text, KNOWN);
    for (int i = 0; i < 40; i++) n += (size_t)snprintf(text + n, sizeof text - n, "macro m%d: {nobody%d} (\n", i, i);
    memory_file file = {"a.rules", text};
    uint64_t fails = 0;
    for (uint64_t at = 1;; at++) {
        ruleset r;
        sl_heap_fail_at(at);
        assert_false(ruleset_load(&r, &file, 1));
        sl_heap_fail_at(0);
        sl_status status = r.err.status;
        ruleset_free(&r);
        if (status == SL_BAD_RULES) break;
        assert_int_equal(status, SL_NO_MEMORY);
        fails++;
    }
    assert_true(fails > 3);
}

/* A file that is open when memory runs out is closed: the next file that is opened has the same number as ever. */
static void files_without_memory(void **state) {
    (void)state;
    static const sl_word_reader words = {sizeof(uint32_t), memory_word};
    int first = open("/dev/null", O_RDONLY);
    assert_true(first >= 0);
    close(first);
    uint64_t n = 0;
    for (sl_program *program = NULL; !program;) {
        jmp_buf jump;
        sl_arena arena;
        sl_error err = {0};
        sl_arena_init(&arena, 0, &jump);
        sl_diagnostics d = {.arena = &arena};
        sl_heap_fail_at(++n);
        program = sl_program_load(&sl_library_disk, SL_STR("tests/golden/small.rules"), &words, &d, &err);
        sl_heap_fail_at(0);
        int next = open("/dev/null", O_RDONLY);
        assert_int_equal(next, first);
        close(next);
        if (!program) assert_int_equal(err.status, SL_NO_MEMORY);
        assert_true(n < 1000);
        sl_program_free(program);
        sl_arena_release(&arena);
    }
    assert_true(n > 3);
}

/* --- rules that are no rules -------------------------------------------------------------------------------------- */

static bool loads(const char *text) {
    memory_file file = {"a.rules", text};
    ruleset r;
    bool good = ruleset_load_as(&r, &file, 1, true);
    assert_true(good == (r.d.errors == 0));
    if (!good) assert_int_equal(r.err.status, SL_BAD_RULES);
    ruleset_free(&r);
    return good;
}

/* Good rules with a slip or three: a byte changed, some lost, some twice. */
static void slips(void **state) {
    (void)state;
    static const char good[] =
        KNOWN "joiners: , | and\nmacro side: (?<side>left|right)\npart listed: {player} \\({pain}\\)\n"
              "person boss: {name} but not {player}\n  before: the {pain}(?:'s)?\n  alone: he | the boss\n"
              "table facts: player, pain, side, injured_from, rules\n  needs: player\n  keep: pain = most exact\n"
              "  dates: injured past\n  default: side = left if injured_from older than 3 days, else right\n"
              "  set side: left where player is {boss}; right\n"
              "  episode: same player, pain within 60 days; shows side; follows side, injured; ends with side = left\n"
              "season: 8-1 to 5-31\nlist spare: = one | two needs capital except = one two\n"
              "rule made -> event\n  match: the (?:big|[A-Z]\\w+) {pain}\n"
              "rule fact -> facts\n  match: {player's}{gap 4}(?:tore|hurt) his {side}? ?{pain} ...\n    on {date as "
              "injured}\n"
              "  nearest: {date as injured} of {pain}, within 6, in clause, unless before 2: since|until, else "
              "{duration as injured} unless between: and\n"
              "  unless after 3 of {pain}: no|not|without\n  set side: {side} {title(lower(pain))}\n"
              "  yes: Ade Okafor hurt his knee. => player=Ade Okafor; pain=knee\n  no: He did not.\n";
    uint64_t random = 0xD1B54A32D192ED03u;
    size_t programs = 0;
    assert_true(loads(good));
    for (int round = 0; round < 4000; round++) {
        char text[2 * sizeof good];
        size_t n = sizeof good - 1;
        memcpy(text, good, n);
        for (int slip = 0; slip <= round % 3; slip++) {
            random ^= random << 13, random ^= random >> 7, random ^= random << 17;
            size_t at = (random >> 8) % n, size = (random >> 32) % 6 + 1;
            if (size > n - at) size = n - at;
            if (random % 3 == 0) {
                text[at] = (char)(random >> 40);
            } else if (random % 3 == 1) {
                memmove(text + at, text + at + size, n - at - size);
                n -= size;
            } else {
                memmove(text + at + size, text + at, n - at);
                n += size;
            }
        }
        text[n] = '\0';
        programs += loads(text);
    }
    print_message("%zu programs of 4000 texts\n", programs);
    assert_true(programs > 400 && programs < 3600);
}

/* Whatever the bytes: a program or errors, in no time. Half of them are made of the language's own words. */
static void any_bytes(void **state) {
    (void)state;
    static const char *const words[] = {"sideline",
                                        ": ",
                                        "1",
                                        "\n",
                                        "\n  ",
                                        "list a",
                                        "= ",
                                        "x | y",
                                        "macro m",
                                        "part p",
                                        "person q",
                                        "table t",
                                        "a, b",
                                        "rule r -> t",
                                        "rule s -> w",
                                        "match",
                                        "nearest",
                                        "unless before 2",
                                        "set a",
                                        "{",
                                        "}",
                                        "{a}",
                                        "{m}",
                                        "{p+}",
                                        "{q's}",
                                        "{gap}",
                                        "(",
                                        ")",
                                        "|",
                                        "...",
                                        "\r\n",
                                        "\t",
                                        "#",
                                        "# allow W01",
                                        "episode",
                                        "same a within 3 days",
                                        "; shows b",
                                        "; follows a",
                                        "; ends with a = b",
                                        ", else {a}",
                                        "{lower(",
                                        "days(a)",
                                        "needs capital",
                                        "except = z",
                                        "1 May to 2 June",
                                        "yes",
                                        "no",
                                        "=>",
                                        "a=b",
                                        ";",
                                        "names",
                                        "given",
                                        "use",
                                        "a.rules",
                                        "lookup",
                                        "x.csv by a give b",
                                        "joiners",
                                        ", | and",
                                        "from quotes",
                                        "a = b",
                                        "default",
                                        "dates",
                                        "injured past",
                                        "\xC3\xA9",
                                        "\xFF",
                                        "season",
                                        "keep",
                                        "joins",
                                        "rows: every {quote}",
                                        "carry",
                                        "skip",
                                        "inside",
                                        "{headline}",
                                        "of",
                                        "within 3",
                                        "in clause",
                                        "priority",
                                        "-5",
                                        "?",
                                        "*",
                                        "[a-z]",
                                        "\\d"};
    uint64_t random = 0x9E3779B97F4A7C15u;
    for (int round = 0; round < 3000; round++) {
        char text[1024];
        size_t n = 0;
        if (round % 4) n = (size_t)snprintf(text, sizeof text, "sideline: 1\nlist a: = x | y\ntable t: a, b\n  ");
        for (int k = 0; k < 60 && n < 900; k++) {
            random ^= random << 13, random ^= random >> 7, random ^= random << 17;
            const char *word = words[random % (sizeof words / sizeof *words)];
            if (round % 2 == 0 && random >> 60 == 3) text[n++] = (char)(random >> 40);
            memcpy(text + n, word, strlen(word));
            n += strlen(word);
        }
        text[n] = '\0';
        loads(text);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(types_and_forms),
        cmocka_unit_test(captures),
        cmocka_unit_test(lists),
        cmocka_unit_test(the_using_file_wins),
        cmocka_unit_test(seasons),
        cmocka_unit_test(dates_of_tests),
        cmocka_unit_test(prefixed_columns),
        cmocka_unit_test(many_symbols),
        cmocka_unit_test(order_of_rules),
        cmocka_unit_test(cycles),
        cmocka_unit_test(views_are_shared),
        cmocka_unit_test(digests),
        cmocka_unit_test(without_memory),
        cmocka_unit_test(mistakes_without_memory),
        cmocka_unit_test(files_without_memory),
        cmocka_unit_test(slips),
        cmocka_unit_test(any_bytes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
