/* SPDX-License-Identifier: Apache-2.0 */
#include "run/misslist.h"

#include "base/bounds.h"
#include "output/csv.h"
#include "output/file.h"
#include "run/eacharticle.h"
#include "run/misslook.h"

static const char header[] = "score,article,line,start,end,sentence,names,words\n";

/* The table whose rows are missed: the first that the rules declare. */
enum { TABLE = 0 };

/* One sentence, as it will be written. */
typedef struct {
    uint64_t score, number; /* `number`: how many were found before it */
    sl_buf line;
} kept_line;

typedef struct {
    const sl_program *program;
    const sl_misses_options *options;
    sl_rulewords words;
    kept_line *kept; /* room for twice as many as are wanted: when it is full, the worse half goes */
    size_t n;
    uint64_t found;
    bool failed; /* memory ran out */
    sl_job_progress *done;
} job;

/* ---- a sentence as a line ---- */

static const sl_cell_style style = {.delimiter = ','};

static void put_number(uint64_t n, sl_buf *out) {
    sl_buf_number(out, n);
    sl_csv_delimit(&style, out);
}

static void put_text(sl_str cell, sl_buf *out) {
    sl_csv_text(&style, cell, out);
    sl_csv_delimit(&style, out);
}

static void put_row(const sl_miss *m, sl_str article, sl_buf *out) {
    put_number(m->score, out);
    put_text(article, out);
    put_number(m->at.line, out);
    put_number(m->at.from, out);
    put_number(m->at.to, out);
    put_text(m->sentence, out);
    put_text(m->names, out);
    sl_csv_text(&style, m->words, out);
    sl_csv_end_row(&style, out);
}

/* White space of any length as one blank. An arrow would end the sentence of a test, so it is taken apart. */
static void put_one_line(sl_str s, sl_buf *out) {
    for (size_t i = 0; i < s.n; i++) {
        bool blank = (unsigned char)s.p[i] <= ' ' || s.p[i] == 0x7F;
        if (blank && (i == 0 || (unsigned char)s.p[i - 1] <= ' ')) continue;
        if (i && s.p[i] == '>' && s.p[i - 1] == '=') sl_buf_char(out, ' ');
        sl_buf_char(out, blank ? ' ' : s.p[i]);
    }
}

static void put_test(const sl_miss *m, sl_str column, sl_buf *out) {
    sl_buf_put(out, SL_STR("  todo yes: "));
    put_one_line(m->sentence, out);
    sl_buf_put(out, SL_STR(" => "));
    sl_buf_put(out, column);
    sl_buf_char(out, '=');
    put_one_line(m->name, out);
    sl_buf_char(out, '\n');
}

/* ---- the best of them ---- */

static int best_first(const void *va, const void *vb) {
    const kept_line *a = va, *b = vb;
    if (a->score != b->score) return a->score > b->score ? -1 : 1;
    return a->number < b->number ? -1 : a->number > b->number;
}

static void drop_worse(job *j) {
    if (j->n) qsort(j->kept, j->n, sizeof *j->kept, best_first);
    while (j->n > j->options->most) sl_buf_release(&j->kept[--j->n].line);
}

static void keep(job *j, sl_str article, const sl_miss *m) {
    if (j->n == 2 * j->options->most) drop_worse(j);
    kept_line *k = &j->kept[j->n++];
    *k = (kept_line){.score = m->score, .number = j->found++};
    if (j->options->as_tests) put_test(m, j->program->symbols.v[j->words.subject], &k->line);
    else put_row(m, article, &k->line);
    j->failed = j->failed || k->line.failed;
}

/* First all of an article, because only that can fail for want of memory in its arenas. */
static void look(void *context, const sl_article_inside *inside) {
    job *j = context;
    sl_misses misses = {0};
    sl_misses_of(inside, &j->words, &misses);
    for (size_t i = 0; i < misses.n; i++) keep(j, inside->search->article->text->name, &misses.v[i]);
}

/* ---- all articles ---- */

static sl_status no_memory(sl_error *err) {
    return sl_fail(err, SL_NO_MEMORY, SL_STR(""), "out of memory");
}

static sl_status look_at_all(job *j, sl_error *err) {
    const sl_misses_options *o = j->options;
    sl_eacharticle each = {.reading = o->reading,
                           .pipeline = sl_reading_pipeline(o->reading),
                           .observer = o->observer,
                           .out_of_memory = &j->failed};
    each.pipeline.observer = look;
    each.pipeline.context = j;
    return sl_eacharticle_run(j->program, &each, j->done, err);
}

static sl_status write_all(job *j, sl_error *err) {
    sl_file *out = NULL;
    sl_status status = sl_file_standard_output(&out, err);
    drop_worse(j);
    if (!status && !j->options->as_tests) status = sl_file_write(out, sl_str_of(header), err);
    for (size_t i = 0; i < j->n && !status; i++) status = sl_file_write(out, sl_buf_str(&j->kept[i].line), err);
    if (!status) status = sl_file_seal(out, err);
    if (!status) j->done->rows = j->n;
    sl_file_close(out);
    return status;
}

static sl_status run(job *j, sl_error *err) {
    size_t most = j->options->most;
    if (most == 0 || most > SL_MAX_MISSES)
        return sl_fail(err, SL_BAD_USAGE, SL_STR(""), "sentences must be 1 to %d", SL_MAX_MISSES);
    j->kept = sl_heap_alloc(2 * most, sizeof *j->kept);
    if (!j->kept) return no_memory(err);
    sl_status status = look_at_all(j, err);
    return status ? status : write_all(j, err);
}

sl_status sl_misses_run(const sl_program *program, const sl_misses_options *options, sl_job_progress *done,
                        sl_error *err) {
    jmp_buf recover;
    sl_arena arena;
    job j = {.program = program, .options = options, .done = done};
    *done = (sl_job_progress){0};
    sl_arena_init(&arena, 0, &recover);
    if (setjmp(recover)) {
        sl_arena_release(&arena);
        return no_memory(err);
    }
    if (program->tables.n) sl_rulewords_make(program, TABLE, &arena, &j.words);
    sl_status status = run(&j, err);
    for (size_t i = 0; i < j.n; i++) sl_buf_release(&j.kept[i].line);
    sl_heap_free(j.kept);
    sl_arena_release(&arena);
    return status;
}
