/* SPDX-License-Identifier: Apache-2.0 */
#include "text/jsonstring.h"

#include "adapt/unicode.h"

/* Four hexadecimal digits; SL_NONE where they are not there. */
static uint32_t read_hex(sl_str s) {
    uint32_t value = 0;
    if (s.n < 4) return SL_NONE;
    for (size_t i = 0; i < 4; i++) {
        char c = sl_lower(s.p[i]);
        if (!sl_is_digit(c) && (c < 'a' || c > 'f')) return SL_NONE;
        value = value * 16 + (uint32_t)(sl_is_digit(c) ? c - '0' : c - 'a' + 10);
    }
    return value;
}

static bool is_in(uint32_t rune, uint32_t low, uint32_t high) {
    return rune >= low && rune <= high;
}

/* \uXXXX at the beginning of `s`, or two of them that are one character. @return bytes taken */
static size_t read_unicode(sl_str s, uint32_t *rune) {
    uint32_t first = read_hex(sl_str_cut(s, 2, 6));
    *rune = first;
    if (first == SL_NONE || first == 0 || is_in(first, 0xDC00, 0xDFFF)) *rune = SL_RUNE_BAD;
    if (!is_in(first, 0xD800, 0xDBFF)) return first == SL_NONE ? 2 : 6;
    uint32_t second = SL_NONE;
    if (sl_str_starts_with(sl_str_cut(s, 6, s.n), SL_STR("\\u"))) second = read_hex(sl_str_cut(s, 8, 12));
    bool pair = second != SL_NONE && is_in(second, 0xDC00, 0xDFFF);
    *rune = pair ? 0x10000 + ((first - 0xD800) << 10) + (second - 0xDC00) : SL_RUNE_BAD;
    return pair ? 12 : 6;
}

/* The escape at the beginning of `s`. @return bytes taken */
static size_t read_escape(sl_str s, uint32_t *rune) {
    static const char letters[] = "\"\\/bfnrt", values[] = "\"\\/\b\f\n\r\t";
    if (s.n < 2) return *rune = SL_RUNE_BAD, s.n;
    if (s.p[1] == 'u') return read_unicode(s, rune);
    const char *found = memchr(letters, s.p[1], sizeof letters - 1);
    *rune = found ? (unsigned char)values[found - letters] : SL_RUNE_BAD;
    return 2;
}

static void put_string(sl_mapped *made, sl_str source, sl_span string) {
    sl_mapped_expect(made, string.to - string.from);
    for (sl_off at = string.from; at < string.to;) {
        sl_str rest = sl_str_cut(source, at, string.to);
        sl_off plain = (sl_off)sl_str_find(rest, '\\', 0);
        sl_mapped_put(made, sl_str_cut(rest, 0, plain), (sl_span){at, at + plain});
        at += plain;
        if (at == string.to) return;
        uint32_t rune;
        char utf8[4];
        sl_off taken = (sl_off)read_escape(sl_str_cut(rest, plain, rest.n), &rune);
        sl_mapped_put(made, (sl_str){utf8, sl_unicode_encode(rune, utf8)}, (sl_span){at, at + taken});
        at += taken;
    }
}

void sl_jsonstring_put(sl_mapped *made, const sl_jsontokens *t, uint32_t token) {
    const sl_jsontoken *value = &t->v[token];
    if (value->kind == SL_JSONTOKEN_STRING) put_string(made, t->source, value->at);
    if (value->kind == SL_JSONTOKEN_OTHER && !sl_str_eq(sl_jsontokens_source(t, token), SL_STR("null")))
        sl_mapped_put(made, sl_jsontokens_source(t, token), value->at);
    if (value->kind != SL_JSONTOKEN_ARRAY) return;
    for (uint32_t i = token + 1; i < value->next; i = t->v[i].next) {
        if (i > token + 1) sl_mapped_insert(made, SL_STR("\n\n"));
        sl_jsonstring_put(made, t, i);
    }
}

sl_str sl_jsonstring_read(const sl_jsontokens *tokens, uint32_t token, sl_arena *out) {
    sl_mapped made = {.arena = out};
    sl_jsonstring_put(&made, tokens, token);
    return sl_mapped_text(&made);
}
