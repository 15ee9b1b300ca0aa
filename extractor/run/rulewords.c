/* SPDX-License-Identifier: Apache-2.0 */
#include "run/rulewords.h"

typedef struct {
    const sl_program *program;
    sl_rulewords *words;
    uint64_t *triggers;
    bool *seen; /* by rule: its patterns have been read */
    sl_type_set named, needed;
} reader;

static sl_type_id plain_type(const sl_program *p, sl_type_id type) {
    sl_type_id plain = p->types.v[type].plain;
    return plain == SL_NO_TYPE ? type : plain;
}

static void read_pattern(reader *r, const sl_pattern *pattern);

/* Rules that feed the type: their words are words of whoever names it. */
static void read_makers(reader *r, sl_type_id type) {
    const sl_program *p = r->program;
    for (size_t i = 0; i < p->rules.n; i++) {
        const sl_rule *rule = &p->rules.v[i];
        if (rule->kind != SL_RULE_MAKES || rule->type != type || r->seen[i]) continue;
        r->seen[i] = true;
        for (size_t k = 0; k < rule->n_patterns; k++) read_pattern(r, rule->patterns[k]);
    }
}

static void read_types(reader *r, const sl_view *view) {
    for (size_t i = 0; i < view->n; i++) {
        sl_type_id type = plain_type(r->program, view->types[i]);
        sl_type_set_add(&r->named, type);
        if (r->program->types.v[type].kind != SL_TYPE_PERSON) read_makers(r, type);
    }
}

static void read_pattern(reader *r, const sl_pattern *pattern) {
    const sl_program *p = r->program;
    read_types(r, &p->views.v[pattern->view]);
    for (size_t t = 0; t < p->types.n; t++)
        if (sl_type_set_has(&pattern->needs, (sl_type_id)t)) sl_type_set_add(&r->needed, plain_type(p, (sl_type_id)t));
    for (size_t k = 0; pattern->n_sets && k < pattern->sets[0].n; k++) { /* the rarest set says most */
        uint32_t t = pattern->sets[0].triggers[k];
        if (!p->triggers.v[t].is_common) r->triggers[t / 64] |= UINT64_C(1) << (t % 64);
    }
    for (size_t i = 0; i < pattern->n_captures; i++)
        if (pattern->captures[i].part) read_types(r, &p->views.v[pattern->captures[i].part->view]);
}

/* Which types fill the subject's column, in a pattern or a part of it. */
static void read_subjects(reader *r, const sl_pattern *pattern) {
    for (size_t i = 0; i < pattern->n_captures; i++) {
        const sl_capture *c = &pattern->captures[i];
        if (c->part) read_subjects(r, c->part);
        else if (c->symbol == r->words->subject && c->kind != SL_CAPTURE_TEXT)
            sl_type_set_add(&r->words->subjects, plain_type(r->program, c->type));
    }
}

static void name_types(const sl_program *p, const sl_pattern *const *patterns, size_t n, sl_type_set *set) {
    for (size_t i = 0; i < n; i++) {
        const sl_view *view = &p->views.v[patterns[i]->view];
        for (size_t k = 0; k < view->n; k++) sl_type_set_add(set, plain_type(p, view->types[k]));
    }
}

/* `describing`: what is said of people; `people`: they themselves, and the lists of their names. */
static void read_persons(const sl_program *p, sl_type_set *describing, sl_type_set *people) {
    for (size_t i = 0; i < p->persons.n; i++) {
        const sl_person_type *person = &p->persons.v[i];
        name_types(p, person->before, person->n_before, describing);
        name_types(p, person->after, person->n_after, describing);
        name_types(p, person->alone, person->n_alone, describing);
        sl_type_set_add(people, person->type);
    }
    sl_type_set_join(people, &p->person_lists);
}

static void choose_things(reader *r) {
    const sl_program *p = r->program;
    sl_type_set describing = {0}, people = {0};
    read_persons(p, &describing, &people);
    for (size_t i = 0; i < p->types.n; i++) {
        sl_type_id t = (sl_type_id)i;
        bool is_thing = p->types.v[t].kind == SL_TYPE_LIST || p->types.v[t].kind == SL_TYPE_MADE;
        bool counts =
            sl_type_set_has(&r->needed, t) || (sl_type_set_has(&r->named, t) && !sl_type_set_has(&describing, t));
        if (is_thing && counts && !sl_type_set_has(&people, t) && !sl_type_set_has(&r->words->subjects, t))
            sl_type_set_add(&r->words->things, t);
    }
}

void sl_rulewords_make(const sl_program *p, uint16_t table, sl_arena *out, sl_rulewords *words) {
    const sl_table *t = &p->tables.v[table];
    *words = (sl_rulewords){.subject = t->n_one_row_per ? t->one_row_per[0] : SL_NO_SYMBOL};
    const sl_rule **rules = SL_NEW_ARRAY(out, const sl_rule *, p->rules.n);
    reader r = {.program = p, .words = words};
    r.triggers = SL_NEW_ARRAY(out, uint64_t, sl_trigger_words(p->triggers.n));
    r.seen = SL_NEW_ARRAY(out, bool, p->rules.n);
    for (size_t i = 0; i < p->rules.n; i++) {
        const sl_rule *rule = &p->rules.v[i];
        if (rule->kind != SL_RULE_ROWS || rule->table != table) continue;
        rules[words->n_rules++] = rule;
        for (size_t k = 0; k < rule->n_patterns; k++) {
            read_pattern(&r, rule->patterns[k]);
            read_subjects(&r, rule->patterns[k]);
        }
    }
    words->rules = rules;
    words->triggers = r.triggers;
    choose_things(&r);
}
