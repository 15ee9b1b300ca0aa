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
static sl_located name_of(const context *c, const sl_statement *s, const char *keyword, const char *what) {
    sl_located name = sl_located_cut(&s->keyword, strlen(keyword), s->keyword.text.n);
    name = sl_located_trim(&name);
    sl_check_name(&name, what, c->d);
    return name;
}

static void no_lines_below(const context *c, const sl_statement *s) {
    if (s->below.n == 0) return;
    sl_str k = s->keyword.text;
    sl_error_at(c->d, &s->below.v[0].keyword, 0, s->below.v[0].keyword.text.n, 15,
                "\"%.*s\" takes no indented lines; one that is too long for its line ends in ...", sl_shown(k), k.p);
}

/* "b give name" at the end of words: most likely an option that has no place there. But "cup match" is a word. */
static void warn_of_option(const context *c, const sl_words *words) {
    static const char *const options[] = {" match ", " give ", " between ", " except ", " needs capital"};
    const sl_located *last = words->n ? &words->v[words->n - 1] : NULL;
    for (size_t i = 0; last && i < sizeof options / sizeof *options; i++) {
        size_t at = sl_str_search(last->text, sl_str_of(options[i]), 0);
        sl_str option = sl_str_trim(sl_str_of(options[i]));
        if (at == last->text.n) continue;
        sl_warning_at(
            c->d, last, at + 1, at + 1 + option.n, 18,
            "\"%.*s\" is read as a part of the entry \"%.*s\"; `except = x | y` comes last, and before it in a "
            "list in place only `needs capital`",
            (int)option.n, option.p, sl_shown(last->text), last->text.p);
        return;
    }
}

/* Where `except =` begins; the text's length if it does not. */
static size_t except_at(const context *c, const sl_located *text) {
    sl_str word = SL_STR("except");
    for (size_t at = 0; (at = sl_str_search(text->text, word, at)) < text->text.n; at += word.n) {
        sl_phrase p = phrase(c, text);
        p.at = at + word.n;
        if ((at == 0 || sl_is_space(text->text.p[at - 1])) && sl_phrase_take(&p, "=")) return at;
    }
    return text->text.n;
}

static sl_words words_of_list(const context *c, const sl_located *text) {
    sl_words words = sl_split(text, '|', c->out);
    warn_of_option(c, &words);
    return words;
}

/* = a | b | c needs capital except = x | y */
static void list_in_place(const context *c, sl_phrase *p, sl_declared_list *l) {
    sl_str capital = SL_STR(" needs capital");
    sl_located rest = sl_phrase_rest(p);
    size_t at = except_at(c, &rest);
    sl_located words = sl_located_cut(&rest, 0, at);
    sl_located except = sl_located_cut(&rest, sl_str_find(rest.text, '=', at) + 1, rest.text.n);
    words = sl_located_trim(&words);
    l->needs_capital = sl_str_ends_with(words.text, capital);
    if (l->needs_capital) words = sl_located_cut(&words, 0, words.text.n - capital.n);
    l->entries = words_of_list(c, &words);
    l->except = words_of_list(c, &except);
    sl_slips_in_entries(&l->entries, c->d);
    if (l->entries.n == 0)
        sl_error_at(c->d, p->text, 0, p->text->text.n, 16,
                    "the list is empty: its words follow =, with | between them");
}

/* = a | b | c   or   file.csv match A, B give C … */
static void list_columns(const context *c, sl_phrase *p, sl_declared_list *l) {
    static const char *const known[] = {"match", "give", "between", "needs capital", "except"};
    bool match = sl_phrase_take(p, "match"), give = !match && sl_phrase_take(p, "give");
    if ((match && l->match.n) || (give && l->give.n))
        sl_phrase_fail(p, 18, "these columns go to the others: `match name, aliases`");
    else if (match) l->match = sl_phrase_words(p, ',');
    else if (give) l->give = sl_phrase_words(p, ',');
    else if (sl_phrase_take(p, "needs capital")) l->needs_capital = true;
    else if (sl_phrase_take(p, "between")) {
        l->from = sl_phrase_word(p);
        bool two = l->from.text.n > 0 && sl_phrase_take(p, "and");
        l->to = sl_phrase_word(p);
        if (!two || l->to.text.n == 0) sl_phrase_fail(p, 16, "two columns are wanted: between from and to");
    } else if (sl_phrase_take(p, "except")) {
        sl_phrase_take(p, "=");
        sl_located rest = sl_phrase_rest(p);
        l->except = words_of_list(c, &rest);
    } else {
        sl_phrase_unknown(p, 16, known, 5);
    }
}

/* = a | b | c   or   file.csv match A, B give C … */
static void list(const context *c, const sl_statement *s) {
    sl_declared_list *l = sl_push(c->out, &c->to->lists);
    l->name = name_of(c, s, "list", "a list");
    sl_phrase p = phrase(c, &s->text);
    no_lines_below(c, s);
    if (sl_phrase_take(&p, "=")) {
        list_in_place(c, &p, l);
        return;
    }
    l->file = sl_phrase_word(&p);
    if (l->file.text.n == 0) sl_phrase_fail(&p, 16, "a list is `file.csv match COLUMN` or `= one | two`");
    while (!sl_phrase_end(&p)) list_columns(c, &p, l);
    if (p.failed) l->match.n = 0; /* what was read of the line is not used */
    if (l->match.n == 0 && !p.failed)
        sl_error_at(c->d, &l->file, 0, l->file.text.n, 16,
                    "which column is matched? say it behind the file: match name");
}

static void macro(const context *c, const sl_statement *s, const char *keyword, const char *what) {
    sl_declared_macro *m = sl_push(c->out, &c->to->macros);
    m->name = name_of(c, s, keyword, what);
    m->pattern = s->text;
    m->is_part = strcmp(keyword, "part") == 0;
    no_lines_below(c, s);
}

/* {a} {b} {c} */
static void things(const context *c, sl_phrase *p, sl_words *to, const char *message) {
    sl_located inside;
    while (!sl_phrase_end(p) && !(p->text->text.p[p->at] != '{' && sl_phrase_take(p, "but not"))) {
        if (!sl_phrase_braces(p, &inside)) {
            sl_phrase_fail(p, 17, message);
            return;
        }
        *sl_push(c->out, to) = inside;
    }
}

static void nothing_follows(const context *c, const sl_statement *s) {
    sl_error_at(c->d, &s->keyword, 0, s->keyword.text.n, 16, "nothing follows the colon");
}

static void person_line(const context *c, const sl_statement *s, sl_declared_person *person) {
    static const char *const known[] = {"before", "after", "alone", "quoted", "possessive", "relative", "aside"};
    sl_str k = s->keyword.text;
    bool quoted = sl_str_eq(k, SL_STR("quoted"));
    sl_words *words = sl_str_eq(k, SL_STR("alone"))        ? &person->alone
                      : quoted                             ? &person->quoted
                      : sl_str_eq(k, SL_STR("possessive")) ? &person->possessive
                      : sl_str_eq(k, SL_STR("relative"))   ? &person->relative
                      : sl_str_eq(k, SL_STR("aside"))      ? &person->aside
                                                           : NULL;
    sl_words *pattern = sl_str_eq(k, SL_STR("before"))  ? &person->before
                        : sl_str_eq(k, SL_STR("after")) ? &person->after
                                                        : NULL;
    if (!words && !pattern) {
        sl_unknown_keyword(s, known, sizeof known / sizeof *known, "in a person", c->d);
        return;
    }
    if (!sl_check_colon(s, c->d)) return;
    if (s->text.text.n == 0 && words) nothing_follows(c, s);
    size_t n = s->text.text.n, equals = quoted ? sl_str_find(s->text.text, '=', 0) : n;
    sl_located text = sl_located_cut(&s->text, 0, equals), role = sl_located_cut(&s->text, equals + 1, n);
    role = sl_located_trim(&role);
    if (equals < n && !sl_str_eq(role.text, SL_STR("speaker")))
        sl_error_at(c->d, &s->text, equals, n, 12,
                    "these words stand for the speaker: `quoted: I | me | my = speaker`");
    if (pattern) *sl_push(c->out, pattern) = s->text;
    else sl_split_more(&text, '|', c->out, words);
}

static void person(const context *c, const sl_statement *s) {
    static const char message[] = "things in braces are wanted: {footballer} {name} but not {manager}";
    sl_declared_person *person = sl_push(c->out, &c->to->persons);
    person->name = name_of(c, s, "person", "a person");
    sl_phrase p = phrase(c, &s->text);
    things(c, &p, &person->sources, message);
    bool but_not = !sl_phrase_end(&p);
    things(c, &p, &person->but_not, message);
    if (!p.failed && (person->sources.n == 0 || (but_not && person->but_not.n == 0)))
        sl_error_at(c->d, &s->keyword, 0, s->keyword.text.n, 17, message);
    for (size_t i = 0; i < s->below.n; i++) person_line(c, &s->below.v[i], person);
}

/* A statement that a file may have once. Files are read before those that they use, and what was read first counts:
   `first` of another file wins without a word, of the same one it is an error. @return whether this one counts */
static bool is_first(const context *c, const sl_statement *s, const sl_located *first) {
    if (!first || !first->source) return true;
    if (first->source != s->keyword.source) return false;
    sl_diagnostic at = sl_located_at(first, 0, 0);
    sl_error_at(c->d, &s->keyword, 0, s->keyword.text.n, 18, "\"%.*s\" stands already in line %u of \"%.*s\"",
                sl_shown(s->keyword.text), s->keyword.text.p, at.line, sl_shown(at.file), at.file.p);
    return false;
}

static void names(const context *c, const sl_statement *s) {
    static const char *const known[] = {"given", "particle", "suffix", "title", "not", "not behind"};
    sl_declared_names *n = &c->to->names;
    if (is_first(c, s, &n->where)) n->where = s->keyword; /* what other files say is added */
    sl_words *const to[] = {&n->given, &n->particle, &n->suffix, &n->title, &n->not_names, &n->not_behind};
    for (size_t i = 0; i < s->below.n; i++) {
        const sl_statement *b = &s->below.v[i];
        size_t k = 0;
        while (k < 6 && !sl_str_eq(b->keyword.text, sl_str_of(known[k]))) k++;
        sl_phrase p = phrase(c, &b->text);
        if (k == 6) sl_unknown_keyword(b, known, 6, "in `names`", c->d);
        else if (!sl_check_colon(b, c->d)) continue;
        else if (b->text.text.n == 0) nothing_follows(c, b);
        else if (k == 5) sl_split_more(&b->text, '|', c->out, to[k]);
        else things(c, &p, to[k], "lists in braces are wanted here: {given}");
    }
}

static void once(const context *c, const sl_statement *s, sl_located *to) {
    if (is_first(c, s, to)) *to = s->text;
    no_lines_below(c, s);
}

/* Each file may say for its own tests. */
static void tests_date(const context *c, const sl_statement *s) {
    const sl_words *dates = &c->to->tests_dates;
    if (dates->n == 0 || dates->v[dates->n - 1].source != s->keyword.source)
        *sl_push(c->out, &c->to->tests_dates) = s->text;
    else is_first(c, s, &dates->v[dates->n - 1]);
    no_lines_below(c, s);
}

static void words(const context *c, const sl_statement *s, char separator, sl_words *to) {
    size_t before = to->n;
    sl_split_more(&s->text, separator, c->out, to);
    if (to->n == before) nothing_follows(c, s);
    no_lines_below(c, s);
}

static void language(const context *c, const sl_statement *s) {
    sl_words passed_over = {0};
    words(c, s, '|', is_first(c, s, c->to->language.v) ? &c->to->language : &passed_over);
}

static bool starts(const sl_statement *s, const char *keyword) {
    sl_str k = sl_str_of(keyword);
    return sl_str_starts_with(s->keyword.text, k) && (s->keyword.text.n == k.n || sl_is_space(s->keyword.text.p[k.n]));
}

/* The list of date words is one file. */
static void dates(const context *c, const sl_statement *s) {
    if (is_first(c, s, c->to->dates.v)) *sl_push(c->out, &c->to->dates) = s->text;
    if (s->text.text.n == 0) sl_error_at(c->d, &s->keyword, 0, s->keyword.text.n, 16, "which file? `dates: dates.csv`");
    no_lines_below(c, s);
}

static void use(const context *c, const sl_statement *s) {
    if (sl_str_starts_with(s->text.text, SL_STR("\"")))
        sl_error_at(c->d, &s->text, 0, s->text.text.n, 16, "nothing is quoted: `use: names.rules`");
    else if (s->text.text.n) *sl_push(c->out, c->uses) = s->text;
    else sl_error_at(c->d, &s->keyword, 0, s->keyword.text.n, 16, "which file? `use: names.rules`");
    no_lines_below(c, s);
}

static void top(const context *c, const sl_statement *s) {
    static const char *const known[] = {"sideline", "use",     "tests date", "list",  "macro",         "part",
                                        "clause",   "joiners", "season",     "dates", "abbreviations", "language",
                                        "names",    "person",  "table",      "rule"};
    bool needs_colon = !starts(s, "rule") && !starts(s, "names");
    for (size_t i = 0; i < sizeof known / sizeof *known && needs_colon; i++)
        if (starts(s, known[i]) && !sl_check_colon(s, c->d)) return;
    if (starts(s, "sideline")) once(c, s, &c->to->version);
    else if (starts(s, "use")) use(c, s);
    else if (starts(s, "tests date")) tests_date(c, s);
    else if (starts(s, "list")) list(c, s);
    else if (starts(s, "macro")) macro(c, s, "macro", "a macro");
    else if (starts(s, "part")) macro(c, s, "part", "a part");
    else if (starts(s, "clause")) words(c, s, '|', &c->to->clause);
    else if (starts(s, "joiners")) words(c, s, '|', &c->to->joiners);
    else if (starts(s, "season")) once(c, s, &c->to->season);
    else if (starts(s, "dates")) dates(c, s);
    else if (starts(s, "abbreviations")) words(c, s, ',', &c->to->abbreviations);
    else if (starts(s, "language")) language(c, s);
    else if (starts(s, "names")) names(c, s);
    else if (starts(s, "person")) person(c, s);
    else if (starts(s, "table")) sl_parse_table(s, c->out, c->d, c->to);
    else if (starts(s, "rule")) sl_parse_rule(s, c->out, c->d, c->to);
    else sl_unknown_keyword(s, known, sizeof known / sizeof *known, "at the left edge", c->d);
}

/* "sidline: 1": top() says it all. */
static bool is_misspelt_version(const sl_statement *s) {
    sl_str keyword = SL_STR("sideline");
    return sl_nearest_word(s->keyword.text, &keyword, 1).n > 0;
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
        if (i == 0 && !is_version && !is_misspelt_version(s))
            sl_error_at(diagnostics, &s->keyword, 0, s->keyword.text.n, 19,
                        "a rule file begins with the version of its language: `sideline: 1`");
        top(&c, s);
        if (is_version && s->has_colon && !sl_str_eq(s->text.text, SL_STR("1")))
            sl_error_at(diagnostics, &s->text, 0, s->text.text.n, 19,
                        "\"%.*s\" is no version of the language that is known here: `sideline: 1`",
                        sl_shown(s->text.text), s->text.text.p);
    }
}
