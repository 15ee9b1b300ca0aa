/* SPDX-License-Identifier: Apache-2.0
 *
 * Checksums of bytes: they tell a file that was cut or changed from one that was not, and one content from another.
 * Against chance, not against somebody who means harm. Several words at a time: some gigabytes a second.
 */
#ifndef SL_BASE_CHECKSUM_H
#define SL_BASE_CHECKSUM_H

#include "base/str.h"

typedef struct {
    uint64_t a, b;
} sl_checksum;

/** Of `s` and of what stands before it. @param before  that of what stands before; all zero where nothing does */
sl_checksum sl_checksum_of(sl_str s, sl_checksum before);

static inline bool sl_checksum_eq(sl_checksum x, sl_checksum y) {
    return x.a == y.a && x.b == y.b;
}

#endif
