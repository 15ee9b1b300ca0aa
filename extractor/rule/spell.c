/* SPDX-License-Identifier: Apache-2.0 */
#include "rule/spell_p.h"

#include "rule/letters.h"

enum { MOST_STRINGS = 48, MOST_BYTES = 80, MOST_LETTERS = 4 };

static bool append_all(sl_arena *out, sl_strings *s, const sl_strings *tails) {
    if (s->n * tails->n > MOST_STRINGS) return false;
    sl_strings product = {sl_arena_raw(out, s->n * tails->n, sizeof *s->v), 0, s->n * tails->n};
    for (size_t i = 0; i < s->n; i++)
        for (size_t j = 0; j < tails->n; j++) {
            sl_str a = s->v[i], b = tails->v[j];
            if (a.n + b.n > MOST_BYTES) return false;
            char *joined = sl_arena_raw(out, a.n + b.n, 1);
            memcpy(joined, a.p, a.n);
            memcpy(joined + a.n, b.p, b.n);
            product.v[product.n++] = (sl_str){joined, a.n + b.n};
        }
    *s = product;
    return true;
}

/* Of tails that last as long as the strings. */
static bool append_kept(sl_arena *out, sl_strings *s, const sl_strings *tails) {
    bool is_begin = s->n == 1 && s->v[0].n == 0;
    if (is_begin) *s = *tails;
    return is_begin || append_all(out, s, tails);
}

static bool append_text(sl_arena *out, sl_strings *s, sl_str text) {
    sl_strings tail = {&text, 1, 1};
    return append_all(out, s, &tail);
}

static bool append_letter(sl_arena *out, sl_strings *s, uint32_t letter) {
    static const char small[] = "abcdefghijklmnopqrstuvwxyz";
    if (letter < 0x80 && sl_is_alpha((char)letter))
        return append_text(out, s, (sl_str){small + sl_lower((char)letter) - 'a', 1});
    char bytes[4];
    sl_str folded = sl_fold((sl_str){bytes, sl_letter_encode(letter, bytes)}, out);
    char *low = sl_arena_raw(out, folded.n, 1);
    for (size_t i = 0; i < folded.n; i++) low[i] = sl_lower(folded.p[i]);
    return append_text(out, s, (sl_str){low, folded.n});
}

/* [Dd] and [ae]: as if they were alternatives. Ranges, escapes and what is not in the class are too many. */
static bool append_class(sl_arena *out, sl_strings *s, sl_str text) {
    sl_strings all = {0};
    sl_class_piece piece;
    if (text.n == 0 || text.p[0] == '^') return false;
    for (size_t at = 0; sl_class_next(text, &at, &piece);) {
        sl_str nothing = {"", 0};
        sl_strings one = {&nothing, 1, 1};
        if (piece.kind != SL_CLASS_LETTER || all.n == MOST_LETTERS || !append_letter(out, &one, piece.low))
            return false;
        bool known = false;
        for (size_t i = 0; i < all.n; i++) known = known || sl_str_eq(all.v[i], one.v[0]);
        if (!known) *sl_push(out, &all) = one.v[0];
    }
    return append_kept(out, s, &all);
}

static bool append_choice(sl_compiler *c, sl_strings *s, const sl_node *n, bool may_be_empty) {
    sl_strings all = {0};
    if (may_be_empty) *sl_push(c->tmp, &all) = (sl_str){"", 0};
    for (const sl_node *child = n; child; child = child->next) {
        sl_str nothing = {"", 0};
        sl_strings one = {&nothing, 1, 1};
        if (!sl_spell(c, child, &one) || all.n + one.n > MOST_STRINGS) return false;
        for (size_t i = 0; i < one.n; i++) *sl_push(c->tmp, &all) = one.v[i];
    }
    return append_kept(c->tmp, s, &all);
}

/* A macro is spelt out once. */
static bool append_macro(sl_compiler *c, sl_strings *s, sl_macro *macro) {
    if (macro->spelling == SL_SPELLING_UNKNOWN) {
        sl_str nothing = {"", 0};
        sl_strings all = {&nothing, 1, 1}, *kept = &macro->spelt;
        bool good = sl_spell(c, macro->tree, &all);
        macro->spelling = good ? SL_SPELLING_FEW : SL_SPELLING_MANY;
        for (size_t i = 0; good && i < all.n; i++) *sl_push(c->trees, kept) = sl_arena_copy(c->trees, all.v[i]);
    }
    return macro->spelling == SL_SPELLING_FEW && append_kept(c->tmp, s, &macro->spelt);
}

static bool is_plain(const sl_node *n) {
    if (n->kind != SL_NODE_LETTER || n->letter >= 0x80) return false;
    char c = (char)n->letter;
    return sl_is_alnum(c) || c == ' ' || c == '-' || c == ',';
}

bool sl_spell_next(sl_compiler *c, const sl_node **n, sl_strings *s) {
    char text[MOST_BYTES];
    size_t size = 0;
    const sl_node *behind = *n;
    for (; behind && size < sizeof text && is_plain(behind); behind = behind->next)
        text[size++] = sl_lower((char)behind->letter);
    bool good = size ? append_text(c->tmp, s, (sl_str){text, size}) : sl_spell(c, behind, s);
    if (good) *n = size ? behind : behind->next;
    return good;
}

static bool append_sequence(sl_compiler *c, sl_strings *s, const sl_node *n) {
    while (n)
        if (!sl_spell_next(c, &n, s)) return false;
    return true;
}

bool sl_spell(sl_compiler *c, const sl_node *n, sl_strings *s) {
    static const char boundary[] = {SL_BREAK, '\0'};
    switch (n->kind) {
    case SL_NODE_EMPTY:
    case SL_NODE_LOOK: return true;
    case SL_NODE_LETTER: return append_letter(c->tmp, s, n->letter);
    case SL_NODE_EDGE:
        return n->text.p[0] != '\\' || n->text.p[1] == 'b' ? append_text(c->tmp, s, sl_str_of(boundary)) : true;
    case SL_NODE_ESCAPE: return n->text.p[1] == 's' && append_text(c->tmp, s, SL_STR(" "));
    case SL_NODE_TYPE: return !n->part && append_text(c->tmp, s, sl_str_of(boundary));
    case SL_NODE_GROUP: return n->macro ? append_macro(c, s, n->macro) : sl_spell(c, n->child, s);
    case SL_NODE_CHOICE: return append_choice(c, s, n->child, false);
    case SL_NODE_REPEAT: return n->max == 1 && append_choice(c, s, n->child, n->min == 0);
    case SL_NODE_SEQUENCE: return append_sequence(c, s, n->child);
    case SL_NODE_CLASS: return append_class(c->tmp, s, n->text);
    case SL_NODE_ANY:
    case SL_NODE_GAP: return false;
    }
    return false;
}
