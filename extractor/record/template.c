/* SPDX-License-Identifier: Apache-2.0
 *
 * The text that a `set` line gives for a match.
 *
 *     set injury: {hurt.word} {lower(body)}      "torn" and "left knee"      torn left knee
 *     set length: {days(out)} days               "four to six weeks"         28..42 days
 */
#include "record/record.h"

#include "adapt/unicode.h"

/* --- functions ---------------------------------------------------------------------------------------------------- */

/* Whole numbers with two dots between them: a spreadsheet would take 4-6 for a day of June. */
static sl_str days(const sl_recorder *r, const sl_captured *c) {
    const sl_article *a = r->article;
    const sl_time *t =
        c->mention && c->mention->type == a->program->duration_type ? &r->findings->times.v[c->mention->value] : NULL;
    sl_day published = a->text->published;
    sl_interval ahead;
    if (!t || !sl_time_resolve(t, published, SL_LEAN_FUTURE, &r->findings->season, &ahead)) return (sl_str){0};
    if (ahead.from == ahead.to) return sl_arena_printf(r->out, "%d", ahead.to - published);
    if (ahead.from == SL_NO_DAY) return sl_arena_printf(r->out, "..%d", ahead.to - published);
    if (ahead.to == SL_NO_DAY) return sl_arena_printf(r->out, "%d..", ahead.from - published);
    return sl_arena_printf(r->out, "%d..%d", ahead.from - published, ahead.to - published);
}

/* Each rune in small letters or, where `title`, the first of each word as a capital. */
static sl_str recased(const sl_recorder *r, sl_str s, bool title) {
    char *to = sl_arena_raw(r->out, 4 * s.n + 1, 1);
    size_t n = 0, size;
    bool begins = true;
    for (size_t at = 0; at < s.n; at += size) {
        uint32_t rune = sl_unicode_decode(sl_str_cut(s, at, s.n), &size);
        if (!title) rune = sl_unicode_small(rune);
        else if (begins) rune = sl_unicode_capital(rune);
        begins = rune == '-' || (rune < 0x80 && sl_is_space((char)rune));
        n += sl_unicode_encode(rune, to + n);
    }
    return (sl_str){to, n};
}

static sl_str apply(const sl_recorder *r, sl_function function, sl_str s) {
    switch (function) {
    case SL_FUNCTION_FIRST: return sl_str_trim(sl_str_cut(s, 0, sl_str_find(s, '|', 0)));
    case SL_FUNCTION_LOWER: return recased(r, s, false);
    case SL_FUNCTION_TITLE: return recased(r, s, true);
    case SL_FUNCTION_DAYS: break; /* is of the thing, not of its text */
    }
    return s;
}

/* --- pieces ------------------------------------------------------------------------------------------------------- */

/* A capture's text, its value, or a column of its list. */
static sl_str captured(const sl_recorder *r, const sl_set_piece *piece, const sl_captured *c) {
    if (!c->mention || c->mention->entry == SL_NONE)
        return piece->column == SL_NO_SYMBOL ? sl_captured_value(r->article, c) : (sl_str){0};
    const sl_program *p = r->article->program;
    uint32_t entry = c->mention->entry;
    if (piece->column == SL_NO_SYMBOL) return sl_entry_value(p, entry);
    const sl_list *list = sl_entry_list(p, entry);
    for (size_t g = 0; g < list->n_gives; g++)
        if (list->gives[g] == piece->column) return sl_entry_give(p, entry, g);
    return list->value == piece->column ? sl_entry_value(p, entry) : (sl_str){0};
}

static sl_str piece_text(const sl_recorder *r, const sl_set_piece *piece, const sl_match *m, const sl_match *member) {
    if (piece->capture == SL_NO_SYMBOL) return piece->text;
    const sl_captured *c = member ? sl_match_capture(member, piece->capture) : NULL;
    if (!c) c = sl_match_capture(m, piece->capture);
    if (!c) return (sl_str){0};
    bool counts_days = piece->n_functions && piece->functions[piece->n_functions - 1] == SL_FUNCTION_DAYS;
    sl_str text = counts_days ? days(r, c) : captured(r, piece, c);
    for (size_t i = piece->n_functions; i > 0; i--) text = apply(r, piece->functions[i - 1], text);
    return text;
}

sl_str sl_template_text(sl_recorder *r, const sl_set *set, const sl_match *m, const sl_match *member) {
    sl_str text = {"", 0};
    for (size_t i = 0; i < set->n; i++) {
        sl_str piece = piece_text(r, &set->pieces[i], m, member);
        if (piece.n == 0) return piece;
        text = i == 0 ? piece : sl_arena_printf(r->out, "%.*s%.*s", (int)text.n, text.p, (int)piece.n, piece.p);
    }
    return sl_str_trim(text);
}
