/* SPDX-License-Identifier: Apache-2.0
 *
 * What a table's rules speak of, read off their patterns: whom a row is about, and the things and words that count.
 *
 *     table facts, one row per: player       {player}{gap}(?:tore|hurt) his {body}
 *
 *     subjects   player
 *     things     body; and where a rule makes a type that a pattern names, what that rule's patterns name
 *     triggers   tore, hurt: words one of which every match holds
 *
 * Things that describe people (what stands in the `before`, `after` and `alone` of a person: clubs, positions) count
 * only where a pattern cannot do without them: they are in half of all sentences.
 */
#ifndef SL_RUN_RULEWORDS_H
#define SL_RUN_RULEWORDS_H

#include "rule/compiled.h"

typedef struct {
    sl_symbol subject;    /* the first `one row per` column; SL_NO_SYMBOL: the table has none */
    sl_type_set subjects; /* types that fill it */
    sl_type_set things;
    const uint64_t *triggers;    /* bits, by number of the trigger */
    const sl_rule *const *rules; /* those that give rows of the table */
    size_t n_rules;
} sl_rulewords;

void sl_rulewords_make(const sl_program *program, uint16_t table, sl_arena *out, sl_rulewords *words);

#endif
