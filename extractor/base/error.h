/* SPDX-License-Identifier: Apache-2.0
 *
 * The one error type. A function that can fail returns sl_status and fills an sl_error, its last argument; the
 * command decides what to print. Messages: lower case, the problem first, the subject in quotes, then what to do.
 */
#ifndef SL_BASE_ERROR_H
#define SL_BASE_ERROR_H

#include "base/str.h"

typedef enum {
    SL_OK = 0,
    SL_NO_MEMORY, /* the system, or an arena's budget */
    SL_BAD_INPUT, /* an article that cannot be read as one; costs that article */
    SL_BAD_RULES, /* rules or lists with errors; nothing is run */
    SL_BAD_USAGE, /* a wrong option or argument, no such path */
    SL_IO,        /* reading or writing failed */
    SL_LIMIT,     /* a bound of base/bounds.h was reached */
    SL_STOPPED    /* the caller asked to stop */
} sl_status;

typedef struct {
    sl_status status;
    char file[512];    /* empty where the error has no file */
    uint64_t at, size; /* bytes of the file it is about; 0,0 for the whole */
    char message[512];
} sl_error;

/** Fills `err` (which may be NULL) and returns `status`, so that a failing function ends in `return sl_fail(...)`. */
sl_status sl_fail(sl_error *err, sl_status status, sl_str file, const char *format, ...)
    __attribute__((format(printf, 4, 5)));

#endif
