/* SPDX-License-Identifier: Apache-2.0 */
#define JSMN_STATIC
#define JSMN_STRICT
#define JSMN_PARENT_LINKS /* without them each closing bracket looks through all tokens before it */
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wsign-conversion"
#pragma GCC diagnostic ignored "-Wconversion"
#include <jsmn.h>
#pragma GCC diagnostic pop

#include "adapt/jsontokens.h"

#include "base/bounds.h"

static sl_status check_depth(sl_str json, sl_error *err) {
    size_t depth = 0;
    for (size_t at = 0; at < json.n; at++) {
        char c = json.p[at];
        if (c == '"') {
            for (at++; at < json.n && json.p[at] != '"'; at++) at += json.p[at] == '\\';
        } else if ((c == '{' || c == '[') && depth++ == SL_MAX_JSON_DEPTH) {
            return sl_fail(err, SL_LIMIT, SL_STR(""), "JSON nested deeper than %d", SL_MAX_JSON_DEPTH);
        } else if ((c == '}' || c == ']') && depth) {
            depth--;
        }
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

/* Tokens stand in the order of their beginnings, so the one behind a value is found from the end. */
static bool take_over(const jsmntok_t *found, int n, sl_jsontoken *made) {
    for (int i = n - 1; i >= 0; i--) {
        if (!is_sound(found, i)) return false;
        made[i].kind = kind_of(found[i].type);
        made[i].at = (sl_span){(sl_off)found[i].start, (sl_off)found[i].end};
        uint32_t next = (uint32_t)i + 1;
        for (int members = 0; members < found[i].size; members++) {
            if (next >= (uint32_t)n) return false;
            next = made[next].next;
        }
        made[i].next = next;
    }
    return made[0].next == (uint32_t)n;
}

sl_status sl_jsontokens_read(sl_str json, sl_arena *out, sl_jsontokens *tokens, sl_error *err) {
    jsmn_parser parser;
    sl_status status = check_depth(json, err);
    if (status) return status;
    jsmn_init(&parser);
    int n = jsmn_parse(&parser, json.p, json.n, NULL, 0);
    if (n <= 0) return no_json(err);
    jsmntok_t *found = sl_arena_raw(out, (size_t)n, sizeof *found);
    jsmn_init(&parser);
    if (jsmn_parse(&parser, json.p, json.n, found, (unsigned)n) != n) return no_json(err);
    sl_jsontoken *made = SL_NEW_ARRAY(out, sl_jsontoken, (size_t)n);
    if (!take_over(found, n, made)) return no_json(err);
    *tokens = (sl_jsontokens){json, made, (uint32_t)n};
    return SL_OK;
}

uint32_t sl_jsontokens_member(const sl_jsontokens *t, uint32_t object, sl_str key) {
    if (t->v[object].kind != SL_JSONTOKEN_OBJECT) return SL_NONE;
    for (uint32_t i = object + 1; i < t->v[object].next; i = t->v[i].next)
        if (sl_str_eq(sl_jsontokens_source(t, i), key)) return i + 1;
    return SL_NONE;
}
