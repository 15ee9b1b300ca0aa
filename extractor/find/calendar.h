/* SPDX-License-Identifier: Apache-2.0
 *
 * A recognised date or duration, and the days that it means.
 *
 * find/times.h reads words into the tree below; here the tree meets the article's date. Arithmetic only: no word of any
 * language, no clock. The same expression means different days for an injury (behind the article) and for a return
 * (ahead of it), so the caller says which way to lean.
 *
 *     "in October", published 2020-12-22    PAST 2020-10-01..2020-10-31   FUTURE 2021-10-01..2021-10-31
 *     "four to six weeks", 2020-12-22       PAST no day                   FUTURE 2021-01-19..2021-02-02
 *     "since Boxing Day"                    PAST 2019-12-26..open
 */
#ifndef SL_FIND_CALENDAR_H
#define SL_FIND_CALENDAR_H

#include "token/tokens.h"

typedef enum {
    SL_LEAN_NONE,  /* the nearest */
    SL_LEAN_PAST,  /* the latest that has begun */
    SL_LEAN_FUTURE /* the next that is not over */
} sl_lean;

typedef struct {
    int8_t month, day; /* month 0: not told */
} sl_month_day;

/** A sporting season, which may cross the new year. */
typedef struct {
    sl_month_day first, last;
    sl_month_day back; /* whoever is out for the rest of a season counts as back on this day; month 0: a month before
                          `first` */
} sl_season;

typedef enum {
    SL_UNIT_HOUR,
    SL_UNIT_DAY,
    SL_UNIT_WEEK,
    SL_UNIT_WEEKDAYS, /* some days of each week, such as the weekend */
    SL_UNIT_MONTH,
    SL_UNIT_YEAR,
    SL_UNIT_SEASON
} sl_unit;

typedef struct {
    int32_t halves; /* of the unit, so that one and a half can be told; 0: the text gives no number */
    sl_unit unit;
} sl_amount;

/** Which one of its kind, seen from the article's day. */
typedef enum {
    SL_TURN_NONE,
    SL_TURN_BEFORE_LAST,
    SL_TURN_LAST,
    SL_TURN_PREVIOUS, /* as LAST, but never "the last seven days" */
    SL_TURN_THIS,
    SL_TURN_COMING,    /* the first one ahead */
    SL_TURN_NEXT,      /* of weekdays: the one in the next week */
    SL_TURN_FOLLOWING, /* told from within a story, so that it cannot be dated looking back */
    SL_TURN_AFTER_NEXT,
    SL_TURN_THAT /* the one that the text spoke of; only while reading */
} sl_turn;

typedef enum {
    SL_PART_NONE,
    SL_PART_EARLY,
    SL_PART_MID,
    SL_PART_LATE,
    SL_PART_START,
    SL_PART_END,
    SL_PART_FIRST_HALF,
    SL_PART_SECOND_HALF,
    SL_PART_EARLIER, /* the days of it up to the article's */
    SL_PART_LATER,   /* the days of it from the article's */
    SL_PART_REST
} sl_part;

typedef enum {
    SL_SHIFT_AGO,     /* back from the article; weeks, months and years are round figures unless `inner` is told */
    SL_SHIFT_HENCE,   /* ahead of the article */
    SL_SHIFT_EARLIER, /* back and ahead within a story */
    SL_SHIFT_LATER,
    SL_SHIFT_BEFORE, /* from another date */
    SL_SHIFT_AFTER,
    SL_SHIFT_INTO, /* from the first day of another date */
    SL_SHIFT_ON    /* ahead of the next day of that name */
} sl_shift;

/** One end of something that comes back each year. */
typedef struct {
    enum { SL_YEARLY_FIXED, SL_YEARLY_EASTER, SL_YEARLY_WEEKDAY } kind;
    int8_t month, day;   /* FIXED; a day that the month does not have is its last */
    int8_t nth, weekday; /* WEEKDAY: the nth (from the end where negative) such day of `month` */
    int16_t plus;        /* days added to any of them */
} sl_yearly_end;

typedef struct {
    sl_yearly_end from, to;
    char code[3]; /* TIMEX3 season: SP, SU, FA, WI; else empty */
} sl_yearly;

typedef enum {
    SL_DATE_CIVIL,    /* weekday, day, month, year: each 0 where it is not told; `turn` */
    SL_DATE_UNIT,     /* turn, unit */
    SL_DATE_ROLLING,  /* the last, the next: turn, least and most of a unit */
    SL_DATE_NAMED,    /* day: offset from the article's */
    SL_DATE_YEARLY,   /* yearly, turn, year */
    SL_DATE_SEASON,   /* the season that begins in `year` */
    SL_DATE_DECADE,   /* year: its first */
    SL_DATE_DURATION, /* least, most */
    SL_DATE_SHIFT,    /* shift, least, most, from `inner` or the article's day; of SL_UNIT_WEEKDAYS the nth such days */
    SL_DATE_PART,     /* part, or part to part_to, of inner */
    SL_DATE_NTH,      /* the nth unit (or weekday) of inner, `day` of them in a row */
    SL_DATE_AROUND,   /* the unit that inner lies in */
    SL_DATE_WITHIN,   /* inner, in other */
    SL_DATE_RANGE     /* inner to other */
} sl_date_kind;

/** How much support from its neighbours a word needs before it is believed. */
typedef enum { SL_DATE_SURE, SL_DATE_NEEDS_WORD, SL_DATE_NEEDS_NUMBER } sl_date_need;

typedef struct sl_date sl_date;
struct sl_date {
    sl_date_kind kind;
    sl_date_need need; /* while reading; SL_DATE_SURE in a result */
    sl_turn turn;
    sl_part part, part_to;
    sl_shift shift;
    sl_unit unit;
    int8_t first_weekday, last_weekday; /* of SL_UNIT_WEEKDAYS */
    int32_t year, month, day, weekday;  /* weekday 1 is Monday */
    int32_t nth;                        /* from the end where negative */
    sl_amount least, most;
    bool more; /* of a duration: "six-plus weeks" */
    sl_yearly yearly;
    char daypart[3]; /* TIMEX3: MO, AF, EV, NI; else empty */
    const sl_date *inner, *other;
};

/** The leading preposition, as far as it tells something about time; from SINCE on it bounds. */
typedef enum {
    SL_PREP_NONE,
    SL_PREP_ON,
    SL_PREP_IN,
    SL_PREP_AT,
    SL_PREP_FOR,
    SL_PREP_DURING,
    SL_PREP_BETWEEN,
    SL_PREP_WITHIN,
    SL_PREP_SINCE,
    SL_PREP_FROM,
    SL_PREP_UNTIL,
    SL_PREP_UNTIL_AFTER,
    SL_PREP_BY,
    SL_PREP_BEFORE,
    SL_PREP_AFTER
} sl_prep;

typedef struct {
    sl_range tokens;  /* with a leading preposition */
    sl_span at;       /* the same in the view */
    uint32_t bare;    /* token where the expression begins without preposition and hedge */
    bool is_duration; /* a length of time: date->kind is SL_DATE_DURATION */
    bool approximate; /* about, around */
    bool at_least, up_to;
    sl_prep prep; /* SL_PREP_NONE: none */
    const sl_date *date;
} sl_time;

typedef SL_ARRAY(sl_time) sl_times;

/**
 * The days that `t` means.
 * A duration is a day ahead and has none unless the lean is FUTURE, or it is told with "in" or "within" and the lean is
 * not PAST. Bounds leave an end open: since, from, after: `to`; until, by, before, and
 * within where it looks ahead: `from`.
 *
 * @param published  SL_NO_DAY: only what is absolute resolves
 * @param season     may be NULL: then no season resolves
 * @return false where the days cannot be worked out; *out is then SL_NO_DAY twice
 */
bool sl_time_resolve(const sl_time *t, sl_day published, sl_lean lean, const sl_season *season, sl_interval *out);

/** The same without what the preposition and the hedge do: "until March" gives March. */
bool sl_time_resolve_bare(const sl_time *t, sl_day published, sl_lean lean, const sl_season *season, sl_interval *out);

/**
 * ISO 8601 / TIMEX3 value: 2020-10-17, 2020-10, 2020, 2020-W12, 2020-W12-WE, 2022-SU, 199, P6W, P4W/P6W,
 * 2020-05-01/2020-05-10. With unknown parts as X where it does not resolve, empty where not even that tells anything.
 */
sl_str sl_time_timex(const sl_time *t, sl_day published, sl_lean lean, const sl_season *season, sl_arena *out);

#endif
