/* SPDX-License-Identifier: Apache-2.0
 *
 * Rows of the list of date words: kind and value to sl_dateword. Values are codes, no words of a language.
 */
#include "find/times.h"

typedef struct {
    const char *name;
    int32_t value;
} code;

static const char *const kinds[SL_WORDS] = {[SL_WORD_MONTH] = "month",
                                            [SL_WORD_WEEKDAY] = "weekday",
                                            [SL_WORD_UNIT] = "unit",
                                            [SL_WORD_UNITS] = "units",
                                            [SL_WORD_NUMBER] = "number",
                                            [SL_WORD_PLUS_HALF] = "plus half",
                                            [SL_WORD_ORDINAL] = "ordinal",
                                            [SL_WORD_TURN] = "turn",
                                            [SL_WORD_TURN_AFTER] = "turn after",
                                            [SL_WORD_THIS] = "this",
                                            [SL_WORD_SHIFT] = "shift",
                                            [SL_WORD_TIME] = "time",
                                            [SL_WORD_LONG] = "long",
                                            [SL_WORD_NAMED] = "named",
                                            [SL_WORD_PART] = "part",
                                            [SL_WORD_PART_AFTER] = "part after",
                                            [SL_WORD_DAYPART] = "daypart",
                                            [SL_WORD_YEARLY] = "yearly",
                                            [SL_WORD_DECADE] = "decade",
                                            [SL_WORD_PREPOSITION] = "preposition",
                                            [SL_WORD_HEDGE] = "hedge",
                                            [SL_WORD_HEDGE_AFTER] = "hedge after",
                                            [SL_WORD_FILLER] = "filler",
                                            [SL_WORD_OF] = "of",
                                            [SL_WORD_THE] = "the",
                                            [SL_WORD_TO] = "to",
                                            [SL_WORD_OR] = "or",
                                            [SL_WORD_AND] = "and",
                                            [SL_WORD_CLOCK] = "clock",
                                            [SL_WORD_AGE] = "age",
                                            [SL_WORD_NEVER] = "never"};

static const code turns[] = {{"last", SL_TURN_LAST},
                             {"previous", SL_TURN_PREVIOUS},
                             {"this", SL_TURN_THIS},
                             {"coming", SL_TURN_COMING},
                             {"next", SL_TURN_NEXT},
                             {"following", SL_TURN_FOLLOWING},
                             {"before-last", SL_TURN_BEFORE_LAST},
                             {"after-next", SL_TURN_AFTER_NEXT},
                             {"that", SL_TURN_THAT},
                             {NULL, 0}};
static const code shifts[] = {
    {"ago", SL_SHIFT_AGO},       {"hence", SL_SHIFT_HENCE}, {"earlier", SL_SHIFT_EARLIER}, {"later", SL_SHIFT_LATER},
    {"before", SL_SHIFT_BEFORE}, {"after", SL_SHIFT_AFTER}, {"into", SL_SHIFT_INTO},       {NULL, 0}};
static const code parts[] = {{"early", SL_PART_EARLY},
                             {"mid", SL_PART_MID},
                             {"late", SL_PART_LATE},
                             {"start", SL_PART_START},
                             {"end", SL_PART_END},
                             {"first-half", SL_PART_FIRST_HALF},
                             {"second-half", SL_PART_SECOND_HALF},
                             {"earlier", SL_PART_EARLIER},
                             {"later", SL_PART_LATER},
                             {"rest", SL_PART_REST},
                             {NULL, 0}};
static const code prepositions[] = {{"on", SL_PREP_ON},
                                    {"in", SL_PREP_IN},
                                    {"at", SL_PREP_AT},
                                    {"for", SL_PREP_FOR},
                                    {"during", SL_PREP_DURING},
                                    {"between", SL_PREP_BETWEEN},
                                    {"within", SL_PREP_WITHIN},
                                    {"since", SL_PREP_SINCE},
                                    {"from", SL_PREP_FROM},
                                    {"until", SL_PREP_UNTIL},
                                    {"until-after", SL_PREP_UNTIL_AFTER},
                                    {"by", SL_PREP_BY},
                                    {"before", SL_PREP_BEFORE},
                                    {"after", SL_PREP_AFTER},
                                    {NULL, 0}};
static const code hedges[] = {{"about", 0}, {"least", 1}, {"most", 2}, {NULL, 0}};
static const code dayparts[] = {{"MO", 0}, {"AF", 0}, {"EV", 0}, {"NI", 0}, {NULL, 0}};
static const code seasons[] = {{"SP", 0}, {"SU", 0}, {"FA", 0}, {"WI", 0}, {NULL, 0}};
static const code units[] = {{"hour", SL_UNIT_HOUR},
                             {"day", SL_UNIT_DAY},
                             {"week", SL_UNIT_WEEK},
                             {"month", SL_UNIT_MONTH},
                             {"year", SL_UNIT_YEAR},
                             {"season", SL_UNIT_SEASON},
                             {NULL, 0}};

static bool find_code(const code *codes, sl_str name, int32_t *value) {
    for (; codes->name; codes++)
        if (sl_str_eq(sl_str_of(codes->name), name)) {
            *value = codes->value;
            return true;
        }
    return false;
}

static bool signed_number(sl_str s, int32_t least, int32_t most, int32_t *out) {
    bool minus = s.n > 1 && s.p[0] == '-';
    uint32_t n;
    if (s.n > 1 && (minus || s.p[0] == '+')) s = sl_str_cut(s, 1, s.n);
    if (!sl_str_number(s, 9999, &n)) return false;
    *out = minus ? -(int32_t)n : (int32_t)n;
    return *out >= least && *out <= most;
}

static bool small(sl_str s, int32_t least, int32_t most, int8_t *out) {
    int32_t n;
    if (!signed_number(s, least, most, &n)) return false;
    *out = (int8_t)n;
    return true;
}

/** Takes the last word off `value` where it is one of `codes`. */
static void take_code(sl_str *value, const code *codes, char out[static 3]) {
    int32_t ignored;
    if (value->n < 2 || (value->n > 2 && value->p[value->n - 3] != ' ')) return;
    sl_str last = sl_str_cut(*value, value->n - 2, value->n);
    if (!find_code(codes, last, &ignored)) return;
    memcpy(out, last.p, 2);
    *value = sl_str_trim(sl_str_cut(*value, 0, value->n - 2));
}

/** 12-25 | easter | easter-2 | 11#4/4 | 11#4/4+1 */
static bool yearly_end(sl_str s, sl_yearly_end *end) {
    int32_t plus = 0;
    if (sl_str_starts_with(s, SL_STR("easter"))) {
        end->kind = SL_YEARLY_EASTER;
        s = sl_str_cut(s, 6, s.n);
        if (s.n && (!signed_number(s, -400, 400, &plus) || sl_is_digit(s.p[0]))) return false;
        end->plus = (int16_t)plus;
        return true;
    }
    if (s.n < 5 || !small(sl_str_cut(s, 0, 2), 1, 12, &end->month)) return false;
    if (s.p[2] == '-') {
        end->kind = SL_YEARLY_FIXED;
        return s.n == 5 && small(sl_str_cut(s, 3, 5), 1, 31, &end->day);
    }
    size_t slash = sl_str_find(s, '/', 3), sign = sl_str_find(s, '+', slash);
    end->kind = SL_YEARLY_WEEKDAY;
    if (s.p[2] != '#' || slash == s.n || !small(sl_str_cut(s, 3, slash), -4, 4, &end->nth) || end->nth == 0)
        return false;
    if (!small(sl_str_cut(s, slash + 1, sign), 1, 7, &end->weekday)) return false;
    if (sign < s.n && !signed_number(sl_str_cut(s, sign, s.n), 0, 400, &plus)) return false;
    end->plus = (int16_t)plus;
    return true;
}

static bool yearly(sl_str value, sl_dateword *out) {
    take_code(&value, seasons, out->yearly.code);
    size_t dots = sl_str_search(value, SL_STR(".."), 0);
    if (dots == value.n) {
        bool ok = yearly_end(value, &out->yearly.from);
        out->yearly.to = out->yearly.from;
        return ok;
    }
    return yearly_end(sl_str_cut(value, 0, dots), &out->yearly.from) &&
           yearly_end(sl_str_cut(value, dots + 2, value.n), &out->yearly.to);
}

/** 3 | 2-4 | 0.5, in halves. */
static bool number(sl_str value, sl_dateword *out) {
    size_t dash = sl_str_find(value, '-', 1);
    if (sl_str_eq(value, SL_STR("0.5"))) {
        out->least = out->most = 1;
        return true;
    }
    if (!signed_number(sl_str_cut(value, 0, dash), 1, 999, &out->least)) return false;
    out->most = out->least;
    if (dash < value.n && !signed_number(sl_str_cut(value, dash + 1, value.n), out->least, 999, &out->most))
        return false;
    out->least *= 2;
    out->most *= 2;
    return true;
}

/** week | week*2 | week:6-7 */
static bool unit(sl_str value, sl_dateword *out) {
    size_t star = sl_str_find(value, '*', 0), colon = sl_str_find(value, ':', 0);
    int32_t code_of = 0;
    out->least = 1;
    if (!find_code(units, sl_str_cut(value, 0, star < colon ? star : colon), &code_of)) return false;
    out->unit = (sl_unit)code_of;
    if (star < value.n) return signed_number(sl_str_cut(value, star + 1, value.n), 1, 100, &out->least);
    if (colon == value.n) return true;
    if (out->unit != SL_UNIT_WEEK || value.n != colon + 4 || value.p[colon + 2] != '-') return false;
    out->unit = SL_UNIT_WEEKDAYS;
    return small(sl_str_cut(value, colon + 1, colon + 2), 1, 7, &out->first_weekday) &&
           small(sl_str_cut(value, colon + 3, colon + 4), out->first_weekday, 7, &out->last_weekday);
}

static bool value_of(sl_str value, sl_dateword *out) {
    switch (out->kind) {
    case SL_WORD_MONTH: return signed_number(value, 1, 12, &out->least);
    case SL_WORD_WEEKDAY: return signed_number(value, 1, 7, &out->least);
    case SL_WORD_UNIT:
    case SL_WORD_UNITS:
    case SL_WORD_THIS: return unit(value, out);
    case SL_WORD_NUMBER: return number(value, out);
    case SL_WORD_ORDINAL: return signed_number(value, -9, 31, &out->least) && out->least != 0;
    case SL_WORD_TURN:
    case SL_WORD_TURN_AFTER: return find_code(turns, value, &out->least);
    case SL_WORD_SHIFT: return find_code(shifts, value, &out->least);
    case SL_WORD_NAMED: take_code(&value, dayparts, out->code); return signed_number(value, -400, 400, &out->least);
    case SL_WORD_PART:
    case SL_WORD_PART_AFTER: return find_code(parts, value, &out->least);
    case SL_WORD_DAYPART: take_code(&value, dayparts, out->code); return value.n == 0 && out->code[0] != '\0';
    case SL_WORD_YEARLY: return yearly(value, out);
    case SL_WORD_DECADE: return signed_number(value, 1000, 2990, &out->least) && out->least % 10 == 0;
    case SL_WORD_PREPOSITION: return find_code(prepositions, value, &out->least);
    case SL_WORD_HEDGE:
    case SL_WORD_HEDGE_AFTER: return find_code(hedges, value, &out->least);
    case SL_WORD_CLOCK: out->letters = value; return value.n > 0;
    default: return value.n == 0;
    }
}

sl_status sl_dateword_parse(sl_str kind, sl_str value, sl_dateword *out, sl_error *err) {
    *out = (sl_dateword){.kind = SL_WORDS};
    for (int k = 0; k < SL_WORDS; k++)
        if (sl_str_eq(sl_str_of(kinds[k]), kind)) out->kind = (sl_dateword_kind)k;
    if (out->kind == SL_WORDS)
        return sl_fail(err, SL_BAD_RULES, SL_STR(""), "there is no kind of date word \"%.*s\"",
                       (int)(kind.n < 60 ? kind.n : 60), kind.p);
    sl_str rest = value;
    if (sl_str_eq(rest, SL_STR("weak"))) rest = SL_STR(""), out->weak = true;
    else if (sl_str_ends_with(rest, SL_STR(" weak"))) rest = sl_str_cut(rest, 0, rest.n - 5), out->weak = true;
    if (value_of(rest, out)) return SL_OK;
    return sl_fail(err, SL_BAD_RULES, SL_STR(""), "\"%.*s\" is no value of a date word of the kind \"%s\"",
                   (int)(value.n < 60 ? value.n : 60), value.p ? value.p : "", kinds[out->kind]);
}
