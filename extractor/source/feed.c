/* SPDX-License-Identifier: Apache-2.0 */
#include "source/feed.h"

bool sl_feed_refill(sl_feed *f) {
    if (f->status) return false;
    f->at = 0;
    f->status = f->in.next(f->in.context, &f->block, &f->error);
    if (f->status) f->block = (sl_str){0};
    return f->block.n > 0;
}

void sl_feed_pass(sl_feed *f, size_t n) {
    sl_str passed = sl_str_cut(f->block, f->at, f->at + n);
    for (size_t at = sl_str_find(passed, '\n', 0); at < passed.n; at = sl_str_find(passed, '\n', at + 1)) f->line++;
    f->at += n;
    f->offset += n;
}

bool sl_feed_line(sl_feed *f, size_t most, sl_buf *line) {
    sl_buf_clear(line);
    bool any = false, ended = false;
    while (!ended && sl_feed_peek(f) != SL_FEED_END) {
        sl_str rest = sl_feed_rest(f);
        size_t end = sl_str_find(rest, '\n', 0);
        any = true;
        ended = end < rest.n;
        if (line->n < most) sl_buf_put(line, sl_str_cut(rest, 0, end < most - line->n ? end : most - line->n));
        sl_feed_pass(f, ended ? end + 1 : end);
    }
    if (line->n && line->p[line->n - 1] == '\r') line->n--;
    return any;
}

uint64_t sl_feed_take(sl_feed *f, uint64_t n, uint64_t most, sl_buf *out) {
    uint64_t taken = 0;
    while (taken < n && sl_feed_peek(f) != SL_FEED_END) {
        sl_str rest = sl_feed_rest(f);
        if (rest.n > n - taken) rest.n = (size_t)(n - taken);
        if (out && out->n <= most) sl_buf_put(out, rest);
        taken += rest.n;
        sl_feed_pass(f, rest.n);
    }
    return taken;
}
