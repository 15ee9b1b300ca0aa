/* SPDX-License-Identifier: Apache-2.0
 *
 * Sorting: by the order that is asked for, equal things as they stood.
 */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/sort.h"

typedef struct {
    uint32_t key, number;
    char padding[5];
} thing;

static int by_key(const void *va, const void *vb) {
    const thing *a = va, *b = vb;
    return a->key < b->key ? -1 : a->key > b->key;
}

static void sort_and_look(sl_arena *tmp, size_t n, uint32_t keys, uint64_t seed) {
    thing *things = sl_heap_alloc(n, sizeof *things);
    assert_non_null(things);
    for (size_t i = 0; i < n; i++) {
        seed = seed * UINT64_C(6364136223846793005) + 1442695040888963407u;
        things[i] = (thing){(uint32_t)(seed >> 33) % keys, (uint32_t)i, {0}};
    }
    sl_sort(tmp, things, n, sizeof *things, by_key);
    uint64_t sum = n ? things[0].number : 0;
    for (size_t i = 1; i < n; i++) {
        bool rises = things[i - 1].key < things[i].key;
        assert_true(rises || (things[i - 1].key == things[i].key && things[i - 1].number < things[i].number));
        sum += things[i].number;
    }
    assert_int_equal(sum, n ? n * (n - 1) / 2 : 0);
    sl_heap_free(things);
}

static void sorts_and_keeps_the_order_of_equals(void **state) {
    (void)state;
    sl_arena tmp;
    jmp_buf recover;
    sl_arena_init(&tmp, 0, &recover);
    if (setjmp(recover)) fail();
    for (size_t n = 0; n < 70; n++)
        for (uint32_t keys = 1; keys < 100; keys *= 3) sort_and_look(&tmp, n, keys, n * keys);
    sort_and_look(&tmp, 10000, 100, 7);
    sl_sort(&tmp, NULL, 0, sizeof(thing), by_key);
    assert_true(sl_arena_here(&tmp).block == NULL || sl_arena_here(&tmp).at == 0); /* nothing is left there */
    sl_arena_release(&tmp);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(sorts_and_keeps_the_order_of_equals)};
    return cmocka_run_group_tests_name("sort", tests, NULL, NULL);
}
