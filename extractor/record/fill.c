/* SPDX-License-Identifier: Apache-2.0
 *
 * From a match to cells.
 *
 *     {player} tore his {side} {body}     player <- the person's name; club <- what the article or a list says of him
 *                                         side <- "left"; area, pathology <- columns of the body part's list entry
 *     nearest: {date as injured}          injured_from, injured_to, injured_text
 *     set injury: {hurt.word} {body}      injury <- "torn hamstring", where nothing stronger has filled it; of a rule
 *                                         that makes a type, wherever its thing is captured
 */
#include "record/record.h"

#include "base/bounds.h"

typedef struct {
    sl_recorder *r;
    sl_record *record;
    const sl_rule *rule;
    sl_strength strength; /* of what the thing itself fills; its list columns are never more than LIST or this */
} filler;

static void fill_match(const filler *f, const sl_match *m);
static void fill_sets(const filler *f, const sl_rule *rule, const sl_match *m, const sl_match *member);

static void put(const filler *f, sl_symbol column, sl_str value, sl_span at, sl_strength strength) {
    if (value.n && column != SL_NO_SYMBOL) sl_record_put(f->record, column, sl_cell_of(value, at, strength, f->rule));
}

static sl_strength list_strength(const filler *f) {
    return f->strength < SL_CELL_LIST ? f->strength : SL_CELL_LIST;
}

/* --- one thing ---------------------------------------------------------------------------------------------------- */

static void fill_entry(const filler *f, const sl_capture *c, const sl_mention *m) {
    const sl_program *p = f->r->article->program;
    const sl_list *list = sl_entry_list(p, m->entry);
    bool gives_itself = false;
    for (size_t g = 0; g < list->n_gives; g++) {
        sl_symbol column = sl_program_prefixed(p, c->as, list->gives[g]);
        gives_itself = gives_itself || column == c->symbol;
        put(f, column, sl_entry_give(p, m->entry, g), m->at, list_strength(f));
    }
    if (!gives_itself) put(f, c->symbol, sl_entry_name(p, m->entry), m->at, f->strength);
}

static void fill_person(const filler *f, const sl_capture *c, const sl_mention *m) {
    const sl_findings *findings = f->r->findings;
    const sl_article *a = f->r->article;
    uint32_t person = sl_people_of(a, &findings->people, m);
    if (person == SL_NONE) return;
    const sl_reference *ref = &findings->people.references.v[m->value];
    put(f, c->symbol, sl_people_name(&findings->people, m, f->r->out), m->at, f->strength);
    const sl_table *t = f->record->table;
    if (t->n_one_row_per == 0 || t->one_row_per[0] != c->symbol || f->record->person != SL_NONE) return;
    f->record->person = person;
    f->record->candidates = ref->n > 1 ? ref : NULL;
    const sl_person *p = &findings->people.persons.v[person];
    for (size_t i = 0; ref->n == 1 && i < p->attributes.n; i++)
        put(f, p->attributes.v[i].column, p->attributes.v[i].value, (sl_span){0, 0}, list_strength(f));
}

static bool has(const sl_symbol *all, size_t n, sl_symbol s) {
    for (size_t i = 0; i < n; i++)
        if (all[i] == s) return true;
    return false;
}

/* Which way a date of this role leans: what the rule says of it, else what the table says. */
static sl_lean lean_of(const filler *f, sl_symbol role) {
    const sl_leans *rule = &f->rule->leans, *table = &f->record->table->leans;
    if (has(rule->past, rule->n_past, role)) return SL_LEAN_PAST;
    if (has(rule->future, rule->n_future, role)) return SL_LEAN_FUTURE;
    if (has(table->past, table->n_past, role)) return SL_LEAN_PAST;
    return has(table->future, table->n_future, role) ? SL_LEAN_FUTURE : SL_LEAN_NONE;
}

static sl_str day_cell(const filler *f, sl_day day) {
    char text[11];
    sl_day_print(day, text);
    return sl_arena_copy(f->r->out, sl_str_of(text));
}

static bool once_over(const sl_time *t, const sl_date *whole, sl_day published, const sl_season *season,
                      sl_interval *days) {
    sl_date rest = {.kind = SL_DATE_PART, .part = SL_PART_REST, .inner = whole};
    sl_time once = *t;
    once.date = &rest;
    return sl_time_resolve_bare(&once, published, SL_LEAN_FUTURE, season, days);
}

static bool so_long_ago(const sl_time *t, sl_day published, const sl_season *season, sl_interval *days) {
    sl_date back = *t->date;
    sl_time ago = *t;
    back.kind = SL_DATE_SHIFT;
    back.shift = SL_SHIFT_AGO;
    ago.date = &back;
    return sl_time_resolve_bare(&ago, published, SL_LEAN_PAST, season, days);
}

/* "next season", "the start of next season" */
static bool is_next_season(const sl_date *date) {
    if (date->kind == SL_DATE_PART) date = date->inner;
    return date->kind == SL_DATE_UNIT && date->unit == SL_UNIT_SEASON &&
           (date->turn == SL_TURN_NEXT || date->turn == SL_TURN_COMING);
}

/* The days of a time in its role. Whoever is out "until March" may be expected in March (`bare`), who plays no more "this
   season" once it is over (`over`), as does who is back "next season"; who is not back "before March" from then on
   (`from`), and who is out "until after March" from the day after. */
static bool resolve(const filler *f, sl_symbol role, const sl_time *t, sl_lean lean, sl_interval *days) {
    const sl_leans *rule = &f->rule->leans, *table = &f->record->table->leans;
    sl_day published = f->r->article->text->published;
    const sl_season *season = &f->r->findings->season;
    bool until = t->prep == SL_PREP_UNTIL || t->prep == SL_PREP_UNTIL_AFTER;
    if (t->is_duration && has(rule->ago, rule->n_ago, role)) return so_long_ago(t, published, season, days);
    if (has(rule->over, rule->n_over, role)) {
        const sl_date *whole = t->date->kind == SL_DATE_PART ? t->date->inner : t->date;
        bool known = once_over(t, whole, published, season, days);
        if (t->at_least) days->to = SL_NO_DAY; /* "at least the next two months" */
        return known;
    }
    bool bare = has(rule->bare, rule->n_bare, role), plain = has(table->bare, table->n_bare, role);
    bool from = has(rule->from, rule->n_from, role);
    if (lean == SL_LEAN_FUTURE && (bare || plain || from) && is_next_season(t->date)) {
        sl_date current = {.kind = SL_DATE_UNIT, .unit = SL_UNIT_SEASON, .turn = SL_TURN_THIS};
        return once_over(t, &current, published, season, days);
    }
    if (from) {
        bool known = sl_time_resolve_bare(t, published, lean, season, days), after = t->prep == SL_PREP_UNTIL_AFTER;
        if (after && known && days->to != SL_NO_DAY) days->from = days->to + 1;
        days->to = SL_NO_DAY;
        return known;
    }
    if (!bare && !(until && plain)) return sl_time_resolve(t, published, lean, season, days);
    bool known = sl_time_resolve_bare(t, published, lean, season, days);
    if (t->at_least) days->to = SL_NO_DAY; /* "until May at the earliest" */
    return known;
}

enum { LONG_DAYS = 10, SEASON_DAYS = 150 };

/* What has happened has no day ahead, nor a stretch that is still going on ("this season"); what is to come has no day
   that is over, nor a season or a year that has begun. */
static bool is_plausible(sl_interval days, sl_lean lean, sl_day published) {
    if (published == SL_NO_DAY || lean == SL_LEAN_NONE) return true;
    bool begins = days.from != SL_NO_DAY, ends = days.to != SL_NO_DAY;
    bool under_way = begins && ends && days.from < published && days.to - days.from > SEASON_DAYS;
    if (lean == SL_LEAN_FUTURE) return !ends || (days.to >= published && !under_way);
    if (begins && days.from > published) return false;
    return !begins || !ends || days.to <= published || days.to - days.from <= LONG_DAYS;
}

/* What has happened, has happened by the article's day: "earlier this season" ends there. */
static void end_today(sl_interval *days, sl_lean lean, sl_day published) {
    bool open = days->to == SL_NO_DAY || days->to > published;
    if (lean == SL_LEAN_PAST && published != SL_NO_DAY && days->from != SL_NO_DAY && days->from <= published && open)
        days->to = published;
}

/* {date as d} fills d (its words), d_text (the same), d_from, d_to and d_value. The words are kept where the days cannot
   be worked out; the days never stand without their words. */
static void fill_time(const filler *f, const sl_capture *c, const sl_mention *m) {
    const sl_article *a = f->r->article;
    const sl_program *p = a->program;
    sl_symbol text = sl_program_prefixed(p, c->symbol, p->give_text);
    const sl_cell *known = sl_record_cell(f->record, text);
    if (known && known->strength >= f->strength) return;
    const sl_time *t = &f->r->findings->times.v[m->value];
    const sl_season *season = &f->r->findings->season;
    sl_lean lean = lean_of(f, c->symbol);
    sl_str words = sl_text_cut(a->text, t->at);
    sl_interval days;
    bool known_days = resolve(f, c->symbol, t, lean, &days);
    if (known_days && !is_plausible(days, lean, a->text->published)) return;
    end_today(&days, lean, a->text->published);
    put(f, text, words, t->at, f->strength);
    put(f, c->symbol, words, t->at, f->strength);
    sl_symbol value = sl_program_prefixed(p, c->symbol, p->give_value);
    if (sl_record_cell(f->record, value))
        put(f, value, sl_time_timex(t, a->text->published, lean, season, f->r->out), t->at, f->strength);
    if (!known_days) return;
    put(f, sl_program_prefixed(p, c->symbol, p->give_from), day_cell(f, days.from), m->at, f->strength);
    put(f, sl_program_prefixed(p, c->symbol, p->give_to), day_cell(f, days.to), m->at, f->strength);
}

/* "The 55th minute" of the game that the article reports is of the article's own day, where nothing else is told. */
static void fill_today(const filler *f, const sl_capture *c, const sl_mention *m) {
    const sl_program *p = f->r->article->program;
    sl_str words = sl_text_cut(f->r->article->text, m->at), day = day_cell(f, f->r->article->text->published);
    put(f, sl_program_prefixed(p, c->symbol, p->give_text), words, m->at, SL_CELL_DEFAULT);
    put(f, c->symbol, words, m->at, SL_CELL_DEFAULT);
    put(f, sl_program_prefixed(p, c->symbol, p->give_value), day, m->at, SL_CELL_DEFAULT);
    put(f, sl_program_prefixed(p, c->symbol, p->give_from), day, m->at, SL_CELL_DEFAULT);
    put(f, sl_program_prefixed(p, c->symbol, p->give_to), day, m->at, SL_CELL_DEFAULT);
}

/* --- things that have a date -------------------------------------------------------------------------------------- */

static bool is_date(const sl_article *a, const sl_mention *m) {
    return m && a->program->types.v[m->type].kind == SL_TYPE_DATE;
}

/* A date is its own; that of a thing made by a rule is the first that its pattern took: "Sunday's draw at Leeds". */
static const sl_mention *date_in(const sl_article *a, const sl_mention *m) {
    if (is_date(a, m)) return m;
    const sl_mention *date = NULL;
    for (size_t i = 0; m && m->made && !date && i < m->made->n_captures; i++)
        date = date_in(a, m->made->captures[i].mention);
    return date;
}

static bool share_a_name(const sl_article *a, const sl_mention *x, const sl_mention *y) {
    for (uint32_t i = x->tokens.from; i < x->tokens.to; i++)
        for (uint32_t k = y->tokens.from; k < y->tokens.to; k++) {
            const sl_token *t = &a->tokens->v[i], *u = &a->tokens->v[k];
            if (t->flags & u->flags & SL_TOKEN_CAPITAL && t->hash == u->hash) return true;
        }
    return false;
}

static bool is_today(const sl_article *a, const sl_mention *m) {
    return m->made && m->made->rule->is_today && a->text->published != SL_NO_DAY;
}

/* "since", "until", "for six weeks" bound a state: they do not say when something happened. */
static bool may_have_happened(const filler *f, sl_symbol role, const sl_mention *date, bool is_bare) {
    if (lean_of(f, role) != SL_LEAN_PAST) return true;
    const sl_time *t = &f->r->findings->times.v[date->value];
    sl_day published = f->r->article->text->published;
    sl_interval days;
    if (resolve(f, role, t, SL_LEAN_PAST, &days) && !is_plausible(days, SL_LEAN_PAST, published)) return false;
    return !is_bare || (t->prep < SL_PREP_SINCE && t->prep != SL_PREP_FOR);
}

enum { MOST_TWINS = 64 };

/* "The draw at Leeds" has no date of its own: that of the nearest thing of the type that has one and names Leeds too. */
static const sl_mention *date_of_twin(const sl_article *a, const sl_mention *m) {
    const sl_mention *best = NULL;
    sl_range all = sl_article_of_type(a, m->type, (sl_span){0, (sl_off)a->text->view.n});
    for (uint32_t i = all.from; i < all.to && i - all.from < MOST_TWINS; i++) {
        const sl_mention *other = a->mentions.v[a->by_type->mentions[i]];
        if (!date_in(a, other) || !share_a_name(a, m, other)) continue;
        if (!best || other->at.from <= m->at.from) best = other;
    }
    return best ? date_in(a, best) : NULL;
}

/* "The 55th minute" is of the day of the game that is told: of those told before it the last, else the first. */
static const sl_mention *date_like(const filler *f, sl_symbol role, const sl_mention *m) {
    const sl_article *a = f->r->article;
    const sl_mention *best = NULL;
    if (m->made->rule->like == SL_NO_TYPE) return NULL;
    sl_range all = sl_article_of_type(a, m->made->rule->like, (sl_span){0, (sl_off)a->text->view.n});
    for (uint32_t i = all.from; i < all.to && i - all.from < MOST_TWINS; i++) {
        const sl_mention *date = date_in(a, a->mentions.v[a->by_type->mentions[i]]);
        if (!date || !may_have_happened(f, role, date, false)) continue;
        if (!best || date->at.from <= m->at.from) best = date;
    }
    return best;
}

static const sl_mention *date_of(const filler *f, sl_symbol role, const sl_mention *m) {
    const sl_mention *own = date_in(f->r->article, m);
    if (own || !m->made) return own;
    return m->made->rule->is_today ? date_like(f, role, m) : date_of_twin(f->r->article, m);
}

static void fill_mention(const filler *f, const sl_capture *c, const sl_mention *m) {
    const sl_article *a = f->r->article;
    if (m->entry != SL_NONE) {
        fill_entry(f, c, m);
        return;
    }
    if (m->made) { /* a group of the made type's own name is its value; else all of its text */
        filler made = *f;
        fill_match(f, m->made);
        if (made.strength > SL_CELL_SET) made.strength = SL_CELL_SET;
        fill_sets(&made, m->made->rule, m->made, NULL);
        const sl_mention *date = c->as == SL_NO_SYMBOL ? NULL : date_of(f, c->symbol, m);
        if (date) fill_time(f, c, date);
        else if (c->as != SL_NO_SYMBOL && is_today(a, m)) fill_today(f, c, m);
        else put(f, c->symbol, sl_text_cut(a->text, m->at), m->at, f->strength);
        return;
    }
    switch (a->program->types.v[m->type].kind) {
    case SL_TYPE_PERSON:
    case SL_TYPE_NAME: fill_person(f, c, m); break;
    case SL_TYPE_DATE:
    case SL_TYPE_DURATION: fill_time(f, c, m); break;
    case SL_TYPE_QUOTE:
        put(f, c->symbol, sl_text_cut(a->text, a->quotations->v[m->value].inner), m->at, f->strength);
        break;
    default: put(f, c->symbol, sl_text_cut(a->text, m->at), m->at, f->strength);
    }
}

static void fill_captured(const filler *f, const sl_captured *c) {
    if (c->capture->kind == SL_CAPTURE_TEXT)
        put(f, c->capture->symbol, sl_text_cut(f->r->article->text, c->at), c->at, f->strength);
    else if (c->capture->kind == SL_CAPTURE_TYPE && c->mention) fill_mention(f, c->capture, c->mention);
}

static void fill_match(const filler *f, const sl_match *m) {
    for (size_t i = 0; i < m->n_captures; i++) fill_captured(f, &m->captures[i]);
}

/* --- nearest and set ---------------------------------------------------------------------------------------------- */

static bool may_date(const void *context, const sl_nearest *n, const sl_mention *m) {
    const filler *f = context;
    const sl_mention *date = n->as == SL_NO_SYMBOL ? NULL : date_of(f, n->symbol, m);
    if (m->made && n->as != SL_NO_SYMBOL && !date) return is_today(f->r->article, m);
    return !date || may_have_happened(f, n->symbol, date, date == m);
}

static void fill_nearest(const filler *f, const sl_match *m) {
    const sl_mention *found = NULL;
    for (size_t i = 0; i < f->rule->n_nearest; i++) {
        const sl_nearest *n = &f->rule->nearest[i];
        if (n->is_else && found) continue;
        found = sl_search_nearest(f->r->search, n, m, may_date, f);
        if (!found) continue;
        sl_capture how = {.kind = SL_CAPTURE_TYPE, .symbol = n->symbol, .as = n->as, .type = n->type};
        fill_mention(f, &how, found);
    }
}

static void fill_sets(const filler *f, const sl_rule *rule, const sl_match *m, const sl_match *member) {
    for (size_t i = 0; i < rule->n_sets; i++) {
        const sl_set *set = &rule->sets[i];
        put(f, set->column, sl_template_text(f->r, set, m, member), (sl_span){0, 0}, f->strength);
    }
}

/* --- records ------------------------------------------------------------------------------------------------------ */

sl_record sl_record_new(const sl_recorder *r, const sl_table *table) {
    return (sl_record){
        .table = table, .cells = SL_NEW_ARRAY(r->out, sl_cell, table->head.n_columns), .person = SL_NONE};
}

void sl_record_put(sl_record *record, sl_symbol column, sl_cell cell) {
    sl_cell *to = sl_record_cell(record, column);
    if (!to || cell.strength < to->strength) return;
    if (cell.strength > to->strength || sl_table_is_vague(record->table, column, to->value)) *to = cell;
}

void sl_record_begin_origins(const sl_recorder *r, sl_record *record, const sl_match *match) {
    record->origins = SL_NEW_ARRAY(r->out, const sl_match *, 1);
    record->origins[0] = match;
    record->n_origins = 1;
}

static void record_of(sl_recorder *r, const sl_match *m, const sl_match *const *members, size_t n_members,
                      sl_records *records) {
    bool adds = m->rule->kind == SL_RULE_ADDS;
    sl_record *record = sl_push(r->out, records);
    *record = sl_record_new(r, &r->article->program->tables.v[m->rule->table]);
    record->match = m;
    record->at = m->at;
    record->evidence = m->unit->at;
    sl_record_begin_origins(r, record, m);
    filler f = {r, record, m->rule, adds ? SL_CELL_ADDED : SL_CELL_PATTERN};
    for (size_t i = 0; i < n_members; i++) {
        fill_match(&f, members[i]);
        record->at = members[i]->at;
    }
    fill_match(&f, m);
    f.strength = adds ? SL_CELL_ADDED : SL_CELL_NEAREST;
    fill_nearest(&f, m);
    f.strength = adds ? SL_CELL_ADDED : SL_CELL_SET;
    fill_sets(&f, m->rule, m, n_members ? members[0] : NULL);
}

enum { MOST_LISTS = 4 };

void sl_records_of(sl_recorder *r, const sl_match *m, sl_records *records) {
    const sl_captured *lists[MOST_LISTS];
    size_t n = 0;
    for (size_t i = 0; i < m->n_captures; i++)
        if (m->captures[i].capture->kind == SL_CAPTURE_MEMBERS && n < MOST_LISTS) lists[n++] = &m->captures[i];
    const sl_match *members[MOST_LISTS];
    size_t rows = 1;
    for (size_t i = 0; i < n; i++)
        if (lists[i]->n_members > rows) rows = lists[i]->n_members;
    for (size_t i = 0; i < n; i++) {
        if (lists[i]->n_members == rows || lists[i]->n_members == 1) continue; /* one goes to each */
        sl_recorder_suppress(r, m->rule, &r->article->program->tables.v[m->rule->table], m->at, NULL,
                             "two lists of different length", (sl_str){0});
        return;
    }
    for (size_t row = 0; row < rows; row++) {
        for (size_t i = 0; i < n; i++) members[i] = &lists[i]->members[lists[i]->n_members == 1 ? 0 : row];
        if (records->n >= SL_MAX_ROWS) {
            r->article->cut++;
            return;
        }
        record_of(r, m, members, n, records);
    }
}
