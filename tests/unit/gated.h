/* SPDX-License-Identifier: Apache-2.0
 *
 * For unit tests: short sentences, what a pattern sees of them, and what the gate says of them.
 *
 *     sentence s = sentence_of(r.program, pattern, "@ tore his #", &r.arena);
 *     bool open = passes_gate(r.program, pattern, &s, &r.arena);
 */
#ifndef SL_TESTS_GATED_H
#define SL_TESTS_GATED_H

#include "match/gates.h"
#include "rule/letters.h"
#include "ruleset.h"

/* What the rules of such a test begin with. */
#define HEAD                                                                                                           \
    "sideline: 1\nlist known: = Ade | Cy\nlist pain: = knee | ankle\nlanguage: a | the | his | has | in | was | of\n"  \
    "clause: but | although\njoiners: , | and\nperson player: {known}\nmacro side: (?<side>left|right)\n"              \
    "part listed: {player} \\({pain}\\)\ntable facts: player, pain, side, rules\n"

/* A sentence of a test: @ is a player, # a pain. In the view they are words; in the projection each is a letter, if
   the pattern names it, else the same words. */
typedef struct {
    sl_str view, projected;
    sl_type_set types;
} sentence;

static inline sl_type_id type_called(const sl_program *p, const char *name) {
    sl_type_id t = 0;
    while (!sl_str_eq(p->types.v[t].name, sl_str_of(name))) t++;
    return t;
}

static inline uint32_t bit_of(const sl_view *view, sl_type_id type) {
    for (uint32_t i = 0; i < view->n; i++)
        if (view->types[i] == type) return 1u << i;
    return 0;
}

static inline void append(sl_arena *arena, sl_str *to, const char *bytes, size_t n) {
    *to = sl_arena_printf(arena, "%.*s%.*s", (int)to->n, to->p, (int)n, bytes);
}

static inline sentence sentence_of(const sl_program *p, const sl_pattern *pattern, const char *text, sl_arena *arena) {
    sentence s = {.view = {"", 0}, .projected = {"", 0}};
    sl_str folded = sl_fold(sl_str_of(text), arena);
    sl_type_id players = type_called(p, "player"), pains = type_called(p, "pain");
    for (size_t i = 0; i < folded.n; i++) {
        char c = folded.p[i];
        if (c == '@' || c == '#') {
            sl_type_id type = c == '@' ? players : pains;
            uint32_t bit = bit_of(&p->views.v[pattern->view], type);
            const char *word = c == '@' ? "Ade" : "knee";
            char letter[4];
            size_t n = sl_letter_encode(SL_LETTER_FIRST + bit, letter);
            sl_type_set_add(&s.types, type);
            append(arena, &s.view, word, strlen(word));
            append(arena, &s.projected, bit ? letter : word, bit ? n : strlen(word));
            continue;
        }
        append(arena, &s.view, &c, 1);
        bool again = sl_is_space(c) && s.projected.n && s.projected.p[s.projected.n - 1] == ' ';
        if (!again) append(arena, &s.projected, sl_is_space(c) ? " " : &c, 1);
    }
    return s;
}

static inline bool matches(const sl_pattern *pattern, sl_matcher *matcher, sl_str subject, sl_str *match) {
    const size_t *groups;
    if (sl_regex_find(pattern->regex, matcher, subject, 0, &groups) != SL_MATCH_FOUND) return false;
    *match = sl_str_cut(subject, groups[0], groups[1]);
    return true;
}

static inline bool has_one_of(const sl_trigger_set *set, const uint64_t *triggers, const sl_type_set *types) {
    for (size_t i = 0; i < set->n; i++)
        if (triggers[set->triggers[i] / 64] >> (set->triggers[i] % 64) & 1) return true;
    for (size_t i = 0; i < SL_MAX_TYPES / 64; i++)
        if (set->types.word[i] & types->word[i]) return true;
    return false;
}

/* What the gate of the engine asks: are the types there, and something of each set? */
static inline bool passes_gate(const sl_program *p, const sl_pattern *pattern, const sentence *s, sl_arena *arena) {
    sl_tokens tokens;
    sl_tokens_of(s->view, arena, &tokens);
    sl_trigger_marks triggers = {.bits = SL_NEW_ARRAY(arena, uint64_t, sl_trigger_words(p->triggers.n)),
                                 .numbers = SL_NEW_ARRAY(arena, uint32_t, p->triggers.n + 1)};
    sl_triggers_mark(p->trigger_index, s->view, tokens.v, tokens.n, &triggers);
    bool passes = sl_type_set_within(&pattern->needs, &s->types);
    for (size_t i = 0; i < pattern->n_sets; i++)
        passes = passes && has_one_of(&pattern->sets[i], triggers.bits, &s->types);
    return passes;
}

static inline bool is_word_at(const char *text, size_t at) {
    char c = text[at];
    return sl_is_alnum(c) || c == '@' || c == '#' || (unsigned char)c >= 0x80;
}

/* Things are whole tokens: none touches a letter. */
static inline bool is_possible(const char *text) {
    for (size_t i = 0; text[i]; i++)
        if ((text[i] == '@' || text[i] == '#') && ((i && is_word_at(text, i - 1)) || is_word_at(text, i + 1)))
            return false;
    return true;
}

#endif
