/* SPDX-License-Identifier: Apache-2.0
 *
 * Amounts of time, alone ("four to six weeks", "a six-week layoff") and moved ("three weeks ago", "in a month's
 * time", "two days after Christmas", "a week on Saturday").
 */
#include "find/times_p.h"

enum { MOST_HALVES = 2000 }; /* more of a unit leaves the calendar and helps nobody */

static bool unit_word(const sl_reader *r, uint32_t *at, const sl_dateword **unit, bool *plural) {
    *plural = false;
    if (sl_read_word(r, at, SL_WORD_UNIT, unit)) return true;
    *plural = sl_read_word(r, at, SL_WORD_UNITS, unit);
    return *plural;
}

static sl_amount amount_of(int32_t halves, const sl_dateword *unit) {
    int32_t all = halves * unit->least;
    return (sl_amount){all < MOST_HALVES ? all : MOST_HALVES, unit->unit};
}

bool sl_read_numbers(const sl_reader *r, uint32_t *at, int32_t *least, int32_t *most, bool *weak) {
    uint32_t t = *at;
    int32_t first, second;
    bool second_weak;
    if (!sl_read_number(r, &t, least, most, weak)) return false;
    *at = t;
    bool comma = sl_is_mark(r, t, ',');
    if (!sl_skip_mark(r, &t, '-')) sl_skip_mark(r, &t, '/');
    bool joined = sl_skip_word(r, &t, SL_WORD_TO) || sl_skip_or(r, &t) ||
                  (r->between && sl_skip_word(r, &t, SL_WORD_AND)) || t > *at;
    bool row = !joined && sl_skip_mark(r, &t, ','); /* "two, three weeks" */
    if (!joined && !row) return true;
    sl_skip_mark(r, &t, '-');
    uint32_t n;
    if (sl_is_glued(r, t) && r->tokens[t].kind == SL_TOKEN_NUMBER && r->tokens[t].size <= 3 &&
        sl_str_number(sl_token_str(r->view, &r->tokens[t]), 999, &n)) /* the second of 4-6 hangs on the first */
        second = (int32_t)(2 * n), second_weak = false, t++;
    else if (!sl_read_number(r, &t, &first, &second, &second_weak)) return true;
    if (second_weak || second <= *least || (row && second != *most + 2)) return true;
    if (comma && !row) sl_skip_mark(r, &t, ','); /* "six, maybe eight, weeks" */
    *most = second;
    *weak = false;
    *at = t;
    return true;
}

/** "weeks" and "a week" tell too little to stand alone. */
static bool bare_units(const sl_reader *r, uint32_t *at, sl_date *d) {
    const sl_dateword *unit;
    sl_skip_word(r, at, SL_WORD_FILLER); /* "in a matter of days" */
    if (!sl_read_word(r, at, SL_WORD_UNITS, &unit) || unit->unit == SL_UNIT_WEEKDAYS) return false;
    d->least = d->most = (sl_amount){0, unit->unit};
    d->need = SL_DATE_NEEDS_WORD;
    return true;
}

/** "a week or two", "a week to ten days": more behind the first unit. */
static void widen(const sl_reader *r, uint32_t *at, const sl_dateword *unit, sl_date *d) {
    uint32_t t = *at;
    int32_t least, most;
    bool weak, plural;
    const sl_dateword *second;
    if (sl_skip_word(r, &t, SL_WORD_PLUS_HALF)) {
        d->least.halves += unit->least, d->most.halves += unit->least;
        d->need = SL_DATE_SURE;
        *at = t;
        return;
    }
    bool either = sl_skip_or(r, &t), between = !either && r->between && sl_skip_word(r, &t, SL_WORD_AND);
    if (!either && !between && !sl_skip_word(r, &t, SL_WORD_TO)) return;
    if (!sl_read_number(r, &t, &least, &most, &weak)) return;
    uint32_t next = t;
    sl_skip_mark(r, &next, '-');
    if (unit_word(r, &next, &second, &plural) && second->unit != SL_UNIT_WEEKDAYS) {
        d->most = amount_of(most, second);
        d->need = SL_DATE_SURE;
        *at = next;
    } else if (either && !weak && most > d->least.halves && unit->least == 1) {
        d->most = amount_of(most, unit);
        d->need = SL_DATE_SURE;
        *at = t;
    }
}

static bool is_age(const sl_reader *r, uint32_t at) {
    sl_skip_mark(r, &at, '-');
    return sl_skip_word(r, &at, SL_WORD_AGE);
}

/** "six-plus weeks", "6+ weeks", "six or so weeks" */
static void read_more(const sl_reader *r, uint32_t *at, sl_date *d) {
    const sl_dateword *word;
    uint32_t t = *at;
    bool more = sl_skip_mark(r, &t, '+');
    if (!more) {
        sl_skip_mark(r, &t, '-');
        if (!sl_read_word(r, &t, SL_WORD_HEDGE_AFTER, &word) || word->least == 2) return;
        more = word->least == 1;
    }
    d->more = more;
    *at = t;
}

static bool read_amounts(const sl_reader *r, uint32_t *at, sl_date *date) {
    uint32_t t = *at;
    int32_t least, most;
    bool weak, plural;
    const sl_dateword *unit;
    sl_date d = {.kind = SL_DATE_DURATION};
    if (bare_units(r, &t, &d)) {
        *date = d;
        *at = t;
        return true;
    }
    t = *at;
    if (sl_read_numbers(r, &t, &least, &most, &weak)) {
        read_more(r, &t, &d);
        sl_skip_mark(r, &t, '-');
        while (sl_skip_word(r, &t, SL_WORD_FILLER)) continue;
        if (!unit_word(r, &t, &unit, &plural)) return false;
        d.need = weak ? SL_DATE_NEEDS_WORD : SL_DATE_SURE;
    } else { /* "month-long" */
        uint32_t next;
        if (!sl_read_word(r, &t, SL_WORD_UNIT, &unit)) return false;
        next = t;
        sl_skip_mark(r, &next, '-');
        if (!sl_skip_word(r, &next, SL_WORD_LONG)) return false;
        least = most = 2;
    }
    if (is_age(r, t)) return false;
    d.least = amount_of(least, unit);
    d.most = amount_of(most, unit);
    d.first_weekday = unit->first_weekday, d.last_weekday = unit->last_weekday;
    if (unit->unit != SL_UNIT_WEEKDAYS) widen(r, &t, unit, &d);
    sl_skip_mark(r, &t, '-');
    if (!sl_skip_word(r, &t, SL_WORD_LONG) && sl_is_mark(r, t - 1, '-')) t--;
    *date = d;
    *at = t;
    return true;
}

/** The apostrophe of "six weeks' time", "a week's time". */
static void skip_possessive(const sl_reader *r, uint32_t *at) {
    if (!sl_skip_mark(r, at, '\'')) return;
    if (sl_is_glued(r, *at) && r->tokens[*at].kind == SL_TOKEN_WORD && r->tokens[*at].size == 1) ++*at;
}

static bool plain_day(const sl_date *date) {
    if (date->need != SL_DATE_SURE) return false;
    return date->kind == SL_DATE_NAMED || (date->kind == SL_DATE_CIVIL && date->weekday && !date->day);
}

/** "a year ago today", "three weeks ago on Saturday", "two years ago this month" */
static void ago_anchor(sl_reader *r, uint32_t *at, sl_date *d) {
    uint32_t t = *at;
    const sl_dateword *word;
    sl_date inner;
    if (sl_read_named(r, &t, &inner) ||
        (sl_read_turn(r, &t, &inner) && inner.turn != SL_TURN_NONE &&
         (inner.kind == SL_DATE_UNIT ? inner.unit <= SL_UNIT_MONTH : plain_day(&inner)))) {
        d->inner = sl_date_keep(r, &inner);
        *at = t;
        return;
    }
    t = *at;
    if (!sl_read_word(r, &t, SL_WORD_PREPOSITION, &word) || word->least != SL_PREP_ON) return;
    if (d->least.unit != SL_UNIT_WEEK || !sl_read_civil(r, &t, &inner) || !plain_day(&inner)) return;
    *d = (sl_date){.kind = SL_DATE_WITHIN, .inner = sl_date_keep(r, &inner), .other = sl_date_keep(r, d)};
    *at = t;
}

/** "a week last Saturday" */
static bool week_last(sl_reader *r, uint32_t *at, sl_date *d) {
    uint32_t t = *at;
    sl_date inner;
    if (d->least.unit != SL_UNIT_WEEK || d->least.halves != d->most.halves || !d->least.halves) return false;
    if (!sl_read_turn(r, &t, &inner) || inner.turn != SL_TURN_LAST || !plain_day(&inner)) return false;
    d->kind = SL_DATE_SHIFT, d->shift = SL_SHIFT_AGO, d->need = SL_DATE_SURE;
    d->inner = sl_date_keep(r, &inner);
    *at = t;
    return true;
}

/** "a week on Saturday", "a fortnight today" */
static bool week_on(sl_reader *r, uint32_t *at, sl_date *d) {
    uint32_t t = *at;
    const sl_dateword *word;
    sl_date inner;
    if (d->least.unit != SL_UNIT_WEEK || d->least.halves != d->most.halves || !d->least.halves) return false;
    bool on = sl_read_word(r, &t, SL_WORD_PREPOSITION, &word) && word->least == SL_PREP_ON;
    if (t != *at && !on) return false;
    if (!(on ? sl_read_civil(r, &t, &inner) : sl_read_named(r, &t, &inner)) || !plain_day(&inner)) return false;
    if (inner.kind == SL_DATE_NAMED && inner.day < 0) return false;
    d->kind = SL_DATE_SHIFT, d->shift = SL_SHIFT_ON, d->need = SL_DATE_SURE;
    d->inner = sl_date_keep(r, &inner);
    *at = t;
    return true;
}

static bool anchored(sl_reader *r, uint32_t *at, sl_date *d, int32_t shift) {
    uint32_t t = *at;
    sl_date inner;
    if (!sl_read_single(r, &t, &inner) || inner.kind == SL_DATE_DURATION) return false;
    if (inner.need == SL_DATE_NEEDS_NUMBER) return false;
    inner.need = SL_DATE_SURE;
    d->kind = SL_DATE_SHIFT, d->shift = (sl_shift)shift, d->need = SL_DATE_SURE;
    d->inner = sl_date_keep(r, &inner);
    *at = t;
    return true;
}

static bool stands_alone(const sl_dateword *shift) {
    return shift->least != SL_SHIFT_BEFORE && shift->least != SL_SHIFT_AFTER && shift->least != SL_SHIFT_INTO;
}

/** "it is a month since he broke it" is a month ago, "a month since May" is not. */
static bool is_since(sl_reader *r, uint32_t at, uint32_t end, const sl_date *amount) {
    uint32_t t = at;
    sl_date date;
    if (!sl_skip_word(r, &t, SL_WORD_PREPOSITION) || t != end) return false;
    if (!amount->least.halves) return true; /* "most weeks since he fell" */
    return sl_read_single(r, &t, &date) && date.need != SL_DATE_NEEDS_NUMBER;
}

static bool moved(sl_reader *r, uint32_t *at, sl_date *d) {
    uint32_t t = *at;
    const sl_dateword *word;
    skip_possessive(r, &t);
    if (sl_skip_word(r, &t, SL_WORD_TIME)) {
        d->kind = SL_DATE_SHIFT, d->shift = SL_SHIFT_HENCE;
        *at = t;
        return true;
    }
    t = *at;
    if (week_on(r, at, d) || week_last(r, at, d)) return true;
    /* one word may both stand alone and take an anchor: "a year before", "a year before the final" */
    if (sl_read_word(r, &t, SL_WORD_SHIFT, &word) && stands_alone(word)) {
        if (is_since(r, *at, t, d)) return false;
        d->kind = SL_DATE_SHIFT, d->shift = (sl_shift)word->least, d->need = SL_DATE_SURE;
        if (d->shift == SL_SHIFT_AGO) ago_anchor(r, &t, d);
        else if (d->shift != SL_SHIFT_HENCE) d->inner = r->told;
        *at = t;
        return true;
    }
    if (t == *at || !anchored(r, &t, d, word->least)) return false;
    *at = t;
    return true;
}

/** "the day after tomorrow", "the week before Christmas" */
static bool article_span(sl_reader *r, uint32_t *at, sl_date *date) {
    uint32_t t = *at;
    const sl_dateword *unit, *word;
    if (!sl_skip_word(r, &t, SL_WORD_THE) || !sl_read_word(r, &t, SL_WORD_UNIT, &unit)) return false;
    if (unit->unit == SL_UNIT_WEEKDAYS || !sl_read_word(r, &t, SL_WORD_SHIFT, &word)) return false;
    if (word->least != SL_SHIFT_BEFORE && word->least != SL_SHIFT_AFTER) return false;
    sl_date d = {.kind = SL_DATE_DURATION, .least = amount_of(2, unit), .most = amount_of(2, unit)};
    if (!anchored(r, &t, &d, word->least)) {
        if (unit->unit != SL_UNIT_DAY || !r->day || !sl_is_closed(r, t)) return false;
        d.kind = SL_DATE_SHIFT, d.shift = (sl_shift)word->least; /* "the day before", behind "on Wednesday" */
        d.inner = r->day;
    }
    *date = d;
    *at = t;
    return true;
}

/** "the Saturday after Christmas", "the first weekend before the end of the season" */
static bool days_beside(sl_reader *r, uint32_t *at, sl_date *date) {
    uint32_t t = *at;
    int32_t nth = 1;
    const sl_dateword *day, *word;
    sl_date d = {.kind = SL_DATE_SHIFT};
    if (!sl_skip_word(r, &t, SL_WORD_THE)) return false;
    sl_read_ordinal(r, &t, &nth);
    if (sl_read_word(r, &t, SL_WORD_WEEKDAY, &day)) {
        if (day->weak) return false;
        d.first_weekday = d.last_weekday = (int8_t)day->least;
    } else {
        if (!sl_read_word(r, &t, SL_WORD_UNIT, &day) || day->unit != SL_UNIT_WEEKDAYS) return false;
        d.first_weekday = day->first_weekday, d.last_weekday = day->last_weekday;
    }
    if (nth < 1 || nth > 9 || !sl_read_word(r, &t, SL_WORD_SHIFT, &word)) return false;
    if (word->least != SL_SHIFT_BEFORE && word->least != SL_SHIFT_AFTER) return false;
    d.least = d.most = (sl_amount){2 * nth, SL_UNIT_WEEKDAYS};
    if (!anchored(r, &t, &d, word->least)) return false;
    *date = d;
    *at = t;
    return true;
}

/** "Monday week", "Saturday fortnight", "tomorrow week"; "last Saturday week" is a week before last Saturday. */
static bool weekday_week(sl_reader *r, uint32_t *at, sl_date *date) {
    uint32_t t = *at;
    const sl_dateword *unit;
    sl_date inner;
    if (!(r->ahead[t - r->begin] & SL_KIND(UNIT))) return false;
    if (!(r->ahead[t - r->begin] & (SL_KIND(WEEKDAY) | SL_KIND(NAMED)))) return false;
    if (!sl_read_civil(r, &t, &inner) && !sl_read_turn(r, &t, &inner) && !sl_read_named(r, &t, &inner)) return false;
    if (!plain_day(&inner) || (inner.kind == SL_DATE_NAMED && inner.day < 0)) return false;
    if (!sl_read_word(r, &t, SL_WORD_UNIT, &unit) || unit->unit != SL_UNIT_WEEK) return false;
    if (sl_is_mark(r, t, '\'') || sl_is_mark(r, t, '-')) return false;
    *date = (sl_date){.kind = SL_DATE_SHIFT,
                      .shift = inner.turn == SL_TURN_LAST ? SL_SHIFT_AGO : SL_SHIFT_ON,
                      .least = amount_of(2, unit),
                      .most = amount_of(2, unit),
                      .inner = sl_date_keep(r, &inner)};
    *at = t;
    return true;
}

/** "three weeks into his rehab" is no time still to pass. */
static bool goes_into(const sl_reader *r, uint32_t at) {
    const sl_dateword *word;
    return sl_read_word(r, &at, SL_WORD_SHIFT, &word) && word->least == SL_SHIFT_INTO;
}

bool sl_read_span(sl_reader *r, uint32_t *at, sl_date *date) {
    uint32_t t = *at;
    sl_date d;
    if (article_span(r, at, date) || days_beside(r, at, date) || weekday_week(r, at, date)) return true;
    if (!read_amounts(r, &t, &d)) return false;
    uint32_t hedged = t;
    if (!moved(r, &t, &d) && sl_skip_word(r, &hedged, SL_WORD_HEDGE_AFTER) && d.kind == SL_DATE_DURATION) {
        sl_date same = d; /* "a week or so ago" */
        if (moved(r, &hedged, &same)) d = same, t = hedged;
    }
    if (d.kind == SL_DATE_DURATION && goes_into(r, t)) return false;
    bool weekdays = d.least.unit == SL_UNIT_WEEKDAYS;
    if (weekdays && (d.kind != SL_DATE_SHIFT || (d.shift != SL_SHIFT_AGO && d.shift != SL_SHIFT_HENCE))) return false;
    *date = d;
    *at = t;
    return true;
}
