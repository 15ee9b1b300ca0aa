/* SPDX-License-Identifier: Apache-2.0
 *
 * The tools' header over the inner floors: types copied, nothing decided.
 */
#include "run/tools.h"

#include "base/arena.h"
#include "run/explain.h"
#include "run/gatecount.h"
#include "run/misslist.h"
#include "run/observer_p.h"
#include "run/previewjob.h"
#include "run/reach.h"
#include "run/rules_p.h"
#include "run/scores.h"

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

/* ---- what is read ---- */

/* @param reading  to be released in every case */
static sl_status begin(const sideline_rules *rules, const sideline_job *job, sl_reading *reading, sl_error *err) {
    sl_status status = sl_reading_make(job, reading, err);
    if (status || rules->program) return status;
    return sl_fail(err, SL_BAD_RULES, rules->path, "the rules have errors");
}

/* ---- check: gates ---- */

sideline_status sideline_gates_count(const sideline_rules *rules, const sideline_job *job, sideline_progress *done,
                                     sideline_error *error) {
    sl_error inner = {0};
    sl_job_progress progress = {0};
    sideline_observer observer = job->observer;
    sl_reading reading;
    sl_gatecount_options options = {&reading, sl_observer_of(&observer)};
    sl_status status = begin(rules, job, &reading, &inner);
    if (!status) status = sl_gatecount_run(rules->program, &options, &progress, &inner);
    sl_reading_release(&reading);
    *done = sl_progress_of(&progress);
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

sideline_status sideline_misses_find(const sideline_rules *rules, const sideline_job *job, const sideline_misses *asked,
                                     sideline_progress *done, sideline_error *error) {
    sl_error inner = {0};
    sl_job_progress progress = {0};
    sideline_observer observer = job->observer;
    sl_reading reading;
    sl_misses_options options = {
        .reading = &reading,
        .most = asked->most ? asked->most : SL_MISSES_DEFAULT,
        .as_tests = asked->as_tests,
        .observer = sl_observer_of(&observer),
    };
    sl_status status = begin(rules, job, &reading, &inner);
    if (!status) status = sl_misses_run(rules->program, &options, &progress, &inner);
    sl_reading_release(&reading);
    *done = sl_progress_of(&progress);
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
                                     const sideline_job *job, const sideline_preview *asked, sideline_progress *done,
                                     sideline_error *error) {
    sl_error inner = {0};
    sl_job_progress progress = {0};
    const sl_program *const programs[SL_SIDES] = {old_rules->program, new_rules->program};
    preview_listener listener = {job->observer, asked->counted};
    sl_reading reading;
    sl_preview_options options = {
        .reading = &reading,
        .table = job->table,
        .as_csv = asked->as_csv,
        .threads = job->threads ? job->threads : 1,
        .observer = sl_observer_of(&listener.observer),
        .counted = tell_counts,
    };
    sl_status status = begin(old_rules->program ? new_rules : old_rules, job, &reading, &inner);
    if (!status) status = sl_preview_run(programs, &options, &progress, &inner);
    sl_reading_release(&reading);
    *done = sl_progress_of(&progress);
    return status ? sl_error_report(&inner, error) : SIDELINE_OK;
}

/* ---- why, whynot ---- */

/* Tells it, where there is one. */
static sideline_status answer_with(sl_status status, sl_buf *answer, void (*tell)(void *context, sideline_text answer),
                                   void *context, sl_error *inner, sideline_error *error) {
    if (!status && answer->failed) status = sl_fail(inner, SL_NO_MEMORY, (sl_str){0}, "out of memory");
    if (!status) tell(context, text_of(sl_buf_str(answer)));
    sl_buf_release(answer);
    return status ? sl_error_report(inner, error) : SIDELINE_OK;
}

sideline_status sideline_why_ask(const sideline_rules *rules, const sideline_job *job, const sideline_why *question,
                                 sideline_error *error) {
    sl_error inner = {0};
    sl_buf answer = {0};
    sl_reading reading;
    sl_explain_question asked = {question->csv, sl_str_of(question->id)};
    sl_status status = begin(rules, job, &reading, &inner);
    if (!status) status = sl_explain_row(rules->program, &reading, &asked, &answer, &inner);
    sl_reading_release(&reading);
    return answer_with(status, &answer, question->tell, question->context, &inner, error);
}

sideline_status sideline_whynot_load(const char *path, const char *folder, sideline_rules **rules,
                                     sideline_error *error) {
    return sl_rules_load(path, &(sl_rules_how){.folder = folder, .steps = true}, rules, error);
}

sideline_status sideline_whynot_ask(const sideline_rules *rules, const sideline_job *job,
                                    const sideline_whynot *question, sideline_error *error) {
    sl_error inner = {0};
    sl_buf answer = {0};
    sl_reading reading;
    sl_reach_question asked = {.article = sl_str_of(question->article),
                               .text = sl_str_of(question->text),
                               .line = question->line,
                               .rule = sl_str_of(question->rule)};
    sl_status status = begin(rules, job, &reading, &inner);
    if (!status) status = sl_reach_tell(rules->program, &reading, &asked, &answer, &inner);
    sl_reading_release(&reading);
    return answer_with(status, &answer, question->tell, question->context, &inner, error);
}
