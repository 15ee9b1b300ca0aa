/* SPDX-License-Identifier: Apache-2.0
 *
 * Jobs that go on where another one was stopped or killed, and jobs that bring a folder up to date: through the public
 * header, over files, records and an archive that are made here. Whatever happens to what is remembered, what comes out
 * is what an undisturbed job writes, byte for byte.
 */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <dirent.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/arena.h"
#include "run/sideline.h"

enum { ARTICLES = 120, FOLDERS = 5, RECORDS = 40, PACKED = 20, ALL = ARTICLES + RECORDS + PACKED };

static char top[64];
static sideline_rules *rules;

/* ---- the input ---- */

static void shell(const char *format, ...) __attribute__((format(printf, 1, 2)));
static void shell(const char *format, ...) {
    char command[1024], inner[900];
    va_list args;
    va_start(args, format);
    vsnprintf(inner, sizeof inner, format, args);
    va_end(args);
    snprintf(command, sizeof command, "cd '%s' && %s", top, inner);
    if (system(command) != 0) fail_msg("%s", command);
}

static FILE *create(const char *path) {
    char whole[192];
    snprintf(whole, sizeof whole, "%s/%s", top, path);
    FILE *f = fopen(whole, "w");
    if (!f) fail_msg("cannot write %s", whole);
    return f;
}

static void write_text(FILE *f, int i) {
    static const char *const names[] = {"Ade Okafor", "Bob Lind", "Zed Unknown", "Nobody At All"};
    for (int s = 0; s < (i % 10 == 0 ? 60 : 1 + i % 5); s++) {
        fprintf(f, "%s hurt his %s on Tuesday, said the club in article %d. Manager Sam Newname was not there. ",
                names[(i + s) % 4], s % 2 ? "knee" : "ankle", i);
    }
}

static void write_article(const char *path, int i) {
    FILE *f = create(path);
    fprintf(f, "date 2024-03-%02d ", 1 + i % 30);
    if (i % 17 == 0) fputs("\xFF\xFE\x81 odd bytes. ", f); /* another encoding */
    write_text(f, i);
    fclose(f);
}

/* @param left_out  the number of a record that is not there; those behind it move up */
static void write_records(int left_out) {
    FILE *f = create("in/records.jsonl");
    for (int i = 0; i < RECORDS; i++) {
        if (i == left_out) continue;
        fprintf(f, i % 3 ? "{\"text\": \"" : "{\"id\": \"r%d\", \"text\": \"", i);
        write_text(f, i);
        fputs("\"}\n", f);
    }
    fclose(f);
}

static void make_input(void) {
    shell("rm -rf in pack && mkdir in pack");
    char path[64];
    for (int i = 0; i < FOLDERS; i++) shell("mkdir in/%d", i);
    for (int i = 0; i < ARTICLES; i++) {
        snprintf(path, sizeof path, "in/%d/%03d.txt", i % FOLDERS, i);
        write_article(path, i);
    }
    for (int i = 0; i < PACKED; i++) {
        snprintf(path, sizeof path, "pack/%03d.txt", i);
        write_article(path, i);
    }
    write_records(-1);
    shell("tar -cf in/pack.tar pack && ln -s nowhere in/dangling && head -c 30000 /dev/zero > in/large.txt");
}

/* ---- jobs ---- */

typedef struct {
    const char *out; /* below `top` */
    bool resume, changed;
    unsigned threads;
    unsigned stop_after; /* articles; 0: never */
    const char *date;
    bool raw;

    uint64_t remembered, seen, kept; /* what the observer was told */
    sideline_summary summary;
    sideline_error error;
} run;

static void note_progress(void *context, const sideline_progress *done) {
    ((run *)context)->seen = done->articles;
}

static void note_remembered(void *context, uint64_t articles) {
    ((run *)context)->remembered = articles;
}

static bool wants_stop(void *context) {
    const run *r = context;
    return r->stop_after && r->seen >= r->stop_after;
}

static void note_kept(void *context, uint64_t kept) {
    ((run *)context)->kept = kept;
}

static sideline_status do_run(run *r) {
    char in[96], dangling[96], out[96];
    snprintf(in, sizeof in, "%s/in", top);
    snprintf(dangling, sizeof dangling, "%s/in/dangling", top);
    snprintf(out, sizeof out, "%s/%s", top, r->out);
    const char *paths[] = {dangling, in};
    sideline_job job = {
        .paths = paths,
        .n_paths = 2,
        .output = out,
        .resume = r->resume,
        .changed = r->changed,
        .threads = r->threads,
        .max_filesize = 20000,
        .extract.date = r->date,
        .raw = r->raw,
        .observer = {.context = r,
                     .progress = note_progress,
                     .stop = wants_stop,
                     .remembered = note_remembered,
                     .stopped = note_kept},
    };
    return sideline_job_run(rules, &job, &r->summary, &r->error);
}

static uint64_t reused(const run *r) {
    return r->summary.done.reused;
}

/* The whole folders, with what is hidden in them. */
static void assert_same(const char *out) {
    shell("diff -r '%s' whole", out);
}

/* What an undisturbed job makes of the input as it is. */
static void make_whole(uint64_t articles) {
    run whole = {.out = "whole", .threads = 3};
    shell("rm -rf whole");
    assert_int_equal(do_run(&whole), SIDELINE_OK);
    assert_true(whole.summary.done.rows > 100 && reused(&whole) == 0 && whole.remembered == 0);
    assert_int_equal(whole.summary.done.failed, 2);
    assert_int_equal(whole.summary.done.articles, articles + 2);
}

static int make_all(void **state) {
    (void)state;
    snprintf(top, sizeof top, "/tmp/sideline-journal-XXXXXX");
    if (!mkdtemp(top) || sideline_rules_load("tests/golden/small.rules", &rules, NULL)) return -1;
    make_input();
    make_whole(ALL);
    return 0;
}

static int remove_all(void **state) {
    (void)state;
    sideline_rules_free(rules);
    char command[128];
    snprintf(command, sizeof command, "rm -rf '%s'", top);
    return system(command);
}

static size_t entries_of(const char *out) {
    char path[128];
    snprintf(path, sizeof path, "%s/%s", top, out);
    DIR *all = opendir(path);
    size_t n = 0;
    for (const struct dirent *d; all && (d = readdir(all));)
        n += strcmp(d->d_name, ".") != 0 && strcmp(d->d_name, "..") != 0;
    if (all) closedir(all);
    return n;
}

/* ---- stopped ---- */

static void a_stopped_job_is_taken_up(void **state) {
    (void)state;
    static const unsigned after[] = {1, 7, 60, ALL - 1}, threads[] = {1, 8};
    for (size_t i = 0; i < 4; i++) {
        for (size_t k = 0; k < 2; k++) {
            shell("rm -rf out");
            run begun = {.out = "out", .threads = threads[k], .stop_after = after[i]};
            assert_int_equal(do_run(&begun), SIDELINE_STOPPED);
            assert_true(begun.kept + 2 >= after[i] && begun.kept == begun.summary.kept);
            assert_int_equal(entries_of("out"), begun.kept ? 1 : 0);
            run resumed = {.out = "out", .resume = true, .threads = threads[1 - k]};
            assert_int_equal(do_run(&resumed), SIDELINE_OK);
            assert_int_equal(resumed.remembered, begun.kept);
            assert_int_equal(reused(&resumed), begun.kept);
            assert_int_equal(resumed.summary.done.articles, ALL + 2);
            assert_same("out");
        }
    }
}

static void again_and_again(void **state) {
    (void)state;
    shell("rm -rf out");
    uint64_t kept = 0;
    for (unsigned after = 20; after < ALL; after += 20) {
        run more = {.out = "out", .resume = true, .threads = 4, .stop_after = after};
        assert_int_equal(do_run(&more), SIDELINE_STOPPED);
        assert_true(more.remembered == kept && more.kept >= kept && more.kept + 2 >= after);
        kept = more.kept;
    }
    run last = {.out = "out", .resume = true, .threads = 4};
    assert_int_equal(do_run(&last), SIDELINE_OK);
    assert_int_equal(reused(&last), kept);
    assert_same("out");
}

static void without_the_option_it_begins_anew(void **state) {
    (void)state;
    shell("rm -rf out");
    run begun = {.out = "out", .threads = 2, .stop_after = 50}, anew = {.out = "out", .threads = 2};
    assert_int_equal(do_run(&begun), SIDELINE_STOPPED);
    assert_int_equal(do_run(&anew), SIDELINE_OK);
    assert_int_equal(reused(&anew), 0);
    assert_same("out");
}

static void nothing_to_resume_is_a_whole_run(void **state) {
    (void)state;
    shell("rm -rf out");
    run resumed = {.out = "out", .resume = true, .threads = 1, .remembered = 7};
    assert_int_equal(do_run(&resumed), SIDELINE_OK);
    assert_true(resumed.remembered == 0 && reused(&resumed) == 0);
    assert_same("out");
    run twice = {.out = "out", .resume = true, .threads = 1}; /* of a finished run it takes what that has */
    assert_int_equal(do_run(&twice), SIDELINE_OK);
    assert_int_equal(reused(&twice), ALL);
    assert_same("out");
}

/* ---- changed ---- */

static void change_input(void) {
    shell("rm in/0/005.txt in/3/103.txt && mv in/1/006.txt in/1/006b.txt && rm -r in/4 && mkdir in/2/new");
    write_article("in/2/007.txt", 8);
    write_article("in/2/new/x.txt", 9);
    write_article("pack/003.txt", 77);
    write_records(15);
    shell("tar -cf in/pack.tar pack");
}

static void only_what_has_changed_is_read(void **state) {
    (void)state;
    run first = {.out = "out", .threads = 2}, same = {.out = "out", .changed = true, .threads = 8};
    shell("rm -rf out");
    assert_int_equal(do_run(&first), SIDELINE_OK);
    assert_int_equal(do_run(&same), SIDELINE_OK);
    assert_int_equal(reused(&same), ALL);
    assert_same("out");
    change_input();
    make_whole(ARTICLES - 2 - 24 + 1 + RECORDS - 1 + PACKED);
    run changed = {.out = "out", .changed = true, .threads = 2};
    assert_int_equal(do_run(&changed), SIDELINE_OK);
    /* Left are the files but for 2 + 1 + 24 + 1, the first 15 records, the pack but for 1. */
    assert_int_equal(reused(&changed), ARTICLES - 28 + 15 + PACKED - 1);
    assert_same("out");
    make_input();
    make_whole(ALL);
}

static void what_is_interrupted_twice_over_goes_on(void **state) {
    (void)state;
    run first = {.out = "out", .threads = 2}, begun = {.out = "out", .changed = true, .threads = 2, .stop_after = 130};
    shell("rm -rf out");
    assert_int_equal(do_run(&first), SIDELINE_OK);
    change_input();
    make_whole(ARTICLES - 2 - 24 + 1 + RECORDS - 1 + PACKED);
    assert_int_equal(do_run(&begun), SIDELINE_STOPPED);
    assert_true(begun.kept > 0 && begun.kept < 40); /* of what is new; the rest is in the finished folder, as it was */
    shell("cp -r out copy");
    run resumed = {.out = "out", .resume = true, .threads = 2},
        changed = {.out = "copy", .changed = true, .threads = 1};
    assert_int_equal(do_run(&resumed), SIDELINE_OK);
    assert_int_equal(do_run(&changed), SIDELINE_OK);
    assert_int_equal(reused(&resumed), ARTICLES - 28 + 15 + PACKED - 1 + begun.kept);
    assert_int_equal(reused(&changed), reused(&resumed));
    assert_same("out");
    assert_same("copy");
    make_input();
    make_whole(ALL);
}

/* ---- damage ---- */

static long size_of(const char *file) {
    char path[192];
    struct stat st;
    snprintf(path, sizeof path, "%s/%s", top, file);
    if (stat(path, &st) != 0) fail_msg("%s is missing", path);
    return (long)st.st_size;
}

static void turn_byte(const char *file, long at) {
    char path[192], c = 0;
    snprintf(path, sizeof path, "%s/%s", top, file);
    int f = open(path, O_RDWR);
    assert_true(f >= 0 && pread(f, &c, 1, at) == 1);
    c = (char)(c ^ (1 << at % 8));
    assert_int_equal(pwrite(f, &c, 1, at), 1);
    close(f);
}

static void cut(const char *file, long at) {
    char path[192];
    snprintf(path, sizeof path, "%s/%s", top, file);
    assert_int_equal(truncate(path, at), 0);
}

static void assert_mended(const char *what, long at) {
    run mended = {.out = "out", .resume = true, .threads = 2};
    if (do_run(&mended) != SIDELINE_OK) fail_msg("%s, byte %ld: %s", what, at, mended.error.message);
    assert_same("out");
}

/* Each place is damaged in a folder of its own: a byte turned, and all behind it gone. */
static void assert_damage_is_mended(const char *from, const char *file, int places) {
    char path[128];
    snprintf(path, sizeof path, "out/%s", file);
    shell("rm -rf out && cp -r %s out", from);
    long size = size_of(path);
    assert_true(size > 1000);
    for (int i = 0; i < places; i++) {
        long at = i < places / 2 ? 4 * i : (long)((uint64_t)i * 2654435761u % (uint64_t)size);
        shell("rm -rf out && cp -r %s out", from);
        turn_byte(path, at);
        assert_mended(file, at);
        shell("rm -rf out && cp -r %s out", from);
        cut(path, at);
        assert_mended(file, at);
    }
}

static void a_damaged_journal_is_mended(void **state) {
    (void)state;
    run begun = {.out = "begun", .threads = 2, .stop_after = 100};
    assert_int_equal(do_run(&begun), SIDELINE_STOPPED);
    assert_damage_is_mended("begun", ".sideline-journal", 40);
}

static void damaged_tables_are_mended(void **state) {
    (void)state;
    run done = {.out = "done", .threads = 2};
    assert_int_equal(do_run(&done), SIDELINE_OK);
    assert_damage_is_mended("done", ".sideline-articles", 40);
    assert_damage_is_mended("done", "facts.csv", 20);
    assert_damage_is_mended("done", "mentions.csv", 20);
    shell("rm -rf out && cp -r done out && rm out/facts.csv");
    assert_mended("facts.csv, gone", 0);
    shell("rm -rf out && cp -r done out && rm out/facts.csv && mkfifo out/facts.csv");
    assert_mended("facts.csv, a pipe", 0);
    shell("rm -rf out && cp -r done out && mv out/facts.csv out/x && mv out/mentions.csv out/facts.csv");
    shell("mv out/x out/mentions.csv");
    assert_mended("facts.csv, another table", 0);
}

/* ---- refused ---- */

static void assert_refused(run other, const char *says) {
    shell("rm -rf before && cp -r out before");
    assert_int_equal(do_run(&other), SIDELINE_BAD_USAGE);
    assert_non_null(strstr(other.error.message, says));
    shell("diff -r out before");
}

static void other_options_are_refused(void **state) {
    (void)state;
    shell("rm -rf out");
    run begun = {.out = "out", .threads = 2, .stop_after = 100};
    assert_int_equal(do_run(&begun), SIDELINE_STOPPED);
    assert_refused((run){.out = "out", .resume = true, .threads = 2, .date = "2024-01-01"}, "--date");
    assert_refused((run){.out = "out", .resume = true, .threads = 2, .raw = true}, "--raw");
    assert_refused((run){.out = "out", .changed = true, .threads = 2, .raw = true}, "--raw");
    sideline_rules *mine = rules, *built_in = NULL;
    assert_int_equal(sideline_rules_load(NULL, &built_in, NULL), SIDELINE_OK);
    rules = built_in;
    assert_refused((run){.out = "out", .resume = true, .threads = 2}, "rules");
    rules = mine;
    sideline_rules_free(built_in);
    run resumed = {.out = "out", .resume = true, .threads = 2};
    assert_int_equal(do_run(&resumed), SIDELINE_OK);
    assert_refused((run){.out = "out", .changed = true, .threads = 2, .raw = true}, "--raw");
    assert_refused((run){.out = "out", .resume = true, .threads = 2, .raw = true}, "--raw");
    /* A run with other options that was interrupted in a finished folder: each option has its own. */
    run other = {.out = "out", .threads = 2, .stop_after = 100, .raw = true};
    assert_int_equal(do_run(&other), SIDELINE_STOPPED);
    assert_refused((run){.out = "out", .resume = true, .threads = 2}, "--raw");
    run changed = {.out = "out", .changed = true, .threads = 2};
    assert_int_equal(do_run(&changed), SIDELINE_OK);
    assert_int_equal(reused(&changed), ALL);
    assert_same("out");
}

static void a_place_that_is_no_folder_is_refused(void **state) {
    (void)state;
    run one = {.out = "one.csv", .resume = true, .threads = 1},
        two = {.out = "one.xlsx", .changed = true, .threads = 1};
    assert_int_equal(do_run(&one), SIDELINE_BAD_USAGE);
    assert_int_equal(do_run(&two), SIDELINE_BAD_USAGE);
}

static void two_runs_keep_apart(void **state) {
    (void)state;
    shell("rm -rf out && mkdir out");
    char path[128];
    snprintf(path, sizeof path, "%s/out/.sideline-journal", top);
    int other = open(path, O_RDWR | O_CREAT, 0666);
    assert_int_equal(flock(other, LOCK_EX), 0);
    run second = {.out = "out", .threads = 1};
    assert_int_equal(do_run(&second), SIDELINE_IO);
    assert_non_null(strstr(second.error.message, "another run"));
    close(other);
    assert_int_equal(do_run(&second), SIDELINE_OK);
    assert_same("out");
}

/* ---- killed ---- */

static double seconds(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

/* A job in a process that is killed after some time. @return true where it came to its end before that */
static bool killed_run(double after) {
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        run r = {.out = "out", .resume = true, .threads = 2};
        _exit(do_run(&r) == SIDELINE_OK ? 0 : 1);
    }
    struct timespec wait = {(time_t)after, (long)((after - (double)(time_t)after) * 1e9)};
    nanosleep(&wait, NULL);
    kill(child, SIGKILL);
    int status;
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFSIGNALED(status) || WEXITSTATUS(status) == 0);
    return WIFEXITED(status);
}

static void killed_at_any_moment(void **state) {
    (void)state;
    enum { ROUNDS = 25 };
    double began = seconds();
    run whole = {.out = "out", .threads = 2};
    shell("rm -rf out");
    assert_int_equal(do_run(&whole), SIDELINE_OK);
    double time = seconds() - began;
    unsigned went_on = 0, killed = 0;
    uint64_t seed = 20240306;
    for (int round = 0; round < ROUNDS; round++) {
        shell("rm -rf out");
        for (int i = 0; i < 3; i++) {
            seed = seed * UINT64_C(6364136223846793005) + 1442695040888963407u;
            killed += !killed_run(time * 1.3 * (double)(seed >> 40) / (double)(1 << 24));
        }
        run last = {.out = "out", .resume = true, .threads = 2};
        assert_int_equal(do_run(&last), SIDELINE_OK);
        went_on += reused(&last) > 0;
        assert_same("out"); /* nor is anything left of those that were killed */
    }
    assert_true(killed > 10 && went_on > 3);
}

/* ---- memory ---- */

static void survives_a_lack_of_memory(void **state) {
    (void)state;
    run begun = {.out = "begun", .threads = 2, .stop_after = 100};
    shell("rm -rf begun");
    assert_int_equal(do_run(&begun), SIDELINE_STOPPED);
    unsigned failed = 0;
    for (uint64_t nth = 1; nth < 120; nth++) {
        run resumed = {.out = "out", .resume = true, .threads = 1};
        shell("rm -rf out && cp -r begun out");
        sl_heap_fail_at(nth);
        sideline_status status = do_run(&resumed);
        sl_heap_fail_at(0);
        assert_true(status == SIDELINE_OK || status == SIDELINE_NO_MEMORY || status == SIDELINE_IO);
        failed += status != SIDELINE_OK;
        if (status != SIDELINE_OK) assert_int_equal(do_run(&resumed), SIDELINE_OK);
    }
    assert_true(failed > 20);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_stopped_job_is_taken_up),
        cmocka_unit_test(again_and_again),
        cmocka_unit_test(without_the_option_it_begins_anew),
        cmocka_unit_test(nothing_to_resume_is_a_whole_run),
        cmocka_unit_test(only_what_has_changed_is_read),
        cmocka_unit_test(what_is_interrupted_twice_over_goes_on),
        cmocka_unit_test(a_damaged_journal_is_mended),
        cmocka_unit_test(damaged_tables_are_mended),
        cmocka_unit_test(other_options_are_refused),
        cmocka_unit_test(a_place_that_is_no_folder_is_refused),
        cmocka_unit_test(two_runs_keep_apart),
        cmocka_unit_test(killed_at_any_moment),
        cmocka_unit_test(survives_a_lack_of_memory),
    };
    return cmocka_run_group_tests_name("journal", tests, make_all, remove_all);
}
