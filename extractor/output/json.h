/* SPDX-License-Identifier: Apache-2.0
 *
 * A small writer of JSON, indented by two blanks, into a buffer: for run.json.
 *
 *     sl_json json = {.out = &buf};
 *     sl_json_open(&json, "", '{');
 *     sl_json_number(&json, "articles", 3);        {
 *     sl_json_open(&json, "tables", '[');            "articles": 3,
 *     sl_json_text(&json, "", name);                 "tables": [
 *     sl_json_close(&json, ']');                       "injuries"
 *     sl_json_close(&json, '}');                     ]
 *                                                  }
 *
 * `key` is a C string, and empty inside an array and at the top. Objects and arrays may nest 16 deep.
 */
#ifndef SL_OUTPUT_JSON_H
#define SL_OUTPUT_JSON_H

#include "base/buf.h"

enum { SL_JSON_DEPTH = 16 };

typedef struct {
    sl_buf *out;
    size_t depth;
    bool filled[SL_JSON_DEPTH]; /* of each open object or array: something stands in it */
} sl_json;

void sl_json_open(sl_json *json, const char *key, char bracket);
void sl_json_close(sl_json *json, char bracket);
void sl_json_number(sl_json *json, const char *key, uint64_t value);
void sl_json_bool(sl_json *json, const char *key, bool value);
/** @param value  any bytes: what is not UTF-8 becomes U+FFFD */
void sl_json_text(sl_json *json, const char *key, sl_str value);

/** A string alone, in its quotation marks; same bytes as in sl_json_text. */
void sl_json_string(sl_str s, sl_buf *out);

/** The same without any <, so that it can stand in a page's script. */
void sl_json_string_in_page(sl_str s, sl_buf *out);

#endif
