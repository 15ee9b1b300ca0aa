/* SPDX-License-Identifier: Apache-2.0
 *
 * sideline check: rule files read and compiled, their tests run, their problems shown, their size told.
 */
#include "cli/commands.h"
#include "cli/inputoptions.h"
#include "cli/message.h"
#include "cli/progress.h"
#include "run/tools.h"

#include <stdio.h>
#include <string.h>

static const char command[] = "check";

enum { FORMAT, GATES, QUIET, HELP, N_OPTIONS };

static const sl_option options[N_OPTIONS] = {
    [FORMAT] = {0, "format", "FORMAT", "text (the default) or json"},
    [GATES] = {0, "gates", "PATH", "how often each pattern is tried in the articles of PATH"},
    [QUIET] = {'q', "quiet", NULL, "errors only"},
    [HELP] = {'h', "help", NULL, "this text"},
};

typedef struct {
    bool quiet, json, help;
    const char *gates; /* articles to count in */
    sideline_job job;
    sl_inputoptions input;
    bool refused;            /* some rules had errors before any test could run */
    size_t errors, warnings; /* of all rules so far */
    sideline_rules_tests tests;
} request;

static void print_help(void) {
    puts("usage: sideline check [OPTION]... [RULES]...\n\n"
         "Reads rule files and the lists that they use, shows errors and warnings, and runs\n"
         "the tests that stand in the files (yes: and no:).\n"
         "Without RULES it checks the built-in ones.\n"
         "With --format json standard output has an object for each problem, one a line, with\n"
         "file, line, column, width, severity, code and message, and last one with the counts.\n"
         "With --gates nothing is tested: a CSV tells what each pattern waits for (things it\n"
         "needs; words one of which it needs, limp* being any that begin so) and in how many\n"
         "sentences of the articles it is tried. The first ones cost the most time.\n");
    sl_options_print(options, N_OPTIONS);
    sl_inputoptions_print("With --gates, which articles are read, and how:", SL_INPUT_OPTIONS);
    puts("\nExamples:\n"
         "  sideline check my.rules\n"
         "  sideline check --format json my.rules\n"
         "  sideline check --gates articles/ my.rules > gates.csv\n"
         "  sideline check --gates news.zip --include '*.html' my.rules > gates.csv\n\n"
         "Exit status: 0 no errors and all tests pass, 1 with --gates some articles failed,\n"
         "2 otherwise.");
}

static const char *ending(size_t n, const char *one, const char *more) {
    return n == 1 ? one : more;
}

static void print_size(const char *path, const sideline_rules *rules) {
    sideline_rules_size size = sideline_rules_measure(rules);
    size_t warnings = sideline_rules_warnings(rules);
    printf("%s: %zu rule%s, %zu pattern%s, %zu list%s with %zu entr%s, %zu test%s; %zu warning%s\n",
           path ? path : "built-in rules", size.rules, ending(size.rules, "", "s"), size.patterns,
           ending(size.patterns, "", "s"), size.lists, ending(size.lists, "", "s"), size.entries,
           ending(size.entries, "y", "ies"), size.tests, ending(size.tests, "", "s"), warnings,
           ending(warnings, "", "s"));
}

static void print_problems(const request *asked, sideline_rules *rules) {
    if (!asked->json) {
        sl_rules_print(rules, 0, !asked->quiet);
        return;
    }
    for (size_t i = 0; i < sideline_rules_problems(rules); i++) {
        if (asked->quiet && sideline_rules_problem(rules, i).is_warning) continue;
        sideline_text text = sideline_check_json(rules, i);
        fwrite(text.p, 1, text.n, stdout);
    }
}

/* The rules' own tests; their failures are problems like those of reading, and shown in order with them. */
static bool run_tests(request *asked, const char *path, sideline_rules *rules) {
    sideline_rules_tests counts;
    sideline_error error;
    if (sideline_rules_run_tests(rules, &counts, &error)) {
        sl_message(command, "%s: %s", path ? path : "built-in rules", error.message);
        return false;
    }
    asked->tests.passed += counts.passed;
    asked->tests.failed += counts.failed;
    asked->tests.todo += counts.todo;
    asked->tests.skipped += counts.skipped;
    return sideline_rules_errors(rules) == 0;
}

static bool check_one(request *asked, const char *path) {
    sideline_rules *rules = NULL;
    sideline_error error;
    sideline_status status = sideline_check_load(path, &rules, &error);
    bool good = status == SIDELINE_OK && run_tests(asked, path, rules);
    asked->refused = asked->refused || status != SIDELINE_OK;
    if (rules) {
        print_problems(asked, rules);
        asked->errors += sideline_rules_errors(rules);
        asked->warnings += sideline_rules_warnings(rules);
    }
    if (status && (!asked->json || status != SIDELINE_BAD_RULES))
        sl_rules_refused(command, path, rules, status, &error);
    if (!status && !asked->quiet && !asked->json) print_size(path, rules);
    sideline_rules_free(rules);
    return good;
}

static void print_counts(const request *asked) {
    const sideline_rules_tests *t = &asked->tests;
    if (asked->json) {
        printf("{\"errors\":%zu,\"warnings\":%zu,\"passed\":%zu,\"failed\":%zu,\"todo\":%zu}\n", asked->errors,
               asked->warnings, t->passed, t->failed, t->todo);
        return;
    }
    if (asked->quiet) return;
    if (t->todo) printf("%zu todo\n", t->todo);
    if (t->skipped) printf("%zu of used files not run: no used table has their columns\n", t->skipped);
    if (asked->refused && t->passed + t->failed == 0) puts("the tests were not run");
    else printf("%zu passed, %zu failed\n", t->passed, t->failed);
}

static bool read_format(const char *value, request *asked) {
    asked->json = strcmp(value, "json") == 0;
    if (asked->json || strcmp(value, "text") == 0) return true;
    sl_message(command, "unknown format \"%s\"; --format is text or json", value);
    return false;
}

static bool read_options(sl_options *scan, request *asked) {
    const char *value;
    int option;
    sl_inputoptions_begin(&asked->input, scan, SL_INPUT_OPTIONS, &asked->job);
    while ((option = sl_inputoptions_next(&asked->input, scan, &value)) >= 0) {
        if (option == FORMAT && !read_format(value, asked)) return false;
        if (option == GATES) asked->gates = value;
        asked->quiet = asked->quiet || option == QUIET;
        asked->help = asked->help || option == HELP;
    }
    return option != SL_OPTIONS_BAD;
}

/* Instead of all else. */
static int count_gates(request *asked, const char *path) {
    if (!sl_inputoptions_paths(&asked->input, &asked->gates, 1)) return SL_EXIT_REFUSED;
    sideline_rules *rules = sl_rules_open(command, path, !asked->quiet);
    if (!rules) return SL_EXIT_REFUSED;
    sl_progress progress;
    sl_progress_begin(&progress, !asked->quiet);
    asked->job.observer = sl_progress_observer(&progress);
    sideline_progress done;
    sideline_error error;
    sideline_status status = sideline_gates_count(rules, &asked->job, &done, &error);
    sl_progress_hide(&progress);
    sideline_rules_free(rules);
    return sl_message_status(command, status, &done, &error);
}

static int check_all(request *asked, char *const *paths, int n) {
    bool good = n || check_one(asked, NULL);
    for (int i = 0; i < n; i++) good = check_one(asked, paths[i]) && good;
    print_counts(asked);
    return good ? SL_EXIT_DONE : SL_EXIT_REFUSED;
}

static bool is_good_usage(const request *asked, int operands) {
    if (asked->gates && operands > 1) sl_message(command, "--gates is for one rule file");
    else if (!asked->gates && asked->input.given) sl_message(command, "--%s is for --gates", asked->input.given);
    else return true;
    return false;
}

int sl_command_check(int argc, char **argv) {
    sl_options scan = {.command = command, .options = options, .n = N_OPTIONS, .argv = argv, .argc = argc};
    request asked = {0};
    if (!read_options(&scan, &asked)) return SL_EXIT_REFUSED;
    if (asked.help) {
        print_help();
        return SL_EXIT_DONE;
    }
    if (!is_good_usage(&asked, scan.operands)) return SL_EXIT_REFUSED;
    if (!asked.gates) return check_all(&asked, argv, scan.operands);
    int result = count_gates(&asked, scan.operands ? argv[0] : NULL);
    sl_inputoptions_end(&asked.input);
    return result;
}
