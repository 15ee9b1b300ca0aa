/* SPDX-License-Identifier: Apache-2.0 */
#include "run/episodelist.h"

#include "base/bounds.h"
#include "output/sorter.h"

struct sl_episodelist {
    const sl_table_head *head;
    sl_sorter *sorter;
    sl_episodes *episodes;
    sl_episodelist_writer *writer;
    void *context;
};

static sl_status write_one(void *context, const sl_str *cells, sl_error *err) {
    sl_episodelist *list = context;
    sl_table_row row = {.cells = cells};
    sl_table_rows rows = {.head = list->head, .rows = {&row, 1, 1}};
    return list->writer(list->context, &rows, err);
}

sl_status sl_episodelist_new(const sl_program *program, sl_str place, sl_episodelist **out, sl_error *err) {
    const sl_table_head *const *heads;
    size_t n = sl_program_files(program, &heads);
    sl_episodelist *list = sl_heap_alloc(1, sizeof *list);
    if (!list) return sl_fail(err, SL_NO_MEMORY, place, "out of memory");
    list->head = heads[n - 1];
    list->episodes = sl_episodes_new(program, write_one, list);
    sl_status status = list->episodes ? sl_sorter_new(place, SL_SORT_MEMORY, &list->sorter, err)
                                      : sl_fail(err, SL_NO_MEMORY, place, "out of memory");
    if (status) sl_episodelist_free(list);
    else *out = list;
    return status;
}

void sl_episodelist_free(sl_episodelist *list) {
    if (!list) return;
    sl_sorter_close(list->sorter);
    sl_episodes_free(list->episodes);
    sl_heap_free(list);
}

sl_status sl_episodelist_add(sl_episodelist *list, sl_str lines, sl_error *err) {
    sl_status status = SL_OK;
    for (size_t at = 0, end; at < lines.n && !status; at = end + 1) {
        end = sl_str_find(lines, '\n', at);
        status = sl_sorter_add(list->sorter, sl_str_cut(lines, at, end), err);
    }
    return status;
}

sl_status sl_episodelist_write(sl_episodelist *list, sl_episodelist_writer *writer, void *context, sl_error *err) {
    sl_str line = SL_STR("");
    list->writer = writer;
    list->context = context;
    sl_status status = sl_sorter_end(list->sorter, err);
    while (!status && !(status = sl_sorter_next(list->sorter, &line, err)) && line.p)
        status = sl_episodes_add(list->episodes, line, err);
    return status ? status : sl_episodes_end(list->episodes, err);
}

uint64_t sl_episodelist_cut(const sl_episodelist *list) {
    return sl_episodes_cut(list->episodes);
}
