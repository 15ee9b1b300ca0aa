/* SPDX-License-Identifier: Apache-2.0 */
#include "match/trial.h"

static sl_places places(const sl_trial *t, const sl_start_set *set) {
    return sl_begins_among(t->article, &t->stretch, set, &t->pattern->needs, t->tmp);
}

bool sl_trial_begin(sl_trial *t) {
    t->starts = t->article->gate ? t->pattern->starts : NULL;
    if (!t->starts) return true;
    t->places = places(t, t->starts->behind_head ? t->starts->behind_head : &t->starts->all);
    return t->places.n > 0;
}

static sl_match_result try_at(const sl_trial *t, const sl_projection *p, size_t at, const size_t **groups) {
    return sl_regex_find_at(t->pattern->regex, t->matcher, p->text, at, groups);
}

/* The first match that begins at one of the places, at or behind `from`: `at`. */
static sl_match_result next_place(sl_trial *t, const sl_projection *p, size_t from, size_t *at, const size_t **groups) {
    for (; t->next < t->places.n; t->next++) {
        *at = sl_projection_place(p, t->places.v[t->next]);
        if (*at == SIZE_MAX || *at < from) continue;
        sl_match_result result = try_at(t, p, *at, groups);
        if (result != SL_MATCH_NONE) return result;
    }
    return SL_MATCH_NONE;
}

/* There is a match at `at`, behind its head. The first one that begins with a head, as far as that may reach but not
   before `from`; else that one. */
static sl_match_result with_head(const sl_trial *t, const sl_projection *p, size_t from, size_t at,
                                 const size_t **groups) {
    size_t low = at;
    for (uint32_t blanks = 0; low > from; low--)
        if (p->text.p[low - 1] == ' ' && ++blanks > t->starts->reach) break;
    sl_places heads = places(t, &t->starts->all);
    for (size_t i = 0; i < heads.n; i++) {
        size_t head = sl_projection_place(p, heads.v[i]);
        if (head == SIZE_MAX || head < low) continue;
        if (head >= at) break;
        sl_match_result result = try_at(t, p, head, groups);
        if (result != SL_MATCH_NONE) return result;
    }
    return try_at(t, p, at, groups);
}

sl_match_result sl_trial_next(sl_trial *t, const sl_projection *p, size_t from, const size_t **groups) {
    if (!t->starts) return sl_regex_find(t->pattern->regex, t->matcher, p->text, from, groups);
    size_t at;
    sl_match_result result = next_place(t, p, from, &at, groups);
    bool has_head = result == SL_MATCH_FOUND && t->starts->behind_head;
    return has_head ? with_head(t, p, from, at, groups) : result;
}

sl_match_result sl_trial_any(sl_trial *t, const sl_projection *p) {
    const size_t *groups;
    size_t at;
    if (!t->starts) return sl_regex_find(t->pattern->regex, t->matcher, p->text, 0, &groups);
    return next_place(t, p, 0, &at, &groups);
}
