/* SPDX-License-Identifier: Apache-2.0
 *
 * The text of a pattern as a tree. Ours is a stated subset of PCRE2, and we parse it ourselves: case rules, {types},
 * {x+}, required words and good messages all need to know what each letter means.
 *
 *     {player}{gap}(?:tore|hurt) his {side}? ?{body}
 *
 * becomes a sequence of a reference, a gap, a group of two alternatives, letters, … . References are bound to what
 * they name afterwards, by sl_pattern_bind, because a pattern may name what is declared further down.
 */
#ifndef SL_RULE_PATTERN_H
#define SL_RULE_PATTERN_H

#include "rule/source.h"

typedef enum {
    SL_NODE_EMPTY,
    SL_NODE_LETTER,   /* one code point, `letter` */
    SL_NODE_ANY,      /* . */
    SL_NODE_CLASS,    /* [...], `text` is what stands between the brackets */
    SL_NODE_ESCAPE,   /* \d \D \w \W \s \S \p{..} \P{..}: `text` */
    SL_NODE_EDGE,     /* \b \B ^ $: `text`; takes no letter */
    SL_NODE_SEQUENCE, /* children one after the other */
    SL_NODE_CHOICE,   /* children are alternatives */
    SL_NODE_REPEAT,   /* one child, min..max times */
    SL_NODE_GROUP,    /* one child; `text` is its name, if it has one */
    SL_NODE_LOOK,     /* one child; (?= (?! (?<= (?<! : `text` */
    SL_NODE_GAP,      /* {gap N}: up to `max` words */
    SL_NODE_TYPE      /* {x …} once bound to a type; a macro becomes a GROUP */
} sl_node_kind;

typedef enum { SL_FORM_PLAIN, SL_FORM_POSSESSIVE, SL_FORM_NAMED } sl_type_form;

#define SL_ENDLESS UINT32_MAX

typedef struct sl_node sl_node;
typedef struct sl_macro sl_macro;
struct sl_node {
    sl_node_kind kind;
    sl_located where;
    sl_node *child, *next;
    sl_str text;
    uint32_t letter, min, max;
    bool lazy, greedy_only; /* *? and *+ */
    /* a reference */
    sl_str name, as;      /* {name as as} */
    sl_type_form form;    /* {name's}, {name named} */
    bool plus;            /* {name+} */
    bool bound, constant; /* constant, once bound: neither things nor named groups are in it */
    uint16_t type;        /* once bound to a type */
    sl_node *part;        /* once bound to a `part`: its tree, also `child` */
    sl_macro *macro; /* once bound to a macro or part: what is known of it, if its tree is the one that all share */
};

/** What stands between the brackets of a class, piece by piece. */
typedef enum {
    SL_CLASS_LETTER,   /* `low` */
    SL_CLASS_RANGE,    /* low..high, as written: it may run backwards */
    SL_CLASS_ESCAPE,   /* \d \p{..}: `text` */
    SL_CLASS_BAD_RANGE /* a range with an escape for an end */
} sl_class_kind;

typedef struct {
    sl_class_kind kind;
    uint32_t low, high;
    sl_str text; /* all of the piece */
} sl_class_piece;

/** The next piece of `text` at `*at`, a ^ at its begin passed over by the caller. @return false at the end */
bool sl_class_next(sl_str text, size_t *at, sl_class_piece *piece);

/** The rune at `*at` with the accents on it, which matching does without. */
uint32_t sl_letter_take(sl_str text, size_t *at);

/**
 * Parses a pattern. Errors go to `diagnostics`.
 * @return NULL where there was one
 */
sl_node *sl_pattern_parse(const sl_located *text, sl_arena *out, sl_diagnostics *diagnostics);

#endif
