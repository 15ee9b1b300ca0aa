/* SPDX-License-Identifier: Apache-2.0
 *
 * Runs the tests that stand in the rule files: `yes:`, `no:`, `todo yes:`, `todo no:`.
 *
 * A test's text is an article, published on the `tests date`, and all rules run on it. `yes:` wants a row to which its
 * own rule gave a cell, for each `=>` one with the cells that stand there; `no:` wants none. A rule that makes a type is
 * judged by the rows of any table and, where it names no cells, by what it made.
 *
 * Where the diagnostics are to be thorough the tests are judged themselves: a rule without a `yes:` is an error (E54);
 * there are warnings for a rule that another outranks in all its tests (W08) and for an `unless` without which they all
 * come out the same (W09), for which they are run again.
 */
#ifndef SL_RUN_RULETESTS_H
#define SL_RUN_RULETESTS_H

#include "rule/program.h"

typedef struct {
    size_t passed, failed;
    size_t todo;             /* of which it was said that they fail, and they do */
    size_t skipped;          /* of used files, about tables that are not there: sl_test_has_table */
    size_t todo_pass;        /* that pass although it was said: a warning each */
    SL_ARRAY(uint32_t) told; /* numbers of the tests that failed or should: in the order of the files, from 0 */
} sl_ruletests_count;

/** Numbers of tests, in rising order. */
typedef struct {
    const uint32_t *v;
    size_t n;
} sl_ruletests_only;

/**
 * Failures become errors E50..E54 of `diagnostics`, in the order of the rules.
 * @param only  run and count these alone; NULL: all
 * @param count  its array lives in the arena of the diagnostics
 * @return SL_NO_MEMORY
 */
sl_status sl_ruletests_run(const sl_program *program, const sl_ruletests_only *only, sl_diagnostics *diagnostics,
                           sl_ruletests_count *count, sl_error *err);

#endif
