/* SPDX-License-Identifier: Apache-2.0
 *
 * Where a pattern stopped, in the words of its author:
 *
 *     my.rules:17:33: it came as far as "Ade Okafor has hurt"; there it wanted (?:his|her)
 *        match: {player} (?:has )?hurt (?:his|her) {pain}
 *                                      ^~~~~~~~~~~
 *       the text goes on "the knee"
 */
#include "run/reach_p.h"

enum { WORDS_ON = 4 };

/* --- pieces of text ----------------------------------------------------------------------------------------------- */

static sl_str one_line(const sl_teller *t, sl_span at) {
    sl_str s = sl_str_trim(sl_text_cut(t->article->text, at));
    char *p = sl_arena_raw(t->tmp, s.n, 1);
    for (size_t i = 0; i < s.n; i++) p[i] = sl_is_space(s.p[i]) ? ' ' : s.p[i];
    return (sl_str){p, s.n};
}

static sl_span view_span(const sl_attempt *a, size_t from, size_t to) {
    return sl_projection_span(&a->seen, from, to);
}

/* The next few words from byte `from` of what the pattern saw. */
static sl_str words_from(const sl_teller *t, const sl_attempt *a, size_t from) {
    size_t to = from, words = 0;
    while (to < a->seen.text.n && (words < WORDS_ON || a->seen.text.p[to] != ' ')) {
        words += a->seen.text.p[to] == ' ';
        if (words == WORDS_ON) break;
        to++;
    }
    return to > from ? one_line(t, view_span(a, from, to)) : (sl_str){"", 0};
}

static bool in_word(sl_str s, size_t at) {
    return at < s.n && (sl_is_alnum(s.p[at]) || (unsigned char)s.p[at] >= 0x80);
}

/* The word at byte `at`, whole. */
static sl_str word_at(const sl_teller *t, const sl_attempt *a, size_t at) {
    sl_str s = a->seen.text;
    size_t from = at < s.n ? at : s.n, to = from;
    while (from > 0 && in_word(s, from - 1)) from--;
    while (in_word(s, to)) to++;
    return to > from ? one_line(t, view_span(a, from, to)) : (sl_str){"", 0};
}

/* Letters, digits and blanks only: what a reader takes for words. */
static bool is_plain(sl_str s) {
    for (size_t i = 0; i < s.n; i++)
        if (!sl_is_alnum(s.p[i]) && s.p[i] != ' ' && (unsigned char)s.p[i] < 0x80) return false;
    return s.n > 0;
}

/* The nearest {gap} before the step, with only what takes nothing between them; SIZE_MAX: none. */
static size_t gap_before(const sl_attempt *a) {
    for (size_t i = a->step; i-- > 0;) {
        const sl_step *s = &a->pattern->steps[i];
        if (s->kind == SL_STEP_GAP) return a->entered[i] == SIZE_MAX ? SIZE_MAX : i;
        if (!s->optional && s->kind != SL_STEP_LOOK) return SIZE_MAX;
    }
    return SIZE_MAX;
}

/* How far it came by whole words. Behind a gap a step is tried at many places, and some letters of it prove nothing. */
static size_t came_to(const sl_attempt *a) {
    sl_str s = a->seen.text;
    size_t to = a->stop;
    size_t gap = gap_before(a);
    if (a->step == a->pattern->n_steps || a->taken > a->first) return a->taken;
    if (gap != SIZE_MAX) return a->entered[gap];
    bool thing = to >= 4 && (unsigned char)s.p[to - 4] == 0xF0;
    while (!thing && to > a->first && in_word(s, to) && in_word(s, to - 1)) to--;
    return to;
}

/* {body}, "hurt", a blank; of a long group its beginning. */
static sl_str wanted_name(const sl_teller *t, const sl_step *step) {
    sl_str s = step->where.text;
    int shown = sl_shown(s);
    if (step->kind == SL_STEP_BLANK) return SL_STR("a blank");
    const char *mark = step->kind == SL_STEP_TEXT && (is_plain(s) || s.n == 1) ? "\"" : "";
    return sl_arena_printf(t->tmp, "%s%.*s%s%s", mark, shown, s.p, (size_t)shown < s.n ? "…" : "", mark);
}

static void put_line(const sl_teller *t, sl_str s) {
    sl_tell_indent(t);
    sl_buf_put(t->out, s);
    sl_buf_char(t->out, '\n');
}

/* --- the line with its caret -------------------------------------------------------------------------------------- */

/* A place of a rule file, told as its errors are, and indented. */
static void put_place(const sl_teller *t, const sl_located *where, sl_str message) {
    sl_diagnostic d = sl_located_at(where, 0, where->text.n);
    sl_buf told = {0};
    d.message = message;
    sl_diagnostic_render(&d, false, &told);
    sl_str s = sl_buf_str(&told);
    for (size_t at = 0; at < s.n;) {
        size_t end = sl_str_find(s, '\n', at);
        for (int i = 0; i < 2 + t->depth; i++) sl_buf_put(t->out, SL_STR("  "));
        sl_buf_put(t->out, sl_str_cut(s, at, end + 1));
        at = end + 1;
    }
    if (told.failed) t->out->failed = true;
    sl_buf_release(&told);
}

/* --- gaps --------------------------------------------------------------------------------------------------------- */

static bool is_separator(char c) {
    return c == ' ' || c == ',' || c == ':' || c == '(' || c == ')' || c == '"' || c == '-';
}

static bool is_letter_of_thing(sl_str s, size_t at) {
    unsigned char lead = at < s.n ? (unsigned char)s.p[at] : 0;
    return lead == 0xF0 && at + 1 < s.n && (unsigned char)s.p[at + 1] >= 0x97 && (unsigned char)s.p[at + 1] <= 0x98;
}

static size_t count_words(sl_str s, size_t from, size_t to) {
    size_t words = 0;
    for (size_t i = from; i < to; i++) words += !is_separator(s.p[i]) && (i == from || is_separator(s.p[i - 1]));
    return words;
}

/* The thing of the view that stands at byte `at`. */
static const sl_mention *thing_at(const sl_teller *t, const sl_attempt *a, size_t at) {
    sl_span span = view_span(a, at, at + 1);
    for (uint32_t i = 0; i < a->seen.view->n; i++) {
        const sl_mention *m = sl_article_at(t->article, a->seen.view->types[i], span);
        if (m) return m;
    }
    return NULL;
}

static bool begins_clause(const sl_teller *t, const sl_attempt *a, size_t at) {
    uint32_t token = sl_token_at(t->article->tokens, view_span(a, at, at).from);
    return token < t->article->tokens->n && sl_hash_in(&t->program->clause, t->article->tokens->v[token].hash);
}

static void tell_thing_in_the_way(const sl_teller *t, const sl_mention *m) {
    sl_tell_indent(t);
    sl_buf_put(t->out, SL_STR("{gap} stops at "));
    sl_tell_type(t, m->type);
    sl_buf_put(t->out, SL_STR(" \""));
    sl_tell_text(t, m->at);
    sl_buf_put(t->out, SL_STR("\": it passes over nothing that the pattern names\n"));
}

/* What ended a gap: the words that it may take, a clause word, a semicolon, a thing, or the sentence. */
static void tell_gap(const sl_teller *t, const sl_attempt *a, size_t gap) {
    sl_str s = a->seen.text;
    uint32_t most = a->pattern->steps[gap].words;
    size_t words = count_words(s, a->entered[gap], a->last), end = a->last;
    while (end < s.n && !is_separator(s.p[end]) && s.p[end] != ';' && !is_letter_of_thing(s, end)) end++;
    sl_str next = word_at(t, a, a->last);
    const sl_mention *thing = is_letter_of_thing(s, a->last) ? thing_at(t, a, a->last) : NULL;
    if (thing && thing->type != a->pattern->steps[a->step].type) {
        tell_thing_in_the_way(t, thing);
    } else if (words >= most) {
        put_line(t, sl_arena_printf(t->tmp, "{gap%s%.0u} takes %u words at most: it looked as far as \"%.*s\"",
                                    most == 8 ? "" : " ", most == 8 ? 0 : most, most, (int)next.n, next.p));
    } else if (begins_clause(t, a, a->last)) {
        put_line(t, sl_arena_printf(t->tmp, "{gap} stops at \"%.*s\": a word of `clause:` begins another clause",
                                    (int)next.n, next.p));
    } else if (end < s.n && s.p[end] == ';') {
        put_line(t, sl_arena_printf(t->tmp, "{gap} stops at the ; behind \"%.*s\"", (int)next.n, next.p));
    } else {
        put_line(t, sl_arena_printf(t->tmp, "{gap} looked as far as \"%.*s\"", (int)next.n, next.p));
    }
}

/* --- words that are nearly the wanted ones ------------------------------------------------------------------------ */

typedef SL_ARRAY(sl_str) strings;

/* The runs of letters in a step's pattern: "suffered", "picked", "up". */
static strings words_of(const sl_teller *t, const sl_attempt *a, const sl_step *step) {
    strings all = {0};
    const sl_pattern *p = a->pattern;
    for (size_t i = 0; i < p->n_places; i++) {
        sl_str letter = p->places[i].where.text;
        if (p->places[i].at < step->from || p->places[i].at >= step->to || letter.n != 1 || !sl_is_alpha(letter.p[0]))
            continue;
        sl_str *last = all.n ? &all.v[all.n - 1] : NULL;
        if (last && last->p + last->n == letter.p) last->n++;
        else *sl_push(t->tmp, &all) = letter;
    }
    return all;
}

static void tell_near_words(const sl_teller *t, const sl_attempt *a, const sl_step *step) {
    strings wanted = words_of(t, a, step);
    const sl_tokens *tokens = t->article->tokens;
    for (uint32_t i = a->unit->tokens.from; i < a->unit->tokens.to; i++) {
        const sl_token *token = &tokens->v[i];
        sl_str word = sl_token_str(t->article->text->view, token);
        if (token->kind == SL_TOKEN_MARK || sl_hash_in(&t->program->language, token->hash)) continue;
        for (size_t k = 0; k < wanted.n; k++) {
            if (!sl_words_are_near(word, wanted.v[k])) continue;
            put_line(t, sl_arena_printf(t->tmp, "\"%.*s\" is nearly \"%.*s\"", (int)word.n, word.p, (int)wanted.v[k].n,
                                        wanted.v[k].p));
            break;
        }
    }
}

static bool is_seen(const sl_attempt *a, sl_type_id type) {
    for (uint32_t i = 0; i < a->seen.view->n; i++)
        if (a->seen.view->types[i] == type) return true;
    return false;
}

/* Where the step's words stand in the sentence as it is printed; empty: nowhere. */
static sl_span in_print(const sl_teller *t, const sl_attempt *a, const sl_step *step) {
    sl_str piece = sl_str_cut(a->pattern->regex_text, step->from, step->to);
    sl_str words = sl_arena_printf(t->tmp, "(?<!\\w)(?:%.*s)(?!\\w)", (int)piece.n, piece.p);
    const size_t *groups;
    size_t at;
    sl_error err = {0};
    sl_regex *regex = sl_regex_compile(words, &at, &err);
    if (!regex) return (sl_span){0, 0};
    sl_str sentence = sl_str_span(t->article->text->view, a->unit->at);
    sl_span found = {0, 0};
    if (sl_regex_find(regex, t->search->matcher, sentence, 0, &groups) == SL_MATCH_FOUND)
        found = (sl_span){a->unit->at.from + (sl_off)groups[0], a->unit->at.from + (sl_off)groups[1]};
    sl_regex_free(regex);
    return found;
}

/* Text that is there, but inside a thing that the pattern names, which it sees as one unit. */
static bool tell_covered(const sl_teller *t, const sl_attempt *a, const sl_step *step) {
    sl_span at = in_print(t, a, step);
    for (uint32_t i = 0; at.to > at.from && i < t->article->mentions.n; i++) {
        const sl_mention *m = t->article->mentions.v[i];
        if (!is_seen(a, m->type) || m->at.from >= at.to || m->at.to <= at.from) continue;
        sl_str text = one_line(t, at), whole = one_line(t, m->at), name = t->program->types.v[m->type].name;
        put_line(t, sl_arena_printf(
                        t->tmp, "\"%.*s\" is there, but as {%.*s} \"%.*s\": what a pattern names, it sees as one unit",
                        (int)text.n, text.p, (int)name.n, name.p, (int)whole.n, whole.p));
        return true;
    }
    return false;
}

/* The step's regex with CAPITALS that match small letters, too; n 0 where it has none. */
static sl_str without_capitals(const sl_teller *t, sl_str piece) {
    char *p = sl_arena_raw(t->tmp, piece.n, 1);
    size_t n = 0;
    bool changed = false;
    for (size_t i = 0; i < piece.n; i++) {
        bool minds = sl_str_starts_with(sl_str_cut(piece, i, piece.n), SL_STR("(?-i:"));
        p[n++] = piece.p[i];
        if (!minds) continue;
        p[n++] = '?';
        i += 2; /* without the - */
        changed = true;
    }
    return (sl_str){p, changed ? n : 0};
}

/* Would it be there if case did not matter? */
static bool tell_case(const sl_teller *t, const sl_attempt *a, const sl_step *step) {
    sl_str piece = without_capitals(t, sl_str_cut(a->pattern->regex_text, step->from, step->to));
    const size_t *groups;
    size_t at;
    sl_error err = {0};
    sl_regex *regex = piece.n ? sl_regex_compile(piece, &at, &err) : NULL;
    if (!regex) return false;
    bool found = sl_regex_find(regex, t->search->matcher, a->seen.text, 0, &groups) == SL_MATCH_FOUND;
    sl_span span = {0, 0};
    if (found) span = view_span(a, groups[0], groups[1]);
    sl_regex_free(regex);
    sl_str text = one_line(t, span);
    if (found)
        put_line(t, sl_arena_printf(t->tmp, "\"%.*s\" is there, but a CAPITAL of a pattern matches only itself",
                                    (int)text.n, text.p));
    return found;
}

/* --- what the step wanted ----------------------------------------------------------------------------------------- */

static sl_type_id first_lacking(const sl_teller *t, const sl_attempt *a, const sl_step *step) {
    for (sl_type_id type = 0; type < t->program->types.n; type++) {
        if (!sl_type_set_has(&step->needs, type)) continue;
        bool there = false;
        for (uint32_t s = a->unit->sentence; s < a->unit->sentence + a->unit->sentences; s++)
            there = there || sl_type_set_has(&t->article->types[s], type);
        if (!there) return type;
    }
    return SL_NO_TYPE;
}

/* The longer thing of those that the pattern sees, which holds `m`; NULL: none does. */
static const sl_mention *around(const sl_attempt *a, const sl_article *article, const sl_mention *m) {
    for (uint32_t k = article->first_mention[a->unit->sentence]; k < article->mentions.n; k++) {
        const sl_mention *o = article->mentions.v[k];
        if (o->at.from > m->at.from) return NULL;
        bool longer = o->at.to >= m->at.to && (o->at.from < m->at.from || o->at.to > m->at.to);
        if (longer && is_seen(a, o->type)) return o;
    }
    return NULL;
}

/* A thing that is there, but inside a longer one. @return whether that was told */
static bool tell_hidden(const sl_teller *t, const sl_attempt *a, sl_type_id type) {
    sl_range all = sl_article_of_type(t->article, type, a->unit->at);
    for (uint32_t i = all.from; i < all.to; i++) {
        const sl_mention *m = t->article->mentions.v[t->article->of_type[i]], *o = around(a, t->article, m);
        if (!o) continue;
        sl_str part = one_line(t, m->at), whole = one_line(t, o->at), name = t->program->types.v[o->type].name;
        put_line(
            t, sl_arena_printf(t->tmp,
                               "\"%.*s\" is part of {%.*s} \"%.*s\": of things that overlap a pattern sees the longest",
                               (int)part.n, part.p, (int)name.n, name.p, (int)whole.n, whole.p));
        return true;
    }
    return false;
}

/* {injury} is there, "knee injury", but 11 words further on */
static void tell_elsewhere(const sl_teller *t, const sl_attempt *a, const sl_step *step, sl_span at) {
    sl_str name = wanted_name(t, step), text = one_line(t, at);
    sl_span here = view_span(a, a->first, a->first);
    uint32_t from = sl_token_at(t->article->tokens, here.from), to = sl_token_at(t->article->tokens, at.from);
    sl_str it = name.p[0] == '"'
                    ? sl_arena_printf(t->tmp, "%.*s is there", (int)name.n, name.p)
                    : sl_arena_printf(t->tmp, "%.*s is there, \"%.*s\"", (int)name.n, name.p, (int)text.n, text.p);
    if (at.from < here.from) {
        put_line(t, sl_arena_printf(t->tmp, "%.*s, but before that place", (int)it.n, it.p));
    } else if (to > from) {
        uint32_t words = t->article->words[to] - t->article->words[from];
        sl_str between = one_line(t, (sl_span){here.from, at.from});
        if (words < WORDS_ON)
            put_line(t, sl_arena_printf(t->tmp, "%.*s, but only behind \"%.*s\"", (int)it.n, it.p, (int)between.n,
                                        between.p));
        else put_line(t, sl_arena_printf(t->tmp, "%.*s, but %u words further on", (int)it.n, it.p, words));
    }
}

static sl_status tell_step(const sl_teller *t, const sl_attempt *a, size_t number) {
    const sl_step *step = &a->pattern->steps[number];
    const sl_sighting *sighting = &a->sightings[number];
    if (!sl_attempt_counts(step)) return SL_OK;
    if (sighting->there) {
        if (number == a->step) tell_elsewhere(t, a, step, sighting->at);
        return SL_OK;
    }
    sl_type_id lacking = first_lacking(t, a, step);
    if (lacking != SL_NO_TYPE) return sl_tell_lack(t, a->unit, lacking);
    sl_str name = wanted_name(t, step);
    bool needs_things = !sl_type_set_within(&step->needs, &(sl_type_set){0});
    if (needs_things) {
        for (sl_type_id type = 0; type < t->program->types.n; type++)
            if (sl_type_set_has(&step->needs, type) && tell_hidden(t, a, type)) break;
        return SL_OK;
    }
    put_line(t, sl_arena_printf(t->tmp, "nothing in the sentence is %.*s", (int)name.n, name.p));
    if (tell_covered(t, a, step) || tell_case(t, a, step)) return SL_OK;
    tell_near_words(t, a, step);
    for (sl_type_id type = 0; type < t->program->types.n; type++)
        if (sl_type_set_has(&step->names, type)) sl_tell_near_entries(t, a->unit, type);
    return SL_OK;
}

/* Behind a list {x+}: if another x follows, what stands between the two joins nothing. */
static void tell_joiners(const sl_teller *t, const sl_attempt *a) {
    size_t i = a->step, thing = a->first;
    while (i > 0 && (a->pattern->steps[i - 1].kind == SL_STEP_BLANK || a->pattern->steps[i - 1].optional)) i--;
    if (i == 0 || !sl_str_ends_with(a->pattern->steps[i - 1].where.text, SL_STR("+}"))) return;
    while (thing < a->seen.text.n && !is_letter_of_thing(a->seen.text, thing)) thing++;
    if (thing == a->seen.text.n || count_words(a->seen.text, a->first, thing) > WORDS_ON) return;
    sl_str between = one_line(t, view_span(a, a->first, thing)), all = {"", 0};
    const sl_words *joiners = &t->program->declared->joiners;
    for (size_t k = 0; k < joiners->n; k++)
        all = sl_arena_printf(t->tmp, "%.*s%s%.*s", (int)all.n, all.p, k ? " | " : "", (int)joiners->v[k].text.n,
                              joiners->v[k].text.p);
    put_line(t, sl_arena_printf(t->tmp, "\"%.*s\" joins no members of a list; `joiners:` are %.*s", (int)between.n,
                                between.p, (int)all.n, all.p));
}

/* --- the whole ---------------------------------------------------------------------------------------------------- */

static sl_str stop_message(const sl_teller *t, const sl_attempt *a) {
    const sl_pattern *p = a->pattern;
    size_t to = came_to(a);
    sl_str came = to > a->begin ? one_line(t, view_span(a, a->begin, to)) : (sl_str){"", 0};
    if (a->step == p->n_steps)
        return sl_arena_printf(t->tmp, "it came as far as \"%.*s\", which ends inside a word", (int)came.n, came.p);
    sl_str name = wanted_name(t, &p->steps[a->step]);
    const char *limit = a->outcome == SL_ATTEMPT_GAVE_UP ? "too many ways to match, it gave up; " : "";
    if (came.n == 0)
        return sl_arena_printf(t->tmp, "%sit found no place to begin; it wants %.*s", limit, (int)name.n, name.p);
    if (p->steps[a->step].kind == SL_STEP_LOOK)
        return sl_arena_printf(t->tmp, "%sit came as far as \"%.*s\"; there %.*s does not let it go on", limit,
                               (int)came.n, came.p, (int)name.n, name.p);
    return sl_arena_printf(t->tmp, "%sit came as far as \"%.*s\"; there it wanted %.*s", limit, (int)came.n, came.p,
                           (int)name.n, name.p);
}

/* Where inside a group or macro it stood, when some of its words were there. */
static void put_inner_place(const sl_teller *t, const sl_attempt *a) {
    const sl_place *place = NULL;
    if (a->step == a->pattern->n_steps || came_to(a) <= a->first) return;
    const sl_step *step = &a->pattern->steps[a->step];
    if (first_lacking(t, a, step) != SL_NO_TYPE) return;
    if (step->in_word || (step->kind != SL_STEP_TEXT && step->kind != SL_STEP_MIXED)) return;
    for (size_t i = a->pattern->n_places; i > 0 && a->pattern->places[i - 1].at >= a->inside; i--)
        place = &a->pattern->places[i - 1]; /* behind a closing bracket it is the next one */
    if (place && place->at < step->to) put_place(t, &place->where, SL_STR("in it, it stood here"));
}

static void tell_next(const sl_teller *t, const sl_attempt *a) {
    size_t from = came_to(a);
    sl_str next = words_from(t, a, from), word = word_at(t, a, from);
    bool inside = from > 0 && in_word(a->seen.text, from - 1) && in_word(a->seen.text, from) && word.n &&
                  !is_letter_of_thing(a->seen.text, from);
    if (inside) put_line(t, sl_arena_printf(t->tmp, "the word goes on: \"%.*s\"", (int)word.n, word.p));
    else if (next.n) put_line(t, sl_arena_printf(t->tmp, "the text goes on \"%.*s\"", (int)next.n, next.p));
    else put_line(t, SL_STR("that is the end of the sentence"));
}

sl_status sl_tell_attempt(const sl_teller *t, const sl_attempt *a) {
    const sl_pattern *p = a->pattern;
    if (a->outcome == SL_ATTEMPT_MATCHES) {
        sl_str text = one_line(t, a->match);
        put_place(t, &p->text, sl_arena_printf(t->tmp, "it matches \"%.*s\"", (int)text.n, text.p));
        return SL_OK;
    }
    if (p->n_steps == 0) return SL_OK;
    put_place(t, &p->steps[a->step < p->n_steps ? a->step : p->n_steps - 1].where, stop_message(t, a));
    put_inner_place(t, a);
    size_t gap = gap_before(a);
    if (gap != SIZE_MAX && a->taken == a->first && a->step < p->n_steps) tell_gap(t, a, gap);
    else if (came_to(a) > a->begin) tell_next(t, a);
    tell_joiners(t, a);
    for (size_t i = a->step; i < p->n_steps; i++) {
        sl_status status = tell_step(t, a, i);
        if (status) return status;
    }
    return SL_OK;
}
