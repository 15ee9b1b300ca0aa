/* SPDX-License-Identifier: Apache-2.0
 *
 * Errors and warnings of rule files and lists, collected and never printed here. Rendered they read
 *
 *     football.rules:12:19: error E23: there is no list, macro, person or type "injurry"; nearest: "injury"
 *        match: {player} has an {injurry}
 *                               ^~~~~~~~~
 *
 * Of each file the first SL_MAX_ERRORS errors, and as many warnings, are kept and the rest is counted, in a last line
 * without a place.
 */
#ifndef SL_RULE_DIAGNOSTIC_H
#define SL_RULE_DIAGNOSTIC_H

#include "base/array.h"
#include "base/buf.h"

typedef struct {
    bool is_warning;
    uint16_t number; /* stable: E12, W07; 0 for the line that counts what is not shown */
    sl_str file;     /* as the user named it, or as `use:` did */
    uint32_t line;   /* 1-based; 0 for the file as a whole */
    uint32_t column; /* 1-based, in bytes of the line */
    uint32_t width;  /* bytes of the line that are meant, at least 1 */
    sl_str source;   /* the line, without its end */
    sl_str message;
    uint32_t file_number; /* set by sl_diagnose: in order of first mention */
    uint32_t order;       /* set by sl_diagnose: the last key of the sort */
} sl_diagnostic;

/** A file with diagnostics, and the line that counts those beyond the bound. */
typedef struct {
    sl_str path;
    uint32_t errors, warnings;
    size_t rest; /* index of that line in the list; SIZE_MAX: not needed yet */
    char *text;  /* its message, written over with each error more */
} sl_diagnosed_file;

typedef struct {
    sl_arena *arena;              /* owns the messages */
    SL_ARRAY(sl_diagnostic) list; /* in order of discovery; sorted by sl_diagnostics_sort */
    SL_ARRAY(sl_diagnosed_file) files;
    uint32_t errors, warnings; /* all of them, those beyond SL_MAX_ERRORS too */
    bool thorough;             /* warnings that take time to find are wanted, too: for `check` */
    bool steps;                /* how far a pattern came is to be told: its steps are kept, for `whynot` */
} sl_diagnostics;

/** Adds one; a second one of the same number at the same place is passed over. */
void sl_diagnose(sl_diagnostics *diagnostics, sl_diagnostic where, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/** Files are told of in the order in which this names them; others as they come. */
void sl_diagnostics_expect(sl_diagnostics *diagnostics, sl_str file);

/** Counts an error of `file` without keeping it, where the file has had its share. False: it is to be told. */
bool sl_diagnostics_only_count(sl_diagnostics *diagnostics, sl_str file);

/** By file in order of first mention, then line, column, number. */
void sl_diagnostics_sort(sl_diagnostics *diagnostics);

/** One diagnostic as text, with its line and caret; of a long line the part around it. `colour` for a terminal. */
void sl_diagnostic_render(const sl_diagnostic *diagnostic, bool colour, sl_buf *out);

/**
 * One diagnostic as a JSON object in a line of its own; file, line, column, width, severity, code and message. What has
 * no place has zeros there; the line that counts the rest has an empty code.
 */
void sl_diagnostic_render_json(const sl_diagnostic *diagnostic, sl_buf *out);

/** How much of `s` a message quotes: all of it, or whole letters of the first 60 bytes. For "%.*s". */
int sl_shown(sl_str s);

#endif
