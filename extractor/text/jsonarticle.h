/* SPDX-License-Identifier: Apache-2.0
 *
 * A record of JSON to the article in it: title, a blank line, text, with the way back through the escapes.
 *
 *     {"id": 7, "headline": "Okafor out", "date": "2021-02-09", "body": ["He tore a calf.", "Brown is fit."]}
 *
 *     Okafor out                     id "7", published 2021-02-09
 *
 *     He tore a calf.
 *
 *     Brown is fit.
 *
 * Where each stands is guessed from the usual names, or told: a field's path is the keys to it with dots between them
 * ("fields.bodyText"). A text with tags in it is read as a page.
 */
#ifndef SL_TEXT_JSONARTICLE_H
#define SL_TEXT_JSONARTICLE_H

#include "base/day.h"
#include "base/error.h"
#include "text/mapped.h"

typedef enum { SL_FIELD_TEXT, SL_FIELD_TITLE, SL_FIELD_DATE, SL_FIELD_ID, SL_FIELDS } sl_field;

typedef struct {
    sl_str path[SL_FIELDS]; /* n 0: by the usual names */
} sl_fields;

/** "text=body" into `fields`; the path is borrowed. @return SL_BAD_USAGE for anything else */
sl_status sl_fields_add(sl_fields *fields, sl_str assignment, sl_error *err);

typedef struct {
    sl_mapped text;
    sl_day published; /* SL_NO_DAY where it is not told */
    sl_str id;        /* n 0 where it has none */
} sl_jsonarticle;

/**
 * @param source   UTF-8
 * @param article  its id is set before anything can fail for want of a text
 * @return SL_BAD_INPUT for what is no JSON object or has no text; as of sl_page_read
 */
sl_status sl_jsonarticle_read(sl_str source, const sl_fields *fields, sl_arena *out, sl_jsonarticle *article,
                              sl_error *err);

#endif
