/* SPDX-License-Identifier: Apache-2.0
 *
 * Why a row is there: its article is read once more, and the row with the same id tells which rules and patterns made
 * it, out of which words, and where each cell comes from.
 *
 *     made by injury.suffered (injuries.rules:61)
 *         match: {who+}{alone}{gap}{gets}{gap 8}{ailment}
 *         line 3: "Gomez suffered a knee injury"
 *
 *       area           knee
 *                      from a list, line 3: "knee injury" (injury.suffered)
 *       injured_from   2020-11-01
 *                      from a nearest line, line 3: "November" (injury.suffered)
 */
#ifndef SL_RUN_EXPLAIN_H
#define SL_RUN_EXPLAIN_H

#include "base/buf.h"
#include "run/reading.h"

typedef struct {
    const char *csv; /* the table that holds the row */
    sl_str id;       /* of the row, or its first letters where no other row begins so */
} sl_explain_question;

/**
 * Appends the answer, in plain words.
 * @param reading  as the article was read for the table; but for its paths
 * @return SL_BAD_USAGE where there is no such row, now or in the table
 */
sl_status sl_explain_row(const sl_program *program, const sl_reading *reading, const sl_explain_question *question,
                         sl_buf *out, sl_error *err);

#endif
