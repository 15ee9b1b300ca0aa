/* SPDX-License-Identifier: Apache-2.0
 *
 * Maps from positions in one form of a text to positions in the form it was made from.
 *
 * A map is a sorted list of runs. A run of equal lengths is linear: byte for byte. A run of unequal lengths is one
 * thing: any position inside it stands for the whole (an entity, an accented letter, a curly quotation mark).
 *
 *     made      d o n ' t          runs: {0,3 -> 0,3} {3,1 -> 3,3} {4,1 -> 6,1}
 *     from      d o n E2 80 99 t
 *
 * Bytes of `from` that no run names (tags, a byte order mark) lie in the gaps between runs. A map without runs is
 * the identity.
 */
#ifndef SL_TEXT_MAP_H
#define SL_TEXT_MAP_H

#include "base/array.h"

typedef struct {
    sl_off at, size;       /* in the made text */
    sl_off to_at, to_size; /* in the text it was made from */
} sl_map_run;

typedef SL_ARRAY(sl_map_run) sl_map;

/** Where a span that begins at `at` begins. */
sl_off sl_map_start(const sl_map *map, sl_off at);
/** Where a span that ends at `at` ends: behind the whole of the thing before it, never behind a gap. */
sl_off sl_map_end(const sl_map *map, sl_off at);
/** Both, for a span. An empty span stays empty. */
sl_span sl_map_span(const sl_map *map, sl_span span);

/**
 * Appends where the bytes `part` of what `map` made come from, as they stand again at `at` in another text.
 *
 *     map {0,3 -> 5,3} {3,1 -> 8,5}, part [1,4), at 10      {10,2 -> 6,2} {12,1 -> 8,5}
 */
void sl_map_copy(sl_arena *arena, sl_map *to, sl_off at, const sl_map *map, sl_span part);
/** The way from what `upper` made, through what `lower` made, to what that was made from. */
sl_map sl_map_join(sl_arena *arena, const sl_map *upper, const sl_map *lower);

/** Appends a run; joins it to the last one where both are linear and touch. */
void sl_map_add(sl_arena *arena, sl_map *map, sl_map_run run);

#endif
