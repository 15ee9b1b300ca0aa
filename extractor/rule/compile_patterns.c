/* SPDX-License-Identifier: Apache-2.0
 *
 * Patterns: parsed, bound to what their braces name, given a view of the sentence, compiled (emit.c) and gated (gate.c).
 */
#include "rule/compiler_p.h"

/* --- binding: what the braces name ------------------------------------------------------------------------------ */

enum { MOST_NESTING = 6 * SL_MAX_NESTING };

static bool bind(sl_compiler *c, sl_node *n, uint32_t nesting);

/* "a, b, a": the macros that are being put in, from the one that `again` opens a second time. */
static void uses_itself(sl_compiler *c, const sl_node *again) {
    sl_str path = {"", 0};
    uint32_t first = 0;
    while (first < c->depth && !sl_str_eq(c->opened[first]->name, again->name)) first++;
    for (uint32_t i = first; i < c->depth && path.n < 200; i++) {
        sl_str name = c->opened[i]->name;
        path = sl_arena_printf(c->out, "%.*s%.*s, ", (int)path.n, path.p, sl_shown(name), name.p);
    }
    sl_error_at(c->d, &again->where, 0, again->where.text.n, 24, "the macro \"%.*s\" uses itself: %.*s%.*s",
                sl_shown(again->name), again->name.p, (int)path.n, path.p, sl_shown(again->name), again->name.p);
}

static bool too_long(sl_compiler *c, const sl_located *where) {
    sl_error_at(c->d, where, 0, where->text.n, 26, "the pattern is longer than %d letters once its macros are put in",
                SL_MAX_PATTERN);
    return false;
}

static void reach(sl_compiler *c, uint32_t nesting, uint32_t depth) {
    if (nesting > c->expanded.nesting) c->expanded.nesting = nesting;
    if (depth > c->expanded.depth) c->expanded.depth = depth;
}

/* Puts in the tree that is there. False where that breaks a bound: parsed anew, it is told where. */
static bool take_tree(sl_compiler *c, const sl_macro *macro, uint32_t nesting) {
    sl_expansion all = {c->expanded.letters + macro->size.letters, nesting + macro->size.nesting,
                        c->depth + macro->size.depth};
    if (!macro->tree || all.letters > SL_MAX_PATTERN || all.nesting > MOST_NESTING || all.depth > SL_MAX_NESTING)
        return false;
    c->expanded.letters = all.letters;
    reach(c, all.nesting, all.depth);
    return true;
}

/* The tree of a macro's text, made in `out`; its size is added to c->expanded. */
static sl_node *make_tree(sl_compiler *c, const sl_node *n, const sl_located *text, uint32_t nesting, sl_arena *out) {
    c->expanded.letters += text->text.n;
    if (c->expanded.letters > SL_MAX_PATTERN) return too_long(c, c->depth ? &c->opened[0]->where : &n->where), NULL;
    sl_node *tree = sl_pattern_parse(text, out, c->d);
    c->opened[c->depth++] = n;
    reach(c, nesting, c->depth);
    bool good = tree && bind(c, tree, nesting);
    c->depth--;
    return good ? tree : NULL;
}

static sl_node *bound_macro(sl_compiler *c, const sl_node *n, uint32_t number, uint32_t nesting) {
    const sl_located *text = &c->declared->macros.v[number].pattern;
    sl_macro *macro = &c->macros[number];
    if (take_tree(c, macro, nesting)) return macro->tree;
    if (macro->tree) return make_tree(c, n, text, nesting, c->tmp);
    sl_expansion outer = c->expanded;
    c->expanded = (sl_expansion){outer.letters, nesting, c->depth};
    macro->tree = make_tree(c, n, text, nesting, c->trees);
    macro->size = (sl_expansion){c->expanded.letters - outer.letters, c->expanded.nesting - nesting,
                                 c->expanded.depth - c->depth};
    reach(c, outer.nesting, outer.depth);
    return macro->tree;
}

static bool only_things(sl_compiler *c, const sl_node *n) {
    const char *form = n->form == SL_FORM_POSSESSIVE ? "has no possessive" : "has no printed name";
    sl_error_at(c->d, &n->where, 0, n->where.text.n, 25, "\"%.*s\" is a macro: it %s", sl_shown(n->name), n->name.p,
                n->form != SL_FORM_PLAIN ? form : "cannot be renamed; rename the things in it");
    return false;
}

static bool bind_macro(sl_compiler *c, sl_node *n, uint32_t number, uint32_t nesting) {
    sl_macro *macro = &c->macros[number];
    if (macro->state == SL_MACRO_BAD) return false; /* told at its own place */
    if (macro->state == SL_MACRO_OPEN || c->depth == SL_MAX_NESTING) return uses_itself(c, n), false;
    if (n->form != SL_FORM_PLAIN || (n->as.n && !n->plus)) return only_things(c, n);
    unsigned before = macro->state;
    macro->state = SL_MACRO_OPEN;
    n->child = bound_macro(c, n, number, nesting + 1);
    macro->state = before;
    if (!n->child) return false;
    n->bound = true;
    n->type = SL_NO_TYPE;
    if (n->child == macro->tree) n->macro = macro;
    if (n->plus) n->part = n->child;
    else n->kind = SL_NODE_GROUP;
    n->constant = !n->plus && n->child->constant;
    return true;
}

static bool bind_type(sl_compiler *c, sl_node *n) {
    n->type = sl_compile_known_type(c, &n->where, n->name);
    if (n->type == SL_NO_TYPE) return false;
    if (n->form != SL_FORM_PLAIN) {
        if (c->program->types.v[n->type].kind != SL_TYPE_PERSON) {
            sl_error_at(c->d, &n->where, 0, n->where.text.n, 25, "\"%.*s\" is no person: only persons %s",
                        sl_shown(n->name), n->name.p,
                        n->form == SL_FORM_POSSESSIVE ? "have a possessive" : "have a printed name");
            return false;
        }
        n->type = sl_compile_form(c, n->type, n->form);
    }
    n->bound = true;
    return true;
}

static bool bind_reference(sl_compiler *c, sl_node *n, uint32_t nesting) {
    if (n->plus && c->declared->joiners.n == 0) {
        sl_error_at(c->d, &n->where, 0, n->where.text.n, 46,
                    "nothing says what stands between the members of {x+}; a line `joiners: , | and` does");
        return false;
    }
    uint32_t macro = sl_nameindex_find(&c->macro_index, n->name);
    if (macro == SL_NONE) return bind_type(c, n);
    c->macro_is_named[macro] = true;
    return bind_macro(c, n, macro, nesting);
}

static bool bind(sl_compiler *c, sl_node *n, uint32_t nesting) {
    reach(c, nesting, c->depth);
    if (nesting > MOST_NESTING) {
        sl_error_at(c->d, &n->where, 0, n->where.text.n, 9, "groups are nested too deeply, with the macros put in");
        return false;
    }
    if (n->kind == SL_NODE_TYPE && !n->bound) return bind_reference(c, n, nesting);
    n->constant = n->kind != SL_NODE_TYPE && (n->kind != SL_NODE_GROUP || n->text.n == 0);
    for (sl_node *child = n->child; child; child = child->next) {
        if (!bind(c, child, nesting + 1)) return false;
        n->constant = n->constant && child->constant;
    }
    return true;
}

/* The tree of a pattern, in c->tmp. NULL after an error. */
static sl_node *tree_of(sl_compiler *c, const sl_located *text) {
    c->expanded = (sl_expansion){.letters = text->text.n};
    sl_node *tree = sl_pattern_parse(text, c->tmp, c->d);
    return tree && bind(c, tree, 0) ? tree : NULL;
}

void sl_compile_macros(sl_compiler *c) {
    const sl_declared *declared = c->declared;
    c->macros = SL_NEW_ARRAY(c->trees, sl_macro, declared->macros.n);
    c->macro_is_named = SL_NEW_ARRAY(c->out, bool, declared->macros.n);
    for (size_t i = 0; i < declared->macros.n; i++) {
        const sl_located *name = &declared->macros.v[i].name;
        bool again = sl_nameindex_find(&c->macro_index, name->text) != SL_NONE;
        bool taken = again || sl_compile_type(c, name->text) != SL_NO_TYPE;
        if (sl_compile_claim(c, name, declared->macros.v[i].is_part ? "a part" : "a macro", taken))
            sl_nameindex_add(&c->macro_index, c->out, name->text, (uint32_t)i);
    }
    for (size_t i = 0; i < declared->macros.n; i++) {
        sl_arena_mark mark = sl_arena_here(c->tmp);
        sl_node self = {
            .kind = SL_NODE_TYPE, .where = declared->macros.v[i].name, .name = declared->macros.v[i].name.text};
        bool good = c->macros[i].state == SL_MACRO_UNSEEN && sl_nameindex_find(&c->macro_index, self.name) == i;
        c->expanded = (sl_expansion){0};
        if (good) good = bind_macro(c, &self, (uint32_t)i, 0);
        c->macros[i].state = good ? SL_MACRO_GOOD : SL_MACRO_BAD;
        if (good) sl_suspect_pattern(c, &declared->macros.v[i].pattern, self.child, true);
        sl_arena_rewind(c->tmp, mark);
    }
}

/* --- views -------------------------------------------------------------------------------------------------------- */

static void collect_types(const sl_node *n, sl_type_set *types) {
    if (n->constant) return;
    if (n->kind == SL_NODE_TYPE && n->type != SL_NO_TYPE) sl_type_set_add(types, n->type);
    for (const sl_node *child = n->child; child; child = child->next) collect_types(child, types);
}

/* The view of a set of types, shared by all patterns that name the same ones. SL_NONE: too many types. */
static uint32_t view_of(sl_compiler *c, const sl_type_set *types) {
    sl_view view = {.set = *types};
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

/* --- the whole ---------------------------------------------------------------------------------------------------- */

/* The node that PCRE2 stumbled over: the last of those marked before `at`. */
static const sl_node *culprit(const sl_emitted *emitted, size_t at) {
    const sl_node *node = NULL;
    for (size_t i = 0; i < emitted->marks.n && emitted->marks.v[i].at <= at; i++) node = emitted->marks.v[i].node;
    return node;
}

static void refused(sl_compiler *c, const sl_located *text, const sl_emitted *emitted, size_t at, const sl_error *err) {
    const sl_node *node = culprit(emitted, at);
    if (node && node->kind == SL_NODE_LOOK && node->text.p[2] == '<')
        sl_error_at(c->d, &node->where, 0, node->where.text.n, 26,
                    "this looks back over a changing number of letters; (?<= and (?<! take no * + ? {gap} {x+}");
    else if (node && node->kind == SL_NODE_ESCAPE)
        sl_error_at(c->d, &node->where, 0, node->where.text.n, 26,
                    "there is no property \"%.*s\"; \\p{Lu} is a capital", sl_shown(node->text), node->text.p);
    else if (sl_str_search(sl_str_of(err->message), SL_STR("too large"), 0) < strlen(err->message))
        sl_error_at(c->d, text, 0, text->text.n, 26,
                    "the pattern is too large once its {gap N}, {x+} and counts are written out; cut it in two");
    else sl_error_at(c->d, text, 0, text->text.n, 26, "the pattern cannot be compiled: %s", err->message);
}

/* The slot for the regex is made before the regex: between the two, memory must not run out. */
static bool compile_regex(sl_compiler *c, const sl_located *text, const sl_emitted *emitted, sl_pattern *pattern) {
    size_t at = 0;
    sl_error err = {0};
    if (emitted->regex.n > SL_MAX_REGEX) return too_long(c, text);
    if (emitted->groups > SL_MAX_CAPTURES) {
        sl_error_at(c->d, text, 0, text->text.n, 26, "the pattern captures more than %d things", SL_MAX_CAPTURES);
        return false;
    }
    pattern->regex_text = sl_arena_copy(c->out, emitted->regex);
    sl_regex **slot = sl_push(c->out, &c->program->regexes);
    *slot = pattern->regex = c->is_proven ? sl_regex_postpone(pattern->regex_text, emitted->groups)
                                          : sl_regex_compile(pattern->regex_text, &at, &err);
    if (err.status == SL_NO_MEMORY || (c->is_proven && !*slot)) sl_compile_no_memory(c);
    if (!pattern->regex) refused(c, text, emitted, at, &err);
    return pattern->regex != NULL;
}

/* An array that grew in c->tmp, without the room that it left. */
static const void *kept(sl_compiler *c, const void *v, size_t n, size_t size) {
    void *to = sl_arena_raw(c->out, n, size);
    if (n) memcpy(to, v, n * size);
    return to;
}

static const sl_pattern *compile_tree(sl_compiler *c, const sl_located *text, const sl_node *tree, bool captures) {
    sl_type_set types = {0};
    collect_types(tree, &types);
    uint32_t view = view_of(c, &types);
    if (view == SL_NONE) {
        sl_error_at(c->d, text, 0, text->text.n, 27, "the pattern names more than %d things", SL_MAX_VIEW_TYPES);
        return NULL;
    }
    sl_pattern *pattern = SL_NEW(c->out, sl_pattern);
    pattern->view = (uint16_t)view;
    pattern->text = *text;
    pattern->line = sl_located_at(text, 0, 0).line;
    sl_view seen = c->program->views.v[view]; /* a copy: parts inside may add views */
    sl_emitted emitted;
    sl_emit_pattern(c, &seen, tree, captures, &emitted);
    if (emitted.failed || !compile_regex(c, text, &emitted, pattern)) return NULL;
    pattern->places = kept(c, emitted.places.v, emitted.places.n, sizeof *emitted.places.v);
    pattern->n_places = emitted.places.n;
    pattern->steps = kept(c, emitted.steps.v, emitted.steps.n, sizeof *emitted.steps.v);
    pattern->n_steps = emitted.steps.n;
    pattern->captures = emitted.captures.v;
    pattern->n_captures = emitted.captures.n;
    sl_gate_derive(c, tree, pattern);
    sl_starts_derive(c, tree, pattern);
    *sl_push(c->out, &c->program->patterns) = pattern;
    return pattern;
}

const sl_pattern *sl_compile_part(sl_compiler *c, const sl_node *plus) {
    if (plus->macro && plus->macro->part) return plus->macro->part;
    sl_arena_mark mark = sl_arena_here(c->tmp);
    const sl_pattern *pattern = compile_tree(c, &plus->where, plus->part, true);
    sl_arena_rewind(c->tmp, mark);
    if (plus->macro) plus->macro->part = pattern;
    return pattern;
}

static const sl_pattern *new_pattern(sl_compiler *c, const sl_located *text, bool captures) {
    sl_arena_mark mark = sl_arena_here(c->tmp);
    const sl_node *tree = tree_of(c, text);
    const sl_pattern *pattern = tree ? compile_tree(c, text, tree, captures) : NULL;
    if (pattern) sl_suspect_pattern(c, text, tree, false);
    sl_arena_rewind(c->tmp, mark);
    return pattern;
}

/* One that is only asked whether it matches is the same wherever it stands; but warnings are told at each place. */
const sl_pattern *sl_compile_pattern(sl_compiler *c, const sl_located *text, bool captures) {
    if (captures || c->d->thorough) return new_pattern(c, text, captures);
    uint32_t known = sl_nameindex_find(&c->asked_index, text->text);
    if (known != SL_NONE) return c->program->patterns.v[known];
    const sl_pattern *pattern = new_pattern(c, text, captures);
    if (pattern) sl_nameindex_add(&c->asked_index, c->trees, text->text, (uint32_t)c->program->patterns.n - 1);
    return pattern;
}

const sl_pattern *sl_compile_beside(sl_compiler *c, const sl_located *text, bool name_first) {
    sl_arena_mark mark = sl_arena_here(c->tmp);
    sl_node *tree = tree_of(c, text);
    if (!tree) return sl_arena_rewind(c->tmp, mark), NULL;
    sl_node *n = SL_NEW_ARRAY(c->tmp, sl_node, 5), *name = n, *words = n + 1, *whole = n + 2, *blank = n + 3;
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
    const sl_pattern *pattern = compile_tree(c, text, whole, true);
    if (pattern) sl_suspect_pattern(c, text, whole, false);
    sl_arena_rewind(c->tmp, mark);
    return pattern;
}
