/* SPDX-License-Identifier: Apache-2.0
 *
 * HTML as it is met, read as a series of events (libxml2's SAX parser behind it): tags that open and close, some of them
 * put in where the page forgot them, and text with its place in the source.
 *
 *     <p>Silva &amp; Co<br>     open p, text "Silva " at [3,9), text "&" at [9,14), text " Co" at [14,17), open br, close br
 *
 * The parser is linear but in two things, which are bounded before it sees the page and while it reads: attributes of
 * one tag, tags inside tags.
 */
#ifndef SL_ADAPT_HTML_H
#define SL_ADAPT_HTML_H

#include "base/arena.h"
#include "base/error.h"

/** The attributes of a tag: pairs of name and value, both C strings, then NULL; NULL where there are none. */
typedef const char *const *sl_html_attributes;

/** @return lower-case name's value; n 0 and p NULL where there is none */
sl_str sl_html_attribute(sl_html_attributes attributes, const char *name);

/** Told in source order. What they allocate in the arena of sl_html_read may fail: it ends the reading. */
typedef struct {
    void (*open)(void *context, sl_str name, sl_html_attributes attributes);
    void (*close)(void *context, sl_str name);
    /** @param text  as long as `at`: those very bytes; otherwise one thing that stands for all of them (an entity) */
    void (*text)(void *context, sl_str text, sl_span at);
} sl_html_handler;

/**
 * @param page   valid UTF-8 without NUL; its `meta charset` is not looked at
 * @param arena  the one that the handler allocates in
 * @return SL_LIMIT for tags nested deeper than SL_MAX_HTML_DEPTH or with more than SL_MAX_HTML_ATTRIBUTES;
 *         SL_NO_MEMORY; never SL_BAD_INPUT: anything is HTML
 */
sl_status sl_html_read(sl_str page, const sl_html_handler *handler, void *context, sl_arena *arena, sl_error *err);

#endif
