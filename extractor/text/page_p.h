/* SPDX-License-Identifier: Apache-2.0
 *
 * What the three steps of page.h hand to each other.
 */
#ifndef SL_TEXT_PAGE_P_H
#define SL_TEXT_PAGE_P_H

#include "adapt/html.h"
#include "text/page.h"

/** What an element is to a reader of the article. */
typedef enum {
    SL_ELEMENT_INLINE,
    SL_ELEMENT_BLOCK,
    SL_ELEMENT_PARAGRAPH, /* holds one paragraph: its parent is what holds the text */
    SL_ELEMENT_ITEM,
    SL_ELEMENT_TITLE, /* h1 */
    SL_ELEMENT_HEADING,
    SL_ELEMENT_APART, /* beside the article: nav, aside, figure */
    SL_ELEMENT_NEVER, /* no text at all: script, style */
    SL_ELEMENT_HEADER,
    SL_ELEMENT_BREAK,
    SL_ELEMENT_LINK,
    SL_ELEMENT_TIME,
    SL_ELEMENT_PRINTED, /* pre: white space counts */
    SL_ELEMENT_NAME     /* title, in the head */
} sl_element;

sl_element sl_element_of(sl_str name);

/** What keeps a text out of the article, the surest last. */
typedef enum { SL_PART_OWN, SL_PART_UNLIKELY, SL_PART_APART, SL_PART_NEVER } sl_part;

/** How sure an element holds the article: by its class or its name. */
typedef enum { SL_HOLDER_NONE, SL_HOLDER_MAIN, SL_HOLDER_ARTICLE, SL_HOLDER_BODY } sl_holder;

/** What attributes say of an element's part; SL_PART_OWN where they say nothing. */
sl_part sl_pagewords_part(sl_element element, sl_str name, sl_html_attributes attributes);
sl_holder sl_pagewords_holder(sl_str name, sl_html_attributes attributes);

typedef struct {
    uint32_t parent; /* of the first: itself */
    uint32_t last;   /* the last element inside: elements are numbered as they open */
    uint8_t element, part, holder;
    bool in_link, in_time, in_header, in_article, printed;
    uint32_t letters, linked; /* pagechoice.c: bytes of text below, and those of them in links */
    uint32_t score;
} sl_page_node;

/** Text without a paragraph's end in it. */
typedef struct {
    uint32_t node; /* the innermost element that is not inline */
    sl_span at;    /* in `all` */
    uint32_t linked, timed;
} sl_page_block;

/** A date somewhere in the page. */
typedef struct {
    unsigned rank; /* the least is the best */
    sl_day day;
} sl_page_day;

typedef struct {
    sl_str source;
    sl_arena *arena;
    sl_mapped all; /* every text that may belong to the article */
    SL_ARRAY(sl_page_node) nodes;
    SL_ARRAY(sl_page_block) blocks;
    SL_ARRAY(sl_span) linked_data; /* JSON-LD, in the source */
    sl_span name;                  /* <title>, in `all` */
    sl_page_day day;
} sl_page_parts;

enum { SL_DAY_LINKED_DATA, SL_DAY_META, SL_DAY_MARKED = 100, SL_DAY_TIME, SL_DAY_NONE };

sl_status sl_pageblocks_read(sl_page_parts *parts, sl_error *err);

/** Numbers of the blocks of the article, in order, the headline first. */
typedef SL_ARRAY(uint32_t) sl_page_chosen;
void sl_pagechoice_make(sl_page_parts *parts, sl_page_chosen *chosen);

#endif
