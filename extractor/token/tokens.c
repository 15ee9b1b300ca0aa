/* SPDX-License-Identifier: Apache-2.0
 *
 * One pass over the view. Words of ASCII, nearly all, are measured, classified and hashed eight bytes at a time in one
 * register; a word with any other letter starts again in the slow path, code point by code point. Both give the same
 * hash to the same folded bytes.
 */
#include "token/tokens.h"

#include "adapt/breaks.h"
#include "adapt/unicode.h"
#include "base/bounds.h"

#define EACH(byte) (UINT64_C(0x0101010101010101) * (byte))
#define HIGH EACH(0x80)

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

static void add(scanner *s, size_t size, uint8_t kind, uint8_t flags, uint32_t hash) {
    sl_tokens *t = s->tokens;
    if (t->n == t->room) {
        size_t room = t->room ? 2 * t->room : s->view.n / 4 + 16; /* news has a token in five bytes */
        t->v = sl_arena_grow(s->out, t->v, t->n, room, sizeof *t->v);
        t->room = room;
    }
    t->v[t->n++] = (sl_token){
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

/* Up to eight bytes, the first one lowest, zeros behind the end. */
static uint64_t load(const char *p, size_t n) {
    uint64_t x = 0;
    if (n >= 8) memcpy(&x, p, 8);
    else memcpy(&x, p, n);
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
    x = __builtin_bswap64(x);
#endif
    return x;
}

/* The high bit of each byte that lies in from..to; all bytes of `x` are ASCII. */
static uint64_t in_range(uint64_t x, unsigned from, unsigned to) {
    return (x + EACH(0x80 - from)) & ~(x + EACH(0x7F - to)) & HIGH;
}

/* A word that begins with an ASCII letter or digit. */
static void scan_ascii(scanner *s) {
    letters l = {0};
    uint64_t h = 0;
    size_t size = 0;
    for (;;) {
        uint64_t x = load(s->view.p + s->at + size, s->end - s->at - size);
        uint64_t ascii = x & ~HIGH, upper = in_range(ascii, 'A', 'Z');
        uint64_t alpha = upper | in_range(ascii, 'a', 'z');
        uint64_t word = (alpha | in_range(ascii, '0', '9')) & ~x;
        uint64_t stop = ~word & HIGH;
        unsigned n = stop ? (unsigned)__builtin_ctzll(stop) / 8 : 8;
        if (n < 8 && x >> (8 * n) & 0x80) {
            scan_unicode(s);
            return;
        }
        if (n == 0) break;
        uint64_t keep = n == 8 ? ~UINT64_C(0) : (UINT64_C(1) << (8 * n)) - 1;
        alpha &= keep;
        upper &= keep;
        if (alpha && !l.any) l.capital = (upper & (alpha & (0 - alpha))) != 0;
        l.many |= alpha && (l.any || (alpha & (alpha - 1)));
        l.any |= alpha != 0;
        l.large |= upper != 0;
        l.small |= alpha != upper;
        h = mix(h, (x | upper >> 2) & keep); /* 0x80 >> 2 is the bit between A and a */
        size += n;
        if (n < 8 || size >= SL_MAX_TOKEN) break;
    }
    add(s, size, word_kind(l), flags_of(l), finish(h));
}

static void scan_until(scanner *s, size_t end) {
    s->end = end;
    while (s->at < end) {
        char c = s->view.p[s->at];
        if (c == ' ') {
            s->flags |= SL_TOKEN_SPACED;
            s->at++;
        } else if (sl_is_alnum(c)) {
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
}

void sl_tokens_make(const sl_text *text, sl_arena *out, sl_tokens *tokens) {
    *tokens = (sl_tokens){0};
    scanner s = {.view = text->view, .out = out, .tokens = tokens};
    for (size_t i = 0; i < text->paragraphs.n; i++) {
        sl_span p = text->paragraphs.v[i].at;
        sl_str gap = sl_str_cut(text->view, s.at, p.from);
        bool line = sl_str_find(gap, '\n', 0) < gap.n;
        s.at = p.from;
        s.flags = (uint8_t)(SL_TOKEN_SPACED | SL_TOKEN_PARAGRAPH | (line ? SL_TOKEN_NEWLINE : 0));
        scan_until(&s, p.to);
    }
}

void sl_tokens_of(sl_str folded, sl_arena *out, sl_tokens *tokens) {
    *tokens = (sl_tokens){0};
    scanner s = {.view = folded, .out = out, .tokens = tokens, .flags = SL_TOKEN_SPACED | SL_TOKEN_PARAGRAPH};
    scan_until(&s, folded.n);
}

uint32_t sl_token_hash(sl_str token) {
    hasher hash = {0};
    for (size_t at = 0, size; at < token.n; at += size) hash_letter(&hash, letter_at(token, at, &size));
    return hash_end(&hash);
}

uint32_t sl_token_at(const sl_tokens *tokens, sl_off at) {
    size_t low = 0, high = tokens->n;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (tokens->v[middle].at < at) low = middle + 1;
        else high = middle;
    }
    return (uint32_t)low;
}
