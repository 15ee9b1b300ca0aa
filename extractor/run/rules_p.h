/* SPDX-License-Identifier: Apache-2.0
 *
 * What stands behind the types of the public header, for the files that implement it and the tools.
 */
#ifndef SL_RUN_RULES_P_H
#define SL_RUN_RULES_P_H

#include "base/arena.h"
#include "base/buf.h"
#include "rule/program.h"
#include "run/sideline.h"

struct sideline_rules {
    sl_program *program; /* NULL where there are errors */
    sl_diagnostics diagnostics;
    sl_arena arena;  /* of the diagnostics, and of `path` */
    sl_str path;     /* n 0: built in */
    sl_buf rendered; /* of the last sideline_rules_render */
    const sl_table_head *const *heads;
    size_t n_heads;
};

typedef struct {
    bool thorough;      /* with all warnings that take time to find */
    bool steps;         /* with the steps of patterns */
    const char *folder; /* where images of lists are kept; NULL: nowhere */
} sl_rules_how;

/** As sideline_rules_load. */
sideline_status sl_rules_load(const char *path, const sl_rules_how *how, sideline_rules **out, sideline_error *error);

/** As sideline_rules_run_tests. @param folder  as of sideline_rules_run_tests_once */
sideline_status sl_rules_test(sideline_rules *rules, const char *folder, sideline_rules_tests *counts,
                              sideline_error *error);

/** Copies an error to the caller's, which may be NULL. @return its status */
sideline_status sl_error_report(const sl_error *inner, sideline_error *error);

#endif
