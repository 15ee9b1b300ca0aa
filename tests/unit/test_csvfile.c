/* SPDX-License-Identifier: Apache-2.0 */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>

#include <cmocka.h>

#include "rule/csvfile.h"
#include "ruleset.h"

/* All rows as text: cells between < >, a row to a line; the header first. Errors as E30@line:column. */
static sl_str shown(const char *bytes, size_t n, sl_arena *arena) {
    sl_diagnostics d = {.arena = arena};
    sl_source source = {.path = SL_STR("list.csv"), .bytes = {bytes, n}};
    sl_csvfile csv;
    sl_csvfile_row row;
    sl_str all = {"", 0};
    sl_csvfile_begin(&csv, &source, arena, &d);
    row = csv.header;
    do {
        for (size_t i = 0; i < row.n; i++)
            all = sl_arena_printf(arena, "%.*s<%.*s>", (int)all.n, all.p, (int)row.cells[i].n,
                                  row.cells[i].p ? row.cells[i].p : "");
        all = sl_arena_printf(arena, "%.*s\n", (int)all.n, all.p);
    } while (sl_csvfile_next(&csv, &row));
    for (size_t i = 0; i < d.list.n; i++)
        all = sl_arena_printf(arena, "%.*sE%u@%u:%u\n", (int)all.n, all.p, d.list.v[i].number, d.list.v[i].line,
                              d.list.v[i].column);
    return all;
}

static void files(void **state) {
    (void)state;
    static const struct {
        const char *bytes, *rows;
    } cases[] = {
        {"a,b\n1,2\n", "<a><b>\n<1><2>\n"},
        {"a,b\n1,2", "<a><b>\n<1><2>\n"},
        {"a,b\r\n1,2\r\n", "<a><b>\n<1><2>\n"},
        {"\xEF\xBB\xBF"
         "a\n1\n",
         "<a>\n<1>\n"},
        {" a , b \n 1,2 \n", "<a><b>\n<1><2>\n"},
        {"a,b\n\n1,2\n\n\n3,4\n", "<a><b>\n<1><2>\n<3><4>\n"},
        {"a,b\n,\n , \n\"\",\" \"\n", "<a><b>\n"}, /* blank rows are none */
        {"a,b\n , 2 \n", "<a><b>\n<><2>\n"},
        {"a,b\n\xC2\xA0x\xC2\xA0,\xE2\x80\x8B \xE3\x80\x80\n", "<a><b>\n<x><>\n"},
        /* what stands most often in the header is between the cells */
        {"a;b\n1;2,5\n", "<a><b>\n<1><2,5>\n"},
        {"a\tb\n1\t2;5\n", "<a><b>\n<1><2;5>\n"},
        {"a;b,c;d\n1;2;3\n", "<a><b,c><d>\n<1><2><3>\n"},
        {"\"a;b;c\",d\n1,2\n", "<a;b;c><d>\n<1><2>\n"},
        {"a\n1;2\n", "<a>\n<1;2>\n"},
        {"sep=;\na;b,c,d\n1;2\n", "<a><b,c,d>\n<1><2>\n"},
        {"SEP=\t\r\na\tb\r\n1\t2\r\n", "<a><b>\n<1><2>\n"},
        {"sep=x\n1\n", "<sep=x>\n<1>\n"},
        {"a;b\n\"1\"\"x\";\"2\"\n", "<a><b>\n<1\"x><2>\n"},
        {"a,b\n1;2\n3,4\n", "<a><b>\n<3><4>\nE31@2:1\n"}, /* apart by something else than the header says */
        {"a,b,c\n1;2\n", "<a><b><c>\n<1;2><><>\n"},
        {"a,b\n\"1\n2\",3\n\"4,5\n6,\"7\"\n8,9\n", "<a><b>\n<1\n2><3>\n<8><9>\nE30@5:4\n"},
        {"a,b,a\n1,2,3\n", "<a><b><a>\n<1><2><3>\nE49@1:5\n"},
        {"a,,\n1,2,3\n", "<a><><>\n<1><2><3>\n"},
        {"a,b\n\"1\",\"2\"\n", "<a><b>\n<1><2>\n"},
        {"a,b\n\"1,5\",\"say \"\"no\"\"\"\n", "<a><b>\n<1,5><say \"no\">\n"},
        {"a,b\n\"two\nlines\",2\n3,4\n", "<a><b>\n<two\nlines><2>\n<3><4>\n"},
        {"a,b\n\"two\r\nlines\",2\r\n", "<a><b>\n<two\r\nlines><2>\n"},
        {"a,b\n1, \"2, 3\"\n", "<a><b>\n<1><2, 3>\n"},
        {"a,b\n\"1\" ,2\n", "<a><b>\n<1><2>\n"},
        {"a,b\n1 \"x\",2\n", "<a><b>\n<1 \"x\"><2>\n"}, /* a mark inside a cell means itself */
        {"a,b\n\"\",\"\"\"\"\n", "<a><b>\n<><\">\n"},
        {"a,b\n1\n2,3\n4,5,6\n7,8\n", "<a><b>\n<1><>\n<2><3>\n<7><8>\nE31@4:5\n"}, /* short is padded, long is not */
        {"a,b\n1,2,\n", "<a><b>\nE31@2:1\n"},
        {"a,b\n1,\"2\n3,4\n", "<a><b>\nE30@2:3\n"},
        {"a,b\n1,\"2\"x\n3,4\n", "<a><b>\n<3><4>\nE30@2:6\n"},
        {"a,b\n1,\"", "<a><b>\nE30@2:3\n"},
        {"a,b\n\"1\"\"", "<a><b>\nE30@2:1\n"},
        {"\"a\n", "\nE30@1:1\n"},
        {"", "<>\n"},
        {"\n", "<>\n"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        jmp_buf jump;
        sl_arena arena;
        sl_arena_init(&arena, 0, &jump);
        sl_str is = shown(cases[i].bytes, strlen(cases[i].bytes), &arena);
        char text[500];
        snprintf(text, sizeof text, "%.*s", (int)is.n, is.p);
        assert_string_equal(text, cases[i].rows);
        sl_arena_release(&arena);
    }
}

static void columns_and_cells(void **state) {
    (void)state;
    jmp_buf jump;
    sl_arena arena;
    sl_arena_init(&arena, 0, &jump);
    sl_diagnostics d = {.arena = &arena};
    sl_source source = {.path = SL_STR("list.csv"), .bytes = SL_STR("name,city\nRovers,Ham\nTown,\"a \"\"b\"\"\"\n")};
    sl_csvfile csv;
    sl_csvfile_row row;
    sl_csvfile_begin(&csv, &source, &arena, &d);
    assert_int_equal(sl_csvfile_column(&csv, SL_STR("city")), 1);
    assert_int_equal(sl_csvfile_column(&csv, SL_STR("City")), SL_NONE);
    assert_true(sl_csvfile_next(&csv, &row));
    sl_located ham = sl_csvfile_cell(&row, 1);
    sl_diagnostic at = sl_located_at(&ham, 0, ham.text.n);
    assert_int_equal(at.line, 2);
    assert_int_equal(at.column, 8);
    assert_true(sl_csvfile_next(&csv, &row));
    sl_located copied = sl_csvfile_cell(&row, 1); /* not in the file as it is: its row */
    assert_int_equal(sl_located_at(&copied, 0, 1).column, 1);
    assert_false(sl_csvfile_next(&csv, &row));
    assert_false(sl_csvfile_next(&csv, &row));
    sl_arena_release(&arena);
}

static void columns_nearly_so(void **state) {
    (void)state;
    jmp_buf jump;
    sl_arena arena;
    sl_arena_init(&arena, 0, &jump);
    sl_source source = {.path = SL_STR("list.csv"), .bytes = SL_STR("Name,Other names,born-in,BORN IN,,x\n")};
    sl_csvfile csv;
    sl_csvfile_begin(&csv, &source, &arena, NULL);
    static const struct {
        const char *name;
        uint32_t column;
    } cases[] = {{"Name", 0},        {"name", 0},        {"NAME", 0},
                 {" na me", 0},      {"other_names", 1}, {"othernames", 1},
                 {"other", SL_NONE}, {"names", SL_NONE}, {"born_in", SL_NONE} /* two */,
                 {"", SL_NONE},      {"x", 5},           {"xx", SL_NONE}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_int_equal(sl_csvfile_column_like(&csv, sl_str_of(cases[i].name)), cases[i].column);
    sl_arena_release(&arena);
}

static void short_rows_are_counted(void **state) {
    (void)state;
    jmp_buf jump;
    sl_arena arena;
    sl_arena_init(&arena, 0, &jump);
    sl_source source = {.path = SL_STR("list.csv"), .bytes = SL_STR("a,b,c\n1,2,3\n4,5\n\n6\n7,,\n")};
    sl_csvfile csv;
    sl_csvfile_row row;
    size_t n = 0;
    sl_csvfile_begin(&csv, &source, &arena, NULL);
    for (; sl_csvfile_next(&csv, &row); n++) assert_int_equal(row.n, 3);
    assert_int_equal(n, 4);
    assert_int_equal(csv.short_rows, 2);
    assert_int_equal(sl_located_at(&csv.first_short, 0, 0).line, 3);
    sl_arena_release(&arena);
}

static void silent_without_diagnostics(void **state) {
    (void)state;
    jmp_buf jump;
    sl_arena arena;
    sl_arena_init(&arena, 0, &jump);
    sl_source source = {.path = SL_STR("list.csv"), .bytes = SL_STR("a,b,a\n1,2,3,4\n2,\"x\"y,\n3,4,5\n5,\"6")};
    sl_csvfile csv;
    sl_csvfile_row row;
    size_t n = 0;
    sl_csvfile_begin(&csv, &source, &arena, NULL);
    while (sl_csvfile_next(&csv, &row)) n++;
    assert_int_equal(n, 1);
    sl_arena_release(&arena);
}

/* What is kept of a row is what memory it takes: none, where its cells stand in the file. */
static void rows_cost_no_memory(void **state) {
    (void)state;
    jmp_buf jump;
    sl_arena arena;
    sl_arena_init(&arena, 0, &jump);
    enum { ROWS = 100000 };
    char *bytes = malloc(4 + 8 * ROWS);
    assert_non_null(bytes);
    memcpy(bytes, "a,b\n", 4);
    for (size_t i = 0; i < ROWS; i++) memcpy(bytes + 4 + 8 * i, "one,two\n", 8);
    sl_diagnostics d = {.arena = &arena};
    sl_source source = {.path = SL_STR("list.csv"), .bytes = {bytes, 4 + 8 * ROWS}};
    sl_csvfile csv;
    sl_csvfile_row row;
    size_t n = 0;
    sl_csvfile_begin(&csv, &source, &arena, &d);
    while (sl_csvfile_next(&csv, &row)) n++;
    assert_int_equal(n, ROWS);
    assert_true(arena.used < 64 * 1024);
    free(bytes);
    sl_arena_release(&arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(files),
        cmocka_unit_test(columns_and_cells),
        cmocka_unit_test(columns_nearly_so),
        cmocka_unit_test(short_rows_are_counted),
        cmocka_unit_test(silent_without_diagnostics),
        cmocka_unit_test(rows_cost_no_memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
