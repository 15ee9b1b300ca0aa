/* SPDX-License-Identifier: Apache-2.0
 *
 * Walks over the marks of each paragraph. A run of . ? ! with the closing marks and brackets behind it may end a
 * sentence; what decides is the word before it, the word after it, and the blank between them. Of the language it
 * knows only the abbreviations that it is given and that a sentence begins with a capital.
 */
#include "token/sentences.h"

#include "base/bounds.h"

typedef struct {
    sl_str view;
    const sl_tokens *tokens;
    const sl_quotations *quotations;
    const sl_abbreviations *abbreviations;
    sl_arena *out;
    sl_sentences *sentences;
    uint32_t paragraph, from, to; /* tokens of the paragraph */
    uint32_t next_mark;           /* of tokens->marks: the first that was not looked at */
    uint32_t begun;               /* first token of the sentence */
} splitter;

/* A run of terminators, `.` or `?!` or `...`, and what closes behind it. */
typedef struct {
    uint32_t first, end;       /* tokens, half open; closing marks and brackets counted */
    bool strong;               /* has ? or ! */
    bool ellipsis;             /* more than one full stop */
    bool closes_quote, closes; /* a closing quotation mark; that or a bracket */
} stop;

static const sl_token *token(const splitter *s, uint32_t t) {
    return &s->tokens->v[t];
}
static sl_str string(const splitter *s, uint32_t t) {
    return sl_token_str(s->view, token(s, t));
}
static bool has(const splitter *s, uint32_t t, uint8_t flag) {
    return token(s, t)->flags & flag;
}
static bool glued(const splitter *s, uint32_t t) {
    return t < s->to && !has(s, t, SL_TOKEN_SPACED);
}

/* The character of a mark; 0 for words and for marks outside ASCII. */
static char mark_at(const splitter *s, uint32_t t) {
    if (t < s->from || t >= s->to || token(s, t)->kind != SL_TOKEN_MARK || token(s, t)->size > 1) return 0;
    return s->view.p[token(s, t)->at];
}

static bool is_one_of(const splitter *s, uint32_t t, const char *const *list, size_t n) {
    if (token(s, t)->kind != SL_TOKEN_MARK || token(s, t)->size == 1) return false;
    for (size_t i = 0; i < n; i++)
        if (sl_str_eq(string(s, t), sl_str_of(list[i]))) return true;
    return false;
}

/* U+2022, 25AA, 25CF, 25A0, 25E6: bullets. */
static bool is_bullet(const splitter *s, uint32_t t) {
    static const char *const bullets[] = {"\xE2\x80\xA2", "\xE2\x96\xAA", "\xE2\x97\x8F", "\xE2\x96\xA0",
                                          "\xE2\x97\xA6"};
    return is_one_of(s, t, bullets, sizeof bullets / sizeof *bullets);
}

/* U+3002, FF01, FF1F, 0964: full stops of scripts that need no blank behind them. */
static bool is_foreign_stop(const splitter *s, uint32_t t) {
    static const char *const stops[] = {"\xE3\x80\x82", "\xEF\xBC\x81", "\xEF\xBC\x9F", "\xE0\xA5\xA4"};
    return is_one_of(s, t, stops, sizeof stops / sizeof *stops);
}

static bool is_terminator(const splitter *s, uint32_t t) {
    char c = mark_at(s, t);
    return c == '.' || c == '?' || c == '!';
}

static bool opens_quotation(const splitter *s, uint32_t t) {
    size_t low = 0, high = s->quotations->n;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (s->quotations->v[middle].tokens.from < t) low = middle + 1;
        else high = middle;
    }
    return low < s->quotations->n && s->quotations->v[low].tokens.from == t;
}

static bool is_closing_bracket(char c) {
    return c == ')' || c == ']' || c == '}';
}
static bool is_quote(char c) {
    return c == '"' || c == '\'';
}

static stop read_stop(const splitter *s, uint32_t t) {
    stop x = {.first = t, .end = t};
    unsigned points = 0;
    for (; t < s->to && (t == x.first || glued(s, t)); t++) {
        char c = mark_at(s, t);
        if (is_terminator(s, t)) {
            points += c == '.';
            x.strong |= c == '?' || c == '!';
        } else if (is_quote(c) && !opens_quotation(s, t)) {
            x.closes_quote = x.closes = true;
        } else if (is_closing_bracket(c)) {
            x.closes = true;
        } else {
            break;
        }
        x.end = t + 1;
    }
    x.ellipsis = points > 1 && !x.closes; /* great'." has one point; ..." is left to the case of the next word */
    return x;
}

/* ---- what stands before a full stop ---- */

/* The first token of the piece without blanks that ends before `t`: of "p.m" in "p.m." */
static uint32_t piece_of(const splitter *s, uint32_t t) {
    enum { LONGEST = 8 }; /* tokens of an abbreviation such as q.e.d. */
    uint32_t first = t - 1;
    while (first > s->from && !has(s, first, SL_TOKEN_SPACED) && t - first < LONGEST) {
        char c = mark_at(s, first - 1);
        if (token(s, first - 1)->kind == SL_TOKEN_MARK && c != '.') break;
        first--;
    }
    return first;
}

static bool is_abbreviation(const splitter *s, uint32_t t, const uint32_t *hashes, size_t n) {
    if (sl_hash_among(hashes, n, token(s, t - 1)->hash)) return true;
    uint32_t first = piece_of(s, t);
    if (first + 1 == t) return false;
    sl_span at = sl_range_span(s->tokens, (sl_range){first, t});
    return sl_hash_among(hashes, n, sl_token_hash(sl_str_span(s->view, at)));
}

/* J. Smith, A.N. Other, U.S. Open: one capital before the full stop. */
static bool is_initial(const splitter *s, uint32_t t) {
    const sl_token *before = token(s, t - 1);
    return before->kind == SL_TOKEN_WORD && has(s, t - 1, SL_TOKEN_CAPITAL) &&
           (before->size == 1 || (before->size == 2 && (unsigned char)s->view.p[before->at] >= 0x80));
}

/* ---- what stands after it ---- */

/* The first token from `t` on that is no opening bracket, opening mark, apostrophe or dash; s->to if there is none. */
static uint32_t real_token(const splitter *s, uint32_t t) {
    while (t < s->to) {
        char c = mark_at(s, t);
        if (c != '(' && c != '[' && c != '{' && c != '"' && c != '\'' && c != '-') break;
        t++;
    }
    return t;
}

/* Small letters: a sentence does not begin so. Scripts without case count as capital. */
static bool begins_small(const splitter *s, uint32_t t) {
    if (token(s, t)->kind != SL_TOKEN_WORD || has(s, t, SL_TOKEN_CAPITAL)) return false;
    char c = s->view.p[token(s, t)->at];
    return sl_is_lower(c) || ((unsigned char)c >= 0x80 && (unsigned char)c < 0xE0); /* two bytes: Greek, Cyrillic */
}

/* season.The, season."The: the blank was lost. Not www.Site.com, not a.B, not 2.5, not .NET. */
static bool lost_blank(const splitter *s, const stop *x) {
    uint32_t next = x->end, before = x->first - 1;
    char c = mark_at(s, next);
    uint32_t real = is_quote(c) || c == '(' ? real_token(s, next) : next;
    if (real >= s->to || token(s, real)->kind != SL_TOKEN_WORD || !has(s, real, SL_TOKEN_CAPITAL)) return false;
    if (x->strong || x->closes) return true;
    if (x->ellipsis || x->first == s->from || !glued(s, x->first)) return false;
    if (token(s, before)->kind == SL_TOKEN_MARK || token(s, before)->size < 2) return false;
    if (has(s, before, SL_TOKEN_UPPER)) return false;
    char left = glued(s, before) ? mark_at(s, before - 1) : 0, right = glued(s, real + 1) ? mark_at(s, real + 1) : 0;
    bool left_ok = left != '.' && left != '/' && left != '@' && left != '_';
    bool dotted = right == '.' && glued(s, real + 2) && token(s, real + 2)->kind != SL_TOKEN_MARK;
    return left_ok && !dotted && right != '/' && right != '@' && right != '_';
}

/* A full stop that belongs to the word before it: St. James, No. 9, J. Smith. */
static bool belongs_to_word(const splitter *s, const stop *x, uint32_t real) {
    uint32_t t = x->first;
    if (x->end != t + 1 || t == s->from || !glued(s, t) || token(s, t - 1)->kind == SL_TOKEN_MARK) return false;
    const sl_abbreviations *a = s->abbreviations;
    if (t - 1 == s->begun && token(s, t - 1)->kind == SL_TOKEN_NUMBER) return true; /* 1. of a list */
    if (is_abbreviation(s, t, a->hashes, a->n)) return true;
    if (token(s, real)->kind == SL_TOKEN_NUMBER) return is_abbreviation(s, t, a->numbered, a->n_numbered);
    return is_initial(s, t) && token(s, real)->kind == SL_TOKEN_WORD;
}

static bool ends_sentence(const splitter *s, const stop *x) {
    if (x->end >= s->to) return true;
    uint32_t real = real_token(s, x->end);
    if (real >= s->to || belongs_to_word(s, x, real)) return false;
    if (glued(s, x->end)) return lost_blank(s, x);
    if (token(s, real)->kind != SL_TOKEN_MARK) return !begins_small(s, real);
    char c = mark_at(s, real);
    return c != ',' && c != ';' && c != ':' && c != '.' && c != '?' && c != '!' && !is_closing_bracket(c);
}

/* ---- sentences ---- */

static sl_off end_of(const splitter *s, uint32_t t) {
    return token(s, t)->at + token(s, t)->size;
}

static void push(splitter *s, uint32_t from, uint32_t to, bool soft) {
    sl_range tokens = {from, to};
    *sl_push(s->out, s->sentences) = (sl_sentence){
        .tokens = tokens, .at = sl_range_span(s->tokens, tokens), .paragraph = s->paragraph, .soft_end = soft};
}

/* Adds a sentence, in pieces of at most SL_MAX_SENTENCE bytes, cut at blanks where there are any. */
static void add(splitter *s, uint32_t from, uint32_t to, bool soft) {
    while (end_of(s, to - 1) - token(s, from)->at > SL_MAX_SENTENCE) {
        uint32_t blank = from, t = from;
        while (end_of(s, t) - token(s, from)->at <= SL_MAX_SENTENCE) {
            t++;
            if (has(s, t, SL_TOKEN_SPACED)) blank = t;
        }
        if (blank > from && end_of(s, blank - 1) - token(s, from)->at <= SL_MAX_SENTENCE) t = blank;
        push(s, from, t, false);
        from = t;
    }
    push(s, from, to, soft);
}

/* Ends the sentence before token `t`. */
static void finish(splitter *s, uint32_t t, bool soft) {
    if (t > s->begun) add(s, s->begun, t, soft);
    s->begun = t;
}

/* ?" and !" with a name behind them, or a dash and a name: somebody may have said it. */
static bool is_soft(const splitter *s, const stop *x) {
    return x->end < s->to && x->closes_quote && (x->strong || mark_at(s, x->end) == '-');
}

static void split(splitter *s) {
    s->begun = s->from;
    uint32_t behind = s->from; /* the last stop */
    for (; s->next_mark < s->tokens->n_marks && s->tokens->marks[s->next_mark] < s->to; s->next_mark++) {
        uint32_t t = s->tokens->marks[s->next_mark];
        if (t < behind) continue;
        if (is_terminator(s, t)) {
            stop x = read_stop(s, t);
            behind = x.end;
            if (ends_sentence(s, &x)) finish(s, x.end, is_soft(s, &x));
        } else if (has(s, t, SL_TOKEN_SPACED) && is_bullet(s, t)) {
            finish(s, t, false);
        } else if (is_foreign_stop(s, t)) {
            finish(s, t + 1, false);
        }
    }
    finish(s, s->to, false);
}

void sl_sentences_make(const sl_text *text, const sl_tokens *tokens, const sl_quotations *quotations,
                       const sl_abbreviations *abbreviations, sl_arena *out, sl_sentences *sentences) {
    *sentences = (sl_sentences){0};
    splitter s = {.view = text->view,
                  .tokens = tokens,
                  .quotations = quotations,
                  .abbreviations = abbreviations,
                  .out = out,
                  .sentences = sentences};
    for (size_t p = 0; p < text->paragraphs.n; p++) {
        s.paragraph = (uint32_t)p;
        s.from = tokens->paragraphs[p];
        s.to = tokens->paragraphs[p + 1];
        split(&s);
    }
}

uint32_t sl_sentence_of(const sl_sentences *sentences, uint32_t t) {
    size_t low = 0, high = sentences->n;
    while (low + 1 < high) {
        size_t middle = low + (high - low) / 2;
        if (sentences->v[middle].tokens.from <= t) low = middle;
        else high = middle;
    }
    return (uint32_t)low;
}
