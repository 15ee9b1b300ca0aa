/* SPDX-License-Identifier: Apache-2.0
 *
 * Once a job is under way an article costs no call of malloc, neither ours nor one of a library: over files and over
 * JSON lines, with the football rules, in one thread and in several.
 *
 * The C library's functions are replaced here, which counts for every library that the program is linked with.
 */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "run/sideline.h"

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__) || !defined(__GLIBC__)
#define COUNTS 0 /* somebody else has replaced them */
#else
#define COUNTS 1
#endif

static atomic_ulong calls;

#if COUNTS
/* What the GNU C library calls its own by. */
void *__libc_malloc(size_t size);
void *__libc_calloc(size_t count, size_t size);
void *__libc_realloc(void *old, size_t size);
void *__libc_memalign(size_t border, size_t size);

void *malloc(size_t size) {
    calls++;
    return __libc_malloc(size);
}
void *calloc(size_t count, size_t size) {
    calls++;
    return __libc_calloc(count, size);
}
void *realloc(void *old, size_t size) {
    calls++;
    return __libc_realloc(old, size);
}
void *aligned_alloc(size_t border, size_t size) {
    calls++;
    return __libc_memalign(border, size);
}
#endif

enum { ARTICLES = 400, WARM = 200 };

static char top[64];
static sideline_rules *rules;

/* Sentences of several sorts; each article has the same ones in another order, so that none is larger than the others. */
static void write_text(FILE *f, int i) {
    static const char *const sentences[] = {
        "Harry Kane has suffered a hamstring injury and will be out for six weeks. ",
        "\xE2\x80\x9CHe is fine,\xE2\x80\x9D said Jos\xC3\xA9 Mourinho on Tuesday, before the derby in October. ",
        "Midfielder Ade Okafor, 27, limped off with a knee problem in the 30th minute. ",
        "The Dutchman is expected to return in March after surgery on his left ankle. ",
        "\"We do not know how long,\" manager Sam Newname said, \"but he will not play on Saturday.\" ",
    };
    enum { SENTENCES = sizeof sentences / sizeof *sentences };
    for (int s = 0; s < 4 * SENTENCES; s++) fputs(sentences[(s + i) % SENTENCES], f);
}

static int make_articles(void **state) {
    (void)state;
    snprintf(top, sizeof top, "/tmp/sideline-allocations-XXXXXX");
    char path[128];
    if (!mkdtemp(top)) return -1;
    snprintf(path, sizeof path, "%s/files", top);
    mkdir(path, 0777);
    for (int i = 0; i < ARTICLES; i++) {
        snprintf(path, sizeof path, "%s/files/%04d.txt", top, i);
        FILE *f = fopen(path, "w");
        if (!f) return -1;
        fprintf(f, "date 2024-03-%02d ", 10 + i % 20);
        write_text(f, i);
        fclose(f);
    }
    snprintf(path, sizeof path, "%s/records.jsonl", top);
    FILE *f = fopen(path, "w");
    for (int i = 0; f && i < ARTICLES; i++) {
        fprintf(f, "{\"id\": \"r%04d\", \"date\": \"2024-03-06\", \"text\": \"date 2024-03-%02d ", i, 10 + i % 20);
        static char text[8192];
        FILE *t = fmemopen(text, sizeof text, "w");
        write_text(t, i);
        fclose(t);
        for (const char *p = text; *p; p++) {
            if (*p == '"') fputc('\\', f);
            fputc(*p, f);
        }
        fputs("\"}\n", f);
    }
    fclose(f);
    return sideline_rules_load(NULL, &rules, NULL) == SIDELINE_OK ? 0 : -1;
}

static int remove_articles(void **state) {
    (void)state;
    sideline_rules_free(rules);
    char command[128];
    snprintf(command, sizeof command, "rm -rf '%s'", top);
    return system(command);
}

typedef struct {
    unsigned long warm, end;
    uint64_t rows;
} counted;

static void note(void *context, const sideline_progress *done) {
    counted *c = context;
    if (done->articles == WARM) c->warm = calls;
    if (done->articles == ARTICLES) c->end = calls;
    c->rows = done->rows;
}

/* @return calls in the articles behind the first WARM ones */
static unsigned long calls_of(const char *in, const char *out, unsigned threads) {
    char path[128], to[128];
    snprintf(path, sizeof path, "%s/%s", top, in);
    snprintf(to, sizeof to, "%s/%s", top, out);
    const char *paths[] = {path};
    counted c = {0};
    sideline_job job = {
        .paths = paths, .n_paths = 1, .output = to, .threads = threads, .observer = {.context = &c, .progress = note}};
    assert_int_equal(sideline_job_run(rules, &job, NULL, NULL), SIDELINE_OK);
    assert_true(c.rows > ARTICLES && (!COUNTS || (c.warm > 0 && c.end > 0)));
    return c.end - c.warm;
}

static void files_cost_none(void **state) {
    (void)state;
    assert_int_equal(calls_of("files", "tables", 1), 0);
    assert_int_equal(calls_of("files", "one.csv", 1), 0);
}

static void records_cost_none(void **state) {
    (void)state;
    assert_int_equal(calls_of("records.jsonl", "tables", 1), 0);
    assert_int_equal(calls_of("records.jsonl", "one.jsonl", 1), 0);
}

/* A thread may come late to its first article, and has its memory to get then. */
static void threads_cost_what_they_begin_with(void **state) {
    (void)state;
    assert_in_range(calls_of("files", "tables", 3), 0, (ARTICLES - WARM) / 2);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(files_cost_none),
        cmocka_unit_test(records_cost_none),
        cmocka_unit_test(threads_cost_what_they_begin_with),
    };
    return cmocka_run_group_tests_name("allocations", tests, make_articles, remove_articles);
}
