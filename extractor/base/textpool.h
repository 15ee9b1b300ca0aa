/* SPDX-License-Identifier: Apache-2.0
 *
 * Many short texts in one block of memory, each named by a number of 32 bits instead of a pointer: for what there are
 * millions of, and for what is kept in a file.
 *
 *     sl_textpool pool = {0};
 *     uint32_t name = sl_textpool_put(&pool, arena, SL_STR("Okafor"));
 *     use(sl_textpool_at(pool.v, name));
 */
#ifndef SL_BASE_TEXTPOOL_H
#define SL_BASE_TEXTPOOL_H

#include "base/arena.h"

/** A text is its length, its bytes, and a line break that does not count. A byte of the length is 0x40 and six bits, the
    lowest first, the last one 0x20 and five: so that the pool as a whole is text, too. */
typedef struct {
    char *v;
    size_t n, room;
    uint32_t last; /* the text that was put last */
} sl_textpool;

enum { SL_TEXTPOOL_PADDING = 8 }; /* zeros behind the last text, for who reads eight bytes at a time */

/** The bytes that one pool may hold: what names a text has two bits to spare. */
#define SL_MAX_TEXTPOOL (UINT32_C(1) << 30)

/** Makes room for so many bytes, so that nothing is copied as it grows. */
void sl_textpool_expect(sl_textpool *pool, sl_arena *arena, size_t bytes);

/**
 * Keeps a copy of `s`; one that is put twice in a row is kept once.
 * @return SL_NONE where the pool is full
 */
uint32_t sl_textpool_put(sl_textpool *pool, sl_arena *arena, sl_str s);

/** Where the bytes of a text begin. */
static inline uint32_t sl_textpool_bytes(const char *pool, uint32_t at) {
    while (pool[at] & 0x40) at++;
    return at + 1;
}

static inline sl_str sl_textpool_at(const char *pool, uint32_t at) {
    size_t n = 0;
    unsigned shift = 0;
    for (; pool[at] & 0x40; shift += 6) n |= (size_t)(pool[at++] & 0x3F) << shift;
    n |= (size_t)(pool[at] & 0x1F) << shift;
    return (sl_str){pool + at + 1, n};
}

#endif
