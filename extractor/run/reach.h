/* SPDX-License-Identifier: Apache-2.0
 *
 * Why a rule gave no row: how far its patterns came in a sentence, what they wanted there, and what removed a match.
 *
 *     a.txt:3: "Ade Okafor has hurt the knee."
 *       recognised: "Ade Okafor" {player}; "knee" {pain}
 *
 *       fact (my.rules:15)
 *         my.rules:17:33: it came as far as "Ade Okafor has hurt"; there it wanted "his"
 *              match: {player} (?:has )?hurt his {pain}
 *                                            ^~~
 *           the text goes on "the knee."
 */
#ifndef SL_RUN_REACH_H
#define SL_RUN_REACH_H

#include "base/buf.h"
#include "run/reading.h"

typedef struct {
    sl_str article; /* its name, as of sl_lookup_run; p NULL: it is `text` */
    sl_str text;
    uint32_t line; /* of the file; 0: every sentence */
    sl_str rule;   /* n 0: the rules that came closest */
} sl_reach_question;

/**
 * Appends the answer, in plain words.
 * @param reading  how the article is read; but for its paths
 * @return SL_BAD_USAGE where there is no such article, line or rule; as of sl_lookup_run
 */
sl_status sl_reach_tell(const sl_program *program, const sl_reading *reading, const sl_reach_question *question,
                        sl_buf *out, sl_error *err);

#endif
