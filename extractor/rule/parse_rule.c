/* SPDX-License-Identifier: Apache-2.0 */
#include "rule/phrase_p.h"

static sl_phrase phrase(const sl_located *text, sl_arena *out, sl_diagnostics *d) {
    return (sl_phrase){.text = text, .out = out, .diagnostics = d};
}

static sl_located braced(sl_phrase *p) {
    sl_located w = sl_phrase_word(p);
    if (w.text.n > 2 && w.text.p[0] == '{') return sl_located_cut(&w, 1, w.text.n - 1);
    p->at -= w.text.n;
    sl_phrase_fail(p, 20, "a thing in braces is wanted: of {injury}");
    return (sl_located){0};
}

bool sl_parse_where(sl_phrase *p, sl_declared_unless *unless) {
    if (sl_phrase_take(p, "before")) unless->where = SL_WHERE_BEFORE;
    else if (sl_phrase_take(p, "after")) unless->where = SL_WHERE_AFTER;
    else if (sl_phrase_take(p, "match")) unless->where = SL_WHERE_MATCH;
    else if (sl_phrase_take(p, "sentence")) unless->where = SL_WHERE_SENTENCE;
    else if (sl_phrase_take(p, "inside")) unless->where = SL_WHERE_INSIDE;
    else {
        sl_phrase_fail(p, 20, "`unless` takes: before N, after N, match, sentence, inside");
        return false;
    }
    bool counted = unless->where == SL_WHERE_BEFORE || unless->where == SL_WHERE_AFTER;
    if (counted && (!sl_phrase_number(p, &unless->words) || unless->words == 0 || unless->words > 60)) {
        sl_phrase_fail(p, 20, "how many words? `before 4` looks at the four words before");
        return false;
    }
    if (sl_phrase_take(p, "of")) unless->of = braced(p);
    return true;
}

static void unless(const sl_statement *s, sl_arena *out, sl_diagnostics *d, sl_declared_rule *rule) {
    sl_located head = sl_located_cut(&s->keyword, 6, s->keyword.text.n);
    sl_phrase p = phrase(&head, out, d);
    sl_declared_unless *u = sl_push(out, &rule->unless);
    u->whole = s->keyword;
    u->pattern = s->text;
    if (sl_parse_where(&p, u)) sl_phrase_finish(&p);
}

/* {date as injured} within 6, in clause, unless before 2: since|until */
static void nearest(const sl_statement *s, sl_arena *out, sl_diagnostics *d, sl_declared_rule *rule) {
    sl_declared_nearest *n = sl_push(out, &rule->nearest);
    sl_phrase p = phrase(&s->text, out, d);
    n->whole = s->text;
    n->scope = SL_IN_SENTENCE;
    n->thing = sl_phrase_word(&p);
    if (n->thing.text.n < 3 || n->thing.text.p[0] != '{') {
        p.at -= n->thing.text.n;
        sl_phrase_fail(&p, 20, "`nearest` begins with a thing in braces: nearest: {date as injured} within 6");
        return;
    }
    while (!sl_phrase_end(&p)) {
        sl_phrase_take(&p, ",");
        if (sl_phrase_take(&p, "before")) n->direction = SL_SIDE_BEFORE;
        else if (sl_phrase_take(&p, "after")) n->direction = SL_SIDE_AFTER;
        else if (sl_phrase_take(&p, "within")) {
            if (!sl_phrase_number(&p, &n->words)) sl_phrase_fail(&p, 20, "within how many words? `within 6`");
        } else if (sl_phrase_take(&p, "in clause")) n->scope = SL_IN_CLAUSE;
        else if (sl_phrase_take(&p, "in sentence")) n->scope = SL_IN_SENTENCE;
        else if (sl_phrase_take(&p, "in paragraph")) n->scope = SL_IN_PARAGRAPH;
        else if (sl_phrase_take(&p, "unless")) {
            n->has_unless = sl_parse_where(&p, &n->unless);
            if (n->has_unless && !sl_phrase_take(&p, ":")) sl_phrase_fail(&p, 20, "a colon and a pattern are wanted here");
            n->unless.whole = s->text;
            n->unless.pattern = sl_phrase_rest(&p);
        } else {
            sl_phrase_fail(&p, 20, "`nearest` takes: before, after, within N, in clause, in sentence, in paragraph, unless");
        }
    }
}

static void test(const sl_statement *s, sl_arena *out, bool is_no, bool is_todo, sl_declared_rule *rule) {
    sl_declared_test *t = sl_push(out, &rule->tests);
    size_t arrow = sl_str_search(s->text.text, SL_STR("=>"), 0);
    t->text = sl_located_cut(&s->text, 0, arrow);
    t->text = sl_located_trim(&t->text);
    if (arrow < s->text.text.n) {
        t->wanted = sl_located_cut(&s->text, arrow + 2, s->text.text.n);
        t->wanted = sl_located_trim(&t->wanted);
    }
    t->is_no = is_no;
    t->is_todo = is_todo;
}

static void set(const sl_statement *s, sl_arena *out, sl_diagnostics *d, sl_declared_rule *rule) {
    sl_located column = sl_located_cut(&s->keyword, 3, s->keyword.text.n);
    column = sl_located_trim(&column);
    if (column.text.n == 0) sl_error_at(d, &s->keyword, 0, s->keyword.text.n, 20, "which column? `set injury: {hurt.word} {body}`");
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

static void line(const sl_statement *s, sl_arena *out, sl_diagnostics *d, sl_declared_rule *rule) {
    static const char *const known[] = {"about", "match", "nearest", "unless", "set", "dates", "priority", "yes", "no",
                                        "todo yes", "todo no"};
    sl_str k = s->keyword.text;
    if (sl_str_eq(k, SL_STR("match"))) *sl_push(out, &rule->matches) = s->text;
    else if (sl_str_eq(k, SL_STR("nearest"))) nearest(s, out, d, rule);
    else if (sl_str_starts_with(k, SL_STR("unless"))) unless(s, out, d, rule);
    else if (sl_str_starts_with(k, SL_STR("set "))) set(s, out, d, rule);
    else if (sl_str_eq(k, SL_STR("dates"))) sl_parse_leans(&s->text, out, d, &rule->past, &rule->future);
    else if (sl_str_eq(k, SL_STR("priority"))) priority(s, out, d, rule);
    else if (sl_str_eq(k, SL_STR("yes"))) test(s, out, false, false, rule);
    else if (sl_str_eq(k, SL_STR("no"))) test(s, out, true, false, rule);
    else if (sl_str_eq(k, SL_STR("todo yes"))) test(s, out, false, true, rule);
    else if (sl_str_eq(k, SL_STR("todo no"))) test(s, out, true, true, rule);
    else if (!sl_str_eq(k, SL_STR("about")))
        sl_unknown_keyword(&s->keyword, known, sizeof known / sizeof *known, "in a rule", d);
}

void sl_parse_rule(const sl_statement *s, sl_arena *out, sl_diagnostics *d, sl_declared *declared) {
    sl_declared_rule *rule = sl_push(out, &declared->rules);
    sl_located head = sl_located_cut(&s->keyword, 4, s->keyword.text.n);
    sl_phrase p = phrase(&head, out, d);
    rule->allowed = s->allowed;
    rule->name = sl_phrase_word(&p);
    if (rule->name.text.n == 0 || !sl_phrase_take(&p, "->")) {
        sl_phrase_fail(&p, 20, "a rule begins `rule NAME -> TABLE`, `rule NAME -> adds TABLE` or `rule NAME -> TYPE`");
    } else {
        rule->adds = sl_phrase_take(&p, "adds");
        rule->target = sl_phrase_word(&p);
        if (rule->target.text.n == 0) sl_phrase_fail(&p, 20, "the table or type that the rule fills is missing");
        else sl_phrase_finish(&p);
    }
    if (s->text.text.n)
        sl_error_at(d, &s->text, 0, s->text.text.n, 20, "nothing follows the head of a rule; its lines are indented");
    for (size_t i = 0; i < s->below.n; i++) line(&s->below.v[i], out, d, rule);
    if (rule->matches.n == 0)
        sl_error_at(d, &s->keyword, 0, s->keyword.text.n, 20, "the rule has no `match:` line");
}
