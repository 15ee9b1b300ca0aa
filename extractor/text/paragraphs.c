/* SPDX-License-Identifier: Apache-2.0 */
#include "text/paragraphs.h"

#include "adapt/unicode.h"

enum {
    LONG_LINE = 40,    /* bytes; a shorter line ended because its writer ended it */
    WIDEST_WRAP = 100, /* a line longer than this is a paragraph of its own: nobody wraps there */
    LONGEST_HEADLINE = 160
};

/** A line of the view without the blanks around it; empty for a blank line. */
typedef struct {
    sl_span at;
    sl_off next; /* where the next line begins; the view's end after the last */
} line;

static line line_at(sl_str view, sl_off at) {
    size_t end = sl_str_find(view, '\n', at), from = at, to = end;
    while (from < to && view.p[from] == ' ') from++;
    while (to > from && view.p[to - 1] == ' ') to--;
    return (line){{(sl_off)from, (sl_off)to}, (sl_off)(end < view.n ? end + 1 : end)};
}

static bool is_blank(const line *l) {
    return l->at.from == l->at.to;
}
static size_t width(const line *l) {
    return l->at.to - l->at.from;
}

static bool ends_sentence(sl_str s) {
    size_t n = s.n;
    while (n && (s.p[n - 1] == '"' || s.p[n - 1] == '\'' || s.p[n - 1] == ')' || s.p[n - 1] == ']')) n--;
    return n && (s.p[n - 1] == '.' || s.p[n - 1] == '!' || s.p[n - 1] == '?');
}

static bool is_item(sl_str s) {
    return sl_str_starts_with(s, SL_STR("- ")) || sl_str_starts_with(s, SL_STR("* ")) ||
           sl_str_starts_with(s, SL_STR("\xE2\x80\xA2 "));
}

static bool begins_small(sl_str s) {
    size_t size;
    if (s.n == 0) return false;
    return sl_unicode_category(sl_unicode_decode(s, &size)) == SL_CATEGORY_LL;
}

/** Surely wrapped: a long line that ends no sentence, and the next goes on in lower case. */
static bool goes_on(sl_str view, const line *a, const line *b) {
    return width(a) >= LONG_LINE && !ends_sentence(sl_str_span(view, a->at)) && begins_small(sl_str_span(view, b->at));
}

/** The width at which the lines from `l` to the next blank one are surely wrapped; 0 where they are not. */
static size_t wrap_width(sl_str view, line l) {
    size_t widest = width(&l);
    bool sure = false;
    for (line next; l.next < view.n; l = next) {
        next = line_at(view, l.next);
        if (is_blank(&next)) break;
        sure = sure || goes_on(view, &l, &next);
        if (width(&next) > widest) widest = width(&next);
    }
    return sure && widest <= WIDEST_WRAP ? widest : 0;
}

/** Would the first word of `b` not have fitted behind `a`? */
static bool did_not_fit(sl_str view, const line *a, const line *b, size_t wrapped) {
    sl_str next = sl_str_span(view, b->at);
    return width(a) >= LONG_LINE && !is_item(next) && width(a) + 1 + sl_str_find(next, ' ', 0) > wrapped;
}

/** From the first line `l` of a paragraph to its last. */
static line last_line(sl_str view, line l, size_t wrapped) {
    while (l.next < view.n) {
        line next = line_at(view, l.next);
        if (is_blank(&next)) break;
        if (!goes_on(view, &l, &next) && !(wrapped && did_not_fit(view, &l, &next, wrapped))) break;
        l = next;
    }
    return l;
}

/** Only the first paragraph may be one, and only when more follow. */
static void mark_headline(sl_text *text) {
    if (text->paragraphs.n < 2) return;
    sl_paragraph *first = &text->paragraphs.v[0];
    sl_str s = sl_str_span(text->view, first->at);
    first->headline = s.n <= LONGEST_HEADLINE && sl_str_find(s, '\n', 0) == s.n && !ends_sentence(s);
}

void sl_paragraphs_find(sl_text *text, sl_off from, sl_arena *out) {
    sl_str view = text->view;
    bool block_begins = true;
    size_t wrapped = 0;
    for (sl_off at = from; at < view.n;) {
        line first = line_at(view, at);
        at = first.next;
        if (is_blank(&first)) {
            block_begins = true;
            continue;
        }
        if (block_begins) wrapped = wrap_width(view, first);
        block_begins = false;
        line last = last_line(view, first, wrapped);
        *sl_push(out, &text->paragraphs) =
            (sl_paragraph){.at = {first.at.from, last.at.to}, .item = is_item(sl_str_span(view, first.at))};
        at = last.next;
    }
    mark_headline(text);
}
