/* SPDX-License-Identifier: Apache-2.0 */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>

#include <cmocka.h>

#include "article.h"
#include "match/gates.h"
#include "match/search.h"
#include "rule/letters.h"
#include "ruleset.h"

#define HEAD                                                                                                           \
    "sideline: 1\nlist known: = Ade | Cy\nlist pain: = knee | ankle\nlanguage: a | the | his | has | in | was | of\n"  \
    "clause: but | although\njoiners: , | and\nperson player: {known}\nmacro side: (?<side>left|right)\n"              \
    "part listed: {player} \\({pain}\\)\ntable facts: player, pain, side, rules\n"

/* --- sentences ---------------------------------------------------------------------------------------------------- */

/* A sentence of a test: @ is a player, # a pain. In the view they are words; in the projection each is a letter, if
   the pattern names it, else the same words. */
typedef struct {
    sl_str view, projected;
    sl_type_set types;
} sentence;

static sl_type_id type_called(const sl_program *p, const char *name) {
    sl_type_id t = 0;
    while (!sl_str_eq(p->types.v[t].name, sl_str_of(name))) t++;
    return t;
}

static uint32_t bit_of(const sl_view *view, sl_type_id type) {
    for (uint32_t i = 0; i < view->n; i++)
        if (view->types[i] == type) return 1u << i;
    return 0;
}

static void append(sl_arena *arena, sl_str *to, const char *bytes, size_t n) {
    *to = sl_arena_printf(arena, "%.*s%.*s", (int)to->n, to->p, (int)n, bytes);
}

static sentence sentence_of(const sl_program *p, const sl_pattern *pattern, const char *text, sl_arena *arena) {
    sentence s = {.view = {"", 0}, .projected = {"", 0}};
    sl_str folded = sl_fold(sl_str_of(text), arena);
    sl_type_id players = type_called(p, "player"), pains = type_called(p, "pain");
    for (size_t i = 0; i < folded.n; i++) {
        char c = folded.p[i];
        if (c == '@' || c == '#') {
            sl_type_id type = c == '@' ? players : pains;
            uint32_t bit = bit_of(&p->views.v[pattern->view], type);
            const char *word = c == '@' ? "Ade" : "knee";
            char letter[4];
            size_t n = sl_letter_encode(SL_LETTER_FIRST + bit, letter);
            sl_type_set_add(&s.types, type);
            append(arena, &s.view, word, strlen(word));
            append(arena, &s.projected, bit ? letter : word, bit ? n : strlen(word));
            continue;
        }
        append(arena, &s.view, &c, 1);
        bool again = sl_is_space(c) && s.projected.n && s.projected.p[s.projected.n - 1] == ' ';
        if (!again) append(arena, &s.projected, sl_is_space(c) ? " " : &c, 1);
    }
    return s;
}

static bool matches(const sl_pattern *pattern, sl_matcher *matcher, sl_str subject, sl_str *match) {
    const size_t *groups;
    if (sl_regex_find(pattern->regex, matcher, subject, 0, &groups) != SL_MATCH_FOUND) return false;
    *match = sl_str_cut(subject, groups[0], groups[1]);
    return true;
}

static bool has_one_of(const sl_trigger_set *set, const uint64_t *triggers, const sl_type_set *types) {
    for (size_t i = 0; i < set->n; i++)
        if (triggers[set->triggers[i] / 64] >> (set->triggers[i] % 64) & 1) return true;
    for (size_t i = 0; i < SL_MAX_TYPES / 64; i++)
        if (set->types.word[i] & types->word[i]) return true;
    return false;
}

/* What the gate of the engine asks: are the types there, and something of each set? */
static bool passes_gate(const sl_program *p, const sl_pattern *pattern, const sentence *s, sl_arena *arena) {
    sl_tokens tokens;
    sl_tokens_of(s->view, arena, &tokens);
    sl_trigger_marks triggers = {.bits = SL_NEW_ARRAY(arena, uint64_t, sl_trigger_words(p->triggers.n)),
                                 .numbers = SL_NEW_ARRAY(arena, uint32_t, p->triggers.n + 1)};
    sl_triggers_mark(p->trigger_index, s->view, tokens.v, tokens.n, &triggers);
    bool passes = sl_type_set_within(&pattern->needs, &s->types);
    for (size_t i = 0; i < pattern->n_sets; i++)
        passes = passes && has_one_of(&pattern->sets[i], triggers.bits, &s->types);
    return passes;
}

static bool is_word_at(const char *text, size_t at) {
    char c = text[at];
    return sl_is_alnum(c) || c == '@' || c == '#' || (unsigned char)c >= 0x80;
}

/* Things are whole tokens: none touches a letter. */
static bool is_possible(const char *text) {
    for (size_t i = 0; text[i]; i++)
        if ((text[i] == '@' || text[i] == '#') && ((i && is_word_at(text, i - 1)) || is_word_at(text, i + 1)))
            return false;
    return true;
}

/* --- letters ------------------------------------------------------------------------------------------------------ */

static void letters(void **state) {
    (void)state;
    static const struct {
        const char *pattern, *sentence, *match; /* NULL: none */
    } cases[] = {
        /* a small letter is both, a CAPITAL itself */
        {"may", "He May play", "May"},
        {"May", "He may play", NULL},
        {"May", "in mAY or MAY", "MAY"},
        {"mAy", "MAY", "MAY"},
        {"mAy", "May", NULL},
        {"[a-c]x", "Bx", "Bx"},
        {"[A-C]x", "bx", NULL},
        {"[A-C]x", "BX", "BX"},
        {"[A-Cd]x", "Dx", "Dx"},
        {"[A-Cd]x", "ax", NULL},
        {"x[^A]", "xa", "xa"},
        {"x[^A]", "xA", NULL},
        {"x[^a]", "xA", NULL},
        {"x[^Ab]", "xB", NULL},
        {"x[^Ab]", "xa", "xa"},
        {"[Aa]x", "ax", "ax"},
        {"x[A\\d]", "x7", "x7"},
        {"x[^A\\d]", "x7", NULL},
        {"x[^A\\d]", "xa", "xa"},
        {"\\p{Lu}b", "ab", NULL},
        {"\\p{Lu}b", "AB", "AB"},
        {"[\\p{Lu}c]b", "ab", NULL},
        {"[\\p{Lu}c]b", "cb", "cb"},
        {"[^\\p{Lu}]b", "Ab", NULL},
        {"\\w\\W\\d\\D\\s\\S", "a-1b c", "a-1b c"}, /* escapes have no case */
        {"\xD0\x96", "\xD0\xB6", NULL},             /* Cyrillic capital */
        {"\xD0\xB6", "\xD0\x96", "\xD0\x96"},
        {"[\xD0\x96x]y", "\xD0\xB6y", NULL},
        {"[\xD0\xB6X]y", "\xD0\x96y", "\xD0\x96y"},
        /* accents and marks are folded in pattern and text alike */
        {"M\xC3\xBCller", "Muller", "Muller"},
        {"muller", "M\xC3\xBCller", "Muller"},
        {"cafe\xCC\x81", "caf\xC3\xA9", "cafe"},
        {"[\xC3\xA9]t\xC3\xA9", "ete", "ete"},
        {"[e\xCC\x81]a", "ea", "ea"},
        {"\xC3\x98"
         "rsted",
         "orsted", NULL},
        {"\xC3\xB8rsted", "Orsted", "Orsted"},
        {"c\xC5\x93ur", "coeur", "coeur"},
        {"[\xC5\x93x]ur", "oeur", "oeur"},
        {"[\xC5\x93x]ur", "xur", "xur"},
        {"O\xE2\x80\x99Neil", "O'Neil", "O'Neil"},
        {"O'Neil", "O\xE2\x80\x99Neil", "O'Neil"},
        {"\xE2\x80\x9Cno\xE2\x80\x9D", "\"no\"", "\"no\""},
        {"two\xE2\x80\x93three", "two-three", "two-three"},
        {"[\xE2\x80\x93,.]x", "-x", "-x"},
        {"[,\xE2\x80\x93.]x", "-x", "-x"}, /* a dash of another kind makes no range */
        {"[a\xE2\x80\x93z]x", "mx", NULL},
        {"so\xE2\x80\xA6 on", "so... on", "so... on"},
        {"\xC2\xA3"
         "5m",
         "a \xC2\xA3"
         "5m deal",
         "\xC2\xA3"
         "5m"},
        /* a blank is any white space */
        {"a b", "a\n b", "a b"},
        {"a b",
         "a\xC2\xA0"
         "b",
         "a b"},
        {"a\\sb", "a\tb", "a b"},
        {"a\xC2\xA0"
         "b",
         "a b", "a b"},
        /* words are whole at the two ends, and nowhere else */
        {"knee", "kneecap", NULL},
        {"knee", "a-knee-b", "knee"},
        {"nee", "knee", NULL},
        {"kn|ee", "knee", NULL},
        {"(?:-|k)nee", "-nee", "-nee"},
        {"(?:-|k)nee", "xknee", NULL},
        {"(?:-|k)nee", "x-nee", "-nee"},
        {"knees?", "knees", "knees"},
        {"knees?", "kneesy", NULL},
        {"knee!?", "knee!x", "knee!"},
        {"\\(knee\\)", "x(knee)y", "(knee)"},
        {"tor\\w*", "retorted tore", "tore"},
        {"{player}tore", "@tore", "@tore"},
        {"{player}", "x@x", "@"}, /* a thing is whole words already */
        {"his{pain}", "this#", NULL},
        {"(?<=hurt )his", "hurt his", "his"},
        {"his(?= own)", "this his own", "his"},
        /* gaps: words, as few as they can be; no clause, no ;, no thing that the pattern names */
        {"{player}{gap}hurt", "@ was badly hurt", "@ was badly hurt"},
        {"{player} {gap} hurt", "@ was badly hurt", "@ was badly hurt"},
        {"{player}{gap}hurt", "@ hurt hurt", "@ hurt"},
        {"{player}{gap 2}hurt", "@ a b hurt", "@ a b hurt"},
        {"{player}{gap 2}hurt", "@ a b c hurt", NULL},
        {"{player}{gap}hurt", "@ won but hurt", NULL},
        {"{player}{gap}hurt", "@ won Although hurt", NULL},
        {"{player}{gap}hurt", "@ won butter hurt", "@ won butter hurt"},
        {"{player}{gap}hurt", "@ won; hurt", NULL},
        {"{player}{gap}hurt", "@ beat @ hurt", "@ hurt"},
        {"{player}{gap}hurt", "@ a # b hurt", "@ a # b hurt"},
        {"{player}{gap}hurt {pain}", "@ a # b hurt #", NULL},
        {"{player}{gap}hurt", "@, (who fell), hurt", "@, (who fell), hurt"},
        /* lists of things */
        {"{player+} fell", "@ fell", "@ fell"},
        {"{player+} fell", "@, @ and @ fell", "@, @ and @ fell"},
        {"{player+} fell", "@, and @ fell", "@, and @ fell"},
        {"{player+} fell", "@ @ fell", "@ fell"},
        {"{player+} fell", "@ or @ fell", "@ fell"},
        {"out: {listed+}", "out: @ (#), @ (#)", "out: @ (#), @ (#)"},
        {"out: {listed+}", "out: @ (#), @", "out: @ (#)"},
        /* no way to say more than it says */
        {"a{2,3}b", "xaab aab", "aab"},
        {"(?:no )*way", "no no way", "no no way"},
        {"a.b", "a-b", "a-b"},
        {"a\\.b", "a-b", NULL},
    };
    size_t wrong = 0;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char text[1000];
        snprintf(text, sizeof text, HEAD "rule fact -> facts\n  match: %s\n", cases[i].pattern);
        memory_file file = {"a.rules", text};
        ruleset r;
        if (!ruleset_load(&r, &file, 1)) print_message("%s: %s\n", cases[i].pattern, r.d.list.v[0].message.p);
        assert_non_null(r.program);
        const sl_pattern *pattern = r.program->rules.v[0].patterns[0];
        sl_matcher *matcher = sl_matcher_new();
        sl_str match = {0};
        sentence s = sentence_of(r.program, pattern, cases[i].sentence, &r.arena);
        bool found = matches(pattern, matcher, s.projected, &match);
        sl_str wanted =
            cases[i].match ? sentence_of(r.program, pattern, cases[i].match, &r.arena).projected : (sl_str){0};
        if (found != (cases[i].match != NULL) || !sl_str_eq(match, wanted))
            print_message("/%s/ in \"%s\": \"%.*s\"\n", cases[i].pattern, cases[i].sentence, (int)match.n,
                          match.p ? match.p : "");
        wrong += !sl_str_eq(match, wanted);
        bool passed = !found || !is_possible(cases[i].sentence) || passes_gate(r.program, pattern, &s, &r.arena);
        if (!passed) print_message("/%s/ in \"%s\": not by the gate\n", cases[i].pattern, cases[i].sentence);
        wrong += !passed;
        sl_matcher_free(matcher);
        ruleset_free(&r);
    }
    assert_int_equal(wrong, 0);
}

/* --- what is derived ---------------------------------------------------------------------------------------------- */

/* The sets of a pattern: words, stems with a *, types in braces; blanks between them, | between sets. */
static sl_str sets_of(const ruleset *r, const sl_pattern *pattern, sl_arena *arena) {
    const sl_program *p = r->program;
    sl_str all = {"", 0};
    for (size_t i = 0; i < pattern->n_sets; i++) {
        if (i) all = sl_arena_printf(arena, "%.*s |", (int)all.n, all.p);
        for (size_t k = 0; k < pattern->sets[i].n; k++) {
            const sl_trigger *t = &p->triggers.v[pattern->sets[i].triggers[k]];
            all = sl_arena_printf(arena, "%.*s%s%.*s%s", (int)all.n, all.p, all.n ? " " : "", (int)t->word.n, t->word.p,
                                  t->is_stem ? "*" : "");
        }
        for (sl_type_id t = 0; t < p->types.n; t++)
            if (sl_type_set_has(&pattern->sets[i].types, t))
                all = sl_arena_printf(arena, "%.*s%s{%.*s}", (int)all.n, all.p, all.n ? " " : "",
                                      (int)p->types.v[t].name.n, p->types.v[t].name.p);
    }
    return all;
}

static void derived_words(void **state) {
    (void)state;
    static const struct {
        const char *pattern, *sets;
    } cases[] = {
        {"tore his knee", "tore | knee"},
        {"{player} tore", "tore"},
        {"{player}{gap}(?:suffered|picked up) (?:a|an) {pain}", "suffered picked | suffered an up"},
        {"suffer(?:ed|s)? badly", "badly | suffer suffered suffers"},
        {"(?:tore|has) it", "it | tore it"},
        {"(?:a )?hamstring", "hamstring"},
        {"avoid\\w*", "avoid*"},
        {"avoid\\w* surgery", "surgery | avoid*"},
        {"\\w+ surgery", "surgery"},
        {"\\w*surgery", ""},
        {"re(?:tear|injury)", "retear reinjury"},
        {"(?:x\\w*|tore) y", "y"},
        {"{player}'s knee", "knee | s"},
        {"M\xC3\xBCller", "muller"},
        {"Jan\\. 5th", "jan | 5th"},
        {"a\\s+hamstring\\s+b", "hamstring | b | a"},
        {"(?:groin )+strain", "groin | strain"},
        {"(?:groin )*strain", "strain"},
        {"(?!not)hurt", "hurt"},
        {"hurt(?= badly)", "hurt"},
        {"{side} foot", "foot | left right"},
        {"(?:[\\w'-]+ ){0,3}strain", "strain"},
        {"x(?:[\\w'-]+ ){0,3}strain", ""},
        {"tore (?:[\\w'-]+ ){0,3}strain", "strain | tore"},
        {"(?:\\w+ |{pain}, )*strain", "strain"},
        {"[lr]eft", "left reft"},
        {"[Dd]oubtful|[Ff]it", "doubtful fit"},
        {"[a-z]oubtful", ""},
        {"[^d]oubtful", ""},
        {"[abcde]oubt", ""}, /* too many */
        {"{player} (?:limped|was \\w+ed)(?: [a-z]+)? off", "off | limped was"},
        {"{player} (?:limped|hobbled)(?: [a-z]+)? (?:it|out\\w*)",
         "limped hobbled | it out*"}, /* whatever follows, a blank does */
        {"{player} (?:limped|hobbled)[a-z]* (?:it|out\\w*)", "limped* hobbled* | it out*"},
        {"(?:limped \\w+|hurt)", "limped hurt"},
        {"(?:limped \\w+|hurt)ful", "limped hurt*"},
        {"to\\w+", ""}, /* too short for a stem */
        {"(?:tore|{pain})\\w* again", "again | tore* {pain}"},
        {"(?:{pain}|{player})", "{pain} {player}"},
        {"(?:{pain}|so)?", ""},
        {"{player} (?:(?:sore|tight) {pain}|{pain} (?:of \\w+)?)", "sore tight {pain}"},
        {"it was his", "it"}, /* all of them are common */
        {"\\bhurt[a-z]", "hurt*"},
        {"un(?:tear|hurt\\w+)", ""},
        {"(?:a|b|c|d|e|f|g|h)(?:1|2|3|4|5|6|7|8) end", "end"}, /* too many to spell out, and yet */
        {"(?:tore|)", ""},
        {"{listed+}", ""},
        {"knee-cap", "knee | cap"},
        {"\xC2\xA3"
         "5m deal",
         "deal"},
    };
    size_t wrong = 0;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char text[1000];
        snprintf(text, sizeof text, HEAD "rule fact -> facts\n  match: %s\n", cases[i].pattern);
        memory_file file = {"a.rules", text};
        ruleset r;
        assert_true(ruleset_load(&r, &file, 1));
        sl_str sets = sets_of(&r, r.program->rules.v[0].patterns[0], &r.arena);
        if (!sl_str_eq(sets, sl_str_of(cases[i].sets)))
            print_message("/%s/ needs %.*s\n", cases[i].pattern, (int)sets.n, sets.p);
        wrong += !sl_str_eq(sets, sl_str_of(cases[i].sets));
        ruleset_free(&r);
    }
    assert_int_equal(wrong, 0);
}

/* How many blanks the first match may begin before what is behind its head; 0: it has no head. */
static void derived_heads(void **state) {
    (void)state;
    enum { ANYWHERE = -1 };
    static const struct {
        const char *pattern;
        int reach;
    } cases[] = {
        {"{player} tore", 0},
        {"(?:the )?{player} tore", 1},
        {"(?:(?:[A-Z][\\w-]+ ){0,2}?Ade's? (?:[a-z-]+ ){0,3}?|the )?{player}", 6},
        {"(?:the )?(?:[a-z]+, )?{player}", 2},
        {"(?:(?:the )?{player}|tore)", 0},
        {"(?:[a-z]+ )*{player}", 0},       /* how far away, nobody knows */
        {"(?:[a-z]+ )?+{player}", 0},      /* takes what is behind it, and keeps it */
        {"(?:re)?tore", 0},                /* within a word no match begins */
        {"(?<!his )(?:the )?{player}", 0}, /* what is looked back at is another */
        {"(?:the )?(?<!his ){player}", 1},
        {"{optional+}{player}", ANYWHERE}, /* a joiner may come first */
        {"(?: |so )tore", ANYWHERE},
        {"{gap}tore", ANYWHERE},
        {"tore|", ANYWHERE},
        {"(?:tore)?", ANYWHERE},
        {".tore", ANYWHERE},
        {"\\(tore", 0},
    };
    size_t wrong = 0;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char text[1000];
        snprintf(text, sizeof text, HEAD "part optional: (?:very)?\nrule fact -> facts\n  match: %s\n",
                 cases[i].pattern);
        memory_file file = {"a.rules", text};
        ruleset r;
        assert_true(ruleset_load(&r, &file, 1));
        const sl_starts *starts = r.program->rules.v[0].patterns[0]->starts;
        int reach = !starts ? ANYWHERE : starts->behind_head ? (int)starts->reach : 0;
        if (reach != cases[i].reach) print_message("/%s/: %d blanks\n", cases[i].pattern, reach);
        wrong += reach != cases[i].reach;
        ruleset_free(&r);
    }
    assert_int_equal(wrong, 0);
}

/* --- property: no match without what the gate asks for ------------------------------------------------------------ */

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
        print_message("/%.*s/ matches \"%s\", and the gate says it cannot; it asks for: %.*s\n",
                      (int)pattern->text.text.n, pattern->text.text.p, text, (int)sets_of(r, pattern, arena).n,
                      sets_of(r, pattern, arena).p);
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
        cmocka_unit_test(letters),
        cmocka_unit_test(derived_words),
        cmocka_unit_test(derived_heads),
        cmocka_unit_test(nothing_is_lost),
        cmocka_unit_test(impossible_is_impossible),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
