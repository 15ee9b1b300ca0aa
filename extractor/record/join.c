/* SPDX-License-Identifier: Apache-2.0
 *
 * How a player's records of one article become rows.
 *
 *     joins: unspecified with any; arm with elbow|wrist      a vague injury joins an exact one of the same player
 *     keep: injury, area, pathology = most exact             what the joined row says
 *     keep: status = doubtful > recovering > out
 */
#include "record/record.h"

/* --- which records are one row? ----------------------------------------------------------------------------------- */

static sl_str value(const sl_record *r, sl_symbol column) {
    const sl_cell *c = sl_record_cell(r, column);
    return c ? c->value : (sl_str){0};
}

static bool may_mean(const sl_reference *candidates, uint32_t person) {
    for (uint32_t i = 0; i < candidates->n; i++)
        if (candidates->persons[i] == person) return true;
    return false;
}

bool sl_record_same_person(const sl_record *a, const sl_record *b) {
    if (a->candidates && !b->candidates) return may_mean(a->candidates, b->person);
    if (b->candidates && !a->candidates) return may_mean(b->candidates, a->person);
    if (a->person != SL_NONE || b->person != SL_NONE)
        return a->person == b->person && (!a->candidates || a->candidates->n == b->candidates->n);
    return sl_str_eq(value(a, a->table->one_row_per[0]), value(b, b->table->one_row_per[0]));
}

/* 2: joins anything; 1: joins some; 0: exact. An empty cell is the vaguest. */
static int vagueness(const sl_table *t, sl_str v) {
    if (v.n == 0) return 2;
    for (size_t i = 0; i < t->n_joins; i++)
        if (sl_str_eq(t->joins[i].vague, v)) return t->joins[i].n ? 1 : 2;
    return 0;
}

bool sl_table_joins(const sl_table *t, sl_str vague, sl_str exact) {
    if (vague.n == 0) return true;
    for (size_t i = 0; i < t->n_joins; i++) {
        if (!sl_str_eq(t->joins[i].vague, vague)) continue;
        if (t->joins[i].n == 0) return true;
        for (size_t k = 0; k < t->joins[i].n; k++)
            if (sl_str_eq(t->joins[i].exact[k], exact)) return true;
    }
    return false;
}

/* Days of a role that both records know and that do not meet. */
static bool other_days(const sl_program *p, const sl_record *a, const sl_record *b, sl_symbol role) {
    sl_symbol from = sl_program_prefixed(p, role, p->give_from), to = sl_program_prefixed(p, role, p->give_to);
    sl_day a_from = sl_day_parse(value(a, from)), a_to = sl_day_parse(value(a, to));
    sl_day b_from = sl_day_parse(value(b, from)), b_to = sl_day_parse(value(b, to));
    return (a_to != SL_NO_DAY && b_from != SL_NO_DAY && a_to < b_from) ||
           (b_to != SL_NO_DAY && a_from != SL_NO_DAY && b_to < a_from);
}

/* `apart: side, injured`: what both say of it, and say differently. */
static bool kept_apart(const sl_program *p, const sl_record *a, const sl_record *b) {
    for (size_t i = 0; i < a->table->n_apart; i++) {
        sl_symbol s = a->table->apart[i];
        sl_str x = value(a, s), y = value(b, s);
        if ((x.n && y.n && !sl_str_eq(x, y)) || other_days(p, a, b, s)) return true;
    }
    return false;
}

static bool one_row(const sl_program *p, const sl_record *a, const sl_record *b) {
    const sl_table *t = a->table;
    if (t->n_one_row_per == 0 || !sl_record_same_person(a, b)) return false;
    for (size_t i = 1; i < t->n_one_row_per; i++) {
        sl_str x = value(a, t->one_row_per[i]), y = value(b, t->one_row_per[i]);
        if (!sl_str_eq(x, y) && !sl_table_joins(t, x, y) && !sl_table_joins(t, y, x)) return false;
    }
    return !kept_apart(p, a, b);
}

static int record_vagueness(const sl_record *r) {
    int most = 0;
    for (size_t i = 1; i < r->table->n_one_row_per; i++) {
        int v = vagueness(r->table, value(r, r->table->one_row_per[i]));
        if (v > most) most = v;
    }
    return most;
}

/* --- what the joined row says ------------------------------------------------------------------------------------- */

static bool in_symbols(const sl_symbol *all, size_t n, sl_symbol s) {
    for (size_t i = 0; i < n; i++)
        if (all[i] == s) return true;
    return false;
}

bool sl_table_is_vague(const sl_table *t, sl_symbol column, sl_str v) {
    return v.n && in_symbols(t->most_exact, t->n_most_exact, column) && vagueness(t, v) == 2;
}

enum { WEIGHT_OF_KEYS = 3 };

/* How much the `most exact` columns of a record say: every cell that no join calls vague, and most of all those by which
   rows are told apart. */
static int exactness(const sl_record *r) {
    const sl_table *t = r->table;
    int sum = 0;
    for (size_t i = 0; i < t->n_most_exact; i++) {
        int says = 2 - vagueness(t, value(r, t->most_exact[i]));
        sum += in_symbols(t->one_row_per, t->n_one_row_per, t->most_exact[i]) ? says * WEIGHT_OF_KEYS : says;
    }
    return sum;
}

static size_t rank(const sl_keep *keep, sl_str v) {
    for (size_t i = 0; i < keep->n; i++)
        if (sl_str_eq(keep->values[i], v)) return keep->ranks[i];
    return v.n ? keep->n : keep->n + 1;
}

static const sl_keep *keep_of(const sl_table *t, sl_symbol column) {
    for (size_t i = 0; i < t->n_keep; i++)
        if (t->keep[i].column == column) return &t->keep[i];
    return NULL;
}

static void add_origins(const sl_recorder *rec, sl_record *into, const sl_record *from) {
    size_t n = into->n_origins + from->n_origins;
    if (n > into->room) {
        into->origins = sl_arena_grow(rec->out, into->origins, into->n_origins, 2 * n, sizeof *into->origins);
        into->room = 2 * n;
    }
    for (size_t i = 0; i < from->n_origins; i++) into->origins[into->n_origins + i] = from->origins[i];
    into->n_origins = n;
}

/* Has this record a date of the role whose days are known? A date without days is worth less than one with them. */
static int worth_of_time(const sl_recorder *rec, const sl_record *r, sl_symbol text) {
    const sl_program *p = rec->article->program;
    const sl_table *t = r->table;
    const sl_cell *words = sl_record_cell(r, text);
    if (!words || words->value.n == 0) return 0;
    for (size_t i = 0; i < t->leans.n_past + t->leans.n_future; i++) {
        sl_symbol role = i < t->leans.n_past ? t->leans.past[i] : t->leans.future[i - t->leans.n_past];
        if (sl_program_prefixed(p, role, p->give_text) != text) continue;
        bool days = value(r, sl_program_prefixed(p, role, p->give_from)).n ||
                    value(r, sl_program_prefixed(p, role, p->give_to)).n;
        return (days ? 16 : 8) + (int)words->strength;
    }
    return 1;
}

static uint32_t sentences_between(const sl_match *a, const sl_match *b) {
    uint32_t x = a->unit->sentence, y = b->unit->sentence;
    return x > y ? x - y : y - x;
}

/* From the nearest of the matches that the row was made of. */
static uint32_t sentences_away(const sl_record *row, const sl_record *from) {
    uint32_t least = sentences_between(row->match, from->match);
    for (size_t i = 0; i < row->n_origins; i++) {
        if (row->origins[i]->rule->kind == SL_RULE_ADDS) continue;
        uint32_t n = sentences_between(row->origins[i], from->match);
        if (n < least) least = n;
    }
    return least;
}

/* How loud a rule that adds says it; what the row says itself is said as loud as what has no `priority`. */
static int32_t priority(const sl_cell *c) {
    return c->strength == SL_CELL_ADDED && c->rule ? c->rule->priority : 0;
}

/* What stands nearer to the row says more of it; at the same distance the order of `keep` decides, and of equals what is
   told last: "out since May, he is back". */
static bool is_kept(const sl_keep *keep, const sl_cell *a, const sl_cell *b, uint32_t away, sl_off told) {
    if (a->value.n && priority(a) != priority(b)) return priority(b) > priority(a);
    if (a->value.n && a->away != away) return away < a->away;
    size_t x = rank(keep, a->value), y = rank(keep, b->value);
    return x == y && !sl_str_eq(a->value, b->value) ? told > a->told : y < x;
}

/* Columns of one date go together: its days come from the record that its words come from. */
static bool takes(const sl_recorder *rec, const sl_record *into, const sl_record *from, size_t number, uint32_t away,
                  bool exacter) {
    const sl_table *t = into->table;
    const sl_cell *a = &into->cells[number], *b = &from->cells[number];
    sl_symbol column = t->symbols[number], text = t->time_text[number];
    if (in_symbols(t->most_exact, t->n_most_exact, column)) return exacter && b->value.n;
    if (text != SL_NO_SYMBOL) return worth_of_time(rec, from, text) > worth_of_time(rec, into, text);
    if (b->value.n == 0) return false;
    const sl_keep *keep = keep_of(t, column);
    if (keep) return is_kept(keep, a, b, away, from->match->at.to);
    return b->strength > a->strength || (b->strength == a->strength && priority(b) > priority(a));
}

/* Days of a role, as far as they are known. @return are both? */
static bool days_of(const sl_recorder *rec, const sl_record *r, sl_symbol role, sl_interval *days) {
    const sl_program *p = rec->article->program;
    days->from = sl_day_parse(value(r, sl_program_prefixed(p, role, p->give_from)));
    days->to = sl_day_parse(value(r, sl_program_prefixed(p, role, p->give_to)));
    return days->from != SL_NO_DAY && days->to != SL_NO_DAY;
}

static bool is_quoted(const sl_recorder *rec, const sl_record *r, sl_symbol role) {
    const sl_program *p = rec->article->program;
    const sl_cell *words = sl_record_cell(r, sl_program_prefixed(p, role, p->give_text));
    return words && words->at.to && sl_article_quotation(rec->article, words->at.from) != SL_NONE;
}

/* What is over is told, not estimated. */
static bool is_estimate(const sl_recorder *rec, sl_interval days) {
    sl_day published = rec->article->text->published;
    return published == SL_NO_DAY || days.to >= published;
}

/* `keep: return = widest`: of two estimates the one that somebody is quoted with, else from the earlier to the later. One
   that leaves its end open gives way to one that begins no sooner and tells the end too. */
static void settle_estimates(const sl_recorder *rec, sl_record *into, const sl_record *from) {
    const sl_program *p = rec->article->program;
    for (size_t i = 0; i < into->table->n_widest; i++) {
        sl_symbol role = into->table->widest[i];
        sl_symbol days[] = {sl_program_prefixed(p, role, p->give_from), sl_program_prefixed(p, role, p->give_to),
                            sl_program_prefixed(p, role, p->give_text)};
        sl_interval a, b;
        bool closed = days_of(rec, into, role, &a), other_closed = days_of(rec, from, role, &b);
        bool ends = !closed && other_closed && a.from != SL_NO_DAY && a.from <= b.from;
        if (!ends && (!closed || !other_closed || !is_estimate(rec, a) || !is_estimate(rec, b))) continue;
        bool quoted = is_quoted(rec, into, role), other_quoted = is_quoted(rec, from, role);
        for (size_t k = 0; k < sizeof days / sizeof *days; k++) {
            sl_cell *to = sl_record_cell(into, days[k]);
            const sl_cell *other = sl_record_cell(from, days[k]);
            bool wider = k == 0 ? b.from < a.from : k == 1 ? b.to > a.to : false;
            if (to && other && (ends || (quoted == other_quoted ? wider : other_quoted))) *to = *other;
        }
    }
}

static void clear_time(const sl_recorder *rec, sl_record *r, sl_symbol role) {
    const sl_program *p = rec->article->program;
    const sl_symbol columns[] = {role, sl_program_prefixed(p, role, p->give_text),
                                 sl_program_prefixed(p, role, p->give_from), sl_program_prefixed(p, role, p->give_to),
                                 sl_program_prefixed(p, role, p->give_value)};
    for (size_t i = 0; i < sizeof columns / sizeof *columns; i++) {
        sl_cell *c = sl_record_cell(r, columns[i]);
        if (c) *c = (sl_cell){0};
    }
}

/* The words of a date tell one thing: what is expected on a day has not happened on it. */
static void part_roles(const sl_recorder *rec, sl_record *r) {
    const sl_program *p = rec->article->program;
    const sl_leans *leans = &r->table->leans;
    for (size_t i = 0; i < leans->n_past; i++)
        for (size_t k = 0; k < leans->n_future; k++) {
            const sl_cell *past = sl_record_cell(r, sl_program_prefixed(p, leans->past[i], p->give_text));
            const sl_cell *future = sl_record_cell(r, sl_program_prefixed(p, leans->future[k], p->give_text));
            if (past && future && past->at.from < future->at.to && future->at.from < past->at.to)
                clear_time(rec, r, leans->past[i]);
        }
}

static void absorb(const sl_recorder *rec, sl_record *into, const sl_record *from) {
    const sl_table *t = into->table;
    bool exacter = exactness(from) > exactness(into);
    bool *taken = SL_NEW_ARRAY(rec->out, bool, t->head.n_columns);
    settle_estimates(rec, into, from);
    uint32_t away = from->match->rule->kind == SL_RULE_ADDS ? sentences_away(into, from) : 0;
    for (size_t i = 0; i < t->head.n_columns; i++) taken[i] = takes(rec, into, from, i, away, exacter);
    for (size_t i = 0; i < t->head.n_columns; i++) {
        if (!taken[i]) continue;
        into->cells[i] = from->cells[i];
        into->cells[i].away = away;
        into->cells[i].told = from->match->at.to;
    }
    if (exacter) {
        into->at = from->at;
        into->evidence = from->evidence;
    }
    part_roles(rec, into);
    add_origins(rec, into, from);
}

/* --- joining ------------------------------------------------------------------------------------------------------ */

static sl_off apart(const sl_record *a, const sl_record *b) {
    return a->at.from > b->at.from ? a->at.from - b->at.from : b->at.from - a->at.from;
}

/* The record that `r` joins: the nearest of those kept; SL_NONE for a row of its own. */
static uint32_t partner(const sl_program *p, const sl_records *records, const uint32_t *kept, size_t n_kept,
                        const sl_record *r) {
    uint32_t best = SL_NONE;
    for (size_t i = 0; i < n_kept; i++) {
        const sl_record *k = &records->v[kept[i]];
        if (!one_row(p, k, r)) continue;
        if (best == SL_NONE || apart(k, r) < apart(&records->v[best], r)) best = kept[i];
    }
    return best;
}

/* Exact records first, so that a vague one can choose among them; who may be one of two comes last. Each has one turn: a
   row that takes a vaguer word over must not come again. */
static void join_rows(sl_recorder *rec, sl_records *records) {
    uint32_t *kept = SL_NEW_ARRAY(rec->out, uint32_t, records->n);
    int *turn = SL_NEW_ARRAY(rec->out, int, records->n);
    size_t n = 0;
    for (uint32_t i = 0; i < records->n; i++)
        turn[i] = record_vagueness(&records->v[i]) + (records->v[i].candidates ? 3 : 0);
    for (int round = 0; round < 6; round++)
        for (uint32_t i = 0; i < records->n; i++) {
            sl_record *r = &records->v[i];
            if (r->gone || turn[i] != round) continue;
            uint32_t into = partner(rec->article->program, records, kept, n, r);
            if (into == SL_NONE) {
                kept[n++] = i;
                continue;
            }
            absorb(rec, &records->v[into], r);
            r->gone = true;
        }
}

static bool has_key(const sl_record *r) {
    return r->table->n_one_row_per && value(r, r->table->one_row_per[0]).n;
}

/* Do they agree in all but the person? */
static bool agrees(const sl_program *program, const sl_record *row, const sl_record *partial) {
    for (size_t i = 1; i < row->table->n_one_row_per; i++) {
        sl_str x = value(row, row->table->one_row_per[i]), y = value(partial, row->table->one_row_per[i]);
        if (!sl_str_eq(x, y) && !sl_table_joins(row->table, x, y) && !sl_table_joins(row->table, y, x)) return false;
    }
    return !kept_apart(program, row, partial);
}

/* A partial record that names no player is about whoever the row is about. */
static bool may_take(const sl_program *program, const sl_record *row, const sl_record *partial) {
    return has_key(partial) ? one_row(program, row, partial) : agrees(program, row, partial);
}

static uint32_t most_between(const sl_record *partial) {
    uint32_t most = partial->match->rule->within;
    return most == SL_ANYWHERE && !has_key(partial) ? SL_NEAR : most;
}

/* How well a row suits a partial record that it may take: one of its own sentence best, then an earlier one; 0: not. */
static int suits(const sl_record *row, const sl_record *partial) {
    bool same_sentence = row->at.from < partial->evidence.to && partial->evidence.from < row->at.to;
    if (sentences_between(row->match, partial->match) > most_between(partial)) return 0;
    return same_sentence ? 3 : row->at.from <= partial->at.to ? 2 : 1;
}

/* Of the rows that could take it, were they not too far, the nearest is told. */
static void suppress_partial(sl_recorder *rec, const sl_records *records, const sl_record *p) {
    uint32_t nearest = SL_ANYWHERE;
    for (size_t i = 0; i < records->n; i++) {
        const sl_record *r = &records->v[i];
        if (r->gone || !may_take(rec->article->program, r, p)) continue;
        uint32_t away = sentences_between(r->match, p->match);
        if (away < nearest) nearest = away;
    }
    sl_str by = {0};
    if (nearest != SL_ANYWHERE)
        by = sl_arena_printf(rec->out, "%u sentence%s away, at most %u allowed", nearest, nearest == 1 ? "" : "s",
                             most_between(p));
    sl_recorder_suppress(rec, p->match->rule, p->table, p->match->at, p, "nothing to add to", by);
}

static bool lies_in(sl_span a, sl_span b) {
    return a.from >= b.from && a.to <= b.to;
}

/* "Lind, Moss and Okafor were hurt on Saturday": the name next to the date is the last of the list that the row began with,
   and stands for all of it. What is told inside the list, "Lind (out until May), Moss", is about that one. */
static bool is_of_list(const sl_record *row, const sl_record *p) {
    const sl_cell *key = sl_record_cell(p, p->table->one_row_per[0]);
    return key && row->match->unit == p->match->unit && lies_in(key->at, row->match->at) &&
           !lies_in(key->at, p->match->at) && !lies_in(p->match->at, row->match->at);
}

/* A partial record goes to the nearest row of its player in the same sentence, else to the nearest earlier one, else to
   the next; one without a player to such a row of anybody nearby and to all that the same list made. */
static void add_partial(sl_recorder *rec, sl_records *records, const sl_record *p) {
    const sl_program *program = rec->article->program;
    sl_record *best = NULL;
    for (size_t i = 0; i < records->n; i++) {
        sl_record *r = &records->v[i];
        if (r->gone || !may_take(program, r, p) || !suits(r, p)) continue;
        int better = best ? suits(r, p) - suits(best, p) : 1;
        if (better > 0 || (better == 0 && apart(r, p) < apart(best, p))) best = r;
    }
    if (!best) {
        suppress_partial(rec, records, p);
        return;
    }
    bool for_all = !has_key(p) || is_of_list(best, p);
    for (size_t i = 0; i < records->n; i++) {
        sl_record *r = &records->v[i];
        bool sibling = for_all && r->match == best->match && !r->gone && agrees(program, r, p);
        if (r == best || sibling) absorb(rec, r, p);
    }
}

void sl_records_join(sl_recorder *rec, sl_records *records, const sl_records *partial) {
    join_rows(rec, records);
    for (size_t i = 0; i < partial->n; i++) add_partial(rec, records, &partial->v[i]);
    size_t n = 0;
    for (size_t i = 0; i < records->n; i++)
        if (!records->v[i].gone) records->v[n++] = records->v[i];
    records->n = n;
}
