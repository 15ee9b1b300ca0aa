/* SPDX-License-Identifier: Apache-2.0
 *
 * A new SQLite database that is filled once (sqlite3 behind it).
 *
 *     sl_database_create                 an empty file, one transaction
 *     sl_database_run                    tables; later indexes and views
 *     sl_database_prepare, sl_database_insert ...
 *     sl_database_finish                 all of it is in the file; the file's owner still has to sync it
 *     sl_database_close
 *
 * No journal and no syncs: whoever makes the file removes it where something fails. One thread.
 */
#ifndef SL_ADAPT_DATABASE_H
#define SL_ADAPT_DATABASE_H

#include "base/error.h"

typedef struct sl_database sl_database;
typedef struct sl_insertion sl_insertion;

/** @param path  a file that is there and empty */
sl_status sl_database_create(const char *path, sl_database **database, sl_error *err);

/** Statements without values. */
sl_status sl_database_run(sl_database *database, const char *sql, sl_error *err);

/**
 * A statement with a `?` for each value; runs as often as wanted.
 * @param insertion  to be freed before the database is closed
 */
sl_status sl_database_prepare(sl_database *database, const char *sql, sl_insertion **insertion, sl_error *err);
void sl_insertion_free(sl_insertion *insertion);

/** Sets the value number `at`, from 0: a text, or an integer in decimal digits. An empty cell is NULL. */
void sl_insertion_text(sl_insertion *insertion, size_t at, sl_str text);
void sl_insertion_number(sl_insertion *insertion, size_t at, sl_str digits);

/** Runs it with the values set; these are borrowed until then. */
sl_status sl_insertion_run(sl_insertion *insertion, sl_error *err);

sl_status sl_database_finish(sl_database *database, sl_error *err);

/** NULL is fine. */
void sl_database_close(sl_database *database);

#endif
