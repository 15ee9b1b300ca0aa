/* SPDX-License-Identifier: Apache-2.0
 *
 * Rule files and lists, each read once whatever it is called. The bytes of lists live no longer than compiling does, and
 * are given up before where an image takes their place.
 */
#include "rule/compiler_p.h"

/* "a/./b/../c.csv" is a/c.csv: what two names of one file have in common. */
static sl_str plain_path(sl_str path, sl_arena *out) {
    char *to = sl_arena_raw(out, path.n + 1, 1);
    size_t n = 0;
    for (size_t at = 0, end; at <= path.n; at = end + 1) {
        end = sl_str_find(path, '/', at);
        sl_str step = sl_str_cut(path, at, end);
        bool up = sl_str_eq(step, SL_STR("..")) && n > 0 && !(n >= 2 && to[n - 1] == '.' && to[n - 2] == '.');
        if (sl_str_eq(step, SL_STR(".")) || (step.n == 0 && at > 0)) continue;
        if (up) {
            while (n > 0 && to[n - 1] != '/') n--;
            n -= n > 0;
            continue;
        }
        if (at > 0 && n > 0) to[n++] = '/';
        if (step.n) memcpy(to + n, step.p, step.n);
        n += step.n;
        if (at == 0 && step.n == 0 && path.n) to[n++] = '/';
    }
    return (sl_str){to, n};
}

/* The source that `name` was in the folder of `from` before: a list may serve several times. */
static sl_str key_of(sl_compiler *c, sl_str from, sl_str name) {
    size_t folder = from.n;
    while (folder > 0 && from.p[folder - 1] != '/') folder--;
    return sl_arena_printf(c->out, "%.*s:%.*s", (int)folder, from.p ? from.p : "", (int)name.n, name.p);
}

static sl_status read_bytes(sl_compiler *c, sl_source *source, sl_error *err) {
    sl_str path;
    sl_arena *to = source->is_list ? c->lists : c->out;
    sl_status status = c->library->read(c->library, source->from, source->name, to, &path, &source->bytes, err);
    if (status == SL_NO_MEMORY) sl_compile_no_memory(c);
    if (status == SL_OK) source->path = sl_arena_copy(c->out, path);
    return status;
}

static sl_status read_file(sl_compiler *c, sl_str from, sl_str name, bool is_list, sl_source **out, sl_error *err) {
    sl_str key = key_of(c, from, name);
    uint32_t before = sl_nameindex_find(&c->name_index, key);
    if (before != SL_NONE) return *out = c->sources.v[before], SL_OK;
    sl_source *source = SL_NEW(c->out, sl_source);
    *source = (sl_source){.from = from, .name = name, .is_list = is_list, .is_text = true};
    sl_status status = read_bytes(c, source, err);
    if (status) return status;
    sl_str plain = plain_path(source->path, c->out);
    uint32_t known = sl_nameindex_find(&c->source_index, plain);
    sl_nameindex_add(&c->name_index, c->out, key, known == SL_NONE ? (uint32_t)c->sources.n : known);
    if (known != SL_NONE) return *out = c->sources.v[known], SL_OK;
    sl_nameindex_add(&c->source_index, c->out, plain, (uint32_t)c->sources.n);
    *sl_push(c->out, &c->sources) = *out = source;
    source->hash = c->library->hash ? c->library->hash(c->library, source->path) : 0;
    if (source->hash == 0) source->hash = sl_hash_long(source->bytes, 0);
    c->program->digest = sl_hash(source->path, c->program->digest ^ source->hash);
    return SL_OK;
}

/* Bytes that were given up are read again: they must be the ones that the digest is of. */
static sl_status read_again(sl_compiler *c, sl_source *source, sl_error *err) {
    sl_status status = read_bytes(c, source, err);
    if (status == SL_OK && sl_hash_long(source->bytes, 0) != source->hash)
        status = sl_fail(err, SL_IO, source->path, "it was changed while it was read");
    source->is_given_up = status != SL_OK;
    return status;
}

static sl_source *cleaned(sl_compiler *c, sl_source *source) {
    if (!source->is_clean)
        source->is_text = source->is_list ? sl_source_clean_list(source, c->lists, c->tmp, c->d)
                                          : sl_source_clean(source, c->out, c->d);
    source->is_clean = true;
    return source->is_text ? source : NULL;
}

static sl_source *read_named(sl_compiler *c, const sl_located *where, bool is_list) {
    sl_error err = {0};
    sl_source *source = NULL;
    sl_status status = read_file(c, where->source->path, where->text, is_list, &source, &err);
    if (status == SL_OK && source->is_given_up) status = read_again(c, source, &err);
    if (status == SL_OK) return source;
    sl_error_at(c->d, where, 0, where->text.n, 38, "%s", err.message);
    return NULL;
}

sl_source *sl_compile_read_first(sl_compiler *c, sl_str name) {
    sl_error err = {0};
    sl_source *first;
    if (read_file(c, (sl_str){0}, name, false, &first, &err) == SL_OK) return cleaned(c, first);
    sl_diagnose(c->d, (sl_diagnostic){.number = 38, .file = name}, "%s", err.message);
    return NULL;
}

sl_source *sl_compile_read_rules(sl_compiler *c, const sl_located *name) {
    sl_source *source = read_named(c, name, false);
    return source ? cleaned(c, source) : NULL;
}

sl_source *sl_compile_read_list(sl_compiler *c, const sl_located *name) {
    sl_source *source = read_named(c, name, true);
    return source ? cleaned(c, source) : NULL;
}

uint64_t sl_compile_hash_list(sl_compiler *c, const sl_located *name) {
    const sl_source *source = read_named(c, name, true);
    return source ? source->hash : 0;
}

void sl_compile_give_up_lists(sl_compiler *c) {
    for (size_t i = 0; i < c->sources.n; i++)
        if (c->sources.v[i]->is_list) {
            c->sources.v[i]->bytes = (sl_str){0};
            c->sources.v[i]->is_given_up = true;
            c->sources.v[i]->is_clean = false;
        }
    sl_arena_release(c->lists);
}
