/* SPDX-License-Identifier: Apache-2.0
 *
 * Reading the small phrases of statements: "file.csv match a, b give c", "{date as injured} within 6, in clause".
 */
#ifndef SL_RULE_PHRASE_P_H
#define SL_RULE_PHRASE_P_H

#include "rule/declared.h"

typedef struct {
    const sl_located *text;
    size_t at;
    sl_arena *out;
    sl_diagnostics *diagnostics;
    bool failed; /* one error of a phrase is enough: what comes after it is seldom worth a second */
} sl_phrase;

void sl_phrase_skip(sl_phrase *p); /* white space */
bool sl_phrase_end(sl_phrase *p);
/** Takes `word` where it stands next as a whole word (or sign); several words apart by blanks are fine. */
bool sl_phrase_take(sl_phrase *p, const char *word);
/** The next run of letters, digits and _ - . ' or a whole {brace}; empty at anything else. */
sl_located sl_phrase_word(sl_phrase *p);
/** Words apart by `separator`; at least one. */
sl_words sl_phrase_words(sl_phrase *p, char separator);
bool sl_phrase_number(sl_phrase *p, uint32_t *n);
/** All that is left, trimmed. */
sl_located sl_phrase_rest(sl_phrase *p);
/** A thing in braces, without them. @return false, and nothing taken, where none stands next or it is not closed */
bool sl_phrase_braces(sl_phrase *p, sl_located *inside);
/** An error at what stands next, or at the last word where nothing does; the rest is then taken for read. */
void sl_phrase_fail(sl_phrase *p, uint16_t number, const char *message);
/** The same for a word that is none of `known`: the nearest is named, else all are. */
void sl_phrase_unknown(sl_phrase *p, uint16_t number, const char *const *known, size_t n);
/** An error unless everything was read. */
void sl_phrase_finish(sl_phrase *p);

/** Parts of `text` between `separator`s outside brackets of any kind, trimmed; empty parts are left out. */
sl_words sl_split(const sl_located *text, char separator, sl_arena *out);

/** The same, behind those that `words` has already: a line may stand twice. */
void sl_split_more(const sl_located *text, char separator, sl_arena *out, sl_words *words);

void sl_parse_table(const sl_statement *s, sl_arena *out, sl_diagnostics *d, sl_declared *declared);
void sl_parse_rule(const sl_statement *s, sl_arena *out, sl_diagnostics *d, sl_declared *declared);

/** `injured past, return future bare`: how the dates of a role are read. */
void sl_parse_leans(const sl_located *text, sl_arena *out, sl_diagnostics *d, sl_declared_leans *leans);

/** `before 4 of {injury}` `after 3` `match` `sentence` `inside`, and of a nearest `between`, up to the colon; then the
    pattern. */
bool sl_parse_where(sl_phrase *p, bool of_nearest, sl_declared_unless *unless);

/** Is it a name: letters a-z, digits, _ and dots, no digit first? An E14 about `what` where it is none. */
bool sl_check_name(const sl_located *name, const char *what, sl_diagnostics *d);

/** E18 for each line below a statement that may stand there once and stands twice. */
void sl_check_once(const sl_statement *s, const char *const *keywords, size_t n, sl_diagnostics *d);

/** slips.c: warnings about entries of a list in place, a rule's pattern, a test's text. */
void sl_slips_in_entries(const sl_words *entries, sl_diagnostics *d);
void sl_slips_in_pattern(const sl_located *text, sl_diagnostics *d);
void sl_slips_in_test(const sl_located *text, sl_diagnostics *d);

/** An E22 where the statement has no colon. */
bool sl_check_colon(const sl_statement *s, sl_diagnostics *d);

/** E13: "unknown keyword", with the nearest of `known`, or all. */
void sl_unknown_keyword(const sl_statement *s, const char *const *known, size_t n, const char *inside,
                        sl_diagnostics *d);

#endif
