/* SPDX-License-Identifier: Apache-2.0
 *
 * For the tests of dates: the list of date words as the rules have it, and the expressions of a text.
 */
#ifndef SL_TESTS_TIMES_FIXTURE_H
#define SL_TESTS_TIMES_FIXTURE_H

#include "article.h"
#include "find/times.h"

enum { FIXTURE_WORDS = 2000 };

typedef struct {
    jmp_buf jump;
    sl_arena arena, scratch;
    char *bytes;
    sl_dateword words[FIXTURE_WORDS];
    size_t n;
    sl_textpool pool;
    const sl_gazetteer *gazetteer;
    char bad[256]; /* the first row that is not one, with the reason; empty: none */
} datewords;

static const sl_season fixture_season = {{8, 1}, {5, 31}, {7, 1}};

static inline void datewords_row(datewords *w, sl_gazetteer_builder *builder, sl_str line) {
    size_t one = sl_str_find(line, ',', 0), two = sl_str_find(line, ',', one + 1);
    sl_error err;
    sl_str word = sl_str_cut(line, 0, one), kind = sl_str_cut(line, one + 1, two),
           value = sl_str_cut(line, two + 1, line.n);
    sl_status status = sl_dateword_parse(kind, value, &w->words[w->n], &err);
    if (status && !w->bad[0]) snprintf(w->bad, sizeof w->bad, "%.*s: %.200s", (int)word.n, word.p, err.message);
    status = sl_gazetteer_add(builder, sl_fold(word, &w->arena), SL_CASE_ANY, (uint32_t)w->n);
    if (status && !w->bad[0]) snprintf(w->bad, sizeof w->bad, "%.*s: no words", (int)word.n, word.p);
    w->n++;
}

/** @return false where the list cannot be read; tests run in the folder that holds rules/ */
static inline bool datewords_load(datewords *w) {
    FILE *file = fopen("rules/lists/dates.csv", "rb");
    if (!file) return false;
    w->bytes = malloc(1 << 20);
    size_t n = w->bytes ? fread(w->bytes, 1, 1 << 20, file) : 0;
    fclose(file);
    w->pool = (sl_textpool){0};
    sl_arena_init(&w->arena, 0, &w->jump);
    sl_arena_init(&w->scratch, 0, &w->jump);
    if (!w->bytes || setjmp(w->jump)) return false;
    sl_gazetteer_builder *builder = sl_gazetteer_begin(&w->pool, &w->arena, &w->scratch);
    sl_str all = {w->bytes, n};
    w->n = 0;
    w->bad[0] = '\0';
    size_t at = sl_str_find(all, '\n', 0) + 1; /* behind the header */
    for (; at < all.n && w->n < FIXTURE_WORDS; at = sl_str_find(all, '\n', at) + 1)
        datewords_row(w, builder, sl_str_cut(all, at, sl_str_find(all, '\n', at)));
    w->gazetteer = sl_gazetteer_end(builder);
    return true;
}

static inline void datewords_free(datewords *w) {
    sl_arena_release(&w->arena);
    sl_arena_release(&w->scratch);
    free(w->bytes);
}

/** The expressions of `raw`; article_free(a) frees them. */
static inline bool times_of(const datewords *w, article *a, sl_str raw, sl_times *times) {
    sl_hits hits = {0};
    *times = (sl_times){0};
    if (!article_make(a, raw, NULL)) return false;
    if (setjmp(a->jump)) return false;
    sl_range all = {0, (uint32_t)a->tokens.n};
    sl_gazetteer_find(w->gazetteer, a->text.view, &a->tokens, all, &a->tmp, &hits);
    sl_times_find(w->words, w->n, &hits, &a->text, &a->tokens, &a->sentences, &a->out, &a->tmp, times);
    return true;
}

#endif
