/* SPDX-License-Identifier: Apache-2.0
 *
 * The text of a `set` line: words, and things in braces that the patterns of the rule captured.
 *
 *     set injury: {hurt.word} {lower(body)}      a column of a thing's list; a function around a name
 */
#include "rule/compiler_p.h"

/* One pair of braces, taken apart. */
typedef struct {
    sl_located name, column; /* column.text.n is 0 where there is none */
    sl_function functions[SL_MAX_FUNCTIONS];
    size_t n;
    sl_located days; /* where the function days() stands */
} brace;

/* --- functions ---------------------------------------------------------------------------------------------------- */

static const sl_str functions[] = {[SL_FUNCTION_DAYS] = {"days", 4},
                                   [SL_FUNCTION_FIRST] = {"first", 5},
                                   [SL_FUNCTION_LOWER] = {"lower", 5},
                                   [SL_FUNCTION_TITLE] = {"title", 5}};
enum { N_FUNCTIONS = sizeof functions / sizeof *functions };

static bool function_called(sl_str name, sl_function *out) {
    for (size_t i = 0; i < N_FUNCTIONS; i++) {
        if (!sl_str_eq(functions[i], name)) continue;
        *out = (sl_function)i;
        return true;
    }
    return false;
}

static bool no_function(sl_compiler *c, const sl_located *name) {
    sl_str near = sl_compile_nearest(c, name->text, functions, N_FUNCTIONS);
    if (near.n == 0) near = SL_STR("; known are: days, first, lower, title");
    sl_error_at(c->d, name, 0, name->text.n, 55, "there is no function \"%.*s\"%.*s", sl_shown(name->text),
                name->text.p, (int)near.n, near.p);
    return false;
}

/* title(first(x)): what stands around the name, outermost first. `rest` becomes the name. */
static bool take_functions(sl_compiler *c, sl_located *rest, brace *b) {
    for (;;) {
        size_t open = sl_str_find(rest->text, '(', 0), n = rest->text.n;
        if (open == n) return true;
        sl_located name = sl_located_cut(rest, 0, open);
        name = sl_located_trim(&name);
        if (rest->text.p[n - 1] != ')') return sl_error_at(c->d, rest, open, open + 1, 55, "this ( has no )"), false;
        if (b->n == SL_MAX_FUNCTIONS) {
            sl_error_at(c->d, rest, 0, n, 55, "there are more than %d functions around it", SL_MAX_FUNCTIONS);
            return false;
        }
        if (!function_called(name.text, &b->functions[b->n])) return no_function(c, &name);
        if (b->functions[b->n] == SL_FUNCTION_DAYS) b->days = name;
        b->n++;
        sl_located inside = sl_located_cut(rest, open + 1, n - 1);
        *rest = sl_located_trim(&inside);
    }
}

/* --- reading ------------------------------------------------------------------------------------------------------ */

static bool take_apart(sl_compiler *c, const sl_located *inside, brace *b) {
    *b = (brace){0};
    sl_located rest = sl_located_trim(inside);
    if (!take_functions(c, &rest, b)) return false;
    size_t dot = sl_str_find(rest.text, '.', 0);
    b->name = sl_located_cut(&rest, 0, dot);
    b->column = sl_located_cut(&rest, dot + 1, rest.text.n);
    b->name = sl_located_trim(&b->name);
    b->column = sl_located_trim(&b->column);
    return true;
}

/* lower({x}) would be the word lower, brackets, and x as it is. */
static void check_words(sl_compiler *c, const sl_located *text, size_t from, size_t open) {
    sl_str words = sl_str_cut(text->text, from, open);
    for (size_t i = 0; i < N_FUNCTIONS; i++) {
        sl_str call = sl_arena_printf(c->tmp, "%.*s(", (int)functions[i].n, functions[i].p);
        if (!sl_str_ends_with(words, call) || (words.n > call.n && sl_is_alnum(words.p[words.n - call.n - 1])))
            continue;
        sl_error_at(c->d, text, open - call.n, open, 55, "a function stands inside the braces: {%.*sinjury)}",
                    (int)call.n, call.p);
    }
}

void sl_compile_template(sl_compiler *c, const sl_declared_set *from, sl_set *to) {
    SL_ARRAY(sl_set_piece) pieces = {0};
    sl_str s = from->text.text;
    for (size_t i = 0, open, close; i < s.n; i = close + 1) {
        open = sl_str_find(s, '{', i);
        close = sl_str_find(s, '}', open);
        check_words(c, &from->text, i, open);
        if (open > i)
            *sl_push(c->out, &pieces) = (sl_set_piece){sl_str_cut(s, i, open), SL_NO_SYMBOL, SL_NO_SYMBOL, {0}, 0};
        if (open == s.n) break;
        if (close == s.n) {
            sl_error_at(c->d, &from->text, open, open + 1, 7, "this { has no }");
            return;
        }
        brace b;
        sl_located inside = sl_located_cut(&from->text, open + 1, close);
        if (!take_apart(c, &inside, &b)) return;
        sl_set_piece *piece = sl_push(c->out, &pieces);
        piece->capture = sl_symbol_of(c->program, b.name.text);
        piece->column = b.column.text.n ? sl_symbol_of(c->program, b.column.text) : SL_NO_SYMBOL;
        piece->n_functions = b.n;
        memcpy(piece->functions, b.functions, sizeof b.functions);
    }
    *to = (sl_set){sl_symbol_of(c->program, from->column.text), pieces.v, pieces.n};
}

/* --- held against the captures ------------------------------------------------------------------------------------ */

/* The columns of the lists that feed a type. */
static size_t columns_of(const sl_compiler *c, sl_type_id type, sl_str *names) {
    const sl_program *p = c->program;
    size_t n = 0;
    for (size_t i = 0; i < p->lists.n; i++) {
        const sl_list *list = &p->lists.v[i];
        if (list->use != SL_LIST_TYPE || list->type != type) continue;
        if (names) names[n] = p->symbols.v[list->value];
        n++;
        for (size_t g = 0; g < list->n_gives; g++, n++)
            if (names) names[n] = p->symbols.v[list->gives[g]];
    }
    return n;
}

static void check_column(sl_compiler *c, const sl_capture *capture, const sl_located *name) {
    size_t n = capture->type == SL_NO_TYPE ? 0 : columns_of(c, capture->type, NULL);
    sl_str *names = SL_NEW_ARRAY(c->tmp, sl_str, n);
    if (n) columns_of(c, capture->type, names);
    for (size_t i = 0; i < n; i++)
        if (sl_str_eq(names[i], name->text)) return;
    sl_str near = sl_compile_nearest(c, name->text, names, n), thing = c->program->symbols.v[capture->symbol];
    sl_error_at(c->d, name, 0, name->text.n, 48,
                n ? "no list of \"%.*s\" has a column \"%.*s\"%.*s"
                  : "\"%.*s\" is not of a list: it has no column \"%.*s\"%.*s",
                sl_shown(thing), thing.p, sl_shown(name->text), name->text.p, (int)near.n, near.p);
}

/* days() counts those of a length of time, before anything else is done to it. */
static void check_days(sl_compiler *c, const sl_captures *all, const brace *b) {
    bool innermost = b->n && b->functions[b->n - 1] == SL_FUNCTION_DAYS;
    bool is_duration = false;
    if (b->days.text.n == 0) return;
    for (size_t i = 0; i < all->n; i++)
        is_duration =
            is_duration || (sl_str_eq(c->program->symbols.v[all->v[i]->symbol], b->name.text) &&
                            all->v[i]->kind == SL_CAPTURE_TYPE && all->v[i]->type == c->program->duration_type);
    for (size_t i = 0; i + 1 < b->n; i++) innermost = innermost && b->functions[i] != SL_FUNCTION_DAYS;
    if (!innermost || !is_duration || b->column.text.n)
        sl_error_at(c->d, &b->days, 0, b->days.text.n, 55,
                    "days() counts what {duration as x} captured, as it is: {days(x)}");
}

void sl_compile_check_template(sl_compiler *c, const sl_captures *all, const sl_located *text) {
    sl_str s = text->text;
    for (size_t open = sl_str_find(s, '{', 0); open < s.n; open = sl_str_find(s, '{', open + 1)) {
        size_t close = sl_str_find(s, '}', open);
        sl_located inside = sl_located_cut(text, open + 1, close);
        brace b;
        if (close == s.n || !take_apart(c, &inside, &b)) return; /* told where it is read */
        const sl_capture *capture = sl_compile_known_capture(c, all, &b.name);
        if (capture && b.column.text.n) check_column(c, capture, &b.column);
        if (capture) check_days(c, all, &b);
    }
}
