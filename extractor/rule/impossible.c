/* SPDX-License-Identifier: Apache-2.0
 *
 * Patterns that can never match, and why: W03.
 *
 *     {player} tore his {body}s       a thing is whole words: no letter touches it
 *     hurt ^{player}                  ^ is the begin of the sentence, and "hurt " stands before it
 *     {player}(?!\w) (?= on) his      the look-ahead wants " on" where " his" follows
 *
 * Each node is asked whether it can stand between what may come before it and what may come after it, both of them sets
 * that are never too small (letterset.h). Where an alternative or an optional part cannot, that part is told; else the
 * whole pattern.
 */
#include "rule/suspect_p.h"

#include "adapt/unicode.h"
#include "text/text.h"

typedef struct {
    sl_compiler *c;
    const sl_located *text;
    const sl_node *own;     /* the innermost node on the way that stands in `text` itself, not in a macro */
    const sl_node *culprit; /* of the last that cannot match */
    const char *why;
    uint32_t silent;  /* inside look-arounds only the answer counts */
    bool looks_ahead; /* what stands behind a letter counts too: asked second, so that the later one is to blame */
} seeker;

static bool live(seeker *s, const sl_node *n, sl_letterset before, sl_letterset after);

/* --- extents ------------------------------------------------------------------------------------------------------ */

bool sl_is_taken_by_gap(const sl_node *before, const sl_node *n) {
    bool beside = (before && before->kind == SL_NODE_GAP) || (n->next && n->next->kind == SL_NODE_GAP);
    return beside && n->kind == SL_NODE_LETTER && n->letter == ' ';
}

static bool is_made_by_rules(const sl_compiler *c, sl_str type) {
    for (size_t i = 0; i < c->declared->rules.n; i++)
        if (sl_str_eq(c->declared->rules.v[i].target.text, type)) return true;
    return false;
}

static sl_letterset thing(const sl_compiler *c, sl_type_id type) {
    const sl_type *t = &c->program->types.v[type];
    bool loose = t->kind == SL_TYPE_MADE || t->kind == SL_TYPE_QUOTE || c->unspaced ||
                 (t->kind == SL_TYPE_LIST && is_made_by_rules(c, t->name));
    return (sl_letterset){.kinds = loose ? SL_LOOSE_THING : SL_WHOLE_THING};
}

static sl_letterset gap_ends(void) {
    sl_letterset s = {0};
    for (const char *p = " ,:()\"-"; *p; p++) s.ascii[*p / 64] |= UINT64_C(1) << (*p % 64);
    return s;
}

/* `next` behind `all`. */
static sl_extent joined(sl_extent all, sl_extent next) {
    sl_extent e = {all.first, next.last, all.empty && next.empty};
    if (all.empty) e.first = sl_letterset_or(all.first, next.first);
    if (next.empty) e.last = sl_letterset_or(all.last, next.last);
    return e;
}

static sl_extent extent_of_sequence(sl_compiler *c, const sl_node *n) {
    sl_extent all = {.empty = true};
    for (const sl_node *before = NULL; n; before = n, n = n->next)
        if (!sl_is_taken_by_gap(before, n)) all = joined(all, sl_extent_of(c, n));
    return all;
}

static sl_extent extent_of_choice(sl_compiler *c, const sl_node *n) {
    sl_extent all = {0};
    for (; n; n = n->next) {
        sl_extent one = sl_extent_of(c, n);
        all = (sl_extent){sl_letterset_or(all.first, one.first), sl_letterset_or(all.last, one.last),
                          all.empty || one.empty};
    }
    return all;
}

static bool folds_away(const sl_compiler *c, const sl_node *n) {
    char bytes[4];
    return n->kind == SL_NODE_LETTER && sl_fold((sl_str){bytes, sl_unicode_encode(n->letter, bytes)}, c->tmp).n == 0;
}

sl_extent sl_extent_of(sl_compiler *c, const sl_node *n) {
    sl_letterset s = {0};
    sl_extent e;
    switch (n->kind) {
    case SL_NODE_EMPTY:
    case SL_NODE_EDGE:
    case SL_NODE_LOOK: return (sl_extent){.empty = true};
    case SL_NODE_GAP: s = gap_ends(); break;
    case SL_NODE_TYPE:
        if (n->part) return sl_extent_of(c, n->part);
        s = thing(c, n->type);
        break;
    case SL_NODE_SEQUENCE: return extent_of_sequence(c, n->child);
    case SL_NODE_CHOICE: return extent_of_choice(c, n->child);
    case SL_NODE_GROUP: return sl_extent_of(c, n->child);
    case SL_NODE_REPEAT:
        e = sl_extent_of(c, n->child);
        e.empty = e.empty || n->min == 0;
        return n->max ? e : (sl_extent){.empty = true};
    case SL_NODE_LETTER:
    case SL_NODE_ANY:
    case SL_NODE_CLASS:
    case SL_NODE_ESCAPE: s = sl_letterset_of(n, c->tmp); break;
    }
    return (sl_extent){s, s, folds_away(c, n)};
}

/* --- telling ------------------------------------------------------------------------------------------------------ */

static bool stands_in(const sl_located *text, const sl_node *n) {
    uintptr_t from = (uintptr_t)text->text.p, at = (uintptr_t)n->where.text.p;
    return n->where.source == text->source && from <= at && at <= from + text->text.n;
}

static bool dead(seeker *s, const sl_node *n, const char *why) {
    s->culprit = stands_in(s->text, n) ? n : s->own;
    s->why = why;
    return false;
}

static void tell(const seeker *s, const char *what) {
    const sl_located *at = s->culprit ? &s->culprit->where : s->text;
    sl_warning_at(s->c->d, at, 0, at->text.n, 3, "%s can never match: %s", what, s->why);
}

/* One that `whole`, a choice or a repetition, can do without. Of a macro it is told for the macro by itself. */
static void tell_part(const seeker *s, const sl_node *whole) {
    if (!s->silent && stands_in(s->text, whole)) tell(s, "this part");
}

/* --- can it stand there? ------------------------------------------------------------------------------------------ */

static const char *why_not(const sl_letterset *before, const sl_letterset *here) {
    if (here->kinds & SL_WHOLE_THING && before->kinds & SL_WHOLE_THING)
        return "two things never touch, there is a blank or a sign between them";
    if ((here->kinds | before->kinds) & SL_WHOLE_THING)
        return "a thing is whole words, and no letter or digit touches them";
    if (sl_letterset_has(before, ' '))
        return "white space is one blank, however long it is: two never follow each other";
    return "no sentence begins with a blank";
}

static bool live_leaf(seeker *s, const sl_node *n, const sl_letterset *before, const sl_letterset *after) {
    if (folds_away(s->c, n)) return true;
    sl_letterset here = sl_extent_of(s->c, n).first;
    if (sl_letterset_is_empty(&here))
        return dead(s, n,
                    "no sentence holds such a letter: line breaks are blanks there, "
                    "quotation marks straight, accents gone");
    if (!sl_letterset_meet(before, &here)) return dead(s, n, why_not(before, &here));
    if (s->looks_ahead && !sl_letterset_meet(&here, after)) return dead(s, n, why_not(&here, after));
    return true;
}

static bool is_fed(const sl_compiler *c, sl_type_id type) {
    sl_type_id plain = c->program->types.v[type].plain;
    return sl_type_set_has(&c->fed, plain == SL_NO_TYPE ? type : plain);
}

static bool live_type(seeker *s, const sl_node *n, const sl_letterset *before, sl_letterset after) {
    if (n->part) return live(s, n->part, *before, after);
    if (is_fed(s->c, n->type)) return live_leaf(s, n, before, &after);
    sl_str name = s->c->program->types.v[n->type].name;
    sl_type_kind kind = s->c->program->types.v[n->type].kind;
    const char *why = kind == SL_TYPE_DATE || kind == SL_TYPE_DURATION ? "there is no line `dates:` with their words"
                                                                       : "no list entry and no rule makes one";
    return dead(s, n, sl_arena_printf(s->c->out, "nothing feeds \"%.*s\": %s", sl_shown(name), name.p, why).p);
}

static bool live_edge(seeker *s, const sl_node *n, const sl_letterset *before, const sl_letterset *after) {
    const sl_letterset end = {.kinds = SL_SENTENCE_END};
    if (n->text.p[0] == '^')
        return before->kinds & SL_SENTENCE_END ||
               dead(s, n, "^ is the begin of the sentence, and something stands before it");
    if (n->text.p[0] == '$')
        return (after->kinds & SL_SENTENCE_END ||
                dead(s, n, "$ is the end of the sentence, and something follows it")) &&
               (sl_letterset_meet(before, &end) || dead(s, n, "no sentence ends with a blank"));
    sl_letterset a = sl_letterset_words(*before, true), b = sl_letterset_words(*before, false);
    sl_letterset x = sl_letterset_words(*after, true), y = sl_letterset_words(*after, false);
    bool aw = !sl_letterset_is_empty(&a), bw = !sl_letterset_is_empty(&b);
    bool xw = !sl_letterset_is_empty(&x), yw = !sl_letterset_is_empty(&y);
    if (n->text.p[1] == 'b')
        return (aw && yw) || (bw && xw) ||
               dead(s, n,
                    aw || xw ? "\\b is the edge of a word, and here is a letter on both sides"
                             : "\\b is the edge of a word, and here is none on either side");
    return (aw && xw) || (bw && yw) || dead(s, n, "\\B is no edge of a word, and here is one");
}

/* Does it take exactly one letter, and for certain each of `set`? */
static bool is_one_letter(seeker *s, const sl_node *n, sl_letterset *set) {
    if (n->kind == SL_NODE_GROUP) return is_one_letter(s, n->child, set);
    if (n->kind == SL_NODE_CHOICE) {
        *set = (sl_letterset){0};
        for (const sl_node *child = n->child; child; child = child->next) {
            sl_letterset one;
            if (!is_one_letter(s, child, &one)) return false;
            *set = sl_letterset_or(*set, one);
        }
        return true;
    }
    bool has_property = n->kind == SL_NODE_CLASS && sl_str_find(n->text, '\\', 0) < n->text.n;
    has_property = has_property || (n->kind == SL_NODE_ESCAPE && (n->text.p[1] == 'p' || n->text.p[1] == 'P'));
    bool leaf =
        n->kind == SL_NODE_LETTER || n->kind == SL_NODE_ANY || n->kind == SL_NODE_CLASS || n->kind == SL_NODE_ESCAPE;
    *set = leaf ? sl_letterset_of(n, s->c->tmp) : (sl_letterset){0};
    return leaf && !has_property && !(n->kind == SL_NODE_LETTER && n->letter >= 0x80);
}

static bool live_look(seeker *s, const sl_node *n, const sl_letterset *before, const sl_letterset *after) {
    bool behind = n->text.p[2] == '<', forbids = n->text.p[behind ? 3 : 2] == '!';
    const sl_letterset *there = behind ? before : after;
    if (forbids) {
        sl_letterset set;
        if (is_one_letter(s, n->child, &set) && sl_letterset_within(there, &set))
            return dead(s, n,
                        behind ? "it forbids the very letter that stands before it"
                               : "it forbids the very letter that follows");
        return true;
    }
    sl_extent e = sl_extent_of(s->c, n->child);
    sl_letterset both = sl_letterset_and(behind ? e.last : e.first, *there);
    if (!e.empty && sl_letterset_is_empty(&both))
        return dead(s, n,
                    behind ? "it wants something else than what stands before it"
                           : "it wants something else than what follows");
    s->silent++;
    bool good = live(s, n->child, behind ? sl_letterset_all() : *before, behind ? *after : sl_letterset_all());
    s->silent--;
    return good;
}

/* --- the tree ----------------------------------------------------------------------------------------------------- */

static bool live_sequence(seeker *s, const sl_node *first, sl_letterset before, const sl_letterset *after) {
    size_t n = 0, i = 0;
    for (const sl_node *child = first; child; child = child->next) n++;
    sl_extent *one = SL_NEW_ARRAY(s->c->tmp, sl_extent, n);
    sl_letterset *behind = SL_NEW_ARRAY(s->c->tmp, sl_letterset, n + 1); /* what may come after the one before it */
    for (const sl_node *child = first, *last = NULL; child; last = child, child = child->next, i++)
        one[i] = sl_is_taken_by_gap(last, child) ? (sl_extent){.empty = true} : sl_extent_of(s->c, child);
    behind[n] = *after;
    for (i = n; i-- > 0;) behind[i] = one[i].empty ? sl_letterset_or(one[i].first, behind[i + 1]) : one[i].first;
    const sl_node *last = NULL;
    i = 0;
    for (const sl_node *child = first; child; last = child, child = child->next, i++) {
        if (sl_is_taken_by_gap(last, child)) continue;
        if (!live(s, child, before, behind[i + 1])) return false;
        before = one[i].empty ? sl_letterset_or(one[i].last, before) : one[i].last;
        if (child->kind == SL_NODE_EDGE && child->text.p[0] == '^') before = (sl_letterset){.kinds = SL_SENTENCE_END};
    }
    return true;
}

/* Alternatives that cannot match are told where others can; else the first of them is to blame for all. */
static bool live_choice(seeker *s, const sl_node *n, sl_letterset before, sl_letterset after) {
    SL_ARRAY(seeker) dead_ones = {0};
    bool alive = false;
    for (const sl_node *child = n->child; child; child = child->next) {
        if (live(s, child, before, after)) alive = true;
        else *sl_push(s->c->tmp, &dead_ones) = *s;
    }
    for (size_t i = 0; i < dead_ones.n && alive; i++) tell_part(&dead_ones.v[i], n);
    if (!alive) s->culprit = dead_ones.v[0].culprit, s->why = dead_ones.v[0].why;
    return alive;
}

static bool live_repeat(seeker *s, const sl_node *n, sl_letterset before, sl_letterset after) {
    sl_extent e = sl_extent_of(s->c, n->child);
    if (n->max == 0) return true;
    if (n->min > 1 && !e.empty && !sl_letterset_meet(&e.last, &e.first)) return dead(s, n, why_not(&e.last, &e.first));
    if (n->max > 1) before = sl_letterset_or(before, e.last), after = sl_letterset_or(after, e.first);
    if (live(s, n->child, before, after)) return true;
    if (n->min == 0) tell_part(s, n);
    return n->min == 0;
}

static bool live(seeker *s, const sl_node *n, sl_letterset before, sl_letterset after) {
    const sl_node *own = s->own;
    if (stands_in(s->text, n)) s->own = n;
    bool good = true;
    switch (n->kind) {
    case SL_NODE_EMPTY: break;
    case SL_NODE_LETTER:
    case SL_NODE_ANY:
    case SL_NODE_CLASS:
    case SL_NODE_ESCAPE:
    case SL_NODE_GAP: good = live_leaf(s, n, &before, &after); break;
    case SL_NODE_TYPE: good = live_type(s, n, &before, after); break;
    case SL_NODE_EDGE: good = live_edge(s, n, &before, &after); break;
    case SL_NODE_LOOK: good = live_look(s, n, &before, &after); break;
    case SL_NODE_SEQUENCE: good = live_sequence(s, n->child, before, &after); break;
    case SL_NODE_CHOICE: good = live_choice(s, n, before, after); break;
    case SL_NODE_GROUP: good = live(s, n->child, before, after); break;
    case SL_NODE_REPEAT: good = live_repeat(s, n, before, after); break;
    }
    s->own = own;
    return good;
}

void sl_impossible_find(sl_compiler *c, const sl_located *text, const sl_node *tree, bool is_part) {
    sl_arena_mark mark = sl_arena_here(c->tmp);
    size_t told = c->d->list.n;
    for (int ahead = 0; ahead < 2 && told == c->d->list.n; ahead++) {
        seeker s = {.c = c, .text = text, .looks_ahead = ahead};
        if (!live(&s, tree, sl_letterset_all(), sl_letterset_all())) tell(&s, is_part ? "this" : "the pattern");
    }
    sl_arena_rewind(c->tmp, mark);
}
