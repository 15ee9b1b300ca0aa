/* SPDX-License-Identifier: Apache-2.0 */
#include <sys/stat.h>

#include "run/lookup.h"

#include "base/arena.h"
#include "run/inputs.h"

static bool is_file(const char *path) {
    struct stat st;
    return stat(path, &st) == 0 && S_ISREG(st.st_mode);
}

static bool is_folder(const char *path) {
    struct stat st;
    return stat(path, &st) == 0 && S_ISDIR(st.st_mode);
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

typedef struct {
    sl_str name, file; /* of the article, and of the file that it is in */
    bool whole;        /* they are the same: all articles in it */
    const sl_reading *reading;
    sl_pipeline_options options;
    sl_worker *worker;
    sl_buf spare;
    sl_lookup_visit *lookup;
} seeker;

static bool is_wanted(const seeker *s, sl_str name) {
    return s->whole || sl_str_eq(name, s->name);
}

/* A record's id is known only when it is read, but it must stand in it, and its number in its name. So one that cannot be
   read may be any; and what keeps a file from being read any further is told under the file's name. */
static bool may_be(const seeker *s, const sl_document *d) {
    sl_str own = sl_buf_str(&d->name), bytes = sl_buf_str(&d->bytes), name = s->name;
    if (is_wanted(s, own) || (d->status && sl_str_eq(own, s->file))) return true;
    if (d->media != SL_MEDIA_RECORD || name.n <= d->stem + 1) return false;
    if (!sl_str_eq(sl_str_cut(own, 0, d->stem + 1), sl_str_cut(name, 0, d->stem + 1))) return false;
    if (d->status) return true;
    sl_str id = sl_str_cut(name, d->stem + 1, name.n);
    bool escaped = sl_str_find(id, '/', 0) < id.n || sl_str_find(id, '"', 0) < id.n; /* may be written otherwise */
    return escaped || sl_str_search(bytes, id, 0) < bytes.n;
}

static void look(void *context, const sl_article_inside *inside) {
    const seeker *s = context;
    if (is_wanted(s, inside->search->article->text->name)) s->lookup->observer(s->lookup->context, inside);
}

static sl_status look_at(seeker *s, const sl_document *d, sl_error *err) {
    sl_article_result result = {0};
    sl_str raw;
    sl_error why = d->error;
    sl_status status = d->status;
    if (!status) status = sl_document_load(d, s->reading->max_filesize, &s->spare, &raw, &why);
    if (!status) status = sl_pipeline_document(s->worker, d, raw, &s->options, &result, &why);
    bool wanted = is_wanted(s, result.name.n ? result.name : sl_buf_str(&d->name));
    if (!wanted && !d->status) return SL_OK;
    if (status) *err = why;
    s->lookup->articles += !status;
    s->lookup->failed += wanted && status;
    s->lookup->foreign += result.report.other_language;
    return status;
}

static sl_status look_through(seeker *s, const char *path, sl_error *err) {
    sl_reading there = *s->reading;
    there.paths = &path;
    there.n_paths = 1;
    sl_inputs *inputs = NULL;
    sl_document d = {0};
    sl_status status = sl_inputs_new(&(sl_inputs_options){.reading = &there}, &inputs, err), found = SL_OK;
    while (status == SL_OK && !*s->lookup->enough && sl_inputs_next(inputs, &d, &status, err))
        if (may_be(s, &d)) found = look_at(s, &d, err);
    sl_inputs_free(inputs);
    sl_document_release(&d);
    return status || s->lookup->articles ? status : found;
}

sl_status sl_lookup_run(sl_worker *worker, const sl_reading *reading, sl_str name, sl_lookup_visit *lookup,
                        sl_error *err) {
    char *path = file_of(name);
    if (!path) return sl_fail(err, SL_NO_MEMORY, name, "out of memory");
    sl_str file = sl_str_of(path);
    seeker s = {.name = name,
                .file = file,
                .whole = sl_str_eq(name, file),
                .reading = reading,
                .options = sl_reading_pipeline(reading),
                .worker = worker,
                .lookup = lookup};
    s.options.observer = look;
    s.options.context = &s;
    sl_status status = is_folder(path) ? sl_fail(err, SL_BAD_INPUT, name, "a folder, not a file: '%s'", path)
                                       : look_through(&s, path, err);
    sl_buf_release(&s.spare);
    sl_heap_free(path);
    return status;
}
