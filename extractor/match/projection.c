/* SPDX-License-Identifier: Apache-2.0 */
#include "match/projection.h"

#include "rule/letters.h"

typedef struct {
    const sl_article *article;
    const sl_view *view;
    char *text;
    sl_projected *pieces;
    sl_off n, n_pieces, room;
    uint32_t next; /* mention to look at next */
    sl_arena *out;
} projector;

static uint32_t bit_of(const sl_view *view, sl_type_id type) {
    if (!sl_type_set_has(&view->set, type)) return 0;
    for (uint32_t i = 0; i < view->n; i++)
        if (view->types[i] == type) return 1u << i;
    return 0;
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

static void add_piece(projector *p, sl_off from, sl_off to, bool is_one) {
    if (p->n_pieces == p->room) {
        p->pieces = sl_arena_grow(p->out, p->pieces, p->n_pieces, 2 * p->room, sizeof *p->pieces);
        p->room *= 2;
    }
    p->pieces[p->n_pieces++] = (sl_projected){p->n, from, to, is_one};
}

/* Text without a wide blank. */
static void put_plain(projector *p, sl_off from, sl_off to) {
    if (from == to) return;
    add_piece(p, from, to, false);
    memcpy(p->text + p->n, p->article->text->view.p + from, to - from);
    p->n += to - from;
}

/* The first of the article's wide blanks that ends behind `at`. */
static size_t wide_from(const sl_article *a, sl_off at) {
    size_t low = 0, high = a->wide.n;
    while (low < high) {
        size_t mid = low + (high - low) / 2;
        if (a->wide.v[mid].to <= at) low = mid + 1;
        else high = mid;
    }
    return low;
}

static void put_text(projector *p, sl_off from, sl_off to) {
    const sl_article *a = p->article;
    for (size_t i = wide_from(a, from); from < to && i < a->wide.n && a->wide.v[i].from < to; i++) {
        sl_span wide = {a->wide.v[i].from > from ? a->wide.v[i].from : from,
                        a->wide.v[i].to < to ? a->wide.v[i].to : to};
        put_plain(p, from, wide.from);
        add_piece(p, wide.from, wide.to, true);
        p->text[p->n++] = ' ';
        from = wide.to;
    }
    put_plain(p, from, to);
}

enum { FEW_PIECES = 16 };

sl_projection sl_project(const sl_article *article, sl_span at, uint16_t view, sl_arena *out) {
    size_t room = 4 * (size_t)(at.to - at.from) + 4; /* a thing of one byte becomes a letter of four */
    projector p = {.article = article, .view = &article->program->views.v[view], .room = FEW_PIECES, .out = out};
    p.text = sl_arena_raw(out, room, 1);
    p.pieces = sl_arena_raw(out, p.room, sizeof *p.pieces);
    p.next = p.view->n ? sl_article_mention_from(article, at.from) : (uint32_t)article->mentions.n;
    sl_off here = at.from;
    for (;;) {
        sl_span thing = {at.to, at.to};
        uint32_t bits = next_thing(&p, here, at.to, &thing);
        put_text(&p, here, thing.from);
        if (!bits) break;
        add_piece(&p, thing.from, thing.to, true);
        p.n += (sl_off)sl_letter_encode(SL_LETTER_FIRST + bits, p.text + p.n);
        here = thing.to;
    }
    return (sl_projection){{p.text, p.n}, p.pieces, p.n_pieces, p.view};
}

/* --- and back ----------------------------------------------------------------------------------------------------- */

/* The piece that has byte `at`, and where it ends. */
static const sl_projected *piece_at(const sl_projection *p, size_t at, sl_off *end) {
    uint32_t low = 0, high = p->n_pieces;
    while (high - low > 1) {
        uint32_t mid = low + (high - low) / 2;
        if (p->pieces[mid].at <= at) low = mid;
        else high = mid;
    }
    *end = high < p->n_pieces ? p->pieces[high].at : (sl_off)p->text.n;
    return &p->pieces[low];
}

sl_span sl_projection_span(const sl_projection *p, size_t from, size_t to) {
    if (p->text.n == 0) return (sl_span){0, 0};
    if (from >= p->text.n) return (sl_span){p->pieces[p->n_pieces - 1].to, p->pieces[p->n_pieces - 1].to};
    sl_off end;
    const sl_projected *piece = piece_at(p, from, &end);
    sl_off first = piece->is_one ? piece->from : piece->from + (sl_off)from - piece->at;
    if (from >= to) return (sl_span){first, first};
    if (to > end) piece = piece_at(p, to - 1, &end);
    return (sl_span){first, piece->is_one ? piece->to : piece->from + (sl_off)to - piece->at};
}

size_t sl_projection_place(const sl_projection *p, sl_off at) {
    uint32_t low = 0, high = p->n_pieces;
    while (high - low > 1) {
        uint32_t mid = low + (high - low) / 2;
        if (p->pieces[mid].from <= at) low = mid;
        else high = mid;
    }
    const sl_projected *piece = &p->pieces[low];
    if (p->n_pieces == 0 || at < piece->from || at >= piece->to) return SIZE_MAX;
    if (piece->is_one) return at == piece->from ? piece->at : SIZE_MAX;
    return piece->at + (at - piece->from);
}
