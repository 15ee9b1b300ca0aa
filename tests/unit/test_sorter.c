/* SPDX-License-Identifier: Apache-2.0
 *
 * Lines are sorted the same way whether they fit into memory or not.
 */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <dirent.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/buf.h"
#include "output/sorter.h"

static char folder[64], place[128];

static int make_folder(void **state) {
    (void)state;
    snprintf(folder, sizeof folder, "/tmp/sideline-test-XXXXXX");
    if (!mkdtemp(folder)) return 1;
    snprintf(place, sizeof place, "%s/out.csv", folder);
    return 0;
}

static int remove_folder(void **state) {
    (void)state;
    return rmdir(folder); /* it must be empty */
}

static uint32_t next_random(uint64_t *seed) {
    *seed = *seed * UINT64_C(6364136223846793005) + 1442695040888963407u;
    return (uint32_t)(*seed >> 33);
}

static int by_text(const void *a, const void *b) {
    return sl_str_cmp(*(const sl_str *)a, *(const sl_str *)b);
}

/* Lines of 0 to `longest` letters of a small alphabet, so that some are equal and many begin alike. */
static sl_str *random_lines(size_t n, size_t longest, uint64_t seed) {
    sl_str *lines = sl_heap_alloc(n, sizeof *lines);
    assert_non_null(lines);
    for (size_t i = 0; i < n; i++) {
        size_t size = next_random(&seed) % (longest + 1);
        char *p = sl_heap_alloc(size, 1);
        assert_non_null(p);
        for (size_t k = 0; k < size; k++) p[k] = (char)("a\tb\xC3"[next_random(&seed) % 4]);
        lines[i] = (sl_str){p, size};
    }
    return lines;
}

static void free_lines(sl_str *lines, size_t n) {
    for (size_t i = 0; i < n; i++) sl_heap_free((void *)(uintptr_t)lines[i].p);
    sl_heap_free(lines);
}

static size_t files_in_folder(void) {
    DIR *all = opendir(folder);
    size_t n = 0;
    assert_non_null(all);
    while (readdir(all)) n++;
    closedir(all);
    return n - 2; /* . and .. */
}

static void sort_and_compare(size_t n, size_t longest, size_t memory) {
    sl_str *lines = random_lines(n, longest, n + memory);
    sl_sorter *sorter;
    sl_error err = {0};
    sl_str line;
    assert_int_equal(sl_sorter_new(sl_str_of(place), memory, &sorter, &err), SL_OK);
    for (size_t i = 0; i < n; i++) assert_int_equal(sl_sorter_add(sorter, lines[i], &err), SL_OK);
    assert_int_equal(sl_sorter_end(sorter, &err), SL_OK);
    assert_int_equal(files_in_folder(), 0);
    if (n) qsort(lines, n, sizeof *lines, by_text);
    for (size_t i = 0; i < n; i++) {
        assert_int_equal(sl_sorter_next(sorter, &line, &err), SL_OK);
        assert_non_null(line.p);
        assert_true(sl_str_eq(line, lines[i]));
    }
    for (int again = 0; again < 2; again++) {
        assert_int_equal(sl_sorter_next(sorter, &line, &err), SL_OK);
        assert_null(line.p);
    }
    sl_sorter_close(sorter);
    free_lines(lines, n);
}

static void in_memory(void **state) {
    (void)state;
    sort_and_compare(0, 0, 1024 * 1024);
    sort_and_compare(1, 10, 1024 * 1024);
    sort_and_compare(2000, 30, 1024 * 1024);
}

/* One run, some, as many as are merged at once and one more, and several passes. */
static void in_runs(void **state) {
    (void)state;
    sort_and_compare(2000, 30, 16 * 1024);
    for (size_t n = 60; n < 70; n++) sort_and_compare(n, 3, 1); /* each line a run */
    sort_and_compare(128, 3, 1);
    sort_and_compare(129, 3, 1);
    sort_and_compare(5000, 8, 1); /* 5000, then 79, then 2 runs */
    sort_and_compare(20000, 40, 256);
}

static void long_lines(void **state) {
    (void)state;
    sort_and_compare(3, 300000, 1024); /* longer than the memory, than what is read and than what is written at once */
    sort_and_compare(200, 20000, 4096);
}

/* Whatever the system refuses is told, and nothing is left behind. */
static sl_status whole(size_t n, size_t memory, uint64_t fail_at) {
    sl_sorter *sorter = NULL;
    sl_error err = {0};
    sl_str line = SL_STR("x");
    sl_heap_fail_at(fail_at);
    sl_status status = sl_sorter_new(sl_str_of(place), memory, &sorter, &err);
    for (size_t i = 0; i < n && !status; i++) {
        char text[32];
        snprintf(text, sizeof text, "%zu is a line", i * 7919 % n);
        status = sl_sorter_add(sorter, sl_str_of(text), &err);
    }
    if (!status) status = sl_sorter_end(sorter, &err);
    while (!status && line.p) status = sl_sorter_next(sorter, &line, &err);
    sl_heap_fail_at(0);
    sl_sorter_close(sorter);
    if (status) assert_true(err.message[0]);
    return status;
}

static void without_memory(void **state) {
    (void)state;
    uint64_t failed = 0;
    for (uint64_t at = 1; whole(300, 64, at) != SL_OK; at++) failed++;
    assert_true(failed > 60);
}

static void without_a_place(void **state) {
    (void)state;
    char good[sizeof place];
    memcpy(good, place, sizeof place);
    snprintf(place, sizeof place, "/nowhere/at/all/out.csv");
    assert_int_equal(whole(10, 1024 * 1024, 0), SL_OK); /* all fits: it is not needed */
    assert_int_equal(whole(10, 1, 0), SL_IO);
    memcpy(place, good, sizeof place);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(in_memory),      cmocka_unit_test(in_runs),         cmocka_unit_test(long_lines),
        cmocka_unit_test(without_memory), cmocka_unit_test(without_a_place),
    };
    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
