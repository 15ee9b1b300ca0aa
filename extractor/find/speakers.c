/* SPDX-License-Identifier: Apache-2.0
 *
 * Who speaks: first what rules say (`rule … -> adds quotes`), then what is carried on.
 *
 *     "It's good," Klopp said. "There was never a question."        the second piece goes on
 *     "Ozan has done well.                                          a paragraph left open goes on in the next
 *     "Hopefully it will stay like this."
 *     Potter was pleased. "He is ready."                            else the subject of the sentence before
 *     "It is no easy game. "But we go on," said Klopp.              or, back from where it goes on
 *
 * Whom a quotation names does not speak it: "Dan is fit", he said.
 */
#include "find/findings.h"

typedef struct {
    sl_search *s;
    sl_article *a;
    sl_findings *f;
    sl_symbol speaker;
    sl_symbol cue;
    sl_type_set cues;        /* types of words of saying, by the rules */
    sl_type_set speaking;    /* types of those who speak */
    bool has_speaking;       /* the rules say it; else everybody may */
    const uint32_t *telling; /* by paragraph */
    bool *of_another;        /* by quotation: it begins with a pronoun, "He looks sharp" */
} finder;

/* --- rules -------------------------------------------------------------------------------------------------------- */

static bool outranks(const sl_match *a, const sl_match *b) {
    if (!b) return true;
    if (a->rule->priority != b->rule->priority) return a->rule->priority > b->rule->priority;
    return false; /* in a sentence rules come in the order of the file: the earlier line stays */
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

/* {speaker} in the patterns of rules: only such persons speak; {saying as cue}: such words tell that they do. */
static void add_speaking(finder *f, const sl_rule *r) {
    for (size_t i = 0; i < r->n_patterns; i++)
        for (size_t k = 0; k < r->patterns[i]->n_captures; k++) {
            const sl_capture *c = &r->patterns[i]->captures[k];
            if (c->kind != SL_CAPTURE_TYPE || c->type == SL_NO_TYPE) continue;
            if (c->symbol == f->cue) sl_type_set_add(&f->cues, c->type);
            if (c->symbol != f->speaker) continue;
            sl_type_set_add(&f->speaking, c->type);
            f->has_speaking = true;
        }
}

static void run_rules(finder *f) {
    const sl_program *p = f->a->program;
    const sl_rule **rules = SL_NEW_ARRAY(f->s->out, const sl_rule *, p->rules.n);
    sl_matches *matches = SL_NEW(f->s->out, sl_matches); /* speeches point into it */
    size_t n = 0;
    for (size_t i = 0; i < p->rules.n; i++) {
        const sl_rule *r = &p->rules.v[i];
        if (r->kind != SL_RULE_ADDS || !p->tables.v[r->table].every_quote) continue;
        add_speaking(f, r);
        rules[n++] = r;
    }
    sl_search_rules(f->s, rules, n, NULL, matches);
    for (size_t i = 0; i < matches->n; i++) note_speaker(f, &matches->v[i]);
}

/* --- whom a quotation names ------------------------------------------------------------------------------------------ */

static bool is_nested(const finder *f, const sl_quotation *q, sl_off at) {
    for (const sl_quotation *in = q + 1; in < f->a->quotations->v + f->a->quotations->n && in->depth > 0; in++)
        if (in->outer.from <= at && at < in->outer.to) return true;
    return false;
}

/* By name, and not in the words of another that it repeats. */
static bool names(const finder *f, uint32_t quotation, uint32_t person) {
    const sl_quotation *q = &f->a->quotations->v[quotation];
    const sl_people *p = &f->f->people;
    uint32_t last = sl_article_sentence(f->a, q->outer.to - 1);
    for (uint32_t s = sl_article_sentence(f->a, q->outer.from); s <= last; s++)
        for (uint32_t i = sl_people_first(p, s); i != SL_NONE; i = p->next.v[i]) {
            const sl_reference *r = &p->references.v[i];
            if (!r->named || r->n != 1 || r->persons[0] != person) continue;
            if (r->at.from >= q->outer.from && r->at.to <= q->outer.to && !is_nested(f, q, r->at.from)) return true;
        }
    return false;
}

/* Does the quotation go on in the one behind it: an open mark that is opened again, pieces side by side? */
static bool goes_on(const finder *f, uint32_t quotation, uint32_t next) {
    const sl_quotation *q = &f->a->quotations->v[quotation], *n = &f->a->quotations->v[next];
    if (q->continues && n->continued) return true;
    return q->paragraph == n->paragraph && n->outer.from <= q->outer.to + 1;
}

/* "Dan is fit," he said: a pronoun does not mean the one named. The cue stays, who speaks is open again. */
static void doubt_pronouns(const finder *f) {
    for (size_t k = 0; k < f->a->n_outermost; k++) {
        sl_speech *speech = &f->f->speeches[f->a->outermost[k]];
        if (!speech->match || speech->person == SL_NONE) continue;
        const sl_captured *speaker = sl_match_capture(speech->match, f->speaker);
        if (!speaker || !speaker->mention || f->f->people.references.v[speaker->mention->value].named) continue;
        if (names(f, f->a->outermost[k], speech->person)) speech->person = SL_NONE;
    }
}

/* Quotations that begin with one word that stands for somebody. */
static bool *begin_with_pronoun(const finder *f) {
    const sl_article *a = f->a;
    bool *begins = SL_NEW_ARRAY(f->s->out, bool, a->quotations->n);
    for (size_t t = 0; t < a->program->persons.n; t++) {
        const sl_person_type *type = &a->program->persons.v[t];
        if (!sl_type_set_has(&f->speaking, type->type)) continue;
        const sl_matches *matches = sl_people_stand_ins(f->s, &f->f->people, t);
        for (size_t i = 0; i < matches->n; i++) {
            sl_span at = matches->v[i].at;
            uint32_t q = sl_article_quotation(a, at.from);
            if (q == SL_NONE || a->quotations->v[q].inner.from != at.from) continue;
            begins[q] = sl_token_at(a->tokens, at.to) - sl_token_at(a->tokens, at.from) == 1;
        }
    }
    return begins;
}

/* --- carrying ----------------------------------------------------------------------------------------------------- */

static bool is_known(const sl_speech *s) {
    return s->person != SL_NONE || s->description.n;
}

static bool may_speak(const finder *f, uint32_t person) {
    if (!f->has_speaking) return true;
    return sl_type_set_meet(&f->f->people.persons.v[person].types, &f->speaking);
}

/* The first person named in a sentence, or in a part of it, outside of quotations, who may speak the quotation. */
static uint32_t first_person(const finder *f, uint32_t sentence, sl_span at, uint32_t quotation) {
    const sl_people *p = &f->f->people;
    uint32_t best = SL_NONE;
    sl_off best_at = SL_NONE;
    for (uint32_t i = sl_people_first(p, sentence); i != SL_NONE; i = p->next.v[i]) {
        const sl_reference *r = &p->references.v[i];
        if (r->at.from < at.from || r->at.to > at.to || r->at.from >= best_at || r->possessive || r->n != 1) continue;
        if (sl_article_quotation(f->a, r->at.from) != SL_NONE) continue;
        if (!may_speak(f, r->persons[0]) || names(f, quotation, r->persons[0])) continue;
        best = r->persons[0];
        best_at = r->at.from;
    }
    return best;
}

enum { BEFORE_CUE = 2 }; /* tokens: "Orr said", "Orr has also said" */

/* Does a word of saying stand behind the person, "Orr said that he was fit"? */
static bool tells(const finder *f, const sl_reference *r) {
    for (uint32_t i = sl_article_mention_from(f->a, r->at.to); i < f->a->mentions.n; i++) {
        const sl_mention *m = f->a->mentions.v[i];
        if (m->tokens.from > r->tokens.to + BEFORE_CUE) return false;
        if (sl_type_set_has(&f->cues, m->type)) return true;
    }
    return false;
}

/* "Orr said that he was fit. "He looks sharp."": who tells something in the sentence before, and behind `from`. */
static uint32_t teller_before(const finder *f, uint32_t quotation, sl_off from) {
    const sl_people *p = &f->f->people;
    const sl_quotation *q = &f->a->quotations->v[quotation];
    uint32_t s = sl_article_sentence(f->a, q->outer.from), best = SL_NONE;
    sl_off best_at = from;
    if (s == 0 || f->a->sentences->v[s - 1].paragraph != q->paragraph) return SL_NONE;
    for (uint32_t i = sl_people_first(p, s - 1); i != SL_NONE; i = p->next.v[i]) {
        const sl_reference *r = &p->references.v[i];
        if (r->at.from < best_at || !r->named || r->n != 1 || !may_speak(f, r->persons[0]) || !tells(f, r)) continue;
        if (sl_article_quotation(f->a, r->at.from) != SL_NONE || names(f, quotation, r->persons[0])) continue;
        best = r->persons[0];
        best_at = r->at.from;
    }
    return best;
}

static bool may_carry(const finder *f, uint32_t from, uint32_t to) {
    const sl_speech *s = &f->f->speeches[from];
    return is_known(s) && (s->person == SL_NONE || !names(f, to, s->person));
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
static uint32_t subject_before(const finder *f, uint32_t quotation) {
    const sl_quotation *q = &f->a->quotations->v[quotation];
    uint32_t s = sl_article_sentence(f->a, q->outer.from);
    const sl_passage *units = f->a->inner;
    uint32_t person = first_person(f, s, (sl_span){units[s].at.from, q->outer.from}, quotation);
    uint32_t telling = f->telling[q->paragraph], last = s > FARTHEST_BACK ? s - FARTHEST_BACK : 0;
    while (person == SL_NONE && s-- > last) {
        uint32_t paragraph = f->a->sentences->v[s].paragraph;
        if (paragraph != q->paragraph && paragraph != telling) {
            if (telling == SL_NONE || paragraph < telling) break;
            continue;
        }
        person = first_person(f, s, units[s].at, quotation);
    }
    return person;
}

/* In a transcript somebody without a name asks, "said a reporter", and the one who answered goes on. */
static bool interrupts(const finder *f, uint32_t voice, uint32_t answer) {
    const sl_speech *s = &f->f->speeches[voice];
    if (answer == SL_NONE || !f->f->speeches[answer].carried) return false;
    return s->match && s->person == SL_NONE &&
           f->a->quotations->v[voice].paragraph != f->a->quotations->v[answer].paragraph;
}

/* @param before  the outermost quotation before this one
   @param known   the nearest before it whose speaker is known: in a transcript the one who answers
   @param asked   the nearest before `before` of somebody with a name */
static void carry_on(const finder *f, uint32_t i, uint32_t before, uint32_t known, uint32_t asked) {
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
    uint32_t teller = begins_sentence ? teller_before(f, i, last ? last->outer.to : 0) : SL_NONE;
    if (teller != SL_NONE) {
        speech->person = teller;
        speech->carried = true;
        return;
    }
    if (has_last && same_paragraph && begins_sentence) {
        carry(f, before, i);
        return;
    }
    uint32_t subject = subject_before(f, i);
    /* "Okafor is back. "He looks sharp."": not Okafor, where somebody else has spoken. */
    bool other_spoke = known != SL_NONE && f->f->speeches[known].person != subject && may_carry(f, known, i);
    if (subject != SL_NONE && f->of_another[i] && begins_sentence && other_spoke) {
        carry(f, known, i);
        return;
    }
    if (has_last && begins_paragraph && interrupts(f, before, asked)) {
        carry(f, asked, i);
        return;
    }
    bool next_paragraph = last && f->telling[q->paragraph] == last->paragraph;
    bool last_ends = last && last->outer.to + 80 >= f->a->text->paragraphs.v[last->paragraph].at.to;
    if (has_last && begins_paragraph && next_paragraph && last_ends && may_carry(f, before, i)) {
        carry(f, before, i);
        return;
    }
    if (subject == SL_NONE && begins_paragraph) before = known; /* an answer: it may well name who gives it */
    if (subject == SL_NONE && before != SL_NONE && (begins_paragraph || may_carry(f, before, i))) {
        carry(f, before, i);
        return;
    }
    speech->person = subject;
    speech->carried = subject != SL_NONE;
}

/* "It is no easy game. "But we go on," said Klopp: whoever speaks the later piece speaks the earlier one. */
static void carry_back(const finder *f) {
    for (size_t k = f->a->n_outermost; k-- > 1;) {
        uint32_t i = f->a->outermost[k - 1], next = f->a->outermost[k];
        if (is_known(&f->f->speeches[i]) || f->f->speeches[i].match || !goes_on(f, i, next)) continue;
        if (is_known(&f->f->speeches[next])) carry(f, next, i);
    }
}

void sl_speakers_find(sl_search *search, sl_findings *findings) {
    finder f = {.s = search, .a = search->article, .f = findings};
    f.speaker = sl_symbol_known(f.a->program, SL_STR("speaker"));
    f.cue = sl_symbol_known(f.a->program, SL_STR("cue"));
    for (size_t i = 0; i < f.a->quotations->n; i++) findings->speeches[i].person = SL_NONE;
    run_rules(&f);
    doubt_pronouns(&f);
    carry_back(&f);
    f.telling = telling_paragraphs(&f);
    f.of_another = begin_with_pronoun(&f);
    for (uint32_t k = 0, before = SL_NONE, known = SL_NONE, asked = SL_NONE; k < f.a->n_outermost; k++) {
        uint32_t i = f.a->outermost[k];
        if (!is_known(&findings->speeches[i])) carry_on(&f, i, before, known, asked);
        if (before != SL_NONE && findings->speeches[before].person != SL_NONE) asked = before;
        before = i;
        if (is_known(&findings->speeches[i])) known = i;
    }
}
