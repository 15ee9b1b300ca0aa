/* SPDX-License-Identifier: Apache-2.0
 *
 * The base floor's memory and strings: arena, buffer, array, str.
 */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/textpool.h"
#include "base/array.h"
#include "base/buf.h"

static jmp_buf trouble;

static void test_allocations_do_not_overlap(void **state) {
    (void)state;
    sl_arena arena;
    sl_arena_init(&arena, 0, &trouble);
    if (setjmp(trouble)) fail_msg("no memory");
    unsigned char *blocks[300];
    for (size_t i = 0; i < 300; i++) {
        blocks[i] = sl_arena_alloc(&arena, i + 1, 7);
        assert_int_equal((uintptr_t)blocks[i] % _Alignof(max_align_t), 0);
        for (size_t k = 0; k < (i + 1) * 7; k++) assert_int_equal(blocks[i][k], 0);
        memset(blocks[i], (int)(i & 0xFF), (i + 1) * 7);
    }
    for (size_t i = 0; i < 300; i++)
        for (size_t k = 0; k < (i + 1) * 7; k++) assert_int_equal(blocks[i][k], i & 0xFF);
    assert_non_null(sl_arena_alloc(&arena, 0, 8));
    sl_arena_release(&arena);
    assert_int_equal(arena.used, 0);
}

static void test_rewind_gives_the_same_memory_again(void **state) {
    (void)state;
    sl_arena arena;
    sl_arena_init(&arena, 0, &trouble);
    if (setjmp(trouble)) fail_msg("no memory");
    sl_str kept = sl_arena_copy(&arena, SL_STR("kept"));
    sl_arena_mark mark = sl_arena_here(&arena);
    void *first = sl_arena_raw(&arena, 100, 1);
    for (size_t i = 0; i < 50; i++) sl_arena_raw(&arena, 1000, 10);
    sl_arena_rewind(&arena, mark);
    assert_ptr_equal(sl_arena_raw(&arena, 100, 1), first);
    assert_string_equal(kept.p, "kept");
    sl_arena_release(&arena);
}

/** A loop whose rounds begin at the very end of a block asks the system once, not in every round. */
static void test_rewind_keeps_a_block_for_the_next_round(void **state) {
    (void)state;
    sl_arena arena;
    sl_arena_init(&arena, 0, &trouble);
    if (setjmp(trouble)) fail_msg("no memory");
    sl_arena_raw(&arena, 16 * 1024, 1);
    uint64_t before = sl_heap_count();
    for (size_t round = 0; round < 100; round++) {
        sl_arena_mark mark = sl_arena_here(&arena);
        sl_arena_raw(&arena, 1000, 1);
        sl_arena_rewind(&arena, mark);
    }
    assert_int_equal(sl_heap_count(), before + 1);
    sl_arena_raw(&arena, 1024 * 1024, 1); /* too much for the spare one, which goes */
    assert_true(arena.used < 16 * 1024 + 1024 * 1024 + 16);
    sl_arena_release(&arena);
    assert_int_equal(arena.used, 0);
}

/** A worker that does articles of one size asks the system for nothing after the first two. */
static void test_steady_state_does_not_allocate(void **state) {
    (void)state;
    sl_arena arena;
    sl_arena_init(&arena, 0, &trouble);
    if (setjmp(trouble)) fail_msg("no memory");
    uint64_t before = 0;
    for (size_t round = 0; round < 10; round++) {
        if (round == 2) before = sl_heap_count();
        for (size_t i = 0; i < 100; i++) sl_arena_alloc(&arena, 1000, 3);
        sl_arena_clear(&arena);
    }
    assert_int_equal(sl_heap_count(), before);
    sl_arena_release(&arena);
}

static void test_what_expects_much_asks_once(void **state) {
    (void)state;
    sl_arena arena;
    sl_arena_init(&arena, 0, &trouble);
    if (setjmp(trouble)) fail_msg("no memory");
    sl_arena_expect_much(&arena);
    uint64_t before = sl_heap_count();
    for (size_t i = 0; i < 1900; i++) sl_arena_alloc(&arena, 1024, 1);
    assert_int_equal(sl_heap_count(), before + 1);
    sl_arena_release(&arena);
}

static void test_budget_and_failure_jump(void **state) {
    (void)state;
    sl_arena arena;
    sl_arena_init(&arena, 100 * 1024, &trouble);
    volatile int jumps = 0;
    if (setjmp(trouble)) jumps = jumps + 1;
    if (jumps == 0) sl_arena_alloc(&arena, 200 * 1024, 1);    /* over the budget */
    if (jumps == 1) sl_arena_alloc(&arena, SIZE_MAX / 4, 16); /* overflows */
    if (jumps == 2) {
        sl_heap_fail_at(1);
        sl_arena_alloc(&arena, 10, 1); /* the system refuses */
    }
    assert_int_equal(jumps, 3);
    assert_non_null(sl_arena_alloc(&arena, 50 * 1024, 1)); /* and works again */
    sl_arena_release(&arena);
}

static void test_array_grows(void **state) {
    (void)state;
    sl_arena arena;
    sl_arena_init(&arena, 0, &trouble);
    if (setjmp(trouble)) fail_msg("no memory");
    SL_ARRAY(sl_span) spans = {0};
    for (sl_off i = 0; i < 5000; i++) {
        sl_span *span = sl_push(&arena, &spans);
        assert_true(span->from == 0 && span->to == 0);
        *span = (sl_span){i, i + 1};
    }
    assert_int_equal(spans.n, 5000);
    for (sl_off i = 0; i < 5000; i++) assert_int_equal(spans.v[i].to, i + 1);
    assert_string_equal(sl_arena_printf(&arena, "%.*s-%zu", 3, "abcdef", spans.n).p, "abc-5000");
    sl_arena_release(&arena);
}

static void test_buf(void **state) {
    (void)state;
    sl_buf buf = {0};
    for (uint64_t i = 0; i < 2000; i++) {
        sl_buf_number(&buf, i);
        sl_buf_char(&buf, ',');
    }
    assert_int_equal(buf.n, 10 * 2 + 90 * 3 + 900 * 4 + 1000 * 5);
    assert_memory_equal(buf.p + buf.n - 10, "1998,1999,", 10);
    sl_buf_clear(&buf);
    sl_buf_number(&buf, UINT64_MAX);
    sl_buf_printf(&buf, "|%s|%d", "x", -3);
    assert_true(sl_str_eq(sl_buf_str(&buf), SL_STR("18446744073709551615|x|-3")));
    sl_buf_release(&buf);

    sl_heap_fail_at(1);
    sl_buf_put(&buf, SL_STR("lost"));
    sl_buf_put(&buf, SL_STR("also"));
    assert_true(buf.failed);
    assert_int_equal(buf.n, 0);
    sl_buf_clear(&buf);
    sl_buf_put(&buf, SL_STR("kept"));
    assert_true(!buf.failed && sl_str_eq(sl_buf_str(&buf), SL_STR("kept")));
    sl_buf_release(&buf);
}

/** What was taken over lives on, and goes with the arena that took it. */
static void test_take(void **state) {
    (void)state;
    sl_arena arena, other;
    sl_arena_init(&arena, 0, &trouble);
    sl_arena_init(&other, 0, &trouble);
    if (setjmp(trouble)) fail_msg("no memory");
    sl_arena_mark mark;
    sl_str theirs = sl_arena_copy(&other, SL_STR("theirs"));
    sl_arena_raw(&other, 100000, 1);
    sl_str ours = sl_arena_copy(&arena, SL_STR("ours"));
    size_t used = arena.used + other.used;
    mark = sl_arena_here(&arena);
    sl_arena_take(&arena, &other);
    assert_int_equal(arena.used, used);
    assert_int_equal(other.used, 0);
    sl_arena_raw(&arena, 100000, 1);
    sl_arena_rewind(&arena, mark);
    assert_true(sl_str_eq(theirs, SL_STR("theirs")) && sl_str_eq(ours, SL_STR("ours")));
    sl_arena_release(&other);
    sl_arena_release(&arena);
    assert_int_equal(arena.used, 0);
}

static void test_textpool(void **state) {
    (void)state;
    enum { TEXTS = 300 };
    static char letters[70000];
    static const size_t sizes[] = {0, 1, 31, 32, 33, 2047, 2048, 65537};
    uint32_t at[TEXTS];
    sl_arena arena;
    sl_arena_init(&arena, 0, &trouble);
    if (setjmp(trouble)) fail_msg("no memory");
    sl_textpool pool = {0};
    memset(letters, 'x', sizeof letters);
    for (size_t i = 0; i < TEXTS; i++) at[i] = sl_textpool_put(&pool, &arena, (sl_str){letters, sizes[i % 8] + i});
    for (size_t i = 0; i < TEXTS; i++) {
        sl_str text = sl_textpool_at(pool.v, at[i]);
        assert_int_equal(text.n, sizes[i % 8] + i);
        assert_true(sl_str_eq(text, (sl_str){letters, text.n}) && text.p[text.n] == '\n');
        assert_int_equal(sl_textpool_bytes(pool.v, at[i]), text.p - pool.v);
    }
    uint32_t once = sl_textpool_put(&pool, &arena, SL_STR("twice"));
    assert_int_equal(sl_textpool_put(&pool, &arena, SL_STR("twice")), once);
    sl_arena_release(&arena);
}

static void test_str(void **state) {
    (void)state;
    sl_str s = SL_STR("one, two, three");
    assert_int_equal(sl_str_search(s, SL_STR("two"), 0), 5);
    assert_int_equal(sl_str_search(s, SL_STR("two"), 6), s.n);
    assert_int_equal(sl_str_search(s, SL_STR("threes"), 0), s.n);
    assert_int_equal(sl_str_find(s, ',', 4), 8);
    assert_int_equal(sl_str_find(s, ',', 99), s.n);
    assert_true(sl_str_eq(sl_str_cut(s, 10, 99), SL_STR("three")));
    assert_int_equal(sl_str_cut(s, 9, 4).n, 0);
    assert_true(sl_str_eq(sl_str_trim(SL_STR("\t\r\n a b \v\f")), SL_STR("a b")));
    assert_int_equal(sl_str_trim(SL_STR("  \n ")).n, 0);
    assert_true(sl_str_starts_with(s, SL_STR("one")) && !sl_str_starts_with(SL_STR("on"), SL_STR("one")));
    assert_true(sl_str_ends_with(s, SL_STR("three")) && !sl_str_ends_with(SL_STR("e"), SL_STR("ee")));
    assert_true(sl_str_cmp(SL_STR("a"), SL_STR("ab")) < 0 && sl_str_cmp(SL_STR("\xC3"), SL_STR("z")) > 0);
    assert_true(sl_str_cmp(s, s) == 0 && sl_str_eq((sl_str){0}, SL_STR("")));

    uint32_t number = 7;
    assert_true(sl_str_number(SL_STR("0042"), 100, &number) && number == 42);
    assert_false(sl_str_number(SL_STR("101"), 100, &number));
    assert_false(sl_str_number(SL_STR(""), 100, &number));
    assert_false(sl_str_number(SL_STR("-1"), 100, &number));
    assert_false(sl_str_number(SL_STR("99999999999"), UINT32_MAX, &number));
    assert_true(sl_hash(SL_STR("a"), 0) != sl_hash(SL_STR("a"), 1));
    assert_true(sl_hash(SL_STR("a"), 0) != sl_hash(SL_STR("b"), 0));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_allocations_do_not_overlap),
        cmocka_unit_test(test_rewind_gives_the_same_memory_again),
        cmocka_unit_test(test_rewind_keeps_a_block_for_the_next_round),
        cmocka_unit_test(test_steady_state_does_not_allocate),
        cmocka_unit_test(test_what_expects_much_asks_once),
        cmocka_unit_test(test_budget_and_failure_jump),
        cmocka_unit_test(test_array_grows),
        cmocka_unit_test(test_buf),
        cmocka_unit_test(test_take),
        cmocka_unit_test(test_textpool),
        cmocka_unit_test(test_str),
    };
    return cmocka_run_group_tests_name("arena", tests, NULL, NULL);
}
