/* SPDX-License-Identifier: Apache-2.0
 *
 * Parts of longer times: "early May", "the end of last season", "the second week of August", "later this month".
 */
#include "find/calendar_p.h"

static bool within(sl_interval whole, int64_t from, int64_t days, sl_interval *out) {
    *out = (sl_interval){sl_day_plus(whole.from, from), sl_day_plus(whole.from, from + days - 1)};
    return out->from != SL_NO_DAY && out->to != SL_NO_DAY;
}

/** Months `first..last` (1..12) of a year. */
static bool months(int32_t year, int32_t first, int32_t last, sl_interval *out) {
    sl_interval end;
    if (!sl_month_interval(year, first, out) || !sl_month_interval(year, last, &end)) return false;
    out->to = end.to;
    return true;
}

static bool part_of_year(sl_part part, int32_t year, sl_interval *out) {
    if (part == SL_PART_START) return months(year, 1, 3, out);
    if (part == SL_PART_EARLY) return months(year, 1, 4, out);
    if (part == SL_PART_MID) return months(year, 5, 8, out);
    return months(year, 9, 12, out);
}

static bool part_of_month(sl_part part, sl_interval month, sl_interval *out) {
    if (part == SL_PART_START || part == SL_PART_EARLY) return within(month, 0, 10, out);
    if (part == SL_PART_MID) return within(month, 10, 10, out);
    *out = (sl_interval){month.from + 20, month.to};
    return true;
}

static bool part_of_decade(sl_part part, int32_t year, sl_interval *out) {
    sl_interval end;
    bool early = part == SL_PART_START || part == SL_PART_EARLY, mid = part == SL_PART_MID;
    if (!sl_year_interval(year + (early ? 0 : mid ? 4 : 7), out)) return false;
    if (!sl_year_interval(year + (early ? 3 : mid ? 6 : 9), &end)) return false;
    out->to = end.to;
    return true;
}

/** Thirds; of a long time its start and end are a month. */
static bool part_of_days(sl_part part, sl_interval whole, sl_interval *out) {
    int64_t days = (int64_t)whole.to - whole.from + 1, third = (days + 2) / 3;
    bool edge = part == SL_PART_START || part == SL_PART_END;
    if (edge && days > 150) third = 30;
    if (days < 3) {
        *out = whole;
        return true;
    }
    if (part == SL_PART_START || part == SL_PART_EARLY) return within(whole, 0, third, out);
    if (part == SL_PART_MID) return within(whole, (days - third) / 2, third, out);
    return within(whole, days - third, third, out);
}

static bool half(sl_part part, sl_interval whole, sl_interval *out) {
    int64_t days = (int64_t)whole.to - whole.from + 1, first = (days + 1) / 2;
    if (part == SL_PART_FIRST_HALF) return within(whole, 0, first, out);
    return within(whole, first, days - first > 0 ? days - first : 1, out);
}

/** Earlier, later, rest: cut at the article's day where that lies inside. */
static bool cut(sl_part part, const sl_now *now, sl_interval whole, sl_interval *out) {
    *out = whole;
    if (now->published < whole.from || now->published > whole.to) return true;
    if (part == SL_PART_EARLIER) out->to = now->published;
    else out->from = now->published;
    return true;
}

static bool is_season(const sl_date *date) {
    return (date->kind == SL_DATE_UNIT && date->unit == SL_UNIT_SEASON) || date->kind == SL_DATE_SEASON;
}

/** Who is out for the rest of it is back when it is over; of a season, when the next one is prepared. */
static bool after_rest(const sl_date *whole, const sl_now *now, sl_interval time, sl_interval *out) {
    if (whole->kind == SL_DATE_ROLLING) return sl_duration_ahead(whole, now, out);
    *out = (sl_interval){sl_day_plus(time.to, 1), SL_NO_DAY};
    if (!is_season(whole) || !now->season || out->from == SL_NO_DAY) return out->from != SL_NO_DAY;
    sl_month_day back = now->season->back, first = now->season->first;
    if (!back.month) back = (sl_month_day){(int8_t)(first.month == 1 ? 12 : first.month - 1), first.day};
    int32_t year = sl_day_civil(out->from).year;
    sl_day day = SL_NO_DAY;
    for (int32_t y = year; y <= year + 1 && (day == SL_NO_DAY || day < out->from); y++)
        day = sl_day_of(y, back.month, back.day);
    out->from = day;
    return day != SL_NO_DAY;
}

static bool one_part(const sl_date *date, const sl_now *now, sl_interval *out) {
    sl_interval whole;
    const sl_date *inner = date->inner;
    if (!sl_date_resolve(inner, now, &whole) || whole.from == SL_NO_DAY || whole.to == SL_NO_DAY) return false;
    *out = whole;
    switch (date->part) {
    case SL_PART_NONE: return true;
    case SL_PART_REST:
        if (now->lean == SL_LEAN_FUTURE) return after_rest(inner, now, whole, out);
        return cut(date->part, now, whole, out);
    case SL_PART_EARLIER:
    case SL_PART_LATER: return now->published == SL_NO_DAY || cut(date->part, now, whole, out);
    case SL_PART_FIRST_HALF:
    case SL_PART_SECOND_HALF: return half(date->part, whole, out);
    default: break;
    }
    if (inner->kind == SL_DATE_DECADE) return part_of_decade(date->part, inner->year, out);
    sl_civil from = sl_day_civil(whole.from);
    sl_interval same;
    if (sl_month_interval(from.year, from.month, &same) && same.from == whole.from && same.to == whole.to)
        return part_of_month(date->part, whole, out);
    if (sl_year_interval(from.year, &same) && same.from == whole.from && same.to == whole.to)
        return part_of_year(date->part, from.year, out);
    return part_of_days(date->part, whole, out);
}

bool sl_part_resolve(const sl_date *date, const sl_now *now, sl_interval *out) {
    if (!one_part(date, now, out)) return false;
    if (date->part_to == SL_PART_NONE) return true;
    sl_date second = *date;
    sl_interval last;
    second.part = date->part_to;
    if (!one_part(&second, now, &last) || last.to == SL_NO_DAY || last.to < out->from) return false;
    out->to = last.to;
    return true;
}

/** Days between one such unit and the next; 0 for months and longer. */
static int64_t step_of(const sl_date *date) {
    if (date->weekday || date->unit == SL_UNIT_WEEKDAYS || date->unit == SL_UNIT_WEEK) return 7;
    return date->unit == SL_UNIT_DAY ? 1 : 0;
}

static bool nth_month(const sl_date *date, sl_interval whole, sl_interval *out) {
    int32_t count = date->day > 0 ? date->day : 1;
    sl_amount steps = {2 * (date->nth > 0 ? date->nth - 1 : count - date->nth - 1), date->unit};
    sl_amount length = {2 * count, date->unit};
    out->from =
        date->nth > 0 ? sl_amount_add(whole.from, steps, 1) : sl_amount_add(sl_day_plus(whole.to, 1), steps, -1);
    out->to = sl_day_plus(sl_amount_add(out->from, length, 1), -1);
    return out->from != SL_NO_DAY && out->to != SL_NO_DAY;
}

/**
 * Weeks of a month or a year are those that begin (counted from the end: lie) in it, Monday to Sunday; weeks of
 * anything else are counted from its first day.
 */
bool sl_nth_resolve(const sl_date *date, const sl_now *now, sl_interval *out) {
    sl_interval whole;
    if (!sl_date_resolve(date->inner, now, &whole) || whole.from == SL_NO_DAY || whole.to == SL_NO_DAY) return false;
    int64_t step = step_of(date), length = step;
    int32_t count = date->day > 0 ? date->day : 1;
    if (step == 0) return nth_month(date, whole, out);
    int32_t weekday = 0;
    bool calendar = sl_day_civil(whole.from).day == 1 && sl_day_civil(sl_day_plus(whole.to, 1)).day == 1;
    if (date->weekday) weekday = date->weekday, length = 1;
    else if (date->unit == SL_UNIT_WEEKDAYS)
        weekday = date->first_weekday, length = date->last_weekday - date->first_weekday + 1;
    else if (date->unit == SL_UNIT_WEEK && calendar && !is_season(date->inner)) weekday = 1;
    int64_t span = step * (count - 1) + length, skip = 0;
    if (date->nth > 0) {
        if (weekday) skip = (weekday - sl_day_weekday(whole.from) + 7) % 7;
        if (!within(whole, skip + step * (date->nth - 1), span, out)) return false;
    } else {
        int64_t end = (int64_t)whole.to - whole.from + 1; /* the last ones end before this day */
        if (weekday) end -= (sl_day_weekday(whole.to) - (weekday + length - 1) % 7 + 7) % 7;
        if (!within(whole, end + step * (date->nth + 1) - span, span, out)) return false;
    }
    return out->from >= whole.from && out->from <= whole.to;
}
