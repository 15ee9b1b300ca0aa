/* SPDX-License-Identifier: Apache-2.0 */
#include "run/twister.h"

enum { N = SL_TWISTER_WORDS, M = 397 };

static void fill(uint32_t words[N], uint32_t seed) {
    words[0] = seed;
    for (uint32_t i = 1; i < N; i++) words[i] = UINT32_C(1812433253) * (words[i - 1] ^ words[i - 1] >> 30) + i;
}

/* init_by_array with a key of one word: so Python seeds from a small integer. */
void sl_twister_seed(sl_twister *t, uint32_t seed) {
    uint32_t *w = t->words, i = 1;
    fill(w, UINT32_C(19650218));
    for (uint32_t k = 0; k < N; k++) {
        w[i] = (w[i] ^ (w[i - 1] ^ w[i - 1] >> 30) * UINT32_C(1664525)) + seed;
        if (++i < N) continue;
        w[0] = w[N - 1];
        i = 1;
    }
    for (uint32_t k = 0; k < N - 1; k++) {
        w[i] = (w[i] ^ (w[i - 1] ^ w[i - 1] >> 30) * UINT32_C(1566083941)) - i;
        if (++i < N) continue;
        w[0] = w[N - 1];
        i = 1;
    }
    w[0] = UINT32_C(0x80000000);
    t->at = N;
}

static void next_words(uint32_t w[N]) {
    for (uint32_t i = 0; i < N; i++) {
        uint32_t y = (w[i] & UINT32_C(0x80000000)) | (w[(i + 1) % N] & UINT32_C(0x7FFFFFFF));
        w[i] = w[(i + M) % N] ^ y >> 1 ^ (y & 1 ? UINT32_C(0x9908B0DF) : 0);
    }
}

static uint32_t next(sl_twister *t) {
    if (t->at == N) {
        next_words(t->words);
        t->at = 0;
    }
    uint32_t y = t->words[t->at++];
    y ^= y >> 11;
    y ^= y << 7 & UINT32_C(0x9D2C5680);
    y ^= y << 15 & UINT32_C(0xEFC60000);
    return y ^ y >> 18;
}

/* As many high bits as n has, again and again until they are below it. */
uint32_t sl_twister_below(sl_twister *t, uint32_t n) {
    uint32_t bits = 0;
    while (bits < 32 && n >> bits) bits++;
    uint32_t r;
    do r = next(t) >> (32 - bits);
    while (r >= n);
    return r;
}
