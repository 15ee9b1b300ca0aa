/* SPDX-License-Identifier: Apache-2.0
 *
 * sideline why: which rule, which pattern, which words and which other matches made a row.
 */
#include "cli/commands.h"
#include "cli/inputoptions.h"
#include "cli/message.h"
#include "run/tools.h"

#include <stdio.h>

static const char command[] = "why";

enum { RULES, HELP, N_OPTIONS };

static const sl_option options[N_OPTIONS] = {
    [RULES] = {'r', "rules", "FILE", "the rules that made the table, instead of the built-in ones"},
    [HELP] = {'h', "help", NULL, "this text"},
};

static void print_help(void) {
    puts("usage: sideline why [OPTION]... TABLE.csv ID\n\n"
         "Tells where a row comes from: the rules and patterns that made it, the words that\n"
         "they matched, what was joined, and the source of each cell. ID is the cell \"id\" of\n"
         "the row, or its first letters. The article is read again, from the path in the table.\n");
    sl_options_print(options, N_OPTIONS);
    sl_inputoptions_print("How the article is read, as extract was told:", SL_READING_OPTIONS);
    puts("\nExamples:\n"
         "  sideline why out/injuries.csv 7e8a92c8a266220d\n"
         "  sideline why -r my.rules out/quotes.csv 18f0\n\n"
         "Exit status: 0 told, 2 no such row, or the article or the rules cannot be read.");
}

static void print(void *context, sideline_text answer) {
    (void)context;
    fwrite(answer.p, 1, answer.n, stdout);
}

static int ask(const sideline_rules *rules, const sideline_job *job, const sideline_why *question) {
    sideline_error error;
    if (sideline_why_ask(rules, job, question, &error) == SIDELINE_OK) return SL_EXIT_DONE;
    sl_message_error(command, &error);
    return SL_EXIT_REFUSED;
}

int sl_command_why(int argc, char **argv) {
    sl_options scan = {.command = command, .options = options, .n = N_OPTIONS, .argv = argv, .argc = argc};
    sideline_why question = {.tell = print};
    sideline_job job = {0};
    sl_inputoptions input;
    const char *value, *path = NULL;
    int option;
    sl_inputoptions_begin(&input, &scan, SL_READING_OPTIONS, &job);
    while ((option = sl_inputoptions_next(&input, &scan, &value)) >= 0) {
        if (option == RULES) path = value;
        if (option != HELP) continue;
        print_help();
        return SL_EXIT_DONE;
    }
    if (option == SL_OPTIONS_BAD) return SL_EXIT_REFUSED;
    if (scan.operands != 2) {
        sl_message(command, "a table and the id of a row are wanted; \"sideline why --help\" tells more");
        return SL_EXIT_REFUSED;
    }
    question.csv = argv[0];
    question.id = argv[1];
    sideline_rules *rules = sl_rules_open(command, path, false);
    if (!rules) return SL_EXIT_REFUSED;
    int result = ask(rules, &job, &question);
    sideline_rules_free(rules);
    return result;
}
