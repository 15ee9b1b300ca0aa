/* SPDX-License-Identifier: Apache-2.0
 *
 * One expression of any kind, with what stands behind it, and two of them joined to a range.
 */
#include "find/times_p.h"

bool sl_date_is_day(const sl_date *date) {
    switch (date->kind) {
    case SL_DATE_CIVIL: return date->day != 0 || date->weekday != 0;
    case SL_DATE_NAMED: return true;
    case SL_DATE_WITHIN: return sl_date_is_day(date->inner);
    case SL_DATE_NTH: return (date->weekday || date->unit == SL_UNIT_DAY) && date->day <= 1;
    case SL_DATE_SHIFT: return date->shift == SL_SHIFT_ON;
    default: return false;
    }
}

static bool longest(sl_reader *r, uint32_t *at, sl_date *date) {
    static bool (*const forms[])(sl_reader *, uint32_t *, sl_date *) = {
        sl_read_civil,  sl_read_numeric, sl_read_years, sl_read_turn, sl_read_named,
        sl_read_yearly, sl_read_part,    sl_read_nth,   sl_read_span, sl_read_around};
    uint32_t end = *at;
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
        uint32_t t = *at;
        sl_date d;
        if (!forms[i](r, &t, &d)) continue;
        if (t > end || (t == end && d.need < date->need)) *date = d, end = t;
    }
    bool found = end > *at;
    *at = end;
    return found;
}

/** May `wide` hold `date`? A weekday lies in a week, a day in a month, months and holidays in a year or a season. */
static bool holds(const sl_date *wide, const sl_date *date) {
    bool season = wide->kind == SL_DATE_SEASON || (wide->kind == SL_DATE_UNIT && wide->unit == SL_UNIT_SEASON);
    bool year = (wide->kind == SL_DATE_UNIT && wide->unit == SL_UNIT_YEAR) ||
                (wide->kind == SL_DATE_CIVIL && wide->year && !wide->month);
    if (date->kind == SL_DATE_YEARLY) return !date->year && (season || year);
    if (date->kind != SL_DATE_CIVIL || date->year || date->turn != SL_TURN_NONE) return false;
    if (date->month) return season || year;
    if (wide->kind != SL_DATE_UNIT) return false;
    return date->weekday ? wide->unit == SL_UNIT_WEEK : wide->unit == SL_UNIT_MONTH;
}

/** "Friday next week", "the 20th of next month", "Christmas last year", "October of the 2019-20 season" */
static void read_wide(sl_reader *r, uint32_t *at, sl_date *date) {
    uint32_t t = *at;
    const sl_dateword *word;
    sl_date wide;
    bool joined = sl_skip_word(r, &t, SL_WORD_OF), comma = !joined && sl_skip_mark(r, &t, ',');
    uint32_t prep = t;
    if (!joined && sl_read_word(r, &prep, SL_WORD_PREPOSITION, &word) &&
        (word->least == SL_PREP_IN || word->least == SL_PREP_FROM))
        t = prep, joined = true;
    r->depth++;
    bool found = sl_read_turn(r, &t, &wide) || sl_read_years(r, &t, &wide);
    r->depth--;
    if (!found) return;
    if (!holds(&wide, date) || wide.need == SL_DATE_NEEDS_NUMBER) return;
    if (wide.turn == SL_TURN_NONE && wide.kind == SL_DATE_UNIT && !joined) return;
    if (comma && wide.unit != SL_UNIT_WEEK) return;
    date->need = SL_DATE_SURE;
    wide.need = SL_DATE_SURE;
    *date = (sl_date){.kind = SL_DATE_WITHIN, .inner = sl_date_keep(r, date), .other = sl_date_keep(r, &wide)};
    *at = t;
}

static void read_daypart(const sl_reader *r, uint32_t *at, sl_date *date) {
    uint32_t t = *at;
    const sl_dateword *part;
    if (!sl_date_is_day(date) || date->need != SL_DATE_SURE) return;
    sl_skip_mark(r, &t, '-');
    if (!sl_read_word(r, &t, SL_WORD_DAYPART, &part)) return;
    memcpy(date->daypart, part->code, sizeof date->daypart);
    *at = t;
}

bool sl_read_single(sl_reader *r, uint32_t *at, sl_date *date) {
    if (r->depth >= SL_MAX_TIME_DEPTH) return false;
    r->depth++;
    uint32_t t = *at;
    bool found = longest(r, &t, date);
    if (found) {
        if (date->kind == SL_DATE_CIVIL || date->kind == SL_DATE_YEARLY) read_wide(r, &t, date);
        read_daypart(r, &t, date);
        *at = t;
    }
    r->depth--;
    return found;
}

static bool may_join(const sl_date *date) {
    return date->kind != SL_DATE_DURATION && date->kind != SL_DATE_SHIFT && date->kind != SL_DATE_ROLLING &&
           date->kind != SL_DATE_RANGE;
}

/** Two weak months hold each other up: "March or April". */
static bool sure_together(sl_date *first, sl_date *second) {
    if (first->need == SL_DATE_NEEDS_NUMBER || second->need == SL_DATE_NEEDS_NUMBER) return false;
    first->need = second->need = SL_DATE_SURE;
    return true;
}

/** The year that is told once holds for both ends. */
static void share_year(sl_date *first, const sl_date *second) {
    if (first->kind != SL_DATE_CIVIL || second->kind != SL_DATE_CIVIL || !first->month || first->year || !second->year)
        return;
    bool over = first->month > second->month;
    first->year = second->year - over;
}

static bool read_join(const sl_reader *r, uint32_t *at) {
    return sl_skip_mark(r, at, '-') || sl_skip_word(r, at, SL_WORD_TO) || sl_skip_word(r, at, SL_WORD_OR) ||
           (r->between && sl_skip_word(r, at, SL_WORD_AND));
}

bool sl_read_range(sl_reader *r, uint32_t *at, sl_date *date) {
    uint32_t t = *at, next;
    sl_date second;
    if (!sl_read_single(r, &t, date)) return false;
    next = t;
    if (may_join(date) && read_join(r, &next)) {
        if (sl_read_single(r, &next, &second) && may_join(&second) && sure_together(date, &second)) {
            share_year(date, &second);
            *date = (sl_date){.kind = SL_DATE_RANGE, .inner = sl_date_keep(r, date), .other = sl_date_keep(r, &second)};
            t = next;
        }
    }
    *at = t;
    return true;
}
