/* SPDX-License-Identifier: Apache-2.0 */
#include "rule/phrase_p.h"

void sl_phrase_skip(sl_phrase *p) {
    while (p->at < p->text->text.n && sl_is_space(p->text->text.p[p->at])) p->at++;
}

bool sl_phrase_end(sl_phrase *p) {
    sl_phrase_skip(p);
    return p->at >= p->text->text.n;
}

static bool in_word(char c) {
    return sl_is_alnum(c) || c == '_' || c == '-' || c == '.' || c == '\'' || c == '/' || (unsigned char)c >= 0x80;
}

bool sl_phrase_take(sl_phrase *p, const char *word) {
    size_t start = p->at;
    sl_phrase_skip(p);
    sl_str s = p->text->text;
    for (const char *w = word; *w; w++) {
        if (*w == ' ') {
            if (p->at >= s.n || !sl_is_space(s.p[p->at])) break;
            sl_phrase_skip(p);
            continue;
        }
        if (p->at >= s.n || s.p[p->at] != *w) {
            p->at = start;
            return false;
        }
        p->at++;
    }
    char last = word[strlen(word) - 1];
    if (in_word(last) && p->at < s.n && in_word(s.p[p->at])) {
        p->at = start;
        return false;
    }
    return true;
}

sl_located sl_phrase_word(sl_phrase *p) {
    sl_phrase_skip(p);
    size_t from = p->at;
    sl_str s = p->text->text;
    if (p->at < s.n && s.p[p->at] == '{') {
        size_t close = sl_str_find(s, '}', p->at);
        p->at = close < s.n ? close + 1 : close;
    } else {
        while (p->at < s.n && in_word(s.p[p->at])) p->at++;
    }
    return sl_located_cut(p->text, from, p->at);
}

bool sl_phrase_braces(sl_phrase *p, sl_located *inside) {
    size_t from = p->at;
    sl_located w = sl_phrase_word(p);
    bool closed = w.text.n > 2 && w.text.p[0] == '{' && w.text.p[w.text.n - 1] == '}';
    sl_located name = sl_located_cut(&w, 1, w.text.n - 1);
    *inside = sl_located_trim(&name);
    if (closed && inside->text.n) return true;
    p->at = from;
    return false;
}

sl_words sl_phrase_words(sl_phrase *p, char separator) {
    const char sign[] = {separator, '\0'};
    sl_words words = {0};
    do {
        sl_located w = sl_phrase_word(p);
        if (w.text.n == 0) {
            sl_phrase_fail(p, 12, "the name of a column is missing here");
            break;
        }
        *sl_push(p->out, &words) = w;
    } while (sl_phrase_take(p, sign));
    return words;
}

bool sl_phrase_number(sl_phrase *p, uint32_t *n) {
    size_t from = p->at;
    sl_located w = sl_phrase_word(p);
    if (sl_str_number(w.text, 1000000, n)) return true;
    p->at = from;
    return false;
}

sl_located sl_phrase_rest(sl_phrase *p) {
    sl_located rest = sl_located_cut(p->text, p->at, p->text->text.n);
    p->at = p->text->text.n;
    return sl_located_trim(&rest);
}

/* The run of letters or signs that stands next; at the end of the phrase, its last one. */
static sl_span next_run(sl_phrase *p) {
    sl_str s = p->text->text;
    sl_phrase_skip(p);
    size_t from = p->at, to = p->at;
    while (to < s.n && !sl_is_space(s.p[to])) to++;
    if (from == s.n) {
        while (to > 0 && sl_is_space(s.p[to - 1])) to--;
        for (from = to; from > 0 && !sl_is_space(s.p[from - 1]);) from--;
    }
    return (sl_span){(sl_off)from, (sl_off)to};
}

void sl_phrase_fail(sl_phrase *p, uint16_t number, const char *message) {
    sl_span at = next_run(p);
    if (!p->failed) sl_error_at(p->diagnostics, p->text, at.from, at.to, number, "%s", message);
    p->failed = true;
    p->at = p->text->text.n;
}

/* "; nearest: x", or where none is near "; known are: a, b, c". */
static sl_str advice(sl_str word, const char *const *known, size_t n, sl_arena *out) {
    sl_str *words = SL_NEW_ARRAY(out, sl_str, n), all = {"", 0};
    for (size_t i = 0; i < n; i++) words[i] = sl_str_of(known[i]);
    sl_str near = sl_nearest_word(word, words, n);
    if (near.n) return sl_arena_printf(out, "; nearest: \"%.*s\"", (int)near.n, near.p);
    for (size_t i = 0; i < n; i++)
        all = sl_arena_printf(out, "%.*s%s%s", (int)all.n, all.p, i ? ", " : "; known are: ", known[i]);
    return all;
}

static bool is_near(sl_str phrase, const char *const *known, size_t n) {
    for (size_t i = 0; i < n; i++) {
        sl_str one = sl_str_of(known[i]);
        if (sl_nearest_word(phrase, &one, 1).n) return true;
    }
    return false;
}

void sl_phrase_unknown(sl_phrase *p, uint16_t number, const char *const *known, size_t n) {
    sl_span at = next_run(p);
    sl_str s = p->text->text, word = sl_str_span(s, at), phrase = sl_str_cut(s, at.from, sl_str_find(s, ',', at.from));
    size_t letters = 0;
    while (letters < word.n && in_word(word.p[letters])) letters++;
    if (letters) word.n = letters;
    if (is_near(phrase, known, n)) word = phrase;
    sl_str more = advice(word, known, n, p->out);
    if (!p->failed)
        sl_error_at(p->diagnostics, p->text, at.from, at.from + word.n, number, "\"%.*s\" is not understood here%.*s",
                    sl_shown(word), word.p, (int)more.n, more.p);
    p->failed = true;
    p->at = p->text->text.n;
}

void sl_phrase_finish(sl_phrase *p) {
    if (!sl_phrase_end(p)) sl_phrase_fail(p, 12, "nothing more is wanted here");
}

sl_words sl_split(const sl_located *text, char separator, sl_arena *out) {
    sl_words parts = {0};
    int depth = 0;
    size_t from = 0;
    for (size_t i = 0; i <= text->text.n; i++) {
        char c = i < text->text.n ? text->text.p[i] : separator;
        if (c == '\\' && i + 1 < text->text.n) {
            i++;
            continue;
        }
        if (c == '(' || c == '[' || c == '{') depth++;
        if ((c == ')' || c == ']' || c == '}') && depth) depth--;
        if (i < text->text.n && (c != separator || depth)) continue;
        sl_located part = sl_located_cut(text, from, i);
        part = sl_located_trim(&part);
        if (part.text.n) *sl_push(out, &parts) = part;
        from = i + 1;
    }
    return parts;
}

void sl_split_more(const sl_located *text, char separator, sl_arena *out, sl_words *words) {
    sl_words more = sl_split(text, separator, out);
    for (size_t i = 0; i < more.n; i++) *sl_push(out, words) = more.v[i];
}

/* Edit distance with neighbours swapped as one step (optimal string alignment), for words of at most 63 letters. */
static size_t distance(sl_str a, sl_str b) {
    size_t row[3][64];
    for (size_t j = 0; j <= b.n; j++) row[1][j] = j;
    for (size_t i = 1; i <= a.n; i++) {
        size_t *now = row[(i + 1) % 3], *last = row[i % 3], *older = row[(i + 2) % 3];
        now[0] = i;
        for (size_t j = 1; j <= b.n; j++) {
            bool same = sl_lower(a.p[i - 1]) == sl_lower(b.p[j - 1]);
            size_t best = last[j - 1] + !same;
            if (last[j] + 1 < best) best = last[j] + 1;
            if (now[j - 1] + 1 < best) best = now[j - 1] + 1;
            if (i > 1 && j > 1 && a.p[i - 1] == b.p[j - 2] && a.p[i - 2] == b.p[j - 1] && older[j - 2] + 1 < best)
                best = older[j - 2] + 1;
            now[j] = best;
        }
    }
    return row[(a.n + 1) % 3][b.n];
}

sl_str sl_nearest_word(sl_str word, const sl_str *known, size_t n) {
    sl_str nearest = {0};
    size_t best = word.n / 3 + 1;
    if (word.n == 0 || word.n > 63) return nearest;
    for (size_t i = 0; i < n; i++) {
        if (known[i].n == 0 || known[i].n > 63) continue;
        size_t d = distance(word, known[i]);
        if (d < best || (d == best && nearest.n == 0 && d < word.n)) {
            best = d;
            nearest = known[i];
        }
    }
    return nearest;
}

bool sl_check_name(const sl_located *name, const char *what, sl_diagnostics *d) {
    sl_str s = name->text;
    bool good = s.n > 0 && !sl_is_digit(s.p[0]) && s.p[0] != '.';
    for (size_t i = 0; i < s.n; i++) good = good && (sl_is_alnum(s.p[i]) || s.p[i] == '_' || s.p[i] == '.');
    if (!good && s.n == 0) sl_error_at(d, name, 0, 1, 14, "the name of %s is missing here", what);
    else if (!good)
        sl_error_at(d, name, 0, s.n, 14,
                    "\"%.*s\" is no name for %s: letters a to z, digits, _ and dots, no digit first", sl_shown(s), s.p,
                    what);
    return good;
}

void sl_check_once(const sl_statement *s, const char *const *keywords, size_t n, sl_diagnostics *d) {
    for (size_t k = 0; k < n; k++) {
        const sl_located *first = NULL;
        for (size_t i = 0; i < s->below.n; i++) {
            const sl_located *word = &s->below.v[i].keyword;
            if (!sl_str_eq(word->text, sl_str_of(keywords[k]))) continue;
            if (first)
                sl_error_at(d, word, 0, word->text.n, 18, "\"%s\" stands already in line %u", keywords[k],
                            sl_located_at(first, 0, 0).line);
            else first = word;
        }
    }
}

bool sl_check_colon(const sl_statement *s, sl_diagnostics *d) {
    if (s->has_colon) return true;
    sl_error_at(d, &s->keyword, 0, s->keyword.text.n, 22,
                "there is no colon; a line is \"keyword: text\", and one that goes on in the next ends in ...");
    return false;
}

/* Is the keyword nearly one of `known`, or does it begin with a word that is? */
void sl_unknown_keyword(const sl_statement *s, const char *const *known, size_t n, const char *inside,
                        sl_diagnostics *d) {
    sl_str words[32], keyword = s->keyword.text, first = sl_str_cut(keyword, 0, sl_str_find(keyword, ' ', 0));
    for (size_t i = 0; i < n && i < 32; i++) words[i] = sl_str_of(known[i]);
    if (sl_nearest_word(keyword, words, n).n == 0) keyword = first;
    sl_str near = sl_nearest_word(keyword, words, n);
    if ((near.n == 0 || sl_str_eq(near, first)) && !sl_check_colon(s, d)) return;
    sl_str more = advice(keyword, known, n, d->arena);
    sl_error_at(d, &s->keyword, 0, keyword.n, 13, "unknown keyword \"%.*s\" %s%.*s", sl_shown(keyword), keyword.p,
                inside, (int)more.n, more.p);
}
