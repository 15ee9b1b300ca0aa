/* SPDX-License-Identifier: Apache-2.0 */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "engine.h"
#include "run/testmemory.h"
#include "source/load.h"

#define HEAD "sideline: 1\nlist cat: = Tom | Mog\ntable hits: cat, rules\nrule sat -> hits\n  match: {cat} sat\n"
#define PASSES HEAD "  yes: Tom sat.\n  no: Tom stood.\n  todo yes: Tom lay.\n"
#define FAILS                                                                                                          \
    HEAD "  yes: Tom sat.\n  yes: Tom stood.\n  yes: Mog sat. => cat=Mog\n  yes: Mog sat. => cat=Tom\n  todo no: He "  \
         "lay.\n"

static char folder[64], place[128];

static int make_folder(void **state) {
    (void)state;
    snprintf(folder, sizeof folder, "/tmp/sideline-test-XXXXXX");
    if (!mkdtemp(folder)) return 1;
    snprintf(folder + strlen(folder), sizeof folder - strlen(folder), "/a/b");
    snprintf(place, sizeof place, "%s/rule-tests", folder);
    return 0;
}

static int forget(void **state) {
    (void)state;
    unlink(place);
    return 0;
}

static int remove_folder(void **state) {
    (void)state;
    unlink(place);
    for (int i = 0; i < 3; i++) {
        rmdir(folder);
        *strrchr(folder, '/') = '\0';
    }
    return 0;
}

/* Tests of `rules`, and how many errors and warnings were told. */
static sl_ruletests_count run(const char *rules, const char *where, unsigned told) {
    engine_file files[] = {{"test.rules", rules}, {0}};
    engine e;
    engine_begin(&e, files);
    sl_ruletests_count count;
    assert_int_equal(sl_testmemory_run(e.program, where, &e.diagnostics, &count, &e.err), SL_OK);
    assert_int_equal(e.diagnostics.errors + e.diagnostics.warnings, told);
    engine_end(&e);
    count.told.v = NULL; /* went with the engine */
    return count;
}

#define WANT(c, a, b, d, e)                                                                                            \
    do {                                                                                                               \
        sl_ruletests_count got = (c);                                                                                  \
        assert_int_equal(got.passed, a);                                                                               \
        assert_int_equal(got.failed, b);                                                                               \
        assert_int_equal(got.todo, d);                                                                                 \
        assert_int_equal(got.todo_pass, e);                                                                            \
    } while (0)

/* The file as text; "" where there is none. */
static const char *content(void) {
    static char text[64 * 1024];
    sl_buf buf = {0};
    sl_load(place, sizeof text - 1, &buf, NULL);
    snprintf(text, sizeof text, "%.*s", (int)buf.n, buf.p ? buf.p : "");
    sl_buf_release(&buf);
    return text;
}

static void put(const char *text) {
    FILE *file = fopen(place, "w");
    assert_non_null(file);
    fputs(text, file);
    fclose(file);
}

/* The only line, with other words behind its key, and a hash that fits them. */
static void forge(const char *words) {
    char line[256];
    int n = snprintf(line, sizeof line, "%.16s %s ", content(), words);
    snprintf(line + n, sizeof line - (size_t)n, "%016llx\n", (unsigned long long)sl_hash((sl_str){line, (size_t)n}, 0));
    put(line);
}

static void what_passed_is_not_run_again(void **state) {
    (void)state;
    WANT(run(PASSES, folder, 0), 2, 0, 1, 0);
    assert_non_null(strstr(content(), " 2 0 1 0 "));
    WANT(run(PASSES, folder, 0), 2, 0, 1, 0);
    forge("7 0 3 0"); /* nothing is run: it is believed */
    WANT(run(PASSES, folder, 0), 7, 0, 3, 0);
    WANT(run(PASSES "  no: Mog stood.\n", folder, 0), 3, 0, 1, 0); /* other rules */
}

static void failures_are_told_each_time(void **state) {
    (void)state;
    WANT(run(FAILS, folder, 3), 2, 2, 0, 1);
    assert_non_null(strstr(content(), " 2 2 0 1 1 3 4 "));
    WANT(run(FAILS, folder, 3), 2, 2, 0, 1);
    forge("9 2 0 1 1 3 4"); /* what passed is believed */
    WANT(run(FAILS, folder, 3), 9, 2, 0, 1);
}

/* What is remembered of failures must hold, else all tests are run. */
static void wrong_memories(void **state) {
    (void)state;
    static const char *const words[] = {"9 3 0 1 0 1 3 4", "9 2 0 1 1 3", "9 2 0 1 1 3 4 99", "9 2 0"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        WANT(run(FAILS, folder, 3), 2, 2, 0, 1);
        forge(words[i]);
        WANT(run(FAILS, folder, 3), 2, 2, 0, 1);
        assert_non_null(strstr(content(), " 2 2 0 1 1 3 4 "));
    }
}

static void broken_files(void **state) {
    (void)state;
    run(FAILS, folder, 3);
    char whole[256];
    snprintf(whole, sizeof whole, "%s", content());
    for (size_t i = 0; whole[i]; i++) { /* cut, or with a letter changed */
        char broken[256];
        snprintf(broken, sizeof broken, "%.*s", (int)i, whole);
        put(broken);
        WANT(run(FAILS, folder, 3), 2, 2, 0, 1);
        snprintf(broken, sizeof broken, "%s", whole);
        broken[i] ^= 1;
        put(broken);
        WANT(run(FAILS, folder, 3), 2, 2, 0, 1);
    }
}

static void no_place_to_remember(void **state) {
    (void)state;
    WANT(run(FAILS, NULL, 3), 2, 2, 0, 1);
    WANT(run(FAILS, "", 3), 2, 2, 0, 1);
    WANT(run(FAILS, "/dev/null/sideline", 3), 2, 2, 0, 1);
    WANT(run(FAILS, "/proc/sideline", 3), 2, 2, 0, 1);
    static char deep[6000];
    memset(deep, 'x', sizeof deep - 1);
    deep[0] = '/';
    WANT(run(FAILS, deep, 3), 2, 2, 0, 1);
    run(PASSES, folder, 0);
    unlink(place);
    assert_int_equal(mkdir(place, 0700), 0); /* a folder in its place */
    WANT(run(FAILS, folder, 3), 2, 2, 0, 1);
    rmdir(place);
}

/* The last 64 rules, and no more. */
static void old_ones_are_forgotten(void **state) {
    (void)state;
    for (int i = 0; i < 70; i++) {
        char rules[256];
        snprintf(rules, sizeof rules, HEAD "  yes: Tom sat.\n# %d\n", i);
        run(rules, folder, 0);
    }
    size_t lines = 0;
    for (const char *at = content(); (at = strchr(at, '\n')); at++) lines++;
    assert_int_equal(lines, 64);
    forge("9 0 0 0"); /* of the oldest one that is left: number 6 */
    WANT(run(HEAD "  yes: Tom sat.\n# 6\n", folder, 0), 9, 0, 0, 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(what_passed_is_not_run_again, forget),
        cmocka_unit_test_setup(failures_are_told_each_time, forget),
        cmocka_unit_test_setup(wrong_memories, forget),
        cmocka_unit_test_setup(broken_files, forget),
        cmocka_unit_test_setup(no_place_to_remember, forget),
        cmocka_unit_test_setup(old_ones_are_forgotten, forget),
    };
    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
