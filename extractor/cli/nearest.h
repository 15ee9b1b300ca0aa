/* SPDX-License-Identifier: Apache-2.0
 *
 * "Did you mean": the known word nearest to one that is not known, by the number of letters to change, add, take away
 * or swap with their neighbour.
 */
#ifndef SL_CLI_NEAREST_H
#define SL_CLI_NEAREST_H

#include <stddef.h>

/**
 * @param known  n words of up to 31 letters; the first of equals wins
 * @return NULL where none is near: more than a third of the letters would have to change
 */
const char *sl_nearest_known(const char *word, const char *const *known, size_t n);

#endif
