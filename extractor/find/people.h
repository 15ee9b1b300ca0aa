/* SPDX-License-Identifier: Apache-2.0
 *
 * The persons of an article: who is named, by which forms of the name, of which types, with which attributes.
 *
 *     Liverpool centre-back Virgil van Dijk … Van Dijk's knee … the Dutchman … he
 *
 * is one person with three kinds of mention: the full name, the surname (linked to it), and references.
 */
#ifndef SL_FIND_PEOPLE_H
#define SL_FIND_PEOPLE_H

#include "match/search.h"

typedef struct {
    sl_symbol column; /* club, position, age … */
    sl_str value;
    bool from_list; /* a list says so, not the article */
    bool of_given;  /* of all who bear the first name */
} sl_attribute;

typedef struct {
    sl_str name;   /* the fullest form, as printed */
    sl_span named; /* where that form stands */
    uint32_t times_named;
    const sl_str *words; /* of the fullest form, folded and lower-cased; hyphens keep a word together */
    size_t n_words;
    sl_str also;                      /* the first name in another form: Steve of Steven; else empty */
    bool suffix;                      /* the last word is no surname: Jr, III */
    bool given;                       /* the first word is a first name by a list */
    sl_type_set lists;                /* list types that have the name */
    sl_type_set types;                /* person types */
    sl_type_set adopted;              /* of those, what a description alone says: "the Rovers boss" */
    SL_ARRAY(const sl_rule *) fed_by; /* rules that say of which types the person is; each once */
    SL_ARRAY(sl_attribute) attributes;
} sl_person;

enum { SL_MAX_CANDIDATES = 3 };

/** Who a mention may be: one person, or up to three that the text supports equally. */
typedef struct {
    uint32_t persons[SL_MAX_CANDIDATES];
    uint32_t n;
    sl_range tokens; /* of the mention, without a possessive 's */
    sl_span at;
    bool named;      /* a printed name, not a description or pronoun */
    bool possessive; /* his, her: a possessive by itself */
    bool quoted;     /* inside a quotation */
    bool owner;      /* a name with 's behind it: seldom whom a pronoun means */
} sl_reference;

/** What stands for a person of a type, "he", "the Dutchman", in the order of the text. */
typedef struct {
    bool known;
    sl_matches matches;
} sl_stand_ins;

typedef struct {
    SL_ARRAY(sl_person) persons;
    SL_ARRAY(sl_reference) references; /* sl_mention.value of person mentions; added by sl_people_add */
    SL_ARRAY(uint32_t) next;           /* by reference: the next one of its sentence, as they were added; SL_NONE */
    uint32_t *first, *last;            /* by sentence: its references; SL_NONE */
    sl_stand_ins *stand_ins;           /* by person type; NULL: none is known yet */
    const bool *function;              /* by token: a word of the `not` lists in small letters; NULL: not known yet */
} sl_people;

/** Adds a reference, which lies in one sentence. */
void sl_people_add(const sl_article *article, sl_people *people, sl_reference reference, sl_arena *out);

/** The first reference of a sentence; then people->next, in the order in which they were added; SL_NONE: no more. */
static inline uint32_t sl_people_first(const sl_people *people, uint32_t sentence) {
    return people->first ? people->first[sentence] : SL_NONE;
}

/** Finds the printed names of the article, links their forms, and adds their mentions. */
void sl_people_find(sl_search *search, sl_people *people);

/** Gives persons what lists, `before`, `after` and rules say of them; adds mentions of their types. */
void sl_people_describe(sl_search *search, sl_people *people);

/** Matches of the `alone` patterns of person type `number`; looked for once, while printed names are all that is known. */
const sl_matches *sl_people_stand_ins(sl_search *search, sl_people *people, size_t number);

/** Descriptions and pronouns outside (inside) of quotations; `speaker_of` by quotation, SL_NONE unknown. */
void sl_people_refer(sl_search *search, sl_people *people, bool inside_quotations, const uint32_t *speaker_of);

/** Adds mentions for the references from `first` on. */
void sl_people_mention(sl_search *search, const sl_people *people, size_t first);

/** The person of a mention; the first where there are several; SL_NONE for other mentions. */
uint32_t sl_people_of(const sl_article *article, const sl_people *people, const sl_mention *mention);

/** The name for a cell: candidates joined by " | ". */
sl_str sl_people_name(const sl_people *people, const sl_mention *mention, sl_arena *out);

#endif
