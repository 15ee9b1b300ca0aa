/* SPDX-License-Identifier: Apache-2.0 */
#include "run/yield.h"

#include "base/arena.h"

/* Bytes that a buffer may keep: of the few articles that come to more, not each item should hold one for ever. */
enum { KEPT = 1024 * 1024 };

static void clear(sl_buf *buf) {
    if (buf->room > KEPT) sl_buf_release(buf);
    sl_buf_clear(buf);
}

bool sl_yield_init(sl_yield *yield, size_t n_tables) {
    *yield = (sl_yield){.n_tables = n_tables};
    yield->tables = sl_heap_alloc(n_tables, sizeof *yield->tables);
    return yield->tables != NULL;
}

void sl_yield_clear(sl_yield *yield) {
    for (size_t i = 0; i < yield->n_tables; i++) {
        clear(&yield->tables[i].bytes);
        yield->tables[i].rows = 0;
    }
    clear(&yield->names);
    clear(&yield->episodes);
    yield->report = (sl_article_report){0};
}

bool sl_yield_failed(const sl_yield *yield) {
    bool failed = yield->names.failed || yield->episodes.failed;
    for (size_t i = 0; i < yield->n_tables; i++) failed = failed || yield->tables[i].bytes.failed;
    return failed;
}

void sl_yield_release(sl_yield *yield) {
    for (size_t i = 0; yield->tables && i < yield->n_tables; i++) sl_buf_release(&yield->tables[i].bytes);
    sl_heap_free(yield->tables);
    sl_buf_release(&yield->names);
    sl_buf_release(&yield->episodes);
    *yield = (sl_yield){0};
}
