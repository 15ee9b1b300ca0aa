/* SPDX-License-Identifier: Apache-2.0
 *
 * Temporary files without a name: a run that is killed leaves nothing of them behind.
 */
#ifndef SL_OUTPUT_TEMPFILE_H
#define SL_OUTPUT_TEMPFILE_H

#include "base/error.h"

#include <sys/types.h>

/**
 * @param place  path of a finished file: the temporary one is made beside it
 * @return a descriptor to read and write, which the caller closes; -1, and errno says why
 */
int sl_tempfile_open(const char *place);

/** All of `n` bytes to `at`. @return false, and errno says why */
bool sl_tempfile_write(int file, uint64_t at, const void *bytes, size_t n);

/** As many of `n` bytes at `at` as there are. @return their number; -1, and errno says why */
ssize_t sl_tempfile_read(int file, uint64_t at, void *bytes, size_t n);

#endif
