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
 * string (spell.c). One that is only known to begin there is a stem.
 */
#include "rule/spell_p.h"

enum { MOST_WORDS = 256 };

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

/* Does what a node takes surely begin (end) at a boundary of words, and may it take nothing? */
typedef struct {
    bool sure, empty;
} margin;

/* Of a macro, which is named again and again. */
struct sl_macro_needs {
    derivation *derived[2][2][2]; /* of {x} and {x+}, by whether its ends are boundaries; NULL: not yet */
    margin margins[2];            /* at its begin, and its end */
    bool has_margin[2];
};

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
    return n->words.n == 0 && sl_type_set_is_empty(&n->types);
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
static bool keep_words(derivation *d, const sl_strings *s, bool left, bool right) {
    need first = {0}, second = {0};
    bool has_second = false;
    sl_trigger(*words)[2] = sl_arena_raw(d->c->tmp, s->n, sizeof *words);
    for (size_t i = 0; i < s->n; i++) {
        size_t n = rarest_words(d, s->v[i], left, right, words[i]);
        if (n == 0) return false;
        has_second = has_second || n > 1;
        if (n == 1) words[i][1] = words[i][0];
    }
    for (size_t i = 0; i < s->n; i++) add_word(d, &first, &words[i][0]);
    for (size_t i = 0; has_second && i < s->n; i++) add_word(d, &second, &words[i][1]);
    keep(d, &first);
    keep(d, &second);
    return true;
}

/* The rarest of the types that a node cannot do without. */
static void keep_type(derivation *d, const sl_node *n) {
    sl_type_set types = sl_gate_types(n);
    need best = {0};
    if (sl_type_set_is_empty(&types)) return;
    for (sl_type_id t = 0; t < d->c->program->types.n; t++) {
        if (!sl_type_set_has(&types, t)) continue;
        need one = {0};
        add_type(d, &one, t);
        if (is_nothing(&best) || one.weight < best.weight) best = one;
    }
    keep(d, &best);
}

static void derive(derivation *d, const sl_node *n, bool left, bool right);

static bool join(const derivation *d, need *to, const need *from) {
    if (to->words.n + from->words.n > MOST_WORDS) return false;
    for (size_t i = 0; i < from->words.n; i++) add_word(d, to, &from->words.v[i]);
    for (sl_type_id t = 0; t < d->c->program->types.n && !sl_type_set_is_empty(&from->types); t++)
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

static struct sl_macro_needs *needs_of(sl_compiler *c, sl_macro *macro) {
    if (!macro->needs) macro->needs = SL_NEW(c->trees, struct sl_macro_needs);
    return macro->needs;
}

static margin margin_of(sl_compiler *c, const sl_node *n, bool last);

static margin margin_of_sequence(sl_compiler *c, const sl_node *n, bool last) {
    margin all = {true, true};
    for (; n && (last || all.empty); n = n->next) {
        margin one = margin_of(c, n, last);
        if (!last) all = (margin){all.sure && one.sure, one.empty};
        else all = one.empty ? (margin){all.sure && one.sure, all.empty} : one;
    }
    return all;
}

static margin margin_of_choice(sl_compiler *c, const sl_node *n, bool last) {
    margin all = {true, false};
    for (; n; n = n->next) {
        margin one = margin_of(c, n, last);
        all = (margin){all.sure && one.sure, all.empty || one.empty};
    }
    return all;
}

static margin margin_of_macro(sl_compiler *c, const sl_node *n, bool last) {
    struct sl_macro_needs *known = needs_of(c, n->macro);
    if (!known->has_margin[last]) known->margins[last] = margin_of(c, n->child, last);
    known->has_margin[last] = true;
    return known->margins[last];
}

static margin margin_of(sl_compiler *c, const sl_node *n, bool last) {
    margin of_child;
    if (n->macro) return margin_of_macro(c, n, last);
    switch (n->kind) {
    case SL_NODE_EMPTY:
    case SL_NODE_EDGE:
    case SL_NODE_LOOK: return (margin){true, true};
    case SL_NODE_GAP: return (margin){true, false};
    case SL_NODE_TYPE: return n->part ? margin_of(c, n->part, last) : (margin){true, false};
    case SL_NODE_SEQUENCE: return margin_of_sequence(c, n->child, last);
    case SL_NODE_CHOICE: return margin_of_choice(c, n->child, last);
    case SL_NODE_GROUP: return margin_of(c, n->child, last);
    case SL_NODE_REPEAT:
        of_child = margin_of(c, n->child, last);
        return (margin){of_child.sure, of_child.empty || n->min == 0};
    case SL_NODE_LETTER:
    case SL_NODE_ESCAPE: return (margin){is_separator(n), false};
    case SL_NODE_ANY:
    case SL_NODE_CLASS: break;
    }
    return (margin){false, false};
}

/* Is there a boundary behind each of these strings? `before`: is there one before them? */
static bool all_end_words(const sl_strings *run, bool before) {
    for (size_t i = 0; i < run->n; i++) {
        sl_str s = run->v[i];
        if (s.n ? in_word(s.p[s.n - 1]) : !before) return false;
    }
    return true;
}

/* Is there a boundary before `n` and its sisters, whichever of them takes something? `right`: is there one behind all? */
static bool boundary_before(sl_compiler *c, const sl_node *n, bool right) {
    margin head = margin_of_sequence(c, n, false);
    return head.sure && (!head.empty || right);
}

/* Nodes one by one, up to `end`. */
static void derive_each(derivation *d, const sl_node *n, const sl_node *end, bool left, bool right) {
    for (; n != end; n = n->next) {
        derive(d, n, left, boundary_before(d->c, n->next, right));
        margin tail = margin_of(d->c, n, true);
        left = tail.sure && (!tail.empty || left);
    }
}

/* Runs of children that can be spelt out, and between them those that cannot. */
static void derive_sequence(derivation *d, const sl_node *n, bool left, bool right) {
    bool bounded = left;
    for (const sl_node *child = n->child, *at; child; child = at->next) {
        sl_str nothing = {"", 0};
        sl_strings run = {&nothing, 1, 1}, longer = run;
        for (at = child; at && sl_spell_next(d->c, &at, &longer);) run = longer;
        if (!keep_words(d, &run, bounded, boundary_before(d->c, at, right))) derive_each(d, child, at, bounded, right);
        if (!at) return;
        bool before = all_end_words(&run, bounded);
        margin tail = margin_of(d->c, at, true);
        bounded = tail.sure && (!tail.empty || before);
        derive(d, at, before, boundary_before(d->c, at->next, right));
    }
}

static void derive_tree(derivation *d, const sl_node *n, bool left, bool right) {
    sl_str nothing = {"", 0};
    sl_strings all = {&nothing, 1, 1};
    if (n->kind != SL_NODE_SEQUENCE && sl_spell(d->c, n, &all) && keep_words(d, &all, left, right)) return;
    if (n->kind == SL_NODE_SEQUENCE) derive_sequence(d, n, left, right);
    else if (n->kind == SL_NODE_CHOICE) derive_choice(d, n, left, right);
    else if (n->kind == SL_NODE_GROUP) derive(d, n->child, left, right);
    else if (n->kind == SL_NODE_REPEAT && n->min > 0) derive(d, n->child, left, false); /* the first time */
    else if (n->kind == SL_NODE_TYPE && n->part) derive(d, n->part, left, false);
}

/* What was derived of a macro before, as long as the program is made. */
static derivation *keep_derivation(sl_compiler *c, const derivation *d) {
    derivation *kept = SL_NEW(c->trees, derivation);
    kept->n = d->n;
    for (size_t i = 0; i < d->n; i++) {
        kept->best[i] = d->best[i];
        kept->best[i].words = (sl_trigger_list){0};
        for (size_t k = 0; k < d->best[i].words.n; k++) {
            sl_trigger *word = sl_push(c->trees, &kept->best[i].words);
            *word = d->best[i].words.v[k];
            word->word = sl_arena_copy(c->trees, word->word);
        }
    }
    return kept;
}

static void derive(derivation *d, const sl_node *n, bool left, bool right) {
    if (!n->macro) {
        derive_tree(d, n, left, right);
        return;
    }
    derivation **known = &needs_of(d->c, n->macro)->derived[n->part != NULL][left][right];
    if (!*known) {
        derivation one = {.c = d->c};
        derive_tree(&one, n, left, right);
        *known = keep_derivation(d->c, &one);
    }
    for (size_t i = 0; i < (*known)->n; i++) keep(d, &(*known)->best[i]);
}

/* --- which types? ------------------------------------------------------------------------------------------------- */

sl_type_set sl_gate_types(const sl_node *n) {
    sl_type_set all = {0};
    if (n->constant) return all;
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
    uint32_t *numbers = SL_NEW_ARRAY(c->out, uint32_t, n->words.n);
    sl_trigger_set set = {.triggers = numbers, .n = n->words.n, .types = n->types};
    set.has_types = !sl_type_set_is_empty(&n->types);
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
