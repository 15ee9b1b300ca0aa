/* SPDX-License-Identifier: Apache-2.0
 *
 * Reading words, marks and numbers of a sentence.
 */
#include "find/times_p.h"

bool sl_read_word(const sl_reader *r, uint32_t *at, sl_dateword_kind kind, const sl_dateword **word) {
    if (*at >= r->end || !(r->kinds[*at - r->begin] >> kind & 1)) return false;
    for (uint32_t h = r->first[*at]; h < r->first[*at + 1]; h++) {
        const sl_hit *hit = &r->hits[h];
        if (hit->tokens.to > r->end || hit->entry >= r->n_words || r->words[hit->entry].kind != kind) continue;
        *word = &r->words[hit->entry];
        *at = hit->tokens.to;
        return true;
    }
    return false;
}

bool sl_skip_word(const sl_reader *r, uint32_t *at, sl_dateword_kind kind) {
    const sl_dateword *ignored;
    return sl_read_word(r, at, kind, &ignored);
}

bool sl_skip_or(const sl_reader *r, uint32_t *at) {
    uint32_t t = *at;
    sl_skip_mark(r, &t, ',');
    if (!sl_skip_word(r, &t, SL_WORD_OR)) return false;
    *at = t;
    return true;
}

bool sl_is_closed(const sl_reader *r, uint32_t at) {
    return at >= r->end || (r->tokens[at].kind == SL_TOKEN_MARK && !sl_is_mark(r, at, '-')) ||
           sl_skip_word(r, &at, SL_WORD_PREPOSITION);
}

bool sl_is_mark(const sl_reader *r, uint32_t at, char c) {
    return at < r->end && r->tokens[at].kind == SL_TOKEN_MARK && r->tokens[at].size == 1 &&
           r->view.p[r->tokens[at].at] == c;
}

bool sl_skip_mark(const sl_reader *r, uint32_t *at, char c) {
    if (!sl_is_mark(r, *at, c)) return false;
    ++*at;
    return true;
}

bool sl_is_glued(const sl_reader *r, uint32_t at) {
    return at > r->begin && at < r->end && !(r->tokens[at].flags & SL_TOKEN_SPACED);
}

static bool one_of(const sl_reader *r, uint32_t at, const char *marks) {
    for (; *marks; marks++)
        if (sl_is_mark(r, at, *marks)) return true;
    return false;
}

static bool is_number(const sl_reader *r, uint32_t at) {
    return at < r->end && r->tokens[at].kind == SL_TOKEN_NUMBER;
}

/** Nothing hangs on the number at `at` in front of it: £20, 2-0, 1,200, #9. */
static bool free_before(const sl_reader *r, uint32_t at) {
    if (!sl_is_glued(r, at)) return true;
    if (r->tokens[at - 1].kind != SL_TOKEN_MARK) return false;
    if (one_of(r, at - 1, "-/")) return !(sl_is_glued(r, at - 1) && is_number(r, at - 2));
    return one_of(r, at - 1, "(['\"~");
}

bool sl_read_digits(const sl_reader *r, uint32_t *at, size_t most_digits, uint32_t *number) {
    uint32_t t = *at;
    if (!is_number(r, t) || r->tokens[t].size > most_digits || !free_before(r, t)) return false;
    if (!sl_str_number(sl_token_str(r->view, &r->tokens[t]), 9999, number)) return false;
    if (sl_is_glued(r, t + 1)) {
        if (sl_is_mark(r, t + 1, '%') || (sl_is_mark(r, t + 1, '+') && sl_is_glued(r, t + 2))) return false;
        if (one_of(r, t + 1, ",.:") && sl_is_glued(r, t + 2) && is_number(r, t + 2)) return false;
    }
    *at = t + 1;
    return true;
}

/** 2.5: tokens 2 . 5; only halves are told this way. */
static bool decimal(const sl_reader *r, uint32_t *at, int32_t *halves) {
    uint32_t t = *at, whole, tenths;
    if (!is_number(r, t) || r->tokens[t].size > 2 || !free_before(r, t) || !sl_is_mark(r, t + 1, '.')) return false;
    if (!sl_is_glued(r, t + 1) || !sl_is_glued(r, t + 2) || !is_number(r, t + 2) || sl_is_glued(r, t + 3)) return false;
    if (!sl_str_number(sl_token_str(r->view, &r->tokens[t]), 99, &whole)) return false;
    if (!sl_str_number(sl_token_str(r->view, &r->tokens[t + 2]), 9, &tenths) || tenths != 5) return false;
    *halves = (int32_t)(2 * whole + 1);
    *at = t + 3;
    return true;
}

bool sl_read_number(const sl_reader *r, uint32_t *at, int32_t *least, int32_t *most, bool *weak) {
    uint32_t t = *at, n, next;
    const sl_dateword *word, *ones;
    *weak = false;
    if (decimal(r, &t, least)) {
        *most = *least;
    } else if (sl_read_digits(r, &t, 3, &n)) {
        if (n == 0) return false;
        *least = *most = (int32_t)(2 * n);
    } else if (sl_read_word(r, &t, SL_WORD_NUMBER, &word)) {
        *least = word->least, *most = word->most, *weak = word->weak;
        next = t;
        sl_skip_mark(r, &next, '-');
        if (word->least >= 40 && word->least % 20 == 0 && word->least <= 180 &&
            sl_read_word(r, &next, SL_WORD_NUMBER, &ones) && ones->least < 20 && !ones->weak) {
            *least += ones->least, *most += ones->least;
            t = next;
        }
    } else return false;
    next = t;
    sl_skip_mark(r, &next, '-');
    if (sl_skip_word(r, &next, SL_WORD_PLUS_HALF)) ++*least, ++*most, t = next;
    *at = t;
    return true;
}

bool sl_read_ordinal(const sl_reader *r, uint32_t *at, int32_t *nth) {
    const sl_dateword *word, *tens;
    uint32_t t = *at, next = *at;
    if (sl_read_word(r, &t, SL_WORD_ORDINAL, &word)) {
        *nth = word->least;
        *at = t;
        return true;
    }
    if (!sl_read_word(r, &next, SL_WORD_NUMBER, &tens) || tens->least < 40 || tens->least % 20) return false;
    sl_skip_mark(r, &next, '-');
    if (!sl_read_word(r, &next, SL_WORD_ORDINAL, &word) || word->least < 1 || word->least > 9) return false;
    *nth = tens->least / 2 + word->least;
    *at = next;
    return true;
}

bool sl_read_day(const sl_reader *r, uint32_t *at, int32_t *day, bool *written) {
    uint32_t t = *at, n;
    if (sl_read_digits(r, &t, 2, &n)) {
        *day = (int32_t)n;
        *written = false;
    } else {
        if (!sl_read_ordinal(r, &t, day)) return false;
        *written = true;
    }
    if (*day < 1 || *day > 31) return false;
    *at = t;
    return true;
}

bool sl_read_year(const sl_reader *r, uint32_t *at, int32_t *year) {
    uint32_t t = *at, n;
    if (sl_is_mark(r, t, '\'') && sl_is_glued(r, t + 1) && is_number(r, t + 1) && r->tokens[t + 1].size == 2) {
        t++;
        if (!sl_read_digits(r, &t, 2, &n)) return false;
        *year = (int32_t)n + (n < 50 ? 2000 : 1900);
        *at = t;
        return true;
    }
    if (!is_number(r, t) || r->tokens[t].size != 4 || !sl_read_digits(r, &t, 4, &n)) return false;
    if (n < 1800 || n > 2199) return false;
    *year = (int32_t)n;
    *at = t;
    return true;
}

/** "3pm", "45pm": digits, then letters that the list knows. */
static bool clock_word(const sl_reader *r, uint32_t at) {
    if (at >= r->end || r->tokens[at].kind != SL_TOKEN_WORD) return false;
    sl_str word = sl_token_str(r->view, &r->tokens[at]);
    size_t digits = 0;
    while (digits < word.n && digits < 3 && sl_is_digit(word.p[digits])) digits++;
    if (digits < 1 || digits > 2) return false;
    sl_str tail = sl_str_cut(word, digits, word.n);
    for (size_t i = 0; i < r->n_words; i++) {
        sl_str letters = r->words[i].letters;
        if (r->words[i].kind != SL_WORD_CLOCK || letters.n != tail.n) continue;
        size_t same = 0;
        while (same < tail.n && sl_lower(tail.p[same]) == letters.p[same]) same++;
        if (same == tail.n) return true;
    }
    return false;
}

/** 3pm, 3 p.m., 7.45pm, 15:00, 15:00 GMT; "at 3" needs its preposition. */
bool sl_read_clock(const sl_reader *r, uint32_t *at) {
    uint32_t t = *at, hour;
    const sl_dateword *word;
    bool told = sl_read_word(r, &t, SL_WORD_PREPOSITION, &word) && word->least == SL_PREP_AT;
    if (t != *at && !told) return false;
    sl_skip_word(r, &t, SL_WORD_HEDGE);
    if (clock_word(r, t)) {
        t++;
        sl_skip_word(r, &t, SL_WORD_CLOCK);
        *at = t;
        return true;
    }
    if (!is_number(r, t) || r->tokens[t].size > 2) return false;
    if (!sl_str_number(sl_token_str(r->view, &r->tokens[t]), 24, &hour)) return false;
    t++;
    bool minutes = one_of(r, t, ".:") && sl_is_glued(r, t) && sl_is_glued(r, t + 1);
    if (minutes && clock_word(r, t + 1)) t += 2, told = true;
    else if (minutes && is_number(r, t + 1) && r->tokens[t + 1].size == 2) {
        told = told || sl_is_mark(r, t, ':');
        t += 2;
    } else if (hour > 12) told = false;
    if (sl_skip_word(r, &t, SL_WORD_CLOCK)) told = true;
    sl_skip_word(r, &t, SL_WORD_CLOCK);
    if (!told) return false;
    *at = t;
    return true;
}

const sl_date *sl_date_keep(const sl_reader *r, const sl_date *date) {
    sl_date *kept = SL_NEW(r->tmp, sl_date);
    *kept = *date;
    return kept;
}
