/* SPDX-License-Identifier: Apache-2.0
 *
 * A rule file cut into statements: `keyword: text`, one per line.
 *
 *     rule injury.suffered -> injuries              keyword "rule injury.suffered -> injuries", no text
 *       match: {player} hurt his {body}             a statement below it: "match", "{player} hurt his {body}"
 *
 * Comments and blank lines fall away; `...` at the end of a line continues it in the next. The only mark with a
 * meaning here is the first colon outside braces (a brace that is never closed hides none).
 */
#ifndef SL_RULE_SCAN_H
#define SL_RULE_SCAN_H

#include "rule/source.h"

typedef struct sl_statement sl_statement;
typedef SL_ARRAY(sl_statement) sl_statements;
struct sl_statement {
    sl_located keyword, text;
    bool has_colon;
    sl_statements below; /* the indented lines that follow */
    /* `# allow W07 …` on the line before: these warnings are not given for it */
    uint64_t allowed; /* bit n is warning n */
};

/** Cuts; and notes in `source` which warnings are allowed where. */
void sl_scan(sl_source *source, sl_arena *out, sl_diagnostics *diagnostics, sl_statements *statements);

#endif
