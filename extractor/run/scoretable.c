/* SPDX-License-Identifier: Apache-2.0 */
#include "run/scoretable.h"

#include "adapt/unicode.h"

enum { NEEDED_IN_GOLD = 1, NEEDED = 2 };

typedef struct {
    const char *name;
    int needed;
} column;

static const struct {
    const char *file;
    column columns[SL_SCORED_CELLS];
} tables[SL_SCORED_TABLES] = {
    [SL_SCORED_INJURIES] = {"injuries.csv",
                            {[SL_SCORED_NAME] = {"player", NEEDED},
                             [SL_SCORED_AREA] = {"area", NEEDED_IN_GOLD},
                             [SL_SCORED_PATHOLOGY] = {"pathology", 0},
                             [SL_SCORED_SIDE] = {"side", 0},
                             [SL_SCORED_STATUS] = {"status", NEEDED_IN_GOLD},
                             [SL_SCORED_INJURED_FROM] = {"injured_from", NEEDED_IN_GOLD},
                             [SL_SCORED_INJURED_TO] = {"injured_to", NEEDED_IN_GOLD},
                             [SL_SCORED_RETURN_FROM] = {"return_from", NEEDED_IN_GOLD},
                             [SL_SCORED_RETURN_TO] = {"return_to", NEEDED_IN_GOLD}}},
    [SL_SCORED_QUOTES] =
        {"quotes.csv",
         {[SL_SCORED_NAME] = {"speaker", 0}, [SL_SCORED_QUOTE] = {"quote", NEEDED}, [SL_SCORED_ROLE] = {"role", 0}}},
};

const char *sl_scored_file(sl_scored_table table) {
    return tables[table].file;
}

/* ---- CSV ---- */

typedef SL_ARRAY(sl_str) cells;

typedef struct {
    sl_str bytes;
    size_t at;
    char *room; /* for cells without their quotes: as many bytes as the file has */
    sl_arena *out;
} reader;

static bool ends_record(const reader *r) {
    return r->at >= r->bytes.n || r->bytes.p[r->at] == '\n' || r->bytes.p[r->at] == '\r';
}

/* A quotation mark opens only at the beginning; behind the closing one all is text. */
static sl_str next_cell(reader *r) {
    char *from = r->room;
    bool quoted = r->at < r->bytes.n && r->bytes.p[r->at] == '"';
    r->at += quoted;
    while (quoted ? r->at < r->bytes.n : !ends_record(r) && r->bytes.p[r->at] != ',') {
        char c = r->bytes.p[r->at++];
        bool doubled = quoted && c == '"' && r->at < r->bytes.n && r->bytes.p[r->at] == '"';
        r->at += doubled;
        if (quoted && c == '"' && !doubled) quoted = false;
        else *r->room++ = c;
    }
    return (sl_str){from, (size_t)(r->room - from)};
}

static void end_record(reader *r) {
    bool cr = r->at < r->bytes.n && r->bytes.p[r->at] == '\r';
    if (r->at < r->bytes.n) r->at++;
    if (cr && r->at < r->bytes.n && r->bytes.p[r->at] == '\n') r->at++;
}

/* @return false at the end */
static bool next_record(reader *r, cells *record) {
    record->n = 0;
    while (r->at < r->bytes.n && ends_record(r)) end_record(r);
    if (r->at >= r->bytes.n) return false;
    for (;;) {
        *sl_push(r->out, record) = next_cell(r);
        if (ends_record(r)) break;
        r->at++;
    }
    end_record(r);
    return true;
}

/* Of columns with the same name the last. */
static size_t find(const cells *head, const char *name) {
    for (size_t i = head->n; i-- > 0;)
        if (sl_str_eq(head->v[i], sl_str_of(name))) return i;
    return SIZE_MAX;
}

/* ---- rows ---- */

/* "news/a.txt", "a.zip!x/a.html", "f.jsonl#a": a */
static sl_str article_key(sl_str article) {
    static const sl_str suffixes[] = {{".txt", 4}, {".html", 5}, {".htm", 4}, {".jsonl", 6}, {".json", 5}};
    size_t from = article.n;
    while (from && !memchr("/!#", article.p[from - 1], 3)) from--;
    sl_str key = sl_str_cut(article, from, article.n);
    for (size_t i = 0; i < sizeof suffixes / sizeof *suffixes; i++)
        if (sl_str_ends_with(key, suffixes[i])) return sl_str_cut(key, 0, key.n - suffixes[i].n);
    return key;
}

typedef struct {
    sl_scored_row row;
    size_t number;
} numbered;

static int by_article(const void *va, const void *vb) {
    const numbered *a = va, *b = vb;
    int order = sl_str_cmp(a->row.article, b->row.article);
    if (order) return order;
    return a->number < b->number ? -1 : a->number > b->number;
}

static sl_str cell(const cells *record, size_t at) {
    return at < record->n ? record->v[at] : SL_STR("");
}

static sl_scored_row make_row(const cells *record, size_t article, const size_t places[SL_SCORED_CELLS],
                              sl_arena *out) {
    sl_scored_row row = {.article = article_key(cell(record, article))};
    for (size_t i = 0; i < SL_SCORED_CELLS; i++) row.cells[i] = cell(record, places[i]);
    row.name = sl_plain_make(row.cells[SL_SCORED_NAME], out);
    row.candidates = sl_candidates_make(row.cells[SL_SCORED_NAME], out);
    return row;
}

static sl_status no_column(sl_str file, const char *name, sl_error *err) {
    return sl_fail(err, SL_BAD_USAGE, file, "there is no column \"%s\"", name);
}

static sl_status find_columns(sl_scored_table table, bool is_gold, sl_str file, const cells *head,
                              size_t places[SL_SCORED_CELLS], sl_error *err) {
    for (size_t i = 0; i < SL_SCORED_CELLS; i++) {
        const column *c = &tables[table].columns[i];
        places[i] = c->name ? find(head, c->name) : SIZE_MAX;
        bool needed = c->needed == NEEDED || (is_gold && c->needed == NEEDED_IN_GOLD);
        if (needed && places[i] == SIZE_MAX) return no_column(file, c->name, err);
    }
    return SL_OK;
}

sl_status sl_scored_read(sl_scored_table table, bool is_gold, sl_str file, sl_str bytes, sl_arena *out,
                         sl_scored_rows *rows, sl_error *err) {
    *rows = (sl_scored_rows){0};
    if (sl_str_starts_with(bytes, SL_STR("\xEF\xBB\xBF"))) bytes = sl_str_cut(bytes, 3, bytes.n);
    if (sl_unicode_valid(bytes) < bytes.n) return sl_fail(err, SL_BAD_USAGE, file, "not UTF-8");
    reader r = {.bytes = bytes, .room = sl_arena_raw(out, bytes.n, 1), .out = out};
    cells head = {0}, record = {0};
    SL_ARRAY(numbered) found = {0};
    if (!next_record(&r, &head)) return SL_OK;
    size_t article = find(&head, "article"), places[SL_SCORED_CELLS];
    if (article == SIZE_MAX) return no_column(file, "article", err);
    sl_status status = find_columns(table, is_gold, file, &head, places, err);
    if (status) return status;
    while (next_record(&r, &record)) {
        numbered *n = sl_push(out, &found);
        *n = (numbered){make_row(&record, article, places, out), found.n};
    }
    if (found.n) qsort(found.v, found.n, sizeof *found.v, by_article);
    sl_scored_row *sorted = SL_NEW_ARRAY(out, sl_scored_row, found.n);
    for (size_t i = 0; i < found.n; i++) sorted[i] = found.v[i].row;
    *rows = (sl_scored_rows){sorted, found.n};
    return SL_OK;
}

static size_t first_of(const sl_scored_rows *all, sl_str article) {
    size_t low = 0, high = all->n;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (sl_str_cmp(all->v[middle].article, article) < 0) low = middle + 1;
        else high = middle;
    }
    return low;
}

sl_scored_rows sl_scored_of(const sl_scored_rows *all, sl_str article) {
    size_t from = first_of(all, article), to = from;
    while (to < all->n && sl_str_eq(all->v[to].article, article)) to++;
    return to > from ? (sl_scored_rows){all->v + from, to - from} : (sl_scored_rows){0};
}
