/* SPDX-License-Identifier: Apache-2.0
 *
 * ICU behind sl_charset_*: ucsdet for the guess, ucnv_getNextUChar for the characters. One character per call is
 * slower than whole buffers but gives each one's place exactly, in stateful sets too; runs of ASCII are taken at once.
 */
#include "adapt/charset.h"

#include <unicode/ucnv.h>
#include <unicode/ucsdet.h>

typedef struct {
    const char *detected; /* ICU's name of the guess */
    const char *name;     /* what it is read as: the superset that is in use on the web */
    int32_t confidence;   /* least that we trust; short texts by chance look like rare sets */
} guess;

static const guess known[] = {
    {"ISO-8859-1", "windows-1252", 30},
    {"windows-1252", "windows-1252", 30},
    {"ISO-8859-2", "ISO-8859-2", 30},
    {"windows-1250", "windows-1250", 30},
    {"ISO-8859-5", "ISO-8859-5", 30},
    {"windows-1251", "windows-1251", 30},
    {"KOI8-R", "KOI8-R", 30},
    {"ISO-8859-6", "ISO-8859-6", 30},
    {"windows-1256", "windows-1256", 30},
    {"ISO-8859-7", "ISO-8859-7", 30},
    {"windows-1253", "windows-1253", 30},
    {"ISO-8859-8", "ISO-8859-8", 30},
    {"ISO-8859-8-I", "ISO-8859-8", 30},
    {"windows-1255", "windows-1255", 30},
    {"ISO-8859-9", "windows-1254", 30},
    {"windows-1254", "windows-1254", 30},
    {"Shift_JIS", "Shift_JIS", 60},
    {"EUC-JP", "EUC-JP", 60},
    {"EUC-KR", "EUC-KR", 60},
    {"Big5", "Big5", 60},
    {"GB18030", "GB18030", 60},
};

enum { SAMPLE = 32 * 1024, BEFORE = 1024, FOREIGN_PERCENT = 4, FOREIGN_LEAST = 10 };

const char *sl_charset_known(sl_str name) {
    for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
        const char *own = known[i].detected;
        size_t at = 0;
        while (at < name.n && own[at] && sl_lower(name.p[at]) == sl_lower(own[at])) at++;
        if (at == name.n && at && !own[at]) return known[i].name;
    }
    return NULL;
}

/** What the guess is made from: the first bytes beyond ASCII and what stands around them. */
static sl_str sample_of(sl_str raw) {
    size_t first = 0;
    while (first < raw.n && !(raw.p[first] & 0x80)) first++;
    return sl_str_cut(raw, first > BEFORE ? first - BEFORE : 0, first + SAMPLE);
}

/**
 * In text that is almost all ASCII, single bytes beyond it are the quotation marks and accents of a Western language:
 * statistics over so few bytes are noise, and no text in another alphabet or with Eastern European spelling is so.
 */
static bool says_too_little(sl_str sample) {
    size_t beyond = 0;
    for (size_t i = 0; i < sample.n; i++) beyond += (sample.p[i] & 0x80) != 0;
    return beyond < FOREIGN_LEAST || beyond * 100 < sample.n * FOREIGN_PERCENT;
}

static const char *trusted(const UCharsetMatch *match) {
    UErrorCode status = U_ZERO_ERROR;
    const char *name = ucsdet_getName(match, &status);
    int32_t confidence = ucsdet_getConfidence(match, &status);
    if (U_FAILURE(status)) return NULL;
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (strcmp(name, known[i].detected) == 0) return confidence >= known[i].confidence ? known[i].name : NULL;
    return NULL;
}

const char *sl_charset_detect(sl_str raw) {
    sl_str sample = sample_of(raw);
    if (says_too_little(sample)) return NULL;
    UErrorCode status = U_ZERO_ERROR;
    UCharsetDetector *detector = ucsdet_open(&status);
    if (U_FAILURE(status)) return NULL;
    ucsdet_setText(detector, sample.p, (int32_t)sample.n, &status);
    const UCharsetMatch *match = ucsdet_detect(detector, &status);
    const char *name = U_SUCCESS(status) && match ? trusted(match) : NULL;
    ucsdet_close(detector);
    return name;
}

typedef struct {
    UConverter *converter;
    sl_str raw;
    size_t at;
    bool has_ascii; /* a byte below 0x80 at the start of a character is ASCII */
    sl_charset_piece last;
} reader;

static size_t ascii_run(sl_str s, size_t at) {
    size_t end = at;
    while (end < s.n && !(s.p[end] & 0x80)) end++;
    return end - at;
}

/** The next character; errors cost one character, never the rest. */
static sl_charset_piece read_piece(reader *r) {
    size_t run = r->has_ascii ? ascii_run(r->raw, r->at) : 0;
    if (run) {
        sl_charset_piece piece = {(sl_off)r->at, (sl_off)run, SL_CHARSET_AS_IS};
        r->at += run;
        return piece;
    }
    UErrorCode status = U_ZERO_ERROR;
    const char *p = r->raw.p + r->at, *end = r->raw.p + r->raw.n;
    UChar32 rune = ucnv_getNextUChar(r->converter, &p, end, &status);
    size_t to = (size_t)(p - r->raw.p);
    if (U_FAILURE(status) || rune < 0 || rune > 0x10FFFF || (rune >= 0xD800 && rune <= 0xDFFF)) {
        rune = 0xFFFD;
        if (to == r->at) to++;
        ucnv_resetToUnicode(r->converter);
    }
    sl_charset_piece piece = {(sl_off)r->at, (sl_off)(to - r->at), (uint32_t)rune};
    if (piece.size == 0) piece.at = r->last.at, piece.size = r->last.size; /* the second of one sequence */
    r->at = to;
    return piece;
}

static bool is_ascii_based(const char *charset) {
    return strncmp(charset, "UTF-16", 6) != 0 && strncmp(charset, "UTF-32", 6) != 0;
}

sl_status sl_charset_read(const char *charset, sl_str raw, sl_charset_piece *pieces, size_t room, size_t *needed,
                          sl_error *err) {
    UErrorCode status = U_ZERO_ERROR;
    reader r = {.raw = raw, .has_ascii = is_ascii_based(charset)};
    r.converter = ucnv_open(charset, &status);
    *needed = 0;
    if (U_FAILURE(status)) return sl_fail(err, SL_BAD_INPUT, (sl_str){0}, "unknown character set '%s'", charset);
    while (r.at < raw.n) {
        r.last = read_piece(&r);
        if (*needed < room) pieces[*needed] = r.last;
        ++*needed;
    }
    ucnv_close(r.converter);
    return SL_OK;
}
