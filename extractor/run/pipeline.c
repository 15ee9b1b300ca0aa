/* SPDX-License-Identifier: Apache-2.0
 *
 * The whole flow, one call per stage:
 *
 *     bytes -> text -> tokens -> quotation marks -> sentences -> list hits -> findings -> records -> rows
 */
#include "run/pipeline.h"

#include "base/bounds.h"
#include "match/gates.h"

struct sl_worker {
    const sl_program *program;
    sl_arena article, scratch; /* reset for each article */
    sl_matcher *matcher;
};

sl_worker *sl_worker_new(const sl_program *program) {
    sl_worker *w = sl_heap_alloc(1, sizeof *w);
    if (!w) return NULL;
    w->program = program;
    sl_arena_init(&w->article, SL_MAX_ARTICLE_MEMORY, NULL);
    sl_arena_init(&w->scratch, SL_MAX_ARTICLE_MEMORY, NULL);
    w->matcher = sl_matcher_new();
    if (w->matcher) return w;
    sl_worker_free(w);
    return NULL;
}

void sl_worker_free(sl_worker *w) {
    if (!w) return;
    sl_arena_release(&w->article);
    sl_arena_release(&w->scratch);
    sl_matcher_free(w->matcher);
    sl_heap_free(w);
}

enum { FEW_WORDS = 30, PERCENT_COMMON = 12 };

/* Too few of the words that the rules call common: another language. A short text is given the benefit of the doubt.
   In its own language a text shows after a quarter, so nothing is counted for longer than it can matter. */
static bool in_other_language(const sl_program *p, const sl_tokens *tokens) {
    size_t words = 0, common = 0, enough = (tokens->n * PERCENT_COMMON + 99) / 100;
    for (size_t i = 0; i < tokens->n && common < enough; i++) {
        if (tokens->v[i].kind != SL_TOKEN_WORD) continue;
        words++;
        common += sl_hash_in(&p->language, tokens->v[i].hash);
    }
    return p->language.n && words >= FEW_WORDS && common * 100 < words * PERCENT_COMMON;
}

/* Printed names that no list of persons has, each with its sentence. */
static void note_unknown(const sl_article *a, const sl_people *people, sl_arena *out, sl_article_result *result) {
    for (size_t i = 0; i < people->references.n; i++) {
        const sl_reference *r = &people->references.v[i];
        if (!r->named || r->n != 1) continue;
        const sl_person *p = &people->persons.v[r->persons[0]];
        if (!sl_type_set_is_empty(&p->lists) || p->n_words < 2) continue;
        sl_unknown_name *name = sl_push(out, &result->names);
        name->name = p->name;
        name->context = sl_text_cut(a->text, a->inner[sl_article_sentence(a, r->at.from)].at);
    }
}

static void empty_tables(const sl_program *p, sl_arena *out, sl_article_result *result) {
    for (size_t i = 0; i < p->heads.n; i++) sl_push(out, &result->tables)->head = p->heads.v[i];
}

static const sl_pipeline_wanted everything = {.tables = {.tables = UINT64_MAX, .mentions = true, .suppressed = true},
                                              .names = true};

static void extract(sl_worker *w, const sl_text *text, const sl_pipeline_options *options, sl_article_result *result) {
    const sl_program *p = w->program;
    const sl_pipeline_wanted *wanted = options->wanted ? options->wanted : &everything;
    sl_arena *out = &w->article, *tmp = &w->scratch;
    sl_tokens tokens = {0};
    sl_quotations quotations = {0};
    sl_sentences sentences = {0};
    sl_hits hits = {0};
    sl_tokens_make(text, out, &tokens);
    result->report.other_language = in_other_language(p, &tokens);
    empty_tables(p, out, result);
    if (tokens.n == 0 || result->report.other_language) return;
    sl_quotations_find(text, &tokens, out, &quotations);
    sl_sentences_make(text, &tokens, &quotations, &p->abbreviations, out, &sentences);
    sl_gazetteer_find(p->entries.words, text->view, &tokens, (sl_range){0, (uint32_t)tokens.n}, out, &hits);
    sl_article article = {.program = p,
                          .text = text,
                          .tokens = &tokens,
                          .quotations = &quotations,
                          .sentences = &sentences,
                          .gate = options->gate,
                          .out = out};
    sl_article_begin(&article, &hits);
    sl_gate_open(&article);
    sl_search search;
    sl_matcher_jit(w->matcher, !options->interpreted);
    sl_search_begin(&search, &article, w->matcher, out, tmp);
    sl_findings findings = sl_findings_none(&search);
    if (!wanted->names && !sl_records_possible(&search, &wanted->tables, &findings)) return;
    sl_findings_make(&search, &hits, &findings);
    sl_records_make(&search, &findings, &wanted->tables, &result->tables);
    if (wanted->names) note_unknown(&article, &findings.people, out, result);
    result->report.regex_limits = article.regex_limits;
    result->report.cut = article.cut;
    result->report.tie = article.tie;
    if (options->observer) sl_article_count_words(&article);
    sl_article_inside inside = {&search, &hits, &findings, &result->tables};
    if (options->observer) options->observer(options->context, &inside);
}

sl_status sl_pipeline_run(sl_worker *w, sl_str name, sl_str raw, const sl_pipeline_options *options,
                          sl_article_result *result, sl_error *err) {
    jmp_buf no_memory;
    *result = (sl_article_result){0};
    sl_arena_clear(&w->article);
    sl_arena_clear(&w->scratch);
    w->article.recover = w->scratch.recover = &no_memory;
    if (setjmp(no_memory)) {
        *result = (sl_article_result){0};
        return sl_fail(err, SL_NO_MEMORY, name, "not enough memory for this article");
    }
    sl_text *text = SL_NEW(&w->article, sl_text);
    sl_status status = sl_text_make(name, raw, &options->text, &w->article, &w->scratch, text, err);
    result->name = text->name;
    if (status) return status;
    if (text->published == SL_NO_DAY && options->path_date)
        text->published = sl_pathdate_find(options->path_date, w->matcher, text->name);
    result->report = (sl_article_report){.no_date = text->published == SL_NO_DAY,
                                         .impossible_date = text->impossible_date,
                                         .repaired = text->repaired,
                                         .encoding = text->encoding,
                                         .published = text->published};
    result->text = text;
    extract(w, text, options, result);
    return SL_OK;
}

sl_status sl_pipeline_document(sl_worker *worker, const sl_document *document, sl_str raw,
                               const sl_pipeline_options *options, sl_article_result *result, sl_error *err) {
    sl_pipeline_options own = *options;
    own.text.media = document->media;
    own.text.file_at = document->at;
    own.text.file_line = document->line;
    own.text.stem = document->stem;
    return sl_pipeline_run(worker, sl_buf_str(&document->name), raw, &own, result, err);
}
