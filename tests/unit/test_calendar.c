/* SPDX-License-Identifier: Apache-2.0 */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "times_fixture.h"

static datewords words;

typedef struct {
    const char *published;           /* NULL: as the row before */
    char lean;                       /* P F N */
    const char *text, *days, *timex; /* timex NULL: not looked at */
} example;

static const example examples[] = {
    /* 2020-12-22 is a Tuesday */
    {"2020-12-22", 'P', "on Saturday", "2020-12-19..2020-12-19", "2020-12-19"},
    {NULL, 'F', "on Saturday", "2020-12-26..2020-12-26", "2020-12-26"},
    {NULL, 'N', "on Saturday", "2020-12-19..2020-12-19", NULL},
    {NULL, 'N', "on Friday", "2020-12-25..2020-12-25", NULL},
    {NULL, 'P', "on Tuesday", "2020-12-22..2020-12-22", NULL},
    {NULL, 'F', "on Tuesday", "2020-12-22..2020-12-22", NULL} /* the day of the article */,
    {NULL, 'P', "last Tuesday", "2020-12-15..2020-12-15", NULL},
    {NULL, 'P', "last Monday", "2020-12-21..2020-12-21", NULL},
    {NULL, 'F', "next Wednesday", "2020-12-30..2020-12-30", NULL},
    {NULL, 'F', "this Wednesday", "2020-12-23..2020-12-23", NULL},
    {NULL, 'P', "this Monday", "2020-12-21..2020-12-21", NULL},
    {NULL, 'F', "this coming Wednesday", "2020-12-23..2020-12-23", NULL},
    {NULL, 'F', "Monday week", "2021-01-04..2021-01-04", NULL},
    {NULL, 'F', "a week on Saturday", "2021-01-02..2021-01-02", NULL},
    {NULL, 'F', "Friday after next", "2021-01-01..2021-01-01", NULL},
    {NULL, 'P', "Monday night", "2020-12-21..2020-12-21", "2020-12-21TNI"},
    {NULL, 'P', "last night", "2020-12-21..2020-12-21", "2020-12-21TNI"},
    {NULL, 'F', "the day after tomorrow", "2020-12-24..2020-12-24", NULL},
    {NULL, 'P', "the day before yesterday", "2020-12-20..2020-12-20", NULL},
    {NULL, 'F', "Friday next week", "2021-01-01..2021-01-01", NULL},
    {NULL, 'P', "on Monday of last week", "2020-12-14..2020-12-14", NULL},
    {NULL, 'F', "the 20th of next month", "2021-01-20..2021-01-20", NULL},
    {NULL, 'P', "on the 15th", "2020-12-15..2020-12-15", NULL},
    {NULL, 'F', "on the 15th", "2021-01-15..2021-01-15", NULL},
    {NULL, 'F', "Thu 31st", "2020-12-31..2020-12-31", NULL},
    /* weeks */
    {NULL, 'P', "this week", "2020-12-21..2020-12-27", "2020-W52"},
    {NULL, 'P', "last week", "2020-12-14..2020-12-20", "2020-W51"},
    {NULL, 'F', "next week", "2020-12-28..2021-01-03", "2020-W53"},
    {NULL, 'P', "the week before last", "2020-12-07..2020-12-13", "2020-W50"},
    {NULL, 'P', "at the weekend", "2020-12-19..2020-12-20", "2020-W51-WE"},
    {NULL, 'P', "last weekend", "2020-12-19..2020-12-20", "2020-W51-WE"},
    {NULL, 'F', "this weekend", "2020-12-26..2020-12-27", "2020-W52-WE"},
    {NULL, 'F', "next weekend", "2021-01-02..2021-01-03", "2020-W53-WE"},
    {NULL, 'P', "in midweek", "2020-12-22..2020-12-24", NULL},
    {NULL, 'P', "earlier this week", "2020-12-21..2020-12-22", NULL},
    {NULL, 'F', "later this week", "2020-12-22..2020-12-27", NULL},
    {NULL, 'F', "by the end of next week", "..2021-01-03", NULL},
    /* months and days of months */
    {NULL, 'P', "in October", "2020-10-01..2020-10-31", "2020-10"},
    {NULL, 'F', "in October", "2021-10-01..2021-10-31", "2021-10"},
    {NULL, 'P', "in December", "2020-12-01..2020-12-31", NULL},
    {NULL, 'F', "in December", "2020-12-01..2020-12-31", NULL},
    {NULL, 'N', "in January", "2021-01-01..2021-01-31", NULL},
    {NULL, 'P', "last October", "2020-10-01..2020-10-31", NULL},
    {NULL, 'P', "last December", "2019-12-01..2019-12-31", NULL},
    {NULL, 'F', "next March", "2021-03-01..2021-03-31", NULL},
    {NULL, 'P', "in October last year", "2019-10-01..2019-10-31", NULL},
    {NULL, 'P', "in March last season", "2020-03-01..2020-03-31", NULL},
    {NULL, 'P', "last month", "2020-11-01..2020-11-30", "2020-11"},
    {NULL, 'F', "next month", "2021-01-01..2021-01-31", "2021-01"},
    {NULL, 'P', "early May", "2020-05-01..2020-05-10", "2020-05-01/2020-05-10"},
    {NULL, 'P', "mid-May", "2020-05-11..2020-05-20", NULL},
    {NULL, 'P', "late February", "2020-02-21..2020-02-29", NULL},
    {NULL, 'F', "at the end of next month", "2021-01-21..2021-01-31", NULL},
    {NULL, 'P', "earlier this month", "2020-12-01..2020-12-22", NULL},
    {NULL, 'P', "21 November", "2020-11-21..2020-11-21", "2020-11-21"},
    {NULL, 'P', "November 23rd", "2020-11-23..2020-11-23", NULL},
    {NULL, 'F', "21 November", "2021-11-21..2021-11-21", NULL},
    {NULL, 'P', "24 December", "2019-12-24..2019-12-24", NULL},
    {NULL, 'P', "the 21st of November 2022", "2022-11-21..2022-11-21", NULL},
    {NULL, 'P', "21/11/2022", "2022-11-21..2022-11-21", NULL},
    {NULL, 'P', "11/21/2022", "2022-11-21..2022-11-21", NULL},
    {NULL, 'P', "2022-11-21", "2022-11-21..2022-11-21", NULL},
    {NULL, 'P', "Nov 2018", "2018-11-01..2018-11-30", "2018-11"},
    {NULL, 'F', "Friday, 18 July", "2025-07-18..2025-07-18", NULL} /* the year that has it on a Friday, and is near */,
    {NULL, 'P', "29 February", "2020-02-29..2020-02-29", NULL},
    {NULL, 'F', "29 February", "2024-02-29..2024-02-29", NULL},
    {NULL, 'P', "30 February 2020", "..", ""},
    {NULL, 'P', "in the first week of May", "2020-05-04..2020-05-10", NULL},
    {NULL, 'F', "the second week of August", "2021-08-09..2021-08-15", NULL},
    {NULL, 'P', "the last Monday in March", "2020-03-30..2020-03-30", NULL},
    {NULL, 'P', "the last day of February", "2020-02-29..2020-02-29", NULL},
    {NULL, 'P', "the last week of September 2014", "2014-09-22..2014-09-28", NULL},
    {NULL, 'P', "the third last week of 2018", "2018-12-10..2018-12-16", NULL},
    {NULL, 'P', "the weekend of 3 October", "2020-10-03..2020-10-04", NULL},
    /* years, seasons, decades */
    {NULL, 'P', "in 2001", "2001-01-01..2001-12-31", "2001"},
    {NULL, 'P', "last year", "2019-01-01..2019-12-31", "2019"},
    {NULL, 'P', "late 2019", "2019-09-01..2019-12-31", NULL},
    {NULL, 'P', "the 1990s", "1990-01-01..1999-12-31", "199"},
    {NULL, 'P', "the early 1990s", "1990-01-01..1993-12-31", NULL},
    {NULL, 'P', "last season", "2019-08-01..2020-05-31", "2019-08-01/2020-05-31"},
    {NULL, 'P', "this season", "2020-08-01..2021-05-31", NULL},
    {NULL, 'F', "next season", "2021-08-01..2022-05-31", NULL},
    {NULL, 'P', "in 2018-19", "2018-08-01..2019-05-31", NULL},
    {NULL, 'P', "the 2004/05 season", "2004-08-01..2005-05-31", NULL},
    {NULL, 'P', "on the opening day of the season", "2020-08-01..2020-08-01", NULL},
    {NULL, 'F', "the end of the season", "2021-05-02..2021-05-31", NULL},
    {NULL, 'F', "until the end of the season", "..2021-05-31", NULL},
    {NULL, 'F', "for the rest of the season", "2021-07-01..", NULL},
    {NULL, 'F', "out for the season", "2021-07-01..", NULL},
    {NULL, 'P', "for the rest of the season", "2020-12-22..2021-05-31", NULL},
    {NULL, 'F', "for the remainder of the year", "2021-01-01..", NULL},
    {NULL, 'F', "the start of next season", "2021-08-01..2021-08-30", NULL},
    {NULL, 'P', "the last two seasons", "2018-08-01..2020-05-31", NULL},
    /* what comes back each year */
    {NULL, 'P', "last summer", "2020-06-01..2020-08-31", "2020-SU"},
    {NULL, 'P', "this summer", "2020-06-01..2020-08-31", "2020-SU"},
    {NULL, 'P', "in the summer of 2018", "2018-06-01..2018-08-31", "2018-SU"},
    {NULL, 'P', "this winter", "2020-12-01..2021-02-28", "2020-WI"},
    {NULL, 'P', "last winter", "2019-12-01..2020-02-29", "2019-WI"},
    {NULL, 'F', "by Christmas", "..2020-12-25", "2020-12-25"},
    {NULL, 'P', "over Christmas", "2019-12-25..2019-12-25", NULL},
    {NULL, 'F', "New Year's Day", "2021-01-01..2021-01-01", NULL},
    {NULL, 'F', "in the New Year", "2021-01-01..2021-01-31", NULL},
    {NULL, 'F', "Good Friday", "2021-04-02..2021-04-02", NULL},
    {NULL, 'P', "Easter 2019", "2019-04-21..2019-04-21", NULL},
    {NULL, 'P', "August bank holiday", "2020-08-31..2020-08-31", NULL},
    {NULL, 'P', "Black Friday", "2020-11-27..2020-11-27", NULL},
    {NULL, 'F', "two days after Christmas", "2020-12-27..2020-12-27", NULL},
    {NULL, 'P', "a week before the start of the season", "2020-07-25..2020-07-25", NULL},
    /* back and ahead */
    {NULL, 'P', "three months ago", "2020-09-07..2020-10-07", "2020-09"},
    {NULL, 'P', "two weeks ago", "2020-12-05..2020-12-11", "2020-W50"},
    {NULL, 'F', "10 days ago", "2020-12-12..2020-12-12", NULL},
    {NULL, 'P', "a few days ago", "2020-12-18..2020-12-20", NULL},
    {NULL, 'P', "weeks ago", "..2020-12-11", NULL},
    {NULL, 'P', "in six weeks' time", "2021-02-02..2021-02-02", NULL},
    {NULL, 'P', "four weeks from now", "2021-01-19..2021-01-19", NULL},
    {NULL, 'P', "three weeks later", "..", "P3W"},
    {NULL, 'F', "three weeks later", "2021-01-12..2021-01-12", NULL},
    {NULL, 'P', "the following week", "..", "XXXX-WXX"},
    {NULL, 'P', "over the past two weeks", "2020-12-08..2020-12-22", NULL},
    {NULL, 'P', "the past month", "2020-11-22..2020-12-22", NULL},
    {NULL, 'F', "in the coming days", "2020-12-22..", NULL},
    {NULL, 'F', "for the next six weeks", "2021-02-02..2021-02-02", NULL},
    {NULL, 'P', "exactly a year ago today", "2019-12-22..2019-12-22", "2019-12-22"},
    {NULL, 'P', "two years ago this month", "2018-12-01..2018-12-31", NULL},
    {NULL, 'P', "six weeks ago yesterday", "2020-11-09..2020-11-09", NULL},
    {NULL, 'P', "three weeks ago on Saturday", "2020-11-28..2020-11-28", NULL},
    {NULL, 'P', "a week last Saturday", "2020-12-12..2020-12-12", NULL},
    {NULL, 'P', "last Saturday week", "2020-12-12..2020-12-12", NULL},
    {NULL, 'F', "tomorrow week", "2020-12-30..2020-12-30", NULL},
    {NULL, 'F', "Saturday fortnight", "2021-01-09..2021-01-09", NULL},
    {NULL, 'P', "this time last year", "2019-12-01..2019-12-31", NULL},
    {NULL, 'P', "this time last month", "2020-11-21..2020-11-27", NULL},
    {NULL, 'F', "this time next week", "2020-12-29..2020-12-29", NULL},
    {NULL, 'P', "this time two years ago", "2018-12-01..2018-12-31", NULL},
    {NULL, 'P', "two Saturdays ago", "2020-12-12..2020-12-12", NULL},
    {NULL, 'P', "three weekends ago", "2020-12-05..2020-12-06", NULL},
    {NULL, 'F', "two Saturdays from now", "2021-01-02..2021-01-02", NULL},
    {NULL, 'P', "two seasons ago", "2018-08-01..2019-05-31", NULL},
    {NULL, 'P', "two or three seasons ago", "2017-08-01..2019-05-31", NULL},
    {NULL, 'P', "more than a year ago", "2019-06-23..2019-12-22", NULL},
    {NULL, 'P', "over a month ago", "2020-11-07..2020-11-22", NULL},
    {NULL, 'P', "less than a month ago", "2020-11-22..2020-12-22", NULL},
    {NULL, 'P', "a week or so ago", "2020-12-12..2020-12-18", NULL},
    {NULL, 'P', "the Saturday after Christmas", "2019-12-28..2019-12-28", NULL},
    {NULL, 'P', "the weekend before Christmas", "2019-12-21..2019-12-22", NULL},
    {NULL, 'F', "the second Monday after Easter", "2021-04-12..2021-04-12", NULL},
    {NULL, 'P', "two weeks into the season", "2020-08-15..2020-08-15", NULL},
    {NULL, 'P', "the weekend just gone", "2020-12-19..2020-12-20", NULL},
    {NULL, 'P', "on Saturday last", "2020-12-19..2020-12-19", NULL},
    {NULL, 'F', "in the weeks ahead", "2020-12-22..", NULL},
    {NULL, 'F', "in the week ahead", "2020-12-22..2020-12-29", NULL},
    {NULL, 'F', "the next month to six weeks", "2020-12-22..2021-02-02", NULL},
    {NULL, 'F', "for the next month to six weeks", "2021-01-22..2021-02-02", NULL},
    /* parts */
    {NULL, 'F', "before the year is out", "..2020-12-31", NULL},
    {NULL, 'F', "by season's end", "..2021-05-31", NULL},
    {NULL, 'P', "before the season started", "..2020-07-31", NULL},
    {NULL, 'F', "mid-to-late January", "2021-01-11..2021-01-31", NULL},
    {NULL, 'F', "early to mid-March", "2021-03-01..2021-03-20", NULL},
    {NULL, 'F', "late January/early February", "2021-01-21..2021-02-10", NULL},
    {NULL, 'P', "the back end of last season", "2020-02-20..2020-05-31", NULL},
    {NULL, 'P', "the first week of the new season", "2020-08-01..2020-08-07", NULL},
    {NULL, 'P', "the final two months of last season", "2020-04-01..2020-05-31", NULL},
    {NULL, 'F', "in mid-season", "2020-11-10..2021-02-19", NULL},
    {NULL, 'P', "the first third of the season", "2020-08-01..2020-11-10", NULL},
    {NULL, 'P', "on the night of 29 November", "2020-11-29..2020-11-29", NULL},
    {NULL, 'P', "at the turn of the year", "2019-12-25..2020-01-07", NULL},
    {NULL, 'F', "since the turn of the year", "2019-12-25..", NULL},
    {NULL, 'F', "over the festive period", "2020-12-20..2021-01-03", NULL},
    {NULL, 'P', "in the week", "2020-12-21..2020-12-27", NULL},
    {NULL, 'P', "the 2019 pre-season", "2019-07-01..2019-08-10", NULL},
    {NULL, 'P', "the fall of 2019", "2019-09-01..2019-11-30", "2019-FA"},
    {NULL, 'P', "the week beginning 6 October", "2020-10-05..2020-10-11", NULL},
    {NULL, 'P', "on 3/2/20", "2020-02-03..2020-02-03", NULL},
    {NULL, 'P', "Tuesday 3/11/2020", "2020-11-03..2020-11-03", NULL},
    {NULL, 'P', "Tuesday 11/3/2020", "2020-11-03..2020-11-03", NULL} /* no Tuesday in the British order */,
    {NULL, 'P', "Monday 11/3/2020", "2020-03-11..2020-03-11", NULL} /* in neither */,
    {NULL, 'P', "on 7.11.20", "2020-11-07..2020-11-07", NULL},
    {NULL, 'P', "on 7/8 November", "2020-11-07..2020-11-08", NULL},
    {NULL, 'P', "on Saturday (7 November)", "2020-11-07..2020-11-07", NULL},
    {NULL, 'P', "Feb 3", "2020-02-03..2020-02-03", NULL},
    {NULL, 'P', "(Tues)", "2020-12-22..2020-12-22", NULL},
    {NULL, 'F', "Tuesday or Wednesday next week", "2020-12-29..2020-12-30", NULL},
    {NULL, 'F', "March or April next year", "2021-03-01..2021-04-30", NULL},
    {NULL, 'F', "this week or next", "2020-12-21..2021-01-03", NULL},
    {NULL, 'P', "in October and November", "2020-10-01..2020-11-30", NULL},
    /* durations */
    {NULL, 'F', "four or maybe six weeks", "2021-01-19..2021-02-02", "P4W/P6W"},
    {NULL, 'F', "six, possibly eight weeks", "2021-02-02..2021-02-16", "P6W/P8W"},
    {NULL, 'F', "between a month and six weeks", "2021-01-22..2021-02-02", "P1M/P6W"},
    {NULL, 'F', "six-plus weeks", "2021-02-02..", "P6W"},
    {NULL, 'F', "in a matter of days", "..", "PXD"},
    {NULL, 'F', "inside a month", "..2021-01-22", NULL},
    {NULL, 'F', "four to six weeks", "2021-01-19..2021-02-02", "P4W/P6W"},
    {NULL, 'F', "six weeks", "2021-02-02..2021-02-02", "P6W"},
    {NULL, 'P', "six weeks", "..", "P6W"},
    {NULL, 'N', "six weeks", "..", "P6W"},
    {NULL, 'N', "in two weeks", "2021-01-05..2021-01-05", "P2W"},
    {NULL, 'P', "in two weeks", "..", NULL},
    {NULL, 'F', "at least two months", "2021-02-22..", "P2M"},
    {NULL, 'F', "up to six weeks", "..2021-02-02", "P6W"},
    {NULL, 'F', "within a month", "..2021-01-22", NULL},
    {NULL, 'N', "within a month", "2020-12-22..2021-01-22", NULL},
    {NULL, 'F', "two and a half months", "2021-03-09..2021-03-09", "P2.5M"},
    {NULL, 'F', "a week to ten days", "2020-12-29..2021-01-01", "P1W/P10D"},
    {NULL, 'F', "48 hours", "2020-12-24..2020-12-24", "PT48H"},
    {NULL, 'F', "for weeks", "..", "PXW"},
    {NULL, 'F', "a fortnight or more", "2021-01-05..", "P2W"},
    /* bounds and ranges */
    {NULL, 'F', "since October", "2020-10-01..", "2020-10"},
    {NULL, 'F', "until March", "..2021-02-28", "2021-03"},
    {NULL, 'F', "before Saturday", "..2020-12-25", NULL},
    {NULL, 'F', "until after Christmas", "..2020-12-25", NULL},
    {NULL, 'F', "after Christmas", "2020-12-26..", NULL},
    {NULL, 'F', "from next month", "2021-01-01..", NULL},
    {NULL, 'P', "between 3 and 5 May", "2020-05-03..2020-05-05", "2020-05-03/2020-05-05"},
    {NULL, 'P', "from November to January", "2020-11-01..2021-01-31", NULL},
    {NULL, 'F', "from November to January", "2020-11-01..2021-01-31", NULL} /* under way, not the next one */,
    {NULL, 'F', "March or April", "2021-03-01..2021-04-30", NULL},
    {NULL, 'P', "from June to June", "2020-06-01..2021-06-30", NULL},
    {NULL, 'P', "from Friday to Monday", "2020-12-18..2020-12-21", NULL},
    {NULL, 'P', "10 August - 12 September 2013", "2013-08-10..2013-09-12", NULL},
    {NULL, 'P', "from 2001 to 2004", "2001-01-01..2004-12-31", NULL},
    /* edges of weeks, months and seasons */
    {"2021-01-01", 'P', "last month", "2020-12-01..2020-12-31", NULL},
    {NULL, 'P', "in January", "2021-01-01..2021-01-31", NULL},
    {NULL, 'P', "on New Year's Day", "2021-01-01..2021-01-01", NULL},
    {NULL, 'F', "on New Year's Day", "2021-01-01..2021-01-01", NULL},
    {NULL, 'P', "last week", "2020-12-21..2020-12-27", NULL},
    {NULL, 'P', "on Sunday", "2020-12-27..2020-12-27", NULL},
    {"2021-01-31", 'F', "a month", "2021-02-28..2021-02-28", NULL},
    {NULL, 'F', "a week", "..", NULL} /* not found: it may be what one earns in it */,
    {NULL, 'F', "for a month", "2021-02-28..2021-02-28", NULL},
    {"2024-02-29", 'P', "a year ago", "2022-08-30..2023-08-29", NULL},
    {"2021-06-15", 'P', "last season", "2020-08-01..2021-05-31", NULL},
    {NULL, 'P', "this season", "2020-08-01..2021-05-31", NULL},
    {NULL, 'F', "this season", "2021-08-01..2022-05-31", NULL},
    {NULL, 'F', "next season", "2021-08-01..2022-05-31", NULL},
    {"2020-12-19", 'P', "on Saturday", "2020-12-19..2020-12-19", NULL},
    {NULL, 'P', "at the weekend", "2020-12-19..2020-12-20", NULL},
    {NULL, 'P', "last weekend", "2020-12-12..2020-12-13", NULL},
    /* no date of its own: only what is absolute */
    {"", 'P', "on 21 November 2022", "2022-11-21..2022-11-21", "2022-11-21"},
    {NULL, 'P', "in 2001", "2001-01-01..2001-12-31", NULL},
    {NULL, 'P', "in 2018-19", "2018-08-01..2019-05-31", NULL},
    {NULL, 'P', "late 2019", "2019-09-01..2019-12-31", NULL},
    {NULL, 'P', "on Saturday", "..", "XXXX-WXX-6"},
    {NULL, 'P', "in October", "..", "XXXX-10"},
    {NULL, 'P', "on 21 November", "..", "XXXX-11-21"},
    {NULL, 'P', "last season", "..", ""},
    {NULL, 'P', "yesterday", "..", NULL},
    {NULL, 'F', "six weeks", "..", "P6W"},
    {NULL, 'P', "three weeks ago", "..", "P3W"},
};

/** The last expression of a text that tells its year elsewhere. */
static const struct {
    const char *text, *words, *days;
} stories[] = {
    {"Lind fell on 5 May, two matches before the end of the 2018-19 season.", "on 5 May", "2019-05-05..2019-05-05"},
    {"He was hurt in March, the last of his games in the 2017/18 campaign.", "in March", "2018-03-01..2018-03-31"},
    {"He was hurt at Christmas during the worst month of last season.", "at Christmas", "2019-12-25..2019-12-25"},
    {"He was hurt in October because of last season's rush.", "in October", "2020-10-01..2020-10-31"},
    {"He was hurt in October. The story of last season was dull.", "in October", "2020-10-01..2020-10-31"},
    {"He was hurt in October; he was the man of last season.", "in October", "2020-10-01..2020-10-31"},
    {"He signed in May 2017. He was hurt that September.", "that September", "2017-09-01..2017-09-30"},
    {"He signed in 2017. He was hurt that summer.", "that summer", "2017-06-01..2017-08-31"},
    {"He won it in 2016-17. He was hurt that March.", "that March", "2017-03-01..2017-03-31"},
    {"He won it in 2016-17. He was hurt that February.", "that February", "2017-02-01..2017-02-28"},
    {"He won it in 2016-17. He was hurt late that season.", "late that season", "2017-02-19..2017-05-31"},
    {"He fell on 7 March 2018. He was hurt later that week.", "later that week", "2018-03-05..2018-03-11"},
    {"He fell on 7 March 2018. He was hurt later that month.", "later that month", "2018-03-01..2018-03-31"},
    {"He fell on 7 March 2018. He was out for that season.", "for that season", "2017-08-01..2018-05-31"},
    {"Ruled out on Monday, he was hurt the previous day.", "the previous day", "2020-12-20..2020-12-20"},
    {"Hurt on 5 May 2019, he was ruled out the following day.", "the following day", "2019-05-06..2019-05-06"},
    {"Ruled out on Monday, he was hurt the day before.", "the day before", "2020-12-20..2020-12-20"},
    {"It is a month since he was hurt.", "a month since", "2020-11-07..2020-12-07"},
    {"He scored on 5 October and was hurt a week later.", "a week later", "2020-10-12..2020-10-12"},
    {"He missed Saturday's win, hurt two weeks earlier.", "two weeks earlier", "2020-12-05..2020-12-05"},
    {"He fell in May 2018 and was hurt three months later.", "three months later", "2018-08-01..2018-08-31"},
    {"He fell on Boxing Day 2018. Two or three weeks later he was hurt.", "Two or three weeks later",
     "2019-01-09..2019-01-16"},
    {"He fell on 5 May 2018. He got up. Two weeks later he was hurt.", "Two weeks later", ".."},
    {"He signed in 2017. They said that September was cruel.", "September", "2020-09-01..2020-09-30"},
};

static void print_days(sl_interval i, char out[static 24]) {
    char from[11], to[11];
    sl_day_print(i.from, from);
    sl_day_print(i.to, to);
    snprintf(out, 24, "%s..%s", from, to);
}

static void check(const example *e, const char *published) {
    article a;
    sl_times times;
    sl_interval days = {SL_NO_DAY, SL_NO_DAY};
    char got[24];
    sl_day day = *published ? sl_day_parse(sl_str_of(published)) : SL_NO_DAY;
    sl_lean lean = e->lean == 'P' ? SL_LEAN_PAST : e->lean == 'F' ? SL_LEAN_FUTURE : SL_LEAN_NONE;
    assert_true(times_of(&words, &a, sl_str_of(e->text), &times));
    if (times.n > 1) fail_msg("%s: %zu expressions", e->text, times.n);
    if (times.n) {
        bool ok = sl_time_resolve(&times.v[0], day, lean, &fixture_season, &days);
        assert_int_equal(ok, days.from != SL_NO_DAY || days.to != SL_NO_DAY);
    }
    print_days(days, got);
    if (strcmp(got, e->days) != 0) fail_msg("%s (%s %c): %s, not %s", e->text, published, e->lean, got, e->days);
    if (e->timex) {
        assert_int_equal(times.n, 1);
        sl_str timex = sl_time_timex(&times.v[0], day, lean, &fixture_season, &a.out);
        if (!sl_str_eq(timex, sl_str_of(e->timex)))
            fail_msg("%s: %.*s, not %s", e->text, (int)timex.n, timex.p, e->timex);
    }
    article_free(&a);
}

static void works_out_the_days(void **state) {
    (void)state;
    const char *published = "";
    for (size_t i = 0; i < sizeof examples / sizeof *examples; i++) {
        if (examples[i].published) published = examples[i].published;
        check(&examples[i], published);
    }
}

static void takes_the_year_from_the_story(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof stories / sizeof *stories; i++) {
        article a;
        sl_times times;
        sl_interval days = {SL_NO_DAY, SL_NO_DAY};
        char got[24];
        assert_true(times_of(&words, &a, sl_str_of(stories[i].text), &times));
        for (size_t t = 0; t < times.n; t++)
            if (sl_str_eq(sl_str_span(a.text.view, times.v[t].at), sl_str_of(stories[i].words)))
                sl_time_resolve(&times.v[t], sl_day_of(2020, 12, 22), SL_LEAN_PAST, &fixture_season, &days);
        print_days(days, got);
        if (strcmp(got, stories[i].days) != 0) fail_msg("%s: %s, not %s", stories[i].text, got, stories[i].days);
        article_free(&a);
    }
}

static bool resolve(sl_date date, sl_prep prep, sl_day published, sl_lean lean, const sl_season *season,
                    sl_interval *out) {
    sl_time t = {.date = &date, .prep = prep, .is_duration = date.kind == SL_DATE_DURATION};
    return sl_time_resolve(&t, published, lean, season, out);
}

static void stops_at_the_ends_of_the_calendar(void **state) {
    (void)state;
    sl_interval out;
    sl_day last = sl_day_of(9999, 12, 31), first = sl_day_of(1, 1, 1);
    sl_date next = {.kind = SL_DATE_UNIT, .unit = SL_UNIT_YEAR, .turn = SL_TURN_NEXT};
    sl_date previous = {.kind = SL_DATE_UNIT, .unit = SL_UNIT_MONTH, .turn = SL_TURN_LAST};
    sl_date long_time = {.kind = SL_DATE_DURATION, .least = {2000, SL_UNIT_YEAR}, .most = {2000, SL_UNIT_YEAR}};
    sl_date easter = {.kind = SL_DATE_YEARLY, .turn = SL_TURN_NEXT};
    easter.yearly.from.kind = easter.yearly.to.kind = SL_YEARLY_EASTER;
    assert_false(resolve(next, SL_PREP_NONE, last, SL_LEAN_PAST, NULL, &out));
    assert_false(resolve(previous, SL_PREP_NONE, first, SL_LEAN_PAST, NULL, &out));
    assert_false(resolve(long_time, SL_PREP_NONE, last, SL_LEAN_FUTURE, NULL, &out));
    assert_false(resolve(easter, SL_PREP_NONE, last, SL_LEAN_FUTURE, NULL, &out));
    assert_true(out.from == SL_NO_DAY && out.to == SL_NO_DAY);
}

static void needs_a_season(void **state) {
    (void)state;
    sl_interval out;
    sl_date season = {.kind = SL_DATE_UNIT, .unit = SL_UNIT_SEASON, .turn = SL_TURN_LAST};
    sl_date rest = {.kind = SL_DATE_PART, .part = SL_PART_REST, .inner = &season};
    sl_season calendar_year = {{3, 1}, {11, 30}, {0, 0}}; /* without `back`: a month before the first day */
    sl_day day = sl_day_of(2020, 7, 1);
    assert_false(resolve(season, SL_PREP_NONE, day, SL_LEAN_PAST, NULL, &out));
    assert_true(resolve(season, SL_PREP_NONE, day, SL_LEAN_PAST, &calendar_year, &out));
    assert_int_equal(out.from, sl_day_of(2019, 3, 1));
    assert_int_equal(out.to, sl_day_of(2019, 11, 30));
    season.turn = SL_TURN_THIS;
    assert_true(resolve(rest, SL_PREP_NONE, day, SL_LEAN_FUTURE, &calendar_year, &out));
    assert_int_equal(out.from, sl_day_of(2021, 2, 1));
    assert_int_equal(out.to, SL_NO_DAY);
}

/** What every day of some years must keep, whichever day the article is of. */
static void holds_for_every_day(void **state) {
    (void)state;
    sl_interval out;
    for (sl_day day = sl_day_of(2019, 1, 1); day < sl_day_of(2025, 1, 1); day++) {
        for (int32_t w = 1; w <= 7; w++) {
            sl_date date = {.kind = SL_DATE_CIVIL, .weekday = w};
            assert_true(resolve(date, SL_PREP_ON, day, SL_LEAN_PAST, NULL, &out));
            assert_true(out.from <= day && out.from > day - 7 && sl_day_weekday(out.from) == w);
            assert_true(resolve(date, SL_PREP_ON, day, SL_LEAN_FUTURE, NULL, &out));
            assert_true(out.from >= day && out.from < day + 7 && sl_day_weekday(out.from) == w);
            date.turn = SL_TURN_LAST;
            assert_true(resolve(date, SL_PREP_NONE, day, SL_LEAN_FUTURE, NULL, &out));
            assert_true(out.from < day && out.from >= day - 7 && sl_day_weekday(out.from) == w);
            date.turn = SL_TURN_NEXT;
            assert_true(resolve(date, SL_PREP_NONE, day, SL_LEAN_PAST, NULL, &out));
            assert_true(out.from > day && out.from <= day + 14 && sl_day_weekday(out.from) == w);
        }
        for (int32_t m = 1; m <= 12; m++) {
            sl_date date = {.kind = SL_DATE_CIVIL, .month = m};
            assert_true(resolve(date, SL_PREP_IN, day, SL_LEAN_PAST, NULL, &out));
            assert_true(out.from <= day && sl_day_civil(out.from).month == m && out.from > day - 367);
            assert_true(resolve(date, SL_PREP_IN, day, SL_LEAN_FUTURE, NULL, &out));
            assert_true(out.to >= day && sl_day_civil(out.to).month == m && out.to < day + 367);
        }
    }
}

static int load(void **state) {
    (void)state;
    return datewords_load(&words) ? 0 : 1;
}

static int unload(void **state) {
    (void)state;
    datewords_free(&words);
    return 0;
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(works_out_the_days),
        cmocka_unit_test(takes_the_year_from_the_story),
        cmocka_unit_test(stops_at_the_ends_of_the_calendar),
        cmocka_unit_test(needs_a_season),
        cmocka_unit_test(holds_for_every_day),
    };
    return cmocka_run_group_tests(tests, load, unload);
}
