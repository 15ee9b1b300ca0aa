/* SPDX-License-Identifier: Apache-2.0 */
#include "rule/phrase_p.h"

typedef struct {
    sl_arena *out;
    sl_diagnostics *d;
    sl_declared *to;
    sl_words *uses;
} context;

static sl_phrase phrase(const context *c, const sl_located *text) {
    return (sl_phrase){.text = text, .out = c->out, .diagnostics = c->d};
}

/* The name behind a keyword: "list club" -> club. */
static sl_located name_of(const context *c, const sl_statement *s, size_t keyword_size) {
    sl_located name = sl_located_cut(&s->keyword, keyword_size, s->keyword.text.n);
    name = sl_located_trim(&name);
    bool good = name.text.n > 0;
    for (size_t i = 0; i < name.text.n; i++)
        good = good && (sl_is_alnum(name.text.p[i]) || name.text.p[i] == '_' || name.text.p[i] == '.');
    if (!good)
        sl_error_at(c->d, &s->keyword, 0, s->keyword.text.n, 14,
                    "a name of letters, digits, _ and . is wanted behind \"%.*s\"", (int)keyword_size,
                    s->keyword.text.p);
    return name;
}

static void no_lines_below(const context *c, const sl_statement *s) {
    for (size_t i = 0; i < s->below.n; i++)
        sl_error_at(c->d, &s->below.v[i].keyword, 0, s->below.v[i].keyword.text.n, 15,
                    "this statement takes no indented lines");
}

/* = a | b | c   or   file.csv match A, B give C … */
static void list(const context *c, const sl_statement *s) {
    sl_declared_list *l = sl_push(c->out, &c->to->lists);
    l->name = name_of(c, s, 4);
    sl_phrase p = phrase(c, &s->text);
    if (sl_phrase_take(&p, "=")) {
        sl_located rest = sl_phrase_rest(&p);
        l->entries = sl_split(&rest, '|', c->out);
        if (l->entries.n == 0) sl_error_at(c->d, &s->keyword, 0, s->keyword.text.n, 16, "the list is empty");
        no_lines_below(c, s);
        return;
    }
    l->file = sl_phrase_word(&p);
    if (l->file.text.n == 0) sl_phrase_fail(&p, 16, "a list is `file.csv match COLUMN` or `= one | two`");
    while (!sl_phrase_end(&p)) {
        if (sl_phrase_take(&p, "match")) l->match = sl_phrase_words(&p, ',');
        else if (sl_phrase_take(&p, "give")) l->give = sl_phrase_words(&p, ',');
        else if (sl_phrase_take(&p, "needs capital")) l->needs_capital = true;
        else if (sl_phrase_take(&p, "between")) {
            l->from = sl_phrase_word(&p);
            if (!sl_phrase_take(&p, "and")) sl_phrase_fail(&p, 16, "`between` takes two columns: between from and to");
            l->to = sl_phrase_word(&p);
        } else if (sl_phrase_take(&p, "except")) {
            sl_phrase_take(&p, "=");
            sl_located rest = sl_phrase_rest(&p);
            l->except = sl_split(&rest, '|', c->out);
        } else {
            sl_phrase_fail(&p, 16, "after the file of a list come: match, give, between, needs capital, except =");
        }
    }
    if (l->match.n == 0)
        sl_error_at(c->d, &s->text, 0, s->text.text.n, 16, "a list says which column it matches: `match name, aliases`");
    no_lines_below(c, s);
}

static void macro(const context *c, const sl_statement *s, size_t keyword_size) {
    sl_declared_macro *m = sl_push(c->out, &c->to->macros);
    m->name = name_of(c, s, keyword_size);
    m->pattern = s->text;
    m->is_part = keyword_size == 4;
    no_lines_below(c, s);
}

static void person(const context *c, const sl_statement *s) {
    static const char *const known[] = {"before", "after", "alone", "quoted", "possessive"};
    sl_declared_person *person = sl_push(c->out, &c->to->persons);
    person->name = name_of(c, s, 6);
    sl_phrase p = phrase(c, &s->text);
    bool but_not = false;
    while (!sl_phrase_end(&p)) {
        if (!but_not && sl_phrase_take(&p, "but not")) {
            but_not = true;
            continue;
        }
        sl_located w = sl_phrase_word(&p);
        if (w.text.n < 3 || w.text.p[0] != '{') {
            p.at -= w.text.n;
            sl_phrase_fail(&p, 17, "a person is made of things in braces: {footballer} {name} but not {manager}");
            break;
        }
        *sl_push(c->out, but_not ? &person->but_not : &person->sources) = sl_located_cut(&w, 1, w.text.n - 1);
    }
    for (size_t i = 0; i < s->below.n; i++) {
        const sl_statement *b = &s->below.v[i];
        sl_str k = b->keyword.text;
        if (sl_str_eq(k, SL_STR("before"))) *sl_push(c->out, &person->before) = b->text;
        else if (sl_str_eq(k, SL_STR("after"))) *sl_push(c->out, &person->after) = b->text;
        else if (sl_str_eq(k, SL_STR("alone"))) person->alone = sl_split(&b->text, '|', c->out);
        else if (sl_str_eq(k, SL_STR("possessive"))) person->possessive = sl_split(&b->text, '|', c->out);
        else if (sl_str_eq(k, SL_STR("quoted"))) {
            size_t equals = sl_str_find(b->text.text, '=', 0);
            sl_located words = sl_located_cut(&b->text, 0, equals);
            person->quoted = sl_split(&words, '|', c->out);
        } else sl_unknown_keyword(&b->keyword, known, 5, "in a person", c->d);
    }
}

static void names(const context *c, const sl_statement *s) {
    static const char *const known[] = {"given", "particle", "suffix", "title", "not", "not behind"};
    sl_declared_names *n = &c->to->names;
    if (n->declared) sl_error_at(c->d, &s->keyword, 0, s->keyword.text.n, 18, "`names` was declared before");
    n->declared = true;
    sl_words *const to[] = {&n->given, &n->particle, &n->suffix, &n->title, &n->not_names};
    for (size_t i = 0; i < s->below.n; i++) {
        const sl_statement *b = &s->below.v[i];
        size_t k = 0;
        if (sl_str_eq(b->keyword.text, SL_STR("not behind"))) {
            n->not_behind = sl_split(&b->text, '|', c->out);
            continue;
        }
        while (k < 5 && !sl_str_eq(b->keyword.text, sl_str_of(known[k]))) k++;
        if (k == 5) {
            sl_unknown_keyword(&b->keyword, known, 6, "in `names`", c->d);
            continue;
        }
        sl_phrase p = phrase(c, &b->text);
        while (!sl_phrase_end(&p)) {
            sl_located w = sl_phrase_word(&p);
            if (w.text.n < 3 || w.text.p[0] != '{') {
                p.at -= w.text.n;
                sl_phrase_fail(&p, 17, "lists in braces are wanted: given: {given}");
                break;
            }
            *sl_push(c->out, to[k]) = sl_located_cut(&w, 1, w.text.n - 1);
        }
    }
}

static void once(const context *c, const sl_statement *s, sl_located *to) {
    if (to->source) sl_error_at(c->d, &s->keyword, 0, s->keyword.text.n, 18, "\"%.*s\" was declared before",
                                (int)s->keyword.text.n, s->keyword.text.p);
    *to = s->text;
    no_lines_below(c, s);
}

static void words(const context *c, const sl_statement *s, char separator, sl_words *to) {
    sl_words more = sl_split(&s->text, separator, c->out);
    for (size_t i = 0; i < more.n; i++) *sl_push(c->out, to) = more.v[i];
    no_lines_below(c, s);
}

static bool starts(const sl_statement *s, const char *keyword) {
    sl_str k = sl_str_of(keyword);
    return sl_str_starts_with(s->keyword.text, k) &&
           (s->keyword.text.n == k.n || sl_is_space(s->keyword.text.p[k.n]));
}

static void top(const context *c, const sl_statement *s) {
    static const char *const known[] = {"sideline", "use", "tests date", "list", "macro", "part", "clause", "joiners",
                                        "season", "dates", "abbreviations", "language", "names", "person", "table",
                                        "rule"};
    if (starts(s, "sideline")) once(c, s, &c->to->version);
    else if (starts(s, "use")) *sl_push(c->out, c->uses) = s->text;
    else if (starts(s, "tests date")) once(c, s, &c->to->tests_date);
    else if (starts(s, "list")) list(c, s);
    else if (starts(s, "macro")) macro(c, s, 5);
    else if (starts(s, "part")) macro(c, s, 4);
    else if (starts(s, "clause")) words(c, s, '|', &c->to->clause);
    else if (starts(s, "joiners")) words(c, s, '|', &c->to->joiners);
    else if (starts(s, "season")) once(c, s, &c->to->season);
    else if (starts(s, "dates")) words(c, s, ',', &c->to->dates);
    else if (starts(s, "abbreviations")) words(c, s, ',', &c->to->abbreviations);
    else if (starts(s, "language")) words(c, s, '|', &c->to->language);
    else if (starts(s, "names")) names(c, s);
    else if (starts(s, "person")) person(c, s);
    else if (starts(s, "table")) sl_parse_table(s, c->out, c->d, c->to);
    else if (starts(s, "rule")) sl_parse_rule(s, c->out, c->d, c->to);
    else sl_unknown_keyword(&s->keyword, known, sizeof known / sizeof *known, "at the left edge", c->d);
}

void sl_parse(const sl_source *source, const sl_statements *statements, sl_arena *out, sl_diagnostics *diagnostics,
              sl_declared *declared, sl_words *uses) {
    context c = {out, diagnostics, declared, uses};
    declared->version.source = NULL; /* each file has its own */
    if (statements->n == 0)
        sl_diagnose(diagnostics, (sl_diagnostic){.number = 19, .file = source->path},
                    "the file has no rules; it begins with the version of its language: `sideline: 1`");
    for (size_t i = 0; i < statements->n; i++) {
        const sl_statement *s = &statements->v[i];
        bool is_version = starts(s, "sideline");
        if (i == 0 && !is_version)
            sl_error_at(diagnostics, &s->keyword, 0, s->keyword.text.n, 19,
                        "a rule file begins with the version of its language: `sideline: 1`");
        top(&c, s);
        if (is_version && s->has_colon && !sl_str_eq(s->text.text, SL_STR("1")))
            sl_error_at(diagnostics, &s->text, 0, s->text.text.n, 19,
                        "\"%.*s\" is no version of the language that is known here: `sideline: 1`",
                        sl_shown(s->text.text), s->text.text.p);
    }
}
