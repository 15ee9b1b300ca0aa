/* SPDX-License-Identifier: Apache-2.0
 *
 * From expression and article's day to days. Each kind of expression has one small function; what the leading
 * preposition does to the result comes last.
 */
#include "find/calendar_p.h"

sl_day sl_amount_add(sl_day day, sl_amount amount, int32_t sign) {
    if (day == SL_NO_DAY) return SL_NO_DAY;
    int32_t n = amount.halves;
    switch (amount.unit) {
    case SL_UNIT_HOUR: return sl_day_plus(day, sign * ((n / 2 + 12) / 24));
    case SL_UNIT_DAY: return sl_day_plus(day, sign * ((n + 1) / 2));
    case SL_UNIT_WEEK:
    case SL_UNIT_WEEKDAYS: return sl_day_plus(day, sign * ((n * 7 + 1) / 2));
    case SL_UNIT_MONTH: return sl_day_plus(sl_day_add_months(day, sign * (n / 2)), sign * (n % 2) * 15);
    case SL_UNIT_YEAR:
    case SL_UNIT_SEASON: break;
    }
    return sl_day_add_months(day, sign * n * 6);
}

/** How far off "three weeks ago" may be: half a unit, rounded down. */
static int32_t slack(sl_unit unit) {
    switch (unit) {
    case SL_UNIT_HOUR:
    case SL_UNIT_DAY: return 0;
    case SL_UNIT_WEEK:
    case SL_UNIT_WEEKDAYS: return 3;
    case SL_UNIT_MONTH: return 15;
    case SL_UNIT_YEAR:
    case SL_UNIT_SEASON: break;
    }
    return 182;
}

static bool one_day(sl_day day, sl_interval *out) {
    *out = (sl_interval){day, day};
    return day != SL_NO_DAY;
}

static sl_day monday(sl_day day) {
    return sl_day_plus(day, 1 - sl_day_weekday(day));
}

/** Whole units between this one and the one meant; the turn that the story gives looks ahead only. */
static int32_t turn_step(sl_turn turn) {
    switch (turn) {
    case SL_TURN_BEFORE_LAST: return -2;
    case SL_TURN_LAST:
    case SL_TURN_PREVIOUS: return -1;
    case SL_TURN_COMING:
    case SL_TURN_NEXT:
    case SL_TURN_FOLLOWING: return 1;
    case SL_TURN_AFTER_NEXT: return 2;
    case SL_TURN_NONE:
    case SL_TURN_THIS:
    case SL_TURN_THAT: break;
    }
    return 0;
}

static sl_day weekday_leaning(int32_t weekday, const sl_now *now) {
    int32_t ahead = (weekday - sl_day_weekday(now->published) + 7) % 7;
    if (now->lean == SL_LEAN_PAST) return sl_day_plus(now->published, ahead ? ahead - 7 : 0);
    if (now->lean == SL_LEAN_FUTURE) return sl_day_plus(now->published, ahead);
    return sl_day_plus(now->published, ahead > 3 ? ahead - 7 : ahead);
}

static bool weekday_alone(const sl_date *date, const sl_now *now, sl_interval *out) {
    sl_day today = now->published, week = monday(today);
    int32_t ahead = (date->weekday - sl_day_weekday(today) + 7) % 7;
    if (now->inside) return one_day(sl_day_plus(today, ahead), out);
    switch (date->turn) {
    case SL_TURN_BEFORE_LAST: return one_day(sl_day_plus(today, ahead - 14), out);
    case SL_TURN_LAST:
    case SL_TURN_PREVIOUS: return one_day(sl_day_plus(today, ahead - 7), out);
    case SL_TURN_THIS:
        if (now->lean == SL_LEAN_PAST) return one_day(sl_day_plus(week, date->weekday - 1), out);
        return one_day(sl_day_plus(today, ahead), out);
    case SL_TURN_FOLLOWING:
        if (now->lean == SL_LEAN_PAST) return false;
        return one_day(sl_day_plus(today, ahead ? ahead : 7), out);
    case SL_TURN_COMING: return one_day(sl_day_plus(today, ahead ? ahead : 7), out);
    case SL_TURN_NEXT: return one_day(sl_day_plus(week, 7 + date->weekday - 1), out);
    case SL_TURN_AFTER_NEXT: return one_day(sl_day_plus(today, (ahead ? ahead : 7) + 7), out);
    case SL_TURN_NONE:
    case SL_TURN_THAT: break;
    }
    return one_day(weekday_leaning(date->weekday, now), out);
}

/** "the 15th", "Thursday 15th": the month is the nearest that has such a day, on the side that the lean says. */
static bool day_alone(const sl_date *date, const sl_now *now, sl_interval *out) {
    sl_civil today = sl_day_civil(now->published);
    sl_day best = SL_NO_DAY;
    for (int32_t m = -24; m <= 24; m++) {
        int32_t month = today.year * 12 + today.month - 1 + m;
        sl_day day = sl_day_of(month / 12, month % 12 + 1, date->day);
        if (day == SL_NO_DAY || (date->weekday && sl_day_weekday(day) != date->weekday)) continue;
        bool ahead = now->inside || now->lean == SL_LEAN_FUTURE;
        if (ahead ? day < now->published : now->lean == SL_LEAN_PAST && day > now->published) continue;
        if (best == SL_NO_DAY || abs(day - now->published) < abs(best - now->published)) best = day;
    }
    return one_day(best, out);
}

static bool civil(const sl_date *date, const sl_now *now, sl_interval *out) {
    if (date->year && date->month && date->day) return one_day(sl_day_of(date->year, date->month, date->day), out);
    if (date->year && date->month) return sl_month_interval(date->year, date->month, out);
    if (date->year) return sl_year_interval(date->year, out);
    if (now->published == SL_NO_DAY) return false;
    if (date->month) return sl_yearly_resolve(date, now, out);
    if (date->day) return day_alone(date, now, out);
    return weekday_alone(date, now, out);
}

/** The weekend and its like: some weekdays of a week. */
static bool weekdays(const sl_date *date, const sl_now *now, sl_interval *out) {
    int32_t step = 7 * turn_step(date->turn), first = date->first_weekday - 1, last = date->last_weekday - 1;
    sl_day week = monday(now->published);
    sl_turn turn = date->turn;
    bool begun = sl_day_plus(week, first) <= now->published, over = sl_day_plus(week, last) < now->published;
    if (now->inside) step = over ? 7 : 0;
    else if (step < 0) step += over ? 7 : 0;
    else if (turn == SL_TURN_COMING) step = begun ? 7 : 0;
    else if (step == 0 && now->lean == SL_LEAN_PAST) step = begun ? 0 : -7;
    else if (step == 0 && now->lean == SL_LEAN_FUTURE) step = over ? 7 : 0;
    else if (step == 0 && turn == SL_TURN_NONE && !begun && sl_day_weekday(now->published) <= 2) step = -7;
    *out = (sl_interval){sl_day_plus(week, step + first), sl_day_plus(week, step + last)};
    return out->from != SL_NO_DAY && out->to != SL_NO_DAY;
}

static bool unit(const sl_date *date, const sl_now *now, sl_interval *out) {
    if (now->published == SL_NO_DAY) return false;
    if (date->turn == SL_TURN_FOLLOWING && now->lean == SL_LEAN_PAST) return false;
    int32_t step = turn_step(date->turn);
    sl_civil today = sl_day_civil(now->published);
    int32_t month = today.year * 12 + today.month - 1 + step;
    switch (date->unit) {
    case SL_UNIT_HOUR: return false;
    case SL_UNIT_DAY: return one_day(sl_day_plus(now->published, step), out);
    case SL_UNIT_WEEK:
        *out = (sl_interval){sl_day_plus(monday(now->published), 7 * step),
                             sl_day_plus(monday(now->published), 7 * step + 6)};
        return out->from != SL_NO_DAY && out->to != SL_NO_DAY;
    case SL_UNIT_WEEKDAYS: return weekdays(date, now, out);
    case SL_UNIT_MONTH: return sl_month_interval(month / 12, month % 12 + 1, out);
    case SL_UNIT_YEAR: return sl_year_interval(today.year + step, out);
    case SL_UNIT_SEASON: break;
    }
    return now->season && sl_yearly_resolve(date, now, out);
}

/** "the last two seasons": whole ones. */
static bool seasons(const sl_date *date, const sl_now *now, bool ahead, sl_interval *out) {
    sl_date one = {.kind = SL_DATE_UNIT, .unit = SL_UNIT_SEASON, .turn = ahead ? SL_TURN_NEXT : SL_TURN_LAST};
    int32_t more = date->most.halves / 2 - 1;
    sl_interval far;
    if (more < 0 || !unit(&one, now, out)) return false;
    if (!sl_season_interval(now->season, sl_day_civil(out->from).year + (ahead ? more : -more), &far)) return false;
    if (ahead) out->to = far.to;
    else out->from = far.from;
    return true;
}

static bool rolling(const sl_date *date, const sl_now *now, sl_interval *out) {
    if (now->published == SL_NO_DAY) return false;
    bool ahead = turn_step(date->turn) > 0, vague = date->most.halves == 0;
    if (date->turn == SL_TURN_FOLLOWING && now->lean == SL_LEAN_PAST) return false;
    if (date->most.unit == SL_UNIT_SEASON) return seasons(date, now, ahead, out);
    sl_day far = vague ? SL_NO_DAY : sl_amount_add(now->published, date->most, ahead ? 1 : -1);
    *out = ahead ? (sl_interval){now->published, far} : (sl_interval){far, now->published};
    return vague || far != SL_NO_DAY;
}

bool sl_duration_ahead(const sl_date *date, const sl_now *now, sl_interval *out) {
    if (now->published == SL_NO_DAY || date->least.halves == 0) return false;
    *out = (sl_interval){sl_amount_add(now->published, date->least, 1), sl_amount_add(now->published, date->most, 1)};
    return out->from != SL_NO_DAY && out->to != SL_NO_DAY;
}

/** `anchor` moved; what is told without a number ("weeks ago") is open beyond two of its units. */
static bool moved(const sl_date *date, sl_interval anchor, int32_t sign, int32_t give, sl_interval *out) {
    sl_amount least = date->least, most = date->most;
    bool vague = least.halves == 0;
    if (vague) least.halves = most.halves = 4;
    sl_day near = sl_day_plus(sl_amount_add(sign > 0 ? anchor.to : anchor.from, least, sign), -sign * give);
    sl_day far = sl_day_plus(sl_amount_add(sign > 0 ? anchor.to : anchor.from, most, sign), sign * give);
    if (near == SL_NO_DAY || far == SL_NO_DAY) return false;
    if (vague) far = SL_NO_DAY;
    *out = sign > 0 ? (sl_interval){near, far} : (sl_interval){far, near};
    return true;
}

/** "two Saturdays ago", "the first weekend after Christmas": the nth such days that are over, or still to begin. */
static bool counted_weekdays(const sl_date *date, bool ahead, sl_interval anchor, sl_interval *out) {
    int32_t first = date->first_weekday - 1, last = date->last_weekday - 1, sign = ahead ? 7 : -7;
    sl_day week = monday(ahead ? anchor.to : anchor.from);
    bool this_week = ahead ? sl_day_plus(week, first) > anchor.to : sl_day_plus(week, last) < anchor.from;
    sl_day near = sl_day_plus(week, (int64_t)sign * (date->least.halves / 2 - this_week));
    sl_day far = sl_day_plus(week, (int64_t)sign * (date->most.halves / 2 - this_week));
    if (week == SL_NO_DAY || near == SL_NO_DAY || far == SL_NO_DAY || !date->least.halves) return false;
    *out = (sl_interval){sl_day_plus(ahead ? near : far, first), sl_day_plus(ahead ? far : near, last)};
    return out->from != SL_NO_DAY && out->to != SL_NO_DAY;
}

/** "two seasons ago": a whole one. */
static bool seasons_ago(const sl_date *date, const sl_now *now, sl_interval *out) {
    sl_date one = {.kind = SL_DATE_UNIT, .unit = SL_UNIT_SEASON};
    sl_now back = {now->published, SL_LEAN_PAST, false, now->season};
    sl_interval current, last;
    if (!unit(&one, &back, &current)) return false;
    int32_t year = sl_day_civil(current.from).year;
    if (!sl_season_interval(now->season, year - date->most.halves / 2, out)) return false;
    if (!sl_season_interval(now->season, year - date->least.halves / 2, &last)) return false;
    out->to = last.to;
    return true;
}

static bool shift(const sl_date *date, const sl_now *now, sl_interval *out) {
    sl_interval anchor = {now->published, now->published};
    sl_now then = *now;
    bool story = date->shift == SL_SHIFT_EARLIER || date->shift == SL_SHIFT_LATER;
    if (date->shift == SL_SHIFT_ON) then.lean = SL_LEAN_FUTURE;
    if (date->inner && !sl_date_resolve(date->inner, &then, &anchor)) return false;
    if (anchor.from == SL_NO_DAY || anchor.to == SL_NO_DAY) return false;
    if (story && !date->inner && now->lean == SL_LEAN_PAST) return false;
    bool ago = date->shift == SL_SHIFT_AGO, hence = date->shift == SL_SHIFT_HENCE;
    if (date->least.unit == SL_UNIT_WEEKDAYS)
        return counted_weekdays(date, !ago && date->shift != SL_SHIFT_BEFORE, anchor, out);
    if (story && date->inner && date->least.halves) { /* "in May and back six months later" */
        int32_t sign = date->shift == SL_SHIFT_EARLIER ? -1 : 1;
        *out = (sl_interval){sl_amount_add(anchor.from, sign < 0 ? date->most : date->least, sign),
                             sl_amount_add(anchor.to, sign < 0 ? date->least : date->most, sign)};
        return out->from != SL_NO_DAY && out->to != SL_NO_DAY;
    }
    if ((ago || hence) && date->inner) { /* "a year ago this week", "this time next year" */
        *out = (sl_interval){sl_amount_add(anchor.from, ago ? date->most : date->least, ago ? -1 : 1),
                             sl_amount_add(anchor.to, ago ? date->least : date->most, ago ? -1 : 1)};
        return out->from != SL_NO_DAY && out->to != SL_NO_DAY;
    }
    if (ago && date->least.unit == SL_UNIT_SEASON && date->least.halves >= 2 && now->season)
        return seasons_ago(date, now, out);
    switch (date->shift) {
    case SL_SHIFT_AGO: return moved(date, anchor, -1, slack(date->least.unit), out);
    case SL_SHIFT_INTO: return moved(date, (sl_interval){anchor.from, anchor.from}, 1, 0, out);
    case SL_SHIFT_EARLIER:
    case SL_SHIFT_BEFORE: return moved(date, anchor, -1, 0, out);
    case SL_SHIFT_HENCE:
    case SL_SHIFT_LATER:
    case SL_SHIFT_AFTER:
    case SL_SHIFT_ON: break;
    }
    return moved(date, anchor, 1, 0, out);
}

static bool around(const sl_date *date, const sl_now *now, sl_interval *out) {
    sl_interval inner;
    if (!sl_date_resolve(date->inner, now, &inner) || inner.from == SL_NO_DAY) return false;
    sl_now then = {monday(inner.from), SL_LEAN_NONE, true, now->season};
    sl_date same = {.kind = SL_DATE_UNIT,
                    .unit = date->unit,
                    .first_weekday = date->first_weekday,
                    .last_weekday = date->last_weekday};
    if (date->unit != SL_UNIT_WEEKDAYS) then = (sl_now){inner.from, SL_LEAN_PAST, false, now->season};
    return then.published != SL_NO_DAY && unit(&same, &then, out);
}

static bool inside(const sl_date *date, const sl_now *now, sl_interval *out) {
    sl_interval wide;
    if (!sl_date_resolve(date->other, now, &wide) || wide.from == SL_NO_DAY || wide.to == SL_NO_DAY) return false;
    sl_now then = {wide.from, SL_LEAN_FUTURE, true, now->season};
    return sl_date_resolve(date->inner, &then, out) && out->from >= wide.from && out->from <= wide.to;
}

/** Told from the article's day, and not from the first end. */
static bool is_absolute(const sl_date *date) {
    if (date->kind == SL_DATE_WITHIN) return is_absolute(date->other);
    if (date->kind == SL_DATE_PART) return is_absolute(date->inner);
    return date->kind == SL_DATE_NAMED || date->kind == SL_DATE_UNIT || date->turn;
}

/** The second end is the first of its kind that is not before the first end. */
static bool range_from(const sl_date *date, const sl_now *now, sl_interval *out) {
    sl_interval last;
    if (!sl_date_resolve(date->inner, now, out) || out->from == SL_NO_DAY) return false;
    bool absolute = is_absolute(date->other);
    sl_now then = absolute ? *now : (sl_now){out->from, SL_LEAN_FUTURE, true, now->season};
    if (!sl_date_resolve(date->other, &then, &last)) return false;
    if (!absolute && last.from == out->from && last.to == out->to) { /* "from June to June" */
        then.published = sl_day_plus(out->to, 1);
        if (then.published == SL_NO_DAY || !sl_date_resolve(date->other, &then, &last)) return false;
    }
    if (last.to == SL_NO_DAY || last.to < out->from) return false;
    out->to = last.to;
    return true;
}

/** A range that the article's day lies in is neither over nor still to begin. */
static bool range(const sl_date *date, const sl_now *now, sl_interval *out) {
    if (now->published == SL_NO_DAY || now->lean != SL_LEAN_FUTURE) return range_from(date, now, out);
    sl_now back = *now;
    back.lean = SL_LEAN_PAST;
    if (date->inner->kind == SL_DATE_CIVIL && !date->inner->weekday && range_from(date, &back, out) &&
        out->to >= now->published)
        return true;
    return range_from(date, now, out);
}

bool sl_date_resolve(const sl_date *date, const sl_now *now, sl_interval *out) {
    *out = (sl_interval){SL_NO_DAY, SL_NO_DAY};
    switch (date->kind) {
    case SL_DATE_CIVIL: return civil(date, now, out);
    case SL_DATE_UNIT: return unit(date, now, out);
    case SL_DATE_ROLLING: return rolling(date, now, out);
    case SL_DATE_NAMED: return one_day(sl_day_plus(now->published, date->day), out);
    case SL_DATE_YEARLY: return sl_yearly_resolve(date, now, out);
    case SL_DATE_SEASON: return sl_season_interval(now->season, date->year, out);
    case SL_DATE_DECADE: {
        sl_interval last;
        bool ok = sl_year_interval(date->year, out) && sl_year_interval(date->year + 9, &last);
        if (ok) out->to = last.to;
        return ok;
    }
    case SL_DATE_DURATION: return now->lean == SL_LEAN_FUTURE && sl_duration_ahead(date, now, out);
    case SL_DATE_SHIFT: return shift(date, now, out);
    case SL_DATE_PART: return sl_part_resolve(date, now, out);
    case SL_DATE_NTH: return sl_nth_resolve(date, now, out);
    case SL_DATE_AROUND: return around(date, now, out);
    case SL_DATE_WITHIN: return inside(date, now, out);
    case SL_DATE_RANGE: break;
    }
    return range(date, now, out);
}

bool sl_time_resolve_bare(const sl_time *t, sl_day published, sl_lean lean, const sl_season *season, sl_interval *out) {
    sl_now now = {published, t->prep == SL_PREP_SINCE ? SL_LEAN_PAST : lean, false, season};
    bool ok = sl_date_resolve(t->date, &now, out);
    if (!ok) *out = (sl_interval){SL_NO_DAY, SL_NO_DAY};
    return ok;
}

static bool duration(const sl_time *t, sl_now now, sl_interval *out) {
    bool told = t->prep == SL_PREP_IN || t->prep == SL_PREP_WITHIN;
    if (now.lean == SL_LEAN_PAST || (now.lean == SL_LEAN_NONE && !told)) return false;
    if (!sl_duration_ahead(t->date, &now, out)) return false;
    if (t->at_least) out->to = SL_NO_DAY;
    if (t->up_to) out->from = SL_NO_DAY;
    if (t->prep == SL_PREP_WITHIN) out->from = now.lean == SL_LEAN_FUTURE ? SL_NO_DAY : now.published;
    return true;
}

/** "for the season", "for the next six weeks", looking ahead: back when it is over. */
static bool lasting(const sl_time *t, sl_now now, sl_interval *out) {
    const sl_date *date = t->date;
    if (t->prep != SL_PREP_FOR || now.lean != SL_LEAN_FUTURE) return false;
    if (date->kind == SL_DATE_ROLLING && turn_step(date->turn) > 0) return sl_duration_ahead(date, &now, out);
    bool current = date->turn == SL_TURN_NONE || date->turn == SL_TURN_THIS;
    if (date->kind != SL_DATE_UNIT || !current || date->unit == SL_UNIT_WEEKDAYS) return false;
    sl_date rest = {.kind = SL_DATE_PART, .part = SL_PART_REST, .inner = date};
    return sl_date_resolve(&rest, &now, out);
}

/** The day before which an "until" or "before" stops; the end of something is its last day, not its last part. */
static sl_day stop(const sl_time *t, const sl_now *now, sl_interval bare) {
    sl_interval whole;
    const sl_date *date = t->date;
    if (date->kind == SL_DATE_PART && date->part == SL_PART_END && sl_date_resolve(date->inner, now, &whole))
        return whole.to;
    return sl_day_plus(bare.from, -1);
}

/** "more than a year ago" is before that day, "less than a month ago" behind it. */
static void hedged_ago(const sl_time *t, sl_day published, sl_interval *out) {
    if (t->at_least) out->to = sl_amount_add(published, t->date->least, -1);
    else *out = (sl_interval){sl_amount_add(published, t->date->most, -1), published};
}

bool sl_time_resolve(const sl_time *t, sl_day published, sl_lean lean, const sl_season *season, sl_interval *out) {
    sl_now now = {published, t->prep == SL_PREP_SINCE ? SL_LEAN_PAST : lean, false, season};
    sl_interval bare;
    *out = (sl_interval){SL_NO_DAY, SL_NO_DAY};
    bool both_ends = t->date->kind == SL_DATE_RANGE;
    if (t->is_duration) return duration(t, now, out);
    if (lasting(t, now, out)) return true;
    if (!sl_time_resolve_bare(t, published, lean, season, &bare)) return false;
    switch (t->prep) {
    case SL_PREP_SINCE:
    case SL_PREP_FROM:
        out->from = bare.from;
        if (t->prep == SL_PREP_FROM && both_ends) out->to = bare.to;
        break;
    case SL_PREP_UNTIL:
    case SL_PREP_BEFORE: out->to = stop(t, &now, bare); break;
    case SL_PREP_UNTIL_AFTER:
    case SL_PREP_BY: out->to = bare.to; break;
    case SL_PREP_AFTER: out->from = sl_day_plus(bare.to, 1); break;
    default:
        *out = bare;
        if (t->date->kind == SL_DATE_SHIFT && t->date->shift == SL_SHIFT_AGO) {
            if (t->date->least.halves && !t->date->inner && (t->at_least || t->up_to)) hedged_ago(t, published, out);
            break;
        }
        if (t->at_least) out->to = SL_NO_DAY;
        if (t->up_to && bare.to != SL_NO_DAY) out->from = SL_NO_DAY;
    }
    return out->from != SL_NO_DAY || out->to != SL_NO_DAY;
}
