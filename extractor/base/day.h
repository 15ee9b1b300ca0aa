/* SPDX-License-Identifier: Apache-2.0
 *
 * Days of the proleptic Gregorian calendar, counted from 1970-01-01 (day 0). No clock and no time zone anywhere.
 * Source of the arithmetic: Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms".
 */
#ifndef SL_BASE_DAY_H
#define SL_BASE_DAY_H

#include "base/str.h"

typedef int32_t sl_day;

/** "No date": the value of an sl_day that is not known. */
#define SL_NO_DAY INT32_MIN

typedef struct {
    int32_t year;
    int32_t month, day; /* 1..12, 1..31 */
} sl_civil;

/** Both inclusive; either end SL_NO_DAY where the text leaves it open. */
typedef struct {
    sl_day from, to;
} sl_interval;

/** @return SL_NO_DAY for a date that does not exist, or outside the years 1..9999. */
sl_day sl_day_of(int32_t year, int32_t month, int32_t day);
sl_civil sl_day_civil(sl_day day);
/** 1 is Monday, 7 Sunday. */
int32_t sl_day_weekday(sl_day day);
int32_t sl_days_in_month(int32_t year, int32_t month);
/** Adds months, which may be negative; the day is cut to the length of the month: 31 January + 1 is 28 February. */
sl_day sl_day_add_months(sl_day day, int32_t months);
/** Western Easter Sunday (Meeus/Jones/Butcher). */
sl_day sl_day_easter(int32_t year);

/** Exactly YYYY-MM-DD. @return SL_NO_DAY for anything else, impossible dates included. */
sl_day sl_day_parse(sl_str iso);

/** Writes YYYY-MM-DD and a NUL; an empty string for SL_NO_DAY. */
void sl_day_print(sl_day day, char out[static 11]);

#endif
