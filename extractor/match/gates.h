/* SPDX-License-Identifier: Apache-2.0
 *
 * The gate: which patterns are worth trying in a unit. A pattern is tried only where the words and types are that each
 * of its matches holds.
 */
#ifndef SL_MATCH_GATES_H
#define SL_MATCH_GATES_H

#include "match/article.h"

/** Notes, for each unit of the article, the gates that its words open. */
void sl_gate_open(sl_article *article);

/** The types of things that begin in the unit. */
sl_type_set sl_gate_types_in(const sl_article *article, const sl_passage *unit);

/** May a pattern that has no gate of its own match in a part of the unit? */
bool sl_gate_lets_part(const sl_article *article, const sl_pattern *pattern, const sl_passage *unit);

/** May the pattern, whose gate the unit's words open, match in it? `types`: what is there. */
bool sl_gate_lets(const sl_article *article, const sl_pattern *pattern, const sl_passage *unit,
                  const sl_type_set *types);

static inline bool sl_gate_has(const uint64_t *gates, uint32_t gate) {
    return gates[gate / 64] >> (gate % 64) & 1;
}

static inline void sl_gate_set(uint64_t *gates, uint32_t gate) {
    gates[gate / 64] |= UINT64_C(1) << (gate % 64);
}

/** Adds the gates of a rule's patterns. */
static inline void sl_gate_set_rule(uint64_t *gates, const sl_rule *rule) {
    for (uint32_t i = 0; i < rule->n_patterns; i++) sl_gate_set(gates, rule->first_gate + i);
}

#endif
