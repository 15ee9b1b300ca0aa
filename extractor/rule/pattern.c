/* SPDX-License-Identifier: Apache-2.0 */
#include "rule/pattern.h"

#include "base/bounds.h"

typedef struct {
    const sl_located *text;
    size_t at;
    uint32_t depth;
    bool failed;
    sl_arena *out;
    sl_diagnostics *diagnostics;
} parser;

static sl_node *choice(parser *p);

static int peek(const parser *p) {
    return p->at < p->text->text.n ? (unsigned char)p->text->text.p[p->at] : -1;
}

static bool ahead(const parser *p, sl_str what) {
    return sl_str_starts_with(sl_str_cut(p->text->text, p->at, p->text->text.n), what);
}

/* Every error ends the pattern: what comes after one is seldom worth a second message. */
static sl_node *fail(parser *p, size_t from, size_t to, uint16_t number, const char *message) {
    if (!p->failed) sl_error_at(p->diagnostics, p->text, from, to, number, "%s", message);
    p->failed = true;
    return NULL;
}

static sl_node *node(parser *p, sl_node_kind kind, size_t from) {
    sl_node *n = SL_NEW(p->out, sl_node);
    n->kind = kind;
    n->where = sl_located_cut(p->text, from, p->at);
    return n;
}

static const struct {
    char letter;
    const char *why;
} refused_escapes[] = {
    {'K', "\\K is not part of the rule language: a match is always the whole of the pattern"},
    {'C', "\\C is not part of the rule language: it would cut letters in two"},
    {'R', "\\R is not needed: no sentence crosses a line break"},
    {'Q', "\\Q is not part of the rule language: put \\ before each special letter"},
    {'E', "\\E is not part of the rule language: put \\ before each special letter"},
    {'g', "references back to a group are not part of the rule language"},
    {'k', "references back to a group are not part of the rule language"},
    {'G', "\\G is not part of the rule language"},
    {'X', "\\X is not part of the rule language: accents are folded away, . is a letter"},
};

static sl_node *property(parser *p, size_t from) {
    size_t close = sl_str_find(p->text->text, '}', p->at);
    if (peek(p) != '{' || close == p->text->text.n)
        return fail(p, from, p->at, 5, "\\p wants a property in braces: \\p{Lu} is a capital letter");
    p->at = close + 1;
    sl_node *n = node(p, SL_NODE_ESCAPE, from);
    n->text = n->where.text;
    return n;
}

static sl_node *escape(parser *p) {
    size_t from = p->at++;
    int c = peek(p);
    if (c < 0) return fail(p, from, p->at, 2, "a pattern cannot end with \\; write \\\\ for the sign itself");
    p->at++;
    if (c == 'p' || c == 'P') return property(p, from);
    if (c >= '1' && c <= '9')
        return fail(p, from, p->at, 3, "references back to a group are not part of the rule language");
    for (size_t i = 0; i < sizeof refused_escapes / sizeof *refused_escapes; i++)
        if (c == refused_escapes[i].letter) return fail(p, from, p->at, 3, refused_escapes[i].why);
    bool is_class = memchr("dDwWsS", c, 6), is_edge = c == 'b' || c == 'B';
    if (is_class || is_edge) {
        sl_node *n = node(p, is_class ? SL_NODE_ESCAPE : SL_NODE_EDGE, from);
        n->text = n->where.text;
        return n;
    }
    if (sl_is_alnum((char)c))
        return fail(p, from, p->at, 3,
                    "unknown escape; known are \\b \\B \\d \\D \\w \\W \\s \\S \\p{..} and \\ before a sign");
    if (c >= 0x80) return fail(p, from, p->at, 3, "only a sign or one of b d w s p can follow \\");
    sl_node *n = node(p, SL_NODE_LETTER, from);
    n->letter = (uint32_t)c;
    return n;
}

/* Where the class ends: its ], or the end of the text. A ] that stands first is a letter. */
static size_t class_end(const parser *p) {
    sl_str s = p->text->text;
    size_t at = p->at + 1;
    if (at < s.n && s.p[at] == '^') at++;
    if (at < s.n && s.p[at] == ']') at++;
    while (at < s.n && s.p[at] != ']') at += s.p[at] == '\\' ? 2 : 1;
    return at;
}

static bool piece_is_good(parser *p, const sl_class_piece *piece) {
    size_t from = (size_t)(piece->text.p - p->text->text.p), to = from + piece->text.n;
    char c = piece->text.n > 1 ? piece->text.p[1] : '\0';
    if (piece->kind == SL_CLASS_RANGE && piece->low > piece->high)
        fail(p, from, to, 4, "this range runs backwards; put \\ before the - where it is meant as a sign");
    if (piece->kind == SL_CLASS_BAD_RANGE)
        fail(p, from, to, 4, "a range goes from letter to letter; put \\ before the - where it is meant as a sign");
    if (piece->kind == SL_CLASS_LETTER && piece->low == '[' && p->text->text.p[to] == ':')
        fail(p, from, to + 1, 4, "[:classes:] are not part of the rule language: \\d \\w \\s \\p{..} are");
    if (piece->kind == SL_CLASS_ESCAPE && !memchr("dDwWsSpP", c, 8))
        fail(p, from, to, 3, "unknown escape in [ ]; known are \\d \\D \\w \\W \\s \\S \\p{..} and \\ before a sign");
    else if (piece->kind == SL_CLASS_ESCAPE && (c == 'p' || c == 'P') && piece->text.n == 2)
        fail(p, from, to, 5, "\\p wants a property in braces: \\p{Lu} is a capital letter");
    return !p->failed;
}

static sl_node *class(parser *p) {
    size_t from = p->at, to = class_end(p), first = 0;
    if (to >= p->text->text.n) return fail(p, from, from + 1, 4, "this [ has no ]; write \\[ for the sign itself");
    p->at = to + 1;
    sl_node *n = node(p, SL_NODE_CLASS, from);
    n->text = sl_str_cut(p->text->text, from + 1, to);
    if (n->text.p[0] == '^') first = 1;
    sl_class_piece piece;
    while (sl_class_next(n->text, &first, &piece))
        if (!piece_is_good(p, &piece)) return NULL;
    return n;
}

static bool is_name(sl_str s) {
    if (s.n == 0 || sl_is_digit(s.p[0])) return false;
    for (size_t i = 0; i < s.n; i++)
        if (!sl_is_alnum(s.p[i]) && s.p[i] != '_' && s.p[i] != '.') return false;
    return true;
}

static void gap_words(parser *p, sl_node *n, sl_str inside, size_t from) {
    sl_str words = sl_str_trim(sl_str_cut(inside, 3, inside.n));
    n->kind = SL_NODE_GAP;
    n->max = 8;
    if (words.n && (!sl_str_number(words, 60, &n->max) || n->max == 0))
        fail(p, from, p->at, 8, "{gap N} takes a number of words from 1 to 60");
}

/* {name}, {name+}, {name's}, {name named}, {name as other}, {gap 6} */
static sl_node *reference(parser *p) {
    size_t from = p->at, close = sl_str_find(p->text->text, '}', p->at);
    if (close == p->text->text.n) return fail(p, from, from + 1, 7, "this { has no }; write \\{ for the sign itself");
    p->at = close + 1;
    sl_node *n = node(p, SL_NODE_TYPE, from);
    sl_str inside = sl_str_trim(sl_str_cut(p->text->text, from + 1, close));
    if (sl_str_eq(inside, SL_STR("gap")) || sl_str_starts_with(inside, SL_STR("gap "))) {
        gap_words(p, n, inside, from);
        return n;
    }
    size_t as = sl_str_search(inside, SL_STR(" as "), 0);
    if (as < inside.n) {
        n->as = sl_str_trim(sl_str_cut(inside, as + 4, inside.n));
        inside = sl_str_trim(sl_str_cut(inside, 0, as));
        if (!is_name(n->as)) return fail(p, from, p->at, 8, "`as` wants one name behind it: {date as injured}");
    }
    if (sl_str_ends_with(inside, SL_STR(" named"))) {
        n->form = SL_FORM_NAMED;
        inside = sl_str_trim(sl_str_cut(inside, 0, inside.n - 6));
    } else if (sl_str_ends_with(inside, SL_STR("'s"))) {
        n->form = SL_FORM_POSSESSIVE;
        inside = sl_str_cut(inside, 0, inside.n - 2);
    } else if (sl_str_ends_with(inside, SL_STR("+"))) {
        n->plus = true;
        inside = sl_str_trim(sl_str_cut(inside, 0, inside.n - 1));
    }
    n->name = inside;
    if (!is_name(inside))
        return fail(
            p, from, p->at, 8,
            "this is no name; braces hold {player}, {x+}, {x's}, {x named}, {x as y}, {gap 6}, or a count: {2,4}");
    return n;
}

static const struct {
    const char *open, *why;
} refused_groups[] = {
    {"(*", "verbs such as (*SKIP) are not part of the rule language"},
    {"(?#", "comments stand on lines of their own, after #"},
    {"(?>", "atomic groups are not part of the rule language; *+ and ++ repeat without going back"},
    {"(?|", "(?| is not part of the rule language: a group's name may stand in several alternatives"},
    {"(?R", "recursion is not part of the rule language"},
    {"(?&", "recursion is not part of the rule language; a macro is what you want"},
    {"(?C", "callouts are not part of the rule language"},
    {"(?(", "conditions are not part of the rule language"},
};

static sl_node *close_group(parser *p, sl_node *n, size_t from) {
    if (++p->depth > SL_MAX_NESTING) return fail(p, from, from + 1, 9, "groups are nested too deeply");
    n->child = choice(p);
    p->depth--;
    if (p->failed) return NULL;
    if (peek(p) != ')') return fail(p, from, from + 1, 9, "this ( has no )");
    p->at++;
    n->where = sl_located_cut(p->text, from, p->at);
    return n;
}

static sl_node *unknown_group(parser *p) {
    size_t from = p->at - 1;
    char c = p->at + 1 < p->text->text.n ? p->text->text.p[p->at + 1] : '\0';
    if (sl_is_alpha(c) || c == '-' || c == '^')
        return fail(p, from, from + 3, 6,
                    "flags cannot be set; a small letter matches both cases, a CAPITAL only itself");
    return fail(p, from, from + 3, 6,
                "this group is not known; groups are ( ) (?: ) (?<name> ) (?= ) (?! ) (?<= ) (?<! )");
}

static sl_node *group(parser *p) {
    size_t from = p->at;
    for (size_t i = 0; i < sizeof refused_groups / sizeof *refused_groups; i++)
        if (ahead(p, sl_str_of(refused_groups[i].open)))
            return fail(p, from, from + strlen(refused_groups[i].open), 6, refused_groups[i].why);
    static const char *const looks[] = {"(?=", "(?!", "(?<=", "(?<!"};
    for (size_t i = 0; i < 4; i++) {
        if (!ahead(p, sl_str_of(looks[i]))) continue;
        p->at += strlen(looks[i]);
        sl_node *n = node(p, SL_NODE_LOOK, from);
        n->text = n->where.text;
        return close_group(p, n, from);
    }
    p->at++;
    sl_node *n = node(p, SL_NODE_GROUP, from);
    if (ahead(p, SL_STR("?:"))) {
        p->at += 2;
    } else if (ahead(p, SL_STR("?<")) || ahead(p, SL_STR("?P<"))) {
        size_t open = sl_str_find(p->text->text, '<', p->at), close = sl_str_find(p->text->text, '>', p->at);
        n->text = sl_str_cut(p->text->text, open + 1, close);
        p->at = close < p->text->text.n ? close + 1 : close;
        if (close == p->text->text.n || !is_name(n->text))
            return fail(p, from, p->at, 6, "a group's name is letters, digits and _: (?<side>left|right)");
    } else if (ahead(p, SL_STR("?"))) {
        return unknown_group(p);
    }
    return close_group(p, n, from);
}

/* An accent behind it is a part of it; most letters have another of ASCII there. */
static sl_node *letter(parser *p) {
    size_t from = p->at++;
    uint32_t letter = (unsigned char)p->text->text.p[from];
    if (letter >= 0x80 || peek(p) >= 0x80) {
        p->at = from;
        letter = sl_letter_take(p->text->text, &p->at);
    }
    sl_node *n = node(p, SL_NODE_LETTER, from);
    n->letter = letter;
    return n;
}

static sl_node *atom(parser *p) {
    size_t from = p->at;
    int c = peek(p);
    if (c == '(') return group(p);
    if (c == '[') return class(p);
    if (c == '\\') return escape(p);
    bool is_count = c == '{' && from + 1 < p->text->text.n && sl_is_digit(p->text->text.p[from + 1]);
    if (is_count)
        return fail(p, from, sl_str_find(p->text->text, '}', from) + 1, 10, "there is nothing here to repeat");
    if (c == '{') return reference(p);
    if (c == '*' || c == '+' || c == '?')
        return fail(p, from, from + 1, 10, "there is nothing here to repeat; write \\ before the sign itself");
    if (c == '^' || c == '$' || c == '.') {
        p->at++;
        sl_node *n = node(p, c == '.' ? SL_NODE_ANY : SL_NODE_EDGE, from);
        n->text = n->where.text;
        return n;
    }
    return letter(p);
}

/* {4}, {4,}, {4,30}: a brace that begins with a digit is a count, any other is a reference. */
static bool count(parser *p, uint32_t *min, uint32_t *max) {
    size_t from = p->at, close = sl_str_find(p->text->text, '}', p->at);
    sl_str inside = sl_str_cut(p->text->text, from + 1, close);
    size_t comma = sl_str_find(inside, ',', 0);
    p->at = close < p->text->text.n ? close + 1 : close;
    bool good = close < p->text->text.n && sl_str_number(sl_str_cut(inside, 0, comma), 1000, min);
    *max = *min;
    if (good && comma < inside.n) {
        sl_str high = sl_str_cut(inside, comma + 1, inside.n);
        *max = SL_ENDLESS;
        if (high.n) good = sl_str_number(high, 1000, max) && *max >= *min;
    }
    if (!good) fail(p, from, p->at, 10, "this is no count; one is {2}, {2,} or {2,4}, at most 1000");
    return good;
}

static bool begins_count(int c) {
    return c == '*' || c == '+' || c == '?' || c == '{';
}

/* The counts that stand next: * + ? {2,4}. */
static bool counts(parser *p, uint32_t *min, uint32_t *max) {
    int c = peek(p);
    *min = c == '+';
    *max = c == '?' ? 1 : SL_ENDLESS;
    if (c == '*' || c == '+' || c == '?') return p->at++, true;
    bool is_count = c == '{' && p->at + 1 < p->text->text.n && sl_is_digit(p->text->text.p[p->at + 1]);
    return is_count && count(p, min, max);
}

static sl_node *repeated(parser *p) {
    size_t from = p->at;
    uint32_t min, max;
    sl_node *n = atom(p);
    if (!n || !begins_count(peek(p)) || !counts(p, &min, &max)) return p->failed ? NULL : n;
    sl_node *r = node(p, SL_NODE_REPEAT, from);
    r->child = n;
    r->min = min;
    r->max = max;
    if (peek(p) == '?' || peek(p) == '+') {
        r->lazy = peek(p) == '?';
        r->greedy_only = !r->lazy;
        p->at++;
    }
    r->where = sl_located_cut(p->text, from, p->at);
    size_t again = p->at;
    if (counts(p, &min, &max))
        return fail(p, again, p->at, 10, "this is repeated already; to repeat the repetition, put (?: ) around it");
    return p->failed ? NULL : r;
}

static sl_node *sequence(parser *p) {
    size_t from = p->at;
    sl_node *first = NULL, **link = &first;
    while (!p->failed && peek(p) >= 0 && peek(p) != '|' && peek(p) != ')') {
        *link = repeated(p);
        if (!*link) return NULL;
        link = &(*link)->next;
    }
    if (first && !first->next) return first;
    sl_node *n = node(p, first ? SL_NODE_SEQUENCE : SL_NODE_EMPTY, from);
    n->child = first;
    return n;
}

static sl_node *choice(parser *p) {
    size_t from = p->at;
    sl_node *first = sequence(p), *last = first;
    if (p->failed || peek(p) != '|') return first;
    while (peek(p) == '|') {
        p->at++;
        last->next = sequence(p);
        if (p->failed) return NULL;
        last = last->next;
    }
    sl_node *n = node(p, SL_NODE_CHOICE, from);
    n->child = first;
    return n;
}

sl_node *sl_pattern_parse(const sl_located *text, sl_arena *out, sl_diagnostics *diagnostics) {
    parser p = {.text = text, .out = out, .diagnostics = diagnostics};
    if (text->text.n == 0) return fail(&p, 0, 1, 1, "the pattern is empty");
    if (text->text.n > SL_MAX_PATTERN) return fail(&p, 0, 1, 1, "the pattern is too long");
    sl_node *n = choice(&p);
    if (!p.failed && peek(&p) == ')') return fail(&p, p.at, p.at + 1, 9, "this ) has no (");
    return p.failed ? NULL : n;
}
