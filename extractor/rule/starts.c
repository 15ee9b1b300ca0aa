/* SPDX-License-Identifier: Apache-2.0
 *
 * At what a match of a pattern may begin, derived from its tree: words by their first three letters, signs, things.
 *
 *     (?:{side} )?(?:tore|{hurt})     begins at lef, rig, tor, or a thing that is {hurt}
 *
 * A pattern is tried at these places alone, so a derivation may name too much, but must never leave something out. One
 * that may begin with a blank, or match nothing, has no such places.
 *
 * Words that a pattern may begin with, and need not, are a head. Wherever a match begins, one begins behind its head, too:
 *
 *     (?:the )?(?:[a-z]+ ){0,3}{player} tore      behind the head: {player}, at most four blanks away
 *
 * so that where none begins behind a head, none begins at all, and this takes much fewer tries.
 */
#include "rule/starts.h"
#include "rule/suspect_p.h"

#include "adapt/unicode.h"
#include "rule/letters.h"

enum { MOST_STEPS = 3000, MOST_BLANKS = 12 };

typedef struct {
    sl_compiler *c;
    const sl_type_set *seen; /* types of the view */
    sl_start_set *set;
    uint32_t steps;
    bool failed; /* it may begin at anything */
} derivation;

/* What follows a node: its sisters, then what follows their parent. */
typedef struct rest rest;
struct rest {
    const sl_node *next;
    const rest *up;
    bool again;   /* the node may be taken once more */
    bool is_list; /* and a joiner stands between */
};

/* What was taken so far of a word: up to two letters, each one of some (bits by sl_start_letter, 0: it has ended). */
typedef struct {
    uint32_t letters[2];
    size_t n;
} taken;

static void derive(derivation *d, const sl_node *n, const rest *then, taken word);

/* --- what has been found ------------------------------------------------------------------------------------------ */

enum { ANY_LETTER = (1u << SL_START_LETTERS) - 1 };

/* Bits of a row, for all words with one of each as their second and third letter. */
static uint64_t endings(uint32_t second, uint32_t third) {
    uint64_t row = 0;
    if (second == ANY_LETTER) return ~row;
    if (second & 1) row |= UINT64_C(1) << sl_start_of_word(0, 0, 0);
    for (uint32_t s = second & ~1u; s; s &= s - 1)
        for (uint32_t t = third; t; t &= t - 1)
            row |= UINT64_C(1) << sl_start_of_word(0, (uint32_t)__builtin_ctz(s), (uint32_t)__builtin_ctz(t));
    return row;
}

/* A letter beyond ASCII. */
static void add_beyond(derivation *d) {
    d->set->rows[SL_START_ANY] = d->set->has_tokens = true;
}

/* Words that begin so, with one of these letters next. */
static void add_words(derivation *d, taken word, uint32_t next) {
    uint64_t row = word.n > 1 ? endings(word.letters[1], next) : endings(next, ANY_LETTER);
    for (uint32_t first = word.letters[0]; first; first &= first - 1) d->set->rows[__builtin_ctz(first)] |= row;
    add_beyond(d);
}

/* One more letter of these; false where no more need be known. */
static bool take(derivation *d, uint32_t letters, taken *word) {
    bool ends = letters & 1;
    if (word->n == 2 || (word->n == 1 && letters == 1)) {
        add_words(d, *word, letters);
        return false;
    }
    if (ends && word->n == 1) add_words(d, *word, 1);
    word->letters[word->n++] = letters & ~1u;
    return word->letters[word->n - 1] != 0;
}

static void add_sign(derivation *d, char sign) {
    uint16_t key = sl_start_of_sign(sign);
    if (sign == ' ') d->failed = true;
    d->set->rows[key / 64] |= UINT64_C(1) << key % 64;
    d->set->has_tokens = true;
}

static void add_types(derivation *d, const sl_type_set *types) {
    sl_type_set_join(&d->set->types, types);
    d->set->has_types = true;
}

static void derive_rest(derivation *d, const rest *then, taken word) {
    while (then && !then->next) {
        if (then->is_list && word.n == 0) d->failed = true; /* a joiner may come first */
        if (then->again && word.n) {
            add_words(d, word, ANY_LETTER);
            return;
        }
        then = then->up;
    }
    if (then) {
        rest sisters = {.next = then->next->next, .up = then->up, .again = then->again, .is_list = then->is_list};
        derive(d, then->next, &sisters, word);
    } else if (word.n) {
        add_words(d, word, ANY_LETTER);
    } else {
        d->failed = true; /* a match may be empty */
    }
}

static void take_text(derivation *d, sl_str text, const rest *then, taken word) {
    for (size_t i = 0; i < text.n; i++) {
        if ((unsigned char)text.p[i] >= 0x80) {
            add_beyond(d);
            return;
        }
        uint32_t letter = sl_start_letter(text.p[i]);
        if (letter == 0 && word.n == 0) {
            add_sign(d, text.p[i]);
            return;
        }
        if (!take(d, 1u << letter, &word)) return;
    }
    derive_rest(d, then, word);
}

/* A letter of a set. Things are letters, too. */
static void take_set(derivation *d, const sl_letterset *s, const rest *then, taken word) {
    uint32_t letters = 0;
    bool things = s->kinds & (SL_WHOLE_THING | SL_LOOSE_THING);
    for (uint32_t c = 0; c < 0x80; c++) {
        if (!sl_letterset_has(s, c)) continue;
        uint32_t letter = sl_start_letter((char)c);
        if (letter == 0 && word.n == 0) add_sign(d, (char)c);
        else letters |= 1u << letter;
    }
    if (s->kinds & (SL_BEYOND_WORDS | SL_BEYOND_SIGNS)) add_beyond(d);
    if (things && word.n) add_words(d, word, ANY_LETTER);
    if (things && word.n == 0) add_types(d, d->seen);
    if (letters && take(d, letters, &word)) derive_rest(d, then, word);
}

static void take_thing(derivation *d, sl_type_id type, taken word) {
    sl_type_set one = {0};
    sl_type_set_add(&one, type);
    if (word.n) add_words(d, word, ANY_LETTER);
    else add_types(d, &one);
}

static void derive_letter(derivation *d, const sl_node *n, const rest *then, taken word) {
    char bytes[4] = {(char)n->letter};
    if (n->letter < 0x80) {
        take_text(d, (sl_str){bytes, 1}, then, word);
        return;
    }
    take_text(d, sl_fold((sl_str){bytes, sl_letter_encode(n->letter, bytes)}, d->c->tmp), then, word);
}

/* Is it letters of words, as many as there are, then some that are written out, then an apostrophe: \w+n't? */
static bool is_before_apostrophe(derivation *d, const sl_node *repeat, const rest *then) {
    const sl_node *n = repeat->child;
    if (repeat->min == 0 || (n->kind != SL_NODE_CLASS && n->kind != SL_NODE_ESCAPE)) return false;
    sl_letterset s = sl_letterset_of(n, d->c->tmp), others = sl_letterset_words(s, false);
    if (!sl_letterset_is_empty(&others)) return false;
    for (n = then ? then->next : NULL; n && n->kind == SL_NODE_LETTER; n = n->next) {
        if (n->letter == '\'') return true;
        if (n->letter >= 0x80 || !sl_is_alnum((char)n->letter)) return false;
    }
    return false;
}

static void derive_repeat(derivation *d, const sl_node *n, const rest *then, taken word) {
    rest inside = {.up = then, .again = n->max > 1};
    if (word.n == 0 && is_before_apostrophe(d, n, then)) {
        d->set->joined = d->set->has_tokens = true;
        add_types(d, d->seen);
        return;
    }
    if (n->max > 0) derive(d, n->child, &inside, word);
    if (n->min == 0) derive_rest(d, then, word);
}

static void derive(derivation *d, const sl_node *n, const rest *then, taken word) {
    if (++d->steps > MOST_STEPS) d->failed = true;
    if (d->failed) return;
    rest inside = {.up = then};
    sl_letterset s;
    switch (n->kind) {
    case SL_NODE_EMPTY:
    case SL_NODE_EDGE:
    case SL_NODE_LOOK: derive_rest(d, then, word); break;
    case SL_NODE_LETTER: derive_letter(d, n, then, word); break;
    case SL_NODE_ANY:
    case SL_NODE_CLASS:
    case SL_NODE_ESCAPE:
        s = sl_letterset_of(n, d->c->tmp);
        take_set(d, &s, then, word);
        break;
    case SL_NODE_SEQUENCE:
        inside.next = n->child;
        derive_rest(d, &inside, word);
        break;
    case SL_NODE_CHOICE:
        for (const sl_node *child = n->child; child; child = child->next) derive(d, child, then, word);
        break;
    case SL_NODE_REPEAT: derive_repeat(d, n, then, word); break;
    case SL_NODE_GROUP: derive(d, n->child, then, word); break;
    case SL_NODE_GAP: /* begins with a blank or a sign */
        if (word.n) add_words(d, word, 1);
        else d->failed = true;
        break;
    case SL_NODE_TYPE:
        inside.again = inside.is_list = n->plus;
        if (n->part) derive(d, n->part, &inside, word);
        else take_thing(d, n->type, word);
        break;
    }
}

/* --- heads -------------------------------------------------------------------------------------------------------- */

/* How many blanks it takes at most; SL_ENDLESS: who knows. */
static uint32_t most_blanks(sl_compiler *c, const sl_node *n) {
    uint32_t all = 0;
    sl_letterset s;
    switch (n->kind) {
    case SL_NODE_EMPTY:
    case SL_NODE_EDGE:
    case SL_NODE_LOOK: return 0;
    case SL_NODE_LETTER: return n->letter == ' ' || n->letter >= 0x80;
    case SL_NODE_ANY:
    case SL_NODE_CLASS:
    case SL_NODE_ESCAPE: s = sl_letterset_of(n, c->tmp); return sl_letterset_has(&s, ' ');
    case SL_NODE_GAP: return SL_ENDLESS;
    case SL_NODE_TYPE: return n->plus ? SL_ENDLESS : 0;
    default: break;
    }
    for (const sl_node *child = n->child; child; child = child->next) {
        uint32_t one = most_blanks(c, child);
        if (one > MOST_BLANKS) return SL_ENDLESS;
        if (n->kind != SL_NODE_CHOICE) all += one;
        else if (one > all) all = one;
        if (all > MOST_BLANKS) return SL_ENDLESS;
    }
    if (n->kind != SL_NODE_REPEAT || all == 0) return all;
    return n->max <= MOST_BLANKS / all ? n->max * all : SL_ENDLESS;
}

/* Does what a node takes surely end with a sign or a blank, and may it take nothing? */
typedef struct {
    bool sure, empty;
} ending;

static ending ending_of(const sl_node *n) {
    ending all = {true, true};
    switch (n->kind) {
    case SL_NODE_EMPTY:
    case SL_NODE_EDGE:
    case SL_NODE_LOOK: return all;
    case SL_NODE_LETTER: return (ending){n->letter < 0x80 && !sl_is_alnum((char)n->letter) && n->letter != '_', false};
    case SL_NODE_SEQUENCE:
        for (const sl_node *child = n->child; child; child = child->next) {
            ending one = ending_of(child);
            all = (ending){one.sure && (all.sure || !one.empty), all.empty && one.empty};
        }
        return all;
    case SL_NODE_CHOICE:
        all.empty = false;
        for (const sl_node *child = n->child; child; child = child->next) {
            ending one = ending_of(child);
            all = (ending){all.sure && one.sure, all.empty || one.empty};
        }
        return all;
    case SL_NODE_GROUP: return ending_of(n->child);
    case SL_NODE_REPEAT: all = ending_of(n->child); return (ending){all.sure, all.empty || n->min == 0};
    default: return (ending){false, false};
    }
}

/* Can a match do without it? Behind it there must be a boundary of words, where a match may begin. */
static bool is_head(sl_compiler *c, const sl_node *n, uint32_t *blanks) {
    if (n->kind != SL_NODE_REPEAT || n->min > 0 || n->greedy_only || !ending_of(n).sure) return false;
    *blanks = most_blanks(c, n);
    return *blanks <= MOST_BLANKS;
}

static void skip_heads(derivation *d, const sl_node *n, const rest *then, uint32_t *reach);

static void skip_heads_of_rest(derivation *d, const rest *then, uint32_t *reach) {
    while (then && !then->next) then = then->up;
    if (!then) {
        d->failed = true;
        return;
    }
    rest sisters = {.next = then->next->next, .up = then->up, .again = then->again, .is_list = then->is_list};
    skip_heads(d, then->next, &sisters, reach);
}

/* What is behind the heads becomes the set. */
static void skip_heads(derivation *d, const sl_node *n, const rest *then, uint32_t *reach) {
    uint32_t blanks;
    rest inside = {.up = then};
    if (++d->steps > MOST_STEPS) d->failed = true;
    if (d->failed) return;
    if (is_head(d->c, n, &blanks)) {
        *reach += blanks;
        skip_heads_of_rest(d, then, reach);
    } else if (n->kind == SL_NODE_SEQUENCE) {
        inside.next = n->child;
        skip_heads_of_rest(d, &inside, reach);
    } else if (n->kind == SL_NODE_GROUP) {
        skip_heads(d, n->child, then, reach);
    } else if (n->kind == SL_NODE_TYPE && n->part) {
        inside.again = inside.is_list = n->plus;
        skip_heads(d, n->part, &inside, reach);
    } else if (*reach > 0) {
        derive(d, n, then, (taken){0});
    } else {
        d->failed = true; /* there is no head */
    }
}

/* --- the whole ---------------------------------------------------------------------------------------------------- */

static bool derived(sl_compiler *c, const sl_node *tree, const sl_type_set *seen, sl_start_set *set, uint32_t *reach) {
    derivation d = {.c = c, .seen = seen, .set = set};
    if (reach) skip_heads(&d, tree, NULL, reach);
    else derive(&d, tree, NULL, (taken){0});
    return !d.failed;
}

void sl_starts_derive(sl_compiler *c, const sl_node *tree, sl_pattern *pattern) {
    sl_arena_mark mark = sl_arena_here(c->tmp);
    const sl_type_set *seen = &c->program->views.v[pattern->view].set;
    sl_starts s = {0};
    sl_start_set behind = {0};
    bool known = derived(c, tree, seen, &s.all, NULL);
    bool has_head = known && derived(c, tree, seen, &behind, &s.reach) && s.reach <= MOST_BLANKS;
    sl_arena_rewind(c->tmp, mark);
    if (!known) return;
    if (has_head) s.behind_head = memcpy(sl_arena_raw(c->out, 1, sizeof behind), &behind, sizeof behind);
    pattern->starts = memcpy(sl_arena_raw(c->out, 1, sizeof s), &s, sizeof s);
}
