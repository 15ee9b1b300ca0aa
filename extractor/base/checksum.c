/* SPDX-License-Identifier: Apache-2.0 */
#include "base/checksum.h"

static uint64_t mix(uint64_t sum, uint64_t word) {
    sum = (sum ^ word) * UINT64_C(0x9E3779B97F4A7C15);
    return sum ^ sum >> 32;
}

static uint64_t word_at(const char *p) {
    uint64_t word;
    memcpy(&word, p, sizeof word);
    return word;
}

/* Two lanes side by side, which the processor works on at the same time; at the end each takes in the other. */
sl_checksum sl_checksum_of(sl_str s, sl_checksum before) {
    uint64_t a = mix(before.a, s.n), b = mix(before.b, ~(uint64_t)s.n);
    size_t i = 0;
    for (; s.n - i >= 16; i += 16) {
        a = mix(a, word_at(s.p + i));
        b = mix(b, word_at(s.p + i + 8));
    }
    char rest[16] = {0};
    if (i < s.n) memcpy(rest, s.p + i, s.n - i);
    a = mix(a, word_at(rest));
    b = mix(b, word_at(rest + 8));
    uint64_t both = mix(a, b);
    return (sl_checksum){both, mix(b, both)};
}
