/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/terminal.h"

#include "cli/options.h"

#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

enum { USUAL_WIDTH = 80, MOST_WIDTH = 10000 };

bool sl_terminal_in_colour(int descriptor) {
    const char *no_colour = getenv("NO_COLOR"), *terminal = getenv("TERM");
    return !(no_colour && *no_colour) && terminal && strcmp(terminal, "dumb") != 0 && isatty(descriptor);
}

size_t sl_terminal_width(int descriptor) {
    struct winsize size;
    const char *columns = getenv("COLUMNS"), *rest;
    uint64_t n;
    if (!isatty(descriptor)) return 0;
    if (ioctl(descriptor, TIOCGWINSZ, &size) == 0 && size.ws_col) return size.ws_col;
    return columns && sl_options_number(columns, MOST_WIDTH, &n, &rest) && !*rest ? (size_t)n : USUAL_WIDTH;
}
