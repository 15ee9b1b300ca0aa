/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/message.h"

#include "cli/commands.h"

#include <signal.h>
#include <stdarg.h>
#include <stdio.h>

/* A message holds a path at most; what is longer is cut. */
enum { MAX_MESSAGE = 8192 };

void sl_message(const char *command, const char *format, ...) {
    char text[MAX_MESSAGE];
    va_list args;
    va_start(args, format);
    vsnprintf(text, sizeof text, format, args);
    va_end(args);
    fprintf(stderr, "sideline%s%s: ", command ? " " : "", command ? command : "");
    for (const char *p = text; *p; p++) {
        if ((unsigned char)*p < ' ' || *p == 0x7F) fprintf(stderr, "\\x%02X", (unsigned)*p);
        else fputc(*p, stderr);
    }
    fputc('\n', stderr);
}

void sl_message_error(const char *command, const sideline_error *error) {
    if (error->file[0]) sl_message(command, "%s: %s", error->file, error->message);
    else sl_message(command, "%s", error->message);
}

int sl_message_status(const char *command, sideline_status status, const sideline_progress *done,
                      const sideline_error *error) {
    if (status == SIDELINE_STOPPED) return SL_EXIT_SIGNAL + SIGPIPE;
    if (status == SIDELINE_OK) return done->failed ? SL_EXIT_SOME_FAILED : SL_EXIT_DONE;
    sl_message_error(command, error);
    return SL_EXIT_REFUSED;
}
