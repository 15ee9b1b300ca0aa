/* SPDX-License-Identifier: Apache-2.0
 *
 * What a terminal is like, for those who write to it.
 */
#ifndef SL_CLI_TERMINAL_H
#define SL_CLI_TERMINAL_H

#include <stdbool.h>
#include <stddef.h>

/** `descriptor` is a terminal, and colours are not turned off by NO_COLOR or TERM=dumb. */
bool sl_terminal_in_colour(int descriptor);

/** Columns of the terminal, or COLUMNS where it does not tell; 0: `descriptor` is no terminal. */
size_t sl_terminal_width(int descriptor);

#endif
