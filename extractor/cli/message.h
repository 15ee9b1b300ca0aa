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

/** What failed, after the file that it failed at where one is known. */
void sl_message_error(const char *command, const sideline_error *error);

#endif
