/* SPDX-License-Identifier: Apache-2.0
 *
 * Files that appear whole or not at all, and standard output.
 *
 *     create  a new file beside its place: DIR/.injuries.csv.4711.part
 *     write   into it, through a buffer
 *     seal    all bytes are on the disk: what can fail, the disk being full above all, has failed by now
 *     publish rename into place, and the folder synced; several files are sealed first, then published one by one
 *     discard at any time: the file is gone, its place is as it was
 *
 * Standard output has no place: what is written is flushed when the buffer is full and at seal.
 */
#ifndef SL_OUTPUT_FILE_H
#define SL_OUTPUT_FILE_H

#include "base/error.h"

typedef struct sl_file sl_file;

/**
 * @param place  path of the finished file; copied
 * @return SL_IO with the reason, SL_NO_MEMORY
 */
sl_status sl_file_create(sl_str place, sl_file **file, sl_error *err);

/** Removes what runs that were killed have left beside `place`. For whoever knows that no other run writes there. */
void sl_file_sweep(sl_str place);

/** Standard output, which stays open. */
sl_status sl_file_standard_output(sl_file **file, sl_error *err);

/** Where the unfinished file stands, for a library that writes it by itself; nothing is then given to sl_file_write. */
const char *sl_file_beside(const sl_file *file);

/** @return SL_STOPPED where the reader of standard output has gone, SL_IO for every other failure */
sl_status sl_file_write(sl_file *file, sl_str bytes, sl_error *err);

/** Bytes that were written. */
uint64_t sl_file_size(const sl_file *file);

sl_status sl_file_seal(sl_file *file, sl_error *err);

/** Needs a sealed file; seal and publish may both be called for standard output too. */
sl_status sl_file_publish(sl_file *file, sl_error *err);

/** Removes what was not published; `file` is still to be closed. */
void sl_file_discard(sl_file *file);

/** Frees `file` (NULL is fine). What was not published is removed. */
void sl_file_close(sl_file *file);

#endif
