/* SPDX-License-Identifier: Apache-2.0
 *
 * The articles of a file that holds many, or that must be unpacked, handed out one after the other.
 *
 *     a.zip              a.zip!x/1.txt  a.zip!x/2.html  a.zip!y.jsonl#7        members; records of members
 *     f.jsonl.gz         f.jsonl.gz#1  f.jsonl.gz#2                            records
 *     page.html.xz       page.html.xz                                          one article
 *     crawl.warc.gz      crawl.warc.gz!https://example.org/a
 *     -                  whichever of these its first bytes say, or one article
 *
 * Memory holds one article, however many there are. What makes one article unreadable costs that article; what makes the
 * rest of the file unreadable is told once, under the name of the file.
 */
#ifndef SL_SOURCE_READER_H
#define SL_SOURCE_READER_H

#include "source/document.h"
#include "source/stream.h"
#include "source/walk.h"

/** By the end of its name: does a reader have to read this file, or is it one article as it is? */
bool sl_reader_needed(sl_str name);

typedef struct {
    uint64_t limit;        /* bytes of an article */
    sl_str records;        /* path to the array of records in a JSON file; n 0: the whole file */
    const sl_globs *globs; /* which members are wanted; NULL: all */
    sl_stop stop;
} sl_reader_options;

typedef struct sl_reader sl_reader;

/**
 * @param path     "-" is standard input; borrowed, as are the options
 * @param name     of the file in the tables; copied
 * @return NULL and an error, as of sl_stream_open
 */
sl_reader *sl_reader_open(const char *path, sl_str name, const sl_reader_options *options, sl_error *err);
void sl_reader_close(sl_reader *reader);

/**
 * @param document  filled: an article, or why there is none
 * @param found     out: false at the end
 * @return SL_STOPPED, SL_NO_MEMORY: for the whole job, not for an article
 */
sl_status sl_reader_next(sl_reader *reader, sl_document *document, bool *found, sl_error *err);

/** Bytes of the file, packed as it is, that were read so far. */
uint64_t sl_reader_position(const sl_reader *reader);

/** Members that were no articles: hidden, links, no text, not wanted. */
sl_walk_counts sl_reader_left_out(const sl_reader *reader);

#endif
