/* SPDX-License-Identifier: Apache-2.0 */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>

#include <cmocka.h>

#include "adapt/late.h"

/* One function that SQLite has, and one that it has not. */
extern const char *sqlite3_libversion(void);
extern void sqlite3_is_no_such_function(void);

#define KNOWN(f) f(sqlite3_libversion)
#define UNKNOWN(f) f(sqlite3_libversion) f(sqlite3_is_no_such_function)
SL_LATE(good, SL_SONAME_SQLITE3, KNOWN)
SL_LATE(poor, SL_SONAME_SQLITE3, UNKNOWN)
SL_LATE(none, "libnowhere.so.7", KNOWN)

enum { THREADS = 4 };

static void *call(void *context) {
    sl_status *status = context;
    *status = sl_late_load(&good_library, NULL);
    return *status ? NULL : (void *)(uintptr_t)(good.sqlite3_libversion()[0] == '3');
}

static void test_is_loaded_once_for_all_threads(void **state) {
    (void)state;
    pthread_t threads[THREADS];
    sl_status statuses[THREADS];
    for (int i = 0; i < THREADS; i++) assert_int_equal(pthread_create(&threads[i], NULL, call, &statuses[i]), 0);
    for (int i = 0; i < THREADS; i++) {
        void *called;
        assert_int_equal(pthread_join(threads[i], &called), 0);
        assert_int_equal(statuses[i], SL_OK);
        assert_non_null(called);
    }
}

/* Asked again it is still not there. */
static void test_missing_library_and_function_are_named(void **state) {
    (void)state;
    for (int round = 0; round < 2; round++) {
        sl_error err = {0};
        assert_int_equal(sl_late_load(&none_library, &err), SL_IO);
        assert_non_null(strstr(err.message, "a library is missing: libnowhere.so.7"));
        assert_int_equal(sl_late_load(&poor_library, &err), SL_IO);
        assert_non_null(strstr(err.message, "sqlite3_is_no_such_function"));
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_is_loaded_once_for_all_threads),
        cmocka_unit_test(test_missing_library_and_function_are_named),
    };
    return cmocka_run_group_tests_name("late", tests, NULL, NULL);
}
