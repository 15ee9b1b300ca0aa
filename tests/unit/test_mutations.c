/* SPDX-License-Identifier: Apache-2.0
 *
 * Broken input of every kind: pages, records, archives and web archives, cut and changed at random. Whatever comes, a
 * reader ends, articles are read or refused, and each row points into its bytes. Worth most under AddressSanitizer.
 * SIDELINE_MUTATIONS sets the rounds; the seed of a round is its number, so a failure can be had again.
 */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <fcntl.h>
#include <unistd.h>

#include "adapt/html.h"
#include "article.h"
#include "base/bounds.h"
#include "engine.h"
#include "source/load.h"
#include "source/reader.h"

enum { ROUNDS = 150, MOST_CHANGES = 12 };

static const engine_file files[] = {{"test.rules",
                                     "sideline: 1\n"
                                     "list known: = Ade Okafor | Okafor | Brown\n"
                                     "list pain: = knee | calf | hamstring\n"
                                     "person player: {known}\n"
                                     "table facts: article, player, pain, evidence, line, start, end\n"
                                     "  needs: player, pain\n"
                                     "rule fact -> facts\n"
                                     "  match: {player}{gap 6}{pain}\n"
                                     "  yes: Ade Okafor tore his calf. => player=Ade Okafor; pain=calf\n"},
                                    {0}};

static engine e;
static char home[64], path[96];
static size_t rows, refused, articles;

static int begin(void **state) {
    (void)state;
    engine_begin(&e, files);
    strncpy(home, "/tmp/sideline-mut-XXXXXX", sizeof home);
    return mkdtemp(home) ? 0 : -1;
}

static int end(void **state) {
    (void)state;
    char command[128];
    snprintf(command, sizeof command, "rm -rf '%s'", home);
    engine_end(&e);
    return system(command);
}

/* --- seeds -------------------------------------------------------------------------------------------------------- */

static const char page[] =
    "<!DOCTYPE html><html><head><meta charset='utf-8'><title>Okafor out - The Ball</title>\n"
    "<script "
    "type=\"application/ld+json\">{\"@type\":\"NewsArticle\",\"datePublished\":\"2021-02-09\",\"headline\":\"x\","
    "\"articleBody\":\"Ade Okafor tore his \\u201ccalf\\u201d.\"}</script></head><body><nav><ul><li><a "
    "href=/>Home</a></ul></nav>\n"
    "<article class='story-body'><h1>Okafor &amp; Brown out</h1><p>Ade <b>Okafor</b> tore his&nbsp;left <a "
    "href='/x'>calf</a>, the "
    "club said.<p>&ldquo;Brown&rsquo;s knee is fine,&#8221; he said.<br>And more.<figure><figcaption>Brown, "
    "calf</figcaption></figure>"
    "<table><tr><td>Okafor<td>hamstring</table><pre>Ade Okafor\n  knee</pre></article><footer>Brown "
    "knee</footer></body></html>\n";

static const char records[] =
    "[{\"id\":1,\"title\":\"Okafor\",\"date\":\"2021-02-09\",\"text\":\"Ade Okafor tore his \\u00e9 \\ud83d\\ude00 "
    "calf.\"},\n"
    "{\"id\":\"b\",\"body\":[\"Brown hurt his knee.\",\"<p>Okafor&rsquo;s calf<\\/p>\"],\"x\":[1,{\"y\":null}]}]\n";

static const char lines[] = "{\"id\":1,\"text\":\"Ade Okafor tore his calf.\"}\n"
                            "{\"id\":2,\"text\":\"Brown\\u2019s bad knee.\"}\n";

static const char web[] = "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: http://x\r\nContent-Length: 121\r\n\r\n"
                          "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\n"
                          "1f\r\n<p>Ade Okafor tore his calf.</p>\r\n0\r\n\r\n\r\n\r\n"
                          "WARC/1.0\r\nWARC-Type: conversion\r\nWARC-Target-URI: http://y\r\nContent-Type: "
                          "text/plain\r\nContent-Length: 20\r\n\r\n"
                          "Brown hurt his knee.\r\n\r\n";

/* --- changes ------------------------------------------------------------------------------------------------------ */

static const char *const bits[] = {"<",     ">",        "&",      "</p>",       "<p>",  "<script>",    "<!--", "\"",
                                   "\\",    "\\u",      "{",      "}",          "[",    "]",           ",",    ":",
                                   "\0",    "\xFF\xFE", "&#",     "&#x110000;", "\n",   "\r\n\r\n",    "\xE2", "\x80",
                                   "<div>", "</div>",   "<a b='", "-->",        "<td>", "\xEF\xBB\xBF"};

static void change(sl_buf *bytes, uint64_t *random) {
    size_t at = bytes->n ? article_random(random) % bytes->n : 0;
    size_t n = article_random(random) % 20;
    switch (article_random(random) % 6) {
    case 0: bytes->n = at; return;
    case 1:
        if (bytes->n) bytes->p[at] = (char)article_random(random);
        return;
    case 2:
        if (at + n <= bytes->n) memmove(bytes->p + at, bytes->p + at + n, bytes->n - at - n), bytes->n -= n;
        return;
    case 3: /* a piece of it once more at the end */
        for (size_t i = 0; i < n * 4 && at + i < bytes->n; i++) sl_buf_char(bytes, bytes->p[at + i]);
        return;
    default: {
        const char *bit = bits[article_random(random) % (sizeof bits / sizeof *bits)];
        size_t size = *bit ? strlen(bit) : 1;
        if (at + size <= bytes->n) memcpy(bytes->p + at, bit, size);
    }
    }
}

/* --- what holds for each ------------------------------------------------------------------------------------------ */

static uint64_t number(const sl_table_rows *t, size_t row, const char *column) {
    uint64_t n = 0;
    assert_true(sl_str_count(engine_value(t, row, column), &n));
    return n;
}

static void check_article(const sl_document *d, sl_str raw) {
    sl_article_result result;
    sl_error err = {0};
    articles++;
    sl_status status = d->status ? d->status : sl_pipeline_document(e.worker, d, raw, &e.options, &result, &err);
    if (status) {
        refused++;
        assert_true((d->status ? d->error.message : err.message)[0] != '\0');
        return;
    }
    e.result = result;
    const sl_table_rows *facts = engine_table(&e, "facts");
    for (size_t i = 0; i < facts->rows.n; i++) {
        uint64_t from = number(facts, i, "start"), to = number(facts, i, "end");
        assert_true(d->at <= from && from < to && to <= d->at + raw.n);
        assert_true(number(facts, i, "line") > d->line);
        rows++;
    }
}

static void read_all(void) {
    sl_reader_options options = {.limit = 100000};
    sl_error err;
    sl_document d = {0};
    bool found = true;
    sl_reader *r = sl_reader_open(path, sl_str_of(path), &options, &err);
    assert_non_null(r);
    for (size_t n = 0; n < 10000; n++) {
        assert_int_equal(sl_reader_next(r, &d, &found, &err), SL_OK);
        if (!found) break;
        check_article(&d, sl_buf_str(&d.bytes));
    }
    assert_false(found);
    sl_document_release(&d);
    sl_reader_close(r);
}

static void put_file(sl_str bytes) {
    int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0644);
    assert_true(fd >= 0 && write(fd, bytes.p, bytes.n) == (ssize_t)bytes.n);
    close(fd);
}

/* `name`: of the file that a reader is given; NULL: a page, read as it is. */
static void mutate(sl_str seed, const char *name) {
    const char *asked = getenv("SIDELINE_MUTATIONS");
    size_t rounds = asked ? strtoul(asked, NULL, 10) : ROUNDS;
    rows = refused = articles = 0;
    if (name) snprintf(path, sizeof path, "%s/%s", home, name);
    for (uint64_t round = 0; round < rounds; round++) {
        uint64_t random = round * 0x9E3779B97F4A7C15 + 1;
        sl_buf bytes = {0};
        sl_buf_put(&bytes, seed);
        size_t changes = round ? 1 + article_random(&random) % MOST_CHANGES : 0;
        for (size_t i = 0; i < changes; i++) change(&bytes, &random);
        if (name) put_file(sl_buf_str(&bytes)), read_all();
        else check_article(&(sl_document){.media = SL_MEDIA_HTML}, sl_buf_str(&bytes));
        sl_buf_release(&bytes);
    }
    print_message("# %s: %zu articles, %zu refused, %zu rows\n", name ? name : "page", articles, refused, rows);
    assert_true(2 * articles >= rounds && rows > 0); /* of an empty archive there is none */
}

static void pages(void **state) {
    (void)state;
    mutate(SL_STR(page), NULL);
}

static void json(void **state) {
    (void)state;
    mutate(SL_STR(records), "a.json");
    mutate(SL_STR(lines), "a.jsonl");
}

static void web_archives(void **state) {
    (void)state;
    mutate(SL_STR(web), "a.warc");
}

/* Made once by the programs that everybody has. */
static void archives(void **state) {
    (void)state;
    static const char *const names[] = {"b.tar", "b.tar.gz", "b.tar.xz", "b.tar.bz2"};
    char command[1024];
    snprintf(command, sizeof command,
             "cd '%s' && mkdir x && printf 'Ade Okafor tore his calf.' > x/a.txt && printf '<html><p>Brown hurt his "
             "knee.' > x/b.html "
             "&& tar cf b.tar x && gzip -k b.tar && xz -k b.tar && bzip2 -k b.tar",
             home);
    assert_int_equal(system(command), 0);
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        sl_buf seed = {0};
        sl_error err;
        snprintf(path, sizeof path, "%s/%s", home, names[i]);
        assert_int_equal(sl_load(path, SL_MAX_ARTICLE, &seed, &err), SL_OK);
        mutate(sl_buf_str(&seed), names[i]);
        sl_buf_release(&seed);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(pages),
        cmocka_unit_test(json),
        cmocka_unit_test(web_archives),
        cmocka_unit_test(archives),
    };
    return cmocka_run_group_tests_name("mutations", tests, begin, end);
}
