/* SPDX-License-Identifier: Apache-2.0
 *
 * What became of a rule's matches in a sentence: rows, things, or nothing, and what took them away.
 */
#include "run/reach_p.h"

static bool within(sl_span inner, sl_span outer) {
    return inner.from >= outer.from && inner.to <= outer.to;
}

/* Begins with the rule's name where it is not told by the lines above. */
static void begin(const sl_teller *t, const sl_rule *rule) {
    sl_tell_indent(t);
    if (t->depth) sl_buf_printf(t->out, "%.*s: ", (int)rule->name.n, rule->name.p);
}

/* A pattern that matches everywhere is not told everywhere. */
enum { MOST_TOLD = 6 };

static void tell_rest(const sl_teller *t, size_t n) {
    if (n <= MOST_TOLD) return;
    sl_tell_indent(t);
    sl_buf_printf(t->out, "and %zu more\n", n - MOST_TOLD);
}

static void tell_match(const sl_teller *t, const sl_rule *rule, sl_span at) {
    begin(t, rule);
    sl_buf_put(t->out, SL_STR("it matches \""));
    sl_tell_text(t, at);
    sl_buf_put(t->out, SL_STR("\", "));
}

/* --- rows --------------------------------------------------------------------------------------------------------- */

static void tell_row(const sl_teller *t, const sl_rule *rule, const sl_record *r, const sl_match *m) {
    sl_str table = r->table->head.name, first = r->origins[0]->rule->name;
    const sl_cell *id = sl_record_cell(r, sl_symbol_known(t->program, SL_STR("id")));
    tell_match(t, rule, m->at);
    sl_buf_put(t->out, SL_STR("and gave to the row"));
    if (id) sl_buf_printf(t->out, " %.*s", (int)id->value.n, id->value.p);
    sl_buf_printf(t->out, " of %.*s", (int)table.n, table.p);
    if (!sl_str_eq(first, rule->name)) sl_buf_printf(t->out, ", which %.*s began", (int)first.n, first.p);
    sl_buf_char(t->out, '\n');
}

/* Rows that have a match of the rule in this sentence. */
static size_t tell_rows(const sl_teller *t, const sl_rule *rule, const sl_passage *u) {
    size_t told = 0;
    for (size_t k = 0; k < t->program->tables.n; k++)
        for (size_t i = 0; i < t->inside->tables->v[k].rows.n; i++) {
            const sl_record *r = t->inside->tables->v[k].rows.v[i].record;
            for (size_t o = 0; r && o < r->n_origins; o++) {
                const sl_match *m = r->origins[o];
                if (m->rule->declared != rule->declared || !within(m->at, u->at)) continue;
                if (told++ < MOST_TOLD) tell_row(t, rule, r, m);
            }
        }
    tell_rest(t, told);
    return told;
}

/* Things that the rule made in this sentence, and what it says of persons. */
static size_t tell_things(const sl_teller *t, const sl_rule *rule, const sl_passage *u) {
    const sl_article *a = t->article;
    size_t told = 0;
    sl_range all = sl_article_of_type(a, rule->type, u->at);
    for (uint32_t i = all.from; rule->kind == SL_RULE_MAKES && i < all.to; i++) {
        const sl_mention *m = a->mentions.v[a->of_type[i]];
        if (!m->made || m->made->rule != rule || told++ >= MOST_TOLD) continue;
        begin(t, rule);
        sl_buf_put(t->out, SL_STR("it made the "));
        sl_tell_type(t, rule->type);
        sl_buf_put(t->out, SL_STR(" \""));
        sl_tell_text(t, m->at);
        sl_buf_put(t->out, SL_STR("\"\n"));
    }
    tell_rest(t, told);
    return told;
}

static bool tell_person(const sl_teller *t, const sl_match *m) {
    const sl_people *people = &t->inside->findings->people;
    if (m->rule->kind != SL_RULE_MAKES || t->program->types.v[m->rule->type].kind != SL_TYPE_PERSON) return false;
    for (size_t i = 0; i < m->n_captures; i++) {
        uint32_t person = sl_people_of(t->article, people, m->captures[i].mention);
        if (person == SL_NONE) continue;
        sl_str name = people->persons.v[person].name;
        tell_match(t, m->rule, m->at);
        sl_buf_printf(t->out, "and says that %.*s is a ", (int)name.n, name.p);
        sl_tell_type(t, m->rule->type);
        sl_buf_char(t->out, '\n');
        return true;
    }
    return false;
}

/* --- unless ------------------------------------------------------------------------------------------------------- */

static sl_span found_in(const sl_teller *t, const sl_pattern *pattern, sl_span at) {
    const size_t *groups;
    if (at.from >= at.to) return (sl_span){0, 0};
    sl_projection seen = sl_project(t->article, at, pattern->view, t->tmp);
    if (sl_regex_find(pattern->regex, t->search->matcher, seen.text, 0, &groups) != SL_MATCH_FOUND)
        return (sl_span){0, 0};
    return sl_projection_span(&seen, groups[0], groups[1]);
}

/* `n` words before (behind) a span, as far as the sentence goes. */
static sl_span words_beside(const sl_article *a, sl_span from, const sl_passage *u, uint32_t n, bool after) {
    uint32_t edge = sl_token_at(a->tokens, after ? from.to : from.from), i = edge;
    if (after)
        while (i < u->tokens.to && a->words[i + 1] - a->words[edge] <= n) i++;
    else
        while (i > u->tokens.from && a->words[edge] - a->words[i] < n) i--;
    if (i == edge) return (sl_span){0, 0};
    return sl_range_span(a->tokens, after ? (sl_range){edge, i} : (sl_range){i, edge});
}

/* The words that made an `unless` fire: those nearest to what it is measured from. Empty: a place did, not words. */
static sl_span culprit(const sl_teller *t, const sl_unless *fired, const sl_match *m) {
    const sl_captured *of = fired->of == SL_NO_SYMBOL ? NULL : sl_match_capture(m, fired->of);
    sl_span from = of ? of->at : m->at;
    if (fired->where == SL_WHERE_INSIDE) return (sl_span){0, 0};
    if (fired->where == SL_WHERE_MATCH) return found_in(t, fired->pattern, from);
    if (fired->where == SL_WHERE_SENTENCE) return found_in(t, fired->pattern, m->unit->at);
    sl_unless nearer = *fired;
    for (nearer.words = 1; nearer.words < fired->words; nearer.words++)
        if (sl_search_fires(t->search, &nearer, from, m->unit)) break;
    bool after = fired->where == SL_WHERE_AFTER;
    return found_in(t, fired->pattern, words_beside(t->article, from, m->unit, nearer.words, after));
}

static void tell_unless(const sl_teller *t, const sl_unless *fired, const sl_match *m) {
    sl_span by = culprit(t, fired, m);
    tell_match(t, m->rule, m->at);
    sl_buf_put(t->out, SL_STR("but an unless line stops it"));
    if (by.to > by.from) {
        sl_buf_put(t->out, SL_STR(", by \""));
        sl_tell_text(t, by);
        sl_buf_char(t->out, '"');
    }
    sl_buf_put(t->out, SL_STR("\n"));
    sl_tell_indent(t);
    sl_buf_put(t->out, SL_STR("  "));
    sl_tell_place(t, &fired->whole);
    sl_buf_put(t->out, SL_STR(": "));
    sl_tell_short(t, fired->whole.text);
    sl_buf_char(t->out, '\n');
}

/* --- lists, and what is written down in suppressed.csv ------------------------------------------------------------ */

static void tell_lengths(const sl_teller *t, const sl_match *m) {
    bool first = true;
    sl_buf_put(t->out, SL_STR("but its lists differ in length:"));
    for (size_t i = 0; i < m->n_captures; i++) {
        if (m->captures[i].capture->kind != SL_CAPTURE_MEMBERS) continue;
        sl_buf_printf(t->out, "%s %zu in \"", first ? "" : " and", m->captures[i].n_members);
        sl_tell_text(t, m->captures[i].at);
        sl_buf_char(t->out, '"');
        first = false;
    }
    sl_buf_char(t->out, '\n');
}

static sl_str cell(const sl_table_rows *rows, size_t row, const char *column) {
    for (size_t i = 0; i < rows->head->n_columns; i++)
        if (sl_str_eq(rows->head->columns[i].name, sl_str_of(column))) return rows->rows.v[row].cells[i];
    return (sl_str){0};
}

/* Does "player=Okafor; injury=knee" tell of the column? */
static bool has_cell(sl_str cells, sl_str column) {
    for (size_t at = sl_str_search(cells, column, 0); at < cells.n; at = sl_str_search(cells, column, at + 1)) {
        bool begins = at == 0 || (at >= 2 && cells.p[at - 2] == ';');
        if (begins && at + column.n < cells.n && cells.p[at + column.n] == '=') return true;
    }
    return false;
}

static void tell_needs(const sl_teller *t, const sl_rule *rule, sl_str cells) {
    const sl_table *table = &t->program->tables.v[rule->table];
    sl_buf_printf(t->out, "but the table %.*s needs what is not there:", (int)table->head.name.n, table->head.name.p);
    size_t told = 0;
    for (size_t i = 0; i < table->n_needs; i++) {
        sl_str name = t->program->symbols.v[table->needs[i]];
        if (has_cell(cells, name)) continue;
        sl_buf_printf(t->out, "%s %.*s", told++ ? "," : "", (int)name.n, name.p);
    }
    sl_buf_char(t->out, '\n');
    for (size_t i = 0; i < rule->n_nearest; i++) {
        if (rule->nearest[i].is_else) continue; /* its line is told with the first */
        sl_symbol symbol = rule->nearest[i].as == SL_NO_SYMBOL ? rule->nearest[i].symbol : rule->nearest[i].as;
        if (has_cell(cells, t->program->symbols.v[symbol])) continue;
        const sl_located *whole = &rule->declared->nearest.v[i].whole;
        bool needed = false;
        for (size_t k = 0; k < table->n_needs; k++) needed = needed || table->needs[k] == symbol;
        if (!needed) continue;
        sl_tell_indent(t);
        sl_buf_put(t->out, SL_STR("  "));
        sl_tell_place(t, whole);
        sl_buf_put(t->out, SL_STR(": nothing was found by nearest: "));
        sl_tell_short(t, whole->text);
        sl_buf_char(t->out, '\n');
    }
}

static const sl_rule *rule_called(const sl_program *p, sl_str name) {
    for (size_t i = 0; i < p->rules.n; i++)
        if (sl_str_eq(p->rules.v[i].name, name)) return &p->rules.v[i];
    return NULL;
}

static void tell_outranked(const sl_teller *t, const sl_rule *rule, sl_str by) {
    const sl_rule *winner = rule_called(t->program, by);
    sl_buf_printf(t->out, "but the rule %.*s outranked it: both claim the same thing", (int)by.n, by.p);
    if (winner && winner->priority != rule->priority)
        sl_buf_printf(t->out, ", and its priority is %d against %d", winner->priority, rule->priority);
    else sl_buf_put(t->out, SL_STR(", and its match is longer, or its line the earlier"));
    sl_buf_char(t->out, '\n');
}

static void tell_reason(const sl_teller *t, const sl_rule *rule, sl_str reason, sl_str by, sl_str cells) {
    if (sl_str_eq(reason, SL_STR("needs"))) {
        tell_needs(t, rule, cells);
    } else if (sl_str_eq(reason, SL_STR("outranked"))) {
        tell_outranked(t, rule, by);
    } else if (sl_str_eq(reason, SL_STR("nothing to add to"))) {
        if (by.n)
            sl_buf_printf(t->out, "but the row that it could add to is too far: %.*s (`within:`)", (int)by.n, by.p);
        else sl_buf_put(t->out, SL_STR("but the article has no row that it could add to"));
        if (cells.n) sl_buf_printf(t->out, ": %.*s", (int)cells.n, cells.p);
        sl_buf_char(t->out, '\n');
    } else if (sl_str_eq(reason, SL_STR("skip"))) {
        sl_buf_printf(t->out, "but a skip line of the table removes it: %.*s\n", (int)by.n, by.p);
    } else {
        sl_buf_printf(t->out, "but the row was removed: %.*s%s%.*s\n", (int)reason.n, reason.p, by.n ? ": " : "",
                      (int)by.n, by.p ? by.p : "");
    }
}

/* Of `unless` lines and lists the match itself tells more. */
static bool is_told_by_match(sl_str reason) {
    return sl_str_eq(reason, SL_STR("unless")) || sl_str_starts_with(reason, SL_STR("two lists"));
}

static size_t tell_removed(const sl_teller *t, const sl_rule *rule, const sl_passage *u) {
    const sl_table_rows *suppressed = &t->inside->tables->v[t->program->tables.n + 1];
    sl_file_place disk = sl_text_place(t->article->text, u->at);
    bool quotes = rule->kind == SL_RULE_ADDS && t->program->tables.v[rule->table].every_quote;
    size_t told = 0;
    for (size_t i = 0; i < suppressed->rows.n; i++) {
        uint64_t start = 0;
        sl_str reason = cell(suppressed, i, "reason"), name = cell(suppressed, i, "rule");
        bool skipped = quotes && sl_str_eq(reason, SL_STR("skip"));
        if ((!skipped && !sl_str_eq(name, rule->name)) || is_told_by_match(reason)) continue;
        if (!sl_str_count(cell(suppressed, i, "start"), &start) || start < disk.from || start >= disk.to) continue;
        if (told++ >= MOST_TOLD) continue;
        sl_str text = cell(suppressed, i, "text");
        begin(t, rule);
        sl_buf_put(t->out, skipped ? SL_STR("there is \"") : SL_STR("it matches \""));
        sl_tell_short(t, text);
        sl_buf_put(t->out, SL_STR("\", "));
        tell_reason(t, rule, reason, cell(suppressed, i, "by"), cell(suppressed, i, "cells"));
    }
    tell_rest(t, told);
    return told;
}

/* --- the whole ---------------------------------------------------------------------------------------------------- */

static bool lists_differ(const sl_match *m) {
    size_t most = 1;
    bool differ = false;
    for (int round = 0; round < 2; round++)
        for (size_t i = 0; i < m->n_captures; i++) {
            if (m->captures[i].capture->kind != SL_CAPTURE_MEMBERS) continue;
            size_t n = m->captures[i].n_members;
            if (round == 0 && n > most) most = n;
            if (round == 1 && n != most && n != 1) differ = true;
        }
    return differ;
}

/* A match of which no row and no thing tells: @return whether it was told why. */
static bool tell_stopped(const sl_teller *t, const sl_match *m, bool silent) {
    const sl_unless *fired = sl_search_unless(t->search, m->rule->unless, m->rule->n_unless, m);
    bool differ = !fired && m->rule->kind == SL_RULE_ROWS && lists_differ(m);
    if (silent) return fired || differ;
    if (fired) tell_unless(t, fired, m);
    if (differ) tell_match(t, m->rule, m->at), tell_lengths(t, m);
    return fired || differ || tell_person(t, m);
}

size_t sl_tell_outcome(const sl_teller *t, const sl_rule *rule, const sl_passage *unit) {
    sl_matches matches = {0};
    size_t told = tell_rows(t, rule, unit) + tell_things(t, rule, unit) + tell_removed(t, rule, unit), stopped = 0;
    sl_search_rule(t->search, rule, &matches);
    for (size_t i = 0; i < matches.n; i++)
        if (within(matches.v[i].at, unit->at)) stopped += tell_stopped(t, &matches.v[i], stopped >= MOST_TOLD);
    tell_rest(t, stopped);
    return told + stopped;
}
