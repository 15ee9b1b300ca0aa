/* SPDX-License-Identifier: Apache-2.0
 *
 * Days as machines write them: in the head of a page, in a field of a record, in a path.
 *
 *     2021-02-09T10:00:00+01:00   2021/02/09   20210209   Tue, 09 Feb 2021 10:00:00 GMT   9 February 2021
 *     February 9, 2021            1612864800 and 1612864800000 (seconds and milliseconds since 1970, UTC)
 *
 * The day is the one that is written: no time zone is reckoned. 09/02/2021 is not read: nobody knows which is the month.
 */
#ifndef SL_TEXT_WRITTENDAY_H
#define SL_TEXT_WRITTENDAY_H

#include "base/day.h"

/** @return SL_NO_DAY for anything else, impossible days included */
sl_day sl_writtenday_read(sl_str s);

#endif
