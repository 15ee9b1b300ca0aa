/* SPDX-License-Identifier: Apache-2.0
 *
 * The events of a page to its elements and blocks of text.
 *
 *     <div>One <b>two</b><p>three</p>four</div>        blocks: "One two" in div, "three" in p, "four" in div
 */
#include "text/page_p.h"

#include "base/bounds.h"
#include "text/writtenday.h"

typedef struct {
    sl_page_parts *parts;
    uint32_t stack[SL_MAX_HTML_DEPTH + 1];
    size_t depth;
    bool in_block;    /* a block is open: the last one */
    bool blank;       /* white space was met; it is put where more follows */
    sl_span blank_at; /* its first byte in the source */
    bool in_data;     /* in a script of linked data: the last of them */
    bool wants_day;   /* in a <time> without `datetime`: its text may be the day */
} collector;

static sl_page_node *top(const collector *c) {
    return c->depth ? &c->parts->nodes.v[c->stack[c->depth - 1]] : NULL;
}

/* ---- blocks ---- */

static void end_block(collector *c) {
    c->in_block = c->blank = false;
}

static bool is_line_part(uint8_t element) {
    return element == SL_ELEMENT_INLINE || element == SL_ELEMENT_LINK || element == SL_ELEMENT_TIME;
}

static sl_page_block *open_block(collector *c) {
    sl_page_parts *p = c->parts;
    if (!c->in_block) {
        uint32_t node = c->stack[c->depth - 1];
        while (is_line_part(p->nodes.v[node].element) && p->nodes.v[node].parent != node)
            node = p->nodes.v[node].parent;
        c->in_block = true;
        c->blank = false;
        *sl_push(p->arena, &p->blocks) = (sl_page_block){.node = node, .at = {(sl_off)p->all.n, (sl_off)p->all.n}};
    }
    return &p->blocks.v[p->blocks.n - 1];
}

static void put(collector *c, sl_page_block *block, sl_str piece, sl_span source) {
    sl_page_parts *p = c->parts;
    const sl_page_node *node = top(c);
    sl_mapped_put(&p->all, piece, source);
    block->at.to = (sl_off)p->all.n;
    if (node->in_link) block->linked += (uint32_t)piece.n;
    if (node->in_time) block->timed += (uint32_t)piece.n;
}

/* The characters that layout is made with: a blank that may not break is a blank, what has no width is nothing. */
static bool is_layout(sl_str piece, bool *blank) {
    *blank = sl_str_eq(piece, SL_STR("\xC2\xA0"));
    return *blank || sl_str_eq(piece, SL_STR("\xC2\xAD")) || sl_str_eq(piece, SL_STR("\xE2\x80\x8B"));
}

static void put_word(collector *c, sl_str piece, sl_span source) {
    bool blank;
    if (source.to - source.from != piece.n && is_layout(piece, &blank)) {
        if (blank && !c->blank) c->blank_at = source;
        c->blank = c->blank || blank;
        return;
    }
    bool begins = !c->in_block;
    sl_page_block *block = open_block(c);
    bool after_break = !begins && c->parts->all.p[c->parts->all.n - 1] == '\n';
    if (c->blank && !begins && !after_break) put(c, block, SL_STR(" "), c->blank_at);
    c->blank = false;
    put(c, block, piece, source);
}

static void put_text(collector *c, sl_str text, sl_span at) {
    if (at.to - at.from != text.n) {
        put_word(c, text, at);
        return;
    }
    for (size_t i = 0; i < text.n;) {
        size_t from = i;
        while (i < text.n && sl_is_space(text.p[i])) i++;
        if (i > from && !c->blank) c->blank_at = (sl_span){at.from + (sl_off)from, at.from + (sl_off)from + 1};
        c->blank = c->blank || i > from;
        from = i;
        while (i < text.n && !sl_is_space(text.p[i])) i++;
        if (i > from) put_word(c, sl_str_cut(text, from, i), (sl_span){at.from + (sl_off)from, at.from + (sl_off)i});
    }
}

static void put_break(collector *c) {
    if (!c->in_block) return;
    c->blank = false;
    sl_mapped_insert(&c->parts->all, SL_STR("\n"));
}

/* ---- what the page says of itself ---- */

static void offer_day(collector *c, unsigned rank, sl_str written) {
    sl_day day = rank < c->parts->day.rank ? sl_writtenday_read(written) : SL_NO_DAY;
    if (day != SL_NO_DAY) c->parts->day = (sl_page_day){rank, day};
}

static bool is_same_word(sl_str a, const char *lower) {
    size_t i = 0;
    while (i < a.n && lower[i] && sl_lower(a.p[i]) == lower[i]) i++;
    return i == a.n && !lower[i];
}

/* Names of meta tags, in lower case, the most exact first. */
static const char *const day_tags[] = {
    "article:published_time",
    "datepublished",
    "og:article:published_time",
    "og:published_time",
    "publishdate",
    "publish-date",
    "publish_date",
    "published_time",
    "article.published",
    "article_date_original",
    "originalpublicationdate",
    "parsely-pub-date",
    "sailthru.date",
    "cxenseparse:recs:publishtime",
    "dc.date.issued",
    "dcterms.issued",
    "dcterms.created",
    "dc.date.created",
    "dc.date",
    "dcterms.date",
    "pubdate",
    "displaydate",
    "date",
};

static void look_at_meta(collector *c, sl_html_attributes attributes) {
    static const char *const keys[] = {"property", "name", "itemprop"};
    sl_str content = sl_html_attribute(attributes, "content");
    for (size_t k = 0; k < sizeof keys / sizeof *keys; k++) {
        sl_str name = sl_html_attribute(attributes, keys[k]);
        for (unsigned i = 0; name.n && i < sizeof day_tags / sizeof *day_tags; i++)
            if (is_same_word(name, day_tags[i])) offer_day(c, SL_DAY_META + i, content);
    }
}

/* Of times only those that may be the article's own. */
static void look_at_time(collector *c, const sl_page_node *node, sl_html_attributes attributes) {
    sl_str written = sl_html_attribute(attributes, "datetime");
    bool marked = sl_str_eq(sl_html_attribute(attributes, "itemprop"), SL_STR("datePublished")) ||
                  sl_html_attribute(attributes, "pubdate").p;
    if (!written.n) written = sl_html_attribute(attributes, "content");
    if (marked) offer_day(c, SL_DAY_MARKED, written);
    if (node->element != SL_ELEMENT_TIME || node->part >= SL_PART_APART) return;
    offer_day(c, SL_DAY_TIME, written);
    c->wants_day = written.n == 0;
}

static bool is_linked_data(sl_str name, sl_html_attributes attributes) {
    return sl_str_eq(name, SL_STR("script")) &&
           is_same_word(sl_html_attribute(attributes, "type"), "application/ld+json");
}

/* ---- events ---- */

static sl_page_node node_below(const collector *c, sl_str name, sl_html_attributes attributes) {
    const sl_page_node *parent = top(c);
    uint32_t own = (uint32_t)c->parts->nodes.n;
    sl_page_node node = {.parent = own, .last = own};
    node.element = (uint8_t)sl_element_of(name);
    if (parent) {
        node = *parent;
        node.parent = c->stack[c->depth - 1];
        node.last = own;
        node.element = (uint8_t)sl_element_of(name);
    }
    uint8_t part = (uint8_t)sl_pagewords_part((sl_element)node.element, name, attributes);
    if (part > node.part) node.part = part;
    node.holder = (uint8_t)sl_pagewords_holder(name, attributes);
    node.in_link = node.in_link || node.element == SL_ELEMENT_LINK;
    node.in_time = node.in_time || node.element == SL_ELEMENT_TIME;
    node.in_article = node.in_article || node.holder;
    node.in_header = node.in_header || (node.element == SL_ELEMENT_HEADER && !node.in_article);
    node.printed = node.printed || node.element == SL_ELEMENT_PRINTED;
    return node;
}

static void on_open(void *context, sl_str name, sl_html_attributes attributes) {
    collector *c = context;
    sl_page_parts *p = c->parts;
    sl_page_node node = node_below(c, name, attributes);
    if (node.element == SL_ELEMENT_BREAK) put_break(c);
    else if (!is_line_part(node.element)) end_block(c);
    if (sl_str_eq(name, SL_STR("meta"))) look_at_meta(c, attributes);
    look_at_time(c, &node, attributes);
    c->in_data = is_linked_data(name, attributes);
    if (c->in_data) *sl_push(p->arena, &p->linked_data) = (sl_span){0, 0};
    c->stack[c->depth++] = (uint32_t)p->nodes.n;
    *sl_push(p->arena, &p->nodes) = node;
}

static void on_close(void *context, sl_str name) {
    collector *c = context;
    (void)name;
    if (c->depth == 0) return;
    sl_page_node *node = top(c);
    node->last = (uint32_t)c->parts->nodes.n - 1;
    if (node->element != SL_ELEMENT_BREAK && !is_line_part(node->element)) end_block(c);
    c->in_data = c->wants_day = false;
    c->depth--;
}

static void put_name(collector *c, sl_str text, sl_span at) {
    sl_page_parts *p = c->parts;
    if (p->name.to == 0) p->name.from = (sl_off)p->all.n;
    else if (p->name.to != p->all.n) return; /* a second one */
    sl_mapped_put(&p->all, text, at);
    p->name.to = (sl_off)p->all.n;
}

static void on_text(void *context, sl_str text, sl_span at) {
    collector *c = context;
    sl_page_parts *p = c->parts;
    const sl_page_node *node = top(c);
    if (!node) return;
    if (c->in_data) {
        sl_span *data = &p->linked_data.v[p->linked_data.n - 1];
        *data = (sl_span){data->to ? data->from : at.from, at.to};
    }
    if (node->part == SL_PART_NEVER) return;
    if (c->wants_day) offer_day(c, SL_DAY_TIME, text);
    if (node->element == SL_ELEMENT_NAME) put_name(c, text, at);
    else if (node->printed && at.to - at.from == text.n && sl_str_trim(text).n) put(c, open_block(c), text, at);
    else put_text(c, text, at);
}

sl_status sl_pageblocks_read(sl_page_parts *parts, sl_error *err) {
    static const sl_html_handler handler = {on_open, on_close, on_text};
    collector *c = SL_NEW(parts->arena, collector);
    c->parts = parts;
    parts->all.arena = parts->arena;
    parts->day = (sl_page_day){SL_DAY_NONE, SL_NO_DAY};
    return sl_html_read(parts->source, &handler, c, parts->arena, err);
}
