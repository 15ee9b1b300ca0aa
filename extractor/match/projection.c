/* SPDX-License-Identifier: Apache-2.0 */
#include "match/projection.h"

#include "rule/letters.h"

typedef struct {
    const sl_article *article;
    const sl_view *view;
    char *text;
    sl_off *from, *to;
    size_t n;
    uint32_t next; /* mention to look at next */
} projector;

static uint32_t bit_of(const sl_view *view, sl_type_id type) {
    for (uint32_t i = 0; i < view->n; i++)
        if (view->types[i] == type) return 1u << i;
    return 0;
}

/* First mention that begins at or after `at`. */
static uint32_t mention_from(const sl_article *a, sl_off at) {
    size_t low = 0, high = a->mentions.n;
    while (low < high) {
        size_t mid = low + (high - low) / 2;
        if (a->mentions.v[mid]->at.from < at) low = mid + 1;
        else high = mid;
    }
    return (uint32_t)low;
}

/* The next thing of the view at or after `at` that ends by `end`: its span, and the bits of all that have that span. */
static uint32_t next_thing(projector *p, sl_off at, sl_off end, sl_span *span) {
    const sl_article *a = p->article;
    for (; p->next < a->mentions.n && a->mentions.v[p->next]->at.from < end; p->next++) {
        const sl_mention *m = a->mentions.v[p->next];
        uint32_t bits = m->at.from < at || m->at.to > end ? 0 : bit_of(p->view, m->type);
        if (!bits) continue;
        *span = m->at;
        for (uint32_t i = p->next + 1; i < a->mentions.n; i++) {
            const sl_mention *other = a->mentions.v[i];
            if (other->at.from != span->from || other->at.to != span->to) break;
            bits |= bit_of(p->view, other->type);
        }
        return bits;
    }
    return 0;
}

static void put(projector *p, char c, sl_off from, sl_off to) {
    p->text[p->n] = c;
    p->from[p->n] = from;
    p->to[p->n++] = to;
}

static void put_text(projector *p, sl_off from, sl_off to) {
    const char *view = p->article->text->view.p;
    for (sl_off i = from; i < to; i++) {
        if (!sl_is_space(view[i])) put(p, view[i], i, i + 1);
        else if (p->n && p->text[p->n - 1] == ' ') p->to[p->n - 1] = i + 1;
        else put(p, ' ', i, i + 1);
    }
}

sl_projection sl_project(const sl_article *article, sl_span at, uint16_t view, sl_arena *out) {
    size_t room = 4 * (size_t)(at.to - at.from) + 4; /* a thing of one byte becomes a letter of four */
    projector p = {.article = article, .view = &article->program->views.v[view]};
    p.text = sl_arena_raw(out, room, 1);
    p.from = sl_arena_raw(out, room, sizeof *p.from);
    p.to = sl_arena_raw(out, room, sizeof *p.to);
    p.next = p.view->n ? mention_from(article, at.from) : (uint32_t)article->mentions.n;
    sl_off here = at.from;
    for (;;) {
        sl_span thing;
        uint32_t bits = next_thing(&p, here, at.to, &thing);
        put_text(&p, here, bits ? thing.from : at.to);
        if (!bits) break;
        char letter[4];
        size_t n = sl_letter_encode(SL_LETTER_FIRST + bits, letter);
        for (size_t i = 0; i < n; i++) put(&p, letter[i], thing.from, thing.to);
        here = thing.to;
    }
    return (sl_projection){{p.text, p.n}, p.from, p.to, p.view};
}
