/* SPDX-License-Identifier: Apache-2.0 */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#define JSMN_STATIC
#define JSMN_STRICT
#define JSMN_PARENT_LINKS
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wsign-conversion"
#pragma GCC diagnostic ignored "-Wconversion"
#include <jsmn.h>
#pragma GCC diagnostic pop

#include "adapt/jsontokens.h"
#include "base/bounds.h"
#include "base/buf.h"

enum { MOST_TOKENS = 512, ROUNDS = 200000 };

static uint32_t below(uint64_t *state, uint32_t n) {
    *state = *state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (uint32_t)((*state >> 33) % n);
}

static void put_string(sl_buf *out, uint64_t *state, bool mostly_good) {
    static const char *const pieces[] = {"knee",     "Okafor is out for six weeks",
                                         "\\n",      "\\\"",
                                         "\\\\",     "\\u00e9",
                                         "\xC3\xA9", "{",
                                         "]",        ":",
                                         ",",        " ",
                                         "\\/",      "12345678",
                                         "a",        "\t"};
    static const char *const bad[] = {"\\x", "\\u12", "\\u12g4", "\\", "\\u", "\"", "\\ "};
    sl_buf_char(out, '"');
    for (uint32_t n = below(state, 6); n > 0; n--)
        sl_buf_put(out, sl_str_of(mostly_good || below(state, 8) ? pieces[below(state, 16)] : bad[below(state, 7)]));
    if (mostly_good || below(state, 8)) sl_buf_char(out, '"');
}

static void put_value(sl_buf *out, uint64_t *state, uint32_t depth, bool mostly_good) {
    static const char *const others[] = {"7", "-1.5e3", "true", "null", "false", "x", ""};
    static const char *const blanks[] = {"", "", " ", "\n  "};
    uint32_t what = below(state, depth ? 5 : 3), n = below(state, 4);
    if (what < 2) put_string(out, state, mostly_good);
    else if (what == 2) sl_buf_put(out, sl_str_of(others[below(state, mostly_good ? 5 : 7)]));
    else {
        sl_buf_char(out, what == 3 ? '{' : '[');
        for (uint32_t i = 0; i < n; i++) {
            sl_buf_put(out, sl_str_of(blanks[below(state, 4)]));
            if (what == 3) put_string(out, state, mostly_good);
            if (what == 3 && (mostly_good || below(state, 8))) sl_buf_char(out, ':');
            put_value(out, state, depth - 1, mostly_good);
            if (i + 1 < n && (mostly_good || below(state, 8))) sl_buf_char(out, ',');
        }
        if (mostly_good || below(state, 16)) sl_buf_char(out, what == 3 ? '}' : ']');
    }
    sl_buf_put(out, sl_str_of(blanks[below(state, 4)]));
}

/* What jsmn by itself says of the whole text. @return tokens; below 1: it is no JSON to it */
static int read_plainly(sl_str json, jsmntok_t *found) {
    jsmn_parser parser;
    jsmn_init(&parser);
    return jsmn_parse(&parser, json.p, json.n, found, MOST_TOKENS);
}

/* Whatever we take jsmn takes, token for token; what jsmn alone takes is no object of pairs, no single value, or a string
   in the middle of a word. */
static bool compare(sl_str json, sl_arena *arena) {
    jsmntok_t found[MOST_TOKENS];
    sl_jsontokens tokens;
    sl_error err;
    int n = read_plainly(json, found);
    if (sl_jsontokens_read(json, arena, &tokens, &err)) return false;
    assert_int_equal(tokens.n, n);
    for (uint32_t i = 0; i < tokens.n; i++) {
        static const sl_jsontoken_kind kinds[] = {[JSMN_OBJECT] = SL_JSONTOKEN_OBJECT,
                                                  [JSMN_ARRAY] = SL_JSONTOKEN_ARRAY,
                                                  [JSMN_STRING] = SL_JSONTOKEN_STRING,
                                                  [JSMN_PRIMITIVE] = SL_JSONTOKEN_OTHER};
        assert_int_equal(tokens.v[i].kind, kinds[found[i].type]);
        assert_int_equal(tokens.v[i].at.from, found[i].start);
        assert_int_equal(tokens.v[i].at.to, found[i].end);
    }
    return true;
}

static void as_jsmn_says(void **unused) {
    jmp_buf jump;
    sl_arena arena;
    sl_buf json = {0};
    uint64_t state = 7;
    volatile size_t good = 0, bad = 0;
    sl_arena_init(&arena, 0, &jump);
    if (setjmp(jump)) fail();
    for (int round = 0; round < ROUNDS; round++) {
        bool sound = round % 2;
        sl_buf_clear(&json);
        put_value(&json, &state, 4, sound);
        bool taken = compare(sl_buf_str(&json), &arena);
        if (sound && json.n && (json.p[0] == '{' || json.p[0] == '[')) assert_true(taken);
        good += taken;
        bad += !taken;
        sl_arena_clear(&arena);
    }
    print_message("%zu taken, %zu not\n", good, bad);
    assert_true(good > ROUNDS / 3 && bad > ROUNDS / 10);
    sl_buf_release(&json);
    sl_arena_release(&arena);
    (void)unused;
}

static void what_is_no_json(void **unused) {
    static const char *const cases[] = {
        "",        " ",          "{",         "{\"a\"}",        "{\"a\": 1 2}",  "[1,2",
        "\"open",  "[\"a\\\"]",  "[\"\\x\"]", "[\"\\u12\"]",    "[\"\\u12g4\"]", "{1: 2}",
        "[1] [2]", "[\"a\" \\]", "[\"\\",     "{\"a\": \"\\u00"};
    jmp_buf jump;
    sl_arena arena;
    sl_arena_init(&arena, 0, &jump);
    if (setjmp(jump)) fail();
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        sl_jsontokens tokens;
        sl_error err;
        assert_int_equal(sl_jsontokens_read(sl_str_of(cases[i]), &arena, &tokens, &err), SL_BAD_INPUT);
    }
    sl_arena_release(&arena);
    (void)unused;
}

/* Too deep is too deep, however broken it is behind that. */
static void depth(void **unused) {
    jmp_buf jump;
    sl_arena arena;
    sl_buf json = {0};
    sl_jsontokens tokens;
    sl_error err;
    sl_arena_init(&arena, 0, &jump);
    if (setjmp(jump)) fail();
    for (int extra = 0; extra < 2; extra++) {
        sl_buf_clear(&json);
        for (int i = 0; i < SL_MAX_JSON_DEPTH + extra; i++) sl_buf_char(&json, '[');
        sl_buf_put(&json, SL_STR("\"[[[[\", \"\\\"[\""));
        for (int i = 0; i < SL_MAX_JSON_DEPTH + extra; i++) sl_buf_char(&json, ']');
        assert_int_equal(sl_jsontokens_read(sl_buf_str(&json), &arena, &tokens, &err), extra ? SL_LIMIT : SL_OK);
    }
    sl_buf_put(&json, SL_STR("\"\\x"));
    assert_int_equal(sl_jsontokens_read(sl_buf_str(&json), &arena, &tokens, &err), SL_LIMIT);
    sl_buf_release(&json);
    sl_arena_release(&arena);
    (void)unused;
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(as_jsmn_says), cmocka_unit_test(what_is_no_json),
                                       cmocka_unit_test(depth)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
