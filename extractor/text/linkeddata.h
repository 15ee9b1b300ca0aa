/* SPDX-License-Identifier: Apache-2.0
 *
 * What a page tells machines about its article, as JSON-LD in a script: {"@type": "NewsArticle", "datePublished": …}.
 */
#ifndef SL_TEXT_LINKEDDATA_H
#define SL_TEXT_LINKEDDATA_H

#include "base/day.h"
#include "text/mapped.h"

typedef struct {
    sl_day published; /* SL_NO_DAY where it is not told */
    sl_mapped body;   /* headline and articleBody, in the page; empty where there is none */
} sl_linkeddata;

/**
 * Adds to `data` what it does not have yet. Broken JSON says nothing.
 * @param script  where the script's text stands in `page`
 */
void sl_linkeddata_read(sl_str page, sl_span script, sl_arena *arena, sl_linkeddata *data);

#endif
