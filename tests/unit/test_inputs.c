/* SPDX-License-Identifier: Apache-2.0
 *
 * Which files a job reads, and that it reads each once.
 */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <sys/stat.h>
#include <unistd.h>

#include "run/inputs.h"

static char top[64], before[256];

static void make_file(const char *path) {
    FILE *f = fopen(path, "w");
    assert_non_null(f);
    fputs("x", f);
    assert_int_equal(fclose(f), 0);
}

/* a/1.txt  a/b/2.txt  a/b/3.txt  a/.hidden  out/old.csv  own.csv */
static int make_tree(void **state) {
    (void)state;
    snprintf(top, sizeof top, "/tmp/sideline-inputs-XXXXXX");
    if (!getcwd(before, sizeof before) || !mkdtemp(top) || chdir(top)) return -1;
    if (mkdir("a", 0777) || mkdir("a/b", 0777) || mkdir("out", 0777)) return -1;
    static const char *const files[] = {"a/1.txt", "a/b/2.txt", "a/b/3.txt", "a/.hidden", "out/old.csv", "own.csv"};
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) make_file(files[i]);
    return 0;
}

static int remove_tree(void **state) {
    (void)state;
    char command[128];
    snprintf(command, sizeof command, "rm -rf '%s'", top);
    return chdir(before) || system(command);
}

/* The names read, parted by blanks, and what was left out. `paths` ends with NULL. */
static const char *read_all(const char *const *paths, const char *output, sl_inputs_counts *counts) {
    static char names[512];
    sl_reading reading = {.paths = paths, .max_filesize = 100};
    sl_inputs_options options = {.reading = &reading, .output = output};
    while (paths[reading.n_paths]) reading.n_paths++;
    sl_inputs *inputs = NULL;
    sl_error err;
    assert_int_equal(sl_inputs_new(&options, &inputs, &err), SL_OK);
    sl_inputs_exclude_output(inputs);
    sl_document document = {0};
    sl_status status = SL_OK;
    size_t n = 0;
    names[0] = '\0';
    while (sl_inputs_next(inputs, &document, &status, &err)) {
        n += (size_t)snprintf(names + n, sizeof names - n, "%s%.*s", n ? " " : "", (int)document.name.n,
                              document.name.p);
    }
    assert_int_equal(status, SL_OK);
    *counts = sl_inputs_left_out(inputs);
    sl_document_release(&document);
    sl_inputs_free(inputs);
    return names;
}

#define PATHS(...) ((const char *const[]){__VA_ARGS__, NULL})

static void each_file_is_read_once(void **state) {
    (void)state;
    const struct {
        const char *const *paths;
        const char *names;
        uint64_t again;
    } samples[] = {
        {PATHS("a"), "a/1.txt a/b/2.txt a/b/3.txt", 0},
        {PATHS("a", "a"), "a/1.txt a/b/2.txt a/b/3.txt", 1},
        {PATHS("a", "a/"), "a/1.txt a/b/2.txt a/b/3.txt", 1},
        {PATHS("a", "a/1.txt"), "a/b/2.txt a/b/3.txt a/1.txt", 1},
        {PATHS("a/1.txt", "a", "a/1.txt"), "a/1.txt a/b/2.txt a/b/3.txt", 2},
        {PATHS("a", "a/b"), "a/1.txt a/b/2.txt a/b/3.txt", 2},
        {PATHS("a/b//", "a"), "a/b/2.txt a/b/3.txt a/1.txt", 2},
        {PATHS("a", "a/.hidden"), "a/1.txt a/b/2.txt a/b/3.txt a/.hidden", 0},
        {PATHS("-", "-"), "-", 1},
    };
    for (size_t i = 0; i < sizeof samples / sizeof *samples; i++) {
        sl_inputs_counts counts;
        const char *names = read_all(samples[i].paths, "out", &counts);
        assert_string_equal(names, samples[i].names);
        assert_int_equal(counts.again, samples[i].again);
    }
}

static void the_output_is_never_read(void **state) {
    (void)state;
    sl_inputs_counts counts;
    assert_string_equal(read_all(PATHS("."), "out", &counts), "./a/1.txt ./a/b/2.txt ./a/b/3.txt ./own.csv");
    assert_int_equal(counts.walk.own, 1);
    assert_string_equal(read_all(PATHS("."), "own.csv", &counts), "./a/1.txt ./a/b/2.txt ./a/b/3.txt ./out/old.csv");
    assert_int_equal(counts.walk.own, 1);
    assert_int_equal(counts.walk.hidden, 1);
}

static void paths_are_looked_at_first(void **state) {
    (void)state;
    static const struct {
        const char *path, *output;
    } samples[] = {{"nowhere", "out"}, {"out", "out"}, {"./out/", "out"}, {"own.csv", "own.csv"}, {"a/1.txt/x", "out"}};
    for (size_t i = 0; i < sizeof samples / sizeof *samples; i++) {
        sl_reading reading = {.paths = PATHS("a", samples[i].path), .n_paths = 2};
        sl_inputs_options options = {.reading = &reading, .output = samples[i].output};
        sl_inputs *inputs = NULL;
        sl_error err;
        assert_int_equal(sl_inputs_new(&options, &inputs, &err), SL_BAD_USAGE);
        assert_non_null(strstr(err.message, samples[i].path));
        assert_null(inputs);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_file_is_read_once),
        cmocka_unit_test(the_output_is_never_read),
        cmocka_unit_test(paths_are_looked_at_first),
    };
    return cmocka_run_group_tests_name("inputs", tests, make_tree, remove_tree);
}
