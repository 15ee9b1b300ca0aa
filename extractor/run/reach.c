/* SPDX-License-Identifier: Apache-2.0
 *
 * Each pattern is asked four things in turn, and the first "no" is the answer: are its things in the sentence, is one
 * of its words there, does the regex match, and was the match kept?
 */
#include "run/reach.h"

#include "adapt/regex.h"
#include "base/bounds.h"

typedef enum { LACKS_THING, LACKS_WORD, STOPPED, REMOVED, GAVE } verdict;

typedef struct {
    const sl_rule *rule;
    const sl_pattern *pattern;
    verdict verdict;
    sl_type_id thing;            /* LACKS_THING */
    const sl_trigger_set *words; /* LACKS_WORD */
    sl_span came;                /* STOPPED: what it took, in the view */
    sl_span next;                /* the word at which it stopped */
    sl_located wanted;           /* and what it wanted there */
    bool knows_wanted;
} finding;

typedef struct {
    const sl_program *program;
    const sl_reach_question *question;
    const sl_article_inside *inside;
    const sl_article *article;
    sl_arena *tmp;
    sl_buf *out;
    sl_error *err;
    size_t sentences;
} teller;

/* --- one pattern in one sentence ---------------------------------------------------------------------------------- */

static bool lacks_thing(const teller *t, const sl_pattern *p, const sl_passage *u, sl_type_id *thing) {
    for (sl_type_id type = 0; type < t->program->types.n; type++) {
        if (!sl_type_set_has(&p->needs, type)) continue;
        bool there = false;
        for (uint32_t s = u->sentence; s < u->sentence + u->sentences; s++)
            there = there || sl_type_set_has(&t->article->types[s], type);
        if (there) continue;
        *thing = type;
        return true;
    }
    return false;
}

static const sl_trigger_set *lacks_word(const teller *t, const sl_pattern *p, const sl_passage *u) {
    for (size_t i = 0; i < p->n_sets; i++) {
        sl_pattern only = *p;
        only.needs = (sl_type_set){0};
        only.sets[0] = p->sets[i];
        only.n_sets = 1;
        if (!sl_search_gate(t->article, &only, u)) return &p->sets[i];
    }
    return NULL;
}

/* The word of the text that begins at or holds byte `at` of the view. */
static sl_span word_at(const sl_article *a, sl_off at, sl_off end) {
    uint32_t i = sl_token_at(a->tokens, at);
    if (i > 0 && (i == a->tokens->n || a->tokens->v[i].at > at)) {
        const sl_token *last = &a->tokens->v[i - 1];
        if (last->at + last->size > at) i--;
    }
    if (i >= a->tokens->n || a->tokens->v[i].at >= end) return (sl_span){end, end};
    return (sl_span){a->tokens->v[i].at, a->tokens->v[i].at + a->tokens->v[i].size};
}

static void find_wanted(const sl_pattern *p, size_t at, finding *f) {
    for (size_t i = 0; i < p->n_places && p->places[i].at <= at; i++) {
        f->wanted = p->places[i].where;
        f->knows_wanted = true;
    }
}

/* Does it match, and if not, how far did it come? */
static sl_status follow(const teller *t, const sl_passage *u, finding *f) {
    const sl_pattern *p = f->pattern;
    sl_projection seen = sl_project(t->article, u->at, p->view, t->tmp);
    const size_t *groups;
    if (sl_regex_find(p->regex, t->inside->search->matcher, seen.text, 0, &groups) == SL_MATCH_FOUND) {
        f->verdict = REMOVED;
        f->came = sl_projection_span(&seen, groups[0], groups[1]);
        return SL_OK;
    }
    sl_regex_reach reach;
    sl_status status = sl_regex_explain(p->regex_text, seen.text, &reach, t->err);
    if (status) return status;
    f->verdict = STOPPED;
    sl_span to = sl_projection_span(&seen, reach.subject, reach.subject);
    sl_span from = sl_projection_span(&seen, reach.start, reach.start);
    f->next = word_at(t->article, to.from, u->at.to);
    f->came = (sl_span){from.from, f->next.from > from.from ? f->next.from : from.from};
    find_wanted(p, reach.pattern, f);
    return SL_OK;
}

static sl_status examine(const teller *t, const sl_passage *u, finding *f) {
    if (lacks_thing(t, f->pattern, u, &f->thing)) {
        f->verdict = LACKS_THING;
        return SL_OK;
    }
    f->words = lacks_word(t, f->pattern, u);
    if (f->words) {
        f->verdict = LACKS_WORD;
        return SL_OK;
    }
    return follow(t, u, f);
}

/* --- words -------------------------------------------------------------------------------------------------------- */

static void put_text(const teller *t, sl_span at) {
    sl_str s = sl_str_trim(sl_text_cut(t->article->text, at));
    for (size_t i = 0; i < s.n; i++) sl_buf_char(t->out, sl_is_space(s.p[i]) ? ' ' : s.p[i]);
}

enum { MOST_WORDS = 8 };

static void tell_words(const teller *t, const sl_trigger_set *set) {
    sl_buf_put(t->out, SL_STR("      the sentence has none of the words it needs: "));
    for (size_t i = 0; i < set->n && i < MOST_WORDS; i++) {
        sl_str word = t->program->trigger_words[set->triggers[i]];
        sl_buf_printf(t->out, "%s%.*s", i ? ", " : "", (int)word.n, word.p);
    }
    sl_buf_put(t->out, set->n > MOST_WORDS ? SL_STR(", …\n") : SL_STR("\n"));
}

/* The word of letters that the wanted place stands in, as the rule file has it. */
static sl_str wanted_word(const sl_located *wanted) {
    sl_diagnostic d = sl_located_at(wanted, 0, wanted->text.n);
    size_t from = d.column - 1, to = from;
    while (from > 0 && sl_is_alpha(d.source.p[from - 1])) from--;
    while (to < d.source.n && sl_is_alpha(d.source.p[to])) to++;
    return sl_str_cut(d.source, from, to);
}

static void tell_wanted(const teller *t, const finding *f) {
    sl_diagnostic d = sl_located_at(&f->wanted, 0, f->wanted.text.n);
    sl_buf_printf(t->out, "      here it wanted this (%.*s:%u:%u)\n        %.*s\n        ", (int)d.file.n, d.file.p,
                  d.line, d.column, (int)d.source.n, d.source.p);
    for (uint32_t i = 1; i < d.column; i++)
        if (((unsigned char)d.source.p[i - 1] & 0xC0) != 0x80) sl_buf_char(t->out, ' ');
    sl_buf_put(t->out, SL_STR("^\n"));
    sl_str word = wanted_word(&f->wanted), found = sl_text_cut(t->article->text, f->next);
    if (word.n > 2 && !sl_str_eq(word, found) && sl_nearest_word(found, &word, 1).n)
        sl_buf_printf(t->out, "      \"%.*s\" is nearly \"%.*s\"\n", (int)found.n, found.p, (int)word.n, word.p);
}

static void tell_stop(const teller *t, const finding *f) {
    if (f->came.to <= f->came.from) {
        sl_buf_put(t->out, SL_STR("      it found no place to begin\n"));
    } else {
        sl_buf_put(t->out, SL_STR("      it came as far as \""));
        put_text(t, f->came);
        sl_buf_put(t->out, f->next.to > f->next.from ? SL_STR("\"; the text goes on \"")
                                                     : SL_STR("\", the end of the sentence"));
        put_text(t, f->next);
        sl_buf_put(t->out, f->next.to > f->next.from ? SL_STR("\"\n") : SL_STR("\n"));
    }
    if (f->knows_wanted) tell_wanted(t, f);
}

static sl_str cell(const sl_table_rows *rows, size_t row, const char *column) {
    for (size_t i = 0; i < rows->head->n_columns; i++)
        if (sl_str_eq(rows->head->columns[i].name, sl_str_of(column))) return rows->rows.v[row].cells[i];
    return (sl_str){0};
}

/* What suppressed.csv says of this rule's matches in the sentence. */
static size_t tell_removed(const teller *t, const sl_rule *rule, const sl_passage *u) {
    const sl_table_rows *suppressed = &t->inside->tables->v[t->program->tables.n + 1];
    sl_span disk = sl_text_on_disk(t->article->text, u->at);
    size_t told = 0;
    for (size_t i = 0; i < suppressed->rows.n; i++) {
        uint32_t start = 0;
        sl_str reason = cell(suppressed, i, "reason"), by = cell(suppressed, i, "by");
        if (!sl_str_eq(cell(suppressed, i, "rule"), rule->name)) continue;
        if (!sl_str_number(cell(suppressed, i, "start"), UINT32_MAX, &start) || start < disk.from || start >= disk.to)
            continue;
        sl_str text = cell(suppressed, i, "text");
        sl_buf_printf(t->out, "      it matched \"%.*s\", but the row was removed: %.*s%s%.*s\n", (int)text.n, text.p,
                      (int)reason.n, reason.p, by.n ? ": " : "", (int)by.n, by.p ? by.p : "");
        told++;
    }
    return told;
}

/* Rows that have a match of the rule in this sentence. */
static size_t tell_given(const teller *t, const sl_rule *rule, const sl_passage *u) {
    size_t told = 0;
    for (size_t k = 0; k < t->program->tables.n; k++)
        for (size_t i = 0; i < t->inside->tables->v[k].rows.n; i++) {
            const sl_record *r = t->inside->tables->v[k].rows.v[i].record;
            for (size_t o = 0; r && o < r->n_origins; o++) {
                const sl_match *m = r->origins[o];
                if (m->rule->declared != rule->declared || m->at.from < u->at.from || m->at.to > u->at.to) continue;
                sl_str table = r->table->head.name,
                       id = sl_record_cell(r, sl_symbol_known(t->program, SL_STR("id")))->value;
                sl_buf_printf(t->out, "      it gave to the row %.*s of %.*s, by \"", (int)id.n, id.p, (int)table.n,
                              table.p);
                put_text(t, m->at);
                sl_buf_put(t->out, SL_STR("\"\n"));
                told++;
            }
        }
    return told;
}

enum { LONGEST_SHOWN = 160 };

static void tell_finding(const teller *t, const finding *f) {
    sl_str text = f->pattern->text.text;
    sl_buf_printf(t->out, "    line %u: match: %.*s%s\n", f->pattern->line,
                  (int)(text.n < LONGEST_SHOWN ? text.n : LONGEST_SHOWN), text.p, text.n < LONGEST_SHOWN ? "" : "…");
    if (f->verdict == LACKS_THING) {
        const sl_type *type = &t->program->types.v[f->thing];
        sl_buf_printf(t->out, "      the sentence has no {%.*s%s}\n", (int)type->name.n, type->name.p,
                      type->form == SL_FORM_POSSESSIVE ? "'s"
                      : type->form == SL_FORM_NAMED    ? " named"
                                                       : "");
    } else if (f->verdict == LACKS_WORD) {
        tell_words(t, f->words);
    } else if (f->verdict == STOPPED) {
        tell_stop(t, f);
    } else {
        sl_buf_put(t->out, SL_STR("      it matches \""));
        put_text(t, f->came);
        sl_buf_put(t->out, SL_STR("\"\n"));
    }
}

/* --- rules and sentences ------------------------------------------------------------------------------------------ */

/* How close a rule came: its best pattern's verdict; of those that stopped, how many letters it took. */
static uint64_t closeness(const finding *f) {
    return ((uint64_t)f->verdict << 32) + (f->verdict == STOPPED ? f->came.to - f->came.from : 0);
}

static sl_status examine_rule(const teller *t, const sl_rule *rule, const sl_passage *u, finding *all, uint64_t *best) {
    *best = 0;
    for (size_t i = 0; i < rule->n_patterns; i++) {
        all[i] = (finding){.rule = rule, .pattern = rule->patterns[i]};
        sl_status status = examine(t, u, &all[i]);
        if (status) return status;
        if (closeness(&all[i]) > *best) *best = closeness(&all[i]);
    }
    return SL_OK;
}

static sl_status tell_rule(const teller *t, const sl_rule *rule, const sl_passage *u, bool all_patterns) {
    finding *all = SL_NEW_ARRAY(t->tmp, finding, rule->n_patterns);
    uint64_t best;
    sl_status status = examine_rule(t, rule, u, all, &best);
    if (status) return status;
    sl_diagnostic at = sl_located_at(&rule->declared->name, 0, 0);
    sl_buf_printf(t->out, "  %.*s (%.*s:%u)\n", (int)rule->name.n, rule->name.p, (int)at.file.n, at.file.p, at.line);
    size_t told = tell_given(t, rule, u) + tell_removed(t, rule, u);
    for (size_t i = 0; i < rule->n_patterns; i++)
        if (all_patterns || (told == 0 && closeness(&all[i]) == best)) tell_finding(t, &all[i]);
    return SL_OK;
}

enum { CLOSEST_RULES = 4 };

/* Without a rule asked for: the few that came closest. */
static sl_status tell_closest(const teller *t, const sl_passage *u) {
    const sl_rule *closest[CLOSEST_RULES];
    uint64_t worth[CLOSEST_RULES];
    size_t n = 0;
    for (size_t i = 0; i < t->program->rules.n; i++) {
        const sl_rule *rule = &t->program->rules.v[i];
        if (rule->kind != SL_RULE_ROWS) continue;
        finding *all = SL_NEW_ARRAY(t->tmp, finding, rule->n_patterns);
        uint64_t best;
        sl_status status = examine_rule(t, rule, u, all, &best);
        if (status) return status;
        size_t at = n < CLOSEST_RULES ? n++ : CLOSEST_RULES;
        for (; at > 0 && worth[at - 1] < best; at--)
            if (at < CLOSEST_RULES) closest[at] = closest[at - 1], worth[at] = worth[at - 1];
        if (at < CLOSEST_RULES) closest[at] = rule, worth[at] = best;
    }
    for (size_t i = 0; i < n; i++) {
        sl_status status = tell_rule(t, closest[i], u, false);
        if (status) return status;
    }
    return SL_OK;
}

static const sl_rule *rule_called(const sl_program *p, sl_str name) {
    for (size_t i = 0; i < p->rules.n; i++)
        if (sl_str_eq(p->rules.v[i].name, name)) return &p->rules.v[i];
    return NULL;
}

static sl_status tell_sentence(teller *t, const sl_passage *u, uint32_t line) {
    sl_arena_mark mark = sl_arena_here(t->tmp);
    sl_str name = t->question->name;
    sl_buf_printf(t->out, "%s%.*s:%u: \"", t->sentences++ ? "\n" : "", (int)name.n, name.p, line);
    put_text(t, u->at);
    sl_buf_put(t->out, SL_STR("\"\n"));
    const sl_rule *asked = t->question->rule.n ? rule_called(t->program, t->question->rule) : NULL;
    sl_status status = asked ? tell_rule(t, asked, u, true) : tell_closest(t, u);
    sl_arena_rewind(t->tmp, mark);
    return status;
}

static void look(void *context, const sl_article_inside *inside) {
    teller *t = context;
    t->inside = inside;
    t->article = inside->search->article;
    t->tmp = inside->search->tmp;
    for (size_t i = 0; i < t->article->n_inner; i++) {
        const sl_passage *u = &t->article->inner[i];
        sl_span disk = sl_text_on_disk(t->article->text, u->at);
        uint32_t first = sl_text_line(t->article->text, disk.from), last = sl_text_line(t->article->text, disk.to);
        bool asked = t->question->line == 0 || (first <= t->question->line && t->question->line <= last);
        if (asked && tell_sentence(t, u, first)) return;
    }
}

static sl_status no_such_rule(const sl_program *p, sl_str name, sl_error *err) {
    sl_str *known = sl_heap_alloc(p->rules.n, sizeof *known);
    sl_str near = {0};
    for (size_t i = 0; known && i < p->rules.n; i++) known[i] = p->rules.v[i].name;
    if (known) near = sl_nearest_word(name, known, p->rules.n);
    sl_status status = sl_fail(err, SL_BAD_USAGE, (sl_str){0}, "there is no rule \"%.*s\"%s%.*s%s", (int)name.n, name.p,
                               near.n ? "; nearest: \"" : "", (int)near.n, near.p ? near.p : "", near.n ? "\"" : "");
    sl_heap_free(known);
    return status;
}

sl_status sl_reach_tell(const sl_program *program, const sl_reach_question *q, sl_buf *out, sl_error *err) {
    if (q->rule.n && !rule_called(program, q->rule)) return no_such_rule(program, q->rule, err);
    sl_worker *worker = sl_worker_new(program);
    if (!worker) return sl_fail(err, SL_NO_MEMORY, (sl_str){0}, "out of memory");
    teller t = {.program = program, .question = q, .out = out, .err = err};
    sl_pipeline_options options = {.text = {.date = q->date}, .gate = true, .observer = look, .context = &t};
    sl_article_result result;
    sl_status status = sl_pipeline_run(worker, q->name, q->raw, &options, &result, err);
    sl_worker_free(worker);
    if (status) return status;
    if (err->status) return err->status;
    if (t.sentences == 0) return sl_fail(err, SL_BAD_USAGE, q->name, "no sentence stands on line %u", q->line);
    return SL_OK;
}
