/* SPDX-License-Identifier: Apache-2.0 */
#include "run/job.h"

#include "base/arena.h"
#include "base/bounds.h"
#include "base/checksum.h"
#include "run/crew.h"
#include "run/episodelist.h"
#include "run/estimate.h"
#include "run/inputs.h"
#include "run/yield.h"

/* Milliseconds after which a wait for a long article looks whether it is to stop. */
enum { WAIT = 100 };

/* One article on its way through the crew. The thread that runs the job fills the first part, a member the second. */
typedef struct {
    sl_document document;

    sl_status status; /* an article that failed: why stands in `error` */
    sl_error error;
    bool binary; /* met in a folder: no article */
    size_t size;
    uint64_t position; /* of the inputs, once they had handed it out */
    sl_checksum key;   /* what the journal knows it by */
    bool found;        /* it was in the journal */
    sl_buf article;    /* rendered, for formats that show articles */
    sl_yield yield;
} item;

typedef struct {
    sl_worker *worker;
    sl_buf raw, record;
} member_state;

typedef struct {
    const sl_program *program;
    const sl_job_options *options;
    sl_pipeline_options pipeline;
    sl_pipeline_wanted wanted;
    size_t of_article; /* tables that are written, but that of episodes, which is the last */
    sl_inputs *inputs;
    sl_outputs *outputs;
    sl_report *report;
    sl_namelist *names;       /* NULL where names.csv is not written */
    sl_episodelist *episodes; /* NULL where episodes.csv is not written */
    sl_buf row;               /* of episodes */
    sl_estimate *estimate;    /* NULL: none */
    uint64_t plain;           /* bytes of files that are an article each */
    sl_crew *crew;
    member_state *members;
    sl_job_progress done;
} job;

/* ---- in the threads: one article ---- */

static sl_status no_memory(sl_error *err) {
    return sl_fail(err, SL_NO_MEMORY, SL_STR(""), "out of memory");
}

static sl_status render(job *j, const sl_article_result *result, item *it) {
    sl_yield *yield = &it->yield;
    sl_outputs_render_article(j->outputs, result->text, &result->tables, &it->article);
    for (size_t i = 0; i < j->of_article; i++) {
        const sl_table_rows *rows = &result->tables.v[sl_outputs_table(j->outputs, i)];
        sl_outputs_render(j->outputs, i, rows, &yield->tables[i].bytes);
        yield->tables[i].rows = rows->rows.n;
    }
    if (j->names) sl_namelist_lines(result->names.v, result->names.n, &yield->names);
    if (j->episodes)
        sl_episode_lines(j->program, &result->tables.v[sl_episodes_table(j->program)], sl_buf_str(&it->document.name),
                         result->report.published, &yield->episodes);
    yield->report = result->report;
    return it->article.failed || sl_yield_failed(yield) ? no_memory(&it->error) : SL_OK;
}

static sl_status extract(job *j, member_state *member, sl_str raw, item *it) {
    if (!member->worker) member->worker = sl_worker_new(j->program);
    if (!member->worker) return no_memory(&it->error);
    sl_article_result result = {0};
    sl_status status = sl_pipeline_document(member->worker, &it->document, raw, &j->pipeline, &result, &it->error);
    if (result.name.n && !sl_document_rename(&it->document, result.name)) return no_memory(&it->error);
    /* In a folder a picture among the articles is nothing to complain of. */
    it->binary = status == SL_BAD_INPUT && !it->document.named;
    if (it->binary) return SL_OK;
    return status ? status : render(j, &result, it);
}

/* The journal has it, or it is extracted. */
static sl_status read_article(job *j, member_state *member, item *it) {
    const sl_journal *journal = sl_outputs_journal(j->outputs);
    sl_str raw;
    sl_status status =
        sl_document_load(&it->document, j->options->reading->max_filesize, &member->raw, &raw, &it->error);
    if (status) return status;
    it->size = raw.n;
    if (journal) {
        it->key = sl_journal_key(&it->document, raw);
        it->found = sl_journal_find(journal, it->key, &it->yield, &member->record);
    }
    return it->found ? SL_OK : extract(j, member, raw, it);
}

static void work(void *context, unsigned thread, void *slot) {
    job *j = context;
    item *it = slot;
    it->status = it->document.status;
    it->error = it->document.error;
    if (it->status == SL_OK) it->status = read_article(j, &j->members[thread], it);
}

/* ---- in the thread that runs the job: in article order ---- */

static bool is_stopped(const job *j) {
    const sl_job_observer *observer = &j->options->observer;
    return observer->stop && observer->stop(observer->context);
}

static bool ask_stop(void *context) {
    return is_stopped(context);
}

static sl_status stopped(sl_error *err) {
    return sl_fail(err, SL_STOPPED, SL_STR(""), "stopped");
}

static sl_status use_failure(job *j, const item *it, sl_error *err) {
    j->done.failed++;
    sl_str article = sl_buf_str(&it->document.name);
    const sl_job_observer *observer = &j->options->observer;
    if (observer->failed) observer->failed(observer->context, article, it->error.message);
    return sl_report_failure(j->report, article, sl_str_of(it->error.message), err);
}

static sl_status use_rows(job *j, item *it, sl_error *err) {
    sl_yield *yield = &it->yield;
    sl_report_article(j->report, &yield->report);
    j->done.bytes += it->size;
    j->done.reused += it->found;
    sl_status status = sl_outputs_append_article(j->outputs, sl_buf_str(&it->article), err);
    if (status == SL_OK) status = sl_outputs_add(j->outputs, it->key, yield, it->found, err);
    for (size_t i = 0; i < j->of_article; i++) {
        sl_report_rows(j->report, i, yield->tables[i].rows);
        j->done.rows += yield->tables[i].rows;
    }
    if (status == SL_OK && j->episodes) status = sl_episodelist_add(j->episodes, sl_buf_str(&yield->episodes), err);
    if (status == SL_OK && j->names)
        status = sl_namelist_add(j->names, sl_buf_str(&yield->names), j->done.articles, err);
    return status;
}

static sl_status use(job *j, item *it, sl_error *err) {
    if (it->document.path.n) j->plain += it->size;
    j->done.input = j->plain + it->position;
    j->done.total = sl_estimate_total(j->estimate);
    if (it->binary) {
        sl_report_binary(j->report);
        j->done.skipped++;
        return SL_OK;
    }
    sl_status status = it->status ? use_failure(j, it, err) : use_rows(j, it, err);
    j->done.articles++;
    const sl_job_observer *observer = &j->options->observer;
    if (observer->progress) observer->progress(observer->context, &j->done);
    return status;
}

static sl_status prepare_item(job *j, item *it, sl_error *err) {
    sl_buf_clear(&it->article);
    it->binary = it->found = false;
    it->size = 0;
    if (!it->yield.tables && !sl_yield_init(&it->yield, j->of_article)) return no_memory(err);
    sl_yield_clear(&it->yield);
    return SL_OK;
}

/* The oldest article in work is done, or the job is to stop. */
static sl_status await(job *j, sl_error *err) {
    do {
        if (is_stopped(j)) return stopped(err);
    } while (!sl_crew_wait(j->crew, WAIT));
    return SL_OK;
}

static sl_status collect_one(job *j, sl_error *err) {
    sl_status status = await(j, err);
    return status ? status : use(j, sl_crew_collect(j->crew), err);
}

/* The next article, into an item that is free. @return false at the end, and where `status` says so */
static bool fill_item(job *j, sl_status *status, sl_error *err) {
    if (sl_crew_full(j->crew)) *status = collect_one(j, err);
    item *it = sl_crew_item(j->crew);
    if (*status == SL_OK) *status = prepare_item(j, it, err);
    bool filled = *status == SL_OK && sl_inputs_next(j->inputs, &it->document, status, err);
    it->position = sl_inputs_position(j->inputs);
    return filled;
}

static sl_status run_articles(job *j, sl_error *err) {
    sl_status status = SL_OK;
    while (fill_item(j, &status, err)) {
        if (is_stopped(j)) return stopped(err);
        status = sl_crew_give(j->crew, err);
    }
    while (status == SL_OK && !sl_crew_empty(j->crew)) status = collect_one(j, err);
    return status;
}

/* A job that is stopped keeps what is done already, as far as that is possible. */
static void use_done(job *j) {
    sl_status status = SL_OK;
    while (status == SL_OK && !sl_crew_empty(j->crew) && sl_crew_wait(j->crew, 0))
        status = use(j, sl_crew_collect(j->crew), NULL);
}

/* ---- the whole ---- */

static void release_item(item *it) {
    sl_yield_release(&it->yield);
    sl_document_release(&it->document);
    sl_buf_release(&it->article);
}

static sl_status run_crew(job *j, sl_error *err) {
    j->members = sl_heap_alloc(j->options->threads, sizeof *j->members);
    j->crew = j->members ? sl_crew_new(j->options->threads, sizeof(item), work, j) : NULL;
    if (!j->crew) return no_memory(err);
    sl_status status = run_articles(j, err);
    if (status == SL_STOPPED) {
        use_done(j);
        const sl_job_observer *observer = &j->options->observer;
        j->done.kept = sl_outputs_discard(j->outputs);
        if (observer->stopped) observer->stopped(observer->context, j->done.kept);
    }
    sl_crew_join(j->crew);
    for (size_t i = 0; i < sl_crew_size(j->crew); i++) release_item(sl_crew_at(j->crew, i));
    return status;
}

static void release(job *j) {
    sl_estimate_end(j->estimate);
    sl_crew_free(j->crew);
    for (unsigned i = 0; j->members && i < j->options->threads; i++) {
        if (j->members[i].worker) sl_worker_free(j->members[i].worker);
        sl_buf_release(&j->members[i].raw);
        sl_buf_release(&j->members[i].record);
    }
    sl_heap_free(j->members);
    sl_namelist_free(j->names);
    sl_episodelist_free(j->episodes);
    sl_buf_release(&j->row);
    sl_report_free(j->report);
    sl_inputs_free(j->inputs);
    sl_outputs_close(j->outputs);
}

static void count_left_out(job *j) {
    sl_inputs_counts counts = sl_inputs_left_out(j->inputs);
    const sl_walk_counts *walk = &counts.walk;
    sl_report_left_out(j->report, &counts);
    j->done.skipped += walk->hidden + walk->links + walk->dangling + walk->loops + walk->fifos + walk->devices +
                       walk->sockets + walk->own + walk->too_deep + walk->excluded + walk->binary + counts.again;
}

/* One row of episodes.csv. */
static sl_status write_episode(void *context, const sl_table_rows *rows, sl_error *err) {
    job *j = context;
    size_t table = sl_outputs_episodes(j->outputs);
    sl_buf_clear(&j->row);
    sl_outputs_render(j->outputs, table, rows, &j->row);
    sl_report_rows(j->report, table, rows->rows.n);
    j->done.rows += rows->rows.n;
    return j->row.failed ? no_memory(err) : sl_outputs_append(j->outputs, table, sl_buf_str(&j->row), err);
}

static sl_status write_episodes(job *j, sl_error *err) {
    if (!j->episodes) return SL_OK;
    sl_status status = sl_episodelist_write(j->episodes, write_episode, j, err);
    sl_report_episodes_cut(j->report, sl_episodelist_cut(j->episodes));
    return status;
}

static sl_status begin_episodes(job *j, sl_error *err) {
    size_t table = sl_outputs_episodes(j->outputs);
    if (table == SIZE_MAX) return SL_OK;
    return sl_episodelist_new(j->program, sl_outputs_place(j->outputs, table), &j->episodes, err);
}

static sl_status begin_names(job *j, sl_error *err) {
    if (!sl_outputs_has_names(j->outputs)) return SL_OK;
    return sl_namelist_new(sl_outputs_names_place(j->outputs), &j->names, err);
}

static sl_status open_outputs(job *j, const sl_report_plan *plan, sl_error *err) {
    sl_buf conditions = {0};
    if (sl_outputs_has_journal(j->outputs)) sl_report_conditions(plan, &conditions);
    sl_status status = conditions.failed ? no_memory(err) : sl_outputs_open(j->outputs, sl_buf_str(&conditions), err);
    sl_buf_release(&conditions);
    if (status == SL_OK) status = begin_names(j, err);
    return status ? status : begin_episodes(j, err);
}

static void tell_remembered(const job *j) {
    const sl_job_observer *observer = &j->options->observer;
    const sl_outputs_options *output = &j->options->output;
    if (!observer->remembered || (!output->resume && !output->changed)) return;
    observer->remembered(observer->context, sl_journal_known(sl_outputs_journal(j->outputs)));
}

static sl_status run_to_outputs(job *j, const sl_report_plan *plan, sl_error *err) {
    sl_status status = open_outputs(j, plan, err);
    if (status) return status;
    tell_remembered(j);
    sl_inputs_exclude_output(j->inputs);
    status = run_crew(j, err);
    if (status == SL_OK) count_left_out(j);
    if (status == SL_OK) status = write_episodes(j, err);
    if (status == SL_OK) status = sl_outputs_finish(j->outputs, j->names, j->report, err);
    if (status) j->done.kept = sl_outputs_discard(j->outputs);
    return status;
}

static sl_report_plan plan_report(const job *j) {
    const sl_job_options *options = j->options;
    sl_report_plan plan = {
        .reading = options->reading,
        .rules = options->rules,
        .digest = sl_program_digest(j->program),
        .delimiter = options->output.style.delimiter,
        .excel = options->output.style.excel,
        .raw = options->output.style.raw,
    };
    plan.heads = sl_outputs_heads(j->outputs, &plan.n_heads);
    return plan;
}

static sl_status check_options(const sl_job_options *options, sl_error *err) {
    char delimiter = options->output.style.delimiter;
    if (options->threads == 0 || options->threads > SL_MAX_THREADS) {
        return sl_fail(err, SL_BAD_USAGE, SL_STR(""), "threads must be 1 to %d", SL_MAX_THREADS);
    }
    bool is_mark = delimiter > ' ' && delimiter <= '~' && !sl_is_alnum(delimiter) && delimiter != '"';
    if (!is_mark && delimiter != '\t' && delimiter != ' ') {
        return sl_fail(err, SL_BAD_USAGE, SL_STR(""), "a delimiter is one mark or a tab, and no quotation mark");
    }
    return SL_OK;
}

sl_status sl_job_run(const sl_program *program, const sl_job_options *options, sl_job_progress *done, sl_error *err) {
    job j = {.program = program, .options = options, .pipeline = sl_reading_pipeline(options->reading)};
    *done = (sl_job_progress){0};
    sl_status status = check_options(options, err);
    if (status == SL_OK) status = sl_outputs_plan(program, &options->output, &j.outputs, err);
    if (status) return status;
    sl_report_plan plan = plan_report(&j);
    j.of_article = plan.n_heads - (sl_outputs_episodes(j.outputs) != SIZE_MAX);
    sl_outputs_want(j.outputs, program, &j.wanted);
    j.pipeline.wanted = &j.wanted;
    j.report = sl_report_new(&plan);
    sl_inputs_options inputs = {options->reading, options->output.output, {&j, ask_stop}};
    status = j.report ? sl_inputs_new(&inputs, &j.inputs, err) : no_memory(err);
    if (status == SL_OK && options->estimate) j.estimate = sl_estimate_begin(&inputs);
    if (status == SL_OK) status = run_to_outputs(&j, &plan, err);
    *done = j.done;
    release(&j);
    return status;
}
