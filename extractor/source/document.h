/* SPDX-License-Identifier: Apache-2.0
 *
 * One article's bytes, on their way to whoever reads them: a file, a member of an archive, a record.
 *
 *     name             bytes                    at
 *     news/a.html      to be loaded from path   0
 *     a.zip!x/y.txt    here                     0: counted from the member's beginning
 *     f.jsonl#17       here                     where the record begins in f.jsonl
 *
 * Files are loaded by those who work on them, in several threads; members and records come out of one stream, in order,
 * and are handed over with their bytes. The buffers are kept from one use to the next.
 */
#ifndef SL_SOURCE_DOCUMENT_H
#define SL_SOURCE_DOCUMENT_H

#include "base/buf.h"
#include "base/error.h"

typedef enum {
    SL_MEDIA_TEXT, /* or a page, where it begins like one */
    SL_MEDIA_HTML,
    SL_MEDIA_RECORD /* a JSON value */
} sl_media;

typedef struct {
    sl_buf name; /* in the tables; of a record with its number, until its id is read */
    sl_buf path; /* NUL-terminated; n 0: `bytes` has it all */
    sl_buf bytes;
    sl_media media;
    uint64_t at, line; /* of a record: bytes and lines before it in its file */
    size_t stem;       /* of a record: how much of `name` its file's is */
    bool named;        /* asked for: that it cannot be read is worth a word, even if it is no text */
    sl_status status;  /* not SL_OK: there is nothing to read, `error` says why */
    sl_error error;
} sl_document;

/** Forgets the content, keeps the memory, but not that of a giant. */
void sl_document_clear(sl_document *document);
void sl_document_release(sl_document *document);

/** Names it and says where it is. @return false where memory runs out */
bool sl_document_begin(sl_document *document, sl_str name, const char *path, bool named);

/** "file#number": a record that has no id of its own is called so. @return as above */
bool sl_document_begin_record(sl_document *document, sl_str file, uint64_t number);

/** From now on there is nothing to read, because of this. */
void sl_document_fail(sl_document *document, const sl_error *error);
void sl_document_refuse(sl_document *document, sl_status status, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/** What its content says it is called. @return false where memory runs out */
bool sl_document_rename(sl_document *document, sl_str name);

/**
 * Its bytes.
 * @param limit  as of sl_load
 * @param spare  where they are loaded to
 * @param raw    out: borrowed from `spare` or from the document
 */
sl_status sl_document_load(const sl_document *document, uint64_t limit, sl_buf *spare, sl_str *raw, sl_error *err);

/** By the end of a name: .html, .htm, .xhtml, .shtml; else text. */
sl_media sl_media_of(sl_str name);

#endif
