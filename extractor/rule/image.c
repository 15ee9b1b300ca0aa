/* SPDX-License-Identifier: Apache-2.0 */
#include "rule/image.h"

#include "adapt/unicode.h"

/* Numbers are as this machine has them: another one reads another magic number. */
#define MAGIC UINT64_C(0x31736c656e69736c)

typedef struct {
    uint64_t magic, key, checksum; /* checksum: of all that follows it */
    uint64_t sizes[SL_IMAGE_PARTS];
} head;

/* In the order of their alignment, so that none needs room before it. The pool with its padding. */
enum { HEAD, ALONE, BEHIND, WORDS, EDGES, ROWS, LEAVES, LISTED, CELLS, LIST_OF, POOL };
_Static_assert(POOL + 1 == SL_IMAGE_PARTS, "parts are missing");
_Static_assert(offsetof(head, sizes) == SL_IMAGE_BEGIN, "the begin is magic, key and checksum");

/* --- made --------------------------------------------------------------------------------------------------------- */

static uint64_t checksum_of(const head *h, const sl_str *parts) {
    uint64_t sum = sl_hash_long((sl_str){(const char *)h->sizes, sizeof h->sizes}, 0);
    for (size_t i = HEAD + 1; i < SL_IMAGE_PARTS; i++) sum = sl_hash_long(parts[i], sum);
    return sum;
}

void sl_image_make(const sl_entries *e, uint64_t key, sl_arena *out, sl_image *image) {
    sl_gazetteer_parts words = sl_gazetteer_parts_of(e->words);
    head *h = SL_NEW(out, head);
    *image = (sl_image){{
        [HEAD] = {(const char *)h, sizeof *h},
        [ALONE] = words.alone,
        [BEHIND] = words.behind,
        [WORDS] = words.words,
        [EDGES] = words.edges,
        [ROWS] = {(const char *)e->rows, e->n_lists * sizeof *e->rows},
        [LEAVES] = words.leaves,
        [LISTED] = words.listed,
        [CELLS] = {(const char *)e->cells, e->n_cells * sizeof *e->cells},
        [LIST_OF] = {(const char *)e->list_of, e->n * sizeof *e->list_of},
        [POOL] = {e->pool, e->n_pool + (size_t)SL_TEXTPOOL_PADDING},
    }};
    *h = (head){.magic = MAGIC, .key = key};
    for (size_t i = 0; i < SL_IMAGE_PARTS; i++) h->sizes[i] = image->part[i].n;
    h->checksum = checksum_of(h, image->part);
}

/* --- read --------------------------------------------------------------------------------------------------------- */

bool sl_image_is_for(sl_str begin, uint64_t key) {
    uint64_t is[2];
    if (begin.n < sizeof is) return false;
    memcpy(is, begin.p, sizeof is);
    return is[0] == MAGIC && is[1] == key;
}

void sl_image_begin(uint64_t key, char begin[static SL_IMAGE_BEGIN]) {
    uint64_t is[3] = {MAGIC, key, 0};
    _Static_assert(sizeof is == SL_IMAGE_BEGIN, "the begin is magic, key and checksum");
    memcpy(begin, is, sizeof is);
}

static bool cut_parts(sl_str image, head *h, sl_str parts[static SL_IMAGE_PARTS]) {
    if (image.n < sizeof *h || (uintptr_t)image.p % sizeof(uint64_t)) return false;
    memcpy(h, image.p, sizeof *h);
    for (size_t i = 0; i < SL_IMAGE_PARTS; i++) {
        if (h->sizes[i] > image.n || (i == HEAD && h->sizes[i] != sizeof *h)) return false;
        parts[i] = sl_str_cut(image, 0, (size_t)h->sizes[i]);
        image = sl_str_cut(image, (size_t)h->sizes[i], image.n);
    }
    return image.n == 0;
}

/* A pool is one text, and behind each of its texts is a line break. Behind the last one there are zeros. */
static bool take_pool(sl_str part, sl_entries *e) {
    static const char zeros[SL_TEXTPOOL_PADDING];
    if (part.n < sizeof zeros || part.n > SL_MAX_TEXTPOOL + sizeof zeros) return false;
    sl_str pool = sl_str_cut(part, 0, part.n - sizeof zeros);
    e->pool = pool.p;
    e->n_pool = (uint32_t)pool.n;
    return memcmp(pool.p + pool.n, zeros, sizeof zeros) == 0;
}

static bool is_text(const sl_entries *e, uint32_t at) {
    uint64_t n = 0;
    unsigned shift = 0;
    for (; at < e->n_pool && e->pool[at] & 0x40 && shift < 30; shift += 6)
        n |= (uint64_t)(e->pool[at++] & 0x3F) << shift;
    if (at >= e->n_pool || (e->pool[at] & 0xE0) != 0x20) return false;
    n |= (uint64_t)(e->pool[at] & 0x1F) << shift;
    return at + 1 + n < e->n_pool && e->pool[at + 1 + n] == '\n';
}

/* One list's entries are its own, and their cells are texts, but for days. */
static bool is_list(const sl_entries *e, const sl_list *list, uint16_t number) {
    const sl_list_rows *r = &e->rows[number];
    uint32_t first = number ? r[-1].end : 0, begin = number ? r[-1].cells + (first - r[-1].first) * list[-1].width : 0;
    if (r->first != first || r->cells != begin || r->exceptions < first || r->end < r->exceptions || r->end > e->n)
        return false;
    if ((uint64_t)(r->end - first) * list->width > e->n_cells - begin) return false;
    for (uint32_t i = first; i < r->end; i++) {
        const uint32_t *cell = &e->cells[begin + (i - first) * list->width];
        if (e->list_of[i] != number) return false;
        for (uint32_t k = 0; k < list->width; k++)
            if ((list->days == 0 || k < list->days) && !is_text(e, cell[k])) return false;
    }
    return true;
}

static bool take_entries(const sl_str *parts, size_t n_lists, sl_entries *e) {
    size_t n = parts[LIST_OF].n / sizeof *e->list_of, n_cells = parts[CELLS].n / sizeof *e->cells;
    if (n > SL_MAX_ENTRIES || n_cells > UINT32_MAX || parts[ROWS].n != n_lists * sizeof *e->rows) return false;
    e->rows = (const sl_list_rows *)(const void *)parts[ROWS].p;
    e->list_of = (const uint16_t *)(const void *)parts[LIST_OF].p;
    e->cells = (const uint32_t *)(const void *)parts[CELLS].p;
    e->n = (uint32_t)n;
    e->n_cells = (uint32_t)n_cells;
    e->n_lists = (uint16_t)n_lists;
    return true;
}

static bool are_safe(const sl_entries *e, const sl_list *lists) {
    if (sl_unicode_valid((sl_str){e->pool, e->n_pool}) != e->n_pool) return false;
    for (uint16_t i = 0; i < e->n_lists; i++)
        if (!is_list(e, &lists[i], i)) return false;
    return e->n_lists == 0 ? e->n == 0 : e->rows[e->n_lists - 1].end == e->n;
}

bool sl_image_open(sl_str image, uint64_t key, bool is_ours, const sl_list *lists, size_t n_lists, sl_arena *out,
                   sl_arena *tmp, sl_entries *entries) {
    head h;
    sl_str parts[SL_IMAGE_PARTS];
    sl_entries e = {0};
    if (!sl_image_is_for(image, key) || !cut_parts(image, &h, parts)) return false;
    if (!is_ours && checksum_of(&h, parts) != h.checksum) return false;
    if (!take_pool(parts[POOL], &e) || !take_entries(parts, n_lists, &e) || (!is_ours && !are_safe(&e, lists)))
        return false;
    sl_gazetteer_parts words = {parts[ALONE], parts[BEHIND], parts[WORDS], parts[EDGES], parts[LEAVES], parts[LISTED]};
    sl_str pool = {e.pool, e.n_pool};
    if (!is_ours && !sl_gazetteer_is_safe(&words, pool, e.n, tmp)) return false;
    e.words = sl_gazetteer_of_parts(&words, pool, out);
    *entries = e;
    return true;
}
