/* SPDX-License-Identifier: Apache-2.0
 *
 * sideline extract: articles in, tables out.
 */
#include "cli/cachefolder.h"
#include "cli/commands.h"
#include "cli/inputoptions.h"
#include "cli/message.h"
#include "cli/progress.h"
#include "cli/terminal.h"
#include "run/tools.h"

#include <inttypes.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static const char command[] = "extract";

enum {
    RULES,
    OUT,
    TABLE,
    COLUMNS,
    RESUME,
    CHANGED,
    JOBS,
    STRICT,
    DRY_RUN,
    EXCEL,
    RAW,
    DELIMITER,
    NO_GATE,
    QUIET,
    HELP,
    N_OPTIONS
};

static const sl_option options[N_OPTIONS] = {
    [RULES] = {'r', "rules", "FILE", "rules to use instead of the built-in ones"},
    [OUT] = {'o', "out", "PLACE", "a folder, or a file: .csv .jsonl .xlsx .sqlite .html"},
    [TABLE] = {'t', "table", "NAME", "the table to write (default: the first, or all)"},
    [COLUMNS] = {0, "columns", "A,B,...", "only these columns of it, in this order"},
    [RESUME] = {0, "resume", NULL, "go on with an interrupted run to the same -o FOLDER"},
    [CHANGED] = {0, "changed", NULL, "bring -o FOLDER up to date: only what is new or changed"},
    [JOBS] = {'j', "jobs", "N", "threads (default: 1)"},
    [STRICT] = {0, "strict", NULL, "refuse rules with warnings or failing tests"},
    [DRY_RUN] = {0, "dry-run", NULL, "only say which articles would be read"},
    [EXCEL] = {0, "excel", NULL, "byte order mark and CR LF, as Excel wants them"},
    [RAW] = {0, "raw", NULL, "no apostrophe before cells that begin with = + - @"},
    [DELIMITER] = {0, "delimiter", "C", "between cells, for example ';' or '\\t'"},
    [NO_GATE] = {0, "no-gate", NULL, "try every rule on every sentence: same rows, slowly"},
    [QUIET] = {'q', "quiet", NULL, "no progress and no warnings; errors only"},
    [HELP] = {'h', "help", NULL, "this text"},
};

static void print_help(void) {
    puts("usage: sideline extract [OPTION]... PATH...\n\n"
         "Reads news articles (files, folders, - for standard input) and writes tables.\n"
         "An article is plain text, an HTML page or a JSON record (.json, .jsonl); they may be\n"
         "compressed (.gz .zst .xz .bz2) or stand in archives (.zip .tar .warc).\n"
         "Without -o one table goes to standard output as CSV, and to a terminal laid out to\n"
         "its width. With -o FOLDER all tables, episodes.csv, names.csv and run.json go there;\n"
         "with -o FILE what its suffix says: .csv, .jsonl, .xlsx, .sqlite, .html.\n");
    sl_options_print(options, N_OPTIONS);
    sl_inputoptions_print("Which articles are read, and how:", SL_INPUT_OPTIONS);
    puts("\nExamples:\n"
         "  sideline extract articles/ > injuries.csv\n"
         "  sideline extract -o tables -j4 articles/\n"
         "  sideline extract -o tables -j4 --changed articles/\n"
         "  sideline extract -o injuries.xlsx articles/\n"
         "  sideline extract -o report.html articles/\n"
         "  sideline extract --columns player,injury,return_from -o out.jsonl articles/\n"
         "  sideline extract --table quotes --date 2024-03-06 today.txt\n"
         "  sideline extract --field text=body --records response.results news.json.gz\n"
         "  sideline extract --include '*.html' --date-from-path '\\d{4}/\\d\\d/\\d\\d' site.zip\n"
         "  curl -s https://example.org/a.txt | sideline extract -\n\n"
         "Exit status: 0 done, 1 some articles failed, 2 nothing done (bad usage, bad rules).");
}

typedef struct {
    sideline_job job;
    sl_inputoptions input;
    const char *rules;
    bool strict, quiet, dry_run, help;
} request;

static bool read_delimiter(const char *text, sideline_job *job) {
    if (strcmp(text, "\\t") == 0) text = "\t";
    if (text[0] == '\0' || text[1] != '\0') {
        sl_message(command, "option \"--delimiter\" wants one character, not \"%s\"", text);
        return false;
    }
    job->delimiter = text[0];
    return true;
}

static bool take_option(request *asked, int option, const char *value) {
    sideline_job *job = &asked->job;
    switch (option) {
    case RULES: asked->rules = value; return true;
    case OUT: job->output = value; return true;
    case TABLE: job->table = value; return true;
    case COLUMNS: job->columns = value; return true;
    case RESUME: return job->resume = true;
    case CHANGED: return job->changed = true;
    case JOBS: return sl_options_jobs(command, value, &job->threads);
    case STRICT: return asked->strict = true;
    case DRY_RUN: return asked->dry_run = true;
    case EXCEL: return job->excel = true;
    case RAW: return job->raw = true;
    case DELIMITER: return read_delimiter(value, job);
    case NO_GATE: return job->extract.without_gate = true;
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

/* The number of the signal that asked to stop. A handler can reach nothing else. */
static volatile sig_atomic_t stop_signal, signals;

/* The first one asks the job to tidy up and go, which it does at once. timeout(1) sends two of them in a row, so only
   one more than that is taken for impatience. */
static void note_signal(int number) {
    stop_signal = number;
    if (++signals > 2) _exit(SL_EXIT_SIGNAL + number);
}

/* What the parent has had ignored (nohup, a job in the background of a script) stays so. */
static void catch_signal(int number) {
    struct sigaction action = {.sa_handler = note_signal}, before;
    sigemptyset(&action.sa_mask);
    if (sigaction(number, NULL, &before) == 0 && before.sa_handler != SIG_IGN) sigaction(number, &action, NULL);
}

static void catch_signals(void) {
    catch_signal(SIGINT);
    catch_signal(SIGTERM);
    catch_signal(SIGHUP);
    /* A write to a closed pipe then fails, and temporary files are removed. */
    struct sigaction ignore = {.sa_handler = SIG_IGN};
    sigaction(SIGPIPE, &ignore, NULL);
}

static bool is_stopped(void *context) {
    (void)context;
    return stop_signal != 0;
}

/* 128 and the number of the signal, as a shell tells of a process that a signal has ended. Without one, the reader of
   standard output has gone. */
static int status_of_signal(void) {
    return SL_EXIT_SIGNAL + (stop_signal ? (int)stop_signal : SIGPIPE);
}

/* What the observer of a job is given: a progress line, and what stands behind it. */
typedef struct {
    sl_progress progress; /* first, for its address is what the observer has */
    const request *asked;
} watcher;

static void tell_kept(const request *asked, uint64_t kept) {
    if (kept && !asked->quiet)
        sl_message(command, "%" PRIu64 " %s done; the same command with --resume goes on", kept,
                   kept == 1 ? "article is" : "articles are");
}

/* Whoever interrupts does not want to wait for a long article. */
static void leave(void *context, uint64_t kept) {
    watcher *w = context;
    sl_progress_hide(&w->progress);
    tell_kept(w->asked, kept);
    _exit(status_of_signal());
}

static void tell_remembered(void *context, uint64_t articles) {
    const watcher *w = context;
    if (articles || w->asked->quiet) return;
    sl_message(command, "'%s' has nothing to go on from: all articles are read", w->asked->job.output);
}

static int exit_status(sideline_status status, const sideline_summary *summary, const sideline_error *error) {
    if (status == SIDELINE_STOPPED) return status_of_signal();
    return sl_message_status(command, status, &summary->done, error);
}

static int run(request *asked, const sideline_rules *rules) {
    if (!asked->job.output) asked->job.screen_width = sl_terminal_width(STDOUT_FILENO);
    asked->job.screen_colour = sl_terminal_in_colour(STDOUT_FILENO);
    watcher w = {.asked = asked};
    sl_progress_begin(&w.progress, !asked->quiet && !asked->job.screen_width);
    asked->job.estimate = w.progress.shown;
    asked->job.observer = sl_progress_observer(&w.progress);
    asked->job.observer.stop = is_stopped;
    asked->job.observer.stopped = leave;
    asked->job.observer.remembered = tell_remembered;
    catch_signals();
    sideline_summary summary;
    sideline_error error;
    sideline_status status = sideline_job_run(rules, &asked->job, &summary, &error);
    sl_progress_hide(&w.progress);
    int result = exit_status(status, &summary, &error);
    tell_kept(asked, summary.kept);
    return result;
}

static void print_name(void *context, sideline_text name) {
    (void)context;
    printf("%.*s\n", (int)name.n, name.p);
}

static int dry_run(request *asked) {
    sl_progress progress;
    sl_progress_begin(&progress, false);
    asked->job.observer = sl_progress_observer(&progress);
    sideline_summary summary;
    sideline_error error;
    sideline_status status = sideline_job_dry_run(&asked->job, print_name, &summary, &error);
    return exit_status(status, &summary, &error);
}

/* The tests inside a rule file of the user's own; the built-in ones were tested when the program was built. Failures
   are shown as warnings. @return false where they could not be run */
static bool run_rule_tests(const request *asked, sideline_rules *rules) {
    bool would_tell = asked->rules && (asked->strict || !asked->quiet);
    if (!would_tell) return true;
    size_t known = sideline_rules_problems(rules);
    sideline_rules_tests counts;
    sideline_error error;
    char folder[4096];
    bool remembers = sl_cache_folder(folder, sizeof folder);
    if (sideline_rules_run_tests_once(rules, remembers ? folder : NULL, &counts, &error)) {
        sl_message(command, "%s: %s", asked->rules, error.message);
        return false;
    }
    sideline_rules_soften(rules, known);
    sl_rules_print(rules, known, true);
    return true;
}

static int run_with_rules(request *asked, sideline_rules *rules) {
    if (!run_rule_tests(asked, rules)) return SL_EXIT_REFUSED;
    size_t warnings = sideline_rules_warnings(rules);
    if (!asked->strict || warnings == 0) return run(asked, rules);
    sl_message(command, "%s: %zu %s (--strict)", asked->rules ? asked->rules : "built-in rules", warnings,
               warnings == 1 ? "warning" : "warnings");
    return SL_EXIT_REFUSED;
}

static int answer(request *asked) {
    if (asked->dry_run) return dry_run(asked);
    sideline_rules *rules = sl_rules_open(command, asked->rules, !asked->quiet);
    if (!rules) return SL_EXIT_REFUSED;
    int result = run_with_rules(asked, rules);
    sideline_rules_free(rules);
    return result;
}

int sl_command_extract(int argc, char **argv) {
    request asked = {0};
    int result = SL_EXIT_REFUSED;
    if (read_arguments(argc, argv, &asked)) {
        if (asked.help) print_help();
        result = asked.help ? SL_EXIT_DONE : answer(&asked);
    }
    sl_inputoptions_end(&asked.input);
    return result;
}
