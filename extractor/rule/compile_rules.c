/* SPDX-License-Identifier: Apache-2.0
 *
 * Rules and persons: their patterns and conditions, bound to what they name; and the order in which rules that make
 * types run, which comes from who refers to whom.
 */
#include "rule/compiler_p.h"

static sl_symbol symbol(sl_compiler *c, sl_str name) {
    return sl_symbol_of(c->program, name);
}

bool sl_compile_thing(sl_compiler *c, const sl_located *braces, sl_type_id *type, sl_symbol *name, sl_symbol *as) {
    sl_node *n = sl_pattern_parse(braces, c->out, c->d);
    if (!n) return false;
    if (n->kind != SL_NODE_TYPE || n->plus || n->form != SL_FORM_PLAIN) {
        sl_error_at(c->d, braces, 0, braces->text.n, 28, "this is not one thing in braces: {date as injured}");
        return false;
    }
    *type = sl_compile_known_type(c, &n->where, n->name);
    if (*type == SL_NO_TYPE) return false;
    *as = n->as.n ? symbol(c, n->as) : SL_NO_SYMBOL;
    *name = n->as.n ? *as : c->program->types.v[*type].symbol;
    return true;
}

bool sl_compile_unless(sl_compiler *c, const sl_declared_unless *from, sl_unless *to) {
    *to = (sl_unless){
        .whole = from->whole, .where = from->where, .words = from->words, .of = SL_NO_SYMBOL, .inside = SL_NO_TYPE};
    if (from->of.text.n) to->of = symbol(c, from->of.text);
    if (from->where == SL_WHERE_INSIDE && sl_str_eq(from->pattern.text, SL_STR("{headline}"))) {
        to->inside_headline = true;
        return true;
    }
    if (from->where == SL_WHERE_INSIDE) {
        sl_symbol name, as;
        return sl_compile_thing(c, &from->pattern, &to->inside, &name, &as);
    }
    to->pattern = sl_compile_pattern(c, &from->pattern, false);
    return to->pattern != NULL;
}

static void nearest(sl_compiler *c, const sl_declared_nearest *from, sl_nearest *to) {
    *to = (sl_nearest){.is_else = from->is_else,
                       .type = SL_NO_TYPE,
                       .words = from->words,
                       .direction = from->direction,
                       .scope = from->scope,
                       .of = SL_NO_SYMBOL};
    if (from->of.text.n) to->of = symbol(c, from->of.text);
    if (!sl_compile_thing(c, &from->thing, &to->type, &to->symbol, &to->as) || !from->has_unless) return;
    sl_unless *u = SL_NEW(c->out, sl_unless);
    if (sl_compile_unless(c, &from->unless, u)) to->unless = u;
}

static int table_of(const sl_compiler *c, sl_str name) {
    for (size_t i = 0; i < c->declared->tables.n; i++)
        if (sl_str_eq(c->declared->tables.v[i].name.text, name)) return (int)i;
    return -1;
}

sl_str sl_compile_nearest_table(sl_compiler *c, sl_str name) {
    size_t n = c->declared->tables.n;
    sl_str *known = SL_NEW_ARRAY(c->out, sl_str, n);
    for (size_t i = 0; i < n; i++) known[i] = c->declared->tables.v[i].name.text;
    return sl_compile_nearest(c, name, known, n);
}

void sl_compile_no_table(sl_compiler *c, const sl_located *name) {
    sl_str near = sl_compile_nearest_table(c, name->text);
    sl_error_at(c->d, name, 0, name->text.n, 29, "there is no table \"%.*s\" to add to%.*s", sl_shown(name->text),
                name->text.p, (int)near.n, near.p);
}

/* The date of a file's tests: its own, else the first of the files that it uses, else that of the file that uses it. */
static sl_day tests_date_of(const sl_compiler *c, const sl_source *file) {
    const sl_words *dates = &c->declared->tests_dates;
    for (; file; file = file->used_by)
        for (size_t i = 0; i < dates->n; i++)
            for (const sl_source *s = dates->v[i].source; s; s = s->used_by)
                if (s == file) return sl_day_parse(dates->v[i].text);
    return SL_NO_DAY;
}

static void rule(sl_compiler *c, const sl_declared_rule *from) {
    sl_rule *r = sl_push(c->out, &c->program->rules);
    int table = table_of(c, from->target.text);
    r->name = from->name.text;
    r->declared = from;
    r->priority = from->priority;
    r->within = from->within;
    r->kind = table < 0 ? SL_RULE_MAKES : from->adds ? SL_RULE_ADDS : SL_RULE_ROWS;
    if (table >= 0) r->table = (uint16_t)table;
    else r->type = sl_compile_type(c, from->target.text);
    if (table < 0 && from->adds) sl_compile_no_table(c, &from->target);
    const sl_pattern **patterns = SL_NEW_ARRAY(c->out, const sl_pattern *, from->matches.n);
    for (size_t i = 0; i < from->matches.n; i++) {
        patterns[r->n_patterns] = sl_compile_pattern(c, &from->matches.v[i], true);
        if (patterns[r->n_patterns]) r->n_patterns++;
    }
    r->patterns = patterns;
    sl_nearest *near = SL_NEW_ARRAY(c->out, sl_nearest, from->nearest.n);
    for (size_t i = 0; i < from->nearest.n; i++) nearest(c, &from->nearest.v[i], &near[i]);
    r->nearest = near;
    r->n_nearest = from->nearest.n;
    sl_unless *unless = SL_NEW_ARRAY(c->out, sl_unless, from->unless.n);
    for (size_t i = 0; i < from->unless.n; i++)
        if (sl_compile_unless(c, &from->unless.v[i], &unless[r->n_unless])) r->n_unless++;
    r->unless = unless;
    sl_set *sets = SL_NEW_ARRAY(c->out, sl_set, from->sets.n);
    for (size_t i = 0; i < from->sets.n; i++) sl_compile_template(c, &from->sets.v[i], &sets[i]);
    r->sets = sets;
    r->n_sets = from->sets.n;
    r->leans = sl_compile_leans(c, &from->leans);
    r->is_today = from->today.text.n != 0;
    r->like = from->like.text.n ? sl_compile_known_type(c, &from->like, from->like.text) : SL_NO_TYPE;
    r->tests_date = tests_date_of(c, from->name.source);
    if (from->target.text.n) sl_compile_check_rule(c, r);
}

/* --- the order of rules ------------------------------------------------------------------------------------------- */

/* Rules on their way into order: the types that each names, and for each type how many of its makers still wait. */
typedef struct {
    sl_compiler *c;
    const sl_rule *rules;
    size_t n;
    bool *taken, *told;
    sl_type_set *names;
    uint32_t makers[SL_MAX_TYPES];
} sorter;

/* Types that the patterns of a rule name, in any form. */
static sl_type_set named_by(const sl_program *p, const sl_rule *rule) {
    sl_type_set all = {0};
    for (size_t i = 0; i < rule->n_patterns; i++) {
        const sl_view *v = &p->views.v[rule->patterns[i]->view];
        for (uint32_t k = 0; k < v->n; k++) {
            sl_type_id plain = p->types.v[v->types[k]].plain;
            sl_type_set_add(&all, plain == SL_NO_TYPE ? v->types[k] : plain);
        }
    }
    return all;
}

static bool waits(const sorter *s, size_t i) {
    return !s->taken[i] && s->rules[i].kind == SL_RULE_MAKES;
}

/* A type that rule `i` names and that is not yet made; its own does not count. SL_NO_TYPE: there is none. */
static sl_type_id missing_type(const sorter *s, size_t i) {
    for (sl_type_id t = 0; t < s->c->program->types.n; t++)
        if (s->makers[t] && t != s->rules[i].type && sl_type_set_has(&s->names[i], t)) return t;
    return SL_NO_TYPE;
}

static size_t maker_of(const sorter *s, sl_type_id type) {
    size_t i = 0;
    while (!waits(s, i) || s->rules[i].type != type) i++;
    return i;
}

/* The cycle behind a rule that can never run: from maker to maker until one comes again. */
static void tell_cycle(sorter *s, size_t i) {
    size_t *path = SL_NEW_ARRAY(s->c->out, size_t, s->n), n = 0, first;
    for (;;) {
        for (first = 0; first < n && path[first] != i; first++) continue;
        if (first < n) break;
        if (s->told[i]) return;
        s->told[i] = true;
        path[n++] = i;
        i = maker_of(s, missing_type(s, i));
    }
    sl_str all = {"", 0};
    for (size_t k = first; k < n && all.n < 300; k++) {
        sl_str type = s->c->program->types.v[s->rules[path[k]].type].name;
        all = sl_arena_printf(s->c->out, "%.*s%.*s, ", (int)all.n, all.p, sl_shown(type), type.p);
    }
    const sl_located *target = &s->rules[path[first]].declared->target;
    sl_error_at(s->c->d, target, 0, target->text.n, 29, "the type \"%.*s\" is made out of itself: %.*s%.*s",
                sl_shown(target->text), target->text.p, (int)all.n, all.p, sl_shown(target->text), target->text.p);
}

static sorter sorter_of(sl_compiler *c) {
    sl_program *p = c->program;
    sorter s = {.c = c, .rules = p->rules.v, .n = p->rules.n};
    s.taken = SL_NEW_ARRAY(c->out, bool, s.n);
    s.told = SL_NEW_ARRAY(c->out, bool, s.n);
    s.names = SL_NEW_ARRAY(c->out, sl_type_set, s.n);
    for (size_t i = 0; i < s.n; i++) {
        if (s.rules[i].kind != SL_RULE_MAKES || s.rules[i].type == SL_NO_TYPE) continue;
        s.names[i] = named_by(p, &s.rules[i]);
        s.makers[s.rules[i].type]++;
    }
    return s;
}

/* Rules that make types come before those that name them; otherwise the order of the file. A cycle is an error. */
static void order(sl_compiler *c) {
    sorter s = sorter_of(c);
    sl_rule *ordered = SL_NEW_ARRAY(c->out, sl_rule, s.n);
    size_t done = 0;
    for (size_t before = SIZE_MAX; before != done;) {
        before = done;
        for (size_t i = 0; i < s.n; i++) {
            if (!waits(&s, i) || missing_type(&s, i) != SL_NO_TYPE) continue;
            ordered[done++] = s.rules[i];
            s.taken[i] = true;
            if (s.rules[i].type != SL_NO_TYPE) s.makers[s.rules[i].type]--;
        }
    }
    for (size_t i = 0; i < s.n; i++)
        if (waits(&s, i)) tell_cycle(&s, i);
    for (size_t i = 0; i < s.n; i++)
        if (!s.taken[i]) ordered[done++] = s.rules[i];
    c->program->rules.v = ordered;
    c->program->rules.room = s.n;
}

/* Tests and tables know a rule by its name. */
static void check_name(sl_compiler *c, sl_nameindex *names, uint32_t number) {
    const sl_located *name = &c->declared->rules.v[number].name;
    if (name->text.n == 0) return;
    uint32_t first = sl_nameindex_find(names, name->text);
    if (first == SL_NONE) {
        sl_nameindex_add(names, c->out, name->text, number);
        return;
    }
    const sl_located *other = &c->declared->rules.v[first].name, *blamed = sl_compile_blamed(other, name);
    sl_diagnostic at = sl_located_at(blamed == name ? other : name, 0, 0);
    sl_error_at(c->d, blamed, 0, blamed->text.n, 39, "there is a rule \"%.*s\" already, in line %u of \"%.*s\"%s",
                sl_shown(name->text), name->text.p, at.line, sl_shown(at.file), at.file.p,
                name->source == other->source ? "" : "; one of your own with `priority: 10` goes before it");
}

void sl_compile_rules(sl_compiler *c) {
    sl_nameindex names = {0};
    for (size_t i = 0; i < c->declared->rules.n; i++) check_name(c, &names, (uint32_t)i);
    for (size_t i = 0; i < c->declared->rules.n; i++) rule(c, &c->declared->rules.v[i]);
    order(c);
}

static void source_of_person(sl_compiler *c, const sl_located *name, sl_person_type *person) {
    sl_type_id type = sl_compile_known_type(c, name, name->text);
    if (type == SL_NO_TYPE) return;
    switch (c->program->types.v[type].kind) {
    case SL_TYPE_NAME: person->any_name = true; break;
    case SL_TYPE_LIST:
        sl_type_set_add(&person->lists, type);
        sl_type_set_add(&c->program->person_lists, type);
        break;
    case SL_TYPE_PERSON: sl_type_set_add(&person->persons, type); break;
    default:
        sl_error_at(c->d, name, 0, name->text.n, 36,
                    "\"%.*s\" is no list and no person; a person is made of those, and of {name}", sl_shown(name->text),
                    name->text.p);
    }
}

static const sl_pattern *const *beside(sl_compiler *c, const sl_words *texts, bool name_first, size_t *n) {
    const sl_pattern **all = SL_NEW_ARRAY(c->out, const sl_pattern *, texts->n);
    for (size_t i = 0; i < texts->n; i++) {
        all[*n] = sl_compile_beside(c, &texts->v[i], name_first);
        if (all[*n]) (*n)++;
    }
    return all;
}

static void person(sl_compiler *c, const sl_declared_person *from, sl_person_type *to) {
    for (size_t i = 0; i < from->sources.n; i++) source_of_person(c, &from->sources.v[i], to);
    for (size_t i = 0; i < from->but_not.n; i++) {
        sl_type_id not = sl_compile_known_type(c, &from->but_not.v[i], from->but_not.v[i].text);
        if (not != SL_NO_TYPE) sl_type_set_add(&to->but_not, not );
    }
    to->before = beside(c, &from->before, false, &to->n_before);
    to->after = beside(c, &from->after, true, &to->n_after);
    const sl_pattern **alone = SL_NEW_ARRAY(c->out, const sl_pattern *, from->alone.n);
    for (size_t i = 0; i < from->alone.n; i++) {
        alone[to->n_alone] = sl_compile_pattern(c, &from->alone.v[i], true);
        if (alone[to->n_alone]) to->n_alone++;
    }
    to->alone = alone;
    for (size_t i = 0; i < c->declared->rules.n && !to->any_name; i++) {
        const sl_declared_rule *rule = &c->declared->rules.v[i];
        to->is_said = to->is_said || (!rule->adds && sl_str_eq(rule->target.text, from->name.text));
    }
    to->quoted = sl_compile_hashes(c, &from->quoted);
    to->possessive = sl_compile_hashes(c, &from->possessive);
    to->relative = sl_compile_hashes(c, &from->relative);
    to->aside = sl_compile_hashes(c, &from->aside);
}

void sl_compile_persons(sl_compiler *c) {
    for (size_t i = 0; i < c->declared->persons.n; i++)
        person(c, &c->declared->persons.v[i], &c->program->persons.v[i]);
}
