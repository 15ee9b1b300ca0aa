/* SPDX-License-Identifier: Apache-2.0
 *
 * HTML: events with their places in the source, and the article out of a page.
 */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "adapt/html.h"
#include "base/bounds.h"
#include "base/buf.h"
#include "text/page.h"

static jmp_buf trouble;
static sl_arena arena;
static sl_buf got;
static sl_str page;
static sl_error err;

static int begin(void **state) {
    (void)state;
    sl_arena_init(&arena, 0, &trouble);
    return setjmp(trouble) ? -1 : 0;
}

static int end(void **state) {
    (void)state;
    sl_arena_release(&arena);
    sl_buf_release(&got);
    return 0;
}

/* --- events ------------------------------------------------------------------------------------------------------- */

static void on_open(void *context, sl_str name, sl_html_attributes attributes) {
    (void)context;
    sl_str class = sl_html_attribute(attributes, "class");
    sl_buf_printf(&got, "<%.*s%s%.*s>", (int)name.n, name.p, class.n ? " " : "", (int)class.n, class.n ? class.p : "");
}

static void on_close(void *context, sl_str name) {
    (void)context;
    sl_buf_printf(&got, "</%.*s>", (int)name.n, name.p);
}

/* Text, and in brackets what it is in the source where that is something else. */
static void on_text(void *context, sl_str text, sl_span at) {
    (void)context;
    sl_str source = sl_str_span(page, at);
    sl_buf_put(&got, text);
    if (!sl_str_eq(text, source)) sl_buf_printf(&got, "[%.*s]", (int)source.n, source.p);
    if (at.to - at.from == text.n) assert_true(sl_str_eq(text, source));
}

static const sl_html_handler handler = {on_open, on_close, on_text};

static sl_status read_events(sl_str html) {
    sl_buf_clear(&got);
    page = html;
    sl_status status = sl_html_read(page, &handler, NULL, &arena, &err);
    sl_buf_char(&got, '\0');
    return status;
}

static void events_know_their_places(void **state) {
    (void)state;
    static const char *const samples[][2] = {
        {"<p>a<b>c</b></p>", "<html><body><p>a<b>c</b></p></body></html>"},
        {"<P CLASS=x>a", "<html><body><p x>a</p></body></html>"},
        {"<p>a &amp; b", "<html><body><p>a &[&amp;] b</p></body></html>"},
        {"<p>a&b AT&T &x; &", "<html><body><p>a&b AT&T &x; &</p></body></html>"},
        {"<p>&eacute;t&#233;&#xE9;", "<html><body><p>\u00e9[&eacute;]t\u00e9[&#233;]\u00e9[&#xE9;]</p></body></html>"},
        {"<p>&amp;amp;&#59;;&#38;&#35", "<html><body><p>&[&amp;]amp;;[&#59;];&[&#38;]#[&#35]</p></body></html>"},
        {"<p>a\001b", "<html><body><p>ab</p></body></html>"},
        {"<p>a<br>b<p>c", "<html><body><p>a<br></br>b</p><p>c</p></body></html>"},
        {"<p>\u00e9 \u20ac \U0001F600", "<html><body><p>\u00e9 \u20ac \U0001F600</p></body></html>"},
        {"", ""},
        {"plain", "<html><body><p>plain</p></body></html>"},
    };
    for (size_t i = 0; i < sizeof samples / sizeof *samples; i++) {
        assert_int_equal(read_events(sl_str_of(samples[i][0])), SL_OK);
        assert_string_equal(got.p, samples[i][1]);
    }
}

/* Longer than the piece in which the parser tells text, with letters of every length where it is cut. */
static void long_text_is_told_whole(void **state) {
    (void)state;
    static const char *const letters[] = {"x", "\u00e9", "\u20ac", "\U0001F600"};
    static const char *const around[] = {"p", "pre", "script"};
    for (size_t i = 0; i < 4; i++) {
        for (size_t k = 0; k < 3; k++) {
            sl_buf html = {0}, text = {0};
            for (size_t n = 0; n < 5000; n++) sl_buf_put(&text, sl_str_of(n % 7 ? letters[i] : "a"));
            sl_buf_char(&text, '\0');
            sl_buf_printf(&html, "<%s>%s</%s>", around[k], text.p, around[k]);
            assert_int_equal(read_events(sl_buf_str(&html)), SL_OK);
            assert_non_null(strstr(got.p, text.p));
            sl_buf_release(&html);
            sl_buf_release(&text);
        }
    }
}

static sl_str repeated(const char *piece, size_t n, const char *last) {
    static sl_buf made;
    sl_buf_clear(&made);
    for (size_t i = 0; i < n; i++) sl_buf_put(&made, sl_str_of(piece));
    sl_buf_put(&made, sl_str_of(last));
    return sl_buf_str(&made);
}

static void bounds_hold(void **state) {
    (void)state;
    assert_int_equal(read_events(repeated("<div>", SL_MAX_HTML_DEPTH - 2, "x")), SL_OK);
    assert_int_equal(read_events(repeated("<div>", SL_MAX_HTML_DEPTH, "x")), SL_LIMIT);
    assert_int_equal(read_events(repeated("<div>", 200000, "x")), SL_LIMIT);
    assert_non_null(strstr(err.message, "deeper"));
    sl_buf tag = {0};
    sl_buf_put(&tag, SL_STR("<p"));
    for (int i = 0; i < 990; i++) sl_buf_printf(&tag, " a%d='%d > 1'", i, i);
    sl_buf_put(&tag, SL_STR(">x<p>a > b"));
    assert_int_equal(read_events(sl_buf_str(&tag)), SL_OK);
    sl_buf_clear(&tag);
    sl_buf_put(&tag, SL_STR("<p"));
    for (int i = 0; i < 1010; i++) sl_buf_printf(&tag, " a%d=%d", i, i);
    assert_int_equal(read_events(sl_buf_str(&tag)), SL_LIMIT);
    assert_non_null(strstr(err.message, "attributes"));
    sl_buf_release(&tag);
}

/* --- pages -------------------------------------------------------------------------------------------------------- */

static const char *article_of(const char *html, const char *published) {
    sl_page read;
    char day[11];
    sl_buf_clear(&got);
    page = sl_str_of(html);
    assert_int_equal(sl_page_read(page, &arena, &read, &err), SL_OK);
    sl_buf_put(&got, sl_mapped_text(&read.text));
    sl_buf_char(&got, '\0');
    sl_day_print(read.published, day);
    assert_string_equal(day, published);
    return got.p;
}

#define LONG "He tore a calf muscle on Saturday, the club said, and will be out for six weeks, perhaps longer."
#define MORE "Brown, who missed the last two games with a cold, is back, and Grey has served his suspension."

static void pages_are_their_articles(void **state) {
    (void)state;
    static const struct {
        const char *html, *text, *published;
    } samples[] = {
        {"<h1>Okafor out</h1><p>" LONG "<p>" MORE, "Okafor out\n\n" LONG "\n\n" MORE, ""},
        {"<title>Okafor out - The Ball</title><p>" LONG "<p>" MORE, "Okafor out\n\n" LONG "\n\n" MORE, ""},
        {"<title>x</title><h1>Okafor out</h1><div><p>" LONG "</div><div><p>" MORE "</div>",
         "Okafor out\n\n" LONG "\n\n" MORE, ""},
        {"<nav><p>" MORE "</nav><p>" LONG "<aside><p>" MORE "</aside><footer><p>" MORE "</footer>", LONG, ""},
        {"<p>" LONG "<figure><figcaption>" MORE "</figcaption></figure><script>x</script><style>y</style>", LONG, ""},
        {"<div class=story>" LONG "</div><div class='related-links'>" MORE "</div><div hidden>" MORE "</div>", LONG,
         ""},
        {"<div>" LONG "<ul><li><a href=x>" MORE "</a></ul></div>", LONG, ""},
        {"<div>" LONG "<p><a href=x>READ MORE: " MORE "</a></div>", LONG, ""},
        {"<div>" LONG "<h3>Related</h3><ul><li><a href=x>" MORE "</a></ul></div>", LONG, ""},
        {"<div><h2>Next</h2>" LONG "</div>", "Next\n\n" LONG, ""},
        {"<div>" LONG "<br>" MORE "<br><br>Short.</div>", LONG "\n" MORE "\n\nShort.", ""},
        {"<p>" LONG "\n\n  <b>Brown</b>\tis&nbsp;back&shy;ing.", LONG " Brown is backing.", ""},
        {"<p>" LONG "<pre>one\n  two three four five six seven</pre>", LONG "\n\none\n  two three four five six seven",
         ""},
        {"<div class='overflow-hidden no-sidebar'><p>" LONG "</div>", LONG, ""},
        {"<div class=comments><p>" LONG "</div>", LONG, ""}, /* there is nothing else */
        {"", "", ""},
        {"<html></html>", "", ""},
    };
    for (size_t i = 0; i < sizeof samples / sizeof *samples; i++)
        assert_string_equal(article_of(samples[i].html, samples[i].published), samples[i].text);
}

#define LD(json) "<script type='application/ld+json'>" json "</script>"
#define META "<meta property='article:published_time' content='2021-03-04T05:06:07Z'>"
#define TIME "<time datetime='2021-05-06'>x</time>"

static void pages_tell_their_dates(void **state) {
    (void)state;
    static const char *const samples[][2] = {
        {LD("{\"@type\":\"NewsArticle\",\"datePublished\":\"2021-02-03T10:00\"}") META TIME, "2021-02-03"},
        {LD("[{\"@type\":\"Thing\",\"datePublished\":\"2020-01-01\"},{\"@type\":[\"x\",\"BlogPosting\"],"
            "\"datePublished\":"
            "\"Wed, 3 Feb 2021\"}]"),
         "2021-02-03"},
        {LD("<!-- {\"@graph\":[{\"@type\":\"Article\",\"datePublished\":\"20210203\"}]} -->"), "2021-02-03"},
        {LD("{\"@type\":\"NewsArticle\", broken") META, "2021-03-04"},
        {LD("{\"@type\":\"NewsArticle\",\"datePublished\":\"2021-02-30\"}") TIME, "2021-05-06"},
        {"<meta name=date content='4 March 2021'>" META TIME, "2021-03-04"},
        {"<meta name=pubdate content='March 4, 2021'>" TIME, "2021-03-04"},
        {"<meta name='OriginalPublicationDate' content='2021/03/04 10:11:12'>", "2021-03-04"},
        {"<nav>" TIME "</nav><time datetime='2021-07-08'>y</time>", "2021-07-08"},
        {"<time>9 July 2021</time>", "2021-07-09"},
        {"<span itemprop=datePublished content='2021-08-09'></span>" TIME, "2021-08-09"},
        {"<p>9 July 2021", ""},
        {"<time>soon</time>", ""},
    };
    for (size_t i = 0; i < sizeof samples / sizeof *samples; i++) article_of(samples[i][0], samples[i][1]);
}

static void a_page_made_by_a_program_is_its_data(void **state) {
    (void)state;
    assert_string_equal(article_of("<div id=root>Loading</div>" LD(
                                       "{\"@type\":\"NewsArticle\",\"headline\":\"Okafor \\u201cout\\u201d\","
                                       "\"articleBody\":\"" LONG "\\n\\nBrown\\/Grey.\"}"),
                                   ""),
                        "Okafor \u201cout\u201d\n\n" LONG "\n\nBrown/Grey.");
    assert_string_equal(article_of("<p>" LONG LD("{\"@type\":\"NewsArticle\",\"articleBody\":\"" MORE "\"}"), ""),
                        LONG);
}

/* A small arena, of any size, on a page of which each byte costs more: it is refused, and the parser's memory freed. */
static void memory_may_run_out(void **state) {
    (void)state;
    static const char piece[] =
        "<p>" LONG " <a href=x>" MORE "</a><ul><li>x" LD("{\"@type\":\"NewsArticle\",\"articleBody\":\"x\"}");
    sl_str html = repeated(piece, 50, "");
    size_t refused = 0, read = 0;
    for (size_t budget = 2000; budget < 400000; budget += budget / 5) {
        jmp_buf full;
        sl_arena small;
        sl_page made;
        sl_arena_init(&small, budget, &full);
        if (setjmp(full)) refused++;
        else if (sl_page_read(html, &small, &made, &err) == SL_OK) read++;
        else assert_int_equal(err.status, SL_NO_MEMORY), refused++;
        sl_arena_release(&small);
    }
    assert_true(refused > 5 && read > 0);
}

static void beginnings_tell_pages(void **state) {
    (void)state;
    static const char *const pages[] = {"<!DOCTYPE html>", " \n<!-- x --><HTML lang=en>", "\xEF\xBB\xBF<html>",
                                        "<head>", "<?xml version='1.0'?><!doctype HTML>"};
    static const char *const texts[] = {"", "<", "Okafor <html>", "<b>x", "date 2021-01-01 <html>", "<!-- <html>"};
    for (size_t i = 0; i < sizeof pages / sizeof *pages; i++) assert_true(sl_page_begins(sl_str_of(pages[i])));
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) assert_false(sl_page_begins(sl_str_of(texts[i])));
    sl_str charset =
        sl_page_charset(SL_STR("<meta name=x content='y'><META http-equiv=x content='text/html; charset=KOI8-R'>"));
    assert_true(sl_str_eq(charset, SL_STR("KOI8-R")));
    assert_int_equal(sl_page_charset(SL_STR("<p>charset=x<meta name=y>")).n, 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(events_know_their_places),
        cmocka_unit_test(long_text_is_told_whole),
        cmocka_unit_test(bounds_hold),
        cmocka_unit_test(pages_are_their_articles),
        cmocka_unit_test(pages_tell_their_dates),
        cmocka_unit_test(a_page_made_by_a_program_is_its_data),
        cmocka_unit_test(memory_may_run_out),
        cmocka_unit_test(beginnings_tell_pages),
    };
    return cmocka_run_group_tests_name("html", tests, begin, end);
}
