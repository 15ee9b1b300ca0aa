/* SPDX-License-Identifier: Apache-2.0 */
#include "output/tablefiles.h"

#include "base/arena.h"
#include "output/file.h"

struct sl_writer {
    sl_writer_plan plan;
    sl_file **files; /* plan.n of them */
};

const sl_writer_plan *sl_tablefiles_plan(const sl_writer *writer) {
    return &writer->plan;
}

void sl_tablefiles_discard(sl_writer *writer) {
    for (size_t i = 0; writer && writer->files && i < writer->plan.n; i++) {
        if (writer->files[i]) sl_file_discard(writer->files[i]);
    }
}

void sl_tablefiles_close(sl_writer *writer) {
    if (!writer) return;
    for (size_t i = 0; writer->files && i < writer->plan.n; i++) sl_file_close(writer->files[i]);
    sl_heap_free(writer->files);
    sl_heap_free(writer);
}

static sl_status open_table(sl_writer *writer, size_t table, sl_tablefiles_head *head, sl_error *err) {
    sl_str place = writer->plan.places[table];
    sl_status status = place.n ? sl_file_create(place, &writer->files[table], err)
                               : sl_file_standard_output(&writer->files[table], err);
    if (status || !head) return status;
    sl_buf bytes = {0};
    head(&writer->plan, table, &bytes);
    status = bytes.failed ? sl_fail(err, SL_NO_MEMORY, place, "out of memory")
                          : sl_file_write(writer->files[table], sl_buf_str(&bytes), err);
    sl_buf_release(&bytes);
    return status;
}

sl_status sl_tablefiles_open(const sl_writer_plan *plan, sl_tablefiles_head *head, sl_writer **out, sl_error *err) {
    sl_writer *writer = sl_heap_alloc(1, sizeof *writer);
    if (!writer) return sl_fail(err, SL_NO_MEMORY, SL_STR(""), "out of memory");
    writer->plan = *plan;
    writer->files = sl_heap_alloc(plan->n, sizeof *writer->files);
    sl_status status = writer->files ? SL_OK : sl_fail(err, SL_NO_MEMORY, SL_STR(""), "out of memory");
    for (size_t i = 0; status == SL_OK && i < plan->n; i++) status = open_table(writer, i, head, err);
    if (status) sl_tablefiles_close(writer);
    else *out = writer;
    return status;
}

sl_status sl_tablefiles_append(sl_writer *writer, size_t table, sl_str rendered, sl_error *err) {
    return sl_file_write(writer->files[table], rendered, err);
}

uint64_t sl_tablefiles_size(const sl_writer *writer, size_t table) {
    return sl_file_size(writer->files[table]);
}

sl_status sl_tablefiles_seal(sl_writer *writer, sl_str report, sl_error *err) {
    (void)report;
    sl_status status = SL_OK;
    for (size_t i = 0; status == SL_OK && i < writer->plan.n; i++) status = sl_file_seal(writer->files[i], err);
    return status;
}

sl_status sl_tablefiles_publish(sl_writer *writer, sl_error *err) {
    sl_status status = SL_OK;
    for (size_t i = 0; status == SL_OK && i < writer->plan.n; i++) status = sl_file_publish(writer->files[i], err);
    return status;
}
