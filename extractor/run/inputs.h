/* SPDX-License-Identifier: Apache-2.0
 *
 * The articles of a job: the paths walked in their order, less what must not be read a second time or at all.
 *
 * A file that two paths lead to is read once, by the more exact path: in `news news/a.txt` the second one reads a.txt.
 * What the job itself writes is never read: the output folder, the output file, a file that standard output goes to.
 * A file that holds many articles gives them one after the other, in its order.
 */
#ifndef SL_RUN_INPUTS_H
#define SL_RUN_INPUTS_H

#include "run/reading.h"
#include "source/document.h"
#include "source/reader.h"
#include "source/walk.h"

typedef struct sl_inputs sl_inputs;

typedef struct {
    const sl_reading *reading;
    const char *output; /* NULL or "": standard output; a file or folder otherwise, which need not exist yet */
    sl_stop stop;       /* asked while an archive or standard input is read */
} sl_inputs_options;

/** What was met and is no input. */
typedef struct {
    sl_walk_counts walk;
    uint64_t again; /* named twice, or read by a more exact path */
} sl_inputs_counts;

/**
 * @param options  what they point at is borrowed
 * @return SL_BAD_USAGE for a path that is not there, or that is the output itself
 */
sl_status sl_inputs_new(const sl_inputs_options *options, sl_inputs **inputs, sl_error *err);
void sl_inputs_free(sl_inputs *inputs);

/** Looks again at what the output is, now that it has been made. */
void sl_inputs_exclude_output(sl_inputs *inputs);

/**
 * @param document  filled: an article, or why there is none
 * @return false at the end, or where memory runs out or the job is to stop: then `status` says so
 */
bool sl_inputs_next(sl_inputs *inputs, sl_document *document, sl_status *status, sl_error *err);

/** Instead of all this: the next file, opened by nobody. @return as above */
bool sl_inputs_next_file(sl_inputs *inputs, sl_walk_entry *entry, sl_status *status, sl_error *err);

/** Bytes of files that hold many articles, or are packed, that were read so far. */
uint64_t sl_inputs_position(const sl_inputs *inputs);

/** So far. */
sl_inputs_counts sl_inputs_left_out(const sl_inputs *inputs);

#endif
