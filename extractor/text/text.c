/* SPDX-License-Identifier: Apache-2.0 */
#include "text/text.h"

#include "text/decode.h"
#include "text/page.h"
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

/** What the article says, instead of all that stands in its page. */
static sl_status take_page(sl_text *text, sl_arena *out, sl_error *err) {
    sl_page page;
    sl_status status = sl_page_read(text->text, out, &page, err);
    if (status) return status;
    text->text = sl_mapped_text(&page.text);
    text->text_to_raw = sl_map_join(out, &page.text.map, &text->text_to_raw);
    text->published = page.published;
    return SL_OK;
}

static sl_status take_record(sl_text *text, const sl_text_options *options, sl_arena *out, sl_error *err) {
    sl_jsonarticle article;
    sl_status status = sl_jsonarticle_read(text->text, options->fields, out, &article, err);
    if (article.id.n)
        text->name =
            sl_arena_printf(out, "%.*s#%.*s", (int)options->stem, text->name.p, (int)article.id.n, article.id.p);
    if (status) return status;
    text->text = sl_mapped_text(&article.text);
    text->text_to_raw = sl_map_join(out, &article.text.map, &text->text_to_raw);
    text->published = article.published;
    return SL_OK;
}

static sl_status take_article(sl_text *text, const sl_text_options *options, sl_arena *out, sl_error *err) {
    if (options->media == SL_MEDIA_RECORD) return take_record(text, options, out, err);
    bool page = options->media == SL_MEDIA_HTML || sl_page_begins(text->text);
    return page ? take_page(text, out, err) : SL_OK;
}

sl_status sl_text_make(sl_str name, sl_str raw, const sl_text_options *options, sl_arena *out, sl_arena *tmp,
                       sl_text *text, sl_error *err) {
    sl_decoded decoded;
    *text = (sl_text){.name = name, .raw = raw, .published = SL_NO_DAY};
    sl_status status = sl_decode_declared(name, raw, sl_page_charset(raw), out, tmp, &decoded, err);
    if (status) return status;
    text->text = decoded.text;
    text->text_to_raw = decoded.to_raw;
    text->file_at = options->file_at;
    text->file_line = options->file_line;
    text->encoding = decoded.encoding;
    text->repaired = decoded.repaired;
    find_lines(text, out);
    status = take_article(text, options, out, err);
    if (status) return status;
    sl_view_make(text, out);

    sl_str day;
    size_t body = find_date(text->view, &day);
    if (body) {
        sl_day printed = sl_day_parse(day);
        text->impossible_date = printed == SL_NO_DAY;
        if (text->published == SL_NO_DAY) text->published = printed;
    }
    if (options->date != SL_NO_DAY) text->published = options->date;
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

sl_file_place sl_text_place(const sl_text *text, sl_span view) {
    sl_span disk = sl_text_on_disk(text, view);
    return (sl_file_place){text->file_at + disk.from, text->file_at + disk.to,
                           text->file_line + sl_text_line(text, disk.from)};
}
