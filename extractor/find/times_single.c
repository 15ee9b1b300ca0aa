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

bool sl_date_anchors(const sl_date *date) {
    if (date->kind == SL_DATE_WITHIN) return sl_date_anchors(date->inner);
    bool month = date->kind == SL_DATE_CIVIL && date->month;
    return month || date->kind == SL_DATE_YEARLY || sl_date_is_day(date);
}

#define NUMBERS (SL_KIND(NUMBER) | SL_KIND(ORDINAL))
#define DAYS (SL_KIND(WEEKDAY) | SL_KIND(MONTH) | NUMBERS)
#define UNITS (SL_KIND(UNIT) | SL_KIND(UNITS))
#define TURNS (SL_KIND(THIS) | SL_KIND(TURN) | UNITS | SL_KIND(YEARLY) | DAYS)

/* With the kinds of words that a form may begin with; any may begin with "the", and with what is no word of letters.
   And with those of which it must hold one, be it the first. */
static const struct {
    bool (*read)(sl_reader *, uint32_t *, sl_date *);
    uint64_t first, holds;
} forms[] = {
    {sl_read_civil, DAYS, UINT64_MAX},
    {sl_read_numeric, 0, UINT64_MAX},
    {sl_read_years, SL_KIND(DECADE), UINT64_MAX},
    {sl_read_turn, TURNS, SL_KIND(THIS) | SL_KIND(TURN) | SL_KIND(TURN_AFTER) | SL_KIND(UNIT)},
    {sl_read_named, SL_KIND(NAMED), SL_KIND(NAMED)},
    {sl_read_yearly, SL_KIND(YEARLY), SL_KIND(YEARLY)},
    {sl_read_part, SL_KIND(PART) | SL_KIND(FILLER), SL_KIND(PART)},
    {sl_read_nth, SL_KIND(TURN) | NUMBERS, UNITS | SL_KIND(WEEKDAY)},
    {sl_read_span, SL_KIND(NAMED) | SL_KIND(FILLER) | TURNS, UNITS | SL_KIND(SHIFT)},
    {sl_read_around, SL_KIND(UNIT), SL_KIND(UNIT)},
};

/* What may begin here: nearly always little. */
static uint64_t firsts(const sl_reader *r, uint32_t at) {
    if (at >= r->end || r->tokens[at].kind != SL_TOKEN_WORD || sl_is_digit(r->view.p[r->tokens[at].at]))
        return UINT64_MAX;
    uint64_t kinds = r->kinds[at - r->begin];
    return kinds & SL_KIND(THE) ? UINT64_MAX : kinds;
}

static bool longest(sl_reader *r, uint32_t *at, sl_date *date) {
    uint32_t end = *at;
    uint64_t here = firsts(r, *at), ahead = *at < r->end ? r->ahead[*at - r->begin] : 0;
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
        uint32_t t = *at;
        sl_date d;
        if (here != UINT64_MAX && !(here & forms[i].first)) continue;
        if (forms[i].holds != UINT64_MAX && !(ahead & forms[i].holds)) continue;
        if (!forms[i].read(r, &t, &d)) continue;
        if (t > end || (t == end && d.need < date->need)) *date = d, end = t;
    }
    bool found = end > *at;
    *at = end;
    return found;
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
    if (!sl_date_holds(&wide, date) || wide.need == SL_DATE_NEEDS_NUMBER) return;
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
    if (!sl_date_is_day(date) || date->need == SL_DATE_NEEDS_NUMBER) return;
    if (sl_is_mark(r, t, '.') && sl_is_glued(r, t)) t++; /* "Sat. night" */
    sl_skip_mark(r, &t, '-');
    if (!sl_read_word(r, &t, SL_WORD_DAYPART, &part)) return;
    date->need = SL_DATE_SURE;
    memcpy(date->daypart, part->code, sizeof date->daypart);
    *at = t;
}

/** "before the year is out", "by season's end" */
static void read_part_after(const sl_reader *r, uint32_t *at, sl_date *date) {
    const sl_dateword *part;
    bool month = date->kind == SL_DATE_CIVIL && date->month && !date->day;
    bool unit = date->kind == SL_DATE_UNIT && date->unit != SL_UNIT_WEEKDAYS && date->turn == SL_TURN_NONE;
    if (!month && !unit && date->kind != SL_DATE_YEARLY && date->kind != SL_DATE_SEASON) return;
    uint32_t t = *at;
    sl_skip_mark(r, &t, '\'');
    if (!sl_read_word(r, &t, SL_WORD_PART_AFTER, &part)) return;
    *at = t;
    sl_date_need need = date->need == SL_DATE_NEEDS_NUMBER ? SL_DATE_NEEDS_WORD : date->need;
    date->need = SL_DATE_SURE;
    *date = (sl_date){.kind = SL_DATE_PART, .part = (sl_part)part->least, .inner = sl_date_keep(r, date), .need = need};
}

bool sl_read_single(sl_reader *r, uint32_t *at, sl_date *date) {
    if (r->depth >= SL_MAX_TIME_DEPTH) return false;
    r->depth++;
    uint32_t t = *at;
    bool found = longest(r, &t, date);
    if (found) {
        if (date->kind == SL_DATE_CIVIL || date->kind == SL_DATE_YEARLY) read_wide(r, &t, date);
        read_part_after(r, &t, date);
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

/** "March or April next year", "Tuesday or Wednesday next week": both lie in it. */
static void share_wide(const sl_reader *r, sl_date *first, const sl_date *second) {
    if (second->kind != SL_DATE_WITHIN || !sl_date_holds(second->other, first)) return;
    const sl_date *last = second->inner;
    if (first->kind != last->kind || first->kind != SL_DATE_CIVIL || first->turn != SL_TURN_NONE) return;
    if (first->weekday > last->weekday || first->month > last->month || first->day > last->day) return;
    *first = (sl_date){.kind = SL_DATE_WITHIN, .inner = sl_date_keep(r, first), .other = second->other};
}

static bool read_join(const sl_reader *r, uint32_t *at) {
    bool word = *at > r->begin && r->tokens[*at - 1].kind == SL_TOKEN_WORD;
    uint32_t behind = *at + 1, hedge = behind;
    if (sl_is_mark(r, *at, ',') && sl_skip_word(r, &behind, SL_WORD_OR) &&
        (behind > *at + 2 || sl_skip_word(r, &hedge, SL_WORD_HEDGE))) {
        *at = behind; /* "on Saturday, maybe Sunday", but not ", or" */
        return true;
    }
    return sl_skip_mark(r, at, '-') || (word && sl_skip_mark(r, at, '/')) || sl_skip_word(r, at, SL_WORD_TO) ||
           sl_skip_word(r, at, SL_WORD_OR) || (r->between && sl_skip_word(r, at, SL_WORD_AND));
}

static bool is_month(const sl_date *date) {
    return date->kind == SL_DATE_CIVIL && date->month && !date->day && date->turn == SL_TURN_NONE;
}

/** "in November and December": two months in a row are one time. */
static bool next_month(sl_reader *r, uint32_t *at, const sl_date *first, sl_date *second) {
    uint32_t t = *at;
    if (!is_month(first) || first->year || !sl_skip_word(r, &t, SL_WORD_AND)) return false;
    if (!sl_read_single(r, &t, second) || !is_month(second) || second->month != first->month % 12 + 1) return false;
    *at = t;
    return true;
}

/** "this week or next", "late this month or early next": the second end leaves out the unit. */
static bool turn_alone(const sl_reader *r, uint32_t *at, const sl_date *first, sl_date *second) {
    uint32_t t = *at;
    const sl_dateword *part = NULL, *turn;
    const sl_date *unit = first->kind == SL_DATE_PART ? first->inner : first;
    if (unit->kind != SL_DATE_UNIT || unit->turn == SL_TURN_NONE) return false;
    sl_read_word(r, &t, SL_WORD_PART, &part);
    if (!sl_read_word(r, &t, SL_WORD_TURN, &turn) || !sl_is_closed(r, t)) return false;
    if (turn->least != SL_TURN_NEXT && turn->least != SL_TURN_LAST && turn->least != SL_TURN_THIS) return false;
    sl_date same = *unit;
    same.turn = (sl_turn)turn->least;
    *second = same;
    if (part) *second = (sl_date){.kind = SL_DATE_PART, .part = (sl_part)part->least, .inner = sl_date_keep(r, &same)};
    *at = t;
    return true;
}

bool sl_read_range(sl_reader *r, uint32_t *at, sl_date *date) {
    uint32_t t = *at, next;
    sl_date second;
    if (!sl_read_single(r, &t, date)) return false;
    *at = next = t;
    if (!may_join(date)) return true;
    if (!next_month(r, &next, date, &second)) {
        if (!read_join(r, &next)) return true;
        if (!turn_alone(r, &next, date, &second) && !sl_read_single(r, &next, &second)) return true;
    }
    if (!may_join(&second) || !sure_together(date, &second)) return true;
    share_year(date, &second);
    share_wide(r, date, &second);
    *date = (sl_date){.kind = SL_DATE_RANGE, .inner = sl_date_keep(r, date), .other = sl_date_keep(r, &second)};
    *at = next;
    return true;
}
