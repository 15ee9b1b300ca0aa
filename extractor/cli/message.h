/* SPDX-License-Identifier: Apache-2.0
 *
 * What the command says on standard error. Text that comes from outside (file names, options) may hold anything, and
 * a terminal obeys escape sequences: control characters are printed as \x1B.
 */
#ifndef SL_CLI_MESSAGE_H
#define SL_CLI_MESSAGE_H

#include "run/sideline.h"

/** "sideline COMMAND: …" and a line end; "sideline: …" where `command` is NULL. */
void sl_message(const char *command, const char *format, ...) __attribute__((format(printf, 2, 3)));

/**
 * What a command that has read articles exits with, one of SL_EXIT_…; tells why where it failed. What has stopped it is
 * that the reader of its standard output has gone.
 * @param done  how far it came
 */
int sl_message_status(const char *command, sideline_status status, const sideline_progress *done,
                      const sideline_error *error);

/** What failed, after the file that it failed at where one is known. */
void sl_message_error(const char *command, const sideline_error *error);

#endif
