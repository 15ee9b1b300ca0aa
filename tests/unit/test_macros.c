/* SPDX-License-Identifier: Apache-2.0
 *
 * A macro's tree is made once and shared, and what is found out about it too: a pattern must come out as it would with
 * the macro's text written where it is named.
 */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>

#include <cmocka.h>

#include "ruleset.h"

#define HEAD                                                                                                           \
    "sideline: 1\nlist known: = Ade | Cy\nlist pain: = knee | ankle\nlanguage: a | the | his | has | in | was | of\n"  \
    "clause: but | although\njoiners: , | and\nperson player: {known}\ntable facts: player, pain, side, rules\n"

/* Each stands between brackets in `written`, and in `named` for its text. */
#define HURT "hurt|tore|limp(?:s|ed)?|[Cc]ut (?:up|open)"
#define SIDE "(?<side>left|right|(?<=n )far)"
#define WHERE "(?:" SIDE ")? ?{pain}"
#define THEN ", [a-z]+"
#define WAIT "wait\\w*{gap 3}|out for [0-9a-fX]+"

static const char *const named =
    HEAD "macro hurt: " HURT "\nmacro side: " SIDE "\nmacro where: {side}? ?{pain}\nmacro wait: " WAIT
         "\nmacro then: " THEN "\n"
         "part listed: {player} \\({pain}\\)\n"
         "rule one -> facts\n  match: {player} {hurt} his {where}\n  unless before 4: {wait}|{hurt} nobody\n"
         "rule two -> facts\n  match: {pain} of {player} {wait} {side}\n  match: {where}{hurt}s {where} {player}\n"
         "  unless after 3: {side} or {where}\n"
         "rule three -> facts\n  match: {listed+} {hurt}\n  match: {hurt}|{wait} {player}|{player} {wait}\n"
         "rule four -> facts\n  match: (?:{hurt} {side}|{wait}) {player}\n  match: {wait}ing {player}{hurt}\n"
         "  match: {listed+} {wait}\n  match: {player} out{then}kick\n";
static const char *const written =
    HEAD "part listed: {player} \\({pain}\\)\n"
         "rule one -> facts\n  match: {player} (?:" HURT ") his (?:" WHERE ")\n"
         "  unless before 4: (?:" WAIT ")|(?:" HURT ") nobody\n"
         "rule two -> facts\n  match: {pain} of {player} (?:" WAIT ") (?:" SIDE ")\n"
         "  match: (?:" WHERE ")(?:" HURT ")s (?:" WHERE ") {player}\n  unless after 3: (?:" SIDE ") or (?:" WHERE ")\n"
         "rule three -> facts\n  match: {listed+} (?:" HURT ")\n"
         "  match: (?:" HURT ")|(?:" WAIT ") {player}|{player} (?:" WAIT ")\n"
         "rule four -> facts\n  match: (?:(?:" HURT ") (?:" SIDE ")|(?:" WAIT ")) {player}\n"
         "  match: (?:" WAIT ")ing {player}(?:" HURT ")\n  match: {listed+} (?:" WAIT ")\n  match: {player} out(?:" THEN
         ")kick\n";

static void load(ruleset *r, const char *text, bool steps) {
    static const sl_word_reader words = {sizeof(uint32_t), memory_word};
    static memory_file file;
    file = (memory_file){"a.rules", text};
    *r = (ruleset){.memory = {.library.read = memory_read, .files = &file, .n = 1}};
    sl_arena_init(&r->arena, 0, &r->jump);
    r->d = (sl_diagnostics){.arena = &r->arena, .steps = steps};
    if (setjmp(r->jump)) fail();
    r->program = sl_program_load(&r->memory.library, SL_STR("a.rules"), &words, &r->d, &r->err);
    assert_non_null(r->program);
}

static void assert_same_str(sl_str a, sl_str b) {
    assert_int_equal(a.n, b.n);
    assert_memory_equal(a.p, b.p, a.n);
}

static void assert_same_gate(const ruleset *a, const ruleset *b, const sl_pattern *p, const sl_pattern *q) {
    assert_memory_equal(&p->needs, &q->needs, sizeof p->needs);
    assert_int_equal(p->n_sets, q->n_sets);
    for (size_t i = 0; i < p->n_sets; i++) {
        const sl_trigger_set *x = &p->sets[i], *y = &q->sets[i];
        assert_int_equal(x->n, y->n);
        assert_memory_equal(&x->types, &y->types, sizeof x->types);
        for (size_t k = 0; k < x->n; k++) {
            const sl_trigger *v = &a->program->triggers.v[x->triggers[k]];
            const sl_trigger *w = &b->program->triggers.v[y->triggers[k]];
            assert_same_str(v->word, w->word);
            assert_int_equal(v->is_stem, w->is_stem);
        }
    }
}

static void test_macro_is_what_stands_in_it(void **state) {
    (void)state;
    for (int steps = 0; steps < 2; steps++) {
        ruleset a, b;
        load(&a, named, steps);
        load(&b, written, steps);
        assert_int_equal(a.program->patterns.n, b.program->patterns.n);
        for (size_t i = 0; i < a.program->patterns.n; i++) {
            const sl_pattern *p = a.program->patterns.v[i], *q = b.program->patterns.v[i];
            assert_same_str(p->regex_text, q->regex_text);
            assert_int_equal(p->n_captures, q->n_captures);
            for (size_t k = 0; k < p->n_captures; k++) assert_int_equal(p->captures[k].group, q->captures[k].group);
            assert_int_equal(p->n_places, q->n_places);
            for (size_t k = 0; k < p->n_places; k++) assert_int_equal(p->places[k].at, q->places[k].at);
            assert_same_gate(&a, &b, p, q);
        }
        ruleset_free(&b);
        ruleset_free(&a);
    }
}

static void test_steps_are_kept_where_they_are_wanted(void **state) {
    (void)state;
    ruleset without, with;
    load(&without, named, false);
    load(&with, named, true);
    for (size_t i = 0; i < with.program->patterns.n; i++) {
        assert_true(without.program->patterns.v[i]->n_steps == 0 && without.program->patterns.v[i]->n_places == 0);
        assert_true(with.program->patterns.v[i]->n_steps > 0 && with.program->patterns.v[i]->n_places > 0);
    }
    ruleset_free(&with);
    ruleset_free(&without);
}

/* In `unless` lines; a rule's own patterns know where they stand. */
static void test_same_condition_is_one_pattern(void **state) {
    (void)state;
    static const char text[] =
        HEAD "rule one -> facts\n  match: {player} hurt\n  unless before 4: no|not\n"
             "rule two -> facts\n  match: {player} hurt\n  unless after 3: no|not\n  unless before 2: (?<side>no|not)\n"
             "rule three -> facts\n  match: (?<side>no|not) {pain}\n  unless before 4: (?<side>no|not)\n";
    ruleset r;
    load(&r, text, false);
    const sl_rule *rules = r.program->rules.v;
    assert_ptr_equal(rules[0].unless[0].pattern, rules[1].unless[0].pattern);
    assert_ptr_equal(rules[1].unless[1].pattern, rules[2].unless[0].pattern);
    assert_ptr_not_equal(rules[0].unless[0].pattern, rules[1].unless[1].pattern);
    assert_ptr_not_equal(rules[0].patterns[0], rules[1].patterns[0]);
    assert_int_equal(rules[2].patterns[0]->n_captures, 2);
    assert_int_equal(rules[2].unless[0].pattern->n_captures, 0);
    ruleset_free(&r);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_macro_is_what_stands_in_it),
        cmocka_unit_test(test_steps_are_kept_where_they_are_wanted),
        cmocka_unit_test(test_same_condition_is_one_pattern),
    };
    return cmocka_run_group_tests_name("macros", tests, NULL, NULL);
}
