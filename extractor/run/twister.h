/* SPDX-License-Identifier: Apache-2.0
 *
 * Random numbers that are the same everywhere: the Mersenne Twister MT19937, seeded and cut down as Python's
 * random.Random(seed).randrange(n) does it, so that figures made by a Python script can be repeated.
 *
 * Source: M. Matsumoto and T. Nishimura, "Mersenne Twister: A 623-dimensionally equidistributed uniform pseudorandom
 * number generator", 1998, and their init_by_array of 2002.
 */
#ifndef SL_RUN_TWISTER_H
#define SL_RUN_TWISTER_H

#include <stdint.h>

enum { SL_TWISTER_WORDS = 624 };

typedef struct {
    uint32_t words[SL_TWISTER_WORDS];
    uint32_t at;
} sl_twister;

void sl_twister_seed(sl_twister *twister, uint32_t seed);

/** A number in 0..n-1; n is at least 1. */
uint32_t sl_twister_below(sl_twister *twister, uint32_t n);

#endif
