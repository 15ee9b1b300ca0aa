/* SPDX-License-Identifier: Apache-2.0
 *
 * The command: which of its parts is meant. Includes nothing of sideline but the public header.
 */
#include "cli/commands.h"
#include "cli/message.h"
#include "cli/nearest.h"

#include <stdio.h>
#include <string.h>

typedef struct {
    const char *name, *arguments, *help;
    int (*run)(int argc, char **argv);
} command;

static const command commands[] = {
    {"extract", "[OPTION]... PATH...", "read articles, write tables", sl_command_extract},
    {"check", "[OPTION]... RULES...", "read rules, show their problems", sl_command_check},
    {"why", "[OPTION]... TABLE.csv ID", "where a row comes from, cell by cell", sl_command_why},
    {"whynot", "[OPTION]... FILE[:LINE]", "why a sentence gives no row", sl_command_whynot},
    {"preview", "[OPTION]... PATH...", "rows gained, lost, changed by an edit of the rules", sl_command_preview},
    {"misses", "[OPTION]... PATH...", "sentences that should perhaps have given a row", sl_command_misses},
    {"score", "[OPTION]... GOLD OUT", "tables against such as people have made", sl_command_score},
};

enum { N_COMMANDS = sizeof commands / sizeof *commands };

static void print_help(void) {
    puts("usage: sideline COMMAND [OPTION]... [ARGUMENT]...\n\n"
         "Reads sports news and tells who is sidelined.\n");
    for (size_t i = 0; i < N_COMMANDS; i++) {
        printf("  sideline %-7s %-24s %s\n", commands[i].name, commands[i].arguments, commands[i].help);
    }
    puts("\n  sideline COMMAND --help                   what a command can do, with examples\n"
         "  sideline --version                        versions of sideline and its libraries");
}

static void print_version(void) {
    printf("sideline %s\n", sideline_version());
    sideline_dependency list[SIDELINE_DEPENDENCIES];
    sideline_dependencies(list);
    for (size_t i = 0; i < SIDELINE_DEPENDENCIES; i++) printf("%s %s\n", list[i].name, list[i].version);
}

static const command *find(const char *name) {
    for (size_t i = 0; i < N_COMMANDS; i++) {
        if (strcmp(commands[i].name, name) == 0) return &commands[i];
    }
    return NULL;
}

static int refuse(const char *name) {
    const char *known[N_COMMANDS];
    for (size_t i = 0; i < N_COMMANDS; i++) known[i] = commands[i].name;
    const char *nearest = sl_nearest_known(name, known, N_COMMANDS);
    if (nearest) sl_message(NULL, "unknown command \"%s\"; did you mean \"%s\"?", name, nearest);
    else sl_message(NULL, "unknown command \"%s\"; \"sideline --help\" lists them", name);
    return SL_EXIT_REFUSED;
}

static bool is_any(const char *word, const char *a, const char *b) {
    return strcmp(word, a) == 0 || strcmp(word, b) == 0;
}

/* Help that could not be written (a full disk, a closed pipe) is no success. */
static int flushed(int status) {
    return fflush(stdout) == 0 && !ferror(stdout) ? status : SL_EXIT_REFUSED;
}

int main(int argc, char **argv) {
    if (argc < 2) {
        sl_message(NULL, "no command given; \"sideline --help\" lists them");
        return SL_EXIT_REFUSED;
    }
    const char *name = argv[1];
    if (is_any(name, "--help", "-h") || (strcmp(name, "help") == 0 && argc == 2)) {
        print_help();
        return flushed(SL_EXIT_DONE);
    }
    if (is_any(name, "--version", "-V")) {
        print_version();
        return flushed(SL_EXIT_DONE);
    }
    char help[] = "--help", *only_help[] = {help};
    bool wants_help = strcmp(name, "help") == 0;
    if (wants_help) name = argv[2];
    const command *found = find(name);
    if (!found) return refuse(name);
    return flushed(wants_help ? found->run(1, only_help) : found->run(argc - 2, argv + 2));
}
