/* SPDX-License-Identifier: Apache-2.0
 *
 * Recognises dates and durations: from list words and digits in the tokens to expressions (find/calendar.h).
 *
 * The grammar is here, the words are a list: rows `word,kind,value`, for example
 *
 *     october,month,10        may,month,5 weak       saturday,weekday,6       weeks,units,week
 *     few,number,2-4          21st,ordinal,21        last,turn,last           ago,shift,ago
 *     weekend,unit,week:6-7   christmas,yearly,12-25 easter,yearly,easter     summer,yearly,06-01..08-31 SU
 *     until,preposition,until around,hedge,about     one day,never,
 *
 * A word may have several rows. "weak": it is also an everyday word, and counts only beside another word of a date.
 */
#ifndef SL_FIND_TIMES_H
#define SL_FIND_TIMES_H

#include "find/calendar.h"
#include "token/gazetteer.h"
#include "token/sentences.h"

typedef enum {
    SL_WORD_MONTH,       /* 1..12 */
    SL_WORD_WEEKDAY,     /* 1..7, 1 is Monday */
    SL_WORD_UNIT,        /* hour day week month year season, week:6-7, week*2 */
    SL_WORD_UNITS,       /* the same in the plural */
    SL_WORD_NUMBER,      /* 3, 2-4, 0.5; weak for an article */
    SL_WORD_PLUS_HALF,   /* "and a half" */
    SL_WORD_ORDINAL,     /* 1..31; -1 is the last, -2 the last but one */
    SL_WORD_TURN,        /* last this next coming previous following that */
    SL_WORD_TURN_AFTER,  /* before-last after-next, last, coming: "the weekend just gone", "the weeks ahead" */
    SL_WORD_THIS,        /* a phrase that means this unit: "season-ending" */
    SL_WORD_SHIFT,       /* ago hence earlier later before after into */
    SL_WORD_TIME,        /* "in six weeks' time" */
    SL_WORD_LONG,        /* "month-long" */
    SL_WORD_NAMED,       /* days from the article's day, then a part of day: -1 NI; weak: only before "last year" */
    SL_WORD_PART,        /* early mid late start end first-half second-half earlier later rest */
    SL_WORD_PART_AFTER,  /* the same behind it: "before the year is out" */
    SL_WORD_DAYPART,     /* MO AF EV NI */
    SL_WORD_YEARLY,      /* 12-25, easter-2, 08#-1/1 (last Monday of August), 11#4/4+1; A..B; then a code: SU */
    SL_WORD_DECADE,      /* 1990; weak: only after "the" */
    SL_WORD_PREPOSITION, /* on in at for during between within since from until until-after by before after */
    SL_WORD_HEDGE,       /* about least most, before a time */
    SL_WORD_HEDGE_AFTER, /* the same behind it */
    SL_WORD_FILLER,      /* words passed over: "a further two weeks" */
    SL_WORD_OF,
    SL_WORD_THE,
    SL_WORD_TO,
    SL_WORD_OR,
    SL_WORD_AND,
    SL_WORD_CLOCK, /* the letters behind an hour: pm */
    SL_WORD_AGE,   /* what makes a duration an age: old */
    SL_WORD_NEVER, /* a phrase that is no date although it looks like one */
    SL_WORDS
} sl_dateword_kind;

typedef struct {
    sl_dateword_kind kind;
    bool weak;
    int32_t least, most; /* the number; of NUMBER in halves; of UNIT how many of the unit; else the enum's value */
    sl_unit unit;
    int8_t first_weekday, last_weekday;
    char code[3];
    sl_yearly yearly;
    sl_str letters; /* of CLOCK; borrowed from the row */
} sl_dateword;

/**
 * Reads the columns `kind` and `value` of a row.
 * @param value  borrowed by the result
 * @return SL_BAD_RULES with what is wrong
 */
sl_status sl_dateword_parse(sl_str kind, sl_str value, sl_dateword *out, sl_error *err);

/**
 * Finds all expressions of an article, in text order, the longest at each place, none across a sentence.
 *
 * @param words  by sl_hit.entry
 * @param hits   of the list of date words alone, as sl_gazetteer_find gives them
 */
void sl_times_find(const sl_dateword *words, size_t n_words, const sl_hits *hits, const sl_text *text,
                   const sl_tokens *tokens, const sl_sentences *sentences, sl_arena *out, sl_arena *tmp,
                   sl_times *times);

#endif
