/* SPDX-License-Identifier: Apache-2.0 */
#include "run/gatecount.h"

#include "base/bounds.h"
#include "base/sort.h"
#include "match/gates.h"
#include "output/csv.h"
#include "output/file.h"
#include "run/eacharticle.h"

static const char header[] = "rule,line,needs,words,sentences,share\n";
static const sl_cell_style style = {.delimiter = ','};

enum { MOST_WORDS = 12 }; /* in a cell */

typedef struct {
    uint32_t gate;
    uint64_t sentences; /* in which it is tried */
} count;

typedef struct {
    const sl_program *program;
    const sl_gatecount_options *options;
    count *counts; /* by gate */
    size_t n;
    uint64_t sentences;
    sl_buf out;
    sl_job_progress *done;
} job;

/* ---- counting ---- */

static void count_in(job *j, const sl_article *a, const sl_passage *u, bool quotes) {
    const sl_gates *g = &j->program->gates;
    sl_type_set types = sl_gate_types_in(a, u);
    for (uint32_t i = 0; i < g->list.n; i++)
        if (sl_gate_has(g->quotes, i) == quotes && sl_gate_has(u->open, i) &&
            sl_gate_lets(a, g->list.v[i].pattern, u, &types))
            j->counts[i].sentences += u->sentences;
}

static void look(void *context, const sl_article_inside *inside) {
    job *j = context;
    const sl_article *a = inside->search->article;
    j->sentences += a->n_inner;
    for (size_t i = 0; i < a->n_inner; i++) count_in(j, a, &a->inner[i], false);
    for (size_t i = 0; i < a->n_outer; i++) count_in(j, a, &a->outer[i], true);
}

/* ---- telling ---- */

static sl_str joined(sl_arena *arena, sl_str all, sl_str one, const char *end) {
    return sl_arena_printf(arena, "%.*s%s%.*s%s", (int)all.n, all.n ? all.p : "", all.n ? " " : "", (int)one.n, one.p,
                           end);
}

static sl_str types_cell(const job *j, const sl_type_set *types, sl_arena *arena) {
    sl_str cell = {0};
    for (sl_type_id t = 0; t < j->program->types.n; t++) {
        sl_str name = j->program->types.v[t].name;
        if (sl_type_set_has(types, t))
            cell = joined(arena, cell, sl_arena_printf(arena, "{%.*s}", (int)name.n, name.p), "");
    }
    return cell;
}

/* "limp* stretchered {injury}": one of these is in every sentence that the pattern is tried in. */
static sl_str words_cell(const job *j, const sl_pattern *pattern, sl_arena *arena) {
    sl_str cell = {0};
    const sl_trigger_set *set = &pattern->sets[0];
    if (pattern->n_sets == 0) return cell;
    for (size_t i = 0; i < set->n && i < MOST_WORDS; i++) {
        const sl_trigger *t = &j->program->triggers.v[set->triggers[i]];
        cell = joined(arena, cell, t->word, t->is_stem ? "*" : "");
    }
    if (set->n > MOST_WORDS)
        cell = joined(arena, cell, sl_arena_printf(arena, "and %zu more", set->n - MOST_WORDS), "");
    return set->has_types ? joined(arena, cell, types_cell(j, &set->types, arena), "") : cell;
}

static void put_cell(job *j, sl_str cell) {
    sl_csv_text(&style, cell, &j->out);
    sl_csv_delimit(&style, &j->out);
}

static void put_row(job *j, const count *c, sl_arena *arena) {
    const sl_gate *gate = &j->program->gates.list.v[c->gate];
    const sl_pattern *p = gate->pattern;
    char share[16];
    snprintf(share, sizeof share, "%.4f", j->sentences ? (double)c->sentences / (double)j->sentences : 0.0);
    put_cell(j, gate->rule == SL_NONE ? SL_STR("person") : j->program->rules.v[gate->rule].name);
    sl_buf_number(&j->out, p->line);
    sl_csv_delimit(&style, &j->out);
    put_cell(j, types_cell(j, &p->needs, arena));
    put_cell(j, words_cell(j, p, arena));
    sl_buf_number(&j->out, c->sentences);
    sl_csv_delimit(&style, &j->out);
    sl_buf_put(&j->out, sl_str_of(share));
    sl_csv_end_row(&style, &j->out);
}

static int most_first(const void *x, const void *y) {
    const count *a = x, *b = y;
    return (a->sentences < b->sentences) - (a->sentences > b->sentences);
}

static sl_status write_all(job *j, sl_arena *arena, sl_error *err) {
    sl_file *out = NULL;
    sl_sort(arena, j->counts, j->n, sizeof *j->counts, most_first);
    sl_buf_put(&j->out, sl_str_of(header));
    for (size_t i = 0; i < j->n; i++) put_row(j, &j->counts[i], arena);
    if (j->out.failed) return sl_fail(err, SL_NO_MEMORY, SL_STR(""), "out of memory");
    sl_status status = sl_file_standard_output(&out, err);
    if (status == SL_OK) status = sl_file_write(out, sl_buf_str(&j->out), err);
    if (status == SL_OK) status = sl_file_seal(out, err);
    if (status == SL_OK) j->done->rows = j->n;
    sl_file_close(out);
    return status;
}

static sl_status run(job *j, sl_arena *arena, sl_error *err) {
    j->n = j->program->gates.list.n;
    j->counts = SL_NEW_ARRAY(arena, count, j->n);
    for (uint32_t i = 0; i < j->n; i++) j->counts[i].gate = i;
    const sl_reading *reading = j->options->reading;
    sl_eacharticle each = {
        .reading = reading, .pipeline = sl_reading_pipeline(reading), .observer = j->options->observer};
    each.pipeline.observer = look;
    each.pipeline.context = j;
    sl_status status = sl_eacharticle_run(j->program, &each, j->done, err);
    return status ? status : write_all(j, arena, err);
}

sl_status sl_gatecount_run(const sl_program *program, const sl_gatecount_options *options, sl_job_progress *done,
                           sl_error *err) {
    jmp_buf recover;
    sl_arena arena;
    job j = {.program = program, .options = options, .done = done};
    *done = (sl_job_progress){0};
    sl_arena_init(&arena, 0, &recover);
    sl_status status = setjmp(recover) ? sl_fail(err, SL_NO_MEMORY, SL_STR(""), "out of memory") : run(&j, &arena, err);
    sl_buf_release(&j.out);
    sl_arena_release(&arena);
    return status;
}
