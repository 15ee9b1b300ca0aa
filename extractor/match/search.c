/* SPDX-License-Identifier: Apache-2.0 */
#include "match/search.h"

#include "base/bounds.h"
#include "match/gates.h"
#include "match/trial.h"

void sl_search_begin(sl_search *s, sl_article *article, sl_matcher *matcher, sl_arena *out, sl_arena *tmp) {
    size_t n = article->program->views.n;
    *s = (sl_search){.article = article, .matcher = matcher, .out = out, .tmp = tmp};
    s->kept = SL_NEW_ARRAY(out, sl_projection, n);
    s->is_kept = SL_NEW_ARRAY(out, bool, n);
    s->views = SL_NEW_ARRAY(out, uint16_t, n);
}

/* --- one pattern in one sentence ---------------------------------------------------------------------------------- */

static const sl_projection *projection(sl_search *s, const sl_passage *unit, uint16_t view) {
    if (!s->is_kept[view]) {
        s->kept[view] = sl_project(s->article, unit->at, view, s->tmp);
        s->is_kept[view] = true;
        s->views[s->n_views++] = view;
    }
    return &s->kept[view];
}

static void forget_projections(sl_search *s) {
    while (s->n_views) s->is_kept[s->views[--s->n_views]] = false;
}

static const sl_mention *thing_at(const sl_article *a, sl_type_id type, sl_span at) {
    const sl_mention *m = sl_article_at(a, type, at);
    const sl_type *t = &a->program->types.v[type];
    if (!m && t->possessive != SL_NO_TYPE) m = sl_article_at(a, t->possessive, at);
    if (!m && t->named != SL_NO_TYPE) m = sl_article_at(a, t->named, at);
    return m;
}

static void count_limit(sl_article *a, sl_match_result result) {
    if (result == SL_MATCH_LIMITED || result == SL_MATCH_FAILED) a->regex_limits++;
}

static void members(sl_search *s, const sl_projection *p, size_t from, size_t to, sl_captured *captured);

static const sl_captured *captures(sl_search *s, const sl_pattern *pattern, const sl_projection *p,
                                   const size_t *groups, size_t *n) {
    sl_captured *all = SL_NEW_ARRAY(s->out, sl_captured, pattern->n_captures);
    size_t *own = SL_NEW_ARRAY(s->tmp, size_t, 2 * pattern->n_captures); /* members match again, over `groups` */
    for (size_t i = 0; i < pattern->n_captures; i++) {
        own[2 * i] = groups[2 * pattern->captures[i].group];
        own[2 * i + 1] = groups[2 * pattern->captures[i].group + 1];
    }
    *n = 0;
    for (size_t i = 0; i < pattern->n_captures; i++) {
        const sl_capture *c = &pattern->captures[i];
        size_t from = own[2 * i], to = own[2 * i + 1];
        if (from == SIZE_MAX || to == SIZE_MAX || from > to) continue;
        sl_captured *captured = &all[(*n)++];
        *captured = (sl_captured){.capture = c, .at = sl_projection_span(p, from, to)};
        if (c->kind == SL_CAPTURE_TYPE) captured->mention = thing_at(s->article, c->type, captured->at);
        if (c->kind == SL_CAPTURE_MEMBERS) members(s, p, from, to, captured);
    }
    return all;
}

/* One more member of a list; NULL where there are too many of them, which is counted. */
static sl_match *add_member(sl_search *s, sl_matches *found) {
    if (found->n < SL_MAX_MEMBERS) return sl_push(s->out, found);
    s->article->cut++;
    return NULL;
}

/* Each match of the part, one after the other. */
static void part_members(sl_search *s, const sl_projection *p, size_t from, size_t to, const sl_captured *captured,
                         sl_matches *found) {
    const sl_pattern *part = captured->capture->part;
    sl_projection other;
    if (p->view != &s->article->program->views.v[part->view]) {
        other = sl_project(s->article, captured->at, part->view, s->tmp);
        p = &other;
        from = 0;
        to = other.text.n;
    }
    sl_str subject = sl_str_cut(p->text, 0, to);
    const size_t *groups;
    while (from < to) {
        sl_match_result result = sl_regex_find(part->regex, s->matcher, subject, from, &groups);
        count_limit(s->article, result);
        sl_match *m = result == SL_MATCH_FOUND ? add_member(s, found) : NULL;
        if (!m) return;
        from = groups[1] > from ? groups[1] : from + 1;
        m->pattern = part;
        m->at = sl_projection_span(p, groups[0], groups[1]);
        m->captures = captures(s, part, p, groups, &m->n_captures);
    }
}

/* Each thing of the type. */
static void type_members(sl_search *s, const sl_captured *captured, sl_matches *found) {
    const sl_article *a = s->article;
    sl_range inside = sl_article_of_type(a, captured->capture->type, captured->at);
    for (uint32_t i = inside.from; i < inside.to; i++) {
        const sl_mention *mention = a->mentions.v[a->by_type->mentions[i]];
        if (mention->at.to > captured->at.to) continue;
        if (found->n && found->v[found->n - 1].at.to > mention->at.from) continue;
        sl_match *m = add_member(s, found);
        if (!m) return;
        sl_captured *one = SL_NEW(s->out, sl_captured);
        sl_capture *how = SL_NEW(s->out, sl_capture);
        *how = *captured->capture;
        how->kind = SL_CAPTURE_TYPE;
        *one = (sl_captured){.capture = how, .at = mention->at, .mention = mention};
        *m = (sl_match){.at = mention->at, .captures = one, .n_captures = 1};
    }
}

/* The members of x, x and x. */
static void members(sl_search *s, const sl_projection *p, size_t from, size_t to, sl_captured *captured) {
    sl_matches found = {0};
    if (captured->capture->part) part_members(s, p, from, to, captured, &found);
    else type_members(s, captured, &found);
    captured->members = found.v;
    captured->n_members = found.n;
}

static const sl_rule *rule_of(const sl_article *a, const sl_gate *gate) {
    return gate->rule == SL_NONE ? NULL : &a->program->rules.v[gate->rule];
}

static void search_unit(sl_search *s, const sl_gate *gate, const sl_passage *unit, sl_matches *matches) {
    const sl_pattern *pattern = gate->pattern;
    sl_trial t = {s->article, s->matcher, s->tmp, pattern, .stretch = sl_stretch_of_unit(s->article, unit)};
    if (!sl_trial_begin(&t)) return;
    const sl_projection *p = projection(s, unit, pattern->view);
    const size_t *groups;
    size_t found = 0;
    for (size_t at = 0; at <= p->text.n; found++) {
        sl_match_result result = sl_trial_next(&t, p, at, &groups);
        count_limit(s->article, result);
        if (result != SL_MATCH_FOUND) return;
        if (found == SL_MAX_MATCHES) {
            s->article->cut++;
            return;
        }
        size_t from = groups[0], to = groups[1];
        sl_match m = {
            .rule = rule_of(s->article, gate), .pattern = pattern, .unit = unit, .at = sl_projection_span(p, from, to)};
        m.captures = captures(s, pattern, p, groups, &m.n_captures);
        *sl_push(s->out, matches) = m;
        at = to > from ? to : to + 1;
        while (at < p->text.n && ((unsigned char)p->text.p[at] & 0xC0) == 0x80) at++;
    }
}

/* --- all of them -------------------------------------------------------------------------------------------------- */

/* The gates that are asked for, and how far rows are away. */
typedef struct {
    uint64_t *gates;
    const uint32_t *away;
} asked;

static bool is_in_reach(const sl_rule *rule, const sl_passage *u, const asked *q) {
    if (!q->away || !rule || rule->kind != SL_RULE_ADDS) return true;
    return q->away[u->sentence] != SL_NONE && q->away[u->sentence] <= rule->within;
}

static void try_gates(sl_search *s, const asked *q, const sl_passage *u, size_t word, uint64_t gates,
                      sl_matches *matches) {
    const sl_article *a = s->article;
    if (!gates) return;
    sl_type_set types = sl_gate_types_in(a, u);
    for (; gates; gates &= gates - 1) {
        const sl_gate *gate = &a->program->gates.list.v[64 * word + (size_t)__builtin_ctzll(gates)];
        if (is_in_reach(rule_of(a, gate), u, q) && sl_gate_lets(a, gate->pattern, u, &types))
            search_unit(s, gate, u, matches);
    }
}

static void run(sl_search *s, const asked *q, const uint64_t *of, bool quotes, sl_matches *matches) {
    const sl_article *a = s->article;
    const sl_gates *g = &a->program->gates;
    const sl_passage *units = quotes ? a->outer : a->inner;
    size_t n_units = quotes ? a->n_outer : a->n_inner, first = 0, end = g->n_words;
    while (first < end && !of[first]) first++;
    while (end > first && !of[end - 1]) end--;
    for (size_t i = 0; i < n_units; i++) {
        uint64_t any = 0;
        for (size_t w = first; w < end; w++) any |= of[w] & units[i].open[w];
        if (!any) continue;
        sl_arena_mark mark = sl_arena_here(s->tmp);
        for (size_t w = first; w < end; w++) try_gates(s, q, &units[i], w, of[w] & units[i].open[w], matches);
        forget_projections(s);
        sl_arena_rewind(s->tmp, mark);
    }
}

/* Those of the gates that a unit opens, and whose types the article has. */
static uint64_t worth_trying(const sl_article *a, uint64_t gates, size_t word) {
    uint64_t all = gates & a->open[word], kept = all;
    for (uint64_t left = all; a->gate && left; left &= left - 1) {
        const sl_gate *gate = &a->program->gates.list.v[64 * word + (size_t)__builtin_ctzll(left)];
        if (!sl_type_set_within(&gate->pattern->needs, &a->all_types)) kept &= ~(left & -left);
    }
    return kept;
}

/* First in sentences, then where quotations are one unit. */
static void run_both(sl_search *s, asked *q, sl_matches *matches) {
    const sl_gates *g = &s->article->program->gates;
    uint64_t *of = SL_NEW_ARRAY(s->tmp, uint64_t, 2 * g->n_words);
    bool any[2] = {false, false};
    for (size_t w = 0; w < g->n_words; w++) {
        uint64_t gates = worth_trying(s->article, q->gates[w], w);
        of[w] = gates & ~g->quotes[w];
        of[g->n_words + w] = gates & g->quotes[w];
        any[0] = any[0] || of[w];
        any[1] = any[1] || of[g->n_words + w];
    }
    if (any[0]) run(s, q, of, false, matches);
    if (any[1]) run(s, q, of + g->n_words, true, matches);
}

static asked no_gates(sl_search *s) {
    return (asked){.gates = SL_NEW_ARRAY(s->tmp, uint64_t, s->article->program->gates.n_words)};
}

void sl_search_rules(sl_search *s, const sl_rule *const *rules, size_t n, const uint32_t *away, sl_matches *matches) {
    asked q = no_gates(s);
    q.away = away;
    for (size_t i = 0; i < n; i++) sl_gate_set_rule(q.gates, rules[i]);
    run_both(s, &q, matches);
}

void sl_search_rule(sl_search *s, const sl_rule *rule, sl_matches *matches) {
    sl_search_gates(s, rule->first_gate, rule->n_patterns, matches);
}

void sl_search_gates(sl_search *s, uint32_t first, size_t n, sl_matches *matches) {
    asked q = no_gates(s);
    for (uint32_t i = first; i < first + n; i++) sl_gate_set(q.gates, i);
    run_both(s, &q, matches);
}

const sl_captured *sl_match_capture(const sl_match *match, sl_symbol symbol) {
    for (size_t i = 0; i < match->n_captures; i++)
        if (match->captures[i].capture->symbol == symbol) return &match->captures[i];
    return NULL;
}

sl_str sl_captured_value(const sl_article *a, const sl_captured *c) {
    if (!c->mention || c->mention->entry == SL_NONE) return sl_text_cut(a->text, c->at);
    return sl_entry_name(a->program, c->mention->entry);
}

/* --- unless and nearest ------------------------------------------------------------------------------------------- */

static bool ends_clause(const sl_article *a, uint32_t t) {
    return a->clause_ends[t + 1] > a->clause_ends[t];
}
static bool counts_as_word(const sl_article *a, uint32_t t) {
    return a->words[t + 1] > a->words[t];
}

/* The tokens of up to `words` words before (after) `from`, inside the unit and its clause. */
static sl_range window(const sl_article *a, sl_span from, const sl_passage *unit, uint32_t words, bool after) {
    uint32_t seen = 0;
    if (after) {
        uint32_t i = sl_token_at(a->tokens, from.to), first = i;
        for (; i < unit->tokens.to; i++) {
            if (ends_clause(a, i)) break;
            if (counts_as_word(a, i) && ++seen > words) break;
        }
        return (sl_range){first, i};
    }
    uint32_t end = sl_token_at(a->tokens, from.from), i = end;
    while (i > unit->tokens.from && seen < words) {
        if (ends_clause(a, i - 1)) break;
        i--;
        if (counts_as_word(a, i) || i == unit->tokens.from) seen++;
    }
    return (sl_range){i, end};
}

/* Does a pattern match anywhere in a stretch? */
static bool matches_in(sl_search *s, const sl_pattern *pattern, sl_stretch stretch) {
    if (stretch.at.from >= stretch.at.to) return false;
    sl_arena_mark mark = sl_arena_here(s->tmp);
    sl_match_result result = SL_MATCH_NONE;
    sl_trial t = {s->article, s->matcher, s->tmp, pattern, .stretch = stretch};
    if (sl_trial_begin(&t)) {
        sl_projection p = sl_project(s->article, stretch.at, pattern->view, s->tmp);
        result = sl_trial_any(&t, &p);
    }
    count_limit(s->article, result);
    sl_arena_rewind(s->tmp, mark);
    return result == SL_MATCH_FOUND;
}

static bool matches_beside(sl_search *s, const sl_unless *u, sl_span from, const sl_passage *unit) {
    sl_range tokens = window(s->article, from, unit, u->words, u->where == SL_WHERE_AFTER);
    return tokens.from < tokens.to && matches_in(s, u->pattern, sl_stretch_of_tokens(s->article, tokens));
}

bool sl_search_fires(sl_search *s, const sl_unless *u, sl_span from, const sl_passage *unit) {
    const sl_article *a = s->article;
    bool inside = from.from >= unit->at.from && from.to <= unit->at.to;
    if (u->pattern && inside && !sl_gate_lets_part(a, u->pattern, unit)) return false;
    sl_article_count_words(s->article);
    switch (u->where) {
    case SL_WHERE_BEFORE:
    case SL_WHERE_AFTER: return matches_beside(s, u, from, unit);
    case SL_WHERE_BETWEEN:
    case SL_WHERE_MATCH: return matches_in(s, u->pattern, sl_stretch_of_span(a, from));
    case SL_WHERE_SENTENCE: return matches_in(s, u->pattern, sl_stretch_of_unit(a, unit));
    case SL_WHERE_INSIDE: break;
    }
    if (u->inside_headline) return a->text->paragraphs.v[a->sentences->v[unit->sentence].paragraph].headline;
    sl_off reach = sl_article_longest(a, u->inside);
    sl_range around = sl_article_of_type(a, u->inside, (sl_span){from.to > reach ? from.to - reach : 0, from.from + 1});
    for (uint32_t i = around.from; i < around.to; i++)
        if (a->mentions.v[a->by_type->mentions[i]]->at.to >= from.to) return true;
    return false;
}

const sl_unless *sl_search_unless(sl_search *s, const sl_unless *unless, size_t n, const sl_match *match) {
    for (size_t i = 0; i < n; i++) {
        const sl_captured *of = unless[i].of == SL_NO_SYMBOL ? NULL : sl_match_capture(match, unless[i].of);
        if (unless[i].of != SL_NO_SYMBOL && !of) continue;
        if (sl_search_fires(s, &unless[i], of ? of->at : match->at, match->unit)) return &unless[i];
    }
    return NULL;
}

static bool taken(const sl_match *match, const sl_mention *m) {
    for (size_t i = 0; i < match->n_captures; i++) {
        const sl_captured *c = &match->captures[i];
        bool within = c->at.from < m->at.to && m->at.from < c->at.to;
        for (size_t k = 0; k < c->n_members; k++) /* words of a list that its members did not capture are free */
            if (taken(&c->members[k], m)) return true;
        if (within && c->n_members == 0) return true;
    }
    return false;
}

/* Words between two spans; UINT32_MAX where another clause begins between them and that matters. */
static uint32_t distance(const sl_article *a, sl_span x, sl_span y, bool same_clause) {
    uint32_t from = sl_token_at(a->tokens, x.to < y.from ? x.to : y.to);
    uint32_t to = sl_token_at(a->tokens, x.to < y.from ? y.from : x.from);
    if (to <= from) return 0;
    if (same_clause && a->clause_ends[to] > a->clause_ends[from]) return UINT32_MAX;
    return a->words[to] - a->words[from];
}

/* A thing's own sentence: what `unless` looks at around it. */
static const sl_passage *sentence_of(const sl_article *a, sl_span at) {
    return &a->inner[sl_article_sentence(a, at.from)];
}

/* Things whose `unless` is tried for one match: a page of dates, each with "since" before it, times a page of matches. */
enum { MOST_TRIED = 64 };

/* A search outwards from a match for the nearest thing of a type. */
typedef struct {
    sl_search *s;
    const sl_nearest *n;
    const sl_match *match;
    sl_search_fits *fits;
    const void *context; /* of fits */
    sl_span from;        /* the match, or what the line says that it captured */
    sl_span scope;
    const sl_mention *best;
    uint32_t words;    /* best is so far away */
    bool other_clause; /* best lies in another clause than the match */
    uint32_t tried;
} seeker;

static bool in_other_clause(const seeker *k, sl_span place) {
    return distance(k->s->article, k->from, place, true) == UINT32_MAX;
}

/* Is anything at `place` or beyond too far away, or no better than what is there? What lies in the clause of the match
   is better than what lies in another. */
static bool is_beyond(const seeker *k, sl_span place) {
    uint32_t words = distance(k->s->article, k->from, place, false);
    bool other = in_other_clause(k, place);
    if ((other && k->n->scope == SL_IN_CLAUSE) || (k->n->words && words > k->n->words)) return true;
    return k->best && (other == k->other_clause ? words >= k->words : other);
}

/* The `unless` of the line looks beside the thing, or at what lies between: there at nothing but its own sentence. */
static bool is_refused(const seeker *k, const sl_mention *m) {
    const sl_unless *u = k->n->unless;
    const sl_passage *unit = sentence_of(k->s->article, m->at);
    sl_span at = m->at;
    if (u->where == SL_WHERE_BETWEEN) {
        bool before = at.to <= k->from.from;
        at = before ? (sl_span){at.to, k->from.from} : (sl_span){k->from.to, at.from};
        if (at.from >= at.to || at.from < unit->at.from || at.to > unit->at.to) return false;
    }
    return sl_search_fires(k->s, u, at, unit);
}

static void consider(seeker *k, const sl_mention *m) {
    sl_span own = k->from;
    if (m->at.from < k->scope.from || m->at.to > k->scope.to || taken(k->match, m) || k->tried >= MOST_TRIED) return;
    bool inside = m->at.from >= own.from && m->at.to <= own.to;
    if (inside ? k->best && k->words == 0 : is_beyond(k, m->at)) return;
    if (!k->fits(k->context, k->n, m)) return;
    if (k->n->unless && ++k->tried == MOST_TRIED) k->s->article->cut++;
    if (k->n->unless && is_refused(k, m)) return;
    k->best = m;
    k->words = inside ? 0 : distance(k->s->article, own, m->at, false);
    k->other_clause = !inside && in_other_clause(k, m->at);
}

static void seek_before(seeker *k) {
    const sl_article *a = k->s->article;
    sl_range all = sl_article_of_type(a, k->n->type, (sl_span){k->scope.from, k->from.from});
    for (uint32_t i = all.to; i-- > all.from;) {
        const sl_mention *m = a->mentions.v[a->by_type->mentions[i]];
        sl_off end = m->at.from + sl_article_longest(a, k->n->type); /* where one that begins here or before may end */
        if (end < k->from.from && is_beyond(k, (sl_span){m->at.from, end})) break;
        consider(k, m);
    }
}

static void seek_after(seeker *k) {
    const sl_article *a = k->s->article;
    sl_range all = sl_article_of_type(a, k->n->type, (sl_span){k->from.from, k->scope.to});
    for (uint32_t i = all.from; i < all.to; i++) {
        const sl_mention *m = a->mentions.v[a->by_type->mentions[i]];
        if (m->at.from >= k->from.to && is_beyond(k, (sl_span){m->at.from, m->at.from})) break;
        consider(k, m);
    }
}

/* First what lies before: of two as near, the first found is kept. */
const sl_mention *sl_search_nearest(sl_search *s, const sl_nearest *n, const sl_match *match, sl_search_fits *fits,
                                    const void *context) {
    sl_article_count_words(s->article);
    const sl_article *a = s->article;
    const sl_captured *of = n->of == SL_NO_SYMBOL ? NULL : sl_match_capture(match, n->of);
    seeker k = {.s = s, .n = n, .match = match, .fits = fits, .context = context, .scope = match->unit->at};
    k.from = of ? of->at : match->at;
    if (n->scope == SL_IN_ARTICLE) k.scope = (sl_span){0, (sl_off)a->text->view.n};
    if (n->scope == SL_IN_PARAGRAPH)
        k.scope = a->text->paragraphs.v[a->sentences->v[match->unit->sentence].paragraph].at;
    if (n->direction != SL_SIDE_AFTER) seek_before(&k);
    if (n->direction != SL_SIDE_BEFORE) seek_after(&k);
    return k.best;
}
