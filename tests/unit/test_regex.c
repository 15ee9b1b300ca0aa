/* SPDX-License-Identifier: Apache-2.0 */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <stdio.h>
#include <cmocka.h>

#include "adapt/regex.h"

#include <pthread.h>

enum { CALLS = 100 };

typedef struct {
    const char *pattern, *subject;
    sl_match_result result;
    size_t from, to;
} example;

/* From few steps to more than the limit: for a call that is interpreted, and for one of JIT code. */
static const example examples[] = {
    {"(knee|ankle) injury", "out with an ankle injury", SL_MATCH_FOUND, 12, 24},
    {"knee", "out with an ankle injury", SL_MATCH_NONE, 0, 0},
    {"(a|b)*c", "abababababababababababababababababababababababababababababababababababababababc", SL_MATCH_FOUND, 0,
     79},
    {"(?:\\w+)*[!?]", "aaaaaaaaaaaa", SL_MATCH_NONE, 0, 0},
    {"(?:(?:\\w+)*)*[!?]", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", SL_MATCH_LIMITED, 0, 0},
};

static sl_regex *compiled(const char *pattern) {
    size_t at;
    sl_error err = {0};
    sl_regex *regex = sl_regex_compile(sl_str_of(pattern), &at, &err);
    assert_non_null(regex);
    return regex;
}

static bool gives(const example *e, sl_regex *regex, sl_matcher *matcher) {
    const size_t *groups;
    if (sl_regex_find(regex, matcher, sl_str_of(e->subject), 0, &groups) != e->result) return false;
    return e->result != SL_MATCH_FOUND || (groups[0] == e->from && groups[1] == e->to);
}

/* The same, asked for where it begins; and nothing just before that. */
static bool gives_there(const example *e, sl_regex *regex, sl_matcher *matcher) {
    const size_t *groups;
    sl_str subject = sl_str_of(e->subject);
    if (sl_regex_find_at(regex, matcher, subject, e->from, &groups) != e->result) return false;
    if (e->result == SL_MATCH_FOUND && (groups[0] != e->from || groups[1] != e->to)) return false;
    return e->from == 0 || sl_regex_find_at(regex, matcher, subject, e->from - 1, &groups) == SL_MATCH_NONE;
}

/* Compiled at the first call, or before. */
static sl_regex *new_regex(const example *e, bool postponed) {
    if (!postponed) return compiled(e->pattern);
    sl_regex *regex = sl_regex_postpone(sl_str_of(e->pattern), 0);
    assert_non_null(regex);
    return regex;
}

/* The first calls are interpreted, the later ones are not: nobody can tell. */
static void every_call_gives_the_same(void **state) {
    (void)state;
    sl_matcher *matcher = sl_matcher_new();
    assert_non_null(matcher);
    for (size_t i = 0; i < 2 * (sizeof examples / sizeof *examples); i++) {
        const example *e = &examples[i / 2];
        sl_regex *regex = new_regex(e, i % 2);
        for (int call = 0; call < CALLS; call++)
            if (!gives(e, regex, matcher) || !gives_there(e, regex, matcher)) fail_msg("%s: call %d", e->pattern, call);
        sl_regex_free(regex);
    }
    sl_matcher_free(matcher);
}

typedef struct {
    sl_regex *regexes[sizeof examples / sizeof *examples];
    size_t wrong[2];
} shared;

static size_t wrong_calls(const shared *s) {
    size_t wrong = 0;
    sl_matcher *matcher = sl_matcher_new();
    if (!matcher) return 1;
    for (int call = 0; call < CALLS; call++)
        for (size_t i = 0; i < sizeof examples / sizeof *examples; i++)
            wrong += !gives(&examples[i], s->regexes[i], matcher) || !gives_there(&examples[i], s->regexes[i], matcher);
    sl_matcher_free(matcher);
    return wrong;
}

static void *in_thread(void *context) {
    shared *s = context;
    s->wrong[1] = wrong_calls(s);
    return NULL;
}

static void threads_share_a_regex(void **state) {
    (void)state;
    shared s = {0};
    pthread_t thread;
    for (size_t i = 0; i < sizeof examples / sizeof *examples; i++) s.regexes[i] = new_regex(&examples[i], true);
    assert_int_equal(pthread_create(&thread, NULL, in_thread, &s), 0);
    s.wrong[0] = wrong_calls(&s);
    pthread_join(thread, NULL);
    assert_int_equal(s.wrong[0] + s.wrong[1], 0);
    for (size_t i = 0; i < sizeof examples / sizeof *examples; i++) sl_regex_free(s.regexes[i]);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_call_gives_the_same),
        cmocka_unit_test(threads_share_a_regex),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
