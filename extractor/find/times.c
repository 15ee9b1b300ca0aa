/* SPDX-License-Identifier: Apache-2.0
 *
 * All expressions of an article: prepositions and hedges, then the expression, then a clock time beside it.
 *
 *     for at least   four to six weeks      until   the end of next month      on   Saturday   , 3pm
 *     prep hedge     SL_DATE_DURATION       prep    PART of UNIT               prep CIVIL      swallowed
 *
 * A sentence without a word that can make a date is not looked at twice.
 */
#include "find/times_p.h"

typedef struct {
    bool about, least, most;
} hedges;

static void add_hedge(hedges *h, const sl_dateword *word) {
    if (word->least == 1) h->least = true;
    else if (word->least == 2) h->most = true;
    else h->about = true;
}

typedef struct {
    uint32_t after_prep; /* behind the last preposition */
    uint32_t last_word;  /* a small word at its end, which may belong to what follows: "at least another month" */
    sl_prep prep;
    hedges sure, maybe; /* maybe: "over", which is a preposition before a date and a hedge before a duration */
} opening;

/** Prepositions and hedges in front, at most a few. */
static void read_opening(const sl_reader *r, uint32_t *at, opening *o) {
    *o = (opening){.after_prep = *at, .last_word = UINT32_MAX, .prep = SL_PREP_NONE};
    for (int i = 0; i < 4; i++) {
        uint32_t prep = *at, hedge = *at, word = *at;
        const sl_dateword *p, *h;
        bool is_prep = sl_read_word(r, &prep, SL_WORD_PREPOSITION, &p);
        bool is_hedge = sl_read_word(r, &hedge, SL_WORD_HEDGE, &h);
        if (is_hedge && (!is_prep || hedge >= prep)) {
            add_hedge(is_prep && hedge == prep ? &o->maybe : &o->sure, h);
            if (is_prep && hedge == prep && o->prep == SL_PREP_NONE) o->prep = (sl_prep)p->least;
            *at = hedge;
        } else if (is_prep && (o->prep == SL_PREP_NONE || p->least <= SL_PREP_DURING)) {
            if (o->prep == SL_PREP_NONE) o->prep = (sl_prep)p->least;
            *at = o->after_prep = prep;
        } else if (!sl_skip_word(r, at, SL_WORD_FILLER)) return;
        else o->last_word = word;
    }
}

static bool clock_behind(const sl_reader *r, uint32_t *at) {
    uint32_t t = *at;
    sl_skip_mark(r, &t, ',');
    if (!sl_read_clock(r, &t)) return false;
    *at = t;
    return true;
}

/** "on the 15th", not "on the 18th hole" nor "the 15th". */
static bool is_day_of_month(const sl_reader *r, sl_prep prep, uint32_t end, const sl_date *d) {
    if (prep != SL_PREP_ON || d->kind != SL_DATE_CIVIL) return false;
    if (d->month && d->day) return true; /* 15/2 */
    if (!d->day || d->weekday || r->tokens[end - 1].kind != SL_TOKEN_WORD ||
        !sl_is_digit(r->view.p[r->tokens[end - 1].at]))
        return false;
    const sl_dateword *word;
    uint32_t next = end;
    return end >= r->end || (r->tokens[end].kind == SL_TOKEN_MARK && !sl_is_mark(r, end, '-')) ||
           sl_read_word(r, &next, SL_WORD_PREPOSITION, &word) || sl_read_word(r, &next, SL_WORD_AND, &word) ||
           sl_read_word(r, &next, SL_WORD_TO, &word);
}

/** "for Jan Oblak", "by April Hayes": with these prepositions a month that is a name too must not stand before one. */
static bool is_first_name(const sl_reader *r, sl_prep prep, uint32_t end, const sl_date *d) {
    if (d->kind != SL_DATE_CIVIL || !d->month || end >= r->end) return false;
    if (prep == SL_PREP_IN || prep == SL_PREP_SINCE || prep == SL_PREP_DURING || prep == SL_PREP_UNTIL) return false;
    return r->tokens[end].kind == SL_TOKEN_WORD && r->tokens[end].flags & SL_TOKEN_CAPITAL;
}

/** "a month", "a fortnight": long enough to be told alone, as in "he faces a month out"; "a week" is what one earns. */
static bool is_while(const sl_date *d) {
    if (d->kind != SL_DATE_DURATION || d->least.halves != d->most.halves) return false;
    return (d->least.unit == SL_UNIT_MONTH && d->least.halves == 2) ||
           (d->least.unit == SL_UNIT_WEEK && d->least.halves == 4);
}

/** A list: "Lind (knee, season)", "Lind (knee - season)" */
static bool is_listed_season(const sl_reader *r, uint32_t start, uint32_t end, const sl_date *d) {
    return d->kind == SL_DATE_UNIT && d->unit == SL_UNIT_SEASON && end == start + 1 && start > r->begin &&
           (sl_is_mark(r, start - 1, ',') || sl_is_mark(r, start - 1, '-')) && sl_is_mark(r, end, ')');
}

/** Does what stands in front hold up a weak expression? */
static bool supported(const sl_reader *r, const opening *o, const sl_date *d, uint32_t start, uint32_t bare,
                      uint32_t end) {
    bool plain_year = d->kind == SL_DATE_CIVIL && d->year && !d->month;
    if (d->need == SL_DATE_SURE) return true;
    if (is_listed_season(r, start, end, d)) return true;
    if (d->need == SL_DATE_NEEDS_NUMBER) return is_day_of_month(r, o->prep, end, d);
    if (plain_year && (o->sure.about || o->sure.least || o->sure.most || o->maybe.least)) return false;
    bool counted = end < r->end && r->tokens[end].kind == SL_TOKEN_WORD && r->first[end] == r->first[end + 1] &&
                   !(r->tokens[end].flags & SL_TOKEN_CAPITAL);
    if (plain_year && o->prep == SL_PREP_FOR && counted) return false; /* "for 2000 fans" */
    if (plain_year)
        return o->prep != SL_PREP_NONE && o->prep != SL_PREP_AT && o->prep != SL_PREP_ON && o->prep != SL_PREP_WITHIN;
    if (d->kind == SL_DATE_CIVIL && sl_is_mark(r, end, ')')) return true; /* a list: "Lind (knee, Mar)" */
    if (is_while(d) && end == bare + 2) return true;
    if (d->kind == SL_DATE_CIVIL && d->weekday && !d->month) { /* "on Sat", not "in the Sun" nor "on Sun City" */
        bool bound = o->prep == SL_PREP_ON || o->prep >= SL_PREP_SINCE;
        bool bracket = start > r->begin && sl_is_mark(r, start - 1, '(');
        bool name = end < r->end && r->tokens[end].flags & SL_TOKEN_CAPITAL;
        return (bound || bracket) && !name && !sl_is_mark(r, end, '\'');
    }
    bool mid = d->kind == SL_DATE_PART && d->part == SL_PART_MID && d->inner->kind == SL_DATE_UNIT;
    if (mid && bare == start && sl_is_closed(r, end)) return true; /* "he will be back mid-season" */
    if (o->prep == SL_PREP_NONE && (d->kind == SL_DATE_YEARLY || d->kind == SL_DATE_UNIT)) return false;
    return bare > start && !is_first_name(r, o->prep, end, d);
}

/** Prepositions that say nothing about a length of time: "set back by six weeks". */
static bool fits_duration(sl_prep prep) {
    return prep == SL_PREP_IN || prep == SL_PREP_FOR || prep == SL_PREP_DURING || prep == SL_PREP_BETWEEN ||
           prep == SL_PREP_WITHIN || prep == SL_PREP_AFTER;
}

/** "six weeks minimum", "until March at the earliest"; behind a date a single word may be a name (Max). */
static void hedges_behind(const sl_reader *r, uint32_t *end, bool is_duration, opening *o) {
    const sl_dateword *word;
    uint32_t t = *end;
    while (sl_read_word(r, &t, SL_WORD_HEDGE_AFTER, &word) && (is_duration || t > *end + 1)) {
        add_hedge(&o->sure, word);
        *end = t;
    }
}

/** "over a month", "over a year ago": a hedge, no preposition. */
static void believe_hedges(opening *o, const sl_time *t) {
    o->sure.least = o->sure.least || o->maybe.least;
    o->sure.most = o->sure.most || o->maybe.most;
    o->sure.about = o->sure.about || o->maybe.about;
    bool hedge_alone = o->maybe.least || o->maybe.most || o->maybe.about;
    if (hedge_alone && o->after_prep == t->tokens.from) o->prep = SL_PREP_NONE;
}

static void close_duration(const sl_date *d, opening *o, sl_time *t) {
    bool joined = o->prep == SL_PREP_FROM && (d->least.halves != d->most.halves || d->least.unit != d->most.unit);
    believe_hedges(o, t);
    if (o->prep == SL_PREP_NONE || fits_duration(o->prep) || joined) return;
    o->prep = SL_PREP_NONE;
    t->tokens.from = o->after_prep;
}

/** "7.45pm, Saturday": the clock time in front of a day. */
static bool clock_in_front(sl_reader *r, uint32_t *at) {
    uint32_t t = *at, after;
    sl_date d;
    if (!sl_read_clock(r, &t)) return false;
    sl_skip_mark(r, &t, ',');
    opening o;
    after = t;
    read_opening(r, &after, &o);
    if (o.prep != SL_PREP_NONE && o.prep != SL_PREP_ON) return false;
    uint32_t end = after;
    if (!sl_read_single(r, &end, &d) || d.need != SL_DATE_SURE || !sl_date_is_day(&d)) return false;
    *at = t;
    return true;
}

typedef enum { OPENED, OPENED_BUT_LAST_WORD, UNOPENED } opened;

/** With its opening; with it but for a last small word, or without, where these belong to the expression itself: "for at
    least | another week", "another week". */
static bool read_time_at(sl_reader *r, uint32_t *at, opened how, sl_time *time) {
    uint32_t start = *at, t = *at;
    sl_date d = {.kind = SL_DATE_CIVIL};
    opening o = {.after_prep = t, .last_word = UINT32_MAX, .prep = SL_PREP_NONE};
    if (how != UNOPENED) clock_in_front(r, &t), read_opening(r, &t, &o);
    if (how == OPENED_BUT_LAST_WORD) t = o.last_word == UINT32_MAX ? start : o.last_word;
    if (how != UNOPENED && t == start) return false;
    uint32_t bare = t;
    r->depth = 0;
    r->between = o.prep == SL_PREP_BETWEEN || o.prep == SL_PREP_FROM;
    if (!sl_read_range(r, &t, &d)) return false;
    *time = (sl_time){.tokens = {start, t}, .bare = bare, .is_duration = d.kind == SL_DATE_DURATION};
    if (time->is_duration) {
        uint32_t behind = t;
        hedges_behind(r, &t, true, &o);
        if (t > behind && d.need == SL_DATE_NEEDS_WORD) d.need = SL_DATE_SURE; /* "a fortnight or more" */
        close_duration(&d, &o, time);
    } else if (d.kind == SL_DATE_SHIFT && d.shift == SL_SHIFT_AGO) believe_hedges(&o, time);
    if (d.more) o.sure.least = true;
    if (!supported(r, &o, &d, time->tokens.from, bare, t)) return false;
    if (d.kind == SL_DATE_RANGE ? sl_date_is_day(d.other) : sl_date_is_day(&d))
        while (clock_behind(r, &t)) continue;
    if (!time->is_duration) hedges_behind(r, &t, false, &o);
    d.need = SL_DATE_SURE;
    sl_find_season_behind(r, t, &d);
    time->tokens.to = t;
    time->prep = o.prep;
    time->approximate = o.sure.about;
    time->at_least = o.sure.least;
    time->up_to = o.sure.most;
    time->date = sl_date_keep(r, &d);
    *at = t;
    return true;
}

static bool read_time(sl_reader *r, uint32_t *at, sl_time *time) {
    return read_time_at(r, at, OPENED, time) || read_time_at(r, at, OPENED_BUT_LAST_WORD, time) ||
           read_time_at(r, at, UNOPENED, time);
}

/** The tree so far is in `tmp`; a result's lives in `out`. */
static const sl_date *copied(const sl_date *date, sl_arena *out) {
    if (!date) return NULL;
    sl_date *copy = SL_NEW(out, sl_date);
    *copy = *date;
    copy->inner = copied(date->inner, out);
    copy->other = copied(date->other, out);
    return copy;
}

static bool makes_date(sl_dateword_kind kind) {
    switch (kind) {
    case SL_WORD_MONTH:
    case SL_WORD_WEEKDAY:
    case SL_WORD_UNIT:
    case SL_WORD_UNITS:
    case SL_WORD_THIS:
    case SL_WORD_NAMED:
    case SL_WORD_YEARLY:
    case SL_WORD_DECADE: return true;
    case SL_WORD_ORDINAL: return true; /* "on the 15th" */
    default: return false;
    }
}

/** @param from, to  its hits */
static bool promising(const sl_reader *r, uint32_t from, uint32_t to) {
    for (uint32_t h = from; h < to; h++)
        if (r->hits[h].entry < r->n_words && makes_date(r->words[r->hits[h].entry].kind)) return true;
    for (uint32_t t = r->begin; t < r->end; t++)
        if (r->tokens[t].kind == SL_TOKEN_NUMBER && (r->tokens[t].size == 4 || sl_is_mark(r, t + 1, '/') ||
                                                     sl_is_mark(r, t + 1, '-') || sl_is_mark(r, t + 1, '.')))
            return true;
    return false;
}

/** Words that only stand inside or behind an expression. */
static bool never_first(sl_dateword_kind kind) {
    switch (kind) {
    case SL_WORD_PLUS_HALF:
    case SL_WORD_TURN_AFTER:
    case SL_WORD_SHIFT:
    case SL_WORD_TIME:
    case SL_WORD_LONG:
    case SL_WORD_PART_AFTER:
    case SL_WORD_DAYPART:
    case SL_WORD_HEDGE_AFTER:
    case SL_WORD_OF:
    case SL_WORD_TO:
    case SL_WORD_OR:
    case SL_WORD_AND:
    case SL_WORD_CLOCK:
    case SL_WORD_AGE:
    case SL_WORD_NEVER: return true;
    default: return false;
    }
}

static bool may_start(const sl_reader *r, uint32_t t) {
    for (uint32_t h = r->first[t]; h < r->first[t + 1]; h++)
        if (r->hits[h].entry < r->n_words && !never_first(r->words[r->hits[h].entry].kind)) return true;
    const sl_token *token = &r->tokens[t];
    return token->kind == SL_TOKEN_NUMBER || (token->kind == SL_TOKEN_WORD && sl_is_digit(r->view.p[token->at])) ||
           (sl_is_mark(r, t, '\'') && sl_is_glued(r, t + 1));
}

/** Words around what makes an expression one: prepositions, numbers, joints. */
static bool only_joins(sl_dateword_kind kind) {
    switch (kind) {
    case SL_WORD_NUMBER:
    case SL_WORD_PLUS_HALF:
    case SL_WORD_ORDINAL:
    case SL_WORD_TURN:
    case SL_WORD_TURN_AFTER:
    case SL_WORD_SHIFT:
    case SL_WORD_PART:
    case SL_WORD_PREPOSITION:
    case SL_WORD_HEDGE:
    case SL_WORD_HEDGE_AFTER:
    case SL_WORD_FILLER:
    case SL_WORD_OF:
    case SL_WORD_THE:
    case SL_WORD_TO:
    case SL_WORD_OR:
    case SL_WORD_AND:
    case SL_WORD_AGE:
    case SL_WORD_NEVER: return true;
    default: return false;
    }
}

/** 2024, 3/4, 3-4-24, '98, 3pm: no word is needed; but 3-4 is a score. */
static bool is_date_of_digits(const sl_reader *r, uint32_t t) {
    const sl_token *token = &r->tokens[t];
    if (token->kind == SL_TOKEN_WORD) return sl_is_digit(r->view.p[token->at]);
    if (token->kind != SL_TOKEN_NUMBER) return false;
    if (token->size == 4 || sl_is_mark(r, t + 1, '/')) return true;
    if (t > r->begin && sl_is_mark(r, t - 1, '\'')) return true;
    return (sl_is_mark(r, t + 1, '-') && sl_is_mark(r, t + 3, '-')) ||
           (sl_is_mark(r, t + 1, '.') && sl_is_mark(r, t + 3, '.'));
}

/** By token: do words of the list, numbers and marks lead from here to something that makes an expression? All that an
    expression holds is one of these. */
static const bool *leading(const sl_reader *r) {
    bool *leads = sl_arena_raw(r->tmp, r->end - r->begin + 1, sizeof *leads);
    leads[r->end - r->begin] = false;
    for (uint32_t t = r->end; t-- > r->begin;) {
        bool here = is_date_of_digits(r, t);
        if (!here && r->tokens[t].kind != SL_TOKEN_WORD) here = leads[t + 1 - r->begin];
        for (uint32_t h = r->first[t]; h < r->first[t + 1] && !here; h++) {
            const sl_hit *hit = &r->hits[h];
            if (hit->entry >= r->n_words || hit->tokens.to > r->end) continue;
            here = !only_joins(r->words[hit->entry].kind) || leads[hit->tokens.to - r->begin];
        }
        leads[t - r->begin] = here;
    }
    return leads;
}

static void note_kinds(sl_reader *r) {
    uint32_t n = r->end - r->begin;
    r->kinds = SL_NEW_ARRAY(r->tmp, uint64_t, n);
    r->ahead = SL_NEW_ARRAY(r->tmp, uint64_t, n + 1);
    for (uint32_t t = n; t-- > 0;) {
        for (uint32_t h = r->first[r->begin + t]; h < r->first[r->begin + t + 1]; h++)
            if (r->hits[h].entry < r->n_words) r->kinds[t] |= UINT64_C(1) << r->words[r->hits[h].entry].kind;
        r->ahead[t] = r->ahead[t + 1] | r->kinds[t];
    }
}

static void find_in_sentence(sl_reader *r, const sl_tokens *tokens, sl_arena *out, sl_times *times) {
    note_kinds(r);
    const bool *leads = leading(r);
    r->day = NULL;
    for (uint32_t t = r->begin; t < r->end;) {
        if (!leads[t - r->begin] && !(r->kinds[t - r->begin] & SL_KIND(NEVER))) {
            t++;
            continue;
        }
        uint32_t end = t, never = t;
        sl_time time;
        sl_arena_mark mark = sl_arena_here(r->tmp);
        bool found = leads[t - r->begin] && may_start(r, t) && read_time(r, &end, &time);
        if (sl_skip_word(r, &never, SL_WORD_NEVER) && (!found || never >= end)) found = false;
        else never = t;
        uint32_t inside = found ? time.bare : t; /* "at Easter Road" */
        if (found && inside > t && sl_skip_word(r, &inside, SL_WORD_NEVER) && inside > end) found = false;
        if (found) {
            time.date = copied(time.date, out);
            if (sl_tells_year(time.date)) r->story = time.date;
            if (sl_date_is_day(time.date)) r->day = time.date;
            if (sl_date_anchors(time.date)) r->told = time.date;
            time.at = sl_range_span(tokens, time.tokens);
            *sl_push(out, times) = time;
        }
        sl_arena_rewind(r->tmp, mark);
        t = found ? end : never > t ? never : t + 1;
    }
}

void sl_times_find(const sl_dateword *words, size_t n_words, const sl_hits *hits, const sl_text *text,
                   const sl_tokens *tokens, const sl_sentences *sentences, sl_arena *out, sl_arena *tmp,
                   sl_times *times) {
    if (tokens->n == 0) return;
    uint32_t *first = sl_arena_raw(tmp, tokens->n + 1, sizeof *first), from = 0, to = 0;
    sl_reader r = {.words = words,
                   .n_words = n_words,
                   .hits = hits->v,
                   .first = first,
                   .view = text->view,
                   .tokens = tokens->v,
                   .tmp = tmp};
    size_t told_in = 0;
    for (size_t s = 0; s < sentences->n; s++) {
        r.begin = sentences->v[s].tokens.from;
        r.end = sentences->v[s].tokens.to;
        for (from = to; from < hits->n && hits->v[from].tokens.from < r.begin; from++) continue;
        for (to = from; to < hits->n && hits->v[to].tokens.from < r.end; to++) continue;
        if (!promising(&r, from, to)) continue;
        for (uint32_t t = r.begin, h = from; t <= r.end; t++) {
            while (h < to && hits->v[h].tokens.from < t) h++;
            first[t] = h;
        }
        if (s > told_in + 1) r.told = NULL;
        const sl_date *told = r.told;
        find_in_sentence(&r, tokens, out, times);
        if (r.told != told) told_in = s;
    }
}
