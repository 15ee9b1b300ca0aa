/* SPDX-License-Identifier: Apache-2.0
 *
 * Archives and compressed files, one member after the other (libarchive behind it, with the formats named here and no
 * others; nothing is ever written to a disk).
 *
 *     gzip, zstd, xz, bzip2  around  zip, tar (all of its kinds), or bare bytes, which are one member without a name
 *
 * Bombs: a file that unpacks to more than SL_MAX_UNPACKED_RATIO times what was read of it ends with SL_LIMIT; so does one
 * that is compressed more than once.
 */
#ifndef SL_ADAPT_ARCHIVE_H
#define SL_ADAPT_ARCHIVE_H

#include "base/blocks.h"

typedef struct sl_archive sl_archive;

/** What the unpacked bytes may be. */
typedef struct {
    bool members; /* zip and tar */
    bool bare;    /* anything else, as one member */
} sl_archive_formats;

typedef struct {
    sl_str name; /* n 0: bare bytes; else as it stands in the archive: any bytes. Until the next member */
    bool is_file;
    bool is_link;
    bool is_encrypted;
} sl_archive_member;

/** @param in  borrowed. @return NULL: SL_NO_MEMORY, SL_BAD_INPUT */
sl_archive *sl_archive_open(sl_blocks in, sl_archive_formats formats, sl_error *err);
void sl_archive_close(sl_archive *archive);

/** @param end  out: there are no more. @return SL_BAD_INPUT for a damaged archive; as of `in` */
sl_status sl_archive_next(sl_archive *archive, sl_archive_member *member, bool *end, sl_error *err);

/** The bytes of the member that was handed out last; what is not taken is passed over. */
sl_blocks sl_archive_data(sl_archive *archive);

/** After a failure: it was the member's alone (a wrong checksum), and the next one can be read. */
bool sl_archive_goes_on(const sl_archive *archive);

#endif
