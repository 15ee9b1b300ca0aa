/* SPDX-License-Identifier: Apache-2.0
 *
 * For unit tests: rules and lists that stand in the test itself, compiled.
 *
 *     ruleset r;
 *     static const memory_file files[] = {{"a.rules", "sideline: 1\n…"}};
 *     assert_true(ruleset_load(&r, files, 1));
 *     ruleset_free(&r);
 */
#ifndef SL_TESTS_RULESET_H
#define SL_TESTS_RULESET_H

#include "rule/compiled.h"

typedef struct {
    const char *name, *text;
} memory_file;

typedef struct {
    sl_library library; /* first: the library is the whole */
    const memory_file *files;
    size_t n;
} memory_library;

typedef struct {
    jmp_buf jump;
    sl_arena arena;
    memory_library memory;
    sl_diagnostics d;
    sl_program *program;
    sl_error err;
} ruleset;

static inline sl_status memory_read(const sl_library *self, sl_str from, sl_str name, sl_arena *out, sl_str *path,
                                    sl_str *bytes, sl_error *err) {
    const memory_library *memory = (const memory_library *)(const void *)self;
    (void)from;
    for (size_t i = 0; i < memory->n; i++) {
        if (!sl_str_eq(sl_str_of(memory->files[i].name), name)) continue;
        *path = sl_arena_copy(out, name);
        *bytes = sl_arena_copy(out, sl_str_of(memory->files[i].text));
        return SL_OK;
    }
    return sl_fail(err, SL_IO, name, "there is no \"%.*s\"", (int)name.n, name.p);
}

/* A date word is its value, as a number. */
static inline sl_status memory_word(sl_str kind, sl_str value, void *word, sl_error *err) {
    uint32_t n;
    if (!sl_str_number(value, 1000, &n)) return sl_fail(err, SL_BAD_RULES, kind, "no number");
    memcpy(word, &n, sizeof n);
    return SL_OK;
}

/** @param thorough  with the warnings of `check` */
static inline bool ruleset_load_as(ruleset *r, const memory_file *files, size_t n, bool thorough) {
    static const sl_word_reader words = {sizeof(uint32_t), memory_word};
    r->memory = (memory_library){.library.read = memory_read, .files = files, .n = n};
    r->program = NULL;
    r->err = (sl_error){0};
    sl_arena_init(&r->arena, 0, &r->jump);
    r->d = (sl_diagnostics){.arena = &r->arena, .thorough = thorough};
    if (setjmp(r->jump)) return false;
    r->program = sl_program_load(&r->memory.library, sl_str_of(files[0].name), &words, &r->d, &r->err);
    return r->program != NULL;
}

/** Loads the first of the files. @return whether it has no errors; r->program then belongs to `r` */
static inline bool ruleset_load(ruleset *r, const memory_file *files, size_t n) {
    return ruleset_load_as(r, files, n, false);
}

static inline void ruleset_free(ruleset *r) {
    sl_program_free(r->program);
    sl_arena_release(&r->arena);
}

static inline void assert_str(sl_str is, const char *wanted) {
    assert_int_equal(is.n, strlen(wanted));
    assert_memory_equal(is.p, wanted, is.n);
}

/** A source whose bytes are a literal. */
static inline sl_source source_of(const char *text) {
    return (sl_source){.path = SL_STR("test"), .bytes = sl_str_of(text), .is_text = true};
}

#endif
