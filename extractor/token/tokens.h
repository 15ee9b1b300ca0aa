/* SPDX-License-Identifier: Apache-2.0
 *
 * Words, numbers and marks of an article's view, and its sentences.
 *
 * A word is a longest run of letters, digits and combining marks; every other character that is no white space is a
 * mark of its own. So "Oxlade-Chamberlain's 2-0" is Oxlade - Chamberlain ' s 2 - 0: list entries, cut the same way,
 * match in the middle of hyphens and before a possessive, and \b of a regex falls on the same places.
 * In scripts without spaces (Thai, Lao, Khmer, Chinese, Japanese) words are cut by ICU.
 */
#ifndef SL_TOKEN_TOKENS_H
#define SL_TOKEN_TOKENS_H

#include "adapt/eight.h"
#include "base/array.h"
#include "text/text.h"

enum {
    SL_TOKEN_WORD,   /* has a letter */
    SL_TOKEN_NUMBER, /* digits alone */
    SL_TOKEN_MARK    /* one character */
};

enum {
    SL_TOKEN_SPACED = 1,     /* white space before it, or the first of the article */
    SL_TOKEN_CAPITAL = 2,    /* first letter is upper case */
    SL_TOKEN_UPPER = 4,      /* two letters or more and all upper case */
    SL_TOKEN_NEWLINE = 8,    /* a line break before it */
    SL_TOKEN_PARAGRAPH = 16, /* the first of its paragraph */
    SL_TOKEN_CASED = 32      /* some letter is upper case */
};

typedef struct {
    sl_off at;     /* in the view */
    uint16_t size; /* bytes, at most SL_MAX_TOKEN; a longer run is cut in pieces */
    uint8_t kind, flags;
    uint32_t hash; /* of the lower-cased bytes: sl_token_hash */
} sl_token;

typedef struct {
    sl_token *v;
    size_t n, room;
    uint32_t *marks; /* of an article: which tokens are marks */
    uint32_t n_marks;
    uint32_t *paragraphs; /* of an article: the first token of each; behind the last one n */
} sl_tokens;

/** Tokens `from..to`, half open, of an article. */
typedef struct {
    uint32_t from, to;
} sl_range;

typedef struct {
    sl_range tokens;    /* never empty */
    sl_span at;         /* in the view, from its first token to the end of its last */
    uint32_t paragraph; /* index into sl_text.paragraphs */
    bool soft_end;      /* ends with ?" or !" and more of the paragraph follows, or with a closing mark and a dash
                           follows: only a rule that names {quote} reads on across it. Before a small letter there
                           is no end at all */
} sl_sentence;

typedef SL_ARRAY(sl_sentence) sl_sentences;

/** Hash of a token's bytes, upper case folded (ASCII by itself, the rest by simple case folding). */
uint32_t sl_token_hash(sl_str token);

/** Is it one of `n` hashes in ascending order? Without a branch on what they are: no text can foretell them. */
static inline bool sl_hash_among(const uint32_t *sorted, size_t n, uint32_t hash) {
    if (n == 0) return false;
    for (size_t half; n > 1; n -= half) {
        half = n / 2;
        sorted += half & (0 - (size_t)(sorted[half] <= hash));
    }
    return *sorted == hash;
}

/** All tokens of the paragraphs, which is the view but for white space and the date line. */
void sl_tokens_make(const sl_text *text, sl_arena *out, sl_tokens *tokens);

/** Tokens of a string that stands alone, folded already: a list entry. Flags as in an article. */
void sl_tokens_of(sl_str folded, sl_arena *out, sl_tokens *tokens);

static inline sl_str sl_token_str(sl_str view, const sl_token *t) {
    return (sl_str){view.p + t->at, t->size};
}

/** A token's first eight bytes, the first one lowest; zeros behind a shorter one. */
static inline uint64_t sl_token_eight(sl_str view, const sl_token *t) {
    char bytes[8] = {0};
    const char *p = view.p + t->at;
    size_t n = t->size < sizeof bytes ? t->size : sizeof bytes;
    if (view.n - t->at < sizeof bytes) p = memcpy(bytes, p, n);
    return sl_eight_first_of(p, n);
}

/** First token that begins at or after `at`. */
uint32_t sl_token_at(const sl_tokens *tokens, sl_off at);

static inline sl_span sl_range_span(const sl_tokens *tokens, sl_range r) {
    const sl_token *last = &tokens->v[r.to - 1];
    return (sl_span){tokens->v[r.from].at, last->at + last->size};
}

#endif
