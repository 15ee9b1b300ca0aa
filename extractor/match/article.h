/* SPDX-License-Identifier: Apache-2.0
 *
 * An article on its way: its text and tokens, and the things found in it so far.
 *
 * A mention is a thing at a place: a list entry, a date, a person, a quotation, the match of a rule that makes a type.
 * Stages add mentions and never change one; the article keeps them sorted, so that a sentence's are a run.
 */
#ifndef SL_MATCH_ARTICLE_H
#define SL_MATCH_ARTICLE_H

#include "rule/compiled.h"
#include "token/quotemarks.h"
#include "token/sentences.h"

typedef struct sl_match sl_match;

typedef struct {
    sl_range tokens;
    sl_span at;           /* in the view */
    sl_type_id type;      /* a form of its own for possessives and printed names */
    uint32_t entry;       /* of a list; else SL_NONE */
    uint32_t value;       /* number of the time, the quotation or the reference, by the type's kind; else SL_NONE */
    const sl_match *made; /* the match that made it; else NULL */
} sl_mention;

typedef SL_ARRAY(sl_mention) sl_mention_list;

/** Two rules that claimed one thing, where nothing but the order of their lines decided. NULL: there were none. */
typedef struct {
    const sl_rule *winner, *loser;
} sl_tie;

/** Mentions by their types; made when it is first asked for after a change. */
typedef struct {
    bool is_made;
    uint32_t *mentions; /* indexes of mentions, type by type, in the order of the article's */
    uint32_t *first;    /* by type: where its own begin; types.n + 1 */
    sl_off *longest;    /* by type: bytes of its longest mention */
} sl_by_type;

/** What patterns are tried in: a sentence or, for patterns that name {quote}, a run of them that a quotation joins. */
typedef struct {
    sl_range tokens;
    sl_span at;
    uint32_t sentence;    /* the first one */
    uint32_t sentences;   /* how many */
    const uint64_t *open; /* gates that its words open */
} sl_passage;

typedef struct {
    const sl_program *program;
    const sl_text *text;
    const sl_tokens *tokens;
    const sl_quotations *quotations;
    const sl_sentences *sentences;
    sl_passage *inner, *outer; /* sentences; and with quotations as one unit */
    size_t n_inner, n_outer;
    SL_ARRAY(const sl_mention *) mentions; /* by at.from, then longest, then type, then entry */
    uint32_t *first_mention;               /* by sentence: the first mention that begins in it or later; n_inner + 1 */
    sl_type_set *types;                    /* by sentence: the types mentioned in it */
    sl_type_set all_types;                 /* in any of them */
    sl_by_type *by_type;                   /* as of the last sl_article_of_type */
    SL_ARRAY(sl_span) wide;                /* blanks that are more than one, or no blank: line breaks, tabs */
    uint32_t *words, *clause_ends; /* by token: how many there are before it; tokens.n + 1. NULL: not counted yet */
    uint16_t *keys;                /* by token: rule/starts.h. NULL: not made yet */
    uint32_t *outermost;           /* quotations of depth 0 */
    size_t n_outermost;
    uint64_t *triggers; /* by sentence: n_trigger_words words of bits */
    size_t n_trigger_words;
    uint64_t *open; /* the gates that any unit opens */
    bool gate;
    uint32_t regex_limits, cut;
    sl_tie tie; /* the last one */
    sl_arena *out;
} sl_article;

typedef struct sl_captured sl_captured;

/** What a capture of a pattern took. */
struct sl_captured {
    const sl_capture *capture;
    sl_span at;                /* in the view */
    const sl_mention *mention; /* TYPE: the thing */
    const sl_match *members;   /* MEMBERS: one match each, with captures of their own */
    size_t n_members;
};

struct sl_match {
    const sl_rule *rule; /* NULL inside members and for persons' patterns */
    const sl_pattern *pattern;
    const sl_passage *unit;
    sl_span at; /* in the view */
    const sl_captured *captures;
    size_t n_captures;
};

typedef SL_ARRAY(sl_match) sl_matches;

/** Why a match gave no row. */
typedef struct {
    const sl_rule *rule;
    sl_span at;
    const char *reason;    /* static: "unless", "priority", … */
    sl_str by;             /* the line of the rule, or the rule, that did it */
    const sl_table *table; /* NULL: a thing of a type, no row */
    sl_str cells;          /* what the row would have held */
} sl_suppression;

typedef SL_ARRAY(sl_suppression) sl_suppressions;

/** The units, and the things that lists found. */
void sl_article_begin(sl_article *article, const sl_hits *hits);

/** Counts words and ends of clauses, once. */
void sl_article_count_words(sl_article *article);

/** Adds mentions, in any order. */
void sl_article_add(sl_article *article, const sl_mention *more, size_t n);

/** The two steps of it: copies of them, in the order of the article; and these put in. */
const sl_mention **sl_article_sorted(const sl_article *article, const sl_mention *more, size_t n);
void sl_article_merge(sl_article *article, const sl_mention *const *more, size_t n);

/** Back to the mentions that there were: `n` of them, sorted. */
void sl_article_restore(sl_article *article, const sl_mention *const *mentions, size_t n);

/** The first mention that begins at or after `at`. */
uint32_t sl_article_mention_from(const sl_article *article, sl_off at);

/** The first mention of `type` whose span is exactly `at`; NULL if there is none. */
const sl_mention *sl_article_at(const sl_article *article, sl_type_id type, sl_span at);

/** Indexes into by_type->mentions: the mentions of `type` that begin in [at.from, at.to). */
sl_range sl_article_of_type(const sl_article *article, sl_type_id type, sl_span at);

/** Bytes of the longest mention of the type. */
sl_off sl_article_longest(const sl_article *article, sl_type_id type);

/** Sentence that holds byte `at` of the view. */
uint32_t sl_article_sentence(const sl_article *article, sl_off at);

/** Index of the quotation of depth 0 that holds `at`; SL_NONE outside of any. */
uint32_t sl_article_quotation(const sl_article *article, sl_off at);

#endif
