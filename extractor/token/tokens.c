/* SPDX-License-Identifier: Apache-2.0
 *
 * One pass over the view, sixty-four bytes at a time: their classes become words of bits, out of which beginnings and
 * ends of tokens are counted, so that no branch depends on a byte. A word of up to eight letters, as nearly all are, is
 * classified and hashed in one register. A longer one is gone through eight bytes at a time, one with any letter beyond
 * ASCII code point by code point, and so is what lies at the end of the view. All give the same hash to the same folded
 * bytes.
 */
#include "token/tokens.h"

#include "adapt/breaks.h"
#include "adapt/eight.h"
#include "adapt/unicode.h"
#include "base/bounds.h"

typedef struct {
    sl_str view;
    size_t at, end; /* end: of the paragraph */
    uint8_t flags;  /* of the next token */
    sl_arena *out;
    sl_tokens *tokens;
    size_t breaks_from; /* the place where `breaks` begins */
    uint64_t *breaks;   /* NULL until a script without spaces is met */
} scanner;

/* ---- hash: 64 bits of folded bytes at a time, the last ones padded with zeros ---- */

static uint64_t mix(uint64_t h, uint64_t eight) {
    h = (h ^ eight) * UINT64_C(0x9E3779B97F4A7C15);
    return h ^ h >> 32;
}

static uint32_t finish(uint64_t h) {
    return (uint32_t)(h * UINT64_C(0xD6E8FEB86659FD93) >> 32);
}

typedef struct {
    uint64_t h, eight;
    unsigned n; /* bytes in `eight` */
} hasher;

static void hash_byte(hasher *s, unsigned char byte) {
    s->eight |= (uint64_t)byte << (8 * s->n);
    if (++s->n < 8) return;
    *s = (hasher){.h = mix(s->h, s->eight)};
}

static uint32_t hash_end(const hasher *s) {
    return finish(s->n ? mix(s->h, s->eight) : s->h);
}

static void hash_letter(hasher *s, uint32_t c) {
    if (c < 0x80) {
        hash_byte(s, (unsigned char)sl_lower((char)c));
        return;
    }
    char bytes[4];
    size_t n = sl_unicode_encode(sl_unicode_fold_case(c), bytes);
    for (size_t i = 0; i < n; i++) hash_byte(s, (unsigned char)bytes[i]);
}

/* ---- letters ---- */

static uint32_t letter_at(sl_str s, size_t at, size_t *size) {
    return sl_unicode_decode(sl_str_cut(s, at, s.n), size);
}

typedef enum { KIND_OTHER, KIND_SPACE, KIND_UPPER, KIND_LETTER, KIND_DIGIT, KIND_COMBINING } letter_kind;

static letter_kind kind_of(uint32_t c) {
    if (c < 0x80) {
        if (sl_is_alpha((char)c)) return sl_is_upper((char)c) ? KIND_UPPER : KIND_LETTER;
        if (sl_is_digit((char)c)) return KIND_DIGIT;
        return sl_is_space((char)c) ? KIND_SPACE : KIND_OTHER;
    }
    sl_category category = sl_unicode_category(c);
    if (category >= SL_CATEGORY_ZS && category <= SL_CATEGORY_ZP) return KIND_SPACE;
    if (category == SL_CATEGORY_LU || category == SL_CATEGORY_LT) return KIND_UPPER;
    if (category >= SL_CATEGORY_LL && category <= SL_CATEGORY_LO) return KIND_LETTER;
    if (category >= SL_CATEGORY_MN && category <= SL_CATEGORY_ME) return KIND_COMBINING;
    if (category >= SL_CATEGORY_ND && category <= SL_CATEGORY_NO) return KIND_DIGIT;
    return KIND_OTHER;
}

/* Thai, Lao, Myanmar, Khmer; kana and their extensions; Han with its supplementary planes. */
static bool without_spaces(uint32_t c) {
    static const struct {
        uint32_t from, to;
    } ranges[] = {{0x0E01, 0x0EFF}, {0x1000, 0x109F}, {0x1780, 0x17FF},   {0x3005, 0x3007},  {0x3041, 0x30FF},
                  {0x31F0, 0x31FF}, {0x3400, 0x4DBF}, {0x4E00, 0x9FFF},   {0xA9E0, 0xA9FE},  {0xAA60, 0xAA7F},
                  {0xF900, 0xFAFF}, {0xFF66, 0xFF9F}, {0x1B000, 0x1B16F}, {0x20000, 0x3FFFF}};
    if (c < ranges[0].from) return false;
    for (size_t i = 0; i < sizeof ranges / sizeof *ranges; i++)
        if (c >= ranges[i].from && c <= ranges[i].to) return true;
    return false;
}

/* ---- tokens ---- */

/* Room for so many more. */
static void reserve(scanner *s, size_t more) {
    sl_tokens *t = s->tokens;
    if (t->room - t->n >= more) return;
    size_t room = 2 * t->room + s->view.n / 4 + 16 + more; /* news has a token in five bytes */
    sl_token *v = sl_arena_raw(s->out, room, sizeof *v);
    if (t->n) memcpy(v, t->v, t->n * sizeof *v);
    t->v = v;
    t->room = room;
}

static void add(scanner *s, size_t size, uint8_t kind, uint8_t flags, uint32_t hash) {
    reserve(s, 1);
    s->tokens->v[s->tokens->n++] = (sl_token){
        .at = (sl_off)s->at, .size = (uint16_t)size, .kind = kind, .flags = (uint8_t)(s->flags | flags), .hash = hash};
    s->flags = 0;
    s->at += size;
}

/* What is known of the letters of a word so far. */
typedef struct {
    bool any, many;             /* a letter; two or more */
    bool capital, large, small; /* the first is upper case; one is; one is not */
} letters;

static uint8_t flags_of(letters l) {
    return (uint8_t)((l.capital ? SL_TOKEN_CAPITAL : 0) | (l.many && !l.small ? SL_TOKEN_UPPER : 0) |
                     (l.large ? SL_TOKEN_CASED : 0));
}

static uint8_t word_kind(letters l) {
    return l.any ? SL_TOKEN_WORD : SL_TOKEN_NUMBER;
}

/* Whether the dictionary has a word boundary here. The whole rest is cut at the first question: one iterator for an
   article, and what one word gets does not depend on how many come before it. */
static bool dictionary_break(scanner *s, size_t at) {
    if (!s->breaks) {
        s->breaks_from = s->at;
        s->breaks = sl_breaks_find(sl_str_cut(s->view, s->at, s->view.n), SL_BREAK_WORDS, s->out);
    }
    return sl_breaks_at(s->breaks, at - s->breaks_from);
}

static void note(letters *l, bool upper) {
    l->many = l->any;
    if (!l->any) l->capital = upper;
    l->any = true;
    l->large |= upper;
    l->small |= !upper;
}

/* A word with letters of any script. Nothing happens where none begins. */
static void scan_unicode_word(scanner *s) {
    letters l = {0};
    hasher hash = {0};
    size_t at = s->at, size;
    bool dictionary = without_spaces(letter_at(s->view, at, &size));
    for (; at < s->end; at += size) {
        uint32_t c = letter_at(s->view, at, &size);
        letter_kind kind = kind_of(c);
        if (kind < KIND_UPPER || at + size - s->at > SL_MAX_TOKEN) break;
        if (at == s->at && kind == KIND_COMBINING) return;
        if (at > s->at && kind != KIND_COMBINING && without_spaces(c) != dictionary) break;
        if (at > s->at && dictionary && dictionary_break(s, at)) break;
        if (kind == KIND_UPPER || kind == KIND_LETTER) note(&l, kind == KIND_UPPER);
        hash_letter(&hash, c);
    }
    if (at > s->at) add(s, at - s->at, word_kind(l), flags_of(l), hash_end(&hash));
}

/* A token that is not all ASCII, or white space. */
static void scan_unicode(scanner *s) {
    size_t before = s->at, size;
    scan_unicode_word(s);
    if (s->at > before) return;
    uint32_t c = letter_at(s->view, s->at, &size);
    if (kind_of(c) == KIND_SPACE) {
        s->at += size;
        s->flags |= SL_TOKEN_SPACED;
        return;
    }
    hasher hash = {0};
    hash_letter(&hash, c);
    add(s, size, SL_TOKEN_MARK, 0, hash_end(&hash));
}

/* Letters and digits of ASCII, or zeros, with letters made small: what sets them apart is a bit that digits have too. */
static uint64_t fold(uint64_t x) {
    return x | SL_EIGHT(0x20);
}

static bool has_two(uint64_t bits) {
    return (bits & (bits - 1)) != 0;
}

static bool first_is(uint64_t bits, uint64_t these) {
    return (bits & (0 - bits) & these) != 0;
}

/* A word that begins with an ASCII letter or digit. */
static void scan_ascii(scanner *s) {
    letters l = {0};
    uint64_t h = 0;
    size_t size = 0;
    for (;;) {
        size_t left = s->end - s->at - size;
        uint64_t x = sl_eight_begin(s->view.p + s->at + size, left < 8 ? left : 8);
        uint64_t upper = sl_eight_between(x, 'A', 'Z'), alpha = upper | sl_eight_between(x, 'a', 'z');
        uint64_t stop = ~(alpha | sl_eight_between(x, '0', '9')) & SL_EIGHT(0x80);
        size_t n = stop ? sl_eight_first(stop) : 8;
        if (n < 8 && x >> (8 * n) & 0x80) {
            scan_unicode(s);
            return;
        }
        if (n == 0) break;
        uint64_t keep = ~UINT64_C(0) >> (64 - 8 * n);
        alpha &= keep;
        upper &= keep;
        if (alpha && !l.any) l.capital = first_is(alpha, upper);
        l.many |= alpha && (l.any || has_two(alpha));
        l.any |= alpha != 0;
        l.large |= upper != 0;
        l.small |= alpha != upper;
        h = mix(h, fold(x) & keep);
        size += n;
        if (n < 8 || size >= SL_MAX_TOKEN) break;
    }
    add(s, size, word_kind(l), flags_of(l), finish(h));
}

/* One token, or white space. */
static void scan_one(scanner *s) {
    char c = s->view.p[s->at];
    if (sl_is_alnum(c)) {
        scan_ascii(s);
    } else if (sl_is_space(c)) {
        s->flags |= c == '\n' ? SL_TOKEN_SPACED | SL_TOKEN_NEWLINE : SL_TOKEN_SPACED;
        s->at++;
    } else if ((unsigned char)c >= 0x80) {
        scan_unicode(s);
    } else {
        add(s, 1, SL_TOKEN_MARK, 0, finish(mix(0, (unsigned char)c)));
    }
}

/* ---- sixty-four bytes at a time ---- */

enum { STRETCH = 64, BEYOND = 16 }; /* bytes that are looked at, and that may be read behind them */

/* Of the bytes of a stretch, the first one lowest, what is a letter or digit of ASCII, or no white space; and what keeps
   a token from being plain: a letter beyond ASCII, a capital or a letter behind a digit inside a word. */
typedef struct {
    uint64_t word, digit, upper, solid, odd;
    bool blanks; /* all white space is blanks */
} classes;

/* The high bits of eight bytes, side by side. */
static uint64_t gather(uint64_t high) {
    return (high >> 7) * UINT64_C(0x0102040810204080) >> 56;
}

/* Bytes of white space that are no blank, where there are any at all; high bits. */
static uint64_t other_space(uint64_t x) {
    return sl_eight_below_blank(x) ? sl_eight_between(x, '\t', '\r') : 0;
}

static uint64_t high_bytes(const char *p) {
    uint64_t high = 0;
    for (unsigned i = 0; i < STRETCH; i += 8) high |= gather(sl_eight_beyond_ascii(sl_eight_at(p + i))) << i;
    return high;
}

static classes classes_of(const char *p, size_t n) {
    classes c = {0};
    uint64_t alpha = 0, high = 0, other = 0;
    for (unsigned i = 0; i < STRETCH; i += 8) {
        uint64_t x = sl_eight_at(p + i), small = sl_eight_between(fold(x), 'a', 'z');
        uint64_t blank = sl_eight_between(x, ' ', ' '), space = other_space(x);
        alpha |= gather(small) << i;
        c.upper |= gather(small & ~(x << 2)) << i; /* 0x20 is what a small letter has */
        c.digit |= gather(sl_eight_between(x, '0', '9')) << i;
        c.solid |= gather(~(blank | space) & SL_EIGHT(0x80)) << i;
        high |= x;
        other |= space;
    }
    uint64_t keep = n < STRETCH ? ~(~UINT64_C(0) << n) : ~UINT64_C(0);
    c.word = (alpha | c.digit) & keep;
    c.solid &= keep;
    c.blanks = other == 0;
    c.odd = (c.upper & c.word << 1) | (alpha & c.digit << 1);
    if (sl_eight_beyond_ascii(high)) c.odd |= high_bytes(p);
    c.odd &= keep;
    return c;
}

/* The hash of a word of up to sixteen letters and digits, or of a mark. */
static uint32_t hash_of(const char *p, size_t size, bool is_mark) {
    uint64_t x = sl_eight_at(p), h = 0;
    if (size > 8) {
        h = mix(0, fold(x));
        x = sl_eight_at(p + 8);
        size -= 8;
    }
    return finish(mix(h, (is_mark ? x : fold(x)) & ~UINT64_C(0) >> (64 - 8 * size)));
}

/* Flags that the white space of `from..to` gives to what follows. */
static unsigned flags_behind(sl_str view, size_t from, size_t to) {
    if (from == to) return 0;
    return memchr(view.p + from, '\n', to - from) ? SL_TOKEN_SPACED | SL_TOKEN_NEWLINE : SL_TOKEN_SPACED;
}

/* The next bytes before s->end, but for a token that may go on behind them. */
static void scan_stretch(scanner *s) {
    size_t base = s->at, left = s->end - base, n = left < STRETCH ? left : STRETCH, at = 0;
    const char *p = s->view.p + base;
    classes c = classes_of(p, n);
    uint64_t starts = c.solid & ~(c.word & c.word << 1);
    unsigned flags = s->flags;
    bool cut = false;
    reserve(s, STRETCH);
    sl_token *to = s->tokens->v + s->tokens->n;
    for (; starts; starts &= starts - 1) {
        size_t from = (size_t)__builtin_ctzll(starts);
        uint64_t ends = ~(c.word >> from);
        size_t size = ends ? (size_t)__builtin_ctzll(ends) : STRETCH; /* of a word */
        flags |= c.blanks ? from > at : flags_behind(s->view, base + at, base + from);
        at = from;
        cut = from + size >= STRETCH && n < left;
        if (cut || size > 16 || c.odd >> from & ((UINT64_C(2) << size) - 1)) break;
        unsigned is_mark = size == 0, is_number = c.digit >> from & 1, is_capital = c.upper >> from & 1;
        size += is_mark;
        to->at = (sl_off)(base + from);
        to->size = (uint16_t)size;
        to->kind = (uint8_t)(is_mark * SL_TOKEN_MARK + is_number * SL_TOKEN_NUMBER);
        to->flags = (uint8_t)(flags | is_capital * (SL_TOKEN_CAPITAL | SL_TOKEN_CASED));
        to->hash = hash_of(p + from, size, is_mark);
        to++;
        flags = 0;
        at += size;
    }
    s->tokens->n = (size_t)(to - s->tokens->v);
    if (!starts) flags |= flags_behind(s->view, base + at, base + n);
    s->flags = (uint8_t)flags;
    s->at = base + (starts ? at : n);
    if (starts && (!cut || at == 0)) scan_one(s); /* what is cut has the next stretch for itself */
}

static void scan_until(scanner *s, size_t end) {
    s->end = end;
    while (s->at < end && s->view.n - s->at >= STRETCH + BEYOND) scan_stretch(s);
    while (s->at < end) scan_one(s);
}

static void list_marks(sl_tokens *tokens, sl_arena *out) {
    const sl_token *v = tokens->v;
    uint32_t *marks = sl_arena_raw(out, tokens->n, sizeof *marks), n = 0;
    for (uint32_t t = 0; t < tokens->n; t++) {
        marks[n] = t;
        n += v[t].kind == SL_TOKEN_MARK;
    }
    tokens->marks = marks;
    tokens->n_marks = n;
}

void sl_tokens_make(const sl_text *text, sl_arena *out, sl_tokens *tokens) {
    *tokens = (sl_tokens){.paragraphs = sl_arena_raw(out, text->paragraphs.n + 1, sizeof *tokens->paragraphs)};
    scanner s = {.view = text->view, .out = out, .tokens = tokens};
    for (size_t i = 0; i < text->paragraphs.n; i++) {
        sl_span p = text->paragraphs.v[i].at;
        sl_str gap = sl_str_cut(text->view, s.at, p.from);
        bool line = sl_str_find(gap, '\n', 0) < gap.n;
        s.at = p.from;
        s.flags = (uint8_t)(SL_TOKEN_SPACED | SL_TOKEN_PARAGRAPH | (line ? SL_TOKEN_NEWLINE : 0));
        tokens->paragraphs[i] = (uint32_t)tokens->n;
        scan_until(&s, p.to);
    }
    tokens->paragraphs[text->paragraphs.n] = (uint32_t)tokens->n;
    list_marks(tokens, out);
}

void sl_tokens_of(sl_str folded, sl_arena *out, sl_tokens *tokens) {
    *tokens = (sl_tokens){0};
    scanner s = {.view = folded, .out = out, .tokens = tokens, .flags = SL_TOKEN_SPACED | SL_TOKEN_PARAGRAPH};
    scan_until(&s, folded.n);
}

uint32_t sl_token_hash(sl_str token) {
    hasher hash = {0};
    for (size_t at = 0, size; at < token.n; at += size) {
        unsigned char first = (unsigned char)token.p[at];
        if (first < 0x80) {
            hash_byte(&hash, (unsigned char)sl_lower((char)first));
            size = 1;
        } else hash_letter(&hash, letter_at(token, at, &size));
    }
    return hash_end(&hash);
}

uint32_t sl_token_at(const sl_tokens *tokens, sl_off at) {
    const sl_token *first = tokens->v;
    for (size_t n = tokens->n, half; n > 0; n -= half) { /* without a branch on what is there */
        half = n - n / 2;
        first += half & (0 - (size_t)(first[half - 1].at < at));
    }
    return (uint32_t)(first - tokens->v);
}
