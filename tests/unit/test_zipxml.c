/* SPDX-License-Identifier: Apache-2.0
 *
 * Zip files of XML files: whole ones, and such as a full disk leaves.
 */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdlib.h>
#include <unistd.h>

#include "adapt/zipxml.h"
#include "base/buf.h"

#include <zlib.h>

#define XML "<?xml version=\"1.0\"?>\n"

/* A member as it stands in a zip file; its sizes and its checksum are not looked at. */
static void put_member(sl_str text, sl_buf *zip) {
    static const unsigned char header[30] = {'P', 'K', 3, 4, 20, 0, 0, 0, 8, [26] = 1};
    unsigned char packed[8192];
    z_stream stream = {0};
    assert_int_equal(deflateInit2(&stream, 9, Z_DEFLATED, -MAX_WBITS, 8, Z_DEFAULT_STRATEGY), Z_OK);
    unsigned char *bytes = malloc(text.n + 1);
    memcpy(bytes, text.p, text.n);
    stream.next_in = bytes;
    stream.avail_in = (uInt)text.n;
    stream.next_out = packed;
    stream.avail_out = sizeof packed;
    assert_int_equal(deflate(&stream, Z_FINISH), Z_STREAM_END);
    sl_buf_put(zip, (sl_str){(const char *)header, sizeof header});
    sl_buf_char(zip, 'x'); /* its name */
    sl_buf_put(zip, (sl_str){(const char *)packed, sizeof packed - stream.avail_out});
    deflateEnd(&stream);
    free(bytes);
}

static sl_status check(const sl_buf *zip) {
    char path[] = "/tmp/sideline-zip-XXXXXX";
    int file = mkstemp(path);
    assert_true(file >= 0);
    assert_int_equal(write(file, zip->p, zip->n), zip->n);
    close(file);
    sl_status status = sl_zipxml_check(path, NULL);
    unlink(path);
    return status;
}

static sl_status check_members(const sl_str *texts, size_t n, const char *end) {
    sl_buf zip = {0};
    for (size_t i = 0; i < n; i++) put_member(texts[i], &zip);
    sl_buf_put(&zip, sl_str_of(end));
    sl_status status = check(&zip);
    sl_buf_release(&zip);
    return status;
}

static void finds_what_is_cut(void **state) {
    (void)state;
    const sl_str whole = SL_STR(XML "<a x=\"1\"><b/></a>"), line = SL_STR(XML "<sheet>1</sheet>\n");
    const sl_str cut[] = {SL_STR(XML "<a x=\"1\"><b/></"), SL_STR(XML "<a><b></b>"), SL_STR(XML), SL_STR(""),
                          SL_STR(XML "<a></aa>")};
    assert_int_equal(check_members((sl_str[]){whole, line}, 2, "PK\1\2"), SL_OK);
    for (size_t i = 0; i < sizeof cut / sizeof *cut; i++)
        assert_int_equal(check_members((sl_str[]){whole, cut[i]}, 2, "PK\1\2"), SL_IO);
    assert_int_equal(check_members(&whole, 1, ""), SL_IO); /* no directory */
    assert_int_equal(check_members(NULL, 0, "PK\1\2"), SL_IO);
    assert_int_equal(sl_zipxml_check("/nowhere/x.zip", NULL), SL_IO);
}

/* Longer than a block, and cut at each place near its end. */
static void looks_at_the_end_of_a_long_one(void **state) {
    (void)state;
    sl_buf text = {0};
    sl_buf_put(&text, SL_STR(XML "<long>"));
    for (int i = 0; i < 100000; i++) sl_buf_printf(&text, "<r/>");
    sl_buf_put(&text, SL_STR("</long>"));
    sl_str all = sl_buf_str(&text);
    assert_int_equal(check_members(&all, 1, "PK\1\2"), SL_OK);
    for (size_t less = 1; less < 20; less++) {
        sl_str part = sl_str_cut(all, 0, all.n - less);
        assert_int_equal(check_members(&part, 1, "PK\1\2"), SL_IO);
    }
    sl_buf_release(&text);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(finds_what_is_cut),
        cmocka_unit_test(looks_at_the_end_of_a_long_one),
    };
    return cmocka_run_group_tests_name("zipxml", tests, NULL, NULL);
}
