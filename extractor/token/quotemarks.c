/* SPDX-License-Identifier: Apache-2.0
 *
 * A paragraph at a time, in four steps: collect its marks and judge each by what touches it; pair the double ones;
 * pair the single ones inside each double quotation and outside of all; write the pairs down in text order. Double
 * ones come first because an apostrophe can look like any single one.
 *
 * Each step looks at most a fixed number of marks ahead or passes each mark at most twice, so that fifty thousand
 * opening marks cost what fifty thousand letters cost.
 */
#include "token/quotemarks.h"

#include "base/bounds.h"

/* What touches a mark on one side, other marks not counted. */
typedef enum { NEAR_SPACE, NEAR_WORD, NEAR_OPENING, NEAR_CLOSING, NEAR_DASH, NEAR_POINT, NEAR_OTHER } near;

typedef enum { ROLE_NONE, ROLE_OPENS, ROLE_CLOSES, ROLE_EITHER } role;

/* How sure a single mark is a closing one and no apostrophe. */
typedef enum {
    DOUBTFUL, /* the players' goal */
    CLEAR,    /* a 'farce' today: words seldom end in an apostrophe but for -s' */
    STRONG,   /* a 'farce', he */
    SPEECH    /* 'It is good,' he */
} strength;

typedef struct {
    uint32_t token;
    uint32_t inside;      /* the double mark that opens the quotation around it, as index of a mark, or SL_NONE */
    uint32_t next;        /* the next mark with the same `inside` among those of the single pass, or SL_NONE */
    uint32_t first, last; /* of the list of marks inside this one */
    uint32_t end;         /* of one that begins a quotation: the token behind that */
    role role;
    strength strength;
    bool is_double, shaped; /* shaped: an opening mark by its own form */
    bool small;             /* what it opens begins with a small letter or a digit, as 'em and '90s do */
    bool begins, closed, taken;
} mark;

typedef SL_ARRAY(mark) marks;

typedef struct {
    const sl_text *text;
    const sl_tokens *tokens;
    sl_arena *out;
    sl_quotations *quotations;
    size_t shaped; /* next of text->shaped */
    uint32_t paragraph;
    uint32_t from, to;              /* tokens of the paragraph */
    uint32_t next_mark;             /* of tokens->marks: the first behind it */
    marks marks;                    /* of the paragraph */
    uint32_t outside, last_outside; /* list of the marks outside double quotations */
    uint32_t open_end;              /* quotation of the paragraph before that ran to its end, or SL_NONE */
    uint32_t run;                   /* paragraphs that the speech has gone on through */
} finder;

static char char_of(const finder *f, uint32_t t) {
    return f->text->view.p[f->tokens->v[t].at];
}

static bool is_mark(const finder *f, uint32_t t, char c) {
    return f->tokens->v[t].kind == SL_TOKEN_MARK && char_of(f, t) == c;
}

static bool is_quote(const finder *f, uint32_t t) {
    return is_mark(f, t, '"') || is_mark(f, t, '\'');
}

static bool spaced(const finder *f, uint32_t t) {
    return f->tokens->v[t].flags & SL_TOKEN_SPACED;
}

static near near_of(const finder *f, uint32_t t) {
    if (f->tokens->v[t].kind != SL_TOKEN_MARK) return NEAR_WORD;
    switch (char_of(f, t)) {
    case '(':
    case '[':
    case '{': return NEAR_OPENING;
    case ')':
    case ']':
    case '}': return NEAR_CLOSING;
    case '-':
    case '/': return NEAR_DASH;
    case '.':
    case ',':
    case ';':
    case ':':
    case '?':
    case '!': return NEAR_POINT;
    default: return NEAR_OTHER;
    }
}

enum { MARKS_IN_A_ROW = 4 }; /* '"We, ?'": more than that is no writing, and must not cost the square of its length */

static near left_of(const finder *f, uint32_t t) {
    for (int i = 0; i < MARKS_IN_A_ROW; i++) {
        if (t == f->from || spaced(f, t)) return NEAR_SPACE;
        if (!is_quote(f, --t)) return near_of(f, t);
    }
    return NEAR_SPACE;
}

/* The token that touches `t` on the right, other marks not counted; SL_NONE for white space. */
static uint32_t token_right_of(const finder *f, uint32_t t) {
    for (int i = 0; i < MARKS_IN_A_ROW; i++) {
        if (++t >= f->to || spaced(f, t)) return SL_NONE;
        if (!is_quote(f, t)) return t;
    }
    return SL_NONE;
}

/* `...and then` begins with points but is a word to what stands before it. */
static near right_of(const finder *f, uint32_t t) {
    uint32_t r = token_right_of(f, t);
    if (r == SL_NONE) return NEAR_SPACE;
    if (is_mark(f, r, '.') && r + 1 < f->to && !spaced(f, r + 1) && is_mark(f, r + 1, '.')) return NEAR_WORD;
    return near_of(f, r);
}

static bool begins_something(near right) {
    return right == NEAR_WORD || right == NEAR_OPENING || right == NEAR_OTHER;
}

static sl_mark_side side_of(finder *f, uint32_t t) {
    sl_off at = f->tokens->v[t].at;
    while (f->shaped < f->text->shaped.n && f->text->shaped.v[f->shaped].at < at) f->shaped++;
    if (f->shaped == f->text->shaped.n || f->text->shaped.v[f->shaped].at != at) return SL_SIDE_STRAIGHT;
    return f->text->shaped.v[f->shaped].side;
}

/* ---- 1: what each mark can be ---- */

/* 6'2": feet and inches. */
static bool is_inches(const finder *f, uint32_t t) {
    return t >= f->from + 3 && !spaced(f, t) && !spaced(f, t - 1) && !spaced(f, t - 2) && is_mark(f, t - 2, '\'') &&
           f->tokens->v[t - 1].kind == SL_TOKEN_NUMBER && f->tokens->v[t - 3].kind == SL_TOKEN_NUMBER;
}

/* Where a mark stands says more than its form, which keyboards and programs get wrong; the form decides the rest. */
static role role_of_double(const finder *f, uint32_t t, sl_mark_side side) {
    if (is_inches(f, t)) return ROLE_NONE;
    near left = left_of(f, t), right = right_of(f, t);
    bool starts = begins_something(right);
    if (starts && (left == NEAR_SPACE || left == NEAR_OPENING)) return ROLE_OPENS;
    if (!starts && left != NEAR_SPACE && left != NEAR_OPENING) return ROLE_CLOSES;
    if (side != SL_SIDE_STRAIGHT) return side == SL_SIDE_OPENS ? ROLE_OPENS : ROLE_CLOSES;
    if (starts && t > f->from && !spaced(f, t) && is_mark(f, t - 1, ':')) return ROLE_OPENS;
    return ROLE_EITHER;
}

static role role_of_single(near left, near right, sl_mark_side side) {
    if (left == NEAR_WORD && right == NEAR_WORD) return ROLE_NONE;
    if (begins_something(right)) {
        bool free = left == NEAR_SPACE || left == NEAR_OPENING || left == NEAR_DASH;
        if (side == SL_SIDE_CLOSES) return ROLE_NONE; /* the typographer's '90s and 'em */
        return free || side == SL_SIDE_OPENS ? ROLE_OPENS : ROLE_NONE;
    }
    if (side == SL_SIDE_OPENS) return ROLE_NONE;
    return left == NEAR_SPACE || left == NEAR_OPENING ? ROLE_NONE : ROLE_CLOSES;
}

/* A possessive plural ends like a quotation: the one orthographic fact that no position tells. Minutes (80') too. */
static strength strength_of(const finder *f, uint32_t t, near left, near right) {
    if (left == NEAR_POINT) return SPEECH;
    if (right == NEAR_POINT || right == NEAR_CLOSING) return STRONG;
    if (t + 1 == f->to || (!spaced(f, t + 1) && is_mark(f, t + 1, '"'))) return STRONG;
    char before = f->text->view.p[f->tokens->v[t].at - 1];
    return sl_lower(before) == 's' || sl_is_digit(before) ? DOUBTFUL : CLEAR;
}

static bool opens_small(const finder *f, uint32_t t) {
    uint32_t r = token_right_of(f, t);
    if (r == SL_NONE || near_of(f, r) != NEAR_WORD) return false;
    return !(f->tokens->v[r].flags & SL_TOKEN_CAPITAL);
}

static void collect(finder *f) {
    f->marks.n = 0;
    for (; f->next_mark < f->tokens->n_marks && f->tokens->marks[f->next_mark] < f->to; f->next_mark++) {
        uint32_t t = f->tokens->marks[f->next_mark];
        if (!is_quote(f, t)) continue;
        sl_mark_side side = side_of(f, t);
        mark m = {.token = t, .inside = SL_NONE, .next = SL_NONE, .first = SL_NONE, .last = SL_NONE};
        m.is_double = is_mark(f, t, '"');
        near left = left_of(f, t), right = right_of(f, t);
        m.role = m.is_double ? role_of_double(f, t, side) : role_of_single(left, right, side);
        if (m.role == ROLE_NONE) continue;
        m.shaped = side == SL_SIDE_OPENS;
        if (m.is_double) m.strength = left == NEAR_POINT ? SPEECH : STRONG;
        else if (m.role == ROLE_CLOSES) m.strength = strength_of(f, t, left, right);
        if (m.role != ROLE_CLOSES) m.small = opens_small(f, t);
        *sl_push(f->out, &f->marks) = m;
    }
}

/* ---- 2: double marks ---- */

static uint32_t next_double(const finder *f, uint32_t i) {
    while (++i < f->marks.n)
        if (f->marks.v[i].is_double) return i;
    return SL_NONE;
}

static bool ends_sentence(const finder *f, uint32_t t) {
    return is_mark(f, t, '.') || is_mark(f, t, '?') || is_mark(f, t, '!') || is_quote(f, t);
}

/* A second opening mark begins a quotation inside the first one only in mid-sentence and where both are closed:
   "He told me "no" twice," he said. Else the first was never closed and this is a new piece. */
static bool is_nested(const finder *f, uint32_t i) {
    uint32_t t = f->marks.v[i].token;
    if (t == f->from || ends_sentence(f, t - 1)) return false;
    uint32_t first = next_double(f, i);
    if (first == SL_NONE || f->marks.v[first].role != ROLE_CLOSES) return false;
    uint32_t second = next_double(f, first);
    return second != SL_NONE && f->marks.v[second].role == ROLE_CLOSES;
}

static void begin(finder *f, uint32_t i) {
    f->marks.v[i].begins = true;
    f->marks.v[i].end = f->to;
}

static void end(finder *f, uint32_t i, uint32_t token, bool closed) {
    f->marks.v[i].end = token;
    f->marks.v[i].closed = closed;
}

/* For the single pass: a list for each double quotation, one for what is outside of all. */
static void enlist(finder *f, uint32_t i, uint32_t inside) {
    mark *m = &f->marks.v[i];
    uint32_t *first = inside == SL_NONE ? &f->outside : &f->marks.v[inside].first;
    uint32_t *last = inside == SL_NONE ? &f->last_outside : &f->marks.v[inside].last;
    m->inside = inside;
    if (*last == SL_NONE) *first = i;
    else f->marks.v[*last].next = i;
    *last = i;
}

static void pair_doubles(finder *f) {
    uint32_t open = SL_NONE, nested = SL_NONE;
    f->outside = f->last_outside = SL_NONE;
    for (uint32_t i = 0; i < f->marks.n; i++) {
        mark *m = &f->marks.v[i];
        if (!m->is_double) {
            enlist(f, i, nested != SL_NONE ? nested : open);
            continue;
        }
        bool opens = m->role == ROLE_OPENS || (m->role == ROLE_EITHER && open == SL_NONE);
        if (!opens && open == SL_NONE) {
            m->role = ROLE_CLOSES;
            enlist(f, i, SL_NONE); /* a stray closing mark; a single one may have opened */
        } else if (!opens) {
            uint32_t *innermost = nested != SL_NONE ? &nested : &open;
            end(f, *innermost, m->token + 1, true);
            *innermost = SL_NONE;
        } else if (open != SL_NONE && nested == SL_NONE && is_nested(f, i)) {
            begin(f, nested = i);
        } else {
            if (nested != SL_NONE) end(f, nested, m->token, false);
            if (open != SL_NONE) end(f, open, m->token, false);
            nested = SL_NONE;
            begin(f, open = i);
        }
    }
}

/* ---- 3: single marks ---- */

enum { FEW_WORDS = 4, SOME_WORDS = 12, MANY_WORDS = 60 }; /* tokens between marks that pair the less surely */

/* Whether the closing mark `c` convinces as the other end of `o`. */
static bool convinces(const finder *f, const mark *o, const mark *c) {
    uint32_t words = c->token - o->token - 1;
    const sl_token *first = &f->tokens->v[o->token + 1];
    if (words == 0) return false;
    if (words == 1 && first->size == 1 && o->small) return false; /* rock 'n' roll */
    if (c->is_double && (c->strength != SPEECH || (o->small && !o->shaped))) return false;
    if (o->shaped) return true;
    if (sl_is_digit(f->text->view.p[first->at]) && c->strength < STRONG) return false; /* the '90s */
    if (c->strength == DOUBTFUL) return words <= FEW_WORDS;
    if (o->small) return words <= (c->strength == CLEAR ? SOME_WORDS : MANY_WORDS);
    return true;
}

/* The closing mark of the single mark `o`, or SL_NONE. A surer one is preferred to an earlier doubtful one; another
   opening mark stops the search unless it looks like an apostrophe ('em) and `o` does not. */
static uint32_t closing_of(const finder *f, uint32_t o) {
    const mark *opening = &f->marks.v[o];
    bool sure = opening->shaped || !opening->small;
    uint32_t doubtful = SL_NONE;
    for (uint32_t i = opening->next; i != SL_NONE; i = f->marks.v[i].next) {
        const mark *m = &f->marks.v[i];
        if (m->role == ROLE_OPENS) {
            if (sure && m->small && !m->shaped) continue;
            break;
        }
        if (m->strength != DOUBTFUL) {
            if (convinces(f, opening, m)) return i;
            if (m->is_double) continue;
            break;
        }
        if (doubtful == SL_NONE) doubtful = i;
    }
    return doubtful != SL_NONE && convinces(f, opening, &f->marks.v[doubtful]) ? doubtful : SL_NONE;
}

static void pair_list(finder *f, uint32_t i) {
    while (i != SL_NONE) {
        mark *m = &f->marks.v[i];
        uint32_t c = m->is_double || m->role != ROLE_OPENS ? SL_NONE : closing_of(f, i);
        if (c == SL_NONE) {
            i = m->next;
            continue;
        }
        begin(f, i);
        end(f, i, f->marks.v[c].token + 1, true);
        f->marks.v[c].taken = true;
        i = f->marks.v[c].next;
    }
}

/* A double quotation without its closing mark ends at a single one that closes speech and belongs to nothing else. */
static void close_by_single(finder *f, mark *open) {
    for (uint32_t i = open->first; i != SL_NONE; i = f->marks.v[i].next) {
        mark *m = &f->marks.v[i];
        if (m->role == ROLE_OPENS && !m->begins) return;
        if (m->role != ROLE_CLOSES || m->taken || m->strength != SPEECH) continue;
        if (right_of(f, m->token) != NEAR_SPACE) continue;
        m->taken = true;
        open->end = m->token + 1;
        open->closed = true;
        return;
    }
}

static bool opens_paragraph(const finder *f, uint32_t t) {
    if (t >= f->tokens->n || !(f->tokens->v[t].flags & SL_TOKEN_PARAGRAPH) || !is_mark(f, t, '\'')) return false;
    return t + 1 < f->tokens->n && !spaced(f, t + 1) && f->tokens->v[t + 1].flags & SL_TOKEN_CAPITAL;
}

static void pair_singles(finder *f) {
    pair_list(f, f->outside);
    for (size_t i = 0; i < f->marks.n; i++) {
        mark *m = &f->marks.v[i];
        if (!m->is_double || !m->begins) continue;
        pair_list(f, m->first);
        if (!m->closed) close_by_single(f, m);
    }
    /* A speech in single marks that goes on: this paragraph and the next one open alike. */
    if (f->marks.n == 0 || f->marks.v[0].begins || f->marks.v[0].token != f->from) return;
    if (opens_paragraph(f, f->from) && opens_paragraph(f, f->to) && f->marks.v[0].role == ROLE_OPENS) begin(f, 0);
}

/* ---- 4: quotations ---- */

static uint32_t write_one(finder *f, const mark *m, uint8_t depth) {
    uint32_t last = m->closed ? m->end - 2 : m->end - 1; /* of the words; before m->token + 1 where there are none */
    if (last <= m->token) return SL_NONE;
    const sl_token *v = f->tokens->v;
    sl_quotation q = {.tokens = {m->token, m->end}, .paragraph = f->paragraph, .depth = depth};
    q.outer = sl_range_span(f->tokens, q.tokens);
    q.inner = (sl_span){v[m->token + 1].at, v[last].at + v[last].size};
    q.is_double = m->is_double;
    q.closed = m->closed;
    *sl_push(f->out, f->quotations) = q;
    return (uint32_t)f->quotations->n - 1;
}

/* Joins the first quotation of this paragraph to the open one that ended the paragraph before. */
static void join(finder *f, uint32_t first) {
    sl_quotation *now = &f->quotations->v[first];
    bool joins = f->open_end != SL_NONE && now->tokens.from == f->from &&
                 f->quotations->v[f->open_end].is_double == now->is_double && f->run < SL_MAX_QUOTE_PARAGRAPHS;
    f->run = joins ? f->run + 1 : 0;
    if (!joins) return;
    f->quotations->v[f->open_end].continues = true;
    now->continued = true;
}

enum { DEPTHS = 8 }; /* more than the pairing can nest: single, double, double inside, single inside each */

static void write_down(finder *f) {
    uint32_t ends[DEPTHS], depth = 0, first = SL_NONE, open_end = SL_NONE;
    for (size_t i = 0; i < f->marks.n; i++) {
        const mark *m = &f->marks.v[i];
        while (depth > 0 && ends[depth - 1] <= m->token) depth--;
        if (!m->begins || depth == DEPTHS) continue;
        uint32_t q = write_one(f, m, (uint8_t)depth);
        if (q == SL_NONE) continue;
        if (first == SL_NONE) first = q;
        if (depth == 0 && !m->closed && m->end == f->to) open_end = q;
        ends[depth++] = m->end;
    }
    if (first == SL_NONE) f->run = 0;
    else join(f, first);
    f->open_end = f->text->paragraphs.v[f->paragraph].headline ? SL_NONE : open_end;
}

void sl_quotations_find(const sl_text *text, const sl_tokens *tokens, sl_arena *out, sl_quotations *quotations) {
    *quotations = (sl_quotations){0};
    finder f = {.text = text, .tokens = tokens, .out = out, .quotations = quotations, .open_end = SL_NONE};
    for (size_t p = 0; p < text->paragraphs.n; p++) {
        f.paragraph = (uint32_t)p;
        f.from = tokens->paragraphs[p];
        f.to = tokens->paragraphs[p + 1];
        collect(&f);
        pair_doubles(&f);
        pair_singles(&f);
        write_down(&f);
    }
}
