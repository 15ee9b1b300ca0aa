/* SPDX-License-Identifier: Apache-2.0 */
#include "base/buf.h"

#include "base/arena.h"

#include <stdarg.h>

void sl_buf_release(sl_buf *buf) {
    sl_heap_free(buf->p);
    *buf = (sl_buf){0};
}

void sl_buf_clear(sl_buf *buf) {
    buf->n = 0;
    buf->failed = false;
}

static bool reserve(sl_buf *buf, size_t more) {
    if (buf->failed) return false;
    if (buf->room - buf->n >= more) return true;
    size_t room = buf->room ? buf->room : 256;
    while (room - buf->n < more) {
        if (room > SIZE_MAX / 2) {
            buf->failed = true;
            return false;
        }
        room *= 2;
    }
    char *grown = sl_heap_grow(buf->p, room, 1);
    if (!grown) {
        buf->failed = true;
        return false;
    }
    buf->p = grown;
    buf->room = room;
    return true;
}

bool sl_buf_room(sl_buf *buf, size_t n) {
    sl_buf_clear(buf);
    return reserve(buf, n);
}

void sl_buf_put(sl_buf *buf, sl_str s) {
    if (s.n == 0 || !reserve(buf, s.n)) return;
    memcpy(buf->p + buf->n, s.p, s.n);
    buf->n += s.n;
}

void sl_buf_char(sl_buf *buf, char c) {
    if (reserve(buf, 1)) buf->p[buf->n++] = c;
}

void sl_buf_number(sl_buf *buf, uint64_t n) {
    char digits[20];
    size_t at = sizeof digits;
    do digits[--at] = (char)('0' + n % 10);
    while (n /= 10);
    sl_buf_put(buf, (sl_str){digits + at, sizeof digits - at});
}

void sl_buf_printf(sl_buf *buf, const char *format, ...) {
    va_list args, again;
    va_start(args, format);
    va_copy(again, args);
    int n = vsnprintf(NULL, 0, format, args);
    va_end(args);
    if (n > 0 && reserve(buf, (size_t)n + 1)) {
        vsnprintf(buf->p + buf->n, (size_t)n + 1, format, again);
        buf->n += (size_t)n;
    }
    va_end(again);
}
