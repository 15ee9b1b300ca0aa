/* SPDX-License-Identifier: Apache-2.0
 *
 * All that is found in an article: its persons, times and quotations, and who says what, in the order that the stages
 * need each other: list hits are there already; then dates, names, what rules make of them, references outside
 * quotations, who speaks, references inside. What most articles can do without is found when it is asked for.
 */
#ifndef SL_FIND_FINDINGS_H
#define SL_FIND_FINDINGS_H

#include "find/people.h"
#include "find/times.h"

/** Who speaks a quotation, by number of the quotation. */
typedef struct {
    uint32_t person;       /* SL_NONE: unknown, or not one of the article's persons */
    sl_str description;    /* "a club spokesman", where person is SL_NONE */
    const sl_match *match; /* what a rule found; NULL: carried, or nothing */
    bool carried;
} sl_speech;

/** A match of a rule that makes a type, and the `unless` that took it away. */
typedef struct {
    const sl_match *match;
    const sl_unless *by;
} sl_denial;

typedef SL_ARRAY(sl_denial) sl_denials;

/** What a rule makes that makes a type, no person. */
typedef struct {
    bool known;
    const sl_mention **things; /* sorted, as the article has them */
    size_t n;
    sl_denials denials;
} sl_made;

typedef struct {
    sl_people people;
    sl_times times;      /* sl_mention.value of dates and durations */
    sl_speech *speeches; /* one per quotation; NULL: it was not asked who speaks */
    sl_season season;
    sl_made *made; /* by rule */
    bool complete; /* what only rules that add need is made too */
} sl_findings;

/** Nothing is known yet. */
sl_findings sl_findings_none(sl_search *search);

/** What a rule makes; it is not added to the article. */
sl_made sl_things_make(sl_search *search, const sl_rule *rule);

/**
 * possible.c: may one of the asked gates' patterns match anywhere in the article? False is certain. Asked when only the
 * things of lists are there: persons, dates, numbers and quotations are taken to be everywhere.
 * @param findings  what rules make that need none of these is noted
 */
bool sl_findings_possible(sl_search *search, const uint64_t *asked, sl_findings *findings);

/** Adds mentions of dates, durations, numbers and quotations. `hits`: of the date list, entries by date word. */
void sl_things_find(sl_search *search, const sl_hits *hits, sl_findings *findings);

/** Runs the rules that add speakers to quotations, and carries speakers on to pieces without a cue. */
void sl_speakers_find(sl_search *search, sl_findings *findings);

/** Dates, names, what rules make of them, references outside quotations. `hits`: all hits of the article. */
void sl_findings_make(sl_search *search, const sl_hits *hits, sl_findings *findings);

/** Who speaks, and references inside quotations; once. */
void sl_findings_speak(sl_search *search, sl_findings *findings);

/** possible.c: may one of the asked gates' patterns match otherwise once it is known who speaks? False is certain. */
bool sl_findings_need_speech(sl_search *search, const uint64_t *asked);

/** What only rules that add need of what rules make; once. */
void sl_findings_complete(sl_search *search, sl_findings *findings);

#endif
