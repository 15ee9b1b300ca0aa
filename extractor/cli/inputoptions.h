/* SPDX-License-Identifier: Apache-2.0
 *
 * The options of all commands that read articles: which ones, and how. They are the second table of the command line,
 * behind the command's own options, which alone it has to look at:
 *
 *     sl_inputoptions_begin(&input, &scan, SL_INPUT_OPTIONS, &job);
 *     while ((option = sl_inputoptions_next(&input, &scan, &value)) >= 0) ...
 *     if (option == SL_OPTIONS_BAD || !sl_inputoptions_paths(&input, argv, (size_t)scan.operands)) ...
 *     ... the job is run ...
 *     sl_inputoptions_end(&input);
 */
#ifndef SL_CLI_INPUTOPTIONS_H
#define SL_CLI_INPUTOPTIONS_H

#include "cli/options.h"
#include "cli/pathlist.h"
#include "run/sideline.h"

/* All of them; and those that say how an article is read, for a command that is told of one. */
enum { SL_INPUT_OPTIONS = 9, SL_READING_OPTIONS = 5 };

enum { SL_MOST_VALUES = 64 }; /* of one option */

typedef struct {
    const char *command; /* for messages */
    sideline_job *job;   /* what they are written to */
    const char *given;   /* one of them that stands on the command line; NULL: none does */
    const char *files_from;
    sl_pathlist list;
    const char *include[SL_MOST_VALUES], *exclude[SL_MOST_VALUES], *fields[SL_MOST_VALUES];
} sl_inputoptions;

/**
 * @param scan  out: its second table
 * @param n     SL_INPUT_OPTIONS or SL_READING_OPTIONS
 * @param job   points into `input` from now on: neither may be moved
 */
void sl_inputoptions_begin(sl_inputoptions *input, sl_options *scan, size_t n, sideline_job *job);
void sl_inputoptions_end(sl_inputoptions *input);

/** As sl_options_next, but only the command's own options come out: those of the input go into the job. */
int sl_inputoptions_next(sl_inputoptions *input, sl_options *scan, const char **value);

/** Their lines of --help, below a heading. */
void sl_inputoptions_print(const char *heading, size_t n);

/**
 * Once all options are read: the paths of the job are the operands, and those of --files-from.
 * @return false after a message on standard error: there are none, or they cannot be read
 */
bool sl_inputoptions_paths(sl_inputoptions *input, const char *const *operands, size_t n);

#endif
