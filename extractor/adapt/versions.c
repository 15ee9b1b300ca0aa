/* SPDX-License-Identifier: Apache-2.0 */
#define PCRE2_CODE_UNIT_WIDTH 8
#include <archive.h>
#include <libxml/globals.h>
#include <pcre2.h>
#include <sqlite3.h>
#include <unicode/uchar.h>
#include <unicode/uversion.h>
#include <utf8proc.h>
#include <xlsxwriter.h>

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

/* It tells itself as one number: 20914 is 2.9.14. */
static void set_libxml2(sl_version *version) {
    char text[32];
    unsigned long number = strtoul(xmlParserVersion, NULL, 10);
    snprintf(text, sizeof text, "%lu.%lu.%lu", number / 10000, number / 100 % 100, number % 100);
    set(version, "libxml2", text);
}

enum { OF_TEXT = 5 };

static void read_of_text(sl_version versions[static OF_TEXT]) {
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

uint64_t sl_versions_of_text(uint64_t seed) {
    sl_version versions[OF_TEXT];
    read_of_text(versions);
    for (size_t i = 0; i < OF_TEXT; i++) seed = sl_hash(sl_str_of(versions[i].version), seed);
    return seed;
}

void sl_versions_read(sl_version versions[static SL_VERSIONS]) {
    read_of_text(versions);
    set_libxml2(&versions[5]);
    const char *archive = archive_version_string(); /* "libarchive 3.6.2" */
    set(&versions[6], "libarchive", archive + strcspn(archive, "0123456789"));
    set(&versions[7], "SQLite", sqlite3_libversion());
    set(&versions[8], "libxlsxwriter", lxw_version());
}
