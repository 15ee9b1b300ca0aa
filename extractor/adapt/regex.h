/* SPDX-License-Identifier: Apache-2.0
 *
 * PCRE2: compiled patterns, shared by threads, and a matcher for each thread. All limits of base/bounds.h are set.
 * Subjects must be valid UTF-8; that is true by construction, so PCRE2 is told not to look.
 */
#ifndef SL_ADAPT_REGEX_H
#define SL_ADAPT_REGEX_H

#include "base/error.h"

typedef struct sl_regex sl_regex;
typedef struct sl_matcher sl_matcher;

/**
 * Compiles for UTF-8, with Unicode properties, letters of either case alike unless (?-i:…) says otherwise.
 * @param pattern  borrowed
 * @param at       out: where in `pattern` the error is
 * @return NULL with err filled: SL_BAD_RULES with PCRE2's message, or SL_NO_MEMORY
 */
sl_regex *sl_regex_compile(sl_str pattern, size_t *at, sl_error *err);
void sl_regex_free(sl_regex *regex);

/**
 * One that is compiled when it is first tried: for patterns of which it is known that they can be.
 * @param pattern  borrowed
 * @param groups   as sl_regex_groups is to tell it
 * @return NULL when there is no memory
 */
sl_regex *sl_regex_postpone(sl_str pattern, uint32_t groups);

/** A matcher belongs to one thread. NULL when there is no memory. */
sl_matcher *sl_matcher_new(void);
void sl_matcher_free(sl_matcher *matcher);
/** False: the interpreter instead of JIT code, for tests that hold the two together. */
void sl_matcher_jit(sl_matcher *matcher, bool jit);

typedef enum { SL_MATCH_NONE, SL_MATCH_FOUND, SL_MATCH_LIMITED, SL_MATCH_FAILED } sl_match_result;

/**
 * The first match at or after `from`.
 * @param groups  out: pairs of offsets, group 0 first, borrowed until the next call; a group that took no part is
 *                SIZE_MAX, SIZE_MAX
 * @return SL_MATCH_LIMITED where a limit was reached: not the same as "none", to be counted and told
 */
sl_match_result sl_regex_find(sl_regex *regex, sl_matcher *matcher, sl_str subject, size_t from, const size_t **groups);

/** The match that begins at `at`; the rest as above. */
sl_match_result sl_regex_find_at(sl_regex *regex, sl_matcher *matcher, sl_str subject, size_t at,
                                 const size_t **groups);

/**
 * Told before each part of a pattern is tried.
 * @param start    the byte of the subject at which the attempt began
 * @param subject  the byte at which it stands
 * @param pattern  the byte of the pattern that comes next
 */
typedef void sl_regex_watcher(void *context, size_t start, size_t subject, size_t pattern);

/**
 * Tries `pattern` in `subject` and tells each of its steps. For explaining, not for speed: the pattern is compiled anew
 * with a callout before each of its parts, and interpreted. The watcher must not jump out.
 * @return SL_LIMIT where a limit of matching ended it early, SL_BAD_RULES where it does not compile so, SL_NO_MEMORY
 */
sl_status sl_regex_trace(sl_str pattern, sl_str subject, sl_regex_watcher *watcher, void *context, sl_error *err);

/** Number of the highest group. */
uint32_t sl_regex_groups(const sl_regex *regex);

/** "10.42 2022-12-11"; out has room for 64. */
void sl_regex_version(char out[static 64]);

#endif
