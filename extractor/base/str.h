/* SPDX-License-Identifier: Apache-2.0
 *
 * Borrowed strings and spans.
 *
 * An sl_str points at bytes that somebody else owns and is not NUL-terminated. Above the text floor every sl_str is
 * valid UTF-8 by construction.
 *
 *     text    O k a f o r   t o r e
 *     offset  0 1 2 3 4 5 6 7 8 9 10 11
 *     span    [0,6) is "Okafor": half open, so that length is `to - from` and neighbours meet without a gap.
 */
#ifndef SL_BASE_STR_H
#define SL_BASE_STR_H

#include "base/banned.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

typedef struct {
    const char *p;
    size_t n;
} sl_str;

/** An offset into one article; larger documents are refused at load. */
typedef uint32_t sl_off;

typedef struct {
    sl_off from, to; /* half open */
} sl_span;

/** Where there is no index: the value of an optional uint32_t index. */
#define SL_NONE UINT32_MAX

#define SL_STR(literal) ((sl_str){(literal), sizeof(literal) - 1})

static inline sl_str sl_str_of(const char *c_string) {
    return (sl_str){c_string, c_string ? strlen(c_string) : 0};
}

static inline bool sl_str_eq(sl_str a, sl_str b) {
    return a.n == b.n && (a.n == 0 || memcmp(a.p, b.p, a.n) == 0);
}

/** Bytes `from..to` of `s`; both are clamped to its length. */
static inline sl_str sl_str_cut(sl_str s, size_t from, size_t to) {
    if (to > s.n) to = s.n;
    if (from > to) from = to;
    return (sl_str){s.p ? s.p + from : NULL, to - from};
}

static inline sl_str sl_str_span(sl_str s, sl_span at) {
    return sl_str_cut(s, at.from, at.to);
}

static inline bool sl_str_starts_with(sl_str s, sl_str head) {
    return s.n >= head.n && sl_str_eq(sl_str_cut(s, 0, head.n), head);
}

static inline bool sl_str_ends_with(sl_str s, sl_str tail) {
    return s.n >= tail.n && sl_str_eq(sl_str_cut(s, s.n - tail.n, s.n), tail);
}

/** Without ASCII white space (blank, tab, CR, LF, VT, FF) at both ends. */
sl_str sl_str_trim(sl_str s);

/** Offset of the first `c` at or after `from`; s.n if there is none. */
size_t sl_str_find(sl_str s, char c, size_t from);

/** Offset of the first `needle` at or after `from`; s.n if there is none. */
size_t sl_str_search(sl_str s, sl_str needle, size_t from);

/** Byte order, then length: a total order that knows no locale. <0, 0, >0. */
int sl_str_cmp(sl_str a, sl_str b);

/** 64-bit FNV-1a, then mixed: stable across machines and versions; row ids rest on it. */
uint64_t sl_hash(sl_str s, uint64_t seed);
/** Another one, for megabytes: sl_hash takes a byte at a time, this one eight. */
uint64_t sl_hash_long(sl_str s, uint64_t seed);

/** Whole decimal number of at most 19 digits. @return false if `s` is anything else. */
bool sl_str_count(sl_str s, uint64_t *out);

/** Whole decimal number in 0..limit. @return false if `s` is anything else. */
bool sl_str_number(sl_str s, uint32_t limit, uint32_t *out);

/* ASCII classes; the C library's depend on the locale and are banned. */
static inline bool sl_is_digit(char c) {
    return c >= '0' && c <= '9';
}
static inline bool sl_is_lower(char c) {
    return c >= 'a' && c <= 'z';
}
static inline bool sl_is_upper(char c) {
    return c >= 'A' && c <= 'Z';
}
static inline bool sl_is_alpha(char c) {
    return sl_is_lower(c) || sl_is_upper(c);
}
static inline bool sl_is_alnum(char c) {
    return sl_is_alpha(c) || sl_is_digit(c);
}
static inline bool sl_is_space(char c) {
    return c == ' ' || (c >= '\t' && c <= '\r');
}
static inline char sl_lower(char c) {
    return sl_is_upper(c) ? (char)(c | 0x20) : c;
}

#endif
