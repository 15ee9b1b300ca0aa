/* SPDX-License-Identifier: Apache-2.0
 *
 * Properties: no pattern matches without what its gate asks for, before where it may begin, or against check's word.
 */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>

#include <cmocka.h>

#include "article.h"
#include "gated.h"
#include "match/search.h"

enum { PATTERNS = 150, ROUNDS = 30, SENTENCES = 12 };

typedef struct {
    uint64_t random;
    char pattern[1200], sample[SENTENCES][1200];
    size_t n_pattern, n_sample[SENTENCES];
    uint32_t things;
} maker;

static uint32_t dice(maker *m, uint32_t sides) {
    m->random ^= m->random >> 12, m->random ^= m->random << 25, m->random ^= m->random >> 27;
    return (uint32_t)((m->random * UINT64_C(0x2545F4914F6CDD1D)) >> 32) % sides;
}

static void say(maker *m, const char *text) {
    size_t n = strlen(text);
    if (m->n_pattern + n >= sizeof m->pattern) return;
    memcpy(m->pattern + m->n_pattern, text, n + 1);
    m->n_pattern += n;
}

static void show(maker *m, size_t which, const char *text) {
    size_t n = strlen(text);
    if (m->n_sample[which] + n >= sizeof m->sample[which]) return;
    memcpy(m->sample[which] + m->n_sample[which], text, n + 1);
    m->n_sample[which] += n;
}

static void show_all(maker *m, const char *text) {
    for (size_t i = 0; i < SENTENCES; i++) show(m, i, text);
}

static const char *const vocabulary[] = {"tore",          "hurt",   "Knee", "groin",  "the", "his",      "was",
                                         "M\xC3\xBCller", "strain", "May",  "out",    "x",   "St",       "doctor",
                                         "caf\xC3\xA9",   "cannot", "left", "O'Neil", "2nd", "half-time"};
enum { VOCABULARY = sizeof vocabulary / sizeof *vocabulary };

static void make(maker *m, int depth);

static void make_word(maker *m) {
    const char *word = vocabulary[dice(m, VOCABULARY)];
    say(m, word);
    for (size_t i = 0; i < SENTENCES; i++) { /* in any case that it matches, accents or not */
        char shown[32];
        bool upper = dice(m, 4) == 0;
        size_t n = strlen(word);
        for (size_t k = 0; k <= n; k++) shown[k] = upper && sl_is_lower(word[k]) ? (char)(word[k] - 32) : word[k];
        show(m, i, shown);
    }
}

/* Alternatives: each sample takes one of them, the others' samples are thrown away. */
static void make_choice(maker *m, int depth, bool may_be_empty) {
    uint32_t n = 1 + dice(m, 3);
    size_t before[SENTENCES];
    uint32_t taken[SENTENCES];
    memcpy(before, m->n_sample, sizeof before);
    for (size_t i = 0; i < SENTENCES; i++) taken[i] = dice(m, may_be_empty ? n + 1 : n);
    char mine[SENTENCES][300];
    size_t sizes[SENTENCES] = {0};
    say(m, "(?:");
    for (uint32_t k = 0; k < n; k++) {
        if (k) say(m, "|");
        make(m, depth - 1);
        for (size_t i = 0; i < SENTENCES; i++) {
            size_t size = m->n_sample[i] - before[i];
            if (taken[i] == k && size < sizeof mine[i]) memcpy(mine[i], m->sample[i] + before[i], sizes[i] = size);
            m->n_sample[i] = before[i];
        }
    }
    say(m, may_be_empty ? ")?" : ")");
    for (size_t i = 0; i < SENTENCES; i++) {
        mine[i][sizes[i]] = '\0';
        show(m, i, mine[i]);
    }
}

static void make_part(maker *m, int depth) {
    static const struct {
        const char *pattern, *samples[4];
    } pieces[] = {
        {"{player}", {"@", "@", "@", "@"}},
        {"{pain}", {"#", "#", "#", "#"}},
        {"{player+}", {"@", "@ and @", "@, @", "@, and @"}},
        {"{listed+}", {"@ (#)", "@ (#)", "@ (#), @ (#)", "@ (#)"}},
        {"{side}", {"left", "Right", "left", "RIGHT"}},
        {"\\w+", {"any", "thing", "7", "Ade"}},
        {"\\w*", {"", "s", "ing", ""}},
        {"\\d{1,2}", {"1", "22", "3", "44"}},
        {"[a-z]+", {"abc", "knee", "X", "tore"}},
        {"[A-Z]\\w*", {"Abc", "Knee", "X", "Tore"}},
        {"suffer(?:ed|s|ing)?", {"suffer", "suffered", "Suffers", "suffering"}},
        {"(?:very )*", {"", "very ", "very very ", ""}},
        {"(?:very ){1,2}", {"very ", "very very ", "very ", "VERY "}},
        {"(?:[a-z'-]+ ){0,3}", {"", "so ", "half-time and ", "O'Neil has a "}},
        {"(?: [a-z]+)*", {"", " so", " of course", " a b c"}},
        {"(?:\\w+, |{pain} )+", {"yes, ", "# ", "no, no, ", "# # "}},
        {"(?:[ ,]|and)*", {"", " ", ", and ", ","}},
        {"\\W{0,2}", {"", "-", ", ", "!"}},
        {"\\bto\\b", {"to", "to", "To", "to"}},
        {"(?!never)", {"", "", "", ""}},
        {"(?=\\w|\\W)", {"", "", "", ""}},
        {"\\s+", {" ", "  ", "\n", " "}},
        {"{gap 3}", {" ", " so they say ", ", in fact, ", " - "}},
        {"s?", {"s", "", "", "s"}},
        {"-", {"-", "\xE2\x80\x93", "-", "-"}},
        {", ", {", ", ", ", ", ", ", "}},
        {"\\p{L}+", {"Zo\xC3\xAB", "is", "b", "c"}},
        {".", {"a", " ", "-", "7"}},
        {"'s", {"'s", "\xE2\x80\x99s", "'S", "'s"}},
        {"\\w+n't", {"don't", "can_n't", "WON\xE2\x80\x99T", "on\xE6\x97\xA5n't"}},
        {"x[-t ]ray", {"x-ray", "xtray", "x ray", "X-Ray"}},
        {"[\xD0\xB6\xD1\x88]\\w*", {"\xD0\xB6", "\xD0\x96\xD0\xB0", "\xD1\x88\xD1\x83\xD0\xBC", "\xD1\x88"}},
        {"[a-z]+'s", {"Ade's", "knee's", "x's", "it\xE2\x80\x99s"}},
    };
    if (depth > 0 && dice(m, 4) == 0) {
        make_choice(m, depth, dice(m, 2));
        return;
    }
    if (dice(m, 2)) {
        make_word(m);
        return;
    }
    uint32_t k = dice(m, sizeof pieces / sizeof *pieces);
    if (pieces[k].pattern[0] == '{' && ++m->things > 6) return;
    say(m, pieces[k].pattern);
    for (size_t i = 0; i < SENTENCES; i++) show(m, i, pieces[k].samples[dice(m, 4)]);
}

static void make(maker *m, int depth) {
    uint32_t n = 1 + dice(m, 4);
    for (uint32_t i = 0; i < n; i++) {
        if (i && dice(m, 4)) {
            say(m, " ");
            show_all(m, " ");
        }
        make_part(m, depth);
    }
}

/* A sentence around a sample, now and then with something amiss. */
static void spoil(maker *m, const char *sample, char *out, size_t room) {
    static const char *const heads[] = {"", "Then ", "so-", "un", "(", "\"", "5", "It was the "},
                             *const tails[] = {"", " again.", "-bound", "ly", ")", "\"", "5", ", doctors said"};
    int n = snprintf(out, room, "%s%s%s", heads[dice(m, 8)], sample, tails[dice(m, 8)]);
    size_t size = n > 0 && (size_t)n < room ? (size_t)n : 0;
    if (size < 3 || dice(m, 3)) return;
    size_t at = dice(m, (uint32_t)size);
    if ((unsigned char)out[at] >= 0x80) return;
    if (dice(m, 2)) memmove(out + at, out + at + ((unsigned char)out[at + 1] < 0x80), size - at);
    else out[at] = " -x'.A"[dice(m, 6)];
}

typedef struct {
    size_t tried, hits, gated; /* gated: hits of patterns for which something was derived */
    size_t searched;           /* matches of the search */
    size_t started, with_head; /* of patterns of which it is known where they may begin; of those with a head */
} tally;

static void try(const ruleset *r, const sl_pattern *pattern, sl_matcher *matcher, const char *text, sl_arena *arena,
                tally *t) {
    sentence s = sentence_of(r->program, pattern, text, arena);
    sl_str match;
    if (!is_possible(text)) return;
    t->tried++;
    if (!matches(pattern, matcher, s.projected, &match)) return;
    t->hits++;
    t->gated += pattern->n_sets > 0;
    if (!passes_gate(r->program, pattern, &s, arena))
        print_message("/%.*s/ matches \"%s\", and the gate says it cannot\n", (int)pattern->text.text.n,
                      pattern->text.text.p, text);
    assert_true(passes_gate(r->program, pattern, &s, arena));
}

/* A text with its things, and a rule's matches in it. */
typedef struct {
    article read;
    sl_article a;
    sl_matches matches;
} searched;

static sl_str named(const char *text, sl_arena *arena) {
    sl_str all = {"", 0};
    for (; *text; text++) {
        bool thing = *text == '@' || *text == '#';
        append(arena, &all, *text == '@' ? "Ade" : *text == '#' ? "knee" : text, !thing ? 1 : *text == '@' ? 3 : 4);
    }
    return all;
}

/* Each Ade is a player, each knee a pain. */
static void add_things(searched *s) {
    SL_ARRAY(sl_mention) things = {0};
    sl_type_id players = type_called(s->a.program, "player"), pains = type_called(s->a.program, "pain");
    for (uint32_t i = 0; i < s->read.tokens.n; i++) {
        sl_str word = sl_token_str(s->read.text.view, &s->read.tokens.v[i]);
        bool player = sl_str_eq(word, SL_STR("Ade")), pain = sl_str_eq(word, SL_STR("knee"));
        if (player || pain)
            *sl_push(&s->read.out, &things) = (sl_mention){
                .tokens = {i, i + 1}, .type = player ? players : pains, .entry = SL_NONE, .value = SL_NONE};
    }
    sl_article_add(&s->a, things.v, things.n);
}

static void search(const ruleset *r, const sl_rule *rule, sl_str text, bool gate, sl_matcher *matcher, searched *s) {
    static const sl_hits none = {0};
    sl_search search;
    *s = (searched){0};
    assert_true(article_make(&s->read, text, NULL));
    s->a = (sl_article){.program = r->program,
                        .text = &s->read.text,
                        .tokens = &s->read.tokens,
                        .quotations = &s->read.quotations,
                        .sentences = &s->read.sentences,
                        .gate = gate,
                        .out = &s->read.out};
    if (s->read.tokens.n == 0) return;
    sl_article_begin(&s->a, &none);
    add_things(s);
    sl_gate_open(&s->a);
    sl_search_begin(&search, &s->a, matcher, &s->read.out, &s->read.tmp);
    sl_search_rule(&search, rule, &s->matches);
}

static bool same_match(const sl_match *x, const sl_match *y) {
    bool same = x->at.from == y->at.from && x->at.to == y->at.to && x->n_captures == y->n_captures;
    for (size_t i = 0; same && i < x->n_captures; i++)
        same = x->captures[i].at.from == y->captures[i].at.from && x->captures[i].at.to == y->captures[i].at.to;
    return same;
}

/* With the gate a pattern is tried where it may begin, without it everywhere. @return how many matches there are */
static size_t search_both_ways(const ruleset *r, const sl_rule *rule, sl_matcher *matcher, const char *text,
                               sl_arena *arena) {
    searched with, without;
    sl_str raw = named(text, arena);
    search(r, rule, raw, true, matcher, &with);
    search(r, rule, raw, false, matcher, &without);
    size_t n = without.matches.n;
    bool same = with.matches.n == n && with.a.regex_limits == without.a.regex_limits;
    for (size_t i = 0; same && i < n; i++) same = same_match(&with.matches.v[i], &without.matches.v[i]);
    sl_str pattern = rule->patterns[0]->text.text;
    if (!same)
        print_message("/%.*s/ in \"%s\": %zu matches by the gate, %zu without it, or others\n", (int)pattern.n,
                      pattern.p, text, with.matches.n, n);
    assert_true(same);
    article_free(&with.read);
    article_free(&without.read);
    return n;
}

/* What check says of a pattern by itself: W03 of all of it. */
static bool is_called_impossible(const char *match) {
    char text[2000];
    ruleset r;
    snprintf(text, sizeof text, HEAD "rule r -> facts\n  match: (?:%s)\n", match);
    memory_file file = {"a.rules", text};
    bool good = ruleset_load_as(&r, &file, 1, true), called = false;
    for (size_t i = 0; i < r.d.list.n && good; i++)
        called = called || sl_str_starts_with(r.d.list.v[i].message, SL_STR("the pattern can never match"));
    ruleset_free(&r);
    return called;
}

/* Sentences begin and end with a word or sign, and things are apart. */
static bool is_sentence(const char *text) {
    sl_str s = sl_str_of(text);
    if (!is_possible(text) || sl_str_trim(s).n != s.n) return false;
    for (size_t i = 1; i < s.n; i++)
        if (memchr("@#", s.p[i], 2) && memchr("@#", s.p[i - 1], 2)) return false;
    return true;
}

/* No pattern of which check says that it can never match does so. */
static void impossible_is_impossible(void **state) {
    (void)state;
    size_t called = 0, tried = 0, n = 0;
    static maker m;
    for (uint64_t round = 1; n < 2500; round++) {
        memset(&m, 0, sizeof m);
        m.random = round;
        for (int warm = 0; warm < 8; warm++) dice(&m, 2);
        make(&m, 2);
        if (sl_str_trim((sl_str){m.pattern, m.n_pattern}).n == 0) continue;
        n++;
        if (!is_called_impossible(m.pattern)) continue;
        called++;
        char text[2000], spoilt[1400];
        ruleset r;
        snprintf(text, sizeof text, HEAD "rule r -> facts\n  match: (?:%s)\n", m.pattern);
        memory_file file = {"a.rules", text};
        assert_true(ruleset_load(&r, &file, 1));
        const sl_pattern *pattern = r.program->rules.v[0].patterns[0];
        sl_matcher *matcher = sl_matcher_new();
        for (size_t k = 0; k < 5 * SENTENCES; k++) {
            char *sample = m.sample[k % SENTENCES];
            sample[m.n_sample[k % SENTENCES]] = '\0';
            snprintf(spoilt, sizeof spoilt, "%s", sample);
            if (k >= SENTENCES) spoil(&m, sample, spoilt, sizeof spoilt);
            if (!is_sentence(spoilt)) continue;
            sl_str match, view = sentence_of(r.program, pattern, spoilt, &r.arena).projected;
            tried++;
            if (!matches(pattern, matcher, view, &match)) continue;
            print_message("/%s/ can never match, and matches \"%s\"\n", m.pattern, spoilt);
            fail();
        }
        sl_matcher_free(matcher);
        ruleset_free(&r);
    }
    print_message("%zu of %zu patterns can never match; %zu sentences tried\n", called, n, tried);
    assert_true(called > n / 20 && called < n / 2);
    assert_true(tried > called);
}

/* What a match may begin with, and need not. */
static const char *const heads[] = {
    "", "", "(?:the |a )?", "(?:[a-z]+ ){0,2}", "(?:[A-Z]\\w+ |was (?:the )?){0,3}?", "(?:\\w+ )?+"};

static void nothing_is_lost(void **state) {
    (void)state;
    tally t = {0};
    static char text[PATTERNS * 1300], spoilt[1400];
    static maker makers[PATTERNS];
    for (uint64_t round = 0; round < ROUNDS; round++) {
        size_t n = (size_t)snprintf(text, sizeof text, HEAD);
        for (size_t i = 0; i < PATTERNS; i++) {
            maker *m = &makers[i];
            memset(m, 0, sizeof *m);
            m->random = round * PATTERNS + i + 1;
            for (int warm = 0; warm < 8; warm++) dice(m, 2);
            do {
                m->n_pattern = 0;
                memset(m->n_sample, 0, sizeof m->n_sample);
                m->things = 0;
                make(m, 2);
            } while (sl_str_trim((sl_str){m->pattern, m->n_pattern}).n == 0);
            n += (size_t)snprintf(text + n, sizeof text - n, "rule r%zu -> facts\n  match: %s(?:%s)\n", i,
                                  heads[i % (sizeof heads / sizeof *heads)], m->pattern);
        }
        memory_file file = {"a.rules", text};
        ruleset r;
        if (!ruleset_load(&r, &file, 1))
            print_message("%s: %.*s\n", r.d.list.v[0].message.p, (int)r.d.list.v[0].source.n, r.d.list.v[0].source.p);
        assert_non_null(r.program);
        sl_matcher *matcher = sl_matcher_new();
        for (size_t i = 0; i < PATTERNS; i++)
            for (size_t k = 0; k < SENTENCES; k++) {
                jmp_buf jump;
                sl_arena arena;
                sl_arena_init(&arena, 0, &jump);
                const sl_pattern *pattern = r.program->rules.v[i].patterns[0];
                makers[i].sample[k][makers[i].n_sample[k]] = '\0';
                try(&r, pattern, matcher, makers[i].sample[k], &arena, &t);
                spoil(&makers[i], makers[i].sample[k], spoilt, sizeof spoilt);
                try(&r, pattern, matcher, spoilt, &arena, &t);
                size_t found = search_both_ways(&r, &r.program->rules.v[i], matcher, spoilt, &arena);
                t.searched += found;
                t.started += pattern->starts ? found : 0;
                t.with_head += pattern->starts && pattern->starts->behind_head ? found : 0;
                sl_arena_release(&arena);
            }
        sl_matcher_free(matcher);
        ruleset_free(&r);
    }
    print_message("%zu sentences, %zu matches, %zu of patterns with words\n", t.tried, t.hits, t.gated);
    print_message("%zu matches of the search, %zu of patterns with known begins, %zu with heads\n", t.searched,
                  t.started, t.with_head);
    assert_true(t.hits > t.tried / 4);
    assert_true(t.gated > t.hits / 2);
    assert_true(t.started > t.searched / 4);
    assert_true(t.with_head > t.searched / 50);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nothing_is_lost),
        cmocka_unit_test(impossible_is_impossible),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
