/* SPDX-License-Identifier: Apache-2.0
 *
 * A file's bytes into a buffer that the caller owns and reuses from file to file. Read, never mapped: for small
 * files that is three times faster, and a file that is cut while we work cannot crash us.
 */
#ifndef SL_SOURCE_LOAD_H
#define SL_SOURCE_LOAD_H

#include "base/buf.h"
#include "base/error.h"

/**
 * @param path   "-" is standard input
 * @param limit  the most bytes it may have; at most SL_MAX_ARTICLE_EVER
 * @param buf    cleared first; holds the whole content only if SL_OK is returned
 * @return SL_IO; SL_BAD_INPUT for a folder, pipe or device, which is never waited for; SL_LIMIT; SL_NO_MEMORY
 */
sl_status sl_load(const char *path, uint64_t limit, sl_buf *buf, sl_error *err);

#endif
