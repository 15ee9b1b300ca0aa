/* SPDX-License-Identifier: Apache-2.0
 *
 * season: 1 August to 31 May, with the months of the list of date words; or 8-1 to 5-31, month and day.
 */
#include "rule/compiler_p.h"

void sl_compile_month(sl_compiler *c, sl_str words, sl_str value) {
    uint32_t month;
    if (!sl_str_number(sl_str_cut(value, 0, sl_str_find(value, ' ', 0)), 12, &month)) return;
    for (size_t at = 0, end; at < words.n; at = end + 1) {
        end = sl_str_find(words, '|', at);
        *sl_push(c->out, &c->months) = (sl_month_word){sl_str_trim(sl_str_cut(words, at, end)), month};
    }
}

static bool same_word(sl_str a, sl_str b) {
    bool same = a.n == b.n;
    for (size_t i = 0; same && i < a.n; i++) same = sl_lower(a.p[i]) == sl_lower(b.p[i]);
    return same;
}

static uint32_t month_called(const sl_compiler *c, sl_str word) {
    for (size_t i = 0; i < c->months.n; i++)
        if (same_word(c->months.v[i].word, word)) return c->months.v[i].month;
    return 0;
}

/* "1 August", "8-1". In a leap year, so that every day of the calendar is one. */
static bool day_of(const sl_compiler *c, sl_str s, int32_t *month, int32_t *day) {
    size_t dash = sl_str_find(s, '-', 0), blank = sl_str_find(s, ' ', 0);
    bool dashed = dash < s.n;
    sl_str days = dashed ? sl_str_cut(s, dash + 1, s.n) : sl_str_cut(s, 0, blank);
    uint32_t m = 0, d;
    if (!dashed) m = month_called(c, sl_str_trim(sl_str_cut(s, blank, s.n)));
    else if (!sl_str_number(sl_str_cut(s, 0, dash), 12, &m)) return false;
    if (!sl_str_number(days, 31, &d) || sl_day_of(2000, (int32_t)m, (int32_t)d) == SL_NO_DAY) return false;
    *month = (int32_t)m;
    *day = (int32_t)d;
    return true;
}

void sl_compile_season(sl_compiler *c) {
    const sl_located *text = &c->declared->season;
    sl_str s = text->text;
    sl_season_days *to = &c->program->season;
    if (!text->source) return;
    size_t middle = sl_str_search(s, SL_STR(" to "), 0);
    sl_str first = sl_str_trim(sl_str_cut(s, 0, middle)), last = sl_str_trim(sl_str_cut(s, middle + 4, s.n));
    if (!day_of(c, first, &to->from_month, &to->from_day) || !day_of(c, last, &to->to_month, &to->to_day))
        sl_error_at(
            c->d, text, 0, s.n, 44,
            "\"%.*s\" is no season; one is `1 August to 31 May`, with months of the list `dates:`, or `8-1 to 5-31`",
            sl_shown(s), s.p);
}
