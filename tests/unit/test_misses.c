/* SPDX-License-Identifier: Apache-2.0
 *
 * Sentences that name somebody, hold a word of the rules, and gave no row.
 */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "engine.h"

#include "run/misslook.h"

/* Gardeners, and what ails their plants. A {blight} is made by a rule; {town} describes people; {tool} is named by a rule
   of another table. */
static const engine_file files[] = {{"test.rules", "sideline: 1\n"
                                                   "joiners: , | and\n"
                                                   "dates: dates.csv\n"
                                                   "list owner: = Ann Orr | Bob Eck | Cy Dunn\n"
                                                   "list plant: = rose | elm\n"
                                                   "list leaf:  = bark | twig\n"
                                                   "list tool:  = spade\n"
                                                   "list shed:  = shed\n"
                                                   "list town:  = Leith\n"
                                                   "list boss:  = Doc Brown\n"
                                                   "person doctor: {boss}\n"
                                                   "person who: {owner}\n"
                                                   "  before: (?:{town} )?\n"
                                                   "  alone:  she\n"
                                                   "table losses: id, article, who, plant, evidence\n"
                                                   "  needs:       who, plant\n"
                                                   "  one row per: who, plant\n"
                                                   "table tools: who, tool\n"
                                                   "  needs: who, tool\n"
                                                   "  one row per: who\n"
                                                   "rule blight -> blight\n"
                                                   "  match: (?:black|mouldy) {leaf}\n"
                                                   "rule handle -> handle\n"
                                                   "  match: (?:red|blue) {tool}\n"
                                                   "rule lost -> losses\n"
                                                   "  match: {who} (?:lost|mourned) (?:his|her|an?) {plant}\n"
                                                   "  match: {who}(?:'d| mislaid) {plant}\n"
                                                   "  unless after 2: again\n"
                                                   "rule blighted -> losses\n"
                                                   "  match: {who}'s {plant} has {blight}\n"
                                                   "rule of.town -> losses\n"
                                                   "  match: {who} felled a {plant}(?: in {town})?\n"
                                                   "rule wept -> losses\n"
                                                   "  match: {who} wept in her {shed}\n"
                                                   "rule over -> adds losses\n"
                                                   "  match: {who} had an {plant} felled\n"
                                                   "rule lends -> tools\n"
                                                   "  match: {who} lent a {tool}\n"},
                                    {"dates.csv", "word,kind,value\nmarch,month,3\n"},
                                    {0}};

typedef struct {
    engine *e;
    sl_rulewords words;
    sl_str shown;
    size_t n;
} looker;

/* "score|names|words|name; …" */
static void look(void *context, const sl_article_inside *inside) {
    looker *l = context;
    sl_misses misses = {0};
    sl_misses_of(inside, &l->words, &misses);
    for (size_t i = 0; i < misses.n; i++) {
        const sl_miss *m = &misses.v[i];
        l->shown = sl_arena_printf(&l->e->words, "%.*s%s%u|%.*s|%.*s|%.*s", (int)l->shown.n, l->shown.p, i ? "; " : "",
                                   (unsigned)m->score, (int)m->names.n, m->names.p, (int)m->words.n, m->words.p,
                                   (int)m->name.n, m->name.p);
    }
}

/* Only what is looked for may run out of memory here. */
static void count(void *context, const sl_article_inside *inside) {
    looker *l = context;
    sl_misses misses = {0};
    sl_misses_of(inside, &l->words, &misses);
    l->n += misses.n;
}

static void begin(engine *e, looker *l) {
    engine_begin(e, files);
    *l = (looker){.e = e};
    sl_rulewords_make(e->program, 0, &e->words, &l->words);
    e->options.observer = look;
    e->options.context = l;
}

static void sentences_that_gave_no_row(void **state) {
    (void)state;
    static const engine_case cases[] = {
        /* a row, or one that is joined to another */
        {"Ann Orr lost her rose.", ""},
        {"Ann Orr lost her rose. Ann Orr mourned her rose.", ""},
        /* what the row needs is added elsewhere, or nowhere */
        {"Ann Orr wept in her shed. Ann Orr had an elm felled.", "203|Ann Orr|elm; felled|Ann Orr"},
        {"Ann Orr wept in her shed.", "103|Ann Orr|wept; shed|Ann Orr"},
        /* nobody, nothing, somebody else */
        {"The rose was lost.", ""},
        {"Ann Orr went home.", ""},
        {"Doc Brown saw a rose.", ""},
        /* things of the patterns, with how many rules find all of theirs */
        {"Ann Orr saw a rose.", "202|Ann Orr|rose|Ann Orr"},
        {"Ann Orr saw a rose and an elm.", "203|Ann Orr|rose; elm|Ann Orr"},
        {"Ann Orr and Bob Eck saw Ann Orr's rose.", "204|Ann Orr; Bob Eck|rose|Ann Orr"},
        /* what the rules of a type name, and what they make of it */
        {"Ann Orr saw a twig.", "2|Ann Orr|twig|Ann Orr"},
        {"Ann Orr saw a mouldy twig.", "2|Ann Orr|mouldy twig|Ann Orr"},
        {"Ann Orr saw a mouldy rose.", "203|Ann Orr|mouldy; rose|Ann Orr"},
        {"Ann Orr saw a rose with a black twig.", "303|Ann Orr|rose; black twig|Ann Orr"},
        /* trigger words, of rules of the table alone */
        {"Ann Orr lost her way.", "2|Ann Orr|lost|Ann Orr"},
        {"Ann Orr lent a spade.", ""},
        {"Ann Orr saw a red spade.", ""},
        {"Ann Orr mislaid that.", "2|Ann Orr|mislaid|Ann Orr"},
        {"Ann Orr heard that they'd an elm.", "202|Ann Orr|elm|Ann Orr"},
        {"Ann Orr lent her spade.", ""},
        /* towns are in half of all sentences */
        {"Ann Orr went to Leith.", ""},
        /* an `unless` that fires leaves no row */
        {"Ann Orr lost a rose again.", "203|Ann Orr|lost; rose|Ann Orr"},
        /* references, and the name as it is printed */
        {"Ann Orr lost her rose. Then she saw an elm.", "202|Ann Orr|elm|Ann Orr"},
        {"Ann Orr lost her rose. Orr's elm grew. Then she and Bob Eck saw an elm.",
         "202|Ann Orr|elm|Orr; 203|Ann Orr; Bob Eck|elm|Bob Eck"},
    };
    engine e;
    looker l;
    begin(&e, &l);
    for (size_t i = 0; i < ENGINE_COUNT(cases); i++) {
        l.shown = SL_STR("");
        engine_run(&e, cases[i].text);
        if (!sl_str_eq(l.shown, sl_str_of(cases[i].wanted)))
            print_error("%s\n  expected %s\n       got %.*s\n", cases[i].text, cases[i].wanted, (int)l.shown.n,
                        l.shown.p);
        assert_true(sl_str_eq(l.shown, sl_str_of(cases[i].wanted)));
    }
    engine_end(&e);
}

/* All of it is asked for again, whichever allocation fails; the article fails, the worker goes on. */
static void memory_may_run_out(void **state) {
    (void)state;
    engine e;
    looker l;
    begin(&e, &l);
    e.options.observer = count;
    for (uint64_t n = 1;; n++) {
        assert_true(n < 1000);
        sl_worker_free(e.worker);
        e.worker = sl_worker_new(e.program);
        sl_heap_fail_at(n);
        sl_status status = engine_try(&e, SL_STR("Ann Orr saw a rose."));
        sl_heap_fail_at(0);
        if (status == SL_OK) break;
        assert_int_equal(status, SL_NO_MEMORY);
    }
    assert_int_equal(l.n, 1);
    engine_end(&e);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sentences_that_gave_no_row),
        cmocka_unit_test(memory_may_run_out),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
