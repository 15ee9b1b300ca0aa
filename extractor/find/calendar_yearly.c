/* SPDX-License-Identifier: Apache-2.0
 *
 * What comes back each year: months, days of months, holidays, sporting seasons. All are the same question: of its
 * occurrences, year after year, which one does the article mean?
 */
#include "find/calendar_p.h"

enum { REACH = 9 }; /* years looked at on either side: 29 February may be eight years away */

sl_day sl_day_plus(sl_day day, int64_t days) {
    if (day == SL_NO_DAY) return SL_NO_DAY;
    int64_t sum = (int64_t)day + days;
    if (sum < sl_day_of(1, 1, 1) || sum > sl_day_of(9999, 12, 31)) return SL_NO_DAY;
    return (sl_day)sum;
}

static bool whole(sl_interval made, sl_interval *out) {
    *out = made;
    return made.from != SL_NO_DAY && made.to != SL_NO_DAY && made.from <= made.to;
}

bool sl_month_interval(int32_t year, int32_t month, sl_interval *out) {
    if (year < 1 || year > 9999) return false;
    return whole((sl_interval){sl_day_of(year, month, 1), sl_day_of(year, month, sl_days_in_month(year, month))}, out);
}

bool sl_year_interval(int32_t year, sl_interval *out) {
    return whole((sl_interval){sl_day_of(year, 1, 1), sl_day_of(year, 12, 31)}, out);
}

static sl_day fixed(int32_t year, int32_t month, int32_t day) {
    if (year < 1 || year > 9999 || month < 1 || month > 12) return SL_NO_DAY;
    int32_t last = sl_days_in_month(year, month);
    return sl_day_of(year, month, day < last ? day : last);
}

bool sl_season_interval(const sl_season *season, int32_t year, sl_interval *out) {
    if (!season) return false;
    sl_day from = fixed(year, season->first.month, season->first.day);
    sl_day to = fixed(year, season->last.month, season->last.day);
    if (from != SL_NO_DAY && to < from) to = fixed(year + 1, season->last.month, season->last.day);
    return whole((sl_interval){from, to}, out);
}

static sl_day weekday_of_month(int32_t year, const sl_yearly_end *end) {
    sl_interval month;
    if (!sl_month_interval(year, end->month, &month)) return SL_NO_DAY;
    if (end->nth > 0) return month.from + (end->weekday - sl_day_weekday(month.from) + 7) % 7 + 7 * (end->nth - 1);
    return month.to - (sl_day_weekday(month.to) - end->weekday + 7) % 7 + 7 * (end->nth + 1);
}

static sl_day yearly_day(const sl_yearly_end *end, int32_t year) {
    sl_day day = SL_NO_DAY;
    if (end->kind == SL_YEARLY_FIXED) day = fixed(year, end->month, end->day);
    else if (end->kind == SL_YEARLY_WEEKDAY) day = weekday_of_month(year, end);
    else if (year >= 1 && year <= 9999) day = sl_day_easter(year);
    return sl_day_plus(day, end->plus);
}

/** The occurrence that begins in `year`. */
static bool occurrence(const sl_date *date, const sl_now *now, int32_t year, sl_interval *out) {
    if (date->kind == SL_DATE_UNIT) return sl_season_interval(now->season, year, out);
    if (date->kind == SL_DATE_YEARLY) {
        sl_day from = yearly_day(&date->yearly.from, year), to = yearly_day(&date->yearly.to, year);
        if (from != SL_NO_DAY && to < from) to = yearly_day(&date->yearly.to, year + 1);
        return whole((sl_interval){from, to}, out);
    }
    if (!date->day) return sl_month_interval(year, date->month, out);
    sl_day day = sl_day_of(year, date->month, date->day);
    if (day != SL_NO_DAY && date->weekday && sl_day_weekday(day) != date->weekday) return false;
    return whole((sl_interval){day, day}, out);
}

static int64_t distance(sl_interval i, sl_day day) {
    return day < i.from ? (int64_t)i.from - day : day > i.to ? (int64_t)day - i.to : 0;
}

/** The last occurrence, `back` before the last, that is over (or, with `begun`, has begun). */
static bool latest(const sl_date *date, const sl_now *now, int32_t back, bool begun, sl_interval *out) {
    int32_t year = sl_day_civil(now->published).year;
    for (int32_t y = year + 1; y >= year - REACH; y--) {
        if (!occurrence(date, now, y, out)) continue;
        if ((begun ? out->from <= now->published : out->to < now->published) && back-- == 0) return true;
    }
    return false;
}

/** The first, `on` after the first, that has not begun (or, with `current`, is not over). */
static bool earliest(const sl_date *date, const sl_now *now, int32_t on, bool current, sl_interval *out) {
    int32_t year = sl_day_civil(now->published).year;
    for (int32_t y = year - 1; y <= year + REACH; y++) {
        if (!occurrence(date, now, y, out)) continue;
        if ((current ? out->to >= now->published : out->from > now->published) && on-- == 0) return true;
    }
    return false;
}

static bool nearest(const sl_date *date, const sl_now *now, sl_interval *out) {
    int32_t year = sl_day_civil(now->published).year;
    bool found = false;
    for (int32_t y = year - REACH; y <= year + REACH; y++) {
        sl_interval next;
        if (!occurrence(date, now, y, &next)) continue;
        if (!found || distance(next, now->published) < distance(*out, now->published)) *out = next;
        found = true;
    }
    return found;
}

static bool first_inside(const sl_date *date, const sl_now *now, sl_interval *out) {
    sl_now eve = {sl_day_plus(now->published, -1), SL_LEAN_FUTURE, false, now->season};
    return eve.published != SL_NO_DAY && earliest(date, &eve, 0, false, out);
}

static bool leaning(const sl_date *date, const sl_now *now, sl_interval *out) {
    if (now->lean == SL_LEAN_PAST) return latest(date, now, 0, true, out);
    if (now->lean == SL_LEAN_FUTURE) return earliest(date, now, 0, true, out);
    return nearest(date, now, out);
}

bool sl_yearly_resolve(const sl_date *date, const sl_now *now, sl_interval *out) {
    if (date->year) return occurrence(date, now, date->year, out);
    if (now->published == SL_NO_DAY) return false;
    if (now->inside) return first_inside(date, now, out);
    if (date->kind == SL_DATE_CIVIL && date->weekday) { /* the weekday settles the year, if a near year has it */
        if (nearest(date, now, out)) return true;
        sl_date plain = *date;
        plain.weekday = 0;
        return sl_yearly_resolve(&plain, now, out);
    }
    switch (date->turn) {
    case SL_TURN_BEFORE_LAST: return latest(date, now, 1, false, out);
    case SL_TURN_LAST:
    case SL_TURN_PREVIOUS: return latest(date, now, 0, false, out);
    case SL_TURN_COMING:
    case SL_TURN_NEXT:
    case SL_TURN_FOLLOWING: return earliest(date, now, 0, false, out);
    case SL_TURN_AFTER_NEXT: return earliest(date, now, 1, false, out);
    case SL_TURN_THIS:
        /* "this summer" is the one of the article's year; what crosses the new year leans like the bare word */
        if (occurrence(date, now, sl_day_civil(now->published).year, out) &&
            sl_day_civil(out->from).year == sl_day_civil(out->to).year)
            return true;
        return leaning(date, now, out);
    case SL_TURN_NONE:
    case SL_TURN_THAT: break;
    }
    return leaning(date, now, out);
}
