/* SPDX-License-Identifier: Apache-2.0
 *
 * jsmn goes through a text byte by byte and twice. Nearly all of a record is in its strings, so these are measured here,
 * and jsmn gets what is left:
 *
 *     source    {"id": 7, "text": "Okafor is out."}      skeleton   {"": 7, "": ""}
 *
 * Whatever stands in the skeleton stands in the source too, as many bytes further on as the strings before it have.
 */
#define JSMN_STATIC
#define JSMN_STRICT
#define JSMN_PARENT_LINKS /* without them each closing bracket looks through all tokens before it */
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wsign-conversion"
#pragma GCC diagnostic ignored "-Wconversion"
#include <jsmn.h>
#pragma GCC diagnostic pop

#include "adapt/jsontokens.h"

#include "base/array.h"
#include "base/bounds.h"

typedef struct {
    sl_str json;
    sl_arena *arena;
    SL_ARRAY(char) bytes;
    SL_ARRAY(sl_span) strings; /* in the source, without their quotation marks */
    bool broken;               /* a string does not end, or has an escape that there is not, or begins in a word */
} skeleton;

static void put(skeleton *s, char c) {
    if (s->bytes.n == s->bytes.room) {
        size_t room = s->bytes.room ? 2 * s->bytes.room : 512;
        s->bytes.v = sl_arena_grow(s->arena, s->bytes.v, s->bytes.n, room, 1);
        s->bytes.room = room;
    }
    s->bytes.v[s->bytes.n++] = c;
}

static bool is_hex(char c) {
    return sl_is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

/* Is what begins with this backslash an escape of JSON's? */
static bool is_escape(sl_str s, size_t at) {
    switch (at + 1 < s.n ? s.p[at + 1] : '\0') {
    case '"':
    case '\\':
    case '/':
    case 'b':
    case 'f':
    case 'n':
    case 'r':
    case 't': return true;
    case 'u': break;
    default: return false;
    }
    for (size_t i = at + 2; i < at + 6; i++)
        if (i >= s.n || !is_hex(s.p[i])) return false;
    return true;
}

/* The string whose opening mark is before `at`. @return behind its closing one; the end where it has none */
static size_t take_string(skeleton *s, size_t at) {
    size_t from = at, end = sl_str_find(s->json, '"', at);
    sl_str before = sl_str_cut(s->json, 0, end); /* looked through for escapes; its last one may be that of the mark */
    for (size_t escape = sl_str_find(before, '\\', at); escape < end; escape = sl_str_find(before, '\\', at)) {
        s->broken = s->broken || !is_escape(s->json, escape);
        at = escape + 2;
        if (at <= end) continue;
        end = sl_str_find(s->json, '"', at);
        before = sl_str_cut(s->json, 0, end);
    }
    if (end >= s->json.n) return s->broken = true, s->json.n;
    s->broken = s->broken || sl_str_find(before, '\0', from) < end;
    *sl_push(s->arena, &s->strings) = (sl_span){(sl_off)from, (sl_off)end};
    put(s, '"');
    put(s, '"');
    return end + 1;
}

/* Is a number, or true and the like, still going on behind `c`? jsmn ends one at these alone. */
static bool goes_on(bool in_word, char c) {
    if (sl_is_space(c) || c == ',' || c == ']' || c == '}') return false;
    return in_word || (c != '{' && c != '[' && c != ':');
}

static sl_status make_skeleton(skeleton *s, sl_error *err) {
    size_t depth = 0;
    bool in_word = false;
    for (size_t at = 0; at < s->json.n;) {
        char c = s->json.p[at++];
        if (c == '"') {
            s->broken = s->broken || in_word; /* 7"a": jsmn would take it all for a number */
            at = take_string(s, at);
            continue;
        }
        if ((c == '{' || c == '[') && depth++ == SL_MAX_JSON_DEPTH)
            return sl_fail(err, SL_LIMIT, SL_STR(""), "JSON nested deeper than %d", SL_MAX_JSON_DEPTH);
        if ((c == '}' || c == ']') && depth) depth--;
        in_word = goes_on(in_word, c);
        put(s, c);
    }
    return SL_OK;
}

static sl_status no_json(sl_error *err) {
    return sl_fail(err, SL_BAD_INPUT, SL_STR(""), "not valid JSON");
}

static sl_jsontoken_kind kind_of(jsmntype_t type) {
    if (type == JSMN_OBJECT) return SL_JSONTOKEN_OBJECT;
    if (type == JSMN_ARRAY) return SL_JSONTOKEN_ARRAY;
    return type == JSMN_STRING ? SL_JSONTOKEN_STRING : SL_JSONTOKEN_OTHER;
}

/* jsmn lets pass what is no JSON: {"a"}, {"a": 1 2}. Its `size` counts the values of an object's member and of a key. */
static bool is_sound(const jsmntok_t *found, int i) {
    int parent = found[i].parent;
    if (parent < 0) return i == 0;
    if (found[parent].type == JSMN_OBJECT) return found[i].type == JSMN_STRING && found[i].size == 1;
    return found[parent].type == JSMN_ARRAY || found[parent].type == JSMN_STRING;
}

/* By token: the bytes of all strings before it; n + 1. */
static const sl_off *bytes_before(const skeleton *s, const jsmntok_t *found, int n) {
    sl_off *before = sl_arena_raw(s->arena, (size_t)n + 1, sizeof *before);
    uint32_t strings = 0;
    before[0] = 0;
    for (int i = 0; i < n; i++) {
        before[i + 1] = before[i];
        if (found[i].type != JSMN_STRING) continue;
        sl_span at = s->strings.v[strings++];
        before[i + 1] += at.to - at.from;
    }
    return before;
}

/* Tokens stand in the order of their beginnings, so the one behind a value is found from the end. */
static bool take_over(const skeleton *s, const jsmntok_t *found, int n, sl_jsontoken *made) {
    const sl_off *before = bytes_before(s, found, n);
    for (int i = n - 1; i >= 0; i--) {
        if (!is_sound(found, i)) return false;
        uint32_t next = (uint32_t)i + 1;
        for (int members = 0; members < found[i].size; members++) {
            if (next >= (uint32_t)n) return false;
            next = made[next].next;
        }
        made[i].kind = kind_of(found[i].type);
        made[i].next = next;
        sl_off end = made[i].kind == SL_JSONTOKEN_STRING ? before[i + 1] : before[next];
        made[i].at = (sl_span){(sl_off)found[i].start + before[i], (sl_off)found[i].end + end};
    }
    return made[0].next == (uint32_t)n;
}

sl_status sl_jsontokens_read(sl_str json, sl_arena *out, sl_jsontokens *tokens, sl_error *err) {
    jsmn_parser parser;
    skeleton s = {.json = json, .arena = out};
    sl_status status = make_skeleton(&s, err);
    if (status) return status;
    if (s.broken || s.bytes.n == 0) return no_json(err);
    jsmn_init(&parser);
    int n = jsmn_parse(&parser, s.bytes.v, s.bytes.n, NULL, 0);
    if (n <= 0) return no_json(err);
    jsmntok_t *found = sl_arena_raw(out, (size_t)n, sizeof *found);
    jsmn_init(&parser);
    if (jsmn_parse(&parser, s.bytes.v, s.bytes.n, found, (unsigned)n) != n) return no_json(err);
    sl_jsontoken *made = sl_arena_raw(out, (size_t)n, sizeof *made);
    if (!take_over(&s, found, n, made)) return no_json(err);
    *tokens = (sl_jsontokens){json, made, (uint32_t)n};
    return SL_OK;
}

uint32_t sl_jsontokens_member(const sl_jsontokens *t, uint32_t object, sl_str key) {
    if (t->v[object].kind != SL_JSONTOKEN_OBJECT) return SL_NONE;
    for (uint32_t i = object + 1; i < t->v[object].next; i = t->v[i].next)
        if (sl_str_eq(sl_jsontokens_source(t, i), key)) return i + 1;
    return SL_NONE;
}
