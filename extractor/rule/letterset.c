/* SPDX-License-Identifier: Apache-2.0 */
#include "rule/letterset.h"

#include "adapt/unicode.h"
#include "rule/letters.h"
#include "text/text.h"

static void add(sl_letterset *s, uint32_t ascii) {
    s->ascii[ascii / 64] |= UINT64_C(1) << (ascii % 64);
}

/* The view has no control characters, no white space but the blank, and ' for `. */
sl_letterset sl_letterset_all(void) {
    const uint64_t backquote = UINT64_C(1) << ('`' - 64), delete = UINT64_C(1) << (0x7F - 64);
    return (sl_letterset){{~UINT64_C(0) << ' ', ~(backquote | delete)}, SL_EVERY_KIND};
}

bool sl_letterset_within(const sl_letterset *part, const sl_letterset *whole) {
    bool sure = !(part->kinds & ~whole->kinds) && !(part->kinds & (SL_BEYOND_WORDS | SL_BEYOND_SIGNS));
    return sure && !(part->ascii[0] & ~whole->ascii[0]) && !(part->ascii[1] & ~whole->ascii[1]);
}

static sl_letterset ascii_words(void) {
    sl_letterset words = {0};
    for (uint32_t c = '0'; c <= 'z'; c++)
        if (sl_is_alnum((char)c) || c == '_') add(&words, c);
    return words;
}

sl_letterset sl_letterset_words(sl_letterset s, bool words) {
    sl_letterset only = ascii_words();
    if (!words) only = (sl_letterset){{~only.ascii[0], ~only.ascii[1]}, SL_BEYOND_SIGNS | SL_SENTENCE_END};
    else only.kinds = SL_BEYOND_WORDS | SL_WHOLE_THING | SL_LOOSE_THING;
    return sl_letterset_and(s, only);
}

static sl_letterset without(sl_letterset s, const sl_letterset *gone) {
    return (sl_letterset){{s.ascii[0] & ~gone->ascii[0], s.ascii[1] & ~gone->ascii[1]}, s.kinds & ~gone->kinds};
}

/* --- of patterns -------------------------------------------------------------------------------------------------- */

/* A letter of the text's view. A small one matches both cases. */
static void add_rune(sl_letterset *s, uint32_t rune) {
    if (rune >= 0x80) {
        bool reserved = rune >= SL_LETTER_FIRST && rune <= SL_LETTER_LAST;
        if (!reserved) s->kinds |= sl_unicode_is_letter(rune) ? SL_BEYOND_WORDS : SL_BEYOND_WORDS | SL_BEYOND_SIGNS;
        return;
    }
    add(s, rune);
    if (sl_is_lower((char)rune)) add(s, rune - 0x20);
}

/* All letters that `rune` becomes in the view, mostly one. @return how many */
static size_t add_folded(sl_letterset *s, uint32_t rune, sl_arena *tmp) {
    char bytes[4];
    size_t n = 0;
    sl_str folded = sl_fold((sl_str){bytes, sl_letter_encode(rune, bytes)}, tmp);
    for (size_t at = 0, size; at < folded.n; at += size, n++)
        add_rune(s, sl_unicode_decode(sl_str_cut(folded, at, folded.n), &size));
    return n;
}

/* Ranges keep both cases of their letters, but where one end is a capital. */
static void add_range(sl_letterset *s, uint32_t low, uint32_t high) {
    bool minds_case = sl_unicode_is_upper(low) || sl_unicode_is_upper(high);
    for (uint32_t c = low; c <= high && c < 0x80; c++) {
        add(s, c);
        if (!minds_case && sl_is_alpha((char)c)) add(s, c ^ 0x20);
    }
    if (high >= 0x80) s->kinds |= SL_BEYOND_WORDS | SL_BEYOND_SIGNS;
}

/* Properties of what the view folds away. */
static bool is_folded_away(sl_str property) {
    static const char *const gone[] = {"Pi", "Pf", "Cc", "Zl", "Zp", "Co", "Cs", "Cn"};
    if (property.n != 6) return false;
    for (size_t i = 0; i < sizeof gone / sizeof *gone; i++)
        if (sl_str_eq(sl_str_cut(property, 3, 5), sl_str_of(gone[i]))) return true;
    return false;
}

static sl_letterset of_escape(sl_str text) {
    sl_letterset all = sl_letterset_all(), digits = {0}, blank = {0};
    all.kinds &= ~(uint32_t)SL_SENTENCE_END;
    digits.kinds = SL_BEYOND_WORDS;
    for (uint32_t c = '0'; c <= '9'; c++) add(&digits, c);
    add(&blank, ' ');
    switch (text.p[1]) {
    case 'w': return sl_letterset_words(all, true);
    case 'W': return sl_letterset_words(all, false);
    case 's': return blank;
    case 'S': return without(all, &blank);
    case 'd': return digits;
    case 'D': digits.kinds = 0; return without(all, &digits);
    case 'p': return is_folded_away(text) ? (sl_letterset){0} : all;
    default: return all;
    }
}

/* `sure`: takes only what is certain, for a class that forbids its pieces. */
static sl_letterset of_pieces(sl_str text, bool sure, sl_arena *tmp) {
    sl_letterset s = {0};
    sl_class_piece piece;
    for (size_t at = 0; sl_class_next(text, &at, &piece);) {
        if (piece.kind == SL_CLASS_ESCAPE) {
            bool property = piece.text.p[1] == 'p' || piece.text.p[1] == 'P';
            if (!property || !sure) s = sl_letterset_or(s, of_escape(piece.text));
        } else {
            sl_letterset more = {0};
            size_t letters = 1;
            if (piece.kind == SL_CLASS_LETTER) letters = add_folded(&more, piece.low, tmp);
            else if (piece.kind == SL_CLASS_RANGE) add_range(&more, piece.low, piece.high);
            if (sure) more.kinds = 0;
            if (!sure || letters == 1) s = sl_letterset_or(s, more);
        }
    }
    return s;
}

static sl_letterset of_class(sl_str text, sl_arena *tmp) {
    sl_letterset all = sl_letterset_all();
    all.kinds &= ~(uint32_t)SL_SENTENCE_END;
    bool negated = text.n && text.p[0] == '^';
    sl_letterset s = of_pieces(sl_str_cut(text, negated, text.n), negated, tmp);
    return negated ? without(all, &s) : sl_letterset_and(s, all);
}

sl_letterset sl_letterset_of(const sl_node *leaf, sl_arena *tmp) {
    sl_letterset s = {0}, all = sl_letterset_all();
    all.kinds &= ~(uint32_t)SL_SENTENCE_END;
    if (leaf->kind == SL_NODE_ANY) return all;
    if (leaf->kind == SL_NODE_ESCAPE) return sl_letterset_and(of_escape(leaf->text), all);
    if (leaf->kind == SL_NODE_CLASS) return of_class(leaf->text, tmp);
    add_folded(&s, leaf->letter, tmp);
    return sl_letterset_and(s, all);
}

/* --- neighbours --------------------------------------------------------------------------------------------------- */

enum { BLANK = 1, LETTERS = 2, SIGNS = 4, WHOLE = 8, LOOSE = 16, END = 32 };

static uint32_t groups_of(const sl_letterset *s) {
    sl_letterset words = ascii_words(), signs;
    uint32_t groups = 0;
    words.ascii['_' / 64] &= ~(UINT64_C(1) << ('_' % 64)); /* a sign to the tokenizer */
    signs = without(*s, &words);
    signs.ascii[0] &= ~(UINT64_C(1) << ' ');
    words = sl_letterset_and(words, *s);
    if (sl_letterset_has(s, ' ')) groups |= BLANK;
    if (words.ascii[0] | words.ascii[1]) groups |= LETTERS;
    if (signs.ascii[0] | signs.ascii[1] || s->kinds & (SL_BEYOND_SIGNS | SL_BEYOND_WORDS)) groups |= SIGNS;
    if (s->kinds & SL_WHOLE_THING) groups |= WHOLE;
    if (s->kinds & SL_LOOSE_THING) groups |= LOOSE;
    if (s->kinds & SL_SENTENCE_END) groups |= END;
    return groups;
}

/* What never touches: blank and blank, which are one; whole words and letters, or each other; a blank and the sentence's
   end. Beyond ASCII there are scripts without spaces, where words do touch. */
bool sl_letterset_meet(const sl_letterset *first, const sl_letterset *next) {
    uint32_t before = groups_of(first), behind = groups_of(next), partners = 0;
    if (before & BLANK) partners |= LETTERS | SIGNS | WHOLE | LOOSE;
    if (before & LETTERS) partners |= BLANK | LETTERS | SIGNS | LOOSE | END;
    if (before & WHOLE) partners |= BLANK | SIGNS | LOOSE | END;
    if (before & END) partners |= LETTERS | SIGNS | WHOLE | LOOSE | END;
    if (before & (SIGNS | LOOSE)) partners |= BLANK | LETTERS | SIGNS | WHOLE | LOOSE | END;
    return (behind & partners) != 0;
}
