/* SPDX-License-Identifier: Apache-2.0
 *
 * Numbers by name: where a list of names is asked for one of them again and again while rules are compiled.
 */
#ifndef SL_RULE_NAMEINDEX_H
#define SL_RULE_NAMEINDEX_H

#include "base/array.h"

typedef struct {
    sl_str *names; /* open addressing; p NULL: the slot is free */
    uint32_t *numbers;
    size_t n, slots;
} sl_nameindex;

/** The number of `name`; SL_NONE where it has none. */
uint32_t sl_nameindex_find(const sl_nameindex *index, sl_str name);

/** Gives `name`, which is borrowed and has none yet, a number. */
void sl_nameindex_add(sl_nameindex *index, sl_arena *out, sl_str name, uint32_t number);

#endif
