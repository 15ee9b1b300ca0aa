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

#include "adapt/late.h"

#undef xmlParserVersion /* a call, where the library has threads; the variable is there all the same */
extern const char *const xmlParserVersion;

#define OF_XML2(f) f(xmlParserVersion)
#define OF_ARCHIVE(f) f(archive_version_string)
#define OF_SQLITE3(f) f(sqlite3_libversion)
#define OF_XLSXWRITER(f) f(lxw_version)
SL_LATE(xml, SL_SONAME_XML2, OF_XML2)
SL_LATE(unpack, SL_SONAME_ARCHIVE, OF_ARCHIVE)
SL_LATE(sqlite, SL_SONAME_SQLITE3, OF_SQLITE3)
SL_LATE(xlsx, SL_SONAME_XLSXWRITER, OF_XLSXWRITER)

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
    unsigned long number = strtoul(*xml.xmlParserVersion, NULL, 10);
    snprintf(text, sizeof text, "%lu.%lu.%lu", number / 10000, number / 100 % 100, number % 100);
    set(version, "libxml2", text);
}

static bool is_there(sl_late *library) {
    return sl_late_load(library, NULL) == SL_OK;
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
    if (is_there(&xml_library)) set_libxml2(&versions[5]);
    else set(&versions[5], "libxml2", "missing");
    const char *archive = is_there(&unpack_library) ? unpack.archive_version_string() : "missing";
    set(&versions[6], "libarchive", archive + (archive[0] == 'l' ? strlen("libarchive ") : 0));
    set(&versions[7], "SQLite", is_there(&sqlite_library) ? sqlite.sqlite3_libversion() : "missing");
    set(&versions[8], "libxlsxwriter", is_there(&xlsx_library) ? xlsx.lxw_version() : "missing");
}
