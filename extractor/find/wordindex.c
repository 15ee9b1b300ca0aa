/* SPDX-License-Identifier: Apache-2.0 */
#include "find/wordindex.h"

enum { FIRST_HEADS = 256 };

/* Token hashes are keys too, and their low bits alone are not spread well enough. */
static size_t head_of(const sl_wordindex *index, uint64_t key) {
    return (size_t)((key * UINT64_C(0x9E3779B97F4A7C15)) >> 20) & (index->n_heads - 1);
}

static void put_in_chain(sl_wordindex *index, uint32_t link) {
    uint32_t *head = &index->heads[head_of(index, index->links.v[link].key)];
    index->links.v[link].next = *head;
    *head = link;
}

static void grow(sl_wordindex *index) {
    index->n_heads = index->n_heads ? 4 * index->n_heads : FIRST_HEADS;
    index->heads = SL_NEW_ARRAY(index->out, uint32_t, index->n_heads);
    for (size_t i = 0; i < index->n_heads; i++) index->heads[i] = SL_NONE;
    for (uint32_t i = 0; i < index->links.n; i++) put_in_chain(index, i);
}

void sl_wordindex_add(sl_wordindex *index, uint64_t key, uint32_t number) {
    if (index->links.n >= index->n_heads) grow(index);
    *sl_push(index->out, &index->links) = (sl_wordlink){key, number, SL_NONE};
    put_in_chain(index, (uint32_t)index->links.n - 1);
}

static uint32_t with_key(const sl_wordindex *index, uint32_t link, uint64_t key) {
    while (link != SL_NONE && index->links.v[link].key != key) link = index->links.v[link].next;
    return link;
}

uint32_t sl_wordindex_first(const sl_wordindex *index, uint64_t key) {
    return index->n_heads ? with_key(index, index->heads[head_of(index, key)], key) : SL_NONE;
}

uint32_t sl_wordindex_next(const sl_wordindex *index, uint32_t link) {
    return with_key(index, index->links.v[link].next, index->links.v[link].key);
}
