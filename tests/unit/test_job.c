/* SPDX-License-Identifier: Apache-2.0
 *
 * The batch, through the public header: the same bytes for every number of threads, and nothing left of a job that
 * was stopped. Over a folder of 300 articles that is made here.
 */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "run/sideline.h"

enum { ARTICLES = 300, FOLDERS = 7 };

static char top[64];
static sideline_rules *rules;

static void write_article(int i) {
    static const char *const names[] = {"Ade Okafor", "Bob Lind", "Zed Unknown", "Nobody At All"};
    char path[128];
    snprintf(path, sizeof path, "%s/in/%d/%03d.txt", top, i % FOLDERS, i);
    FILE *f = fopen(path, "w");
    assert_non_null(f);
    if (i % 37 == 0) fwrite("\x89PNG\r\n\x1A\n\0\0\0\0\xFF\xFE\0\1", 1, 16, f); /* a picture */
    fprintf(f, "date 2024-03-%02d ", 1 + i % 30);
    /* Lengths differ a thousandfold, so that threads finish in another order than they began. */
    for (int s = 0; s < (i % 10 == 0 ? 400 : 1 + i % 5); s++) {
        fprintf(f, "%s hurt his %s on Tuesday, said the club in article %d. Manager Sam Newname was not there.\n",
                names[(i + s) % 4], s % 2 ? "knee" : "ankle", i);
    }
    assert_int_equal(fclose(f), 0);
}

static int make_articles(void **state) {
    (void)state;
    snprintf(top, sizeof top, "/tmp/sideline-job-XXXXXX");
    if (!mkdtemp(top)) return -1;
    char path[128];
    snprintf(path, sizeof path, "%s/in", top);
    mkdir(path, 0777);
    for (int i = 0; i < FOLDERS; i++) {
        snprintf(path, sizeof path, "%s/in/%d", top, i);
        mkdir(path, 0777);
    }
    for (int i = 0; i < ARTICLES; i++) write_article(i);
    snprintf(path, sizeof path, "%s/in/dangling", top);
    return symlink("nowhere", path) || sideline_rules_load("tests/golden/small.rules", &rules, NULL);
}

static int remove_articles(void **state) {
    (void)state;
    sideline_rules_free(rules);
    char command[128];
    snprintf(command, sizeof command, "rm -rf '%s'", top);
    return system(command);
}

typedef struct {
    unsigned failed, seen, stop_after; /* 0: never */
} watcher;

static void count_failure(void *context, sideline_text article, const char *reason) {
    watcher *w = context;
    assert_true(article.n > 0 && reason[0]);
    w->failed++;
}

static void count_article(void *context, const sideline_progress *done) {
    watcher *w = context;
    w->seen++;
    assert_int_equal(done->articles, w->seen);
}

static bool wants_stop(void *context) {
    const watcher *w = context;
    return w->stop_after && w->seen >= w->stop_after;
}

static sideline_status run(unsigned threads, const char *output, watcher *w, sideline_summary *summary) {
    static char in[96], dangling[96];
    snprintf(in, sizeof in, "%s/in", top);
    snprintf(dangling, sizeof dangling, "%s/in/dangling", top);
    const char *paths[] = {dangling, in};
    sideline_job job = {
        .paths = paths,
        .n_paths = 2,
        .output = output,
        .threads = threads,
        .max_filesize = 20000,
        .observer = {.context = w, .failed = count_failure, .progress = count_article, .stop = wants_stop},
    };
    return sideline_job_run(rules, &job, summary, NULL);
}

static char *read_whole(const char *folder, const char *name, size_t *n) {
    char path[160];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *f = fopen(path, "r");
    if (!f) fail_msg("%s is missing", path);
    char *content = malloc(1 << 22);
    assert_non_null(content);
    *n = fread(content, 1, 1 << 22, f);
    fclose(f);
    return content;
}

static void assert_same_folder(const char *a, const char *b) {
    static const char *const names[] = {"facts.csv", "mentions.csv", "suppressed.csv", "names.csv", "run.json"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        size_t n, m;
        char *left = read_whole(a, names[i], &n), *right = read_whole(b, names[i], &m);
        assert_int_equal(n, m);
        assert_memory_equal(left, right, n);
        free(left);
        free(right);
    }
}

static void threads_do_not_show(void **state) {
    (void)state;
    char first[96];
    snprintf(first, sizeof first, "%s/out1", top);
    watcher w = {0};
    sideline_summary alone;
    assert_int_equal(run(1, first, &w, &alone), SIDELINE_OK);
    /* The inputs are such that something happens: rows, failures (a dangling link, too large), things left out. */
    assert_true(alone.done.rows > 200);
    assert_true(alone.done.failed > 20 && alone.done.failed == w.failed);
    assert_true(alone.skipped > 5);
    assert_int_equal(alone.done.articles, w.seen);
    static const unsigned threads[] = {2, 3, 8, 8, 8};
    for (size_t i = 0; i < sizeof threads / sizeof *threads; i++) {
        char other[96];
        snprintf(other, sizeof other, "%s/out%zu", top, i + 2);
        w = (watcher){0};
        sideline_summary summary;
        assert_int_equal(run(threads[i], other, &w, &summary), SIDELINE_OK);
        assert_memory_equal(&summary, &alone, sizeof alone);
        assert_same_folder(first, other);
    }
}

/* The last progress; each article is waited for a little, so that the thread that looks how much there is comes first. */
static void keep_progress(void *context, const sideline_progress *done) {
    *(sideline_progress *)context = *done;
    nanosleep(&(struct timespec){.tv_nsec = 2000000}, NULL);
}

static sideline_progress estimated(const char *path, bool estimate) {
    sideline_progress last = {0};
    char out[96];
    snprintf(out, sizeof out, "%s/estimated.csv", top);
    sideline_job job = {.paths = &path,
                        .n_paths = 1,
                        .output = out,
                        .max_filesize = 20000,
                        .estimate = estimate,
                        .observer = {.context = &last, .progress = keep_progress}};
    assert_int_equal(sideline_job_run(rules, &job, NULL, NULL), SIDELINE_OK);
    return last;
}

/* What is too large to be read does not count; what is packed counts as it is on the disk. */
static void how_much_there_is(void **state) {
    (void)state;
    char path[96], command[256];
    snprintf(path, sizeof path, "%s/in", top);
    sideline_progress files = estimated(path, true);
    assert_true(files.total > 50000 && files.input == files.total);
    assert_int_equal(estimated(path, false).total, 0);
    snprintf(path, sizeof path, "%s/more", top);
    mkdir(path, 0777);
    snprintf(path, sizeof path, "%s/more/a.jsonl", top);
    FILE *f = fopen(path, "w");
    assert_non_null(f);
    for (int i = 0; i < 40; i++) fprintf(f, "{\"text\": \"Ade Okafor hurt his knee on day %d, said the club.\"}\n", i);
    long size = ftell(f);
    fclose(f);
    snprintf(command, sizeof command, "cd %s/more && gzip -k a.jsonl && cp a.jsonl z.txt", top);
    assert_int_equal(system(command), 0);
    snprintf(path, sizeof path, "%s/more", top);
    sideline_progress packed = estimated(path, true);
    assert_int_equal(packed.articles, 40 + 40 + 1);
    assert_true(packed.total > 2 * (uint64_t)size && packed.total < 3 * (uint64_t)size);
    assert_int_equal(packed.input, packed.total);
}

/* A file, for a folder keeps its journal: test_journal.c. */
static void a_stopped_job_leaves_nothing(void **state) {
    (void)state;
    char out[96];
    snprintf(out, sizeof out, "%s/stopped", top);
    mkdir(out, 0777);
    snprintf(out, sizeof out, "%s/stopped/x.sqlite", top);
    watcher w = {.stop_after = 50};
    sideline_summary summary;
    assert_int_equal(run(4, out, &w, &summary), SIDELINE_STOPPED);
    assert_true(w.seen >= 50 && w.seen < ARTICLES);
    snprintf(out, sizeof out, "%s/stopped", top);
    assert_int_equal(rmdir(out), 0); /* it is empty */
}

static void one_article_at_a_time(void **state) {
    (void)state;
    sideline_extractor *extractor = NULL;
    assert_int_equal(sideline_extractor_new(rules, NULL, &extractor, NULL), SIDELINE_OK);
    static const char text[] = "date 2024-03-06 Ade Okafor hurt his knee on Tuesday, and the club said so.";
    size_t facts = sideline_table_find(rules, "facts");
    assert_int_equal(facts, 0);
    assert_int_equal(sideline_table_find(rules, "nothing"), SIZE_MAX);
    for (int round = 0; round < 3; round++) {
        assert_int_equal(sideline_extract(extractor, "a.txt", text, sizeof text - 1, NULL), SIDELINE_OK);
        assert_int_equal(sideline_row_count(extractor, facts), 1);
        sideline_text article = sideline_cell(extractor, facts, 0, 0);
        assert_int_equal(article.n, 5);
        assert_memory_equal(article.p, "a.txt", 5);
        assert_int_equal(sideline_extract(extractor, "b.txt", "", 0, NULL), SIDELINE_OK);
        assert_int_equal(sideline_row_count(extractor, facts), 0);
    }
    sideline_extractor_free(extractor);
}

static void wrong_options_are_refused(void **state) {
    (void)state;
    const char *paths[] = {"Makefile"};
    const sideline_job jobs[] = {
        {.paths = paths, .n_paths = 1, .extract.date = "2023-02-29"},
        {.paths = paths, .n_paths = 1, .table = "nothing"},
        {.paths = paths, .n_paths = 1, .threads = 1000},
        {.paths = paths, .n_paths = 1, .delimiter = 'x'},
        {.paths = paths, .n_paths = 1, .delimiter = '"'},
        {.paths = paths, .n_paths = 1, .max_filesize = UINT64_C(1) << 40},
        {.paths = paths, .n_paths = 1, .output = "x.doc"},
        {.paths = paths, .n_paths = 1, .columns = "nothing"},
        {.paths = (const char *[]){"/nowhere/at/all"}, .n_paths = 1},
    };
    for (size_t i = 0; i < sizeof jobs / sizeof *jobs; i++) {
        sideline_error error;
        assert_int_equal(sideline_job_run(rules, &jobs[i], NULL, &error), SIDELINE_BAD_USAGE);
        assert_int_equal(error.status, SIDELINE_BAD_USAGE);
        assert_true(error.message[0] != '\0');
    }
    sideline_extractor *extractor = NULL;
    sideline_extract_options bad = {.date = "yesterday"};
    assert_int_equal(sideline_extractor_new(rules, &bad, &extractor, NULL), SIDELINE_BAD_USAGE);
    assert_null(extractor);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(threads_do_not_show),          cmocka_unit_test(how_much_there_is),
        cmocka_unit_test(a_stopped_job_leaves_nothing), cmocka_unit_test(one_article_at_a_time),
        cmocka_unit_test(wrong_options_are_refused),
    };
    return cmocka_run_group_tests_name("job", tests, make_articles, remove_articles);
}
