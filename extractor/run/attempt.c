/* SPDX-License-Identifier: Apache-2.0 */
#include "run/attempt.h"

enum { MATCHED = 3000000, ALL_THERE = 2000000, IN_ORDER = 2, ELSEWHERE = 1 };

/* --- following ---------------------------------------------------------------------------------------------------- */

/* The attempt at hand, and the best of those before. A step behind a gap is tried at many places; what counts is the
   step, then how many words of it were taken, then how many letters. */
typedef struct {
    const sl_pattern *pattern;
    sl_str subject;
    size_t start;
    const uint32_t *blanks;     /* by byte of the subject: how many blanks there are before it */
    size_t *now, *first, *last; /* by step: where it began, this time, first and last */
    sl_attempt *best;
    size_t *best_entered;
    size_t best_words, best_letters;
    bool any;
} follower;

/* The step that byte `at` of the regex belongs to; SIZE_MAX: what is put before the first one. */
static size_t step_at(const sl_pattern *p, size_t at) {
    if (p->n_steps == 0 || at < p->steps[0].from) return SIZE_MAX;
    if (at >= p->steps[p->n_steps - 1].to) return p->n_steps;
    size_t low = 0, high = p->n_steps;
    while (high - low > 1) {
        size_t mid = low + (high - low) / 2;
        if (p->steps[mid].from <= at) low = mid;
        else high = mid;
    }
    return low;
}

static void begin_attempt(follower *f, size_t start) {
    f->start = start;
    for (size_t i = 0; i <= f->pattern->n_steps; i++) f->now[i] = f->first[i] = f->last[i] = SIZE_MAX;
}

static void enter(follower *f, size_t step, size_t subject) {
    f->now[step] = subject;
    if (f->first[step] == SIZE_MAX || subject < f->first[step]) f->first[step] = subject;
    if (f->last[step] == SIZE_MAX || subject > f->last[step]) f->last[step] = subject;
}

/* Behind the last blank of from..to; SIZE_MAX where there is none. */
static size_t behind_words(sl_str subject, size_t from, size_t to) {
    while (to > from && subject.p[to - 1] != ' ') to--;
    return to > from ? to : SIZE_MAX;
}

static void keep(follower *f, size_t step, size_t subject, size_t pattern) {
    sl_attempt *b = f->best;
    if (f->any && step < b->step) return;
    size_t from = f->now[step], words = f->blanks[subject] - f->blanks[from], letters = subject - from;
    bool further = words > f->best_words || (words == f->best_words && letters > f->best_letters);
    if (f->any && step == b->step && !further) return;
    f->any = true;
    f->best_words = words;
    f->best_letters = letters;
    b->step = step;
    b->begin = f->start;
    b->taken = behind_words(f->subject, from, subject);
    b->stop = subject;
    b->inside = pattern;
    memcpy(f->best_entered, f->now, (f->pattern->n_steps + 1) * sizeof *f->now);
}

static bool in_word(sl_str s, size_t at) {
    return at < s.n && (sl_is_alnum(s.p[at]) || (unsigned char)s.p[at] >= 0x80);
}

/* Behind a gap a short word is soon found inside a longer one: that proves nothing. */
static bool is_chance(const follower *f, size_t step, size_t subject) {
    if (step < 2 || f->pattern->steps[step - 2].kind != SL_STEP_GAP || subject == 0) return false;
    bool wants_end = step < f->pattern->n_steps && f->pattern->steps[step].kind == SL_STEP_BLANK;
    return wants_end && in_word(f->subject, subject - 1) && in_word(f->subject, subject);
}

static void watch(void *context, size_t start, size_t subject, size_t pattern) {
    follower *f = context;
    size_t step = step_at(f->pattern, pattern);
    if (step == SIZE_MAX || subject < start) return; /* a look behind */
    if (is_chance(f, step, subject)) return;
    if (start != f->start) begin_attempt(f, start);
    bool begins = step == f->pattern->n_steps || pattern == f->pattern->steps[step].from;
    if (begins || f->now[step] == SIZE_MAX) enter(f, step, subject);
    if (subject >= f->now[step]) keep(f, step, subject, pattern);
    if (f->best->begin != f->start || f->best->step != step) return;
    f->best->first = f->first[step];
    f->best->last = f->last[step];
}

static const uint32_t *count_blanks(sl_arena *tmp, sl_str s) {
    uint32_t *blanks = SL_NEW_ARRAY(tmp, uint32_t, s.n + 1);
    for (size_t i = 0; i < s.n; i++) blanks[i + 1] = blanks[i] + (s.p[i] == ' ');
    return blanks;
}

static sl_status follow(sl_search *s, sl_attempt *a, sl_error *err) {
    const sl_pattern *p = a->pattern;
    size_t n = p->n_steps + 1;
    follower f = {.pattern = p, .subject = a->seen.text, .start = SIZE_MAX, .best = a};
    f.now = SL_NEW_ARRAY(s->tmp, size_t, 4 * n);
    f.blanks = count_blanks(s->tmp, a->seen.text);
    f.first = f.now + n;
    f.last = f.first + n;
    f.best_entered = f.last + n;
    for (size_t i = 0; i < n; i++) f.best_entered[i] = SIZE_MAX;
    a->entered = f.best_entered;
    a->begin = SIZE_MAX;
    sl_error inner = {0};
    sl_status status = sl_regex_trace(p->regex_text, a->seen.text, watch, &f, &inner);
    if (status == SL_NO_MEMORY) return sl_fail(err, status, (sl_str){0}, "out of memory");
    a->outcome = status ? SL_ATTEMPT_GAVE_UP : SL_ATTEMPT_STOPPED;
    if (!f.any) a->begin = a->first = a->last = 0;
    if (a->taken == SIZE_MAX || !f.any) a->taken = a->first;
    return SL_OK;
}

/* --- what else is there ------------------------------------------------------------------------------------------- */

bool sl_attempt_counts(const sl_step *step) {
    if (step->optional) return false;
    if (step->kind == SL_STEP_THING || step->kind == SL_STEP_MIXED) return true;
    return step->kind == SL_STEP_TEXT && step->literal;
}

/* The step by itself, as whole words. */
static sl_status look_for(sl_search *s, const sl_attempt *a, const sl_step *step, sl_sighting *sighting,
                          sl_error *err) {
    sl_str piece = sl_str_cut(a->pattern->regex_text, step->from, step->to);
    sl_str alone = sl_arena_printf(s->tmp, "(?:(?<!\\w)|(?!\\w))(?:%.*s)(?:(?!\\w)|(?<!\\w))", (int)piece.n, piece.p);
    size_t at;
    const size_t *groups;
    sl_error inner = {0};
    sl_regex *regex = sl_regex_compile(alone, &at, &inner);
    if (inner.status == SL_NO_MEMORY) return sl_fail(err, SL_NO_MEMORY, (sl_str){0}, "out of memory");
    if (!regex) return SL_OK;
    sighting->behind = sl_regex_find(regex, s->matcher, a->seen.text, a->first, &groups) == SL_MATCH_FOUND;
    sighting->there = sighting->behind || sl_regex_find(regex, s->matcher, a->seen.text, 0, &groups) == SL_MATCH_FOUND;
    if (sighting->there) sighting->at = sl_projection_span(&a->seen, groups[0], groups[1]);
    sl_regex_free(regex);
    return SL_OK;
}

static sl_status look_around(sl_search *s, sl_attempt *a, sl_error *err) {
    const sl_pattern *p = a->pattern;
    a->sightings = SL_NEW_ARRAY(s->tmp, sl_sighting, p->n_steps);
    for (size_t i = a->step; i < p->n_steps; i++) {
        sl_status status =
            sl_attempt_counts(&p->steps[i]) ? look_for(s, a, &p->steps[i], &a->sightings[i], err) : SL_OK;
        if (status) return status;
    }
    return SL_OK;
}

/* The part of its steps that are there; those in order count double. */
static uint32_t worth_of(sl_attempt *a) {
    uint64_t all = 0, there = 0;
    for (size_t i = 0; i < a->pattern->n_steps; i++) {
        if (!sl_attempt_counts(&a->pattern->steps[i])) continue;
        all++;
        if (i < a->step) there += IN_ORDER;
        else if (a->sightings[i].behind) there += ELSEWHERE;
        else a->missing++;
    }
    if (there == 0) return 0;
    uint32_t part = (uint32_t)(there * 100000 / (IN_ORDER * all) * 10 + (all < 10 ? all : 9));
    return a->missing ? part : ALL_THERE + part;
}

sl_status sl_attempt_make(sl_search *s, const sl_pattern *pattern, const sl_passage *unit, sl_attempt *a,
                          sl_error *err) {
    const size_t *groups;
    *a = (sl_attempt){.pattern = pattern, .unit = unit};
    a->seen = sl_project(s->article, unit->at, pattern->view, s->tmp);
    if (sl_regex_find(pattern->regex, s->matcher, a->seen.text, 0, &groups) == SL_MATCH_FOUND) {
        a->outcome = SL_ATTEMPT_MATCHES;
        a->match = sl_projection_span(&a->seen, groups[0], groups[1]);
        a->worth = MATCHED;
        return SL_OK;
    }
    sl_status status = follow(s, a, err);
    if (!status) status = look_around(s, a, err);
    if (!status) a->worth = worth_of(a);
    return status;
}
