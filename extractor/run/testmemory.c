/* SPDX-License-Identifier: Apache-2.0 */
#include "run/testmemory.h"

#include "adapt/versions.h"
#include "run/cachefile.h"
#include "source/load.h"

/* Rules that are remembered; tests of one that are told of (more: it is not worth remembering); bytes of the file. */
enum { MOST_RULES = 64, MOST_TOLD = 200, MOST_BYTES = 256 * 1024 };

static const char name[] = "rule-tests";

typedef struct {
    size_t passed, failed, todo, todo_pass;
    uint32_t told[MOST_TOLD];
    size_t n;
} outcome;

typedef struct {
    const char *folder;
    char key[17];
    sl_buf lines; /* of the file; empty where there is none */
} memory;

/* --- one line ----------------------------------------------------------------------------------------------------- */

/* What the outcome of a test depends on. */
static uint64_t key_of(const sl_program *program) {
    return sl_versions_of_text(sl_hash(SL_STR(SL_VERSION), sl_program_digest(program)));
}

static void print_hash(uint64_t hash, char text[static 17]) {
    snprintf(text, 17, "%016llx", (unsigned long long)hash);
}

/* The words behind the key: false where they are not what was once written. */
static bool read_line(sl_str line, outcome *out) {
    char hash[17];
    size_t last = line.n;
    while (last > 0 && line.p[last - 1] != ' ') last--;
    print_hash(sl_hash(sl_str_cut(line, 0, last), 0), hash);
    if (!sl_str_eq(sl_str_cut(line, last, line.n), sl_str_of(hash))) return false;
    uint32_t counts[4], *to = counts;
    size_t n = 0, at = sl_str_find(line, ' ', 0) + 1;
    for (size_t end; at < last; at = end + 1, n++) {
        end = sl_str_find(line, ' ', at);
        if (n == 4) to = out->told;
        if (n == 4 + MOST_TOLD || !sl_str_number(sl_str_cut(line, at, end), UINT32_MAX, &to[n < 4 ? n : n - 4]))
            return false;
    }
    if (n < 4) return false;
    out->passed = counts[0];
    out->failed = counts[1];
    out->todo = counts[2];
    out->todo_pass = counts[3];
    out->n = n - 4;
    return true;
}

static void write_line(const memory *m, const sl_ruletests_count *count, sl_buf *out) {
    char hash[17];
    size_t from = out->n;
    sl_buf_printf(out, "%s %zu %zu %zu %zu ", m->key, count->passed, count->failed, count->todo, count->todo_pass);
    for (size_t i = 0; i < count->told.n; i++) sl_buf_printf(out, "%u ", count->told.v[i]);
    print_hash(sl_hash(sl_str_cut(sl_buf_str(out), from, out->n), 0), hash);
    sl_buf_printf(out, "%s\n", hash);
}

/* --- the file ----------------------------------------------------------------------------------------------------- */

static bool open_memory(const sl_program *program, const char *folder, memory *m) {
    char place[SL_CACHE_PATH];
    *m = (memory){.folder = folder};
    print_hash(key_of(program), m->key);
    if (!sl_cachefile_place(folder, name, place)) return false;
    sl_load(place, MOST_BYTES, &m->lines, NULL);
    return true;
}

static bool recall(const memory *m, outcome *out) {
    sl_str all = sl_buf_str(&m->lines);
    for (size_t at = 0, end; at < all.n; at = end + 1) {
        end = sl_str_find(all, '\n', at);
        sl_str line = sl_str_cut(all, at, end);
        if (sl_str_starts_with(line, sl_str_of(m->key)) && read_line(line, out)) return true;
    }
    return false;
}

static size_t count_lines(sl_str all) {
    size_t n = 0;
    for (size_t at = sl_str_find(all, '\n', 0); at < all.n; at = sl_str_find(all, '\n', at + 1)) n++;
    return n;
}

/* The older lines, as many as are kept, and the new one. */
static void renew(const memory *m, const sl_ruletests_count *count, sl_buf *out) {
    sl_str all = sl_buf_str(&m->lines);
    size_t passed_over = count_lines(all), line = 0;
    passed_over = passed_over < MOST_RULES ? 0 : passed_over - MOST_RULES + 1;
    for (size_t at = 0, end; at < all.n; at = end + 1, line++) {
        end = sl_str_find(all, '\n', at);
        sl_str old = sl_str_cut(all, at, end + 1);
        if (line >= passed_over && end < all.n && !sl_str_starts_with(old, sl_str_of(m->key))) sl_buf_put(out, old);
    }
    write_line(m, count, out);
}

/* Whatever goes wrong here is nobody's concern: the tests will be run again. */
static void remember(const memory *m, const sl_ruletests_count *count) {
    sl_buf lines = {0};
    if (count->told.n > MOST_TOLD) return;
    renew(m, count, &lines);
    sl_str all = sl_buf_str(&lines);
    if (!lines.failed) sl_cachefile_write(m->folder, name, &all, 1);
    sl_buf_release(&lines);
}

/* --- the whole ---------------------------------------------------------------------------------------------------- */

/* What was remembered, its failures shown by running them again. `known` false: it does not hold. */
static sl_status run_told(const sl_program *program, const outcome *last, sl_diagnostics *d, sl_ruletests_count *count,
                          bool *known, sl_error *err) {
    sl_ruletests_only only = {last->told, last->n};
    sl_status status = last->n ? sl_ruletests_run(program, &only, d, count, err) : SL_OK;
    *known = count->failed == last->failed && count->todo_pass == last->todo_pass && count->told.n == last->n;
    count->passed = last->passed;
    count->todo = last->todo;
    return status;
}

sl_status sl_testmemory_run(const sl_program *program, const char *folder, sl_diagnostics *d, sl_ruletests_count *count,
                            sl_error *err) {
    memory m;
    outcome last;
    bool known = false;
    *count = (sl_ruletests_count){0};
    if (!folder || !open_memory(program, folder, &m)) return sl_ruletests_run(program, NULL, d, count, err);
    sl_status status = recall(&m, &last) ? run_told(program, &last, d, count, &known, err) : SL_OK;
    if (!status && !known) {
        status = sl_ruletests_run(program, NULL, d, count, err);
        if (!status) remember(&m, count);
    }
    sl_buf_release(&m.lines);
    return status;
}
