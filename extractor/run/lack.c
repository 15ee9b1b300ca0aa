/* SPDX-License-Identifier: Apache-2.0
 *
 * Why a sentence has no {x}: a list entry that is nearly there, an exception, a capital, a name that is somebody
 * else's, a rule that makes x and stopped.
 */
#include "run/reach_p.h"

static bool within(sl_span inner, sl_span outer) {
    return inner.from >= outer.from && inner.to <= outer.to;
}

/* The first mention of a type in the passage; NULL if there is none. */
static const sl_mention *first_of(const sl_teller *t, sl_type_id type, const sl_passage *u) {
    if (type == SL_NO_TYPE) return NULL;
    sl_range all = sl_article_of_type(t->article, type, u->at);
    return all.to > all.from ? t->article->mentions.v[t->article->of_type[all.from]] : NULL;
}

static void line(const sl_teller *t, const char *text) {
    sl_tell_indent(t);
    sl_buf_put(t->out, sl_str_of(text));
    sl_buf_char(t->out, '\n');
}

/* --- words that are nearly an entry ------------------------------------------------------------------------------- */

enum { LONGEST_WINDOW = 5, SHORTEST = 3, LONGEST = 63, MOST_NEAR = 3, LONGEST_ENDING = 2, SHORTEST_OF_DATES = 5 };

static bool same_letter(char a, char b) {
    return sl_lower(a) == sl_lower(b);
}

bool sl_words_are_near(sl_str a, sl_str b) {
    size_t head = 0, tail = 0, shorter = a.n < b.n ? a.n : b.n, longer = a.n < b.n ? b.n : a.n;
    if (shorter < SHORTEST || longer <= SHORTEST || longer > LONGEST || longer - shorter > LONGEST_ENDING) return false;
    while (head < shorter && same_letter(a.p[head], b.p[head])) head++;
    if (head == shorter) return longer > shorter && (shorter > SHORTEST || longer == shorter + 1);
    while (tail < shorter - head && same_letter(a.p[a.n - 1 - tail], b.p[b.n - 1 - tail])) tail++;
    if (longer != shorter) return longer - shorter == 1 && head + tail >= shorter;
    bool swapped =
        head + tail + 2 == shorter && same_letter(a.p[head], b.p[head + 1]) && same_letter(a.p[head + 1], b.p[head]);
    return swapped || head + tail + 1 == shorter;
}

/* Some words of the sentence that stand side by side, apart by blanks. */
typedef struct {
    sl_span at;
    sl_str words;
} stretch;

typedef SL_ARRAY(stretch) stretches;

static sl_str joined(const sl_teller *t, uint32_t from, uint32_t to) {
    sl_str all = {"", 0};
    for (uint32_t i = from; i < to; i++) {
        const sl_token *token = &t->article->tokens->v[i];
        if (token->kind == SL_TOKEN_MARK) continue;
        sl_str word = sl_token_str(t->article->text->view, token);
        all = sl_arena_printf(t->tmp, "%.*s%s%.*s", (int)all.n, all.p, all.n ? " " : "", (int)word.n, word.p);
    }
    return all;
}

/* Words that the rules call common are nobody's misspelling: a stretch begins and ends with another. */
static bool may_be_misspelt(const sl_teller *t, const sl_token *token) {
    return token->kind != SL_TOKEN_MARK && !sl_hash_in(&t->program->language, token->hash);
}

/* A word that a list has is not another one misspelt. */
static bool is_listed(const sl_teller *t, sl_span at) {
    const sl_article *a = t->article;
    for (uint32_t i = a->first_mention[sl_article_sentence(a, at.from)]; i < a->mentions.n; i++) {
        const sl_mention *m = a->mentions.v[i];
        if (m->at.from > at.from) return false;
        if (m->entry != SL_NONE && within(at, m->at)) return true;
    }
    return false;
}

static stretches all_stretches(const sl_teller *t, const sl_passage *u) {
    stretches all = {0};
    const sl_token *v = t->article->tokens->v;
    for (uint32_t i = u->tokens.from; i < u->tokens.to; i++)
        for (uint32_t k = i; k < u->tokens.to && k < i + LONGEST_WINDOW; k++) {
            if (!may_be_misspelt(t, &v[i]) || !may_be_misspelt(t, &v[k])) continue;
            sl_str words = joined(t, i, k + 1);
            sl_span at = sl_range_span(t->article->tokens, (sl_range){i, k + 1});
            if (words.n > LONGEST) break;
            if (k > i || !is_listed(t, at)) *sl_push(t->tmp, &all) = (stretch){at, words};
        }
    return all;
}

static bool same_but_for_case(sl_str a, sl_str b) {
    if (a.n != b.n || sl_str_eq(a, b)) return false;
    for (size_t i = 0; i < a.n; i++)
        if (!same_letter(a.p[i], b.p[i])) return false;
    return true;
}

static bool tell_near(const sl_teller *t, const stretch *s, sl_str spelling, sl_case letters) {
    bool by_case = letters != SL_CASE_ANY && same_but_for_case(s->words, spelling);
    if (!by_case && (same_but_for_case(s->words, spelling) || !sl_words_are_near(s->words, spelling))) return false;
    sl_tell_indent(t);
    sl_buf_char(t->out, '"');
    sl_tell_text(t, s->at);
    sl_buf_printf(t->out,
                  by_case ? "\" is in the list only with its capitals, \"%.*s\"\n"
                          : "\" is nearly \"%.*s\", which is in the list\n",
                  (int)spelling.n, spelling.p);
    return true;
}

/* Is the entry one of a list that counts here? */
typedef bool counts(const sl_teller *t, const sl_list *list, const void *context);

static size_t tell_near_in(const sl_teller *t, const sl_passage *u, counts *is_meant, const void *context,
                           size_t shortest) {
    stretches all = all_stretches(t, u);
    size_t told = 0;
    sl_str words, known[MOST_NEAR];
    sl_case letters;
    uint32_t entry, at = 0;
    const sl_program *p = t->program;
    while (told < MOST_NEAR && sl_gazetteer_spelling(p->entries.words, &at, &words, &letters, &entry)) {
        if (words.n < shortest || sl_entry_is_except(p, entry) || !is_meant(t, sl_entry_list(p, entry), context))
            continue;
        bool is_new = true;
        for (size_t i = 0; i < told; i++) is_new = is_new && !sl_str_eq(words, known[i]);
        size_t k = 0;
        while (is_new && k < all.n && !tell_near(t, &all.v[k], words, letters)) k++;
        if (is_new && k < all.n) known[told++] = words;
    }
    return told;
}

static bool feeds_type(const sl_teller *t, const sl_list *list, const void *context) {
    (void)t;
    return list->use == SL_LIST_TYPE && list->type == *(const sl_type_id *)context;
}

static bool feeds_set(const sl_teller *t, const sl_list *list, const void *context) {
    (void)t;
    return list->use == SL_LIST_TYPE && sl_type_set_has(context, list->type);
}

static bool is_of_dates(const sl_teller *t, const sl_list *list, const void *context) {
    (void)t;
    (void)context;
    return list->use == SL_LIST_DATES;
}

size_t sl_tell_near_entries(const sl_teller *t, const sl_passage *u, sl_type_id type) {
    return tell_near_in(t, u, feeds_type, &type, 0);
}

/* --- lists -------------------------------------------------------------------------------------------------------- */

static void tell_exception(const sl_teller *t, sl_span at, const sl_list *list) {
    sl_tell_indent(t);
    sl_buf_char(t->out, '"');
    sl_tell_text(t, at);
    sl_buf_printf(t->out, "\" is an exception of the list %.*s\n", (int)list->name.n, list->name.p);
}

static void tell_years(const sl_teller *t, sl_span at, uint32_t entry) {
    char from[11], to[11];
    sl_day_print(sl_entry_from(t->program, entry), from);
    sl_day_print(sl_entry_to(t->program, entry), to);
    sl_tell_indent(t);
    sl_buf_char(t->out, '"');
    sl_tell_text(t, at);
    sl_buf_printf(t->out, "\" is in the list only for articles published %s%s%s%s\n", from[0] ? "from " : "", from,
                  to[0] ? " to " : "", to);
}

/* Entries that were found and do not count: exceptions, and those of other years. */
static size_t tell_passed_over(const sl_teller *t, const sl_passage *u, sl_type_id type) {
    const sl_hits *hits = t->inside->hits;
    size_t told = 0;
    for (size_t i = 0; i < hits->n; i++) {
        sl_span at = sl_range_span(t->article->tokens, hits->v[i].tokens);
        uint32_t entry = hits->v[i].entry;
        if (!within(at, u->at)) continue;
        const sl_list *list = sl_entry_list(t->program, entry);
        if (list->use != SL_LIST_TYPE || list->type != type) continue;
        bool is_except = sl_entry_is_except(t->program, entry);
        bool has_years = sl_entry_from(t->program, entry) != SL_NO_DAY || sl_entry_to(t->program, entry) != SL_NO_DAY;
        if (is_except) tell_exception(t, at, list);
        else if (has_years) tell_years(t, at, entry);
        told += is_except || has_years;
    }
    return told;
}

/* Where the lists of a type stand. */
static void tell_lists(const sl_teller *t, sl_type_id type) {
    sl_str name = t->program->types.v[type].name;
    size_t told = 0;
    for (size_t i = 0; i < t->program->declared->lists.n; i++) {
        const sl_declared_list *l = &t->program->declared->lists.v[i];
        if (!sl_str_eq(l->name.text, name)) continue;
        sl_str file = l->file.text.n ? l->file.text : name;
        if (told++ == 0) sl_tell_indent(t);
        sl_buf_put(t->out, told == 1 ? SL_STR("no word of it is in the list ") : SL_STR(", or in "));
        sl_buf_printf(t->out, "%.*s (", (int)file.n, file.p);
        sl_tell_place(t, &l->name);
        sl_buf_char(t->out, ')');
    }
    if (told) sl_buf_char(t->out, '\n');
}

/* --- things that rules make --------------------------------------------------------------------------------------- */

enum { DEEPEST = 3 };

/* Of the rules that make the type: what became of their matches, else the one that came closest. */
static sl_status tell_makers(const sl_teller *t, const sl_passage *u, sl_type_id type) {
    sl_attempt best = {0}, one;
    sl_teller below = *t;
    size_t told = 0;
    const sl_rule *closest = NULL;
    if (++below.depth > DEEPEST) return SL_OK;
    for (size_t i = 0; i < t->program->rules.n; i++) {
        const sl_rule *rule = &t->program->rules.v[i];
        if (rule->kind != SL_RULE_MAKES || rule->type != type) continue;
        size_t outcome = sl_tell_outcome(&below, rule, u);
        told += outcome;
        if (outcome) continue;
        sl_status status = sl_reach_closest(&below, rule, u, &one);
        if (status) return status;
        bool closer = one.missing < best.missing || (one.missing == best.missing && one.worth > best.worth);
        if (!closest || closer) closest = rule, best = one;
    }
    if (!closest || told) return SL_OK;
    sl_tell_indent(t);
    sl_tell_type(t, type);
    sl_buf_printf(t->out, " is made by rules; of these %.*s came closest\n", (int)closest->name.n, closest->name.p);
    return sl_tell_attempt(&below, &best);
}

/* --- persons ------------------------------------------------------------------------------------------------------ */

static const sl_person_type *person_type(const sl_program *p, sl_type_id type) {
    for (size_t i = 0; i < p->persons.n; i++)
        if (p->persons.v[i].type == type) return &p->persons.v[i];
    return NULL;
}

static void tell_form(const sl_teller *t, const sl_mention *m, const char *text) {
    sl_tell_indent(t);
    sl_buf_char(t->out, '"');
    sl_tell_text(t, m->at);
    sl_buf_printf(t->out, "\" is there, but %s\n", text);
}

/* The same person in another form than the one wanted. */
static bool tell_other_form(const sl_teller *t, const sl_passage *u, const sl_type *type, sl_type_id plain) {
    const sl_mention *m = first_of(t, plain, u);
    if (m && type->form == SL_FORM_POSSESSIVE) return tell_form(t, m, "not in the possessive"), true;
    if (m && type->form == SL_FORM_NAMED) return tell_form(t, m, "not as a printed name"), true;
    m = first_of(t, t->program->types.v[plain].possessive, u);
    if (m && type->form == SL_FORM_PLAIN) return tell_form(t, m, "only in the possessive"), true;
    return false;
}

/* The rule that says of a person that he or she is of `type`; NULL: a list does. */
static const sl_rule *feeder(const sl_teller *t, uint32_t person, sl_type_id type) {
    for (size_t i = 0; i < t->program->rules.n; i++) {
        const sl_rule *rule = &t->program->rules.v[i];
        sl_matches matches = {0};
        if (rule->kind != SL_RULE_MAKES || rule->type != type) continue;
        sl_search_rule(t->search, rule, &matches);
        for (size_t k = 0; k < matches.n; k++)
            for (size_t c = 0; c < matches.v[k].n_captures; c++)
                if (sl_people_of(t->article, &t->inside->findings->people, matches.v[k].captures[c].mention) == person)
                    return rule;
    }
    return NULL;
}

static void tell_somebody_else(const sl_teller *t, const sl_mention *name, const sl_person_type *wanted) {
    uint32_t number = sl_people_of(t->article, &t->inside->findings->people, name);
    if (number == SL_NONE) return;
    const sl_person *person = &t->inside->findings->people.persons.v[number];
    sl_type_id other = 0;
    while (other < t->program->types.n &&
           !(sl_type_set_has(&wanted->but_not, other) && sl_type_set_has(&person->types, other)))
        other++;
    sl_tell_indent(t);
    sl_buf_char(t->out, '"');
    sl_tell_text(t, name->at);
    if (other == t->program->types.n) {
        sl_buf_put(t->out, SL_STR("\" is a name, but nothing says that it is a "));
        sl_tell_type(t, wanted->type);
        sl_buf_char(t->out, '\n');
        return;
    }
    const sl_rule *rule = feeder(t, number, other);
    sl_buf_put(t->out, SL_STR("\" is a "));
    sl_tell_type(t, other);
    if (rule) sl_buf_printf(t->out, " (by the rule %.*s)", (int)rule->name.n, rule->name.p);
    sl_buf_put(t->out, SL_STR(", and whoever is one is no "));
    sl_tell_type(t, wanted->type);
    sl_buf_char(t->out, '\n');
}

/* "he", "the winger": words that stand for somebody, where nobody before them fits. */
static bool tell_nobody_meant(const sl_teller *t, const sl_passage *u, const sl_person_type *person) {
    const size_t *groups;
    for (size_t i = 0; i < person->n_alone; i++) {
        sl_projection seen = sl_project(t->article, u->at, person->alone[i]->view, t->tmp);
        if (sl_regex_find(person->alone[i]->regex, t->search->matcher, seen.text, 0, &groups) != SL_MATCH_FOUND)
            continue;
        sl_tell_indent(t);
        sl_buf_char(t->out, '"');
        sl_tell_text(t, sl_projection_span(&seen, groups[0], groups[1]));
        sl_buf_put(t->out, SL_STR("\" may stand for one, but the text before it names nobody who fits\n"));
        return true;
    }
    return false;
}

static bool tell_reference(const sl_teller *t, const sl_passage *u) {
    for (size_t i = 0; i < t->program->persons.n; i++)
        if (tell_nobody_meant(t, u, &t->program->persons.v[i])) return true;
    return false;
}

/* "It", at the begin of a sentence, is hardly anybody's name. */
static bool is_common_word(const sl_teller *t, const sl_mention *m) {
    return m->tokens.to - m->tokens.from == 1 && !may_be_misspelt(t, &t->article->tokens->v[m->tokens.from]);
}

static sl_status tell_no_person(const sl_teller *t, const sl_passage *u, const sl_type *type, sl_type_id plain) {
    const sl_person_type *wanted = person_type(t->program, plain);
    if (tell_other_form(t, u, type, plain) || !wanted) return SL_OK;
    sl_range all = sl_article_of_type(t->article, t->program->name_type, u->at);
    size_t names = 0;
    for (uint32_t i = all.from; i < all.to; i++) {
        const sl_mention *m = t->article->mentions.v[t->article->of_type[i]];
        if (is_common_word(t, m)) continue;
        tell_somebody_else(t, m, wanted);
        names++;
    }
    if (names == 0) line(t, "no name is recognised in it");
    size_t told = 0;
    for (sl_type_id list = 0; list < t->program->types.n; list++)
        if (sl_type_set_has(&wanted->lists, list)) told += tell_passed_over(t, u, list);
    told += tell_near_in(t, u, feeds_set, &wanted->lists, 0);
    if (!told && names == 0 && !tell_reference(t, u) && !wanted->any_name)
        for (sl_type_id list = 0; list < t->program->types.n; list++)
            if (sl_type_set_has(&wanted->lists, list)) tell_lists(t, list);
    return SL_OK;
}

/* --- the whole ---------------------------------------------------------------------------------------------------- */

sl_status sl_tell_lack(const sl_teller *t, const sl_passage *u, sl_type_id type) {
    const sl_type *wanted = &t->program->types.v[type];
    sl_type_id plain = wanted->form == SL_FORM_PLAIN ? type : wanted->plain;
    sl_tell_indent(t);
    sl_buf_put(t->out, SL_STR("the sentence has no "));
    sl_tell_type(t, type);
    bool again = sl_type_set_has(t->told, type);
    sl_buf_put(t->out, again ? SL_STR(": see above\n") : SL_STR("\n"));
    if (again) return SL_OK;
    sl_type_set_add(t->told, type);
    switch (wanted->kind) {
    case SL_TYPE_PERSON: return tell_no_person(t, u, wanted, plain);
    case SL_TYPE_NAME: line(t, "no name is recognised in it"); return SL_OK;
    case SL_TYPE_DATE:
    case SL_TYPE_DURATION: tell_near_in(t, u, is_of_dates, NULL, SHORTEST_OF_DATES); return SL_OK;
    case SL_TYPE_NUMBER: return SL_OK;
    case SL_TYPE_QUOTE: line(t, "a quotation is what stands between a pair of quotation marks"); return SL_OK;
    case SL_TYPE_LIST:
    case SL_TYPE_MADE: break;
    }
    size_t told = tell_passed_over(t, u, type) + sl_tell_near_entries(t, u, type);
    if (!told) tell_lists(t, type);
    return tell_makers(t, u, type);
}
