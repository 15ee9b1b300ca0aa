/* SPDX-License-Identifier: Apache-2.0
 *
 * For unit tests: an article read up to its sentences, and pseudo-random articles full of what breaks tokenizers.
 *
 *     article a;
 *     article_make(&a, SL_STR("He is out. She is not."), NULL);
 *     assert_int_equal(a.sentences.n, 2);
 *     article_free(&a);
 */
#ifndef SL_TESTS_ARTICLE_H
#define SL_TESTS_ARTICLE_H

#include "token/gazetteer.h"
#include "token/sentences.h"

typedef struct {
    jmp_buf jump;
    sl_arena out, tmp;
    sl_text text;
    sl_tokens tokens;
    sl_quotations quotations;
    sl_sentences sentences;
} article;

static inline void article_free(article *a) {
    sl_arena_release(&a->out);
    sl_arena_release(&a->tmp);
}

/** @param abbreviations may be NULL. @return false where there was no memory or the bytes are no text */
static inline bool article_make(article *a, sl_str raw, const sl_abbreviations *abbreviations) {
    static const sl_abbreviations none = {0};
    static const sl_text_options options = {.date = SL_NO_DAY};
    sl_error err;
    sl_arena_init(&a->out, 0, &a->jump);
    sl_arena_init(&a->tmp, 0, &a->jump);
    if (setjmp(a->jump)) return false;
    if (sl_text_make(SL_STR("test"), raw, &options, &a->out, &a->tmp, &a->text, &err)) return false;
    sl_tokens_make(&a->text, &a->out, &a->tokens);
    sl_quotations_find(&a->text, &a->tokens, &a->out, &a->quotations);
    sl_sentences_make(&a->text, &a->tokens, &a->quotations, abbreviations ? abbreviations : &none, &a->out,
                      &a->sentences);
    return true;
}

/** xorshift64*: the same numbers on every machine. */
static inline uint32_t article_random(uint64_t *state) {
    *state ^= *state >> 12;
    *state ^= *state << 25;
    *state ^= *state >> 27;
    return (uint32_t)((*state * UINT64_C(0x2545F4914F6CDD1D)) >> 32);
}

/** Fills `room` bytes at most with a text made of hard pieces; always valid UTF-8, and the same for one seed. */
static inline sl_str article_invent(uint64_t seed, char *at, size_t room) {
    static const char *const pieces[] = {"Okafor",
                                         "knee",
                                         "the",
                                         "St",
                                         "No",
                                         "players'",
                                         "don't",
                                         "O'Hara",
                                         "'90s",
                                         "'em",
                                         "a",
                                         "U.S.",
                                         "p.m.",
                                         "7.45pm",
                                         "2-0",
                                         "9",
                                         "Ødegård",
                                         "Jürgen",
                                         "Ångström",
                                         "ÉCOLE",
                                         "straße",
                                         "日本語",
                                         "ไทยแลนด์",
                                         "😀",
                                         "£20m",
                                         "Ω",
                                         "Ñ",
                                         "e\u0301",
                                         "www.example.com",
                                         "semi-final",
                                         "VAR",
                                         "he",
                                         "said",
                                         "We",
                                         ".",
                                         ".",
                                         ".",
                                         ",",
                                         "?",
                                         "!",
                                         "...",
                                         "…",
                                         "\"",
                                         "\"",
                                         "'",
                                         "'",
                                         "“",
                                         "”",
                                         "‘",
                                         "’",
                                         "(",
                                         ")",
                                         "[",
                                         "]",
                                         "-",
                                         "–",
                                         "—",
                                         ":",
                                         ";",
                                         "/",
                                         "@x",
                                         "#y",
                                         "•",
                                         "_",
                                         "“He",
                                         "it,”",
                                         "‘no",
                                         "way,’",
                                         "\"We",
                                         "go.\"",
                                         "'It",
                                         "on.'"};
    static const char *const gaps[] = {" ", " ", " ", " ", "", "", "", "\n", "\n\n", "\t", "\u00A0", "\u200B"};
    uint64_t state = seed * 2 + 1;
    size_t n = 0;
    for (;;) {
        const char *piece = pieces[article_random(&state) % (sizeof pieces / sizeof *pieces)];
        const char *gap = gaps[article_random(&state) % (sizeof gaps / sizeof *gaps)];
        size_t size = strlen(piece), gap_size = strlen(gap);
        if (n + size + gap_size > room) return (sl_str){at, n};
        memcpy(at + n, piece, size);
        memcpy(at + n + size, gap, gap_size);
        n += size + gap_size;
    }
}

#endif
