/* SPDX-License-Identifier: Apache-2.0
 *
 * A byte buffer that owns its memory and grows. Used for output, where sizes are not known and lifetimes are not an
 * arena's. A failed growth is remembered: later writes do nothing and `failed` is true.
 */
#ifndef SL_BASE_BUF_H
#define SL_BASE_BUF_H

#include "base/str.h"

typedef struct {
    char *p;
    size_t n, room;
    bool failed; /* memory ran out; the content is not whole */
} sl_buf;

/** Frees the memory; the buffer is empty and usable again. */
void sl_buf_release(sl_buf *buf);
/** Keeps the memory, forgets the content and the failure. */
void sl_buf_clear(sl_buf *buf);

/** For whoever writes to `p` and sets `n`: room for `n` bytes in all; what it held is gone. @return false: none */
bool sl_buf_room(sl_buf *buf, size_t n);

void sl_buf_put(sl_buf *buf, sl_str s);
void sl_buf_char(sl_buf *buf, char c);
void sl_buf_number(sl_buf *buf, uint64_t n);
void sl_buf_printf(sl_buf *buf, const char *format, ...) __attribute__((format(printf, 2, 3)));

static inline sl_str sl_buf_str(const sl_buf *buf) {
    return (sl_str){buf->p, buf->n};
}

#endif
