/* SPDX-License-Identifier: Apache-2.0
 *
 * Records: rows in the making. Each cell knows the span and the rule that it came from, and how strong its claim is.
 *
 * matches -> records (fill.c) -> conflicts -> joining (join.c) -> what quotes, defaults and lists add (finish.c) -> rows
 */
#ifndef SL_RECORD_RECORD_H
#define SL_RECORD_RECORD_H

#include "find/findings.h"
#include "record/tables.h"

/** Cells, strongest last. */
typedef enum {
    SL_CELL_EMPTY,
    SL_CELL_DEFAULT,
    SL_CELL_ADDED, /* by a rule `-> adds` */
    SL_CELL_LIST,  /* a list's column, an attribute of a person */
    SL_CELL_SET,
    SL_CELL_NEAREST,
    SL_CELL_PATTERN
} sl_strength;

typedef struct {
    sl_str value;
    sl_span at; /* in the view; empty where the value is no part of the text */
    sl_strength strength;
    const sl_rule *rule; /* NULL: the table's own doing */
    uint32_t away;       /* sentences between the row and the rule that added it */
    sl_off told;         /* where the match of that rule ends, in the view */
} sl_cell;

static inline sl_cell sl_cell_of(sl_str value, sl_span at, sl_strength strength, const sl_rule *rule) {
    return (sl_cell){.value = value, .at = at, .strength = strength, .rule = rule};
}

typedef struct sl_record sl_record;
struct sl_record {
    const sl_table *table;
    const sl_match *match;          /* the first one */
    sl_cell *cells;                 /* by column */
    uint32_t person;                /* of the first `one row per` column; SL_NONE */
    const sl_reference *candidates; /* whom it may mean: more than one is " | " in the cell; NULL: only `person` */
    sl_span at;                     /* the match, in the view */
    sl_span evidence;               /* its sentence */
    const sl_match **origins;       /* all matches that were joined into it, in that order; its own first */
    size_t n_origins, room;         /* room: how many origins has place for */
    const sl_unless *denied_by;     /* the `unless` that fired; NULL */
    bool gone;                      /* joined into another, or suppressed */
};

typedef SL_ARRAY(sl_record) sl_records;

/** Which tables of an article are asked for. */
typedef struct {
    uint64_t tables; /* bits, by number of the program's tables */
    bool mentions, suppressed;
} sl_wanted;

/** What the record floor works on. */
typedef struct {
    sl_search *search;
    sl_article *article;
    const sl_findings *findings;
    const sl_wanted *wanted;
    sl_arena *out;
    sl_suppressions suppressions;
    sl_tables *tables;
} sl_recorder;

static inline sl_cell *sl_record_cell(const sl_record *r, sl_symbol column) {
    int at = column == SL_NO_SYMBOL ? -1 : r->table->column_of[column];
    return at < 0 ? NULL : &r->cells[at];
}

/** Is there something in the cell of this column? */
static inline bool sl_record_has(const sl_record *r, sl_symbol column) {
    const sl_cell *c = sl_record_cell(r, column);
    return c && c->value.n;
}

/** Are all cells filled that the table says it `needs`? */
bool sl_record_has_needs(const sl_record *record);

sl_record sl_record_new(const sl_recorder *recorder, const sl_table *table);

/** Does a `joins … with any` of the table call this value of a `most exact` column vague? */
bool sl_table_is_vague(const sl_table *table, sl_symbol column, sl_str value);

/** Is a value as vague as an empty one, or does a `joins` of the table say that it joins the exact one? */
bool sl_table_joins(const sl_table *table, sl_str vague, sl_str exact);

/** The match that a record was made from, as the first of its origins. */
void sl_record_begin_origins(const sl_recorder *recorder, sl_record *record, const sl_match *match);

/** Writes a cell where it is empty or weaker, or vague and no stronger. */
void sl_record_put(sl_record *record, sl_symbol column, sl_cell cell);

/** fill.c: the records of a match of a row or adds rule: one, or one for each member of a list. */
void sl_records_of(sl_recorder *recorder, const sl_match *match, sl_records *records);

/**
 * template.c: the text of a `set` line; empty where a thing in it captured nothing.
 * @param member  of the list whose row it is; NULL: there is none
 */
sl_str sl_template_text(sl_recorder *recorder, const sl_set *set, const sl_match *match, const sl_match *member);

/** Sentences between a row and what is about it without naming anybody: "He broke a toe. It was his first game. Six weeks
    out is the forecast." */
enum { SL_NEAR = 2 };

/** join.c: are two records of one table about the same person (or the same first `one row per` cell)? One that may mean
    several is about each of them. */
bool sl_record_same_person(const sl_record *a, const sl_record *b);

/** join.c: records of the same player and injury become one; partial records fill cells. */
void sl_records_join(sl_recorder *recorder, sl_records *records, const sl_records *partial);

/** finish.c: defaults, lookups, and the cells that no pattern fills; then the rows of the table. */
void sl_records_finish(sl_recorder *recorder, sl_records *records, size_t table);

/** quotes.c: one record per quotation, for a table with `rows: every {quote}`. */
void sl_records_of_quotes(sl_recorder *recorder, const sl_table *table, sl_records *records);
/** quotes.c: `from quotes` columns of `records`, out of the records of the quotes table. */
void sl_records_from_quotes(sl_recorder *recorder, const sl_table *table, sl_records *records,
                            const sl_records *quotes);

/** listing.c: the rows of mentions and suppressed. */
void sl_list_mentions(sl_recorder *recorder, size_t table);
void sl_list_suppressed(sl_recorder *recorder, size_t table);

/** Notes that a record or match gave no row, where that is wanted. */
void sl_recorder_suppress(sl_recorder *recorder, const sl_rule *rule, const sl_table *table, sl_span at,
                          const sl_record *record, const char *reason, sl_str by);

/** records.c: may the article have a row of them? As sl_findings_possible. */
bool sl_records_possible(sl_search *search, const sl_wanted *wanted, sl_findings *findings);

/** records.c: the tables that are wanted; the others stay empty. */
void sl_records_make(sl_search *search, sl_findings *findings, const sl_wanted *wanted, sl_tables *tables);

#endif
