/* SPDX-License-Identifier: Apache-2.0
 *
 * Linking the forms of a name: the full name makes a person, shorter forms join the person whose name they end, begin
 * or lie in. A form that fits two persons means the one named last, where that was close by; else it may be both.
 */
#include "find/people.h"

#include "base/sort.h"
#include "find/names_p.h"
#include "find/wordindex.h"

typedef struct {
    sl_search *search;
    sl_article *a;
    sl_people *people;
    sl_arena *out;
    sl_names names;
    /* All of these only save time. */
    sl_wordindex persons;     /* by each of their words */
    sl_wordindex last_words;  /* of names */
    sl_wordindex sure_words;  /* words of names that do not begin their sentence */
    sl_wordindex small_words; /* hashes of tokens without a capital; of words that begin a name and a sentence */
    uint8_t *things;          /* by token: the bits below */
} linker;

enum { IN_NAME = 1, IN_LONGER_THING = 2, IN_OTHER_THING = 4 };

/* --- forms of names ----------------------------------------------------------------------------------------------- */

static bool same_words(const sl_str *a, const sl_str *b, size_t n) {
    for (size_t i = 0; i < n; i++)
        if (!sl_str_eq(a[i], b[i])) return false;
    return true;
}

typedef enum { FITS_NOT, FITS_INSIDE, FITS_BEGIN, FITS_END, FITS_WHOLE } fit;

enum { SHORTEST_STEM = 3 };

/* Ali and Alireza, Steve and Steven, J and Joe: one first name is the beginning of the other. */
static bool same_first_name(sl_str a, sl_str b) {
    sl_str shorter = a.n < b.n ? a : b, longer = a.n < b.n ? b : a;
    return sl_str_starts_with(longer, shorter) &&
           (shorter.n == longer.n || shorter.n >= SHORTEST_STEM || shorter.n == 1);
}

/* Sai and Siosaia: in the midst of the longer one, and not a first name itself, as Ian is in Brian. */
static bool is_nickname(sl_str word, bool given, sl_str of) {
    if (given || word.n < SHORTEST_STEM) return false;
    for (size_t i = 1; i + word.n <= of.n; i++)
        if (sl_str_eq((sl_str){of.p + i, word.n}, word)) return true;
    return false;
}

static bool same_name(const sl_person *p, const sl_name *form) {
    size_t n = form->n_words;
    if (n < 2) return same_words(p->words, form->words, n);
    if (!same_words(p->words + 1, form->words + 1, n - 1)) return false;
    sl_str a = p->words[0], b = form->words[0];
    return same_first_name(a, b) || is_nickname(a, p->given, b) || is_nickname(b, form->given, a);
}

/* How a form fits a person's fullest name: surname beats first name beats anything between. */
static fit fits(const sl_person *p, const sl_name *form) {
    size_t n = form->n_words;
    if (n > p->n_words) return FITS_NOT;
    if (n == p->n_words) return same_name(p, form) ? FITS_WHOLE : FITS_NOT;
    if (same_words(p->words + p->n_words - n, form->words, n)) return FITS_END;
    if (p->suffix && same_words(p->words + p->n_words - 1 - n, form->words, n)) return FITS_END;
    if (same_words(p->words, form->words, n)) return FITS_BEGIN;
    if (n == 1 && p->also.n && sl_str_eq(p->also, form->words[0])) return FITS_BEGIN;
    for (size_t i = 1; i + n < p->n_words; i++)
        if (same_words(p->words + i, form->words, n)) return FITS_INSIDE;
    return FITS_NOT;
}

static sl_span span_of(const linker *l, const sl_name *n) {
    return sl_range_span(l->a->tokens, n->tokens);
}

static bool is_word_before(const sl_str *words, size_t i) {
    for (size_t k = 0; k < i; k++)
        if (sl_str_eq(words[k], words[i])) return true;
    return false;
}

/* Once, however often the word stands in the name: a person is found once for a word. */
static void add_person_word(linker *l, const sl_str *words, size_t i, uint32_t person) {
    if (!is_word_before(words, i)) sl_wordindex_add(&l->persons, sl_word_key(words[i]), person);
}

/* Whoever a form fits has its last word. */
static uint32_t first_fitting(const linker *l, const sl_name *n) {
    return sl_wordindex_first(&l->persons, sl_word_key(n->words[n->n_words - 1]));
}

static uint32_t new_person(linker *l, const sl_name *n) {
    sl_person *p = sl_push(l->out, &l->people->persons);
    p->named = span_of(l, n);
    p->name = sl_text_cut(l->a->text, p->named);
    p->words = n->words;
    p->n_words = n->n_words;
    p->suffix = n->suffix;
    p->given = n->given;
    uint32_t number = (uint32_t)l->people->persons.n - 1;
    for (size_t i = 0; i < n->n_words; i++) add_person_word(l, n->words, i, number);
    return number;
}

/* A person whose name this is, wholly or in part; one whose first name it gives in full gets the fuller form. */
static bool has_link(linker *l, const sl_name *n) {
    bool found = false;
    for (uint32_t at = first_fitting(l, n); at != SL_NONE; at = sl_wordindex_next(&l->persons, at)) {
        uint32_t number = l->persons.links.v[at].number;
        sl_person *p = &l->people->persons.v[number];
        fit how = fits(p, n);
        found = found || how >= FITS_BEGIN;
        if (how != FITS_WHOLE || sl_str_eq(n->words[0], p->words[0])) continue;
        bool known = n->words[0].n <= p->words[0].n;
        if (known && (p->also.n || n->words[0].n == 1)) continue;
        if (known) {
            p->also = n->words[0];
            sl_wordindex_add(&l->persons, sl_word_key(p->also), number);
            continue;
        }
        if (p->words[0].n > 1) p->also = p->words[0];
        for (size_t i = 1; i < n->n_words; i++) known = known || sl_str_eq(n->words[i], n->words[0]);
        if (!known) sl_wordindex_add(&l->persons, sl_word_key(n->words[0]), number);
        p->words = n->words;
        p->suffix = n->suffix;
        p->given = n->given;
        p->named = span_of(l, n);
        p->name = sl_text_cut(l->a->text, p->named);
    }
    return found;
}

static void add_sure_words(linker *l, const sl_name *n) {
    for (size_t k = 0; k < n->n_words; k++) {
        uint64_t key = sl_word_key(n->words[k]);
        if (!sl_wordindex_has(&l->sure_words, key)) sl_wordindex_add(&l->sure_words, key, 0);
    }
}

/* A capital at the start of a sentence proves nothing: is the first word a name somewhere else? */
static bool first_word_is_name(const linker *l, const sl_name *n) {
    return sl_wordindex_has(&l->sure_words, sl_word_key(n->words[0]));
}

/* Does the article have the word in small letters too? Then a capital at the start of a sentence is only that. */
static bool is_also_a_word(const linker *l, const sl_name *n) {
    return sl_wordindex_has(&l->small_words, l->a->tokens->v[n->tokens.from].hash);
}

/* Does another name, which does not begin its sentence, end in these words? */
static bool ends_other_name(const linker *l, size_t i, const sl_name *rest) {
    uint32_t at = sl_wordindex_first(&l->last_words, sl_word_key(rest->words[rest->n_words - 1]));
    for (; at != SL_NONE; at = sl_wordindex_next(&l->last_words, at)) {
        uint32_t k = l->last_words.links.v[at].number;
        const sl_name *other = &l->names.v[k];
        if (k != i && !other->begins_sentence && other->n_words >= rest->n_words &&
            same_words(other->words + other->n_words - rest->n_words, rest->words, rest->n_words))
            return true;
    }
    return false;
}

/* "Striker Okafor": drops the first word where the rest is a known person's name and the word is no name itself. */
static void strip_first_words(linker *l) {
    for (size_t i = 0; i < l->names.n; i++) {
        sl_name *n = &l->names.v[i];
        if (!n->begins_sentence || n->listed || n->given || n->n_words < 2 || first_word_is_name(l, n)) continue;
        if (!is_also_a_word(l, n)) continue;
        sl_name rest = *n;
        rest.words++;
        rest.n_words--;
        if (!ends_other_name(l, i, &rest)) continue;
        uint32_t t = n->tokens.from + 1;
        while (t < n->tokens.to && !(l->a->tokens->v[t].flags & SL_TOKEN_SPACED)) t++;
        rest.tokens.from = t;
        rest.begins_sentence = false;
        *n = rest;
        add_sure_words(l, n);
    }
}

/* Full names first, wherever they stand: a headline may come before them. */
static void full_names(linker *l) {
    for (int with_particles = 0; with_particles < 2; with_particles++)
        for (size_t i = 0; i < l->names.n; i++) {
            sl_name *n = &l->names.v[i];
            if (n->n_words < 2 || n->particle != (with_particles == 1) || has_link(l, n)) continue;
            bool weak = n->begins_sentence && !n->listed && !n->given && !first_word_is_name(l, n);
            if (weak && n->n_words == 2 && !n->particle) {
                sl_name second = *n;
                second.words++;
                second.n_words--;
                if (!has_link(l, &second)) new_person(l, n);
            } else {
                new_person(l, n);
            }
        }
}

/* Longer forms of persons made earlier: "Alisson Becker" after "Becker" is one person under the longer name. */
static bool ends_longer_person(const linker *l, const sl_person *p) {
    uint32_t at = sl_wordindex_first(&l->persons, sl_word_key(p->words[p->n_words - 1]));
    for (; at != SL_NONE; at = sl_wordindex_next(&l->persons, at)) {
        const sl_person *longer = &l->people->persons.v[l->persons.links.v[at].number];
        if (longer->n_words > p->n_words &&
            same_words(longer->words + (longer->n_words - p->n_words), p->words, p->n_words))
            return true;
    }
    return false;
}

static void absorb_shorter(linker *l) {
    for (size_t i = 0; i < l->people->persons.n; i++) {
        sl_person *p = &l->people->persons.v[i];
        if (p->n_words && ends_longer_person(l, p)) p->n_words = 0; /* never fits again */
    }
}

/* --- what tokens are part of -------------------------------------------------------------------------------------- */

static void mark(linker *l, sl_range tokens, unsigned bits) {
    for (uint32_t t = tokens.from; t < tokens.to; t++) l->things[t] |= (uint8_t)bits;
}

static void mark_things(linker *l) {
    const sl_program *p = l->a->program;
    l->things = SL_NEW_ARRAY(l->out, uint8_t, l->a->tokens->n);
    for (size_t i = 0; i < l->names.n; i++) mark(l, l->names.v[i].tokens, IN_NAME);
    for (size_t i = 0; i < l->a->mentions.n; i++) {
        const sl_mention *m = l->a->mentions.v[i];
        bool is_name = sl_type_set_has(&p->grammar.given, m->type) || sl_type_set_has(&p->person_lists, m->type);
        unsigned bits = is_name ? 0 : IN_OTHER_THING;
        if (m->tokens.to - m->tokens.from > 1) bits |= IN_LONGER_THING;
        mark(l, m->tokens, bits);
    }
}

/* Is the word an entry of a list that is not one of names? */
static bool is_other_thing(const linker *l, const sl_name *n) {
    return l->things[n->tokens.from] & IN_OTHER_THING;
}

/* --- names that are words ----------------------------------------------------------------------------------------- */

static bool is_surname(const linker *l, sl_str word) {
    uint32_t at = sl_wordindex_first(&l->persons, sl_word_key(word));
    for (; at != SL_NONE; at = sl_wordindex_next(&l->persons, at)) {
        const sl_person *p = &l->people->persons.v[l->persons.links.v[at].number];
        if (p->n_words > 1 && sl_str_eq(p->words[p->n_words - 1], word)) return true;
    }
    return false;
}

static sl_str lower_token(const linker *l, uint32_t token) {
    sl_str word = sl_token_str(l->a->text->view, &l->a->tokens->v[token]);
    char *low = sl_arena_raw(l->out, word.n, 1);
    for (size_t i = 0; i < word.n; i++) low[i] = sl_lower(word.p[i]);
    return (sl_str){low, word.n};
}

static int by_token(const void *x, const void *y) {
    const sl_name *a = x, *b = y;
    return (a->tokens.from > b->tokens.from) - (a->tokens.from < b->tokens.from);
}

/* "Key", "Rice", "White": a word that begins no name, but is the surname of somebody the article names in full. */
static void surnames_that_are_words(linker *l) {
    size_t known = l->names.n;
    for (uint32_t t = 0; t < l->a->tokens->n; t++) {
        const sl_token *token = &l->a->tokens->v[t];
        if (token->kind != SL_TOKEN_WORD || !(token->flags & SL_TOKEN_CAPITAL) || token->flags & SL_TOKEN_UPPER)
            continue;
        /* Part of a club, a competition, a phrase: then it is not the person. */
        if (l->things[t] & (IN_NAME | IN_LONGER_THING)) continue;
        sl_str word = lower_token(l, t);
        if (!is_surname(l, word)) continue;
        sl_str *words = SL_NEW(l->out, sl_str);
        *words = word;
        *sl_push(l->out, &l->names) = (sl_name){.tokens = {t, t + 1}, .words = words, .n_words = 1, .person = SL_NONE};
        add_sure_words(l, &l->names.v[l->names.n - 1]);
    }
    if (l->names.n > known) sl_sort(l->out, l->names.v, l->names.n, sizeof *l->names.v, by_token);
}

static void lone_names(linker *l) {
    for (size_t i = 0; i < l->names.n; i++) {
        sl_name *n = &l->names.v[i];
        if (n->n_words != 1 || has_link(l, n)) continue;
        bool sure = !n->begins_sentence || n->listed || first_word_is_name(l, n);
        if (sure || (!is_also_a_word(l, n) && !is_other_thing(l, n))) new_person(l, n);
    }
}

/* --- which person does a form mean? ------------------------------------------------------------------------------- */

typedef struct {
    uint32_t person;
    fit how;
    sl_off last; /* where the person was last named before the form; SL_NONE: not yet */
} candidate;

static bool better(const candidate *a, const candidate *b) {
    if (a->how != b->how) return a->how > b->how;
    if ((a->last == SL_NONE) != (b->last == SL_NONE)) return b->last == SL_NONE;
    return a->last != b->last ? a->last > b->last : a->person < b->person;
}

enum { CLOSE_BY = 600 }; /* bytes: some three sentences */

static void choose(const linker *l, const sl_name *n, const sl_off *last_named, sl_reference *to) {
    candidate best[SL_MAX_CANDIDATES];
    uint32_t count = 0;
    for (uint32_t link = first_fitting(l, n); link != SL_NONE; link = sl_wordindex_next(&l->persons, link)) {
        uint32_t i = l->persons.links.v[link].number;
        candidate c = {i, fits(&l->people->persons.v[i], n), last_named[i]};
        if (c.how == FITS_NOT) continue;
        uint32_t at = count < SL_MAX_CANDIDATES ? count++ : SL_MAX_CANDIDATES;
        while (at > 0 && better(&c, &best[at - 1])) {
            if (at < SL_MAX_CANDIDATES) best[at] = best[at - 1];
            at--;
        }
        if (at < SL_MAX_CANDIDATES) best[at] = c;
    }
    sl_off here = span_of(l, n).from;
    for (uint32_t i = 0; i < count; i++) {
        bool as_good = best[i].how == best[0].how && (best[i].last == SL_NONE) == (best[0].last == SL_NONE);
        bool close = best[0].last != SL_NONE && here - best[0].last < CLOSE_BY;
        if (i && (!as_good || close || best[i].how == FITS_WHOLE)) break;
        to->persons[to->n++] = best[i].person;
    }
}

static void refer_names(linker *l) {
    sl_off *last = SL_NEW_ARRAY(l->out, sl_off, l->people->persons.n);
    for (size_t i = 0; i < l->people->persons.n; i++) last[i] = SL_NONE;
    for (size_t i = 0; i < l->names.n; i++) {
        const sl_name *n = &l->names.v[i];
        sl_reference r = {.tokens = n->tokens, .at = span_of(l, n), .named = true};
        r.quoted = sl_article_quotation(l->a, r.at.from) != SL_NONE;
        r.owner = sl_range_with_possessive(l->a, n->tokens).to != n->tokens.to;
        choose(l, n, last, &r);
        if (r.n == 0) continue;
        sl_people_add(l->a, l->people, r, l->out);
        if (r.n == 1) last[r.persons[0]] = r.at.from;
    }
}

/* --- initials ----------------------------------------------------------------------------------------------------- */

enum { LEAST_INITIALS = 2, MOST_INITIALS = 5 };

/* The capitals of "FL:" or "CT-H:" where they begin a paragraph at token `t`; 0 letters: something else stands there. */
static size_t initials_at(const linker *l, uint32_t t, char letters[MOST_INITIALS], uint32_t *to) {
    const sl_tokens *tokens = l->a->tokens;
    sl_str view = l->a->text->view;
    size_t n = 0;
    for (uint32_t i = t; i < tokens->n; i++) {
        const sl_token *token = &tokens->v[i];
        if (i > t && token->flags & SL_TOKEN_SPACED) return 0;
        *to = i;
        if (token->kind == SL_TOKEN_MARK && view.p[token->at] == ':') return n < LEAST_INITIALS ? 0 : n;
        if (token->kind == SL_TOKEN_MARK && (view.p[token->at] == '-' || view.p[token->at] == '.')) continue;
        bool capitals = token->kind == SL_TOKEN_WORD && token->flags & SL_TOKEN_CAPITAL &&
                        (token->size == 1 || token->flags & SL_TOKEN_UPPER);
        if (!capitals || n + token->size > MOST_INITIALS) return 0;
        for (uint32_t k = 0; k < token->size; k++) letters[n++] = sl_lower(view.p[token->at + k]);
    }
    return 0;
}

/* How the person's name begins, word by word and behind each hyphen; 0 letters: too many, or no full name. */
static size_t initials_of(const sl_person *p, char letters[MOST_INITIALS]) {
    size_t n = 0;
    if (p->n_words < 2) return 0;
    for (size_t i = 0; i < p->n_words; i++)
        for (size_t c = 0; c < p->words[i].n; c++) {
            if (c > 0 && p->words[i].p[c - 1] != '-') continue;
            if (n == MOST_INITIALS) return 0;
            letters[n++] = p->words[i].p[c];
        }
    return n;
}

/* "LEOTA: …": the one person of that surname; SL_NONE: none, or several. */
static uint32_t shouted_surname_at(const linker *l, uint32_t t, uint32_t *to) {
    const sl_tokens *tokens = l->a->tokens;
    bool shouted = tokens->v[t].flags & SL_TOKEN_UPPER && tokens->v[t].kind == SL_TOKEN_WORD;
    if (!shouted || t + 1 == tokens->n || l->a->text->view.p[tokens->v[t + 1].at] != ':') return SL_NONE;
    sl_str word = lower_token(l, t);
    uint32_t only = SL_NONE, at = sl_wordindex_first(&l->persons, sl_word_key(word));
    for (; at != SL_NONE; at = sl_wordindex_next(&l->persons, at)) {
        const sl_person *p = &l->people->persons.v[l->persons.links.v[at].number];
        if (p->n_words < 2 || !sl_str_eq(p->words[p->n_words - 1], word)) continue;
        if (only != SL_NONE) return SL_NONE;
        only = l->persons.links.v[at].number;
    }
    *to = t + 1;
    return only;
}

/* A transcript: "FL: …" is whoever alone in the article has these initials, "LEOTA: …" whoever has that surname. */
static void refer_answers(linker *l) {
    sl_wordindex bearers = {.out = l->out};
    char letters[MOST_INITIALS];
    for (uint32_t p = 0; p < l->people->persons.n; p++) {
        size_t n = initials_of(&l->people->persons.v[p], letters);
        if (n) sl_wordindex_add(&bearers, sl_word_key((sl_str){letters, n}), p);
    }
    for (size_t i = 0; i < l->a->text->paragraphs.n; i++) {
        uint32_t t = l->a->tokens->paragraphs[i], to = t;
        if (t == l->a->tokens->paragraphs[i + 1] || l->things[t] & IN_NAME) continue;
        size_t n = initials_at(l, t, letters, &to);
        uint32_t link = n ? sl_wordindex_first(&bearers, sl_word_key((sl_str){letters, n})) : SL_NONE;
        bool one = link != SL_NONE && sl_wordindex_next(&bearers, link) == SL_NONE;
        uint32_t person = one ? bearers.links.v[link].number : shouted_surname_at(l, t, &to);
        if (person == SL_NONE) continue;
        sl_reference r = {
            .tokens = {t, to}, .at = sl_range_span(l->a->tokens, (sl_range){t, to}), .named = true, .n = 1};
        r.persons[0] = person;
        sl_people_add(l->a, l->people, r, l->out);
    }
}

static void index_words(linker *l) {
    uint64_t asked[SL_HASH_FILTER / 64] = {0}; /* by the low bits of a hash: it may be asked for */
    l->persons.out = l->last_words.out = l->sure_words.out = l->small_words.out = l->out;
    for (uint32_t i = 0; i < l->names.n; i++) {
        const sl_name *n = &l->names.v[i];
        uint32_t first = l->a->tokens->v[n->tokens.from].hash;
        sl_wordindex_add(&l->last_words, sl_word_key(n->words[n->n_words - 1]), i);
        if (n->begins_sentence) asked[first % SL_HASH_FILTER / 64] |= UINT64_C(1) << (first % 64);
        else add_sure_words(l, n);
    }
    for (size_t i = 0; i < l->a->tokens->n; i++) {
        const sl_token *t = &l->a->tokens->v[i];
        bool is_asked = asked[t->hash % SL_HASH_FILTER / 64] >> (t->hash % 64) & 1;
        if (is_asked && !(t->flags & SL_TOKEN_CAPITAL) && !sl_wordindex_has(&l->small_words, t->hash))
            sl_wordindex_add(&l->small_words, t->hash, 0);
    }
}

void sl_people_find(sl_search *search, sl_people *people) {
    linker l = {.search = search, .a = search->article, .people = people, .out = search->out};
    sl_names_find(l.a, l.out, &l.names);
    index_words(&l);
    strip_first_words(&l);
    full_names(&l);
    absorb_shorter(&l);
    mark_things(&l);
    surnames_that_are_words(&l);
    lone_names(&l);
    refer_names(&l);
    refer_answers(&l);
    sl_mention_list more = {0};
    for (size_t i = 0; i < people->references.n; i++)
        *sl_push(l.out, &more) = (sl_mention){.tokens = people->references.v[i].tokens,
                                              .type = l.a->program->name_type,
                                              .entry = SL_NONE,
                                              .value = (uint32_t)i};
    sl_article_add(l.a, more.v, more.n);
}

/* --- references --------------------------------------------------------------------------------------------------- */

void sl_people_add(const sl_article *a, sl_people *people, sl_reference reference, sl_arena *out) {
    if (!people->first) {
        people->first = sl_arena_raw(out, 2 * a->n_inner, sizeof *people->first);
        people->last = people->first + a->n_inner;
        for (size_t i = 0; i < a->n_inner; i++) people->first[i] = people->last[i] = SL_NONE;
    }
    uint32_t sentence = sl_article_sentence(a, reference.at.from), number = (uint32_t)people->references.n;
    if (reference.named && reference.n == 1) people->persons.v[reference.persons[0]].times_named++;
    *sl_push(out, &people->references) = reference;
    *sl_push(out, &people->next) = SL_NONE;
    if (people->first[sentence] == SL_NONE) people->first[sentence] = number;
    else people->next.v[people->last[sentence]] = number;
    people->last[sentence] = number;
}

/* --- reading the result ------------------------------------------------------------------------------------------- */

uint32_t sl_people_of(const sl_article *article, const sl_people *people, const sl_mention *mention) {
    if (!mention || mention->value == SL_NONE) return SL_NONE;
    sl_type_kind kind = article->program->types.v[mention->type].kind;
    if (kind != SL_TYPE_PERSON && kind != SL_TYPE_NAME) return SL_NONE;
    const sl_reference *r = &people->references.v[mention->value];
    return r->n ? r->persons[0] : SL_NONE;
}

sl_str sl_people_name(const sl_people *people, const sl_mention *mention, sl_arena *out) {
    const sl_reference *r = &people->references.v[mention->value];
    sl_str name = r->n ? people->persons.v[r->persons[0]].name : (sl_str){0};
    for (uint32_t i = 1; i < r->n; i++) {
        sl_str next = people->persons.v[r->persons[i]].name;
        name = sl_arena_printf(out, "%.*s | %.*s", (int)name.n, name.p, (int)next.n, next.p);
    }
    return name;
}
