/* SPDX-License-Identifier: Apache-2.0
 *
 * The entries of all lists as one block of bytes, an image: made once, read by the next start instead of the lists. It is
 * for the machine and the version that made it. An image is never trusted: one that is stale, damaged or made up is
 * refused, and the lists are read again.
 */
#ifndef SL_RULE_IMAGE_H
#define SL_RULE_IMAGE_H

#include "rule/compiled.h"

/** An image in parts: it is these one after the other. */
enum { SL_IMAGE_PARTS = 11 };
typedef struct {
    sl_str part[SL_IMAGE_PARTS];
} sl_image;

/** @param key  a hash of all that the entries come from. Parts are borrowed from `entries` and `out` */
void sl_image_make(const sl_entries *entries, uint64_t key, sl_arena *out, sl_image *image);

/** Does the image's begin say that it was made for the key? What else it says is not looked at. */
bool sl_image_is_for(sl_str begin, uint64_t key);
enum { SL_IMAGE_BEGIN = 24 };

/** Such a begin alone: what is kept of rules without a fault. */
void sl_image_begin(uint64_t key, char begin[static SL_IMAGE_BEGIN]);

/**
 * Entries that borrow the image, and use no byte of it before it was looked at.
 * @param is_ours  it is a part of the program, and need not be looked at
 * @param lists    what they are entries of
 * @param entries  out
 * @return false where it is none, or not for the key
 */
bool sl_image_open(sl_str image, uint64_t key, bool is_ours, const sl_list *lists, size_t n_lists, sl_arena *out,
                   sl_arena *tmp, sl_entries *entries);

#endif
