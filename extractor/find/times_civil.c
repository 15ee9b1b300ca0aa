/* SPDX-License-Identifier: Apache-2.0
 *
 * Dates by name and number: "Saturday 21 November 2022", "May 3-5", "21/11/2022", "2018-19", "the 1990s".
 */
#include "find/times_p.h"

static bool is_number(const sl_reader *r, uint32_t at, size_t size) {
    return at < r->end && r->tokens[at].kind == SL_TOKEN_NUMBER && r->tokens[at].size == size;
}

/** Everyday words ("may", "sun") need a capital and a neighbour, in small letters a number. */
static sl_date_need need_of(const sl_reader *r, uint32_t at, const sl_dateword *word) {
    if (!word->weak) return SL_DATE_SURE;
    return r->tokens[at].flags & SL_TOKEN_CAPITAL ? SL_DATE_NEEDS_WORD : SL_DATE_NEEDS_NUMBER;
}

static bool read_month(const sl_reader *r, uint32_t *at, sl_date *date) {
    const sl_dateword *word;
    uint32_t from = *at;
    if (!sl_read_word(r, at, SL_WORD_MONTH, &word)) return false;
    date->month = word->least;
    date->need = need_of(r, from, word);
    if (sl_is_mark(r, *at, '.') && sl_is_glued(r, *at) && *at + 1 < r->end) ++*at; /* "Dec. 21" */
    return true;
}

/** A year behind a date, with or without a comma or an "of"; of two digits where nothing follows that it could count. */
static void read_year_behind(const sl_reader *r, uint32_t *at, sl_date *date) {
    uint32_t t = *at, n;
    if (date->day && is_number(r, t, 2) && (t + 1 >= r->end || r->tokens[t + 1].kind == SL_TOKEN_MARK) &&
        sl_read_digits(r, &t, 2, &n) && n >= 50 && !sl_is_mark(r, t, '-')) {
        date->year = 1900 + (int32_t)n;
        *at = t;
        return;
    }
    t = *at;
    if (!sl_skip_mark(r, &t, ',')) sl_skip_word(r, &t, SL_WORD_OF);
    if (sl_read_year(r, &t, &date->year)) *at = t;
}

static bool read_joiner(const sl_reader *r, uint32_t *at) {
    uint32_t t = *at;
    if (!sl_skip_mark(r, &t, '-') && !sl_skip_mark(r, &t, '/') && !sl_skip_word(r, &t, SL_WORD_TO) &&
        !sl_skip_word(r, &t, SL_WORD_OR) && !sl_skip_word(r, &t, SL_WORD_AND))
        return false;
    sl_skip_word(r, &t, SL_WORD_THE);
    *at = t;
    return true;
}

/** The second day of 3-5 hangs on the first. */
static bool second_day(const sl_reader *r, uint32_t *at, int32_t *day, bool *written) {
    uint32_t n, t = *at;
    if (!sl_is_glued(r, t) || r->tokens[t].kind != SL_TOKEN_NUMBER) return sl_read_day(r, at, day, written);
    if (r->tokens[t].size > 2 || !sl_str_number(sl_token_str(r->view, &r->tokens[t]), 31, &n)) return false;
    if (sl_is_glued(r, t + 1) && (sl_is_mark(r, t + 1, '-') || sl_is_mark(r, t + 1, '%'))) return false;
    *day = (int32_t)n;
    *written = false;
    ++*at;
    return true;
}

/** One date of two days: what is common to both is told once. */
static void make_days(const sl_reader *r, sl_date *date, int32_t last) {
    if (last <= date->day) return;
    sl_date first = *date, second = *date;
    second.day = last;
    second.weekday = 0;
    *date = (sl_date){.kind = SL_DATE_RANGE, .inner = sl_date_keep(r, &first), .other = sl_date_keep(r, &second)};
}

/** 21 November, 21st of November 2022, 3-5 May, 3rd to 5th of May */
static bool day_month(const sl_reader *r, uint32_t *at, sl_date *date) {
    uint32_t t = *at;
    int32_t last = 0;
    bool written;
    sl_date d = *date;
    sl_skip_word(r, &t, SL_WORD_THE);
    if (!sl_read_day(r, &t, &d.day, &written)) return false;
    uint32_t next = t;
    if (read_joiner(r, &next) && second_day(r, &next, &last, &written) && last > d.day) t = next;
    else last = 0;
    if (!sl_skip_mark(r, &t, '-')) sl_skip_word(r, &t, SL_WORD_OF);
    sl_skip_word(r, &t, SL_WORD_THE);
    if (!read_month(r, &t, &d)) return false;
    read_year_behind(r, &t, &d);
    d.need = SL_DATE_SURE;
    make_days(r, &d, last);
    *date = d;
    *at = t;
    return true;
}

/** A number behind a month may count something else: "in May 15 players". */
static bool counts_next(const sl_reader *r, uint32_t after_month, uint32_t at) {
    if (at >= r->end || r->tokens[at].kind != SL_TOKEN_WORD) return false;
    if (r->tokens[at].flags & SL_TOKEN_CAPITAL || r->first[at] < r->first[at + 1]) return false;
    const sl_dateword *word;
    for (uint32_t t = after_month > r->begin + 1 ? after_month - 2 : r->begin; t < after_month; t++) {
        uint32_t p = t;
        if (sl_read_word(r, &p, SL_WORD_PREPOSITION, &word) && word->least != SL_PREP_ON) return true;
    }
    return false;
}

/** May 3, May 3rd 2019, May 3-5, 2019, March the 3rd */
static bool month_day(const sl_reader *r, uint32_t *at, sl_date *date) {
    uint32_t t = *at, after_month;
    int32_t last = 0;
    bool written, second;
    sl_date d = *date;
    if (!read_month(r, &t, &d)) return false;
    after_month = t;
    bool comma = sl_skip_mark(r, &t, ',');
    sl_skip_word(r, &t, SL_WORD_THE);
    if (!sl_read_day(r, &t, &d.day, &written) || (comma && !written)) return false;
    if (!written && counts_next(r, after_month, t)) return false;
    uint32_t next = t;
    if (read_joiner(r, &next) && second_day(r, &next, &last, &second) && last > d.day) {
        uint32_t ahead = next;
        sl_date other = d;
        sl_skip_word(r, &ahead, SL_WORD_OF);
        if (read_month(r, &ahead, &other)) last = 0; /* "May 3 to 5 June": two dates */
        else t = next;
    } else last = 0;
    read_year_behind(r, &t, &d);
    if (d.need == SL_DATE_NEEDS_NUMBER && !written && !d.year) return false; /* "may 2 ..." */
    d.need = SL_DATE_SURE;
    make_days(r, &d, last);
    *date = d;
    *at = t;
    return true;
}

/** May, May 2019, May of 2019 */
static bool month_alone(const sl_reader *r, uint32_t *at, sl_date *date) {
    uint32_t t = *at;
    sl_date d = *date;
    if (!read_month(r, &t, &d)) return false;
    if (sl_is_mark(r, t - 1, '.')) t--; /* the full stop may be the sentence's */
    uint32_t behind = t;
    sl_skip_mark(r, &behind, '.');
    read_year_behind(r, &behind, &d);
    if (d.year) t = behind, d.need = SL_DATE_SURE;
    *date = d;
    *at = t;
    return true;
}

static bool month_forms(const sl_reader *r, uint32_t *at, sl_date *date) {
    return day_month(r, at, date) || month_day(r, at, date);
}

/** Where only the American order of the digits is such a weekday, that. */
static void heed_weekday(sl_date *d) {
    sl_day british = sl_day_of(d->year, d->month, d->day), american = sl_day_of(d->year, d->day, d->month);
    if (!d->year || british == SL_NO_DAY || american == SL_NO_DAY) return;
    if (sl_day_weekday(british) == d->weekday || sl_day_weekday(american) != d->weekday) return;
    int32_t day = d->month;
    d->month = d->day, d->day = day;
}

/** Saturday; Saturday, 21 November; Tuesday the 19th */
static bool from_weekday(sl_reader *r, uint32_t *at, sl_date *date) {
    uint32_t t = *at, next;
    const sl_dateword *word;
    bool written;
    sl_date d = {.kind = SL_DATE_CIVIL};
    if (!sl_read_word(r, &t, SL_WORD_WEEKDAY, &word)) return false;
    d.weekday = word->least;
    d.need = need_of(r, *at, word);
    next = t;
    sl_skip_mark(r, &next, '.');
    bool bracket = sl_skip_mark(r, &next, '(');
    if (!bracket) sl_skip_mark(r, &next, ',');
    sl_date more = d;
    bool found = month_forms(r, &next, &more), iso = is_number(r, next, 4);
    if (!found && !bracket && sl_read_numeric(r, &next, &more)) {
        found = true;
        more.weekday = d.weekday;
        if (!iso) heed_weekday(&more);
    }
    if (found && (!bracket || sl_skip_mark(r, &next, ')'))) {
        d = more;
        d.need = SL_DATE_SURE;
        t = next;
    } else {
        next = t;
        more = d;
        sl_skip_word(r, &next, SL_WORD_THE);
        if (sl_read_day(r, &next, &more.day, &written) && written && r->tokens[next - 1].kind == SL_TOKEN_WORD &&
            sl_is_digit(r->view.p[r->tokens[next - 1].at]))
            d = more, d.need = SL_DATE_SURE, t = next;
    }
    *date = d;
    *at = t;
    return true;
}

/** "the 15th": needs "on" in front or "of next month" behind. */
static bool day_alone(const sl_reader *r, uint32_t *at, sl_date *date) {
    uint32_t t = *at;
    bool written;
    sl_date d = {.kind = SL_DATE_CIVIL, .need = SL_DATE_NEEDS_NUMBER};
    sl_skip_word(r, &t, SL_WORD_THE);
    if (!sl_read_day(r, &t, &d.day, &written)) return false;
    *date = d;
    *at = t;
    return true;
}

bool sl_read_civil(sl_reader *r, uint32_t *at, sl_date *date) {
    sl_date d = {.kind = SL_DATE_CIVIL};
    if (!from_weekday(r, at, &d) && !month_forms(r, at, &d) && !month_alone(r, at, &d) && !day_alone(r, at, &d))
        return false;
    *date = d;
    return true;
}

/** Digits joined by one kind of mark, nothing hanging on either end. @return how many groups, 0 for none */
static int digit_groups(const sl_reader *r, uint32_t *at, uint32_t group[static 3], size_t size[static 3], char *mark) {
    uint32_t t = *at;
    int n = 0;
    if (sl_is_glued(r, t) && !sl_is_mark(r, t - 1, '(') && !sl_is_mark(r, t - 1, '\'') && !sl_is_mark(r, t - 1, '"'))
        return 0;
    for (;;) {
        const sl_dateword *month;
        uint32_t m = t;
        if (n == 1 && *mark != '.' && sl_read_word(r, &m, SL_WORD_MONTH, &month))
            group[n] = (uint32_t)month->least, size[n] = 2;
        else if (t >= r->end || r->tokens[t].kind != SL_TOKEN_NUMBER ||
                 !sl_str_number(sl_token_str(r->view, &r->tokens[t]), 9999, &group[n]))
            return 0;
        else size[n] = r->tokens[t].size, m = t + 1;
        t = m;
        n++;
        if (t + 1 >= r->end || !sl_is_glued(r, t) || !sl_is_glued(r, t + 1)) break;
        char c = r->view.p[r->tokens[t].at];
        if (c != '/' && c != '-' && c != '.') break;
        if (r->tokens[t].kind != SL_TOKEN_MARK || (c == '.' && r->tokens[t + 1].kind != SL_TOKEN_NUMBER)) break;
        if (n == 3 || (n > 1 && c != *mark)) return 0;
        *mark = c;
        t++;
    }
    *at = t;
    return n;
}

static int32_t full_year(uint32_t year, size_t digits) {
    if (digits == 4) return (int32_t)year;
    return (int32_t)year + (year < 50 ? 2000 : 1900);
}

/** ISO, else the British order; where only the American order is a date, that. */
static bool three_groups(const uint32_t g[static 3], const size_t size[static 3], char mark, sl_date *d) {
    uint32_t day, month;
    if (size[0] == 4) {
        d->year = (int32_t)g[0], month = g[1], day = g[2];
        if (size[1] > 2 || size[2] > 2) return false;
    } else {
        if (size[0] > 2 || size[1] > 2 || (size[2] != 4 && size[2] != 2)) return false;
        if (mark == '.' && size[2] != 4) d->need = SL_DATE_NEEDS_NUMBER; /* 7.11.20: "on" in front */
        d->year = full_year(g[2], size[2]), day = g[0], month = g[1];
    }
    if (month > 12 && day <= 12) {
        uint32_t swap = month;
        month = day, day = swap;
    }
    if (d->year < 1000 || month < 1 || month > 12 || day < 1) return false;
    d->month = (int32_t)month, d->day = (int32_t)day;
    return sl_day_of(d->year, d->month, d->day) != SL_NO_DAY;
}

/** 04/2016, 2014-10, and with a weekday or "on" in front 15/2. */
static bool two_groups(const uint32_t g[static 3], const size_t size[static 3], char mark, sl_date *d) {
    if (size[0] == 4 && size[1] == 2 && mark != '.' && g[1] >= 1 && g[1] <= 12) {
        d->year = (int32_t)g[0], d->month = (int32_t)g[1];
    } else if (size[1] == 4 && mark == '/' && g[0] >= 1 && g[0] <= 12) {
        d->year = (int32_t)g[1], d->month = (int32_t)g[0];
    } else if (mark == '/' && size[0] <= 2 && size[1] <= 2) {
        uint32_t day = g[1] > 12 ? g[1] : g[0], month = g[1] > 12 ? g[0] : g[1];
        if (day < 1 || month < 1 || month > 12 || sl_day_of(2000, (int32_t)month, (int32_t)day) == SL_NO_DAY)
            return false;
        d->month = (int32_t)month, d->day = (int32_t)day;
        d->need = SL_DATE_NEEDS_NUMBER;
        return true;
    } else return false;
    return d->year >= 1800 && d->year <= 2199;
}

bool sl_read_numeric(sl_reader *r, uint32_t *at, sl_date *date) {
    uint32_t t = *at, group[3];
    size_t size[3];
    char mark = '\0';
    sl_date d = {.kind = SL_DATE_CIVIL};
    int n = digit_groups(r, &t, group, size, &mark);
    if (n == 3 ? !three_groups(group, size, mark, &d) : n != 2 || !two_groups(group, size, mark, &d)) return false;
    *date = d;
    *at = t;
    return true;
}

static bool season_word(const sl_reader *r, uint32_t *at) {
    const sl_dateword *unit;
    uint32_t t = *at;
    if (!sl_read_word(r, &t, SL_WORD_UNIT, &unit) || unit->unit != SL_UNIT_SEASON) return false;
    *at = t;
    return true;
}

/** 2018-19, 2018/19, 2018-2019; 04/05 with the word for a season behind it. */
static bool season_years(const sl_reader *r, uint32_t *at, sl_date *date) {
    uint32_t t = *at, group[3];
    size_t size[3];
    char mark = '\0';
    int n = digit_groups(r, &t, group, size, &mark);
    if (n != 2 || mark == '.' || size[0] == 1 || size[1] == 1 || size[0] == 3) return false;
    if (size[1] == 4 ? group[1] != group[0] + 1 : group[1] != (group[0] + 1) % 100) return false;
    bool told = season_word(r, &t);
    if (size[0] == 2 ? !told : group[0] < 1800 || group[0] > 2199) return false;
    *date = (sl_date){.kind = SL_DATE_SEASON, .year = full_year(group[0], size[0])};
    *at = t;
    return true;
}

/** The next of a row of years: "in 2019, 2020 and 2021". */
static bool in_row(const sl_reader *r, uint32_t at) {
    if (at < r->begin + 2 || !is_number(r, at - 2, 4)) return false;
    uint32_t joiner = at - 1;
    return sl_is_mark(r, joiner, ',') || sl_skip_word(r, &joiner, SL_WORD_AND) || sl_skip_word(r, &joiner, SL_WORD_OR);
}

/** A year alone is believed behind a preposition (the caller knows), in brackets, or before a name: "the 2018 World Cup". */
static bool year_alone(const sl_reader *r, uint32_t *at, bool article, sl_date *date) {
    uint32_t t = *at;
    sl_date d = {.kind = SL_DATE_CIVIL, .need = SL_DATE_NEEDS_WORD};
    if (!sl_read_year(r, &t, &d.year)) return false;
    if (sl_is_mark(r, t, '-') && sl_is_glued(r, t) && sl_is_glued(r, t + 1) && !is_number(r, t + 1, 4)) return false;
    uint32_t next = t;
    bool season = season_word(r, &next);
    if (article && (season || (t < r->end && r->tokens[t].flags & SL_TOKEN_CAPITAL))) d.need = SL_DATE_SURE;
    if (*at > r->begin && sl_is_mark(r, *at - 1, '(') && (sl_is_mark(r, t, ')') || sl_is_mark(r, t, ',')))
        d.need = SL_DATE_SURE;
    if (in_row(r, *at)) d.need = SL_DATE_SURE;
    if (*at == r->begin && (t == r->end || (t + 1 == r->end && r->tokens[t].kind == SL_TOKEN_MARK)))
        d.need = SL_DATE_SURE;
    if (sl_is_mark(r, t, '\'') && sl_is_glued(r, t) && sl_is_glued(r, t + 1) && r->tokens[t + 1].size == 1)
        d.need = SL_DATE_SURE; /* 2019's */
    *date = d;
    *at = t;
    return true;
}

bool sl_read_years(sl_reader *r, uint32_t *at, sl_date *date) {
    uint32_t t = *at, plain;
    const sl_dateword *word;
    bool article = sl_skip_word(r, &t, SL_WORD_THE);
    plain = t;
    if (season_years(r, &plain, date) || year_alone(r, &plain, article, date)) {
        *at = plain;
        return true;
    }
    sl_skip_mark(r, &t, '\'');
    if (!sl_read_word(r, &t, SL_WORD_DECADE, &word)) return false;
    *date = (sl_date){.kind = SL_DATE_DECADE, .year = word->least};
    /* "in his 30s", "mid-70s temperatures": a short decade needs its article, or "the" in front of its part */
    if (word->weak && !article) date->need = SL_DATE_NEEDS_NUMBER;
    *at = t;
    return true;
}
