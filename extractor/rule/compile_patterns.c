/* SPDX-License-Identifier: Apache-2.0
 *
 * From the tree of a pattern to PCRE2's text.
 *
 *     {player}{gap}tore (?:a|his) May      ->  ([\x{17001}])GAPtore (?:a|his) (?-i:M)ay\b
 *
 * In the projected copy of a sentence a thing is one letter, U+17000 plus a bit for each type of the view that it has
 * (projection.h); {player} is then a class of the letters with player's bit.
 */
#include "rule/compiler_p.h"

#include "base/bounds.h"
#include "base/buf.h"
#include "rule/letters.h"

typedef struct {
    sl_compiler *c;
    sl_buf regex;
    const sl_view *view;
    uint32_t groups;
    bool captures; /* false: groups of the pattern are not wanted */
    SL_ARRAY(sl_capture) found;
} emitter;

static void emit(emitter *e, const sl_node *n);

/* --- binding: what the braces name ------------------------------------------------------------------------------ */

static bool bind(sl_compiler *c, sl_node *n);

static const sl_declared_macro *macro_of(const sl_compiler *c, sl_str name) {
    for (size_t i = 0; i < c->declared->macros.n; i++)
        if (sl_str_eq(c->declared->macros.v[i].name.text, name)) return &c->declared->macros.v[i];
    return NULL;
}

/* A macro's text is parsed anew at each use: a tree's nodes belong to one place. */
static bool bind_macro(sl_compiler *c, sl_node *n, const sl_declared_macro *macro) {
    if (c->depth >= SL_MAX_NESTING) {
        sl_error_at(c->d, &n->where, 0, n->where.text.n, 24, "the macro \"%.*s\" uses itself", (int)n->name.n, n->name.p);
        return false;
    }
    sl_node *tree = sl_pattern_parse(&macro->pattern, c->out, c->d);
    c->depth++;
    bool good = tree && bind(c, tree);
    c->depth--;
    if (!good) return false;
    n->bound = true;
    n->child = tree;
    if (n->plus) {
        n->part = tree;
        n->type = SL_NO_TYPE;
    } else {
        n->kind = SL_NODE_GROUP;
    }
    return true;
}

static bool bind_reference(sl_compiler *c, sl_node *n) {
    const sl_declared_macro *macro = macro_of(c, n->name);
    if (macro) return bind_macro(c, n, macro);
    n->type = sl_compile_known_type(c, &n->where, n->name);
    if (n->type == SL_NO_TYPE) return false;
    if (n->form != SL_FORM_PLAIN) {
        if (c->program->types.v[n->type].kind != SL_TYPE_PERSON) {
            sl_error_at(c->d, &n->where, 0, n->where.text.n, 25, "only a person has this form; \"%.*s\" is none",
                        (int)n->name.n, n->name.p);
            return false;
        }
        n->type = sl_compile_form(c, n->type, n->form);
    }
    n->bound = true;
    return true;
}

static bool bind(sl_compiler *c, sl_node *n) {
    if (n->kind == SL_NODE_TYPE && !n->bound) return bind_reference(c, n);
    for (sl_node *child = n->child; child; child = child->next)
        if (!bind(c, child)) return false;
    return true;
}

/* --- views -------------------------------------------------------------------------------------------------------- */

static bool collect_types(const sl_node *n, sl_type_set *types) {
    if (n->kind == SL_NODE_TYPE && n->type != SL_NO_TYPE) sl_type_set_add(types, n->type);
    for (const sl_node *child = n->child; child; child = child->next) collect_types(child, types);
    return true;
}

/* The view of a set of types, shared by all patterns that name the same ones. SL_NONE: too many types. */
static uint32_t view_of(sl_compiler *c, const sl_type_set *types) {
    sl_view view = {0};
    for (sl_type_id t = 0; t < c->program->types.n; t++) {
        if (!sl_type_set_has(types, t)) continue;
        if (view.n == SL_MAX_VIEW_TYPES) return SL_NONE;
        view.types[view.n++] = t;
        if (c->program->types.v[t].kind == SL_TYPE_QUOTE) view.quotes = true;
    }
    for (size_t i = 0; i < c->program->views.n; i++) {
        const sl_view *v = &c->program->views.v[i];
        if (v->n == view.n && memcmp(v->types, view.types, sizeof view.types) == 0) return (uint32_t)i;
    }
    *sl_push(c->out, &c->program->views) = view;
    return (uint32_t)c->program->views.n - 1;
}

/* --- text of the regex -------------------------------------------------------------------------------------------- */

static void put(emitter *e, const char *s) { sl_buf_put(&e->regex, sl_str_of(s)); }

static void put_sign(emitter *e, char c) {
    if (!sl_is_alnum(c) && c != ' ' && c != '_' && (unsigned char)c < 0x80) sl_buf_char(&e->regex, '\\');
    sl_buf_char(&e->regex, c);
}

/* A CAPITAL matches only itself; everything else is caseless. Accents and curly marks are folded as in the text. */
static void emit_letter(emitter *e, uint32_t letter) {
    char bytes[4];
    sl_str folded = sl_fold((sl_str){bytes, sl_letter_encode(letter, bytes)}, e->c->out);
    for (size_t i = 0; i < folded.n; i++) {
        char ch = folded.p[i];
        if (!sl_is_upper(ch)) put_sign(e, ch);
        else sl_buf_printf(&e->regex, "(?-i:%c)", ch);
    }
}

/* In a class that names capitals, small letters are given both cases by hand and case is minded. */
static void emit_class(emitter *e, sl_str text) {
    sl_str s = sl_fold(text, e->c->out);
    bool capital = false;
    for (size_t i = 0; i < s.n; i++) {
        if (s.p[i] == '\\') i++;
        else capital = capital || sl_is_upper(s.p[i]);
    }
    put(e, capital ? "(?-i:[" : "[");
    for (size_t i = 0; i < s.n; i++) {
        if (s.p[i] == '[') sl_buf_char(&e->regex, '\\');
        sl_buf_char(&e->regex, s.p[i]);
        if (s.p[i] == '\\' && i + 1 < s.n) {
            sl_buf_char(&e->regex, s.p[++i]);
            continue;
        }
        bool range = i + 2 < s.n && s.p[i + 1] == '-';
        if (!capital || !sl_is_lower(s.p[i])) continue;
        if (range && sl_is_lower(s.p[i + 2])) {
            sl_buf_printf(&e->regex, "-%c%c-%c", s.p[i + 2], s.p[i] - 32, s.p[i + 2] - 32);
            i += 2;
        } else {
            sl_buf_char(&e->regex, (char)(s.p[i] - 32));
        }
    }
    put(e, capital ? "])" : "]");
}

static void put_alternatives(emitter *e, const sl_words *words) {
    for (size_t i = 0; i < words->n; i++) {
        if (i) put(e, "|");
        sl_str w = sl_fold(words->v[i].text, e->c->out);
        for (size_t k = 0; k < w.n; k++) put_sign(e, w.p[k]);
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
    sl_buf_printf(&e->regex, "[^ ;,:()\"\\x{%x}-\\x{%x}]++){0,%u}?[ ,:()\"-]++", SL_LETTER_FIRST, SL_LETTER_LAST, words);
}

static void emit_type(emitter *e, sl_type_id type) {
    uint32_t bit = 0;
    while (e->view->types[bit] != type) bit++;
    put(e, "[");
    for (uint32_t set = 1; set < 1u << e->view->n; set++)
        if (set >> bit & 1) sl_buf_printf(&e->regex, "\\x{%x}", SL_LETTER_FIRST + set);
    put(e, "]");
}

static void add_capture(emitter *e, sl_capture capture) {
    capture.group = ++e->groups;
    *sl_push(e->c->out, &e->found) = capture;
}

static const sl_pattern *compile_tree(sl_compiler *c, const sl_located *text, sl_node *tree, bool captures);

static sl_symbol as_of(emitter *e, const sl_node *n) {
    return n->as.n ? sl_symbol_of(e->c->program, n->as) : SL_NO_SYMBOL;
}

static void emit_plain_reference(emitter *e, const sl_node *n) {
    const sl_type *type = &e->c->program->types.v[n->type];
    if (e->captures) {
        sl_symbol as = as_of(e, n);
        add_capture(e, (sl_capture){.kind = SL_CAPTURE_TYPE,
                                    .symbol = as == SL_NO_SYMBOL ? type->symbol : as,
                                    .as = as,
                                    .type = type->plain == SL_NO_TYPE ? n->type : type->plain});
        put(e, "(");
    }
    emit_type(e, n->type);
    if (e->captures) put(e, ")");
}

/* x, x and x: the list as a whole is captured; its members are found in it afterwards. */
static void emit_members(emitter *e, const sl_node *n) {
    sl_compiler *c = e->c;
    sl_capture capture = {.kind = SL_CAPTURE_MEMBERS, .type = n->type, .as = as_of(e, n)};
    if (n->part) capture.part = compile_tree(c, &n->where, n->part, true);
    capture.symbol = n->part ? sl_symbol_of(c->program, n->name) : c->program->types.v[n->type].symbol;
    if (capture.as != SL_NO_SYMBOL) capture.symbol = capture.as;
    if (!n->part && c->program->types.v[n->type].plain != SL_NO_TYPE)
        capture.type = c->program->types.v[n->type].plain;
    bool captures = e->captures;
    if (captures) {
        add_capture(e, capture);
        put(e, "(");
    }
    e->captures = false;
    for (int again = 0; again < 2; again++) {
        if (again) {
            put(e, "(?:(?: ?(?:");
            put_alternatives(e, &c->declared->joiners);
            put(e, ") ?){1,2}");
        }
        if (n->part) {
            put(e, "(?:");
            emit(e, n->part);
            put(e, ")");
        } else {
            emit_type(e, n->type);
        }
    }
    put(e, ")*"); /* a count would be compiled as so many copies; members beyond the bound are cut when they are read */
    e->captures = captures;
    if (captures) put(e, ")");
}

static bool is_blank(const sl_node *n) { return n && n->kind == SL_NODE_LETTER && n->letter == ' '; }

/* {gap} takes the blanks around it, so that `{player} {gap} tore` is the same as `{player}{gap}tore`. */
static void emit_sequence(emitter *e, const sl_node *first) {
    for (const sl_node *n = first, *before = NULL; n; before = n, n = n->next) {
        bool beside_gap = (before && before->kind == SL_NODE_GAP) || (n->next && n->next->kind == SL_NODE_GAP);
        if (is_blank(n) && beside_gap) continue;
        emit(e, n);
    }
}

static void emit_group(emitter *e, const sl_node *n) {
    if (n->text.n && e->captures) {
        add_capture(e, (sl_capture){.kind = SL_CAPTURE_TEXT, .symbol = sl_symbol_of(e->c->program, n->text),
                                    .as = SL_NO_SYMBOL, .type = SL_NO_TYPE});
        put(e, "(");
    } else {
        put(e, "(?:");
    }
    emit(e, n->child);
    put(e, ")");
}

static void emit_repeat(emitter *e, const sl_node *n) {
    put(e, "(?:");
    emit(e, n->child);
    put(e, ")");
    if (n->max == SL_ENDLESS) sl_buf_printf(&e->regex, "{%u,}", n->min);
    else sl_buf_printf(&e->regex, "{%u,%u}", n->min, n->max);
    if (n->lazy) put(e, "?");
    if (n->greedy_only) put(e, "+");
}

static void emit_choice(emitter *e, const sl_node *n) {
    put(e, "(?:");
    for (const sl_node *child = n->child; child; child = child->next) {
        if (child != n->child) put(e, "|");
        emit(e, child);
    }
    put(e, ")");
}

static void emit(emitter *e, const sl_node *n) {
    if (e->regex.n > 8 * SL_MAX_PATTERN) return; /* told by compile_tree */
    switch (n->kind) {
    case SL_NODE_EMPTY: break;
    case SL_NODE_LETTER: emit_letter(e, n->letter); break;
    case SL_NODE_ANY: put(e, "."); break;
    case SL_NODE_CLASS: emit_class(e, n->text); break;
    case SL_NODE_ESCAPE:
    case SL_NODE_EDGE: sl_buf_put(&e->regex, n->text); break;
    case SL_NODE_SEQUENCE: emit_sequence(e, n->child); break;
    case SL_NODE_CHOICE: emit_choice(e, n); break;
    case SL_NODE_REPEAT: emit_repeat(e, n); break;
    case SL_NODE_GROUP: emit_group(e, n); break;
    case SL_NODE_LOOK:
        sl_buf_put(&e->regex, n->text);
        emit(e, n->child);
        put(e, ")");
        break;
    case SL_NODE_GAP: emit_gap(e, n->max); break;
    case SL_NODE_TYPE:
        if (n->plus) emit_members(e, n);
        else emit_plain_reference(e, n);
        break;
    }
}

/* --- the two ends ------------------------------------------------------------------------------------------------- */

enum { WORD = 1, OTHER = 2, THING = 4, NOTHING = 8 };

static unsigned edge(const sl_node *n, bool last);

static unsigned edge_of_sequence(const sl_node *n, bool last) {
    if (!n) return NOTHING;
    unsigned here = edge(n, last), rest = edge_of_sequence(n->next, last);
    if (last) return rest & NOTHING ? (rest & ~(unsigned)NOTHING) | here : rest;
    return here & NOTHING ? (here & ~(unsigned)NOTHING) | rest : here;
}

/* What can stand at the first (last) place of a match: a word character, another, a thing, or nothing at all. */
static unsigned edge(const sl_node *n, bool last) {
    unsigned all = 0;
    switch (n->kind) {
    case SL_NODE_EMPTY:
    case SL_NODE_EDGE:
    case SL_NODE_LOOK: return NOTHING;
    case SL_NODE_LETTER: return n->letter >= 0x80 || sl_is_alnum((char)n->letter) || n->letter == '_' ? WORD : OTHER;
    case SL_NODE_ANY:
    case SL_NODE_CLASS: return WORD | OTHER;
    case SL_NODE_ESCAPE: return memchr("wdp", n->text.p[1], 3) ? WORD : memchr("sW", n->text.p[1], 2) ? OTHER : WORD | OTHER;
    case SL_NODE_SEQUENCE: return edge_of_sequence(n->child, last);
    case SL_NODE_CHOICE:
        for (const sl_node *child = n->child; child; child = child->next) all |= edge(child, last);
        return all;
    case SL_NODE_REPEAT: return edge(n->child, last) | (n->min == 0 ? NOTHING : 0u);
    case SL_NODE_GROUP: return edge(n->child, last);
    case SL_NODE_GAP: return OTHER;
    case SL_NODE_TYPE: return n->part ? edge(n->part, last) : THING;
    }
    return NOTHING;
}

static void emit_edge(emitter *e, unsigned edge_kinds, bool last) {
    if (!(edge_kinds & WORD)) return; /* a thing is whole words already */
    if (edge_kinds == WORD) put(e, "\\b");
    else put(e, last ? "(?:(?!\\w)|(?<!\\w))" : "(?:(?<!\\w)|(?!\\w))");
}

/* --- the whole ---------------------------------------------------------------------------------------------------- */

static bool finish(emitter *e, const sl_located *text, sl_pattern *pattern) {
    size_t at;
    sl_error err = {0};
    if (e->regex.failed || e->regex.n > 8 * SL_MAX_PATTERN) {
        sl_error_at(e->c->d, text, 0, text->text.n, 26, "the pattern is too long once its macros are put in");
        return false;
    }
    pattern->regex = sl_regex_compile(sl_buf_str(&e->regex), &at, &err);
    if (!pattern->regex) {
        sl_error_at(e->c->d, text, 0, text->text.n, 26, "the pattern cannot be compiled: %s", err.message);
        return false;
    }
    *sl_push(e->c->out, &e->c->program->regexes) = pattern->regex;
    pattern->captures = e->found.v;
    pattern->n_captures = e->found.n;
    return true;
}

static const sl_pattern *compile_tree(sl_compiler *c, const sl_located *text, sl_node *tree, bool captures) {
    sl_type_set types = {0};
    collect_types(tree, &types);
    uint32_t view = view_of(c, &types);
    if (view == SL_NONE) {
        sl_error_at(c->d, text, 0, text->text.n, 27, "a pattern can name at most %d things", SL_MAX_VIEW_TYPES);
        return NULL;
    }
    sl_pattern *pattern = SL_NEW(c->out, sl_pattern);
    pattern->view = (uint16_t)view;
    pattern->text = *text;
    pattern->line = sl_located_at(text, 0, 0).line;
    sl_view seen = c->program->views.v[view]; /* a copy: parts inside may add views */
    emitter e = {.c = c, .captures = captures, .view = &seen};
    emit_edge(&e, edge(tree, false), false);
    put(&e, "(?:");
    emit(&e, tree);
    put(&e, ")");
    emit_edge(&e, edge(tree, true), true);
    bool good = finish(&e, text, pattern);
    sl_buf_release(&e.regex);
    if (!good) return NULL;
    sl_gate_derive(c, tree, pattern);
    *sl_push(c->out, &c->program->patterns) = pattern;
    return pattern;
}

const sl_pattern *sl_compile_pattern(sl_compiler *c, const sl_located *text, bool captures) {
    sl_node *tree = sl_pattern_parse(text, c->out, c->d);
    if (!tree || !bind(c, tree)) return NULL;
    return compile_tree(c, text, tree, captures);
}

const sl_pattern *sl_compile_beside(sl_compiler *c, const sl_located *text, bool name_first) {
    sl_node *tree = sl_pattern_parse(text, c->out, c->d);
    if (!tree || !bind(c, tree)) return NULL;
    sl_node *n = SL_NEW_ARRAY(c->out, sl_node, 5), *name = n, *words = n + 1, *whole = n + 2, *blank = n + 3;
    *name = (sl_node){.kind = SL_NODE_TYPE, .where = *text, .bound = true, .type = c->program->name_type};
    *words = (sl_node){.kind = SL_NODE_GROUP, .where = *text, .child = tree};
    *whole = (sl_node){.kind = SL_NODE_SEQUENCE, .where = *text, .child = name_first ? name : words};
    if (name_first) {
        name->next = words;
    } else { /* a line's last blank is not seen, so the one before the name is put in */
        *blank = (sl_node){.kind = SL_NODE_REPEAT, .where = *text, .max = 1, .child = n + 4, .next = name};
        n[4] = (sl_node){.kind = SL_NODE_LETTER, .where = *text, .letter = ' '};
        words->next = blank;
    }
    return compile_tree(c, text, whole, true);
}
