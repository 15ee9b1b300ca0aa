/* SPDX-License-Identifier: Apache-2.0 */
#include <sys/stat.h>

#include "run/format.h"

static const struct {
    const char *suffix;
    const sl_writer_kind *writer;
    sl_place_kind kind;
} formats[] = {
    {".csv", &sl_writer_csv, SL_PLACE_ONE_TABLE},    {".jsonl", &sl_writer_jsonl, SL_PLACE_ONE_TABLE},
    {".xlsx", &sl_writer_xlsx, SL_PLACE_ALL_TABLES}, {".sqlite", &sl_writer_sqlite, SL_PLACE_ALL_TABLES},
    {".html", &sl_writer_html, SL_PLACE_ALL_TABLES},
};

enum { N_FORMATS = sizeof formats / sizeof *formats };

static sl_str suffix_of(sl_str path) {
    size_t dot = path.n;
    while (dot && path.p[dot - 1] != '.' && path.p[dot - 1] != '/') dot--;
    bool has_suffix = dot > 1 && path.p[dot - 1] == '.' && path.p[dot - 2] != '/' && path.p[dot - 2] != '.';
    return has_suffix && dot < path.n ? sl_str_cut(path, dot - 1, path.n) : (sl_str){0};
}

static bool is_existing_folder(const char *path) {
    struct stat st;
    return stat(path, &st) == 0 && S_ISDIR(st.st_mode);
}

static sl_status no_such_format(sl_str path, sl_str suffix, sl_error *err) {
    char known[128] = "";
    size_t used = 0;
    for (size_t i = 0; i < N_FORMATS; i++) {
        const char *between = i == 0 ? "" : i + 1 < N_FORMATS ? ", " : " or ";
        used += (size_t)snprintf(known + used, sizeof known - used, "%s%s", between, formats[i].suffix);
    }
    return sl_fail(err, SL_BAD_USAGE, path, "no format is called \"%.*s\"; write a %s file, or a folder (\"%.*s/\")",
                   (int)suffix.n, suffix.p, known, (int)path.n, path.p);
}

sl_status sl_format_choose(const char *path, const sl_screen *screen, sl_format *format, sl_error *err) {
    sl_str given = sl_str_of(path), suffix = suffix_of(given);
    *format = (sl_format){&sl_writer_csv, SL_PLACE_ONE_TABLE, given};
    if (given.n == 0) {
        if (screen->width) format->writer = &sl_writer_screen;
        return SL_OK;
    }
    if (given.p[given.n - 1] == '/' || is_existing_folder(path) || suffix.n == 0) {
        while (format->path.n > 1 && given.p[format->path.n - 1] == '/') format->path.n--;
        format->kind = SL_PLACE_FOLDER;
        return SL_OK;
    }
    for (size_t i = 0; i < N_FORMATS; i++) {
        if (!sl_str_eq(suffix, sl_str_of(formats[i].suffix))) continue;
        format->writer = formats[i].writer;
        format->kind = formats[i].kind;
        return SL_OK;
    }
    return no_such_format(given, suffix, err);
}
