/* SPDX-License-Identifier: Apache-2.0
 *
 * Most articles have nothing for the tables that are asked for. Whether one may have something is asked before its
 * dates, persons and speakers are looked for: rules that need none of these are tried, for the others it is enough that
 * their gates let them.
 */
#include "find/findings.h"
#include "match/gates.h"

typedef struct {
    sl_search *s;
    sl_type_set *types; /* by sentence: of what there may be things, besides what is there */
} guess;

static sl_type_set types_in(const guess *g, const sl_passage *u) {
    sl_type_set here = sl_gate_types_in(g->s->article, u);
    for (uint32_t s = u->sentence; s < u->sentence + u->sentences; s++) sl_type_set_join(&here, &g->types[s]);
    return here;
}

static const sl_passage *units_of(const sl_article *a, bool quotes, size_t *n) {
    *n = quotes ? a->n_outer : a->n_inner;
    return quotes ? a->outer : a->inner;
}

/* Gates that are asked for and that some unit opens: those in words first..end, which are few where one rule is asked. */
typedef struct {
    uint64_t *gates;
    size_t first, end;
} asked_gates;

static asked_gates worth_asking(const guess *g, const uint64_t *gates, bool quotes) {
    const sl_article *a = g->s->article;
    const sl_gates *all = &a->program->gates;
    asked_gates asked = {sl_arena_raw(g->s->tmp, all->n_words, sizeof *asked.gates), 0, all->n_words};
    for (size_t w = 0; w < all->n_words; w++)
        asked.gates[w] = gates[w] & a->open[w] & (quotes ? all->quotes[w] : ~all->quotes[w]);
    while (asked.first < asked.end && !asked.gates[asked.first]) asked.first++;
    while (asked.end > asked.first && !asked.gates[asked.end - 1]) asked.end--;
    return asked;
}

/* May one of the gates' patterns match in the unit? */
static bool may_match(const guess *g, const asked_gates *asked, const sl_passage *u) {
    const sl_gates *all = &g->s->article->program->gates;
    uint64_t any = 0;
    for (size_t w = asked->first; w < asked->end; w++) any |= asked->gates[w] & u->open[w];
    if (!any) return false;
    sl_type_set here = types_in(g, u);
    for (size_t w = asked->first; w < asked->end; w++) {
        for (uint64_t bits = asked->gates[w] & u->open[w]; bits; bits &= bits - 1) {
            const sl_gate *gate = &all->list.v[64 * w + (size_t)__builtin_ctzll(bits)];
            if (sl_gate_lets(g->s->article, gate->pattern, u, &here)) return true;
        }
    }
    return false;
}

/* Where a rule's patterns may match there may be a thing of its type. */
static void guess_made(const guess *g, const sl_rule *r) {
    const sl_article *a = g->s->article;
    sl_arena_mark mark = sl_arena_here(g->s->tmp);
    uint64_t *gates = SL_NEW_ARRAY(g->s->tmp, uint64_t, a->program->gates.n_words);
    sl_gate_set_rule(gates, r);
    for (int quotes = 0; quotes < 2; quotes++) {
        size_t n;
        asked_gates asked = worth_asking(g, gates, quotes);
        if (asked.first == asked.end) continue;
        const sl_passage *units = units_of(a, quotes, &n);
        for (size_t i = 0; i < n; i++) {
            if (!may_match(g, &asked, &units[i])) continue;
            for (uint32_t s = units[i].sentence; s < units[i].sentence + units[i].sentences; s++)
                sl_type_set_add(&g->types[s], r->type);
        }
    }
    sl_arena_rewind(g->s->tmp, mark);
}

static bool ask(const guess *g, const uint64_t *gates, sl_made *made) {
    sl_article *a = g->s->article;
    const sl_program *p = a->program;
    for (size_t i = 0; i < p->rules.n; i++) {
        const sl_rule *r = &p->rules.v[i];
        if (r->kind != SL_RULE_MAKES || p->types.v[r->type].kind == SL_TYPE_PERSON || r->deferred) continue;
        if (r->by_lists_alone) {
            made[i] = sl_things_make(g->s, r);
            sl_article_merge(a, made[i].things, made[i].n);
        } else guess_made(g, r);
    }
    for (int quotes = 0; quotes < 2; quotes++) {
        size_t n;
        asked_gates asked = worth_asking(g, gates, quotes);
        const sl_passage *units = units_of(a, quotes, &n);
        for (size_t i = 0; i < n; i++)
            if (may_match(g, &asked, &units[i])) return true;
    }
    return false;
}

static bool holds_quotation(const guess *g, const sl_passage *u) {
    for (uint32_t s = u->sentence; s < u->sentence + u->sentences; s++)
        if (!sl_type_set_is_empty(&g->types[s])) return true;
    return false;
}

bool sl_findings_need_speech(sl_search *s, const uint64_t *gates) {
    const sl_article *a = s->article;
    guess g = {.s = s, .types = SL_NEW_ARRAY(s->out, sl_type_set, a->n_inner)};
    for (size_t i = 0; i < a->n_outermost; i++) {
        sl_span q = a->quotations->v[a->outermost[i]].outer;
        uint32_t last = sl_article_sentence(a, q.to - 1);
        for (uint32_t k = sl_article_sentence(a, q.from); k <= last; k++) g.types[k] = a->program->gates.everywhere;
    }
    for (int quotes = 0; quotes < 2; quotes++) {
        size_t n;
        asked_gates asked = worth_asking(&g, gates, quotes);
        const sl_passage *units = units_of(a, quotes, &n);
        for (size_t i = 0; i < n; i++)
            if (holds_quotation(&g, &units[i]) && may_match(&g, &asked, &units[i])) return true;
    }
    return false;
}

bool sl_findings_possible(sl_search *s, const uint64_t *asked, sl_findings *f) {
    sl_article *a = s->article;
    if (!a->gate) return true;
    guess g = {.s = s, .types = sl_arena_raw(s->out, a->n_inner, sizeof *g.types)};
    for (size_t i = 0; i < a->n_inner; i++) g.types[i] = a->program->gates.everywhere;
    size_t n = a->mentions.n;
    const sl_mention **before = sl_arena_raw(s->out, n, sizeof *before);
    if (n) memcpy(before, a->mentions.v, n * sizeof *before);
    bool possible = ask(&g, asked, f->made);
    sl_article_restore(a, before, n);
    return possible;
}
