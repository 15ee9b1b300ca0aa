/* SPDX-License-Identifier: Apache-2.0 */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/bounds.h"
#include "ruleset.h"

/* --- a tree as text ----------------------------------------------------------------------------------------------- */

static void print(const sl_node *n, sl_buf *out);

static void print_letter(uint32_t letter, sl_buf *out) {
    if (letter == ' ') sl_buf_char(out, '_');
    else if (letter < 0x80) sl_buf_char(out, (char)letter);
    else sl_buf_printf(out, "U+%04X", letter);
}

static void print_children(const char *what, const sl_node *n, sl_buf *out) {
    sl_buf_printf(out, "(%s", what);
    for (const sl_node *child = n->child; child; child = child->next) {
        bool letters = n->kind == SL_NODE_SEQUENCE && child->kind == SL_NODE_LETTER && child != n->child;
        const sl_node *before = n->child;
        while (letters && before->next != child) before = before->next;
        if (!letters || before->kind != SL_NODE_LETTER) sl_buf_char(out, ' ');
        print(child, out);
    }
    sl_buf_char(out, ')');
}

static void print_named(const char *what, sl_str name, const sl_node *n, sl_buf *out) {
    char text[64];
    snprintf(text, sizeof text, "%s%.*s", what, (int)name.n, name.p ? name.p : "");
    print_children(text, n, out);
}

static void print_repeat(const sl_node *n, sl_buf *out) {
    char text[64], most[16] = "";
    if (n->max != SL_ENDLESS) snprintf(most, sizeof most, "%u", n->max);
    snprintf(text, sizeof text, "%u..%s%s", n->min, most, n->lazy ? "?" : n->greedy_only ? "+" : "");
    print_children(text, n, out);
}

static void print_reference(const sl_node *n, sl_buf *out) {
    static const char *const forms[] = {"", "'s", " named"};
    sl_buf_printf(out, "{%.*s%s%s", (int)n->name.n, n->name.p, n->plus ? "+" : "", forms[n->form]);
    if (n->as.n) sl_buf_printf(out, " as %.*s", (int)n->as.n, n->as.p);
    sl_buf_char(out, '}');
}

static void print(const sl_node *n, sl_buf *out) {
    switch (n->kind) {
    case SL_NODE_EMPTY: sl_buf_put(out, SL_STR("()")); break;
    case SL_NODE_LETTER: print_letter(n->letter, out); break;
    case SL_NODE_ANY: sl_buf_put(out, SL_STR("any")); break;
    case SL_NODE_CLASS: sl_buf_printf(out, "[%.*s]", (int)n->text.n, n->text.p); break;
    case SL_NODE_ESCAPE:
    case SL_NODE_EDGE: sl_buf_put(out, n->text); break;
    case SL_NODE_SEQUENCE: print_children("seq", n, out); break;
    case SL_NODE_CHOICE: print_children("or", n, out); break;
    case SL_NODE_REPEAT: print_repeat(n, out); break;
    case SL_NODE_GROUP: print_named("group:", n->text, n, out); break;
    case SL_NODE_LOOK: print_named("", sl_str_cut(n->text, 1, n->text.n), n, out); break;
    case SL_NODE_GAP: sl_buf_printf(out, "{gap %u}", n->max); break;
    case SL_NODE_TYPE: print_reference(n, out); break;
    }
}

typedef struct {
    jmp_buf jump;
    sl_arena arena;
    sl_diagnostics d;
    sl_source source;
    sl_located text;
    sl_buf printed;
} parsed;

static const sl_node *parse(parsed *p, const char *pattern) {
    sl_arena_init(&p->arena, 0, &p->jump);
    p->d = (sl_diagnostics){.arena = &p->arena};
    p->source = source_of(pattern);
    p->text = (sl_located){p->source.bytes, &p->source, NULL, 0};
    p->printed = (sl_buf){0};
    return sl_pattern_parse(&p->text, &p->arena, &p->d);
}

static void release(parsed *p) {
    sl_buf_release(&p->printed);
    sl_arena_release(&p->arena);
}

static void trees(void **state) {
    (void)state;
    static const struct {
        const char *pattern, *tree;
    } cases[] = {
        {"a", "a"},
        {"tore it", "(seq tore_it)"},
        {"a|bc|", "(or a (seq bc) ())"},
        {"(?:a|b)c", "(seq (group: (or a b)) c)"},
        {"(?<side>left)", "(group:side (seq left))"},
        {"(?P<side>l)", "(group:side l)"},
        {"(x)", "(group: x)"},
        {"ab?c", "(seq a (0..1 b) c)"},
        {"a*b+?c?+", "(seq (0.. a) (1..? b) (0..1+ c))"},
        {"a{2}b{3,}c{4,30}?", "(seq (2..2 a) (3.. b) (4..30? c))"},
        {"a{0}", "(0..0 a)"},
        {"[a-z]", "[a-z]"},
        {"[^]a]x", "(seq [^]a] x)"},
        {"[]a]", "[]a]"},
        {"[\\]\\-\\\\]", "[\\]\\-\\\\]"},
        {"[a\\d\\p{Lu}]", "[a\\d\\p{Lu}]"},
        {"\\d\\W\\p{Lu}\\P{L}", "(seq \\d \\W \\p{Lu} \\P{L})"},
        {"\\bto\\B^$", "(seq \\b to \\B ^ $)"},
        {"\\.\\{\\\\\\ ", "(seq .{\\_)"},
        {".", "any"},
        {"a(?=b)(?!c)(?<=d)(?<!e)", "(seq a (?= b) (?! c) (?<= d) (?<! e))"},
        {"{player}", "{player}"},
        {"{player} {hurt}", "(seq {player} _ {hurt})"},
        {"{player's}{player named}", "(seq {player's} {player named})"},
        {"{x+}{x+ as y}{date as injured}", "(seq {x+} {x+ as y} {date as injured})"},
        {"{ player }{player  as  x}", "(seq {player} {player as x})"},
        {"{gap}{gap 3}{ gap 60 }", "(seq {gap 8} {gap 3} {gap 60})"},
        {"{gapped}", "{gapped}"},
        {"{of_team}{hurt.word}", "(seq {of_team} {hurt.word})"},
        {"M\xC3\xBCller", "(seq MU+00FCller)"},
        {"cafe\xCC\x81s", "(seq cafes)"}, /* an accent by itself belongs to its letter */
        {"\xD0\xB8\xCC\x86+", "(1.. U+0438)"},
        {"\xCC\x81", "U+0301"}, /* … and to nothing where there is none */
        {"\xE2\x80\x9Cyes\xE2\x80\x9D", "(seq U+201CyesU+201D)"},
        {"a}b]c", "(seq a}b]c)"},
        {"-,;:'\"!/&%=<>~#@", "(seq -,;:'\"!/&%=<>~#@)"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        parsed p;
        const sl_node *tree = parse(&p, cases[i].pattern);
        if (!tree) print_message("refused: %s: %s\n", cases[i].pattern, p.d.list.v[0].message.p);
        assert_non_null(tree);
        print(tree, &p.printed);
        sl_buf_char(&p.printed, '\0');
        assert_string_equal(p.printed.p, cases[i].tree);
        release(&p);
    }
}

static void refusals(void **state) {
    (void)state;
    static const struct {
        const char *pattern;
        uint16_t number;
        uint32_t column, width;
    } cases[] = {
        {"", 1, 1, 1},          {"a\\", 2, 2, 1},         {"a\\1", 3, 2, 2},       {"\\K", 3, 1, 2},
        {"\\C", 3, 1, 2},       {"\\R", 3, 1, 2},         {"\\Qa\\E", 3, 1, 2},    {"\\Ea", 3, 1, 2},
        {"\\g1", 3, 1, 2},      {"\\k<a>", 3, 1, 2},      {"\\G", 3, 1, 2},        {"\\X", 3, 1, 2},
        {"\\x41", 3, 1, 2},     {"\\n", 3, 1, 2},         {"\\A", 3, 1, 2},        {"\\Z", 3, 1, 2},
        {"\\0", 3, 1, 2},       {"a\\\xC3\xA9", 3, 2, 2}, {"[\\b]", 3, 2, 2},      {"[a\\x41]", 3, 3, 2},
        {"[\\Q]\\E]", 3, 2, 2}, {"a[bc", 4, 2, 1},        {"[]", 4, 1, 1},         {"[^]", 4, 1, 1},
        {"[a\\]", 4, 1, 1},     {"[[:alpha:]]", 4, 2, 2}, {"[z-a]", 4, 2, 3},      {"[\\d-z]", 4, 2, 4},
        {"[a-\\d]", 4, 2, 4},   {"\\p", 5, 1, 2},         {"\\pL", 5, 1, 2},       {"\\p{Lu", 5, 1, 2},
        {"[\\pL]", 5, 2, 2},    {"a(*FAIL)", 6, 2, 2},    {"(?#x)", 6, 1, 3},      {"(?>a)", 6, 1, 3},
        {"(?|a)", 6, 1, 3},     {"(?R)", 6, 1, 3},        {"(?&a)", 6, 1, 3},      {"(?C1)", 6, 1, 3},
        {"(?(1)a)", 6, 1, 3},   {"(?i)a", 6, 1, 3},       {"(?-i:a)", 6, 1, 3},    {"(?^)", 6, 1, 3},
        {"(?1)", 6, 1, 3},      {"(?+1)", 6, 1, 3},       {"(?'a'b)", 6, 1, 3},    {"(?P=a)", 6, 1, 3},
        {"(?P>a)", 6, 1, 3},    {"(?", 6, 1, 2},          {"(?<a b>c)", 6, 1, 7},  {"(?<1>c)", 6, 1, 5},
        {"(?<a", 6, 1, 4},      {"a{b", 7, 2, 1},         {"{}", 8, 1, 2},         {"{a b}", 8, 1, 5},
        {"{-}", 8, 1, 3},       {"{a as b c}", 8, 1, 10}, {"{a as }", 8, 1, 7},    {"{gap 0}", 8, 1, 7},
        {"{gap 61}", 8, 1, 8},  {"{gap x}", 8, 1, 7},     {"{\xC3\xA9}", 8, 1, 4}, {"(a", 9, 1, 1},
        {"a)", 9, 2, 1},        {"((a)", 9, 1, 1},        {"(?=a", 9, 1, 1},       {"*a", 10, 1, 1},
        {"a|+", 10, 3, 1},      {"(?)", 6, 1, 3},         {"(?:?)", 10, 4, 1},     {"{2}", 10, 1, 3},
        {"a{3,2}", 10, 2, 5},   {"a{1001}", 10, 2, 6},    {"a{2x}", 10, 2, 4},     {"a{2", 10, 2, 2},
        {"a**", 10, 3, 1},      {"a+++", 10, 4, 1},       {"a{2}{3}", 10, 5, 3},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        parsed p;
        const sl_node *tree = parse(&p, cases[i].pattern);
        const sl_diagnostic *d = p.d.list.v;
        if (tree || p.d.errors != 1 || d->number != cases[i].number || d->column != cases[i].column ||
            d->width != cases[i].width)
            print_message("%s: %u errors: E%02u at %u, %u wide: %s\n", cases[i].pattern, p.d.errors,
                          p.d.errors ? d->number : 0, p.d.errors ? d->column : 0, p.d.errors ? d->width : 0,
                          p.d.errors ? d->message.p : "");
        assert_null(tree);
        assert_int_equal(p.d.errors, 1);
        assert_int_equal(d->number, cases[i].number);
        assert_int_equal(d->column, cases[i].column);
        assert_int_equal(d->width, cases[i].width);
        release(&p);
    }
}

static void bounds(void **state) {
    (void)state;
    static char text[SL_MAX_PATTERN + 2];
    parsed p;
    memset(text, 'a', sizeof text - 1);
    assert_null(parse(&p, text));
    assert_int_equal(p.d.list.v[0].number, 1);
    release(&p);
    text[SL_MAX_PATTERN] = '\0';
    assert_non_null(parse(&p, text));
    release(&p);
    memset(text, '(', sizeof text - 1);
    assert_null(parse(&p, text + 1));
    assert_int_equal(p.d.list.v[0].number, 9);
    release(&p);
    for (size_t depth = SL_MAX_NESTING; depth <= SL_MAX_NESTING + 1; depth++) {
        memset(text, '(', depth);
        text[depth] = 'a';
        memset(text + depth + 1, ')', depth);
        text[2 * depth + 1] = '\0';
        assert_int_equal(parse(&p, text) != NULL, depth == SL_MAX_NESTING);
        release(&p);
    }
}

/* Whatever the bytes: a tree or one error, and no read beyond them. */
static void any_text(void **state) {
    (void)state;
    static const char *const pieces[] = {"(",       ")",     "(?:", "(?<a>", "(?=",      "(?<!",     "[",
                                         "]",       "[^",    "-",   "{",     "}",        "{a}",      "{a+}",
                                         "{gap 3}", "{2,3}", "*",   "+",     "?",        "|",        "\\",
                                         "\\d",     "\\p{",  "a",   " ",     "\xC3\xA9", "\xCC\x81", "\xF0\x9F\x98\x80",
                                         "^",       "$",     ".",   "as",    "named",    "'s"};
    uint64_t random = 88172645463325252u;
    size_t trees = 0;
    for (int round = 0; round < 20000; round++) {
        char text[128];
        size_t n = 0;
        random ^= random << 13, random ^= random >> 7, random ^= random << 17;
        uint64_t r = random;
        for (size_t length = 1 + r % 12; length > 0 && n < 100; length--) {
            random ^= random << 13, random ^= random >> 7, random ^= random << 17;
            const char *piece = pieces[random % (sizeof pieces / sizeof *pieces)];
            memcpy(text + n, piece, strlen(piece));
            n += strlen(piece);
        }
        text[n] = '\0';
        char *exact = malloc(n + 1); /* so that a read beyond the end is seen */
        assert_non_null(exact);
        memcpy(exact, text, n + 1);
        parsed p;
        const sl_node *tree = parse(&p, exact);
        trees += tree != NULL;
        assert_int_equal(p.d.errors, tree ? 0 : 1);
        release(&p);
        free(exact);
    }
    print_message("%zu trees of 20000 texts\n", trees);
    assert_true(trees > 1000);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(trees),
        cmocka_unit_test(refusals),
        cmocka_unit_test(bounds),
        cmocka_unit_test(any_text),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
