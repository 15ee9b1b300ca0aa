/* SPDX-License-Identifier: Apache-2.0
 *
 * Why a rule gave no row: how far its patterns came in a sentence, what they wanted there, and what removed a match.
 *
 *     a.txt:3: "Okafor visited the surgeon on Tuesday."
 *
 *     injury.suffered: no row
 *       came as far as "Okafor visited the"; the text goes on "surgeon"
 *       here it wanted
 *       injuries.rules:61:27: …
 */
#ifndef SL_RUN_REACH_H
#define SL_RUN_REACH_H

#include "base/buf.h"
#include "run/pipeline.h"

typedef struct {
    sl_str name, raw; /* of the article */
    uint32_t line;    /* of the file; 0: every sentence that names a person of a rule */
    sl_str rule;      /* n 0: the rules that came closest */
    sl_day date;
} sl_reach_question;

/** Appends the answer, in plain words. @return SL_BAD_USAGE where there is no such line or rule */
sl_status sl_reach_tell(const sl_program *program, const sl_reach_question *question, sl_buf *out, sl_error *err);

#endif
