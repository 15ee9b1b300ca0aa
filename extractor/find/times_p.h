/* SPDX-License-Identifier: Apache-2.0
 *
 * Shared by the times_*.c files: a reader over the tokens of one sentence.
 *
 * Every read function takes `*at`, moves it behind what it read and returns true, or returns false and leaves it.
 */
#ifndef SL_FIND_TIMES_P_H
#define SL_FIND_TIMES_P_H

#include "find/times.h"

/* "the end of the end of the end of …": each step may try every form of time again. */
enum { SL_MAX_TIME_DEPTH = 3 };

typedef struct {
    const sl_dateword *words;
    size_t n_words;
    const sl_hit *hits;
    const uint32_t *first; /* by token: its first hit; first[t + 1] is behind its last */
    sl_str view;
    const sl_token *tokens;
    uint32_t begin, end; /* of the sentence */
    uint64_t *kinds;     /* by token of the sentence: bits of the kinds of words that begin there */
    uint64_t *ahead;     /* the same of the words that begin there or further on; 0 behind the last token */
    sl_arena *tmp;
    int depth;
    bool between;         /* behind "between" or "from": "and" and "to" join two ends */
    const sl_date *day;   /* the last day told in the sentence: "the previous day"; NULL: none */
    const sl_date *told;  /* the last day, month or holiday told in it or the one before: "a week later"; NULL: none */
    const sl_date *story; /* the last date with its year told: "that summer" lies in it; NULL: none */
} sl_reader;

/** Bits of kinds. */
#define SL_KIND(name) (UINT64_C(1) << SL_WORD_##name)

/* times_reader.c */
/** The longest word of `kind` here. */
bool sl_read_word(const sl_reader *r, uint32_t *at, sl_dateword_kind kind, const sl_dateword **word);
bool sl_skip_word(const sl_reader *r, uint32_t *at, sl_dateword_kind kind);
/** "or", ", possibly" */
bool sl_skip_or(const sl_reader *r, uint32_t *at);
/** The sentence ends, a mark or a preposition follows. */
bool sl_is_closed(const sl_reader *r, uint32_t at);
bool sl_is_mark(const sl_reader *r, uint32_t at, char c);
bool sl_skip_mark(const sl_reader *r, uint32_t *at, char c);
/** The token follows the one before it without white space. */
bool sl_is_glued(const sl_reader *r, uint32_t at);
/** Digits that stand for themselves: no part of a price, a score, a decimal or a longer code. */
bool sl_read_digits(const sl_reader *r, uint32_t *at, size_t most_digits, uint32_t *number);
/** In halves: "six", "twenty-four", "2.5", "one and a half", "half a". `weak`: an article alone. */
bool sl_read_number(const sl_reader *r, uint32_t *at, int32_t *least, int32_t *most, bool *weak);
/** 1..31; `written`: with an ending or in words. */
bool sl_read_day(const sl_reader *r, uint32_t *at, int32_t *day, bool *written);
bool sl_read_ordinal(const sl_reader *r, uint32_t *at, int32_t *nth);
/** 1998, '98 */
bool sl_read_year(const sl_reader *r, uint32_t *at, int32_t *year);
bool sl_read_clock(const sl_reader *r, uint32_t *at);
const sl_date *sl_date_keep(const sl_reader *r, const sl_date *date);

/* times_civil.c: weekday, day, month, year; digits alone; seasons and decades */
bool sl_read_civil(sl_reader *r, uint32_t *at, sl_date *date);
bool sl_read_numeric(sl_reader *r, uint32_t *at, sl_date *date);
bool sl_read_years(sl_reader *r, uint32_t *at, sl_date *date);

/* times_span.c: amounts, durations, and what is moved by them */
/** "six", "four to six", "six-to-eight", "4-6" */
bool sl_read_numbers(const sl_reader *r, uint32_t *at, int32_t *least, int32_t *most, bool *weak);
bool sl_read_span(sl_reader *r, uint32_t *at, sl_date *date);

/* times_story.c: what the text around a date tells about it */
/** Does it hold its own year, so that "that summer" may be told from it? */
bool sl_tells_year(const sl_date *date);
/** `d` is "that September", "that week" as far as it is read; makes it the one of the story. */
bool sl_make_that(const sl_reader *r, sl_date *d);
/** "5 May in the last game of the 2020-21 season": the year stands behind. */
void sl_find_season_behind(sl_reader *r, uint32_t end, sl_date *d);
/** May `wide` hold `date`? A weekday lies in a week, a day in a month, months and holidays in a year or a season. */
bool sl_date_holds(const sl_date *wide, const sl_date *date);

/* times_relative.c: last, this, next; holidays; parts */
bool sl_read_turn(sl_reader *r, uint32_t *at, sl_date *date);
bool sl_read_named(sl_reader *r, uint32_t *at, sl_date *date);
bool sl_read_yearly(sl_reader *r, uint32_t *at, sl_date *date);
bool sl_read_part(sl_reader *r, uint32_t *at, sl_date *date);
bool sl_read_nth(sl_reader *r, uint32_t *at, sl_date *date);
bool sl_read_around(sl_reader *r, uint32_t *at, sl_date *date);

/* times_single.c */
/** The longest of all these, with what stands behind it: "Friday next week", "Christmas last year". */
bool sl_read_single(sl_reader *r, uint32_t *at, sl_date *date);
/** One, or two joined: "from Monday to Friday". */
bool sl_read_range(sl_reader *r, uint32_t *at, sl_date *date);
bool sl_date_is_day(const sl_date *date);
/** May "a week later" be counted from it? A day, a month or a holiday. */
bool sl_date_anchors(const sl_date *date);

#endif
