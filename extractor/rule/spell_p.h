/* SPDX-License-Identifier: Apache-2.0
 *
 * The few strings that a part of a pattern can be: `suffer(?:ed|s)?` is suffer, suffered or suffers.
 */
#ifndef SL_RULE_SPELL_P_H
#define SL_RULE_SPELL_P_H

#include "rule/compiler_p.h"

/** In a string: a thing or a boundary. */
enum { SL_BREAK = '\x01' };

/**
 * Appends all that `*n` can be, or the run of letters that begins there, to each string, and moves `*n` behind it.
 * @param s  small letters, folded; in c->tmp
 * @return false where that is too much or without end: `*n` is where it was, and `s` is of no use
 */
bool sl_spell_next(sl_compiler *c, const sl_node **n, sl_strings *s);

/** The same for `n` alone. */
bool sl_spell(sl_compiler *c, const sl_node *n, sl_strings *s);

#endif
