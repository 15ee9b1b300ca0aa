/* SPDX-License-Identifier: Apache-2.0
 *
 * Options of a command line, with GNU habits:
 *
 *     -o FILE  -oFILE  --out FILE  --out=FILE     a value
 *     -qj4                                        letters together
 *     --tab injuries                              the beginning of a name, where only one has it
 *     a.txt -q b.txt                              options and operands in any order
 *     -- -q                                       behind -- all are operands; - alone always is
 *
 * Operands are moved to the front of argv as they are passed, in their order.
 */
#ifndef SL_CLI_OPTIONS_H
#define SL_CLI_OPTIONS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct {
    char letter;          /* 0: has none */
    const char *name;     /* without the dashes */
    const char *argument; /* what help calls its value; NULL: takes none */
    const char *help;
} sl_option;

typedef struct {
    const char *command; /* for messages: "extract" */
    const sl_option *options;
    size_t n;
    const sl_option *more; /* of what several commands take; numbered behind the others. NULL: none */
    size_t n_more;
    char **argv; /* begins with the first argument of the command */
    int argc, at;
    int operands;        /* so many are at the front of argv */
    const char *letters; /* what is left of "-qj4"; NULL or empty: nothing */
    bool only_operands;  /* -- has been passed */
} sl_options;

enum { SL_OPTIONS_END = -1, SL_OPTIONS_BAD = -2 };

/**
 * @param value  of an option that takes one, otherwise NULL
 * @return index into `options`, or n and an index into `more`; SL_OPTIONS_END when all has been read; SL_OPTIONS_BAD after a message on standard error
 */
int sl_options_next(sl_options *scan, const char **value);

/** Reads a whole number in 1..most; `*rest` is what follows it. @return false: there is none */
bool sl_options_number(const char *text, uint64_t most, uint64_t *out, const char **rest);

/** The value of --jobs: a number of threads. @return false after a message on standard error */
bool sl_options_jobs(const char *command, const char *text, unsigned *out);

/** The lines of --help, on standard output. */
void sl_options_print(const sl_option *options, size_t n);

#endif
