/* SPDX-License-Identifier: Apache-2.0 */
#include "rule/phrase_p.h"

static sl_phrase phrase(const sl_located *text, sl_arena *out, sl_diagnostics *d) {
    return (sl_phrase){.text = text, .out = out, .diagnostics = d};
}

bool sl_parse_where(sl_phrase *p, bool of_nearest, sl_declared_unless *unless) {
    if (sl_phrase_take(p, "before")) unless->where = SL_WHERE_BEFORE;
    else if (sl_phrase_take(p, "after")) unless->where = SL_WHERE_AFTER;
    else if (sl_phrase_take(p, "match")) unless->where = SL_WHERE_MATCH;
    else if (sl_phrase_take(p, "sentence")) unless->where = SL_WHERE_SENTENCE;
    else if (sl_phrase_take(p, "inside")) unless->where = SL_WHERE_INSIDE;
    else if (of_nearest && sl_phrase_take(p, "between")) unless->where = SL_WHERE_BETWEEN;
    else {
        static const char *const known[] = {"before", "after", "match", "sentence", "inside", "between"};
        if (sl_phrase_end(p) && of_nearest)
            sl_phrase_fail(p, 20, "where? before N, after N, match, sentence, inside or between");
        else if (sl_phrase_end(p)) sl_phrase_fail(p, 20, "where? before N, after N, match, sentence or inside");
        else sl_phrase_unknown(p, 20, known, of_nearest ? 6 : 5);
        return false;
    }
    bool counted = unless->where == SL_WHERE_BEFORE || unless->where == SL_WHERE_AFTER;
    if (counted && (!sl_phrase_number(p, &unless->words) || unless->words == 0 || unless->words > 60)) {
        sl_phrase_fail(p, 20, "how many words, 1 to 60? `before 4` looks at the four words before");
        return false;
    }
    if (sl_phrase_take(p, "of") && !sl_phrase_braces(p, &unless->of))
        sl_phrase_fail(p, 20, "a thing in braces is wanted here: of {injury}");
    return !p->failed;
}

/* The whole line, for tables that name what removed a row; of a continued one the keyword. */
static sl_located whole_line(const sl_statement *s) {
    sl_located whole = s->keyword;
    if (s->text.n_pieces == 0 && s->text.text.p > whole.text.p)
        whole.text.n = (size_t)(s->text.text.p + s->text.text.n - whole.text.p);
    return whole;
}

static void match(const sl_statement *s, sl_arena *out, sl_diagnostics *d, sl_declared_rule *rule) {
    *sl_push(out, &rule->matches) = s->text;
    sl_slips_in_pattern(&s->text, d);
}

static void unless(const sl_statement *s, sl_arena *out, sl_diagnostics *d, sl_declared_rule *rule) {
    sl_located head = sl_located_cut(&s->keyword, 6, s->keyword.text.n);
    sl_phrase p = phrase(&head, out, d);
    sl_declared_unless *u = sl_push(out, &rule->unless);
    u->whole = whole_line(s);
    u->pattern = s->text;
    if (sl_parse_where(&p, false, u)) sl_phrase_finish(&p);
    if (p.failed) rule->unless.n--;
}

static bool begins_else(const sl_phrase *p, size_t at) {
    sl_phrase q = *p;
    q.at = at;
    return sl_phrase_take(&q, ",") && sl_phrase_take(&q, "else") && !sl_phrase_end(&q) && q.text->text.p[q.at] == '{';
}

/* The pattern of an `unless` goes on to the end of the line, or to ", else {". */
static sl_located pattern_before_else(sl_phrase *p) {
    size_t from = p->at;
    while (p->at < p->text->text.n && !begins_else(p, p->at)) p->at++;
    sl_located pattern = sl_located_cut(p->text, from, p->at);
    return sl_located_trim(&pattern);
}

static void nearest_unless(sl_phrase *p, sl_declared_nearest *n) {
    size_t from = p->at - strlen("unless");
    n->has_unless = sl_parse_where(p, true, &n->unless);
    const sl_located *of = &n->unless.of;
    if (of->text.n)
        sl_error_at(p->diagnostics, of, 0, of->text.n, 20, "this `unless` is measured from the thing found: no `of`");
    if (!sl_phrase_take(p, ":")) sl_phrase_fail(p, 20, "a colon and a pattern are wanted: unless before 2: since");
    n->unless.pattern = pattern_before_else(p);
    n->unless.whole = sl_located_cut(p->text, from, p->at);
}

/* {date as injured} before, within 6, in clause, unless before 2: since|until. @return whether `else` follows */
static bool near_thing(sl_phrase *p, sl_declared_nearest *n) {
    static const char *const known[] = {"before",      "after",        "within",     "of {x}", "in clause",
                                        "in sentence", "in paragraph", "in article", "unless", "else"};
    n->scope = SL_IN_SENTENCE;
    n->thing = sl_phrase_word(p);
    if (n->thing.text.n < 3 || n->thing.text.p[0] != '{' || n->thing.text.p[n->thing.text.n - 1] != '}') {
        p->at -= n->thing.text.n;
        sl_phrase_fail(p, 20,
                       n->is_else ? "behind `else` another thing in braces is wanted: else {duration as injured}"
                                  : "a thing in braces is wanted first: nearest: {date as injured} within 6");
    }
    while (!sl_phrase_end(p)) {
        sl_phrase_take(p, ",");
        if (sl_phrase_take(p, "before")) n->direction = SL_SIDE_BEFORE;
        else if (sl_phrase_take(p, "after")) n->direction = SL_SIDE_AFTER;
        else if (sl_phrase_take(p, "within")) {
            if (!sl_phrase_number(p, &n->words) || n->words == 0)
                sl_phrase_fail(p, 20, "within how many words? `within 6`");
        } else if (sl_phrase_take(p, "of")) {
            if (!sl_phrase_braces(p, &n->of)) sl_phrase_fail(p, 20, "a thing in braces is wanted here: of {injury}");
        } else if (sl_phrase_take(p, "in clause")) n->scope = SL_IN_CLAUSE;
        else if (sl_phrase_take(p, "in sentence")) n->scope = SL_IN_SENTENCE;
        else if (sl_phrase_take(p, "in paragraph")) n->scope = SL_IN_PARAGRAPH;
        else if (sl_phrase_take(p, "in article")) n->scope = SL_IN_ARTICLE;
        else if (sl_phrase_take(p, "unless")) nearest_unless(p, n);
        else if (sl_phrase_take(p, "else")) return true;
        else sl_phrase_unknown(p, 20, known, sizeof known / sizeof *known);
    }
    return false;
}

static void nearest(const sl_statement *s, sl_arena *out, sl_diagnostics *d, sl_declared_rule *rule) {
    sl_phrase p = phrase(&s->text, out, d);
    size_t first = rule->nearest.n;
    bool more = true;
    while (more) {
        sl_declared_nearest n = {.whole = s->text, .is_else = rule->nearest.n > first};
        more = near_thing(&p, &n);
        *sl_push(out, &rule->nearest) = n;
    }
    if (p.failed) rule->nearest.n = first;
}

static void test(const sl_statement *s, sl_arena *out, sl_diagnostics *d, sl_declared_rule *rule) {
    sl_declared_test *t = sl_push(out, &rule->tests);
    size_t arrow = sl_str_search(s->text.text, SL_STR("=>"), 0);
    t->is_todo = sl_str_starts_with(s->keyword.text, SL_STR("todo"));
    t->is_no = sl_str_ends_with(s->keyword.text, SL_STR("no"));
    t->text = sl_located_cut(&s->text, 0, arrow);
    t->text = sl_located_trim(&t->text);
    sl_slips_in_test(&t->text, d);
    if (t->text.text.n == 0) sl_error_at(d, &s->keyword, 0, s->keyword.text.n, 20, "the test has no sentence");
    if (arrow == s->text.text.n) return;
    t->wanted = sl_located_cut(&s->text, arrow + 2, s->text.text.n);
    t->wanted = sl_located_trim(&t->wanted);
    if (t->is_no)
        sl_error_at(d, &s->text, arrow, s->text.text.n, 20, "a `no:` line wants no row; nothing follows the sentence");
    else if (t->wanted.text.n == 0)
        sl_error_at(d, &s->text, arrow, arrow + 2, 20, "which cells? `=> player=Okafor; area=knee`");
}

static void set(const sl_statement *s, sl_arena *out, sl_diagnostics *d, sl_declared_rule *rule) {
    sl_located column = sl_located_cut(&s->keyword, 3, s->keyword.text.n);
    column = sl_located_trim(&column);
    if (column.text.n == 0) {
        sl_error_at(d, &s->keyword, 0, s->keyword.text.n, 20, "which column? `set injury: {hurt.word} {body}`");
        return;
    }
    if (s->text.text.n == 0)
        sl_error_at(d, &s->keyword, 0, s->keyword.text.n, 20, "what is it set to? `set injury: {hurt.word} {body}`");
    *sl_push(out, &rule->sets) = (sl_declared_set){column, s->text};
}

static void priority(const sl_statement *s, sl_arena *out, sl_diagnostics *d, sl_declared_rule *rule) {
    sl_phrase p = phrase(&s->text, out, d);
    sl_str word = sl_phrase_word(&p).text;
    bool negative = word.n && word.p[0] == '-';
    uint32_t n;
    if (!sl_str_number(sl_str_cut(word, negative, word.n), 1000, &n) || !sl_phrase_end(&p))
        sl_error_at(d, &s->text, 0, s->text.text.n, 20, "a priority is a number from -1000 to 1000");
    else rule->priority = negative ? -(int32_t)n : (int32_t)n;
}

static void within(const sl_statement *s, sl_arena *out, sl_diagnostics *d, sl_declared_rule *rule) {
    sl_phrase p = phrase(&s->text, out, d);
    bool ok =
        sl_phrase_number(&p, &rule->within) && (sl_phrase_take(&p, "sentences") || sl_phrase_take(&p, "sentence"));
    if (!ok || !sl_phrase_end(&p))
        sl_error_at(d, &s->text, 0, s->text.text.n, 20, "how far may the row be? `within: 2 sentences`");
}

/* Which way roles lean; of a rule that makes a thing whose day that is: `dates: event, today`. */
static void dates(const sl_statement *s, sl_arena *out, sl_diagnostics *d, sl_declared_rule *rule) {
    sl_words parts = sl_split(&s->text, ',', out);
    size_t n = parts.n;
    if (n == 0 || n > 2 || !sl_str_eq(parts.v[n - 1].text, SL_STR("today"))) {
        sl_parse_leans(&s->text, out, d, &rule->leans);
        return;
    }
    rule->today = parts.v[n - 1];
    if (n == 2) rule->like = parts.v[0];
}

/* "unless", or "unless before 3". */
static bool is_or_begins(sl_str keyword, const char *word) {
    size_t n = strlen(word);
    return sl_str_starts_with(keyword, sl_str_of(word)) && (keyword.n == n || sl_is_space(keyword.p[n]));
}

static void line(const sl_statement *s, sl_arena *out, sl_diagnostics *d, sl_declared_rule *rule) {
    static const char *const known[] = {"about",    "match",  "nearest", "unless", "set",      "dates",
                                        "priority", "within", "yes",     "no",     "todo yes", "todo no"};
    sl_str k = s->keyword.text;
    bool is_test = sl_str_eq(k, SL_STR("yes")) || sl_str_eq(k, SL_STR("no")) || sl_str_eq(k, SL_STR("todo yes")) ||
                   sl_str_eq(k, SL_STR("todo no"));
    bool fills = sl_str_eq(k, SL_STR("nearest")) || is_or_begins(k, "set") || sl_str_eq(k, SL_STR("dates")) ||
                 sl_str_eq(k, SL_STR("priority")) || sl_str_eq(k, SL_STR("within"));
    if (fills && s->has_colon) *sl_push(out, &rule->fillers) = s->keyword;
    if (!s->has_colon) sl_unknown_keyword(s, known, sizeof known / sizeof *known, "in a rule", d);
    else if (sl_str_eq(k, SL_STR("match"))) match(s, out, d, rule);
    else if (sl_str_eq(k, SL_STR("nearest"))) nearest(s, out, d, rule);
    else if (is_or_begins(k, "unless")) unless(s, out, d, rule);
    else if (is_or_begins(k, "set")) set(s, out, d, rule);
    else if (sl_str_eq(k, SL_STR("dates"))) dates(s, out, d, rule);
    else if (sl_str_eq(k, SL_STR("priority"))) priority(s, out, d, rule);
    else if (sl_str_eq(k, SL_STR("within"))) within(s, out, d, rule);
    else if (is_test) test(s, out, d, rule);
    else if (!sl_str_eq(k, SL_STR("about"))) sl_unknown_keyword(s, known, sizeof known / sizeof *known, "in a rule", d);
}

void sl_parse_rule(const sl_statement *s, sl_arena *out, sl_diagnostics *d, sl_declared *declared) {
    sl_declared_rule *rule = sl_push(out, &declared->rules);
    rule->within = SL_ANYWHERE;
    sl_located head = sl_located_cut(&s->keyword, 4, s->keyword.text.n);
    sl_phrase p = phrase(&head, out, d);
    rule->name = sl_phrase_word(&p);
    if (rule->name.text.n == 0 || !sl_phrase_take(&p, "->")) {
        sl_phrase_fail(&p, 20, "a rule begins `rule NAME -> TABLE`, `rule NAME -> adds TABLE` or `rule NAME -> TYPE`");
    } else {
        sl_check_name(&rule->name, "a rule", d);
        rule->adds = sl_phrase_take(&p, "adds");
        rule->target = sl_phrase_word(&p);
        if (rule->target.text.n == 0) sl_phrase_fail(&p, 20, "the table or type that the rule fills is missing");
        else sl_phrase_finish(&p);
    }
    if (s->text.text.n)
        sl_error_at(d, &s->text, 0, s->text.text.n, 20, "nothing follows the head of a rule; its lines are indented");
    static const char *const once[] = {"priority", "within"};
    sl_check_once(s, once, 2, d);
    uint32_t errors = d->errors; /* "mach: …" tells by itself why there is no `match` */
    for (size_t i = 0; i < s->below.n; i++) line(&s->below.v[i], out, d, rule);
    if (rule->matches.n == 0 && d->errors == errors)
        sl_error_at(d, &s->keyword, 0, s->keyword.text.n, 20, "the rule has no `match:` line");
}
