/* SPDX-License-Identifier: Apache-2.0
 *
 * For unit tests: a program out of rule text that stands in the test, and articles run through it.
 *
 *     static const engine_file files[] = {{"test.rules", "sideline: 1\n…"}, {"hurts.csv", "verb,word\n…"}, {0}};
 *     engine e;
 *     engine_begin(&e, files);
 *     engine_run(&e, "Okafor tore his knee.");
 *     assert_string_equal(engine_cell(&e, "hits", 0, "player"), "Okafor");
 *     engine_end(&e);
 *
 * Cells come as C strings, which live until engine_end.
 */
#ifndef SL_TESTS_ENGINE_H
#define SL_TESTS_ENGINE_H

#include "find/times.h"
#include "rule/compiled.h"
#include "run/pipeline.h"

typedef struct {
    const char *name, *text;
} engine_file;

typedef struct {
    sl_library library; /* the first field, so that reading can come back from it to the files */
    const engine_file *files;
    jmp_buf jump;
    sl_arena words; /* diagnostics, and cells as C strings */
    sl_diagnostics diagnostics;
    sl_program *program;
    sl_worker *worker;
    sl_pipeline_options options;
    sl_article_result result;
    sl_error err;
} engine;

static inline sl_status engine_read(const sl_library *self, sl_str from, sl_str name, sl_arena *out, sl_str *path,
                                    sl_str *bytes, sl_error *err) {
    (void)from;
    for (const engine_file *f = ((const engine *)(const void *)self)->files; f->name; f++) {
        if (!sl_str_eq(sl_str_of(f->name), name)) continue;
        *path = sl_arena_copy(out, name);
        *bytes = sl_str_of(f->text);
        return SL_OK;
    }
    return sl_fail(err, SL_IO, name, "there is no file \"%.*s\"", (int)name.n, name.p);
}

static inline sl_status engine_read_word(sl_str kind, sl_str value, void *word, sl_error *err) {
    return sl_dateword_parse(kind, value, word, err);
}

static const sl_word_reader engine_words = {sizeof(sl_dateword), engine_read_word};

static inline void engine_end(engine *e) {
    sl_worker_free(e->worker);
    sl_program_free(e->program);
    sl_arena_release(&e->words);
    *e = (engine){0};
}

/** Loads from a library; NULL: from `files`, whose first one is read and whose last has no name. */
static inline bool engine_load(engine *e, const sl_library *library, sl_str name, const engine_file *files) {
    *e = (engine){.library.read = engine_read, .files = files};
    e->options = (sl_pipeline_options){.text = {.date = SL_NO_DAY}, .gate = true};
    sl_arena_init(&e->words, 0, &e->jump);
    e->diagnostics.arena = &e->words;
    if (setjmp(e->jump)) return false;
    e->program = sl_program_load(library ? library : &e->library, name, &engine_words, &e->diagnostics, &e->err);
    if (e->program) e->worker = sl_worker_new(e->program);
    return e->worker != NULL;
}

/** Rules with errors end the test, with the errors shown. */
static inline void engine_begin(engine *e, const engine_file *files) {
    bool good = engine_load(e, NULL, sl_str_of(files[0].name), files);
    for (size_t i = 0; i < e->diagnostics.list.n; i++) {
        const sl_diagnostic *d = &e->diagnostics.list.v[i];
        if (!d->is_warning) print_error("line %u: %.*s\n", d->line, (int)d->message.n, d->message.p);
    }
    assert_true(good);
}

static inline sl_status engine_try(engine *e, sl_str text) {
    return sl_pipeline_run(e->worker, SL_STR("test"), text, &e->options, &e->result, &e->err);
}

static inline void engine_run(engine *e, const char *text) {
    assert_int_equal(engine_try(e, sl_str_of(text)), SL_OK);
}

static inline const sl_table_rows *engine_table(const engine *e, const char *table) {
    for (size_t i = 0; i < e->result.tables.n; i++)
        if (sl_str_eq(e->result.tables.v[i].head->name, sl_str_of(table))) return &e->result.tables.v[i];
    fail_msg("there is no table %s", table);
    return NULL;
}

static inline size_t engine_rows(const engine *e, const char *table) {
    return engine_table(e, table)->rows.n;
}

static inline sl_str engine_value(const sl_table_rows *t, size_t row, const char *column) {
    assert_true(row < t->rows.n);
    for (size_t i = 0; i < t->head->n_columns; i++)
        if (sl_str_eq(t->head->columns[i].name, sl_str_of(column))) return t->rows.v[row].cells[i];
    fail_msg("there is no column %s", column);
    return (sl_str){0};
}

static inline const char *engine_cell(engine *e, const char *table, size_t row, const char *column) {
    return sl_arena_copy(&e->words, engine_value(engine_table(e, table), row, column)).p;
}

/** All rows of a table, some columns of it: "a,b;c,d" is two rows of two cells. `columns` are divided by blanks. */
static inline const char *engine_show(engine *e, const char *table, const char *columns) {
    const sl_table_rows *t = engine_table(e, table);
    sl_str all = {"", 0}, names = sl_str_of(columns);
    for (size_t row = 0; row < t->rows.n; row++)
        for (size_t at = 0; at < names.n;) {
            size_t end = sl_str_find(names, ' ', at);
            sl_str name = sl_arena_copy(&e->words, sl_str_cut(names, at, end));
            sl_str value = engine_value(t, row, name.p);
            const char *between = at ? "," : row ? ";" : "";
            all = sl_arena_printf(&e->words, "%.*s%s%.*s", (int)all.n, all.p, between, (int)value.n,
                                  value.n ? value.p : "");
            at = end + 1;
        }
    return all.p;
}

/** head, then `piece` n times, then tail. */
static inline const char *engine_repeat(engine *e, const char *head, const char *piece, size_t n, const char *tail) {
    size_t a = strlen(head), b = strlen(piece), c = strlen(tail);
    char *all = sl_arena_raw(&e->words, a + n * b + c + 1, 1);
    memcpy(all, head, a);
    for (size_t i = 0; i < n; i++) memcpy(all + a + i * b, piece, b);
    memcpy(all + a + n * b, tail, c + 1);
    return all;
}

/** An article, and what engine_show must give for it. */
typedef struct {
    const char *text, *wanted;
} engine_case;

static inline void engine_check(engine *e, const char *table, const char *columns, const engine_case *cases, size_t n) {
    unsigned bad = 0;
    for (size_t i = 0; i < n; i++) {
        engine_run(e, cases[i].text);
        const char *got = engine_show(e, table, columns);
        if (strcmp(got, cases[i].wanted) == 0) continue;
        print_error("%s\n  expected %s\n       got %s\n", cases[i].text, cases[i].wanted, got);
        bad++;
    }
    assert_int_equal(bad, 0);
}

#define ENGINE_COUNT(array) (sizeof(array) / sizeof *(array))

#endif
