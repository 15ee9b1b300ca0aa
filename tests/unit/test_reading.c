/* SPDX-License-Identifier: Apache-2.0
 *
 * What a user says about the input: each thing counts for those who go through all articles, and for those who look one up.
 */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "engine.h"

#include "run/eacharticle.h"
#include "run/lookup.h"
#include "run/tools.h"

static const engine_file files[] = {{"test.rules", "sideline: 1\n"
                                                   "language: the | a | of | in | and\n"
                                                   "list known: = Ann\n"
                                                   "table rows: article\n"
                                                   "  needs: article\n"
                                                   "rule any -> rows\n"
                                                   "  match: {known}\n"},
                                    {0}};

static char top[64], before[256];

static void write_file(const char *path, const char *text) {
    FILE *f = fopen(path, "w");
    assert_non_null(f);
    fputs(text, f);
    assert_int_equal(fclose(f), 0);
}

static int make_tree(void **state) {
    (void)state;
    snprintf(top, sizeof top, "/tmp/sideline-reading-XXXXXX");
    if (!getcwd(before, sizeof before) || !mkdtemp(top) || chdir(top)) return -1;
    if (mkdir("in", 0777) || mkdir("in/2024-03-06", 0777) || mkdir("out", 0777)) return -1;
    write_file("in/2024-03-06/a.txt", "plain");
    write_file("in/2024-03-06/b.json",
               "{\"all\": [{\"id\": \"1\", \"k\": \"x\", \"text\": \"one\", \"main\": \"two\"}]}");
    write_file("in/c.txt", "longer than ten bytes");
    write_file("in/own.txt", "date 2020-01-01 own");
    write_file("out/d.txt", "linked");
    write_file("foreign.txt", "je ne sais pas pourquoi il est parti si vite hier soir alors que nous avions encore "
                              "tant de choses a dire et si peu de temps devant nous pour le faire bien comme il faut");
    write_file("large.txt", "");
    return truncate("large.txt", 300) || symlink("../out", "in/link");
}

static int remove_tree(void **state) {
    (void)state;
    char command[128];
    snprintf(command, sizeof command, "rm -rf '%s'", top);
    return chdir(before) || system(command);
}

/* ---- what was read ---- */

typedef struct {
    char said[1024];
    size_t n;
    bool never;
} listener;

/* "name day text; " */
static void look(void *context, const sl_article_inside *inside) {
    listener *l = context;
    const sl_text *text = inside->search->article->text;
    char day[11] = "-";
    if (text->published != SL_NO_DAY) sl_day_print(text->published, day);
    sl_str printed = sl_text_cut(text, (sl_span){0, (uint32_t)text->view.n});
    l->n += (size_t)snprintf(l->said + l->n, sizeof l->said - l->n, "%.*s %.10s %.*s; ", (int)text->name.n,
                             text->name.p, day, (int)printed.n, printed.p);
}

/* "name failed; " */
static void note_failure(void *context, sl_str article, const char *reason) {
    listener *l = context;
    assert_true(reason[0] != '\0');
    l->n += (size_t)snprintf(l->said + l->n, sizeof l->said - l->n, "%.*s failed; ", (int)article.n, article.p);
}

static const char *const in[] = {"in"}, *const json[] = {"in/2024-03-06/b.json"};
static const char *const texts[] = {"*.txt"}, *const short_ones[] = {"c.txt", "own.txt", "*.json", "*.txt.gz"};
static const char *const fields[] = {"text=main", "id=k"};
static const struct {
    sideline_job job;
    const char *said;
} samples[] = {
    {{.paths = in, .n_paths = 1},
     "in/2024-03-06/a.txt - plain; in/2024-03-06/b.json#1 failed; in/c.txt - longer than ten bytes; "
     "in/own.txt 2020-01-01 date 2020-01-01 own; "},
    {{.paths = in, .n_paths = 1, .reading = {.include = texts, .n_include = 1}},
     "in/2024-03-06/a.txt - plain; in/c.txt - longer than ten bytes; in/own.txt 2020-01-01 date 2020-01-01 own; "},
    {{.paths = in, .n_paths = 1, .reading = {.exclude = short_ones, .n_exclude = 4}}, "in/2024-03-06/a.txt - plain; "},
    {{.paths = in, .n_paths = 1, .follow = true, .reading = {.exclude = short_ones, .n_exclude = 4}},
     "in/2024-03-06/a.txt - plain; in/link/d.txt - linked; "},
    {{.paths = in, .n_paths = 1, .max_filesize = 10, .reading = {.include = texts, .n_include = 1}},
     "in/2024-03-06/a.txt - plain; in/c.txt failed; in/own.txt failed; "},
    {{.paths = in,
      .n_paths = 1,
      .reading = {.include = texts, .n_include = 1, .date_from_path = "\\d{4}-\\d\\d-\\d\\d"}},
     "in/2024-03-06/a.txt 2024-03-06 plain; in/c.txt - longer than ten bytes; in/own.txt 2020-01-01 date "
     "2020-01-01 own; "},
    {{.paths = in, .n_paths = 1, .extract.date = "2021-02-03", .reading = {.include = texts, .n_include = 1}},
     "in/2024-03-06/a.txt 2021-02-03 plain; in/c.txt 2021-02-03 longer than ten bytes; in/own.txt 2021-02-03 date "
     "2020-01-01 own; "},
    {{.paths = json, .n_paths = 1, .reading.records = "all"}, "in/2024-03-06/b.json#1 - one; "},
    {{.paths = json, .n_paths = 1, .reading = {.records = "all", .fields = fields, .n_fields = 1}},
     "in/2024-03-06/b.json#1 - two; "},
    {{.paths = json, .n_paths = 1, .reading = {.records = "all", .fields = fields, .n_fields = 2}},
     "in/2024-03-06/b.json#x - two; "},
};

enum { SAMPLES = sizeof samples / sizeof *samples };

static void each_thing_counts(void **state) {
    (void)state;
    engine e;
    engine_begin(&e, files);
    for (size_t i = 0; i < SAMPLES; i++) {
        listener l = {0};
        sl_reading reading;
        sl_job_progress done = {0};
        sl_error err;
        assert_int_equal(sl_reading_make(&samples[i].job, &reading, &err), SL_OK);
        sl_eacharticle each = {.reading = &reading,
                               .pipeline = sl_reading_pipeline(&reading),
                               .observer = {.context = &l, .failed = note_failure}};
        assert_true(each.pipeline.gate);
        each.pipeline.observer = look;
        each.pipeline.context = &l;
        assert_int_equal(sl_eacharticle_run(e.program, &each, &done, &err), SL_OK);
        sl_reading_release(&reading);
        assert_string_equal(l.said, samples[i].said);
    }
    engine_end(&e);
}

/* ---- the tools ---- */

typedef sideline_status tool(const sideline_rules *rules, const sideline_job *job, sideline_progress *done);

static sideline_status find_misses(const sideline_rules *rules, const sideline_job *job, sideline_progress *done) {
    return sideline_misses_find(rules, job, &(sideline_misses){0}, done, NULL);
}

static sideline_status preview(const sideline_rules *rules, const sideline_job *job, sideline_progress *done) {
    return sideline_preview_run(rules, rules, job, &(sideline_preview){0}, done, NULL);
}

static sideline_status count_gates(const sideline_rules *rules, const sideline_job *job, sideline_progress *done) {
    return sideline_gates_count(rules, job, done, NULL);
}

static sideline_status extract(const sideline_rules *rules, const sideline_job *job, sideline_progress *done) {
    sideline_summary summary;
    sideline_status status = sideline_job_run(rules, job, &summary, NULL);
    *done = summary.done;
    return status;
}

static uint64_t times(const char *word, const char *text) {
    uint64_t n = 0;
    for (const char *p = text; (p = strstr(p, word)); p++) n++;
    return n;
}

/* How many articles they read is told; what they find there, by golden cases. */
static void for_all_that_read_articles(void **state) {
    (void)state;
    static tool *const tools[] = {find_misses, preview, count_gates, extract};
    sideline_rules *loaded = NULL;
    write_file("test.rules", files[0].text);
    assert_int_equal(sideline_rules_load("test.rules", &loaded, NULL), SIDELINE_OK);
    fflush(stdout);
    int out = dup(STDOUT_FILENO), nowhere = open("/dev/null", O_WRONLY);
    sideline_progress done[SAMPLES][4];
    sideline_status bad = SIDELINE_OK;
    dup2(nowhere, STDOUT_FILENO);
    for (size_t i = 0; i < SAMPLES; i++)
        for (size_t k = 0; k < 4 && !bad; k++) bad = tools[k](loaded, &samples[i].job, &done[i][k]);
    dup2(out, STDOUT_FILENO);
    close(out);
    close(nowhere);
    assert_int_equal(bad, SIDELINE_OK);
    for (size_t i = 0; i < SAMPLES; i++)
        for (size_t k = 0; k < 4; k++) {
            assert_int_equal(done[i][k].articles, times("; ", samples[i].said));
            assert_int_equal(done[i][k].failed, times(" failed; ", samples[i].said));
        }
    sideline_rules_free(loaded);
}

static void refused(void **state) {
    (void)state;
    static const char *const field[] = {"text"};
    static const sideline_job jobs[] = {
        {.extract.date = "2023-02-29"},      {.extract.date = ""},
        {.max_filesize = UINT64_C(1) << 40}, {.reading = {.fields = field, .n_fields = 1}},
        {.reading.date_from_path = "("},     {.reading.date_from_path = "(a)(b)"},
    };
    for (size_t i = 0; i < sizeof jobs / sizeof *jobs; i++) {
        sl_reading reading;
        sl_error err = {0};
        assert_int_equal(sl_reading_make(&jobs[i], &reading, &err), SL_BAD_USAGE);
        assert_true(err.message[0] != '\0');
        sl_reading_release(&reading);
    }
}

/* ---- one article, by its name ---- */

static void looked_up(void **state) {
    (void)state;
    static const struct {
        const char *name, *said;
        size_t articles, foreign;
        sl_status status;
    } names[] = {
        {"in/own.txt", "in/own.txt 2020-01-01 date 2020-01-01 own; ", 1, 0, SL_OK},
        {"in/2024-03-06/a.txt", "in/2024-03-06/a.txt 2024-03-06 plain; ", 1, 0, SL_OK},
        {"in/2024-03-06/b.json#x", "in/2024-03-06/b.json#x 2024-03-06 two; ", 1, 0, SL_OK},
        {"in/2024-03-06/b.json", "in/2024-03-06/b.json#x 2024-03-06 two; ", 1, 0, SL_OK},
        {"in/2024-03-06/b.json#1", "", 0, 0, SL_OK},
        {"in/2024-03-06/b.json#y", "", 0, 0, SL_OK},
        {"foreign.txt", "", 1, 1, SL_OK},
        {"large.txt", "", 0, 0, SL_LIMIT},
        {"in", "", 0, 0, SL_BAD_INPUT},
        {"nowhere", "", 0, 0, SL_BAD_USAGE},
    };
    const sideline_job job = {
        .max_filesize = 200,
        .reading = {.records = "all", .fields = fields, .n_fields = 2, .date_from_path = "\\d{4}-\\d\\d-\\d\\d"}};
    engine e;
    engine_begin(&e, files);
    sl_reading reading;
    assert_int_equal(sl_reading_make(&job, &reading, &e.err), SL_OK);
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        listener l = {0};
        sl_error err = {0};
        sl_lookup_visit visit = {.observer = look, .context = &l, .enough = &l.never};
        sl_status status = sl_lookup_run(e.worker, &reading, sl_str_of(names[i].name), &visit, &err);
        assert_string_equal(l.said, names[i].said);
        assert_int_equal(status, names[i].status);
        assert_int_equal(visit.articles, names[i].articles);
        assert_int_equal(visit.foreign, names[i].foreign);
    }
    sl_reading_release(&reading);
    engine_end(&e);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_thing_counts),
        cmocka_unit_test(for_all_that_read_articles),
        cmocka_unit_test(refused),
        cmocka_unit_test(looked_up),
    };
    return cmocka_run_group_tests_name("reading", tests, make_tree, remove_tree);
}
