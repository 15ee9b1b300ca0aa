/* SPDX-License-Identifier: Apache-2.0
 *
 * sideline preview: rows gained, lost and changed by an edit of the rules.
 */
#include "cli/commands.h"
#include "cli/inputoptions.h"
#include "cli/message.h"
#include "cli/progress.h"
#include "run/tools.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

static const char command[] = "preview";

enum { OLD, NEW, TABLE, FORMAT, JOBS, QUIET, HELP, N_OPTIONS };

static const sl_option options[N_OPTIONS] = {
    [OLD] = {0, "old", "FILE", "the rules before the edit (default: the built-in ones)"},
    [NEW] = {0, "new", "FILE", "the rules after it (default: the built-in ones)"},
    [TABLE] = {'t', "table", "NAME", "this table only (default: all that the rules declare)"},
    [FORMAT] = {'f', "format", "NAME", "table or csv (default: table on a terminal, else csv)"},
    [JOBS] = {'j', "jobs", "N", "threads (default: 1)"},
    [QUIET] = {'q', "quiet", NULL, "no progress, warnings and counts; errors only"},
    [HELP] = {'h', "help", NULL, "this text"},
};

static void print_help(void) {
    puts("usage: sideline preview [OPTION]... --new FILE PATH...\n"
         "       sideline preview [OPTION]... --old FILE [--new FILE] PATH...\n\n"
         "Runs the articles through two rule files and shows the rows that the edit gains,\n"
         "loses and changes, each with its sentence. The counts come last, on standard error.\n");
    sl_options_print(options, N_OPTIONS);
    sl_inputoptions_print("Which articles are read, and how:", SL_INPUT_OPTIONS);
    puts("\nA row is the same one where the cells of \"one row per\" are equal; in a table without\n"
         "that line, where it stands at the same place. It is changed where another cell\n"
         "differs. id is not compared; line, start and end are not told where evidence is.\n\n"
         "--format table: a block for each row, + gained, - lost, ~ changed with old -> new.\n"
         "--format csv: the columns change, table, article, line, start, end, row, column, old,\n"
         "new, sentence. A row gained or lost is one line, with all its cells in new or old, so\n"
         "that lines can be counted; a changed row has a line for each column that differs.\n"
         "row tells which row it is; filter by change and column, sort by row.\n"
         "--table takes mentions and suppressed as well.\n\n"
         "Examples:\n"
         "  sideline preview --new my.rules articles/\n"
         "  sideline preview --old before.rules --new after.rules -t injuries -j4 articles/\n"
         "  sideline preview --new my.rules --format csv articles/ > changes.csv\n\n"
         "Exit status: 0 done, whatever differs; 1 some articles failed; 2 nothing done (bad\n"
         "usage, bad rules).");
}

typedef struct {
    sideline_job job;
    sl_inputoptions input;
    sideline_preview preview;
    const char *old, *new;
    bool quiet, help;
} request;

static bool read_format(const char *text, bool *as_csv) {
    *as_csv = strcmp(text, "csv") == 0;
    if (*as_csv || strcmp(text, "table") == 0) return true;
    sl_message(command, "option \"--format\" wants table or csv, not \"%s\"", text);
    return false;
}

static bool take_option(request *asked, int option, const char *value) {
    switch (option) {
    case OLD: asked->old = value; return true;
    case NEW: asked->new = value; return true;
    case TABLE: asked->job.table = value; return true;
    case FORMAT: return read_format(value, &asked->preview.as_csv);
    case JOBS: return sl_options_jobs(command, value, &asked->job.threads);
    case QUIET: return asked->quiet = true;
    case HELP: return asked->help = true;
    default: return false;
    }
}

static bool read_arguments(int argc, char **argv, request *asked) {
    sl_options scan = {.command = command, .options = options, .n = N_OPTIONS, .argv = argv, .argc = argc};
    const char *value;
    int option;
    asked->preview.as_csv = !isatty(STDOUT_FILENO);
    sl_inputoptions_begin(&asked->input, &scan, SL_INPUT_OPTIONS, &asked->job);
    while ((option = sl_inputoptions_next(&asked->input, &scan, &value)) >= 0) {
        if (!take_option(asked, option, value)) return false;
    }
    if (option == SL_OPTIONS_BAD) return false;
    if (asked->help) return true;
    if (asked->old || asked->new)
        return sl_inputoptions_paths(&asked->input, (const char *const *)argv, (size_t)scan.operands);
    sl_message(command, "two rule files are compared: name one with --old or --new; \"sideline preview --help\" tells "
                        "more");
    return false;
}

static void show_counts(void *context, const sideline_previewed *t) {
    sl_progress_hide(context);
    fprintf(stderr, "%.*s: %llu gained, %llu lost, %llu changed, %llu the same\n", (int)t->table.n, t->table.p,
            (unsigned long long)t->gained, (unsigned long long)t->lost, (unsigned long long)t->changed,
            (unsigned long long)t->same);
}

static void show_articles(const sideline_progress *done) {
    fprintf(stderr, "%llu %s", (unsigned long long)done->articles, done->articles == 1 ? "article" : "articles");
    if (done->failed) fprintf(stderr, ", %llu failed", (unsigned long long)done->failed);
    fputc('\n', stderr);
}

/* On one terminal the line of progress would stand between the rows. */
static int run(request *asked, const sideline_rules *old, const sideline_rules *new) {
    sl_progress progress;
    sl_progress_begin(&progress, !asked->quiet && !isatty(STDOUT_FILENO));
    asked->job.observer = sl_progress_observer(&progress);
    if (!asked->quiet) asked->preview.counted = show_counts;
    sideline_progress done;
    sideline_error error;
    sideline_status status = sideline_preview_run(old, new, &asked->job, &asked->preview, &done, &error);
    sl_progress_hide(&progress);
    if (status == SIDELINE_OK && !asked->quiet) show_articles(&done);
    return sl_message_status(command, status, &done, &error);
}

static int answer(request *asked) {
    /* Warnings of the old rules are old ones. */
    sideline_rules *old = sl_rules_open(command, asked->old, false);
    sideline_rules *new = old ? sl_rules_open(command, asked->new, !asked->quiet) : NULL;
    int result = old && new ? run(asked, old, new) : SL_EXIT_REFUSED;
    sideline_rules_free(new);
    sideline_rules_free(old);
    return result;
}

int sl_command_preview(int argc, char **argv) {
    request asked = {0};
    int result = SL_EXIT_REFUSED;
    if (read_arguments(argc, argv, &asked)) {
        if (asked.help) print_help();
        result = asked.help ? SL_EXIT_DONE : answer(&asked);
    }
    sl_inputoptions_end(&asked.input);
    return result;
}
