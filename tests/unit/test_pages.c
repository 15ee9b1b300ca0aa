/* SPDX-License-Identifier: Apache-2.0
 *
 * The pages of corpus/html (made by tools/pages/make.py) give the rows of the articles that they were made of, and each
 * row points at its bytes. Run in the root of the project.
 */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <dirent.h>

#include "adapt/unicode.h"
#include "base/bounds.h"
#include "base/buf.h"
#include "engine.h"
#include "source/load.h"

enum { PAGES = 40 };

static const char *const tables[] = {"injuries", "quotes", "mentions", "suppressed"};
enum { TABLES = sizeof tables / sizeof *tables };

static engine e;

static int begin(void **state) {
    (void)state;
    return !engine_load(&e, &sl_library_builtin, SL_BUILTIN_RULES, NULL);
}

static int end(void **state) {
    (void)state;
    engine_end(&e);
    return 0;
}

/* --- pages -------------------------------------------------------------------------------------------------------- */

static size_t add_names(const char *folder, char names[PAGES + 1][128], size_t n) {
    DIR *d = opendir(folder);
    assert_non_null(d);
    for (struct dirent *one; (one = readdir(d)) && n <= PAGES;) {
        char path[128];
        snprintf(path, sizeof path, "%.40s/%.80s", folder, one->d_name);
        if (one->d_name[0] == '.') continue;
        if (strstr(one->d_name, ".html")) memcpy(names[n++], path, sizeof path);
        else n = add_names(path, names, n);
    }
    closedir(d);
    return n;
}

/* Files of a layout come together, in whatever order; nothing here depends on it. */
static void each_page(void (*look)(const char *page)) {
    static char names[PAGES + 1][128];
    size_t n = add_names("corpus/html", names, 0);
    assert_int_equal(n, PAGES);
    for (size_t i = 0; i < n; i++) look(names[i]);
}

static void run_file(const char *path, sl_media media, sl_buf *raw) {
    sl_pipeline_options options = e.options;
    options.text.media = media;
    assert_int_equal(sl_load(path, SL_MAX_ARTICLE, raw, &e.err), SL_OK);
    assert_int_equal(sl_pipeline_run(e.worker, SL_STR("a"), sl_buf_str(raw), &options, &e.result, &e.err), SL_OK);
}

/* --- rows --------------------------------------------------------------------------------------------------------- */

static bool says_where(sl_str column) {
    static const char *const names[] = {"id", "line", "start", "end"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (sl_str_eq(column, sl_str_of(names[i]))) return true;
    return false;
}

/* White space counts as one blank. */
static void put_cell(sl_str s, sl_buf *out) {
    for (size_t i = 0; i < s.n; i++) {
        bool blank = sl_is_space(s.p[i]);
        if (!blank || i == 0 || !sl_is_space(s.p[i - 1])) sl_buf_char(out, blank ? ' ' : s.p[i]);
    }
    sl_buf_char(out, '|');
}

static void dump_rows(sl_buf *out) {
    for (size_t t = 0; t < TABLES; t++) {
        const sl_table_rows *rows = engine_table(&e, tables[t]);
        for (size_t i = 0; i < rows->rows.n; i++) {
            sl_buf_put(out, rows->head->name);
            for (size_t k = 0; k < rows->head->n_columns; k++)
                if (!says_where(rows->head->columns[k].name)) put_cell(rows->rows.v[i].cells[k], out);
            sl_buf_char(out, '\n');
        }
    }
    sl_buf_char(out, '\0');
}

static void compare_rows(const char *page) {
    sl_buf raw = {0}, got = {0}, wanted = {0};
    char text[160];
    const char *name = strrchr(page, '/') + 1;
    snprintf(text, sizeof text, "corpus/articles/%.*s.txt", (int)(strlen(name) - strlen(".html")), name);
    run_file(text, SL_MEDIA_TEXT, &raw);
    dump_rows(&wanted);
    run_file(page, SL_MEDIA_HTML, &raw);
    dump_rows(&got);
    if (strcmp(got.p, wanted.p) != 0) {
        size_t at = 0;
        while (got.p[at] == wanted.p[at]) at++;
        while (at && got.p[at - 1] != '\n') at--;
        fail_msg("%s\n  gives  %.300s\n  not    %.300s", page, got.p + at, wanted.p + at);
    }
    sl_buf_release(&raw);
    sl_buf_release(&got);
    sl_buf_release(&wanted);
}

static void pages_give_the_rows_of_their_articles(void **state) {
    (void)state;
    each_page(compare_rows);
}

/* --- places ------------------------------------------------------------------------------------------------------- */

/* What an entity is: the code point; how long it is in `n`. Read anew, and not by what is tested. */
static uint32_t entity(const char *p, size_t *n) {
    static const struct {
        const char *name;
        uint32_t rune;
    } known[] = {{"amp", '&'},      {"lt", '<'},       {"gt", '>'},        {"quot", '"'},     {"nbsp", ' '},
                 {"eacute", 0xE9},  {"aacute", 0xE1},  {"ouml", 0xF6},     {"uuml", 0xFC},    {"oslash", 0xF8},
                 {"ntilde", 0xF1},  {"ccedil", 0xE7},  {"oacute", 0xF3},   {"iacute", 0xED},  {"pound", 0xA3},
                 {"euro", 0x20AC},  {"ndash", 0x2013}, {"mdash", 0x2014},  {"lsquo", 0x2018}, {"rsquo", 0x2019},
                 {"ldquo", 0x201C}, {"rdquo", 0x201D}, {"hellip", 0x2026}, {"frac12", 0xBD}};
    *n = (size_t)(strchr(p, ';') - p) + 1;
    if (p[1] == '#') return (uint32_t)strtoul(p[2] == 'x' ? p + 3 : p + 2, NULL, p[2] == 'x' ? 16 : 10);
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (strncmp(p + 1, known[i].name, *n - 2) == 0 && known[i].name[*n - 2] == '\0') return known[i].rune;
    fail_msg("what is %.10s?", p);
    return 0;
}

/* The bytes beyond ASCII of windows-1252 that the articles hold. */
static uint32_t western(unsigned char c) {
    static const uint32_t high[] = {[0x80 - 0x80] = 0x20AC, [0x91 - 0x80] = 0x2018, [0x92 - 0x80] = 0x2019,
                                    [0x93 - 0x80] = 0x201C, [0x94 - 0x80] = 0x201D, [0x96 - 0x80] = 0x2013,
                                    [0x97 - 0x80] = 0x2014, [0x9F - 0x80] = 0x178};
    return c < 0xA0 ? high[c - 0x80] : c;
}

static void put_rune(uint32_t rune, sl_buf *out) {
    char utf8[4];
    if (rune != ' ') sl_buf_put(out, (sl_str){utf8, sl_unicode_encode(rune, utf8)});
}

/* An escape of JSON-LD, of which the pages have \n, \" and \uXXXX. */
static size_t put_escape(const char *p, sl_buf *out) {
    char digits[5] = {0};
    if (p[1] != 'u') {
        if (p[1] != 'n') sl_buf_char(out, p[1]);
        return 2;
    }
    memcpy(digits, p + 2, 4);
    put_rune((uint32_t)strtoul(digits, NULL, 16), out);
    return 6;
}

/* Tags taken out, entities and escapes read, white space gone. */
static void put_plain(const char *p, const char *stop, bool is_western, bool is_json, sl_buf *out) {
    while (p < stop) {
        size_t n = 1;
        if (*p == '<' && !is_json) n = (size_t)(strchr(p, '>') - p) + 1;
        else if (*p == '&' && !is_json) put_rune(entity(p, &n), out);
        else if (*p == '\\' && is_json) n = put_escape(p, out);
        else if (is_western && (unsigned char)*p >= 0x80) put_rune(western((unsigned char)*p), out);
        else if (!sl_is_space(*p)) sl_buf_char(out, *p);
        p += n;
    }
    sl_buf_char(out, '\0');
}

static size_t places;

static void check_row(const char *page, const sl_table_rows *rows, size_t row, const char *cell, const sl_buf *raw) {
    uint32_t from, to, line, own = 1;
    sl_buf got = {0}, wanted = {0};
    sl_str value = engine_value(rows, row, cell);
    assert_true(sl_str_number(engine_value(rows, row, "start"), UINT32_MAX, &from));
    assert_true(sl_str_number(engine_value(rows, row, "end"), UINT32_MAX, &to));
    assert_true(sl_str_number(engine_value(rows, row, "line"), UINT32_MAX, &line));
    assert_true(from < to && to < raw->n);
    put_plain(raw->p + from, raw->p + to, strstr(page, "/wire/"), strstr(page, "/app/"), &got);
    put_plain(value.p, value.p + value.n, false, true, &wanted);
    if (strcmp(got.p, wanted.p) != 0)
        fail_msg("%s: bytes %u to %u are\n  %s\n  not %s", page, from, to, got.p, wanted.p);
    for (size_t i = 0; i < from; i++) own += raw->p[i] == '\n';
    assert_int_equal(line, own);
    sl_buf_release(&got);
    sl_buf_release(&wanted);
    places++;
}

static void check_places(const char *page) {
    static const char *const cells[TABLES] = {"evidence", "quote", "text", "text"};
    sl_buf raw = {0};
    run_file(page, SL_MEDIA_HTML, &raw);
    sl_buf_char(&raw, '\0');
    for (size_t t = 0; t < TABLES; t++) {
        const sl_table_rows *rows = engine_table(&e, tables[t]);
        for (size_t i = 0; i < rows->rows.n; i++) check_row(page, rows, i, cells[t], &raw);
    }
    sl_buf_release(&raw);
}

static void rows_point_at_their_bytes(void **state) {
    (void)state;
    places = 0;
    each_page(check_places);
    print_message("# %zu places\n", places);
    assert_true(places > 5000);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(pages_give_the_rows_of_their_articles),
        cmocka_unit_test(rows_point_at_their_bytes),
    };
    return cmocka_run_group_tests_name("pages", tests, begin, end);
}
