/* SPDX-License-Identifier: Apache-2.0 */
#include "output/json.h"

#include "adapt/unicode.h"

static void indent(sl_json *json) {
    sl_buf_char(json->out, '\n');
    for (size_t i = 0; i < json->depth; i++) sl_buf_put(json->out, SL_STR("  "));
}

static void put_characters(sl_str s, bool in_page, sl_buf *out) {
    while (s.n) {
        size_t n = sl_unicode_sequence(s);
        char c = s.p[0];
        if (n == 0) sl_buf_put(out, SL_STR("\xEF\xBF\xBD"));
        else if (c == '"' || c == '\\') sl_buf_put(out, (sl_str){(char[]){'\\', c}, 2});
        else if (c == '\n') sl_buf_put(out, SL_STR("\\n"));
        else if (in_page && c == '<') sl_buf_put(out, SL_STR("\\u003c"));
        else if (n == 1 && ((unsigned char)c < ' ' || c == 0x7F)) sl_buf_printf(out, "\\u%04x", (unsigned)c);
        else sl_buf_put(out, sl_str_cut(s, 0, n));
        s = sl_str_cut(s, n ? n : 1, s.n);
    }
}

void sl_json_string(sl_str s, sl_buf *out) {
    sl_buf_char(out, '"');
    put_characters(s, false, out);
    sl_buf_char(out, '"');
}

void sl_json_string_in_page(sl_str s, sl_buf *out) {
    sl_buf_char(out, '"');
    put_characters(s, true, out);
    sl_buf_char(out, '"');
}

/* The comma and line break before a value, and its key. */
static void begin_value(sl_json *json, const char *key) {
    if (json->depth) {
        bool *filled = &json->filled[json->depth - 1];
        if (*filled) sl_buf_char(json->out, ',');
        *filled = true;
        indent(json);
    }
    if (key[0] == '\0') return;
    sl_json_string(sl_str_of(key), json->out);
    sl_buf_put(json->out, SL_STR(": "));
}

void sl_json_open(sl_json *json, const char *key, char bracket) {
    begin_value(json, key);
    sl_buf_char(json->out, bracket);
    json->filled[json->depth++] = false;
}

void sl_json_close(sl_json *json, char bracket) {
    bool filled = json->filled[--json->depth];
    if (filled) indent(json);
    sl_buf_char(json->out, bracket);
    if (json->depth == 0) sl_buf_char(json->out, '\n');
}

void sl_json_number(sl_json *json, const char *key, uint64_t value) {
    begin_value(json, key);
    sl_buf_number(json->out, value);
}

void sl_json_bool(sl_json *json, const char *key, bool value) {
    begin_value(json, key);
    sl_buf_put(json->out, value ? SL_STR("true") : SL_STR("false"));
}

void sl_json_text(sl_json *json, const char *key, sl_str value) {
    begin_value(json, key);
    sl_json_string(value, json->out);
}
