/* SPDX-License-Identifier: Apache-2.0
 *
 * The files behind the paths that a user names, in an order that depends on nothing but names: the paths as given,
 * inside a folder its names in byte order, folders descended in place.
 *
 *     sideline extract news/ a.txt       news/2024/x.txt  news/b.txt  a.txt
 *
 * What is met inside a folder and is no article (hidden, pipe, device, link) is left out and counted; what the user
 * named and cannot be read is an entry that says why. One folder per level is held at a time, and of a very large one a
 * part of its names, for which it is read again: memory grows with the depth alone.
 */
#ifndef SL_SOURCE_WALK_H
#define SL_SOURCE_WALK_H

#include "base/buf.h"
#include "base/error.h"
#include "source/glob.h"

/** True for what must never be read as input: sideline's own output. Asked for files and folders. */
typedef bool sl_walk_never(void *context, const char *path, uint64_t device, uint64_t inode);

typedef struct {
    bool follow;           /* follow links met in folders */
    const sl_globs *globs; /* what is wanted in folders; NULL: everything */
    sl_walk_never *never;  /* may be NULL */
    void *context;
    size_t part; /* names of a folder that are held at a time; 0: as many as are well read at once */
} sl_walk_options;

typedef struct {
    sl_str name;      /* for the tables: the path as given, joined with the path below it, made valid UTF-8 */
    const char *path; /* to be opened; "-" is standard input */
    bool named;       /* the user named it, it was not met in a folder */
    bool failed;      /* nothing to open: `error` says why */
    sl_error error;
} sl_walk_entry;

/** What was left out inside folders. */
typedef struct {
    uint64_t hidden, fifos, devices, sockets;
    uint64_t links;    /* not followed */
    uint64_t dangling; /* followed to nothing */
    uint64_t loops;    /* links to a folder that they are in */
    uint64_t too_deep; /* folders below SL_MAX_FOLDER_DEPTH others */
    uint64_t own;      /* `never` said so */
    uint64_t excluded; /* not wanted */
    uint64_t binary;   /* in archives: no text */
} sl_walk_counts;

void sl_walk_counts_add(sl_walk_counts *sum, const sl_walk_counts *more);

typedef struct sl_walk sl_walk;

/** `path` as a table may have it: each byte that is no UTF-8 becomes U+FFFD, in `spare`. @return borrowed from either */
sl_str sl_walk_printed(sl_str path, sl_buf *spare);

/**
 * Looks whether all paths exist before anything is yielded.
 * @param paths  borrowed until sl_walk_close; "-" is standard input
 * @return NULL and an error: SL_BAD_USAGE for a path that does not exist, SL_NO_MEMORY
 */
sl_walk *sl_walk_open(const char *const *paths, size_t n, const sl_walk_options *options, sl_error *err);

/**
 * The next file or failure.
 * @param entry  its strings are the walk's, until the next call
 * @return false at the end
 */
bool sl_walk_next(sl_walk *walk, sl_walk_entry *entry);

sl_walk_counts sl_walk_left_out(const sl_walk *walk);
void sl_walk_close(sl_walk *walk);

#endif
