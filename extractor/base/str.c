/* SPDX-License-Identifier: Apache-2.0 */
#include "base/str.h"

sl_str sl_str_trim(sl_str s) {
    size_t from = 0, to = s.n;
    while (from < to && sl_is_space(s.p[from])) from++;
    while (to > from && sl_is_space(s.p[to - 1])) to--;
    return sl_str_cut(s, from, to);
}

size_t sl_str_find(sl_str s, char c, size_t from) {
    if (from >= s.n) return s.n;
    const char *hit = memchr(s.p + from, c, s.n - from);
    return hit ? (size_t)(hit - s.p) : s.n;
}

size_t sl_str_search(sl_str s, sl_str needle, size_t from) {
    if (needle.n == 0) return from < s.n ? from : s.n;
    for (size_t at = sl_str_find(s, needle.p[0], from); at < s.n; at = sl_str_find(s, needle.p[0], at + 1))
        if (sl_str_starts_with(sl_str_cut(s, at, s.n), needle)) return at;
    return s.n;
}

int sl_str_cmp(sl_str a, sl_str b) {
    size_t n = a.n < b.n ? a.n : b.n;
    int order = n ? memcmp(a.p, b.p, n) : 0;
    if (order) return order;
    return (a.n > b.n) - (a.n < b.n);
}

uint64_t sl_hash(sl_str s, uint64_t seed) {
    uint64_t h = UINT64_C(0xcbf29ce484222325) ^ (seed * UINT64_C(0x9e3779b97f4a7c15));
    for (size_t i = 0; i < s.n; i++) h = (h ^ (unsigned char)s.p[i]) * UINT64_C(0x100000001b3);
    h ^= h >> 32; /* FNV leaves its high bits weak on short strings */
    h *= UINT64_C(0xd6e8feb86659fd93);
    h ^= h >> 32;
    return h;
}

uint64_t sl_hash_long(sl_str s, uint64_t hash) {
    for (; s.n >= 8; s.p += 8, s.n -= 8) {
        uint64_t word;
        memcpy(&word, s.p, sizeof word);
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
        word = __builtin_bswap64(word);
#endif
        hash = (hash ^ word) * UINT64_C(0x9E3779B97F4A7C15);
        hash ^= hash >> 32;
    }
    return sl_hash(s, hash);
}

bool sl_str_count(sl_str s, uint64_t *out) {
    uint64_t value = 0;
    if (s.n == 0 || s.n > 19) return false;
    for (size_t i = 0; i < s.n; i++) {
        if (!sl_is_digit(s.p[i])) return false;
        value = value * 10 + (uint64_t)(s.p[i] - '0');
    }
    *out = value;
    return true;
}

bool sl_str_number(sl_str s, uint32_t limit, uint32_t *out) {
    uint64_t value;
    if (s.n > 10 || !sl_str_count(s, &value) || value > limit) return false;
    *out = (uint32_t)value;
    return true;
}
