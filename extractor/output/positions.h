/* SPDX-License-Identifier: Apache-2.0
 *
 * Where in a file the record of a key stands, for any number of keys in no memory: a hash table in a temporary file.
 *
 *     sl_positions_new(place, count, &positions, err)
 *     sl_positions_add(positions, key, at, err)                …
 *     for (uint64_t probe = 0; (at = sl_positions_next(positions, key, &probe));) look whether it is the record at `at`
 *     sl_positions_free(positions)
 */
#ifndef SL_OUTPUT_POSITIONS_H
#define SL_OUTPUT_POSITIONS_H

#include "base/error.h"

typedef struct sl_positions sl_positions;

/**
 * @param place  path of a finished file: the temporary one is made beside it
 * @param count  of keys that will be added at most
 * @return SL_IO, SL_NO_MEMORY
 */
sl_status sl_positions_new(sl_str place, uint64_t count, sl_positions **positions, sl_error *err);
/** NULL is fine. */
void sl_positions_free(sl_positions *positions);

/** @param key  any number that is spread well. @param at  not 0. @return SL_IO */
sl_status sl_positions_add(sl_positions *positions, uint64_t key, uint64_t at, sl_error *err);

/**
 * The next position that was added with this key. Any number of threads may ask at a time.
 * @param probe  0 at first, then as it was left
 * @return 0: there is none, or it cannot be read
 */
uint64_t sl_positions_next(const sl_positions *positions, uint64_t key, uint64_t *probe);

#endif
