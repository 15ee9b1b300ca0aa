/* SPDX-License-Identifier: Apache-2.0
 *
 * Times told by their place: "last season", "the next two weeks", "yesterday", "Easter", "early May", "the second week
 * of August", "the week of 6 October".
 */
#include "find/times_p.h"

/** "this coming Saturday": the second word tells more. */
static bool turn_words(const sl_reader *r, uint32_t *at, sl_turn *turn) {
    const sl_dateword *word;
    if (!sl_read_word(r, at, SL_WORD_TURN, &word)) return false;
    *turn = (sl_turn)word->least;
    if (*turn == SL_TURN_THIS && sl_read_word(r, at, SL_WORD_TURN, &word)) *turn = (sl_turn)word->least;
    return *turn != SL_TURN_THAT || r->story;
}

static void set_unit(sl_date *d, const sl_dateword *unit) {
    d->unit = unit->unit;
    d->first_weekday = unit->first_weekday, d->last_weekday = unit->last_weekday;
}

static bool rolls(sl_unit unit) {
    return unit == SL_UNIT_WEEK || unit == SL_UNIT_MONTH || unit == SL_UNIT_YEAR;
}

/** "last week", "recent weeks"; "the past month" is the last thirty days, but "the end of the past month" is a month's */
static bool turn_unit(const sl_reader *r, uint32_t *at, bool article, sl_date *d) {
    const sl_dateword *unit;
    sl_amount vague = {0, SL_UNIT_DAY};
    if (sl_read_word(r, at, SL_WORD_UNITS, &unit)) {
        if (unit->unit == SL_UNIT_WEEKDAYS || d->turn == SL_TURN_THIS || d->turn == SL_TURN_THAT) return false;
        vague.unit = unit->unit;
        d->kind = SL_DATE_ROLLING, d->least = d->most = vague;
        return true;
    }
    if (!sl_read_word(r, at, SL_WORD_UNIT, &unit) || unit->unit == SL_UNIT_HOUR) return false;
    if (unit->unit == SL_UNIT_DAY && r->day && (d->turn == SL_TURN_PREVIOUS || d->turn == SL_TURN_FOLLOWING)) {
        *d = (sl_date){.kind = SL_DATE_SHIFT, /* "on Wednesday, after a fall the previous day" */
                       .shift = d->turn == SL_TURN_PREVIOUS ? SL_SHIFT_BEFORE : SL_SHIFT_AFTER,
                       .least = {2, SL_UNIT_DAY},
                       .most = {2, SL_UNIT_DAY},
                       .inner = r->day};
        return true;
    }
    if (unit->unit == SL_UNIT_DAY && d->turn != SL_TURN_NEXT && d->turn != SL_TURN_FOLLOWING) return false;
    if (unit->unit == SL_UNIT_DAY) d->turn = SL_TURN_FOLLOWING;
    bool round = d->turn == SL_TURN_LAST || d->turn == SL_TURN_NEXT || d->turn == SL_TURN_COMING;
    if (unit->least > 1 || (article && round && rolls(unit->unit) && r->depth <= 1)) {
        d->kind = SL_DATE_ROLLING;
        d->least = d->most = (sl_amount){2 * unit->least, unit->unit};
    } else {
        d->kind = SL_DATE_UNIT;
        set_unit(d, unit);
    }
    return true;
}

/** "the next day or two", "the next month to six weeks" */
static bool turn_or_more(const sl_reader *r, uint32_t *at, sl_date *d) {
    int32_t least, most;
    bool weak;
    const sl_dateword *unit;
    if (d->turn == SL_TURN_THIS || d->turn == SL_TURN_THAT || !sl_read_word(r, at, SL_WORD_UNIT, &unit) ||
        unit->unit == SL_UNIT_WEEKDAYS)
        return false;
    bool either = sl_skip_or(r, at);
    if (!either && !sl_skip_word(r, at, SL_WORD_TO)) return false;
    if (!sl_read_number(r, at, &least, &most, &weak)) return false;
    d->kind = SL_DATE_ROLLING;
    d->least = (sl_amount){2 * unit->least, unit->unit};
    d->most = (sl_amount){most, unit->unit};
    if (sl_read_word(r, at, SL_WORD_UNITS, &unit) || sl_read_word(r, at, SL_WORD_UNIT, &unit)) {
        d->most = (sl_amount){most * unit->least, unit->unit};
        return unit->unit != SL_UNIT_WEEKDAYS;
    }
    return either && !weak && unit->least == 1;
}

/** "last two weeks", "two upcoming weeks" */
static bool turn_amount(const sl_reader *r, uint32_t *at, sl_date *d) {
    int32_t least, most;
    bool weak;
    const sl_dateword *unit;
    if (!sl_read_numbers(r, at, &least, &most, &weak) || weak) return false;
    if (d->turn == SL_TURN_NONE && (!turn_words(r, at, &d->turn) || d->turn != SL_TURN_COMING)) return false;
    sl_skip_mark(r, at, '-');
    while (sl_skip_word(r, at, SL_WORD_FILLER)) continue;
    if (!sl_read_word(r, at, SL_WORD_UNITS, &unit) && !sl_read_word(r, at, SL_WORD_UNIT, &unit)) return false;
    if (unit->unit == SL_UNIT_WEEKDAYS || d->turn == SL_TURN_THIS || d->turn == SL_TURN_THAT) return false;
    d->kind = SL_DATE_ROLLING;
    d->least = (sl_amount){least * unit->least, unit->unit};
    d->most = (sl_amount){most * unit->least, unit->unit};
    return true;
}

static bool turn_name(const sl_reader *r, uint32_t *at, sl_date *d) {
    const sl_dateword *word;
    if (sl_read_word(r, at, SL_WORD_WEEKDAY, &word)) d->weekday = word->least;
    else if (sl_read_word(r, at, SL_WORD_MONTH, &word)) d->month = word->least;
    else if (sl_read_word(r, at, SL_WORD_YEARLY, &word)) d->kind = SL_DATE_YEARLY, d->yearly = word->yearly;
    else return false;
    return !word->weak || d->kind == SL_DATE_YEARLY || r->tokens[*at - 1].flags & SL_TOKEN_CAPITAL;
}

/** "the season", "the weekend"; without its article only as part of something longer. */
static bool bare_unit(const sl_reader *r, uint32_t *at, bool article, sl_date *d) {
    const sl_dateword *unit;
    if (!sl_read_word(r, at, SL_WORD_UNIT, &unit) || unit->unit == SL_UNIT_HOUR || unit->unit == SL_UNIT_DAY ||
        unit->least > 1)
        return false;
    d->kind = SL_DATE_UNIT;
    set_unit(d, unit);
    d->need = unit->weak || !article ? SL_DATE_NEEDS_NUMBER : SL_DATE_NEEDS_WORD;
    if (unit->unit == SL_UNIT_WEEKDAYS) d->need = unit->weak ? SL_DATE_NEEDS_WORD : article ? SL_DATE_SURE : d->need;
    return true;
}

/** "the weeks ahead", but not "the weeks ahead of the final" */
static bool read_turn_after(const sl_reader *r, uint32_t *at, sl_turn *turn) {
    uint32_t t = *at, longer = *at;
    const sl_dateword *word;
    if (!sl_read_word(r, &t, SL_WORD_TURN_AFTER, &word)) return false;
    if (sl_skip_word(r, &longer, SL_WORD_SHIFT) && longer > t) return false;
    *turn = (sl_turn)word->least;
    bool loose = *turn != SL_TURN_BEFORE_LAST && *turn != SL_TURN_AFTER_NEXT;
    if (loose && t == *at + 1 && !sl_is_closed(r, t)) return false; /* "on Saturday last year's winner won" */
    *at = t;
    return true;
}

/** "Friday after next", "the week before last", "the weekend just gone", "the weeks ahead" */
static bool turned_after(const sl_reader *r, uint32_t *at, bool article, sl_date *d) {
    const sl_dateword *word;
    if (turn_name(r, at, d)) return read_turn_after(r, at, &d->turn);
    bool plural = sl_read_word(r, at, SL_WORD_UNITS, &word);
    if (!plural && !sl_read_word(r, at, SL_WORD_UNIT, &word)) return false;
    if (!read_turn_after(r, at, &d->turn)) return false;
    if (plural || (d->turn == SL_TURN_COMING && word->unit != SL_UNIT_WEEKDAYS)) {
        if (word->unit == SL_UNIT_WEEKDAYS || d->turn != SL_TURN_COMING) return false;
        if (!plural && !article) return false; /* "he has a week to come back" */
        d->kind = SL_DATE_ROLLING;
        d->least = d->most = (sl_amount){plural ? 0 : 2 * word->least, word->unit};
        return true;
    }
    d->kind = SL_DATE_UNIT;
    set_unit(d, word);
    return word->least == 1 && word->unit > SL_UNIT_DAY;
}

/** "season-ending", "his season": this season in one phrase */
static bool this_unit(const sl_reader *r, uint32_t *at, sl_date *d) {
    const sl_dateword *unit;
    if (!sl_read_word(r, at, SL_WORD_THIS, &unit)) return false;
    d->kind = SL_DATE_UNIT;
    d->turn = SL_TURN_THIS;
    set_unit(d, unit);
    return true;
}

bool sl_read_turn(sl_reader *r, uint32_t *at, sl_date *date) {
    uint32_t start = *at, t = *at;
    const sl_date plain = {.kind = SL_DATE_CIVIL};
    *date = plain;
    if (this_unit(r, &t, date)) {
        *at = t;
        return true;
    }
    bool article = sl_skip_word(r, &start, SL_WORD_THE);
    sl_turn turn;
    uint32_t behind = start;
    bool turned = turn_words(r, &behind, &turn);
    bool turns_later = start < r->end && r->ahead[start - r->begin] & SL_KIND(TURN);
    for (int form = turned ? 0 : turns_later ? 4 : 5; form < 7; form++) {
        sl_date d = plain;
        t = start;
        if (form < 4) d.turn = turn, t = behind;
        bool ok = form == 0   ? turn_amount(r, &t, &d)
                  : form == 1 ? turn_or_more(r, &t, &d)
                  : form == 2 ? turn_unit(r, &t, article, &d)
                  : form == 3 ? turn_name(r, &t, &d)
                  : form == 4 ? turn_amount(r, &t, &d)
                  : form == 5 ? turned_after(r, &t, article, &d)
                              : bare_unit(r, &t, article, &d);
        if (!ok || (d.turn == SL_TURN_THAT && !sl_make_that(r, &d))) continue;
        *date = d;
        *at = t;
        return true;
    }
    return false;
}

/** "this time last year", "this time two years ago": the grain is the next shorter unit. */
static bool this_time(sl_reader *r, uint32_t *at, sl_date *date) {
    uint32_t t = *at;
    sl_date d, same = {.kind = SL_DATE_NAMED};
    if (r->depth >= SL_MAX_TIME_DEPTH) return false; /* "this time this time this time …" */
    r->depth++;
    bool ago = sl_read_span(r, &t, &d) && d.kind == SL_DATE_SHIFT && d.shift == SL_SHIFT_AGO && !d.inner;
    r->depth--;
    if (ago) *at = t;
    else {
        t = *at;
        if (!sl_read_turn(r, &t, &d) || d.kind != SL_DATE_UNIT || d.unit == SL_UNIT_WEEKDAYS) return false;
        if (d.turn != SL_TURN_LAST && d.turn != SL_TURN_NEXT) return false;
        d.shift = d.turn == SL_TURN_LAST ? SL_SHIFT_AGO : SL_SHIFT_HENCE;
        d.least = d.most = (sl_amount){2, d.unit};
        *at = t;
    }
    bool year = d.least.unit == SL_UNIT_YEAR || d.least.unit == SL_UNIT_SEASON;
    if (year || d.least.unit == SL_UNIT_MONTH)
        same = (sl_date){.kind = SL_DATE_UNIT, .turn = SL_TURN_THIS, .unit = year ? SL_UNIT_MONTH : SL_UNIT_WEEK};
    *date = (sl_date){
        .kind = SL_DATE_SHIFT, .shift = d.shift, .least = d.least, .most = d.most, .inner = sl_date_keep(r, &same)};
    return true;
}

bool sl_read_named(sl_reader *r, uint32_t *at, sl_date *date) {
    uint32_t t = *at;
    const sl_dateword *word;
    if (!sl_read_word(r, &t, SL_WORD_NAMED, &word) || (word->weak && !this_time(r, &t, date))) return false;
    *at = t;
    if (word->weak) return true;
    *date = (sl_date){.kind = SL_DATE_NAMED, .day = word->least};
    memcpy(date->daypart, word->code, sizeof date->daypart);
    return true;
}

/** "the 2019 pre-season" */
static bool year_in_front(const sl_reader *r, uint32_t *at, sl_date *date) {
    uint32_t t = *at;
    const sl_dateword *word;
    sl_date d = {.kind = SL_DATE_YEARLY};
    bool article = sl_skip_word(r, &t, SL_WORD_THE);
    if (!sl_read_year(r, &t, &d.year) || !sl_read_word(r, &t, SL_WORD_YEARLY, &word)) return false;
    if (word->weak && !article) return false;
    d.yearly = word->yearly;
    *date = d;
    *at = t;
    return true;
}

/** Christmas, Easter 2019, the summer of '98 */
bool sl_read_yearly(sl_reader *r, uint32_t *at, sl_date *date) {
    uint32_t t = *at, behind;
    const sl_dateword *word, *in;
    if (year_in_front(r, at, date)) return true;
    if (!sl_read_word(r, &t, SL_WORD_YEARLY, &word)) { /* an entry may begin with the article itself */
        t = *at;
        if (!sl_skip_word(r, &t, SL_WORD_THE) || !sl_read_word(r, &t, SL_WORD_YEARLY, &word)) return false;
    }
    sl_date d = {
        .kind = SL_DATE_YEARLY, .yearly = word->yearly, .need = word->weak ? SL_DATE_NEEDS_WORD : SL_DATE_SURE};
    behind = t;
    if (!sl_skip_word(r, &behind, SL_WORD_OF) && !sl_skip_mark(r, &behind, ',')) {
        uint32_t prep = behind;
        if (sl_read_word(r, &prep, SL_WORD_PREPOSITION, &in) && in->least == SL_PREP_IN) behind = prep;
    }
    if (sl_read_year(r, &behind, &d.year)) t = behind, d.need = SL_DATE_SURE;
    *date = d;
    *at = t;
    return true;
}

/** What a part makes sure of its whole: one step. */
static sl_date_need eased(const sl_date *whole) {
    return whole->need == SL_DATE_NEEDS_NUMBER && whole->kind != SL_DATE_DECADE ? SL_DATE_NEEDS_WORD : SL_DATE_SURE;
}

/** "early to mid May", "mid-to-late January" */
static void second_part(const sl_reader *r, uint32_t *at, sl_part *part) {
    uint32_t t = *at;
    const sl_dateword *word;
    sl_skip_mark(r, &t, '-');
    if (!sl_skip_word(r, &t, SL_WORD_TO) && !sl_skip_or(r, &t) && !sl_skip_mark(r, &t, '/')) return;
    sl_skip_mark(r, &t, '-');
    sl_skip_word(r, &t, SL_WORD_THE);
    if (!sl_read_word(r, &t, SL_WORD_PART, &word)) return;
    *part = (sl_part)word->least;
    *at = t;
}

bool sl_read_part(sl_reader *r, uint32_t *at, sl_date *date) {
    uint32_t t = *at;
    const sl_dateword *part;
    sl_part part_to = SL_PART_NONE;
    sl_date whole;
    bool article = sl_skip_word(r, &t, SL_WORD_THE);
    while (sl_skip_word(r, &t, SL_WORD_FILLER)) continue;
    if (!sl_read_word(r, &t, SL_WORD_PART, &part)) return false;
    second_part(r, &t, &part_to);
    sl_skip_mark(r, &t, '-');
    if (!sl_read_single(r, &t, &whole) || whole.kind == SL_DATE_DURATION || whole.kind == SL_DATE_SHIFT) return false;
    if (whole.kind == SL_DATE_CIVIL && whole.day && whole.need == SL_DATE_NEEDS_NUMBER) return false;
    sl_date_need need = eased(&whole);
    if (part->least == SL_PART_REST && need == SL_DATE_NEEDS_WORD) need = SL_DATE_SURE; /* "the rest of the campaign" */
    if (whole.kind == SL_DATE_DECADE && whole.need != SL_DATE_SURE && !article) return false;
    whole.need = SL_DATE_SURE;
    if (sl_date_is_day(&whole)) *date = whole;
    else
        *date = (sl_date){.kind = SL_DATE_PART,
                          .part = (sl_part)part->least,
                          .part_to = part_to,
                          .inner = sl_date_keep(r, &whole),
                          .need = need};
    *at = t;
    return true;
}

/** "first", "third last", "last": counted from the end where negative. */
static bool read_nth(const sl_reader *r, uint32_t *at, int32_t *nth) {
    const sl_dateword *word;
    uint32_t t = *at;
    if (sl_read_ordinal(r, &t, nth)) {
        uint32_t next = t;
        if (*nth > 0 && sl_read_word(r, &next, SL_WORD_TURN, &word) && word->least == SL_TURN_LAST)
            *nth = -*nth, t = next;
    } else {
        if (!sl_read_word(r, &t, SL_WORD_TURN, &word) || word->least != SL_TURN_LAST) return false;
        *nth = -1;
    }
    *at = t;
    return true;
}

static bool nth_of_what(const sl_reader *r, uint32_t *at, sl_date *d) {
    const sl_dateword *word;
    int32_t least, most;
    bool weak;
    if (sl_read_number(r, at, &least, &most, &weak)) {
        if (weak || most % 2 || most > 200) return false;
        d->day = most / 2;
    }
    if (sl_read_word(r, at, SL_WORD_WEEKDAY, &word)) {
        d->weekday = word->least;
        return !word->weak || r->tokens[*at - 1].flags & SL_TOKEN_CAPITAL;
    }
    if (!sl_read_word(r, at, SL_WORD_UNIT, &word) && !sl_read_word(r, at, SL_WORD_UNITS, &word)) return false;
    set_unit(d, word);
    return word->least == 1 && word->unit != SL_UNIT_HOUR && word->unit != SL_UNIT_YEAR && word->unit != SL_UNIT_SEASON;
}

static bool skip_of(const sl_reader *r, uint32_t *at) {
    const sl_dateword *word;
    uint32_t t = *at;
    if (sl_skip_word(r, at, SL_WORD_OF)) return true;
    if (!sl_read_word(r, &t, SL_WORD_PREPOSITION, &word) || word->least != SL_PREP_IN) return false;
    *at = t;
    return true;
}

bool sl_read_nth(sl_reader *r, uint32_t *at, sl_date *date) {
    uint32_t t = *at;
    sl_date whole, d = {.kind = SL_DATE_NTH};
    sl_skip_word(r, &t, SL_WORD_THE);
    if (!read_nth(r, &t, &d.nth) || !nth_of_what(r, &t, &d) || !skip_of(r, &t)) return false;
    if (!sl_read_single(r, &t, &whole) || whole.kind == SL_DATE_DURATION || whole.kind == SL_DATE_SHIFT) return false;
    if (sl_date_is_day(&whole)) return false;
    d.need = eased(&whole);
    whole.need = SL_DATE_SURE;
    d.inner = sl_date_keep(r, &whole);
    *date = d;
    *at = t;
    return true;
}

/** "the week of 6 October", "the weekend of 3 May" */
bool sl_read_around(sl_reader *r, uint32_t *at, sl_date *date) {
    uint32_t t = *at;
    const sl_dateword *unit;
    sl_date inner, d = {.kind = SL_DATE_AROUND};
    sl_skip_word(r, &t, SL_WORD_THE);
    if (!sl_read_word(r, &t, SL_WORD_UNIT, &unit) || !sl_skip_word(r, &t, SL_WORD_OF)) return false;
    if (unit->unit != SL_UNIT_WEEK && unit->unit != SL_UNIT_WEEKDAYS) return false;
    if (unit->least > 1 || !sl_read_single(r, &t, &inner) || inner.need != SL_DATE_SURE) return false;
    const sl_date *first = inner.kind == SL_DATE_RANGE ? inner.inner : &inner;
    if (!sl_date_is_day(first) || (first->kind == SL_DATE_CIVIL && !first->day)) return false;
    set_unit(&d, unit);
    d.inner = sl_date_keep(r, &inner);
    *date = d;
    *at = t;
    return true;
}
