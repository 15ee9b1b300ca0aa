/* SPDX-License-Identifier: Apache-2.0 */
#include "text/decode.h"

#include "adapt/charset.h"
#include "adapt/eight.h"
#include "adapt/unicode.h"
#include "base/bounds.h"

/* UTF-32 stands before UTF-16, whose mark is its beginning. */
static const struct {
    sl_str mark;
    const char *encoding;
} marks[] = {
    {{"\xEF\xBB\xBF", 3}, "UTF-8"}, {{"\xFF\xFE\0\0", 4}, "UTF-32LE"}, {{"\0\0\xFE\xFF", 4}, "UTF-32BE"},
    {{"\xFF\xFE", 2}, "UTF-16LE"},  {{"\xFE\xFF", 2}, "UTF-16BE"},
};

/* Formats that are met in folders of downloads and whose beginning is no beginning of an article. */
static const sl_str magics[] = {
    {"\x89PNG\r\n", 6},
    {"\xFF\xD8\xFF", 3},
    {"GIF87a", 6},
    {"GIF89a", 6},
    {"PK\3\4", 4},
    {"PK\5\6", 4},
    {"\x7F"
     "ELF",
     4},
    {"%PDF-", 5},
    {"\x1F\x8B", 2},
    {"BZh91AY&SY", 10},
    {"\xFD"
     "7zXZ\0",
     6},
    {"7z\xBC\xAF", 4},
    {"\x28\xB5\x2F\xFD", 4},
    {"Rar!\x1A\x07", 6},
    {"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", 8},
    {"II*\0", 4},
    {"MM\0*", 4},
    {"SQLite format 3\0", 16},
    {"\xCA\xFE\xBA\xBE", 4},
    {"\0asm", 4},
    {"OggS\0", 5},
    {"wOFF\0", 5},
    {"wOF2\0", 5},
};

enum {
    CONTROL_SAMPLE = 64 * 1024, /* bytes looked at for control characters */
    CONTROL_ALLOWED = 2,        /* stray ones in a short text are no sign */
    CONTROL_PERCENT = 4,        /* compressed or random bytes have 10 */
    WIDE_SAMPLE = 4096,         /* bytes looked at for UTF-16 */
    WIDE_PERCENT = 60,          /* of the pairs have a NUL in one place … */
    BAD_UTF8_PERCENT = 10       /* of the sequences beyond ASCII */
};

static sl_status binary(sl_str name, sl_error *err) {
    return sl_fail(err, SL_BAD_INPUT, name, "binary file");
}

static bool has_magic(sl_str raw) {
    for (size_t i = 0; i < sizeof magics / sizeof *magics; i++)
        if (sl_str_starts_with(raw, magics[i])) return true;
    return false;
}

/** Control characters that texts do not use: all but tab to CR, and ESC of terminal output. */
static bool is_strange(unsigned char c) {
    return (c < 0x20 && (c < '\t' || c > '\r') && c != 0x1B);
}

static bool too_many(size_t strange, size_t n) {
    return strange > CONTROL_ALLOWED + n * CONTROL_PERCENT / 100;
}

static bool is_full_of_controls(sl_str raw) {
    sl_str sample = sl_str_cut(raw, 0, CONTROL_SAMPLE);
    size_t strange = 0, at = 0;
    while (at + 8 <= sample.n) {
        uint64_t low = sl_eight_below_blank(sl_eight_at(sample.p + at));
        at += low ? sl_eight_first(low) : 8;
        if (low) strange += is_strange((unsigned char)sample.p[at++]);
    }
    for (; at < sample.n; at++) strange += is_strange((unsigned char)sample.p[at]);
    return too_many(strange, sample.n);
}

/** UTF-16 without a mark, where most characters are below U+0100; NULL for anything else. */
static const char *wide_without_mark(sl_str raw) {
    sl_str sample = sl_str_cut(raw, 0, WIDE_SAMPLE);
    size_t pairs = sample.n / 2, nul[2] = {0, 0};
    for (size_t at = 0; at < pairs * 2; at++) nul[at & 1] += sample.p[at] == '\0';
    if (pairs < 2) return NULL;
    if (nul[1] * 100 >= pairs * WIDE_PERCENT && nul[0] * 100 <= pairs) return "UTF-16LE";
    if (nul[0] * 100 >= pairs * WIDE_PERCENT && nul[1] * 100 <= pairs) return "UTF-16BE";
    return NULL;
}

/** Bytes that no valid sequence holds, NULs among them. */
typedef struct {
    size_t sequences, bad, nuls; /* valid ones beyond ASCII; bad bytes; NULs */
} census;

static census count_sequences(sl_str raw) {
    census c = {0, 0, 0};
    for (size_t at = 0; at < raw.n; at++) {
        size_t end = at + sl_unicode_valid(sl_str_cut(raw, at, raw.n));
        for (; at < end; at++) c.sequences += ((unsigned char)raw.p[at] & 0xC0) == 0xC0;
        if (at == raw.n) break;
        if (raw.p[at] == '\0') c.nuls++;
        else c.bad++;
    }
    return c;
}

static size_t put_rune(char *text, size_t at, uint32_t rune) {
    char utf8[4];
    size_t n = sl_unicode_encode(rune, utf8);
    memcpy(text + at, utf8, n);
    return n;
}

/** UTF-8 with each byte that is none replaced; `skip` bytes of mark stay out. */
static void repair(sl_str raw, size_t skip, census found, sl_arena *out, sl_decoded *decoded) {
    size_t size = raw.n - skip + 2 * (found.bad + found.nuls), made = 0;
    char *text = sl_arena_raw(out, size + 1, 1);
    for (size_t at = skip; at < raw.n;) {
        size_t run = sl_unicode_valid(sl_str_cut(raw, at, raw.n));
        if (run) {
            memcpy(text + made, raw.p + at, run);
            sl_map_add(out, &decoded->to_raw, (sl_map_run){(sl_off)made, (sl_off)run, (sl_off)at, (sl_off)run});
            made += run, at += run;
        }
        if (at == raw.n) break;
        size_t n = put_rune(text, made, SL_RUNE_BAD);
        sl_map_add(out, &decoded->to_raw, (sl_map_run){(sl_off)made, (sl_off)n, (sl_off)at, 1});
        made += n, at++;
    }
    decoded->text = (sl_str){text, made};
    decoded->encoding = "UTF-8";
    decoded->repaired = true;
}

/** Raw bytes themselves, behind a mark of `skip` bytes. */
static void share(sl_str raw, size_t skip, sl_arena *out, sl_decoded *decoded) {
    decoded->text = sl_str_cut(raw, skip, raw.n);
    decoded->encoding = "UTF-8";
    sl_off n = (sl_off)decoded->text.n;
    if (skip) sl_map_add(out, &decoded->to_raw, (sl_map_run){0, n, (sl_off)skip, n});
}

static size_t piece_size(const sl_charset_piece *piece) {
    char utf8[4];
    return piece->rune == SL_CHARSET_AS_IS ? piece->size : sl_unicode_encode(piece->rune, utf8);
}

/** As-is pieces may hold NULs, which must not reach the text: they are cut at each. */
static size_t put_as_is(sl_str raw, const sl_charset_piece *piece, char *text, size_t made, sl_arena *out,
                        sl_decoded *decoded) {
    size_t at = piece->at, end = at + piece->size, begin = made;
    while (at < end) {
        size_t run = sl_str_find(sl_str_cut(raw, 0, end), '\0', at) - at;
        memcpy(text + made, raw.p + at, run);
        if (run) sl_map_add(out, &decoded->to_raw, (sl_map_run){(sl_off)made, (sl_off)run, (sl_off)at, (sl_off)run});
        made += run, at += run;
        if (at == end) break;
        size_t n = put_rune(text, made, SL_RUNE_BAD);
        sl_map_add(out, &decoded->to_raw, (sl_map_run){(sl_off)made, (sl_off)n, (sl_off)at, 1});
        made += n, at++;
        decoded->repaired = true;
    }
    return made - begin;
}

static size_t put_piece(const sl_charset_piece *piece, size_t skip, char *text, size_t made, sl_arena *out,
                        sl_decoded *decoded) {
    uint32_t rune = piece->rune ? piece->rune : SL_RUNE_BAD;
    if (rune == SL_RUNE_BAD) decoded->repaired = true;
    size_t n = put_rune(text, made, rune);
    sl_map_add(out, &decoded->to_raw, (sl_map_run){(sl_off)made, (sl_off)n, (sl_off)(piece->at + skip), piece->size});
    return n;
}

/** Decoded characters that no text has; wide sets show only here whether they were text. */
static bool is_strange_text(const sl_charset_piece *pieces, size_t n) {
    size_t strange = 0;
    for (size_t i = 0; i < n; i++) {
        uint32_t rune = pieces[i].rune;
        if (rune == SL_CHARSET_AS_IS) return false; /* single bytes: judged before */
        strange += rune == SL_RUNE_BAD || (rune < 0x80 && is_strange((unsigned char)rune));
    }
    return too_many(strange, n);
}

static sl_status convert(sl_str name, const char *encoding, sl_str raw, size_t skip, sl_arena *out, sl_arena *tmp,
                         sl_decoded *decoded, sl_error *err) {
    sl_str body = sl_str_cut(raw, skip, raw.n);
    size_t n, again, size = 0, made = 0;
    sl_arena_mark mark = sl_arena_here(tmp);
    sl_status status = sl_charset_read(encoding, body, NULL, 0, &n, err);
    if (status) return status;
    sl_charset_piece *pieces = sl_arena_raw(tmp, n, sizeof *pieces);
    status = sl_charset_read(encoding, body, pieces, n, &again, err);
    if (status) return status;
    if (is_strange_text(pieces, n)) return binary(name, err);

    for (size_t i = 0; i < n; i++) size += piece_size(&pieces[i]);
    /* A NUL is one byte as a piece and three as U+FFFD. */
    for (size_t i = 0; i < body.n; i++) size += body.p[i] == '\0' ? 2 : 0;
    char *text = sl_arena_raw(out, size + 1, 1);
    for (size_t i = 0; i < n; i++)
        made += pieces[i].rune == SL_CHARSET_AS_IS ? put_as_is(body, &pieces[i], text, made, out, decoded)
                                                   : put_piece(&pieces[i], skip, text, made, out, decoded);
    sl_arena_rewind(tmp, mark);
    decoded->text = (sl_str){text, made};
    decoded->encoding = encoding;
    return SL_OK;
}

static bool has_mark(sl_str raw, size_t *skip, const char **encoding) {
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++) {
        if (!sl_str_starts_with(raw, marks[i].mark)) continue;
        if (marks[i].mark.n == 4 && raw.n % 4) continue; /* UTF-16 that begins with a NUL */
        *skip = marks[i].mark.n;
        *encoding = marks[i].encoding;
        return true;
    }
    return false;
}

static sl_status decode_unmarked(sl_str name, sl_str raw, sl_str declared, sl_arena *out, sl_arena *tmp,
                                 sl_decoded *decoded, sl_error *err) {
    if (has_magic(raw)) return binary(name, err);
    bool valid = sl_unicode_valid(raw) == raw.n;
    const char *encoding = valid ? NULL : wide_without_mark(raw);
    if (encoding) return convert(name, encoding, raw, 0, out, tmp, decoded, err);
    if (is_full_of_controls(raw)) return binary(name, err);
    if (valid) return share(raw, 0, out, decoded), SL_OK;

    encoding = sl_charset_known(declared);
    if (encoding) return convert(name, encoding, raw, 0, out, tmp, decoded, err);
    census found = count_sequences(raw);
    if (found.bad * 100 <= (found.sequences + found.bad) * BAD_UTF8_PERCENT)
        return repair(raw, 0, found, out, decoded), SL_OK;
    encoding = sl_charset_detect(raw);
    return convert(name, encoding ? encoding : "windows-1252", raw, 0, out, tmp, decoded, err);
}

sl_status sl_decode_declared(sl_str name, sl_str raw, sl_str declared, sl_arena *out, sl_arena *tmp,
                             sl_decoded *decoded, sl_error *err) {
    *decoded = (sl_decoded){0};
    if (raw.n > SL_MAX_ARTICLE_EVER)
        return sl_fail(err, SL_LIMIT, name, "larger than %d MiB", SL_MAX_ARTICLE_EVER / (1024 * 1024));
    size_t skip = 0;
    const char *encoding = NULL;
    if (!has_mark(raw, &skip, &encoding)) return decode_unmarked(name, raw, declared, out, tmp, decoded, err);
    if (skip != 3) return convert(name, encoding, raw, skip, out, tmp, decoded, err);

    sl_str body = sl_str_cut(raw, skip, raw.n);
    if (is_full_of_controls(body)) return binary(name, err);
    if (sl_unicode_valid(body) == body.n) return share(raw, skip, out, decoded), SL_OK;
    return repair(raw, skip, count_sequences(body), out, decoded), SL_OK;
}
