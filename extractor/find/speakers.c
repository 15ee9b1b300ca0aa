/* SPDX-License-Identifier: Apache-2.0
 *
 * Who speaks: first what rules say (`rule … -> adds quotes`), then what is carried on.
 *
 *     "It's good," Klopp said. "There was never a question."        the second piece goes on
 *     "Ozan has done well.                                          a paragraph left open goes on in the next
 *     "Hopefully it will stay like this."
 *     Potter was pleased. "He is ready."                            else the subject of the sentence before
 */
#include "find/findings.h"

typedef struct {
    sl_search *s;
    sl_article *a;
    sl_findings *f;
    sl_symbol speaker;
    const uint32_t *telling; /* by paragraph */
} finder;

/* --- rules -------------------------------------------------------------------------------------------------------- */

static bool outranks(const sl_match *a, const sl_match *b) {
    if (!b) return true;
    if (a->rule->priority != b->rule->priority) return a->rule->priority > b->rule->priority;
    return false; /* rules come in the order of the file: the earlier line stays */
}

static void note_speaker(const finder *f, const sl_match *m) {
    const sl_captured *quote = NULL, *speaker = sl_match_capture(m, f->speaker);
    for (size_t i = 0; i < m->n_captures && !quote; i++)
        if (m->captures[i].mention && m->captures[i].mention->type == f->a->program->quote_type)
            quote = &m->captures[i];
    if (!quote || !speaker) return;
    sl_speech *to = &f->f->speeches[quote->mention->value];
    if (!outranks(m, to->match)) return;
    if (sl_search_unless(f->s, m->rule->unless, m->rule->n_unless, m)) return;
    uint32_t person = sl_people_of(f->a, &f->f->people, speaker->mention);
    *to = (sl_speech){.person = person, .match = m};
    if (person == SL_NONE) to->description = sl_text_cut(f->a->text, speaker->at);
}

static void run_rules(const finder *f) {
    const sl_program *p = f->a->program;
    sl_matches *matches = SL_NEW(f->s->out, sl_matches); /* speeches point into it */
    for (size_t i = 0; i < p->rules.n; i++) {
        const sl_rule *r = &p->rules.v[i];
        if (r->kind == SL_RULE_ADDS && p->tables.v[r->table].every_quote) sl_search_rules(f->s, r, 1, matches);
    }
    for (size_t i = 0; i < matches->n; i++) note_speaker(f, &matches->v[i]);
}

/* --- carrying ----------------------------------------------------------------------------------------------------- */

static bool is_known(const sl_speech *s) {
    return s->person != SL_NONE || s->description.n;
}

/* The first person named in a sentence, or in a part of it, outside of quotations. */
static uint32_t first_person(const finder *f, uint32_t sentence, sl_span at) {
    const sl_people *p = &f->f->people;
    uint32_t best = SL_NONE;
    sl_off best_at = SL_NONE;
    for (uint32_t i = sl_people_first(p, sentence); i != SL_NONE; i = p->next.v[i]) {
        const sl_reference *r = &p->references.v[i];
        if (r->at.from < at.from || r->at.to > at.to || r->at.from >= best_at || r->possessive || r->n != 1) continue;
        if (sl_article_quotation(f->a, r->at.from) != SL_NONE) continue;
        best = r->persons[0];
        best_at = r->at.from;
    }
    return best;
}

static void carry(const finder *f, uint32_t from, uint32_t to) {
    f->f->speeches[to].person = f->f->speeches[from].person;
    f->f->speeches[to].description = f->f->speeches[from].description;
    f->f->speeches[to].carried = true;
}

/* A heading, or an interviewer's question: a paragraph between quotations that tells nothing of who speaks. */
static bool is_interlude(const finder *f, uint32_t paragraph) {
    sl_span at = f->a->text->paragraphs.v[paragraph].at;
    char last = f->a->text->view.p[at.to - 1];
    return last != '.' && last != '"' && last != '\'' && last != ':' && last != ',';
}

/* By paragraph: the one before it that is no interlude; SL_NONE if there is none. */
static uint32_t *telling_paragraphs(const finder *f) {
    size_t n = f->a->text->paragraphs.n;
    uint32_t *telling = sl_arena_raw(f->s->out, n, sizeof *telling);
    for (uint32_t i = 0; i < n; i++) telling[i] = i == 0 ? SL_NONE : is_interlude(f, i - 1) ? telling[i - 1] : i - 1;
    return telling;
}

enum { FARTHEST_BACK = 40 }; /* sentences */

/* Person who is the subject of the sentence that a quotation stands in, before it; else of the nearest sentence before
   that names one, in this paragraph or the telling one before. */
static uint32_t subject_before(const finder *f, const sl_quotation *q) {
    uint32_t s = sl_article_sentence(f->a, q->outer.from);
    const sl_passage *units = f->a->inner;
    uint32_t person = first_person(f, s, (sl_span){units[s].at.from, q->outer.from});
    uint32_t telling = f->telling[q->paragraph], last = s > FARTHEST_BACK ? s - FARTHEST_BACK : 0;
    while (person == SL_NONE && s-- > last) {
        uint32_t paragraph = f->a->sentences->v[s].paragraph;
        if (paragraph != q->paragraph && paragraph != telling) {
            if (telling == SL_NONE || paragraph < telling) break;
            continue;
        }
        person = first_person(f, s, units[s].at);
    }
    return person;
}

/* @param before  the outermost quotation before this one
   @param known   the nearest before it whose speaker is known: in a transcript the one who answers */
static void carry_on(const finder *f, uint32_t i, uint32_t before, uint32_t known) {
    const sl_quotation *q = &f->a->quotations->v[i];
    sl_speech *speech = &f->f->speeches[i];
    const sl_quotation *last = before == SL_NONE ? NULL : &f->a->quotations->v[before];
    bool has_last = last && is_known(&f->f->speeches[before]);
    if (has_last && q->continued) {
        carry(f, before, i);
        return;
    }
    uint32_t s = sl_article_sentence(f->a, q->outer.from);
    bool begins_sentence = f->a->inner[s].at.from + 2 >= q->outer.from;
    bool same_paragraph = last && last->paragraph == q->paragraph;
    bool begins_paragraph = q->outer.from <= f->a->text->paragraphs.v[q->paragraph].at.from + 1;
    if (has_last && same_paragraph && begins_sentence) {
        carry(f, before, i);
        return;
    }
    uint32_t subject = subject_before(f, q);
    bool next_paragraph = last && f->telling[q->paragraph] == last->paragraph;
    bool last_ends = last && last->outer.to + 80 >= f->a->text->paragraphs.v[last->paragraph].at.to;
    if (has_last && begins_paragraph && next_paragraph && last_ends) {
        carry(f, before, i);
        return;
    }
    if (subject == SL_NONE && begins_paragraph) before = known;
    if (subject == SL_NONE && before != SL_NONE && is_known(&f->f->speeches[before])) {
        carry(f, before, i);
        return;
    }
    speech->person = subject;
    speech->carried = subject != SL_NONE;
}

void sl_speakers_find(sl_search *search, sl_findings *findings) {
    finder f = {.s = search, .a = search->article, .f = findings};
    f.speaker = sl_symbol_known(f.a->program, SL_STR("speaker"));
    for (size_t i = 0; i < f.a->quotations->n; i++) findings->speeches[i].person = SL_NONE;
    run_rules(&f);
    f.telling = telling_paragraphs(&f);
    for (uint32_t k = 0, before = SL_NONE, known = SL_NONE; k < f.a->n_outermost; k++) {
        uint32_t i = f.a->outermost[k];
        if (!is_known(&findings->speeches[i])) carry_on(&f, i, before, known);
        before = i;
        if (is_known(&findings->speeches[i])) known = i;
    }
}
