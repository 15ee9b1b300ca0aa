/* SPDX-License-Identifier: Apache-2.0
 *
 * Bytes that come in blocks: a file, a member of an archive, what a filter unpacks. Each reader takes such blocks from
 * the one below it, so that nothing has to be in memory whole.
 *
 *     file -> gzip -> records        sl_blocks in = sl_stream_blocks(stream);
 *                                    while (in.next(in.context, &block, err) == SL_OK && block.n) use(block);
 */
#ifndef SL_BASE_BLOCKS_H
#define SL_BASE_BLOCKS_H

#include "base/error.h"

typedef struct {
    void *context;
    /** @param block  out: borrowed until the next call; n 0 at the end, as often as it is asked */
    sl_status (*next)(void *context, sl_str *block, sl_error *err);
} sl_blocks;

#endif
