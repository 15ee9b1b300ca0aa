/* SPDX-License-Identifier: Apache-2.0
 *
 * Which articles are read, and where in their files they stand: what its user says about the input.
 */
#ifndef SL_RUN_READING_H
#define SL_RUN_READING_H

#include "source/glob.h"
#include "text/jsonarticle.h"

typedef struct {
    sl_globs globs;
    sl_fields fields;           /* of JSON records */
    const char *records;        /* path to the array of them; NULL: the whole file */
    const char *date_from_path; /* pattern; NULL: none */
} sl_reading;

#endif
