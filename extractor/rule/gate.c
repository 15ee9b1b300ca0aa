/* SPDX-License-Identifier: Apache-2.0
 *
 * What every match of a pattern must hold, derived from its tree: types, and sets of words one of which is there.
 *
 *     {player}{gap}(?:suffered|picked up) (?:a|an) {injury}
 *
 * needs the types player and injury and one of {suffered, picked}. A rule is tried only in sentences that hold all of
 * this, so a derivation may leave something out, but must never name what a match can do without.
 *
 * A part of the tree that can be only a few strings is spelt out, and a word counts where it stands whole in the
 * string: `suffer(?:ed|s)?` is suffer, suffered or suffers. BREAK stands for a thing or a boundary.
 */
#include "rule/compiler_p.h"

#include "rule/letters.h"

enum { MOST_STRINGS = 48, MOST_BYTES = 80, MOST_LETTERS = 4, BREAK = '\x01' };

typedef SL_ARRAY(sl_str) strings;

typedef struct {
    sl_str words[MOST_STRINGS];
    size_t n;        /* 0: nothing is known */
    size_t shortest; /* letters of its shortest word: a measure of how rare the set is */
} word_set;

typedef struct {
    sl_compiler *c;
    word_set best[SL_MAX_TRIGGER_SETS];
    size_t n;
} derivation;

/* --- which strings can this be? ----------------------------------------------------------------------------------- */

static bool spell(sl_arena *out, const sl_node *n, strings *s);

static bool append_all(sl_arena *out, strings *s, const strings *tails) {
    if (s->n * tails->n > MOST_STRINGS) return false;
    strings product = {0};
    for (size_t i = 0; i < s->n; i++)
        for (size_t j = 0; j < tails->n; j++) {
            sl_str a = s->v[i], b = tails->v[j];
            if (a.n + b.n > MOST_BYTES) return false;
            char *joined = sl_arena_raw(out, a.n + b.n, 1);
            memcpy(joined, a.p, a.n);
            memcpy(joined + a.n, b.p, b.n);
            *sl_push(out, &product) = (sl_str){joined, a.n + b.n};
        }
    *s = product;
    return true;
}

static bool append_text(sl_arena *out, strings *s, sl_str text) {
    strings tail = {0};
    *sl_push(out, &tail) = text;
    return append_all(out, s, &tail);
}

static bool append_letter(sl_arena *out, strings *s, uint32_t letter) {
    char bytes[4];
    sl_str folded = sl_fold((sl_str){bytes, sl_letter_encode(letter, bytes)}, out);
    char *low = sl_arena_raw(out, folded.n, 1);
    for (size_t i = 0; i < folded.n; i++) low[i] = sl_lower(folded.p[i]);
    return append_text(out, s, (sl_str){low, folded.n});
}

/* [Dd] and [ae]: as if they were alternatives. Ranges, escapes and what is not in the class are too many. */
static bool append_class(sl_arena *out, strings *s, sl_str text) {
    strings all = {0};
    sl_class_piece piece;
    if (text.n == 0 || text.p[0] == '^') return false;
    for (size_t at = 0; sl_class_next(text, &at, &piece);) {
        strings one = {0};
        *sl_push(out, &one) = (sl_str){"", 0};
        if (piece.kind != SL_CLASS_LETTER || all.n == MOST_LETTERS || !append_letter(out, &one, piece.low))
            return false;
        bool known = false;
        for (size_t i = 0; i < all.n; i++) known = known || sl_str_eq(all.v[i], one.v[0]);
        if (!known) *sl_push(out, &all) = one.v[0];
    }
    return append_all(out, s, &all);
}

static bool append_choice(sl_arena *out, strings *s, const sl_node *n, bool may_be_empty) {
    strings all = {0};
    if (may_be_empty) *sl_push(out, &all) = (sl_str){"", 0};
    for (const sl_node *child = n; child; child = child->next) {
        strings one = {0};
        *sl_push(out, &one) = (sl_str){"", 0};
        if (!spell(out, child, &one) || all.n + one.n > MOST_STRINGS) return false;
        for (size_t i = 0; i < one.n; i++) *sl_push(out, &all) = one.v[i];
    }
    return append_all(out, s, &all);
}

/* Appends all that `n` can be to each string; false where that is too much or without end. */
static bool spell(sl_arena *out, const sl_node *n, strings *s) {
    static const char boundary[] = {BREAK, '\0'};
    switch (n->kind) {
    case SL_NODE_EMPTY:
    case SL_NODE_LOOK: return true;
    case SL_NODE_LETTER: return append_letter(out, s, n->letter);
    case SL_NODE_EDGE:
        return n->text.p[0] != '\\' || n->text.p[1] == 'b' ? append_text(out, s, sl_str_of(boundary)) : true;
    case SL_NODE_ESCAPE: return n->text.p[1] == 's' && append_text(out, s, SL_STR(" "));
    case SL_NODE_TYPE: return !n->part && append_text(out, s, sl_str_of(boundary));
    case SL_NODE_GROUP: return spell(out, n->child, s);
    case SL_NODE_CHOICE: return append_choice(out, s, n->child, false);
    case SL_NODE_REPEAT: return n->max == 1 && append_choice(out, s, n->child, n->min == 0);
    case SL_NODE_SEQUENCE:
        for (const sl_node *child = n->child; child; child = child->next)
            if (!spell(out, child, s)) return false;
        return true;
    case SL_NODE_CLASS: return append_class(out, s, n->text);
    case SL_NODE_ANY:
    case SL_NODE_GAP: return false;
    }
    return false;
}

/* --- which words must be there? ----------------------------------------------------------------------------------- */

static bool is_common(const derivation *d, sl_str word) {
    return sl_hash_in(d->c->program->language, d->c->program->n_language, sl_token_hash(word));
}

static bool in_word(char c) {
    return sl_is_alnum(c) || (unsigned char)c >= 0x80;
}

/* Is it one word to the tokenizer, too? Signs beyond ASCII, and scripts without spaces, may be cut otherwise. */
static bool is_one_token(const derivation *d, sl_str word) {
    bool ascii = true;
    for (size_t i = 0; i < word.n; i++) ascii = ascii && (unsigned char)word.p[i] < 0x80;
    if (ascii) return true;
    sl_tokens tokens;
    sl_tokens_of(word, d->c->tmp, &tokens);
    return tokens.n == 1 && tokens.v[0].size == word.n && tokens.v[0].kind != SL_TOKEN_MARK;
}

/* The longest uncommon word that stands whole in `s`; left and right: whether its ends are word boundaries. */
static sl_str whole_word(const derivation *d, sl_str s, bool left, bool right) {
    sl_str best = {0};
    for (size_t i = 0; i < s.n;) {
        size_t from = i;
        while (i < s.n && in_word(s.p[i])) i++;
        bool whole = (from > 0 || left) && (i < s.n || right);
        sl_str word = sl_str_cut(s, from, i);
        if (whole && word.n > best.n && !is_common(d, word) && is_one_token(d, word)) best = word;
        if (i == from) i++;
    }
    return best;
}

static void keep(derivation *d, const word_set *set) {
    if (set->n == 0) return;
    size_t at = d->n;
    while (at > 0 &&
           (d->best[at - 1].n > set->n || (d->best[at - 1].n == set->n && d->best[at - 1].shortest < set->shortest)))
        at--;
    if (at == SL_MAX_TRIGGER_SETS) return;
    if (d->n < SL_MAX_TRIGGER_SETS) d->n++;
    for (size_t i = d->n - 1; i > at; i--) d->best[i] = d->best[i - 1];
    d->best[at] = *set;
}

static void add_word(word_set *set, sl_str word) {
    for (size_t i = 0; i < set->n; i++)
        if (sl_str_eq(set->words[i], word)) return;
    if (set->n == 0 || word.n < set->shortest) set->shortest = word.n;
    set->words[set->n++] = word;
}

static bool words_of(const derivation *d, const strings *s, bool left, bool right, word_set *set) {
    *set = (word_set){0};
    for (size_t i = 0; i < s->n; i++) {
        sl_str word = whole_word(d, s->v[i], left, right);
        if (word.n == 0) return set->n = 0, false;
        add_word(set, word);
    }
    return set->n > 0;
}

static void derive(derivation *d, const sl_node *n, bool left, bool right);

/* Alternatives: one word of each. */
static void derive_choice(derivation *d, const sl_node *n, bool left, bool right) {
    word_set all = {0};
    for (const sl_node *child = n->child; child; child = child->next) {
        derivation one = {.c = d->c};
        derive(&one, child, left, right);
        if (one.n == 0 || all.n + one.best[0].n > MOST_STRINGS) return;
        for (size_t i = 0; i < one.best[0].n; i++) add_word(&all, one.best[0].words[i]);
    }
    keep(d, &all);
}

/* White space, or a sign of ASCII that is a token of its own. */
static bool is_separator(const sl_node *n) {
    if (n->kind == SL_NODE_ESCAPE) return n->text.p[1] == 's';
    return n->kind == SL_NODE_LETTER && n->letter < 0x80 && !in_word((char)n->letter) && n->letter != '_';
}

/* Does what a node takes surely begin (end) at a boundary of words, and may it take nothing? */
typedef struct {
    bool sure, empty;
} margin;

static margin margin_of(const sl_node *n, bool last);

static margin margin_of_sequence(const sl_node *n, bool last) {
    margin all = {true, true};
    for (; n && (last || all.empty); n = n->next) {
        margin one = margin_of(n, last);
        if (!last) all = (margin){all.sure && one.sure, one.empty};
        else all = one.empty ? (margin){all.sure && one.sure, all.empty} : one;
    }
    return all;
}

static margin margin_of_choice(const sl_node *n, bool last) {
    margin all = {true, false};
    for (; n; n = n->next) {
        margin one = margin_of(n, last);
        all = (margin){all.sure && one.sure, all.empty || one.empty};
    }
    return all;
}

static margin margin_of(const sl_node *n, bool last) {
    margin of_child;
    switch (n->kind) {
    case SL_NODE_EMPTY:
    case SL_NODE_EDGE:
    case SL_NODE_LOOK: return (margin){true, true};
    case SL_NODE_GAP: return (margin){true, false};
    case SL_NODE_TYPE: return n->part ? margin_of(n->part, last) : (margin){true, false};
    case SL_NODE_SEQUENCE: return margin_of_sequence(n->child, last);
    case SL_NODE_CHOICE: return margin_of_choice(n->child, last);
    case SL_NODE_GROUP: return margin_of(n->child, last);
    case SL_NODE_REPEAT:
        of_child = margin_of(n->child, last);
        return (margin){of_child.sure, of_child.empty || n->min == 0};
    case SL_NODE_LETTER:
    case SL_NODE_ESCAPE: return (margin){is_separator(n), false};
    case SL_NODE_ANY:
    case SL_NODE_CLASS: break;
    }
    return (margin){false, false};
}

/* Is there a boundary behind each of these strings? `before`: is there one before them? */
static bool all_end_words(const strings *run, bool before) {
    for (size_t i = 0; i < run->n; i++) {
        sl_str s = run->v[i];
        if (s.n ? in_word(s.p[s.n - 1]) : !before) return false;
    }
    return true;
}

/* Is there a boundary before `n` and its sisters, whichever of them takes something? `right`: is there one behind all? */
static bool boundary_before(const sl_node *n, bool right) {
    margin head = margin_of_sequence(n, false);
    return head.sure && (!head.empty || right);
}

/* Runs of children that can be spelt out, and between them those that cannot. */
static void derive_sequence(derivation *d, const sl_node *n, bool left, bool right) {
    bool bounded = left;
    for (const sl_node *child = n->child, *at; child; child = at->next) {
        strings run = {0};
        *sl_push(d->c->tmp, &run) = (sl_str){"", 0};
        for (at = child; at; at = at->next) {
            strings longer = run;
            if (!spell(d->c->tmp, at, &longer)) break;
            run = longer;
        }
        word_set set;
        if (words_of(d, &run, bounded, boundary_before(at, right), &set)) keep(d, &set);
        if (!at) return;
        bool before = all_end_words(&run, bounded);
        margin tail = margin_of(at, true);
        bounded = tail.sure && (!tail.empty || before);
        derive(d, at, before, boundary_before(at->next, right));
    }
}

static void derive(derivation *d, const sl_node *n, bool left, bool right) {
    strings all = {0};
    *sl_push(d->c->tmp, &all) = (sl_str){"", 0};
    word_set set;
    if (spell(d->c->tmp, n, &all)) {
        if (words_of(d, &all, left, right, &set)) keep(d, &set);
        return;
    }
    if (n->kind == SL_NODE_SEQUENCE) derive_sequence(d, n, left, right);
    else if (n->kind == SL_NODE_CHOICE) derive_choice(d, n, left, right);
    else if (n->kind == SL_NODE_GROUP) derive(d, n->child, left, right);
    else if (n->kind == SL_NODE_REPEAT && n->min > 0) derive(d, n->child, false, false);
    else if (n->kind == SL_NODE_TYPE && n->part) derive(d, n->part, false, false);
}

/* --- which types? ------------------------------------------------------------------------------------------------- */

sl_type_set sl_gate_types(const sl_node *n) {
    sl_type_set all = {0};
    if (n->kind == SL_NODE_TYPE && !n->part) sl_type_set_add(&all, n->type);
    if (n->kind == SL_NODE_LOOK || (n->kind == SL_NODE_REPEAT && n->min == 0)) return all;
    for (const sl_node *child = n->child; child; child = child->next) {
        sl_type_set one = sl_gate_types(child);
        for (size_t i = 0; i < SL_MAX_TYPES / 64; i++) {
            if (n->kind == SL_NODE_CHOICE && child != n->child) all.word[i] &= one.word[i];
            else all.word[i] |= one.word[i];
        }
    }
    return all;
}

static uint32_t trigger_number(sl_compiler *c, sl_str word) {
    uint32_t number = sl_nameindex_find(&c->trigger_index, word);
    if (number != SL_NONE) return number;
    number = (uint32_t)c->triggers.n;
    sl_str *trigger = sl_push(c->out, &c->triggers);
    *trigger = sl_arena_copy(c->out, word);
    sl_nameindex_add(&c->trigger_index, c->out, *trigger, number);
    return number;
}

void sl_gate_derive(sl_compiler *c, const sl_node *tree, sl_pattern *pattern) {
    sl_arena_mark mark = sl_arena_here(c->tmp);
    derivation d = {.c = c};
    derive(&d, tree, true, true);
    pattern->needs = sl_gate_types(tree);
    pattern->n_sets = d.n;
    for (size_t i = 0; i < d.n; i++) {
        uint32_t *numbers = SL_NEW_ARRAY(c->out, uint32_t, d.best[i].n);
        for (size_t k = 0; k < d.best[i].n; k++) numbers[k] = trigger_number(c, d.best[i].words[k]);
        pattern->sets[i] = (sl_trigger_set){numbers, d.best[i].n};
    }
    sl_arena_rewind(c->tmp, mark);
}
