/* SPDX-License-Identifier: Apache-2.0
 *
 * The folded view: what each character becomes, and that every position of it maps to the right bytes.
 */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "adapt/unicode.h"
#include "text/text.h"

#include <utf8proc.h>

static jmp_buf trouble;
static sl_arena out, tmp;

static int set_up(void **state) {
    (void)state;
    sl_arena_init(&out, 0, &trouble);
    sl_arena_init(&tmp, 0, &trouble);
    return 0;
}

static int tear_down(void **state) {
    (void)state;
    sl_arena_release(&out);
    sl_arena_release(&tmp);
    return 0;
}

static void make(sl_str raw, sl_text *text) {
    sl_error err;
    sl_status status =
        sl_text_make(SL_STR("a.txt"), raw, &(sl_text_options){.date = SL_NO_DAY}, &out, &tmp, text, &err);
    if (status) fail_msg("%s", err.message);
}

/** What a text becomes, alone. `printed` is what its whole view is cut from, where that is not all of it. */
static const struct {
    const char *text, *view;
} folds[] = {
    {"plain ASCII, it's \"all\" 2-0", "plain ASCII, it's \"all\" 2-0"},
    {"J\u00FCrgen \u00D8deg\u00E5rd \u0141ukasz \u0110or\u0111e", "Jurgen Odegard Lukasz Dorde"},
    {"Jose\u0301 N\u0303an\u0303ez", "Jose Nanez"},
    {"Stra\u00DFe \u00C6gir \u00E6 \u0153uvre I\u015F\u0131k \u00DE\u00F3r \u00F0 \u00FE \u0127",
     "Strasse AEgir ae oeuvre Isik THor d th h"},
    {"\u01FD \u01FF \u1EC7 \u01D6", "ae o e u"},
    {"\u0419\u043E\u0446\u0451 \u03AC\u03CA\u0390 \u1F82", "\u0418\u043E\u0446\u0435 \u03B1\u03B9\u03B9 \u03B1"},
    {"\u2010\u2011\u2012\u2013\u2014\u2015\u2212\uFE58\uFF0D", "---------"},
    {"ham\u00ADstring knee\u200B\u200C\u200D\uFEFF\u2060s", "hamstring knees"},
    {"a\u00A0b\u2009c\u3000d\u202Fe\tf\vg\fh", "a b c d e f g h"},
    {"a\u2028b\u2029c\r\nd\ne\rf\xC2\x85g", "a\nb\nc\nd\ne\nf\ng"},
    {"\u2018a\u2019 \u201Ab\u201B c\u2032 \u00B4d` \u2039e\u203A", "'a' 'b' c' 'd' 'e'"},
    {"\u201Ca\u201D \u201Eb\u201F c\u2033 \u00ABd\u00BB \u301De\u301E\u301F", "\"a\" \"b\" c\" \"d\" \"e\"\""},
    {"''a'' ``b'' \u2018\u2018c\u2019\u2019 '''d", "\"a\" \"b\" \"c\" \"'d"},
    {"wait\u2026 \uFB01t \uFB02y o\uFB03ce \u017Ftop \u212Aane", "wait... fit fly office stop Kane"},
    {"\uFF21\uFF42\uFF19\uFF02\uFF07", "Ab9\"'"},
    {"\u1100\u1161\u11A8 \uAC00\u11A8", "\uAC01 \uAC01"},
    {"\u0958 \u05D0\u05BC", "\u0915\u093C \u05D0\u05BC"},
    {"\u0301a \u0301b", "a b"},
    {"e\u200D\u0301e", "ee"},
    {"a\x01"
     "b\x7F"
     "c\xC2\x9D"
     "d",
     "a b c d"},
    {"\xF0\x97\x80\x80x\xF0\x98\x9F\xBF", "\uFFFDx\uFFFD"},
    {"\xF0\x9F\xA4\x95 \xE2\x9A\xBD\xEF\xB8\x8F", "\xF0\x9F\xA4\x95 \xE2\x9A\xBD"},
};

static void test_folds(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof folds / sizeof *folds; i++) {
        sl_text text;
        make(sl_str_of(folds[i].text), &text);
        if (!sl_str_eq(text.view, sl_str_of(folds[i].view)))
            fail_msg("%zu: '%s' became '%.*s'", i, folds[i].text, (int)text.view.n, text.view.p);
        sl_str alone = sl_fold(sl_str_of(folds[i].text), &out);
        assert_true(sl_str_eq(alone, text.view));
    }
}

static void test_plain_text_is_its_own_view(void **state) {
    (void)state;
    sl_str raw = SL_STR("Okafor's knee,\nshe said, isn't \"right\" [yet]~");
    sl_text text;
    make(raw, &text);
    assert_ptr_equal(text.view.p, raw.p);
    assert_int_equal(text.view_to_text.n, 0);
    assert_int_equal(text.text_to_raw.n, 0);
}

/** One byte out of the ordinary, at every distance from the 8-byte steps of the scan. */
static void test_every_offset_is_looked_at(void **state) {
    (void)state;
    static const char odd[] = {'`', '\t', '\x7F', '\r', '\x1F'};
    for (size_t k = 0; k < sizeof odd; k++)
        for (size_t at = 0; at < 40; at++) {
            char s[40];
            memset(s, 'x', sizeof s);
            s[at] = odd[k];
            sl_str folded = sl_fold((sl_str){s, sizeof s}, &out);
            s[at] = odd[k] == '`' ? '\'' : odd[k] == '\r' ? '\n' : ' ';
            assert_true(sl_str_eq(folded, (sl_str){s, sizeof s}));
        }
}

static void test_shapes(void **state) {
    (void)state;
    static const struct {
        const char *text, *sides; /* o opens, c closes, in order; straight ones are not listed */
    } cases[] = {
        {"\u201CYes,\u201D he said. \u201CNo.\u201D", "ococ"},
        {"\u201EJa\u201C, sagte er. \u201ENein.\u201C \u201CYes\u201D", "ococ"
                                                                        "oc"},
        {"\u201EJa\u201D \u201CYes\u201D", "oc"
                                           "oc"},
        {"\u201Aja\u2018 \u2018yes\u2019", "oc"
                                           "oc"},
        {"said\u201A \u2018yes\u2019", "oc"}, /* a low mark for a comma */
        {"\u201EOpen for ever\n\n\u201CNext\u201D", "ooc"},
        {"\u00ABOui\u00BB, \u00AB\u00A0non\u00A0\u00BB", "ococ"},
        {"\u00BBJa\u00AB, \u00BBnein.\u00AB", "ococ"},
        {"``Yes'' and `no'", "oo"},
        {"\u2018\u2018Yes\u2019\u2019", "oc"},
        {"Okafor\u2019s 6\u2032 2\u2033 \"straight\" 'marks' it`s", "c"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        sl_text text;
        char got[32] = "";
        make(sl_str_of(cases[i].text), &text);
        for (size_t k = 0; k < text.shaped.n && k < 31; k++) {
            char mark = text.view.p[text.shaped.v[k].at];
            assert_true(mark == '\'' || mark == '"');
            got[k] = text.shaped.v[k].side == SL_SIDE_OPENS ? 'o' : 'c';
        }
        if (strcmp(got, cases[i].sides) != 0) fail_msg("%s: %s, not %s", cases[i].text, got, cases[i].sides);
    }
}

/* ---- the property: random mixes, in several encodings ---- */

static const struct {
    const char *text, *view;
} pieces[] = {
    {"Okafor", "Okafor"},
    {" ", " "},
    {"\n", "\n"},
    {"\r\n", "\n"},
    {"7", "7"},
    {", ", ", "},
    {"\"", "\""},
    {"\u00E9", "e"},
    {"e\u0301", "e"},
    {"A\u0308\u0323", "A"},
    {"\u00DF", "ss"},
    {"\u00E6", "ae"},
    {"\u00D8", "O"},
    {"\u0142", "l"},
    {"\u201C", "\""},
    {"\u201D", "\""},
    {"\u2019", "'"},
    {"\u2026", "..."},
    {"\u00AD", ""},
    {"\u200B", ""},
    {"\uFEFF", ""},
    {"\u00A0", " "},
    {"\u3000", " "},
    {"\u2014", "-"},
    {"\uFB01", "fi"},
    {"`", "'"},
    {"\uFF21", "A"},
    {"\t", " "},
    {"\u0416", "\u0416"},
    {"\u0439", "\u0438"},
    {"\u4E2D\u6587", "\u4E2D\u6587"},
    {"\u0958", "\u0915\u093C"},
    {"\u1100\u1161", "\uAC00"},
    {"\xF0\x97\x80\x80", "\uFFFD"},
    {"\uFFFD", "\uFFFD"},
    {"\xF0\x9F\xA4\x95", "\xF0\x9F\xA4\x95"},
    {"\u212A", "K"},
    {"\u0390", "\u03B9"},
    {"\u2028", "\n"},
    {"\x02", " "},
    {"''", "\""},
    {"\u01FD", "ae"},
    {"e\u200D\u0301", "e"},
};
enum { PIECES = sizeof pieces / sizeof *pieces, MOST = 400 };

typedef struct {
    sl_off text, view, raw;
    size_t kind;
} placed;

typedef struct {
    const char *name;
    const char *mark;
    size_t mark_n, unit; /* unit: bytes of UTF-16 or UTF-32; 1 is UTF-8 */
    bool big;
} encoding;

static const encoding encodings[] = {
    {"UTF-8", "", 0, 1, false},
    {"UTF-8", "\xEF\xBB\xBF", 3, 1, false},
    {"UTF-16LE", "\xFF\xFE", 2, 2, false},
    {"UTF-16BE", "\xFE\xFF", 2, 2, true},
    {"UTF-32LE", "\xFF\xFE\0\0", 4, 4, false},
    {"UTF-32BE", "\0\0\xFE\xFF", 4, 4, true},
};

static uint32_t seed = 12345;

static uint32_t draw(uint32_t below) {
    seed = seed * 1664525u + 1013904223u;
    return (uint32_t)(((uint64_t)(seed >> 8) * below) >> 24);
}

static size_t put_unit(char *raw, size_t n, const encoding *e, uint32_t unit) {
    for (size_t i = 0; i < e->unit; i++) {
        size_t shift = 8 * (e->big ? e->unit - 1 - i : i);
        raw[n + i] = (char)(unit >> shift & 0xFF);
    }
    return n + e->unit;
}

static size_t put_encoded(char *raw, size_t n, const encoding *e, sl_str s) {
    if (e->unit == 1) {
        memcpy(raw + n, s.p, s.n);
        return n + s.n;
    }
    while (s.n) {
        size_t size;
        uint32_t rune = sl_unicode_decode(s, &size);
        if (rune >= 0x10000 && e->unit == 2) {
            n = put_unit(raw, n, e, 0xD7C0 + (rune >> 10));
            n = put_unit(raw, n, e, 0xDC00 + (rune & 0x3FF));
        } else {
            n = put_unit(raw, n, e, rune);
        }
        s = sl_str_cut(s, size, s.n);
    }
    return n;
}

/** Two pieces that would become one thing side by side. */
static bool merge(size_t a, size_t b) {
    const char *x = pieces[a].text, *y = pieces[b].text;
    bool single = strcmp(x, "`") == 0 || strcmp(x, "\u2019") == 0 || strcmp(x, "''") == 0;
    return single && strcmp(x, y) == 0;
}

static bool is_strange(size_t kind) {
    return pieces[kind].text[0] == 2 || strcmp(pieces[kind].text, "\uFFFD") == 0;
}

typedef struct {
    char text[MOST * 12], view[MOST * 12], raw[MOST * 48];
    size_t text_n, view_n, raw_n;
    placed places[MOST + 1];
    size_t n;
} mix;

static void draw_mix(mix *m, const encoding *e) {
    size_t wanted = 1 + draw(MOST - 1), last = PIECES;
    bool strange = false; /* more than a few control characters would be a binary file */
    *m = (mix){0};
    memcpy(m->raw, e->mark, e->mark_n);
    m->raw_n = e->mark_n;
    for (m->n = 0; m->n < wanted; m->n++) {
        size_t kind = draw(3) == 0 ? 0 : draw(PIECES);
        if (m->n == 0) kind = 0; /* so that the text does not begin with its own byte order mark */
        if (is_strange(kind)) {
            if (strange) kind = 0;
            strange = true;
        }
        if (last < PIECES && merge(last, kind)) kind = 0;
        sl_str text = sl_str_of(pieces[kind].text), view = sl_str_of(pieces[kind].view);
        m->places[m->n] = (placed){(sl_off)m->text_n, (sl_off)m->view_n, (sl_off)m->raw_n, kind};
        memcpy(m->text + m->text_n, text.p, text.n);
        memcpy(m->view + m->view_n, view.p, view.n);
        m->raw_n = put_encoded(m->raw, m->raw_n, e, text);
        m->text_n += text.n;
        m->view_n += view.n;
        if (view.n) last = kind;
        else last = PIECES;
    }
    m->places[m->n] = (placed){(sl_off)m->text_n, (sl_off)m->view_n, (sl_off)m->raw_n, 0};
}

static size_t hits[PIECES], spans_checked, positions_checked;

static bool span_is(sl_span got, sl_off from, sl_off to) {
    return got.from == from && got.to == to;
}

/** Pieces i..j, of which the first and the last are visible. */
static void check_span(const sl_text *text, const mix *m, size_t i, size_t j) {
    const placed *a = &m->places[i], *z = &m->places[j], *end = &m->places[j + 1];
    sl_span view = {a->view, z->view + (sl_off)strlen(pieces[z->kind].view)};
    sl_str cut = sl_text_cut(text, view);
    if (!sl_str_eq(cut, (sl_str){m->text + a->text, end->text - a->text}))
        fail_msg("'%.*s' cut as '%.*s'", (int)(end->text - a->text), m->text + a->text, (int)cut.n, cut.p);
    assert_true(span_is(sl_text_on_disk(text, view), a->raw, end->raw));
    spans_checked++;
}

/** Each byte of a piece alone: a linear piece byte for byte, any other as a whole. */
static void check_positions(const sl_text *text, const mix *m, size_t i) {
    const placed *p = &m->places[i];
    const char *from = pieces[p->kind].text, *to = pieces[p->kind].view;
    bool linear = strcmp(from, to) == 0;
    sl_off n = (sl_off)strlen(to);
    for (sl_off k = 0; k < n; k++) {
        sl_span got = sl_map_span(&text->view_to_text, (sl_span){p->view + k, p->view + k + 1});
        bool ascii = !(to[k] & 0x80);
        if (linear && ascii) assert_true(span_is(got, p->text + k, p->text + k + 1));
        if (!linear && ascii) assert_true(span_is(got, p->text, m->places[i + 1].text));
        positions_checked++;
    }
    hits[p->kind]++;
}

static void test_positions_map_back(void **state) {
    (void)state;
    static mix m;
    for (size_t round = 0; round < 1200; round++) {
        const encoding *e = &encodings[round % (sizeof encodings / sizeof *encodings)];
        sl_text text;
        draw_mix(&m, e);
        make((sl_str){m.raw, m.raw_n}, &text);
        assert_string_equal(text.encoding, e->name);
        assert_true(sl_str_eq(text.text, (sl_str){m.text, m.text_n}));
        assert_true(sl_str_eq(text.view, (sl_str){m.view, m.view_n}));
        for (size_t i = 0; i < m.n; i++) {
            if (*pieces[m.places[i].kind].view == '\0') continue;
            check_positions(&text, &m, i);
            size_t j = i + draw((uint32_t)(m.n - i));
            while (*pieces[m.places[j].kind].view == '\0') j--;
            check_span(&text, &m, i, j);
        }
        sl_arena_clear(&out);
        sl_arena_clear(&tmp);
    }
    size_t fewest = SIZE_MAX;
    for (size_t i = 0; i < PIECES; i++)
        if (*pieces[i].view && hits[i] < fewest) fewest = hits[i];
    print_message("positions %zu, spans %zu, rarest piece %zu times\n", positions_checked, spans_checked, fewest);
    assert_true(fewest > 200);
}

/* ---- utf8proc's own NFC as the oracle, for letters that keep their marks ---- */

static void test_nfc_agrees_with_utf8proc(void **state) {
    (void)state;
    static const struct {
        uint32_t from, to;
    } blocks[] = {{0x0591, 0x05F4}, {0x0621, 0x0669}, {0x0901, 0x097F}, {0x0981, 0x09E3},
                  {0x0B01, 0x0BFA}, {0x0C00, 0x0DF4}, {0x0F40, 0x0FBC}, {0x1100, 0x11FF},
                  {0xAC00, 0xAC80}, {0x3041, 0x30FF}, {0xF900, 0xFA6D}, {0x1B00, 0x1B4B}};
    size_t changed = 0;
    for (size_t round = 0; round < 20000; round++) {
        char s[256];
        size_t n = 0, block = draw(sizeof blocks / sizeof *blocks);
        for (uint32_t k = 1 + draw(12); k > 0; k--)
            n += sl_unicode_encode(blocks[block].from + draw(blocks[block].to - blocks[block].from + 1), s + n);
        s[n] = '\0';
        utf8proc_uint8_t *expected = utf8proc_NFC((const utf8proc_uint8_t *)s);
        sl_str got = sl_fold((sl_str){s, n}, &out), want = sl_str_of((const char *)expected);
        if (!sl_str_eq(got, want)) fail_msg("NFC of '%s' is '%s', not '%.*s'", s, want.p, (int)got.n, got.p);
        changed += !sl_str_eq(want, (sl_str){s, n});
        free(expected);
        sl_arena_clear(&out);
    }
    print_message("%zu of 20000 strings were not NFC before\n", changed);
    assert_true(changed > 1000);
}

/** Putting marks in order is quadratic; a letter with a million of them must not be. */
static void test_many_marks(void **state) {
    (void)state;
    enum { N = 400000 };
    char *s = sl_arena_raw(&tmp, 1 + 4 * N, 1);
    size_t n = 1;
    s[0] = 'e';
    for (size_t i = 0; i < N; i++, n += 4) memcpy(s + n, i % 2 ? "\u0301\u0316" : "\u0316\u0301", 4);
    assert_true(sl_str_eq(sl_fold((sl_str){s, n}, &out), SL_STR("e")));
    n = 0;
    for (size_t i = 0; i < N; i++, n += 4) memcpy(s + n, i % 2 ? "\u05B0\u05B9" : "\u05B9\u05B0", 4);
    assert_int_equal(sl_fold((sl_str){s, n}, &out).n, n);
}

int main(void) {
    if (setjmp(trouble)) return fprintf(stderr, "view: no memory\n"), 1;
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_folds, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_plain_text_is_its_own_view, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_every_offset_is_looked_at, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_shapes, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_positions_map_back, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_nfc_agrees_with_utf8proc, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_many_marks, set_up, tear_down),
    };
    return cmocka_run_group_tests_name("view", tests, NULL, NULL);
}
