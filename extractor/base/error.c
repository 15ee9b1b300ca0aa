/* SPDX-License-Identifier: Apache-2.0 */
#include "base/error.h"

#include <stdarg.h>

sl_status sl_fail(sl_error *err, sl_status status, sl_str file, const char *format, ...) {
    if (!err) return status;
    *err = (sl_error){.status = status};
    size_t n = file.n < sizeof err->file ? file.n : sizeof err->file - 1;
    if (n) memcpy(err->file, file.p, n);
    va_list args;
    va_start(args, format);
    vsnprintf(err->message, sizeof err->message, format, args);
    va_end(args);
    return status;
}
