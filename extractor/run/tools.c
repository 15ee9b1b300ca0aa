/* SPDX-License-Identifier: Apache-2.0
 *
 * The tools' header over the inner floors: types copied, nothing decided.
 */
#include "run/tools.h"

#include "base/arena.h"
#include "base/bounds.h"
#include "run/gatecount.h"
#include "run/misslist.h"
#include "run/previewjob.h"
#include "run/reach.h"
#include "run/rules_p.h"
#include "run/scores.h"
#include "source/load.h"
#include "run/explain.h"

static sideline_text text_of(sl_str s) {
    return (sideline_text){s.p, s.n};
}

/* ---- check ---- */

sideline_status sideline_check_load(const char *path, sideline_rules **rules, sideline_error *error) {
    return sl_rules_load(path, &(sl_rules_how){.thorough = true}, rules, error);
}

sideline_text sideline_check_json(sideline_rules *rules, size_t index) {
    sl_buf_clear(&rules->rendered);
    sl_diagnostic_render_json(&rules->diagnostics.list.v[index], &rules->rendered);
    return text_of(sl_buf_str(&rules->rendered));
}

/* ---- observers ---- */

static void tell_failure(void *context, sl_str article, const char *reason) {
    const sideline_observer *observer = context;
    if (observer->failed) observer->failed(observer->context, text_of(article), reason);
}

static sideline_progress progress_of(const sl_job_progress *done) {
    return (sideline_progress){
        .articles = done->articles, .failed = done->failed, .bytes = done->bytes, .rows = done->rows};
}

static void tell_progress(void *context, const sl_job_progress *done) {
    const sideline_observer *observer = context;
    sideline_progress progress = progress_of(done);
    if (observer->progress) observer->progress(observer->context, &progress);
}

/* ---- check: gates ---- */

sideline_status sideline_gates_count(const sideline_rules *rules, const sideline_gates *asked, sideline_progress *done,
                                     sideline_error *error) {
    sl_error inner = {0};
    sl_job_progress progress = {0};
    sideline_observer observer = asked->observer;
    sl_gatecount_options options = {
        .paths = asked->paths,
        .n_paths = asked->n_paths,
        .observer = {.context = &observer, .failed = tell_failure, .progress = tell_progress},
    };
    sl_status status = rules->program ? sl_gatecount_run(rules->program, &options, &progress, &inner)
                                      : sl_fail(&inner, SL_BAD_RULES, rules->path, "the rules have errors");
    *done = progress_of(&progress);
    return status ? sl_error_report(&inner, error) : SIDELINE_OK;
}

/* ---- extract ---- */

sideline_status sideline_rules_load_cached(const char *path, const char *folder, sideline_rules **rules,
                                           sideline_error *error) {
    return sl_rules_load(path, &(sl_rules_how){.folder = folder}, rules, error);
}

sideline_status sideline_rules_run_tests_once(sideline_rules *rules, const char *folder, sideline_rules_tests *counts,
                                              sideline_error *error) {
    return sl_rules_test(rules, folder, counts, error);
}

/* ---- score ---- */

static void tell_score(const sideline_scoring *asked, const sl_score *score) {
    for (size_t i = 0; i < score->missing.n; i++) asked->missing(asked->context, score->missing.v[i]);
    for (size_t i = 0; i < SL_MEASURES; i++) {
        const sl_measure *m = &score->measures[i];
        sideline_measure told = {m->name, m->is_accuracy, m->precision, m->recall, m->f1, m->low, m->high, m->gold};
        asked->measure(asked->context, &told);
    }
    for (size_t i = 0; i < score->articles.n && i < asked->worst; i++) {
        const sl_scored_article *a = &score->articles.v[i];
        sideline_scored told = {text_of(a->article), a->gold, a->found, a->right};
        asked->article(asked->context, &told);
    }
}

sideline_status sideline_score(const sideline_scoring *asked, sideline_error *error) {
    sl_error inner = {0};
    if (asked->worst && sl_score_is_sealed(asked->gold)) {
        sl_fail(&inner, SL_BAD_USAGE, sl_str_of(asked->gold), "sealed: for scoring only");
        return sl_error_report(&inner, error);
    }
    sl_arena arena;
    sl_score score;
    sl_arena_init(&arena, 0, NULL);
    sl_status status = sl_score_make(asked->gold, asked->out, &arena, &score, &inner);
    if (status == SL_OK) tell_score(asked, &score);
    sl_arena_release(&arena);
    return status ? sl_error_report(&inner, error) : SIDELINE_OK;
}

/* ---- misses ---- */

sideline_status sideline_misses_find(const sideline_rules *rules, const sideline_misses *asked, sideline_progress *done,
                                     sideline_error *error) {
    sl_error inner = {0};
    sl_job_progress progress = {0};
    sideline_observer observer = asked->observer;
    sl_misses_options options = {
        .paths = asked->paths,
        .n_paths = asked->n_paths,
        .most = asked->most ? asked->most : SL_MISSES_DEFAULT,
        .as_tests = asked->as_tests,
        .date = asked->extract.date,
        .gate = !asked->extract.without_gate,
        .follow = asked->follow,
        .max_filesize = asked->max_filesize ? asked->max_filesize : SL_MAX_ARTICLE,
        .observer = {.context = &observer, .failed = tell_failure, .progress = tell_progress},
    };
    sl_status status = rules->program ? sl_misses_run(rules->program, &options, &progress, &inner)
                                      : sl_fail(&inner, SL_BAD_RULES, rules->path, "the rules have errors");
    *done = progress_of(&progress);
    return status ? sl_error_report(&inner, error) : SIDELINE_OK;
}

/* ---- preview ---- */

/* What the job hands to those above: the observer first, where they look for it. */
typedef struct {
    sideline_observer observer;
    void (*counted)(void *context, const sideline_previewed *table);
} preview_listener;

static void tell_counts(void *context, sl_str table, const sl_change_counts *c) {
    const preview_listener *listener = context;
    sideline_previewed told = {text_of(table), c->gained, c->lost, c->changed, c->same};
    if (listener->counted) listener->counted(listener->observer.context, &told);
}

sideline_status sideline_preview_run(const sideline_rules *old_rules, const sideline_rules *new_rules,
                                     const sideline_preview *asked, sideline_progress *done, sideline_error *error) {
    sl_error inner = {0};
    sl_job_progress progress = {0};
    const sl_program *const programs[SL_SIDES] = {old_rules->program, new_rules->program};
    preview_listener listener = {asked->observer, asked->counted};
    sl_preview_options options = {
        .paths = asked->paths,
        .n_paths = asked->n_paths,
        .table = asked->table,
        .as_csv = asked->as_csv,
        .date = asked->extract.date,
        .gate = !asked->extract.without_gate,
        .follow = asked->follow,
        .threads = asked->threads ? asked->threads : 1,
        .max_filesize = asked->max_filesize ? asked->max_filesize : SL_MAX_ARTICLE,
        .observer = {.context = &listener, .failed = tell_failure, .progress = tell_progress},
        .counted = tell_counts,
    };
    const sideline_rules *broken = !old_rules->program ? old_rules : !new_rules->program ? new_rules : NULL;
    sl_status status = broken ? sl_fail(&inner, SL_BAD_RULES, broken->path, "the rules have errors")
                              : sl_preview_run(programs, &options, &progress, &inner);
    *done = progress_of(&progress);
    return status ? sl_error_report(&inner, error) : SIDELINE_OK;
}

/* ---- why ---- */

sideline_status sideline_why_ask(const sideline_rules *rules, const sideline_why *question, sideline_error *error) {
    sl_error inner = {0};
    sl_buf answer = {0};
    sl_explain_question asked = {.csv = question->csv, .id = sl_str_of(question->id), .date = SL_NO_DAY};
    if (question->extract.date) asked.date = sl_day_parse(sl_str_of(question->extract.date));
    sl_status status = sl_explain_row(rules->program, &asked, &answer, &inner);
    if (!status && answer.failed) status = sl_fail(&inner, SL_NO_MEMORY, (sl_str){0}, "out of memory");
    if (!status) question->tell(question->context, text_of(sl_buf_str(&answer)));
    sl_buf_release(&answer);
    return status ? sl_error_report(&inner, error) : SIDELINE_OK;
}

/* ---- whynot ---- */

sideline_status sideline_whynot_load(const char *path, const char *folder, sideline_rules **rules,
                                     sideline_error *error) {
    return sl_rules_load(path, &(sl_rules_how){.folder = folder, .steps = true}, rules, error);
}

sideline_status sideline_whynot_ask(const sideline_rules *rules, const sideline_whynot *q, sideline_error *error) {
    sl_error inner = {0};
    sl_buf bytes = {0}, answer = {0};
    sl_status status = SL_OK;
    if (q->file) status = sl_load(q->file, SL_MAX_ARTICLE, &bytes, &inner);
    else sl_buf_put(&bytes, sl_str_of(q->text));
    sl_reach_question asked = {.name = sl_str_of(q->file ? q->file : "text"),
                               .raw = sl_buf_str(&bytes),
                               .line = q->line,
                               .rule = sl_str_of(q->rule),
                               .date = SL_NO_DAY};
    if (q->extract.date) asked.date = sl_day_parse(sl_str_of(q->extract.date));
    if (!status) status = sl_reach_tell(rules->program, &asked, &answer, &inner);
    if (!status && (answer.failed || bytes.failed))
        status = sl_fail(&inner, SL_NO_MEMORY, (sl_str){0}, "out of memory");
    if (!status) q->tell(q->context, text_of(sl_buf_str(&answer)));
    sl_buf_release(&bytes);
    sl_buf_release(&answer);
    return status ? sl_error_report(&inner, error) : SIDELINE_OK;
}
