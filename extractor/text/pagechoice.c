/* SPDX-License-Identifier: Apache-2.0
 *
 * Which blocks of a page are the article.
 *
 * Each paragraph speaks for the elements around it, the nearer the louder: a long one with commas for more than a short
 * one, one made of links for nothing. The element with most votes holds the article; what its page calls the article
 * (itemprop, <article>, a class) is preferred to it, and an element around it is, where half as much text again stands
 * there. Inside, what is apart, what consists of links and headings over nothing are left out. Where that leaves next to
 * nothing, classes were misleading: once more without them, then with all.
 */
#include "text/page_p.h"

enum {
    PARAGRAPH = 25,      /* bytes: less is a label */
    ENOUGH = 60,         /* bytes of an article; with less it tries again */
    MUCH_MORE = 4,       /* times as much, to be believed then */
    LITTLE = 140,        /* bytes above a headline that are not of the article */
    LEVELS = 5,          /* how far a paragraph's voice is heard */
    LABEL = 60,          /* a longer text with a time in it is more than the time */
    HEADLINE_REACH = 400 /* blocks before the article in which its headline is looked for */
};

static uint32_t size_of(const sl_page_block *b) {
    return b->at.to - b->at.from;
}

static const sl_page_node *node_of(const sl_page_parts *p, const sl_page_block *b) {
    return &p->nodes.v[b->node];
}

static bool is_kept(const sl_page_parts *p, const sl_page_block *b, sl_part most) {
    const sl_page_node *node = node_of(p, b);
    return node->part <= most && !(node->in_header && node->element != SL_ELEMENT_TITLE);
}

static bool is_heading(const sl_page_node *node) {
    return node->element == SL_ELEMENT_TITLE || node->element == SL_ELEMENT_HEADING;
}

/* Half of a list entry, four fifths of a paragraph in links: it leads somewhere else. */
static bool is_links(const sl_page_parts *p, const sl_page_block *b) {
    bool paragraph = node_of(p, b)->element == SL_ELEMENT_PARAGRAPH;
    return b->linked * 10 >= size_of(b) * (paragraph ? 8 : 5);
}

static bool is_paragraph(const sl_page_parts *p, const sl_page_block *b) {
    return size_of(b) >= PARAGRAPH && !is_heading(node_of(p, b)) && !is_links(p, b);
}

/* ---- votes ---- */

static uint32_t worth(const sl_page_parts *p, const sl_page_block *b) {
    sl_str text = sl_str_span(sl_mapped_text(&p->all), b->at);
    uint32_t commas = 0, length = size_of(b) / 100;
    for (size_t at = sl_str_find(text, ',', 0); at < text.n; at = sl_str_find(text, ',', at + 1)) commas++;
    return 60 * (1 + (commas < 10 ? commas : 10) + (length < 3 ? length : 3));
}

static void vote(sl_page_parts *p, const sl_page_block *b) {
    uint32_t node = b->node, points = worth(p, b);
    uint8_t element = p->nodes.v[node].element;
    if (element == SL_ELEMENT_PARAGRAPH || element == SL_ELEMENT_ITEM) node = p->nodes.v[node].parent;
    for (uint32_t level = 0; level < LEVELS; level++) {
        p->nodes.v[node].score += level == 0 ? points : level == 1 ? points / 2 : points / (3 * level);
        if (p->nodes.v[node].parent == node) break;
        node = p->nodes.v[node].parent;
    }
}

/* Votes, and what stands below each element. @return the element with most votes; SL_NONE where nobody votes */
static uint32_t elect(sl_page_parts *p, sl_part most) {
    uint32_t best = SL_NONE;
    for (size_t i = 0; i < p->nodes.n; i++) p->nodes.v[i].score = p->nodes.v[i].letters = p->nodes.v[i].linked = 0;
    for (size_t i = 0; i < p->blocks.n; i++) {
        const sl_page_block *b = &p->blocks.v[i];
        if (!is_kept(p, b, most)) continue;
        p->nodes.v[b->node].linked += b->linked;
        if (!is_paragraph(p, b)) continue;
        p->nodes.v[b->node].letters += size_of(b) - b->linked;
        vote(p, b);
    }
    for (size_t i = p->nodes.n; i-- > 1;) {
        sl_page_node *node = &p->nodes.v[i], *parent = &p->nodes.v[node->parent];
        if (node->parent == i) continue;
        parent->letters += node->letters;
        parent->linked += node->linked;
    }
    for (size_t i = 0; i < p->nodes.n; i++)
        if (p->nodes.v[i].score && (best == SL_NONE || p->nodes.v[i].score > p->nodes.v[best].score))
            best = (uint32_t)i;
    return best;
}

static uint32_t parent_of(const sl_page_parts *p, uint32_t node) {
    return p->nodes.v[node].parent == node ? SL_NONE : p->nodes.v[node].parent;
}

/* What the page itself calls the article around `node`: the nearest body, else the outermost article. */
static uint32_t named_holder(const sl_page_parts *p, uint32_t node) {
    uint32_t article = SL_NONE;
    for (uint32_t at = node; at != SL_NONE; at = parent_of(p, at)) {
        if (p->nodes.v[at].holder == SL_HOLDER_BODY) return at;
        if (p->nodes.v[at].holder == SL_HOLDER_ARTICLE) article = at;
    }
    return article == SL_NONE ? node : article;
}

static uint32_t widen(const sl_page_parts *p, uint32_t node) {
    for (uint32_t at = parent_of(p, node); at != SL_NONE; at = parent_of(p, at)) {
        const sl_page_node *around = &p->nodes.v[at], *inside = &p->nodes.v[node];
        if (around->letters > inside->letters + inside->letters / 2 && around->linked < around->letters / 2) node = at;
    }
    return node;
}

/* ---- what is taken ---- */

static bool is_time(const sl_page_block *b) {
    return size_of(b) < LABEL && b->timed * 2 > size_of(b);
}

/* Numbers of the blocks of `holder`, from its first to behind its last. */
typedef struct {
    uint32_t from, to, holder, end;
} range;

static bool is_inside(const sl_page_parts *p, const range *r, uint32_t i) {
    uint32_t node = p->blocks.v[i].node;
    return r->holder == SL_NONE || (node >= r->holder && node <= r->end);
}

static range range_of(const sl_page_parts *p, uint32_t holder) {
    range r = {SL_NONE, 0, holder, holder == SL_NONE ? SL_NONE : p->nodes.v[holder].last};
    for (uint32_t i = 0; i < p->blocks.n; i++) {
        if (!is_inside(p, &r, i)) continue;
        if (r.from == SL_NONE) r.from = i;
        r.to = i + 1;
    }
    return r;
}

/* The headline: the first h1 of the article, else the last one before it. */
static uint32_t find_headline(const sl_page_parts *p, const range *r) {
    uint32_t found = SL_NONE;
    for (uint32_t i = r->from > HEADLINE_REACH ? r->from - HEADLINE_REACH : 0; i < r->to; i++) {
        const sl_page_node *node = node_of(p, &p->blocks.v[i]);
        if (node->element != SL_ELEMENT_TITLE || node->part >= SL_PART_APART) continue;
        found = i;
        if (i >= r->from) break;
    }
    return found;
}

/* A word above the headline, and the like: the article begins with its headline. */
static bool is_little(const sl_page_parts *p, uint32_t from, uint32_t to) {
    return from < to && p->blocks.v[to - 1].at.to - p->blocks.v[from].at.from < LITTLE;
}

/* A few words that end no sentence: like a heading, they are for what follows. */
static bool is_label(const sl_page_parts *p, const sl_page_block *b) {
    sl_str text = sl_str_trim(sl_str_span(sl_mapped_text(&p->all), b->at));
    bool ended = text.n && (text.p[text.n - 1] == '.' || text.p[text.n - 1] == '!' || text.p[text.n - 1] == '?');
    return size_of(b) < PARAGRAPH && !ended && node_of(p, b)->element == SL_ELEMENT_BLOCK;
}

static void take(sl_page_parts *p, uint32_t holder, sl_part most, sl_page_chosen *chosen) {
    range r = range_of(p, holder);
    if (r.from == SL_NONE) return;
    uint32_t headline = find_headline(p, &r), heading = SL_NONE;
    if (headline != SL_NONE && headline < r.from) *sl_push(p->arena, chosen) = headline;
    else if (headline != SL_NONE && is_little(p, r.from, headline)) r.from = headline;
    for (uint32_t i = r.from; i < r.to; i++) {
        const sl_page_block *b = &p->blocks.v[i];
        bool left_out = i != headline && (!is_kept(p, b, most) || is_links(p, b) || is_time(b));
        if (left_out || !is_inside(p, &r, i)) continue;
        if (i != headline && (is_heading(node_of(p, b)) || is_label(p, b))) {
            heading = i; /* taken where text follows */
            continue;
        }
        if (heading != SL_NONE) *sl_push(p->arena, chosen) = heading;
        heading = SL_NONE;
        *sl_push(p->arena, chosen) = i;
    }
}

static size_t bytes_of(const sl_page_parts *p, const sl_page_chosen *chosen) {
    size_t n = 0;
    for (size_t i = 0; i < chosen->n; i++) n += size_of(&p->blocks.v[chosen->v[i]]);
    return n;
}

/* Once more with what was left out, where that left next to nothing: then there must be much more of it. */
void sl_pagechoice_make(sl_page_parts *p, sl_page_chosen *chosen) {
    size_t found = 0;
    for (int most = SL_PART_OWN; most < SL_PART_NEVER && found < ENOUGH; most++) {
        sl_page_chosen tried = {0};
        uint32_t best = elect(p, (sl_part)most);
        take(p, best == SL_NONE ? SL_NONE : widen(p, named_holder(p, best)), (sl_part)most, &tried);
        size_t bytes = bytes_of(p, &tried);
        if (bytes <= MUCH_MORE * found) continue;
        found = bytes;
        *chosen = tried;
    }
}
