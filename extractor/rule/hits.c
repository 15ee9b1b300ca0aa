/* SPDX-License-Identifier: Apache-2.0
 *
 * What of the lists and of the gate stands in an article. The gate's words have a gazetteer of their own: they change
 * with every edit of the rules, and the lists', which are much longer, need not be built again for that.
 */
#include "rule/compiled.h"

static bool is_before(const sl_hit *a, const sl_hit *b) {
    if (a->tokens.from != b->tokens.from) return a->tokens.from < b->tokens.from;
    if (a->tokens.to != b->tokens.to) return a->tokens.to > b->tokens.to;
    return a->entry < b->entry;
}

static void merge(const sl_hits *a, const sl_hits *b, sl_arena *out, sl_hits *all) {
    size_t i = 0, k = 0, n = a->n + b->n;
    *all = (sl_hits){sl_arena_raw(out, n, sizeof *all->v), n, n};
    while (i + k < n) {
        bool first = k == b->n || (i < a->n && is_before(&a->v[i], &b->v[k]));
        all->v[i + k] = first ? a->v[i] : b->v[k];
        if (first) i++;
        else k++;
    }
}

void sl_program_find(const sl_program *p, sl_str view, const sl_tokens *tokens, sl_arena *out, sl_hits *hits) {
    sl_hits words, triggers;
    sl_range all = {0, (uint32_t)tokens->n};
    sl_gazetteer_find(p->entries.words, view, tokens, all, out, &words);
    sl_gazetteer_find(p->triggers, view, tokens, all, out, &triggers);
    merge(&words, &triggers, out, hits);
}
