/* SPDX-License-Identifier: Apache-2.0 */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <stdio.h>
#include <cmocka.h>

#include <stdlib.h>
#include <unistd.h>

#include "adapt/unicode.h"
#include "article.h"
#include "rule/image.h"
#include "ruleset.h"
#include "run/listcache.h"
#include "source/load.h"

enum { NAMES = 6000, TEXT = 256 * 1024, FILES = 8 };

#define RULES                                                                                                          \
    "sideline: 1\nlist known: names.csv match name, alias give name, town between from and to except = No One | "      \
    "Nobody\n"                                                                                                         \
    "list dog: = Rex | Fido\ndates: dates.csv\ntable facts: known, rules\nrule sat -> facts\n  match: {known} sat\n"

static char folder[64], names[TEXT];
static const memory_file files[] = {
    {"a.rules", RULES}, {"names.csv", names}, {"dates.csv", "word,kind,value\nMarch,month,3\ntwo | twain,number,2\n"}};

static void write_names(const char *town) {
    size_t n = (size_t)snprintf(names, TEXT, "name,alias,town,from,to\n");
    for (unsigned i = 0; i < NAMES; i++)
        n += (size_t)snprintf(names + n, TEXT - n, "Ann%u Orr-Lee,%s,%s %u,%s,\n", i, i % 3 ? "" : "Annie | the Élan",
                              town, i % 7, i % 5 ? "" : "2020-01-01");
}

static int make_folder(void **state) {
    (void)state;
    snprintf(folder, sizeof folder, "/tmp/sideline-test-XXXXXX");
    return mkdtemp(folder) ? 0 : 1;
}

static void place_of(const char *kind, int file, char place[static 128]) {
    snprintf(place, 128, "%s/%s-%d", folder, kind, file);
}

static int remove_folder(void **state) {
    (void)state;
    char place[128];
    for (int i = 0; i < FILES; i++) {
        place_of("lists", i, place);
        unlink(place);
        place_of("rules", i, place);
        unlink(place);
    }
    return rmdir(folder);
}

/* ---- loading with a cache ---- */

/* Counts what is read of names.csv, and hands on what is kept. */
typedef struct {
    sl_listcache cache; /* first: it is the library */
    memory_library memory;
    size_t recalled, kept;
} counting;

static counting *counting_of(const sl_library *self) {
    return (counting *)(uintptr_t)self;
}

static bool recall(const sl_library *self, sl_kept kind, uint64_t key, sl_arena *out, sl_str *image) {
    sl_listcache inner;
    sl_listcache_begin(&inner, &counting_of(self)->memory.library, counting_of(self)->cache.folder);
    bool found = inner.library.recall(&inner.library, kind, key, out, image);
    counting_of(self)->recalled += found && out;
    return found;
}

static void keep(const sl_library *self, sl_kept kind, uint64_t key, const sl_str *parts, size_t n) {
    sl_listcache inner;
    sl_listcache_begin(&inner, &counting_of(self)->memory.library, counting_of(self)->cache.folder);
    inner.library.keep(&inner.library, kind, key, parts, n);
    counting_of(self)->kept++;
}

static void load(ruleset *r, counting *c, bool thorough) {
    static const sl_word_reader words = {sizeof(uint32_t), memory_word};
    c->memory = (memory_library){.library.read = memory_read, .files = files, .n = 3};
    sl_listcache_begin(&c->cache, &c->memory.library, folder);
    c->cache.library.recall = recall;
    c->cache.library.keep = keep;
    c->recalled = c->kept = 0;
    *r = (ruleset){0};
    sl_arena_init(&r->arena, 0, &r->jump);
    r->d = (sl_diagnostics){.arena = &r->arena, .thorough = thorough};
    if (setjmp(r->jump)) fail();
    r->program = sl_program_load(&c->cache.library, SL_STR("a.rules"), &words, &r->d, &r->err);
    assert_non_null(r->program);
}

static void assert_same(const sl_program *a, const sl_program *b) {
    assert_int_equal(a->entries.n, b->entries.n);
    for (uint32_t i = 0; i < a->entries.n; i++) {
        assert_true(sl_str_eq(sl_entry_value(a, i), sl_entry_value(b, i)));
        assert_int_equal(sl_entry_from(a, i), sl_entry_from(b, i));
        assert_int_equal(sl_entry_is_except(a, i), sl_entry_is_except(b, i));
        for (size_t g = 0; g < sl_entry_list(a, i)->n_gives; g++)
            assert_true(sl_str_eq(sl_entry_give(a, i, g), sl_entry_give(b, i, g)));
    }
    assert_int_equal(a->n_datewords, b->n_datewords);
    assert_memory_equal(a->datewords, b->datewords, a->n_datewords * sizeof(uint32_t));
    assert_int_equal(a->digest, b->digest);
}

static const char text[] =
    "Ann7 Orr-Lee sat with Ann5999 Orr Lee, the Élan and Nobody. Ann7 Orr did not; Rex did in March.";

static size_t find(const sl_entries *entries) {
    article a;
    sl_hits hits;
    assert_true(article_make(&a, sl_str_of(text), NULL));
    sl_gazetteer_find(entries->words, a.text.view, &a.tokens, (sl_range){0, (uint32_t)a.tokens.n}, &a.out, &hits);
    size_t n = hits.n;
    for (size_t i = 0; i < n; i++) assert_true(hits.v[i].entry < entries->n);
    article_free(&a);
    return n;
}

/** What was kept gives the same entries, as long as nothing changes. */
static void kept_and_recalled(void **state) {
    (void)state;
    ruleset plain, first, second, third;
    counting c;
    write_names("Ham");
    assert_true(ruleset_load(&plain, files, 3));
    load(&first, &c, false);
    assert_true(c.recalled == 0 && c.kept == 1);
    load(&second, &c, false);
    assert_true(c.recalled == 1 && c.kept == 0);
    assert_same(plain.program, first.program);
    assert_same(plain.program, second.program);
    size_t n = find(&plain.program->entries);
    assert_int_equal(n, 2 + 2000 + 1 + 1 + 1);
    assert_int_equal(find(&second.program->entries), n);
    load(&third, &c, true); /* check looks at every row itself */
    assert_true(c.recalled == 0 && c.kept == 0);
    ruleset_free(&third);
    write_names("Kent");
    load(&third, &c, false);
    assert_true(c.recalled == 0 && c.kept == 1);
    assert_str(sl_entry_give(third.program, 0, 1), "Kent 0");
    ruleset_free(&third);
    ruleset_free(&second);
    ruleset_free(&first);
    ruleset_free(&plain);
}

/* ---- images that are no images ---- */

typedef struct {
    char *bytes;
    size_t n;
} block;

/* The image that was kept last. */
static block image_of(const ruleset *r, uint64_t key) {
    sl_arena arena;
    sl_image image;
    jmp_buf jump;
    sl_arena_init(&arena, 0, &jump);
    if (setjmp(jump)) fail();
    sl_image_make(&r->program->entries, key, &arena, &image);
    block all = {0};
    for (size_t i = 0; i < SL_IMAGE_PARTS; i++) all.n += image.part[i].n;
    all.bytes = malloc(all.n);
    assert_non_null(all.bytes);
    for (size_t i = 0, at = 0; i < SL_IMAGE_PARTS; at += image.part[i++].n)
        if (image.part[i].n) memcpy(all.bytes + at, image.part[i].p, image.part[i].n);
    sl_arena_release(&arena);
    return all;
}

static bool opens(const ruleset *r, const block *image, uint64_t key) {
    sl_arena out, tmp;
    jmp_buf jump;
    sl_entries entries;
    sl_arena_init(&out, 0, &jump);
    sl_arena_init(&tmp, 0, &jump);
    if (setjmp(jump)) fail();
    const sl_program *p = r->program;
    bool good =
        sl_image_open((sl_str){image->bytes, image->n}, key, false, p->lists.v, p->lists.n, &out, &tmp, &entries);
    if (good) {
        size_t bytes = find(&entries);
        for (uint32_t i = 0; i < entries.n; i++) {
            const sl_list *list = &p->lists.v[entries.list_of[i]];
            for (uint32_t k = 0; k < (list->days ? list->days : list->width); k++)
                bytes += sl_unicode_valid(sl_entries_text(&entries, i, list->width, k));
        }
        assert_true(bytes > 0);
    }
    sl_arena_release(&out);
    sl_arena_release(&tmp);
    return good;
}

/* As sl_image_make sums up: what stands behind the checksum, then the parts. */
static void sum_up(block *image) {
    enum { CHECKSUM = 16, SIZES = 24 };
    uint64_t sizes[SL_IMAGE_PARTS], sum;
    memcpy(sizes, image->bytes + SIZES, sizeof sizes);
    sum = sl_hash_long((sl_str){image->bytes + SIZES, sizeof sizes}, 0);
    for (size_t i = 1, at = (size_t)sizes[0]; i < SL_IMAGE_PARTS && at <= image->n && sizes[i] <= image->n - at;
         at += sizes[i++])
        sum = sl_hash_long((sl_str){image->bytes + at, (size_t)sizes[i]}, sum);
    memcpy(image->bytes + CHECKSUM, &sum, sizeof sum);
}

/** A damaged image is refused; one that was made up, with the right checksum, is refused or harmless. */
static void damaged(void **state) {
    (void)state;
    enum { ROUNDS = 400, KEY = 99 };
    ruleset r;
    uint64_t random = 7;
    size_t taken = 0, refused = 0;
    write_names("Ham");
    assert_true(ruleset_load(&r, files, 3));
    block whole = image_of(&r, KEY), copy = {malloc(whole.n), whole.n};
    assert_non_null(copy.bytes);
    assert_true(opens(&r, &whole, KEY));
    assert_false(opens(&r, &whole, KEY + 1));
    for (int round = 0; round < ROUNDS; round++) {
        memcpy(copy.bytes, whole.bytes, whole.n);
        size_t at = article_random(&random) % (round % 4 ? whole.n : 256);
        copy.bytes[at] ^= (char)(1u << article_random(&random) % 8);
        assert_false(opens(&r, &copy, KEY));
        sum_up(&copy);
        if (opens(&r, &copy, KEY)) taken++;
        else refused++;
    }
    for (copy.n = 0; copy.n < whole.n; copy.n += whole.n / 50 + 1) assert_false(opens(&r, &copy, KEY));
    print_message("%zu taken, %zu refused\n", taken, refused);
    assert_true(taken > 10 && refused > 100);
    free(whole.bytes);
    free(copy.bytes);
    ruleset_free(&r);
}

/** A file of the cache that was damaged is passed over, and written anew. */
static void damaged_file(void **state) {
    (void)state;
    ruleset r;
    counting c;
    char place[128];
    write_names("Leith");
    load(&r, &c, false);
    ruleset_free(&r);
    for (int i = 0; i < FILES; i++) {
        place_of("lists", i, place);
        FILE *file = fopen(place, "r+b");
        if (!file) continue;
        assert_int_equal(fseek(file, 1000, SEEK_SET), 0);
        fputs("damage", file);
        fclose(file);
    }
    load(&r, &c, false);
    assert_true(c.recalled == 1 && c.kept == 1);
    assert_str(sl_entry_give(r.program, 0, 1), "Leith 0");
    ruleset_free(&r);
}

/* ---- rules ---- */

enum { PATTERNS = 150, RULES_TEXT = 16 * 1024 };

static void write_rules(char text_of_rules[static RULES_TEXT], const char *last) {
    size_t n = (size_t)snprintf(text_of_rules, RULES_TEXT,
                                "sideline: 1\nlist dog: = Rex | Fido\ntable facts: dog, rules\nrule sat -> facts\n");
    for (int i = 0; i < PATTERNS; i++)
        n += (size_t)snprintf(text_of_rules + n, RULES_TEXT - n, "  match: {dog} sat%d\n", i);
    snprintf(text_of_rules + n, RULES_TEXT - n, "  match: {dog} %s\n", last);
}

static bool load_rules(ruleset *r, counting *c, const char *rules) {
    static const sl_word_reader words = {sizeof(uint32_t), memory_word};
    const memory_file file = {"b.rules", rules};
    c->memory = (memory_library){.library.read = memory_read, .files = &file, .n = 1};
    sl_listcache_begin(&c->cache, &c->memory.library, folder);
    c->cache.library.recall = recall;
    c->cache.library.keep = keep;
    c->recalled = c->kept = 0;
    *r = (ruleset){0};
    sl_arena_init(&r->arena, 0, &r->jump);
    r->d = (sl_diagnostics){.arena = &r->arena};
    if (setjmp(r->jump)) fail();
    r->program = sl_program_load(&c->cache.library, SL_STR("b.rules"), &words, &r->d, &r->err);
    return r->program != NULL;
}

/** Rules that were loaded before are loaded again as they were; an edit's faults are told. */
static void rules_without_fault(void **state) {
    (void)state;
    static char rules[RULES_TEXT];
    ruleset first, second, faulty;
    counting c;
    const size_t *groups;
    sl_matcher *matcher = sl_matcher_new();
    assert_non_null(matcher);
    write_rules(rules, "lay");
    assert_true(load_rules(&first, &c, rules));
    assert_int_equal(c.kept, 1);
    assert_true(load_rules(&second, &c, rules));
    assert_int_equal(c.kept, 0);
    assert_int_equal(first.program->regexes.n, second.program->regexes.n);
    for (size_t i = 0; i < first.program->patterns.n; i++) {
        const sl_pattern *a = first.program->patterns.v[i], *b = second.program->patterns.v[i];
        assert_true(sl_str_eq(a->regex_text, b->regex_text));
        assert_int_equal(sl_regex_groups(a->regex), sl_regex_groups(b->regex));
        assert_int_equal(sl_regex_find(a->regex, matcher, SL_STR("Rex lay"), 0, &groups),
                         sl_regex_find(b->regex, matcher, SL_STR("Rex lay"), 0, &groups));
    }
    write_rules(rules, "lay (?<=a+)");
    assert_false(load_rules(&faulty, &c, rules));
    assert_true(faulty.d.errors == 1 && c.kept == 0);
    ruleset_free(&faulty);
    assert_false(load_rules(&faulty, &c, rules));
    ruleset_free(&faulty);
    ruleset_free(&second);
    ruleset_free(&first);
    sl_matcher_free(matcher);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(kept_and_recalled),
        cmocka_unit_test(damaged),
        cmocka_unit_test(damaged_file),
        cmocka_unit_test(rules_without_fault),
    };
    return cmocka_run_group_tests_name("listcache", tests, make_folder, remove_folder);
}
