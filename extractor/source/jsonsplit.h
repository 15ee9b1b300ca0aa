/* SPDX-License-Identifier: Apache-2.0
 *
 * A stream of JSON cut into records, each handed over as it stands, to be read by somebody else.
 *
 *     lines      {"id": 1}\n{"id": 2}\n              each line is one; a broken one costs nobody else
 *     values     [{"id": 1}, {"id": 2}]              the members of an array
 *                {"id": 1} {"id": 2}                 objects one behind the other
 *     values, records in "response.results"
 *                {"response": {"results": [{"id": 1}, …]}}
 *
 * Only brackets and quotation marks are looked at, so memory holds one record and no more, however large the file.
 */
#ifndef SL_SOURCE_JSONSPLIT_H
#define SL_SOURCE_JSONSPLIT_H

#include "base/blocks.h"
#include "source/document.h"

typedef struct sl_jsonsplit sl_jsonsplit;

typedef struct {
    sl_str file;    /* what the names of records begin with; borrowed, as is the next */
    sl_str records; /* path to the array of records, keys with dots between them; n 0: the whole file */
    bool lines;
    uint64_t limit; /* bytes of a record */
} sl_jsonsplit_options;

/** @return NULL when there is no memory */
sl_jsonsplit *sl_jsonsplit_new(sl_blocks in, const sl_jsonsplit_options *options);
void sl_jsonsplit_free(sl_jsonsplit *split);

/**
 * The next record, or the failure of one: too large, cut off, nested too deep; or the failure of what is left of the
 * file, under the name of the file: no JSON, no such array.
 * @param found  out: false at the end
 * @return as of `in`: then nothing more comes; SL_NO_MEMORY
 */
sl_status sl_jsonsplit_next(sl_jsonsplit *split, sl_document *record, bool *found, sl_error *err);

#endif
