/* SPDX-License-Identifier: Apache-2.0
 *
 * Where records stand, by key; and the checksums that keys are made of.
 */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdlib.h>
#include <unistd.h>

#include "base/checksum.h"
#include "output/positions.h"

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

static uint64_t key_of(uint64_t i) {
    return sl_checksum_of((sl_str){(const char *)&i, sizeof i}, (sl_checksum){0}).a;
}

static void every_key_is_found(void **state) {
    (void)state;
    enum { KEYS = 3000 };
    sl_positions *positions = NULL;
    assert_int_equal(sl_positions_new(sl_str_of(place), 2 * KEYS, &positions, NULL), SL_OK);
    for (uint64_t i = 1; i <= KEYS; i++) {
        assert_int_equal(sl_positions_add(positions, key_of(i), i, NULL), SL_OK);
        /* All of these in one place; and each a second time. */
        assert_int_equal(sl_positions_add(positions, i % 3 ? key_of(i) : 42, KEYS + i, NULL), SL_OK);
    }
    for (uint64_t i = 1; i <= KEYS; i++) {
        uint64_t probe = 0;
        assert_int_equal(sl_positions_next(positions, key_of(i), &probe), i);
        assert_int_equal(sl_positions_next(positions, key_of(i), &probe), i % 3 ? KEYS + i : 0);
    }
    uint64_t probe = 0;
    for (uint64_t i = 3; i <= KEYS; i += 3) assert_int_equal(sl_positions_next(positions, 42, &probe), KEYS + i);
    assert_int_equal(sl_positions_next(positions, 42, &probe), 0);
    probe = 0;
    assert_int_equal(sl_positions_next(positions, key_of(KEYS + 1), &probe), 0);
    sl_positions_free(positions);
}

static void no_keys(void **state) {
    (void)state;
    sl_positions *positions = NULL;
    uint64_t probe = 0;
    assert_int_equal(sl_positions_new(sl_str_of(place), 0, &positions, NULL), SL_OK);
    assert_int_equal(sl_positions_next(positions, 1, &probe), 0);
    sl_positions_free(positions);
    assert_int_equal(sl_positions_new(SL_STR("/nowhere/at/all"), 1, &positions, NULL), SL_IO);
}

/* Each bit of each byte counts, at each length; and so does what stands before. */
static void checksums_tell_apart(void **state) {
    (void)state;
    char bytes[67];
    for (size_t i = 0; i < sizeof bytes; i++) bytes[i] = (char)(i * 37);
    for (size_t n = 0; n < sizeof bytes; n++) {
        sl_checksum whole = sl_checksum_of((sl_str){bytes, n}, (sl_checksum){0});
        assert_true(sl_checksum_eq(whole, sl_checksum_of((sl_str){bytes, n}, (sl_checksum){0})));
        assert_true(whole.a != sl_checksum_of((sl_str){bytes, n + 1}, (sl_checksum){0}).a);
        assert_true(whole.a != sl_checksum_of((sl_str){bytes, n}, whole).a);
        for (size_t i = 0; i < 8 * n; i++) {
            bytes[i / 8] = (char)(bytes[i / 8] ^ 1 << i % 8);
            sl_checksum other = sl_checksum_of((sl_str){bytes, n}, (sl_checksum){0});
            bytes[i / 8] = (char)(bytes[i / 8] ^ 1 << i % 8);
            assert_true(other.a != whole.a && other.b != whole.b);
        }
    }
    static const char zeros[48];
    for (size_t n = 1; n <= sizeof zeros; n++)
        assert_true(sl_checksum_of((sl_str){zeros, n}, (sl_checksum){0}).a !=
                    sl_checksum_of((sl_str){zeros, n - 1}, (sl_checksum){0}).a);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_key_is_found),
        cmocka_unit_test(no_keys),
        cmocka_unit_test(checksums_tell_apart),
    };
    return cmocka_run_group_tests_name("positions", tests, make_folder, remove_folder);
}
