/* SPDX-License-Identifier: Apache-2.0
 *
 * The SQLite database: types, keys, indexes, views, hard cells, and nothing left behind.
 */
#include "rows.h"

#include <sqlite3.h>

static sqlite3 *database;

static void open_database_at(const char *path) {
    assert_int_equal(sqlite3_open_v2(path, &database, SQLITE_OPEN_READONLY, NULL), SQLITE_OK);
}

static void close_database_at(const char *path) {
    assert_int_equal(sqlite3_close(database), SQLITE_OK);
    assert_int_equal(unlink(path), 0);
}

/* The first cell of the answer. */
static void assert_answer(const char *sql, const char *wanted) {
    sqlite3_stmt *statement;
    assert_int_equal(sqlite3_prepare_v2(database, sql, -1, &statement, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_step(statement), SQLITE_ROW);
    const unsigned char *cell = sqlite3_column_text(statement, 0);
    if (!wanted) assert_null(cell);
    else assert_string_equal((const char *)cell, wanted);
    sqlite3_finalize(statement);
}

static void holds_typed_rows(void **state) {
    (void)state;
    const char *path = write_all_rows(&sl_writer_sqlite, "x.sqlite", false);
    open_database_at(path);
    assert_answer("PRAGMA integrity_check", "ok");
    assert_answer("SELECT count(*) FROM pragma_foreign_key_check", "0");
    assert_answer("SELECT group_concat(type) FROM pragma_table_info('facts')",
                  "INTEGER,TEXT,TEXT,DATE,TEXT,TEXT,DATE,DATE,DATE,DATE,INTEGER");
    assert_answer("SELECT player FROM facts WHERE row = 2", HARD_CELL);
    assert_answer("SELECT typeof(line) FROM facts", "integer");
    assert_answer("SELECT hurt_from FROM facts WHERE row = 2", NULL);
    assert_answer("SELECT note FROM notes WHERE row = 1", "'=1+1");
    assert_answer("SELECT n IS NULL AND note IS NULL FROM notes WHERE row = 2", "1");
    assert_answer("SELECT published FROM articles WHERE article = 'a.txt'", "2024-03-06");
    assert_answer("SELECT json_extract(report, '$.sideline') FROM run", "1");
    assert_answer("SELECT count(*) FROM sqlite_master WHERE type = 'index' AND tbl_name = 'facts'", "5");
    close_database_at(path);
}

static void answers_what_people_ask(void **state) {
    (void)state;
    const char *path = write_all_rows(&sl_writer_sqlite, "x.sqlite", false);
    open_database_at(path);
    assert_answer("SELECT group_concat(id) FROM facts_latest WHERE player = 'Ade Okafor'", "a3");
    assert_answer("SELECT count(*) FROM facts_latest", "2");
    assert_answer("SELECT since || ' ' || until FROM facts_timeline WHERE row = 1", "2024-03-05 2024-05-31");
    assert_answer("SELECT since || ' ' || until FROM facts_timeline WHERE row = 3", "2024-03-05 2024-06-01");
    assert_answer("SELECT rows || ' ' || articles || ' ' || first || ' ' || last FROM facts_by_player",
                  "2 1 2024-03-06 2024-03-09");
    assert_answer("SELECT pain || ' ' || rows || ' ' || players FROM facts_by_pain", "knee 2 1");
    assert_answer("SELECT month || ' ' || pain || ' ' || rows FROM facts_by_month", "2024-03 ankle 1");
    close_database_at(path);
}

static void leaves_formulas_when_raw(void **state) {
    (void)state;
    const char *path = write_all_rows(&sl_writer_sqlite, "x.sqlite", true);
    open_database_at(path);
    assert_answer("SELECT note FROM notes WHERE row = 1", "=1+1");
    close_database_at(path);
}

static void is_the_same_twice(void **state) {
    (void)state;
    assert_same_twice(&sl_writer_sqlite, "x.sqlite");
}

/* remove_rows_folder finds what a discarded file would leave. */
static void leaves_nothing_unfinished(void **state) {
    (void)state;
    sl_writer *writer = NULL;
    open_rows(&sl_writer_sqlite, "x.sqlite", false, &writer);
    give_all(&sl_writer_sqlite, writer);
    sl_writer_sqlite.discard(writer);
    sl_writer_sqlite.close(writer);
}

static void survives_a_lack_of_memory(void **state) {
    (void)state;
    assert_survives_a_lack_of_memory(&sl_writer_sqlite, "x.sqlite");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(holds_typed_rows),          cmocka_unit_test(answers_what_people_ask),
        cmocka_unit_test(is_the_same_twice),         cmocka_unit_test(leaves_formulas_when_raw),
        cmocka_unit_test(leaves_nothing_unfinished), cmocka_unit_test(survives_a_lack_of_memory),
    };
    return cmocka_run_group_tests_name("sqlite", tests, make_rows_folder, remove_rows_folder);
}
