/* SPDX-License-Identifier: Apache-2.0
 *
 * A gazetteer: list entries (names, clubs, injury terms, months, …) found in the tokens of an article, all lists in
 * one pass over a trie of token hashes, with the bytes compared before an entry is believed.
 *
 * Hyphens, apostrophes and full stops inside an entry do not count ("Alexander-Arnold" is found as "Alexander
 * Arnold", "F.C." as "FC" is not: its letters are two words); in the text they are passed over where they touch the
 * word before, but never end a hit.
 */
#ifndef SL_TOKEN_GAZETTEER_H
#define SL_TOKEN_GAZETTEER_H

#include "base/error.h"
#include "base/textpool.h"
#include "token/tokens.h"

typedef struct sl_gazetteer sl_gazetteer;
typedef struct sl_gazetteer_builder sl_gazetteer_builder;

typedef enum {
    SL_CASE_ANY,     /* knee, Knee, KNEE */
    SL_CASE_CAPITAL, /* each word that has a capital in the entry has one in the text */
    SL_CASE_EXACT    /* as written: ACL */
} sl_case;

typedef struct {
    sl_range tokens;
    uint32_t entry; /* as given to sl_gazetteer_add */
} sl_hit;

typedef SL_ARRAY(sl_hit) sl_hits;

/**
 * @param pool  for the entries' words; may hold other texts too, and grow until the gazetteer is finished
 * @param out   where gazetteer and pool live
 * @param tmp   another arena; rewound by each call
 */
sl_gazetteer_builder *sl_gazetteer_begin(sl_textpool *pool, sl_arena *out, sl_arena *tmp);

/** Makes room for about so many entries, so that nothing is copied as it grows. */
void sl_gazetteer_expect(sl_gazetteer_builder *builder, size_t entries);

/**
 * @param words  folded (sl_fold); copied, unless the pool's last text is just that
 * @param entry  a number below 2^31, given back with each hit, not lower than the one before; several entries may share
 *               their words
 * @return SL_LIMIT for more than SL_MAX_ENTRY_WORDS words, SL_BAD_INPUT for none, SL_NO_MEMORY where the pool is full
 */
sl_status sl_gazetteer_add(sl_gazetteer_builder *builder, sl_str words, sl_case letters, uint32_t entry);

/** The finished, immutable gazetteer; shared by threads. The builder is released. */
const sl_gazetteer *sl_gazetteer_end(sl_gazetteer_builder *builder);

/** Frees what a builder that will not be finished holds outside its arenas. NULL is fine. */
void sl_gazetteer_release(sl_gazetteer_builder *builder);

/**
 * Every entry at every token of `range`, of every length, ordered by tokens.from, then longest first, then entry.
 * Hits do not cross a paragraph; they may cross a sentence's end ("his knee. Ligament"), which the caller knows.
 * @param hits  set, not added to
 */
void sl_gazetteer_find(const sl_gazetteer *gazetteer, sl_str view, const sl_tokens *tokens, sl_range range,
                       sl_arena *out, sl_hits *hits);

/**
 * How entries are spelt, in their order, an entry that has several spellings once for each.
 * @param at     0 for the first; moved on to the next one
 * @param words  the words that are looked for, apart by blanks or as they are written; borrowed
 * @return false beyond the last
 */
bool sl_gazetteer_spelling(const sl_gazetteer *gazetteer, uint32_t *at, sl_str *words, sl_case *letters,
                           uint32_t *entry);

/** What a gazetteer is made of, beside its pool: blocks of numbers, which may be kept in a file of this machine. */
typedef struct {
    sl_str alone, behind, words;  /* aligned to 8 bytes */
    sl_str edges, leaves, listed; /* to 4 */
} sl_gazetteer_parts;

/** Borrowed from the gazetteer. */
sl_gazetteer_parts sl_gazetteer_parts_of(const sl_gazetteer *gazetteer);

/**
 * May a search be trusted with these blocks? They may be anything.
 * @param pool     UTF-8, with SL_TEXTPOOL_PADDING zeros behind it
 * @param entries  above the number of each entry
 */
bool sl_gazetteer_is_safe(const sl_gazetteer_parts *parts, sl_str pool, uint32_t entries, sl_arena *tmp);

/** A gazetteer over blocks, which are safe, and a pool; borrowed. */
const sl_gazetteer *sl_gazetteer_of_parts(const sl_gazetteer_parts *parts, sl_str pool, sl_arena *out);

#endif
