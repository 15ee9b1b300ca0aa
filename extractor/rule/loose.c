/* SPDX-License-Identifier: Apache-2.0
 *
 * Patterns with loose ends (W04), which match more or less than they seem to say, and nested repetitions that explode
 * (W05).
 *
 *     {gap} tore his {body}     takes up to eight words before "tore" into the match, for nothing
 *     {player} is out.*         takes the rest of the sentence
 *     no|not|                   can match nothing at all: it always does
 *     (?:\w+ ?)* {body}         "aaaa" is a word, or two, or three …: twice as many ways with each letter
 */
#include "rule/suspect_p.h"

/* --- loose ends --------------------------------------------------------------------------------------------------- */

static bool is_leaf(const sl_node *n) {
    return n->kind == SL_NODE_ANY || n->kind == SL_NODE_CLASS || n->kind == SL_NODE_ESCAPE || n->kind == SL_NODE_LETTER;
}

static bool takes_no_text(const sl_node *n) {
    return n->kind == SL_NODE_EDGE || n->kind == SL_NODE_LOOK || n->kind == SL_NODE_EMPTY;
}

static const char *loose_end_of(sl_compiler *c, const sl_node *n, bool last) {
    if (n->kind == SL_NODE_GAP)
        return "a {gap} at either end of a pattern takes words that nothing asks for: leave it out";
    if (n->kind != SL_NODE_REPEAT) return NULL;
    if (n->lazy && last) return "this takes as little as it may, and behind it nothing makes it take more";
    if (n->max != SL_ENDLESS || !is_leaf(n->child)) return NULL;
    sl_letterset set = sl_letterset_of(n->child, c->tmp);
    bool all = sl_letterset_has(&set, ' ') && sl_letterset_has(&set, 'a');
    return all ? "this takes all of the sentence, on a side where nothing is wanted any more: leave it out" : NULL;
}

static void loose_end(sl_compiler *c, const sl_node *n, bool last) {
    sl_arena_mark mark = sl_arena_here(c->tmp);
    const char *message = loose_end_of(c, n, last);
    if (message) sl_warning_at(c->d, &n->where, 0, n->where.text.n, 4, "%s", message);
    sl_arena_rewind(c->tmp, mark);
}

static void loose_ends(sl_compiler *c, const sl_node *n) {
    if (n->kind == SL_NODE_GROUP && n->text.n == 0) {
        loose_ends(c, n->child);
    } else if (n->kind == SL_NODE_CHOICE) {
        for (const sl_node *child = n->child; child; child = child->next) loose_ends(c, child);
    } else if (n->kind == SL_NODE_SEQUENCE) {
        const sl_node *first = NULL, *last = NULL;
        for (const sl_node *child = n->child; child; child = child->next) {
            if (takes_no_text(child)) continue;
            if (!first) first = child;
            last = child;
        }
        if (first) loose_end(c, first, false);
        if (last && last != first) loose_end(c, last, true);
    } else if (n->kind == SL_NODE_REPEAT || n->kind == SL_NODE_GAP) {
        loose_end(c, n, true);
    }
}

/* --- CAPITALS ----------------------------------------------------------------------------------------------------- */

static bool is_ascii_letter(const sl_node *n) {
    return n && n->kind == SL_NODE_LETTER && n->letter < 0x80 && sl_is_alpha((char)n->letter);
}

/* "haMstring": two small letters or more, then a CAPITAL, which matches only itself. iPhone and McCoy are fine. */
static void odd_capital(sl_compiler *c, const sl_node *first) {
    const sl_node *n = first->next, *odd = NULL;
    bool begins_small = sl_is_lower((char)first->letter) && is_ascii_letter(n) && sl_is_lower((char)n->letter);
    for (; is_ascii_letter(n); n = n->next)
        if (sl_is_upper((char)n->letter) && !odd) odd = n;
    if (begins_small && odd)
        sl_warning_at(c->d, &odd->where, 0, odd->where.text.n, 3,
                      "this can never match: a CAPITAL matches only itself, and no word has one inside");
}

static void odd_capitals(sl_compiler *c, const sl_node *n) {
    const sl_node *before = NULL;
    for (const sl_node *child = n->child; child; before = child, child = child->next) {
        bool begins = n->kind == SL_NODE_SEQUENCE && is_ascii_letter(child) &&
                      (!before || (is_leaf(before) && !is_ascii_letter(before)));
        if (begins) odd_capital(c, child);
        odd_capitals(c, child);
    }
}

/* --- nested repetitions ------------------------------------------------------------------------------------------- */

enum { MANY = 3 }; /* rounds beyond which the ways to share out a text are too many */

static const sl_node *bare(const sl_node *n) {
    while (n->kind == SL_NODE_GROUP) n = n->child;
    return n;
}

static bool meets(sl_letterset a, sl_letterset b) {
    sl_letterset both = sl_letterset_and(a, b);
    return !sl_letterset_is_empty(&both);
}

/* What a repetition of one letter at a time takes; or a gap, which takes words. */
static bool repeats_letters(sl_compiler *c, const sl_node *n, sl_letterset *set) {
    if (n->kind == SL_NODE_GAP) {
        *set = sl_letterset_all();
        set->kinds &= SL_BEYOND_WORDS | SL_BEYOND_SIGNS;
        return true;
    }
    for (const sl_node *child = n->kind == SL_NODE_CHOICE ? n->child : NULL; child; child = child->next)
        if (repeats_letters(c, bare(child), set)) return true;
    if (n->kind != SL_NODE_REPEAT || n->max <= MANY || n->greedy_only) return false;
    const sl_node *child = bare(n->child);
    *set = is_leaf(child) ? sl_letterset_of(child, c->tmp) : (sl_letterset){0};
    return is_leaf(child);
}

/* May `n` be taken for a piece of what the repetition beside it takes? */
static bool can_hide(sl_compiler *c, const sl_node *n, sl_letterset set) {
    sl_extent e = sl_extent_of(c, n);
    return e.empty || (meets(e.first, set) && meets(e.last, set));
}

/* A round that is a repetition and nothing sure besides. */
static const sl_node *exploding_round(sl_compiler *c, const sl_node *round) {
    const sl_node *first = round->kind == SL_NODE_SEQUENCE ? round->child : round;
    bool alone = round->kind != SL_NODE_SEQUENCE;
    for (const sl_node *n = first; n; n = alone ? NULL : n->next) {
        sl_letterset set;
        if (!repeats_letters(c, bare(n), &set)) continue;
        bool hidden = true;
        for (const sl_node *other = first; other && hidden && !alone; other = other->next)
            hidden = other == n || can_hide(c, other, set);
        if (hidden) return n;
    }
    return NULL;
}

/* (?:\w|\d)*: each digit in two ways. */
static bool has_overlap(sl_compiler *c, const sl_node *choice) {
    for (const sl_node *a = choice->child; a; a = a->next)
        for (const sl_node *b = a->next; b; b = b->next)
            if (is_leaf(bare(a)) && is_leaf(bare(b)) &&
                meets(sl_letterset_of(bare(a), c->tmp), sl_letterset_of(bare(b), c->tmp)))
                return true;
    return false;
}

static bool explodes(sl_compiler *c, const sl_node *repeat) {
    if (repeat->max <= MANY || repeat->greedy_only) return false;
    const sl_node *body = bare(repeat->child);
    if (body->kind != SL_NODE_CHOICE) return exploding_round(c, body) != NULL;
    for (const sl_node *child = body->child; child; child = child->next)
        if (exploding_round(c, bare(child))) return true;
    return repeat->max == SL_ENDLESS && has_overlap(c, body);
}

static void explosions(sl_compiler *c, const sl_node *n) {
    sl_arena_mark mark = sl_arena_here(c->tmp);
    if (n->kind == SL_NODE_REPEAT && explodes(c, n))
        sl_warning_at(
            c->d, &n->where, 0, n->where.text.n, 5,
            "what is repeated here repeats by itself, and the ways to cut up a text explode; begin each round with "
            "something of its own: (?: \\w+)*");
    sl_arena_rewind(c->tmp, mark);
    for (const sl_node *child = n->child; child; child = child->next) explosions(c, child);
}

void sl_loose_find(sl_compiler *c, const sl_located *text, const sl_node *tree, bool is_part) {
    sl_node root = {.kind = SL_NODE_GROUP, .where = *text};
    sl_node copy = *tree;
    root.child = &copy;
    odd_capitals(c, &root);
    explosions(c, &root);
    if (is_part) return;
    sl_arena_mark mark = sl_arena_here(c->tmp);
    bool empty = sl_extent_of(c, tree).empty;
    sl_arena_rewind(c->tmp, mark);
    if (empty)
        sl_warning_at(c->d, text, 0, text->text.n, 4,
                      "the pattern can match nothing at all, and so it matches everywhere");
    else loose_ends(c, tree);
}
