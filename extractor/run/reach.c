/* SPDX-License-Identifier: Apache-2.0
 *
 * Sentence by sentence: what a rule gave or lost there (outcome.c), else how far each of its patterns came (stop.c).
 * Without a rule to ask about, the rules that gave or lost something, else those that came closest.
 */
#include "run/reach.h"

#include "run/lookup.h"
#include "run/reach_p.h"

typedef struct {
    sl_teller teller;
    const sl_reach_question *question;
    size_t sentences;
    sl_status status; /* of telling; why stands in the teller's error */
    bool failed;
} asker;

/* --- words -------------------------------------------------------------------------------------------------------- */

void sl_tell_indent(const sl_teller *t) {
    for (int i = 0; i < 3 + t->depth; i++) sl_buf_put(t->out, SL_STR("  "));
}

void sl_tell_text(const sl_teller *t, sl_span at) {
    sl_str s = sl_str_trim(sl_text_cut(t->article->text, at));
    for (size_t i = 0; i < s.n; i++) sl_buf_char(t->out, sl_is_space(s.p[i]) ? ' ' : s.p[i]);
}

enum { LONGEST_SHOWN = 160 };

void sl_tell_short(const sl_teller *t, sl_str s) {
    size_t n = s.n;
    if (n > LONGEST_SHOWN)
        for (n = LONGEST_SHOWN; n > 0 && ((unsigned char)s.p[n] & 0xC0) == 0x80;) n--;
    for (size_t i = 0; i < n; i++) sl_buf_char(t->out, sl_is_space(s.p[i]) ? ' ' : s.p[i]);
    if (n < s.n) sl_buf_put(t->out, SL_STR("…"));
}

void sl_tell_type(const sl_teller *t, sl_type_id type) {
    const sl_type *of = &t->program->types.v[type];
    const char *form = of->form == SL_FORM_POSSESSIVE ? "'s" : of->form == SL_FORM_NAMED ? " named" : "";
    sl_buf_printf(t->out, "{%.*s%s}", (int)of->name.n, of->name.p, form);
}

void sl_tell_place(const sl_teller *t, const sl_located *at) {
    sl_diagnostic d = sl_located_at(at, 0, 0);
    sl_buf_printf(t->out, "%.*s:%u", (int)d.file.n, d.file.p, d.line);
}

/* --- one rule ----------------------------------------------------------------------------------------------------- */

static bool reads_quotes(const sl_teller *t, const sl_pattern *p) {
    return t->program->views.v[p->view].quotes;
}

static const sl_passage *outer_of(const sl_article *a, const sl_passage *sentence) {
    for (size_t i = 0; i < a->n_outer; i++)
        if (a->outer[i].at.from <= sentence->at.from && sentence->at.to <= a->outer[i].at.to) return &a->outer[i];
    return sentence;
}

const sl_passage *sl_reach_passage(const sl_teller *t, const sl_pattern *pattern, const sl_passage *sentence) {
    return reads_quotes(t, pattern) ? outer_of(t->article, sentence) : sentence;
}

/* The widest passage that one of the rule's patterns is tried in. */
static const sl_passage *passage_of_rule(const sl_teller *t, const sl_rule *rule, const sl_passage *sentence) {
    for (size_t i = 0; i < rule->n_patterns; i++)
        if (reads_quotes(t, rule->patterns[i])) return outer_of(t->article, sentence);
    return sentence;
}

sl_status sl_reach_closest(const sl_teller *t, const sl_rule *rule, const sl_passage *sentence, sl_attempt *best) {
    *best = (sl_attempt){0};
    for (size_t i = 0; i < rule->n_patterns; i++) {
        sl_attempt one;
        const sl_passage *unit = sl_reach_passage(t, rule->patterns[i], sentence);
        sl_status status = sl_attempt_make(t->search, rule->patterns[i], unit, &one, t->err);
        if (status) return status;
        if (i == 0 || one.worth > best->worth) *best = one;
    }
    return SL_OK;
}

static void begin_rule(const sl_teller *t, const sl_rule *rule) {
    sl_buf_printf(t->out, "\n  %.*s (", (int)rule->name.n, rule->name.p);
    sl_tell_place(t, &rule->declared->name);
    sl_buf_put(t->out, SL_STR(")\n"));
}

/* @return false where nothing came of the rule here, and nothing was written */
static bool tell_what_came(const sl_teller *t, const sl_rule *rule, const sl_passage *sentence) {
    size_t before = t->out->n;
    begin_rule(t, rule);
    if (sl_tell_outcome(t, rule, passage_of_rule(t, rule, sentence))) return true;
    t->out->n = before;
    return false;
}

/* A speaker that another rule has told already. */
static void tell_other_speaker(const sl_teller *t, const sl_rule *rule, const sl_attempt *a) {
    const sl_table *table = &t->program->tables.v[rule->table];
    if (rule->kind != SL_RULE_ADDS || !table->every_quote) return;
    const sl_table_rows *rows = &t->inside->tables->v[rule->table];
    for (size_t i = 0; i < rows->rows.n; i++) {
        const sl_record *r = rows->rows.v[i].record;
        if (!r || r->evidence.from < a->match.from || r->evidence.to > a->match.to || r->n_origins == 0) continue;
        sl_str by = r->origins[0]->rule->name;
        sl_tell_indent(t);
        sl_buf_printf(t->out, "but the speaker is told by %.*s already\n", (int)by.n, by.p);
    }
}

static sl_status tell_all_patterns(const sl_teller *t, const sl_rule *rule, const sl_passage *sentence) {
    for (size_t i = 0; i < rule->n_patterns; i++) {
        sl_attempt one;
        const sl_passage *unit = sl_reach_passage(t, rule->patterns[i], sentence);
        sl_status status = sl_attempt_make(t->search, rule->patterns[i], unit, &one, t->err);
        if (!status) status = sl_tell_attempt(t, &one);
        if (status) return status;
        if (one.outcome == SL_ATTEMPT_MATCHES) tell_other_speaker(t, rule, &one);
    }
    return SL_OK;
}

static sl_status tell_rule(const sl_teller *t, const sl_rule *rule, const sl_passage *sentence) {
    if (tell_what_came(t, rule, sentence)) return SL_OK;
    begin_rule(t, rule);
    return tell_all_patterns(t, rule, sentence);
}

/* --- the closest rules -------------------------------------------------------------------------------------------- */

enum { CLOSEST_RULES = 3 };

typedef struct {
    const sl_rule *rule;
    sl_attempt attempt;
} candidate;

/* Rules of which a row was to be expected: not those that only add to one, but for what is said of a quotation. */
static bool makes_rows(const sl_teller *t, const sl_rule *rule, const sl_passage *sentence) {
    if (rule->kind == SL_RULE_ROWS) return true;
    if (rule->kind != SL_RULE_ADDS || !t->program->tables.v[rule->table].every_quote) return false;
    sl_range quotes = sl_article_of_type(t->article, t->program->quote_type, outer_of(t->article, sentence)->at);
    return quotes.to > quotes.from;
}

static void keep(candidate *best, size_t *n, candidate new) {
    size_t at = *n < CLOSEST_RULES ? (*n)++ : CLOSEST_RULES;
    for (; at > 0 && best[at - 1].attempt.worth < new.attempt.worth; at--)
        if (at < CLOSEST_RULES) best[at] = best[at - 1];
    if (at < CLOSEST_RULES) best[at] = new;
}

static sl_status tell_closest(const sl_teller *t, const sl_passage *sentence) {
    candidate best[CLOSEST_RULES];
    size_t n = 0;
    for (size_t i = 0; i < t->program->rules.n; i++) {
        candidate one = {.rule = &t->program->rules.v[i]};
        if (!makes_rows(t, one.rule, sentence)) continue;
        sl_status status = sl_reach_closest(t, one.rule, sentence, &one.attempt);
        if (status) return status;
        if (one.attempt.worth) keep(best, &n, one);
    }
    if (n == 0) sl_buf_put(t->out, SL_STR("  no rule comes near this sentence\n"));
    for (size_t i = 0; i < n; i++) {
        begin_rule(t, best[i].rule);
        sl_status status = sl_tell_attempt(t, &best[i].attempt);
        if (status) return status;
    }
    return SL_OK;
}

/* A rule that adds has no say where there is no row at all: what is asked for then is why there is none. */
static bool has_a_say(const sl_teller *t, const sl_rule *rule) {
    if (rule->kind != SL_RULE_ADDS) return rule->kind == SL_RULE_ROWS;
    return t->program->tables.v[rule->table].every_quote || t->inside->tables->v[rule->table].rows.n > 0;
}

static sl_status tell_any(const sl_teller *t, const sl_passage *sentence) {
    bool told = false;
    for (size_t i = 0; i < t->program->rules.n; i++) {
        const sl_rule *rule = &t->program->rules.v[i];
        if (has_a_say(t, rule)) told = tell_what_came(t, rule, sentence) || told;
    }
    return told ? SL_OK : tell_closest(t, sentence);
}

/* --- sentences ---------------------------------------------------------------------------------------------------- */

static const sl_rule *rule_called(const sl_program *p, sl_str name) {
    for (size_t i = 0; i < p->rules.n; i++)
        if (sl_str_eq(p->rules.v[i].name, name)) return &p->rules.v[i];
    return NULL;
}

/* The types that the rule's patterns name; of all rules where it is NULL. */
static sl_type_set named_types(const sl_program *p, const sl_rule *rule) {
    sl_type_set all = {0};
    for (size_t r = 0; r < p->rules.n; r++)
        for (size_t i = 0; i < p->rules.v[r].n_patterns && (!rule || rule == &p->rules.v[r]); i++) {
            const sl_view *view = &p->views.v[p->rules.v[r].patterns[i]->view];
            for (uint32_t k = 0; k < view->n; k++) {
                const sl_type *type = &p->types.v[view->types[k]];
                sl_type_set_add(&all, type->form == SL_FORM_PLAIN ? view->types[k] : type->plain);
            }
        }
    return all;
}

static bool same_place(const sl_mention *a, const sl_mention *b) {
    return a->at.from == b->at.from && a->at.to == b->at.to;
}

/* "Okafor" {player} {speaker}; "Tuesday" {date}. What is a person needs not be told to be a name. */
static void tell_things(const sl_teller *t, const sl_rule *rule, const sl_passage *u) {
    const sl_article *a = t->article;
    sl_type_set named = named_types(t->program, rule);
    const sl_mention *open = NULL, *last = NULL;
    for (uint32_t i = a->first_mention[u->sentence]; i < a->first_mention[u->sentence + 1]; i++) {
        const sl_mention *m = a->mentions.v[i], *next = i + 1 < a->mentions.n ? a->mentions.v[i + 1] : NULL;
        if (!sl_type_set_has(&named, m->type) || (last && last->type == m->type && same_place(last, m))) continue;
        if (m->type == t->program->number_type && !rule) continue;
        if (m->type == t->program->name_type && next && same_place(m, next)) continue;
        if (!open || !same_place(open, m)) {
            bool marked = m->type == t->program->quote_type;
            sl_buf_put(t->out, open ? SL_STR("; ") : SL_STR("  recognised: "));
            if (!marked) sl_buf_char(t->out, '"');
            sl_tell_text(t, m->at);
            if (!marked) sl_buf_char(t->out, '"');
        }
        sl_buf_char(t->out, ' ');
        sl_tell_type(t, m->type);
        open = last = m;
    }
    sl_buf_put(t->out, open ? SL_STR("\n") : SL_STR("  recognised: nothing that the rules ask for\n"));
}

static sl_status tell_sentence(asker *k, const sl_passage *u, unsigned long long line) {
    sl_type_set told = {0};
    sl_teller teller = k->teller, *t = &teller;
    t->told = &told;
    sl_arena_mark mark = sl_arena_here(t->tmp);
    sl_str name = t->article->text->name;
    sl_buf_printf(t->out, "%s%.*s:%llu: \"", k->sentences++ ? "\n" : "", (int)name.n, name.p, line);
    sl_tell_text(t, u->at);
    sl_buf_put(t->out, SL_STR("\"\n"));
    const sl_rule *asked = k->question->rule.n ? rule_called(t->program, k->question->rule) : NULL;
    tell_things(t, asked, u);
    sl_status status = asked ? tell_rule(t, asked, u) : tell_any(t, u);
    sl_arena_rewind(t->tmp, mark);
    return status;
}

static void look(void *context, const sl_article_inside *inside) {
    asker *k = context;
    const sl_article *a = inside->search->article;
    k->teller.inside = inside;
    k->teller.article = a;
    k->teller.search = inside->search;
    k->teller.tmp = inside->search->tmp;
    for (size_t i = 0; i < a->n_inner && !k->failed; i++) {
        const sl_passage *u = &a->inner[i];
        sl_span disk = sl_text_on_disk(a->text, u->at);
        uint64_t first = sl_text_place(a->text, u->at).line;
        uint64_t last = first + sl_text_line(a->text, disk.to) - sl_text_line(a->text, disk.from);
        bool asked = k->question->line == 0 || (first <= k->question->line && k->question->line <= last);
        if (asked) k->status = tell_sentence(k, u, first);
        k->failed = k->status != SL_OK;
    }
}

static sl_status no_such_rule(const sl_program *p, sl_str name, sl_error *err) {
    sl_str *known = sl_heap_alloc(p->rules.n + 1, sizeof *known);
    sl_str near = {0};
    for (size_t i = 0; known && i < p->rules.n; i++) known[i] = p->rules.v[i].name;
    if (known) near = sl_nearest_word(name, known, p->rules.n);
    sl_status status = sl_fail(err, SL_BAD_USAGE, (sl_str){0}, "there is no rule \"%.*s\"%s%.*s%s", (int)name.n, name.p,
                               near.n ? "; nearest: \"" : "", (int)near.n, near.p ? near.p : "", near.n ? "\"" : "");
    sl_heap_free(known);
    return status;
}

static sl_status nothing_told(const asker *k, sl_str name, const sl_lookup_visit *looked, sl_error *err) {
    if (looked->articles == 0) return sl_fail(err, SL_BAD_USAGE, name, "there is no article of this name");
    if (looked->foreign) {
        sl_buf_printf(k->teller.out,
                      "%.*s: no row, whatever the rules: too few of its words are among those of `language:`, so that "
                      "it is taken for another language\n",
                      (int)name.n, name.p);
        return SL_OK;
    }
    if (k->question->line) return sl_fail(err, SL_BAD_USAGE, name, "no sentence stands on line %u", k->question->line);
    return sl_fail(err, SL_BAD_USAGE, name, "there is no sentence in it");
}

/* Of a file with many articles. */
static void tell_failed(const sl_lookup_visit *looked, const sl_error *why, sl_buf *out) {
    sl_buf_printf(out, "\n%zu more %s cannot be read: %s\n", looked->failed,
                  looked->failed == 1 ? "article" : "articles", why->message);
}

/* A text that stands in no file. */
static sl_status look_at_text(sl_worker *worker, const sl_reading *reading, sl_str name, sl_str text,
                              sl_lookup_visit *looked, sl_error *err) {
    sl_pipeline_options options = sl_reading_pipeline(reading);
    options.observer = looked->observer;
    options.context = looked->context;
    sl_article_result result;
    sl_status status = sl_pipeline_run(worker, name, text, &options, &result, err);
    looked->articles = status == SL_OK;
    looked->foreign = result.report.other_language;
    return status;
}

sl_status sl_reach_tell(const sl_program *program, const sl_reading *reading, const sl_reach_question *q, sl_buf *out,
                        sl_error *err) {
    if (q->rule.n && !rule_called(program, q->rule)) return no_such_rule(program, q->rule, err);
    sl_worker *worker = sl_worker_new(program);
    if (!worker) return sl_fail(err, SL_NO_MEMORY, (sl_str){0}, "out of memory");
    sl_error why = {0};
    asker k = {.teller = {.program = program, .out = out, .err = &why}, .question = q};
    sl_lookup_visit looked = {.observer = look, .context = &k, .enough = &k.failed};
    sl_str name = q->article.p ? q->article : SL_STR("text");
    sl_status status = q->article.p ? sl_lookup_run(worker, reading, name, &looked, err)
                                    : look_at_text(worker, reading, name, q->text, &looked, err);
    sl_worker_free(worker);
    if (k.failed) *err = why;
    if (k.failed || status) return k.failed ? k.status : status;
    if (k.sentences == 0) return nothing_told(&k, name, &looked, err);
    if (looked.failed) tell_failed(&looked, err, out);
    return SL_OK;
}
