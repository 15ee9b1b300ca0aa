/* SPDX-License-Identifier: Apache-2.0
 *
 * What a rule file declares, as it is written: names are not looked up yet, patterns not parsed. parse.c makes it,
 * compile.c turns it into the program.
 */
#ifndef SL_RULE_DECLARED_H
#define SL_RULE_DECLARED_H

#include "rule/scan.h"

typedef SL_ARRAY(sl_located) sl_words;

/** list NAME: file.csv match A, B give C, D between F and T needs capital except = x | y   or   = x | y */
typedef struct {
    sl_located name, file; /* file.text.n is 0 for a list written in place */
    sl_words match, give, except, entries;
    sl_located from, to; /* columns of the days between which an entry counts */
    bool needs_capital;
} sl_declared_list;

/** macro NAME: pattern   or   part NAME: pattern */
typedef struct {
    sl_located name, pattern;
    bool is_part;
} sl_declared_macro;

/** person NAME: {a} {b} but not {c} */
typedef struct {
    sl_located name;
    sl_words sources, but_not;
    sl_words before, after, alone, quoted, possessive, relative, aside; /* patterns; of the last three: words */
} sl_declared_person;

/** unless WHERE: regex; also the `unless` of a nearest and `skip` of a table */
typedef enum {
    SL_WHERE_BEFORE,
    SL_WHERE_AFTER,
    SL_WHERE_MATCH,
    SL_WHERE_SENTENCE,
    SL_WHERE_INSIDE,
    SL_WHERE_BETWEEN /* of a nearest: between the thing found and what it is looked for from */
} sl_where;
typedef struct {
    sl_located whole, pattern;
    sl_where where;
    uint32_t words; /* before N, after N */
    sl_located of;  /* {x} to measure from; empty: the match */
} sl_declared_unless;
typedef SL_ARRAY(sl_declared_unless) sl_declared_unlesses;

typedef enum { SL_IN_CLAUSE, SL_IN_SENTENCE, SL_IN_PARAGRAPH, SL_IN_ARTICLE } sl_scope;

typedef enum { SL_SIDE_ANY, SL_SIDE_BEFORE, SL_SIDE_AFTER } sl_direction;

/** nearest: {date as injured} of {harm}, before, within 6, in clause, unless before 2: since, else {duration as injured} … */
typedef struct {
    bool is_else; /* only where the one before it in the line finds nothing */
    sl_direction direction;
    sl_located whole, thing; /* the line; what stands in the braces, braces included */
    uint32_t words;          /* 0: any distance */
    sl_scope scope;
    sl_located of; /* {x} to look from; empty: the match */
    bool has_unless;
    sl_declared_unless unless;
} sl_declared_nearest;

/** set COLUMN: text   or, in a table,   set COLUMN: a where x is {type}; b */
typedef struct {
    sl_located column, text;
} sl_declared_set;

typedef struct {
    sl_located text;   /* the sentences */
    sl_located wanted; /* column=value; … => next row; empty for `no:` */
    bool is_no, is_todo;
} sl_declared_test;

/** dates: injured past, return future bare: roles, by what is said of them */
typedef struct {
    sl_words past, future;
    sl_words bare; /* "until March" is March itself */
    sl_words from; /* the date is the earliest: "not before March" */
    sl_words over; /* once the date is over: "no more this season" */
    sl_words ago;  /* a length of time is so long ago: "two months after he fell" */
} sl_declared_leans;

#define SL_ANYWHERE UINT32_MAX

typedef struct {
    sl_located name, target;
    bool adds;
    int32_t priority;
    uint32_t within; /* sentences; SL_ANYWHERE without the line */
    sl_words matches;
    sl_located like, today; /* `dates: event, today` of a rule that makes a thing; each may be empty */
    sl_declared_leans leans;
    SL_ARRAY(sl_declared_nearest) nearest;
    sl_declared_unlesses unless;
    SL_ARRAY(sl_declared_set) sets;
    sl_words fillers; /* the keywords of its nearest, set, dates, priority and within lines */
    SL_ARRAY(sl_declared_test) tests;
} sl_declared_rule;

typedef struct {
    sl_located column;
    sl_words strongest_first; /* keep: status = a > b > c */
} sl_declared_keep;

/** one clause of `joins`: `vague` joins each of `exact`, or any where there is none */
typedef struct {
    sl_located vague;
    sl_words exact;
} sl_declared_join;

/** When a default holds: always, or by a day and that of the article, or if the row's person is quoted. */
typedef enum {
    SL_DEFAULT_ALWAYS,
    SL_DEFAULT_OLDER, /* more than `days` before the article */
    SL_DEFAULT_NEWER, /* not so long before it, or behind it */
    SL_DEFAULT_AHEAD, /* more than `days` behind it */
    SL_DEFAULT_SPEAKS
} sl_default_when;

/** default: status = returned instead of doubtful | out if injured_to older than 300 days, else out */
typedef struct {
    sl_located column, value, of, otherwise; /* value and of, what the condition is about, are empty without `if` */
    sl_words instead_of;                     /* what rules have added; n 1, "any": whatever it is */
    sl_default_when when;
    uint32_t days;
} sl_declared_default;

typedef struct {
    sl_located file;
    sl_words by, give;
} sl_declared_lookup;

typedef struct {
    sl_located column, from; /* manager = speaker */
} sl_declared_copy;

/** episode: same player, area within 60 days; shows injury; follows status, return; ends with status = returned */
typedef struct {
    sl_located keyword; /* its source is NULL where there is no such line */
    sl_words same, shows, follows;
    uint32_t days;
    sl_located end_column, end_value; /* empty: an episode has no last value */
} sl_declared_episode;

typedef struct {
    sl_located name;
    bool adds;      /* table NAME adds: to one that another statement declares */
    sl_words lines; /* the keywords of all its lines */
    sl_words columns, needs, one_row_per, apart;
    sl_declared_leans leans;
    SL_ARRAY(sl_declared_join) joins;
    SL_ARRAY(sl_declared_keep) keep;
    sl_words most_exact; /* keep: a, b, c = most exact */
    sl_words widest;     /* keep: a = widest, roles of dates */
    SL_ARRAY(sl_declared_default) defaults;
    SL_ARRAY(sl_declared_lookup) lookups;
    SL_ARRAY(sl_declared_copy) from_quotes;
    sl_located quotes_role, quotes_about; /* where role is manager, about is player */
    sl_located rows;                      /* rows: every {quote} */
    sl_located speaks_of;                 /* speaks of: {player as about} */
    sl_words carry;
    sl_declared_unlesses skips;
    SL_ARRAY(sl_declared_set) sets;
    sl_declared_episode episode;
} sl_declared_table;

/** name: the grammar of person names that no list knows; lists of types */
typedef struct {
    sl_located where; /* the first such statement */
    sl_words given, particle, suffix, title, not_names;
    sl_words not_behind; /* words after which one capitalised word by itself is no name: the, a */
} sl_declared_names;

typedef struct {
    sl_located version, season;
    sl_words tests_dates;               /* of each file that has one, in the order of reading */
    sl_words clause, joiners, language; /* words, or the name of one list in braces */
    sl_words dates, abbreviations;      /* the files' names */
    SL_ARRAY(sl_declared_list) lists;
    SL_ARRAY(sl_declared_macro) macros;
    SL_ARRAY(sl_declared_person) persons;
    SL_ARRAY(sl_declared_table) tables;
    SL_ARRAY(sl_declared_rule) rules;
    sl_declared_names names;
} sl_declared;

/**
 * Adds the statements of one file to `declared`.
 * @param uses  out: the files that `use:` names, for the caller to read next
 */
void sl_parse(const sl_source *source, const sl_statements *statements, sl_arena *out, sl_diagnostics *diagnostics,
              sl_declared *declared, sl_words *uses);

/** The nearest of `known` to a misspelt word; n 0 where none is near (more than a third of its letters differ). */
sl_str sl_nearest_word(sl_str word, const sl_str *known, size_t n);

#endif
