/* SPDX-License-Identifier: Apache-2.0 */
#include "match/begins.h"

/* All of a token is letters and digits, unless it is a mark: sl_start_letter, then, is the low bits. */
static uint32_t key_of(const char *word, const sl_token *t) {
    unsigned char letters[3] = {(unsigned char)word[0]};
    if (t->size > 1) letters[1] = (unsigned char)word[1];
    if (t->size > 2) letters[2] = (unsigned char)word[2];
    if ((letters[0] | letters[1] | letters[2]) & 0x80) return SL_START_ANY;
    if (t->kind == SL_TOKEN_MARK) return sl_start_of_sign(word[0]);
    return sl_start_of_word(letters[0] & 31, letters[1] & 31, letters[2] & 31);
}

/* May the run of letters that a regex sees here end with an apostrophe? It may be longer than the token. */
static bool is_joined(sl_str view, size_t end) {
    if (end == view.n) return false;
    char c = view.p[end];
    return c != ' ' && (c == '\'' || c == '_' || (unsigned char)c >= 0x80 || sl_is_alnum(c));
}

static void make_keys(sl_article *a) {
    sl_str view = a->text->view;
    a->keys = sl_arena_raw(a->out, a->tokens->n, sizeof *a->keys);
    for (size_t i = 0; i < a->tokens->n; i++) {
        const sl_token *t = &a->tokens->v[i];
        uint32_t joined = is_joined(view, t->at + t->size) ? SL_START_JOINED : 0;
        a->keys[i] = (uint16_t)(key_of(view.p + t->at, t) | joined);
    }
}

sl_stretch sl_stretch_of_unit(const sl_article *a, const sl_passage *unit) {
    const uint32_t *mentions = &a->first_mention[unit->sentence];
    return (sl_stretch){unit->at, unit->tokens, {mentions[0], mentions[unit->sentences]}};
}

static sl_range mentions_in(const sl_article *a, sl_span at) {
    uint32_t first = sl_article_mention_from(a, at.from), end = first;
    while (end < a->mentions.n && a->mentions.v[end]->at.from < at.to) end++;
    return (sl_range){first, end};
}

sl_stretch sl_stretch_of_tokens(const sl_article *a, sl_range tokens) {
    sl_span at = sl_range_span(a->tokens, tokens);
    return (sl_stretch){at, tokens, mentions_in(a, at)};
}

sl_stretch sl_stretch_of_span(const sl_article *a, sl_span at) {
    sl_range tokens = {sl_token_at(a->tokens, at.from), sl_token_at(a->tokens, at.to)};
    return (sl_stretch){at, tokens, mentions_in(a, at)};
}

/* Behind this place one of the types is missing. SIZE_MAX: one is missing everywhere. */
static size_t last_place(const sl_article *a, const sl_stretch *stretch, const sl_type_set *needs) {
    sl_type_set left = *needs;
    if (sl_type_set_is_empty(&left)) return stretch->at.to;
    for (uint32_t m = stretch->mentions.to; m-- > stretch->mentions.from;) {
        sl_type_id type = a->mentions.v[m]->type;
        if (!sl_type_set_has(&left, type)) continue;
        left.word[type / 64] &= ~(UINT64_C(1) << (type % 64));
        if (sl_type_set_is_empty(&left)) return a->mentions.v[m]->at.from;
    }
    return SIZE_MAX;
}

static void add(sl_places *places, sl_off at) {
    if (places->n == 0 || places->v[places->n - 1] != at) places->v[places->n++] = at;
}

/* From token `first` on, before `end`, those that begin by `last`. @return the next one */
static uint32_t add_tokens(const sl_article *a, const sl_start_set *set, uint32_t first, uint32_t end, size_t last,
                           sl_places *places) {
    const sl_token *tokens = a->tokens->v;
    const uint16_t *keys = a->keys;
    const uint32_t joined = set->joined ? SL_START_JOINED : 0;
    for (; first < end && tokens[first].at <= last; first++) {
        uint32_t key = keys[first];
        if (key & joined || sl_start_among(set->rows, key & ~(uint32_t)SL_START_JOINED)) add(places, tokens[first].at);
    }
    return first;
}

static sl_places add_all(const sl_article *a, const sl_start_set *set, sl_range tokens, sl_range mentions, size_t last,
                         sl_places places) {
    for (uint32_t m = mentions.from; m < mentions.to; m++) {
        const sl_mention *thing = a->mentions.v[m];
        if (!sl_type_set_has(&set->types, thing->type)) continue;
        if (thing->at.from > last) break;
        if (tokens.from < tokens.to) tokens.from = add_tokens(a, set, tokens.from, tokens.to, thing->at.from, &places);
        add(&places, thing->at.from);
    }
    add_tokens(a, set, tokens.from, tokens.to, last, &places);
    return places;
}

sl_places sl_begins_among(sl_article *a, const sl_stretch *stretch, const sl_start_set *set, const sl_type_set *needs,
                          sl_arena *out) {
    sl_range tokens = stretch->tokens, mentions = stretch->mentions;
    sl_places places = {0};
    bool needs_more = set->has_tokens || !sl_type_set_within(needs, &set->types);
    size_t last = needs_more ? last_place(a, stretch, needs) : stretch->at.to;
    if (last == SIZE_MAX) return places;
    if (!a->keys) make_keys(a);
    places.v = sl_arena_raw(out, 1 + tokens.to - tokens.from + mentions.to - mentions.from, sizeof *places.v);
    bool cut = tokens.from == tokens.to || a->tokens->v[tokens.from].at != stretch->at.from;
    if (cut) add(&places, stretch->at.from); /* it begins inside of a token */
    if (!set->has_tokens) tokens.to = tokens.from;
    if (!set->has_types) mentions.to = mentions.from;
    return add_all(a, set, tokens, mentions, last, places);
}
