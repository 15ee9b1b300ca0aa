/* SPDX-License-Identifier: Apache-2.0 */
#include "text/text.h"

#include "text/decode.h"
#include "text/paragraphs.h"
#include "text/view.h"

/** A CR by itself ends a line too; those of CR LF do not count twice. */
static void find_lines(sl_text *text, sl_arena *out) {
    sl_str s = text->text;
    size_t lf = sl_str_find(s, '\n', 0), cr = sl_str_find(s, '\r', 0);
    *sl_push(out, &text->line_starts) = 0;
    for (size_t at = 0; at < s.n; at++) {
        if (lf < at) lf = sl_str_find(s, '\n', at);
        if (cr < at) cr = sl_str_find(s, '\r', at);
        if (cr + 1 == lf) cr = sl_str_find(s, '\r', lf);
        at = cr < lf ? cr : lf;
        if (at < s.n) *sl_push(out, &text->line_starts) = sl_map_start(&text->text_to_raw, (sl_off)at + 1);
    }
}

static size_t skip_blanks(sl_str s, size_t at) {
    while (at < s.n && s.p[at] == ' ') at++;
    return at;
}

/** YYYY-MM-DD in digits, whether there is such a day or not. */
static bool looks_like_day(sl_str s) {
    if (s.n != 10) return false;
    for (size_t i = 0; i < s.n; i++)
        if (i == 4 || i == 7 ? s.p[i] != '-' : !sl_is_digit(s.p[i])) return false;
    return true;
}

/** The date prefix of `view`. @return where the article begins behind it; 0 if there is none */
static size_t find_date(sl_str view, sl_str *day) {
    size_t at = skip_blanks(view, 0);
    if (!sl_str_starts_with(sl_str_cut(view, at, view.n), SL_STR("date "))) return 0;
    at = skip_blanks(view, at + 5);
    *day = sl_str_cut(view, at, at + 10);
    size_t end = at + 10;
    if (!looks_like_day(*day) || (end < view.n && view.p[end] != ' ' && view.p[end] != '\n')) return 0;
    return end;
}

sl_status sl_text_make(sl_str name, sl_str raw, const sl_text_options *options, sl_arena *out, sl_arena *tmp,
                       sl_text *text, sl_error *err) {
    sl_decoded decoded;
    sl_status status = sl_decode(name, raw, out, tmp, &decoded, err);
    if (status) return status;
    *text = (sl_text){.name = name,
                      .raw = raw,
                      .text = decoded.text,
                      .text_to_raw = decoded.to_raw,
                      .published = options->date,
                      .encoding = decoded.encoding,
                      .repaired = decoded.repaired};
    sl_view_make(text, out);
    find_lines(text, out);

    sl_str day;
    size_t body = find_date(text->view, &day);
    if (body) {
        sl_day printed = sl_day_parse(day);
        text->impossible_date = printed == SL_NO_DAY;
        if (text->published == SL_NO_DAY) text->published = printed;
    }
    sl_paragraphs_find(text, (sl_off)body, out);
    return SL_OK;
}

sl_str sl_text_cut(const sl_text *text, sl_span view) {
    return sl_str_span(text->text, sl_map_span(&text->view_to_text, view));
}

sl_span sl_text_on_disk(const sl_text *text, sl_span view) {
    return sl_map_span(&text->text_to_raw, sl_map_span(&text->view_to_text, view));
}

uint32_t sl_text_line(const sl_text *text, sl_off raw) {
    size_t low = 0, high = text->line_starts.n;
    while (high - low > 1) {
        size_t middle = low + (high - low) / 2;
        if (text->line_starts.v[middle] <= raw) low = middle;
        else high = middle;
    }
    return (uint32_t)(low + 1);
}
