/* SPDX-License-Identifier: Apache-2.0 */
#include "text/writtenday.h"

enum { MOST_PARTS = 6, SECONDS_OF_DAY = 86400 };

/* A run of digits or of letters. */
static sl_str next_part(sl_str *rest) {
    size_t from = 0, to;
    while (from < rest->n && !sl_is_alnum(rest->p[from])) from++;
    to = from;
    while (to < rest->n && sl_is_alnum(rest->p[to]) && sl_is_digit(rest->p[to]) == sl_is_digit(rest->p[from])) to++;
    sl_str part = sl_str_cut(*rest, from, to);
    *rest = sl_str_cut(*rest, to, rest->n);
    return part;
}

static uint32_t number_of(sl_str part) {
    uint32_t n = 0;
    return sl_str_number(part, 99999999, &n) ? n : 0;
}

/* 1..12; 0 for anything else. Three letters do, and "Sept". */
static int32_t month_of(sl_str part) {
    static const char months[][10] = {"january", "february", "march",     "april",   "may",      "june",
                                      "july",    "august",   "september", "october", "november", "december"};
    for (int32_t m = 0; m < 12 && part.n >= 3; m++) {
        size_t i = 0;
        while (i < part.n && months[m][i] && sl_lower(part.p[i]) == months[m][i]) i++;
        if (i == part.n) return m + 1;
    }
    return 0;
}

static sl_day day_of(uint32_t year, int32_t month, uint32_t day) {
    return year < 1000 || year > 9999 || day > 31 ? SL_NO_DAY : sl_day_of((int32_t)year, month, (int32_t)day);
}

/* Behind the hours: ":45", ".45". */
static bool is_time(sl_str rest) {
    return rest.n > 1 && (rest.p[0] == ':' || rest.p[0] == '.') && sl_is_digit(rest.p[1]);
}

/* A month in letters, a year of four digits, a day, in any order; names of weekdays and times stand around. */
static sl_day read_words(sl_str s) {
    uint32_t day = 0, year = 0;
    int32_t month = 0;
    for (size_t i = 0; i < MOST_PARTS && !(day && year && month); i++) {
        sl_str part = next_part(&s);
        uint32_t n = number_of(part);
        if (part.n == 0) break;
        if (n && is_time(s)) next_part(&s);
        else if (n && part.n == 4 && !year) year = n;
        else if (n && part.n <= 2 && !day) day = n;
        else if (!month) month = month_of(part);
    }
    return day && month ? day_of(year, month, day) : SL_NO_DAY;
}

/* Digits without a mark between them: a day, perhaps with a time, or seconds, or milliseconds. */
static sl_day read_digits(sl_str digits) {
    uint32_t n = number_of(sl_str_cut(digits, 0, 8));
    if (digits.n == 8 || digits.n == 12 || digits.n == 14) return day_of(n / 10000, (int32_t)(n / 100 % 100), n % 100);
    if (digits.n != 9 && digits.n != 10 && digits.n != 13) return SL_NO_DAY;
    uint64_t seconds = 0;
    for (size_t i = 0; i < digits.n && i < 10; i++) seconds = seconds * 10 + (uint64_t)(digits.p[i] - '0');
    return (sl_day)(seconds / SECONDS_OF_DAY);
}

sl_day sl_writtenday_read(sl_str s) {
    s = sl_str_trim(s);
    sl_str rest = s, first = next_part(&rest);
    uint32_t n = number_of(first);
    if (s.n == 0 || first.n == 0) return SL_NO_DAY;
    if (first.p != s.p) return read_words(s);
    if (first.n >= 8 && sl_is_digit(first.p[0])) return read_digits(first);
    if (first.n != 4 || !n || rest.n == 0 || (rest.p[0] != '-' && rest.p[0] != '/' && rest.p[0] != '.'))
        return read_words(s);
    sl_str month = next_part(&rest), day = next_part(&rest);
    return number_of(month) && number_of(month) <= 12 ? day_of(n, (int32_t)number_of(month), number_of(day))
                                                      : read_words(s);
}
