/* SPDX-License-Identifier: Apache-2.0
 *
 * What a person is: the lists that have the name, the attributes that lists and the words around it give, and the
 * person types that follow from all that.
 */
#include "base/sort.h"
#include "find/names_p.h"

enum { MOST_ATTRIBUTES = 64 }; /* each new one is held against all others */

static void add_attribute(sl_arena *out, sl_person *p, sl_attribute attribute) {
    if (attribute.value.n == 0 || p->attributes.n >= MOST_ATTRIBUTES) return;
    for (size_t i = 0; i < p->attributes.n; i++)
        if (p->attributes.v[i].column == attribute.column && sl_str_eq(p->attributes.v[i].value, attribute.value))
            return;
    *sl_push(out, &p->attributes) = attribute;
}

/* --- what lists know ---------------------------------------------------------------------------------------------- */

static void add_gives(const sl_article *a, sl_person *p, const sl_mention *m, bool of_given, sl_arena *out) {
    if (m->entry == SL_NONE) return;
    const sl_list *list = sl_entry_list(a->program, m->entry);
    for (size_t g = 0; g < list->n_gives; g++)
        add_attribute(out, p,
                      (sl_attribute){.column = list->gives[g],
                                     .value = sl_entry_give(a->program, m->entry, g),
                                     .from_list = true,
                                     .of_given = of_given});
}

/* Entries of person lists that have exactly the words of one of a person's full names. */
static void know_listed(const sl_article *a, sl_people *people, sl_arena *out) {
    const sl_program *program = a->program;
    for (size_t i = 0; i < a->mentions.n; i++) {
        const sl_mention *m = a->mentions.v[i];
        if (m->entry == SL_NONE || !sl_type_set_has(&program->person_lists, m->type)) continue;
        const sl_mention *name = sl_article_at(a, program->name_type, m->at);
        if (!name || people->references.v[name->value].n != 1) continue;
        sl_person *p = &people->persons.v[people->references.v[name->value].persons[0]];
        if (m->tokens.to - m->tokens.from == 1 && p->n_words > 1)
            continue; /* his surname: somebody else's whole name */
        sl_type_set_add(&p->lists, m->type);
        add_gives(a, p, m, false, out);
    }
}

/* What lists of first names know of whoever bears one. */
static void know_given(const sl_article *a, sl_person *p, sl_arena *out) {
    if (!p->given || p->n_words == 0) return; /* 0: part of another's name */
    uint32_t first = sl_token_at(a->tokens, p->named.from);
    sl_span at = sl_range_span(a->tokens, (sl_range){first, first + 1});
    for (uint32_t i = sl_article_mention_from(a, at.from); i < a->mentions.n; i++) {
        const sl_mention *m = a->mentions.v[i];
        if (m->at.from != at.from) break;
        if (m->at.to == at.to && sl_type_set_has(&a->program->grammar.given, m->type)) add_gives(a, p, m, true, out);
    }
}

/* --- what the words around a name say ----------------------------------------------------------------------------- */

static sl_person *named_in(const sl_article *a, sl_people *people, const sl_match *m) {
    for (size_t i = 0; i < m->n_captures; i++) {
        const sl_captured *c = &m->captures[i];
        if (!c->mention || c->mention->type != a->program->name_type) continue;
        const sl_reference *r = &people->references.v[c->mention->value];
        if (r->n == 1) return &people->persons.v[r->persons[0]];
    }
    return NULL;
}

static void describe(sl_search *s, sl_people *people, const sl_match *m) {
    const sl_article *a = s->article;
    sl_person *p = named_in(a, people, m);
    for (size_t i = 0; p && i < m->n_captures; i++) {
        const sl_captured *c = &m->captures[i];
        if (c->mention && c->mention->type == a->program->name_type) continue;
        add_attribute(s->out, p, (sl_attribute){.column = c->capture->symbol, .value = sl_captured_value(a, c)});
    }
}

static void describe_all(sl_search *s, sl_people *people) {
    const sl_program *program = s->article->program;
    sl_matches matches = {0};
    for (size_t t = 0; t < program->persons.n; t++) {
        const sl_person_type *type = &program->persons.v[t];
        sl_search_gates(s, type->first_before, type->n_before, &matches);
        sl_search_gates(s, type->first_after, type->n_after, &matches);
    }
    for (size_t i = 0; i < matches.n; i++) describe(s, people, &matches.v[i]);
}

static void feed_by(sl_search *s, sl_person *p, const sl_rule *rule) {
    for (size_t i = 0; i < p->fed_by.n; i++)
        if (p->fed_by.v[i] == rule) return;
    *sl_push(s->out, &p->fed_by) = rule;
}

static int by_rule(const void *x, const void *y) {
    const sl_rule *a = ((const sl_match *)x)->rule, *b = ((const sl_match *)y)->rule;
    return (a > b) - (a < b); /* they stand in one array */
}

/* Rules that make a person type: "{club} boss {name}" says what the named one is, everywhere in the article. What an
   earlier rule says comes first. */
static void feed(sl_search *s, sl_people *people) {
    const sl_article *a = s->article;
    const sl_program *program = a->program;
    const sl_rule **rules = SL_NEW_ARRAY(s->out, const sl_rule *, program->rules.n);
    sl_matches matches = {0};
    size_t n = 0;
    for (size_t i = 0; i < program->rules.n; i++) {
        const sl_rule *r = &program->rules.v[i];
        if (r->kind == SL_RULE_MAKES && program->types.v[r->type].kind == SL_TYPE_PERSON) rules[n++] = r;
    }
    sl_search_rules(s, rules, n, NULL, &matches);
    sl_sort(s->out, matches.v, matches.n, sizeof *matches.v, by_rule);
    for (size_t i = 0; i < matches.n; i++) {
        const sl_match *m = &matches.v[i];
        sl_person *p = named_in(a, people, m);
        if (!p || sl_search_unless(s, m->rule->unless, m->rule->n_unless, m)) continue;
        feed_by(s, p, m->rule);
        describe(s, people, m);
    }
}

/* --- types -------------------------------------------------------------------------------------------------------- */

/* What rules say of a person, but for what other rules exclude. */
static sl_type_set said_types(const sl_program *program, const sl_person *p) {
    sl_type_set said = {0}, kept = {0};
    for (size_t i = 0; i < p->fed_by.n; i++) sl_type_set_add(&said, p->fed_by.v[i]->type);
    for (size_t t = 0; t < program->persons.n && p->fed_by.n > 0; t++) {
        const sl_person_type *type = &program->persons.v[t];
        if (sl_type_set_has(&said, type->type) && !sl_type_set_meet(&type->but_not, &said))
            sl_type_set_add(&kept, type->type);
    }
    return kept;
}

/* Types build on each other ("but not {manager}", "{player} {manager}"), so those that exclude nothing are tried in
   every round and the others only once what they exclude is known. */
void sl_person_type_anew(const sl_program *program, sl_person *p) {
    p->types = said_types(program, p);
    sl_type_set_join(&p->types, &p->adopted);
    bool changed = true;
    for (int round = 0; round < 4 && (changed || round == 1); round++) {
        sl_type_set before = p->types;
        for (size_t t = 0; t < program->persons.n; t++) {
            const sl_person_type *type = &program->persons.v[t];
            bool excludes = !sl_type_set_is_empty(&type->but_not);
            if (excludes && round == 0) continue;
            bool is = sl_type_set_meet(&type->lists, &p->lists) || type->any_name ||
                      sl_type_set_meet(&type->persons, &p->types);
            if (is && !sl_type_set_meet(&type->but_not, &p->types)) sl_type_set_add(&p->types, type->type);
        }
        changed = !sl_type_set_within(&p->types, &before);
    }
}

/* Of most nothing is known, and these are all of the same types. */
static void type_persons(const sl_program *program, sl_people *people) {
    const sl_person *unknown = NULL;
    for (size_t i = 0; i < people->persons.n; i++) {
        sl_person *p = &people->persons.v[i];
        bool is_known = p->fed_by.n || !sl_type_set_is_empty(&p->lists);
        if (is_known || !unknown) sl_person_type_anew(program, p);
        else p->types = unknown->types;
        if (!is_known) unknown = p;
    }
}

void sl_people_describe(sl_search *search, sl_people *people) {
    sl_article *a = search->article;
    know_listed(a, people, search->out);
    for (size_t i = 0; i < people->persons.n; i++) know_given(a, &people->persons.v[i], search->out);
    describe_all(search, people);
    feed(search, people);
    type_persons(a->program, people);
    sl_people_mention(search, people, 0);
}
