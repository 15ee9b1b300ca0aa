/* SPDX-License-Identifier: Apache-2.0 */
#include "text/map.h"

static bool is_linear(const sl_map_run *run) {
    return run->size == run->to_size;
}

/** The run that holds byte `at`; the last one before it if none does. There is at least one run. */
static const sl_map_run *run_of(const sl_map *map, sl_off at) {
    size_t low = 0, high = map->n;
    while (high - low > 1) {
        size_t middle = low + (high - low) / 2;
        if (map->v[middle].at <= at) low = middle;
        else high = middle;
    }
    return &map->v[low];
}

sl_off sl_map_start(const sl_map *map, sl_off at) {
    if (map->n == 0) return at;
    const sl_map_run *run = run_of(map, at);
    if (at < run->at) return run->to_at;
    if (at - run->at >= run->size) return run->to_at + run->to_size;
    return is_linear(run) ? run->to_at + (at - run->at) : run->to_at;
}

sl_off sl_map_end(const sl_map *map, sl_off at) {
    if (map->n == 0) return at;
    if (at == 0) return map->v[0].to_at;
    const sl_map_run *run = run_of(map, at - 1);
    if (is_linear(run) && at - run->at < run->size) return run->to_at + (at - run->at);
    return run->to_at + run->to_size;
}

sl_span sl_map_span(const sl_map *map, sl_span span) {
    sl_off from = sl_map_start(map, span.from);
    return (sl_span){from, span.to > span.from ? sl_map_end(map, span.to) : from};
}

void sl_map_add(sl_arena *arena, sl_map *map, sl_map_run run) {
    sl_map_run *last = map->n ? &map->v[map->n - 1] : NULL;
    if (last && is_linear(last) && is_linear(&run) && last->at + last->size == run.at &&
        last->to_at + last->to_size == run.to_at) {
        last->size += run.size;
        last->to_size += run.to_size;
        return;
    }
    *sl_push(arena, map) = run;
}

void sl_map_copy(sl_arena *arena, sl_map *to, sl_off at, const sl_map *map, sl_span part) {
    if (part.from >= part.to) return;
    if (map->n == 0) {
        sl_off size = part.to - part.from;
        sl_map_add(arena, to, (sl_map_run){at, size, part.from, size});
        return;
    }
    for (const sl_map_run *run = run_of(map, part.from), *end = map->v + map->n; run < end && run->at < part.to;
         run++) {
        sl_off from = run->at > part.from ? run->at : part.from;
        sl_off till = run->at + run->size < part.to ? run->at + run->size : part.to;
        if (from >= till) continue;
        sl_map_run made = {at + (from - part.from), till - from, run->to_at, run->to_size};
        if (is_linear(run)) made.to_at += from - run->at, made.to_size = made.size;
        sl_map_add(arena, to, made);
    }
}

sl_map sl_map_join(sl_arena *arena, const sl_map *upper, const sl_map *lower) {
    if (lower->n == 0) return *upper;
    sl_map joined = {0};
    for (size_t i = 0; i < upper->n; i++) {
        const sl_map_run *run = &upper->v[i];
        sl_span middle = {run->to_at, run->to_at + run->to_size};
        if (is_linear(run)) {
            sl_map_copy(arena, &joined, run->at, lower, middle);
        } else {
            sl_span bottom = sl_map_span(lower, middle);
            sl_map_add(arena, &joined, (sl_map_run){run->at, run->size, bottom.from, bottom.to - bottom.from});
        }
    }
    return joined;
}
