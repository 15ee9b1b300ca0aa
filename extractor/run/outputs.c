/* SPDX-License-Identifier: Apache-2.0 */
#include <errno.h>
#include <sys/stat.h>
#include <unistd.h>

#include "run/outputs.h"

#include "output/file.h"

struct sl_outputs {
    sl_str output; /* without slashes at its end */
    bool is_folder, made_folder;
    sl_cell_style style;
    const sl_table_head *const *heads; /* those of the program, from the first one written */
    size_t first, n, episodes;
    sl_arena arena;       /* places */
    const sl_str *places; /* of the tables */
    sl_writer *writer;
    sl_file *names, *run;
    sl_str run_place;
};

/* Formats that are announced and not there: whoever asks for one is told so, instead of getting a folder. */
static const char *const later_formats[] = {".jsonl", ".xlsx", ".sqlite", ".html"};

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

static sl_status choose_format(sl_outputs *outputs, const char *path, sl_error *err) {
    sl_str given = sl_str_of(path), suffix = suffix_of(given);
    outputs->output = given;
    if (given.n == 0) return SL_OK;
    if (given.p[given.n - 1] == '/' || is_existing_folder(path) || suffix.n == 0) {
        while (outputs->output.n > 1 && given.p[outputs->output.n - 1] == '/') outputs->output.n--;
        outputs->is_folder = true;
        return SL_OK;
    }
    if (sl_str_eq(suffix, SL_STR(".csv"))) return SL_OK;
    for (size_t i = 0; i < sizeof later_formats / sizeof *later_formats; i++) {
        if (!sl_str_eq(suffix, sl_str_of(later_formats[i]))) continue;
        return sl_fail(err, SL_BAD_USAGE, given, "not yet: %s; write a .csv file or a folder", later_formats[i]);
    }
    return sl_fail(err, SL_BAD_USAGE, given, "no format is called \"%.*s\"; write a .csv file, or a folder (\"%s/\")",
                   (int)suffix.n, suffix.p, path);
}

/* Whoever asks for a table that is not there is told which are. */
static sl_status no_such_table(const sl_outputs *outputs, const char *table, sl_error *err) {
    if (strcmp(table, "names") == 0 || strcmp(table, "episodes") == 0)
        return sl_fail(err, SL_BAD_USAGE, SL_STR(""),
                       "%s.csv is of all articles: it is written into a folder, -o FOLDER", table);
    char known[256] = "";
    size_t used = 0;
    for (size_t i = 0; i < outputs->n && used < sizeof known; i++) {
        sl_str name = outputs->heads[i]->name;
        int more = snprintf(known + used, sizeof known - used, "%s%.*s", i ? ", " : "", (int)name.n, name.p);
        if (more > 0) used += (size_t)more;
    }
    return sl_fail(err, SL_BAD_USAGE, SL_STR(""), "the rules have no table \"%s\"; they have: %s", table, known);
}

static sl_status choose_table(sl_outputs *outputs, const char *table, sl_error *err) {
    if (outputs->is_folder) {
        if (!table) return SL_OK;
        return sl_fail(err, SL_BAD_USAGE, outputs->output, "a folder gets all tables; for one table name a .csv file");
    }
    size_t found = 0;
    while (table && found < outputs->n && !sl_str_eq(outputs->heads[found]->name, sl_str_of(table))) found++;
    if (found >= outputs->n) return no_such_table(outputs, table ? table : "", err);
    outputs->first = found;
    outputs->heads += found;
    outputs->n = 1;
    return SL_OK;
}

static void add_episodes(const sl_program *program, sl_outputs *outputs) {
    size_t tables = outputs->n;
    outputs->episodes = SIZE_MAX;
    if (!outputs->is_folder) return;
    outputs->n = sl_program_files(program, &outputs->heads);
    if (outputs->n > tables) outputs->episodes = tables;
}

sl_status sl_outputs_plan(const sl_program *program, const sl_outputs_options *options, sl_outputs **out,
                          sl_error *err) {
    sl_outputs *outputs = sl_heap_alloc(1, sizeof *outputs);
    if (!outputs) return sl_fail(err, SL_NO_MEMORY, SL_STR(""), "out of memory");
    sl_arena_init(&outputs->arena, 0, NULL);
    outputs->style = options->style;
    outputs->n = sl_program_tables(program, &outputs->heads);
    sl_status status = choose_format(outputs, options->output ? options->output : "", err);
    if (status == SL_OK) status = choose_table(outputs, options->table, err);
    if (status == SL_OK) add_episodes(program, outputs);
    if (status) sl_outputs_close(outputs);
    else *out = outputs;
    return status;
}

const sl_table_head *const *sl_outputs_heads(const sl_outputs *outputs, size_t *n) {
    *n = outputs->n;
    return outputs->heads;
}

size_t sl_outputs_table(const sl_outputs *outputs, size_t i) {
    return outputs->first + i;
}

size_t sl_outputs_episodes(const sl_outputs *outputs) {
    return outputs->episodes;
}

sl_str sl_outputs_place(const sl_outputs *outputs, size_t i) {
    return outputs->places[i];
}

bool sl_outputs_is_folder(const sl_outputs *outputs) {
    return outputs->is_folder;
}

static sl_str in_folder(sl_outputs *outputs, sl_str name, const char *suffix) {
    return sl_arena_printf(&outputs->arena, "%.*s/%.*s%s", (int)outputs->output.n, outputs->output.p, (int)name.n,
                           name.p, suffix);
}

static sl_status make_folder(sl_outputs *outputs, sl_error *err) {
    sl_str path = sl_arena_copy(&outputs->arena, outputs->output);
    outputs->made_folder = mkdir(path.p, 0777) == 0;
    int problem = errno;
    if (outputs->made_folder || is_existing_folder(path.p)) return SL_OK;
    if (problem == EEXIST) return sl_fail(err, SL_IO, path, "it is there and no folder");
    char reason[128];
    return sl_fail(err, SL_IO, path, "cannot make the folder: %s", strerror_r(problem, reason, sizeof reason));
}

static sl_status open_all(sl_outputs *outputs, sl_error *err) {
    sl_str *places = SL_NEW_ARRAY(&outputs->arena, sl_str, outputs->n);
    for (size_t i = 0; i < outputs->n; i++) {
        places[i] = outputs->is_folder ? in_folder(outputs, outputs->heads[i]->name, ".csv") : outputs->output;
    }
    outputs->places = places;
    sl_status status = outputs->is_folder ? make_folder(outputs, err) : SL_OK;
    if (status == SL_OK && outputs->is_folder) {
        status = sl_file_create(in_folder(outputs, SL_STR("names"), ".csv"), &outputs->names, err);
        outputs->run_place = in_folder(outputs, SL_STR("run"), ".json");
        if (status == SL_OK) status = sl_file_create(outputs->run_place, &outputs->run, err);
    }
    if (status) return status;
    sl_writer_plan plan = {.heads = outputs->heads, .places = places, .n = outputs->n, .style = outputs->style};
    return sl_writer_csv.open(&plan, &outputs->writer, err);
}

sl_status sl_outputs_open(sl_outputs *outputs, sl_error *err) {
    jmp_buf recover;
    outputs->arena.recover = &recover;
    if (setjmp(recover)) return sl_fail(err, SL_NO_MEMORY, outputs->output, "out of memory");
    return open_all(outputs, err);
}

void sl_outputs_render(const sl_outputs *outputs, size_t i, const sl_table_rows *rows, sl_buf *out) {
    sl_writer_csv.render(outputs->writer, i, rows, out);
}

sl_status sl_outputs_append(sl_outputs *outputs, size_t i, sl_str rendered, sl_error *err) {
    return sl_writer_csv.append(outputs->writer, i, rendered, err);
}

static sl_status write_whole(sl_file *file, const sl_buf *content, sl_error *err) {
    if (content->failed) return sl_fail(err, SL_NO_MEMORY, SL_STR(""), "out of memory");
    sl_status status = sl_file_write(file, sl_buf_str(content), err);
    return status ? status : sl_file_seal(file, err);
}

static sl_status write_names_and_report(sl_outputs *outputs, sl_namelist *names, const sl_report *report,
                                        sl_error *err) {
    sl_buf content = {0};
    sl_status status = sl_namelist_write(names, &outputs->style, &content, err);
    if (status == SL_OK) status = write_whole(outputs->names, &content, err);
    if (status == SL_OK) {
        sl_buf_clear(&content);
        sl_report_names counts = {sl_namelist_count(names), sl_namelist_dropped(names)};
        sl_report_write(report, counts, &content);
        status = write_whole(outputs->run, &content, err);
    }
    sl_buf_release(&content);
    return status;
}

static sl_status remove_old_report(sl_outputs *outputs, sl_error *err) {
    sl_str path = outputs->run_place;
    if (unlink(path.p) == 0 || errno == ENOENT) return SL_OK;
    char reason[128];
    return sl_fail(err, SL_IO, path, "cannot replace it: %s", strerror_r(errno, reason, sizeof reason));
}

sl_status sl_outputs_finish(sl_outputs *outputs, sl_namelist *names, const sl_report *report, sl_error *err) {
    sl_status status = sl_writer_csv.seal(outputs->writer, err);
    if (status == SL_OK && outputs->is_folder) status = write_names_and_report(outputs, names, report, err);
    if (status == SL_OK && outputs->is_folder) status = remove_old_report(outputs, err);
    if (status == SL_OK) status = sl_writer_csv.publish(outputs->writer, err);
    if (status || !outputs->is_folder) return status;
    status = sl_file_publish(outputs->names, err);
    return status ? status : sl_file_publish(outputs->run, err);
}

void sl_outputs_discard(sl_outputs *outputs) {
    sl_writer_csv.discard(outputs->writer);
    if (outputs->names) sl_file_discard(outputs->names);
    if (outputs->run) sl_file_discard(outputs->run);
    if (outputs->made_folder) rmdir(outputs->output.p); /* succeeds only where nothing came into it */
}

void sl_outputs_close(sl_outputs *outputs) {
    if (!outputs) return;
    sl_outputs_discard(outputs);
    sl_writer_csv.close(outputs->writer);
    sl_file_close(outputs->names);
    sl_file_close(outputs->run);
    sl_arena_release(&outputs->arena);
    sl_heap_free(outputs);
}
