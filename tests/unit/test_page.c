/* SPDX-License-Identifier: Apache-2.0
 *
 * The HTML report as a file: nothing in it ends its data, nothing in it leads elsewhere. What it shows is tested in a
 * browser (tests/clients).
 */
#include "rows.h"

#define TRAP "</script><!--<script>"

static size_t count(const sl_buf *page, const char *what) {
    size_t n = 0;
    sl_str bytes = sl_buf_str(page), needle = sl_str_of(what);
    for (size_t at = 0; (at = sl_str_search(bytes, needle, at)) < bytes.n; at += needle.n) n++;
    return n;
}

/* An article whose name, text and cells are traps. */
static void give_trap(sl_writer *writer) {
    sl_text text = {.name = SL_STR("trap" TRAP), .text = SL_STR("Ade " TRAP " hurt"), .published = SL_NO_DAY};
    text.view = text.text;
    sl_str cells[FACT_COLUMNS] = {{"t1", 2}, text.name, {"", 0}, SL_STR(TRAP)};
    sl_table_row row = {.cells = cells, .at = {4, 10}};
    sl_table_rows rows = {.head = &fact_head, .rows = {.v = &row, .n = 1}};
    sl_buf out = {0};
    sl_writer_html.render_article(writer, &text, &(sl_tables){.v = &rows, .n = 1}, &out);
    assert_false(out.failed);
    assert_int_equal(sl_writer_html.append_article(writer, sl_buf_str(&out), NULL), SL_OK);
    sl_buf_release(&out);
}

static void holds_what_would_end_its_data(void **state) {
    (void)state;
    sl_writer *writer = NULL;
    const char *path = open_rows(&sl_writer_html, "x.html", false, &writer);
    give_trap(writer);
    assert_int_equal(sl_writer_html.seal(writer, SL_STR("{\"path\": \"" TRAP "\"}\n"), NULL), SL_OK);
    assert_int_equal(sl_writer_html.publish(writer, NULL), SL_OK);
    sl_writer_html.close(writer);
    sl_buf page = read_whole(path);
    assert_int_equal(count(&page, TRAP), 0);
    assert_int_equal(count(&page, "<!--"), 0);
    assert_int_equal(count(&page, "\\u003c/script>\\u003c!--\\u003cscript>"), 4); /* name, cell, text, report */
    assert_int_equal(count(&page, "<script"), count(&page, "</script>"));
    assert_int_equal(count(&page, "[\"t1\",0,\"\""), 1); /* the article's name is not told twice */
    assert_int_equal(count(&page, "\"at\":[[[4,10]],[]]"), 1);
    unlink(path);
    sl_buf_release(&page);
}

static void needs_nothing_from_elsewhere(void **state) {
    (void)state;
    const char *path = write_all_rows(&sl_writer_html, "x.html", false);
    sl_buf page = read_whole(path);
    assert_int_equal(count(&page, "http:") + count(&page, "https:") + count(&page, "//cdn") + count(&page, " src="), 0);
    assert_int_equal(count(&page, "<link") + count(&page, "@import") + count(&page, "url("), 0);
    assert_int_equal(count(&page, "default-src 'none'"), 1);
    unlink(path);
    sl_buf_release(&page);
}

static void is_the_same_twice(void **state) {
    (void)state;
    assert_same_twice(&sl_writer_html, "x.html");
}

static void leaves_nothing_unfinished(void **state) {
    (void)state;
    sl_writer *writer = NULL;
    open_rows(&sl_writer_html, "x.html", false, &writer);
    give_all(&sl_writer_html, writer);
    sl_writer_html.discard(writer);
    sl_writer_html.close(writer);
}

static void survives_a_lack_of_memory(void **state) {
    (void)state;
    assert_survives_a_lack_of_memory(&sl_writer_html, "x.html");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(holds_what_would_end_its_data),
        cmocka_unit_test(needs_nothing_from_elsewhere),
        cmocka_unit_test(is_the_same_twice),
        cmocka_unit_test(leaves_nothing_unfinished),
        cmocka_unit_test(survives_a_lack_of_memory),
    };
    return cmocka_run_group_tests_name("page", tests, make_rows_folder, remove_rows_folder);
}
