/* SPDX-License-Identifier: Apache-2.0 */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/buf.h"
#include "times_fixture.h"

static datewords words;

/* [a date], {a duration}: what is to be found, prepositions and hedges included */
static const char *const texts[] = {
    /* days */
    "Okafor limped off [on Saturday] and missed [Tuesday]'s trip.",
    "Lind was hurt [during last Friday]'s derby, Marlow [on Monday night].",
    "The scan is [tomorrow], the match [on Saturday 21 November, 3pm].",
    "Kick-off is [7.45pm on Tuesday], not [on Wednesday at 8].",
    "He fell ill [on the morning of 5 May] and again [on New Year's Eve].",
    "It happened [on 21 November]; others say [November 22], or [the 23rd of November 2022].",
    "Dates: [21/11/2022], [2022-11-21], [21.11.2022], [3 Oct '04], [Sat, Oct 3], [Friday, 3rd May].",
    "He trained [on the 15th], not on the 18th hole, nor on the first.",
    "Scans [yesterday afternoon], surgery [tonight], home [the day after tomorrow].",
    /* weeks, months, years */
    "He was injured [in October], [in early May], [in mid-January] and [late last year].",
    "Out [since August 2019]; back [in March] or [in May '05].",
    "He was fit [in 2001], [in 2018-19], [in the 2004/05 season] and [in the late 1990s].",
    "[The 2018] World Cup came [after the 2017-18 campaign].",
    "[In the first week of May] he ran; [on the last Monday in March] he swam.",
    "He missed [the opening day of the season] and [the final week of last season].",
    "Hurt [three months ago], he ran [10 days ago] and [a few weeks ago].",
    "He has played [in recent weeks], [over the past two weeks] and [for the last month].",
    "It ended [his season]: out [for season], with [season-ending] surgery.",
    "[Earlier this month] he jogged; [later in the week] he sprints.",
    "Fit [in October last year], [at Christmas last year], [on Friday next week].",
    "Hurt [in pre-season], he left [in the January transfer window].",
    "[At the weekend] he rests, [in midweek] he runs, [this summer] he leaves.",
    /* durations */
    "He is out {for four to six weeks}, Lind {for 4-6 weeks}, Marlow {for six-to-eight weeks}.",
    "A {six-week} layoff, a {month-long} absence, a {four- to six-week} wait.",
    "{At least two months}, {up to a year}, {about four weeks}, {six weeks or more}, {a minimum of three weeks}.",
    "{A couple of weeks}, {several months}, {a year and a half}, {two-and-a-half months}, {a week to ten days}.",
    "He faces {a month} out, or {a fortnight} on the sidelines. Lind (knee, [season]) and Moss (calf - [season]) are "
    "out.",
    "He was set back by {six weeks}, returned {after two months} and may play {within a fortnight}.",
    "{Another six weeks}, {two more weeks}, {a week or two}, {between four and six weeks}, {1.5 months}.",
    /* ahead */
    "He is back [next Monday], [Monday week], [a week on Saturday] or [in six weeks' time].",
    "He is back {in two weeks}, [four weeks from now], [in a month's time], [two days after Christmas].",
    "Ruled out [for the rest of the season], [until the end of next month], [until at least March].",
    "Back [by Christmas], [before the end of the month], [at the start of next season], [in the New Year].",
    "Not [until mid-February at the earliest], [by Saturday at the latest], [as early as next week].",
    "Back [in the next two to three weeks], [in the coming days], [the week after next].",
    /* ranges */
    "[Between 3 and 5 May], [3-5 May], [May 3-5], [from January to March], [March or April], [Friday to Monday].",
    "[From 2001 to 2004], [late March or early April], [10 August - 12 September 2013].",
    "[In November and December] he ran, [in March] and {six weeks} on he swam.",
    "[Late January/early February] or [January/February], [mid-to-late January], [early to mid-March].",
    "[Tuesday or Wednesday next week], [this week or next], [later this month or early next].",
    "[On Saturday (7 November)] he fell, [on Saturday (Nov 7)] too; [on 7/8 November] he rested.",
    /* estimates of two numbers */
    "{Four or maybe six weeks}, {six, possibly eight weeks}, {six, maybe eight, weeks}, {six or even eight weeks}.",
    "{Between a month and six weeks}, {4/6 weeks}, {six-plus weeks}, {6+ weeks}, {six or more weeks}.",
    "Out {for six weeks or possibly longer}, [for the next month to six weeks], {in a matter of days}.",
    "Out {for two, three weeks}, {six or so weeks}; back [on Monday, maybe Tuesday], [on Monday, or possibly Tuesday].",
    "He has a week to come back, and three weeks into his rehab he ran in the season opener.",
    "In games 2, 3 and 4 he was off; {six weeks}, two games.",
    "It costs 3, maybe 4 pounds, and 6+ players sat out.",
    /* told from another time */
    "[Exactly a year ago today] he fell; [two years ago this month] he won, [three weeks ago on Saturday] he drew.",
    "He fell [a week last Saturday], [last Saturday week], [two Saturdays ago], [three weekends ago], [a week or so "
    "ago].",
    "He is back [tomorrow week], [this time next week] or [this time next year]; it is time.",
    "Hurt [the Saturday after Christmas], fit [by the first weekend after Easter].",
    "Hurt [two weeks into the new season], out [well into the new year], back [before the year is out].",
    "Back [by season's end], [before the season starts] or [in the weeks ahead]; [his season] is over.",
    "The days ahead of the final are long: he has trained {for days}. Fit [the weekend just gone], hurt [on Saturday "
    "last].",
    "In form [between now and Christmas], unfit [on the eve of the season], hurt [in the 2019 pre-season].",
    "Signed [in 2019], he was hurt [that September] and back [early that season]. He said that [September] was cruel.",
    "It is [a month since] he fell; {three months} [since May] were dull, as most weeks since he left. Out [on "
    "Friday], he fell [the previous day].",
    "Out [on Friday], he fell [the day before]. The day before, the night before, the previous day: all lost.",
    /* short forms */
    "Lind (knee, [Sat]) and Moss ([Sat, 3pm]) fell [on Wed], [Sat. night] or [on 7.11.20].",
    "The Sun says he sat in the Sun on Sun City's wed.",
    "He will be back [mid-season]. The mid-season break, week-to-week, is dear on a Saturday, and every Sunday.",
    /* not dates */
    "The 29-year-old, 29 years old, wore No. 9 in a 2-0 win and scored at 7.45pm in the 85th minute.",
    "It cost 2,019 pounds for 2000 fans; he may march for a second, and the Sun said May could.",
    "He earns a lot a week, was player of the month, and won a one-day international 3-2.",
    "At Easter Road the Mail on Sunday saw Sheffield Wednesday win 10/10 and 5/1.",
    "Jan Oblak thanked Jan Lind, who sat in the 2nd row for the second time.",
    "The May 7.45 start was late, perhaps spring on them a surprise, by 3,000 days of rain.",
    "Call 650-650-6500 or pay ABC 2000 by 3.30 or 4a.",
};

/** The text without marks, and the marks drawn again from what was found. */
static void check(const char *marked) {
    sl_buf plain = {0}, got = {0};
    article a;
    sl_times times;
    for (const char *p = marked; *p; p++)
        if (!strchr("[]{}", *p)) sl_buf_char(&plain, *p);
    assert_true(times_of(&words, &a, sl_buf_str(&plain), &times));
    size_t at = 0;
    for (size_t i = 0; i < times.n; i++) {
        const sl_time *t = &times.v[i];
        assert_true(t->at.from >= at && t->at.to > t->at.from);
        assert_true(t->bare >= t->tokens.from && t->bare < t->tokens.to);
        sl_buf_put(&got, sl_str_cut(a.text.view, at, t->at.from));
        sl_buf_char(&got, t->is_duration ? '{' : '[');
        sl_buf_put(&got, sl_str_span(a.text.view, t->at));
        sl_buf_char(&got, t->is_duration ? '}' : ']');
        at = t->at.to;
    }
    sl_buf_put(&got, sl_str_cut(a.text.view, at, a.text.view.n));
    sl_buf_char(&got, '\0');
    assert_string_equal(got.p, marked);
    article_free(&a);
    sl_buf_release(&plain);
    sl_buf_release(&got);
}

static void finds_the_marked_words(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) check(texts[i]);
}

static void never_crosses_a_sentence(void **state) {
    (void)state;
    check("He was hurt [in October]. 2019 was worse.");
    check("He left [on Monday]. Week after week he waited.\n\nFour\n\n{six weeks}");
}

static const struct {
    const char *text;
    sl_prep prep;
    bool approximate, at_least, up_to;
    const char *bare; /* where the expression begins without preposition and hedge */
} openings[] = {
    {"on Saturday", SL_PREP_ON, false, false, false, "Saturday"},
    {"since last October", SL_PREP_SINCE, false, false, false, "last"},
    {"until at least March", SL_PREP_UNTIL, false, true, false, "March"},
    {"until after Christmas", SL_PREP_UNTIL_AFTER, false, false, false, "Christmas"},
    {"for up to six weeks", SL_PREP_FOR, false, false, true, "six"},
    {"for around a month", SL_PREP_FOR, true, false, false, "a"},
    {"over a month", SL_PREP_NONE, false, true, false, "a"},
    {"over Christmas", SL_PREP_DURING, false, false, false, "Christmas"},
    {"within a month", SL_PREP_WITHIN, false, false, false, "a"},
    {"by the weekend", SL_PREP_BY, false, false, false, "the"},
    {"before next week", SL_PREP_BEFORE, false, false, false, "next"},
    {"after the weekend", SL_PREP_AFTER, false, false, false, "the"},
    {"from Monday", SL_PREP_FROM, false, false, false, "Monday"},
    {"between March and May", SL_PREP_BETWEEN, false, false, false, "March"},
    {"six weeks minimum", SL_PREP_NONE, false, true, false, "six"},
    {"at least six weeks", SL_PREP_NONE, false, true, false, "six"},
    {"six weeks or so", SL_PREP_NONE, true, false, false, "six"},
    {"over a month ago", SL_PREP_NONE, false, true, false, "a"},
    {"six-plus weeks", SL_PREP_NONE, false, true, false, "six"},
    {"between now and Christmas", SL_PREP_BEFORE, false, false, false, "Christmas"},
    {"until well into February", SL_PREP_UNTIL_AFTER, false, false, false, "February"},
    {"during the first week of May", SL_PREP_DURING, false, false, false, "the"},
};

static void keeps_what_stands_in_front(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof openings / sizeof *openings; i++) {
        article a;
        sl_times times;
        assert_true(times_of(&words, &a, sl_str_of(openings[i].text), &times));
        if (times.n != 1) fail_msg("%s: %zu found", openings[i].text, times.n);
        const sl_time *t = &times.v[0];
        if (t->prep != openings[i].prep || t->approximate != openings[i].approximate ||
            t->at_least != openings[i].at_least || t->up_to != openings[i].up_to)
            fail_msg("%s: preposition %d, flags %d %d %d", openings[i].text, (int)t->prep, t->approximate, t->at_least,
                     t->up_to);
        assert_int_equal(t->at.to - t->at.from, strlen(openings[i].text));
        sl_str bare = sl_token_str(a.text.view, &a.tokens.v[t->bare]);
        assert_true(sl_str_eq(bare, sl_str_of(openings[i].bare)));
        article_free(&a);
    }
}

static const struct {
    const char *kind, *value;
    bool good;
} rows[] = {
    {"month", "12", true},
    {"month", "13", false},
    {"month", "5 weak", true},
    {"weekday", "7", true},
    {"weekday", "0", false},
    {"unit", "week:6-7", true},
    {"unit", "week*2", true},
    {"unit", "year:1-2", false},
    {"unit", "parsec", false},
    {"number", "2-4", true},
    {"number", "4-2", false},
    {"number", "0.5", true},
    {"number", "", false},
    {"ordinal", "-1", true},
    {"ordinal", "32", false},
    {"turn", "last", true},
    {"turn", "lastly", false},
    {"named", "-1 NI", true},
    {"named", "0", true},
    {"daypart", "NI", true},
    {"daypart", "XX", false},
    {"yearly", "12-25", true},
    {"yearly", "easter-2", true},
    {"yearly", "easter", true},
    {"yearly", "11#4/4+1", true},
    {"yearly", "08#-1/1", true},
    {"yearly", "06-01..08-31 SU", true},
    {"yearly", "13-01", false},
    {"yearly", "06-01..", false},
    {"yearly", "11#0/4", false},
    {"yearly", "easter2", false},
    {"decade", "1990", true},
    {"decade", "1995", false},
    {"hedge", "least", true},
    {"hedge", "x", false},
    {"of", "", true},
    {"of", "x", false},
    {"clock", "pm", true},
    {"clock", "", false},
    {"mnth", "1", false},
    {"", "", false},
    {"never", "", true},
    {"preposition", "until-after", true},
    {"part", "first-half", true},
    {"shift", "ago", true},
};

static void reads_rows(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        sl_dateword word;
        sl_error err = {0};
        sl_status status = sl_dateword_parse(sl_str_of(rows[i].kind), sl_str_of(rows[i].value), &word, &err);
        if ((status == SL_OK) != rows[i].good) fail_msg("%s,%s: %d", rows[i].kind, rows[i].value, (int)status);
        if (status) assert_true(err.message[0] != '\0' && status == SL_BAD_RULES);
    }
}

static void the_list_is_good(void **state) {
    (void)state;
    assert_string_equal(words.bad, "");
    assert_true(words.n > 500 && words.n < FIXTURE_WORDS);
}

/** Text made of the list's own words, digits and marks: the grammar's every corner, in bounded time, spans in order. */
static void stands_any_word_order(void **state) {
    (void)state;
    static const char *const pieces[] = {
        "the",       "end of",    "of",       "first",   "last",  "two",       "weeks",    "week",     "in",
        "on",        "until",     "May",      "3",       "-",     "2019",      "Saturday", "to",       "and",
        "or",        "a",         "season",   ",",       "night", "ago",       "after",    "before",   "next",
        "Christmas", "'",         "at least", "about",   "early", "/",         ".",        "pm",       "7",
        "half",      "15th",      "1990s",    "rest of", "'98",   "year-old",  "for",      "that",     "into",
        "this time", "Saturdays", "possibly", "is out",  "ahead", "just gone", "+",        "plus",     "2020-21",
        "weekend",   "to come",   "Wed",      "(",       ")",     "summer",    "a week",   "matter of"};
    char text[4000];
    size_t found = 0;
    for (uint64_t seed = 1; seed <= 300; seed++) {
        uint64_t state_of = seed * 2 + 1;
        size_t n = 0;
        while (n < sizeof text - 20) {
            const char *piece = pieces[article_random(&state_of) % (sizeof pieces / sizeof *pieces)];
            n += (size_t)snprintf(text + n, sizeof text - n, "%s%s", article_random(&state_of) % 4 ? " " : "", piece);
        }
        article a;
        sl_times times;
        assert_true(times_of(&words, &a, (sl_str){text, n}, &times));
        for (size_t i = 0; i < times.n; i++) {
            sl_interval days;
            assert_true(times.v[i].tokens.from < times.v[i].tokens.to);
            assert_true(i == 0 || times.v[i - 1].tokens.to <= times.v[i].tokens.from);
            for (int lean = 0; lean < 3; lean++) {
                bool ok = sl_time_resolve(&times.v[i], 18000, (sl_lean)lean, &fixture_season, &days);
                assert_true(ok || (days.from == SL_NO_DAY && days.to == SL_NO_DAY));
                sl_time_timex(&times.v[i], 18000, (sl_lean)lean, &fixture_season, &a.out);
            }
        }
        found += times.n;
        article_free(&a);
    }
    assert_true(found > 10000);
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
        cmocka_unit_test(the_list_is_good),           cmocka_unit_test(reads_rows),
        cmocka_unit_test(finds_the_marked_words),     cmocka_unit_test(never_crosses_a_sentence),
        cmocka_unit_test(keeps_what_stands_in_front), cmocka_unit_test(stands_any_word_order),
    };
    return cmocka_run_group_tests(tests, load, unload);
}
