/* SPDX-License-Identifier: Apache-2.0
 *
 * The grammar of printed names: runs of capitalised words, with particles, initials and hyphens.
 */
#ifndef SL_FIND_NAMES_P_H
#define SL_FIND_NAMES_P_H

#include "find/people.h"

/** A run of tokens that may be a person's name. */
typedef struct {
    sl_range tokens;
    const sl_str *words; /* folded, lower-cased; "loftus-cheek" is one */
    size_t n_words;
    bool begins_sentence;
    bool listed;     /* a list of persons has exactly these words */
    bool given;      /* begins with a first name */
    bool suffix;     /* ends in Jr, III: no surname */
    bool particle;   /* begins with a particle: a surname by itself, "van Dijk" */
    uint32_t person; /* once linked */
} sl_name;

typedef SL_ARRAY(sl_name) sl_names;

/** A name's range with the 's or ' behind it; the same range where there is none. */
sl_range sl_range_with_possessive(const sl_article *article, sl_range name);

/** Works out a person's types, from lists, rules, and what a description said. */
void sl_person_type_anew(const sl_program *program, sl_person *person);

/** All candidates, in text order. */
void sl_names_find(const sl_article *article, sl_arena *out, sl_names *names);

#endif
