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
    return true;
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
        if (unit->unit == SL_UNIT_WEEKDAYS || d->turn == SL_TURN_THIS) return false;
        vague.unit = unit->unit;
        d->kind = SL_DATE_ROLLING, d->least = d->most = vague;
        return true;
    }
    if (!sl_read_word(r, at, SL_WORD_UNIT, &unit) || unit->unit == SL_UNIT_HOUR) return false;
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

/** "the next day or two" */
static bool turn_or_more(const sl_reader *r, uint32_t *at, sl_date *d) {
    int32_t least, most;
    bool weak;
    const sl_dateword *unit;
    if (d->turn == SL_TURN_THIS || !sl_read_word(r, at, SL_WORD_UNIT, &unit) || unit->unit == SL_UNIT_WEEKDAYS ||
        unit->least > 1 || !sl_skip_word(r, at, SL_WORD_OR) || !sl_read_number(r, at, &least, &most, &weak) || weak)
        return false;
    d->kind = SL_DATE_ROLLING;
    d->least = (sl_amount){2, unit->unit};
    d->most = (sl_amount){most, unit->unit};
    return true;
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
    if (unit->unit == SL_UNIT_WEEKDAYS || d->turn == SL_TURN_THIS) return false;
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

/** "Friday after next", "the week before last" */
static bool turned_after(const sl_reader *r, uint32_t *at, sl_date *d) {
    const sl_dateword *word;
    if (!turn_name(r, at, d)) {
        if (!sl_read_word(r, at, SL_WORD_UNIT, &word) || word->least > 1 || word->unit <= SL_UNIT_DAY) return false;
        d->kind = SL_DATE_UNIT;
        set_unit(d, word);
    }
    if (!sl_read_word(r, at, SL_WORD_TURN_AFTER, &word)) return false;
    d->turn = (sl_turn)word->least;
    return true;
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
    for (int form = 0; form < 7; form++) {
        sl_date d = plain;
        t = start;
        if (form < 4 && !turn_words(r, &t, &d.turn)) continue;
        bool ok = form == 0   ? turn_amount(r, &t, &d)
                  : form == 1 ? turn_or_more(r, &t, &d)
                  : form == 2 ? turn_unit(r, &t, article, &d)
                  : form == 3 ? turn_name(r, &t, &d)
                  : form == 4 ? turn_amount(r, &t, &d)
                  : form == 5 ? turned_after(r, &t, &d)
                              : bare_unit(r, &t, article, &d);
        if (!ok) continue;
        *date = d;
        *at = t;
        return true;
    }
    return false;
}

bool sl_read_named(sl_reader *r, uint32_t *at, sl_date *date) {
    const sl_dateword *word;
    if (!sl_read_word(r, at, SL_WORD_NAMED, &word)) return false;
    *date = (sl_date){.kind = SL_DATE_NAMED, .day = word->least};
    memcpy(date->daypart, word->code, sizeof date->daypart);
    return true;
}

/** Christmas, Easter 2019, the summer of '98 */
bool sl_read_yearly(sl_reader *r, uint32_t *at, sl_date *date) {
    uint32_t t = *at, behind;
    const sl_dateword *word, *in;
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

bool sl_read_part(sl_reader *r, uint32_t *at, sl_date *date) {
    uint32_t t = *at;
    const sl_dateword *part;
    sl_date whole;
    bool article = sl_skip_word(r, &t, SL_WORD_THE);
    while (sl_skip_word(r, &t, SL_WORD_FILLER)) continue;
    if (!sl_read_word(r, &t, SL_WORD_PART, &part)) return false;
    sl_skip_mark(r, &t, '-');
    if (!sl_read_single(r, &t, &whole) || whole.kind == SL_DATE_DURATION || whole.kind == SL_DATE_SHIFT) return false;
    if (whole.kind == SL_DATE_CIVIL && whole.day && whole.need == SL_DATE_NEEDS_NUMBER) return false;
    sl_date_need need = eased(&whole);
    if (whole.kind == SL_DATE_DECADE && whole.need != SL_DATE_SURE && !article) return false;
    whole.need = SL_DATE_SURE;
    if (sl_date_is_day(&whole)) *date = whole;
    else
        *date = (sl_date){
            .kind = SL_DATE_PART, .part = (sl_part)part->least, .inner = sl_date_keep(r, &whole), .need = need};
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
