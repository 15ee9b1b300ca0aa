/* SPDX-License-Identifier: Apache-2.0
 *
 * Descriptions and pronouns: "the Dutchman", "the 29-year-old", "the Reds boss", he, his; and "I" in a quotation.
 *
 * A form stands for the best earlier person whose attributes agree with what it says: of those named in its sentence or
 * the one before, where there is one whom it may fit, else of those named further back. One that says nothing (he) goes
 * to the first person named in its sentence, else in the nearest sentence before that names one of the type.
 *
 *     Port Harlow's Gemma Orr was calm. "We go on," the Harlow manager said.
 *
 * Where a description fits nobody of its type, it may say of somebody that he is of it: Orr is a manager.
 */
#include "base/sort.h"
#include "find/names_p.h"

typedef struct {
    sl_search *s;
    sl_article *a;
    sl_people *people;
    const sl_person_type *type;
    bool adopting; /* looks for one who is not of the type yet */
    sl_symbol age, born, pronouns;
    const bool *function; /* by token: a word of the `not` lists in small letters: midfielder, manager */
    bool describes;       /* what stands for somebody is a description, */
    sl_str pronoun;       /* or else this word */
    bool inside;          /* of quotations: who is named outside of them is meant by words outside */
} finder;

/* --- does a person agree with a description? ---------------------------------------------------------------------- */

/* Full years between two days. */
static int32_t years_between(sl_day born, sl_day now) {
    sl_civil b = sl_day_civil(born), n = sl_day_civil(now);
    return n.year - b.year - (n.month < b.month || (n.month == b.month && n.day < b.day));
}

/* "United" may be short for "Dundee United", "Villa" for "Aston Villa". */
static bool is_short_for(sl_str words, sl_str whole) {
    if (words.n == 0 || words.n >= whole.n) return false;
    if (sl_str_ends_with(whole, words)) return whole.p[whole.n - words.n - 1] == ' ';
    return sl_str_starts_with(whole, words) && whole.p[words.n] == ' ';
}

/* 1: says the same; -1: says something else; 0: says nothing of it. */
static int agrees_on(const finder *f, const sl_person *p, const sl_captured *said) {
    sl_symbol column = said->capture->symbol;
    sl_str value = sl_captured_value(f->a, said), words = sl_text_cut(f->a->text, said->at);
    int verdict = 0;
    for (size_t i = 0; i < p->attributes.n; i++) {
        const sl_attribute *at = &p->attributes.v[i];
        uint32_t age;
        if (at->column == column) {
            if (sl_str_eq(at->value, value) || is_short_for(words, at->value)) return 1;
            verdict = -1;
        } else if (column == f->age && at->column == f->born && f->a->text->published != SL_NO_DAY) {
            sl_day born = sl_day_parse(at->value);
            if (born == SL_NO_DAY || !sl_str_number(value, 120, &age)) continue;
            if (years_between(born, f->a->text->published) == (int32_t)age) return 1;
            verdict = -1;
        }
    }
    return verdict;
}

/* Is the word one of `forms`, "he|him|his"? */
static bool is_form(sl_str word, sl_str forms) {
    for (size_t from = 0; from < forms.n;) {
        size_t to = sl_str_find(forms, '|', from), i = 0;
        while (i < word.n && from + i < to && sl_lower(word.p[i]) == forms.p[from + i]) i++;
        if (i == word.n && from + i == to) return true;
        from = to + 1;
    }
    return false;
}

/* "she" is not somebody of whom a list says he, him, his. */
static bool is_other_pronoun(const finder *f, const sl_person *p) {
    for (size_t i = 0; i < p->attributes.n; i++)
        if (p->attributes.v[i].column == f->pronouns) return !is_form(f->pronoun, p->attributes.v[i].value);
    return false;
}

/* How many of a description's words a person is known to fit; -1 where one is known not to fit. */
static int agreement(const finder *f, const sl_person *p, const sl_match *m) {
    int sum = 0;
    if (!f->describes && is_other_pronoun(f, p)) return -1;
    for (size_t i = 0; i < m->n_captures; i++) {
        int one = agrees_on(f, p, &m->captures[i]);
        if (one < 0) return -1;
        sum += one;
    }
    return sum;
}

/* --- who was spoken of? ------------------------------------------------------------------------------------------- */

static bool has_type(const finder *f, uint32_t person) {
    return sl_type_set_has(&f->people->persons.v[person].types, f->type->type);
}

enum { MOST_PREFERRED = 24, FARTHEST_BACK = 40, MOST_IN_SENTENCE = 64 };

typedef struct {
    uint32_t persons[MOST_PREFERRED];
    size_t n, n_near; /* near: named in the own sentence or in the one before */
} ranking;

static void rank(const finder *f, ranking *to, uint32_t person, uint32_t exclude) {
    if (person == exclude || (!f->adopting && !has_type(f, person))) return;
    for (size_t i = 0; i < to->n; i++)
        if (to->persons[i] == person) return;
    if (to->n < MOST_PREFERRED) to->persons[to->n++] = person;
}

static bool is_capital(const sl_token *t) {
    return t->kind == SL_TOKEN_WORD && t->flags & SL_TOKEN_CAPITAL;
}

/* A comma or a full stop; not what words are joined by, as in "Britain's". */
static bool parts_words(const finder *f, uint32_t token) {
    const sl_token *t = &f->a->tokens->v[token];
    char sign = f->a->text->view.p[t->at];
    return t->kind == SL_TOKEN_MARK && sign != '\'' && sign != '-';
}

enum { LONGEST_TITLE = 5 }; /* tokens that describe a name before it: Britain's, the Chelsea winger */

/* "won by Orr", "against Chelsea's Orr": who stands behind such a word is seldom meant, unless more is told of him: "by
   Orr, who". */
static bool stands_aside(const finder *f, const sl_reference *r) {
    const sl_tokens *t = f->a->tokens;
    uint32_t behind = r->tokens.to;
    if (behind < t->n && f->a->text->view.p[t->v[behind].at] == ',') behind++;
    if (behind < t->n && sl_hash_in(&f->type->relative, t->v[behind].hash)) return false;
    uint32_t at = r->tokens.from;
    for (int i = 0; i < LONGEST_TITLE && at-- > 0 && !parts_words(f, at); i++) {
        if (sl_hash_in(&f->type->aside, t->v[at].hash)) return true;
        bool glued = !(t->v[at].flags & SL_TOKEN_SPACED);
        if (!is_capital(&t->v[at]) && !f->function[at] && !glued) return false;
    }
    return false;
}

static uint32_t times_named(const finder *f, const sl_reference *r) {
    return f->people->persons.v[r->persons[0]].times_named;
}

enum { MUCH_LESS = 2, MOST_REMOTE = 2 };

/* 2: an owner; 1: aside, or for a pronoun of whom the article tells less than half as much as of somebody else in the
   sentence; 0: any other. */
static int remoteness(const finder *f, const sl_reference *r, uint32_t most_named) {
    if (r->owner || r->possessive) return 2;
    if (!r->named) return 0;
    bool passing = !f->describes && times_named(f, r) * MUCH_LESS <= most_named;
    return passing || stands_aside(f, r);
}

/* The persons of a sentence in text order, or backwards, the least remote ones first. */
static void rank_sentence(const finder *f, uint32_t sentence, sl_off before, bool backwards, uint32_t exclude,
                          ranking *to) {
    const sl_reference *here[MOST_IN_SENTENCE];
    int remote[MOST_IN_SENTENCE];
    uint32_t most_named = 0;
    size_t n = 0;
    uint32_t i = sl_people_first(f->people, sentence);
    for (; i != SL_NONE && n < MOST_IN_SENTENCE; i = f->people->next.v[i]) {
        const sl_reference *r = &f->people->references.v[i];
        if (r->at.to > before || r->n != 1) continue;
        if (!f->inside && r->quoted) continue;
        bool describes = !r->named && r->tokens.to - r->tokens.from > 1,
             opens = r->at.from == f->a->inner[sentence].at.from;
        if (backwards && describes && (f->describes || !opens))
            continue; /* "asked about the boss, the winger said": two descriptions are two persons */
        size_t at = n++;
        for (; at > 0 && here[at - 1]->at.from > r->at.from; at--) here[at] = here[at - 1];
        here[at] = r;
        if (times_named(f, r) > most_named) most_named = times_named(f, r);
    }
    for (size_t k = 0; k < n; k++) remote[k] = n == 1 ? 0 : remoteness(f, here[k], most_named);
    for (int pass = 0; pass <= MOST_REMOTE && n > 0; pass++)
        for (size_t k = 0; k < n; k++) {
            size_t at = backwards ? n - 1 - k : k;
            if (remote[at] == pass) rank(f, to, here[at]->persons[0], exclude);
        }
}

enum { RELATIVE_REACH = 16, APPOSITION = 2 }; /* words of a relative clause; marks between a name and its "who" */

/* "Orr, who hopes that he": whoever stands before the last "who" that is near. */
static void rank_antecedent(const finder *f, uint32_t sentence, sl_off at, uint32_t exclude, ranking *to) {
    const sl_article *a = f->a;
    uint32_t here = sl_token_at(a->tokens, at), first = a->inner[sentence].tokens.from, who = here, words = 0;
    while (who > first && ++words < RELATIVE_REACH) {
        who--;
        uint32_t q = f->inside ? SL_NONE : sl_article_quotation(a, a->tokens->v[who].at);
        if (q != SL_NONE && a->quotations->v[q].tokens.from >= first) who = a->quotations->v[q].tokens.from;
        if (sl_hash_in(&f->type->relative, a->tokens->v[who].hash)) break;
    }
    if (who == here || !sl_hash_in(&f->type->relative, a->tokens->v[who].hash)) return;
    uint32_t i = sl_people_first(f->people, sentence);
    for (; i != SL_NONE; i = f->people->next.v[i]) {
        const sl_reference *r = &f->people->references.v[i];
        bool before_it = r->tokens.to <= who && who - r->tokens.to <= APPOSITION;
        if (before_it && r->n == 1 && (f->inside || !r->quoted)) rank(f, to, r->persons[0], exclude);
    }
}

enum { FORWARD_REACH = 24 }; /* tokens */

/* The first name outside of quotations in a sentence. */
static const sl_reference *first_named(const finder *f, uint32_t sentence) {
    const sl_reference *first = NULL;
    for (uint32_t i = sl_people_first(f->people, sentence); i != SL_NONE; i = f->people->next.v[i]) {
        const sl_reference *r = &f->people->references.v[i];
        bool counts = r->named && (f->inside || !r->quoted);
        if (counts && (!first || r->at.from < first->at.from)) first = r;
    }
    return first;
}

/* "When she fell, Orr …": whoever is named behind the comma, where nobody is named before the pronoun, nor in the
   sentence before. */
static void rank_follower(const finder *f, uint32_t sentence, sl_off at, uint32_t exclude, ranking *to) {
    const sl_article *a = f->a;
    const sl_reference *next = first_named(f, sentence);
    if (!next || next->at.from <= at || next->n != 1 || next->owner) return;
    if (next->tokens.from > sl_token_at(a->tokens, at) + FORWARD_REACH) return;
    if (a->text->view.p[a->tokens->v[next->tokens.from - 1].at] != ',') return;
    bool begins = sentence == 0 || a->sentences->v[sentence].paragraph != a->sentences->v[sentence - 1].paragraph;
    if (begins || !first_named(f, sentence - 1)) rank(f, to, next->persons[0], exclude);
}

/* Of a form that says nothing, the first that it fits is meant. */
static bool is_settled(const finder *f, const sl_match *m, const ranking *r, size_t from) {
    for (size_t i = from; i < r->n && m->n_captures == 0; i++)
        if (agreement(f, &f->people->persons.v[r->persons[i]], m) >= 0) return true;
    return false;
}

/* Who may be meant by a form, best first: whom a relative clause is about, the own sentence, then sentence by sentence
   backwards. The subject, which comes first in its sentence, is preferred; but the one named last is in so many
   sentences, counted backwards from the own: `last_named`. */
static void preferred(const finder *f, const sl_match *m, uint32_t last_named, uint32_t exclude, ranking *to) {
    sl_off at = m->at.from;
    uint32_t sentence = sl_article_sentence(f->a, at);
    rank_antecedent(f, sentence, at, exclude, to);
    if (!f->describes) rank_follower(f, sentence, at, exclude, to);
    bool settled = is_settled(f, m, to, 0);
    for (uint32_t back = 0; back <= sentence && back < FARTHEST_BACK && to->n < MOST_PREFERRED && !settled; back++) {
        size_t known = to->n;
        rank_sentence(f, sentence - back, at, back < last_named, exclude, to);
        if (back <= 1) to->n_near = to->n;
        settled = is_settled(f, m, to, known);
    }
}

/* "his" and "the 25-year-old" tell nobody by his kind: they go back to the subject of the sentence before. "There is no
   Shaw. The left-back …" takes up the one named last there too. */
static uint32_t last_named(const finder *f, const sl_match *m, bool possessive) {
    if (m->n_captures == 0) return possessive;
    for (size_t i = 0; i < m->n_captures; i++)
        if (m->captures[i].capture->symbol == f->age) return 1;
    return 2;
}

/* To whom it is known to fit best; of equals, for a description, one with a whole name; then the one preferred. "Moss
   was missed. The striker …": Moss, of whom it is not known, rather than a striker named in another paragraph.
   @return in how much it is known to fit him; -1 if it fits nobody */
static int resolve(const finder *f, const sl_match *m, uint32_t exclude, sl_reference *to) {
    ranking r = {.n = 0};
    preferred(f, m, last_named(f, m, to->possessive), exclude, &r);
    int best = -1;
    for (size_t i = 0; i < r.n; i++) {
        int fit = agreement(f, &f->people->persons.v[r.persons[i]], m);
        if (fit < 0) continue;
        if (i >= r.n_near && best >= 0 && m->n_captures) break;
        fit *= 8;
        if (m->n_captures) fit += f->people->persons.v[r.persons[i]].n_words > 1;
        if (fit <= best) continue;
        best = fit;
        to->persons[0] = r.persons[i];
        to->n = 1;
    }
    return best < 0 ? -1 : best / 8;
}

/* --- a description that says what somebody is --------------------------------------------------------------------- */

/* How many persons of the type, wherever named, fit it at least that well; `*one` is one of them. */
static size_t fitting(const finder *f, const sl_match *m, int least, uint32_t *one) {
    size_t n = 0;
    for (uint32_t i = 0; i < f->people->persons.n; i++) {
        const sl_person *p = &f->people->persons.v[i];
        if (p->n_words == 0 || !has_type(f, i) || agreement(f, p, m) < least) continue;
        *one = i;
        n++;
    }
    return n;
}

/* Nothing is known of the person but a team, an age and what first names tell: no position, no list, no rule. */
static bool is_blank(const finder *f, const sl_person *p, const sl_pattern *form) {
    if (p->fed_by.n || !sl_type_set_is_empty(&p->lists)) return false;
    for (size_t i = 0; i < p->attributes.n; i++) {
        bool asked = p->attributes.v[i].column == f->age || p->attributes.v[i].of_given;
        for (size_t k = 0; k < form->n_captures && !asked; k++)
            asked = form->captures[k].symbol == p->attributes.v[i].column;
        if (!asked) return false;
    }
    return true;
}

enum { ADOPTS_BACK = 3 }; /* sentences */

/* Of those named shortly before of whom nothing is known, the one whom the description fits best. */
static uint32_t best_blank(finder *f, const sl_match *m, int *most) {
    ranking r = {.n = 0};
    uint32_t sentence = sl_article_sentence(f->a, m->at.from), best = SL_NONE;
    *most = -1;
    f->adopting = true;
    for (uint32_t back = 0; back <= sentence && back <= ADOPTS_BACK; back++)
        rank_sentence(f, sentence - back, m->at.from, false, SL_NONE, &r);
    f->adopting = false;
    for (size_t i = 0; i < r.n; i++) {
        const sl_person *p = &f->people->persons.v[r.persons[i]];
        int fit = is_blank(f, p, m->pattern) ? agreement(f, p, m) : -1;
        if (fit <= *most) continue;
        *most = fit;
        best = r.persons[i];
    }
    return best;
}

/* One of the type who is named only later; else one of whom as much is known as the description says ("Villa's Orr …
   the Villa manager"); else, where nobody of the type can be meant, one of whom nothing is known. */
static void adopt(finder *f, const sl_match *m, sl_reference *to) {
    uint32_t person = SL_NONE, other;
    size_t sure = fitting(f, m, 1, &person), possible = fitting(f, m, 0, sure ? &other : &person);
    if (to->n) person = to->persons[0];
    else if (sure != 1 && possible != 1) person = SL_NONE;
    int fit;
    uint32_t blank = sure ? SL_NONE : best_blank(f, m, &fit);
    if (blank != SL_NONE && (fit > 0 || possible == 0)) {
        person = blank;
        sl_type_set_add(&f->people->persons.v[person].adopted, f->type->type);
        sl_person_type_anew(f->a->program, &f->people->persons.v[person]);
    }
    if (person == SL_NONE) return;
    to->persons[0] = person;
    to->n = 1;
}

/* --- forms -------------------------------------------------------------------------------------------------------- */

static bool is_word_of(const sl_article *a, sl_range r, const sl_hashes *words) {
    return r.to - r.from == 1 && sl_hash_in(words, a->tokens->v[r.from].hash);
}

static bool covered(const finder *f, sl_span at) {
    uint32_t i = sl_people_first(f->people, sl_article_sentence(f->a, at.from));
    for (; i != SL_NONE; i = f->people->next.v[i]) {
        const sl_reference *r = &f->people->references.v[i];
        if (r->at.from < at.to && at.from < r->at.to) return true;
    }
    return false;
}

static const bool *function_words(const sl_article *a, sl_arena *out) {
    bool *is = SL_NEW_ARRAY(out, bool, a->tokens->n + 1);
    for (size_t i = 0; i < a->mentions.n; i++) {
        const sl_mention *m = a->mentions.v[i];
        if (!sl_type_set_has(&a->program->grammar.not_names, m->type)) continue;
        for (uint32_t t = m->tokens.from; t < m->tokens.to; t++)
            is[t] = a->tokens->v[t].kind == SL_TOKEN_WORD && !(a->tokens->v[t].flags & SL_TOKEN_CAPITAL);
    }
    return is;
}

enum { WORDS_BETWEEN = 3 };

/* "the goalkeeper Joe Pratt", "the manager, Joe Pratt", "the Dutch winger Joe Pratt": the words describe the name behind
   them and stand for nobody themselves. */
static bool leads_a_name(const finder *f, sl_range form) {
    const sl_tokens *t = f->a->tokens;
    for (int i = 0; i < WORDS_BETWEEN && form.to < t->n && f->function[form.to]; i++) form.to++;
    bool comma = form.to < t->n && f->a->text->view.p[t->v[form.to].at] == ',';
    uint32_t i = sl_people_first(f->people, sl_article_sentence(f->a, t->v[form.from].at));
    for (; i != SL_NONE; i = f->people->next.v[i]) {
        const sl_reference *r = &f->people->references.v[i];
        if (r->named && (r->tokens.from == form.to || (comma && r->tokens.from == form.to + 1))) return true;
    }
    return false;
}

static sl_range tokens_of(const sl_article *a, sl_span at) {
    sl_range r = {sl_token_at(a->tokens, at.from), sl_token_at(a->tokens, at.to)};
    return r;
}

static void refer(finder *f, const sl_match *m, uint32_t speaker) {
    sl_reference r = {.tokens = tokens_of(f->a, m->at), .at = m->at, .quoted = f->inside};
    if (r.tokens.to <= r.tokens.from || covered(f, m->at) || leads_a_name(f, r.tokens)) return;
    r.possessive = is_word_of(f->a, r.tokens, &f->type->possessive);
    f->describes = r.tokens.to - r.tokens.from > 1;
    if (!f->describes) f->pronoun = sl_text_cut(f->a->text, m->at);
    int fit = resolve(f, m, speaker, &r);
    if (fit < 1 && f->describes && !f->inside && f->type->is_said) adopt(f, m, &r);
    if (r.n) sl_people_add(f->a, f->people, r, f->s->out);
}

/* I, me, my: the speaker of the quotation that they stand in. */
static void refer_speakers(const finder *f, const uint32_t *speaker_of) {
    for (size_t q = 0; q < f->a->quotations->n; q++) {
        const sl_quotation *quote = &f->a->quotations->v[q];
        uint32_t speaker = quote->depth == 0 ? speaker_of[q] : SL_NONE;
        if (speaker == SL_NONE || !has_type(f, speaker)) continue;
        for (uint32_t t = quote->tokens.from; t < quote->tokens.to; t++) {
            sl_range one = {t, t + 1};
            if (!is_word_of(f->a, one, &f->type->quoted)) continue;
            sl_reference r = {
                .tokens = one, .at = sl_range_span(f->a->tokens, one), .persons = {speaker}, .n = 1, .quoted = true};
            r.possessive = is_word_of(f->a, one, &f->type->possessive);
            if (!covered(f, r.at)) sl_people_add(f->a, f->people, r, f->s->out);
        }
    }
}

static int by_place(const void *x, const void *y) {
    const sl_match *a = x, *b = y;
    if (a->at.from != b->at.from) return a->at.from < b->at.from ? -1 : 1;
    if (a->at.to != b->at.to) return a->at.to > b->at.to ? -1 : 1;
    return (a->pattern->line > b->pattern->line) - (a->pattern->line < b->pattern->line);
}

const sl_matches *sl_people_stand_ins(sl_search *search, sl_people *people, size_t number) {
    const sl_program *p = search->article->program;
    const sl_person_type *type = &p->persons.v[number];
    if (!people->stand_ins) people->stand_ins = SL_NEW_ARRAY(search->out, sl_stand_ins, p->persons.n);
    sl_stand_ins *found = &people->stand_ins[number];
    if (found->known) return &found->matches;
    *found = (sl_stand_ins){.known = true};
    sl_search_gates(search, type->first_alone, type->n_alone, &found->matches);
    sl_sort(search->out, found->matches.v, found->matches.n, sizeof *found->matches.v, by_place);
    return &found->matches;
}

/* A stand-in, and the type of person that it may stand for. */
typedef struct {
    const sl_match *match;
    const sl_person_type *type;
    uint32_t quotation; /* that it stands in; SL_NONE: none */
} stand_in;

static int by_match(const void *x, const void *y) {
    const stand_in *a = x, *b = y;
    if (a->match->at.from != b->match->at.from) return a->match->at.from < b->match->at.from ? -1 : 1;
    if (a->type != b->type) return a->type < b->type ? -1 : 1; /* they stand in one array */
    return by_place(a->match, b->match);
}

/* Those of the types that may (not) say what somebody is, in the order of the text: each is there for the next. */
static void refer_all(finder *f, bool saying, const uint32_t *speaker_of) {
    const sl_program *p = f->a->program;
    SL_ARRAY(stand_in) all = {0};
    for (size_t t = 0; t < p->persons.n; t++) {
        f->type = &p->persons.v[t];
        if (f->type->is_said != saying) continue;
        if (f->inside) refer_speakers(f, speaker_of);
        const sl_matches *matches = sl_people_stand_ins(f->s, f->people, t);
        for (size_t i = 0; i < matches->n; i++) {
            uint32_t q = sl_article_quotation(f->a, matches->v[i].at.from);
            if ((q != SL_NONE) == f->inside) *sl_push(f->s->out, &all) = (stand_in){&matches->v[i], f->type, q};
        }
    }
    sl_sort(f->s->out, all.v, all.n, sizeof *all.v, by_match);
    for (size_t i = 0; i < all.n; i++) {
        f->type = all.v[i].type;
        refer(f, all.v[i].match, f->inside ? speaker_of[all.v[i].quotation] : SL_NONE);
    }
}

void sl_people_refer(sl_search *search, sl_people *people, bool inside, const uint32_t *speaker_of) {
    sl_article *a = search->article;
    finder f = {.s = search,
                .a = a,
                .people = people,
                .age = sl_symbol_known(a->program, SL_STR("age")),
                .born = sl_symbol_known(a->program, SL_STR("born")),
                .pronouns = sl_symbol_known(a->program, SL_STR("pronouns")),
                .inside = inside};
    size_t first = people->references.n;
    if (inside && a->n_outermost == 0) return;
    if (!people->function) people->function = function_words(a, search->out);
    f.function = people->function;
    refer_all(&f, true, speaker_of);
    refer_all(&f, false, speaker_of);
    sl_people_mention(search, people, first);
}
