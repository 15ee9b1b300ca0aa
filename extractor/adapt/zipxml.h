/* SPDX-License-Identifier: Apache-2.0
 *
 * Is a zip file of XML files whole (zlib behind it)? libxlsxwriter does not look whether what it writes meanwhile comes
 * to the disk: where that is full, a workbook may hold half a sheet, and nobody has said so.
 */
#ifndef SL_ADAPT_ZIPXML_H
#define SL_ADAPT_ZIPXML_H

#include "base/error.h"

/**
 * Unpacks each member in pieces and looks for the end tag of its first element at its end.
 * @return SL_IO where one is cut, or the file cannot be read; SL_NO_MEMORY
 */
sl_status sl_zipxml_check(const char *path, sl_error *err);

#endif
