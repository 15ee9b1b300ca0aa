/* SPDX-License-Identifier: Apache-2.0 */
#include "text/page.h"

#include "text/linkeddata.h"
#include "text/page_p.h"

enum {
    BEGINNING = 1024, /* bytes in which a page shows that it is one, and its encoding */
    POOR = 2          /* a page with less than a half of its articleBody shows it by a program */
};

/* ---- the beginning ---- */

static bool begins_with(sl_str s, const char *lower) {
    size_t i = 0;
    while (i < s.n && lower[i] && sl_lower(s.p[i]) == lower[i]) i++;
    return !lower[i];
}

/* Behind white space, a comment, <?xml … ?>. */
static sl_str skip_preface(sl_str s) {
    for (;;) {
        s = sl_str_trim(s);
        sl_str end = {0};
        if (sl_str_starts_with(s, SL_STR("\xEF\xBB\xBF"))) s = sl_str_cut(s, 3, s.n);
        else if (sl_str_starts_with(s, SL_STR("<!--"))) end = SL_STR("-->");
        else if (sl_str_starts_with(s, SL_STR("<?xml"))) end = SL_STR("?>");
        else return s;
        if (end.n) s = sl_str_cut(s, sl_str_search(s, end, 0) + end.n, s.n);
    }
}

bool sl_page_begins(sl_str text) {
    sl_str s = skip_preface(sl_str_cut(text, 0, 8 * BEGINNING));
    return begins_with(s, "<!doctype html") || begins_with(s, "<html") || begins_with(s, "<head");
}

static bool is_charset_letter(char c) {
    return sl_is_alnum(c) || c == '-' || c == '_' || c == ':' || c == '.';
}

sl_str sl_page_charset(sl_str raw) {
    sl_str head = sl_str_cut(raw, 0, BEGINNING * 4);
    for (size_t at = sl_str_find(head, '<', 0); at < head.n; at = sl_str_find(head, '<', at + 1)) {
        sl_str tag = sl_str_cut(head, at, sl_str_find(head, '>', at));
        if (!begins_with(tag, "<meta")) continue;
        for (size_t i = 0; i < tag.n; i++) {
            if (!begins_with(sl_str_cut(tag, i, tag.n), "charset=")) continue;
            size_t from = i + 8, to;
            while (from < tag.n && (tag.p[from] == '"' || tag.p[from] == '\'' || tag.p[from] == ' ')) from++;
            for (to = from; to < tag.n && is_charset_letter(tag.p[to]);) to++;
            return sl_str_cut(tag, from, to);
        }
    }
    return (sl_str){0};
}

/* ---- the whole ---- */

/* "Okafor out - The Daily Ball | Sport": what stands before the last mark of that kind. */
static sl_span without_site(sl_str all, sl_span name) {
    static const char *const marks[] = {" | ", " - ", " \xE2\x80\x93 ", " \xE2\x80\x94 ", " :: "};
    sl_str text = sl_str_span(all, name);
    size_t end = text.n;
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++) {
        sl_str mark = sl_str_of(marks[i]);
        for (size_t at = sl_str_search(text, mark, 0); at < text.n; at = sl_str_search(text, mark, at + 1))
            if (i == 0 || sl_str_search(text, mark, at + 1) == text.n) {
                if (at < end) end = at;
                break;
            }
    }
    sl_str kept = sl_str_trim(sl_str_cut(text, 0, end));
    if (kept.n == 0) return name;
    sl_off from = name.from + (sl_off)(kept.p - text.p);
    return (sl_span){from, from + (sl_off)kept.n};
}

/* An h1, or a first line that the page is called by. */
static bool has_headline(const sl_page_parts *parts, const sl_page_chosen *chosen, sl_span name) {
    sl_str all = sl_mapped_text(&parts->all), words = sl_str_span(all, name);
    for (size_t i = 0; i < chosen->n; i++)
        if (parts->nodes.v[parts->blocks.v[chosen->v[i]].node].element == SL_ELEMENT_TITLE) return true;
    return chosen->n && sl_str_starts_with(sl_str_trim(sl_str_span(all, parts->blocks.v[chosen->v[0]].at)), words);
}

static void put_part(sl_mapped *text, const sl_mapped *all, sl_span part) {
    if (text->n) sl_mapped_insert(text, SL_STR("\n\n"));
    sl_mapped_copy(text, all, part);
}

static void put_together(const sl_page_parts *parts, const sl_page_chosen *chosen, sl_mapped *text) {
    sl_span name = without_site(sl_mapped_text(&parts->all), parts->name);
    if (parts->name.to && !has_headline(parts, chosen, name)) put_part(text, &parts->all, name);
    for (size_t i = 0; i < chosen->n; i++) put_part(text, &parts->all, parts->blocks.v[chosen->v[i]].at);
}

sl_status sl_page_read(sl_str source, sl_arena *out, sl_page *page, sl_error *err) {
    sl_page_parts parts = {.source = source, .arena = out};
    sl_page_chosen chosen = {0};
    sl_linkeddata data = {.published = SL_NO_DAY};
    *page = (sl_page){.text.arena = out, .published = SL_NO_DAY};
    sl_status status = sl_pageblocks_read(&parts, err);
    if (status) return status;
    for (size_t i = 0; i < parts.linked_data.n; i++) sl_linkeddata_read(source, parts.linked_data.v[i], out, &data);
    page->published = data.published == SL_NO_DAY ? parts.day.day : data.published;
    sl_pagechoice_make(&parts, &chosen);
    put_together(&parts, &chosen, &page->text);
    if (page->text.n < data.body.n / POOR) page->text = data.body;
    return SL_OK;
}
