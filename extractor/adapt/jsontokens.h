/* SPDX-License-Identifier: Apache-2.0
 *
 * JSON as a flat list of what stands in it, with places in the source (jsmn behind it).
 *
 *     {"id": 7, "tags": ["a"]}      0 object [0,24) next 6
 *                                   1 string [2,4)  next 3    a key; its value is token 2
 *                                   2 other  [7,8)  next 3
 *                                   3 string, 4 array, 5 string
 *
 * Strings are as they stand between their quotation marks, escapes included. All keys have a value.
 */
#ifndef SL_ADAPT_JSONTOKENS_H
#define SL_ADAPT_JSONTOKENS_H

#include "base/arena.h"
#include "base/error.h"

typedef enum { SL_JSONTOKEN_OBJECT, SL_JSONTOKEN_ARRAY, SL_JSONTOKEN_STRING, SL_JSONTOKEN_OTHER } sl_jsontoken_kind;

typedef struct {
    sl_jsontoken_kind kind;
    uint32_t next; /* the token behind this one and all that is in it; of a key: behind its value */
    sl_span at;    /* a string's without the quotation marks */
} sl_jsontoken;

typedef struct {
    sl_str source; /* borrowed */
    const sl_jsontoken *v;
    uint32_t n; /* at least 1 */
} sl_jsontokens;

/**
 * @param json  one value, with white space around it
 * @return SL_BAD_INPUT for anything else; SL_LIMIT for brackets nested deeper than SL_MAX_JSON_DEPTH
 */
sl_status sl_jsontokens_read(sl_str json, sl_arena *out, sl_jsontokens *tokens, sl_error *err);

/** The value of a key of the object `object`; SL_NONE where it has no such key, or is no object. */
uint32_t sl_jsontokens_member(const sl_jsontokens *tokens, uint32_t object, sl_str key);

static inline sl_str sl_jsontokens_source(const sl_jsontokens *tokens, uint32_t token) {
    return sl_str_span(tokens->source, tokens->v[token].at);
}

#endif
