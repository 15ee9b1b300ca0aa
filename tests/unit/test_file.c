/* SPDX-License-Identifier: Apache-2.0
 *
 * Files that appear whole or not at all.
 */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <dirent.h>
#include <fcntl.h>
#include <signal.h>
#include <unistd.h>

#include "output/file.h"

static char folder[64], place[96];

static int make_folder(void **state) {
    (void)state;
    snprintf(folder, sizeof folder, "/tmp/sideline-file-XXXXXX");
    if (!mkdtemp(folder)) return -1;
    snprintf(place, sizeof place, "%s/table.csv", folder);
    return 0;
}

static int remove_folder(void **state) {
    (void)state;
    unlink(place);
    return rmdir(folder);
}

static void put(const char *path, const char *text) {
    FILE *f = fopen(path, "w");
    assert_non_null(f);
    fputs(text, f);
    assert_int_equal(fclose(f), 0);
}

static void assert_holds(const char *path, const char *text) {
    char content[64] = "";
    FILE *f = fopen(path, "r");
    assert_non_null(f);
    size_t n = fread(content, 1, sizeof content - 1, f);
    content[n] = '\0';
    fclose(f);
    assert_string_equal(content, text);
}

static size_t files_in_folder(void) {
    DIR *d = opendir(folder);
    assert_non_null(d);
    size_t n = 0;
    for (const struct dirent *e; (e = readdir(d));) n += strcmp(e->d_name, ".") != 0 && strcmp(e->d_name, "..") != 0;
    closedir(d);
    return n;
}

static sl_file *begin(const char *text) {
    sl_file *file = NULL;
    assert_int_equal(sl_file_create(sl_str_of(place), &file, NULL), SL_OK);
    assert_int_equal(sl_file_write(file, sl_str_of(text), NULL), SL_OK);
    return file;
}

static void appears_when_published(void **state) {
    (void)state;
    sl_file *file = begin("new");
    assert_int_equal(access(place, F_OK), -1);
    assert_int_equal(sl_file_seal(file, NULL), SL_OK);
    assert_int_equal(access(place, F_OK), -1);
    assert_int_equal(sl_file_publish(file, NULL), SL_OK);
    sl_file_close(file);
    assert_holds(place, "new");
    assert_int_equal(files_in_folder(), 1);
}

static void replaces_what_was_there(void **state) {
    (void)state;
    put(place, "old, and longer");
    sl_file *file = begin("new");
    assert_int_equal(sl_file_seal(file, NULL), SL_OK);
    assert_holds(place, "old, and longer");
    assert_int_equal(sl_file_publish(file, NULL), SL_OK);
    sl_file_close(file);
    assert_holds(place, "new");
}

static void leaves_nothing_when_closed_early(void **state) {
    (void)state;
    put(place, "old");
    sl_file_close(begin("new"));
    sl_file *sealed = begin("new");
    assert_int_equal(sl_file_seal(sealed, NULL), SL_OK);
    sl_file_close(sealed);
    assert_holds(place, "old");
    assert_int_equal(files_in_folder(), 1);
}

static void passes_what_a_killed_run_left(void **state) {
    (void)state;
    char left[160];
    snprintf(left, sizeof left, "%s/.table.csv.%ld-0.part", folder, (long)getpid());
    put(left, "left");
    sl_file *file = begin("new");
    assert_int_equal(sl_file_seal(file, NULL), SL_OK);
    assert_int_equal(sl_file_publish(file, NULL), SL_OK);
    sl_file_close(file);
    assert_holds(place, "new");
    assert_holds(left, "left");
    unlink(left);
}

/* What sideline leaves beside this place goes, and nothing else. */
static void sweeps_what_killed_runs_left(void **state) {
    (void)state;
    static const char *const names[] = {".table.csv.123-0.part",  ".table.csv.9-17.tmp", ".table.csv.part",
                                        ".table.csv.1-2-3.part",  ".table.csv.x-1.part", ".other.csv.123-0.part",
                                        ".table.csv2.123-0.part", "table.csv",           ".table.csv.123-0.part.bak"};
    char path[160];
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        snprintf(path, sizeof path, "%s/%s", folder, names[i]);
        put(path, "x");
    }
    sl_file_sweep(sl_str_of(place));
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        snprintf(path, sizeof path, "%s/%s", folder, names[i]);
        assert_int_equal(access(path, F_OK) == 0, i >= 2);
        unlink(path);
    }
}

static void tells_why_it_cannot(void **state) {
    (void)state;
    sl_file *file = NULL;
    sl_error err;
    assert_int_equal(sl_file_create(SL_STR("/nowhere/at/all.csv"), &file, &err), SL_IO);
    assert_null(file);
    assert_string_equal(err.file, "/nowhere/at/all.csv");
    assert_non_null(strstr(err.message, "No such file"));
}

static void writes_more_than_its_buffer(void **state) {
    (void)state;
    enum { LINES = 20000, LINE = 10 };
    sl_file *file = begin("");
    for (int i = 0; i < LINES; i++) assert_int_equal(sl_file_write(file, SL_STR("012345678\n"), NULL), SL_OK);
    char *block = calloc(1, 300000);
    assert_non_null(block);
    assert_int_equal(sl_file_write(file, (sl_str){block, 300000}, NULL), SL_OK);
    free(block);
    assert_int_equal(sl_file_seal(file, NULL), SL_OK);
    assert_int_equal(sl_file_publish(file, NULL), SL_OK);
    sl_file_close(file);
    FILE *f = fopen(place, "r");
    assert_non_null(f);
    assert_int_equal(fseek(f, 0, SEEK_END), 0);
    assert_int_equal(ftell(f), LINES * LINE + 300000);
    fclose(f);
}

/* With the program's own standard output put aside for a moment. */
static void tells_a_closed_pipe_from_a_full_disk(void **state) {
    (void)state;
    int ends[2], before = dup(STDOUT_FILENO);
    fflush(stdout);
    assert_int_equal(pipe(ends), 0);
    close(ends[0]);
    dup2(ends[1], STDOUT_FILENO);
    sl_file *file = NULL;
    sl_status status = sl_file_standard_output(&file, NULL);
    sl_status piped = status ? status : sl_file_write(file, SL_STR("x"), NULL);
    piped = piped ? piped : sl_file_seal(file, NULL);
    sl_file_close(file);
    int full = open("/dev/full", O_WRONLY);
    sl_status filled = SL_IO;
    if (full >= 0) {
        dup2(full, STDOUT_FILENO);
        sl_file_standard_output(&file, NULL);
        sl_file_write(file, SL_STR("x"), NULL);
        filled = sl_file_seal(file, NULL);
        sl_file_close(file);
        close(full);
    }
    dup2(before, STDOUT_FILENO);
    close(before);
    close(ends[1]);
    assert_int_equal(piped, SL_STOPPED);
    assert_int_equal(filled, SL_IO);
}

int main(void) {
    signal(SIGPIPE, SIG_IGN);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(appears_when_published, make_folder, remove_folder),
        cmocka_unit_test_setup_teardown(replaces_what_was_there, make_folder, remove_folder),
        cmocka_unit_test_setup_teardown(leaves_nothing_when_closed_early, make_folder, remove_folder),
        cmocka_unit_test_setup_teardown(passes_what_a_killed_run_left, make_folder, remove_folder),
        cmocka_unit_test_setup_teardown(sweeps_what_killed_runs_left, make_folder, remove_folder),
        cmocka_unit_test_setup_teardown(writes_more_than_its_buffer, make_folder, remove_folder),
        cmocka_unit_test(tells_why_it_cannot),
        cmocka_unit_test(tells_a_closed_pipe_from_a_full_disk),
    };
    return cmocka_run_group_tests_name("file", tests, NULL, NULL);
}
