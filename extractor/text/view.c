/* SPDX-License-Identifier: Apache-2.0 */
#include "text/view.h"

#include "adapt/eight.h"
#include "adapt/unicode.h"

enum {
    /* Marks on one letter that are put in order together; putting n in order takes n * n steps. Unicode's own
       stream-safe format has 30. */
    MAX_MARKS = 32
};

/** What becomes of a rune. */
typedef enum {
    KEEPS, /* a letter or mark; accents may fall away */
    GOES,  /* zero-width */
    BLANK,
    BREAK,
    DASH,
    SINGLE,
    DOUBLE,
    DOTS,
    WIDE,    /* full-width form of ASCII */
    RESERVED /* the projection's own letters */
} kind;

/** Letters that no decomposition takes apart, but that newspapers do. In order. */
static const struct {
    uint16_t rune;
    char as[4];
} letters[] = {
    {0x00C6, "AE"},  {0x00D0, "D"},  {0x00D8, "O"},  {0x00DE, "TH"}, {0x00DF, "ss"}, {0x00E6, "ae"}, {0x00F0, "d"},
    {0x00F8, "o"},   {0x00FE, "th"}, {0x0110, "D"},  {0x0111, "d"},  {0x0126, "H"},  {0x0127, "h"},  {0x0131, "i"},
    {0x0132, "IJ"},  {0x0133, "ij"}, {0x0141, "L"},  {0x0142, "l"},  {0x0152, "OE"}, {0x0153, "oe"}, {0x0166, "T"},
    {0x0167, "t"},   {0x017F, "s"},  {0x1E9E, "SS"}, {0xFB00, "ff"}, {0xFB01, "fi"}, {0xFB02, "fl"}, {0xFB03, "ffi"},
    {0xFB04, "ffl"}, {0xFB05, "st"}, {0xFB06, "st"},
};

typedef struct {
    sl_str from;
    sl_arena *out;
    char *p;
    size_t n, room;
    sl_text *text;                 /* takes the map and the shaped marks; NULL where nobody asks for them */
    size_t low_single, low_double; /* view offset behind an open low mark; 0: none is open */
} maker;

static bool in(uint32_t rune, uint32_t from, uint32_t to) {
    return rune >= from && rune <= to;
}

static kind kind_of_general(uint32_t c) {
    if (in(c, 0x2000, 0x200A)) return BLANK;
    if (in(c, 0x200B, 0x200F) || in(c, 0x202A, 0x202E) || in(c, 0x2060, 0x2064) || in(c, 0x2066, 0x2069)) return GOES;
    if (in(c, 0x2010, 0x2015)) return DASH;
    if (in(c, 0x2018, 0x201B)) return SINGLE;
    if (in(c, 0x201C, 0x201F)) return DOUBLE;
    switch (c) {
    case 0x2028:
    case 0x2029: return BREAK;
    case 0x202F:
    case 0x205F: return BLANK;
    case 0x2026: return DOTS;
    case 0x2032:
    case 0x2039:
    case 0x203A: return SINGLE;
    case 0x2033: return DOUBLE;
    default: return KEEPS;
    }
}

static kind kind_of_high(uint32_t c) {
    if (in(c, 0x301D, 0x301F)) return DOUBLE;
    if (in(c, 0xFE00, 0xFE0F) || in(c, 0xE0100, 0xE01EF)) return GOES; /* variation selectors */
    if (in(c, 0xFF01, 0xFF5E)) return c == 0xFF07 || c == 0xFF40 ? SINGLE : WIDE;
    if (in(c, 0x17000, 0x187FF)) return RESERVED;
    switch (c) {
    case 0x2212:
    case 0xFE58:
    case 0xFE63: return DASH;
    case 0x3000: return BLANK;
    case 0xFEFF: return GOES;
    default: return KEEPS;
    }
}

static kind kind_of(uint32_t c) {
    if (c < 0x80) return c == '\r' || c == '\n' ? BREAK : c < 0x20 || c == 0x7F ? BLANK : c == '`' ? SINGLE : KEEPS;
    if (in(c, 0x2000, 0x206F)) return kind_of_general(c);
    if (c >= 0x2000) return c == 0x2000 ? BLANK : kind_of_high(c);
    if (c < 0xA0) return c == 0x85 ? BREAK : BLANK;
    switch (c) {
    case 0x00A0:
    case 0x1680: return BLANK;
    case 0x00AD:
    case 0x034F:
    case 0x061C: return GOES;
    case 0x00AB:
    case 0x00BB: return DOUBLE;
    case 0x00B4:
    case 0x02BB:
    case 0x02BC:
    case 0x1FEF:
    case 0x1FFD: return SINGLE;
    default: return KEEPS;
    }
}

static const char *plain_letters(uint32_t rune) {
    size_t low = 0, high = sizeof letters / sizeof *letters;
    if (in(rune, 0x0180, 0x1E9D) || rune < 0x80) return NULL;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (letters[middle].rune == rune) return letters[middle].as;
        if (letters[middle].rune < rune) low = middle + 1;
        else high = middle;
    }
    return NULL;
}

/** Bytes of a word that may be anything but ASCII that stays as it is: a test of eight.h. */
static uint64_t need_a_look(uint64_t word) {
    return sl_eight_from_del(word) | sl_eight_below_blank(word) | sl_eight_equal(word, '`') |
           sl_eight_equal(word, '\'');
}

static bool stays(sl_str s, size_t at) {
    char c = s.p[at];
    if (c == '\'') return at + 1 == s.n || s.p[at + 1] != '\''; /* two in a row are one double mark */
    return (c >= ' ' && c < 0x7F && c != '`') || c == '\n';
}

/** Bytes from `at` on that the view has as they are. */
static size_t plain_run(sl_str s, size_t at) {
    size_t end = at;
    while (end + 8 <= s.n) {
        uint64_t look = need_a_look(sl_eight_at(s.p + end));
        end += look ? sl_eight_first(look) : 8;
        if (look && !stays(s, end)) return end - at;
        if (look) end++;
    }
    while (end < s.n && stays(s, end)) end++;
    return end - at;
}

static void reserve(maker *m, size_t more) {
    if (m->room - m->n >= more) return;
    size_t room = m->room + m->room / 2 + more;
    m->p = sl_arena_grow(m->out, m->p, m->n, room, 1);
    m->room = room;
}

/** `n` bytes of view that stand for bytes `at..to` of the text as one thing. */
static void put(maker *m, const char *bytes, size_t n, size_t at, size_t to) {
    reserve(m, n);
    memcpy(m->p + m->n, bytes, n);
    if (m->text)
        sl_map_add(m->out, &m->text->view_to_text,
                   (sl_map_run){(sl_off)m->n, (sl_off)n, (sl_off)at, (sl_off)(to - at)});
    m->n += n;
}

/** The same for several letters, each of which stands for the whole: as one run of equal length it would be linear. */
static void put_letters(maker *m, const char *ascii, size_t at, size_t to) {
    for (; *ascii; ascii++) put(m, ascii, 1, at, to);
}

static void put_rune(maker *m, uint32_t rune, size_t at, size_t to) {
    char utf8[4];
    put(m, utf8, sl_unicode_encode(rune, utf8), at, to);
}

static uint32_t rune_at(const maker *m, size_t at, size_t *size) {
    return sl_unicode_decode(sl_str_cut(m->from, at, m->from.n), size);
}

static bool blank_from(const maker *m, size_t at) {
    size_t size;
    if (at >= m->from.n) return true;
    uint32_t rune = rune_at(m, at, &size);
    kind k = kind_of(rune);
    return k == BLANK || k == BREAK || rune == ' ';
}

static bool word_from(const maker *m, size_t at) {
    size_t size;
    if (at >= m->from.n) return false;
    uint32_t rune = rune_at(m, at, &size);
    return rune < 0x80 ? sl_is_alnum((char)rune) : sl_unicode_is_letter(rune);
}

/** Nothing that a mark could close stands before the end of the view. */
static bool nothing_before(const maker *m) {
    if (m->n == 0) return true;
    char c = m->p[m->n - 1];
    return c == ' ' || c == '\n' || c == '(' || c == '[' || c == '"' || c == '\'';
}

/** Is a low mark, noted in `low`, still open? It is no more after a blank line. Forgets it. */
static bool take_low(maker *m, size_t *low) {
    size_t from = *low;
    *low = 0;
    if (from == 0) return false;
    sl_str since = sl_str_cut((sl_str){m->p, m->n}, from, m->n);
    return sl_str_search(since, SL_STR("\n\n"), 0) == since.n;
}

/** A low mark opens; where it is only a misprinted comma it says nothing. */
static sl_mark_side open_low(maker *m, size_t *low, size_t to) {
    if (!nothing_before(m) || blank_from(m, to)) return SL_SIDE_STRAIGHT;
    *low = m->n + 1;
    return SL_SIDE_OPENS;
}

static sl_mark_side side_of(maker *m, uint32_t rune, size_t to) {
    switch (rune) {
    case 0x201E: return open_low(m, &m->low_double, to);
    case 0x201A: return open_low(m, &m->low_single, to);
    case 0x201C: return take_low(m, &m->low_double) ? SL_SIDE_CLOSES : SL_SIDE_OPENS;
    case 0x2018: return take_low(m, &m->low_single) ? SL_SIDE_CLOSES : SL_SIDE_OPENS;
    case 0x201D: m->low_double = 0; return SL_SIDE_CLOSES;
    case 0x2019:
    case 0x301E:
    case 0x301F: return SL_SIDE_CLOSES;
    case 0x201B:
    case 0x201F:
    case 0x301D: return SL_SIDE_OPENS;
    /* French points outwards, German inwards; what stands on both sides tells. */
    case 0x00AB:
    case 0x2039: return nothing_before(m) || word_from(m, to) ? SL_SIDE_OPENS : SL_SIDE_CLOSES;
    case 0x00BB:
    case 0x203A: return nothing_before(m) && !blank_from(m, to) ? SL_SIDE_OPENS : SL_SIDE_CLOSES;
    case '`': return nothing_before(m) && !blank_from(m, to) ? SL_SIDE_OPENS : SL_SIDE_STRAIGHT;
    default: return SL_SIDE_STRAIGHT;
    }
}

/** The second of two single marks in a row, which typewriters and TeX set for one double mark. */
static size_t twin(const maker *m, uint32_t rune, size_t to) {
    size_t size;
    if (to >= m->from.n || (rune != '\'' && rune != '`' && rune != 0x2018 && rune != 0x2019)) return 0;
    return rune_at(m, to, &size) == rune ? size : 0;
}

static size_t put_quote(maker *m, uint32_t rune, kind k, size_t at, size_t to) {
    size_t more = k == SINGLE ? twin(m, rune, to) : 0;
    sl_mark_side side = side_of(m, rune, to + more);
    if (m->text && side != SL_SIDE_STRAIGHT) *sl_push(m->out, &m->text->shaped) = (sl_shaped_mark){(sl_off)m->n, side};
    put(m, k == DOUBLE || more ? "\"" : "'", 1, at, to + more);
    return to + more;
}

/** Does `rune` belong to the letter `base` before it? Marks do, and the second and third part of a Hangul syllable. */
static bool joins(uint32_t base, uint32_t rune) {
    if (rune < 0x0300) return false;
    if (sl_unicode_is_mark(rune)) return true;
    bool hangul = in(base, 0x1100, 0x115F) || in(base, 0xAC00, 0xD7A3);
    return hangul && (in(rune, 0x1160, 0x1175) || in(rune, 0x11A8, 0x11C2));
}

/** A letter and what joins it. */
typedef struct {
    uint32_t runes[1 + MAX_MARKS];
    size_t n;
    size_t at, to; /* in the text; zero-width characters before the last mark lie inside */
} cluster;

static void read_cluster(const maker *m, size_t at, cluster *c) {
    size_t size;
    uint32_t base = rune_at(m, at, &size);
    c->runes[0] = in(base, 0xFF01, 0xFF5E) ? base - 0xFEE0 : base;
    c->n = 1;
    c->at = at;
    c->to = at + size;
    for (size_t next = c->to; next < m->from.n && c->n <= MAX_MARKS; next += size) {
        uint32_t rune = rune_at(m, next, &size);
        if (rune < 0x80) break;
        if (kind_of(rune) == GOES) continue;
        if (!joins(c->runes[0], rune)) break;
        c->runes[c->n++] = rune;
        c->to = next + size;
    }
}

static bool is_joined(const maker *m, size_t at) {
    cluster c;
    read_cluster(m, at, &c);
    return c.n > 1;
}

/** Bytes from `at` on of letters beyond ASCII that stay as they are, so that other scripts go by the run too. */
static size_t stable_run(const maker *m, size_t at) {
    size_t end = at, last = at, size;
    for (; end < m->from.n && (m->from.p[end] & 0x80); last = end, end += size) {
        uint32_t rune = rune_at(m, end, &size);
        bool stable = rune >= 0x0180 && kind_of(rune) == KEEPS && sl_unicode_is_stable(rune) && !plain_letters(rune);
        if (!stable || in(rune, 0x1100, 0x11FF)) break;
    }
    bool joined = end > at && end < m->from.n && (m->from.p[end] & 0x80) && is_joined(m, last);
    return (joined ? last : end) - at;
}

static void put_base(maker *m, uint32_t rune, const cluster *c) {
    const char *plain = plain_letters(rune);
    if (plain) put_letters(m, plain, c->at, c->to);
    else put_rune(m, rune, c->at, c->to);
}

static void put_cluster(maker *m, const cluster *c) {
    uint32_t parts[(1 + MAX_MARKS) * SL_UNICODE_GROWTH];
    if (c->n == 1 && sl_unicode_is_stable(c->runes[0])) {
        put_base(m, c->runes[0], c);
        return;
    }
    size_t n = sl_unicode_nfd(c->runes, c->n, parts);
    if (sl_unicode_takes_accents(parts[0])) {
        put_base(m, parts[0], c);
        return;
    }
    n = sl_unicode_nfc(c->runes, c->n, parts);
    for (size_t i = 0; i < n; i++) put_rune(m, parts[i], c->at, c->to);
}

/** An accent without its letter (the letter before it had its share, or there was none) says nothing. */
static bool is_stray_accent(uint32_t c) {
    return in(c, 0x0300, 0x036F) || in(c, 0x0483, 0x0489) || in(c, 0x1AB0, 0x1AFF) || in(c, 0x1DC0, 0x1DFF) ||
           in(c, 0x20D0, 0x20FF) || in(c, 0xFE20, 0xFE2F);
}

/** Folds the character at `at`. @return where the next one begins */
static size_t fold_one(maker *m, size_t at) {
    size_t size;
    uint32_t rune = rune_at(m, at, &size);
    size_t to = at + size;
    kind k = rune == '\'' ? SINGLE : kind_of(rune);
    switch (k) {
    case GOES: return to;
    case BLANK: put(m, " ", 1, at, to); return to;
    case BREAK:
        if (rune == '\r' && to < m->from.n && m->from.p[to] == '\n') to++;
        put(m, "\n", 1, at, to);
        return to;
    case DASH: put(m, "-", 1, at, to); return to;
    case DOTS: put_letters(m, "...", at, to); return to;
    case RESERVED: put_rune(m, SL_RUNE_BAD, at, to); return to;
    case SINGLE:
    case DOUBLE: return put_quote(m, rune, k, at, to);
    case KEEPS:
    case WIDE: break;
    }
    if (is_stray_accent(rune)) return to;
    cluster c;
    read_cluster(m, at, &c);
    put_cluster(m, &c);
    return c.to;
}

/** The last byte of a plain run is no part of it where a mark follows: e U+0301 is one thing. */
static size_t without_marked(const maker *m, size_t at, size_t run) {
    char last = m->from.p[at + run - 1];
    if (!sl_is_alnum(last) && last != '<' && last != '=' && last != '>') return run;
    if (at + run >= m->from.n || !(m->from.p[at + run] & 0x80)) return run;
    return is_joined(m, at + run - 1) ? run - 1 : run;
}

static void fold_all(maker *m) {
    for (size_t at = 0; at < m->from.n;) {
        size_t run = plain_run(m->from, at);
        run = run ? without_marked(m, at, run) : stable_run(m, at);
        if (run) put(m, m->from.p + at, run, at, at + run);
        at = run ? at + run : fold_one(m, at);
    }
}

static sl_str fold(sl_str s, sl_arena *out, sl_text *text) {
    maker m = {.from = s, .out = out, .text = text, .room = s.n + s.n / 16 + 16};
    m.p = sl_arena_raw(out, m.room, 1);
    fold_all(&m);
    return (sl_str){m.p, m.n};
}

void sl_view_make(sl_text *text, sl_arena *out) {
    text->view = text->text;
    if (plain_run(text->text, 0) < text->text.n) text->view = fold(text->text, out, text);
}

sl_str sl_fold(sl_str s, sl_arena *out) {
    return plain_run(s, 0) == s.n ? sl_arena_copy(out, s) : fold(s, out, NULL);
}
