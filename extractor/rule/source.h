/* SPDX-License-Identifier: Apache-2.0
 *
 * Rule files as text that remembers where it stands, so that any piece of it can be pointed at with a caret.
 */
#ifndef SL_RULE_SOURCE_H
#define SL_RULE_SOURCE_H

#include "rule/diagnostic.h"

/** `# allow W07`: bytes from..to of the file, for which these warnings are not given. */
typedef struct {
    size_t from, to;
    uint64_t warnings; /* bit n is warning n */
} sl_allowance;

/** One file, as read. */
typedef struct sl_source sl_source;
struct sl_source {
    sl_str path, bytes;
    sl_str from, name;        /* which the library was asked for */
    uint64_t hash;            /* of the bytes as they were read */
    const sl_source *used_by; /* the rule file whose `use:` it was read for; NULL: none */
    SL_ARRAY(sl_allowance) allowed;
    const char *guessed;   /* the character set that a list is read in where nothing says so; NULL: UTF-8, or marked */
    const uint32_t *lines; /* where each line begins, after sl_source_index; else NULL: lines are counted when asked */
    size_t n_lines;
    bool is_list;
    bool is_clean;    /* it was made fit to be read */
    bool is_text;     /* false: it was refused as a whole */
    bool is_given_up; /* its bytes are to be read again */
    bool is_told;     /* its errors as a list are known: it is read again for another list */
};

/**
 * Makes the bytes of a file fit to be read as rules or as a list: the byte order mark goes, line ends of carriage
 * returns alone become line feeds; what is not UTF-8, or NUL, is an error and becomes "?".
 * @return false where the file is no text at all; that is an error, too
 */
bool sl_source_clean(sl_source *source, sl_arena *out, sl_diagnostics *diagnostics);

/**
 * The same for a list, which may come from any spreadsheet: UTF-16 is read where a mark says so and, where the bytes are
 * no UTF-8, the character set that they look like, windows-1252 if they look like none.
 * @param tmp  rewound
 */
bool sl_source_clean_list(sl_source *source, sl_arena *out, sl_arena *tmp, sl_diagnostics *diagnostics);

/** Notes where its lines begin, so that places are found at once. For rule files; lists are asked too seldom. */
void sl_source_index(sl_source *source, sl_arena *out);

/** A stretch of a joined text: the bytes from `copy` on stand at `origin` in the file. */
typedef struct {
    const char *copy, *origin;
} sl_piece;

/** Text out of a file: a part of its bytes or, where `...` continued a line, of a copy made of several pieces. */
typedef struct {
    sl_str text;
    const sl_source *source;
    const sl_piece *pieces; /* by address; none where `text` lies in the file's own bytes */
    size_t n_pieces;
} sl_located;

/** A part of `whole`, still located. */
sl_located sl_located_cut(const sl_located *whole, size_t from, size_t to);
/** Without white space at both ends. */
sl_located sl_located_trim(const sl_located *whole);
/** A diagnostic's place: bytes from..to of the text. Number and message are to be filled in. */
sl_diagnostic sl_located_at(const sl_located *text, size_t from, size_t to);

/** Is warning `number` silenced at the begin of `text`? The macros below ask by themselves. */
bool sl_located_allows(const sl_located *text, uint16_t number);

/** An error (E) or warning (W) about bytes from..to of `text`. */
#define sl_error_at(diagnostics, text, from, to, code, ...)                                                            \
    sl_located_report((diagnostics), (text), (from), (to), false, (code), __VA_ARGS__)
#define sl_warning_at(diagnostics, text, from, to, code, ...)                                                          \
    sl_located_report((diagnostics), (text), (from), (to), true, (code), __VA_ARGS__)

void sl_located_report(sl_diagnostics *diagnostics, const sl_located *text, size_t from, size_t to, bool is_warning,
                       uint16_t number, const char *format, ...) __attribute__((format(printf, 7, 8)));

#endif
