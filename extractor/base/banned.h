/* SPDX-License-Identifier: Apache-2.0
 *
 * Functions that depend on the locale, keep hidden state, or cannot be used safely. Naming one is a compile error.
 * Included by base/str.h, so it reaches every file; system headers come first, because they declare these names.
 */
#ifndef SL_BASE_BANNED_H
#define SL_BASE_BANNED_H

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#if defined(__GNUC__) && !defined(SL_MAY_USE_BANNED)
#undef isalpha
#undef isdigit
#undef isalnum
#undef isspace
#undef isupper
#undef islower
#undef ispunct
#undef tolower
#undef toupper
#pragma GCC poison isalpha isdigit isalnum isspace isupper islower ispunct tolower toupper
#pragma GCC poison strtok strcpy strcat sprintf vsprintf gets atoi atol atof
#pragma GCC poison localtime gmtime ctime asctime mktime strftime
#endif

#endif
