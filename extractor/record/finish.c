/* SPDX-License-Identifier: Apache-2.0
 *
 * What no pattern fills: defaults, lookups, and the columns that say where a row comes from (id, article, published,
 * evidence, line, start, end, rules). Then records become rows, in text order.
 */
#include "record/record.h"

#include "base/sort.h"

/* --- defaults and lookups ----------------------------------------------------------------------------------------- */

/* By person: does a rule give him a quotation of the article? Who only may have said one does not count. NULL: no default
   of the table asks. */
static const bool *speakers_for(const sl_recorder *r, const sl_table *t) {
    bool asked = false;
    for (size_t i = 0; i < t->n_defaults; i++) asked = asked || t->defaults[i].when == SL_DEFAULT_SPEAKS;
    if (!asked) return NULL;
    bool *speaks = SL_NEW_ARRAY(r->out, bool, r->findings->people.persons.n);
    for (size_t i = 0; r->findings->speeches && i < r->article->quotations->n; i++) {
        const sl_speech *s = &r->findings->speeches[i];
        if (s->match && s->person != SL_NONE) speaks[s->person] = true;
    }
    return speaks;
}

static bool holds_by_day(const sl_recorder *r, const sl_record *record, const sl_default *d) {
    const sl_cell *cell = sl_record_cell(record, d->of);
    sl_day day = cell ? sl_day_parse(cell->value) : SL_NO_DAY;
    sl_day published = r->article->text->published;
    if (day == SL_NO_DAY || published == SL_NO_DAY) return false;
    int64_t age = (int64_t)published - day, days = d->days;
    return d->when == SL_DEFAULT_OLDER ? age > days : d->when == SL_DEFAULT_NEWER ? age <= days : -age > days;
}

/* Of a row that may mean one of several nobody knows who speaks. */
static bool holds(const sl_recorder *r, const sl_record *record, const sl_default *d, const bool *speaks) {
    if (d->when == SL_DEFAULT_ALWAYS) return false;
    if (d->when != SL_DEFAULT_SPEAKS) return holds_by_day(r, record, d);
    return !record->candidates && record->person != SL_NONE && speaks[record->person];
}

static bool replaces(const sl_default *d, const sl_cell *cell) {
    if (!cell || cell->strength != SL_CELL_ADDED) return false;
    for (size_t i = 0; i < d->n_instead_of; i++)
        if (sl_str_eq(d->instead_of[i], SL_STR("any")) || sl_str_eq(d->instead_of[i], cell->value)) return true;
    return false;
}

/* By its day an injury of long ago is over, and who is back in months is out, whatever rules have added. */
static void put_defaults(const sl_recorder *r, sl_record *record, const bool *speaks) {
    const sl_table *t = record->table;
    for (size_t i = 0; i < t->n_defaults; i++) {
        const sl_default *d = &t->defaults[i];
        bool held = holds(r, record, d, speaks);
        sl_str value = held ? d->value : d->otherwise;
        sl_cell *cell = sl_record_cell(record, d->column);
        if (held && replaces(d, cell)) *cell = (sl_cell){0};
        if (value.n) sl_record_put(record, d->column, sl_cell_of(value, (sl_span){0, 0}, SL_CELL_DEFAULT, NULL));
    }
}

static void look_up(sl_record *record, const sl_lookup *l) {
    size_t width = l->n_by + l->n_give;
    for (size_t row = 0; row < l->n_rows; row++) {
        const sl_str *cells = l->rows + row * width;
        bool same = true;
        for (size_t k = 0; k < l->n_by && same; k++) {
            const sl_cell *own = sl_record_cell(record, l->by[k]);
            same = own && sl_str_eq(own->value, cells[k]);
        }
        if (!same) continue;
        for (size_t k = 0; k < l->n_give; k++)
            if (cells[l->n_by + k].n)
                sl_record_put(record, l->give[k], sl_cell_of(cells[l->n_by + k], (sl_span){0, 0}, SL_CELL_LIST, NULL));
        return;
    }
}

/* --- where a row comes from --------------------------------------------------------------------------------------- */

static void put(const sl_recorder *r, sl_record *record, const char *column, sl_str value) {
    sl_symbol symbol = sl_symbol_known(r->article->program, sl_str_of(column));
    sl_cell *cell = symbol == SL_NO_SYMBOL ? NULL : sl_record_cell(record, symbol);
    if (cell) *cell = sl_cell_of(value, (sl_span){0, 0}, SL_CELL_PATTERN, NULL);
}

/* Each rule once, in the order of joining. */
static sl_str rule_names(const sl_recorder *r, const sl_record *record) {
    sl_str names = {"", 0};
    for (size_t i = 0; i < record->n_origins; i++) {
        sl_str name = record->origins[i]->rule->name;
        bool known = false;
        for (size_t k = 0; k < i && !known; k++) known = sl_str_eq(record->origins[k]->rule->name, name);
        if (!known)
            names =
                sl_arena_printf(r->out, "%.*s%s%.*s", (int)names.n, names.p, names.n ? "; " : "", (int)name.n, name.p);
    }
    return names;
}

/* The same on every machine, whatever the order of its bytes. */
static uint64_t hash_number(uint32_t n, uint64_t seed) {
    char bytes[4] = {(char)(n & 0xFF), (char)(n >> 8 & 0xFF), (char)(n >> 16 & 0xFF), (char)(n >> 24 & 0xFF)};
    return sl_hash((sl_str){bytes, sizeof bytes}, seed);
}

/* What is beyond 32 bits counts only where there is something. */
static uint64_t hash_offset(uint64_t n, uint64_t seed) {
    uint64_t h = hash_number((uint32_t)(n & UINT32_MAX), seed);
    return n > UINT32_MAX ? hash_number((uint32_t)(n >> 32), h) : h;
}

/* A stable name for a row: table, article, span and key columns; and which one it is of those that share all these, kept
   `apart` by other columns. */
static sl_str row_id(const sl_recorder *r, const sl_record *record, const sl_file_place *disk, uint32_t twins) {
    uint64_t h = sl_hash(record->table->head.name, 1);
    h = sl_hash(r->article->text->name, h);
    h = hash_offset(disk->from, h);
    h = hash_offset(disk->to, h);
    for (size_t i = 0; i < record->table->n_one_row_per; i++) {
        const sl_cell *c = sl_record_cell(record, record->table->one_row_per[i]);
        h = sl_hash(c ? c->value : (sl_str){0}, h);
    }
    if (twins) h = hash_number(twins, h);
    return sl_arena_printf(r->out, "%016llx", (unsigned long long)h);
}

static void put_place(const sl_recorder *r, sl_record *record, uint32_t twins) {
    const sl_text *text = r->article->text;
    sl_file_place disk = sl_text_place(text, record->evidence);
    char published[11];
    sl_day_print(text->published, published);
    put(r, record, "id", row_id(r, record, &disk, twins));
    put(r, record, "article", text->name);
    put(r, record, "published", sl_arena_copy(r->out, sl_str_of(published)));
    put(r, record, "evidence", sl_text_cut(text, record->evidence));
    put(r, record, "line", sl_arena_number(r->out, disk.line));
    put(r, record, "start", sl_arena_number(r->out, disk.from));
    put(r, record, "end", sl_arena_number(r->out, disk.to));
    put(r, record, "rules", rule_names(r, record));
}

/* --- rows --------------------------------------------------------------------------------------------------------- */

typedef struct {
    sl_record *record;
    size_t number;
} place;

static int by_place(const void *x, const void *y) {
    const place *a = x, *b = y;
    if (a->record->evidence.from != b->record->evidence.from)
        return a->record->evidence.from < b->record->evidence.from ? -1 : 1;
    if (a->record->at.from != b->record->at.from) return a->record->at.from < b->record->at.from ? -1 : 1;
    return (a->number > b->number) - (a->number < b->number);
}

static bool are_twins(const sl_record *a, const sl_record *b) {
    for (size_t i = 0; i < a->table->n_one_row_per; i++) {
        const sl_cell *x = sl_record_cell(a, a->table->one_row_per[i]),
                      *y = sl_record_cell(b, b->table->one_row_per[i]);
        if (x && y && !sl_str_eq(x->value, y->value)) return false;
    }
    return a->evidence.from == b->evidence.from && a->evidence.to == b->evidence.to;
}

/* Rows of the same sentence before it with the same key. */
static uint32_t twins_before(const place *order, size_t i) {
    uint32_t n = 0;
    for (size_t k = i; k > 0 && order[k - 1].record->evidence.from == order[i].record->evidence.from; k--)
        n += are_twins(order[k - 1].record, order[i].record);
    return n;
}

void sl_records_finish(sl_recorder *r, sl_records *records, size_t table) {
    place *order = SL_NEW_ARRAY(r->out, place, records->n);
    const bool *speaks = records->n ? speakers_for(r, records->v[0].table) : NULL;
    for (size_t i = 0; i < records->n; i++) {
        sl_record *record = &records->v[i];
        put_defaults(r, record, speaks);
        for (size_t k = 0; k < record->table->n_lookups; k++) look_up(record, &record->table->lookups[k]);
        order[i] = (place){record, i};
    }
    sl_sort(r->out, order, records->n, sizeof *order, by_place);
    for (size_t i = 0; i < records->n; i++) {
        put_place(r, order[i].record, twins_before(order, i));
        size_t n = order[i].record->table->head.n_columns;
        sl_str *cells = SL_NEW_ARRAY(r->out, sl_str, n);
        for (size_t k = 0; k < n; k++) cells[k] = order[i].record->cells[k].value;
        *sl_push(r->out, &r->tables->v[table].rows) =
            (sl_table_row){.cells = cells, .at = order[i].record->evidence, .record = order[i].record};
    }
}
