/* SPDX-License-Identifier: Apache-2.0
 *
 * Lists into entries of the gazetteer. A list's name is a type; several lists, and rules, may feed one type.
 */
#include "rule/compiler_p.h"

#include "base/bounds.h"
#include "rule/csvfile.h"

/* --- what a list is ----------------------------------------------------------------------------------------------- */

static sl_list *new_list(sl_compiler *c, sl_str name, sl_list_use use) {
    sl_list *list = sl_push(c->out, &c->program->lists);
    list->name = name;
    list->use = use;
    list->type = SL_NO_TYPE;
    list->width = 1;
    if (use == SL_LIST_TYPE) {
        list->type = sl_compile_type(c, name);
        if (list->type == SL_NO_TYPE) list->type = sl_compile_new_type(c, name, SL_TYPE_LIST);
    }
    return list;
}

/* What a list gives is a cell of its own, unless its value or what it gave before is the same column. */
static uint32_t cell_of_give(const sl_declared_list *from, size_t g, const uint32_t *before, uint32_t next) {
    sl_str name = from->give.v[g].text;
    if (sl_str_eq(name, from->match.v[0].text)) return 0;
    for (size_t i = 0; i < g; i++)
        if (sl_str_eq(name, from->give.v[i].text)) return before[i];
    return next;
}

static void give_columns(sl_compiler *c, const sl_declared_list *from, sl_list *l) {
    sl_symbol *gives = SL_NEW_ARRAY(c->out, sl_symbol, from->give.n);
    uint32_t *cells = SL_NEW_ARRAY(c->out, uint32_t, from->give.n);
    for (size_t i = 0; i < from->give.n; i++) {
        gives[i] = sl_symbol_of(c->program, from->give.v[i].text);
        cells[i] = cell_of_give(from, i, cells, l->width);
        if (cells[i] == l->width) l->width++;
    }
    l->gives = gives;
    l->give_cells = cells;
    l->n_gives = from->give.n;
}

static void declare_list(sl_compiler *c, const sl_declared_list *from) {
    sl_compile_claim(c, &from->name, "a list", false);
    if (c->program->lists.n >= UINT16_MAX) return;
    sl_list *l = new_list(c, from->name.text, SL_LIST_TYPE);
    l->value = c->program->types.v[l->type].symbol;
    if (from->file.text.n == 0 || from->match.n == 0) return;
    l->value = sl_symbol_of(c->program, from->match.v[0].text);
    give_columns(c, from, l);
    if (from->from.text.n == 0) return;
    l->days = l->width;
    l->width += 2;
}

enum { WORD, KIND, VALUE, DATE_CELLS };

/* --- entries ------------------------------------------------------------------------------------------------------ */

/* An entry is matched exactly where it is all capitals (ACL), by its capitals where the list asks for it. */
static sl_case case_of(sl_str words, bool needs_capital) {
    size_t letters = 0, capitals = 0;
    for (size_t i = 0; i < words.n; i++) {
        letters += sl_is_alpha(words.p[i]);
        capitals += sl_is_upper(words.p[i]);
    }
    if (capitals >= 2 && capitals == letters) return SL_CASE_EXACT;
    return needs_capital ? SL_CASE_CAPITAL : SL_CASE_ANY;
}

static void add_words(sl_compiler *c, const sl_located *where, sl_str words, bool needs_capital, uint32_t entry) {
    sl_arena_mark mark = sl_arena_here(c->tmp);
    sl_str folded = sl_fold(sl_str_trim(words), c->tmp);
    sl_case letters = case_of(folded, needs_capital);
    sl_status status = sl_entries_words(c->entries, folded, letters);
    sl_suspect_word(c, where, folded, letters == SL_CASE_EXACT, entry);
    sl_arena_rewind(c->tmp, mark);
    if (status == SL_LIMIT)
        sl_error_at(c->d, where, 0, where->text.n, 32, "\"%.*s\" has more than %d words", sl_shown(words), words.p,
                    SL_MAX_ENTRY_WORDS);
    else if (status)
        sl_error_at(c->d, where, 0, where->text.n, 32, "\"%.*s\" has no letter or digit that could be found",
                    sl_shown(words), words.p);
}

static void words_in_place(sl_compiler *c, const sl_words *words, const sl_list *l, bool needs_capital) {
    for (size_t i = 0; i < words->n; i++) {
        uint32_t entry = sl_entries_add(c->entries, words->v[i].text);
        add_words(c, &words->v[i], words->v[i].text, needs_capital, entry);
        for (uint32_t k = 1; k < l->width; k++) {
            if (l->days && k >= l->days) sl_entries_day(c->entries, SL_NO_DAY);
            else sl_entries_cell(c->entries, (sl_str){"", 0});
        }
    }
}

/* "name, aliases": the columns that a list has. */
static sl_str header_of(sl_compiler *c, const sl_csvfile *csv) {
    sl_str all = {"", 0}, first = csv->header.n ? csv->header.cells[0] : (sl_str){"", 0};
    if (csv->header.n == 0 || (csv->header.n == 1 && first.n == 0)) return SL_STR("its first line is empty");
    for (size_t i = 0; i < csv->header.n && all.n < 200; i++) {
        sl_str name = csv->header.cells[i];
        all = sl_arena_printf(c->out, "%.*s%s%.*s", (int)all.n, all.p, i ? ", " : "its first line names ",
                              sl_shown(name), name.p);
    }
    return all;
}

/* A column by its name or, with a warning, by one that is nearly the same; SL_NONE where there is none. */
static uint32_t column_called(sl_compiler *c, const sl_csvfile *csv, const sl_located *where, sl_str name) {
    uint32_t column = sl_csvfile_column(csv, name);
    if (column != SL_NONE) return column;
    column = sl_csvfile_column_like(csv, name);
    if (column == SL_NONE) return column;
    sl_str is = csv->header.cells[column];
    sl_warning_at(c->d, where, 0, where->text.n, 14, "the column \"%.*s\" is called \"%.*s\" in the list",
                  sl_shown(name), name.p, sl_shown(is), is.p);
    return column;
}

bool sl_compile_csv_columns(sl_compiler *c, const sl_csvfile *csv, const sl_words *names, uint32_t *out) {
    bool good = true;
    for (size_t i = 0; i < names->n; i++) {
        sl_str name = names->v[i].text;
        out[i] = column_called(c, csv, &names->v[i], name);
        if (out[i] != SL_NONE) continue;
        sl_str near = sl_compile_nearest(c, name, csv->header.cells, csv->header.n);
        sl_str header = near.n ? near : header_of(c, csv);
        sl_error_at(c->d, &names->v[i], 0, name.n, 33, "the list has no column \"%.*s\"%s%.*s", sl_shown(name), name.p,
                    near.n ? "" : "; ", (int)header.n, header.p);
        good = false;
    }
    return good;
}

bool sl_compile_open(sl_compiler *c, const sl_located *name, sl_csvfile *csv) {
    sl_source *source = sl_compile_read_list(c, name);
    if (!source) return false;
    if (source->guessed && !source->is_told)
        sl_warning_at(c->d, name, 0, name->text.n, 15,
                      "the list is not UTF-8 and is read as %s; save it as UTF-8 to be sure", source->guessed);
    sl_csvfile_begin(csv, source, c->lists, source->is_told ? NULL : c->d);
    source->is_told = true;
    return true;
}

static sl_day day_of(sl_compiler *c, const sl_csvfile_row *row, uint32_t column) {
    sl_str cell = column == SL_NONE ? (sl_str){0} : row->cells[column];
    sl_day day = sl_day_parse(cell);
    if (cell.n == 0 || day != SL_NO_DAY) return day;
    sl_located where = sl_csvfile_cell(row, column);
    sl_error_at(c->d, &where, 0, where.text.n, 34, "\"%.*s\" is no day; a day is YYYY-MM-DD", sl_shown(cell), cell.p);
    return SL_NO_DAY;
}

/* "a | b | c" in a match cell: each is matched. */
static void match_cell(sl_compiler *c, const sl_csvfile_row *row, uint32_t column, bool needs_capital, uint32_t entry) {
    sl_str cell = row->cells[column];
    sl_located where = sl_csvfile_cell(row, column);
    for (size_t from = 0; from <= cell.n;) {
        size_t bar = sl_str_find(cell, '|', from);
        sl_str one = sl_str_trim(sl_str_cut(cell, from, bar));
        if (one.n) add_words(c, &where, one, needs_capital, entry);
        from = bar + 1;
    }
}

static size_t lines_of(sl_str bytes) {
    size_t lines = 1;
    for (size_t at = sl_str_find(bytes, '\n', 0); at < bytes.n; at = sl_str_find(bytes, '\n', at + 1)) lines++;
    return lines;
}

/* Room for as many entries as the lists have lines: start-up is mostly the time that fresh memory takes, and arrays
   that grow as they are filled take twice as much. */
static void reserve(sl_compiler *c) {
    size_t lines = 64, cells = 64, bytes = 4096;
    for (size_t i = 0; i < c->program->lists.n; i++) {
        bool dates = c->program->lists.v[i].use == SL_LIST_DATES;
        const sl_declared_list *list = dates ? NULL : &c->declared->lists.v[i];
        const sl_located *file = dates ? &c->declared->dates.v[0] : &list->file;
        const sl_source *source = file->text.n ? sl_compile_read_list(c, file) : NULL;
        size_t n = source ? lines_of(source->bytes) : 0;
        if (list) n += list->entries.n + list->except.n;
        lines += n;
        cells += n * c->program->lists.v[i].width;
        bytes += (source ? 2 * source->bytes.n : 0) + 8 * n; /* room that is not used costs nothing */
    }
    sl_entries_expect(c->entries, lines, cells, bytes);
}

/* A list file while it is read: which column is what. */
typedef struct {
    const sl_declared_list *from;
    const sl_list *list;
    uint32_t *match, *give, between[2];
} columns;

static void row_of(sl_compiler *c, const columns *k, const sl_csvfile_row *row) {
    uint32_t entry = sl_entries_add(c->entries, row->cells[k->match[0]]), next = 1;
    for (size_t i = 0; i < k->from->match.n; i++) match_cell(c, row, k->match[i], k->from->needs_capital, entry);
    for (size_t i = 0; i < k->from->give.n; i++) {
        if (k->list->give_cells[i] != next) continue;
        sl_entries_cell(c->entries, row->cells[k->give[i]]);
        next++;
    }
    for (size_t i = 0; k->list->days && i < 2; i++) sl_entries_day(c->entries, day_of(c, row, k->between[i]));
}

static bool columns_of(sl_compiler *c, const sl_csvfile *csv, columns *k) {
    sl_words days = {0};
    k->match = SL_NEW_ARRAY(c->out, uint32_t, k->from->match.n);
    k->give = SL_NEW_ARRAY(c->out, uint32_t, k->from->give.n);
    if (k->from->from.text.n) {
        *sl_push(c->out, &days) = k->from->from;
        *sl_push(c->out, &days) = k->from->to;
    }
    if (k->from->match.n == 0) return false; /* told by the parser */
    bool good = sl_compile_csv_columns(c, csv, &k->from->match, k->match);
    good = sl_compile_csv_columns(c, csv, &k->from->give, k->give) && good;
    return sl_compile_csv_columns(c, csv, &days, k->between) && good;
}

static void list_file(sl_compiler *c, const sl_declared_list *from, const sl_list *list) {
    sl_csvfile csv;
    sl_csvfile_row row;
    columns k = {.from = from, .list = list, .between = {SL_NONE, SL_NONE}};
    if (!sl_compile_open(c, &from->file, &csv) || !columns_of(c, &csv, &k)) return;
    while (sl_csvfile_next(&csv, &row)) row_of(c, &k, &row);
    sl_suspect_short(c, &from->file, &csv);
}

static void fill_list(sl_compiler *c, const sl_declared_list *from, const sl_list *list) {
    if (from->file.text.n) list_file(c, from, list);
    else words_in_place(c, &from->entries, list, from->needs_capital);
    sl_entries_exceptions(c->entries);
    words_in_place(c, &from->except, list, false);
}

/* A list whose columns have fixed names. `column` takes SL_NONE for one that may be missing. */
static bool open_fixed(sl_compiler *c, const sl_located *name, const char *const *wanted, size_t n, size_t needed,
                       sl_csvfile *csv, uint32_t *column) {
    if (!sl_compile_open(c, name, csv)) return false;
    for (size_t i = 0; i < n; i++) {
        column[i] = column_called(c, csv, name, sl_str_of(wanted[i]));
        if (column[i] != SL_NONE || i >= needed) continue;
        sl_str header = header_of(c, csv);
        sl_error_at(c->d, name, 0, name->text.n, 33, "the list has no column \"%s\"; %.*s", wanted[i], (int)header.n,
                    header.p);
        return false;
    }
    return true;
}

static bool is_date_word(sl_compiler *c, const sl_csvfile_row *row, const uint32_t *column, void *word) {
    sl_error err = {0};
    sl_located where = sl_csvfile_cell(row, column[VALUE]);
    if (c->dates->read(row->cells[column[KIND]], row->cells[column[VALUE]], word, &err) == SL_OK) return true;
    sl_error_at(c->d, &where, 0, where.text.n, 35, "%s", err.message);
    return false;
}

static bool needs_capital(sl_compiler *c, const sl_csvfile_row *row, uint32_t column) {
    sl_str cell = column == SL_NONE ? (sl_str){0} : row->cells[column];
    bool capital = sl_str_eq(cell, SL_STR("capital"));
    if (cell.n == 0 || capital) return capital;
    sl_located where = sl_csvfile_cell(row, column);
    sl_error_at(c->d, &where, 0, where.text.n, 35, "the column `case` is empty or `capital`, not \"%.*s\"",
                sl_shown(cell), cell.p);
    return false;
}

/* dates: dates.csv: rows of word, kind, value, case. */
static void fill_dates(sl_compiler *c, const sl_located *name) {
    static const char *const wanted[] = {"word", "kind", "value", "case"};
    uint32_t column[DATE_CELLS + 1];
    sl_csvfile csv;
    sl_csvfile_row row;
    if (!open_fixed(c, name, wanted, DATE_CELLS + 1, DATE_CELLS, &csv, column)) return;
    void *word = sl_arena_alloc(c->out, 1, c->dates->size);
    while (sl_csvfile_next(&csv, &row)) {
        if (!is_date_word(c, &row, column, word)) continue;
        uint32_t entry = sl_entries_add(c->entries, row.cells[column[WORD]]);
        match_cell(c, &row, column[WORD], needs_capital(c, &row, column[DATE_CELLS]), entry);
        sl_entries_cell(c->entries, row.cells[column[KIND]]);
        sl_entries_cell(c->entries, row.cells[column[VALUE]]);
    }
}

/* What the entries of the list of dates mean, which is no text. */
static void date_words(sl_compiler *c, size_t list) {
    sl_program *p = c->program;
    const sl_list_rows *rows = &p->entries.rows[list];
    sl_error err = {0};
    char *words = sl_arena_alloc(c->out, rows->end - rows->first, c->dates->size);
    for (uint32_t i = rows->first; i < rows->end; i++) {
        sl_str kind = sl_entries_text(&p->entries, i, DATE_CELLS, KIND);
        sl_str value = sl_entries_text(&p->entries, i, DATE_CELLS, VALUE);
        c->dates->read(kind, value, words + (i - rows->first) * c->dates->size, &err);
        if (sl_str_eq(kind, SL_STR("month"))) sl_compile_month(c, sl_entry_value(p, i), value);
    }
    p->datewords = words;
    p->n_datewords = rows->end - rows->first;
}

static int by_value(const void *a, const void *b) {
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return (x > y) - (x < y);
}

/* Hashes of the words' first tokens. */
static const uint32_t *sorted(sl_compiler *c, const sl_str *words, size_t n_words, size_t *n) {
    uint32_t *hashes = SL_NEW_ARRAY(c->out, uint32_t, n_words);
    sl_arena_mark mark = sl_arena_here(c->tmp);
    *n = 0;
    for (size_t i = 0; i < n_words; i++) {
        sl_tokens tokens = {0};
        sl_tokens_of(sl_fold(words[i], c->tmp), c->tmp, &tokens);
        if (tokens.n) hashes[(*n)++] = tokens.v[0].hash;
    }
    sl_arena_rewind(c->tmp, mark);
    qsort(hashes, *n, sizeof *hashes, by_value);
    return hashes;
}

static sl_hashes hashes_of(sl_compiler *c, const sl_str *words, size_t n) {
    sl_hashes set = {0};
    set.v = sorted(c, words, n, &set.n);
    for (size_t i = 0; i < set.n; i++) set.filter[set.v[i] % SL_HASH_FILTER / 64] |= UINT64_C(1) << (set.v[i] % 64);
    return set;
}

sl_hashes sl_compile_hashes(sl_compiler *c, const sl_words *words) {
    sl_str *all = SL_NEW_ARRAY(c->out, sl_str, words->n);
    sl_arena_mark mark = sl_arena_here(c->tmp);
    for (size_t i = 0; i < words->n; i++) {
        sl_tokens tokens = {0};
        all[i] = words->v[i].text;
        sl_tokens_of(sl_fold(all[i], c->tmp), c->tmp, &tokens);
        if (tokens.n != 1)
            sl_error_at(c->d, &words->v[i], 0, all[i].n, 32,
                        "\"%.*s\" is not one word, and only single words stand here", sl_shown(all[i]), all[i].p);
    }
    sl_arena_rewind(c->tmp, mark);
    return hashes_of(c, all, words->n);
}

typedef SL_ARRAY(sl_str) strings;

/* abbreviations: abbreviations.csv: rows of word, kind (plain or number). */
static void abbreviations(sl_compiler *c, const sl_located *name, strings *plain, strings *numbered) {
    static const char *const wanted[] = {"word", "kind"};
    uint32_t column[2];
    sl_csvfile csv;
    sl_csvfile_row row;
    if (!open_fixed(c, name, wanted, 2, 2, &csv, column)) return;
    while (sl_csvfile_next(&csv, &row)) {
        sl_str kind = row.cells[column[1]];
        bool number = sl_str_eq(kind, SL_STR("number"));
        sl_located where = sl_csvfile_cell(&row, column[1]);
        if (!number && !sl_str_eq(kind, SL_STR("plain")))
            sl_error_at(c->d, &where, 0, where.text.n, 35, "an abbreviation is `plain` or `number`, not \"%.*s\"",
                        sl_shown(kind), kind.p);
        *sl_push(c->out, number ? numbered : plain) = row.cells[column[0]];
    }
}

static void all_abbreviations(sl_compiler *c) {
    strings plain = {0}, numbered = {0};
    sl_abbreviations *a = &c->program->abbreviations;
    for (size_t i = 0; i < c->declared->abbreviations.n; i++)
        abbreviations(c, &c->declared->abbreviations.v[i], &plain, &numbered);
    a->hashes = sorted(c, plain.v, plain.n, &a->n);
    a->numbered = sorted(c, numbered.v, numbered.n, &a->n_numbered);
}

/* language: english.csv   or   the | of | and */
static void language(sl_compiler *c) {
    const sl_words *words = &c->declared->language;
    if (words->n != 1 || !sl_str_ends_with(words->v[0].text, SL_STR(".csv"))) {
        c->program->language = sl_compile_hashes(c, words);
        return;
    }
    strings all = {0};
    sl_csvfile csv;
    sl_csvfile_row row;
    if (!sl_compile_open(c, &words->v[0], &csv)) return;
    while (sl_csvfile_next(&csv, &row)) *sl_push(c->out, &all) = row.cells[0];
    c->program->language = hashes_of(c, all.v, all.n);
}

static void declare_lists(sl_compiler *c) {
    for (size_t i = 0; i < c->declared->lists.n; i++) declare_list(c, &c->declared->lists.v[i]);
    if (c->declared->dates.n && c->program->lists.n < UINT16_MAX)
        new_list(c, c->declared->dates.v[0].text, SL_LIST_DATES)->width = DATE_CELLS;
}

static void fill_lists(sl_compiler *c) {
    c->entries = sl_entries_begin(c->out, c->tmp);
    reserve(c);
    for (size_t i = 0; i < c->program->lists.n; i++) {
        const sl_list *list = &c->program->lists.v[i];
        sl_entries_list(c->entries);
        if (list->use == SL_LIST_DATES) fill_dates(c, &c->declared->dates.v[0]);
        else fill_list(c, &c->declared->lists.v[i], list);
    }
    if (sl_entries_end(c->entries, &c->program->entries))
        sl_diagnose(c->d, (sl_diagnostic){.number = 37, .file = c->sources.v[0]->path},
                    "the lists hold more than 1 GiB of words");
}

void sl_compile_lists(sl_compiler *c) {
    declare_lists(c);
    uint64_t key = sl_compile_lists_key(c);
    if (!sl_compile_recall_lists(c, key)) {
        uint32_t told = c->d->errors + c->d->warnings;
        fill_lists(c);
        if (c->d->errors + c->d->warnings == told) sl_compile_keep_lists(c, key);
    }
    size_t last = c->program->lists.n - 1;
    if (last != SIZE_MAX && c->program->lists.v[last].use == SL_LIST_DATES) date_words(c, last);
    all_abbreviations(c);
    language(c);
    c->program->clause = sl_compile_hashes(c, &c->declared->clause);
}
