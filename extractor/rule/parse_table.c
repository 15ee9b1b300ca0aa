/* SPDX-License-Identifier: Apache-2.0 */
#include "rule/phrase_p.h"

typedef struct {
    sl_arena *out;
    sl_diagnostics *d;
    sl_declared_table *t;
} context;

static sl_phrase phrase(const context *c, const sl_located *text) {
    return (sl_phrase){.text = text, .out = c->out, .diagnostics = c->d};
}

/* unspecified with any; arm with elbow|forearm */
static void joins(const context *c, const sl_located *text) {
    sl_words clauses = sl_split(text, ';', c->out);
    for (size_t i = 0; i < clauses.n; i++) {
        size_t with = sl_str_search(clauses.v[i].text, SL_STR(" with "), 0);
        if (with == clauses.v[i].text.n) {
            sl_error_at(c->d, &clauses.v[i], 0, with, 21, "a join is `vague with exact | exact` or `vague with any`");
            continue;
        }
        sl_declared_join *j = sl_push(c->out, &c->t->joins);
        j->vague = sl_located_cut(&clauses.v[i], 0, with);
        j->vague = sl_located_trim(&j->vague);
        sl_located exact = sl_located_cut(&clauses.v[i], with + 6, clauses.v[i].text.n);
        sl_words all = sl_split(&exact, '|', c->out);
        if (all.n != 1 || !sl_str_eq(all.v[0].text, SL_STR("any"))) j->exact = all;
    }
}

/* a, b, c = most exact   or   role = widest   or   a = x > y > z */
static void keep(const context *c, const sl_located *text) {
    size_t equals = sl_str_find(text->text, '=', 0);
    sl_located left = sl_located_cut(text, 0, equals), right = sl_located_cut(text, equals + 1, text->text.n);
    right = sl_located_trim(&right);
    sl_words columns = sl_split(&left, ',', c->out);
    if (right.text.n == 0 || columns.n == 0) {
        sl_error_at(c->d, text, 0, text->text.n, 21,
                    "`keep` is `column, column = most exact`, `role = widest` or `column = a > b > c`");
        return;
    }
    if (sl_str_eq(right.text, SL_STR("most exact"))) {
        for (size_t i = 0; i < columns.n; i++) *sl_push(c->out, &c->t->most_exact) = columns.v[i];
        return;
    }
    if (sl_str_eq(right.text, SL_STR("widest"))) {
        for (size_t i = 0; i < columns.n; i++) *sl_push(c->out, &c->t->widest) = columns.v[i];
        return;
    }
    static const sl_str known[] = {{"most exact", 10}, {"widest", 6}};
    sl_str near = sl_nearest_word(right.text, known, 2);
    if (near.n) {
        sl_error_at(c->d, &right, 0, right.text.n, 21, "\"%.*s\" is no way to keep columns; nearest: \"%.*s\"",
                    sl_shown(right.text), right.text.p, (int)near.n, near.p);
        return;
    }
    for (size_t i = 0; i < columns.n; i++)
        *sl_push(c->out, &c->t->keep) = (sl_declared_keep){columns.v[i], sl_split(&right, '>', c->out)};
}

void sl_parse_leans(const sl_located *text, sl_arena *out, sl_diagnostics *d, sl_declared_leans *leans) {
    sl_words parts = sl_split(text, ',', out);
    for (size_t i = 0; i < parts.n; i++) {
        sl_phrase p = {.text = &parts.v[i], .out = out, .diagnostics = d};
        sl_located role = sl_phrase_word(&p);
        if (sl_phrase_take(&p, "past")) *sl_push(out, &leans->past) = role;
        else if (sl_phrase_take(&p, "future")) *sl_push(out, &leans->future) = role;
        else sl_phrase_fail(&p, 21, "`dates` says which way a role leans: injured past, return future");
        if (sl_phrase_take(&p, "bare")) *sl_push(out, &leans->bare) = role;
        else if (sl_phrase_take(&p, "from")) *sl_push(out, &leans->from) = role;
        else if (sl_phrase_take(&p, "over")) *sl_push(out, &leans->over) = role;
        else if (sl_phrase_take(&p, "ago")) *sl_push(out, &leans->ago) = role;
        sl_phrase_finish(&p);
    }
}

/* "speaks", "older than 300 days", "newer than 30 days", "more than 13 days ahead". */
static bool condition(sl_phrase *p, sl_declared_default *f) {
    static const struct {
        const char *before, *after;
        sl_default_when when;
    } days[] = {{"older than", "days", SL_DEFAULT_OLDER},
                {"newer than", "days", SL_DEFAULT_NEWER},
                {"more than", "days ahead", SL_DEFAULT_AHEAD}};
    f->when = SL_DEFAULT_SPEAKS;
    if (sl_phrase_take(p, "speaks")) return true;
    for (size_t i = 0; i < sizeof days / sizeof *days; i++) {
        f->when = days[i].when;
        if (sl_phrase_take(p, days[i].before)) return sl_phrase_number(p, &f->days) && sl_phrase_take(p, days[i].after);
    }
    return false;
}

/* "returned", or "returned instead of doubtful | out". */
static void value(const context *c, const sl_located *text, sl_declared_default *f) {
    size_t instead = sl_str_search(text->text, SL_STR(" instead of "), 0);
    f->value = sl_located_cut(text, 0, instead);
    f->value = sl_located_trim(&f->value);
    if (instead == text->text.n) return;
    sl_located replaced = sl_located_cut(text, instead + strlen(" instead of "), text->text.n);
    f->instead_of = sl_split(&replaced, '|', c->out);
}

/* status = returned instead of doubtful | out if injured_to older than 300 days, else out */
static void defaults(const context *c, const sl_located *text) {
    sl_declared_default *f = sl_push(c->out, &c->t->defaults);
    sl_phrase p = phrase(c, text);
    f->column = sl_phrase_word(&p);
    if (!sl_phrase_take(&p, "=")) {
        sl_phrase_fail(&p, 21,
                       "`default` is `column = value` or `column = value if day older than N days, else value`");
        return;
    }
    size_t where = sl_str_search(text->text, SL_STR(" if "), p.at);
    if (where == text->text.n) {
        f->otherwise = sl_phrase_rest(&p);
        return;
    }
    sl_located before = sl_located_cut(text, p.at, where);
    value(c, &before, f);
    p.at = where + 4;
    f->of = sl_phrase_word(&p);
    if (!condition(&p, f))
        sl_phrase_fail(&p, 21,
                       "the condition is `if COLUMN older than N days`, `if COLUMN newer than N days`, `if COLUMN more "
                       "than N days ahead` or `if COLUMN speaks`");
    sl_phrase_take(&p, ",");
    if (sl_phrase_take(&p, "else")) f->otherwise = sl_phrase_rest(&p);
    sl_phrase_finish(&p);
}

/* osiics.csv by area, pathology give osiics */
static void lookup(const context *c, const sl_located *text) {
    sl_declared_lookup *l = sl_push(c->out, &c->t->lookups);
    sl_phrase p = phrase(c, text);
    l->file = sl_phrase_word(&p);
    if (!sl_phrase_take(&p, "by")) sl_phrase_fail(&p, 21, "`lookup` is `file.csv by COLUMN, COLUMN give COLUMN`");
    else l->by = sl_phrase_words(&p, ',');
    if (!sl_phrase_take(&p, "give")) sl_phrase_fail(&p, 21, "which columns does the lookup give?");
    else l->give = sl_phrase_words(&p, ',');
    sl_phrase_finish(&p);
}

/* manager = speaker, quote = quote where role is manager, about is player */
static void from_quotes(const context *c, const sl_located *text) {
    sl_phrase p = phrase(c, text);
    do {
        sl_located column = sl_phrase_word(&p);
        if (!sl_phrase_take(&p, "=")) {
            sl_phrase_fail(&p, 21, "`from quotes` is `column = quotes column, … where role is R, about is COLUMN`");
            return;
        }
        *sl_push(c->out, &c->t->from_quotes) = (sl_declared_copy){column, sl_phrase_word(&p)};
    } while (sl_phrase_take(&p, ","));
    bool conditions = sl_phrase_take(&p, "where");
    while (conditions) {
        if (sl_phrase_take(&p, "role is")) c->t->quotes_role = sl_phrase_word(&p);
        else if (sl_phrase_take(&p, "about is")) c->t->quotes_about = sl_phrase_word(&p);
        else sl_phrase_fail(&p, 21, "the conditions are `role is R` and `about is COLUMN`");
        conditions = sl_phrase_take(&p, ",");
    }
    sl_phrase_finish(&p);
}

static void skip(const context *c, const sl_located *text) {
    sl_declared_unless *u = sl_push(c->out, &c->t->skips);
    sl_phrase p = phrase(c, text);
    u->whole = *text;
    if (!sl_parse_where(&p, false, u)) {
        c->t->skips.n--;
        return;
    }
    if (u->of.text.n) sl_error_at(c->d, &u->of, 0, u->of.text.n, 21, "`skip` is measured from the quotation: no `of`");
    if (sl_phrase_take(&p, ":")) {
        u->pattern = sl_phrase_rest(&p);
    } else {
        c->t->skips.n--;
        sl_phrase_fail(&p, 21, "a colon and a pattern are wanted: before 2: called|dubbed");
    }
}

static void episode_clause(sl_phrase *p, sl_declared_episode *e) {
    static const char *const known[] = {"same", "shows", "follows", "ends with"};
    if (sl_phrase_take(p, "same")) {
        e->same = sl_phrase_words(p, ',');
        if (!sl_phrase_take(p, "within") || !sl_phrase_number(p, &e->days) || e->days == 0 || e->days > 3660 ||
            !sl_phrase_take(p, "days"))
            sl_phrase_fail(p, 21, "within how many days, 1 to 3660? `episode: same player, area within 60 days`");
    } else if (sl_phrase_take(p, "shows")) {
        e->shows = sl_phrase_words(p, ',');
    } else if (sl_phrase_take(p, "follows")) {
        e->follows = sl_phrase_words(p, ',');
    } else if (sl_phrase_take(p, "ends with")) {
        e->end_column = sl_phrase_word(p);
        if (e->end_column.text.n == 0 || !sl_phrase_take(p, "=") || sl_phrase_end(p))
            sl_phrase_fail(p, 21, "which value? `ends with status = returned`");
        e->end_value = sl_phrase_rest(p);
    } else {
        sl_phrase_unknown(p, 21, known, 4);
    }
    sl_phrase_finish(p);
}

/* same player, area within 60 days; shows injury; follows status, return; ends with status = returned */
static void episode(const context *c, const sl_statement *s) {
    sl_declared_episode *e = &c->t->episode;
    *e = (sl_declared_episode){.keyword = s->keyword};
    sl_words clauses = sl_split(&s->text, ';', c->out);
    bool failed = false;
    for (size_t i = 0; i < clauses.n; i++) {
        sl_phrase p = phrase(c, &clauses.v[i]);
        episode_clause(&p, e);
        failed = failed || p.failed;
    }
    if (e->same.n == 0 && !failed)
        sl_error_at(c->d, &s->keyword, 0, s->keyword.text.n, 21,
                    "what makes an episode? `episode: same player, area within 60 days`");
}

static void rows(const context *c, const sl_located *text) {
    sl_phrase p = phrase(c, text);
    if (!sl_phrase_take(&p, "every") || !sl_phrase_braces(&p, &c->t->rows))
        sl_phrase_fail(&p, 21, "`rows` is `every {quote}`");
    sl_phrase_finish(&p);
}

/* Names of columns, with commas between them. */
static void columns(const context *c, const sl_located *text, sl_words *to) {
    size_t before = to->n;
    sl_split_more(text, ',', c->out, to);
    if (to->n == before) sl_error_at(c->d, text, 0, 1, 21, "the names of columns are missing here");
}

static void set(const context *c, const sl_statement *s) {
    sl_located column = sl_located_cut(&s->keyword, 3, s->keyword.text.n);
    column = sl_located_trim(&column);
    if (column.text.n == 0) sl_error_at(c->d, &s->keyword, 0, 3, 21, "which column? `set role: manager`");
    else *sl_push(c->out, &c->t->sets) = (sl_declared_set){column, s->text};
}

static void line(const context *c, const sl_statement *s) {
    static const char *const known[] = {"needs",   "one row per", "apart",       "joins",  "keep",  "dates",
                                        "default", "lookup",      "from quotes", "rows",   "carry", "skip",
                                        "set",     "about",       "speaks of",   "episode"};
    sl_str k = s->keyword.text;
    if (!s->has_colon) {
        sl_unknown_keyword(s, known, sizeof known / sizeof *known, "in a table", c->d);
        return;
    }
    *sl_push(c->out, &c->t->lines) = s->keyword;
    if (sl_str_eq(k, SL_STR("needs"))) columns(c, &s->text, &c->t->needs);
    else if (sl_str_eq(k, SL_STR("one row per"))) columns(c, &s->text, &c->t->one_row_per);
    else if (sl_str_eq(k, SL_STR("apart"))) columns(c, &s->text, &c->t->apart);
    else if (sl_str_eq(k, SL_STR("joins"))) joins(c, &s->text);
    else if (sl_str_eq(k, SL_STR("keep"))) keep(c, &s->text);
    else if (sl_str_eq(k, SL_STR("dates"))) sl_parse_leans(&s->text, c->out, c->d, &c->t->leans);
    else if (sl_str_eq(k, SL_STR("default"))) defaults(c, &s->text);
    else if (sl_str_eq(k, SL_STR("lookup"))) lookup(c, &s->text);
    else if (sl_str_eq(k, SL_STR("from quotes"))) from_quotes(c, &s->text);
    else if (sl_str_eq(k, SL_STR("episode"))) episode(c, s);
    else if (sl_str_eq(k, SL_STR("rows"))) rows(c, &s->text);
    else if (sl_str_eq(k, SL_STR("speaks of"))) c->t->speaks_of = s->text;
    else if (sl_str_eq(k, SL_STR("carry"))) columns(c, &s->text, &c->t->carry);
    else if (sl_str_eq(k, SL_STR("skip"))) skip(c, &s->text);
    else if (sl_str_eq(k, SL_STR("set")) || sl_str_starts_with(k, SL_STR("set "))) set(c, s);
    else if (!sl_str_eq(k, SL_STR("about")))
        sl_unknown_keyword(s, known, sizeof known / sizeof *known, "in a table", c->d);
}

/* What a table has once says what it is: no addition changes that. */
static void check_addition(const sl_statement *s, sl_diagnostics *d) {
    static const char *const own[] = {"one row per", "rows", "speaks of", "from quotes", "carry", "episode"};
    for (size_t i = 0; i < s->below.n; i++)
        for (size_t k = 0; k < sizeof own / sizeof *own; k++) {
            const sl_located *keyword = &s->below.v[i].keyword;
            if (sl_str_eq(keyword->text, sl_str_of(own[k])))
                sl_error_at(d, keyword, 0, keyword->text.n, 21,
                            "\"%s\" stands in the table itself, not where something is added to it", own[k]);
        }
}

void sl_parse_table(const sl_statement *s, sl_arena *out, sl_diagnostics *d, sl_declared *declared) {
    context c = {out, d, sl_push(out, &declared->tables)};
    sl_str adds = SL_STR(" adds");
    size_t n = s->keyword.text.n;
    c.t->adds = sl_str_ends_with(s->keyword.text, adds) && n > 5 + adds.n;
    sl_located name = sl_located_cut(&s->keyword, 5, c.t->adds ? n - adds.n : n);
    c.t->name = sl_located_trim(&name);
    c.t->columns = sl_split(&s->text, ',', out);
    if (c.t->adds) check_addition(s, d);
    bool says_nothing = c.t->columns.n == 0 && !(c.t->adds && s->below.n);
    if (sl_check_name(&c.t->name, "a table", d) && says_nothing)
        sl_error_at(d, &s->keyword, 0, s->keyword.text.n, 21, "the table has no columns: `table NAME: column, column`");
    for (size_t i = 0; i < c.t->columns.n; i++) sl_check_name(&c.t->columns.v[i], "a column", d);
    static const char *const once[] = {"rows", "speaks of", "from quotes", "episode"};
    sl_check_once(s, once, 4, d);
    for (size_t i = 0; i < s->below.n; i++) line(&c, &s->below.v[i]);
}
