/* SPDX-License-Identifier: Apache-2.0
 *
 * Reading a command line. The command is no part of the library, so its files are taken in here.
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

#include <fcntl.h>

enum { OUT, JOBS, QUIET, EXCEL, EXCLUDE };

static const sl_option known[] = {
    [OUT] = {'o', "out", "PLACE", ""}, [JOBS] = {'j', "jobs", "N", ""},        [QUIET] = {'q', "quiet", NULL, ""},
    [EXCEL] = {0, "excel", NULL, ""},  [EXCLUDE] = {0, "exclude", "GLOB", ""},
};

/* Reads `line`, whose words are parted by blanks, and writes down what was understood: "out=x quiet | a b". */
static const char *read_line(const char *line) {
    static char words[256], said[256];
    char *argv[16];
    int argc = 0;
    snprintf(words, sizeof words, "%s", line);
    for (char *p = words, *word; (word = strsep(&p, " "));) argv[argc++] = word;
    sl_options scan = {
        .command = "test", .options = known, .n = sizeof known / sizeof *known, .argv = argv, .argc = argc};
    said[0] = '\0';
    size_t n = 0;
    const char *value;
    int option;
    while ((option = sl_options_next(&scan, &value)) >= 0) {
        n += (size_t)snprintf(said + n, sizeof said - n, "%s%s%s ", known[option].name, value ? "=" : "",
                              value ? value : "");
    }
    if (option == SL_OPTIONS_BAD) return "bad";
    n += (size_t)snprintf(said + n, sizeof said - n, "|");
    for (int i = 0; i < scan.operands; i++) n += (size_t)snprintf(said + n, sizeof said - n, " %s", argv[i]);
    return said;
}

static void understands(void **state) {
    (void)state;
    static const char *const lines[][2] = {
        {"a b", "| a b"},
        {"-o x a", "out=x | a"},
        {"-ox a", "out=x | a"},
        {"--out x", "out=x |"},
        {"--out=x", "out=x |"},
        {"--out=", "out= |"},
        {"--out=a=b", "out=a=b |"},
        {"-qj4 a", "quiet jobs=4 | a"},
        {"-qj 4 a", "quiet jobs=4 | a"},
        {"a -q b --excel c", "quiet excel | a b c"},
        {"a -- -q --out", "| a -q --out"},
        {"-", "| -"},
        {"-o -", "out=- |"},
        {"--ou x", "out=x |"},
        {"--q", "quiet |"},
    };
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) assert_string_equal(read_line(lines[i][0]), lines[i][1]);
}

/* Messages go to a file for as long as this runs. */
static void refuses(void **state) {
    (void)state;
    static const char *const lines[] = {
        "-x", "-qx", "--nothing", "--ex", "--excel=1", "--out", "a -o", "-qo", "--quietly", "--=x",
    };
    FILE *said = tmpfile();
    assert_non_null(said);
    fflush(stderr);
    int before = dup(STDERR_FILENO);
    dup2(fileno(said), STDERR_FILENO);
    size_t refused = 0;
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) refused += strcmp(read_line(lines[i]), "bad") == 0;
    dup2(before, STDERR_FILENO);
    close(before);
    rewind(said);
    size_t messages = 0;
    for (int c; (c = fgetc(said)) != EOF;) messages += c == '\n';
    fclose(said);
    assert_int_equal(refused, sizeof lines / sizeof *lines);
    assert_int_equal(messages, refused);
}

static void finds_the_nearest_word(void **state) {
    (void)state;
    static const char *const words[] = {"extract", "check", "table", "max-filesize"};
    static const struct {
        const char *word, *nearest;
    } samples[] = {
        {"extrct", "extract"},
        {"exrtact", "extract"},
        {"extracts", "extract"},
        {"chekc", "check"},
        {"tabel", "table"},
        {"max-file-size", "max-filesize"},
        {"why", NULL},
        {"", NULL},
        {"x", NULL},
        {"a-word-that-is-longer-than-any-other-known", NULL},
    };
    for (size_t i = 0; i < sizeof samples / sizeof *samples; i++) {
        const char *nearest = sl_nearest_known(samples[i].word, words, 4);
        if (samples[i].nearest) assert_string_equal(nearest ? nearest : "nothing", samples[i].nearest);
        else assert_null(nearest);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(understands),
        cmocka_unit_test(refuses),
        cmocka_unit_test(finds_the_nearest_word),
    };
    return cmocka_run_group_tests_name("options", tests, NULL, NULL);
}
