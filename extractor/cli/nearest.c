/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/nearest.h"

#include <string.h>

enum { MAX_LETTERS = 31 };

static size_t least(size_t a, size_t b) {
    return a < b ? a : b;
}

/* Optimal string alignment distance, row by row. Both words have at most MAX_LETTERS letters. */
static size_t distance(const char *a, const char *b) {
    size_t rows[3][MAX_LETTERS + 1];
    size_t n = strlen(a), m = strlen(b);
    size_t *before = rows[0], *above = rows[1], *row = rows[2];
    for (size_t j = 0; j <= m; j++) above[j] = j;
    for (size_t i = 1; i <= n; i++) {
        row[0] = i;
        for (size_t j = 1; j <= m; j++) {
            row[j] = least(least(above[j], row[j - 1]) + 1, above[j - 1] + (a[i - 1] != b[j - 1]));
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                row[j] = least(row[j], before[j - 2] + 1);
        }
        size_t *oldest = before;
        before = above;
        above = row;
        row = oldest;
    }
    return above[m];
}

const char *sl_nearest_known(const char *word, const char *const *known, size_t n) {
    if (strlen(word) > MAX_LETTERS) return NULL;
    const char *best = NULL;
    size_t best_distance = strlen(word) / 3 + 1;
    for (size_t i = 0; i < n; i++) {
        size_t d = distance(word, known[i]);
        if (d > best_distance || (best && d == best_distance)) continue;
        best = known[i];
        best_distance = d;
    }
    return best;
}
