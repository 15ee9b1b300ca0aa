/* SPDX-License-Identifier: Apache-2.0
 *
 * Compiles rules/, and its lists into an image for the binary: listimage FILE HASHES. Part of the build. Of rules or lists
 * with faults there is none, and the file is empty: the program tells of them when it starts. HASHES has what sl_library
 * wants for each file, behind a hash of its path.
 */
#include <stdio.h>

#include "find/times.h"
#include "rule/program.h"

static FILE *file, *hashes;

static sl_status read_dateword(sl_str kind, sl_str value, void *word, sl_error *err) {
    return sl_dateword_parse(kind, value, word, err);
}

static sl_status read_file(const sl_library *self, sl_str from, sl_str name, sl_arena *out, sl_str *path, sl_str *bytes,
                           sl_error *err) {
    sl_status status = sl_library_builtin.read(self, from, name, out, path, bytes, err);
    uint64_t pair[2] = {sl_hash(*path, 0), status ? 0 : sl_hash_long(*bytes, 0)};
    if (status == SL_OK) fwrite(pair, sizeof pair, 1, hashes);
    return status;
}

static void keep(const sl_library *self, sl_kept kind, uint64_t key, const sl_str *parts, size_t n) {
    (void)self;
    (void)key;
    for (size_t i = 0; kind == SL_KEPT_LISTS && i < n; i++) fwrite(parts[i].p, 1, parts[i].n, file);
}

int main(int argc, char **argv) {
    static const sl_word_reader datewords = {sizeof(sl_dateword), read_dateword};
    sl_library library = {.read = read_file, .keep = keep};
    jmp_buf no_memory;
    sl_arena arena;
    sl_diagnostics diagnostics = {.arena = &arena};
    sl_error err = {0};
    file = argc == 3 ? fopen(argv[1], "wb") : NULL;
    hashes = file ? fopen(argv[2], "wb") : NULL;
    if (!hashes || setjmp(no_memory)) return perror("listimage"), 2;
    sl_arena_init(&arena, 0, &no_memory);
    sl_program *program = sl_program_load(&library, SL_BUILTIN_RULES, &datewords, &diagnostics, &err);
    bool good = program || freopen(argv[1], "wb", file);
    sl_program_free(program);
    sl_arena_release(&arena);
    return fclose(file) == 0 && fclose(hashes) == 0 && good ? 0 : 2;
}
