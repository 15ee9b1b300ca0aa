/* SPDX-License-Identifier: Apache-2.0 */
#include "rule/triggers.h"

/* Stems stand by the low bits of their first three letters, which have no case. */
enum { LETTER_BITS = 5, STEM_SLOTS = 1 << 3 * LETTER_BITS, FILTER_BITS = 1 << 15 };

typedef struct {
    uint32_t hash, number, next; /* next: the same slot, 1 based; 0: none */
} word_link;

typedef struct {
    uint32_t number, next;
} stem_link;

struct sl_trigger_index {
    const sl_trigger *triggers;
    uint64_t filter[FILTER_BITS / 64]; /* by the low bits of a word's hash: may it be a trigger? */
    uint32_t *slots;                   /* by hash: 1 based into words; 0: none */
    uint32_t mask;
    word_link *words;
    stem_link *stems;
    uint64_t stem_filter[STEM_SLOTS / 64]; /* by slot: are there stems? */
    uint32_t first_stem[STEM_SLOTS];       /* 1 based into stems; 0: none */
    uint32_t n_stems;
};

static size_t slot_of_stem(const char *p) {
    return (size_t)(p[0] & 31) << 2 * LETTER_BITS | (size_t)(p[1] & 31) << LETTER_BITS | (size_t)(p[2] & 31);
}

static void add_word(sl_trigger_index *x, uint32_t number, uint32_t link) {
    uint32_t hash = sl_token_hash(x->triggers[number].word), slot = hash & x->mask;
    x->words[link] = (word_link){hash, number, x->slots[slot]};
    x->slots[slot] = link + 1;
    x->filter[hash % FILTER_BITS / 64] |= UINT64_C(1) << (hash % 64);
}

static void add_stem(sl_trigger_index *x, uint32_t number) {
    size_t slot = slot_of_stem(x->triggers[number].word.p);
    x->stems[x->n_stems] = (stem_link){number, x->first_stem[slot]};
    x->first_stem[slot] = ++x->n_stems;
    x->stem_filter[slot / 64] |= UINT64_C(1) << (slot % 64);
}

sl_trigger_index *sl_triggers_index(const sl_trigger_list *list, sl_arena *out) {
    sl_trigger_index *x = SL_NEW(out, sl_trigger_index);
    uint32_t size = 16, link = 0;
    while (size < 2 * list->n) size *= 2;
    x->triggers = list->v;
    x->mask = size - 1;
    x->slots = SL_NEW_ARRAY(out, uint32_t, size);
    x->words = SL_NEW_ARRAY(out, word_link, list->n);
    x->stems = SL_NEW_ARRAY(out, stem_link, list->n);
    for (uint32_t i = 0; i < list->n; i++) {
        if (list->v[i].is_stem) add_stem(x, i);
        else add_word(x, i, link++);
    }
    return x;
}

static void mark(uint64_t *bits, uint32_t number) {
    bits[number / 64] |= UINT64_C(1) << (number % 64);
}

static void mark_words(const sl_trigger_index *x, uint32_t hash, uint64_t *bits) {
    if (!(x->filter[hash % FILTER_BITS / 64] >> (hash % 64) & 1)) return;
    for (uint32_t i = x->slots[hash & x->mask]; i; i = x->words[i - 1].next)
        if (x->words[i - 1].hash == hash) mark(bits, x->words[i - 1].number);
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

static void mark_stems(const sl_trigger_index *x, sl_str word, uint64_t *bits) {
    char first[SL_SHORTEST_STEM] = {word.p[0], word.p[1], word.p[2]};
    if ((unsigned char)(first[0] | first[1] | first[2]) >= 0x80) {
        size_t at = 0;
        for (int i = 0; i < SL_SHORTEST_STEM && at < word.n; i++) first[i] = letter_at(word, &at);
    }
    size_t slot = slot_of_stem(first);
    if (!(x->stem_filter[slot / 64] >> (slot % 64) & 1)) return;
    for (uint32_t i = x->first_stem[slot]; i; i = x->stems[i - 1].next)
        if (begins_with(word, x->triggers[x->stems[i - 1].number].word)) mark(bits, x->stems[i - 1].number);
}

void sl_triggers_mark(const sl_trigger_index *x, sl_str view, const sl_token *token, uint64_t *bits) {
    if (token->kind == SL_TOKEN_MARK) return;
    mark_words(x, token->hash, bits);
    if (x->n_stems && token->size >= SL_SHORTEST_STEM) mark_stems(x, sl_token_str(view, token), bits);
}
