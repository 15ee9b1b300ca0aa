/* SPDX-License-Identifier: Apache-2.0
 *
 * An HTML page to the article on it: headline and main text, without menus, captions, scripts and links to other
 * articles, with the way back to the page; and the date that the page gives itself.
 *
 *     <nav>Home Sport</nav><h1>Okafor out</h1><p>He <b>tore</b> a calf.</p><aside>More news</aside>
 *
 *     Okafor out                     a blank line between paragraphs, a line break where <br> stands
 *
 *     He tore a calf.                white space as a browser shows it: one blank
 *
 * Three steps, a file each: pageblocks.c collects what stands where, pagechoice.c decides what belongs to the article,
 * page.c puts it together. What an element is for, its name and its class tell: pagewords.c.
 * The date: JSON-LD datePublished, else the meta tags that sites use for it, else the first <time>.
 * Where a page holds next to no text of its own (a program makes it in the browser), the articleBody of its JSON-LD is
 * the text.
 */
#ifndef SL_TEXT_PAGE_H
#define SL_TEXT_PAGE_H

#include "base/day.h"
#include "base/error.h"
#include "text/mapped.h"

typedef struct {
    sl_mapped text;
    sl_day published; /* SL_NO_DAY where the page does not tell */
} sl_page;

/** It begins like an HTML page: with a doctype, or <html, or <head, behind white space and comments. */
bool sl_page_begins(sl_str text);

/** The encoding that a page declares in its first bytes; n 0 where it does not. */
sl_str sl_page_charset(sl_str raw);

/**
 * @param source  UTF-8; borrowed by nothing afterwards
 * @return SL_LIMIT, see adapt/html.h; SL_NO_MEMORY
 */
sl_status sl_page_read(sl_str source, sl_arena *out, sl_page *page, sl_error *err);

#endif
