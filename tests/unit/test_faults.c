/* SPDX-License-Identifier: Apache-2.0
 *
 * Every allocation fails once: while rules are read, and while an article is. Nothing crashes, the status is
 * SL_NO_MEMORY, and a worker that failed gives the same rows afterwards. (AddressSanitizer sees what leaks.)
 */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "engine.h"

static const engine_file files[] = {
    {"test.rules",
     "sideline: 1\n"
     "use: more.rules\n"
     "list ill: ills.csv match term give ill, part\n"
     "list boss: = Ann Mason\n"
     "macro side: (?<side>left|right)\n"
     "part listed: {who} \\({ill}\\)\n"
     "person manager: {boss}\n"
     "person who: {name} but not {manager}\n"
     "  after: , {number as age},\n"
     "  alone: the {number as age}-year-old | he | she | his\n"
     "  possessive: his\n"
     "  quoted: I\n"
     "person anyone: {who} {manager}\n"
     "table hits: id, who, age, ill, part, code, side, seen_from, seen_to, seen_text, quote, evidence, rules\n"
     "  needs: who, ill\n"
     "  one row per: who, part\n"
     "  lookup: codes.csv by part give code\n"
     "  from quotes: quote = quote where role is manager, about is who\n"
     "table quotes: quote, speaker, role, rules\n"
     "  rows: every {quote}\n"
     "  set role: manager where speaker is {manager}; other\n"
     "rule has -> hits\n"
     "  match: {who}{gap}has {side}? ?{ill}\n"
     "  nearest: {date as seen} in sentence, unless before 1: since\n"
     "  unless before 3: never\n"
     "  yes: Bob Orr has rust. => who=Bob Orr\n"
     "rule list -> hits\n"
     "  match: out: {listed+}\n"
     "rule said -> adds quotes\n"
     "  match: {quote},? said {anyone as speaker}\n"},
    {"more.rules", "sideline: 1\njoiners: , | and\nclause: but\ndates: dates.csv\nabbreviations: short.csv\n"
                   "list notname: = The | It | Then | He | So | With | Out\nnames:\n  not: {notname}\n"},
    {"short.csv", "word,kind\nDr,plain\n"},
    {"ills.csv", "term,ill,part\nrust,rust,leaf\nroot rot,rot,root\n"},
    {"codes.csv", "part,code\nleaf,L\nroot,R\n"},
    {"dates.csv", "word,kind,value\nmonday,weekday,1\non,preposition,on\nmarch,month,3\nin,preposition,in\n"},
    {0}};

static const char text[] =
    "date 2024-03-06 Then Bob Orr, 27, has rust on Monday. Then J\u00f6rg Eck has left root rot. He sat.\n\n"
    "\u201cWith Orr it is bad,\u201d said Ann Mason. Out: Cy Dunn (rust) and Dan Fell (root rot).\n";

typedef struct {
    const sl_library *library; /* NULL: the files above */
    sl_str name;
    const char *article, *table, *column, *wanted;
} subject;

static const subject small = {NULL, {"test.rules", 10}, text, "hits", "who code", NULL};

static bool load(engine *e, const subject *s) {
    return engine_load(e, s->library, s->name, files);
}

static void all_good(const subject *s, const char *wanted) {
    engine e;
    assert_true(load(&e, s));
    engine_run(&e, s->article);
    assert_string_equal(engine_show(&e, s->table, s->column), wanted);
    engine_end(&e);
}

/* Load and run with the n-th allocation failing. Returns whether one failed. */
static bool fails_at(const subject *s, uint64_t n, const char *wanted, unsigned *loads, unsigned *runs) {
    engine e;
    uint64_t before = sl_heap_count();
    sl_heap_fail_at(n);
    bool loaded = load(&e, s);
    sl_status status = loaded ? engine_try(&e, sl_str_of(s->article)) : SL_NO_MEMORY;
    bool failed = sl_heap_count() - before >= n;
    sl_heap_fail_at(0);
    if (!loaded && e.diagnostics.errors) fail_msg("allocation %u: told as an error in the rules", (unsigned)n);
    if (!loaded && !e.program && e.err.status != SL_NO_MEMORY)
        fail_msg("allocation %u: status %d", (unsigned)n, e.err.status);
    if (loaded && failed && status != SL_NO_MEMORY)
        fail_msg("allocation %u: status %d of the run", (unsigned)n, status);
    if (loaded && failed) {
        assert_int_equal(e.result.tables.n, 0);
        engine_run(&e, s->article);
        assert_string_equal(engine_show(&e, s->table, s->column), wanted);
        ++*runs;
    }
    *loads += !loaded;
    engine_end(&e);
    return failed;
}

static void every_allocation(const subject *s, uint64_t stride, const char *wanted) {
    unsigned loads = 0, runs = 0;
    all_good(s, wanted);
    for (uint64_t n = 1; fails_at(s, n, wanted, &loads, &runs); n += stride) {}
    print_message("# %u failures while loading, %u while running\n", loads, runs);
    assert_true(loads > 0);
    all_good(s, wanted);
}

static void small_rules(void **state) {
    (void)state;
    every_allocation(&small, 1, "Bob Orr,L;J\u00f6rg Eck,R;Cy Dunn,L;Dan Fell,R");
}

static void football_rules(void **state) {
    (void)state;
    static const subject football = {&sl_library_builtin,
                                     {"football.rules", 14},
                                     "date 2024-03-06 Okafor has suffered a hamstring injury. \"It is bad,\" he said.",
                                     "injuries",
                                     "player area",
                                     NULL};
    every_allocation(&football, 5, "Okafor,thigh");
}

/* The run alone, in a worker that has had nothing yet: its arenas must grow. */
static void a_large_article(void **state) {
    (void)state;
    engine e;
    unsigned failed = 0;
    assert_true(load(&e, &small));
    const char *article = engine_repeat(&e, text, "Then Bob Orr has rust on Monday. \"It is,\" he said. ", 2000, "");
    for (uint64_t n = 1;; n++) {
        sl_worker *worker = sl_worker_new(e.program);
        assert_non_null(worker);
        sl_article_result result;
        uint64_t before = sl_heap_count();
        sl_heap_fail_at(n);
        sl_status status = sl_pipeline_run(worker, SL_STR("test"), sl_str_of(article), &e.options, &result, &e.err);
        bool reached = sl_heap_count() - before >= n;
        sl_heap_fail_at(0);
        assert_int_equal(status, reached ? SL_NO_MEMORY : SL_OK);
        assert_int_equal(sl_pipeline_run(worker, SL_STR("test"), sl_str_of(article), &e.options, &result, &e.err),
                         SL_OK);
        assert_int_equal(result.tables.v[1].rows.n, 2001);
        sl_worker_free(worker);
        if (!reached) break;
        failed++;
    }
    print_message("# %u failures\n", failed);
    assert_true(failed > 5);
    engine_end(&e);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(small_rules),
        cmocka_unit_test(football_rules),
        cmocka_unit_test(a_large_article),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
