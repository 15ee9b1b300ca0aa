/* SPDX-License-Identifier: Apache-2.0
 *
 * Trigger words in tokens: whole words and beginnings of words, each found once, by its bit and by its number.
 */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <stdio.h>
#include <cmocka.h>

#include "rule/triggers.h"

static const struct {
    const char *word;
    bool is_stem;
} all[] = {{"tore", false}, {"limp", true},       {"knee", true},        {"dislocat", true},
           {"ham", true},   {"hamstring", true},  {"rehabilitat", true}, {"out", false},
           {"spr", true},   {"hospitalis", true}, {"a", false}};

enum { ALL = sizeof all / sizeof *all };

/* The triggers of a text, in their order, apart by blanks. */
static const char *triggers_of(const char *text, sl_arena *arena) {
    static char found[200];
    sl_trigger_list list = {0};
    for (size_t i = 0; i < ALL; i++)
        *sl_push(arena, &list) = (sl_trigger){.word = sl_str_of(all[i].word), .is_stem = all[i].is_stem};
    const sl_trigger_index *index = sl_triggers_index(&list, arena);
    sl_str view = sl_arena_copy(arena, sl_str_of(text));
    sl_tokens tokens;
    sl_tokens_of(view, arena, &tokens);
    sl_trigger_marks marks = {.bits = SL_NEW_ARRAY(arena, uint64_t, sl_trigger_words(ALL)),
                              .numbers = SL_NEW_ARRAY(arena, uint32_t, ALL + 1)};
    sl_triggers_mark(index, view, tokens.v, tokens.n, &marks);
    uint64_t numbered = 0;
    for (size_t i = 0; i < marks.n; i++) numbered |= UINT64_C(1) << marks.numbers[i];
    assert_int_equal(numbered, marks.bits[0]);
    assert_int_equal(marks.n, __builtin_popcountll(numbered));
    size_t n = 0;
    found[0] = '\0';
    for (size_t i = 0; i < ALL; i++)
        if (numbered >> i & 1) n += (size_t)snprintf(found + n, sizeof found - n, "%s%s", n ? " " : "", all[i].word);
    return found;
}

static void finds_words_and_their_beginnings(void **state) {
    static const struct {
        const char *text, *triggers;
    } cases[] = {
        {"", ""},
        {"a", "a"},
        {"-", ""},
        {"he TORE it", "tore"},
        {"he tored", ""},
        {"limp", "limp"},
        {"lim", ""},
        {"He limped, and limps", "limp"},
        {"his ham", "ham"},
        {"hamstring", "ham hamstring"},
        {"a hamper", "ham a"},
        {"dislocated", "dislocat"},
        {"dislocat", "dislocat"},
        {"disloca", ""},
        {"dislocXt", ""},
        {"Rehabilitation", "rehabilitat"},
        {"rehabilitXt", ""},
        {"rehabili", ""},
        {"hospitali\xC5\xBF\x65\x64", "hospitalis"},               /* the long s is an s */
        {"\xC5\xBFprained ho\xC5\xBFpitalised", "spr hospitalis"}, /* in front, and among the first eight bytes */
        {"his \xE2\x84\xAAnees", "knee"},                          /* the Kelvin sign is a k */
        {"h\xC3\xA1mstring", ""},                                  /* an accent is not */
        {"tore tore tore limp", "tore limp"},                      /* each once */
        {"- - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - "
         "- - - - - - - - - - - - - - - - - - - - he is out, limps",
         "limp out"}, /* beyond the first batch */
    };
    (void)state;
    sl_arena arena;
    jmp_buf recover;
    sl_arena_init(&arena, 0, &recover);
    if (setjmp(recover)) fail();
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_string_equal(triggers_of(cases[i].text, &arena), cases[i].triggers);
    sl_arena_release(&arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(finds_words_and_their_beginnings)};
    return cmocka_run_group_tests_name("triggers", tests, NULL, NULL);
}
