/* SPDX-License-Identifier: Apache-2.0
 *
 * The entries of all lists, as flat arrays of numbers and one pool of texts: an entry costs as many bytes as its cells
 * have, some forty more, and no pointer.
 *
 *     list players: players.csv match name gives name, club       width 2
 *
 *     entry      0               1
 *     list_of    0               0
 *     cells      Eli Kane, Lund  Juan Oz, Hamm                    "Eli Kane" is also what the gazetteer looks for
 */
#ifndef SL_RULE_ENTRIES_H
#define SL_RULE_ENTRIES_H

#include "base/day.h"
#include "token/gazetteer.h"

enum { SL_MAX_ENTRIES = 1 << 29 };

/** Which entries are a list's, and where their cells begin. */
typedef struct {
    uint32_t first, exceptions,
        end; /* first..exceptions are found, exceptions..end win as the longest and give nothing */
    uint32_t cells;
} sl_list_rows;

/** Immutable, shared by threads. */
typedef struct {
    const sl_gazetteer *words;
    const sl_list_rows *rows; /* by list */
    const uint16_t *list_of;  /* by entry */
    const uint32_t *cells;    /* texts of the pool, and days */
    const char *pool;
    uint32_t n, n_cells, n_pool; /* n: entries */
    uint16_t n_lists;
} sl_entries;

/** Cell `k` of an entry whose list is `width` cells wide; for days. */
static inline uint32_t sl_entries_number(const sl_entries *e, uint32_t entry, uint32_t width, uint32_t k) {
    const sl_list_rows *rows = &e->rows[e->list_of[entry]];
    return e->cells[rows->cells + (entry - rows->first) * width + k];
}

/** The same as text. */
static inline sl_str sl_entries_text(const sl_entries *e, uint32_t entry, uint32_t width, uint32_t k) {
    return sl_textpool_at(e->pool, sl_entries_number(e, entry, width, k));
}

/* ---- building: list by list, entry by entry, cell by cell ---- */

typedef struct sl_entries_builder sl_entries_builder;

/** @param tmp  another arena; rewound by each call */
sl_entries_builder *sl_entries_begin(sl_arena *out, sl_arena *tmp);

/** Makes room for so many entries and cells, and bytes of text, so that nothing is copied as it grows. */
void sl_entries_expect(sl_entries_builder *builder, size_t entries, size_t cells, size_t bytes);

/** The next list; what is added from here on is its. */
void sl_entries_list(sl_entries_builder *builder);
/** What is added from here on are the list's exceptions. */
void sl_entries_exceptions(sl_entries_builder *builder);

/** A new entry, whose value is its first cell. @return its number */
uint32_t sl_entries_add(sl_entries_builder *builder, sl_str value);
/** Words by which the entry is found: as sl_gazetteer_add. */
sl_status sl_entries_words(sl_entries_builder *builder, sl_str folded, sl_case letters);
/** The next cell of the entry. */
void sl_entries_cell(sl_entries_builder *builder, sl_str cell);
void sl_entries_day(sl_entries_builder *builder, sl_day day);

/** Frees what a builder that will not be finished holds outside its arenas. NULL is fine. */
void sl_entries_release(sl_entries_builder *builder);

/** @return SL_LIMIT where there is more than offsets can tell apart: 1 GiB of text, 2^29 entries, 2^30 cells */
sl_status sl_entries_end(sl_entries_builder *builder, sl_entries *entries);

#endif
