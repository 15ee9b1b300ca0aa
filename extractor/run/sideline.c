/* SPDX-License-Identifier: Apache-2.0
 *
 * The public header over the inner floors: types copied, nothing decided.
 */
#include "run/sideline.h"

#include "adapt/versions.h"
#include "base/arena.h"
#include "base/bounds.h"
#include "find/times.h"
#include "run/dryrun.h"
#include "run/job.h"
#include "run/listcache.h"
#include "run/observer_p.h"
#include "run/rules_p.h"
#include "run/testmemory.h"

struct sideline_extractor {
    const sideline_rules *rules;
    sl_worker *worker;
    sl_pipeline_options options;
    sl_article_result result;
    bool has_result;
};

static sideline_text text_of(sl_str s) {
    return (sideline_text){s.p, s.n};
}

/* The two enumerations have the same members in the same order. */
_Static_assert((int)SIDELINE_STOPPED == (int)SL_STOPPED && (int)SIDELINE_IO == (int)SL_IO, "statuses differ");

sideline_status sl_error_report(const sl_error *inner, sideline_error *error) {
    if (error) {
        *error = (sideline_error){.status = (sideline_status)inner->status};
        _Static_assert(sizeof error->file == sizeof inner->file, "file names are cut");
        _Static_assert(sizeof error->message == sizeof inner->message, "messages are cut");
        memcpy(error->file, inner->file, sizeof error->file);
        memcpy(error->message, inner->message, sizeof error->message);
    }
    return (sideline_status)inner->status;
}

static sideline_status refuse(sl_status status, const char *message, sideline_error *error) {
    sl_error inner;
    sl_fail(&inner, status, SL_STR(""), "%s", message);
    return sl_error_report(&inner, error);
}

const char *sideline_version(void) {
    return SL_VERSION;
}

_Static_assert(SIDELINE_DEPENDENCIES == SL_VERSIONS, "dependencies are missing");

void sideline_dependencies(sideline_dependency list[SIDELINE_DEPENDENCIES]) {
    sl_version versions[SL_VERSIONS];
    sl_versions_read(versions);
    for (size_t i = 0; i < SL_VERSIONS; i++) {
        list[i].name = versions[i].name;
        memcpy(list[i].version, versions[i].version, sizeof list[i].version);
    }
}

/* ---- rules ---- */

static sl_status read_dateword(sl_str kind, sl_str value, void *word, sl_error *err) {
    return sl_dateword_parse(kind, value, word, err);
}

/* The rule floor does not know what date words mean; this one knows both. */
static const sl_word_reader datewords = {sizeof(sl_dateword), read_dateword};

static sl_status no_memory(sl_error *err) {
    return sl_fail(err, SL_NO_MEMORY, SL_STR(""), "out of memory");
}

static sl_program *load_builtin(sideline_rules *rules, sl_error *err) {
    return sl_program_load(&sl_library_builtin, SL_BUILTIN_RULES, &datewords, &rules->diagnostics, err);
}

static sl_program *load_file(sideline_rules *rules, const char *folder, sl_error *err) {
    sl_listcache cache;
    if (folder) sl_listcache_begin(&cache, &sl_library_disk, folder);
    const sl_library *library = folder ? &cache.library : &sl_library_disk;
    return sl_program_load(library, rules->path, &datewords, &rules->diagnostics, err);
}

static sl_status load(const char *path, const char *folder, sideline_rules *rules, sl_error *err) {
    jmp_buf recover;
    rules->arena.recover = &recover;
    if (setjmp(recover)) return no_memory(err);
    rules->diagnostics.arena = &rules->arena;
    rules->path = sl_arena_copy(&rules->arena, sl_str_of(path ? path : ""));
    rules->program = path ? load_file(rules, folder, err) : load_builtin(rules, err);
    sl_diagnostics_sort(&rules->diagnostics);
    if (rules->program) return SL_OK;
    if (rules->diagnostics.errors == 0) return err->status ? err->status : SL_NO_MEMORY;
    unsigned n = rules->diagnostics.errors;
    return sl_fail(err, SL_BAD_RULES, rules->path, "%u %s in the rules", n, n == 1 ? "error" : "errors");
}

sideline_status sideline_rules_load(const char *path, sideline_rules **out, sideline_error *error) {
    return sl_rules_load(path, &(sl_rules_how){0}, out, error);
}

sideline_status sl_rules_load(const char *path, const sl_rules_how *how, sideline_rules **out, sideline_error *error) {
    *out = NULL;
    sideline_rules *rules = sl_heap_alloc(1, sizeof *rules);
    if (!rules) return refuse(SL_NO_MEMORY, "out of memory", error);
    sl_arena_init(&rules->arena, 0, NULL);
    rules->diagnostics.thorough = how->thorough;
    rules->diagnostics.steps = how->steps;
    sl_error inner = {0};
    sl_status status = load(path, how->folder, rules, &inner);
    if (rules->program) rules->n_heads = sl_program_tables(rules->program, &rules->heads);
    if (status == SL_OK || status == SL_BAD_RULES) *out = rules;
    else sideline_rules_free(rules);
    return status ? sl_error_report(&inner, error) : SIDELINE_OK;
}

void sideline_rules_free(sideline_rules *rules) {
    if (!rules) return;
    if (rules->program) sl_program_free(rules->program);
    sl_arena_release(&rules->arena);
    sl_buf_release(&rules->rendered);
    sl_heap_free(rules);
}

size_t sideline_rules_problems(const sideline_rules *rules) {
    return rules->diagnostics.list.n;
}
size_t sideline_rules_errors(const sideline_rules *rules) {
    return rules->diagnostics.errors;
}
size_t sideline_rules_warnings(const sideline_rules *rules) {
    return rules->diagnostics.warnings;
}

sideline_problem sideline_rules_problem(const sideline_rules *rules, size_t index) {
    const sl_diagnostic *d = &rules->diagnostics.list.v[index];
    return (sideline_problem){
        .is_warning = d->is_warning,
        .number = d->number,
        .file = text_of(d->file),
        .message = text_of(d->message),
        .line = d->line,
        .column = d->column,
    };
}

sideline_text sideline_rules_render(sideline_rules *rules, size_t index, bool colour) {
    sl_buf_clear(&rules->rendered);
    sl_diagnostic_render(&rules->diagnostics.list.v[index], colour, &rules->rendered);
    return text_of(sl_buf_str(&rules->rendered));
}

sideline_rules_size sideline_rules_measure(const sideline_rules *rules) {
    if (!rules->program) return (sideline_rules_size){0};
    sl_program_size size = sl_program_measure(rules->program);
    return (sideline_rules_size){size.rules, size.patterns, size.lists, size.entries, size.tests};
}

sideline_status sideline_rules_run_tests(sideline_rules *rules, sideline_rules_tests *counts, sideline_error *error) {
    return sl_rules_test(rules, NULL, counts, error);
}

sideline_status sl_rules_test(sideline_rules *rules, const char *folder, sideline_rules_tests *counts,
                              sideline_error *error) {
    jmp_buf recover;
    sl_error inner = {0};
    sl_ruletests_count count = {0};
    *counts = (sideline_rules_tests){0};
    rules->arena.recover = &recover;
    if (setjmp(recover)) return refuse(SL_NO_MEMORY, "out of memory", error);
    sl_status status = sl_testmemory_run(rules->program, folder, &rules->diagnostics, &count, &inner);
    if (rules->diagnostics.thorough) sl_diagnostics_sort(&rules->diagnostics);
    *counts = (sideline_rules_tests){count.passed, count.failed, count.todo, count.skipped};
    return status ? sl_error_report(&inner, error) : SIDELINE_OK;
}

void sideline_rules_soften(sideline_rules *rules, size_t from) {
    sl_diagnostics *d = &rules->diagnostics;
    for (size_t i = from; i < d->list.n; i++) d->list.v[i].is_warning = true;
    d->warnings += d->errors; /* rules that can be run had none before; some may be counted without being listed */
    d->errors = 0;
}

size_t sideline_table_count(const sideline_rules *rules) {
    return rules->n_heads;
}

sideline_text sideline_table_name(const sideline_rules *rules, size_t table) {
    return text_of(rules->heads[table]->name);
}

size_t sideline_column_count(const sideline_rules *rules, size_t table) {
    return rules->heads[table]->n_columns;
}

sideline_text sideline_column_name(const sideline_rules *rules, size_t table, size_t column) {
    return text_of(rules->heads[table]->columns[column].name);
}

size_t sideline_table_find(const sideline_rules *rules, const char *name) {
    for (size_t i = 0; i < rules->n_heads; i++) {
        if (sl_str_eq(rules->heads[i]->name, sl_str_of(name))) return i;
    }
    return SIZE_MAX;
}

/* ---- one article ---- */

sideline_status sideline_extractor_new(const sideline_rules *rules, const sideline_extract_options *options,
                                       sideline_extractor **out, sideline_error *error) {
    *out = NULL;
    sideline_extract_options chosen = options ? *options : (sideline_extract_options){0};
    sl_day date = chosen.date ? sl_day_parse(sl_str_of(chosen.date)) : SL_NO_DAY;
    if (chosen.date && date == SL_NO_DAY) return refuse(SL_BAD_USAGE, "the date is not YYYY-MM-DD", error);
    if (!rules->program) return refuse(SL_BAD_RULES, "the rules have errors", error);
    sideline_extractor *extractor = sl_heap_alloc(1, sizeof *extractor);
    sl_worker *worker = extractor ? sl_worker_new(rules->program) : NULL;
    if (!worker) {
        sl_heap_free(extractor);
        return refuse(SL_NO_MEMORY, "out of memory", error);
    }
    extractor->rules = rules;
    extractor->worker = worker;
    extractor->options = (sl_pipeline_options){.text.date = date, .gate = !chosen.without_gate};
    *out = extractor;
    return SIDELINE_OK;
}

void sideline_extractor_free(sideline_extractor *extractor) {
    if (!extractor) return;
    sl_worker_free(extractor->worker);
    sl_heap_free(extractor);
}

sideline_status sideline_extract(sideline_extractor *extractor, const char *name, const void *bytes, size_t size,
                                 sideline_error *error) {
    extractor->has_result = false;
    if (size > SL_MAX_ARTICLE_EVER) return refuse(SL_BAD_INPUT, "the article is too large", error);
    sl_error inner = {0};
    sl_status status = sl_pipeline_run(extractor->worker, sl_str_of(name), (sl_str){bytes, size}, &extractor->options,
                                       &extractor->result, &inner);
    extractor->has_result = status == SL_OK;
    return status ? sl_error_report(&inner, error) : SIDELINE_OK;
}

size_t sideline_row_count(const sideline_extractor *extractor, size_t table) {
    return extractor->has_result ? extractor->result.tables.v[table].rows.n : 0;
}

sideline_text sideline_cell(const sideline_extractor *extractor, size_t table, size_t row, size_t column) {
    return text_of(extractor->result.tables.v[table].rows.v[row].cells[column]);
}

/* ---- folders of articles ---- */

/* @param observer  a copy that lives as long as the options */
static sl_job_options options_of(const sideline_job *asked, const sl_reading *reading, sideline_observer *observer) {
    return (sl_job_options){
        .reading = reading,
        .estimate = asked->estimate,
        .threads = asked->threads ? asked->threads : 1,
        .output.output = asked->output,
        .output.table = asked->table,
        .output.columns = asked->columns,
        .output.resume = asked->resume,
        .output.changed = asked->changed,
        .output.style.delimiter = asked->delimiter ? asked->delimiter : ',',
        .output.style.excel = asked->excel,
        .output.style.raw = asked->raw,
        .output.screen = {asked->screen_width, asked->screen_colour},
        .observer = sl_observer_of(observer),
    };
}

static sideline_status summarize(sl_status status, const sl_job_progress *done, const sl_error *inner,
                                 sideline_summary *summary, sideline_error *error) {
    if (summary)
        *summary = (sideline_summary){.done = sl_progress_of(done), .skipped = done->skipped, .kept = done->kept};
    return status ? sl_error_report(inner, error) : SIDELINE_OK;
}

sideline_status sideline_job_run(const sideline_rules *rules, const sideline_job *asked, sideline_summary *summary,
                                 sideline_error *error) {
    if (!rules->program) return refuse(SL_BAD_RULES, "the rules have errors", error);
    sideline_observer observer = asked->observer;
    sl_reading reading;
    sl_error inner = {0};
    sl_job_progress done = {0};
    sl_status status = sl_reading_make(asked, &reading, &inner);
    sl_job_options options = options_of(asked, &reading, &observer);
    options.rules = rules->path;
    if (status == SL_OK) status = sl_job_run(rules->program, &options, &done, &inner);
    sl_reading_release(&reading);
    return summarize(status, &done, &inner, summary, error);
}

typedef struct {
    void (*article)(void *context, sideline_text name);
    void *context;
} listener;

static void tell_article(void *context, sl_str name) {
    const listener *l = context;
    l->article(l->context, text_of(name));
}

sideline_status sideline_job_dry_run(const sideline_job *asked, void (*article)(void *context, sideline_text name),
                                     sideline_summary *summary, sideline_error *error) {
    sideline_observer observer = asked->observer;
    listener told = {article, observer.context};
    sl_reading reading;
    sl_error inner = {0};
    sl_job_progress done = {0};
    sl_status status = sl_reading_make(asked, &reading, &inner);
    sl_job_options options = options_of(asked, &reading, &observer);
    if (status == SL_OK) status = sl_dryrun_run(&options, tell_article, &told, &done, &inner);
    sl_reading_release(&reading);
    return summarize(status, &done, &inner, summary, error);
}
