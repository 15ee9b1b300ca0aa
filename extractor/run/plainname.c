/* SPDX-License-Identifier: Apache-2.0 */
#include "run/plainname.h"

#include "adapt/unicode.h"

typedef struct {
    SL_ARRAY(char) letters;
    bool blank; /* one is due before the next letter */
    sl_arena *out;
} folder;

/* Letters that decomposition leaves whole. */
static uint32_t bare(uint32_t rune) {
    static const struct {
        uint32_t from, to;
    } letters[] = {{0xF8, 'o'}, {0xD8, 'o'}, {0xDF, 's'}, {0x142, 'l'}, {0x111, 'd'}, {0x131, 'i'}, {0xE6, 'a'}};
    for (size_t i = 0; i < sizeof letters / sizeof *letters; i++)
        if (letters[i].from == rune) return letters[i].to;
    return rune;
}

enum { CURLY_APOSTROPHE = 0x2019 };

static void add(folder *f, uint32_t rune) {
    rune = bare(rune);
    if (rune == '\'' || rune == CURLY_APOSTROPHE) return;
    if (rune >= 0x80 || !sl_is_alnum((char)rune)) {
        f->blank = f->letters.n > 0;
        return;
    }
    if (f->blank) *sl_push(f->out, &f->letters) = ' ';
    f->blank = false;
    *sl_push(f->out, &f->letters) = sl_lower((char)rune);
}

static sl_str fold(sl_str s, sl_arena *out) {
    folder f = {.out = out};
    for (size_t at = 0; at < s.n;) {
        size_t size;
        uint32_t plain[SL_UNICODE_PLAIN], rune = sl_unicode_decode(sl_str_cut(s, at, s.n), &size);
        size_t n = rune < 0x80 ? 0 : sl_unicode_plain(rune, plain);
        if (rune < 0x80) add(&f, rune);
        for (size_t i = 0; i < n; i++) add(&f, plain[i]);
        at += size;
    }
    return (sl_str){f.letters.v, f.letters.n};
}

sl_plain sl_plain_make(sl_str s, sl_arena *out) {
    SL_ARRAY(sl_str) words = {0};
    sl_str all = fold(s, out);
    for (size_t at = 0; at < all.n;) {
        size_t end = sl_str_find(all, ' ', at);
        *sl_push(out, &words) = sl_str_cut(all, at, end);
        at = end + 1;
    }
    return (sl_plain){all, words.v, words.n};
}

static bool has_word(const sl_plain *name, sl_str word) {
    for (size_t i = 0; i < name->n; i++)
        if (sl_str_eq(name->words[i], word)) return true;
    return false;
}

static bool has_words(const sl_plain *name, const sl_plain *of) {
    for (size_t i = 0; i < of->n; i++)
        if (!has_word(name, of->words[i])) return false;
    return true;
}

bool sl_plain_same(const sl_plain *a, const sl_plain *b) {
    if (a->n == 0 || b->n == 0) return false;
    if (sl_plain_eq(a, b)) return true;
    const sl_plain *less = b->n < a->n ? b : a, *more = less == a ? b : a;
    if (sl_str_eq(less->words[less->n - 1], more->words[more->n - 1]) && has_words(more, less)) return true;
    return less->n == 1 && has_word(more, less->words[0]);
}

/* White space of every kind, and nothing else. */
static bool is_blank(sl_str s) {
    for (size_t at = 0, size; at < s.n; at += size) {
        uint32_t rune = sl_unicode_decode(sl_str_cut(s, at, s.n), &size);
        if (rune < 0x80 ? sl_is_space((char)rune) || (rune >= 0x1C && rune <= 0x1F) : rune == 0x85) continue;
        sl_category c = sl_unicode_category(rune);
        if (c != SL_CATEGORY_ZS && c != SL_CATEGORY_ZL && c != SL_CATEGORY_ZP) return false;
    }
    return true;
}

sl_candidates sl_candidates_make(sl_str cell, sl_arena *out) {
    SL_ARRAY(sl_plain) all = {0};
    for (size_t at = 0; at < cell.n;) {
        size_t end = sl_str_find(cell, '|', at);
        sl_str one = sl_str_cut(cell, at, end);
        if (!is_blank(one)) *sl_push(out, &all) = sl_plain_make(one, out);
        at = end + 1;
    }
    return (sl_candidates){all.v, all.n};
}

double sl_candidates_name(const sl_candidates *found, const sl_plain *name) {
    for (size_t i = 0; i < found->n; i++)
        if (sl_plain_same(name, &found->v[i])) return 1 / (double)found->n;
    return 0;
}
