/* SPDX-License-Identifier: Apache-2.0 */
#include "base/sort.h"

static bool is_sorted(const char *v, size_t n, size_t size, sl_sort_order *order) {
    for (size_t i = 1; i < n; i++)
        if (order(v + (i - 1) * size, v + i * size) > 0) return false;
    return true;
}

/* The runs `from..middle` and `middle..to` of `v`, in bytes, become one in `out`. */
static void merge(const char *v, size_t from, size_t middle, size_t to, size_t size, sl_sort_order *order, char *out) {
    size_t a = from, b = middle;
    if (b == to || order(v + b - size, v + b) <= 0) { /* most of what is sorted is nearly so */
        memcpy(out + from, v + from, to - from);
        return;
    }
    for (size_t at = from; at < to; at += size) {
        bool left = a < middle && (b == to || order(v + a, v + b) <= 0);
        memcpy(out + at, v + (left ? a : b), size);
        *(left ? &a : &b) += size;
    }
}

static size_t least(size_t a, size_t b) {
    return a < b ? a : b;
}

/* Runs of one thing are merged to runs of two, of four, … from one buffer to the other and back. */
void sl_sort(sl_arena *tmp, void *v, size_t n, size_t size, sl_sort_order *order) {
    if (n < 2 || is_sorted(v, n, size, order)) return;
    sl_arena_mark mark = sl_arena_here(tmp);
    size_t bytes = n * size;
    char *from = v, *to = sl_arena_raw(tmp, n, size);
    for (size_t run = size; run < bytes; run *= 2) {
        for (size_t at = 0; at < bytes; at += 2 * run)
            merge(from, at, least(at + run, bytes), least(at + 2 * run, bytes), size, order, to);
        char *other = from;
        from = to;
        to = other;
    }
    if (from != v) memcpy(v, from, bytes);
    sl_arena_rewind(tmp, mark);
}
