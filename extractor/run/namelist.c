/* SPDX-License-Identifier: Apache-2.0 */
#include "run/namelist.h"

#include "base/arena.h"
#include "base/bounds.h"

/* Bytes of a context: a hint for the reader, and with SL_MAX_NAMES the bound of the whole list. */
enum { MAX_CONTEXT = 240, FIRST_SLOTS = 1024 };

typedef struct {
    sl_str name, context;
    uint64_t hash, count, articles;
    uint64_t last_article; /* the last one it was seen in, so that each counts once */
} entry;

struct sl_namelist {
    sl_arena arena;  /* texts */
    entry *entries;  /* open addressing; name.p is NULL in a free slot */
    size_t slots, n; /* slots is a power of two, at most two thirds full */
    uint64_t dropped;
};

sl_namelist *sl_namelist_new(void) {
    sl_namelist *names = sl_heap_alloc(1, sizeof *names);
    if (!names) return NULL;
    sl_arena_init(&names->arena, 0, NULL);
    names->slots = FIRST_SLOTS;
    names->entries = sl_heap_alloc(names->slots, sizeof *names->entries);
    if (names->entries) return names;
    sl_heap_free(names);
    return NULL;
}

void sl_namelist_free(sl_namelist *names) {
    if (!names) return;
    sl_arena_release(&names->arena);
    sl_heap_free(names->entries);
    sl_heap_free(names);
}

static entry *find(entry *entries, size_t slots, sl_str name, uint64_t hash) {
    for (size_t i = (size_t)hash & (slots - 1);; i = (i + 1) & (slots - 1)) {
        entry *e = &entries[i];
        if (!e->name.p || (e->hash == hash && sl_str_eq(e->name, name))) return e;
    }
}

static bool grow(sl_namelist *names) {
    if (names->n * 3 < names->slots * 2) return true;
    entry *bigger = sl_heap_alloc(names->slots * 2, sizeof *bigger);
    if (!bigger) return false;
    for (size_t i = 0; i < names->slots; i++) {
        entry *e = &names->entries[i];
        if (e->name.p) *find(bigger, names->slots * 2, e->name, e->hash) = *e;
    }
    sl_heap_free(names->entries);
    names->entries = bigger;
    names->slots *= 2;
    return true;
}

/* The first MAX_CONTEXT bytes, cut between characters and marked as cut. */
static sl_str shorten(sl_arena *arena, sl_str context) {
    if (context.n <= MAX_CONTEXT) return sl_arena_copy(arena, context);
    size_t n = MAX_CONTEXT;
    while (n && ((unsigned char)context.p[n] & 0xC0) == 0x80) n--;
    return sl_arena_printf(arena, "%.*s\xE2\x80\xA6", (int)n, context.p);
}

static sl_status no_memory(sl_error *err) {
    return sl_fail(err, SL_NO_MEMORY, SL_STR("names.csv"), "out of memory");
}

sl_status sl_namelist_add(sl_namelist *names, sl_str name, sl_str context, uint64_t article, sl_error *err) {
    jmp_buf recover;
    names->arena.recover = &recover;
    if (setjmp(recover) || !grow(names)) return no_memory(err);
    uint64_t hash = sl_hash(name, 0);
    entry *e = find(names->entries, names->slots, name, hash);
    if (!e->name.p) {
        if (names->n == SL_MAX_NAMES) {
            names->dropped++;
            return SL_OK;
        }
        /* Both copies before the slot is taken: the arena may jump. */
        sl_str kept = sl_arena_copy(&names->arena, name);
        sl_str words = shorten(&names->arena, context);
        *e = (entry){.name = kept, .context = words, .hash = hash, .last_article = UINT64_MAX};
        names->n++;
    }
    e->count++;
    if (e->last_article != article) e->articles++;
    e->last_article = article;
    return SL_OK;
}

uint64_t sl_namelist_dropped(const sl_namelist *names) {
    return names->dropped;
}
size_t sl_namelist_count(const sl_namelist *names) {
    return names->n;
}

static int by_count(const void *va, const void *vb) {
    const entry *a = va, *b = vb;
    if (a->count != b->count) return a->count > b->count ? -1 : 1;
    return sl_str_cmp(a->name, b->name);
}

static const sl_column columns[] = {{{"name", 4}, SL_COLUMN_TEXT},
                                    {{"count", 5}, SL_COLUMN_NUMBER},
                                    {{"articles", 8}, SL_COLUMN_NUMBER},
                                    {{"context", 7}, SL_COLUMN_TEXT}};
enum { N_COLUMNS = sizeof columns / sizeof *columns };

const sl_table_head sl_namelist_head = {.name = {"names", 5}, .columns = columns, .n_columns = N_COLUMNS};

static sl_status tell(const entry *e, sl_namelist_use *use, void *context, sl_error *err) {
    char count[24], articles[24];
    snprintf(count, sizeof count, "%llu", (unsigned long long)e->count);
    snprintf(articles, sizeof articles, "%llu", (unsigned long long)e->articles);
    const sl_str cells[N_COLUMNS] = {e->name, sl_str_of(count), sl_str_of(articles), e->context};
    sl_table_row row = {.cells = cells};
    return use(context, &(sl_table_rows){.head = &sl_namelist_head, .rows = {.v = &row, .n = 1}}, err);
}

sl_status sl_namelist_tell(sl_namelist *names, sl_namelist_use *use, void *context, sl_error *err) {
    size_t n = 0;
    for (size_t i = 0; i < names->slots; i++) {
        if (names->entries[i].name.p) names->entries[n++] = names->entries[i];
    }
    qsort(names->entries, n, sizeof *names->entries, by_count);
    sl_status status = SL_OK;
    for (size_t i = 0; status == SL_OK && i < n; i++) status = tell(&names->entries[i], use, context, err);
    return status;
}
