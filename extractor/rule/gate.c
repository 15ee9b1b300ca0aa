/* SPDX-License-Identifier: Apache-2.0
 *
 * What every match of a pattern must hold, derived from its tree: types, and sets of words and types one of which is
 * there.
 *
 *     {player}{gap}(?:suffered|limp\w*|with) (?:a|an) (?:{injury}|tight {body})
 *
 * needs the type player, one of {suffered, limp…, with} and one of {{injury}, tight}. A rule is tried only in sentences
 * that hold all of this, so a derivation may leave something out, but must never name what a match can do without.
 *
 * A part of the tree that can be only a few strings is spelt out, and a word counts where it stands whole in the
 * string: `suffer(?:ed|s)?` is suffer, suffered or suffers. One that is only known to begin there is a stem. BREAK
 * stands for a thing or a boundary.
 */
#include "rule/compiler_p.h"

#include "rule/letters.h"

enum { MOST_STRINGS = 48, MOST_BYTES = 80, MOST_LETTERS = 4, MOST_WORDS = 256, BREAK = '\x01' };

typedef SL_ARRAY(sl_str) strings;

/* One of these words and types is there. */
typedef struct {
    sl_trigger_list words; /* in c->tmp */
    sl_type_set types;
    uint32_t weight; /* how many sentences it lets pass, as far as that can be guessed */
} need;

typedef struct {
    sl_compiler *c;
    need best[SL_MAX_TRIGGER_SETS]; /* the lightest first */
    size_t n;
} derivation;

/* --- which strings can this be? ----------------------------------------------------------------------------------- */

static bool spell(sl_arena *out, const sl_node *n, strings *s);

static bool append_all(sl_arena *out, strings *s, const strings *tails) {
    if (s->n * tails->n > MOST_STRINGS) return false;
    strings product = {sl_arena_raw(out, s->n * tails->n, sizeof *s->v), 0, s->n * tails->n};
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

static bool append_text(sl_arena *out, strings *s, sl_str text) {
    strings tail = {&text, 1, 1};
    return append_all(out, s, &tail);
}

static bool append_letter(sl_arena *out, strings *s, uint32_t letter) {
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

static bool is_plain(const sl_node *n) {
    if (n->kind != SL_NODE_LETTER || n->letter >= 0x80) return false;
    char c = (char)n->letter;
    return sl_is_alnum(c) || c == ' ' || c == '-' || c == ',';
}

/* Appends a run of letters at once. @return the first node behind it; `n` where there is none, NULL at the end */
static const sl_node *append_plain(sl_arena *out, strings *s, const sl_node *n, bool *fits) {
    char text[MOST_BYTES];
    size_t size = 0;
    for (; n && size < sizeof text && is_plain(n); n = n->next) text[size++] = sl_lower((char)n->letter);
    *fits = size == 0 || append_text(out, s, (sl_str){text, size});
    return n;
}

/* Appends what all of a sequence can be. */
static bool spell_sequence(sl_arena *out, const sl_node *n, strings *s) {
    while (n) {
        bool fits;
        const sl_node *behind = append_plain(out, s, n, &fits);
        if (!fits || (behind == n && !spell(out, n, s))) return false;
        n = behind == n ? n->next : behind;
    }
    return true;
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
    case SL_NODE_SEQUENCE: return spell_sequence(out, n->child, s);
    case SL_NODE_CLASS: return append_class(out, s, n->text);
    case SL_NODE_ANY:
    case SL_NODE_GAP: return false;
    }
    return false;
}

/* --- words in strings --------------------------------------------------------------------------------------------- */

static bool is_common(const derivation *d, sl_str word) {
    return sl_hash_in(&d->c->program->language, sl_token_hash(word));
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

/* How many sentences have it: nobody knows, but short words and the words of the language are in more of them. */
static uint32_t weight_of(const sl_trigger *t) {
    if (t->is_common) return 64;
    if (t->is_stem) return t->word.n < 4 ? 16 : t->word.n < 5 ? 8 : 4;
    return t->word.n < 3 ? 16 : t->word.n < 5 ? 6 : 2;
}

static uint32_t weight_of_type(const sl_type *t) {
    switch (t->kind) {
    case SL_TYPE_LIST:
    case SL_TYPE_MADE:
    case SL_TYPE_DURATION: return 32;
    case SL_TYPE_DATE: return 64;
    case SL_TYPE_NUMBER:
    case SL_TYPE_QUOTE: return 128;
    case SL_TYPE_PERSON:
    case SL_TYPE_NAME: return 512;
    }
    return 512;
}

/* The beginning of a word, by which words can be found. */
static bool is_stem(sl_str s) {
    bool ascii = s.n >= SL_SHORTEST_STEM;
    for (size_t i = 0; i < s.n; i++) ascii = ascii && (unsigned char)s.p[i] < 0x80;
    for (size_t i = 0; ascii && i < SL_SHORTEST_STEM; i++) ascii = s.p[i] >= 'a' && s.p[i] <= 'z';
    return ascii;
}

static bool is_rarer(const sl_trigger *a, const sl_trigger *b) {
    if (b->word.n == 0) return true;
    return weight_of(a) < weight_of(b) || (weight_of(a) == weight_of(b) && a->word.n > b->word.n);
}

/* The two rarest words that stand whole in `s`, or begin at its end; left and right: whether its ends are boundaries.
   @return how many of them there are; the second is no common word */
static size_t rarest_words(const derivation *d, sl_str s, bool left, bool right, sl_trigger best[2]) {
    best[0] = best[1] = (sl_trigger){0};
    for (size_t i = 0; i < s.n;) {
        size_t from = i;
        while (i < s.n && in_word(s.p[i])) i++;
        bool begins = from > 0 || left, ends = i < s.n || right;
        sl_trigger t = {.word = sl_str_cut(s, from, i), .is_stem = !ends};
        if (i == from) i++;
        if (t.word.n == 0 || !begins || !(ends ? is_one_token(d, t.word) : is_stem(t.word))) continue;
        t.is_common = ends && is_common(d, t.word);
        if (is_rarer(&t, &best[0])) {
            best[1] = best[0];
            best[0] = t;
        } else if (is_rarer(&t, &best[1])) best[1] = t;
    }
    if (best[0].word.n == 0) return 0;
    return best[1].word.n && !best[1].is_common ? 2 : 1;
}

/* --- which words must be there? ----------------------------------------------------------------------------------- */

static bool is_nothing(const need *n) {
    static const sl_type_set none;
    return n->words.n == 0 && memcmp(&n->types, &none, sizeof none) == 0;
}

static void keep(derivation *d, const need *n) {
    if (is_nothing(n)) return;
    size_t at = d->n;
    while (at > 0 && d->best[at - 1].weight > n->weight) at--;
    if (at == SL_MAX_TRIGGER_SETS) return;
    if (d->n < SL_MAX_TRIGGER_SETS) d->n++;
    for (size_t i = d->n - 1; i > at; i--) d->best[i] = d->best[i - 1];
    d->best[at] = *n;
}

static void add_word(const derivation *d, need *to, const sl_trigger *word) {
    for (size_t i = 0; i < to->words.n; i++)
        if (to->words.v[i].is_stem == word->is_stem && sl_str_eq(to->words.v[i].word, word->word)) return;
    *sl_push(d->c->tmp, &to->words) = *word;
    to->weight += weight_of(word);
}

static void add_type(const derivation *d, need *to, sl_type_id type) {
    if (sl_type_set_has(&to->types, type)) return;
    sl_type_set_add(&to->types, type);
    to->weight += weight_of_type(&d->c->program->types.v[type]);
}

/* "fit again" needs both: the rarest word of each string and, where one of them has another, the next.
   @return false where a string has no word */
static bool keep_words(derivation *d, const strings *s, bool left, bool right) {
    need first = {0}, second = {0};
    bool has_second = false;
    for (size_t i = 0; i < s->n; i++) {
        sl_trigger words[2];
        size_t n = rarest_words(d, s->v[i], left, right, words);
        if (n == 0) return false;
        add_word(d, &first, &words[0]);
        add_word(d, &second, &words[n - 1]);
        has_second = has_second || n > 1;
    }
    keep(d, &first);
    if (has_second) keep(d, &second);
    return true;
}

/* The rarest of the types that a node cannot do without. */
static void keep_type(derivation *d, const sl_node *n) {
    sl_type_set types = sl_gate_types(n);
    need best = {0};
    for (sl_type_id t = 0; t < d->c->program->types.n; t++) {
        need one = {0};
        if (!sl_type_set_has(&types, t)) continue;
        add_type(d, &one, t);
        if (is_nothing(&best) || one.weight < best.weight) best = one;
    }
    keep(d, &best);
}

static void derive(derivation *d, const sl_node *n, bool left, bool right);

static bool join(const derivation *d, need *to, const need *from) {
    if (to->words.n + from->words.n > MOST_WORDS) return false;
    for (size_t i = 0; i < from->words.n; i++) add_word(d, to, &from->words.v[i]);
    for (sl_type_id t = 0; t < d->c->program->types.n; t++)
        if (sl_type_set_has(&from->types, t)) add_type(d, to, t);
    return true;
}

/* Alternatives: what is rarest in each. */
static void derive_choice(derivation *d, const sl_node *n, bool left, bool right) {
    need all = {0};
    for (const sl_node *child = n->child; child; child = child->next) {
        derivation one = {.c = d->c};
        derive(&one, child, left, right);
        keep_type(&one, child);
        if (one.n == 0 || !join(d, &all, &one.best[0])) return;
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

/* Nodes one by one, up to `end`. */
static void derive_each(derivation *d, const sl_node *n, const sl_node *end, bool left, bool right) {
    for (; n != end; n = n->next) {
        derive(d, n, left, boundary_before(n->next, right));
        margin tail = margin_of(n, true);
        left = tail.sure && (!tail.empty || left);
    }
}

/* Runs of children that can be spelt out, and between them those that cannot. */
static void derive_sequence(derivation *d, const sl_node *n, bool left, bool right) {
    bool bounded = left;
    for (const sl_node *child = n->child, *at; child; child = at->next) {
        strings run = {0};
        *sl_push(d->c->tmp, &run) = (sl_str){"", 0};
        for (at = child; at;) {
            bool fits;
            strings longer = run;
            const sl_node *behind = append_plain(d->c->tmp, &longer, at, &fits);
            if (!fits || (behind == at && !spell(d->c->tmp, at, &longer))) break;
            at = behind == at ? at->next : behind;
            run = longer;
        }
        if (!keep_words(d, &run, bounded, boundary_before(at, right))) derive_each(d, child, at, bounded, right);
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
    if (n->kind != SL_NODE_SEQUENCE && spell(d->c->tmp, n, &all) && keep_words(d, &all, left, right)) return;
    if (n->kind == SL_NODE_SEQUENCE) derive_sequence(d, n, left, right);
    else if (n->kind == SL_NODE_CHOICE) derive_choice(d, n, left, right);
    else if (n->kind == SL_NODE_GROUP) derive(d, n->child, left, right);
    else if (n->kind == SL_NODE_REPEAT && n->min > 0) derive(d, n->child, left, false); /* the first time */
    else if (n->kind == SL_NODE_TYPE && n->part) derive(d, n->part, left, false);
}

/* --- which types? ------------------------------------------------------------------------------------------------- */

sl_type_set sl_gate_types(const sl_node *n) {
    sl_type_set all = {0};
    if (n->kind == SL_NODE_TYPE && !n->part) sl_type_set_add(&all, n->type);
    if (n->kind == SL_NODE_LOOK || (n->kind == SL_NODE_REPEAT && n->min == 0)) return all;
    for (const sl_node *child = n->child; child; child = child->next) {
        if (!child->child && child->kind != SL_NODE_TYPE && n->kind != SL_NODE_CHOICE) continue;
        sl_type_set one = sl_gate_types(child);
        for (size_t i = 0; i < SL_MAX_TYPES / 64; i++) {
            if (n->kind == SL_NODE_CHOICE && child != n->child) all.word[i] &= one.word[i];
            else all.word[i] |= one.word[i];
        }
    }
    return all;
}

/* A stem is told from the word by a sign that no word has. */
static uint32_t trigger_number(sl_compiler *c, const sl_trigger *t) {
    char *letters = sl_arena_raw(c->tmp, t->word.n + 1, 1);
    if (t->word.n) memcpy(letters, t->word.p, t->word.n);
    letters[t->word.n] = '*';
    sl_str key = {letters, t->word.n + t->is_stem};
    uint32_t number = sl_nameindex_find(&c->trigger_index, key);
    if (number != SL_NONE) return number;
    key = sl_arena_copy(c->out, key);
    number = (uint32_t)c->program->triggers.n;
    sl_trigger *trigger = sl_push(c->out, &c->program->triggers);
    *trigger = *t;
    trigger->word = sl_str_cut(key, 0, t->word.n);
    sl_nameindex_add(&c->trigger_index, c->out, key, number);
    return number;
}

static bool is_of_needs(const sl_pattern *p, const need *n) {
    return n->words.n == 0 && sl_type_set_within(&n->types, &p->needs);
}

static sl_trigger_set set_of(sl_compiler *c, const need *n) {
    static const sl_type_set none;
    uint32_t *numbers = SL_NEW_ARRAY(c->out, uint32_t, n->words.n);
    sl_trigger_set set = {.triggers = numbers, .n = n->words.n, .types = n->types};
    set.has_types = memcmp(&n->types, &none, sizeof none) != 0;
    for (size_t i = 0; i < n->words.n; i++) {
        numbers[i] = trigger_number(c, &n->words.v[i]);
        set.has_common = set.has_common || n->words.v[i].is_common;
    }
    return set;
}

void sl_gate_derive(sl_compiler *c, const sl_node *tree, sl_pattern *pattern) {
    sl_arena_mark mark = sl_arena_here(c->tmp);
    derivation d = {.c = c};
    derive(&d, tree, true, true);
    pattern->needs = sl_gate_types(tree);
    for (size_t i = 0; i < d.n; i++)
        if (!is_of_needs(pattern, &d.best[i])) pattern->sets[pattern->n_sets++] = set_of(c, &d.best[i]);
    sl_arena_rewind(c->tmp, mark);
}
