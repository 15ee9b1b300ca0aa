/* SPDX-License-Identifier: Apache-2.0
 *
 * The commands, one file each. `argv` begins behind the name of the command. They return the exit status.
 */
#ifndef SL_CLI_COMMANDS_H
#define SL_CLI_COMMANDS_H

#include "run/sideline.h"

enum {
    SL_EXIT_DONE = 0,
    SL_EXIT_SOME_FAILED = 1, /* articles; the rows of all others are written */
    SL_EXIT_REFUSED = 2,     /* bad usage, bad rules, output that cannot be written: nothing is */
    SL_EXIT_SIGNAL = 128     /* and the number of the signal */
};

int sl_command_extract(int argc, char **argv);
int sl_command_check(int argc, char **argv);
int sl_command_why(int argc, char **argv);
int sl_command_whynot(int argc, char **argv);
int sl_command_preview(int argc, char **argv);
int sl_command_misses(int argc, char **argv);
int sl_command_score(int argc, char **argv);

/**
 * Loads rules and prints their problems on standard error.
 * @param path      NULL: the built-in ones
 * @param warnings  warnings are printed as well
 * @return NULL after an error
 */
sideline_rules *sl_rules_open(const char *command, const char *path, bool warnings);
/** The same, without warnings and for sideline_whynot_ask. */
sideline_rules *sl_rules_open_whynot(const char *command, const char *path);

/** Says why rules could not be loaded; how many errors, where it is those. */
void sl_rules_refused(const char *command, const char *path, const sideline_rules *rules, sideline_status status,
                      const sideline_error *error);

/** Prints the problems of rules from number `from` on: the first twenty, and how many more there are. */
void sl_rules_print(sideline_rules *rules, size_t from, bool warnings);

#endif
