/* SPDX-License-Identifier: Apache-2.0
 *
 * What is written as one would elsewhere, is read without an error, and means something else here:
 *
 *     list known: = Okafor, Lind          one entry with a comma in it (W21)
 *     list known: = "Okafor" | "Lind"     entries with marks around them, and so is  match: "{player} fell"  (W22)
 *     yes: Okafor fell. -> player=Okafor  a sentence that ends in ->, and wants any row (W23)
 *     match: {player} fell   # a note     a pattern that wants the note, too (W24)
 */
#include "rule/phrase_p.h"

/* "x", with no other mark between the two. */
static bool is_quoted(sl_str s) {
    char mark = s.n > 2 && (s.p[0] == '"' || s.p[0] == '\'') ? s.p[0] : '\0';
    return mark && sl_str_find(s, mark, 1) == s.n - 1;
}

static bool tell_quoted(const sl_located *text, sl_diagnostics *d) {
    if (!is_quoted(text->text)) return false;
    sl_warning_at(d, text, 0, text->text.n, 22, "nothing is quoted in rules: these marks are looked for in the text");
    return true;
}

void sl_slips_in_entries(const sl_words *entries, sl_diagnostics *d) {
    for (size_t i = 0; i < entries->n; i++)
        if (tell_quoted(&entries->v[i], d)) return;
    if (entries->n != 1) return;
    sl_str one = entries->v[0].text;
    size_t comma = sl_str_search(one, SL_STR(", "), 0);
    if (comma < one.n)
        sl_warning_at(d, &entries->v[0], comma, comma + 1, 21,
                      "this is one entry with a comma in it; between entries stands |");
}

void sl_slips_in_pattern(const sl_located *text, sl_diagnostics *d) {
    size_t note = sl_str_search(text->text, SL_STR(" # "), 0);
    tell_quoted(text, d);
    if (note < text->text.n)
        sl_warning_at(d, text, note + 1, text->text.n, 24,
                      "this is a part of the pattern: only a line that begins with # is a comment; [#] is the sign");
}

void sl_slips_in_test(const sl_located *text, sl_diagnostics *d) {
    size_t arrow = sl_str_search(text->text, SL_STR("->"), 0);
    if (arrow < text->text.n)
        sl_warning_at(d, text, arrow, arrow + 2, 23,
                      "this is a part of the text; if cells are meant to follow, write =>");
}
