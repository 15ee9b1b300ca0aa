/* SPDX-License-Identifier: Apache-2.0
 *
 * Versions of the libraries that results depend on, as they are found at run time. They stand in run.json and in
 * --version: the same input gives the same bytes only with the same versions.
 */
#ifndef SL_ADAPT_VERSIONS_H
#define SL_ADAPT_VERSIONS_H

#include "base/str.h"

enum { SL_VERSIONS = 9 };

typedef struct {
    const char *name; /* "PCRE2" */
    char version[32]; /* "missing": a library of those that only some runs need is not there */
} sl_version;

/** In a fixed order: PCRE2, ICU, Unicode in ICU, utf8proc, Unicode in utf8proc, libxml2, libarchive, SQLite,
    libxlsxwriter. */
void sl_versions_read(sl_version versions[static SL_VERSIONS]);

/** A hash of the versions of those that cut and fold words and compile patterns: PCRE2, ICU, utf8proc. */
uint64_t sl_versions_of_text(uint64_t seed);

#endif
