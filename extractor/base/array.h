/* SPDX-License-Identifier: Apache-2.0
 *
 * Growing arrays in an arena, for any element type.
 *
 *     SL_ARRAY(sl_span) spans = {0};
 *     *sl_push(arena, &spans) = (sl_span){3, 9};
 *     for (size_t i = 0; i < spans.n; i++) use(spans.v[i]);
 *
 * A named array type is made by `typedef SL_ARRAY(sl_span) sl_spans;`. Elements move when the array grows, so hold
 * indexes, not pointers, across a push.
 */
#ifndef SL_BASE_ARRAY_H
#define SL_BASE_ARRAY_H

#include "base/arena.h"

#define SL_ARRAY(type)                                                                                                 \
    struct {                                                                                                           \
        type *v;                                                                                                       \
        size_t n, room;                                                                                                \
    }

/** A pointer to a new, zeroed last element. */
#define sl_push(arena, array)                                                                                          \
    ((array)->n == (array)->room                                                                                       \
         ? (void)((array)->v = sl_arena_grow((arena), (array)->v, (array)->n, (array)->room ? 2 * (array)->room : 8,   \
                                             sizeof *(array)->v),                                                      \
                  (array)->room = (array)->room ? 2 * (array)->room : 8)                                               \
         : (void)0,                                                                                                    \
     memset(&(array)->v[(array)->n], 0, sizeof *(array)->v), &(array)->v[(array)->n++])

#endif
