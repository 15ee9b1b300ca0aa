/* SPDX-License-Identifier: Apache-2.0
 *
 * sideline check: rule files read and compiled, their problems shown, their size told.
 */
#include "cli/commands.h"
#include "cli/message.h"
#include "cli/options.h"

#include <stdio.h>

static const char command[] = "check";

enum { QUIET, HELP, N_OPTIONS };

static const sl_option options[N_OPTIONS] = {
    [QUIET] = {'q', "quiet", NULL, "errors only"},
    [HELP] = {'h', "help", NULL, "this text"},
};

static void print_help(void) {
    puts("usage: sideline check [OPTION]... [RULES]...\n\n"
         "Reads rule files and the lists that they use, shows errors and warnings, and runs\n"
         "the tests that stand in the files (yes: and no:).\n"
         "Without RULES it checks the built-in ones.\n");
    sl_options_print(options, N_OPTIONS);
    puts("\nExamples:\n"
         "  sideline check my.rules\n\n"
         "Exit status: 0 no errors and all tests pass, 2 otherwise.");
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

/* The rules' own tests; their failures are problems like those of reading, and shown like them. */
static bool run_tests(const char *path, sideline_rules *rules, bool quiet, sideline_rules_tests *sum) {
    sideline_rules_tests counts;
    sideline_error error;
    size_t known = sideline_rules_problems(rules);
    if (sideline_rules_run_tests(rules, &counts, &error)) {
        sl_message(command, "%s: %s", path ? path : "built-in rules", error.message);
        return false;
    }
    sl_rules_print(rules, known, !quiet);
    sum->passed += counts.passed;
    sum->failed += counts.failed;
    sum->todo += counts.todo;
    return counts.failed == 0;
}

static bool check_one(const char *path, bool quiet, sideline_rules_tests *sum) {
    sideline_rules *rules = sl_rules_open(command, path, !quiet);
    if (!rules) return false;
    if (!quiet) print_size(path, rules);
    bool good = run_tests(path, rules, quiet, sum);
    sideline_rules_free(rules);
    return good;
}

int sl_command_check(int argc, char **argv) {
    sl_options scan = {.command = command, .options = options, .n = N_OPTIONS, .argv = argv, .argc = argc};
    const char *value;
    int option;
    bool quiet = false;
    while ((option = sl_options_next(&scan, &value)) >= 0) {
        if (option == QUIET) quiet = true;
        if (option != HELP) continue;
        print_help();
        return SL_EXIT_DONE;
    }
    if (option == SL_OPTIONS_BAD) return SL_EXIT_REFUSED;
    sideline_rules_tests sum = {0};
    bool good = scan.operands || check_one(NULL, quiet, &sum);
    for (int i = 0; i < scan.operands; i++) good = check_one(argv[i], quiet, &sum) && good;
    if (!quiet && sum.todo) printf("%zu todo\n", sum.todo);
    if (!quiet) printf("%zu passed, %zu failed\n", sum.passed, sum.failed);
    return good ? SL_EXIT_DONE : SL_EXIT_REFUSED;
}
