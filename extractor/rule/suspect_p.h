/* SPDX-License-Identifier: Apache-2.0
 *
 * What `check` finds suspicious in rules that are no errors. Only where the diagnostics are `thorough`.
 *
 * suspect.c asks the others about each pattern, as it is compiled: impossible.c (W03), loose.c (W04, W05). About all rules
 * together, once they are compiled: suspect_rules.c (W08, W10 to W13) and suspect_lists.c (W06, W07, W16, W17).
 */
#ifndef SL_RULE_SUSPECT_P_H
#define SL_RULE_SUSPECT_P_H

#include "rule/compiler_p.h"
#include "rule/letterset.h"

/** What a part of a pattern can begin and end with, and whether it may take nothing. */
typedef struct {
    sl_letterset first, last;
    bool empty;
} sl_extent;
sl_extent sl_extent_of(sl_compiler *c, const sl_node *n);

/** A blank beside a {gap}, which takes it: as if it were not there. `before` NULL: `n` is the first. */
bool sl_is_taken_by_gap(const sl_node *before, const sl_node *n);

/** A pattern, or a macro's: a `part` of one. What is found in macros that it uses is told for those. */
void sl_impossible_find(sl_compiler *c, const sl_located *text, const sl_node *tree, bool is_part);
void sl_loose_find(sl_compiler *c, const sl_located *text, const sl_node *tree, bool is_part);

/** Where `{name` or `(?<name` stands in a text; all of it where it does not, as it came out of a macro. */
sl_located sl_suspect_place(const sl_located *text, const char *before, sl_str name);

void sl_suspect_rules(sl_compiler *c);
void sl_suspect_lists(sl_compiler *c);

#endif
