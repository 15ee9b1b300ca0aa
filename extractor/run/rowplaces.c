/* SPDX-License-Identifier: Apache-2.0 */
#include "run/rowplaces.h"

/* ---- rows that records made ---- */

/* The number of the last unit that begins at or before `at`. */
static size_t unit_at(const sl_passage *units, size_t n, sl_off at) {
    size_t low = 0, high = n;
    while (high - low > 1) {
        size_t middle = low + (high - low) / 2;
        if (units[middle].at.from <= at) low = middle;
        else high = middle;
    }
    return low;
}

static sl_span around(const sl_article *a, sl_span quoted) {
    sl_span first = a->outer[unit_at(a->outer, a->n_outer, quoted.from)].at;
    sl_span last = a->outer[unit_at(a->outer, a->n_outer, quoted.to)].at;
    return (sl_span){first.from < quoted.from ? first.from : quoted.from, last.to > quoted.to ? last.to : quoted.to};
}

static void place_record(const sl_article *a, const sl_record *record, sl_placed_row *row) {
    sl_span sentence = record->table->every_quote ? around(a, record->evidence) : record->evidence;
    row->at = sl_text_place(a->text, record->evidence);
    row->sentence = sl_text_cut(a->text, sentence);
}

/* ---- rows that only say where they are from ---- */

static uint64_t number_in(const sl_table_head *head, const sl_str *cells, const char *column) {
    uint64_t n = 0;
    for (size_t i = 0; i < head->n_columns; i++)
        if (sl_str_eq(head->columns[i].name, sl_str_of(column))) sl_str_count(cells[i], &n);
    return n;
}

/* The map leads from the view to the disk only, but it keeps the order. */
static sl_span sentence_on_disk(const sl_article *a, uint64_t at) {
    size_t low = 0, high = a->n_inner;
    while (high - low > 1) {
        size_t middle = low + (high - low) / 2;
        if (sl_text_place(a->text, a->inner[middle].at).from <= at) low = middle;
        else high = middle;
    }
    return a->inner[low].at;
}

static void place_cells(const sl_article *a, const sl_table_head *head, sl_placed_row *row) {
    row->at = (sl_file_place){number_in(head, row->cells, "start"), number_in(head, row->cells, "end"),
                              number_in(head, row->cells, "line")};
    if (a->n_inner && row->at.to) row->sentence = sl_text_cut(a->text, sentence_on_disk(a, row->at.from));
}

void sl_rowplaces_of(const sl_article_inside *inside, size_t table, sl_placed_rows *rows) {
    const sl_article *a = inside->search->article;
    const sl_table_rows *from = &inside->tables->v[table];
    for (size_t i = 0; i < from->rows.n; i++) {
        sl_placed_row *row = sl_push(inside->search->out, rows);
        row->cells = from->rows.v[i].cells;
        if (from->rows.v[i].record) place_record(a, from->rows.v[i].record, row);
        else place_cells(a, from->head, row);
    }
}
