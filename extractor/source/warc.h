/* SPDX-License-Identifier: Apache-2.0
 *
 * Pages out of a web archive (WARC 0.17 to 1.1): what a server answered, without HTTP's headers and chunks.
 *
 *     WARC/1.0                                        name    f.warc!https://example.org/a
 *     WARC-Type: response                             bytes   <p>Okafor …
 *     WARC-Target-URI: https://example.org/a
 *     Content-Length: 94
 *
 *     HTTP/1.1 200 OK
 *     Content-Type: text/html
 *
 *     <p>Okafor …
 *
 * Answers of text or HTML with status 200, `resource` and `conversion` records of the same; all else is no article.
 */
#ifndef SL_SOURCE_WARC_H
#define SL_SOURCE_WARC_H

#include "base/blocks.h"
#include "source/document.h"

typedef struct sl_warc sl_warc;

/**
 * @param file   what the names begin with; borrowed
 * @param limit  bytes of a page
 * @return NULL when there is no memory
 */
sl_warc *sl_warc_new(sl_blocks in, sl_str file, uint64_t limit);
void sl_warc_free(sl_warc *warc);

/** The next page, or its failure, or that of what is left of the file. As of sl_jsonsplit_next. */
sl_status sl_warc_next(sl_warc *warc, sl_document *page, bool *found, sl_error *err);

/** Answers that were no text: pictures and the like. */
uint64_t sl_warc_left_out(const sl_warc *warc);

#endif
