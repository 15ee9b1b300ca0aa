/* SPDX-License-Identifier: Apache-2.0
 *
 * From the bound tree of a pattern to PCRE2's text.
 *
 *     {player}{gap}tore (?:a|his) May      ->  ([\x{17001}])GAPtore (?:a|his) (?-i:M)ay\b
 *
 * In the projected copy of a sentence a thing is one letter, U+17000 plus a bit for each type of the view that it has
 * (projection.h); {player} is then a class of the letters with player's bit.
 */
#include "rule/compiler_p.h"

#include "adapt/unicode.h"
#include "base/bounds.h"
#include "rule/letters.h"

typedef struct {
    sl_compiler *c;
    const sl_view *view;
    bool captures;        /* false: groups of the pattern are not wanted */
    const sl_node *first; /* of the outermost sequence */
    uint32_t groups;
    SL_ARRAY(char) text; /* in c->tmp */
    sl_emitted *out;
} emitter;

static void emit(emitter *e, const sl_node *n);

/* --- bytes -------------------------------------------------------------------------------------------------------- */

static void put_str(emitter *e, sl_str s) {
    if (e->text.n + s.n > e->text.room) {
        size_t room = 2 * (e->text.n + s.n) + 256;
        e->text.v = sl_arena_grow(e->c->tmp, e->text.v, e->text.n, room, 1);
        e->text.room = room;
    }
    if (s.n) memcpy(e->text.v + e->text.n, s.p, s.n);
    e->text.n += s.n;
}

static void put(emitter *e, const char *s) {
    put_str(e, sl_str_of(s));
}

static void put_number(emitter *e, const char *before, uint32_t n, const char *after) {
    char digits[12];
    snprintf(digits, sizeof digits, "%u", n);
    put(e, before);
    put(e, digits);
    put(e, after);
}

/* A letter of the projection. */
static void put_code(emitter *e, uint32_t code) {
    char text[] = "\\x{00000}", *digit = text + sizeof text - 2;
    for (int i = 0; i < 5; i++, code >>= 4) *--digit = "0123456789abcdef"[code & 15];
    put_str(e, (sl_str){text, sizeof text - 1});
}

/* A rune that means itself, in a class or outside. */
static void put_rune(emitter *e, uint32_t rune) {
    char bytes[5] = "\\";
    bool escaped = rune < 0x80 && !sl_is_alnum((char)rune) && rune != ' ' && rune != '_';
    size_t n = sl_letter_encode(rune, bytes + 1);
    put_str(e, escaped ? (sl_str){bytes, n + 1} : (sl_str){bytes + 1, n});
}

/* The runes that the view has for one of the pattern: none, itself, or some ("ae"). Folded as in the text. */
static sl_str folded(emitter *e, uint32_t rune) {
    static const char ascii[] =
        " !\"#$%&'()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\\]^_`abcdefghijklmnopqrstuvwxyz";
    if (rune >= ' ' && rune <= 'z') return (sl_str){ascii + rune - ' ', 1};
    char bytes[4];
    return sl_fold((sl_str){bytes, sl_letter_encode(rune, bytes)}, e->c->tmp);
}

/* A CAPITAL matches only itself; everything else is caseless. */
static void put_letters(emitter *e, sl_str s) {
    for (size_t at = 0, size; at < s.n; at += size) {
        uint32_t rune = sl_unicode_decode(sl_str_cut(s, at, s.n), &size);
        bool capital = sl_unicode_is_upper(rune);
        if (capital) put(e, "(?-i:");
        put_rune(e, rune);
        if (capital) put(e, ")");
    }
}

/* --- classes ------------------------------------------------------------------------------------------------------ */

/* A class in parts: what minds its case, what does not, and what is more than one letter once it is folded. */
typedef enum { MINDS_CASE, CASELESS, SEVERAL } part;

/* The one rune that `rune` becomes; SL_NONE where it becomes several, or none. */
static uint32_t folded_rune(emitter *e, uint32_t rune, sl_str *all) {
    size_t size;
    *all = folded(e, rune);
    if (all->n == 0) return SL_NONE;
    uint32_t one = sl_unicode_decode(*all, &size);
    return size == all->n ? one : SL_NONE;
}

static part part_of(emitter *e, sl_class_piece *piece, sl_str *several) {
    if (piece->kind == SL_CLASS_ESCAPE) return memchr("pP", piece->text.p[1], 2) ? MINDS_CASE : CASELESS;
    uint32_t low = folded_rune(e, piece->low, several), high = low;
    if (piece->kind == SL_CLASS_LETTER && low == SL_NONE) return SEVERAL;
    if (piece->kind == SL_CLASS_RANGE) {
        high = folded_rune(e, piece->high, several);
        if (low == SL_NONE || high == SL_NONE || low > high) low = piece->low, high = piece->high;
    }
    piece->low = low;
    piece->high = high;
    return sl_unicode_is_upper(low) || sl_unicode_is_upper(high) ? MINDS_CASE : CASELESS;
}

/* The pieces of one part. @return how many */
static size_t put_part(emitter *e, sl_str text, part wanted) {
    sl_class_piece piece;
    size_t n = 0;
    for (size_t at = 0; sl_class_next(text, &at, &piece);) {
        sl_str several;
        if (part_of(e, &piece, &several) != wanted) continue;
        n++;
        if (wanted == SEVERAL) {
            if (several.n) put(e, "|");
            put_letters(e, several);
        } else if (piece.kind == SL_CLASS_ESCAPE) {
            put_str(e, piece.text);
        } else {
            put_rune(e, piece.low);
            if (piece.kind == SL_CLASS_RANGE) put(e, "-");
            if (piece.kind == SL_CLASS_RANGE) put_rune(e, piece.high);
        }
    }
    return n;
}

static size_t count_part(emitter *e, sl_str text, part wanted) {
    size_t mark = e->text.n, n = put_part(e, text, wanted);
    e->text.n = mark;
    return n;
}

/* [^Ab] is (?!(?-i:[A]))[^b]: b in both cases, A as it is. */
static void emit_not_class(emitter *e, sl_str text) {
    if (count_part(e, text, MINDS_CASE)) {
        put(e, "(?!(?-i:[");
        put_part(e, text, MINDS_CASE);
        put(e, "]))");
    }
    bool any = count_part(e, text, CASELESS) > 0;
    put(e, any ? "[^" : ".");
    if (any) put_part(e, text, CASELESS);
    if (any) put(e, "]");
}

/* [Ab] is (?:(?-i:[A])|[b]). */
static void emit_class(emitter *e, sl_str text) {
    if (text.p[0] == '^') {
        emit_not_class(e, sl_str_cut(text, 1, text.n));
        return;
    }
    bool minds = count_part(e, text, MINDS_CASE) > 0, rest = count_part(e, text, CASELESS) > 0;
    put(e, "(?:");
    if (minds) {
        put(e, "(?-i:[");
        put_part(e, text, MINDS_CASE);
        put(e, rest ? "])|" : "])");
    }
    if (rest) {
        put(e, "[");
        put_part(e, text, CASELESS);
        put(e, "]");
    }
    if (!minds && !rest) put(e, "(?!)");
    put_part(e, text, SEVERAL);
    put(e, ")");
}

/* --- gaps, things, lists of things -------------------------------------------------------------------------------- */

static void put_alternatives(emitter *e, const sl_words *words) {
    for (size_t i = 0; i < words->n; i++) {
        if (i) put(e, "|");
        sl_str w = sl_fold(words->v[i].text, e->c->tmp);
        for (size_t at = 0, size; at < w.n; at += size) put_rune(e, sl_unicode_decode(sl_str_cut(w, at, w.n), &size));
    }
}

/* Up to `words` words, as few as possible, without a thing of the view, a ; or a word that begins a clause. */
static void emit_gap(emitter *e, uint32_t words) {
    put(e, "(?:[ ,:()\"-]++");
    if (e->c->declared->clause.n) {
        put(e, "(?!(?:");
        put_alternatives(e, &e->c->declared->clause);
        put(e, ")\\b)");
    }
    put(e, "(?-i)[^ ;,:()\""); /* or PCRE2 would look for the other case of each of the letters that follow */
    put_code(e, SL_LETTER_FIRST);
    put(e, "-");
    put_code(e, SL_LETTER_LAST);
    put_number(e, "]++){0,", words, "}?[ ,:()\"-]++");
}

/* The letters of the view with the type's bit stand in runs, as long as the bit's value. */
static void emit_type(emitter *e, sl_type_id type) {
    uint32_t bit = 0;
    while (e->view->types[bit] != type) bit++;
    put(e, "[");
    for (uint32_t first = 1u << bit; first < 1u << e->view->n; first += 2u << bit) {
        put_code(e, SL_LETTER_FIRST + first);
        if (bit) put(e, "-");
        if (bit) put_code(e, SL_LETTER_FIRST + first + (1u << bit) - 1);
    }
    put(e, "]");
}

static void add_capture(emitter *e, sl_capture capture) {
    capture.group = ++e->groups;
    *sl_push(e->c->out, &e->out->captures) = capture;
}

static sl_symbol as_of(emitter *e, const sl_node *n) {
    return n->as.n ? sl_symbol_of(e->c->program, n->as) : SL_NO_SYMBOL;
}

/* Possessives and printed names are forms of the type that a capture is of. */
static sl_type_id plain_type(const emitter *e, sl_type_id type) {
    sl_type_id plain = e->c->program->types.v[type].plain;
    return plain == SL_NO_TYPE ? type : plain;
}

static void emit_plain_reference(emitter *e, const sl_node *n) {
    if (e->captures) {
        sl_symbol as = as_of(e, n);
        add_capture(e, (sl_capture){.kind = SL_CAPTURE_TYPE,
                                    .symbol = as == SL_NO_SYMBOL ? e->c->program->types.v[n->type].symbol : as,
                                    .as = as,
                                    .type = plain_type(e, n->type)});
        put(e, "(");
    }
    emit_type(e, n->type);
    if (e->captures) put(e, ")");
}

static void add_members(emitter *e, const sl_node *n) {
    sl_compiler *c = e->c;
    sl_capture capture = {.kind = SL_CAPTURE_MEMBERS, .type = SL_NO_TYPE, .as = as_of(e, n)};
    if (n->part) capture.part = sl_compile_part(c, n);
    else capture.type = plain_type(e, n->type);
    if (n->part && !capture.part) e->out->failed = true;
    capture.symbol = n->part ? sl_symbol_of(c->program, n->name) : c->program->types.v[n->type].symbol;
    if (capture.as != SL_NO_SYMBOL) capture.symbol = capture.as;
    add_capture(e, capture);
}

static void emit_member(emitter *e, const sl_node *n) {
    put(e, "(?:");
    if (n->part) emit(e, n->part);
    else emit_type(e, n->type);
    put(e, ")");
}

/* x, x and x: the list as a whole is captured; its members are found in it afterwards. */
static void emit_members(emitter *e, const sl_node *n) {
    bool captures = e->captures;
    if (captures) add_members(e, n);
    if (captures) put(e, "(");
    e->captures = false;
    emit_member(e, n);
    put(e, "(?:(?: ?(?:");
    put_alternatives(e, &e->c->declared->joiners);
    put(e, ") ?){1,2}");
    emit_member(e, n);
    put(e,
        ")*"); /* a count would be written out by PCRE2, member by member; SL_MAX_MEMBERS is minded when they are found */
    e->captures = captures;
    if (captures) put(e, ")");
}

/* --- the rest of the tree ----------------------------------------------------------------------------------------- */

static bool is_blank(const sl_node *n) {
    return n && n->kind == SL_NODE_LETTER && n->letter == ' ';
}

/* {gap} takes the blanks around it, so that `{player} {gap} tore` is the same as `{player}{gap}tore`. */
static void emit_sequence(emitter *e, const sl_node *first) {
    for (const sl_node *n = first, *before = NULL; n; before = n, n = n->next) {
        bool beside_gap = (before && before->kind == SL_NODE_GAP) || (n->next && n->next->kind == SL_NODE_GAP);
        if (is_blank(n) && beside_gap) continue;
        size_t from = e->text.n;
        emit(e, n);
        if (first == e->first) sl_steps_add(e->c, &e->out->steps, n, from, e->text.n);
    }
}

static void emit_group(emitter *e, const sl_node *n) {
    bool captures = n->text.n && e->captures;
    if (captures)
        add_capture(e, (sl_capture){.kind = SL_CAPTURE_TEXT,
                                    .symbol = sl_symbol_of(e->c->program, n->text),
                                    .as = SL_NO_SYMBOL,
                                    .type = SL_NO_TYPE});
    put(e, captures ? "(" : "(?:");
    emit(e, n->child);
    put(e, ")");
}

static void emit_repeat(emitter *e, const sl_node *n) {
    put(e, "(?:");
    emit(e, n->child);
    put_number(e, "){", n->min, ",");
    if (n->max != SL_ENDLESS) put_number(e, "", n->max, "");
    put(e, n->lazy ? "}?" : n->greedy_only ? "}+" : "}");
}

static void emit_alternatives(emitter *e, const sl_node *n) {
    for (const sl_node *child = n->child; child; child = child->next) {
        if (child != n->child) put(e, "|");
        emit(e, child);
    }
}

static void emit_choice(emitter *e, const sl_node *n) {
    put(e, "(?:");
    emit_alternatives(e, n);
    put(e, ")");
}

/* PCRE2 may refuse these two: it tells where in its text, and from that the place in the rule file is found. */
static void mark(emitter *e, const sl_node *n) {
    *sl_push(e->c->tmp, &e->out->marks) = (sl_emit_mark){e->text.n, n};
}

static void emit_escape(emitter *e, const sl_node *n) {
    bool property = n->text.p[1] == 'p' || n->text.p[1] == 'P';
    if (property) mark(e, n);
    if (property) put(e, "(?-i:");
    put_str(e, n->text);
    if (property) put(e, ")");
}

/* What is looked back over may differ in length between alternatives, but only outside of any group. */
static void emit_look(emitter *e, const sl_node *n) {
    mark(e, n);
    put_str(e, n->text);
    if (n->child->kind == SL_NODE_CHOICE) emit_alternatives(e, n->child);
    else emit(e, n->child);
    put(e, ")");
}

/* Nodes that take letters of the text: where a match may stop. */
static bool takes_text(const sl_node *n) {
    return n->kind == SL_NODE_LETTER || n->kind == SL_NODE_ANY || n->kind == SL_NODE_CLASS ||
           n->kind == SL_NODE_ESCAPE || n->kind == SL_NODE_GAP || n->kind == SL_NODE_TYPE;
}

static void emit(emitter *e, const sl_node *n) {
    if (e->text.n > SL_MAX_REGEX) return; /* told by sl_emit_pattern */
    if (takes_text(n)) *sl_push(e->c->tmp, &e->out->places) = (sl_place){e->text.n, n->where};
    switch (n->kind) {
    case SL_NODE_EMPTY: break;
    case SL_NODE_LETTER: put_letters(e, folded(e, n->letter)); break;
    case SL_NODE_ANY: put(e, "."); break;
    case SL_NODE_CLASS:
        mark(e, n);
        emit_class(e, n->text);
        break;
    case SL_NODE_ESCAPE: emit_escape(e, n); break;
    case SL_NODE_EDGE: put_str(e, n->text); break;
    case SL_NODE_SEQUENCE: emit_sequence(e, n->child); break;
    case SL_NODE_CHOICE: emit_choice(e, n); break;
    case SL_NODE_REPEAT: emit_repeat(e, n); break;
    case SL_NODE_GROUP: emit_group(e, n); break;
    case SL_NODE_LOOK: emit_look(e, n); break;
    case SL_NODE_GAP: emit_gap(e, n->max); break;
    case SL_NODE_TYPE:
        if (n->plus) emit_members(e, n);
        else emit_plain_reference(e, n);
        break;
    }
}

/* --- the two ends ------------------------------------------------------------------------------------------------- */

enum { WORD = 1, OTHER = 2, THING = 4, NOTHING = 8 };

static unsigned edge(emitter *e, const sl_node *n, bool last);

/* The first (last) child that is not nothing, and those that may be nothing before (behind) it. */
static unsigned edge_of_sequence(emitter *e, const sl_node *n, bool last) {
    sl_arena_mark mark = sl_arena_here(e->c->tmp);
    SL_ARRAY(const sl_node *) nodes = {0};
    unsigned all = NOTHING;
    for (; last && n; n = n->next) *sl_push(e->c->tmp, &nodes) = n;
    while (all & NOTHING && (last ? nodes.n > 0 : n != NULL)) {
        const sl_node *child = last ? nodes.v[--nodes.n] : n;
        all = (all & ~(unsigned)NOTHING) | edge(e, child, last);
        if (!last) n = n->next;
    }
    sl_arena_rewind(e->c->tmp, mark);
    return all;
}

/* \w of PCRE2: letters, numbers and _; later versions have marks, too. */
static unsigned edge_of_letter(emitter *e, uint32_t letter, bool last) {
    sl_str s = folded(e, letter);
    if (s.n == 0) return NOTHING;
    size_t at = last ? s.n - 1 : 0, size;
    while (last && at > 0 && ((unsigned char)s.p[at] & 0xC0) == 0x80) at--;
    uint32_t rune = sl_unicode_decode(sl_str_cut(s, at, s.n), &size);
    if (rune < 0x80) return sl_is_alnum((char)rune) || rune == '_' ? WORD : OTHER;
    sl_category category = sl_unicode_category(rune);
    if (sl_unicode_is_mark(rune) || category == SL_CATEGORY_PC) return WORD | OTHER;
    bool number = category >= SL_CATEGORY_ND && category <= SL_CATEGORY_NO;
    return number || sl_unicode_is_letter(rune) ? WORD : OTHER;
}

static unsigned edge_of_escape(sl_str text) {
    if (text.p[1] == 'w' || text.p[1] == 'd') return WORD;
    return text.p[1] == 's' || text.p[1] == 'W' ? OTHER : WORD | OTHER;
}

/* What can stand at the first (last) place of a match: a word character, another, a thing, or nothing at all. */
static unsigned edge(emitter *e, const sl_node *n, bool last) {
    unsigned all = 0;
    switch (n->kind) {
    case SL_NODE_EMPTY:
    case SL_NODE_EDGE:
    case SL_NODE_LOOK: return NOTHING;
    case SL_NODE_LETTER: return edge_of_letter(e, n->letter, last);
    case SL_NODE_ANY:
    case SL_NODE_CLASS: return WORD | OTHER;
    case SL_NODE_ESCAPE: return edge_of_escape(n->text);
    case SL_NODE_SEQUENCE: return edge_of_sequence(e, n->child, last);
    case SL_NODE_CHOICE:
        for (const sl_node *child = n->child; child; child = child->next) all |= edge(e, child, last);
        return all;
    case SL_NODE_REPEAT: return edge(e, n->child, last) | (n->min == 0 ? NOTHING : 0u);
    case SL_NODE_GROUP: return edge(e, n->child, last);
    case SL_NODE_GAP: return OTHER;
    case SL_NODE_TYPE: return n->part ? edge(e, n->part, last) : THING;
    }
    return NOTHING;
}

static void emit_edge(emitter *e, unsigned kinds, bool last) {
    if (!(kinds & WORD)) return; /* a thing is whole words already */
    if (kinds == WORD) put(e, "\\b");
    else put(e, last ? "(?:(?!\\w)|(?<!\\w))" : "(?:(?<!\\w)|(?!\\w))");
}

void sl_emit_pattern(sl_compiler *c, const sl_view *view, const sl_node *tree, bool captures, sl_emitted *out) {
    *out = (sl_emitted){0};
    emitter e = {.c = c, .view = view, .captures = captures, .out = out};
    emit_edge(&e, edge(&e, tree, false), false);
    put(&e, "(?:");
    if (tree->kind == SL_NODE_SEQUENCE) e.first = tree->child;
    size_t from = e.text.n;
    emit(&e, tree);
    if (!e.first) sl_steps_add(c, &out->steps, tree, from, e.text.n);
    put(&e, ")");
    emit_edge(&e, edge(&e, tree, true), true);
    out->regex = (sl_str){e.text.v, e.text.n};
    out->groups = e.groups;
}
