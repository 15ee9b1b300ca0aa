/* SPDX-License-Identifier: Apache-2.0
 *
 * Shared by the calendar_*.c files: the point from which an expression is seen, and days counted in units.
 */
#ifndef SL_FIND_CALENDAR_P_H
#define SL_FIND_CALENDAR_P_H

#include "find/calendar.h"

typedef struct {
    sl_day published;
    sl_lean lean;
    bool inside; /* `published` is the first day of a wider interval: take the first that begins on it or later */
    const sl_season *season;
} sl_now;

/** The days of `date` as seen from `now`; open ends only where the expression has them. */
bool sl_date_resolve(const sl_date *date, const sl_now *now, sl_interval *out);

/** `day` moved by an amount, `sign` +1 or -1; SL_NO_DAY beyond the calendar. */
sl_day sl_amount_add(sl_day day, sl_amount amount, int32_t sign);
sl_day sl_day_plus(sl_day day, int64_t days);

/** A whole month, year. @return false where there is none */
bool sl_month_interval(int32_t year, int32_t month, sl_interval *out);
bool sl_year_interval(int32_t year, sl_interval *out);
/** The season that begins in `year`. */
bool sl_season_interval(const sl_season *season, int32_t year, sl_interval *out);

/** The days a duration ahead of `now`. */
bool sl_duration_ahead(const sl_date *date, const sl_now *now, sl_interval *out);

/** What comes back each year (months, days of months, holidays, seasons): the one that turn and lean choose. */
bool sl_yearly_resolve(const sl_date *date, const sl_now *now, sl_interval *out);

/** SL_DATE_PART and SL_DATE_NTH. */
bool sl_part_resolve(const sl_date *date, const sl_now *now, sl_interval *out);
bool sl_nth_resolve(const sl_date *date, const sl_now *now, sl_interval *out);

#endif
