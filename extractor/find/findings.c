/* SPDX-License-Identifier: Apache-2.0 */
#include "find/findings.h"

/* --- dates, numbers, quotations ----------------------------------------------------------------------------------- */

/* The thing is the bare expression: what stands before it ("since", "until", "at least") stays text, so that a pattern
   can ask for it. Its meaning and its cell's words have all of it. */
static void add_times(sl_search *s, const sl_findings *f, sl_mention_list *more) {
    const sl_program *p = s->article->program;
    for (size_t i = 0; i < f->times.n; i++) {
        const sl_time *t = &f->times.v[i];
        *sl_push(s->out, more) = (sl_mention){.tokens = {t->bare, t->tokens.to},
                                              .entry = SL_NONE,
                                              .value = (uint32_t)i,
                                              .type = t->is_duration ? p->duration_type : p->date_type};
    }
}

enum { LONGEST_NUMBER = 6 };

static void add_numbers(sl_search *s, sl_mention_list *more) {
    const sl_article *a = s->article;
    for (uint32_t t = 0; t < a->tokens->n; t++)
        if (a->tokens->v[t].kind == SL_TOKEN_NUMBER && a->tokens->v[t].size <= LONGEST_NUMBER)
            *sl_push(s->out, more) =
                (sl_mention){.tokens = {t, t + 1}, .type = a->program->number_type, .entry = SL_NONE, .value = SL_NONE};
}

static void add_quotations(sl_search *s, sl_mention_list *more) {
    const sl_article *a = s->article;
    for (size_t i = 0; i < a->quotations->n; i++)
        if (a->quotations->v[i].depth == 0)
            *sl_push(s->out, more) = (sl_mention){.tokens = a->quotations->v[i].tokens,
                                                  .entry = SL_NONE,
                                                  .type = a->program->quote_type,
                                                  .value = (uint32_t)i};
}

/* Only the list of date words, by the numbers of its words. */
static void date_hits(const sl_program *p, const sl_hits *all, sl_arena *out, sl_hits *hits) {
    for (size_t i = 0; i < all->n; i++) {
        uint32_t entry = all->v[i].entry;
        if (sl_entry_list(p, entry)->use == SL_LIST_DATES)
            *sl_push(out, hits) = (sl_hit){all->v[i].tokens, sl_entry_dateword(p, entry)};
    }
}

void sl_things_find(sl_search *s, const sl_hits *all, sl_findings *f) {
    const sl_article *a = s->article;
    sl_hits hits = {0};
    sl_mention_list more = {0};
    date_hits(a->program, all, s->tmp, &hits);
    sl_times_find(a->program->datewords, a->program->n_datewords, &hits, a->text, a->tokens, a->sentences, s->out,
                  s->tmp, &f->times);
    add_times(s, f, &more);
    add_numbers(s, &more);
    add_quotations(s, &more);
    sl_article_add(s->article, more.v, more.n);
}

/* --- types made by rules ------------------------------------------------------------------------------------------ */

sl_made sl_things_make(sl_search *s, const sl_rule *r) {
    const sl_article *a = s->article;
    sl_matches *matches = SL_NEW(s->out, sl_matches); /* mentions point into them */
    sl_made made = {.known = true};
    sl_mention_list things = {0};
    sl_search_rule(s, r, matches);
    for (size_t k = 0; k < matches->n; k++) {
        const sl_match *m = &matches->v[k];
        sl_range tokens = {sl_token_at(a->tokens, m->at.from), sl_token_at(a->tokens, m->at.to)};
        if (tokens.to <= tokens.from) continue;
        const sl_unless *by = sl_search_unless(s, r->unless, r->n_unless, m);
        if (by) *sl_push(s->out, &made.denials) = (sl_denial){m, by};
        else
            *sl_push(s->out, &things) =
                (sl_mention){.tokens = tokens, .type = r->type, .entry = SL_NONE, .value = SL_NONE, .made = m};
    }
    made.things = sl_article_sorted(a, things.v, things.n);
    made.n = things.n;
    return made;
}

/* Each rule's things are there before the next rule is tried: the program has put them in order. */
static void make_types(sl_search *s, bool deferred, sl_findings *f) {
    const sl_program *p = s->article->program;
    for (size_t i = 0; i < p->rules.n; i++) {
        const sl_rule *r = &p->rules.v[i];
        if (r->kind != SL_RULE_MAKES || p->types.v[r->type].kind == SL_TYPE_PERSON || r->deferred != deferred) continue;
        if (!f->made[i].known) f->made[i] = sl_things_make(s, r);
        sl_article_merge(s->article, f->made[i].things, f->made[i].n);
    }
}

sl_findings sl_findings_none(sl_search *s) {
    return (sl_findings){.made = SL_NEW_ARRAY(s->out, sl_made, s->article->program->rules.n)};
}

void sl_findings_complete(sl_search *s, sl_findings *f) {
    if (!f->complete) make_types(s, true, f);
    f->complete = true;
}

void sl_findings_speak(sl_search *s, sl_findings *f) {
    size_t n = s->article->quotations->n;
    if (f->speeches) return;
    f->speeches = SL_NEW_ARRAY(s->out, sl_speech, n);
    uint32_t *speaker_of = SL_NEW_ARRAY(s->out, uint32_t, n);
    sl_speakers_find(s, f);
    for (size_t i = 0; i < n; i++) speaker_of[i] = f->speeches[i].person;
    sl_people_refer(s, &f->people, true, speaker_of);
}

void sl_findings_make(sl_search *s, const sl_hits *hits, sl_findings *f) {
    const sl_season_days *d = &s->article->program->season;
    f->season = (sl_season){.first = {(int8_t)d->from_month, (int8_t)d->from_day},
                            .last = {(int8_t)d->to_month, (int8_t)d->to_day}};
    sl_things_find(s, hits, f);
    sl_people_find(s, &f->people);
    sl_people_describe(s, &f->people);
    make_types(s, false, f);
    sl_people_refer(s, &f->people, false, NULL);
}
