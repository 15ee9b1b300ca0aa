/* SPDX-License-Identifier: Apache-2.0 */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "adapt/unicode.h"
#include "article.h"
#include "engine.h"
#include "match/projection.h"
#include "rule/letters.h"

static const engine_file files[] = {{"test.rules", "sideline: 1\n"
                                                   "list fish: = red herring | herring | red | ocean perch | carp\n"
                                                   "list food: = herring | red herring | perch and chips\n"
                                                   "list sea: = ocean\n"
                                                   "table hits: a\n"
                                                   "rule a -> hits\n"
                                                   "  match: {fish} {food}\n"
                                                   "rule b -> hits\n"
                                                   "  match: {fish} near {sea}\n"
                                                   "rule c -> hits\n"
                                                   "  match: (?<a>plain)\n"},
                                    {0}};

typedef struct {
    engine e;
    article a;
    sl_hits hits;
    sl_article whole;
} bench;

/* The article up to its list things; rules are not run. */
static void set(bench *b, sl_str text) {
    engine_begin(&b->e, files);
    assert_true(article_make(&b->a, text, NULL));
    b->hits = (sl_hits){0};
    sl_gazetteer_find(b->e.program->entries.words, b->a.text.view, &b->a.tokens, (sl_range){0, (uint32_t)b->a.tokens.n},
                      &b->a.out, &b->hits);
    b->whole = (sl_article){.program = b->e.program,
                            .text = &b->a.text,
                            .tokens = &b->a.tokens,
                            .quotations = &b->a.quotations,
                            .sentences = &b->a.sentences,
                            .gate = true,
                            .out = &b->a.out};
    sl_article_begin(&b->whole, &b->hits);
}

static void unset(bench *b) {
    article_free(&b->a);
    engine_end(&b->e);
}

static uint16_t view_of_rule(const bench *b, const char *name) {
    for (size_t i = 0; i < b->e.program->rules.n; i++)
        if (sl_str_eq(b->e.program->rules.v[i].name, sl_str_of(name)))
            return b->e.program->rules.v[i].patterns[0]->view;
    fail();
    return 0;
}

static bool is_letter(const sl_projection *p, size_t at) {
    size_t size;
    uint32_t rune = sl_unicode_decode(sl_str_cut(p->text, at, p->text.n), &size);
    return rune >= SL_LETTER_FIRST && rune <= SL_LETTER_LAST;
}

/* With each thing as the names of its types: "[fish food] is". */
static const char *show(bench *b, const sl_projection *p) {
    sl_str all = {"", 0};
    for (size_t i = 0, size; i < p->text.n; i += size) {
        uint32_t rune = sl_unicode_decode(sl_str_cut(p->text, i, p->text.n), &size);
        if (!is_letter(p, i)) {
            all = sl_arena_printf(&b->e.words, "%.*s%.*s", (int)all.n, all.p, (int)size, p->text.p + i);
            continue;
        }
        const char *before = "[";
        for (uint32_t t = 0; t < p->view->n; t++) {
            if (!((rune - SL_LETTER_FIRST) >> t & 1)) continue;
            sl_str name = b->e.program->types.v[p->view->types[t]].name;
            all = sl_arena_printf(&b->e.words, "%.*s%s%.*s", (int)all.n, all.p, before, (int)name.n, name.p);
            before = " ";
        }
        all = sl_arena_printf(&b->e.words, "%.*s]", (int)all.n, all.p);
    }
    return all.p;
}

static sl_projection project(bench *b, const char *rule) {
    sl_span at = {0, (sl_off)b->a.text.view.n};
    return sl_project(&b->whole, at, view_of_rule(b, rule), &b->a.out);
}

static void things_become_letters(void **state) {
    (void)state;
    static const struct {
        const char *text, *rule, *wanted;
    } cases[] = {
        {"A herring is here.", "a", "A [fish food] is here."},     /* one span, two types, one letter */
        {"A red herring is here.", "a", "A [fish food] is here."}, /* the longest that begins first */
        {"A red one is here.", "a", "A [fish] one is here."},
        {"The ocean perch and chips.", "a", "The [fish] and chips."}, /* overlap: the one that begins first */
        {"The ocean perch and chips.", "b", "The [fish] and chips."},
        {"By the ocean.", "b", "By the [sea]."},
        {"By the ocean.", "a", "By the ocean."}, /* a type that the view does not name */
        {"Herring, herring.", "a", "[fish food], [fish food]."},
        {"herringbone red-hot", "a", "herringbone [fish]-hot"},
        {"One  \t two", "a", "One two"},   /* runs of white space */
        {"A herring.", "c", "A herring."}, /* a view without types */
    };
    for (size_t i = 0; i < ENGINE_COUNT(cases); i++) {
        bench b;
        set(&b, sl_str_of(cases[i].text));
        sl_projection p = project(&b, cases[i].rule);
        assert_string_equal(show(&b, &p), cases[i].wanted);
        unset(&b);
    }
}

static void a_line_break_is_a_blank(void **state) {
    (void)state;
    bench b;
    set(&b, SL_STR("word \n next word"));
    sl_projection p = project(&b, "a");
    assert_string_equal(show(&b, &p), "word next word");
    sl_span blank = sl_projection_span(&p, 4, 5);
    assert_int_equal(blank.from, 4);
    assert_int_equal(blank.to, 7);
    unset(&b);
}

static void spans_map_back(void **state) {
    (void)state;
    bench b;
    set(&b, SL_STR("A red herring swims."));
    sl_projection p = project(&b, "a");
    assert_true(is_letter(&p, 2));
    sl_span thing = sl_projection_span(&p, 2, 6); /* a letter is four bytes */
    assert_int_equal(thing.from, 2);
    assert_int_equal(thing.to, 13);
    sl_span rest = sl_projection_span(&p, 7, 12);
    assert_int_equal(rest.from, 14);
    assert_int_equal(rest.to, 19);
    sl_span nothing = sl_projection_span(&p, 7, 7), end = sl_projection_span(&p, p.text.n, p.text.n);
    assert_int_equal(nothing.from, 14);
    assert_int_equal(nothing.to, 14);
    assert_int_equal(end.from, b.a.text.view.n);
    unset(&b);
}

/* A part of a sentence: a thing that lies across its border is text. */
/* Each byte of the letter is all of the thing, one that is as long as a letter too. */
static void a_letter_is_one(void **state) {
    (void)state;
    bench b;
    set(&b, SL_STR("A carp swims."));
    sl_projection p = project(&b, "a");
    for (size_t i = 2; i < 6; i++) {
        sl_span at = sl_projection_span(&p, i, i + 1);
        assert_true(at.from == 2 && at.to == 6);
    }
    unset(&b);
}

static void a_thing_across_the_border_is_text(void **state) {
    (void)state;
    bench b;
    set(&b, SL_STR("A red herring swims."));
    sl_projection p = sl_project(&b.whole, (sl_span){0, 5}, view_of_rule(&b, "b"), &b.a.out);
    assert_string_equal(show(&b, &p), "A red");
    p = sl_project(&b.whole, (sl_span){6, 20}, view_of_rule(&b, "b"), &b.a.out);
    assert_string_equal(show(&b, &p), "herring swims.");
    unset(&b);
}

/* Every byte of the view is behind exactly one byte, or letter, of the projection, in order. */
static void nothing_is_lost(const bench *b, const sl_projection *p, size_t *things) {
    sl_str view = b->a.text.view;
    sl_off here = 0;
    for (size_t i = 0, size; i < p->text.n; i += size) {
        size = is_letter(p, i) ? 4 : 1;
        sl_span at = sl_projection_span(p, i, i + size);
        assert_int_equal(at.from, here);
        assert_int_equal(sl_projection_span(p, i, i).from, here);
        if (size == 4) {
            ++*things;
        } else if (p->text.p[i] == ' ') {
            for (sl_off k = at.from; k < at.to; k++) assert_true(sl_is_space(view.p[k]));
        } else {
            assert_int_equal(at.to, at.from + 1);
            assert_true(p->text.p[i] == view.p[at.from]);
        }
        here = at.to;
    }
    assert_int_equal(here, view.n);
}

static void nothing_is_lost_in_invented_text(void **state) {
    (void)state;
    size_t things = 0;
    for (uint64_t seed = 1; seed <= 200; seed++) {
        char room[600];
        sl_str text = article_invent(seed, room, 500);
        for (size_t i = 0; i + 12 < text.n; i += 97) /* things among the rubbish, here and there across it */
            if (sl_is_space(room[i])) memcpy(room + i, " red herring ", 13);
        text.n = sl_unicode_valid(text);
        bench b;
        set(&b, text);
        sl_projection p = project(&b, "a");
        nothing_is_lost(&b, &p, &things);
        unset(&b);
    }
    print_message("# things in invented text: %zu\n", things);
    assert_true(things > 20);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(things_become_letters),
        cmocka_unit_test(a_line_break_is_a_blank),
        cmocka_unit_test(spans_map_back),
        cmocka_unit_test(a_letter_is_one),
        cmocka_unit_test(a_thing_across_the_border_is_text),
        cmocka_unit_test(nothing_is_lost_in_invented_text),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
