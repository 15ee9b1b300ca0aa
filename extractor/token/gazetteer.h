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

sl_gazetteer_builder *sl_gazetteer_begin(sl_arena *tmp);

/** Makes room for about so many entries, with so many bytes of words in all, so that nothing is copied as it grows. */
void sl_gazetteer_expect(sl_gazetteer_builder *builder, size_t entries, size_t bytes);

/**
 * @param words  folded (sl_fold); copied
 * @param entry  any number, given back with each hit; several entries may share their words
 * @return SL_LIMIT for more than SL_MAX_ENTRY_WORDS words, SL_BAD_INPUT for none
 */
sl_status sl_gazetteer_add(sl_gazetteer_builder *builder, sl_str words, sl_case letters, uint32_t entry);

/** The finished, immutable gazetteer; shared by threads. The builder's memory may go afterwards. */
sl_gazetteer *sl_gazetteer_end(sl_gazetteer_builder *builder, sl_arena *out);

/**
 * Every entry at every token of `range`, of every length, ordered by tokens.from, then longest first, then entry.
 * Hits do not cross a paragraph; they may cross a sentence's end ("his knee. Ligament"), which the caller knows.
 * @param hits  set, not added to
 */
void sl_gazetteer_find(const sl_gazetteer *gazetteer, sl_str view, const sl_tokens *tokens, sl_range range,
                       sl_arena *out, sl_hits *hits);

/**
 * How entries are spelt: spelling `i` of 0, 1, 2, …, an entry that has several once for each.
 * @param words  the words that are looked for, apart by blanks; borrowed
 * @return false beyond the last
 */
bool sl_gazetteer_spelling(const sl_gazetteer *gazetteer, size_t i, sl_str *words, sl_case *letters, uint32_t *entry);

#endif
