/* SPDX-License-Identifier: Apache-2.0
 *
 * All tables of an article: matches to records, the `unless` lines, who wins where two rules claim one thing, then
 * joining, quotations and finishing, table by table.
 */
#include "match/gates.h"
#include "record/record.h"

void sl_recorder_suppress(sl_recorder *r, const sl_rule *rule, const sl_table *table, sl_span at,
                          const sl_record *record, const char *reason, sl_str by) {
    sl_str cells = {"", 0};
    if (!r->wanted->suppressed) return;
    for (size_t i = 0; record && table && i < table->head.n_columns; i++) {
        sl_str name = table->head.columns[i].name, value = record->cells[i].value;
        if (value.n == 0) continue;
        cells = sl_arena_printf(r->out, "%.*s%s%.*s=%.*s", (int)cells.n, cells.p, cells.n ? "; " : "", (int)name.n,
                                name.p, (int)value.n, value.p);
    }
    *sl_push(r->out, &r->suppressions) =
        (sl_suppression){.rule = rule, .at = at, .reason = reason, .by = by, .cells = cells, .table = table};
}

/* --- unless and needs --------------------------------------------------------------------------------------------- */

bool sl_record_has_needs(const sl_record *record) {
    for (size_t i = 0; i < record->table->n_needs; i++)
        if (!sl_record_has(record, record->table->needs[i])) return false;
    return true;
}

/* A row begins with its first `one row per` cell; other needed cells may still be added from elsewhere. */
static bool has_key(const sl_record *record) {
    if (record->table->n_one_row_per == 0) return sl_record_has_needs(record);
    return sl_record_has(record, record->table->one_row_per[0]);
}

static void drop_incomplete(sl_recorder *r, sl_records *records) {
    size_t kept = 0;
    for (size_t i = 0; i < records->n; i++) {
        sl_record *record = &records->v[i];
        const sl_match *m = record->match; /* a quotation has none */
        if (sl_record_has_needs(record)) records->v[kept++] = *record;
        else
            sl_recorder_suppress(r, m ? m->rule : NULL, record->table, m ? m->at : record->at, record, "needs",
                                 (sl_str){0});
    }
    records->n = kept;
}

static void records_of_matches(sl_recorder *r, const sl_matches *matches, sl_records *rows, sl_records *partial) {
    for (size_t i = 0; i < matches->n; i++) {
        const sl_match *m = &matches->v[i];
        const sl_unless *fired = sl_search_unless(r->search, m->rule->unless, m->rule->n_unless, m);
        bool adds = m->rule->kind == SL_RULE_ADDS;
        size_t first = adds ? partial->n : rows->n;
        sl_records *to = adds ? partial : rows;
        sl_records_of(r, m, to);
        size_t kept = first;
        for (size_t k = first; k < to->n; k++) {
            sl_record *record = &to->v[k];
            record->denied_by = fired;
            if (fired) sl_recorder_suppress(r, m->rule, record->table, m->at, record, "unless", fired->whole.text);
            else if (!adds && !has_key(record)) {
                sl_recorder_suppress(r, m->rule, record->table, m->at, record, "needs", (sl_str){0});
                continue;
            }
            if (!fired || !adds) to->v[kept++] = *record;
        }
        to->n = kept;
    }
}

/* --- conflicts ---------------------------------------------------------------------------------------------------- */

/* The thing that a record claims: what its match took and filled the second `one row per` column with. What a `nearest`
   only borrowed is not claimed. */
static sl_span claim_of(const sl_record *record) {
    const sl_table *t = record->table;
    if (t->n_one_row_per < 2) return (sl_span){0, 0};
    const sl_cell *c = sl_record_cell(record, t->one_row_per[1]);
    bool taken = c && c->at.from >= record->match->at.from && c->at.to <= record->match->at.to;
    return taken ? c->at : (sl_span){0, 0};
}

/* Priority, then the longer match, then the earlier line. */
static bool wins(const sl_record *a, const sl_record *b) {
    if (a->match->rule->priority != b->match->rule->priority)
        return a->match->rule->priority > b->match->rule->priority;
    sl_off x = a->match->at.to - a->match->at.from, y = b->match->at.to - b->match->at.from;
    if (x != y) return x > y;
    if (a->match->rule->declared != b->match->rule->declared)
        return a->match->rule->declared < b->match->rule->declared; /* in the order in which files are read */
    return a->match->pattern->line <= b->match->pattern->line;
}

/* Two rules between which only the order of lines decides. */
static bool is_tie(const sl_record *a, const sl_record *b) {
    const sl_match *x = a->match, *y = b->match;
    return x->rule != y->rule && x->rule->priority == y->rule->priority &&
           x->at.to - x->at.from == y->at.to - y->at.from;
}

static bool same_claim(const sl_record *a, const sl_record *b) {
    sl_span x = claim_of(a), y = claim_of(b);
    return a->table == b->table && a->match != b->match && x.from < y.to && y.from < x.to;
}

/* What an `unless` has denied to a rule, no rule of lower priority gets. */
static void settle_denials(sl_recorder *r, sl_records *rows) {
    for (size_t i = 0; i < rows->n; i++) {
        const sl_record *denied = &rows->v[i];
        for (size_t k = 0; denied->denied_by && k < rows->n; k++) {
            sl_record *row = &rows->v[k];
            if (row->gone || row->denied_by || row->match->rule->priority >= denied->match->rule->priority) continue;
            if (!same_claim(denied, row)) continue;
            row->gone = true;
            sl_recorder_suppress(r, row->match->rule, row->table, row->match->at, row, "unless",
                                 denied->denied_by->whole.text);
        }
    }
}

static void settle_conflicts(sl_recorder *r, sl_records *rows) {
    for (size_t i = 0; i < rows->n; i++)
        for (size_t k = i + 1; k < rows->n; k++) {
            sl_record *a = &rows->v[i], *b = &rows->v[k];
            if (a->gone || b->gone || a->denied_by || b->denied_by) continue;
            if (!same_claim(a, b) || sl_record_same_person(a, b)) continue;
            sl_record *loser = wins(a, b) ? b : a, *winner = loser == a ? b : a;
            loser->gone = true;
            if (is_tie(a, b)) r->article->tie = (sl_tie){winner->match->rule, loser->match->rule};
            sl_recorder_suppress(r, loser->match->rule, loser->table, loser->match->at, loser, "outranked",
                                 winner->match->rule->name);
        }
}

static void drop_gone(sl_records *rows) {
    size_t kept = 0;
    for (size_t i = 0; i < rows->n; i++)
        if (!rows->v[i].gone && !rows->v[i].denied_by) rows->v[kept++] = rows->v[i];
    rows->n = kept;
}

static void of_table(sl_recorder *r, const sl_records *all, const sl_table *table, sl_records *own) {
    for (size_t i = 0; i < all->n; i++)
        if (all->v[i].table == table) *sl_push(r->out, own) = all->v[i];
}

static bool wants(const sl_wanted *wanted, size_t table) {
    return wanted->tables >> table & 1;
}

/* --- what to look for --------------------------------------------------------------------------------------------- */

/* Everything that is found in the article, or who speaks in it, is told in a table. */
static bool wants_all(const sl_article *a, const sl_wanted *wanted) {
    const sl_program *p = a->program;
    for (size_t t = 0; t < p->tables.n; t++)
        if (wants(wanted, t) && p->tables.v[t].every_quote && a->quotations->n) return true;
    return wanted->mentions || wanted->suppressed;
}

/* The gates of rules that give rows. */
static const uint64_t *gates_of_rows(sl_search *s, const sl_wanted *wanted) {
    const sl_program *p = s->article->program;
    uint64_t *gates = SL_NEW_ARRAY(s->out, uint64_t, p->gates.n_words);
    for (size_t i = 0; i < p->rules.n; i++)
        if (p->rules.v[i].kind == SL_RULE_ROWS && wants(wanted, p->rules.v[i].table))
            sl_gate_set_rule(gates, &p->rules.v[i]);
    return gates;
}

bool sl_records_possible(sl_search *s, const sl_wanted *wanted, sl_findings *findings) {
    return wants_all(s->article, wanted) || sl_findings_possible(s, gates_of_rows(s, wanted), findings);
}

/* Rules of one kind, of the tables that are wanted; those that add to quotations have had their turn. */
static void search_kind(sl_recorder *r, sl_rule_kind kind, const uint32_t *away, sl_matches *matches) {
    const sl_program *p = r->article->program;
    const sl_rule **rules = SL_NEW_ARRAY(r->out, const sl_rule *, p->rules.n);
    size_t n = 0;
    for (size_t i = 0; i < p->rules.n; i++) {
        const sl_rule *rule = &p->rules.v[i];
        bool is_quotes = kind == SL_RULE_ADDS && p->tables.v[rule->table].every_quote;
        if (rule->kind == kind && !is_quotes && wants(r->wanted, rule->table)) rules[n++] = rule;
    }
    sl_search_rules(r->search, rules, n, away, matches);
}

/* By sentence: how many sentences away the nearest row is. */
static uint32_t *distances(const sl_recorder *r, const sl_records *rows) {
    size_t n = r->article->n_inner;
    uint32_t *away = sl_arena_raw(r->out, n, sizeof *away);
    for (size_t s = 0; s < n; s++) away[s] = SL_NONE;
    for (size_t i = 0; i < rows->n; i++) away[rows->v[i].match->unit->sentence] = 0;
    for (size_t s = 1; s < n; s++)
        if (away[s - 1] != SL_NONE && away[s - 1] + 1 < away[s]) away[s] = away[s - 1] + 1;
    for (size_t s = n; s-- > 1;)
        if (away[s] != SL_NONE && away[s] + 1 < away[s - 1]) away[s - 1] = away[s] + 1;
    return away;
}

/* By person: is a row about him, or may it be? NULL: there are rows about nobody. */
static const bool *persons_of(const sl_recorder *r, const sl_records *rows) {
    bool *of_row = SL_NEW_ARRAY(r->out, bool, r->findings->people.persons.n);
    for (size_t i = 0; i < rows->n; i++) {
        const sl_record *row = &rows->v[i];
        if (row->person == SL_NONE) return NULL;
        of_row[row->person] = true;
        for (uint32_t k = 0; row->candidates && k < row->candidates->n; k++) of_row[row->candidates->persons[k]] = true;
    }
    return of_row;
}

static bool mentions_one(const sl_people *people, const sl_passage *u, const bool *of_row) {
    for (uint32_t s = u->sentence; s < u->sentence + u->sentences; s++)
        for (uint32_t i = sl_people_first(people, s); i != SL_NONE; i = people->next.v[i])
            for (uint32_t k = 0; k < people->references.v[i].n; k++)
                if (of_row[people->references.v[i].persons[k]]) return true;
    return false;
}

/* Where rules that add may find what a row takes: what is told of a person goes to his rows, what is told of nobody to
   those nearby. */
static const uint32_t *reach(const sl_recorder *r, const sl_records *rows) {
    const sl_article *a = r->article;
    uint32_t *away = distances(r, rows);
    const bool *of_row = a->program->adds_far_persons ? NULL : persons_of(r, rows);
    for (size_t i = 0; of_row && i < a->n_outer; i++) {
        const sl_passage *u = &a->outer[i];
        if (mentions_one(&r->findings->people, u, of_row)) continue;
        for (uint32_t s = u->sentence; s < u->sentence + u->sentences; s++)
            if (away[s] > SL_NEAR) away[s] = SL_NONE;
    }
    return away;
}

/* The rows that rules give, and what other rules add to them. What comes to nothing is told where it is wanted. */
static void search(sl_recorder *r, sl_findings *findings, sl_records *rows, sl_records *partial) {
    bool all = r->wanted->suppressed || !r->article->gate;
    sl_matches *matches = SL_NEW_ARRAY(r->out, sl_matches, 2); /* records point into them */
    if (all || wants_all(r->article, r->wanted) ||
        sl_findings_need_speech(r->search, gates_of_rows(r->search, r->wanted)))
        sl_findings_speak(r->search, findings);
    search_kind(r, SL_RULE_ROWS, NULL, &matches[0]);
    if (matches[0].n == 0 && !all) return;
    sl_findings_speak(r->search, findings);
    sl_findings_complete(r->search, findings);
    records_of_matches(r, &matches[0], rows, partial);
    if (rows->n == 0 && !all) return;
    search_kind(r, SL_RULE_ADDS, all ? NULL : reach(r, rows), &matches[1]);
    records_of_matches(r, &matches[1], rows, partial);
}

/* Things that an `unless` took away, rule by rule. */
static void tell_denials(sl_recorder *r) {
    for (size_t i = 0; i < r->article->program->rules.n; i++) {
        const sl_denials *denials = &r->findings->made[i].denials;
        for (size_t k = 0; k < denials->n; k++) {
            const sl_denial *d = &denials->v[k];
            sl_recorder_suppress(r, d->match->rule, NULL, d->match->at, NULL, "unless", d->by->whole.text);
        }
    }
}

/* --- the whole ---------------------------------------------------------------------------------------------------- */

static void make_quotes(sl_recorder *r, const sl_records *rows, sl_records *quotes) {
    const sl_program *p = r->article->program;
    bool needed = false;
    for (size_t i = 0; i < rows->n && !needed; i++) needed = rows->v[i].table->n_copies > 0;
    for (size_t t = 0; t < p->tables.n; t++)
        if (p->tables.v[t].every_quote && (needed || wants(r->wanted, t)))
            sl_records_of_quotes(r, &p->tables.v[t], quotes);
}

static void make_table(sl_recorder *r, size_t number, const sl_records *rows, const sl_records *partial,
                       const sl_records *quotes) {
    const sl_table *table = &r->article->program->tables.v[number];
    sl_records own = {0}, added = {0};
    of_table(r, table->every_quote ? quotes : rows, table, &own);
    of_table(r, partial, table, &added);
    if (!table->every_quote) sl_records_join(r, &own, &added);
    drop_incomplete(r, &own);
    if (table->n_copies) sl_records_from_quotes(r, table, &own, quotes);
    sl_records_finish(r, &own, number);
}

void sl_records_make(sl_search *of, sl_findings *findings, const sl_wanted *wanted, sl_tables *tables) {
    sl_recorder recorder = {
        .search = of, .article = of->article, .findings = findings, .wanted = wanted, .out = of->out, .tables = tables};
    sl_recorder *r = &recorder;
    const sl_program *p = r->article->program;
    sl_records rows = {0}, partial = {0}, quotes = {0};
    if (wanted->mentions || wanted->suppressed) sl_findings_complete(of, findings);
    if (wanted->suppressed) tell_denials(r);
    search(r, findings, &rows, &partial);
    settle_denials(r, &rows);
    settle_conflicts(r, &rows);
    drop_gone(&rows);
    make_quotes(r, &rows, &quotes);
    for (size_t t = 0; t < p->tables.n; t++)
        if (wants(wanted, t)) make_table(r, t, &rows, &partial, &quotes);
    if (wanted->mentions) sl_list_mentions(r, p->tables.n);
    if (wanted->suppressed) sl_list_suppressed(r, p->tables.n + 1);
}
