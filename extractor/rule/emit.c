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
    bool steps;           /* steps and places are */
    const sl_node *first; /* of the outermost sequence */
    uint32_t groups;
    SL_ARRAY(char) text; /* in c->tmp */
    sl_emitted *out;
} emitter;

static void emit(emitter *e, const sl_node *n);

/* --- bytes -------------------------------------------------------------------------------------------------------- */

static void grow(emitter *e, size_t more) {
    size_t room = 2 * (e->text.n + more) + 1024;
    e->text.v = sl_arena_grow(e->c->tmp, e->text.v, e->text.n, room, 1);
    e->text.room = room;
}

static void put_str(emitter *e, sl_str s) {
    if (e->text.n + s.n > e->text.room) grow(e, s.n);
    if (s.n) memcpy(e->text.v + e->text.n, s.p, s.n);
    e->text.n += s.n;
}

static void put_char(emitter *e, char c) {
    if (e->text.n == e->text.room) grow(e, 1);
    e->text.v[e->text.n++] = c;
}

static inline void put(emitter *e, const char *s) {
    put_str(e, sl_str_of(s));
}

static void put_number(emitter *e, const char *before, uint32_t n, const char *after) {
    char digits[10];
    size_t at = sizeof digits;
    put(e, before);
    do digits[--at] = (char)('0' + n % 10);
    while (n /= 10);
    put_str(e, (sl_str){digits + at, sizeof digits - at});
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
sl_str sl_letter_folded(uint32_t rune, sl_arena *tmp) {
    static const char ascii[] =
        " !\"#$%&'()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\\]^_`abcdefghijklmnopqrstuvwxyz";
    if (rune >= ' ' && rune <= 'z') return (sl_str){ascii + rune - ' ', 1};
    char bytes[4];
    return sl_fold((sl_str){bytes, sl_letter_encode(rune, bytes)}, tmp);
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
    *all = sl_letter_folded(rune, e->c->tmp);
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

static void put_part(emitter *e, sl_str text, part wanted) {
    sl_class_piece piece;
    for (size_t at = 0; sl_class_next(text, &at, &piece);) {
        sl_str several;
        if (part_of(e, &piece, &several) != wanted) continue;
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
}

/* Which parts it has: a bit for each. */
static unsigned parts_of(emitter *e, sl_str text) {
    sl_class_piece piece;
    sl_str several;
    unsigned all = 0;
    for (size_t at = 0; sl_class_next(text, &at, &piece);) all |= 1u << part_of(e, &piece, &several);
    return all;
}

/* [^Ab] is (?!(?-i:[A]))[^b]: b in both cases, A as it is. */
static void emit_not_class(emitter *e, sl_str text) {
    unsigned parts = parts_of(e, text);
    if (parts & 1u << MINDS_CASE) {
        put(e, "(?!(?-i:[");
        put_part(e, text, MINDS_CASE);
        put(e, "]))");
    }
    bool any = parts & 1u << CASELESS;
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
    unsigned parts = parts_of(e, text);
    bool minds = parts & 1u << MINDS_CASE, rest = parts & 1u << CASELESS;
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
    if (parts & 1u << SEVERAL) put_part(e, text, SEVERAL);
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

/* What was put from `from` on, for the next pattern. */
static sl_str kept(emitter *e, size_t from) {
    return sl_arena_copy(e->c->trees, (sl_str){e->text.v + from, e->text.n - from});
}

static void put_gap(emitter *e) {
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
}

/* Up to `words` words, as few as possible, without a thing of the view, a ; or a word that begins a clause. */
static void emit_gap(emitter *e, uint32_t words) {
    size_t from = e->text.n;
    if (e->c->gap.p) put_str(e, e->c->gap);
    else put_gap(e), e->c->gap = kept(e, from);
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

static void put_joiners(emitter *e) {
    size_t from = e->text.n;
    if (e->c->joiners.p) {
        put_str(e, e->c->joiners);
        return;
    }
    put(e, "(?:(?: ?(?:");
    put_alternatives(e, &e->c->declared->joiners);
    put(e, ") ?){1,2}");
    e->c->joiners = kept(e, from);
}

/* x, x and x: the list as a whole is captured; its members are found in it afterwards. */
static void emit_members(emitter *e, const sl_node *n) {
    bool captures = e->captures;
    if (captures) add_members(e, n);
    if (captures) put(e, "(");
    e->captures = false;
    emit_member(e, n);
    put_joiners(e);
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
        if (e->steps && first == e->first) sl_steps_add(e->c, &e->out->steps, n, from, e->text.n);
    }
}

/* A macro whose text is the same wherever it stands. */
static void emit_macro(emitter *e, const sl_node *n) {
    sl_macro *macro = n->macro;
    sl_emit_marks *marks = &e->out->marks;
    size_t from = e->text.n, first = marks->n;
    if (macro->regex.p) {
        put_str(e, macro->regex);
        for (size_t i = 0; i < macro->marks.n; i++)
            *sl_push(e->c->tmp, marks) = (sl_emit_mark){from + macro->marks.v[i].at, macro->marks.v[i].node};
        return;
    }
    emit(e, n->child);
    if (e->text.n > SL_MAX_REGEX) return; /* it may not be whole */
    macro->regex = kept(e, from);
    for (size_t i = first; i < marks->n; i++)
        *sl_push(e->c->trees, &macro->marks) = (sl_emit_mark){marks->v[i].at - from, marks->v[i].node};
}

static void emit_group(emitter *e, const sl_node *n) {
    bool captures = n->text.n && e->captures;
    if (captures)
        add_capture(e, (sl_capture){.kind = SL_CAPTURE_TEXT,
                                    .symbol = sl_symbol_of(e->c->program, n->text),
                                    .as = SL_NO_SYMBOL,
                                    .type = SL_NO_TYPE});
    put(e, captures ? "(" : "(?:");
    if (n->macro && n->constant && !e->steps) emit_macro(e, n);
    else emit(e, n->child);
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

static void emit_letter(emitter *e, uint32_t letter) {
    bool means_itself = letter == ' ' || (letter < 0x80 && (sl_is_lower((char)letter) || sl_is_digit((char)letter)));
    if (means_itself) put_char(e, (char)letter);
    else put_letters(e, sl_letter_folded(letter, e->c->tmp));
}

static void emit(emitter *e, const sl_node *n) {
    if (e->text.n > SL_MAX_REGEX) return; /* told by sl_emit_pattern */
    if (e->steps && takes_text(n)) *sl_push(e->c->tmp, &e->out->places) = (sl_place){e->text.n, n->where};
    switch (n->kind) {
    case SL_NODE_EMPTY: break;
    case SL_NODE_LETTER: emit_letter(e, n->letter); break;
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

/* --- the whole ---------------------------------------------------------------------------------------------------- */

static void emit_edge(emitter *e, unsigned kinds, bool last) {
    if (!(kinds & SL_END_WORD)) return; /* a thing is whole words already */
    if (kinds == SL_END_WORD) put(e, "\\b");
    else put(e, last ? "(?:(?!\\w)|(?<!\\w))" : "(?:(?<!\\w)|(?!\\w))");
}

void sl_emit_pattern(sl_compiler *c, const sl_view *view, const sl_node *tree, bool captures, sl_emitted *out) {
    *out = (sl_emitted){0};
    emitter e = {.c = c, .view = view, .captures = captures, .steps = c->d->steps, .out = out};
    emit_edge(&e, sl_end_of(c, tree, false), false);
    put(&e, "(?:");
    if (tree->kind == SL_NODE_SEQUENCE) e.first = tree->child;
    size_t from = e.text.n;
    emit(&e, tree);
    if (e.steps && !e.first) sl_steps_add(c, &out->steps, tree, from, e.text.n);
    put(&e, ")");
    emit_edge(&e, sl_end_of(c, tree, true), true);
    out->regex = (sl_str){e.text.v, e.text.n};
    out->groups = e.groups;
}
