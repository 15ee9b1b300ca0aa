/* SPDX-License-Identifier: Apache-2.0
 *
 * A file, or standard input, in blocks; what it begins with can be looked at before it is read. A wait for standard
 * input ends when the job is to stop.
 */
#ifndef SL_SOURCE_STREAM_H
#define SL_SOURCE_STREAM_H

#include "base/blocks.h"

typedef struct sl_stream sl_stream;

typedef struct {
    void *context;
    bool (*asked)(void *context); /* NULL: nobody asks to stop */
} sl_stop;

/** @param path  "-" is standard input. @return NULL: SL_IO, SL_BAD_INPUT for what is no regular file, SL_NO_MEMORY */
sl_stream *sl_stream_open(const char *path, const sl_stop *stop, sl_error *err);
void sl_stream_close(sl_stream *stream);

/** The first bytes, as many as a format needs to be known by, or all there are. Before anything else is read. */
sl_status sl_stream_peek(sl_stream *stream, sl_str *beginning, sl_error *err);

/** Bytes of it that were read so far. */
uint64_t sl_stream_position(const sl_stream *stream);

/** Fails with SL_STOPPED where the job is to stop, SL_IO. */
sl_blocks sl_stream_blocks(sl_stream *stream);

#endif
