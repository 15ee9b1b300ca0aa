/* SPDX-License-Identifier: Apache-2.0
 *
 * One pattern tried in one passage, step by step: does it match, and if not, at which of its steps did it stop?
 *
 *     {player}{gap 4}hurt (?:his|her) {body}      "Okafor said that he hurt the knee"
 *
 * stops at (?:his|her), behind "Okafor said that he hurt "; {body} would have been there.
 */
#ifndef SL_RUN_ATTEMPT_H
#define SL_RUN_ATTEMPT_H

#include "match/search.h"

typedef enum {
    SL_ATTEMPT_STOPPED,
    SL_ATTEMPT_GAVE_UP, /* a limit of matching was reached; how far it came until then is told as if it had stopped */
    SL_ATTEMPT_MATCHES
} sl_attempt_outcome;

/** Whether what a step wants stands anywhere in the passage. */
typedef struct {
    bool there, behind; /* behind the place where it was wanted */
    sl_span at;         /* in the view: the first behind that place, else the first of all */
} sl_sighting;

typedef struct {
    const sl_pattern *pattern;
    const sl_passage *unit;
    sl_attempt_outcome outcome;
    sl_span match; /* MATCHES: in the view */

    sl_projection seen;     /* what the pattern saw; the offsets below are bytes of it */
    size_t step;            /* at which it stopped; n_steps: all were taken, and the end is inside a word */
    size_t begin;           /* where the attempt began that came furthest */
    size_t first, last;     /* where the step was tried: behind a {gap} at several places */
    size_t taken;           /* how far whole words of the step went; `first` where none did */
    size_t stop;            /* how far it went in all, perhaps into the middle of a word */
    size_t inside;          /* byte of the regex at which it stood last */
    const size_t *entered;  /* by step: where each began; SIZE_MAX: left out */
    sl_sighting *sightings; /* by step, from `step` on */
    uint32_t missing;       /* steps that count and are nowhere behind that place */
    uint32_t worth;         /* how close it came: of two attempts the higher; 0: nothing of it is there */
} sl_attempt;

/** Does this step count when it is asked how much of a pattern is there? */
bool sl_attempt_counts(const sl_step *step);

/** @return SL_NO_MEMORY. What it makes is in search->tmp */
sl_status sl_attempt_make(sl_search *search, const sl_pattern *pattern, const sl_passage *unit, sl_attempt *attempt,
                          sl_error *err);

#endif
