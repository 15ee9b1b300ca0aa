/* SPDX-License-Identifier: Apache-2.0
 *
 * References as mentions: one for each person type that the person has, and for each form of it that patterns use.
 */
#include "find/names_p.h"

sl_range sl_range_with_possessive(const sl_article *a, sl_range r) {
    const sl_token *t = a->tokens->v;
    const char *view = a->text->view.p;
    if (r.to >= a->tokens->n || t[r.to].flags & SL_TOKEN_SPACED || view[t[r.to].at] != '\'') return r;
    bool s = r.to + 1 < a->tokens->n && t[r.to + 1].size == 1 && view[t[r.to + 1].at] == 's' &&
             !(t[r.to + 1].flags & SL_TOKEN_SPACED);
    if (s) return (sl_range){r.from, r.to + 2};
    bool plural = view[t[r.to].at - 1] == 's';
    return plural ? (sl_range){r.from, r.to + 1} : r;
}

static void mention(const sl_article *a, const sl_reference *r, uint32_t value, sl_type_id type, sl_arena *out,
                    sl_mention_list *more) {
    const sl_type *t = &a->program->types.v[type];
    sl_mention m = {.tokens = r->tokens, .type = type, .entry = SL_NONE, .value = value};
    if (!r->possessive) *sl_push(out, more) = m;
    m.type = t->named;
    if (r->named && t->named != SL_NO_TYPE) *sl_push(out, more) = m;
    sl_range whole = sl_range_with_possessive(a, r->tokens);
    m.type = t->possessive;
    m.tokens = whole;
    if (t->possessive != SL_NO_TYPE && (r->possessive || whole.to != r->tokens.to)) *sl_push(out, more) = m;
}

void sl_people_mention(sl_search *search, const sl_people *people, size_t first) {
    sl_article *a = search->article;
    const sl_program *program = a->program;
    sl_mention_list more = {0};
    for (size_t i = first; i < people->references.n; i++) {
        const sl_reference *r = &people->references.v[i];
        if (r->n == 0) continue;
        const sl_person *p = &people->persons.v[r->persons[0]];
        for (size_t t = 0; t < program->persons.n; t++)
            if (sl_type_set_has(&p->types, program->persons.v[t].type))
                mention(a, r, (uint32_t)i, program->persons.v[t].type, search->out, &more);
    }
    sl_article_add(a, more.v, more.n);
}
