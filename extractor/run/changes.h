/* SPDX-License-Identifier: Apache-2.0
 *
 * What became of a table's rows of one article when the rules were edited.
 *
 *     old rules              new rules
 *     Okafor knee out        Okafor knee doubtful        changed: status
 *     Lind   ankle out                                   lost
 *                            Orr    calf  out            gained
 *
 * Two rows are the same row where the cells of `one row per` are equal; in a table without that line, where they are
 * made of the same bytes. Among several of the same kind an equal row is taken first, then one whose evidence overlaps,
 * and there the one with the fewest differences.
 */
#ifndef SL_RUN_CHANGES_H
#define SL_RUN_CHANGES_H

#include "run/rowplaces.h"

enum { SL_OLD, SL_NEW, SL_SIDES };

/** A column that one of the two tables has, or both. */
typedef struct {
    sl_str name;
    size_t in[SL_SIDES]; /* number of the column there; SIZE_MAX where there is none */
    bool is_text;        /* no day and no number */
    bool is_place;       /* line, start, end: they follow from the evidence where that differs */
    bool is_made;        /* id, article: they follow from the others, and are not compared */
} sl_column_pair;

/** A table of that name in the old rules, in the new ones, or in both. */
typedef struct {
    sl_str name;
    size_t in[SL_SIDES]; /* number of the table in sl_program_tables; SIZE_MAX */
    const sl_column_pair *columns;
    size_t n_columns;
    const size_t *keys; /* columns: of `one row per`, where both tables have them */
    size_t n_keys;
    const size_t *names; /* columns that tell which row it is: the keys, else those that the table needs */
    size_t n_names;
    size_t evidence; /* column of the evidence; SIZE_MAX */
} sl_table_pair;

typedef SL_ARRAY(sl_table_pair) sl_table_pairs;

/**
 * @param only   name of a table; n 0: all tables that either program declares, so not mentions and suppressed
 * @param pairs  the tables of the new program in their order, then those that only the old one has; none where no
 *               table is called `only`
 */
void sl_table_pairs_make(const sl_program *const programs[SL_SIDES], sl_str only, sl_arena *out, sl_table_pairs *pairs);

typedef enum { SL_ROW_LOST, SL_ROW_CHANGED, SL_ROW_GAINED } sl_change_kind;

typedef struct {
    sl_change_kind kind;
    const sl_placed_row *rows[SL_SIDES]; /* NULL: it is not there */
} sl_change;

typedef struct {
    uint64_t gained, lost, changed, same;
} sl_change_counts;

typedef struct {
    SL_ARRAY(sl_change) list; /* by place; at the same place what was lost first, what was gained last */
    sl_change_counts counts;
} sl_changes;

/** @param rows  of one article, the old ones and the new ones; borrowed by `changes` */
void sl_changes_find(const sl_table_pair *pair, const sl_placed_rows *const rows[SL_SIDES], sl_arena *out,
                     sl_changes *changes);

/** @param row  may be NULL: its cells are empty, as are those of columns that its table has not */
sl_str sl_change_cell(const sl_table_pair *pair, const sl_placed_row *row, size_t side, size_t column);

/** Does a changed row differ in that column, and is it one to tell of? */
bool sl_change_shows(const sl_table_pair *pair, const sl_change *change, size_t column);

#endif
