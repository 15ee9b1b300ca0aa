/* SPDX-License-Identifier: Apache-2.0
 *
 * sideline whynot: how far the patterns came in a sentence, what stopped them, and what removed a match.
 */
#include "cli/commands.h"
#include "cli/inputoptions.h"
#include "cli/message.h"
#include "run/tools.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

static const char command[] = "whynot";

enum { RULES, TEXT, HELP, N_OPTIONS };

static const sl_option options[N_OPTIONS] = {
    [RULES] = {'r', "rules", "FILE", "rules to use instead of the built-in ones"},
    [TEXT] = {'t', "text", "SENTENCE", "ask about this sentence instead of a file"},
    [HELP] = {'h', "help", NULL, "this text"},
};

static void print_help(void) {
    puts("usage: sideline whynot [OPTION]... FILE[:LINE] [RULE]\n"
         "       sideline whynot [OPTION]... -t SENTENCE [RULE]\n\n"
         "Tells what is recognised in a sentence and what became of RULE there: the rows that it\n"
         "gave to, or what stopped a match (an unless line, another rule, a cell that is needed),\n"
         "or for each pattern how far it came, what it wanted there, and what the sentence lacks.\n"
         "Without RULE it tells of the rules that came closest, without LINE of every sentence.\n"
         "FILE is an article as a table calls it (f.jsonl#ID, a.zip!x.txt), or a file: all that are\n"
         "in it; - is standard input. LINE is one of the file, in an archive of the member.\n");
    sl_options_print(options, N_OPTIONS);
    sl_inputoptions_print("How the article is read:", SL_READING_OPTIONS);
    puts("\nExamples:\n"
         "  sideline whynot articles/a.txt:3\n"
         "  sideline whynot -r my.rules articles/a.txt:3 injury.suffered\n"
         "  sideline whynot --field text=body news.jsonl#1234\n"
         "  sideline whynot -t 'Okafor hurt his knee.' injury.body\n\n"
         "Exit status: 0 told, 2 no such line or rule, or something cannot be read.");
}

static void print(void *context, sideline_text answer) {
    (void)context;
    fwrite(answer.p, 1, answer.n, stdout);
}

/* a.txt:12 is line 12 of a.txt; the colon is cut off in place. */
static void split_line(char *path, sideline_whynot *question) {
    char *colon = strrchr(path, ':');
    uint32_t line = 0;
    if (!colon || !colon[1]) return;
    for (const char *p = colon + 1; *p; p++) {
        if (*p < '0' || *p > '9' || line > 100000000) return;
        line = line * 10 + (uint32_t)(*p - '0');
    }
    *colon = '\0';
    question->line = line;
}

/* Words, and no file or member of one. */
static bool is_sentence(const char *path) {
    return strchr(path, ' ') && !strpbrk(path, "/!#") && access(path, F_OK) != 0;
}

static int ask(const char *rules_path, const sideline_job *job, const sideline_whynot *question) {
    sideline_rules *rules = sl_rules_open_whynot(command, rules_path);
    if (!rules) return SL_EXIT_REFUSED;
    sideline_error error;
    sideline_status status = sideline_whynot_ask(rules, job, question, &error);
    sideline_rules_free(rules);
    if (status == SIDELINE_OK) return SL_EXIT_DONE;
    sl_message_error(command, &error);
    return SL_EXIT_REFUSED;
}

int sl_command_whynot(int argc, char **argv) {
    sl_options scan = {.command = command, .options = options, .n = N_OPTIONS, .argv = argv, .argc = argc};
    sideline_whynot question = {.tell = print};
    sideline_job job = {0};
    sl_inputoptions input;
    const char *value, *path = NULL;
    int option;
    sl_inputoptions_begin(&input, &scan, SL_READING_OPTIONS, &job);
    while ((option = sl_inputoptions_next(&input, &scan, &value)) >= 0) {
        if (option == RULES) path = value;
        if (option == TEXT) question.text = value;
        if (option != HELP) continue;
        print_help();
        return SL_EXIT_DONE;
    }
    if (option == SL_OPTIONS_BAD) return SL_EXIT_REFUSED;
    int files = question.text ? 0 : 1;
    if (scan.operands < files || scan.operands > files + 1) {
        sl_message(command, "a file, or -t and a sentence, is wanted; \"sideline whynot --help\" tells more");
        return SL_EXIT_REFUSED;
    }
    if (files) split_line(argv[0], &question);
    if (files && is_sentence(argv[0])) {
        sl_message(command, "there is no file \"%s\"; about a sentence one asks with -t", argv[0]);
        return SL_EXIT_REFUSED;
    }
    if (files) question.article = argv[0];
    if (scan.operands > files) question.rule = argv[files];
    return ask(path, &job, &question);
}
