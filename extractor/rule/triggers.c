/* SPDX-License-Identifier: Apache-2.0 */
#include "rule/triggers.h"

#include "adapt/eight.h"

/* Stems stand by the low bits of their first three letters, which have no case. */
enum { LETTER_BITS = 5, STEM_SLOTS = 1 << 3 * LETTER_BITS, FILTER_BITS = 1 << 15 };

typedef struct {
    uint32_t hash, number; /* number: 1 based; 0: the slot is free */
} word_slot;

typedef struct {
    uint64_t letters, mask; /* the first eight of them; which bytes these are */
    uint32_t number, next;  /* next: the same slot, 1 based; 0: none */
} stem_link;

struct sl_trigger_index {
    const sl_trigger *triggers;
    uint64_t filter[FILTER_BITS / 64]; /* by the low bits of a word's hash: may it be a trigger? */
    word_slot *words;                  /* by hash, in the next free slot; few are taken */
    uint32_t mask;
    stem_link *stems;
    uint64_t stem_filter[STEM_SLOTS / 64]; /* by slot: are there stems? */
    uint32_t first_stem[STEM_SLOTS];       /* 1 based into stems; 0: none */
    uint32_t n_stems;
};

static size_t slot_of_stem(const char *p) {
    return (size_t)(p[0] & 31) << 2 * LETTER_BITS | (size_t)(p[1] & 31) << LETTER_BITS | (size_t)(p[2] & 31);
}

static void add_word(sl_trigger_index *x, uint32_t number) {
    uint32_t hash = sl_token_hash(x->triggers[number].word), slot = hash & x->mask;
    while (x->words[slot].number) slot = (slot + 1) & x->mask;
    x->words[slot] = (word_slot){hash, number + 1};
    x->filter[hash % FILTER_BITS / 64] |= UINT64_C(1) << (hash % 64);
}

static void add_stem(sl_trigger_index *x, uint32_t number) {
    sl_str word = x->triggers[number].word;
    size_t slot = slot_of_stem(word.p);
    uint64_t mask = word.n < 8 ? ~(~UINT64_C(0) << 8 * word.n) : ~UINT64_C(0);
    x->stems[x->n_stems] = (stem_link){sl_eight_begin(word.p, word.n), mask, number, x->first_stem[slot]};
    x->first_stem[slot] = ++x->n_stems;
    x->stem_filter[slot / 64] |= UINT64_C(1) << (slot % 64);
}

sl_trigger_index *sl_triggers_index(const sl_trigger_list *list, sl_arena *out) {
    sl_trigger_index *x = SL_NEW(out, sl_trigger_index);
    uint32_t size = 16;
    while (size < 8 * list->n) size *= 2;
    x->triggers = list->v;
    x->mask = size - 1;
    x->words = SL_NEW_ARRAY(out, word_slot, size);
    x->stems = SL_NEW_ARRAY(out, stem_link, list->n);
    for (uint32_t i = 0; i < list->n; i++) {
        if (list->v[i].is_stem) add_stem(x, i);
        else add_word(x, i);
    }
    return x;
}

static void mark(sl_trigger_marks *marks, uint32_t number) {
    uint64_t *bits = &marks->bits[number / 64], bit = UINT64_C(1) << (number % 64);
    marks->numbers[marks->n] = number;
    marks->n += (*bits & bit) == 0;
    *bits |= bit;
}

static void mark_words(const sl_trigger_index *x, uint32_t hash, sl_trigger_marks *marks) {
    for (uint32_t i = hash & x->mask; x->words[i].number; i = (i + 1) & x->mask)
        if (x->words[i].hash == hash) mark(marks, x->words[i].number - 1);
}

/* The long s and the Kelvin sign are s and k to a regex. 0: no letter of ASCII. */
static char letter_at(sl_str word, size_t *at) {
    const unsigned char *p = (const unsigned char *)word.p + *at;
    size_t left = word.n - *at;
    if (left >= 2 && p[0] == 0xC5 && p[1] == 0xBF) return *at += 2, 's';
    if (left >= 3 && p[0] == 0xE2 && p[1] == 0x84 && p[2] == 0xAA) return *at += 3, 'k';
    ++*at;
    return p[0] < 0x80 ? sl_lower((char)p[0]) : '\0';
}

static bool begins_with(sl_str word, sl_str stem) {
    size_t at = 0, i = 0;
    while (i < stem.n && at < word.n && letter_at(word, &at) == stem.p[i]) i++;
    return i == stem.n;
}

/* @param eight  the first eight bytes of the word, which tell nearly always */
static bool has_stem(const sl_trigger_index *x, const stem_link *stem, sl_str word, uint64_t eight) {
    if (!sl_eight_beyond_ascii(eight & stem->mask)) {
        bool same = (((eight | SL_EIGHT(0x20)) ^ stem->letters) & stem->mask) == 0;
        if (!same || stem->mask != ~UINT64_C(0)) return same;
    }
    return begins_with(word, x->triggers[stem->number].word);
}

static void mark_stems(const sl_trigger_index *x, sl_str view, const sl_token *t, sl_trigger_marks *marks) {
    sl_str word = sl_token_str(view, t);
    char first[SL_SHORTEST_STEM] = {word.p[0], word.p[1], word.p[2]};
    if ((unsigned char)(first[0] | first[1] | first[2]) >= 0x80) {
        size_t at = 0;
        for (int i = 0; i < SL_SHORTEST_STEM && at < word.n; i++) first[i] = letter_at(word, &at);
    }
    uint64_t eight = sl_token_eight(view, t);
    for (uint32_t i = x->first_stem[slot_of_stem(first)]; i; i = x->stems[i - 1].next)
        if (has_stem(x, &x->stems[i - 1], word, eight)) mark(marks, x->stems[i - 1].number);
}

enum { BATCH = 64 };

/* Tokens that may be triggers, and those that may begin with one. */
typedef struct {
    const sl_token *words[BATCH], *stems[BATCH];
    size_t n_words, n_stems;
} candidates;

static bool may_be_word(const sl_trigger_index *x, const sl_token *t) {
    return x->filter[t->hash % FILTER_BITS / 64] >> (t->hash % 64) & 1;
}

static bool may_have_stem(const sl_trigger_index *x, sl_str view, const sl_token *t) {
    if (view.n < SL_SHORTEST_STEM) return false;
    bool is_long = t->size >= SL_SHORTEST_STEM;
    const char *p = view.p + is_long * t->at;
    size_t slot = slot_of_stem(p);
    bool may = (x->stem_filter[slot / 64] >> (slot % 64) & 1) | ((unsigned char)(p[0] | p[1] | p[2]) >= 0x80);
    __builtin_prefetch(&x->first_stem[slot]);
    return is_long & may;
}

/* Without a branch on what a token is, since no text can foretell it. */
static void find_candidates(const sl_trigger_index *x, sl_str view, const sl_token *tokens, size_t n, candidates *c) {
    c->n_words = c->n_stems = 0;
    for (const sl_token *t = tokens; t < tokens + n; t++) {
        c->words[c->n_words] = c->stems[c->n_stems] = t;
        __builtin_prefetch(&x->words[t->hash & x->mask]);
        bool is_word = t->kind != SL_TOKEN_MARK;
        c->n_words += is_word & may_be_word(x, t);
        c->n_stems += is_word & may_have_stem(x, view, t);
    }
}

void sl_triggers_mark(const sl_trigger_index *x, sl_str view, const sl_token *tokens, size_t n,
                      sl_trigger_marks *marks) {
    candidates c;
    for (size_t i = 0; i < n; i += BATCH) {
        find_candidates(x, view, tokens + i, n - i < BATCH ? n - i : BATCH, &c);
        for (size_t k = 0; k < c.n_words; k++) mark_words(x, c.words[k]->hash, marks);
        for (size_t k = 0; k < c.n_stems; k++) mark_stems(x, view, c.stems[k], marks);
    }
}
