/* SPDX-License-Identifier: Apache-2.0
 *
 * bytes -> scan -> parse -> check -> compile -> program: this page is the line that rules take.
 */
#include "rule/compiler_p.h"

#include "base/bounds.h"

/* --- symbols and types -------------------------------------------------------------------------------------------- */

sl_symbol sl_symbol_known(const sl_program *program, sl_str name) {
    uint32_t number = sl_nameindex_find(&program->symbol_index, name);
    return number == SL_NONE ? SL_NO_SYMBOL : (sl_symbol)number;
}

sl_symbol sl_symbol_of(sl_program *program, sl_str name) {
    sl_symbol known = sl_symbol_known(program, name);
    if (known != SL_NO_SYMBOL || program->symbols.n >= SL_NO_SYMBOL) return known;
    *sl_push(&program->arena, &program->symbols) = name;
    sl_nameindex_add(&program->symbol_index, &program->arena, name, (uint32_t)program->symbols.n - 1);
    return (sl_symbol)(program->symbols.n - 1);
}

sl_type_id sl_compile_type(const sl_compiler *c, sl_str name) {
    uint32_t number = sl_nameindex_find(&c->type_index, name);
    return number == SL_NONE ? SL_NO_TYPE : (sl_type_id)number;
}

sl_str sl_compile_nearest(sl_compiler *c, sl_str word, const sl_str *known, size_t n) {
    sl_str near = sl_nearest_word(word, known, n);
    if (near.n == 0) return (sl_str){"", 0};
    return sl_arena_printf(c->out, "; nearest: \"%.*s\"", sl_shown(near), near.p);
}

sl_type_id sl_compile_known_type(sl_compiler *c, const sl_located *where, sl_str name) {
    sl_type_id type = sl_compile_type(c, name);
    if (type != SL_NO_TYPE) return sl_type_set_add(&c->named, type), type;
    size_t n = 0, most = c->program->types.n + c->declared->macros.n + 1;
    sl_str *known = SL_NEW_ARRAY(c->out, sl_str, most);
    for (size_t i = 0; i < c->program->types.n; i++) known[n++] = c->program->types.v[i].name;
    for (size_t i = 0; i < c->declared->macros.n; i++) known[n++] = c->declared->macros.v[i].name.text;
    known[n++] = SL_STR("gap");
    sl_str near = sl_compile_nearest(c, name, known, n), digits = sl_str_cut(name, 3, name.n);
    uint32_t words;
    if (sl_str_starts_with(name, SL_STR("gap")) && sl_str_number(digits, 1000, &words))
        near = sl_arena_printf(c->out, "; nearest: \"gap %u\"", words);
    sl_error_at(c->d, where, 0, where->text.n, 23, "there is no list, macro, person or type \"%.*s\"%s", sl_shown(name),
                name.p, near.p);
    return SL_NO_TYPE;
}

static void too_many(sl_compiler *c, unsigned most, const char *what) {
    sl_diagnose(c->d, (sl_diagnostic){.number = 37, .file = c->sources.v[0]->path}, "there are more than %u %s", most,
                what);
}

/* Forms of a type have its name; the index holds the type itself. */
static sl_type_id add_type(sl_compiler *c, sl_str name, sl_type_kind kind) {
    if (c->program->types.n >= SL_MAX_TYPES) {
        too_many(c, SL_MAX_TYPES, "lists, persons and types");
        return 0;
    }
    *sl_push(c->out, &c->program->types) = (sl_type){.name = name,
                                                     .symbol = sl_symbol_of(c->program, name),
                                                     .kind = kind,
                                                     .form = SL_FORM_PLAIN,
                                                     .plain = SL_NO_TYPE,
                                                     .possessive = SL_NO_TYPE,
                                                     .named = SL_NO_TYPE};
    return (sl_type_id)(c->program->types.n - 1);
}

sl_type_id sl_compile_new_type(sl_compiler *c, sl_str name, sl_type_kind kind) {
    sl_type_id made = add_type(c, name, kind);
    if (sl_compile_type(c, name) == SL_NO_TYPE) sl_nameindex_add(&c->type_index, c->out, name, made);
    return made;
}

/* Names with a meaning of their own: the engine's types, what patterns and `unless` say, and its own tables. */
static bool is_reserved(sl_str name) {
    static const char *const reserved[] = {"name", "date",     "duration",   "number",  "quote",
                                           "gap",  "headline", "suppressed", "mentions"};
    for (size_t i = 0; i < sizeof reserved / sizeof *reserved; i++)
        if (sl_str_eq(name, sl_str_of(reserved[i]))) return true;
    return false;
}

bool sl_compile_claim(sl_compiler *c, const sl_located *name, const char *what, bool taken) {
    bool reserved = is_reserved(name->text);
    if (!reserved && !taken) return true;
    sl_error_at(c->d, name, 0, name->text.n, 39, "%s cannot be called \"%.*s\": %s", what, sl_shown(name->text),
                name->text.p, reserved ? "sideline itself uses that name" : "something else has that name already");
    return false;
}

sl_type_id sl_compile_form(sl_compiler *c, sl_type_id plain, sl_type_form form) {
    const sl_type *t = &c->program->types.v[plain];
    sl_type_id known = form == SL_FORM_POSSESSIVE ? t->possessive : t->named;
    if (known != SL_NO_TYPE) return known;
    sl_type_id made = add_type(c, t->name, SL_TYPE_PERSON);
    if (made == 0) return plain;
    sl_type *base = &c->program->types.v[plain], *forms = &c->program->types.v[made];
    forms->form = form;
    forms->plain = plain;
    forms->person = base->person;
    if (form == SL_FORM_POSSESSIVE) base->possessive = made;
    else base->named = made;
    return made;
}

static int by_parts(const void *x, const void *y) {
    const sl_prefixed *a = x, *b = y;
    if (a->as != b->as) return a->as < b->as ? -1 : 1;
    return (a->give > b->give) - (a->give < b->give);
}

sl_symbol sl_program_prefixed(const sl_program *program, sl_symbol as, sl_symbol give) {
    if (as == SL_NO_SYMBOL) return give;
    size_t low = 0, high = program->prefixed.n;
    sl_prefixed wanted = {.as = as, .give = give};
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = by_parts(&program->prefixed.v[middle], &wanted);
        if (order == 0) return program->prefixed.v[middle].joined;
        if (order < 0) low = middle + 1;
        else high = middle;
    }
    return SL_NO_SYMBOL;
}

/* --- reading ------------------------------------------------------------------------------------------------------ */

_Noreturn void sl_compile_no_memory(sl_compiler *c) {
    longjmp(*c->out->recover, 1);
}

static void read_rules(sl_compiler *c, sl_source *source, sl_declared *declared, uint32_t depth);

static void use(sl_compiler *c, const sl_located *name, sl_declared *declared, uint32_t depth) {
    size_t known = c->sources.n;
    sl_source *used = sl_compile_read_rules(c, name);
    if (!used || c->sources.n == known) return;
    used->used_by = name->source;
    if (depth < SL_MAX_NESTING) read_rules(c, used, declared, depth + 1);
    else sl_error_at(c->d, name, 0, name->text.n, 38, "files use files more than %d deep", SL_MAX_NESTING);
}

/* A file and, after it, what it uses; each file once. */
static void read_rules(sl_compiler *c, sl_source *source, sl_declared *declared, uint32_t depth) {
    sl_statements statements = {0};
    sl_words uses = {0};
    sl_diagnostics_expect(c->d, source->path);
    if (source->bytes.n > SL_MAX_RULE_FILE) {
        sl_diagnose(c->d, (sl_diagnostic){.number = 38, .file = source->path}, "the file is larger than %d MiB",
                    SL_MAX_RULE_FILE / 1024 / 1024);
        return;
    }
    if (sl_str_ends_with(source->path, SL_STR(".csv"))) {
        sl_diagnose(c->d, (sl_diagnostic){.number = 19, .file = source->path},
                    "this is a list, and no rules; rules name it: `list NAME: FILE.csv match COLUMN`");
        return;
    }
    sl_source_index(source, c->out);
    sl_scan(source, c->out, c->d, &statements);
    sl_parse(source, &statements, c->out, c->d, declared, &uses);
    for (size_t i = 0; i < uses.n; i++) use(c, &uses.v[i], declared, depth);
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
    p->give_value = sl_symbol_of(p, SL_STR("value"));
}

/* Persons and types made by rules get their numbers before any pattern is read, so that patterns can name them. */
static void declared_types(sl_compiler *c) {
    for (size_t i = 0; i < c->declared->persons.n; i++) {
        const sl_declared_person *from = &c->declared->persons.v[i];
        if (from->name.text.n)
            sl_compile_claim(c, &from->name, "a person", sl_compile_type(c, from->name.text) != SL_NO_TYPE);
        sl_person_type *person = sl_push(c->out, &c->program->persons);
        person->type = sl_compile_new_type(c, from->name.text, SL_TYPE_PERSON);
        c->program->types.v[person->type].person = (uint16_t)i;
    }
    for (size_t i = 0; i < c->declared->rules.n; i++) {
        const sl_declared_rule *rule = &c->declared->rules.v[i];
        bool is_table = false;
        for (size_t k = 0; k < c->declared->tables.n && !is_table; k++)
            is_table = sl_str_eq(c->declared->tables.v[k].name.text, rule->target.text);
        if (is_table || rule->adds || rule->target.text.n == 0) continue;
        if (!sl_check_name(&rule->target, "a type", c->d) || !sl_compile_claim(c, &rule->target, "a type", false))
            continue;
        if (sl_compile_type(c, rule->target.text) == SL_NO_TYPE)
            sl_compile_new_type(c, rule->target.text, SL_TYPE_MADE);
    }
}

/* The word that is a form of `alone` by itself (he), or begins one (the {position}). */
static void pronouns(sl_compiler *c, const sl_declared_person *person, sl_words *to) {
    for (size_t i = 0; i < person->alone.n; i++) {
        sl_str s = person->alone.v[i].text;
        size_t n = 0;
        while (n < s.n && (sl_is_alpha(s.p[n]) || (unsigned char)s.p[n] >= 0x80)) n++;
        if (n > 0 && (n == s.n || s.p[n] == ' ')) *sl_push(c->out, to) = sl_located_cut(&person->alone.v[i], 0, n);
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
    sl_words alone = {0};
    for (size_t i = 0; i < c->declared->persons.n; i++) pronouns(c, &c->declared->persons.v[i], &alone);
    to->alone = sl_compile_hashes(c, &alone);
    to->not_behind = sl_compile_hashes(c, &from->not_behind);
}

/* Every symbol that is two others with a _ between them: injured_from is "injured" and "from". */
static void prefixes(sl_compiler *c) {
    sl_program *p = c->program;
    for (size_t joined = 0; joined < p->symbols.n; joined++) {
        sl_str name = p->symbols.v[joined];
        for (size_t at = sl_str_find(name, '_', 0); at < name.n && at < 128; at = sl_str_find(name, '_', at + 1)) {
            sl_symbol as = sl_symbol_known(p, sl_str_cut(name, 0, at));
            sl_symbol give = sl_symbol_known(p, sl_str_cut(name, at + 1, name.n));
            if (as == SL_NO_SYMBOL || give == SL_NO_SYMBOL) continue;
            *sl_push(c->out, &p->prefixed) = (sl_prefixed){as, give, (sl_symbol)joined};
        }
    }
    if (p->prefixed.n) qsort(p->prefixed.v, p->prefixed.n, sizeof *p->prefixed.v, by_parts);
}

/* Columns of one date: injured_from and injured_to belong to injured_text. */
static void mark_times(sl_compiler *c, sl_table *t) {
    const sl_program *p = c->program;
    sl_symbol *texts = sl_arena_raw(c->out, t->head.n_columns, sizeof *texts);
    for (size_t i = 0; i < t->head.n_columns; i++) texts[i] = SL_NO_SYMBOL;
    for (size_t i = 0; i < t->leans.n_past + t->leans.n_future; i++) {
        sl_symbol role = i < t->leans.n_past ? t->leans.past[i] : t->leans.future[i - t->leans.n_past];
        sl_symbol text = sl_program_prefixed(p, role, p->give_text);
        sl_symbol all[] = {text, sl_program_prefixed(p, role, p->give_from), sl_program_prefixed(p, role, p->give_to)};
        for (size_t k = 0; k < sizeof all / sizeof *all; k++)
            if (all[k] != SL_NO_SYMBOL && t->column_of[all[k]] >= 0) texts[t->column_of[all[k]]] = text;
    }
    t->time_text = texts;
}

static void column_tables(sl_compiler *c) {
    sl_program *p = c->program;
    for (size_t t = 0; t < p->tables.n; t++) {
        int16_t *of = sl_arena_raw(c->out, p->symbols.n, sizeof *of);
        for (size_t i = 0; i < p->symbols.n; i++) of[i] = -1;
        for (size_t i = 0; i < p->tables.v[t].head.n_columns; i++) of[p->tables.v[t].symbols[i]] = (int16_t)i;
        p->tables.v[t].column_of = of;
        mark_times(c, &p->tables.v[t]);
    }
}

static void tests_dates(sl_compiler *c) {
    for (size_t i = 0; i < c->declared->tests_dates.n; i++) {
        const sl_located *text = &c->declared->tests_dates.v[i];
        if (sl_day_parse(text->text) == SL_NO_DAY)
            sl_error_at(c->d, text, 0, text->text.n, 44, "\"%.*s\" is no day; a day is YYYY-MM-DD",
                        sl_shown(text->text), text->text.p);
    }
}

static void compile(sl_compiler *c, sl_declared *declared, sl_str name) {
    sl_source *first = sl_compile_read_first(c, name);
    if (!first) return;
    read_rules(c, first, declared, 0);
    sl_compile_join_tables(c, declared);
    if (declared->tables.n > SL_MAX_TABLES) {
        too_many(c, SL_MAX_TABLES, "tables");
        return;
    }
    builtin_types(c);
    sl_compile_lists(c);
    uint64_t key = sl_compile_rules_key(c);
    sl_compile_recall_rules(c, key);
    declared_types(c);
    sl_suspect_begin(c);
    sl_compile_macros(c);
    name_grammar(c);
    sl_compile_persons(c);
    sl_compile_rules(c);
    c->before_tables = c->program->symbols.n;
    sl_compile_tables(c);
    sl_compile_check_targets(c);
    sl_compile_season(c);
    tests_dates(c);
    if (c->program->symbols.n >= SL_NO_SYMBOL) too_many(c, SL_NO_SYMBOL - 1, "names of columns, captures and types");
    if (c->d->errors) return;
    sl_suspect_program(c);
    prefixes(c);
    column_tables(c);
    sl_compile_heads(c);
    sl_gate_number(c);
    sl_mark_deferred(c->program);
    sl_compile_keep_rules(c, key);
}

/* What is needed while a program is made, and no longer: on the heap, since a jump leaves locals undefined. */
typedef struct {
    sl_arena tmp, trees, lists;
    sl_compiler compiler;
} load;

static void load_free(load *l) {
    if (!l) return;
    sl_entries_release(l->compiler.entries);
    sl_arena_release(&l->tmp);
    sl_arena_release(&l->trees);
    sl_arena_release(&l->lists);
    sl_heap_free(l);
}

/* All arenas, that of the diagnostics too, jump back to sl_program_load. */
static void load_begin(load *l, sl_program *program, jmp_buf *no_memory) {
    sl_arena_init(&program->arena, 0, no_memory);
    sl_arena_expect_much(&program->arena);
    sl_arena_init(&l->tmp, 0, no_memory);
    sl_arena_init(&l->trees, 0, no_memory);
    sl_arena_expect_much(&l->trees);
    sl_arena_init(&l->lists, 0, no_memory);
    l->compiler.d->arena->recover = no_memory;
}

/* What is rewound goes back to the system, but for one block: so that is made large enough for most patterns. */
static void warm(sl_arena *tmp) {
    sl_arena_raw(tmp, 1024 * 1024, 1);
    sl_arena_clear(tmp);
}

static void load_run(load *l, sl_program *program, sl_str name) {
    sl_declared *declared = SL_NEW(&program->arena, sl_declared);
    warm(&l->tmp);
    l->compiler.program = program;
    l->compiler.out = &program->arena;
    l->compiler.tmp = &l->tmp;
    l->compiler.trees = &l->trees;
    l->compiler.lists = &l->lists;
    l->compiler.declared = program->declared = declared;
    compile(&l->compiler, declared, name);
    sl_diagnostics_sort(l->compiler.d);
}

sl_program *sl_program_load(const sl_library *library, sl_str name, const sl_word_reader *dates,
                            sl_diagnostics *diagnostics, sl_error *err) {
    jmp_buf no_memory, *outer = diagnostics->arena->recover;
    sl_program *volatile program = sl_heap_alloc(1, sizeof *program);
    load *volatile l = sl_heap_alloc(1, sizeof *l);
    volatile sl_status status = SL_NO_MEMORY;
    if (setjmp(no_memory) == 0) {
        if (!program || !l) longjmp(no_memory, 1);
        l->compiler = (sl_compiler){.library = library, .dates = dates, .d = diagnostics, .err = err};
        load_begin(l, program, &no_memory);
        load_run(l, program, name);
        program->arena.recover = NULL;
        status = diagnostics->errors ? SL_BAD_RULES : SL_OK;
    }
    diagnostics->arena->recover = outer;
    load_free(l);
    if (status == SL_OK) return program;
    sl_program_free(program);
    if (status == SL_NO_MEMORY) return sl_fail(err, status, name, "out of memory while reading the rules"), NULL;
    uint32_t n = diagnostics->errors;
    return sl_fail(err, status, name, "%u error%s in the rules", n, n == 1 ? "" : "s"), NULL;
}

void sl_program_free(sl_program *program) {
    if (!program) return;
    for (size_t i = 0; i < program->regexes.n; i++) sl_regex_free(program->regexes.v[i]);
    sl_arena_release(&program->arena);
    sl_heap_free(program);
}

size_t sl_program_tables(const sl_program *program, const sl_table_head *const **heads) {
    *heads = program->heads.v;
    return program->heads.n;
}

size_t sl_program_files(const sl_program *program, const sl_table_head *const **heads) {
    *heads = program->files.v;
    return program->files.n;
}

uint64_t sl_program_digest(const sl_program *program) {
    return program->digest;
}

sl_program_size sl_program_measure(const sl_program *program) {
    sl_program_size size = {.rules = program->rules.n, .lists = program->lists.n, .entries = program->entries.n};
    for (size_t i = 0; i < program->rules.n; i++) {
        size.patterns += program->rules.v[i].n_patterns;
        size.tests += program->rules.v[i].declared->tests.n;
    }
    return size;
}
