/* SPDX-License-Identifier: Apache-2.0 */
#include "run/changes.h"

/* ---- which tables and columns belong together ---- */

static bool is_any(sl_str name, const char *const *names, size_t n) {
    for (size_t i = 0; i < n; i++)
        if (sl_str_eq(name, sl_str_of(names[i]))) return true;
    return false;
}

static size_t table_called(const sl_program *program, sl_str name) {
    const sl_table_head *const *heads;
    size_t n = sl_program_tables(program, &heads);
    for (size_t i = 0; i < n; i++)
        if (sl_str_eq(heads[i]->name, name)) return i;
    return SIZE_MAX;
}

static size_t column_called(const sl_column_pair *columns, size_t n, sl_str name) {
    for (size_t i = 0; i < n; i++)
        if (sl_str_eq(columns[i].name, name)) return i;
    return SIZE_MAX;
}

static void add_columns(const sl_table_head *head, size_t side, sl_column_pair *columns, size_t *n) {
    static const char *const places[] = {"line", "start", "end"}, *const made[] = {"id", "article"};
    for (size_t i = 0; i < head->n_columns; i++) {
        const sl_column *column = &head->columns[i];
        size_t at = column_called(columns, *n, column->name);
        if (at == SIZE_MAX) {
            at = (*n)++;
            columns[at] = (sl_column_pair){.name = column->name,
                                           .in = {SIZE_MAX, SIZE_MAX},
                                           .is_text = column->kind == SL_COLUMN_TEXT,
                                           .is_place = is_any(column->name, places, 3),
                                           .is_made = is_any(column->name, made, 2)};
        }
        columns[at].in[side] = i;
    }
}

/* The columns that a line of the table names. @return how many of them both tables have */
static size_t add_named(const sl_program *program, const sl_symbol *symbols, size_t n, const sl_table_pair *pair,
                        size_t *to) {
    size_t count = 0;
    for (size_t i = 0; i < n; i++) {
        size_t at = column_called(pair->columns, pair->n_columns, program->symbols.v[symbols[i]]);
        bool in_old = pair->in[SL_OLD] == SIZE_MAX || (at != SIZE_MAX && pair->columns[at].in[SL_OLD] != SIZE_MAX);
        if (at != SIZE_MAX && in_old) to[count++] = at;
    }
    return count;
}

/* The lines of the new table count, where there is one. Mentions and suppressed have none. */
static void add_keys(const sl_program *const programs[SL_SIDES], sl_arena *out, sl_table_pair *pair) {
    size_t side = pair->in[SL_NEW] == SIZE_MAX ? SL_OLD : SL_NEW;
    const sl_program *program = programs[side];
    if (pair->in[side] >= program->tables.n) return;
    const sl_table *table = &program->tables.v[pair->in[side]];
    size_t *keys = SL_NEW_ARRAY(out, size_t, table->n_one_row_per), *needs = SL_NEW_ARRAY(out, size_t, table->n_needs);
    pair->n_keys = add_named(program, table->one_row_per, table->n_one_row_per, pair, keys);
    pair->n_names = add_named(program, table->needs, table->n_needs, pair, needs);
    pair->keys = keys;
    pair->names = needs;
    if (pair->n_keys == 0) return;
    pair->names = keys;
    pair->n_names = pair->n_keys;
}

static void add_pair(const sl_program *const programs[SL_SIDES], sl_str name, sl_arena *out, sl_table_pairs *pairs) {
    const sl_table_head *const *heads[SL_SIDES];
    size_t room = 0;
    sl_table_pair *pair = sl_push(out, pairs);
    pair->name = name;
    for (size_t side = 0; side < SL_SIDES; side++) {
        sl_program_tables(programs[side], &heads[side]);
        pair->in[side] = table_called(programs[side], name);
        if (pair->in[side] != SIZE_MAX) room += heads[side][pair->in[side]]->n_columns;
    }
    sl_column_pair *columns = SL_NEW_ARRAY(out, sl_column_pair, room);
    for (size_t side = SL_SIDES; side-- > 0;)
        if (pair->in[side] != SIZE_MAX) add_columns(heads[side][pair->in[side]], side, columns, &pair->n_columns);
    pair->columns = columns;
    pair->evidence = column_called(columns, pair->n_columns, SL_STR("evidence"));
    add_keys(programs, out, pair);
}

void sl_table_pairs_make(const sl_program *const programs[SL_SIDES], sl_str only, sl_arena *out,
                         sl_table_pairs *pairs) {
    for (size_t side = SL_SIDES; side-- > 0;) {
        const sl_table_head *const *heads;
        size_t all = sl_program_tables(programs[side], &heads), n = only.n ? all : programs[side]->tables.n;
        for (size_t i = 0; i < n; i++) {
            bool known = side == SL_OLD && table_called(programs[SL_NEW], heads[i]->name) != SIZE_MAX;
            if (!known && (only.n == 0 || sl_str_eq(heads[i]->name, only)))
                add_pair(programs, heads[i]->name, out, pairs);
        }
    }
}

/* ---- how far two rows differ ---- */

sl_str sl_change_cell(const sl_table_pair *pair, const sl_placed_row *row, size_t side, size_t column) {
    size_t at = pair->columns[column].in[side];
    return row && at != SIZE_MAX ? row->cells[at] : (sl_str){0};
}

static bool differs(const sl_table_pair *pair, const sl_placed_row *before, const sl_placed_row *after, size_t column) {
    if (pair->columns[column].is_made) return false;
    return !sl_str_eq(sl_change_cell(pair, before, SL_OLD, column), sl_change_cell(pair, after, SL_NEW, column));
}

static size_t differences(const sl_table_pair *pair, const sl_placed_row *before, const sl_placed_row *after) {
    size_t n = 0;
    for (size_t i = 0; i < pair->n_columns; i++) n += differs(pair, before, after, i);
    return n;
}

bool sl_change_shows(const sl_table_pair *pair, const sl_change *change, size_t column) {
    const sl_placed_row *before = change->rows[SL_OLD], *after = change->rows[SL_NEW];
    bool moved = pair->columns[column].is_place && pair->evidence != SIZE_MAX;
    if (moved && differs(pair, before, after, pair->evidence)) return false;
    return differs(pair, before, after, column);
}

/* ---- which row is which ---- */

typedef struct {
    const sl_placed_row *row;
    size_t side, number; /* in its table */
    uint64_t key;        /* equal for rows that may be the same one */
    bool taken;
} candidate;

typedef struct {
    const sl_table_pair *pair;
    candidate *all;
    sl_arena *out;
    sl_changes *changes;
} finder;

static uint64_t key_of(const sl_table_pair *pair, const sl_placed_row *row, size_t side) {
    if (pair->n_keys == 0) return (row->at.from << 24) + (row->at.to - row->at.from);
    uint64_t key = 1;
    for (size_t i = 0; i < pair->n_keys; i++) key = sl_hash(sl_change_cell(pair, row, side, pair->keys[i]), key);
    return key;
}

/* Hashes may meet; cells decide. */
static bool same_key(const sl_table_pair *pair, const sl_placed_row *before, const sl_placed_row *after) {
    for (size_t i = 0; i < pair->n_keys; i++)
        if (differs(pair, before, after, pair->keys[i])) return false;
    return true;
}

static int by_key(const void *va, const void *vb) {
    const candidate *a = va, *b = vb;
    if (a->key != b->key) return a->key < b->key ? -1 : 1;
    if (a->side != b->side) return a->side < b->side ? -1 : 1;
    return (a->number > b->number) - (a->number < b->number);
}

static void add(finder *f, sl_change_kind kind, const sl_placed_row *before, const sl_placed_row *after) {
    *sl_push(f->out, &f->changes->list) = (sl_change){.kind = kind, .rows = {before, after}};
    sl_change_counts *counts = &f->changes->counts;
    *(kind == SL_ROW_LOST ? &counts->lost : kind == SL_ROW_GAINED ? &counts->gained : &counts->changed) += 1;
}

typedef enum { EQUAL, OVERLAPPING, ANY } closeness;

static bool overlap(sl_file_place a, sl_file_place b) {
    return a.from < b.to && b.from < a.to;
}

/* The row among the new ones first..end - 1 that an old one is; NULL where none is as close as that. */
static candidate *partner(finder *f, const candidate *old, size_t first, size_t end, closeness close) {
    candidate *best = NULL;
    size_t least = SIZE_MAX;
    for (size_t i = first; i < end; i++) {
        candidate *c = &f->all[i];
        if (c->taken || !same_key(f->pair, old->row, c->row)) continue;
        if (close == OVERLAPPING && !overlap(old->row->at, c->row->at)) continue;
        size_t n = differences(f->pair, old->row, c->row);
        if (n >= least || (close == EQUAL && n)) continue;
        best = c;
        least = n;
    }
    return best;
}

static void join(finder *f, size_t first, size_t middle, size_t end, closeness close) {
    for (size_t i = first; i < middle; i++) {
        candidate *old = &f->all[i], *new = old->taken ? NULL : partner(f, old, middle, end, close);
        if (!new) continue;
        old->taken = new->taken = true;
        if (differences(f->pair, old->row, new->row)) add(f, SL_ROW_CHANGED, old->row, new->row);
        else f->changes->counts.same++;
    }
}

/* Rows of one key: the old ones first..middle - 1, then the new ones. */
static void settle(finder *f, size_t first, size_t middle, size_t end) {
    for (closeness close = EQUAL; close <= ANY; close++) join(f, first, middle, end, close);
    for (size_t i = first; i < end; i++) {
        const candidate *c = &f->all[i];
        if (c->taken) continue;
        if (c->side == SL_OLD) add(f, SL_ROW_LOST, c->row, NULL);
        else add(f, SL_ROW_GAINED, NULL, c->row);
    }
}

/* ---- the order in which they are told ---- */

static const sl_placed_row *shown(const sl_change *change) {
    return change->rows[SL_NEW] ? change->rows[SL_NEW] : change->rows[SL_OLD];
}

/* Rows of one side lie in one array, in the order of their table; kinds keep the sides apart. */
static int by_place(const void *va, const void *vb) {
    const sl_change *a = va, *b = vb;
    const sl_placed_row *x = shown(a), *y = shown(b);
    if (x->at.from != y->at.from) return x->at.from < y->at.from ? -1 : 1;
    if (x->at.to != y->at.to) return x->at.to < y->at.to ? -1 : 1;
    if (a->kind != b->kind) return a->kind < b->kind ? -1 : 1;
    return (x > y) - (x < y);
}

void sl_changes_find(const sl_table_pair *pair, const sl_placed_rows *const rows[SL_SIDES], sl_arena *out,
                     sl_changes *changes) {
    finder f = {.pair = pair, .out = out, .changes = changes};
    size_t n = 0, total = rows[SL_OLD]->n + rows[SL_NEW]->n;
    f.all = SL_NEW_ARRAY(out, candidate, total);
    for (size_t side = 0; side < SL_SIDES; side++)
        for (size_t i = 0; i < rows[side]->n; i++) {
            const sl_placed_row *row = &rows[side]->v[i];
            f.all[n++] = (candidate){.row = row, .side = side, .number = i, .key = key_of(pair, row, side)};
        }
    if (n) qsort(f.all, n, sizeof *f.all, by_key);
    for (size_t first = 0, middle, end; first < n; first = end) {
        for (middle = first; middle < n && f.all[middle].key == f.all[first].key && f.all[middle].side == SL_OLD;)
            middle++;
        for (end = middle; end < n && f.all[end].key == f.all[first].key;) end++;
        settle(&f, first, middle, end);
    }
    if (changes->list.n) qsort(changes->list.v, changes->list.n, sizeof *changes->list.v, by_place);
}
