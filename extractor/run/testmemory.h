/* SPDX-License-Identifier: Apache-2.0
 *
 * How the tests of rules came out when they were last run, so that rules that are still the same need not be tested
 * again. A file `rule-tests` in the user's cache folder has a line for each of the last rules:
 *
 *     5d0c…e1 120 2 0 0 17 31 90ab…4f      a hash of rules, lists and versions; passed, failed, todo, todo that pass;
 *                                          the numbers of the tests that are to be told of; a hash of the line
 *
 * Nothing of it is shown: those tests are run again, and where they come out otherwise than it says, so are all others.
 * A file that cannot be read or written is as good as none.
 */
#ifndef SL_RUN_TESTMEMORY_H
#define SL_RUN_TESTMEMORY_H

#include "run/ruletests.h"

/** As sl_ruletests_run for all tests. @param folder  made where it is missing; NULL: nothing is remembered */
sl_status sl_testmemory_run(const sl_program *program, const char *folder, sl_diagnostics *diagnostics,
                            sl_ruletests_count *count, sl_error *err);

#endif
