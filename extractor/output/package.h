/* SPDX-License-Identifier: Apache-2.0
 *
 * What tells programs how to read a folder of CSV files: their delimiter, their columns and types, and which column of
 * which table points at another.
 *
 *     datapackage.json     a Frictionless data package (specs.frictionlessdata.io, version 1)
 *     csv-metadata.json    W3C "Metadata Vocabulary for Tabular Data" (CSV on the Web): a table group
 */
#ifndef SL_OUTPUT_PACKAGE_H
#define SL_OUTPUT_PACKAGE_H

#include "output/writer.h"

/** The whole of datapackage.json. A lack of memory shows in out->failed. */
void sl_package_frictionless(const sl_writer_plan *plan, sl_buf *out);

/** The whole of csv-metadata.json. */
void sl_package_csvw(const sl_writer_plan *plan, sl_buf *out);

#endif
