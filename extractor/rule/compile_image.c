/* SPDX-License-Identifier: Apache-2.0
 *
 * Lists that were compiled before. What their entries come from is hashed: the bytes of the files, what the rules say of
 * them, and the versions of all that cuts and folds words. Entries are kept only where no list was complained of, so
 * that nothing remains untold. Of the rules it is only kept that they have no fault: their patterns can then be compiled
 * when they are first tried.
 */
#include "rule/compiler_p.h"

#include "adapt/versions.h"
#include "rule/image.h"

static uint64_t hash_words(const sl_words *words, uint64_t hash) {
    for (size_t i = 0; i < words->n; i++) hash = sl_hash(words->v[i].text, hash + 1);
    return sl_hash(SL_STR(";"), hash);
}

static uint64_t hash_list(sl_compiler *c, const sl_declared_list *l, uint64_t hash) {
    const sl_words *words[] = {&l->match, &l->give, &l->except, &l->entries};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) hash = hash_words(words[i], hash);
    hash = sl_hash(l->from.text, hash);
    hash = sl_hash(l->to.text, hash + l->needs_capital);
    return l->file.text.n ? hash ^ sl_compile_hash_list(c, &l->file) : hash;
}

/* Those that cut and fold words, and compile patterns. */
static bool matters(const char *library) {
    return strcmp(library, "ICU") == 0 || strcmp(library, "utf8proc") == 0 || strcmp(library, "PCRE2") == 0;
}

static uint64_t hash_versions(uint64_t hash) {
    sl_version versions[SL_VERSIONS];
    sl_versions_read(versions);
    hash = sl_hash(SL_STR(SL_VERSION), hash);
    for (size_t i = 0; i < SL_VERSIONS; i++)
        if (matters(versions[i].name)) hash = sl_hash(sl_str_of(versions[i].version), hash);
    return hash;
}

uint64_t sl_compile_lists_key(sl_compiler *c) {
    uint64_t hash = hash_versions(0);
    for (size_t i = 0; i < c->program->lists.n; i++) {
        if (c->program->lists.v[i].use == SL_LIST_TYPE) hash = hash_list(c, &c->declared->lists.v[i], hash + 1);
        else hash = sl_hash(SL_STR("dates"), hash ^ sl_compile_hash_list(c, &c->declared->dates.v[0]));
    }
    return hash;
}

bool sl_compile_recall_lists(sl_compiler *c, uint64_t key) {
    sl_str image;
    if (!c->library->recall || c->d->thorough) return false;
    if (!c->library->recall(c->library, SL_KEPT_LISTS, key, NULL, NULL)) return false;
    sl_compile_give_up_lists(c); /* or both would be in memory at once */
    if (!c->library->recall(c->library, SL_KEPT_LISTS, key, c->out, &image)) return false;
    const sl_program *p = c->program;
    bool is_ours = c->library->is_built_in;
    bool good = sl_image_open(image, key, is_ours, p->lists.v, p->lists.n, c->out, c->tmp, &c->program->entries);
    c->is_proven = good && is_ours;
    return good;
}

/* Some thousand entries are made as quickly as they are read, and so many patterns compiled. */
enum { WORTH_KEEPING = 4096, WORTH_PROVING = 100 };

void sl_compile_keep_lists(sl_compiler *c, uint64_t key) {
    if (!c->library->keep || c->d->thorough || c->program->entries.n < WORTH_KEEPING) return;
    sl_image image;
    sl_image_make(&c->program->entries, key, c->tmp, &image);
    c->library->keep(c->library, SL_KEPT_LISTS, key, image.part, SL_IMAGE_PARTS);
}

/* The digest is of the rules, and of the lists that they name. */
uint64_t sl_compile_rules_key(const sl_compiler *c) {
    return hash_versions(c->program->digest);
}

void sl_compile_recall_rules(sl_compiler *c, uint64_t key) {
    if (!c->library->recall || c->d->thorough || c->is_proven) return;
    c->is_proven = c->library->recall(c->library, SL_KEPT_RULES, key, NULL, NULL);
}

void sl_compile_keep_rules(const sl_compiler *c, uint64_t key) {
    if (!c->library->keep || c->d->thorough || c->is_proven || c->program->regexes.n < WORTH_PROVING) return;
    char begin[SL_IMAGE_BEGIN];
    sl_image_begin(key, begin);
    c->library->keep(c->library, SL_KEPT_RULES, key, &(sl_str){begin, sizeof begin}, 1);
}
