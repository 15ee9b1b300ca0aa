/* SPDX-License-Identifier: Apache-2.0 */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>

#include <cmocka.h>

#include "gated.h"

/* --- letters ------------------------------------------------------------------------------------------------------ */

static void letters(void **state) {
    (void)state;
    static const struct {
        const char *pattern, *sentence, *match; /* NULL: none */
    } cases[] = {
        /* a small letter is both, a CAPITAL itself */
        {"may", "He May play", "May"},
        {"May", "He may play", NULL},
        {"May", "in mAY or MAY", "MAY"},
        {"mAy", "MAY", "MAY"},
        {"mAy", "May", NULL},
        {"[a-c]x", "Bx", "Bx"},
        {"[A-C]x", "bx", NULL},
        {"[A-C]x", "BX", "BX"},
        {"[A-Cd]x", "Dx", "Dx"},
        {"[A-Cd]x", "ax", NULL},
        {"x[^A]", "xa", "xa"},
        {"x[^A]", "xA", NULL},
        {"x[^a]", "xA", NULL},
        {"x[^Ab]", "xB", NULL},
        {"x[^Ab]", "xa", "xa"},
        {"[Aa]x", "ax", "ax"},
        {"x[A\\d]", "x7", "x7"},
        {"x[^A\\d]", "x7", NULL},
        {"x[^A\\d]", "xa", "xa"},
        {"\\p{Lu}b", "ab", NULL},
        {"\\p{Lu}b", "AB", "AB"},
        {"[\\p{Lu}c]b", "ab", NULL},
        {"[\\p{Lu}c]b", "cb", "cb"},
        {"[^\\p{Lu}]b", "Ab", NULL},
        {"\\w\\W\\d\\D\\s\\S", "a-1b c", "a-1b c"}, /* escapes have no case */
        {"\xD0\x96", "\xD0\xB6", NULL},             /* Cyrillic capital */
        {"\xD0\xB6", "\xD0\x96", "\xD0\x96"},
        {"[\xD0\x96x]y", "\xD0\xB6y", NULL},
        {"[\xD0\xB6X]y", "\xD0\x96y", "\xD0\x96y"},
        /* accents and marks are folded in pattern and text alike */
        {"M\xC3\xBCller", "Muller", "Muller"},
        {"muller", "M\xC3\xBCller", "Muller"},
        {"cafe\xCC\x81", "caf\xC3\xA9", "cafe"},
        {"[\xC3\xA9]t\xC3\xA9", "ete", "ete"},
        {"[e\xCC\x81]a", "ea", "ea"},
        {"\xC3\x98"
         "rsted",
         "orsted", NULL},
        {"\xC3\xB8rsted", "Orsted", "Orsted"},
        {"c\xC5\x93ur", "coeur", "coeur"},
        {"[\xC5\x93x]ur", "oeur", "oeur"},
        {"[\xC5\x93x]ur", "xur", "xur"},
        {"O\xE2\x80\x99Neil", "O'Neil", "O'Neil"},
        {"O'Neil", "O\xE2\x80\x99Neil", "O'Neil"},
        {"\xE2\x80\x9Cno\xE2\x80\x9D", "\"no\"", "\"no\""},
        {"two\xE2\x80\x93three", "two-three", "two-three"},
        {"[\xE2\x80\x93,.]x", "-x", "-x"},
        {"[,\xE2\x80\x93.]x", "-x", "-x"}, /* a dash of another kind makes no range */
        {"[a\xE2\x80\x93z]x", "mx", NULL},
        {"so\xE2\x80\xA6 on", "so... on", "so... on"},
        {"\xC2\xA3"
         "5m",
         "a \xC2\xA3"
         "5m deal",
         "\xC2\xA3"
         "5m"},
        /* a blank is any white space */
        {"a b", "a\n b", "a b"},
        {"a b",
         "a\xC2\xA0"
         "b",
         "a b"},
        {"a\\sb", "a\tb", "a b"},
        {"a\xC2\xA0"
         "b",
         "a b", "a b"},
        /* words are whole at the two ends, and nowhere else */
        {"knee", "kneecap", NULL},
        {"knee", "a-knee-b", "knee"},
        {"nee", "knee", NULL},
        {"kn|ee", "knee", NULL},
        {"(?:-|k)nee", "-nee", "-nee"},
        {"(?:-|k)nee", "xknee", NULL},
        {"(?:-|k)nee", "x-nee", "-nee"},
        {"knees?", "knees", "knees"},
        {"knees?", "kneesy", NULL},
        {"knee!?", "knee!x", "knee!"},
        {"\\(knee\\)", "x(knee)y", "(knee)"},
        {"tor\\w*", "retorted tore", "tore"},
        {"{player}tore", "@tore", "@tore"},
        {"{player}", "x@x", "@"}, /* a thing is whole words already */
        {"his{pain}", "this#", NULL},
        {"(?<=hurt )his", "hurt his", "his"},
        {"his(?= own)", "this his own", "his"},
        /* gaps: words, as few as they can be; no clause, no ;, no thing that the pattern names */
        {"{player}{gap}hurt", "@ was badly hurt", "@ was badly hurt"},
        {"{player} {gap} hurt", "@ was badly hurt", "@ was badly hurt"},
        {"{player}{gap}hurt", "@ hurt hurt", "@ hurt"},
        {"{player}{gap 2}hurt", "@ a b hurt", "@ a b hurt"},
        {"{player}{gap 2}hurt", "@ a b c hurt", NULL},
        {"{player}{gap}hurt", "@ won but hurt", NULL},
        {"{player}{gap}hurt", "@ won Although hurt", NULL},
        {"{player}{gap}hurt", "@ won butter hurt", "@ won butter hurt"},
        {"{player}{gap}hurt", "@ won; hurt", NULL},
        {"{player}{gap}hurt", "@ beat @ hurt", "@ hurt"},
        {"{player}{gap}hurt", "@ a # b hurt", "@ a # b hurt"},
        {"{player}{gap}hurt {pain}", "@ a # b hurt #", NULL},
        {"{player}{gap}hurt", "@, (who fell), hurt", "@, (who fell), hurt"},
        /* lists of things */
        {"{player+} fell", "@ fell", "@ fell"},
        {"{player+} fell", "@, @ and @ fell", "@, @ and @ fell"},
        {"{player+} fell", "@, and @ fell", "@, and @ fell"},
        {"{player+} fell", "@ @ fell", "@ fell"},
        {"{player+} fell", "@ or @ fell", "@ fell"},
        {"out: {listed+}", "out: @ (#), @ (#)", "out: @ (#), @ (#)"},
        {"out: {listed+}", "out: @ (#), @", "out: @ (#)"},
        /* no way to say more than it says */
        {"a{2,3}b", "xaab aab", "aab"},
        {"(?:no )*way", "no no way", "no no way"},
        {"a.b", "a-b", "a-b"},
        {"a\\.b", "a-b", NULL},
    };
    size_t wrong = 0;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char text[1000];
        snprintf(text, sizeof text, HEAD "rule fact -> facts\n  match: %s\n", cases[i].pattern);
        memory_file file = {"a.rules", text};
        ruleset r;
        if (!ruleset_load(&r, &file, 1)) print_message("%s: %s\n", cases[i].pattern, r.d.list.v[0].message.p);
        assert_non_null(r.program);
        const sl_pattern *pattern = r.program->rules.v[0].patterns[0];
        sl_matcher *matcher = sl_matcher_new();
        sl_str match = {0};
        sentence s = sentence_of(r.program, pattern, cases[i].sentence, &r.arena);
        bool found = matches(pattern, matcher, s.projected, &match);
        sl_str wanted =
            cases[i].match ? sentence_of(r.program, pattern, cases[i].match, &r.arena).projected : (sl_str){0};
        if (found != (cases[i].match != NULL) || !sl_str_eq(match, wanted))
            print_message("/%s/ in \"%s\": \"%.*s\"\n", cases[i].pattern, cases[i].sentence, (int)match.n,
                          match.p ? match.p : "");
        wrong += !sl_str_eq(match, wanted);
        bool passed = !found || !is_possible(cases[i].sentence) || passes_gate(r.program, pattern, &s, &r.arena);
        if (!passed) print_message("/%s/ in \"%s\": not by the gate\n", cases[i].pattern, cases[i].sentence);
        wrong += !passed;
        sl_matcher_free(matcher);
        ruleset_free(&r);
    }
    assert_int_equal(wrong, 0);
}

/* --- what is derived ---------------------------------------------------------------------------------------------- */

/* The sets of a pattern: words, stems with a *, types in braces; blanks between them, | between sets. */
static sl_str sets_of(const ruleset *r, const sl_pattern *pattern, sl_arena *arena) {
    const sl_program *p = r->program;
    sl_str all = {"", 0};
    for (size_t i = 0; i < pattern->n_sets; i++) {
        if (i) all = sl_arena_printf(arena, "%.*s |", (int)all.n, all.p);
        for (size_t k = 0; k < pattern->sets[i].n; k++) {
            const sl_trigger *t = &p->triggers.v[pattern->sets[i].triggers[k]];
            all = sl_arena_printf(arena, "%.*s%s%.*s%s", (int)all.n, all.p, all.n ? " " : "", (int)t->word.n, t->word.p,
                                  t->is_stem ? "*" : "");
        }
        for (sl_type_id t = 0; t < p->types.n; t++)
            if (sl_type_set_has(&pattern->sets[i].types, t))
                all = sl_arena_printf(arena, "%.*s%s{%.*s}", (int)all.n, all.p, all.n ? " " : "",
                                      (int)p->types.v[t].name.n, p->types.v[t].name.p);
    }
    return all;
}

static void derived_words(void **state) {
    (void)state;
    static const struct {
        const char *pattern, *sets;
    } cases[] = {
        {"tore his knee", "tore | knee"},
        {"{player} tore", "tore"},
        {"{player}{gap}(?:suffered|picked up) (?:a|an) {pain}", "suffered picked | suffered an up"},
        {"suffer(?:ed|s)? badly", "badly | suffer suffered suffers"},
        {"(?:tore|has) it", "it | tore it"},
        {"(?:a )?hamstring", "hamstring"},
        {"avoid\\w*", "avoid*"},
        {"avoid\\w* surgery", "surgery | avoid*"},
        {"\\w+ surgery", "surgery"},
        {"\\w*surgery", ""},
        {"re(?:tear|injury)", "retear reinjury"},
        {"(?:x\\w*|tore) y", "y"},
        {"{player}'s knee", "knee | s"},
        {"M\xC3\xBCller", "muller"},
        {"Jan\\. 5th", "jan | 5th"},
        {"a\\s+hamstring\\s+b", "hamstring | b | a"},
        {"(?:groin )+strain", "groin | strain"},
        {"(?:groin )*strain", "strain"},
        {"(?!not)hurt", "hurt"},
        {"hurt(?= badly)", "hurt"},
        {"{side} foot", "foot | left right"},
        {"(?:[\\w'-]+ ){0,3}strain", "strain"},
        {"x(?:[\\w'-]+ ){0,3}strain", ""},
        {"tore (?:[\\w'-]+ ){0,3}strain", "strain | tore"},
        {"(?:\\w+ |{pain}, )*strain", "strain"},
        {"[lr]eft", "left reft"},
        {"[Dd]oubtful|[Ff]it", "doubtful fit"},
        {"[a-z]oubtful", ""},
        {"[^d]oubtful", ""},
        {"[abcde]oubt", ""}, /* too many */
        {"{player} (?:limped|was \\w+ed)(?: [a-z]+)? off", "off | limped was"},
        {"{player} (?:limped|hobbled)(?: [a-z]+)? (?:it|out\\w*)",
         "limped hobbled | it out*"}, /* whatever follows, a blank does */
        {"{player} (?:limped|hobbled)[a-z]* (?:it|out\\w*)", "limped* hobbled* | it out*"},
        {"(?:limped \\w+|hurt)", "limped hurt"},
        {"(?:limped \\w+|hurt)ful", "limped hurt*"},
        {"to\\w+", ""}, /* too short for a stem */
        {"(?:tore|{pain})\\w* again", "again | tore* {pain}"},
        {"(?:{pain}|{player})", "{pain} {player}"},
        {"(?:{pain}|so)?", ""},
        {"{player} (?:(?:sore|tight) {pain}|{pain} (?:of \\w+)?)", "sore tight {pain}"},
        {"it was his", "it"}, /* all of them are common */
        {"\\bhurt[a-z]", "hurt*"},
        {"un(?:tear|hurt\\w+)", ""},
        {"(?:a|b|c|d|e|f|g|h)(?:1|2|3|4|5|6|7|8) end", "end"}, /* too many to spell out, and yet */
        {"(?:tore|)", ""},
        {"{listed+}", ""},
        {"knee-cap", "knee | cap"},
        {"\xC2\xA3"
         "5m deal",
         "deal"},
    };
    size_t wrong = 0;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char text[1000];
        snprintf(text, sizeof text, HEAD "rule fact -> facts\n  match: %s\n", cases[i].pattern);
        memory_file file = {"a.rules", text};
        ruleset r;
        assert_true(ruleset_load(&r, &file, 1));
        sl_str sets = sets_of(&r, r.program->rules.v[0].patterns[0], &r.arena);
        if (!sl_str_eq(sets, sl_str_of(cases[i].sets)))
            print_message("/%s/ needs %.*s\n", cases[i].pattern, (int)sets.n, sets.p);
        wrong += !sl_str_eq(sets, sl_str_of(cases[i].sets));
        ruleset_free(&r);
    }
    assert_int_equal(wrong, 0);
}

/* How many blanks the first match may begin before what is behind its head; 0: it has no head. */
static void derived_heads(void **state) {
    (void)state;
    enum { ANYWHERE = -1 };
    static const struct {
        const char *pattern;
        int reach;
    } cases[] = {
        {"{player} tore", 0},
        {"(?:the )?{player} tore", 1},
        {"(?:(?:[A-Z][\\w-]+ ){0,2}?Ade's? (?:[a-z-]+ ){0,3}?|the )?{player}", 6},
        {"(?:the )?(?:[a-z]+, )?{player}", 2},
        {"(?:(?:the )?{player}|tore)", 0},
        {"(?:[a-z]+ )*{player}", 0},       /* how far away, nobody knows */
        {"(?:[a-z]+ )?+{player}", 0},      /* takes what is behind it, and keeps it */
        {"(?:re)?tore", 0},                /* within a word no match begins */
        {"(?<!his )(?:the )?{player}", 0}, /* what is looked back at is another */
        {"(?:the )?(?<!his ){player}", 1},
        {"{optional+}{player}", ANYWHERE}, /* a joiner may come first */
        {"(?: |so )tore", ANYWHERE},
        {"{gap}tore", ANYWHERE},
        {"tore|", ANYWHERE},
        {"(?:tore)?", ANYWHERE},
        {".tore", ANYWHERE},
        {"\\(tore", 0},
    };
    size_t wrong = 0;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char text[1000];
        snprintf(text, sizeof text, HEAD "part optional: (?:very)?\nrule fact -> facts\n  match: %s\n",
                 cases[i].pattern);
        memory_file file = {"a.rules", text};
        ruleset r;
        assert_true(ruleset_load(&r, &file, 1));
        const sl_starts *starts = r.program->rules.v[0].patterns[0]->starts;
        int reach = !starts ? ANYWHERE : starts->behind_head ? (int)starts->reach : 0;
        if (reach != cases[i].reach) print_message("/%s/: %d blanks\n", cases[i].pattern, reach);
        wrong += reach != cases[i].reach;
        ruleset_free(&r);
    }
    assert_int_equal(wrong, 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(letters),
        cmocka_unit_test(derived_words),
        cmocka_unit_test(derived_heads),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
