/* SPDX-License-Identifier: Apache-2.0
 *
 * What the compiler warns of. The exact messages stand in tests/rule-errors.
 */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>

#include <cmocka.h>

#include <unistd.h>

#include "ruleset.h"

#define HEAD "sideline: 1\n"
#define KNOWN                                                                                                          \
    HEAD "list known: = Ade Okafor | Bob Lind\n"                                                                       \
         "list pain: = knee | ankle\n"                                                                                 \
         "person player: {known}\n"

/* The numbers of the warnings, in their order: "W03 W11". */
static sl_str warnings_of(ruleset *r) {
    sl_str all = {"", 0};
    for (size_t i = 0; i < r->d.list.n; i++)
        all = sl_arena_printf(&r->arena, "%.*s%s%c%02u", (int)all.n, all.p, all.n ? " " : "",
                              r->d.list.v[i].is_warning ? 'W' : 'E', r->d.list.v[i].number);
    return all;
}

static void patterns_under_suspicion(void **state) {
    (void)state;
    static const struct {
        const char *pattern, *warnings;
    } cases[] = {
        {"{player} hurt his {pain}", ""},
        /* things and their neighbours */
        {"{player} hurt his {pain}s", "W03"},
        {"{player} hurt un{pain}", "W03"},
        {"{player} hurt (?:un)?{pain}", "W03"},
        {"{player} hurt (?:un|his ){pain}", "W03"},
        {"{player}{pain} hurt", "W03"},
        {"{player}(?: |-){pain} hurt", ""},
        {"{player}'s {pain} hurt", ""},
        {"{player}{gap}hurt {pain}", ""},
        {"{player} {gap} hurt {pain}", ""},
        {"{event}s hurt {player}", ""}, /* what a rule makes may end anywhere */
        {"{quote}hurt {player}", ""},
        {"{player}_hurt {pain}", ""},
        {"hurt (?:{player}{pain}|{pain})", "W03"},
        /* blanks */
        {"{player}  hurt", "W03"},
        {"{player} (?:so )? hurt", "W03"}, /* the part that takes nothing leaves two blanks, and one is sure */
        {"{player} (?:so )?hurt", ""},
        {"{player}(?: so)? ?hurt", ""},
        {"{player} {2}hurt", "W03"},
        /* edges */
        {"^{player} hurt$", ""},
        {"(?:^|so ){player} hurt", ""},
        {"hurt ^{player}", "W03"},
        {"^ {player} hurt", "W03"}, /* no sentence begins with a blank */
        {"{player} hurt $", "W03"},
        {"{player}$ hurt", "W03"},
        {"hurt (?:^|his) {player}", "W03"},
        {"(?:hurt|tore$) {player}", "W03"},
        {"hu\\brt {player}", "W03"},
        {"hurt\\b {player}", ""},
        {"hurt\\B {player}", "W03"},
        {"hurt \\b\\w+ {player}", ""},
        /* look-arounds */
        {"{player} (?!hurt)\\w+ hurt", ""},
        {"{player} (?!h)hurt", "W03"},
        {"{player} (?![hH])hurt", "W03"},
        {"{player} (?!H)hurt", ""}, /* "hurt" itself */
        {"{player} (?!\\d)hurt", ""},
        {"{player} (?=h)hurt", ""},
        {"{player} (?=H)hurt", ""},
        {"{player} (?=\\d)hurt", "W03"},
        {"{player}(?<! )hurt", "W03"},
        {"hurt (?<! ){player}", "W03"},
        {"hurt (?<=\\w){player}", "W03"},
        {"hurt (?<=\\W){player}", ""},
        /* letters */
        {"{player} hurt\\p{Zl}", "W03"},
        {"{player} [\\p{Pi}]hurt", "W11 W03"},
        {"{player} [^\\w\\W]hurt", "W11 W03"},
        {"{player} [\\p{L}]hurt", "W11"},
        {"{player} hurt \xE2\x80\x9Cit\xE2\x80\x9D", ""},
        {"{player} hurt haMstring", "W03"},
        {"{player} hurt McCoy", ""},
        {"{player} hurt iPhone", ""},
        /* what nothing feeds */
        {"{player} hurt his (?:{pain}|un){pain}", "W03"},
        {"{nothing} hurt {player}", "W03"},
        {"{ghost} hurt {player}", "W03"},
        {"{ghost's} hurt {player}", "W03"},
        {"{player} hurt on {date}", "W03"},
        {"{player} hurt(?: on {date})?", "W03"},
        {"{player} hurt {number}", ""},
        {"{player} hurt {fed}", ""},
        /* loose ends */
        {"{gap}hurt {player}", "W04"},
        {"{player} hurt{gap}", "W04"},
        {"(?:{player} hurt{gap}|hurt)", "W04"},
        {"{player} hurt.*", "W04"},
        {"[^;]+hurt {player}", "W04 W11"},
        {"{pain} hurt\\w*", ""},
        {"{pain} hurt(?<pain>.*)", ""},
        {"{player} hurt(?: \\w+)*?", "W04"},
        {"(?:{player})?", "W04 W11"},
        /* repetitions */
        {"{player} (?:\\w+)* hurt", "W05"},
        {"{pain} (?:\\w+ ?)+hurt", "W05"},
        {"{player} (?:\\w+ )*hurt", ""},
        {"{player}(?: \\w+)* hurt", ""},
        {"{player}(?:,? \\w+)* hurt", ""},
        {"{pain} (?:\\w+ ?){0,3}hurt", ""},
        {"{pain} (?:\\w++ ?)*hurt", ""},
        {"{player} (?:\\w|\\d)* hurt", "W05"},
        {"{player} (?:[a-m]|[n-z])* hurt", ""},
        {"{player} (?:a|b|\\w+)* hurt", "W05"},
        /* required words */
        {"{player} the \\w+", "W11"},
        {"(?:{pain} )?\\w+ing", "W11"},
        {"{player} {pain}", ""},
        {"[Hh]urt {player}", ""},
        {"{player} hurt(?: so)? \\w+", ""},
        /* named groups */
        {"{player} (?<pian>hurt)", "W13"},
        {"{player} (?<pain>hurt)", ""},
    };
    size_t wrong = 0;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char text[1000];
        snprintf(text, sizeof text,
                 KNOWN
                 "language: the | his | so\n"
                 "# allow W10 W16\nlist nothing: none.csv match name\n# allow W10\nlist fed: none.csv match name\n"
                 "# allow W10\nperson ghost: {nothing}\ntable facts: player, pain, rules\n"
                 "# allow W10\nmacro m: {event} {pain}\n"
                 "rule event -> event\n  match: game\nrule fed -> fed\n  match: match\n"
                 "rule other -> facts\n  match: {player} met {pain}\n"
                 "rule fact -> facts\n  match: %s\n",
                 cases[i].pattern);
        memory_file files[] = {{"a.rules", text}, {"none.csv", "name\n"}};
        ruleset r;
        bool good = ruleset_load_as(&r, files, 2, true);
        sl_str is = warnings_of(&r), fed = SL_STR("W16"); /* of the list `fed`, which a rule feeds */
        is = sl_str_trim(sl_str_starts_with(is, fed) ? sl_str_cut(is, fed.n, is.n) : is);
        if (!good || !sl_str_eq(is, sl_str_of(cases[i].warnings)))
            print_message("/%s/: %.*s, not %s\n", cases[i].pattern, (int)is.n, is.n ? is.p : "",
                          cases[i].warnings ? cases[i].warnings : "");
        wrong += !good || !sl_str_eq(is, sl_str_of(cases[i].warnings));
        ruleset_free(&r);
    }
    assert_int_equal(wrong, 0);
}

/* Nothing of this is looked for where nobody asked. */
static void only_when_thorough(void **state) {
    (void)state;
    static const memory_file files[] = {
        {"a.rules", KNOWN "list town: towns.csv match Name give land\nlanguage: ham\nmacro idle: x\n"
                          "table facts: player, pain, rules\nrule fact -> facts\n  match: {gap}{pain}s\n"},
        {"towns.csv", "name;land\nHam;Kent\nham;Surrey\nUpton\n"}};
    ruleset r;
    assert_true(ruleset_load(&r, files, 2));
    assert_str(warnings_of(&r), "W14");
    ruleset_free(&r);
    assert_true(ruleset_load_as(&r, files, 2, true));
    assert_str(warnings_of(&r), "W10 W10 W06 W17 W14 W10 W04 W03");
    ruleset_free(&r);
}

/* A list of a thousand namesakes is one warning; the examples are the first. */
static void namesakes_are_counted(void **state) {
    (void)state;
    static char csv[40000];
    size_t n = (size_t)snprintf(csv, sizeof csv, "name,land\n");
    for (int i = 0; i < 1000; i++)
        n += (size_t)snprintf(csv + n, sizeof csv - n, "town%d,%s\n", i / 2, i % 2 ? "a" : "b");
    memory_file files[] = {{"a.rules",
                            KNOWN "list town: towns.csv match name give land\ntable facts: player, pain, rules\n"
                                  "rule fact -> facts\n  match: {player} of {town} or {pain}\n"},
                           {"towns.csv", csv}};
    ruleset r;
    assert_true(ruleset_load_as(&r, files, 2, true));
    assert_int_equal(r.d.list.n, 1);
    assert_str(r.d.list.v[0].message,
               "entries that give different cells share 500 words: \"town0\" (line 2 and 3), \"town1\" (line 4 and 5), "
               "\"town10\" (line 22 and 23), \xE2\x80\xA6");
    ruleset_free(&r);
}

/* Errors and warnings of a file have bounds of their own, and one line tells of both. */
static void twenty_of_each(void **state) {
    (void)state;
    jmp_buf jump;
    sl_arena arena;
    sl_arena_init(&arena, 0, &jump);
    sl_diagnostics d = {.arena = &arena};
    for (uint32_t i = 0; i < 44; i++)
        sl_diagnose(&d, (sl_diagnostic){.number = 1, .file = SL_STR("a"), .line = i / 2 + 1, .is_warning = i % 2}, "x");
    assert_int_equal(d.errors, 22);
    assert_int_equal(d.warnings, 22);
    assert_int_equal(d.list.n, 41);
    sl_diagnostics_sort(&d);
    assert_str(d.list.v[40].message, "2 more errors and 2 more warnings not shown");
    sl_diagnose(&d, (sl_diagnostic){.number = 1, .file = SL_STR("b"), .line = 1, .is_warning = true},
                "x \"\n\xFF\xC3\xA9");
    sl_buf json = {0};
    sl_diagnostic_render_json(&d.list.v[41], &json);
    assert_str(sl_buf_str(&json),
               "{\"file\":\"b\",\"line\":1,\"column\":0,\"width\":0,\"severity\":\"warning\",\"code\":\"W01\","
               "\"message\":\"x \\\"\\u000a\xEF\xBF\xBD\xC3\xA9\"}\n");
    sl_buf_release(&json);
    sl_arena_release(&arena);
}

static void lists_in_other_encodings(void **state) {
    (void)state;
    static const struct {
        const char *bytes;
        size_t n;
        const char *warnings, *first;
    } cases[] = {
        {"name,land\nM\xFCller,x\n", 19, "W15", "M\xC3\xBCller"},
        {"name;land\r\nM\xFCller;\x93x\x94\r\n", 23, "W15", "M\xC3\xBCller"},
        {"\xFF\xFEn\0a\0m\0e\0\t\0l\0a\0n\0d\0\n\0\xFC\0\t\0x\0\n\0", 30, "", "\xC3\xBC"},
        {"\xFE\xFF\0n\0a\0m\0e\0,\0l\0a\0n\0d\0\n\0\xFC\0,\0x\0\n", 30, "", "\xC3\xBC"},
        {"\xEF\xBB\xBFname,land\nM\xC3\xBCller,x\n", 23, "", "M\xC3\xBCller"},
        {"name,land\nM\x81ller,x\n", 19, "E45", NULL},
        {"name,land\nM\0ller,x\n", 19, "E45", NULL},
        {"\x89PNG\r\n\x1A\n\xFF\xFE\0\0", 12, "E45", NULL},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char folder[] = "/tmp/sideline-lists-XXXXXX", path[2][64];
        assert_non_null(mkdtemp(folder));
        snprintf(path[0], sizeof path[0], "%s/a.rules", folder);
        snprintf(path[1], sizeof path[1], "%s/a.csv", folder);
        FILE *rules = fopen(path[0], "wb"), *list = fopen(path[1], "wb");
        assert_non_null(rules);
        assert_non_null(list);
        fputs(HEAD "list town: a.csv match name give land\n", rules);
        fwrite(cases[i].bytes, 1, cases[i].n, list);
        fclose(rules);
        fclose(list);
        static const sl_word_reader words = {sizeof(uint32_t), memory_word};
        ruleset r = {.d = {.arena = &r.arena}};
        sl_arena_init(&r.arena, 0, &r.jump);
        r.program = sl_program_load(&sl_library_disk, sl_str_of(path[0]), &words, &r.d, &r.err);
        assert_str(warnings_of(&r), cases[i].warnings);
        assert_int_equal(r.program != NULL, cases[i].first != NULL);
        if (r.program && cases[i].first) assert_str(sl_entry_value(r.program, 0), cases[i].first);
        ruleset_free(&r);
        unlink(path[0]);
        unlink(path[1]);
        rmdir(folder);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(patterns_under_suspicion), cmocka_unit_test(only_when_thorough),
        cmocka_unit_test(namesakes_are_counted),    cmocka_unit_test(twenty_of_each),
        cmocka_unit_test(lists_in_other_encodings),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
