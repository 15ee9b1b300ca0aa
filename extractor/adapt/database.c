/* SPDX-License-Identifier: Apache-2.0 */
#include "adapt/database.h"

#include "adapt/late.h"
#include "base/arena.h"

#include <sqlite3.h>

#define FUNCTIONS(f)                                                                                                   \
    f(sqlite3_bind_int64) f(sqlite3_bind_null) f(sqlite3_bind_text64) f(sqlite3_close) f(sqlite3_errcode)              \
        f(sqlite3_errmsg) f(sqlite3_exec) f(sqlite3_finalize) f(sqlite3_open_v2) f(sqlite3_prepare_v2)                 \
            f(sqlite3_reset) f(sqlite3_step)
SL_LATE(sqlite, SL_SONAME_SQLITE3, FUNCTIONS)

struct sl_database {
    sqlite3 *connection;
    char *path;
};

struct sl_insertion {
    sl_database *database;
    sqlite3_stmt *statement;
    bool failed; /* a value could not be set: no memory */
};

static sl_status complain(const sl_database *database, sl_error *err) {
    bool no_memory = sqlite.sqlite3_errcode(database->connection) == SQLITE_NOMEM;
    return sl_fail(err, no_memory ? SL_NO_MEMORY : SL_IO, sl_str_of(database->path), "cannot write: %s",
                   sqlite.sqlite3_errmsg(database->connection));
}

sl_status sl_database_run(sl_database *database, const char *sql, sl_error *err) {
    return sqlite.sqlite3_exec(database->connection, sql, NULL, NULL, NULL) ? complain(database, err) : SL_OK;
}

sl_status sl_database_create(const char *path, sl_database **out, sl_error *err) {
    sl_status status = sl_late_load(&sqlite_library, err);
    if (status) return status;
    size_t size = strlen(path) + 1;
    sl_database *database = sl_heap_alloc(1, sizeof *database);
    char *kept = sl_heap_alloc(size, 1);
    if (!database || !kept) {
        sl_heap_free(database);
        sl_heap_free(kept);
        return sl_fail(err, SL_NO_MEMORY, sl_str_of(path), "out of memory");
    }
    database->path = memcpy(kept, path, size);
    int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX;
    status = sqlite.sqlite3_open_v2(path, &database->connection, flags, NULL) ? complain(database, err) : SL_OK;
    if (status == SL_OK)
        status = sl_database_run(database,
                                 "PRAGMA page_size = 4096; PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; "
                                 "PRAGMA locking_mode = EXCLUSIVE; PRAGMA encoding = 'UTF-8'; BEGIN",
                                 err);
    if (status) sl_database_close(database);
    else *out = database;
    return status;
}

sl_status sl_database_prepare(sl_database *database, const char *sql, sl_insertion **out, sl_error *err) {
    sl_insertion *insertion = sl_heap_alloc(1, sizeof *insertion);
    if (!insertion) return sl_fail(err, SL_NO_MEMORY, sl_str_of(database->path), "out of memory");
    insertion->database = database;
    if (sqlite.sqlite3_prepare_v2(database->connection, sql, -1, &insertion->statement, NULL)) {
        sl_heap_free(insertion);
        return complain(database, err);
    }
    *out = insertion;
    return SL_OK;
}

void sl_insertion_free(sl_insertion *insertion) {
    if (!insertion) return;
    sqlite.sqlite3_finalize(insertion->statement);
    sl_heap_free(insertion);
}

void sl_insertion_text(sl_insertion *insertion, size_t at, sl_str text) {
    int place = (int)at + 1;
    int problem =
        text.n ? sqlite.sqlite3_bind_text64(insertion->statement, place, text.p, text.n, SQLITE_STATIC, SQLITE_UTF8)
               : sqlite.sqlite3_bind_null(insertion->statement, place);
    insertion->failed = insertion->failed || problem;
}

void sl_insertion_number(sl_insertion *insertion, size_t at, sl_str digits) {
    sqlite3_int64 n = 0;
    for (size_t i = 0; i < digits.n; i++) n = n * 10 + (digits.p[i] - '0');
    int place = (int)at + 1;
    int problem = digits.n ? sqlite.sqlite3_bind_int64(insertion->statement, place, n)
                           : sqlite.sqlite3_bind_null(insertion->statement, place);
    insertion->failed = insertion->failed || problem;
}

sl_status sl_insertion_run(sl_insertion *insertion, sl_error *err) {
    int result = insertion->failed ? SQLITE_ERROR : sqlite.sqlite3_step(insertion->statement);
    sl_status status = result == SQLITE_DONE ? SL_OK : complain(insertion->database, err);
    sqlite.sqlite3_reset(insertion->statement);
    return status;
}

sl_status sl_database_finish(sl_database *database, sl_error *err) {
    sl_status status = sl_database_run(database, "COMMIT", err);
    if (status) return status;
    if (sqlite.sqlite3_close(database->connection)) return complain(database, err);
    database->connection = NULL;
    return SL_OK;
}

void sl_database_close(sl_database *database) {
    if (!database) return;
    sqlite.sqlite3_close(database->connection);
    sl_heap_free(database->path);
    sl_heap_free(database);
}
