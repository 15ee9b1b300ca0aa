/* SPDX-License-Identifier: Apache-2.0 */
#include "source/document.h"

#include "source/load.h"

#include <stdarg.h>

/* Bytes that a buffer may keep: of the few articles that are larger, not each worker should hold one for ever. */
enum { KEPT = 1024 * 1024 };

void sl_document_clear(sl_document *d) {
    if (d->bytes.room > KEPT) sl_buf_release(&d->bytes);
    sl_buf_clear(&d->name);
    sl_buf_clear(&d->path);
    sl_buf_clear(&d->bytes);
    d->media = SL_MEDIA_TEXT;
    d->at = d->line = 0;
    d->stem = 0;
    d->named = false;
    d->status = SL_OK;
}

void sl_document_release(sl_document *d) {
    sl_buf_release(&d->name);
    sl_buf_release(&d->path);
    sl_buf_release(&d->bytes);
}

bool sl_document_begin(sl_document *d, sl_str name, const char *path, bool named) {
    sl_document_clear(d);
    d->named = named;
    d->media = sl_media_of(name);
    sl_buf_put(&d->name, name);
    if (path) {
        sl_buf_put(&d->path, sl_str_of(path));
        sl_buf_char(&d->path, '\0');
    }
    return !d->name.failed && !d->path.failed;
}

bool sl_document_begin_record(sl_document *d, sl_str file, uint64_t number) {
    sl_document_begin(d, file, NULL, true);
    d->stem = file.n;
    d->media = SL_MEDIA_RECORD;
    sl_buf_char(&d->name, '#');
    sl_buf_number(&d->name, number);
    return !d->name.failed;
}

bool sl_document_rename(sl_document *d, sl_str name) {
    sl_buf_clear(&d->name);
    sl_buf_put(&d->name, name);
    return !d->name.failed;
}

void sl_document_fail(sl_document *d, const sl_error *error) {
    d->status = error->status;
    d->error = *error;
}

void sl_document_refuse(sl_document *d, sl_status status, const char *format, ...) {
    char message[sizeof d->error.message];
    va_list args;
    va_start(args, format);
    vsnprintf(message, sizeof message, format, args);
    va_end(args);
    d->status = sl_fail(&d->error, status, sl_buf_str(&d->name), "%s", message);
}

sl_status sl_document_load(const sl_document *d, uint64_t limit, sl_buf *spare, sl_str *raw, sl_error *err) {
    *raw = sl_buf_str(&d->bytes);
    if (d->path.n == 0) return SL_OK;
    sl_status status = sl_load(d->path.p, limit, spare, err);
    *raw = sl_buf_str(spare);
    return status;
}

static bool ends_in(sl_str name, const char *suffix) {
    sl_str end = sl_str_of(suffix);
    if (name.n < end.n) return false;
    for (size_t i = 0; i < end.n; i++)
        if (sl_lower(name.p[name.n - end.n + i]) != end.p[i]) return false;
    return true;
}

sl_media sl_media_of(sl_str name) {
    static const char *const suffixes[] = {".html", ".htm", ".xhtml", ".shtml"};
    for (size_t i = 0; i < sizeof suffixes / sizeof *suffixes; i++)
        if (ends_in(name, suffixes[i])) return SL_MEDIA_HTML;
    return SL_MEDIA_TEXT;
}
