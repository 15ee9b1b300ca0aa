/* SPDX-License-Identifier: Apache-2.0
 *
 * What can stand at the two ends of a pattern's matches: there they are cut at whole words.
 */
#include "rule/compiler_p.h"

#include "adapt/unicode.h"

/* The last child that surely takes something, or the first of all: whatever is at the end is there, or behind it. */
static const sl_node *last_sure(const sl_node *n) {
    const sl_node *sure = n;
    for (; n; n = n->next)
        if ((n->kind == SL_NODE_LETTER && n->letter >= ' ' && n->letter <= 'z') || n->kind == SL_NODE_ANY ||
            n->kind == SL_NODE_CLASS || n->kind == SL_NODE_ESCAPE || n->kind == SL_NODE_GAP)
            sure = n;
    return sure;
}

/* The first (last) child that is not nothing, and those that may be nothing before (behind) it. */
static unsigned end_of_sequence(sl_compiler *c, const sl_node *n, bool last) {
    unsigned all = SL_END_NOTHING;
    for (n = last ? last_sure(n) : n; n && (last || all & SL_END_NOTHING); n = n->next) {
        unsigned one = sl_end_of(c, n, last);
        if (!last) all = (all & ~(unsigned)SL_END_NOTHING) | one;
        else if (one & SL_END_NOTHING) all |= one & ~(unsigned)SL_END_NOTHING;
        else all = one;
    }
    return all;
}

/* \w of PCRE2: letters, numbers and _; later versions have marks, too. */
static unsigned end_of_letter(sl_compiler *c, uint32_t letter, bool last) {
    sl_str s = sl_letter_folded(letter, c->tmp);
    if (s.n == 0) return SL_END_NOTHING;
    size_t at = last ? s.n - 1 : 0, size;
    while (last && at > 0 && ((unsigned char)s.p[at] & 0xC0) == 0x80) at--;
    uint32_t rune = sl_unicode_decode(sl_str_cut(s, at, s.n), &size);
    if (rune < 0x80) return sl_is_alnum((char)rune) || rune == '_' ? SL_END_WORD : SL_END_OTHER;
    sl_category category = sl_unicode_category(rune);
    if (sl_unicode_is_mark(rune) || category == SL_CATEGORY_PC) return SL_END_WORD | SL_END_OTHER;
    bool number = category >= SL_CATEGORY_ND && category <= SL_CATEGORY_NO;
    return number || sl_unicode_is_letter(rune) ? SL_END_WORD : SL_END_OTHER;
}

static unsigned end_of_escape(sl_str text) {
    if (text.p[1] == 'w' || text.p[1] == 'd') return SL_END_WORD;
    return text.p[1] == 's' || text.p[1] == 'W' ? SL_END_OTHER : SL_END_WORD | SL_END_OTHER;
}

/* What can stand at the first (last) place of a match: a word character, another, a thing, or nothing at all. */
unsigned sl_end_of(sl_compiler *c, const sl_node *n, bool last) {
    unsigned all = 0;
    switch (n->kind) {
    case SL_NODE_EMPTY:
    case SL_NODE_EDGE:
    case SL_NODE_LOOK: return SL_END_NOTHING;
    case SL_NODE_LETTER: return end_of_letter(c, n->letter, last);
    case SL_NODE_ANY:
    case SL_NODE_CLASS: return SL_END_WORD | SL_END_OTHER;
    case SL_NODE_ESCAPE: return end_of_escape(n->text);
    case SL_NODE_SEQUENCE: return end_of_sequence(c, n->child, last);
    case SL_NODE_CHOICE:
        for (const sl_node *child = n->child; child; child = child->next) all |= sl_end_of(c, child, last);
        return all;
    case SL_NODE_REPEAT: return sl_end_of(c, n->child, last) | (n->min == 0 ? SL_END_NOTHING : 0u);
    case SL_NODE_GROUP: return sl_end_of(c, n->child, last);
    case SL_NODE_GAP: return SL_END_OTHER;
    case SL_NODE_TYPE: return n->part ? sl_end_of(c, n->part, last) : SL_END_THING;
    }
    return SL_END_NOTHING;
}
