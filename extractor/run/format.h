/* SPDX-License-Identifier: Apache-2.0
 *
 * Which format is meant by what stands behind -o: by the suffix, or a folder where there is none.
 */
#ifndef SL_RUN_FORMAT_H
#define SL_RUN_FORMAT_H

#include "output/writer.h"

typedef enum {
    SL_PLACE_ONE_TABLE,  /* a file, or standard output, that holds one */
    SL_PLACE_ALL_TABLES, /* a file that holds all, or one where one is named */
    SL_PLACE_FOLDER      /* a file for each, and what describes them */
} sl_place_kind;

typedef struct {
    const sl_writer_kind *writer;
    sl_place_kind kind;
    sl_str path; /* without slashes at its end; n 0: standard output. Borrowed */
} sl_format;

/**
 * @param path  "" or NULL: standard output, as a table for people where `screen` has a width
 * @return SL_BAD_USAGE for a suffix that is no format
 */
sl_status sl_format_choose(const char *path, const sl_screen *screen, sl_format *format, sl_error *err);

#endif
