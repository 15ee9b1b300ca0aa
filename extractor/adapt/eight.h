/* SPDX-License-Identifier: Apache-2.0
 *
 * Eight bytes at a time, in plain C: each test gives a word whose lowest set bit lies in the first byte that meets it
 * (higher ones may be false alarms), or 0 where none does.
 */
#ifndef SL_ADAPT_EIGHT_H
#define SL_ADAPT_EIGHT_H

#include "base/str.h"

#define SL_EIGHT(byte) (UINT64_C(0x0101010101010101) * (byte))

/** The eight bytes at `p`, the first one lowest. */
static inline uint64_t sl_eight_at(const char *p) {
    uint64_t word;
    memcpy(&word, p, sizeof word);
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
    word = __builtin_bswap64(word);
#endif
    return word;
}

/** The `n` bytes at `p`, at most eight, and no more of them read; zeros behind them. */
static inline uint64_t sl_eight_begin(const char *p, size_t n) {
    char bytes[8] = {0};
    if (n >= 8) return sl_eight_at(p);
    memcpy(bytes, p, n);
    return sl_eight_at(bytes);
}

/** The first `n` of the eight bytes at `p`, zeros behind them; n is at most eight. */
static inline uint64_t sl_eight_first_of(const char *p, size_t n) {
    return sl_eight_at(p) & ~(~UINT64_C(0) << (4 * n) << (4 * n)); /* in two steps: 64 at once would be undefined */
}

static inline uint64_t sl_eight_below_blank(uint64_t word) {
    return (word - SL_EIGHT(0x20)) & ~word & SL_EIGHT(0x80);
}

static inline uint64_t sl_eight_beyond_ascii(uint64_t word) {
    return word & SL_EIGHT(0x80);
}

/** Beyond ASCII, or DEL: what adding one to seven bits carries out of them. */
static inline uint64_t sl_eight_from_del(uint64_t word) {
    return (((word & SL_EIGHT(0x7F)) + SL_EIGHT(1)) | word) & SL_EIGHT(0x80);
}

static inline uint64_t sl_eight_equal(uint64_t word, unsigned char byte) {
    uint64_t zero = word ^ SL_EIGHT(byte);
    return (zero - SL_EIGHT(1)) & ~zero & SL_EIGHT(0x80);
}

/** Of this one every set bit tells: the high bits of the bytes of ASCII in from..to. */
static inline uint64_t sl_eight_between(uint64_t word, unsigned from, unsigned to) {
    uint64_t low = word & SL_EIGHT(0x7F);
    return (low + SL_EIGHT(0x80 - from)) & ~(low + SL_EIGHT(0x7F - to)) & ~word & SL_EIGHT(0x80);
}

/** Index 0..7 of the first byte that met a test, whose result is not 0. */
static inline size_t sl_eight_first(uint64_t met) {
    return (size_t)__builtin_ctzll(met) / 8;
}

#endif
