/* SPDX-License-Identifier: Apache-2.0 */
#include <sys/stat.h>

#include "run/lookup.h"

#include "base/arena.h"
#include "base/bounds.h"
#include "run/inputs.h"

static bool is_file(const char *path) {
    struct stat st;
    return stat(path, &st) == 0 && S_ISREG(st.st_mode);
}

/* The file that the article is in: the name up to a mark, where such a file is there. @return as of sl_arena_alloc */
static char *file_of(sl_str name) {
    char *path = sl_heap_alloc(name.n + 1, 1);
    if (!path) return NULL;
    memcpy(path, name.p, name.n);
    for (size_t at = 0; at < name.n && !is_file(path); at++) {
        if (name.p[at] != '!' && name.p[at] != '#') continue;
        path[at] = '\0';
        if (is_file(path)) break;
        path[at] = name.p[at];
    }
    return path;
}

/* A record's id is known only when it is read, but it must stand in it, and its number in its name. */
static bool may_be(const sl_document *d, sl_str name) {
    sl_str own = sl_buf_str(&d->name), bytes = sl_buf_str(&d->bytes);
    if (sl_str_eq(own, name)) return true;
    if (d->media != SL_MEDIA_RECORD || name.n <= d->stem + 1) return false;
    if (!sl_str_eq(sl_str_cut(own, 0, d->stem + 1), sl_str_cut(name, 0, d->stem + 1))) return false;
    sl_str id = sl_str_cut(name, d->stem + 1, name.n);
    bool escaped = sl_str_find(id, '/', 0) < id.n || sl_str_find(id, '"', 0) < id.n; /* may be written otherwise */
    return escaped || sl_str_search(bytes, id, 0) < bytes.n;
}

static sl_status look_at(sl_worker *worker, sl_document *d, sl_buf *spare, const sl_pipeline_options *options,
                         sl_error *err) {
    sl_article_result result;
    sl_str raw;
    sl_status status = d->status;
    if (status) *err = d->error;
    if (!status) status = sl_document_load(d, SL_MAX_ARTICLE_EVER, spare, &raw, err);
    return status ? status : sl_pipeline_document(worker, d, raw, options, &result, err);
}

static sl_status look_through(sl_worker *worker, sl_str name, const char *path, const sl_pipeline_options *options,
                              const bool *answered, sl_error *err) {
    sl_inputs_options what = {.paths = &path, .n_paths = 1, .output = "", .max_filesize = SL_MAX_ARTICLE_EVER};
    sl_inputs *inputs = NULL;
    sl_document d = {0};
    sl_buf spare = {0};
    sl_status status = sl_inputs_new(&what, &inputs, err), found = SL_OK;
    while (status == SL_OK && !*answered && sl_inputs_next(inputs, &d, &status, err))
        if (may_be(&d, name)) found = look_at(worker, &d, &spare, options, err);
    sl_inputs_free(inputs);
    sl_document_release(&d);
    sl_buf_release(&spare);
    return status || *answered ? status : found;
}

sl_status sl_lookup_run(sl_worker *worker, sl_str name, const sl_pipeline_options *options, const bool *answered,
                        sl_error *err) {
    char *path = file_of(name);
    if (!path) return sl_fail(err, SL_NO_MEMORY, name, "out of memory");
    sl_status status = look_through(worker, name, path, options, answered, err);
    sl_heap_free(path);
    return status;
}
