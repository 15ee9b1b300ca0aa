/* SPDX-License-Identifier: Apache-2.0
 *
 * ISO 8601 / TIMEX3 values of expressions, for the column `canonical` of the mentions. Source: TimeML 1.2.1, value of
 * TIMEX3.
 */
#include "find/calendar_p.h"

static sl_str printed_day(sl_day day, sl_arena *out) {
    char text[11];
    sl_day_print(day, text);
    return sl_arena_copy(out, sl_str_of(text));
}

static sl_str amount(sl_amount a, sl_arena *out) {
    static const char letters[] = {'H', 'D', 'W', 'W', 'M', 'Y', 'Y'};
    const char *time = a.unit == SL_UNIT_HOUR ? "T" : "", *half = a.halves % 2 ? ".5" : "";
    if (!a.halves) return sl_arena_printf(out, "P%sX%c", time, letters[a.unit]);
    return sl_arena_printf(out, "P%s%d%s%c", time, a.halves / 2, half, letters[a.unit]);
}

static sl_str amounts(const sl_date *date, sl_arena *out) {
    sl_str least = amount(date->least, out), most = amount(date->most, out);
    if (sl_str_eq(least, most)) return least;
    return sl_arena_printf(out, "%.*s/%.*s", (int)least.n, least.p, (int)most.n, most.p);
}

/** The ISO week of a day: the year is that of its Thursday. */
static sl_str iso_week(sl_day day, const char *tail, sl_arena *out) {
    sl_day thursday = sl_day_plus(day, 4 - sl_day_weekday(day));
    if (thursday == SL_NO_DAY) return SL_STR("");
    int32_t year = sl_day_civil(thursday).year;
    return sl_arena_printf(out, "%04d-W%02d%s", year, (thursday - sl_day_of(year, 1, 1)) / 7 + 1, tail);
}

static sl_str year_month(sl_day day, sl_arena *out) {
    sl_civil c = sl_day_civil(day);
    return sl_arena_printf(out, "%04d-%02d", c.year, c.month);
}

static sl_str days(sl_interval i, sl_arena *out) {
    if (i.from == i.to) return printed_day(i.from, out);
    if (i.from != SL_NO_DAY && i.to != SL_NO_DAY) {
        sl_civil c = sl_day_civil(i.from);
        sl_interval same;
        if (sl_month_interval(c.year, c.month, &same) && same.from == i.from && same.to == i.to)
            return year_month(i.from, out);
        if (sl_year_interval(c.year, &same) && same.from == i.from && same.to == i.to)
            return sl_arena_printf(out, "%04d", c.year);
    }
    sl_str from = i.from == SL_NO_DAY ? SL_STR("..") : printed_day(i.from, out);
    sl_str to = i.to == SL_NO_DAY ? SL_STR("..") : printed_day(i.to, out);
    return sl_arena_printf(out, "%.*s/%.*s", (int)from.n, from.p, (int)to.n, to.p);
}

/** A round figure back from the article has the grain of its unit. */
static sl_str ago(const sl_date *date, sl_interval i, sl_arena *out) {
    bool one = date->least.halves == date->most.halves && date->least.unit == date->most.unit && date->least.halves;
    if (!one || i.from == SL_NO_DAY || i.to == SL_NO_DAY) return days(i, out);
    sl_day middle = i.from + (i.to - i.from) / 2;
    if (date->least.unit == SL_UNIT_WEEK) return iso_week(middle, "", out);
    if (date->least.unit == SL_UNIT_MONTH) return year_month(middle, out);
    if (date->least.unit == SL_UNIT_YEAR) return sl_arena_printf(out, "%04d", sl_day_civil(middle).year);
    return days(i, out);
}

static sl_str unresolved(const sl_date *date, sl_arena *out) {
    if (date->kind == SL_DATE_SHIFT) return amounts(date, out);
    if (date->kind == SL_DATE_YEARLY && date->yearly.code[0]) return sl_arena_printf(out, "XXXX-%s", date->yearly.code);
    if (date->kind == SL_DATE_UNIT && date->unit == SL_UNIT_WEEK) return SL_STR("XXXX-WXX");
    if (date->kind != SL_DATE_CIVIL) return SL_STR("");
    if (date->month && date->day && sl_day_of(date->year ? date->year : 2000, date->month, date->day) == SL_NO_DAY)
        return SL_STR("");
    if (date->month && date->day) return sl_arena_printf(out, "XXXX-%02d-%02d", date->month, date->day);
    if (date->month) return sl_arena_printf(out, "XXXX-%02d", date->month);
    if (date->day) return sl_arena_printf(out, "XXXX-XX-%02d", date->day);
    if (date->weekday) return sl_arena_printf(out, "XXXX-WXX-%d", date->weekday);
    return SL_STR("");
}

sl_str sl_time_timex(const sl_time *t, sl_day published, sl_lean lean, const sl_season *season, sl_arena *out) {
    const sl_date *date = t->date;
    sl_interval i;
    if (date->kind == SL_DATE_DURATION) return amounts(date, out);
    if (!sl_time_resolve_bare(t, published, lean, season, &i)) return unresolved(date, out);
    if (date->kind == SL_DATE_SHIFT && date->shift == SL_SHIFT_AGO && !date->inner) return ago(date, i, out);
    if (date->kind == SL_DATE_YEARLY && date->yearly.code[0])
        return sl_arena_printf(out, "%04d-%s", sl_day_civil(i.from).year, date->yearly.code);
    if (date->kind == SL_DATE_DECADE) return sl_arena_printf(out, "%03d", date->year / 10);
    if (date->unit == SL_UNIT_WEEK && (date->kind == SL_DATE_UNIT || date->kind == SL_DATE_AROUND))
        return iso_week(i.from, "", out);
    if (date->kind == SL_DATE_UNIT && date->unit == SL_UNIT_WEEKDAYS && i.to - i.from == 1 &&
        sl_day_weekday(i.from) == 6)
        return iso_week(i.from, "-WE", out);
    sl_str value = days(i, out);
    if (i.from != i.to || !date->daypart[0]) return value;
    return sl_arena_printf(out, "%.*sT%s", (int)value.n, value.p, date->daypart);
}
