/* SPDX-License-Identifier: Apache-2.0
 *
 *     On Monday, Liverpool centre-back Virgil van Dijk met N'Golo Kante and J. Smith Jr
 *                                      ^^^^^^^^^^^^^^^     ^^^^^^^^^^^     ^^^^^^^^^^^
 *
 * Words of the `not` lists (clubs, places, days, words that begin sentences) and of `alone:` end a name, unless a first
 * name stands before them ("Ashley Young") or a list of persons has the whole.
 */
#include "find/names_p.h"

typedef struct {
    const sl_article *a;
    sl_arena *out;
    uint8_t *marks;      /* by token: the bits below */
    uint32_t *listed_to; /* by token: the end of a person list's hit that begins here */
} finder;

/* NOT_ALONE: behind the first word of a thing that is no name, "Crystal Palace" */
enum { GIVEN = 1, PARTICLE = 2, SUFFIX = 4, TITLE = 8, NOT_NAME = 16, NOT_ALONE = 32 };

static void mark_mentions(finder *f) {
    const sl_program *p = f->a->program;
    const sl_name_grammar *g = &p->grammar;
    for (size_t i = 0; i < f->a->mentions.n; i++) {
        const sl_mention *m = f->a->mentions.v[i];
        uint8_t bits = 0;
        if (sl_type_set_has(&g->given, m->type)) bits |= GIVEN;
        if (sl_type_set_has(&g->particle, m->type)) bits |= PARTICLE;
        if (sl_type_set_has(&g->suffix, m->type)) bits |= SUFFIX;
        if (sl_type_set_has(&g->title, m->type)) bits |= TITLE;
        if (sl_type_set_has(&g->not_names, m->type)) bits |= NOT_NAME;
        for (uint32_t t = m->tokens.from; t < m->tokens.to; t++)
            f->marks[t] |= bits & NOT_NAME && t > m->tokens.from ? bits | NOT_ALONE : bits;
        if (sl_type_set_has(&p->person_lists, m->type) && m->tokens.to > f->listed_to[m->tokens.from])
            f->listed_to[m->tokens.from] = m->tokens.to;
    }
}

/* "He": what stands for a person names none. */
static void mark_pronouns(finder *f) {
    const sl_name_grammar *g = &f->a->program->grammar;
    for (uint32_t t = 0; t < f->a->tokens->n; t++)
        if (sl_hash_in(&g->alone, f->a->tokens->v[t].hash)) f->marks[t] |= NOT_NAME;
}

static const sl_token *token(const finder *f, uint32_t t) {
    return &f->a->tokens->v[t];
}
static char mark_at(const finder *f, uint32_t t) {
    return token(f, t)->kind == SL_TOKEN_MARK ? f->a->text->view.p[token(f, t)->at] : '\0';
}
static bool glued(const finder *f, uint32_t t, uint32_t end) {
    return t < end && !(token(f, t)->flags & SL_TOKEN_SPACED);
}
static bool capital(const finder *f, uint32_t t, uint32_t end) {
    return t < end && token(f, t)->kind == SL_TOKEN_WORD && token(f, t)->flags & SL_TOKEN_CAPITAL;
}

enum { SHORTEST_BEHIND_APOSTROPHE = 3 }; /* 's, 'll, 're and 've are no part of a name */

/* O'Neill, N'Golo; Va'aiga, Tu'ivai: what stands behind the apostrophe at `to` belongs to the word. */
static bool joins_behind_apostrophe(const finder *f, uint32_t t, uint32_t to, uint32_t end) {
    if (capital(f, to + 1, end)) return true;
    const sl_token *rest = token(f, to + 1);
    return rest->kind == SL_TOKEN_WORD && rest->size >= SHORTEST_BEHIND_APOSTROPHE && token(f, t)->size > 1 &&
           !(token(f, t)->flags & SL_TOKEN_UPPER);
}

/* The end of the word that begins at `t`: Loftus-Cheek, O'Neill, N'Golo, Va'aiga, J. and A.N. are one word; 0: none. */
static uint32_t word_end(const finder *f, uint32_t t, uint32_t end) {
    if (!capital(f, t, end)) return 0;
    uint32_t to = t + 1;
    bool initial = token(f, t)->size == 1;
    while (to + 1 < end) {
        char mark = mark_at(f, to);
        if (!glued(f, to, end) || !glued(f, to + 1, end)) break;
        bool hyphen = mark == '-' && token(f, to + 1)->kind == SL_TOKEN_WORD;
        bool apostrophe = mark == '\'' && joins_behind_apostrophe(f, t, to, end);
        bool initials = mark == '.' && initial && capital(f, to + 1, end) && token(f, to + 1)->size == 1;
        if (!hyphen && !apostrophe && !initials) break;
        to += 2;
    }
    if (initial && glued(f, to, end) && mark_at(f, to) == '.' && capital(f, to + 1, end)) to++;
    return to;
}

/* "defender Jordan Chester", "Jordan Chester, 27", "Jordan Chester (knee)": what stands beside it tells of a person.
   `to`: behind the last word. */
static bool is_introduced(const finder *f, uint32_t t, uint32_t to, uint32_t end) {
    bool by_function = t > 0 && !(token(f, t)->flags & SL_TOKEN_PARAGRAPH) && f->marks[t - 1] & NOT_NAME &&
                       token(f, t - 1)->kind == SL_TOKEN_WORD && !(token(f, t - 1)->flags & SL_TOKEN_CAPITAL);
    if (by_function || to >= end) return by_function;
    if (to + 1 >= end) return false;
    bool small = token(f, to + 1)->kind == SL_TOKEN_WORD && !(token(f, to + 1)->flags & SL_TOKEN_CAPITAL);
    return (mark_at(f, to) == '(' && small) || (mark_at(f, to) == ',' && token(f, to + 1)->kind == SL_TOKEN_NUMBER);
}

/* A first name that is also another word ("Jordan", "Will") counts where a capitalised word follows; if that is another
   word too ("Chester", "Shine"), where more tells that it is a name; but not in "Crystal Palace". */
static bool leads_name(const finder *f, uint32_t t, uint32_t next, uint32_t end) {
    if (!(f->marks[t] & GIVEN) || !capital(f, next, end) || !(token(f, next)->flags & SL_TOKEN_SPACED)) return false;
    if (f->marks[next] & NOT_ALONE) return false;
    return !(f->marks[next] & NOT_NAME) || is_introduced(f, t, next + 1, end);
}

/* "A.J. Smith": a letter with a full stop is an initial, whatever lists say of the letter. */
static bool is_initial(const finder *f, uint32_t t) {
    return token(f, t)->size == 1 && t + 1 < f->a->tokens->n && glued(f, t + 1, (uint32_t)f->a->tokens->n) &&
           mark_at(f, t + 1) == '.';
}

static bool refused(const finder *f, uint32_t t, bool helped) {
    if (f->marks[t] & NOT_NAME && !helped && !is_initial(f, t)) return true;
    bool shouted = token(f, t)->flags & SL_TOKEN_UPPER && !(f->marks[t] & GIVEN);
    return shouted || f->marks[t] & TITLE;
}

static sl_str lower_word(const finder *f, uint32_t from, uint32_t to) {
    sl_str view = f->a->text->view;
    sl_span at = sl_range_span(f->a->tokens, (sl_range){from, to});
    char *low = sl_arena_raw(f->out, at.to - at.from, 1);
    size_t n = 0;
    for (sl_off i = at.from; i < at.to; i++)
        if (view.p[i] != '.') low[n++] = sl_lower(view.p[i]);
    return (sl_str){low, n};
}

/* "Pennine Newswire", "Yorkshire Post": a word by itself in front of a capitalised word that is no name is part of it. */
static bool leads_other_thing(const finder *f, uint32_t to, uint32_t end) {
    return capital(f, to, end) && token(f, to)->flags & SL_TOKEN_SPACED && f->marks[to] & NOT_NAME;
}

/* "the Queenslander": one capitalised word behind an article is a description. */
static bool stands_behind_article(const finder *f, uint32_t t) {
    const sl_name_grammar *g = &f->a->program->grammar;
    return t > 0 && !(token(f, t)->flags & SL_TOKEN_PARAGRAPH) && sl_hash_in(&g->not_behind, token(f, t - 1)->hash);
}

/* The name that begins at token `t` of a sentence that ends at `end`; false if none does. */
static bool name_at(const finder *f, uint32_t t, uint32_t end, sl_name *name) {
    SL_ARRAY(sl_str) words = {0};
    uint32_t at = t, to = t;
    bool given = false;
    *name = (sl_name){.person = SL_NONE, .particle = f->marks[t] & PARTICLE};
    while (at < end && words.n < 6) {
        bool fresh = at == t || token(f, at)->flags & SL_TOKEN_SPACED;
        if (!fresh || (at > t && token(f, at)->flags & SL_TOKEN_PARAGRAPH)) break;
        if (f->listed_to[at] > at && f->listed_to[at] <= end && at > t && !given && words.n > 1) break;
        uint32_t next = word_end(f, at, end);
        bool particle = f->marks[at] & PARTICLE && at + 1 < end && token(f, at + 1)->flags & SL_TOKEN_SPACED;
        if (particle && (words.n || !(token(f, at)->flags & SL_TOKEN_CAPITAL) || word_end(f, at + 1, end))) {
            uint32_t behind = at + 1; /* a second particle: van der */
            while (behind + 1 < end && f->marks[behind] & PARTICLE) behind++;
            if (!word_end(f, behind, end) || refused(f, behind, true)) particle = false;
        } else {
            particle = false;
        }
        bool helped = given || (words.n > 0 && name->particle) || (words.n == 0 && leads_name(f, at, next, end));
        if (!particle && (!next || refused(f, at, helped))) {
            bool suffix = words.n && f->marks[at] & SUFFIX;
            if (!suffix) break;
            next = at + 1;
        }
        if (particle) next = at + 1;
        *sl_push(f->out, &words) = lower_word(f, at, next);
        given = !particle && f->marks[at] & GIVEN && words.n == 1;
        name->suffix = words.n > 2 && f->marks[at] & SUFFIX;
        if (words.n == 1 && given) name->given = true;
        to = at = next;
    }
    if (words.n == 0) return false;
    if (words.n == 1 && (stands_behind_article(f, t) || leads_other_thing(f, to, end))) return false;
    if (words.n == 1 && words.v[0].n == 1) return false; /* Q: no name is one letter */
    name->tokens = (sl_range){t, to};
    name->words = words.v;
    name->n_words = words.n;
    return true;
}

/* JOE PRATT (knee), JOE PRATT: a name in capitals at the start of a paragraph, with a mark behind it. */
static bool shouted_at(const finder *f, uint32_t t, uint32_t end, sl_name *name) {
    if (!(token(f, t)->flags & SL_TOKEN_PARAGRAPH)) return false;
    SL_ARRAY(sl_str) words = {0};
    uint32_t to = t;
    while (to < end && words.n < 4 && token(f, to)->flags & SL_TOKEN_UPPER && !(f->marks[to] & NOT_NAME)) {
        uint32_t next = word_end(f, to, end);
        if (!next) break;
        *sl_push(f->out, &words) = lower_word(f, to, next);
        to = next;
    }
    char mark = to < end ? mark_at(f, to) : '\0';
    if (words.n < 2 || (mark != ':' && mark != '(' && mark != '-' && mark != ',')) return false;
    *name = (sl_name){.tokens = {t, to}, .words = words.v, .n_words = words.n, .person = SL_NONE, .given = true};
    return true;
}

/* A list of persons has a name here, whatever the grammar thinks of its words ("Reece James", "Son Heung-min"). */
static bool listed_at(const finder *f, uint32_t t, uint32_t end, sl_name *name) {
    uint32_t to = f->listed_to[t];
    if (to <= t || to > end || !(token(f, t)->flags & SL_TOKEN_CAPITAL)) return false;
    SL_ARRAY(sl_str) words = {0};
    for (uint32_t at = t; at < to;) {
        uint32_t next = at + 1;
        while (next < to && !(token(f, next)->flags & SL_TOKEN_SPACED)) next++;
        *sl_push(f->out, &words) = lower_word(f, at, next);
        at = next;
    }
    *name = (sl_name){.tokens = {t, to},
                      .words = words.v,
                      .n_words = words.n,
                      .person = SL_NONE,
                      .listed = true,
                      .given = f->marks[t] & GIVEN,
                      .particle = f->marks[t] & PARTICLE};
    return true;
}

/* Names begin with a capital or with a particle. */
static bool may_begin_name(const finder *f, uint32_t t) {
    return token(f, t)->flags & SL_TOKEN_CAPITAL || f->marks[t] & PARTICLE;
}

static void sentence_names(finder *f, const sl_passage *unit, sl_names *names) {
    for (uint32_t t = unit->tokens.from; t < unit->tokens.to;) {
        if (!may_begin_name(f, t)) {
            t++;
            continue;
        }
        sl_name by_list = {0}, by_grammar = {0};
        bool listed = listed_at(f, t, unit->tokens.to, &by_list);
        bool spaced = t == unit->tokens.from || token(f, t)->flags & SL_TOKEN_SPACED || mark_at(f, t - 1);
        if (token(f, t)->size == 1 && t > unit->tokens.from && glued(f, t, unit->tokens.to) && mark_at(f, t - 1) == '-')
            spaced = false; /* CT-H */
        bool grammar = shouted_at(f, t, unit->tokens.to, &by_grammar);
        grammar =
            grammar || (spaced && mark_at(f, t ? t - 1 : 0) != '@' && name_at(f, t, unit->tokens.to, &by_grammar));
        if (!listed && !grammar) {
            t++;
            continue;
        }
        sl_name *n = sl_push(f->out, names);
        *n = listed && (!grammar || by_list.tokens.to >= by_grammar.tokens.to) ? by_list : by_grammar;
        n->begins_sentence =
            t == unit->tokens.from || (t == unit->tokens.from + 1 && mark_at(f, unit->tokens.from) != '\0');
        t = n->tokens.to;
    }
}

void sl_names_find(const sl_article *article, sl_arena *out, sl_names *names) {
    finder f = {.a = article, .out = out};
    f.marks = SL_NEW_ARRAY(out, uint8_t, article->tokens->n + 1);
    f.listed_to = SL_NEW_ARRAY(out, uint32_t, article->tokens->n + 1);
    mark_mentions(&f);
    mark_pronouns(&f);
    for (size_t i = 0; i < article->n_inner; i++) sentence_names(&f, &article->inner[i], names);
}
