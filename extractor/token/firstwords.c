/* SPDX-License-Identifier: Apache-2.0
 *
 * Building: words are numbered as they come, in a table that grows; the final one has half a slot more for each. A first
 * word that has no key is numbered too, by its hash, since the filters must know it.
 */
#include "token/firstwords.h"

#include "adapt/unicode.h"

/* In the head of the key of a word that has none of its own: no letter of ASCII. */
#define BY_HASH (UINT64_C(1) << 63)

typedef struct {
    sl_firstword_key key;
    uint32_t hash;
    uint32_t n; /* entries of it alone */
    uint64_t seconds;
    bool in_trie;
} word;

/* An entry of one word alone. */
typedef struct {
    uint32_t word, entry;
} alone;

struct sl_firstwords_builder {
    sl_arena *tmp;
    SL_ARRAY(word) words;
    SL_ARRAY(alone) alone;
    SL_ARRAY(uint32_t) sequels;
    uint32_t *slots; /* numbers of words, from 1 on; 0: free */
    unsigned shift;  /* there are 1 << (32 - shift) of them */
};

enum { FIRST_SHIFT = 22, LEAST_BITS = 12, MOST_BITS = 24, BITS_EACH = 12 };

sl_firstwords_builder *sl_firstwords_begin(sl_arena *tmp) {
    sl_firstwords_builder *b = SL_NEW(tmp, sl_firstwords_builder);
    b->tmp = tmp;
    b->shift = FIRST_SHIFT;
    b->slots = SL_NEW_ARRAY(tmp, uint32_t, (size_t)1 << (32 - FIRST_SHIFT));
    return b;
}

static bool same_key(sl_firstword_key a, sl_firstword_key b) {
    return a.head == b.head && a.tail == b.tail;
}

static uint32_t *slot_of(const sl_firstwords_builder *b, sl_firstword_key key, uint32_t hash) {
    uint32_t n = (UINT32_MAX >> b->shift) + 1, i = sl_firstword_slot(key, hash, n);
    while (b->slots[i] && !same_key(b->words.v[b->slots[i] - 1].key, key)) i = i + 1 == n ? 0 : i + 1;
    return &b->slots[i];
}

static void grow(sl_firstwords_builder *b) {
    b->shift--;
    b->slots = SL_NEW_ARRAY(b->tmp, uint32_t, (size_t)1 << (32 - b->shift));
    for (uint32_t i = 0; i < b->words.n; i++) *slot_of(b, b->words.v[i].key, b->words.v[i].hash) = i + 1;
}

/* The number of a word, new or not. */
static uint32_t number_of(sl_firstwords_builder *b, sl_firstword_key key, uint32_t hash) {
    uint32_t *slot = slot_of(b, key, hash);
    if (*slot) return *slot - 1;
    *sl_push(b->tmp, &b->words) = (word){.key = key, .hash = hash};
    uint32_t number = (uint32_t)b->words.n;
    *slot = number;
    if (b->words.n > (UINT32_MAX >> b->shift) / 2) grow(b);
    return number - 1;
}

/* The words of a text that an entry's first word may be: [0] without a capital, [1] with one. */
typedef struct {
    sl_firstword_key key[2]; /* or none */
    bool is_cased;
} forms;

static forms forms_of(sl_str s, uint32_t hash, sl_case letters) {
    forms f = {.is_cased = sl_unicode_has_capital(s)};
    sl_firstword_key key = sl_firstword_key_of(s, s.n);
    if (!key.head) key.head = BY_HASH | (uint64_t)hash << 8;
    key.head &= ~SL_FIRSTWORD_CASED;
    if (letters == SL_CASE_ANY || !f.is_cased) f.key[0] = key;
    key.head |= SL_FIRSTWORD_CASED;
    f.key[1] = key;
    return f;
}

void sl_firstwords_add(sl_firstwords_builder *b, sl_str s, uint32_t hash, sl_case letters, uint32_t entry) {
    forms f = forms_of(s, hash, letters);
    for (int cased = 0; cased < 2; cased++) {
        if (!f.key[cased].head) continue;
        uint32_t number = number_of(b, f.key[cased], hash);
        if (cased && letters == SL_CASE_EXACT) {
            b->words.v[number].in_trie |= f.is_cased;
        } else if (!(f.key[cased].head & BY_HASH)) {
            *sl_push(b->tmp, &b->alone) = (alone){number, entry};
            b->words.v[number].n++;
        }
    }
}

void sl_firstwords_add_longer(sl_firstwords_builder *b, sl_str s, const uint32_t *hashes, size_t n, sl_case letters) {
    forms f = forms_of(s, hashes[0], letters);
    for (int cased = 0; cased < 2; cased++) {
        if (!f.key[cased].head) continue;
        uint32_t number = number_of(b, f.key[cased], hashes[0]);
        b->words.v[number].seconds |= sl_second_bit(hashes[1]);
    }
    uint32_t two = sl_hash_on(hashes[0], hashes[1]);
    *sl_push(b->tmp, &b->sequels) = n > 2 ? sl_hash_on(two, hashes[2]) : two;
}

/* ---- what comes of it ---- */

static sl_hashfilter new_filter(size_t n, sl_arena *out) {
    unsigned bits = LEAST_BITS;
    while (bits < MOST_BITS && (size_t)1 << bits < n * BITS_EACH) bits++;
    return (sl_hashfilter){SL_NEW_ARRAY(out, uint64_t, (size_t)1 << (bits - 6)), 38 - bits};
}

static void put_in(sl_hashfilter *f, uint32_t hash) {
    f->words[hash >> f->shift] |= sl_hashfilter_bits(hash);
}

static bool is_small(const word *w) {
    return !(w->key.head & SL_FIRSTWORD_CASED);
}

static void make_filters(const sl_firstwords_builder *b, sl_arena *out, sl_firstwords *f) {
    size_t n_small = 0;
    for (size_t i = 0; i < b->words.n; i++) n_small += is_small(&b->words.v[i]);
    f->any = new_filter(b->words.n - n_small, out);
    f->small = new_filter(n_small, out);
    f->more = new_filter(b->sequels.n, out);
    for (size_t i = 0; i < b->words.n; i++) {
        put_in(&f->any, b->words.v[i].hash);
        if (is_small(&b->words.v[i])) put_in(&f->small, b->words.v[i].hash);
    }
    for (size_t i = 0; i < b->sequels.n; i++) put_in(&f->more, b->sequels.v[i]);
}

static void put_words(const sl_firstwords_builder *b, bool small, sl_firstwords *f) {
    for (size_t i = 0; i < b->words.n; i++) {
        const word *w = &b->words.v[i];
        if (w->key.head & BY_HASH || is_small(w) != small) continue;
        *sl_firstword_find(f, w->key, w->hash) =
            (sl_firstword){.key = w->key, .seconds = w->seconds, .in_trie = w->in_trie || w->n > UINT16_MAX};
    }
}

/* Words without a capital, which are asked for most, are put in first, where their hash says. */
static void make_table(const sl_firstwords_builder *b, sl_arena *out, sl_firstwords *f) {
    size_t n = 0;
    for (size_t i = 0; i < b->words.n; i++) n += !(b->words.v[i].key.head & BY_HASH);
    f->n_words = (uint32_t)(n + n / 2 + 2);
    f->words = SL_NEW_ARRAY(out, sl_firstword, f->n_words);
    put_words(b, true, f);
    put_words(b, false, f);
}

/* Each word's entries behind one another. One that is spelt in several ways of the same word comes once. */
static void make_entries(const sl_firstwords_builder *b, sl_arena *out, sl_firstwords *f) {
    uint32_t *next = sl_arena_raw(b->tmp, b->words.n, sizeof *next), used = 0;
    for (size_t i = 0; i < b->words.n; i++) {
        next[i] = used;
        used += b->words.v[i].n;
    }
    f->entries = SL_NEW_ARRAY(out, uint32_t, (size_t)used + 2);
    for (size_t i = 0; i < b->alone.n; i++) {
        const word *w = &b->words.v[b->alone.v[i].word];
        uint32_t at = next[b->alone.v[i].word], entry = b->alone.v[i].entry;
        sl_firstword *slot = sl_firstword_find(f, w->key, w->hash);
        if (slot->in_trie || (slot->n && f->entries[at - 1] == entry)) continue;
        if (!slot->n++) slot->entries = at;
        f->entries[at] = entry;
        next[b->alone.v[i].word]++;
    }
}

void sl_firstwords_end(sl_firstwords_builder *b, sl_arena *out, sl_firstwords *f) {
    make_filters(b, out, f);
    make_table(b, out, f);
    make_entries(b, out, f);
}
