/* SPDX-License-Identifier: Apache-2.0 */
#include "rule/entries.h"

enum { RECENT = 1024, MOST_CELLS = 1 << 30 };

struct sl_entries_builder {
    sl_arena *out;
    sl_textpool pool;
    sl_gazetteer_builder *gazetteer;
    SL_ARRAY(sl_list_rows) lists;
    SL_ARRAY(uint16_t) list_of;
    SL_ARRAY(uint32_t) cells;
    uint32_t recent[RECENT]; /* texts by their hash, + 1: columns have the same few cells again and again */
    bool in_exceptions, full;
};

sl_entries_builder *sl_entries_begin(sl_arena *out, sl_arena *tmp) {
    sl_entries_builder *b = SL_NEW(out, sl_entries_builder);
    b->out = out;
    b->gazetteer = sl_gazetteer_begin(&b->pool, out, tmp);
    return b;
}

void sl_entries_expect(sl_entries_builder *b, size_t entries, size_t cells, size_t bytes) {
    b->list_of.v = sl_arena_raw(b->out, entries, sizeof *b->list_of.v);
    b->list_of.room = entries;
    b->cells.v = sl_arena_raw(b->out, cells, sizeof *b->cells.v);
    b->cells.room = cells;
    sl_textpool_expect(&b->pool, b->out, bytes);
    sl_gazetteer_expect(b->gazetteer, entries);
}

void sl_entries_release(sl_entries_builder *b) {
    if (b) sl_gazetteer_release(b->gazetteer);
}

static sl_list_rows *at_hand(sl_entries_builder *b) {
    return &b->lists.v[b->lists.n - 1];
}

void sl_entries_list(sl_entries_builder *b) {
    uint32_t first = (uint32_t)b->list_of.n;
    *sl_push(b->out, &b->lists) = (sl_list_rows){first, first, first, (uint32_t)b->cells.n};
    b->in_exceptions = false;
}

void sl_entries_exceptions(sl_entries_builder *b) {
    b->in_exceptions = true;
}

static void push_cell(sl_entries_builder *b, uint32_t number) {
    if (b->cells.n == MOST_CELLS) b->full = true;
    else *sl_push(b->out, &b->cells) = number;
}

static uint32_t text(sl_entries_builder *b, sl_str s) {
    uint32_t at = sl_textpool_put(&b->pool, b->out, s);
    if (at != SL_NONE) return at;
    b->full = true;
    return 0;
}

uint32_t sl_entries_add(sl_entries_builder *b, sl_str value) {
    if (b->list_of.n == SL_MAX_ENTRIES) b->full = true;
    else *sl_push(b->out, &b->list_of) = (uint16_t)(b->lists.n - 1);
    push_cell(b, text(b, value));
    at_hand(b)->end = (uint32_t)b->list_of.n;
    if (!b->in_exceptions) at_hand(b)->exceptions = at_hand(b)->end;
    return at_hand(b)->end - 1;
}

sl_status sl_entries_words(sl_entries_builder *b, sl_str folded, sl_case letters) {
    sl_status status = sl_gazetteer_add(b->gazetteer, folded, letters, at_hand(b)->end - 1);
    b->full = b->full || status == SL_NO_MEMORY;
    return status == SL_NO_MEMORY ? SL_OK : status;
}

void sl_entries_cell(sl_entries_builder *b, sl_str cell) {
    uint32_t *recent = &b->recent[sl_hash(cell, 0) % RECENT];
    if (!*recent || !sl_str_eq(sl_textpool_at(b->pool.v, *recent - 1), cell)) *recent = text(b, cell) + 1;
    push_cell(b, *recent - 1);
}

void sl_entries_day(sl_entries_builder *b, sl_day day) {
    push_cell(b, (uint32_t)day);
}

sl_status sl_entries_end(sl_entries_builder *b, sl_entries *e) {
    *e = (sl_entries){.words = sl_gazetteer_end(b->gazetteer),
                      .rows = b->lists.v,
                      .list_of = b->list_of.v,
                      .cells = b->cells.v,
                      .pool = b->pool.v,
                      .n = (uint32_t)b->list_of.n,
                      .n_cells = (uint32_t)b->cells.n,
                      .n_pool = (uint32_t)b->pool.n,
                      .n_lists = (uint16_t)b->lists.n};
    return b->full ? SL_LIMIT : SL_OK;
}
