/* SPDX-License-Identifier: Apache-2.0
 *
 * The bytes of a stream, taken in whatever portions suit a reader, and counted.
 *
 *     while ((c = sl_feed_peek(&feed)) != SL_FEED_END) …       one at a time
 *     sl_str rest = sl_feed_rest(&feed);                       all that is at hand
 *     sl_feed_pass(&feed, n);                                  these are done with
 */
#ifndef SL_SOURCE_FEED_H
#define SL_SOURCE_FEED_H

#include "base/blocks.h"
#include "base/buf.h"

enum { SL_FEED_END = -1 };

typedef struct {
    sl_blocks in;
    sl_str block;
    size_t at;
    uint64_t offset, line; /* bytes and line ends passed */
    sl_status status;      /* of `in`, where it failed: that is an end too */
    sl_error error;
} sl_feed;

/** The next block, once this one is done with. @return false at the end */
bool sl_feed_refill(sl_feed *feed);

static inline int sl_feed_peek(sl_feed *feed) {
    if (feed->at == feed->block.n && !sl_feed_refill(feed)) return SL_FEED_END;
    return (unsigned char)feed->block.p[feed->at];
}

/** What is at hand without reading; not empty behind a peek that was no end. */
static inline sl_str sl_feed_rest(const sl_feed *feed) {
    return sl_str_cut(feed->block, feed->at, feed->block.n);
}

void sl_feed_pass(sl_feed *feed, size_t n);

/**
 * A line, or the beginning of a longer one, without its end.
 * @param line  cleared first
 * @return false at the end, where nothing was read
 */
bool sl_feed_line(sl_feed *feed, size_t most, sl_buf *line);

/**
 * The next `n` bytes, appended to `out` as long as it has no more than `most` and then passed over; NULL: passed over.
 * @return how many came
 */
uint64_t sl_feed_take(sl_feed *feed, uint64_t n, uint64_t most, sl_buf *out);

#endif
