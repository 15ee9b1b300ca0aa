/* SPDX-License-Identifier: Apache-2.0
 *
 * bytes -> scan -> parse -> check -> compile -> program: this page is the line that rules take.
 */
#include "rule/compiler_p.h"

#include "base/bounds.h"

/* --- symbols and types -------------------------------------------------------------------------------------------- */

sl_symbol sl_symbol_known(const sl_program *program, sl_str name) {
    for (size_t i = 0; i < program->symbols.n; i++)
        if (sl_str_eq(program->symbols.v[i], name)) return (sl_symbol)i;
    return SL_NO_SYMBOL;
}

sl_symbol sl_symbol_of(sl_program *program, sl_str name) {
    sl_symbol known = sl_symbol_known(program, name);
    if (known != SL_NO_SYMBOL || program->symbols.n >= SL_NO_SYMBOL) return known;
    *sl_push(&program->arena, &program->symbols) = name;
    return (sl_symbol)(program->symbols.n - 1);
}

sl_type_id sl_compile_type(const sl_compiler *c, sl_str name) {
    for (size_t i = 0; i < c->program->types.n; i++)
        if (c->program->types.v[i].form == SL_FORM_PLAIN && sl_str_eq(c->program->types.v[i].name, name))
            return (sl_type_id)i;
    return SL_NO_TYPE;
}

sl_type_id sl_compile_known_type(sl_compiler *c, const sl_located *where, sl_str name) {
    sl_type_id type = sl_compile_type(c, name);
    if (type != SL_NO_TYPE) return type;
    size_t n = 0, most = c->program->types.n + c->declared->macros.n;
    sl_str *known = SL_NEW_ARRAY(c->out, sl_str, most);
    for (size_t i = 0; i < c->program->types.n; i++) known[n++] = c->program->types.v[i].name;
    for (size_t i = 0; i < c->declared->macros.n; i++) known[n++] = c->declared->macros.v[i].name.text;
    sl_str near = sl_nearest_word(name, known, n);
    sl_error_at(c->d, where, 0, where->text.n, 23, "there is no list, macro, person or type \"%.*s\"%s%.*s%s",
                (int)name.n, name.p, near.n ? "; nearest: \"" : "", (int)near.n, near.p, near.n ? "\"" : "");
    return SL_NO_TYPE;
}

sl_type_id sl_compile_new_type(sl_compiler *c, sl_str name, sl_type_kind kind) {
    if (c->program->types.n >= SL_MAX_TYPES) {
        sl_diagnose(c->d, (sl_diagnostic){.number = 37, .file = c->sources.v[0]->path},
                    "more than %d lists, persons and types", SL_MAX_TYPES);
        return 0;
    }
    *sl_push(c->out, &c->program->types) =
        (sl_type){.name = name, .symbol = sl_symbol_of(c->program, name), .kind = kind, .form = SL_FORM_PLAIN,
                  .plain = SL_NO_TYPE, .possessive = SL_NO_TYPE, .named = SL_NO_TYPE};
    return (sl_type_id)(c->program->types.n - 1);
}

sl_type_id sl_compile_form(sl_compiler *c, sl_type_id plain, sl_type_form form) {
    const sl_type *t = &c->program->types.v[plain];
    sl_type_id known = form == SL_FORM_POSSESSIVE ? t->possessive : t->named;
    if (known != SL_NO_TYPE) return known;
    sl_type_id made = sl_compile_new_type(c, t->name, SL_TYPE_PERSON);
    sl_type *base = &c->program->types.v[plain], *forms = &c->program->types.v[made];
    forms->form = form;
    forms->plain = plain;
    forms->person = base->person;
    if (form == SL_FORM_POSSESSIVE) base->possessive = made;
    else base->named = made;
    return made;
}

sl_symbol sl_program_prefixed(const sl_program *program, sl_symbol as, sl_symbol give) {
    if (as == SL_NO_SYMBOL) return give;
    if (as >= program->n_prefixed || give >= program->n_prefixed) return SL_NO_SYMBOL;
    return program->prefixed[(size_t)as * program->n_prefixed + give];
}

/* --- reading ------------------------------------------------------------------------------------------------------ */

static sl_source *read_file(sl_compiler *c, sl_str from, sl_str name, sl_error *err) {
    sl_source *source = SL_NEW(c->out, sl_source);
    if (c->library->read(c->library, from, name, c->out, &source->path, &source->bytes, err)) return NULL;
    for (size_t i = 0; i < c->sources.n; i++)
        if (sl_str_eq(c->sources.v[i]->path, source->path)) return c->sources.v[i];
    c->program->digest = sl_hash(source->path, c->program->digest);
    c->program->digest = sl_hash(source->bytes, c->program->digest);
    *sl_push(c->out, &c->sources) = source;
    return source;
}

const sl_source *sl_compile_read(sl_compiler *c, const sl_located *where, sl_str from, sl_str name) {
    sl_error err = {0};
    const sl_source *source = read_file(c, from, name, &err);
    if (!source) sl_error_at(c->d, where, 0, where->text.n, 38, "%s", err.message);
    return source;
}

/* A file and, after it, what it uses; each file once. */
static void read_rules(sl_compiler *c, const sl_source *source, sl_declared *declared, uint32_t depth) {
    sl_statements statements = {0};
    sl_words uses = {0};
    sl_scan(source, c->out, c->d, &statements);
    sl_parse(&statements, c->out, c->d, declared, &uses);
    for (size_t i = 0; i < uses.n; i++) {
        size_t known = c->sources.n;
        const sl_source *used = sl_compile_read(c, &uses.v[i], source->path, uses.v[i].text);
        if (used && c->sources.n > known && depth < SL_MAX_NESTING) read_rules(c, used, declared, depth + 1);
    }
}

/* --- the steps of the compiler ------------------------------------------------------------------------------------ */

static void builtin_types(sl_compiler *c) {
    sl_program *p = c->program;
    p->name_type = sl_compile_new_type(c, SL_STR("name"), SL_TYPE_NAME);
    p->date_type = sl_compile_new_type(c, SL_STR("date"), SL_TYPE_DATE);
    p->duration_type = sl_compile_new_type(c, SL_STR("duration"), SL_TYPE_DURATION);
    p->number_type = sl_compile_new_type(c, SL_STR("number"), SL_TYPE_NUMBER);
    p->quote_type = sl_compile_new_type(c, SL_STR("quote"), SL_TYPE_QUOTE);
    p->give_from = sl_symbol_of(p, SL_STR("from"));
    p->give_to = sl_symbol_of(p, SL_STR("to"));
    p->give_text = sl_symbol_of(p, SL_STR("text"));
    p->give_name = sl_symbol_of(p, SL_STR("name"));
}

/* Persons and types made by rules get their numbers before any pattern is read, so that patterns can name them. */
static void declared_types(sl_compiler *c) {
    for (size_t i = 0; i < c->declared->persons.n; i++) {
        const sl_declared_person *from = &c->declared->persons.v[i];
        if (sl_compile_type(c, from->name.text) != SL_NO_TYPE)
            sl_error_at(c->d, &from->name, 0, from->name.text.n, 39, "\"%.*s\" is the name of something else already",
                        (int)from->name.text.n, from->name.text.p);
        sl_person_type *person = sl_push(c->out, &c->program->persons);
        person->type = sl_compile_new_type(c, from->name.text, SL_TYPE_PERSON);
        c->program->types.v[person->type].person = (uint16_t)i;
    }
    for (size_t i = 0; i < c->declared->rules.n; i++) {
        const sl_declared_rule *rule = &c->declared->rules.v[i];
        bool is_table = false;
        for (size_t k = 0; k < c->declared->tables.n && !is_table; k++)
            is_table = sl_str_eq(c->declared->tables.v[k].name.text, rule->target.text);
        if (!is_table && !rule->adds && rule->target.text.n && sl_compile_type(c, rule->target.text) == SL_NO_TYPE)
            sl_compile_new_type(c, rule->target.text, SL_TYPE_MADE);
    }
}

static void name_grammar(sl_compiler *c) {
    const sl_declared_names *from = &c->declared->names;
    sl_name_grammar *to = &c->program->grammar;
    const sl_words *words[] = {&from->given, &from->particle, &from->suffix, &from->title, &from->not_names};
    sl_type_set *sets[] = {&to->given, &to->particle, &to->suffix, &to->title, &to->not_names};
    for (size_t k = 0; k < 5; k++)
        for (size_t i = 0; i < words[k]->n; i++) {
            sl_type_id type = sl_compile_known_type(c, &words[k]->v[i], words[k]->v[i].text);
            if (type != SL_NO_TYPE) sl_type_set_add(sets[k], type);
        }
}

/* Triggers are entries behind all others: their numbers need no table. */
static void triggers(sl_compiler *c) {
    sl_program *p = c->program;
    p->first_trigger = (uint32_t)p->entries.n;
    p->n_triggers = c->triggers.n;
    for (size_t i = 0; i < c->triggers.n; i++)
        sl_gazetteer_add(c->gazetteer, c->triggers.v[i], SL_CASE_ANY, p->first_trigger + (uint32_t)i);
}

static void prefixes(sl_compiler *c) {
    sl_program *p = c->program;
    size_t n = p->symbols.n;
    sl_symbol *table = sl_arena_raw(c->out, n * n, sizeof *table);
    for (size_t as = 0; as < n; as++)
        for (size_t give = 0; give < n; give++) {
            sl_str a = p->symbols.v[as], g = p->symbols.v[give];
            char joined[128];
            int size = snprintf(joined, sizeof joined, "%.*s_%.*s", (int)a.n, a.p, (int)g.n, g.p);
            sl_str name = {joined, size > 0 && size < (int)sizeof joined ? (size_t)size : 0};
            table[as * n + give] = sl_symbol_known(p, name);
        }
    p->prefixed = table;
    p->n_prefixed = n;
}

static void column_tables(sl_compiler *c) {
    sl_program *p = c->program;
    for (size_t t = 0; t < p->tables.n; t++) {
        int16_t *of = sl_arena_raw(c->out, p->symbols.n, sizeof *of);
        for (size_t i = 0; i < p->symbols.n; i++) of[i] = -1;
        for (size_t i = 0; i < p->tables.v[t].head.n_columns; i++) of[p->tables.v[t].symbols[i]] = (int16_t)i;
        p->tables.v[t].column_of = of;
    }
}

/* 1 Aug to 31 May: numbers of months come from the list of date words, so the season is resolved above; here only
   its four numbers are read, as `8-1 to 5-31`. */
static bool month_day(sl_str s, int32_t *month, int32_t *day) {
    size_t dash = sl_str_find(s, '-', 0);
    uint32_t m, d;
    if (!sl_str_number(sl_str_cut(s, 0, dash), 12, &m) || !sl_str_number(sl_str_cut(s, dash + 1, s.n), 31, &d)) return false;
    *month = (int32_t)m;
    *day = (int32_t)d;
    return m > 0 && d > 0;
}

static void season(sl_compiler *c) {
    const sl_located *text = &c->declared->season;
    if (!text->source) return;
    size_t to = sl_str_search(text->text, SL_STR(" to "), 0);
    sl_season_days *s = &c->program->season;
    if (!month_day(sl_str_cut(text->text, 0, to), &s->from_month, &s->from_day) ||
        !month_day(sl_str_cut(text->text, to + 4, text->text.n), &s->to_month, &s->to_day))
        sl_error_at(c->d, text, 0, text->text.n, 44, "a season is MONTH-DAY to MONTH-DAY: 8-1 to 5-31");
}

static void tests_date(sl_compiler *c) {
    const sl_located *text = &c->declared->tests_date;
    c->program->tests_date = text->source ? sl_day_parse(text->text) : SL_NO_DAY;
    if (text->source && c->program->tests_date == SL_NO_DAY)
        sl_error_at(c->d, text, 0, text->text.n, 44, "a date is YYYY-MM-DD");
}

static void heads(sl_compiler *c) {
    static const sl_column mentions[] = {
        {{"article", 7}, SL_COLUMN_TEXT}, {{"type", 4}, SL_COLUMN_TEXT},   {{"text", 4}, SL_COLUMN_TEXT},
        {{"canonical", 9}, SL_COLUMN_TEXT}, {{"from", 4}, SL_COLUMN_DAY},  {{"to", 2}, SL_COLUMN_DAY},
        {{"line", 4}, SL_COLUMN_NUMBER},  {{"start", 5}, SL_COLUMN_NUMBER}, {{"end", 3}, SL_COLUMN_NUMBER},
        {{"rule", 4}, SL_COLUMN_TEXT}};
    static const sl_column suppressed[] = {
        {{"article", 7}, SL_COLUMN_TEXT}, {{"table", 5}, SL_COLUMN_TEXT}, {{"rule", 4}, SL_COLUMN_TEXT},
        {{"reason", 6}, SL_COLUMN_TEXT},  {{"by", 2}, SL_COLUMN_TEXT},    {{"cells", 5}, SL_COLUMN_TEXT},
        {{"text", 4}, SL_COLUMN_TEXT},    {{"line", 4}, SL_COLUMN_NUMBER}, {{"start", 5}, SL_COLUMN_NUMBER},
        {{"end", 3}, SL_COLUMN_NUMBER}};
    static const sl_table_head fixed[] = {
        {{"mentions", 8}, mentions, sizeof mentions / sizeof *mentions},
        {{"suppressed", 10}, suppressed, sizeof suppressed / sizeof *suppressed}};
    for (size_t i = 0; i < c->program->tables.n; i++) *sl_push(c->out, &c->program->heads) = &c->program->tables.v[i].head;
    for (size_t i = 0; i < 2; i++) *sl_push(c->out, &c->program->heads) = &fixed[i];
}

static void compile(sl_compiler *c, sl_declared *declared, sl_str name) {
    sl_error err = {0};
    const sl_source *first = read_file(c, (sl_str){0}, name, &err);
    if (!first) {
        sl_diagnose(c->d, (sl_diagnostic){.number = 38, .file = name}, "%s", err.message);
        return;
    }
    read_rules(c, first, declared, 0);
    c->gazetteer = sl_gazetteer_begin(c->out);
    builtin_types(c);
    sl_compile_lists(c);
    declared_types(c);
    name_grammar(c);
    sl_compile_persons(c);
    sl_compile_rules(c);
    sl_compile_tables(c);
    season(c);
    tests_date(c);
    triggers(c);
    prefixes(c);
    column_tables(c);
    heads(c);
    if (c->d->errors == 0) c->program->gazetteer = sl_gazetteer_end(c->gazetteer, c->out);
}

sl_program *sl_program_load(const sl_library *library, sl_str name, const sl_word_reader *dates,
                            sl_diagnostics *diagnostics, sl_error *err) {
    jmp_buf no_memory;
    sl_program *volatile program = sl_heap_alloc(1, sizeof *program);
    if (!program) return sl_fail(err, SL_NO_MEMORY, name, "out of memory"), NULL;
    sl_arena_init(&program->arena, 0, &no_memory);
    if (setjmp(no_memory)) {
        sl_program_free(program);
        return sl_fail(err, SL_NO_MEMORY, name, "out of memory while reading the rules"), NULL;
    }
    sl_declared *declared = SL_NEW(&program->arena, sl_declared);
    sl_compiler *c = SL_NEW(&program->arena, sl_compiler);
    *c = (sl_compiler){.program = program, .out = &program->arena, .declared = declared, .library = library,
                       .dates = dates, .d = diagnostics, .err = err};
    program->declared = declared;
    compile(c, declared, name);
    sl_diagnostics_sort(diagnostics);
    program->arena.recover = NULL;
    if (diagnostics->errors == 0) return program;
    sl_fail(err, SL_BAD_RULES, name, "%u error%s in the rules", diagnostics->errors, diagnostics->errors == 1 ? "" : "s");
    sl_program_free(program);
    return NULL;
}

void sl_program_free(sl_program *program) {
    if (!program) return;
    for (size_t i = 0; i < program->regexes.n; i++) sl_regex_free(program->regexes.v[i]);
    sl_arena_release(&program->arena);
    sl_heap_free(program);
}

size_t sl_program_tables(const sl_program *program, const sl_table_head *const **heads_out) {
    *heads_out = program->heads.v;
    return program->heads.n;
}

uint64_t sl_program_digest(const sl_program *program) { return program->digest; }

sl_program_size sl_program_measure(const sl_program *program) {
    sl_program_size size = {.rules = program->rules.n, .lists = program->lists.n, .entries = program->entries.n};
    for (size_t i = 0; i < program->rules.n; i++) {
        size.patterns += program->rules.v[i].n_patterns;
        size.tests += program->rules.v[i].declared->tests.n;
    }
    return size;
}
