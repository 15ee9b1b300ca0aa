/* SPDX-License-Identifier: Apache-2.0 */
#include "run/previewjob.h"

#include "base/bounds.h"
#include "output/file.h"
#include "run/changelist.h"
#include "run/crew.h"
#include "run/inputs.h"

/* One article on its way through the crew. The thread that runs the job fills the first part, a member the second. */
typedef struct {
    sl_document document;

    sl_status status; /* an article that failed: why stands in `error` */
    sl_error error;
    bool binary; /* met in a folder: no article */
    size_t size;
    sl_buf shown;             /* what changed, as it is written */
    sl_change_counts *counts; /* one per table */
} item;

typedef struct {
    sl_worker *workers[SL_SIDES];
    sl_buf raw;
    sl_arena arena; /* of one comparison */
} member_state;

typedef struct {
    const sl_program *const *programs;
    const sl_preview_options *options;
    sl_pipeline_options pipeline;
    sl_arena arena; /* of `pairs` */
    sl_table_pairs pairs;
    sl_change_counts *counts; /* one per table */
    sl_inputs *inputs;
    sl_file *out;
    sl_crew *crew;
    member_state *members;
    sl_job_progress done;
} job;

static sl_status no_memory(sl_error *err) {
    return sl_fail(err, SL_NO_MEMORY, SL_STR(""), "out of memory");
}

/* ---- in the threads: one article ---- */

/* What an observer takes home: the rows of one side, table by table. They live as long as the worker's article. */
typedef struct {
    const sl_table_pairs *pairs;
    size_t side;
    sl_placed_rows *tables; /* NULL: the article has no rows */
} side_rows;

static void take_rows(void *context, const sl_article_inside *inside) {
    side_rows *side = context;
    sl_placed_rows *tables = SL_NEW_ARRAY(inside->search->out, sl_placed_rows, side->pairs->n);
    for (size_t i = 0; i < side->pairs->n; i++) {
        size_t table = side->pairs->v[i].in[side->side];
        if (table != SIZE_MAX) sl_rowplaces_of(inside, table, &tables[i]);
    }
    side->tables = tables;
}

static sl_status extract_side(const job *j, sl_worker **worker, item *it, sl_str raw, side_rows *side) {
    if (!*worker) *worker = sl_worker_new(j->programs[side->side]);
    if (!*worker) return no_memory(&it->error);
    sl_pipeline_options options = j->pipeline;
    sl_article_result result = {0};
    options.observer = take_rows;
    options.context = side;
    sl_status status = sl_pipeline_document(*worker, &it->document, raw, &options, &result, &it->error);
    if (result.name.n && !sl_document_rename(&it->document, result.name)) return no_memory(&it->error);
    return status;
}

static sl_status compare(const job *j, sl_arena *arena, const side_rows sides[SL_SIDES], item *it) {
    static const sl_placed_rows none;
    jmp_buf recover;
    sl_arena_clear(arena);
    arena->recover = &recover;
    if (setjmp(recover)) return no_memory(&it->error);
    for (size_t i = 0; i < j->pairs.n; i++) {
        const sl_placed_rows *rows[SL_SIDES] = {sides[SL_OLD].tables ? &sides[SL_OLD].tables[i] : &none,
                                                sides[SL_NEW].tables ? &sides[SL_NEW].tables[i] : &none};
        sl_changes changes = {0};
        sl_changes_find(&j->pairs.v[i], rows, arena, &changes);
        it->counts[i] = changes.counts;
        if (j->options->as_csv) sl_changelist_csv(&j->pairs.v[i], &changes, sl_buf_str(&it->document.name), &it->shown);
        else sl_changelist_blocks(&j->pairs.v[i], &changes, sl_buf_str(&it->document.name), &it->shown);
    }
    return it->shown.failed ? no_memory(&it->error) : SL_OK;
}

static sl_status preview(const job *j, member_state *member, item *it) {
    sl_str raw;
    sl_status status =
        sl_document_load(&it->document, j->options->reading->max_filesize, &member->raw, &raw, &it->error);
    if (status) return status;
    side_rows sides[SL_SIDES] = {{&j->pairs, SL_OLD, NULL}, {&j->pairs, SL_NEW, NULL}};
    it->size = raw.n;
    for (size_t side = 0; side < SL_SIDES && status == SL_OK; side++)
        status = extract_side(j, &member->workers[side], it, raw, &sides[side]);
    /* In a folder a picture among the articles is nothing to complain of. */
    it->binary = status == SL_BAD_INPUT && !it->document.named;
    if (it->binary) return SL_OK;
    return status ? status : compare(j, &member->arena, sides, it);
}

static void work(void *context, unsigned thread, void *slot) {
    job *j = context;
    item *it = slot;
    it->status = it->document.status;
    it->error = it->document.error;
    if (it->status == SL_OK) it->status = preview(j, &j->members[thread], it);
}

/* ---- in the thread that runs the job: in article order ---- */

static void count(job *j, const item *it) {
    for (size_t i = 0; i < j->pairs.n; i++) {
        const sl_change_counts *c = &it->counts[i];
        j->counts[i].gained += c->gained;
        j->counts[i].lost += c->lost;
        j->counts[i].changed += c->changed;
        j->counts[i].same += c->same;
        j->done.rows += c->gained + c->lost + c->changed;
    }
    j->done.bytes += it->size;
}

static sl_status use(job *j, const item *it, sl_error *err) {
    const sl_job_observer *observer = &j->options->observer;
    if (it->binary) return SL_OK;
    sl_status status = SL_OK;
    if (it->status == SL_OK) {
        count(j, it);
        status = sl_file_write(j->out, sl_buf_str(&it->shown), err);
    } else {
        j->done.failed++;
        if (observer->failed) observer->failed(observer->context, sl_buf_str(&it->document.name), it->error.message);
    }
    j->done.articles++;
    if (observer->progress) observer->progress(observer->context, &j->done);
    return status;
}

static sl_status prepare_item(job *j, item *it, sl_error *err) {
    if (!it->counts) it->counts = sl_heap_alloc(j->pairs.n, sizeof *it->counts);
    sl_buf_clear(&it->shown);
    it->binary = false;
    return it->counts ? SL_OK : no_memory(err);
}

enum { WAIT = 1000 };

static sl_status collect_one(job *j, sl_error *err) {
    while (!sl_crew_wait(j->crew, WAIT)) {}
    return use(j, sl_crew_collect(j->crew), err);
}

/* The next article, into an item that is free. @return false at the end, and where `status` says so */
static bool fill_item(job *j, sl_status *status, sl_error *err) {
    if (sl_crew_full(j->crew)) *status = collect_one(j, err);
    item *it = sl_crew_item(j->crew);
    if (*status == SL_OK) *status = prepare_item(j, it, err);
    return *status == SL_OK && sl_inputs_next(j->inputs, &it->document, status, err);
}

static sl_status preview_all(job *j, sl_error *err) {
    sl_status status = SL_OK;
    while (fill_item(j, &status, err)) status = sl_crew_give(j->crew, err);
    while (status == SL_OK && !sl_crew_empty(j->crew)) status = collect_one(j, err);
    return status;
}

/* ---- the whole ---- */

static sl_status check_options(const job *j, sl_error *err) {
    unsigned threads = j->options->threads;
    if (threads == 0 || threads > SL_MAX_THREADS)
        return sl_fail(err, SL_BAD_USAGE, SL_STR(""), "threads must be 1 to %d", SL_MAX_THREADS);
    return SL_OK;
}

static sl_status pair_tables(job *j, sl_error *err) {
    jmp_buf recover;
    j->arena.recover = &recover;
    if (setjmp(recover)) return no_memory(err);
    sl_table_pairs_make(j->programs, sl_str_of(j->options->table), &j->arena, &j->pairs);
    j->counts = SL_NEW_ARRAY(&j->arena, sl_change_counts, j->pairs.n);
    if (j->pairs.n) return SL_OK;
    const char *table = j->options->table;
    if (!table) return sl_fail(err, SL_BAD_USAGE, SL_STR(""), "the rules declare no table");
    return sl_fail(err, SL_BAD_USAGE, SL_STR(""), "neither the old nor the new rules have a table \"%s\"", table);
}

static sl_status open_all(job *j, sl_error *err) {
    const sl_preview_options *o = j->options;
    sl_status status = sl_inputs_new(&(sl_inputs_options){.reading = o->reading}, &j->inputs, err);
    if (status == SL_OK) status = sl_file_standard_output(&j->out, err);
    if (status == SL_OK && o->as_csv) status = sl_file_write(j->out, sl_changelist_head(), err);
    if (status) return status;
    j->members = sl_heap_alloc(o->threads, sizeof *j->members);
    if (!j->members) return no_memory(err);
    for (unsigned i = 0; i < o->threads; i++) sl_arena_init(&j->members[i].arena, SL_MAX_ARTICLE_MEMORY, NULL);
    j->crew = sl_crew_new(o->threads, sizeof(item), work, j);
    return j->crew ? SL_OK : no_memory(err);
}

static sl_status run(job *j, sl_error *err) {
    sl_status status = check_options(j, err);
    if (status == SL_OK) status = pair_tables(j, err);
    if (status == SL_OK) status = open_all(j, err);
    if (status == SL_OK) status = preview_all(j, err);
    if (status == SL_OK) status = sl_file_seal(j->out, err);
    const sl_preview_options *o = j->options;
    for (size_t i = 0; status == SL_OK && o->counted && i < j->pairs.n; i++)
        o->counted(o->observer.context, j->pairs.v[i].name, &j->counts[i]);
    return status;
}

static void release_item(item *it) {
    sl_document_release(&it->document);
    sl_buf_release(&it->shown);
    sl_heap_free(it->counts);
}

static void release(job *j) {
    if (j->crew) {
        sl_crew_join(j->crew);
        for (size_t i = 0; i < sl_crew_size(j->crew); i++) release_item(sl_crew_at(j->crew, i));
        sl_crew_free(j->crew);
    }
    for (unsigned i = 0; j->members && i < j->options->threads; i++) {
        for (size_t side = 0; side < SL_SIDES; side++) sl_worker_free(j->members[i].workers[side]);
        sl_buf_release(&j->members[i].raw);
        sl_arena_release(&j->members[i].arena);
    }
    sl_heap_free(j->members);
    sl_inputs_free(j->inputs);
    sl_file_close(j->out);
    sl_arena_release(&j->arena);
}

sl_status sl_preview_run(const sl_program *const programs[SL_SIDES], const sl_preview_options *options,
                         sl_job_progress *done, sl_error *err) {
    job j = {.programs = programs, .options = options, .pipeline = sl_reading_pipeline(options->reading)};
    sl_arena_init(&j.arena, 0, NULL);
    sl_status status = run(&j, err);
    *done = j.done;
    release(&j);
    return status;
}
