/* SPDX-License-Identifier: Apache-2.0
 *
 * One article's sentences that name somebody, hold a word of a table's rules, and gave no row.
 */
#ifndef SL_RUN_MISSLOOK_H
#define SL_RUN_MISSLOOK_H

#include "run/pipeline.h"
#include "run/rulewords.h"

typedef struct {
    uint64_t score; /* a hundred for each rule whose things are all there, one for each name and word */
    sl_file_place at;
    sl_str sentence;
    sl_str names; /* whom it names, each once: "Ade Okafor; Bob Lind" */
    sl_str words; /* as printed: "hamstring; tore" */
    sl_str name;  /* one of them, as it is printed in this sentence */
} sl_miss;

typedef SL_ARRAY(sl_miss) sl_misses;

/** In text order; in the arena of `inside->search`. */
void sl_misses_of(const sl_article_inside *inside, const sl_rulewords *words, sl_misses *misses);

#endif
