/* SPDX-License-Identifier: Apache-2.0 */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "engine.h"
#include "run/ruletests.h"

#define HEAD                                                                                                           \
    "sideline: 1\n"                                                                                                    \
    "tests date: 2024-03-06\n"                                                                                         \
    "dates: dates.csv\n"                                                                                               \
    "list cat: = Tom | Mog\n"                                                                                          \
    "list dog: = Rex | Fido\n"                                                                                         \
    "table hits: cat, dog, published, day_from, rules\n"                                                               \
    "rule other -> hits\n  match: {dog} met {cat}\n"                                                                   \
    "rule fight -> row\n  match: a fight with {dog}\n"

typedef struct {
    const char *rules;
    unsigned passed, failed, todo, todo_pass;
    const char *messages; /* each with its number */
} ruletest;

static void run(const ruletest *t) {
    engine_file files[] = {
        {"test.rules", t->rules}, {"dates.csv", "word,kind,value\nmonday,weekday,1\non,preposition,on\n"}, {0}};
    engine e;
    engine_begin(&e, files);
    size_t first = e.diagnostics.list.n; /* warnings of the compiler */
    sl_ruletests_count count;
    assert_int_equal(sl_ruletests_run(e.program, NULL, &e.diagnostics, &count, &e.err), SL_OK);
    sl_str messages = {"", 0};
    for (size_t i = first; i < e.diagnostics.list.n; i++) {
        const sl_diagnostic *d = &e.diagnostics.list.v[i];
        size_t n = sl_str_search(d->message, SL_STR("; why: sideline whynot"), 0); /* rule-errors has the commands */
        messages = sl_arena_printf(&e.words, "%.*s%c%u %.*s\n", (int)messages.n, messages.p, d->is_warning ? 'W' : 'E',
                                   d->number, (int)n, d->message.p);
    }
    assert_string_equal(messages.p, t->messages);
    assert_int_equal(count.passed, t->passed);
    assert_int_equal(count.failed, t->failed);
    assert_int_equal(count.todo, t->todo);
    assert_int_equal(count.todo_pass, t->todo_pass);
    engine_end(&e);
}

#define RULE HEAD "rule bit -> hits\n  match: {cat} bit {dog}\n  nearest: {date as day}\n"

static void good_tests_pass(void **state) {
    (void)state;
    run(&(ruletest){RULE "  yes: Tom bit Rex.\n"
                         "  yes: Tom bit Rex. => cat=Tom; dog=Rex\n"
                         "  yes: Tom bit Rex. Mog bit Fido. => cat=Tom => cat=Mog; dog=Fido\n"
                         "  yes: Tom bit Rex. => day_from=; published=2024-03-06\n" /* `=` without a value: empty */
                         "  yes: Tom bit Rex on Monday. => day_from=2024-03-04\n"
                         "  no:  Tom saw Rex.\n"
                         "  no:  Rex met Tom.\n", /* a row, but by another rule */
                    7, 0, 0, 0, ""});
}

static void bad_tests_are_told(void **state) {
    (void)state;
    run(&(ruletest){RULE "  yes: Tom saw Rex.\n", 0, 1, 0, 0, "E50 no row comes from the rule \"bit\"\n"});
    run(&(ruletest){RULE "  yes: Rex met Tom.\n", 0, 1, 0, 0, "E50 no row comes from the rule \"bit\"\n"});
    run(&(ruletest){RULE "  yes: Tom saw Rex. => cat=Tom\n", 0, 1, 0, 0,
                    "E50 no such row comes from the rule \"bit\"\n"});
    run(&(ruletest){RULE "  yes: Rex met Tom. => cat=Tom\n", 0, 1, 0, 0,
                    "E50 no such row comes from the rule \"bit\"\n"});
    run(&(ruletest){RULE "  yes: Tom bit Rex. => cat=Mog\n", 0, 1, 0, 0, "E51 the cell \"cat\" is \"Tom\"\n"});
    run(&(ruletest){RULE "  yes: Tom bit Rex. Mog bit Fido. => dog=Rex; cat=Mog\n", 0, 1, 0, 0,
                    "E51 the cell \"cat\" is \"Tom\"\n"}); /* the row that comes nearest */
    run(&(ruletest){RULE "  yes: Tom bit Rex. => day_from=2024-03-04\n", 0, 1, 0, 0,
                    "E51 the cell \"day_from\" is empty\n"});
    run(&(ruletest){RULE "  yes: Tom bit Rex. => cat=Tom => cat=Mog\n", 0, 1, 0, 0,
                    "E51 the cell \"cat\" is \"Tom\"\n"});
    run(&(ruletest){RULE "  no: Tom bit Rex.\n", 0, 1, 0, 0,
                    "E52 this should give no row, but it does by the rule \"bit\": cat=Tom; dog=Rex\n"});
}

static void todo_fails_quietly(void **state) {
    (void)state;
    run(&(ruletest){RULE "  todo yes: Tom saw Rex.\n  todo no: Tom bit Rex.\n", 0, 0, 2, 0, ""});
    run(&(ruletest){RULE "  todo yes: Tom bit Rex.\n", 0, 0, 0, 1,
                    "W1 this `todo` passes by now: take the word away\n"});
}

static void only_some(void **state) {
    (void)state;
    static const uint32_t numbers[] = {1, 3};
    static const engine_file files[] = {
        {"test.rules", RULE "  yes: Tom saw Rex.\n  yes: Tom saw Fido.\n  no: Tom bit Rex.\n  todo no: Tom saw Rex.\n"},
        {"dates.csv", "word,kind,value\nmonday,weekday,1\n"},
        {0}};
    engine e;
    engine_begin(&e, files);
    sl_ruletests_only only = {numbers, 2};
    sl_ruletests_count count;
    assert_int_equal(sl_ruletests_run(e.program, &only, &e.diagnostics, &count, &e.err), SL_OK);
    assert_int_equal(count.failed, 1);
    assert_int_equal(count.todo_pass, 1);
    assert_int_equal(count.told.n, 2);
    assert_int_equal(count.told.v[1], 3);
    assert_int_equal(sl_ruletests_run(e.program, NULL, &e.diagnostics, &count, &e.err), SL_OK);
    assert_int_equal(count.failed, 3);
    assert_int_equal(count.told.n, 4);
    engine_end(&e);
}

/* A rule that makes a type is judged by what it made. */
static void rules_that_make_types(void **state) {
    (void)state;
    run(&(ruletest){HEAD "  yes: It was a fight with Rex.\n  no: It was a fight.\n"
                         "rule had -> hits\n  match: {cat} had {row}\n",
                    2, 0, 0, 0, ""});
    run(&(ruletest){HEAD "  yes: Tom had a fight with Rex. => cat=Tom; dog=Rex\n"
                         "rule had -> hits\n  match: {cat} had {row}\n",
                    1, 0, 0, 0, ""});
    run(&(ruletest){HEAD "  yes: It was a fight.\n", 0, 1, 0, 0, "E50 no row comes from the rule \"fight\"\n"});
}

/* A rule that says what a person is gives no row of its own: its name stands with the mentions of that person. */
static void rules_that_say_who_is_what(void **state) {
    (void)state;
#define WHO                                                                                                            \
    HEAD "names:\n  given: {cat}\nperson boss: {nobody}\nlist nobody: = nobody at all\n"                               \
         "rule found -> hits\n  match: {dog} bit {boss}\n"                                                             \
         "rule calls -> boss\n  match: sailor {name}\nrule heads -> boss\n  match: captain {name}\n"
    run(&(ruletest){WHO "  yes: Rex saw captain Tom Lind.\n  no: Rex saw Tom Lind.\n  no: Rex saw sailor Tom Lind.\n",
                    3, 0, 0, 0, ""});
    run(&(ruletest){WHO "  yes: Rex saw Tom Lind.\n", 0, 1, 0, 0, "E50 no row comes from the rule \"heads\"\n"});
    run(&(ruletest){WHO "  no: Rex saw captain Tom Lind.\n", 0, 1, 0, 0,
                    "E52 this should give no row, but it does by the rule \"heads\"\n"});
}

/* Every allocation fails in its turn, also those of the messages, which jump. A leak is for the sanitizers to see. */
static void without_memory(void **state) {
    (void)state;
    static char rules[40000];
    size_t n = (size_t)snprintf(rules, sizeof rules, "%s", RULE);
    for (int i = 0; i < 500; i++)
        n += (size_t)snprintf(rules + n, sizeof rules - n, "  yes: Tom saw Rex. => cat=Tom\n");
    engine_file files[] = {{"test.rules", rules}, {"dates.csv", "word,kind,value\nmonday,weekday,1\n"}, {0}};
    volatile uint64_t at = 0, jumps = 0;
    for (volatile sl_status status = SL_NO_MEMORY; status == SL_NO_MEMORY;) {
        engine e;
        engine_begin(&e, files);
        e.diagnostics.thorough = true;
        sl_ruletests_count count;
        sl_heap_fail_at(++at);
        if (setjmp(e.jump)) jumps++;
        else status = sl_ruletests_run(e.program, NULL, &e.diagnostics, &count, &e.err);
        sl_heap_fail_at(0);
        assert_true(e.words.recover == &e.jump);
        engine_end(&e);
        assert_true(at < 1000);
    }
    assert_true(jumps > 0);
    assert_true(at > jumps + 1);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(good_tests_pass),       cmocka_unit_test(bad_tests_are_told),
        cmocka_unit_test(todo_fails_quietly),    cmocka_unit_test(only_some),
        cmocka_unit_test(rules_that_make_types), cmocka_unit_test(rules_that_say_who_is_what),
        cmocka_unit_test(without_memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
