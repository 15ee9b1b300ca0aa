/* SPDX-License-Identifier: Apache-2.0
 *
 * What the text around a date tells about it: "5 May in the last game of the 2020-21 season" has its year behind it,
 * "that September" the year that was told before.
 */
#include "find/times_p.h"

enum { SEASON_BEHIND = 12 }; /* tokens; further on the season is that of something else */

bool sl_date_holds(const sl_date *wide, const sl_date *date) {
    bool season = wide->kind == SL_DATE_SEASON || (wide->kind == SL_DATE_UNIT && wide->unit == SL_UNIT_SEASON);
    bool year = (wide->kind == SL_DATE_UNIT && wide->unit == SL_UNIT_YEAR) ||
                (wide->kind == SL_DATE_CIVIL && wide->year && !wide->month);
    if (date->kind == SL_DATE_YEARLY) return !date->year && (season || year);
    if (date->kind != SL_DATE_CIVIL || date->year || date->turn != SL_TURN_NONE) return false;
    if (date->month) return season || year;
    if (wide->kind != SL_DATE_UNIT) return false;
    return date->weekday ? wide->unit == SL_UNIT_WEEK : wide->unit == SL_UNIT_MONTH;
}

/** A season or year, told apart from the article's day: 2020-21, last season, the season before last. */
static bool is_told(const sl_date *date) {
    if (date->kind == SL_DATE_SEASON) return true;
    if (date->kind == SL_DATE_CIVIL) return date->year != 0;
    return date->kind == SL_DATE_UNIT && (date->unit == SL_UNIT_SEASON || date->unit == SL_UNIT_YEAR) &&
           (date->turn == SL_TURN_LAST || date->turn == SL_TURN_BEFORE_LAST);
}

bool sl_tells_year(const sl_date *date) {
    switch (date->kind) {
    case SL_DATE_YEARLY: return date->year != 0;
    case SL_DATE_WITHIN: return is_told(date->other);
    case SL_DATE_PART:
    case SL_DATE_NTH:
    case SL_DATE_AROUND: return sl_tells_year(date->inner);
    default: return is_told(date);
    }
}

/** What a day, month or holiday may lie in: the season or the year of the story. */
static const sl_date *frame(const sl_reader *r, const sl_date *story) {
    if (story->kind == SL_DATE_WITHIN) return story->other;
    if (story->kind == SL_DATE_SEASON || story->kind == SL_DATE_UNIT) return story;
    if (story->kind == SL_DATE_PART || story->kind == SL_DATE_NTH || story->kind == SL_DATE_AROUND)
        return frame(r, story->inner);
    sl_date year = {.kind = SL_DATE_CIVIL, .year = story->year};
    return sl_date_keep(r, &year);
}

/** Is the story's date as short as a day, a week, a month? */
static bool is_short(const sl_date *story, sl_unit unit) {
    if (story->kind == SL_DATE_PART || story->kind == SL_DATE_WITHIN)
        return unit == SL_UNIT_MONTH
                   ? story->kind == SL_DATE_PART ? is_short(story->inner, unit) : story->inner->kind == SL_DATE_CIVIL
                   : is_short(story->inner, unit) && story->kind == SL_DATE_WITHIN;
    if (story->kind != SL_DATE_CIVIL) return false;
    return unit == SL_UNIT_MONTH ? story->month != 0 : story->day != 0;
}

bool sl_make_that(const sl_reader *r, sl_date *d) {
    const sl_date *story = r->story;
    if (!story || d->weekday || d->need != SL_DATE_SURE) return false;
    d->turn = SL_TURN_NONE;
    if (d->kind == SL_DATE_CIVIL || d->kind == SL_DATE_YEARLY) {
        *d = (sl_date){.kind = SL_DATE_WITHIN, .inner = sl_date_keep(r, d), .other = frame(r, story)};
        return sl_date_holds(d->other, d->inner);
    }
    if (d->kind != SL_DATE_UNIT) return false;
    const sl_date *wide = frame(r, story); /* no link of "that year ... that year" holds the one before */
    bool season = wide->kind == SL_DATE_SEASON || (wide->kind == SL_DATE_UNIT && wide->unit == SL_UNIT_SEASON);
    if (d->unit == SL_UNIT_SEASON && season) *d = *wide;
    else if (d->unit == SL_UNIT_YEAR && !season) *d = *wide;
    else if (d->unit == SL_UNIT_YEAR || is_short(story, d->unit == SL_UNIT_SEASON ? SL_UNIT_MONTH : d->unit))
        *d = (sl_date){.kind = SL_DATE_AROUND,
                       .unit = d->unit,
                       .first_weekday = d->first_weekday,
                       .last_weekday = d->last_weekday,
                       .inner = d->unit == SL_UNIT_YEAR ? wide : story};
    else return false;
    return true;
}

static bool makes_other_date(const sl_reader *r, uint32_t at) {
    return sl_skip_word(r, &at, SL_WORD_MONTH) || sl_skip_word(r, &at, SL_WORD_WEEKDAY) ||
           sl_skip_word(r, &at, SL_WORD_NAMED) || sl_skip_word(r, &at, SL_WORD_YEARLY);
}

/** "of the 2020-21 season", "in last season" */
static bool season_at(sl_reader *r, uint32_t at, sl_date *wide) {
    const sl_dateword *word;
    if (!sl_skip_word(r, &at, SL_WORD_OF)) {
        if (!sl_read_word(r, &at, SL_WORD_PREPOSITION, &word)) return false;
        if (word->least != SL_PREP_IN && word->least != SL_PREP_DURING) return false;
    }
    uint32_t t = at;
    r->depth++;
    bool found = sl_read_years(r, &t, wide);
    if (!found || wide->kind != SL_DATE_SEASON) {
        t = at;
        found =
            sl_read_turn(r, &t, wide) && wide->kind == SL_DATE_UNIT && wide->unit == SL_UNIT_SEASON && is_told(wide);
    }
    r->depth--;
    return found && !sl_is_mark(r, t, '\''); /* "because of last season's rush" */
}

void sl_find_season_behind(sl_reader *r, uint32_t end, sl_date *d) {
    sl_date wide;
    if (!(d->kind == SL_DATE_CIVIL && d->month) && d->kind != SL_DATE_YEARLY) return;
    for (uint32_t t = end; t < r->end && t < end + SEASON_BEHIND; t++) {
        const sl_token *token = &r->tokens[t];
        bool plain = sl_is_mark(r, t, ',') || sl_is_mark(r, t, '-') || sl_is_mark(r, t, '\'');
        if ((token->kind == SL_TOKEN_MARK && !plain) || makes_other_date(r, t)) return;
        if (!season_at(r, t, &wide)) continue;
        wide.need = SL_DATE_SURE;
        if (sl_date_holds(&wide, d))
            *d = (sl_date){.kind = SL_DATE_WITHIN, .inner = sl_date_keep(r, d), .other = sl_date_keep(r, &wide)};
        return;
    }
}
