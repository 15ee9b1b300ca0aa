/* SPDX-License-Identifier: Apache-2.0
 *
 * Errors and warnings of rule files and lists, collected and never printed here. Rendered they read
 *
 *     football.rules:12:19: error E12: there is no list, macro or type "injurry"; nearest: "injury"
 *        match: {player} has an {injurry}
 *                               ^~~~~~~~
 */
#ifndef SL_RULE_DIAGNOSTIC_H
#define SL_RULE_DIAGNOSTIC_H

#include "base/array.h"
#include "base/buf.h"

typedef struct {
    bool is_warning;
    uint16_t number;      /* stable: E12, W07 */
    sl_str file;          /* as the user named it, or as `use:` did */
    uint32_t line;        /* 1-based; 0 for the file as a whole */
    uint32_t column;      /* 1-based, in bytes of the line */
    uint32_t width;       /* bytes of the line that are meant, at least 1 */
    sl_str source;        /* the line, without its end */
    sl_str message;
} sl_diagnostic;

typedef struct {
    sl_arena *arena;      /* owns the messages */
    SL_ARRAY(sl_diagnostic) list; /* in order of discovery; sorted by sl_diagnostics_sort */
    uint32_t errors, warnings;    /* all of them, those beyond SL_MAX_ERRORS too */
} sl_diagnostics;

void sl_diagnose(sl_diagnostics *diagnostics, sl_diagnostic where, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/** By file in order of first mention, then line, column, number. */
void sl_diagnostics_sort(sl_diagnostics *diagnostics);

/** One diagnostic as text, with its line and caret; `colour` for a terminal. */
void sl_diagnostic_render(const sl_diagnostic *diagnostic, bool colour, sl_buf *out);

#endif
