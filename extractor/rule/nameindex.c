/* SPDX-License-Identifier: Apache-2.0 */
#include "rule/nameindex.h"

/* The slot of `name`, or the free one where it belongs. */
static size_t slot_of(const sl_nameindex *index, sl_str name) {
    size_t at = (size_t)sl_hash(name, 0) & (index->slots - 1);
    while (index->names[at].p && !sl_str_eq(index->names[at], name)) at = (at + 1) & (index->slots - 1);
    return at;
}

uint32_t sl_nameindex_find(const sl_nameindex *index, sl_str name) {
    if (index->slots == 0) return SL_NONE;
    size_t at = slot_of(index, name);
    return index->names[at].p ? index->numbers[at] : SL_NONE;
}

static void grow(sl_nameindex *index, sl_arena *out) {
    sl_nameindex larger = {.n = index->n, .slots = index->slots ? 2 * index->slots : 64};
    larger.names = SL_NEW_ARRAY(out, sl_str, larger.slots);
    larger.numbers = SL_NEW_ARRAY(out, uint32_t, larger.slots);
    for (size_t i = 0; i < index->slots; i++) {
        if (!index->names[i].p) continue;
        size_t at = slot_of(&larger, index->names[i]);
        larger.names[at] = index->names[i];
        larger.numbers[at] = index->numbers[i];
    }
    *index = larger;
}

void sl_nameindex_add(sl_nameindex *index, sl_arena *out, sl_str name, uint32_t number) {
    if (2 * (index->n + 1) > index->slots) grow(index, out);
    size_t at = slot_of(index, name);
    index->names[at] = name.p ? name : (sl_str){"", 0};
    index->numbers[at] = number;
    index->n++;
}
