/* SPDX-License-Identifier: Apache-2.0
 *
 * The options of all commands that read articles. The command is no part of the library, so its files are taken in here.
 */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <unistd.h>

#include "cli/message.c"
#include "cli/nearest.c"
#include "cli/options.c"
#include "cli/pathlist.c"

#include "cli/inputoptions.c"

enum { QUIET };
static const sl_option own[] = {[QUIET] = {'q', "quiet", NULL, ""}};

typedef struct {
    sideline_job job;
    sl_inputoptions input;
    char words[4096];
    char *argv[256];
    int own; /* options of the command that came out */
    bool good;
} line;

/* Reads `text`, whose words are parted by blanks. @param n  as of sl_inputoptions_begin */
static void read_line(const char *text, size_t n, line *l) {
    *l = (line){0};
    sl_options scan = {.command = "test", .options = own, .n = 1, .argv = l->argv};
    snprintf(l->words, sizeof l->words, "%s", text);
    for (char *p = l->words, *word; (word = strsep(&p, " "));) l->argv[scan.argc++] = word;
    const char *value;
    int option;
    sl_inputoptions_begin(&l->input, &scan, n, &l->job);
    while ((option = sl_inputoptions_next(&l->input, &scan, &value)) >= 0) l->own += option == QUIET;
    l->good = option == SL_OPTIONS_END &&
              sl_inputoptions_paths(&l->input, (const char *const *)l->argv, (size_t)scan.operands);
}

/* Reads a line that is no good, which one message must say. */
static bool is_refused(const char *text, size_t n) {
    FILE *said = tmpfile();
    assert_non_null(said);
    fflush(stderr);
    int before = dup(STDERR_FILENO);
    dup2(fileno(said), STDERR_FILENO);
    line l;
    read_line(text, n, &l);
    dup2(before, STDERR_FILENO);
    close(before);
    rewind(said);
    size_t messages = 0;
    for (int c; (c = fgetc(said)) != EOF;) messages += c == '\n';
    fclose(said);
    sl_inputoptions_end(&l.input);
    return !l.good && messages == 1;
}

static void each_goes_into_the_job(void **state) {
    (void)state;
    line l;
    read_line("--follow -q a --include x --include y --exclude z --field text=t --field id=i --records r --date d "
              "--date-from-path p --max-filesize 3K b",
              SL_INPUT_OPTIONS, &l);
    const sideline_job *job = &l.job;
    const sideline_reading *r = &job->reading;
    assert_true(l.good && l.own == 1 && job->follow);
    assert_string_equal(l.input.given, "max-filesize");
    assert_int_equal(job->n_paths, 2);
    assert_string_equal(job->paths[0], "a");
    assert_string_equal(job->paths[1], "b");
    assert_true(r->n_include == 2 && r->n_exclude == 1 && r->n_fields == 2);
    assert_string_equal(r->include[1], "y");
    assert_string_equal(r->exclude[0], "z");
    assert_string_equal(r->fields[0], "text=t");
    assert_string_equal(r->fields[1], "id=i");
    assert_string_equal(r->records, "r");
    assert_string_equal(job->extract.date, "d");
    assert_string_equal(r->date_from_path, "p");
    assert_int_equal(job->max_filesize, 3 * 1024);
    sl_inputoptions_end(&l.input);
    read_line("-q a", SL_INPUT_OPTIONS, &l);
    assert_true(l.good && l.own == 1 && !l.input.given);
    sl_inputoptions_end(&l.input);
}

static void who_reads_one_article_is_told_how(void **state) {
    (void)state;
    static const char *const how[] = {"--field text=t a", "--records r a", "--date d a", "--date-from-path p a",
                                      "--max-filesize 1M a"};
    static const char *const which[] = {"--follow a", "--files-from /dev/null a", "--include x a", "--exclude x a"};
    line l;
    assert_int_equal(sizeof how / sizeof *how, SL_READING_OPTIONS);
    for (size_t i = 0; i < sizeof how / sizeof *how; i++) {
        read_line(how[i], SL_READING_OPTIONS, &l);
        assert_true(l.good && l.input.given);
        assert_memory_equal(l.input.given, how[i] + 2, strlen(l.input.given));
        sl_inputoptions_end(&l.input);
    }
    for (size_t i = 0; i < sizeof which / sizeof *which; i++) {
        read_line(which[i], SL_INPUT_OPTIONS, &l);
        assert_true(l.good);
        sl_inputoptions_end(&l.input);
        assert_true(is_refused(which[i], SL_READING_OPTIONS));
    }
}

static void refuses(void **state) {
    (void)state;
    static const char *const lines[] = {"-q", "--max-filesize 0 a", "--max-filesize 3G a", "--files-from /nowhere a"};
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) assert_true(is_refused(lines[i], SL_INPUT_OPTIONS));
    char many[2048] = "a";
    line l;
    for (int i = 0; i <= SL_MOST_VALUES; i++) {
        read_line(many, SL_INPUT_OPTIONS, &l);
        assert_true(l.good);
        assert_int_equal(l.job.reading.n_exclude, i);
        sl_inputoptions_end(&l.input);
        strcat(many, " --exclude x");
    }
    assert_true(is_refused(many, SL_INPUT_OPTIONS));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_goes_into_the_job),
        cmocka_unit_test(who_reads_one_article_is_told_how),
        cmocka_unit_test(refuses),
    };
    return cmocka_run_group_tests_name("inputoptions", tests, NULL, NULL);
}
