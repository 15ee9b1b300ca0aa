/* SPDX-License-Identifier: Apache-2.0
 *
 * Files that hold many articles: JSON, archives, web archives, and what is wrong with them.
 */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "adapt/archive.h"
#include "base/arena.h"
#include "base/bounds.h"
#include "source/jsonsplit.h"
#include "source/reader.h"
#include "source/warc.h"

/* --- bytes in blocks ---------------------------------------------------------------------------------------------- */

typedef struct {
    sl_str left;
    size_t block; /* bytes at a time */
} source;

static sl_status next_block(void *context, sl_str *block, sl_error *err) {
    source *s = context;
    (void)err;
    *block = sl_str_cut(s->left, 0, s->block);
    s->left = sl_str_cut(s->left, s->block, s->left.n);
    return SL_OK;
}

static sl_buf told;

/* "name@at,line:bytes", or "name!why". */
static void tell(const sl_document *d) {
    if (told.n) sl_buf_put(&told, SL_STR(" | "));
    sl_buf_put(&told, sl_buf_str(&d->name));
    if (d->status) sl_buf_printf(&told, "!%s", d->error.message);
    else sl_buf_printf(&told, "@%llu,%llu:", (unsigned long long)d->at, (unsigned long long)d->line);
    if (!d->status) sl_buf_put(&told, sl_buf_str(&d->bytes));
}

static const char *finish_telling(void) {
    sl_buf_char(&told, '\0');
    return told.p;
}

/* --- JSON --------------------------------------------------------------------------------------------------------- */

static const char *split(const char *json, const char *records, bool lines, size_t block) {
    source from = {sl_str_of(json), block};
    sl_jsonsplit_options options = {SL_STR("f"), sl_str_of(records), lines, 30};
    sl_jsonsplit *s = sl_jsonsplit_new((sl_blocks){&from, next_block}, &options);
    sl_document d = {0};
    sl_error err;
    bool found = true;
    sl_buf_clear(&told);
    for (size_t n = 0;; n++) {
        assert_int_equal(sl_jsonsplit_next(s, &d, &found, &err), SL_OK);
        assert_true(n < 100); /* it ends */
        if (!found) break;
        tell(&d);
    }
    sl_document_release(&d);
    sl_jsonsplit_free(s);
    return finish_telling();
}

static void json_is_cut_into_records(void **state) {
    (void)state;
    static const struct {
        const char *json, *records, *told;
        bool lines;
    } samples[] = {
        {"{\"a\":1}", "", "f#1@0,0:{\"a\":1}", false},
        {"\xEF\xBB\xBF [ {\"a\":1} ,\n{\"b\":\"]}\\\"\"}]\n", "", "f#1@6,0:{\"a\":1} | f#2@16,1:{\"b\":\"]}\\\"\"}",
         false},
        {"{\"a\":1}\n{\"b\":2}", "", "f#1@0,0:{\"a\":1} | f#2@8,1:{\"b\":2}", false},
        {"[1, \"x\", [2], true]", "", "f#1@1,0:1 | f#2@4,0:\"x\" | f#3@9,0:[2] | f#4@14,0:true", false},
        {"[][[]][{}]", "", "f#1@3,0:[] | f#2@7,0:{}", false},
        {"", "", "", false},
        {"[]", "", "", false},
        {"{\"n\":{\"r\":[1]},\"r\":{\"x\":[{}],\"a\":[{\"b\":1},{}]},\"z\":[", "r.a",
         "f#1@34,0:{\"b\":1} | f#2@42,0:{}", false},
        {"{\"r\":{\"b\":1}}", "r", "f#1@5,0:{\"b\":1}", false},
        {"{\"r\":[{}]}", "x", "f!no records stand where --records says", false},
        {"[{}]", "r", "f!no records stand where --records says", false},
        {"[{\"a\":1},{\"b\":", "", "f#1@1,0:{\"a\":1} | f#2!the file ends in the middle of this record", false},
        {"[{\"a\":1}", "", "f#1@1,0:{\"a\":1} | f!the file ends in the middle of its array", false},
        {"[{}}, {}]", "", "f#1@1,0:{} | f!what follows is no JSON", false},
        {"{\"a\":1} x", "", "f#1@0,0:{\"a\":1} | f!what follows is no JSON", false},
        {"[{\"a\":\"1234567890123456789012345\"},{}]", "", "f#1!larger than 30 bytes | f#2@35,0:{}", false},
        {"{\"a\":1}\n\nbroken\n{}", "", "f#1@0,0:{\"a\":1}\n | f#2@9,2:broken\n | f#3@16,3:{}", true},
        {"{\"a\":\"1234567890123456789012345\"}\n{}\n", "", "f#1!larger than 30 bytes | f#2@34,1:{}\n", true},
    };
    for (size_t i = 0; i < sizeof samples / sizeof *samples; i++)
        for (size_t block = 1; block < 100; block *= 3)
            assert_string_equal(split(samples[i].json, samples[i].records, samples[i].lines, block), samples[i].told);
}

static void deep_json_costs_one_record(void **state) {
    (void)state;
    sl_buf json = {0};
    sl_buf_put(&json, SL_STR("[{},"));
    for (int i = 0; i < 100000; i++) sl_buf_char(&json, '[');
    for (int i = 0; i < 100000; i++) sl_buf_char(&json, ']');
    sl_buf_put(&json, SL_STR(",{}]"));
    source from = {sl_buf_str(&json), 4096};
    sl_jsonsplit_options options = {SL_STR("f"), {0}, false, 1000000};
    sl_jsonsplit *s = sl_jsonsplit_new((sl_blocks){&from, next_block}, &options);
    sl_document d = {0};
    sl_error err;
    bool found;
    static const sl_status wanted[] = {SL_OK, SL_LIMIT, SL_OK};
    for (size_t i = 0; i < 3; i++) {
        assert_int_equal(sl_jsonsplit_next(s, &d, &found, &err), SL_OK);
        assert_true(found);
        assert_int_equal(d.status, wanted[i]);
    }
    sl_document_release(&d);
    sl_jsonsplit_free(s);
    sl_buf_release(&json);
}

/* --- web archives ------------------------------------------------------------------------------------------------- */

static const char *read_warc(const char *warc, size_t block) {
    source from = {sl_str_of(warc), block};
    sl_warc *w = sl_warc_new((sl_blocks){&from, next_block}, SL_STR("f"), 20);
    sl_document d = {0};
    sl_error err;
    bool found;
    sl_buf_clear(&told);
    for (;;) {
        assert_int_equal(sl_warc_next(w, &d, &found, &err), SL_OK);
        if (!found) break;
        tell(&d);
    }
    sl_document_release(&d);
    if (sl_warc_left_out(w)) sl_buf_printf(&told, " +%llu", (unsigned long long)sl_warc_left_out(w));
    sl_warc_free(w);
    return finish_telling();
}

#define RECORD(type, uri, length)                                                                                      \
    "WARC/1.0\r\nWARC-Type: " type "\r\nWARC-Target-URI: " uri "\r\nContent-Length: " length "\r\n\r\n"
#define HTTP "HTTP/1.1 200 OK\r\nContent-Type: text/html;x\r\n" /* 44 bytes */

static void web_archives_give_their_pages(void **state) {
    (void)state;
    static const char *const samples[][2] = {
        {"", ""},
        {RECORD("response", "u", "49") HTTP "\r\n<p>\r\n\r\n", "f!u@0,0:<p>"},
        {"WARC/0.18\nwarc-type:response\nWARC-Target-URI: <u>\ncontent-length: 49\n\n" HTTP "\r\n<p>\n\n",
         "f!u@0,0:<p>"},
        {RECORD("warcinfo", "x", "3") "abc\r\n\r\n" RECORD("response", "u", "49") HTTP "\r\n<p>", "f!u@0,0:<p>"},
        {RECORD("response", "u", "95") HTTP "Transfer-Encoding: chunked\r\n\r\n3;x\r\n<p>\r\n1\r\nq\r\n0\r\n\r\n",
         "f!u@0,0:<p>q"},
        {RECORD("response", "u", "77") HTTP "Transfer-Encoding: chunked\r\n\r\n<p>", "f!u@0,0:<p>"},
        {RECORD("response", "u", "70") HTTP "Content-Encoding: br\r\n\r\nxx\r\n",
         "f!u!compressed in a way that is not read"},
        {RECORD("response", "u", "47") "HTTP/1.1 404 No\r\nContent-Type: text/html\r\n\r\n<p>", ""},
        {RECORD("response", "u", "45") "HTTP/1.1 200 OK\r\nContent-Type: image/x\r\n\r\nxyz", " +1"},
        {"WARC/1.0\r\nWARC-Type: conversion\r\nWARC-Target-URI: u\r\nContent-Type: text/plain\r\nContent-Length: "
         "3\r\n\r\nabc",
         "f!u@0,0:abc"},
        {RECORD("response", "u", "80") HTTP "\r\n<p>1234567890123456789012345678901", "f!u!larger than 20 bytes"},
        {RECORD("response", "u", "99") HTTP "\r\n<p>", "f!u!the file ends in the middle of this page"},
        {RECORD("response", "u", "49") HTTP "\r\n<p>\r\n\r\nrubbish", "f!u@0,0:<p> | f!what follows is no WARC record"},
        {"rubbish", "f!what follows is no WARC record"},
        {"WARC/1.0\r\n\r\n", "f!what follows is no WARC record"},
    };
    for (size_t i = 0; i < sizeof samples / sizeof *samples; i++)
        for (size_t block = 1; block < 200; block *= 5)
            assert_string_equal(read_warc(samples[i][0], block), samples[i][1]);
}

/* --- files -------------------------------------------------------------------------------------------------------- */

static char home[64], was[512];

static int set_up(void **state) {
    (void)state;
    strncpy(home, "/tmp/sideline-in-XXXXXX", sizeof home);
    return !getcwd(was, sizeof was) || !mkdtemp(home) || chdir(home) != 0;
}

static int tear_down(void **state) {
    (void)state;
    char command[128];
    snprintf(command, sizeof command, "rm -rf '%s'", home);
    sl_buf_release(&told);
    return chdir(was) != 0 || system(command) != 0;
}

static void put_file(const char *path, sl_str bytes) {
    int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0644);
    if (fd < 0 || write(fd, bytes.p, bytes.n) != (ssize_t)bytes.n) fail_msg("cannot write %s", path);
    close(fd);
}

static const char *read_as(const char *path, const sl_reader_options *options, sl_walk_counts *counts) {
    static sl_error err;
    sl_document d = {0};
    bool found;
    sl_buf_clear(&told);
    sl_reader *r = sl_reader_open(path, sl_str_of(path), options, &err);
    if (!r) return err.message;
    for (;;) {
        assert_int_equal(sl_reader_next(r, &d, &found, &err), SL_OK);
        if (!found) break;
        tell(&d);
    }
    *counts = sl_reader_left_out(r);
    sl_document_release(&d);
    sl_reader_close(r);
    return finish_telling();
}

static const char *read_file(const char *path) {
    static const sl_reader_options options = {.limit = 1000};
    sl_walk_counts counts;
    return read_as(path, &options, &counts);
}

/* A tar of one file: a header of 512 bytes, whose sum is right, and the bytes in blocks of as many. */
static void put_tar(sl_buf *tar, const char *name, char type, sl_str bytes) {
    char header[512] = {0};
    unsigned sum = 0;
    snprintf(header, 100, "%s", name);
    snprintf(header + 100, 8, "0000644");
    snprintf(header + 124, 12, "%011o", (unsigned)bytes.n);
    memset(header + 148, ' ', 8);
    header[156] = type;
    memcpy(header + 257, "ustar\00000", 8);
    for (size_t i = 0; i < sizeof header; i++) sum += (unsigned char)header[i];
    snprintf(header + 148, 8, "%06o", sum);
    sl_buf_put(tar, (sl_str){header, sizeof header});
    sl_buf_put(tar, bytes);
    while (tar->n % 512) sl_buf_char(tar, '\0');
}

static void archives_give_their_members(void **state) {
    (void)state;
    sl_buf tar = {0};
    put_tar(&tar, "x/", '5', SL_STR(""));
    put_tar(&tar, "x/a.txt", '0', SL_STR("one"));
    put_tar(&tar, "x/link", '2', SL_STR(""));
    put_tar(&tar, ".hidden/b.txt", '0', SL_STR("no"));
    put_tar(&tar, "../c.txt", '0', SL_STR("no"));
    put_tar(&tar, "x/r.jsonl", '0', SL_STR("{\"a\":1}\n{}"));
    put_tar(&tar, "bad\xFF.txt", '0', SL_STR("two"));
    put_tar(&tar, "empty.txt", '0', SL_STR(""));
    put_file("a.tar", sl_buf_str(&tar));
    static const char all[] =
        "a.tar!x/a.txt@0,0:one | a.tar!../c.txt!its name leads out of the archive | "
        "a.tar!x/r.jsonl#1@0,0:{\"a\":1}\n | a.tar!x/r.jsonl#2@8,1:{} | a.tar!bad\uFFFD.txt@0,0:two | "
        "a.tar!empty.txt@0,0:";
    sl_walk_counts counts;
    sl_reader_options options = {.limit = 1000};
    assert_string_equal(read_as("a.tar", &options, &counts), all);
    assert_int_equal(counts.links, 1);
    assert_int_equal(counts.hidden, 1);
    assert_int_equal(system("gzip -k a.tar && xz -k a.tar && bzip2 -k a.tar"), 0);
    assert_int_equal(strlen(read_file("a.tar.gz")), strlen(all) + 7 * strlen(".gz") - strlen(".gz"));
    assert_non_null(strstr(read_file("a.tar.xz"), "a.tar.xz!x/a.txt@0,0:one"));
    assert_non_null(strstr(read_file("a.tar.bz2"), "a.tar.bz2!empty.txt"));
    sl_globs globs = {.exclude = (const char *const[]){"*.txt"}, .n_exclude = 1};
    options.globs = &globs;
    options.limit = 5;
    assert_string_equal(read_as("a.tar", &options, &counts),
                        "a.tar!x/r.jsonl#1!larger than 5 bytes | a.tar!x/r.jsonl#2@8,1:{}");
    assert_int_equal(counts.excluded, 4);
    sl_buf_release(&tar);
}

static void damage_is_told_once(void **state) {
    (void)state;
    sl_buf tar = {0};
    put_tar(&tar, "a.txt", '0', SL_STR("one"));
    put_tar(&tar, "b.txt", '0', SL_STR("two"));
    put_file("cut.tar", sl_str_cut(sl_buf_str(&tar), 0, 1024 + 300));
    const char *got = read_file("cut.tar");
    assert_non_null(strstr(got, "cut.tar!a.txt@0,0:one | cut.tar!damaged: "));
    put_file("no.tar", SL_STR("this is no tar"));
    assert_non_null(strstr(read_file("no.tar"), "no.tar!damaged: "));
    put_file("no.gz", SL_STR("this is no gzip"));
    assert_string_equal(read_file("no.gz"), "no.gz@0,0:this is no gzip");
    put_file("empty.zip", SL_STR(""));
    assert_string_equal(read_file("empty.zip"), "");
    assert_non_null(strstr(read_file("nowhere.zip"), "cannot open 'nowhere.zip'"));
    assert_int_equal(mkdir("folder.zip", 0777), 0);
    assert_string_equal(read_file("folder.zip"), "not a regular file: 'folder.zip'");
    sl_buf_release(&tar);
}

static void bombs_go_off_outside(void **state) {
    (void)state;
    assert_int_equal(
        system("head -c 100000000 /dev/zero | gzip > bomb.gz; echo one > a; gzip a; gzip < a.gz > twice.gz;"
               "head -c 100000000 /dev/zero > z; echo two > b; tar cf bomb.tar b z; gzip bomb.tar"),
        0);
    assert_string_equal(read_file("bomb.gz"), "bomb.gz!larger than 1000 bytes");
    assert_string_equal(read_file("bomb.tar.gz"), "bomb.tar.gz!b@0,0:two\n | bomb.tar.gz!z!larger than 1000 bytes | "
                                                  "bomb.tar.gz!it unpacks to more than 250 times its size");
    assert_string_equal(read_file("twice.gz"), "twice.gz!compressed more than once");
}

/* Whatever allocation fails: the reader says so, and nothing is lost (AddressSanitizer sees to that). */
static void memory_may_run_out(void **state) {
    (void)state;
    static const char *const files[] = {"m.tar", "m.jsonl", "m.warc"};
    sl_buf tar = {0};
    put_tar(&tar, "a.txt", '0', SL_STR("one"));
    put_tar(&tar, "r.json", '0', SL_STR("[{},{}]"));
    put_file("m.tar", sl_buf_str(&tar));
    put_file("m.jsonl", SL_STR("{}\n{}\n"));
    put_file("m.warc", SL_STR(RECORD("response", "u", "49") HTTP "\r\n<p>\r\n\r\n"));
    sl_reader_options options = {.limit = 1000};
    size_t refused = 0;
    for (uint64_t n = 1; n < 40 * 3; n++) {
        const char *path = files[n % 3];
        sl_error err = {0};
        sl_document d = {0};
        bool found = true;
        sl_heap_fail_at(n / 3 + 1);
        sl_reader *r = sl_reader_open(path, sl_str_of(path), &options, &err);
        sl_status status = r ? SL_OK : err.status;
        while (r && found && status == SL_OK) status = sl_reader_next(r, &d, &found, &err);
        sl_heap_fail_at(0);
        assert_true(status == SL_OK || (status == SL_NO_MEMORY && err.status == SL_NO_MEMORY && err.message[0]));
        refused += status != SL_OK;
        sl_document_release(&d);
        sl_reader_close(r);
    }
    assert_true(refused > 15);
    sl_buf_release(&tar);
}

static void names_tell_who_reads(void **state) {
    (void)state;
    static const char *const many[] = {"a.zip",  "A.ZIP",       "a.tar",    "a.tar.gz",  "a.tgz",      "a.txt.xz",
                                       "a.json", "a.jsonl.zst", "a.ndjson", "a.warc.gz", "a.html.bz2", "-"};
    static const char *const one[] = {"a.txt", "a.html", "zip", "a", "a.gz.txt", "json"};
    for (size_t i = 0; i < sizeof many / sizeof *many; i++) assert_true(sl_reader_needed(sl_str_of(many[i])));
    for (size_t i = 0; i < sizeof one / sizeof *one; i++) assert_false(sl_reader_needed(sl_str_of(one[i])));
}

static void globs_are_those_of_a_shell(void **state) {
    (void)state;
    static const struct {
        const char *pattern, *name;
        bool matches;
    } samples[] = {
        {"*.txt", "a.txt", true},
        {"*.txt", "news/a.txt", true},
        {"*.txt", "a.txt.gz", false},
        {"a?c", "abc", true},
        {"a?c", "ac", false},
        {"[a-c]x", "bx", true},
        {"[!a-c]x", "bx", false},
        {"[]]", "]", true},
        {"\\*", "*", true},
        {"\\*", "a", false},
        {"2024/*.txt", "n/2024/a.txt", true},
        {"2024/*.txt", "n/2024/x/a.txt", false},
        {"n/*/a", "n/x/a", true},
        {"a*b*c", "aXbXbXc", true},
        {"a*b*c", "aXbXbX", false},
        {"", "a", false},
        {"*", "", true},
        {"[a", "[a", false},
        {"/a", "a", true},
        {"old", "news/old", true},
        {"old", "news/older", false},
    };
    for (size_t i = 0; i < sizeof samples / sizeof *samples; i++)
        if (sl_glob_matches(samples[i].pattern, sl_str_of(samples[i].name)) != samples[i].matches)
            fail_msg("%s %s", samples[i].pattern, samples[i].name);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(json_is_cut_into_records),
        cmocka_unit_test(deep_json_costs_one_record),
        cmocka_unit_test(web_archives_give_their_pages),
        cmocka_unit_test(archives_give_their_members),
        cmocka_unit_test(damage_is_told_once),
        cmocka_unit_test(bombs_go_off_outside),
        cmocka_unit_test(memory_may_run_out),
        cmocka_unit_test(names_tell_who_reads),
        cmocka_unit_test(globs_are_those_of_a_shell),
    };
    return cmocka_run_group_tests_name("containers", tests, set_up, tear_down);
}
