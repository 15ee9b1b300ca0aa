/* SPDX-License-Identifier: Apache-2.0
 *
 * Rows for the tests of writers: cells that are hard on formats, given to a writer as a job gives them.
 */
#ifndef SL_TESTS_ROWS_H
#define SL_TESTS_ROWS_H

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <unistd.h>

#include "base/arena.h"
#include "output/cell.h"

static const sl_column fact_columns[] = {{{"id", 2}, SL_COLUMN_TEXT},       {{"article", 7}, SL_COLUMN_TEXT},
                                         {{"published", 9}, SL_COLUMN_DAY}, {{"player", 6}, SL_COLUMN_TEXT},
                                         {{"pain", 4}, SL_COLUMN_TEXT},     {{"hurt_from", 9}, SL_COLUMN_DAY},
                                         {{"hurt_to", 7}, SL_COLUMN_DAY},   {{"back_from", 9}, SL_COLUMN_DAY},
                                         {{"back_to", 7}, SL_COLUMN_DAY},   {{"line", 4}, SL_COLUMN_NUMBER}};
enum { FACT_COLUMNS = sizeof fact_columns / sizeof *fact_columns };
static const sl_table_shape fact_shape = {3, 4, 5, 6, 7, 8};
static const sl_table_head fact_head = {{"facts", 5}, fact_columns, FACT_COLUMNS, &fact_shape};

static const sl_column note_columns[] = {{{"note", 4}, SL_COLUMN_TEXT}, {{"n", 1}, SL_COLUMN_NUMBER}};
static const sl_table_head note_head = {{"notes", 5}, note_columns, 2, NULL};
static const sl_table_head *const both_heads[] = {&fact_head, &note_head};

#define HARD_CELL                                                                                                      \
    "\xE2\x80\x9CNo\xE2\x80\x9D, \"he\" said;\nline two\t\xF0\x9F\x98\xA2 \xD7\xA9\xD7\x9C\xD7\x95\xD7\x9D "           \
    "caf\xC3\xA9 "                                                                                                     \
    "<b>&amp;"

/* A folder for the files of a test. */
static char rows_folder[64];

static int make_rows_folder(void **state) {
    (void)state;
    snprintf(rows_folder, sizeof rows_folder, "/tmp/sideline-rows-XXXXXX");
    return mkdtemp(rows_folder) ? 0 : -1;
}

static int remove_rows_folder(void **state) {
    (void)state;
    return rmdir(rows_folder);
}

/* One row of table `table`, rendered and appended. */
static inline void give_row(const sl_writer_kind *kind, sl_writer *writer, size_t table, const char *const *cells) {
    const sl_table_head *head = both_heads[table];
    sl_str strings[FACT_COLUMNS];
    for (size_t i = 0; i < head->n_columns; i++) strings[i] = sl_str_of(cells[i]);
    sl_table_row row = {.cells = strings};
    sl_table_rows rows = {.head = head, .rows = {.v = &row, .n = 1}};
    sl_buf out = {0};
    kind->render(writer, table, &rows, &out);
    assert_false(out.failed);
    assert_int_equal(kind->append(writer, table, sl_buf_str(&out), NULL), SL_OK);
    sl_buf_release(&out);
}

/* An article without text, which some formats list. */
static inline void give_article(const sl_writer_kind *kind, sl_writer *writer, const char *name) {
    sl_text text = {.name = sl_str_of(name), .published = sl_day_of(2024, 3, 6)};
    sl_buf out = {0};
    kind->render_article(writer, &text, &(sl_tables){0}, &out);
    assert_false(out.failed);
    assert_int_equal(kind->append_article(writer, sl_buf_str(&out), NULL), SL_OK);
    sl_buf_release(&out);
}

/* What a job writes: an article, three facts, two notes. */
static inline void give_all(const sl_writer_kind *kind, sl_writer *writer) {
    static const char *const facts[][FACT_COLUMNS] = {
        {"a1", "a.txt", "2024-03-06", "Ade Okafor", "knee", "2024-03-05", "2024-03-05", "2024-05-01", "2024-05-31",
         "3"},
        {"a2", "a.txt", "2024-03-06", HARD_CELL, "ankle", "", "", "", "", "7"},
        {"a3", "a.txt", "2024-03-09", "Ade Okafor", "knee", "2024-03-05", "2024-03-05", "2024-06-01", "", "9"},
    };
    static const char *const notes[][2] = {{"=1+1", "12"}, {"", ""}};
    if (kind->render_article) give_article(kind, writer, "a.txt");
    for (size_t i = 0; i < 3; i++) give_row(kind, writer, 0, facts[i]);
    for (size_t i = 0; i < 2; i++) give_row(kind, writer, 1, notes[i]);
}

/* Opens a writer of both tables in the file `name` of the folder; the path stays good until the next call. */
static inline const char *open_rows(const sl_writer_kind *kind, const char *name, bool raw, sl_writer **writer) {
    static char path[128];
    static sl_str places[2];
    snprintf(path, sizeof path, "%s/%s", rows_folder, name);
    places[0] = places[1] = sl_str_of(path);
    sl_writer_plan plan = {.heads = both_heads, .places = places, .n = 2, .style = {.delimiter = ',', .raw = raw}};
    assert_int_equal(kind->open(&plan, writer, NULL), SL_OK);
    return path;
}

static inline const char *write_all_rows(const sl_writer_kind *kind, const char *name, bool raw) {
    sl_writer *writer = NULL;
    const char *path = open_rows(kind, name, raw, &writer);
    give_all(kind, writer);
    assert_int_equal(access(path, F_OK), -1);
    assert_int_equal(kind->seal(writer, SL_STR("{\n  \"sideline\": \"1\"\n}\n"), NULL), SL_OK);
    assert_int_equal(kind->publish(writer, NULL), SL_OK);
    kind->close(writer);
    return path;
}

/* All bytes of a file. */
static inline sl_buf read_whole(const char *path) {
    sl_buf bytes = {0};
    char block[4096];
    FILE *f = fopen(path, "rb");
    assert_non_null(f);
    for (size_t n; (n = fread(block, 1, sizeof block, f)) > 0;) sl_buf_put(&bytes, (sl_str){block, n});
    fclose(f);
    return bytes;
}

/* Two runs give the same bytes. */
static inline void assert_same_twice(const sl_writer_kind *kind, const char *name) {
    sl_buf bytes[2];
    for (size_t i = 0; i < 2; i++) {
        const char *path = write_all_rows(kind, name, false);
        bytes[i] = read_whole(path);
        unlink(path);
    }
    assert_int_equal(bytes[0].n, bytes[1].n);
    assert_memory_equal(bytes[0].p, bytes[1].p, bytes[0].n);
    for (size_t i = 0; i < 2; i++) sl_buf_release(&bytes[i]);
}

/* Whichever allocation of ours fails, the writer says so or goes on, and nothing is left behind. */
static inline void assert_survives_a_lack_of_memory(const sl_writer_kind *kind, const char *name) {
    char path[128];
    snprintf(path, sizeof path, "%s/%s", rows_folder, name);
    sl_str cells[FACT_COLUMNS] = {{"a1", 2}, {"a.txt", 5}, {"2024-03-06", 10}, {HARD_CELL, sizeof HARD_CELL - 1}};
    sl_table_row row = {.cells = cells};
    sl_table_rows rows = {.head = &fact_head, .rows = {.v = &row, .n = 1}};
    sl_text text = {.name = {"a.txt", 5}, .published = SL_NO_DAY};
    size_t failed = 0;
    for (uint64_t nth = 1; nth < 40; nth++) {
        sl_writer *writer = NULL;
        sl_str places[] = {sl_str_of(path), sl_str_of(path)};
        sl_writer_plan plan = {.heads = both_heads, .places = places, .n = 2, .style.delimiter = ','};
        sl_buf out = {0};
        sl_heap_fail_at(nth);
        sl_status status = kind->open(&plan, &writer, NULL);
        if (!status && kind->render_article)
            kind->render_article(writer, &text, &(sl_tables){.v = &rows, .n = 1}, &out);
        if (!status && !out.failed && kind->append_article)
            status = kind->append_article(writer, sl_buf_str(&out), NULL);
        sl_buf_clear(&out);
        if (!status) kind->render(writer, 0, &rows, &out);
        if (!status && !out.failed) status = kind->append(writer, 0, sl_buf_str(&out), NULL);
        if (!status && !out.failed) status = kind->seal(writer, SL_STR("{}"), NULL);
        failed += status || out.failed;
        sl_heap_fail_at(0);
        kind->close(writer);
        sl_buf_release(&out);
    }
    assert_true(failed > 2);
    assert_int_equal(rmdir(rows_folder), 0);
    assert_int_equal(make_rows_folder(NULL), 0);
}

#endif
