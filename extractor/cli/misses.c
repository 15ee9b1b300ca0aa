/* SPDX-License-Identifier: Apache-2.0
 *
 * sideline misses: sentences that should perhaps have given a row.
 */
#include "cli/commands.h"
#include "cli/inputoptions.h"
#include "cli/message.h"
#include "cli/progress.h"
#include "run/tools.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

static const char command[] = "misses";

enum { RULES, MOST, AS_TESTS, QUIET, HELP, N_OPTIONS };

static const sl_option options[N_OPTIONS] = {
    [RULES] = {'r', "rules", "FILE", "rules to use instead of the built-in ones"},
    [MOST] = {'n', "most", "N", "so many sentences (default: 50)"},
    [AS_TESTS] = {0, "as-tests", NULL, "lines to put below a rule: todo yes: ..."},
    [QUIET] = {'q', "quiet", NULL, "no progress and no warnings; errors only"},
    [HELP] = {'h', "help", NULL, "this text"},
};

static void print_help(void) {
    puts("usage: sideline misses [OPTION]... PATH...\n\n"
         "Lists sentences that name somebody, hold a word of the rules of the first table,\n"
         "and gave no row of it: the place to look for phrases that the rules do not know.\n"
         "CSV with the columns score, article, line, start, end, sentence, names, words.\n");
    sl_options_print(options, N_OPTIONS);
    sl_inputoptions_print("Which articles are read, and how:", SL_INPUT_OPTIONS);
    puts("\nThe best come first. A sentence scores 100 for each rule that finds all its things\n"
         "there and only lacks the wording, and 1 for each name and word; then text order.\n\n"
         "Examples:\n"
         "  sideline misses articles/ > misses.csv\n"
         "  sideline misses -r my.rules --most 10 --as-tests articles/\n"
         "  sideline misses --field text=body --include '*.jsonl' news.zip > misses.csv\n\n"
         "Exit status: 0 done, 1 some articles failed, 2 nothing done (bad usage, bad rules).");
}

typedef struct {
    sideline_job job;
    sl_inputoptions input;
    sideline_misses misses;
    const char *rules;
    bool quiet, help;
} request;

static bool read_most(const char *text, size_t *out) {
    uint64_t n;
    const char *rest;
    bool good = sl_options_number(text, UINT32_MAX, &n, &rest) && !*rest;
    if (good) *out = (size_t)n;
    else sl_message(command, "option \"--most\" wants a number of sentences, not \"%s\"", text);
    return good;
}

static bool take_option(request *asked, int option, const char *value) {
    switch (option) {
    case RULES: asked->rules = value; return true;
    case MOST: return read_most(value, &asked->misses.most);
    case AS_TESTS: return asked->misses.as_tests = true;
    case QUIET: return asked->quiet = true;
    case HELP: return asked->help = true;
    default: return false;
    }
}

static bool read_arguments(int argc, char **argv, request *asked) {
    sl_options scan = {.command = command, .options = options, .n = N_OPTIONS, .argv = argv, .argc = argc};
    const char *value;
    int option;
    sl_inputoptions_begin(&asked->input, &scan, SL_INPUT_OPTIONS, &asked->job);
    while ((option = sl_inputoptions_next(&asked->input, &scan, &value)) >= 0) {
        if (!take_option(asked, option, value)) return false;
    }
    if (option == SL_OPTIONS_BAD) return false;
    return asked->help || sl_inputoptions_paths(&asked->input, (const char *const *)argv, (size_t)scan.operands);
}

static int run(request *asked, const sideline_rules *rules) {
    sl_progress progress;
    sl_progress_begin(&progress, !asked->quiet);
    asked->job.observer = sl_progress_observer(&progress);
    sideline_progress done;
    sideline_error error;
    sideline_status status = sideline_misses_find(rules, &asked->job, &asked->misses, &done, &error);
    sl_progress_hide(&progress);
    return sl_message_status(command, status, &done, &error);
}

static int answer(request *asked) {
    sideline_rules *rules = sl_rules_open(command, asked->rules, !asked->quiet);
    if (!rules) return SL_EXIT_REFUSED;
    int result = run(asked, rules);
    sideline_rules_free(rules);
    return result;
}

int sl_command_misses(int argc, char **argv) {
    request asked = {0};
    int result = SL_EXIT_REFUSED;
    if (read_arguments(argc, argv, &asked)) {
        if (asked.help) print_help();
        result = asked.help ? SL_EXIT_DONE : answer(&asked);
    }
    sl_inputoptions_end(&asked.input);
    return result;
}
