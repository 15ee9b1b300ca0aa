/* SPDX-License-Identifier: Apache-2.0 */
#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>
#include <unicode/uchar.h>
#include <unicode/uversion.h>
#include <utf8proc.h>

#include "adapt/versions.h"

static void set(sl_version *version, const char *name, const char *value) {
    version->name = name;
    size_t n = strcspn(value, " "); /* PCRE2 says "10.42 2022-12-11" */
    snprintf(version->version, sizeof version->version, "%.*s", (int)n, value);
}

static void set_icu(sl_version *version, const char *name, const UVersionInfo value) {
    char text[U_MAX_VERSION_STRING_LENGTH];
    u_versionToString(value, text);
    set(version, name, text);
}

void sl_versions_read(sl_version versions[static SL_VERSIONS]) {
    char pcre2[64] = "";
    pcre2_config(PCRE2_CONFIG_VERSION, pcre2);
    UVersionInfo icu, unicode;
    u_getVersion(icu);
    u_getUnicodeVersion(unicode);
    set(&versions[0], "PCRE2", pcre2);
    set_icu(&versions[1], "ICU", icu);
    set_icu(&versions[2], "Unicode of ICU", unicode);
    set(&versions[3], "utf8proc", utf8proc_version());
    set(&versions[4], "Unicode of utf8proc", utf8proc_unicode_version());
}
