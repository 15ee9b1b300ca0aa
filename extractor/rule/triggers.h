/* SPDX-License-Identifier: Apache-2.0
 *
 * Trigger words: what the gate looks for in a sentence before it tries a pattern. A trigger is a whole word ("tore") or
 * the beginning of one ("limp" of `limp\w*`). Found by the tokens' hashes and first letters: a word of the same hash
 * may be taken for a trigger, a trigger is never missed.
 */
#ifndef SL_RULE_TRIGGERS_H
#define SL_RULE_TRIGGERS_H

#include "rule/nameindex.h"
#include "token/tokens.h"

typedef struct {
    sl_str word;    /* folded, small letters */
    bool is_stem;   /* the beginning of a word: SL_SHORTEST_STEM letters of ASCII or more */
    bool is_common; /* a word of `language:` */
} sl_trigger;

enum { SL_SHORTEST_STEM = 3 };

typedef SL_ARRAY(sl_trigger) sl_trigger_list;

typedef struct sl_trigger_index sl_trigger_index;

/** @param list  borrowed; a trigger's number is its place */
sl_trigger_index *sl_triggers_index(const sl_trigger_list *list, sl_arena *out);

/** Triggers that were found: by bits, and one by one for those who go through them. */
typedef struct {
    uint64_t *bits;    /* one for each trigger, 64 in a word */
    uint32_t *numbers; /* those that have a bit set, each once, in no order; room for one more than there are */
    size_t n;          /* numbers */
} sl_trigger_marks;

/** Adds all triggers that `n` tokens of `view` are. */
void sl_triggers_mark(const sl_trigger_index *index, sl_str view, const sl_token *tokens, size_t n,
                      sl_trigger_marks *marks);

/** Words that such bits fill. */
static inline size_t sl_trigger_words(size_t n_triggers) {
    return (n_triggers + 63) / 64;
}

#endif
