/* SPDX-License-Identifier: Apache-2.0
 *
 * Sets of what can stand at one place of a sentence as patterns see it: letters and signs, things, and the sentence's
 * two ends. ASCII letter by letter; what lies beyond it in two lumps, so that a set may be a little too large. It is
 * never too small: what is proved impossible with these sets is impossible.
 */
#ifndef SL_RULE_LETTERSET_H
#define SL_RULE_LETTERSET_H

#include "rule/pattern.h"

enum {
    SL_BEYOND_WORDS = 1, /* letters and digits beyond ASCII */
    SL_BEYOND_SIGNS = 2,
    SL_WHOLE_THING = 4,   /* a thing that is whole words: of a list, a name, a number, a date */
    SL_LOOSE_THING = 8,   /* one that may begin and end anywhere: a quotation, what a rule makes */
    SL_SENTENCE_END = 16, /* either end of the sentence */
    SL_EVERY_KIND = 31
};

typedef struct {
    uint64_t ascii[2];
    uint32_t kinds;
} sl_letterset;

/** All that a sentence can hold, its ends included. White space of any kind is one blank there, accents are gone. */
sl_letterset sl_letterset_all(void);

static inline bool sl_letterset_is_empty(const sl_letterset *s) {
    return !s->ascii[0] && !s->ascii[1] && !s->kinds;
}
static inline sl_letterset sl_letterset_or(sl_letterset a, sl_letterset b) {
    return (sl_letterset){{a.ascii[0] | b.ascii[0], a.ascii[1] | b.ascii[1]}, a.kinds | b.kinds};
}
static inline sl_letterset sl_letterset_and(sl_letterset a, sl_letterset b) {
    return (sl_letterset){{a.ascii[0] & b.ascii[0], a.ascii[1] & b.ascii[1]}, a.kinds & b.kinds};
}
static inline bool sl_letterset_has(const sl_letterset *s, uint32_t ascii) {
    return s->ascii[ascii / 64] >> (ascii % 64) & 1;
}
/** Is all of `part` in `whole`, for certain? Never where `part` has letters beyond ASCII. */
bool sl_letterset_within(const sl_letterset *part, const sl_letterset *whole);

/** Only what is (is not) a letter to \w and \b. */
sl_letterset sl_letterset_words(sl_letterset s, bool words);

/** What a letter, a class, an escape or . of a pattern matches. Empty: nothing that a sentence holds. */
sl_letterset sl_letterset_of(const sl_node *leaf, sl_arena *tmp);

/** Can something of `first` stand directly before something of `next`? */
bool sl_letterset_meet(const sl_letterset *first, const sl_letterset *next);

#endif
