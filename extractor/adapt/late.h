/* SPDX-License-Identifier: Apache-2.0
 *
 * Libraries that most runs do not call. Linked they would be loaded at every start, which takes longer than an article
 * does; so each is loaded when the file that stands before it is first used.
 *
 *     #define FUNCTIONS(f) f(sqlite3_open_v2) f(sqlite3_close)
 *     SL_LATE(sqlite, SL_SONAME_SQLITE3, FUNCTIONS)
 *
 *     if (sl_late_load(&sqlite_library, err)) ...
 *     sqlite.sqlite3_close(connection);
 *
 * The names are those of the libraries that were there when sideline was built (tools/sonames.sh): what the headers say
 * holds for them.
 */
#ifndef SL_ADAPT_LATE_H
#define SL_ADAPT_LATE_H

#include "base/error.h"

#include <pthread.h>
#include <sonames.h>

/** The only state that is not somebody's: a library is loaded once for all threads, and stays. */
typedef struct {
    const char *file; /* as the loader knows it: libsqlite3.so.0 */
    const char *const *names;
    size_t n;
    void *functions; /* room for n pointers */
    bool is_loaded;
    pthread_mutex_t lock;
} sl_late;

/** The struct `library` with a pointer to each function (or variable), of its type, and `library`_library to load it. */
#define SL_LATE(library, file, FUNCTIONS)                                                                              \
    static struct { FUNCTIONS(SL_LATE_POINTER) } library;                                                              \
    static const char *const library##_names[] = {FUNCTIONS(SL_LATE_NAME)};                                            \
    static sl_late library##_library = {file,     library##_names, sizeof library##_names / sizeof *library##_names,   \
                                        &library, false,           PTHREAD_MUTEX_INITIALIZER};
#define SL_LATE_POINTER(name) __typeof__(&name) name;
#define SL_LATE_NAME(name) SL_LATE_QUOTED(name),
#define SL_LATE_QUOTED(name) #name

/** @return SL_IO where it is missing, or has not all of the functions; each call asks again */
sl_status sl_late_load(sl_late *late, sl_error *err);

#endif
