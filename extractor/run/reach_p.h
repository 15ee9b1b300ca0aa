/* SPDX-License-Identifier: Apache-2.0
 *
 * What the files behind `whynot` share: reach.c asks, outcome.c tells what became of a rule's matches, stop.c where a
 * pattern stopped, lack.c why a thing is not in the sentence. All of them write lines of plain words.
 */
#ifndef SL_RUN_REACH_P_H
#define SL_RUN_REACH_P_H

#include "base/buf.h"
#include "run/attempt.h"
#include "run/pipeline.h"

typedef struct {
    const sl_program *program;
    const sl_article_inside *inside;
    const sl_article *article;
    sl_search *search;
    sl_arena *tmp;
    sl_buf *out;
    sl_error *err;
    sl_type_set *told; /* types whose lack in this sentence is explained already */
    int depth;         /* rules that make things, told because a rule wants such a thing */
} sl_teller;

/** Begins a line, indented below what is being told. */
void sl_tell_indent(const sl_teller *t);
/** Printed text in one line. */
void sl_tell_text(const sl_teller *t, sl_span at);
/** `s` in one line, cut where it is longer than a terminal is wide. */
void sl_tell_short(const sl_teller *t, sl_str s);
/** {player's} */
void sl_tell_type(const sl_teller *t, sl_type_id type);
/** file:line of a piece of a rule file. */
void sl_tell_place(const sl_teller *t, const sl_located *at);

/** outcome.c: what a rule's matches in the passage gave, and what stopped them. @return how many lines */
size_t sl_tell_outcome(const sl_teller *t, const sl_rule *rule, const sl_passage *unit);

/** stop.c: where a pattern stopped and what it wanted there, or that it matches. */
sl_status sl_tell_attempt(const sl_teller *t, const sl_attempt *attempt);

/** lack.c: entries of the lists of a type that some words of the passage nearly are. @return how many lines */
size_t sl_tell_near_entries(const sl_teller *t, const sl_passage *unit, sl_type_id type);
/** lack.c: why the passage has no thing of `type`; told once for each sentence. */
sl_status sl_tell_lack(const sl_teller *t, const sl_passage *unit, sl_type_id type);
/** lack.c: words that differ by one letter, or by an ending. */
bool sl_words_are_near(sl_str a, sl_str b);

/** reach.c: the passage that a pattern is tried in, for a sentence; the pattern of a rule that came closest. */
const sl_passage *sl_reach_passage(const sl_teller *t, const sl_pattern *pattern, const sl_passage *sentence);
sl_status sl_reach_closest(const sl_teller *t, const sl_rule *rule, const sl_passage *sentence, sl_attempt *best);

#endif
