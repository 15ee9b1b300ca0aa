/* SPDX-License-Identifier: Apache-2.0 */
#include <stdatomic.h>
#include <sys/stat.h>

#include "run/estimate.h"

#include "base/arena.h"
#include "run/crew.h"

struct sl_estimate {
    const sl_inputs_options *options;
    sl_crew *crew; /* of one thread, which has one item of work */
    atomic_bool is_over;
    atomic_ullong total;
};

/* What the job will count of it when it is done: what is too large it does not read. */
static uint64_t size_of(const sl_inputs_options *options, const sl_walk_entry *entry) {
    struct stat st;
    if (entry->failed || stat(entry->path, &st) != 0) return 0;
    uint64_t size = (uint64_t)st.st_size;
    return sl_reader_needed(entry->name) || size <= options->reading->max_filesize ? size : 0;
}

static void look_through(void *context, unsigned thread, void *item) {
    sl_estimate *estimate = context;
    sl_inputs *inputs = NULL;
    sl_walk_entry entry;
    sl_status status = sl_inputs_new(estimate->options, &inputs, NULL);
    uint64_t total = 0;
    bool known = status == SL_OK;
    (void)thread, (void)item;
    while (known && !atomic_load(&estimate->is_over) && sl_inputs_next_file(inputs, &entry, &status, NULL)) {
        known = strcmp(entry.path, "-") != 0;
        total += size_of(estimate->options, &entry);
    }
    if (known && status == SL_OK && !atomic_load(&estimate->is_over)) atomic_store(&estimate->total, total);
    sl_inputs_free(inputs);
}

sl_estimate *sl_estimate_begin(const sl_inputs_options *options) {
    sl_estimate *estimate = sl_heap_alloc(1, sizeof *estimate);
    if (!estimate) return NULL;
    estimate->options = options;
    estimate->crew = sl_crew_new(1, 1, look_through, estimate);
    if (estimate->crew && sl_crew_give(estimate->crew, NULL) == SL_OK) return estimate;
    sl_estimate_end(estimate);
    return NULL;
}

uint64_t sl_estimate_total(const sl_estimate *estimate) {
    return estimate ? atomic_load(&estimate->total) : 0;
}

void sl_estimate_end(sl_estimate *estimate) {
    if (!estimate) return;
    atomic_store(&estimate->is_over, true);
    sl_crew_free(estimate->crew);
    sl_heap_free(estimate);
}
