/* SPDX-License-Identifier: Apache-2.0 */
#include "base/textpool.h"

enum { LENGTH = 6 }; /* bytes of the longest */

static void make_room(sl_textpool *pool, sl_arena *arena, size_t room) {
    char *v = sl_arena_raw(arena, room + SL_TEXTPOOL_PADDING, 1);
    if (pool->n) memcpy(v, pool->v, pool->n);
    pool->v = v;
    pool->room = room;
}

void sl_textpool_expect(sl_textpool *pool, sl_arena *arena, size_t bytes) {
    if (bytes > SL_MAX_TEXTPOOL) bytes = SL_MAX_TEXTPOOL;
    if (pool->room < bytes) make_room(pool, arena, bytes);
}

uint32_t sl_textpool_put(sl_textpool *pool, sl_arena *arena, sl_str s) {
    if (pool->n && sl_str_eq(sl_textpool_at(pool->v, pool->last), s)) return pool->last;
    size_t most = LENGTH + s.n + 1;
    if (s.n > SL_MAX_TEXTPOOL || pool->n + most > SL_MAX_TEXTPOOL) return SL_NONE;
    if (pool->n + most > pool->room) make_room(pool, arena, 2 * (pool->n + most) + 4096);
    pool->last = (uint32_t)pool->n;
    char *p = pool->v + pool->n;
    size_t n = s.n;
    for (; n >= 0x20; n >>= 6) *p++ = (char)(0x40 | (n & 0x3F));
    *p++ = (char)(0x20 | n);
    if (s.n) memcpy(p, s.p, s.n);
    p[s.n] = '\n';
    pool->n = (size_t)(p + s.n + 1 - pool->v);
    memset(pool->v + pool->n, 0, SL_TEXTPOOL_PADDING);
    return pool->last;
}
