/* SPDX-License-Identifier: Apache-2.0 */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "text/map.h"

static jmp_buf trouble;
static sl_arena arena;
static sl_map map;

/* made  d o n ' t s s _ b       from  <i>don(E2 80 99)t(C3 9F)</i>_b */
static int fill(void **state) {
    (void)state;
    static const sl_map_run runs[] = {{0, 1, 3, 1},  {1, 2, 4, 2},  {3, 1, 6, 3},  {4, 1, 9, 1},
                                      {5, 1, 10, 2}, {6, 1, 10, 2}, {7, 1, 16, 1}, {8, 1, 17, 1}};
    sl_arena_init(&arena, 0, &trouble);
    if (setjmp(trouble)) return -1;
    map = (sl_map){0};
    for (size_t i = 0; i < sizeof runs / sizeof *runs; i++) sl_map_add(&arena, &map, runs[i]);
    return 0;
}

static int drop(void **state) {
    (void)state;
    sl_arena_release(&arena);
    return 0;
}

static void test_neighbours_join(void **state) {
    (void)state;
    assert_int_equal(map.n, 6); /* "don" is one run and "_b" is one; a gap parts it from what stands before */
    assert_int_equal(map.v[0].size, 3);
    assert_int_equal(map.v[5].size, 2);
}

static void test_spans(void **state) {
    (void)state;
    static const struct {
        sl_span made, from;
    } cases[] = {
        {{0, 3}, {3, 6}},  {{0, 5}, {3, 10}},  {{1, 2}, {4, 5}},   {{3, 4}, {6, 9}},
        {{2, 4}, {5, 9}},  {{5, 6}, {10, 12}}, {{6, 7}, {10, 12}}, {{5, 7}, {10, 12}},
        {{0, 7}, {3, 12}}, {{7, 9}, {16, 18}}, {{0, 9}, {3, 18}},  {{6, 8}, {10, 17}},
        {{2, 2}, {5, 5}},  {{7, 7}, {16, 16}}, {{9, 9}, {18, 18}}, {{0, 0}, {3, 3}},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        sl_span got = sl_map_span(&map, cases[i].made);
        if (got.from != cases[i].from.from || got.to != cases[i].from.to)
            fail_msg("[%u,%u) -> [%u,%u)", cases[i].made.from, cases[i].made.to, got.from, got.to);
    }
}

static void test_gap_belongs_to_neither_side(void **state) {
    (void)state;
    assert_int_equal(sl_map_end(&map, 7), 12);
    assert_int_equal(sl_map_start(&map, 7), 16);
}

static void test_empty_map_is_identity(void **state) {
    (void)state;
    sl_map none = {0};
    sl_span got = sl_map_span(&none, (sl_span){3, 9});
    assert_true(got.from == 3 && got.to == 9);
    assert_true(sl_map_start(&none, 5) == 5 && sl_map_end(&none, 5) == 5);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_neighbours_join, fill, drop),
        cmocka_unit_test_setup_teardown(test_spans, fill, drop),
        cmocka_unit_test_setup_teardown(test_gap_belongs_to_neither_side, fill, drop),
        cmocka_unit_test(test_empty_map_is_identity),
    };
    return cmocka_run_group_tests_name("map", tests, NULL, NULL);
}
