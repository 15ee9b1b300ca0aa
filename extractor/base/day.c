/* SPDX-License-Identifier: Apache-2.0 */
#include "base/day.h"

static bool leap(int32_t year) {
    return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

int32_t sl_days_in_month(int32_t year, int32_t month) {
    static const int32_t days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    return month == 2 && leap(year) ? 29 : days[month - 1];
}

sl_day sl_day_of(int32_t year, int32_t month, int32_t day) {
    if (year < 1 || year > 9999 || month < 1 || month > 12 || day < 1 || day > sl_days_in_month(year, month))
        return SL_NO_DAY;
    int32_t y = month <= 2 ? year - 1 : year; /* years begin in March, so that the leap day is the last one */
    int32_t era = y / 400, of_era = y - era * 400;
    int32_t of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
    return era * 146097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719468;
}

sl_civil sl_day_civil(sl_day day) {
    int32_t z = day + 719468;
    int32_t era = (z >= 0 ? z : z - 146096) / 146097;
    int32_t of_era = z - era * 146097;
    int32_t y = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
    int32_t of_year = of_era - (365 * y + y / 4 - y / 100);
    int32_t m = (5 * of_year + 2) / 153;
    int32_t month = m < 10 ? m + 3 : m - 9;
    return (sl_civil){y + era * 400 + (month <= 2), month, of_year - (153 * m + 2) / 5 + 1};
}

int32_t sl_day_weekday(sl_day day) {
    int32_t w = (day + 3) % 7; /* day 0 was a Thursday */
    return (w < 0 ? w + 7 : w) + 1;
}

sl_day sl_day_add_months(sl_day day, int32_t months) {
    sl_civil c = sl_day_civil(day);
    int64_t m = (int64_t)c.year * 12 + c.month - 1 + months;
    if (m < 12 || m >= 10000 * 12) return SL_NO_DAY;
    int32_t year = (int32_t)(m / 12), month = (int32_t)(m % 12) + 1, last = sl_days_in_month(year, month);
    return sl_day_of(year, month, c.day < last ? c.day : last);
}

sl_day sl_day_easter(int32_t year) {
    int32_t a = year % 19, b = year / 100, c = year % 100, d = b / 4, e = b % 4, f = (b + 8) / 25;
    int32_t g = (b - f + 1) / 3, h = (19 * a + b - d - g + 15) % 30, i = c / 4, k = c % 4;
    int32_t l = (32 + 2 * e + 2 * i - h - k) % 7, m = (a + 11 * h + 22 * l) / 451;
    int32_t n = h + l - 7 * m + 114;
    return sl_day_of(year, n / 31, n % 31 + 1);
}

sl_day sl_day_parse(sl_str iso) {
    uint32_t y, m, d;
    if (iso.n != 10 || iso.p[4] != '-' || iso.p[7] != '-') return SL_NO_DAY;
    if (!sl_str_number(sl_str_cut(iso, 0, 4), 9999, &y) || !sl_str_number(sl_str_cut(iso, 5, 7), 99, &m) ||
        !sl_str_number(sl_str_cut(iso, 8, 10), 99, &d))
        return SL_NO_DAY;
    return sl_day_of((int32_t)y, (int32_t)m, (int32_t)d);
}

static void put_digits(char *out, size_t n, int32_t number) {
    for (; n-- > 0; number /= 10) out[n] = (char)('0' + number % 10);
}

void sl_day_print(sl_day day, char out[static 11]) {
    out[0] = '\0';
    if (day == SL_NO_DAY) return;
    sl_civil c = sl_day_civil(day);
    if (c.year < 1 || c.year > 9999) return;
    memcpy(out, "YYYY-MM-DD", 11);
    put_digits(out, 4, c.year);
    put_digits(out + 5, 2, c.month);
    put_digits(out + 8, 2, c.day);
}
