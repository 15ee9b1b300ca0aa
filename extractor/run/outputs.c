/* SPDX-License-Identifier: Apache-2.0 */
#include <errno.h>
#include <sys/stat.h>
#include <unistd.h>

#include "run/outputs.h"

#include "output/file.h"
#include "output/package.h"
#include "run/format.h"

/* What stands in a folder beside the tables, in the order in which it is published. */
enum { DATAPACKAGE, CSV_METADATA, RUN, N_BESIDE };
static const char *const beside_names[] = {"datapackage.json", "csv-metadata.json", "run.json"};

struct sl_outputs {
    sl_format format;
    bool made_folder, resume, changed;
    sl_writer_plan plan; /* its last head is that of the names, where these are written */
    size_t first, n;     /* of the program's tables: the first one written, and how many, with episodes */
    size_t episodes;     /* SIZE_MAX: not written */
    bool has_names;      /* all tables are written */
    sl_arena arena;      /* heads, places */
    sl_writer *writer;
    sl_journal *journal;       /* of a folder */
    sl_file *beside[N_BESIDE]; /* in a folder */
    sl_str run_place;
};

static bool is_folder(const sl_outputs *outputs) {
    return outputs->format.kind == SL_PLACE_FOLDER;
}

/* ---- the plan ---- */

/* Whoever asks for something that is not there is told what is: "a, b, c". */
typedef struct {
    char text[256];
    size_t used;
} known_names;

static void add_known(known_names *known, sl_str name) {
    if (known->used >= sizeof known->text) return;
    int more = snprintf(known->text + known->used, sizeof known->text - known->used, "%s%.*s", known->used ? ", " : "",
                        (int)name.n, name.p);
    if (more > 0) known->used += (size_t)more;
}

static sl_status no_such_table(const sl_outputs *outputs, const char *table, sl_error *err) {
    if (strcmp(table, "names") == 0 || strcmp(table, "episodes") == 0)
        return sl_fail(err, SL_BAD_USAGE, SL_STR(""), "%s is of all articles: it comes with all tables, -o FOLDER",
                       table);
    known_names known = {0};
    for (size_t i = 0; i < outputs->n; i++) add_known(&known, outputs->plan.heads[i]->name);
    return sl_fail(err, SL_BAD_USAGE, SL_STR(""), "the rules have no table \"%s\"; they have: %s", table, known.text);
}

static sl_status choose_table(sl_outputs *outputs, const char *table, sl_error *err) {
    if (is_folder(outputs) && table) {
        return sl_fail(err, SL_BAD_USAGE, outputs->format.path,
                       "a folder gets all tables; for one table name a file, such as X.csv");
    }
    if (!table && outputs->format.kind != SL_PLACE_ONE_TABLE) {
        outputs->has_names = true;
        return SL_OK;
    }
    size_t found = 0;
    while (table && found < outputs->n && !sl_str_eq(outputs->plan.heads[found]->name, sl_str_of(table))) found++;
    if (found >= outputs->n) return no_such_table(outputs, table ? table : "", err);
    outputs->first = found;
    outputs->plan.heads += found;
    outputs->n = 1;
    return SL_OK;
}

static sl_status no_such_column(const sl_table_head *head, sl_str column, sl_error *err) {
    known_names known = {0};
    for (size_t i = 0; i < head->n_columns; i++) add_known(&known, head->columns[i].name);
    return sl_fail(err, SL_BAD_USAGE, SL_STR(""), "the table \"%.*s\" has no column \"%.*s\"; it has: %s",
                   (int)head->name.n, head->name.p, (int)column.n, column.p, known.text);
}

/* The head of the only table becomes one with these columns alone. */
static sl_status pick_columns(sl_outputs *outputs, sl_str wanted, sl_error *err) {
    const sl_table_head *whole = outputs->plan.heads[0];
    sl_column *columns = SL_NEW_ARRAY(&outputs->arena, sl_column, whole->n_columns);
    size_t *picked = SL_NEW_ARRAY(&outputs->arena, size_t, whole->n_columns), n = 0;
    for (size_t at = 0; at <= wanted.n;) {
        size_t comma = sl_str_find(wanted, ',', at);
        sl_str name = sl_str_trim(sl_str_cut(wanted, at, comma));
        size_t column = sl_table_column(whole, name);
        if (column == SIZE_MAX) return no_such_column(whole, name, err);
        for (size_t i = 0; i < n; i++) {
            if (picked[i] != column) continue;
            return sl_fail(err, SL_BAD_USAGE, SL_STR(""), "the column \"%.*s\" is asked for twice", (int)name.n,
                           name.p);
        }
        columns[n] = whole->columns[column];
        picked[n++] = column;
        at = comma + 1;
    }
    sl_table_head *head = SL_NEW(&outputs->arena, sl_table_head);
    const sl_table_head **heads = SL_NEW_ARRAY(&outputs->arena, const sl_table_head *, 1);
    *head = (sl_table_head){.name = whole->name, .columns = columns, .n_columns = n};
    heads[0] = head;
    outputs->plan.heads = heads;
    outputs->plan.picked = picked;
    return SL_OK;
}

static sl_status choose_columns(sl_outputs *outputs, const char *columns, sl_error *err) {
    if (!columns) return SL_OK;
    if (outputs->has_names)
        return sl_fail(err, SL_BAD_USAGE, SL_STR(""), "columns are picked of one table: name a .csv file or a table");
    return pick_columns(outputs, sl_str_of(columns), err);
}

/* The writer's tables: those of the articles, then the one of the names. */
static void plan_tables(sl_outputs *outputs) {
    size_t n = outputs->n + outputs->has_names;
    const sl_table_head **heads = SL_NEW_ARRAY(&outputs->arena, const sl_table_head *, n);
    sl_str *places = SL_NEW_ARRAY(&outputs->arena, sl_str, n), path = outputs->format.path;
    for (size_t i = 0; i < n; i++) {
        heads[i] = i < outputs->n ? outputs->plan.heads[i] : &sl_namelist_head;
        places[i] = path;
        if (is_folder(outputs))
            places[i] = sl_arena_printf(&outputs->arena, "%.*s/%.*s.csv", (int)path.n, path.p, (int)heads[i]->name.n,
                                        heads[i]->name.p);
    }
    outputs->plan.heads = heads;
    outputs->plan.places = places;
    outputs->plan.n = n;
}

static void add_episodes(sl_outputs *outputs, const sl_program *program) {
    size_t tables = outputs->n;
    outputs->episodes = SIZE_MAX;
    if (!outputs->has_names) return;
    outputs->n = sl_program_files(program, &outputs->plan.heads);
    if (outputs->n > tables) outputs->episodes = tables;
}

static sl_status choose_journal(sl_outputs *outputs, const sl_outputs_options *options, sl_error *err) {
    outputs->resume = options->resume;
    outputs->changed = options->changed;
    if (is_folder(outputs) || (!options->resume && !options->changed)) return SL_OK;
    return sl_fail(err, SL_BAD_USAGE, SL_STR(""), "--%s needs a folder to go on in: -o FOLDER",
                   options->resume ? "resume" : "changed");
}

static sl_status make_plan(sl_outputs *outputs, const sl_program *program, const sl_outputs_options *options,
                           sl_error *err) {
    jmp_buf recover;
    outputs->arena.recover = &recover;
    if (setjmp(recover)) return sl_fail(err, SL_NO_MEMORY, SL_STR(""), "out of memory");
    sl_status status = sl_format_choose(options->output, &options->screen, &outputs->format, err);
    if (status == SL_OK) status = choose_journal(outputs, options, err);
    if (status == SL_OK) status = choose_table(outputs, options->table, err);
    if (status == SL_OK) status = choose_columns(outputs, options->columns, err);
    if (status == SL_OK) add_episodes(outputs, program);
    if (status == SL_OK) plan_tables(outputs);
    return status;
}

sl_status sl_outputs_plan(const sl_program *program, const sl_outputs_options *options, sl_outputs **out,
                          sl_error *err) {
    sl_outputs *outputs = sl_heap_alloc(1, sizeof *outputs);
    if (!outputs) return sl_fail(err, SL_NO_MEMORY, SL_STR(""), "out of memory");
    sl_arena_init(&outputs->arena, 0, NULL);
    outputs->plan.style = options->style;
    outputs->plan.screen = options->screen;
    outputs->n = sl_program_tables(program, &outputs->plan.heads);
    sl_status status = make_plan(outputs, program, options, err);
    if (status) sl_outputs_close(outputs);
    else *out = outputs;
    return status;
}

const sl_table_head *const *sl_outputs_heads(const sl_outputs *outputs, size_t *n) {
    *n = outputs->n;
    return outputs->plan.heads;
}

size_t sl_outputs_table(const sl_outputs *outputs, size_t i) {
    return outputs->first + i;
}

void sl_outputs_want(const sl_outputs *outputs, const sl_program *program, sl_pipeline_wanted *wanted) {
    const sl_table_head *const *heads;
    size_t of_article = sl_program_tables(program, &heads), of_rules = of_article - 2; /* mentions, suppressed */
    *wanted = (sl_pipeline_wanted){.names = outputs->has_names};
    for (size_t i = 0; i < outputs->n; i++) {
        size_t table = sl_outputs_table(outputs, i);
        if (table < of_rules) wanted->tables.tables |= UINT64_C(1) << table;
        if (table == of_rules) wanted->tables.mentions = true;
        if (table == of_rules + 1) wanted->tables = (sl_wanted){UINT64_MAX, wanted->tables.mentions, true};
    }
}

size_t sl_outputs_episodes(const sl_outputs *outputs) {
    return outputs->episodes;
}

sl_str sl_outputs_place(const sl_outputs *outputs, size_t i) {
    return outputs->plan.places[i];
}

bool sl_outputs_has_names(const sl_outputs *outputs) {
    return outputs->has_names;
}

sl_str sl_outputs_names_place(const sl_outputs *outputs) {
    return outputs->plan.places[outputs->n];
}

/* ---- opening ---- */

static sl_status make_folder(sl_outputs *outputs, sl_error *err) {
    sl_str path = sl_arena_copy(&outputs->arena, outputs->format.path);
    outputs->made_folder = mkdir(path.p, 0777) == 0;
    int problem = errno;
    struct stat st;
    if (outputs->made_folder || (stat(path.p, &st) == 0 && S_ISDIR(st.st_mode))) return SL_OK;
    if (problem == EEXIST) return sl_fail(err, SL_IO, path, "it is there and no folder");
    char reason[128];
    return sl_fail(err, SL_IO, path, "cannot make the folder: %s", strerror_r(problem, reason, sizeof reason));
}

static size_t tables_of_articles(const sl_outputs *outputs) {
    return outputs->n - (outputs->episodes != SIZE_MAX);
}

static sl_status open_journal(sl_outputs *outputs, sl_str header, sl_error *err) {
    sl_journal_plan plan = {.folder = outputs->format.path,
                            .header = header,
                            .tables = outputs->plan.places,
                            .n_tables = tables_of_articles(outputs),
                            .resume = outputs->resume,
                            .changed = outputs->changed};
    sl_status status = sl_journal_open(&plan, &outputs->journal, err);
    for (size_t i = 0; status == SL_OK && i < outputs->plan.n; i++) sl_file_sweep(outputs->plan.places[i]);
    return status;
}

static sl_status open_beside(sl_outputs *outputs, sl_error *err) {
    sl_str path = outputs->format.path;
    sl_status status = SL_OK;
    for (size_t i = 0; status == SL_OK && i < N_BESIDE; i++) {
        sl_str place = sl_arena_printf(&outputs->arena, "%.*s/%s", (int)path.n, path.p, beside_names[i]);
        sl_file_sweep(place);
        status = sl_file_create(place, &outputs->beside[i], err);
        outputs->run_place = place; /* the last one's */
    }
    return status;
}

static sl_status open_folder(sl_outputs *outputs, sl_str header, sl_error *err) {
    sl_status status = make_folder(outputs, err);
    if (status == SL_OK) status = open_journal(outputs, header, err);
    return status ? status : open_beside(outputs, err);
}

bool sl_outputs_has_journal(const sl_outputs *outputs) {
    return is_folder(outputs);
}

sl_status sl_outputs_open(sl_outputs *outputs, sl_str header, sl_error *err) {
    jmp_buf recover;
    outputs->arena.recover = &recover;
    if (setjmp(recover)) return sl_fail(err, SL_NO_MEMORY, outputs->format.path, "out of memory");
    sl_status status = is_folder(outputs) ? open_folder(outputs, header, err) : SL_OK;
    return status ? status : outputs->format.writer->open(&outputs->plan, &outputs->writer, err);
}

const sl_journal *sl_outputs_journal(const sl_outputs *outputs) {
    return outputs->journal;
}

/* ---- rows ---- */

void sl_outputs_render_article(const sl_outputs *outputs, const sl_text *text, const sl_tables *tables, sl_buf *out) {
    const sl_writer_kind *writer = outputs->format.writer;
    if (writer->render_article) writer->render_article(outputs->writer, text, tables, out);
}

sl_status sl_outputs_append_article(sl_outputs *outputs, sl_str rendered, sl_error *err) {
    const sl_writer_kind *writer = outputs->format.writer;
    return writer->append_article ? writer->append_article(outputs->writer, rendered, err) : SL_OK;
}

void sl_outputs_render(const sl_outputs *outputs, size_t i, const sl_table_rows *rows, sl_buf *out) {
    outputs->format.writer->render(outputs->writer, i, rows, out);
}

sl_status sl_outputs_append(sl_outputs *outputs, size_t i, sl_str rendered, sl_error *err) {
    return outputs->format.writer->append(outputs->writer, i, rendered, err);
}

sl_status sl_outputs_add(sl_outputs *outputs, sl_checksum key, sl_yield *yield, bool found, sl_error *err) {
    const sl_writer_kind *writer = outputs->format.writer;
    sl_status status = SL_OK;
    for (size_t i = 0; status == SL_OK && i < yield->n_tables; i++) {
        sl_yield_table *table = &yield->tables[i];
        if (outputs->journal) table->at = writer->size(outputs->writer, i);
        status = sl_outputs_append(outputs, i, sl_buf_str(&table->bytes), err);
    }
    if (status || !outputs->journal) return status;
    return sl_journal_add(outputs->journal, key, yield, found, err);
}

/* ---- the end ---- */

typedef struct {
    sl_outputs *outputs;
    sl_buf row;
} name_writer;

static sl_status write_name(void *context, const sl_table_rows *rows, sl_error *err) {
    name_writer *writer = context;
    sl_buf_clear(&writer->row);
    sl_outputs_render(writer->outputs, writer->outputs->n, rows, &writer->row);
    if (writer->row.failed) return sl_fail(err, SL_NO_MEMORY, SL_STR(""), "out of memory");
    return sl_outputs_append(writer->outputs, writer->outputs->n, sl_buf_str(&writer->row), err);
}

static sl_status write_names(sl_outputs *outputs, sl_namelist *names, sl_error *err) {
    name_writer writer = {.outputs = outputs};
    sl_status status = names ? sl_namelist_tell(names, write_name, &writer, err) : SL_OK;
    sl_buf_release(&writer.row);
    return status;
}

static sl_status write_beside(sl_outputs *outputs, size_t which, const sl_buf *content, sl_error *err) {
    if (content->failed) return sl_fail(err, SL_NO_MEMORY, SL_STR(""), "out of memory");
    sl_status status = sl_file_write(outputs->beside[which], sl_buf_str(content), err);
    return status ? status : sl_file_seal(outputs->beside[which], err);
}

static sl_status write_package(sl_outputs *outputs, sl_buf *content, sl_error *err) {
    sl_buf_clear(content);
    sl_package_frictionless(&outputs->plan, content);
    sl_status status = write_beside(outputs, DATAPACKAGE, content, err);
    sl_buf_clear(content);
    if (status == SL_OK) sl_package_csvw(&outputs->plan, content);
    return status ? status : write_beside(outputs, CSV_METADATA, content, err);
}

static sl_status seal(sl_outputs *outputs, sl_namelist *names, const sl_report *report, sl_error *err) {
    sl_buf content = {0};
    bool is_wanted = is_folder(outputs) || outputs->format.writer->keeps_report;
    if (is_wanted) sl_report_write(report, names ? sl_namelist_count(names) : 0, &content);
    sl_status status = content.failed ? sl_fail(err, SL_NO_MEMORY, SL_STR(""), "out of memory") : SL_OK;
    if (status == SL_OK) status = outputs->format.writer->seal(outputs->writer, sl_buf_str(&content), err);
    if (status == SL_OK && is_folder(outputs)) status = write_beside(outputs, RUN, &content, err);
    if (status == SL_OK && is_folder(outputs)) status = write_package(outputs, &content, err);
    if (status == SL_OK && outputs->journal) status = sl_journal_seal(outputs->journal, err);
    sl_buf_release(&content);
    return status;
}

static sl_status remove_old_report(sl_outputs *outputs, sl_error *err) {
    sl_str path = outputs->run_place;
    if (unlink(path.p) == 0 || errno == ENOENT) return SL_OK;
    char reason[128];
    return sl_fail(err, SL_IO, path, "cannot replace it: %s", strerror_r(errno, reason, sizeof reason));
}

static sl_status publish_folder(sl_outputs *outputs, sl_error *err) {
    sl_status status = sl_journal_publish(outputs->journal, err);
    for (size_t i = 0; status == SL_OK && i < N_BESIDE; i++) status = sl_file_publish(outputs->beside[i], err);
    if (status == SL_OK) sl_journal_finish(outputs->journal);
    return status;
}

sl_status sl_outputs_finish(sl_outputs *outputs, sl_namelist *names, const sl_report *report, sl_error *err) {
    sl_status status = write_names(outputs, names, err);
    if (status == SL_OK) status = seal(outputs, names, report, err);
    if (status == SL_OK && is_folder(outputs)) status = remove_old_report(outputs, err);
    if (status == SL_OK) status = outputs->format.writer->publish(outputs->writer, err);
    return status || !is_folder(outputs) ? status : publish_folder(outputs, err);
}

uint64_t sl_outputs_discard(sl_outputs *outputs) {
    if (outputs->writer) outputs->format.writer->discard(outputs->writer);
    for (size_t i = 0; i < N_BESIDE; i++)
        if (outputs->beside[i]) sl_file_discard(outputs->beside[i]);
    uint64_t kept = outputs->journal ? sl_journal_keep(outputs->journal) : 0;
    if (outputs->made_folder) rmdir(outputs->format.path.p); /* succeeds only where nothing is in it */
    return kept;
}

void sl_outputs_close(sl_outputs *outputs) {
    if (!outputs) return;
    sl_outputs_discard(outputs);
    if (outputs->writer) outputs->format.writer->close(outputs->writer);
    for (size_t i = 0; i < N_BESIDE; i++) sl_file_close(outputs->beside[i]);
    sl_journal_close(outputs->journal);
    sl_arena_release(&outputs->arena);
    sl_heap_free(outputs);
}
