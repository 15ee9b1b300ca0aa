/* SPDX-License-Identifier: Apache-2.0
 *
 * Rule files as text that remembers where it stands, so that any piece of it can be pointed at with a caret.
 */
#ifndef SL_RULE_SOURCE_H
#define SL_RULE_SOURCE_H

#include "rule/diagnostic.h"

/** One file, as read. */
typedef struct {
    sl_str path, bytes;
} sl_source;

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

/** An error (E) or warning (W) about bytes from..to of `text`. */
#define sl_error_at(diagnostics, text, from, to, code, ...) \
    sl_located_report((diagnostics), (text), (from), (to), false, (code), __VA_ARGS__)
#define sl_warning_at(diagnostics, text, from, to, code, ...) \
    sl_located_report((diagnostics), (text), (from), (to), true, (code), __VA_ARGS__)

void sl_located_report(sl_diagnostics *diagnostics, const sl_located *text, size_t from, size_t to, bool is_warning,
                       uint16_t number, const char *format, ...) __attribute__((format(printf, 7, 8)));

#endif
