/* SPDX-License-Identifier: Apache-2.0
 *
 * Lists into entries of the gazetteer. A list's name is a type; several lists, and rules, may feed one type.
 */
#include "rule/compiler_p.h"

#include "base/bounds.h"
#include "rule/csvfile.h"

static sl_list *new_list(sl_compiler *c, sl_str name, sl_list_use use) {
    sl_list *list = sl_push(c->out, &c->program->lists);
    list->name = name;
    list->use = use;
    list->type = SL_NO_TYPE;
    if (use == SL_LIST_TYPE) {
        list->type = sl_compile_type(c, name);
        if (list->type == SL_NO_TYPE) list->type = sl_compile_new_type(c, name, SL_TYPE_LIST);
    }
    return list;
}

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
    sl_str folded = sl_fold(sl_str_trim(words), c->out);
    sl_status status = sl_gazetteer_add(c->gazetteer, folded, case_of(folded, needs_capital), entry);
    if (status == SL_LIMIT)
        sl_error_at(c->d, where, 0, where->text.n, 32, "\"%.*s\" has more than %d words", (int)words.n, words.p,
                    SL_MAX_ENTRY_WORDS);
    else if (status)
        sl_error_at(c->d, where, 0, where->text.n, 32, "\"%.*s\" has no letter or digit", (int)words.n, words.p);
}

static uint32_t new_entry(sl_compiler *c, sl_entry entry) {
    *sl_push(c->out, &c->program->entries) = entry;
    return (uint32_t)c->program->entries.n - 1;
}

static void words_in_place(sl_compiler *c, const sl_words *words, uint16_t list, bool is_except) {
    for (size_t i = 0; i < words->n; i++) {
        uint32_t entry = new_entry(c, (sl_entry){.list = list, .is_except = is_except, .value = words->v[i].text,
                                                 .from = SL_NO_DAY, .to = SL_NO_DAY});
        add_words(c, &words->v[i], words->v[i].text, false, entry);
    }
}

/* Columns by name; an error at the name that the file does not have. */
static bool columns(sl_compiler *c, const sl_csv_file *file, const sl_words *names, uint32_t *out) {
    bool good = true;
    for (size_t i = 0; i < names->n; i++) {
        out[i] = sl_csv_column(file, names->v[i].text);
        if (out[i] != SL_NONE) continue;
        sl_str near = sl_nearest_word(names->v[i].text, file->header.cells, file->header.n);
        sl_error_at(c->d, &names->v[i], 0, names->v[i].text.n, 33, "the list has no column \"%.*s\"%s%.*s%s",
                    (int)names->v[i].text.n, names->v[i].text.p, near.n ? "; nearest: \"" : "", (int)near.n, near.p,
                    near.n ? "\"" : "");
        good = false;
    }
    return good;
}

static sl_day day_of(sl_compiler *c, const sl_csv_row *row, uint32_t column) {
    sl_str cell = column == SL_NONE ? (sl_str){0} : row->cells[column];
    sl_day day = sl_day_parse(cell);
    if (cell.n && day == SL_NO_DAY)
        sl_error_at(c->d, &row->where, 0, row->where.text.n, 34, "\"%.*s\" is no day; a day is YYYY-MM-DD", (int)cell.n,
                    cell.p);
    return day;
}

/* "a | b | c" in a match cell: each is matched. */
static void match_cell(sl_compiler *c, const sl_csv_row *row, sl_str cell, bool needs_capital, uint32_t entry) {
    for (size_t from = 0; from <= cell.n;) {
        size_t bar = sl_str_find(cell, '|', from);
        sl_str one = sl_str_trim(sl_str_cut(cell, from, bar));
        if (one.n) add_words(c, &row->where, one, needs_capital, entry);
        from = bar + 1;
    }
}

static void row_of(sl_compiler *c, const sl_declared_list *from, const sl_csv_row *row, sl_entry entry,
                   const uint32_t *match, const uint32_t *give, const uint32_t *between) {
    entry.value = row->cells[match[0]];
    sl_str *gives = SL_NEW_ARRAY(c->out, sl_str, from->give.n);
    for (size_t i = 0; i < from->give.n; i++) gives[i] = row->cells[give[i]];
    entry.gives = gives;
    entry.from = day_of(c, row, between[0]);
    entry.to = day_of(c, row, between[1]);
    uint32_t number = new_entry(c, entry);
    for (size_t i = 0; i < from->match.n; i++) match_cell(c, row, row->cells[match[i]], from->needs_capital, number);
}

static void list_file(sl_compiler *c, const sl_declared_list *from, uint16_t list) {
    const sl_source *source = sl_compile_read(c, &from->file, from->name.source->path, from->file.text);
    if (!source) return;
    sl_csv_file file = {0};
    sl_csv_read(source, c->out, c->d, &file);
    uint32_t *match = SL_NEW_ARRAY(c->out, uint32_t, from->match.n), *give = SL_NEW_ARRAY(c->out, uint32_t, from->give.n);
    uint32_t between[2] = {SL_NONE, SL_NONE};
    sl_words days = {0};
    if (from->from.text.n) {
        *sl_push(c->out, &days) = from->from;
        *sl_push(c->out, &days) = from->to;
    }
    if (from->match.n == 0 || !columns(c, &file, &from->match, match) || !columns(c, &file, &from->give, give) ||
        !columns(c, &file, &days, between))
        return;
    sl_list *l = &c->program->lists.v[list];
    l->value = sl_symbol_of(c->program, from->match.v[0].text);
    sl_symbol *gives = SL_NEW_ARRAY(c->out, sl_symbol, from->give.n);
    for (size_t i = 0; i < from->give.n; i++) gives[i] = sl_symbol_of(c->program, from->give.v[i].text);
    l->gives = gives;
    l->n_gives = from->give.n;
    for (size_t i = 0; i < file.rows.n; i++)
        row_of(c, from, &file.rows.v[i], (sl_entry){.list = list}, match, give, between);
}

static void declared_list(sl_compiler *c, const sl_declared_list *from) {
    if (c->program->lists.n >= UINT16_MAX) return;
    uint16_t list = (uint16_t)c->program->lists.n;
    sl_list *l = new_list(c, from->name.text, SL_LIST_TYPE);
    l->value = c->program->types.v[l->type].symbol;
    if (from->file.text.n) list_file(c, from, list);
    else words_in_place(c, &from->entries, list, false);
    words_in_place(c, &from->except, list, true);
}

/* dates: dates.csv: rows of word, kind, value, case. */
static void date_words(sl_compiler *c, const sl_located *name) {
    static const char *const wanted[] = {"word", "kind", "value", "case"};
    const sl_source *source = sl_compile_read(c, name, name->source->path, name->text);
    if (!source) return;
    sl_csv_file file = {0};
    sl_csv_read(source, c->out, c->d, &file);
    uint32_t column[4];
    for (size_t i = 0; i < 4; i++) {
        column[i] = sl_csv_column(&file, sl_str_of(wanted[i]));
        if (column[i] != SL_NONE || i == 3) continue;
        sl_error_at(c->d, name, 0, name->text.n, 33, "a list of date words has the columns word, kind, value, case");
        return;
    }
    uint16_t list = (uint16_t)c->program->lists.n;
    new_list(c, name->text, SL_LIST_DATES);
    char *words = sl_arena_alloc(c->out, file.rows.n, c->dates->size);
    c->program->datewords = words;
    c->program->n_datewords = file.rows.n;
    for (size_t i = 0; i < file.rows.n; i++) {
        const sl_csv_row *row = &file.rows.v[i];
        sl_error err = {0};
        if (c->dates->read(row->cells[column[1]], row->cells[column[2]], words + i * c->dates->size, &err)) {
            sl_error_at(c->d, &row->where, 0, row->where.text.n, 35, "%s", err.message);
            continue;
        }
        uint32_t entry = new_entry(c, (sl_entry){.list = list, .value = row->cells[column[0]], .from = SL_NO_DAY,
                                                 .to = SL_NO_DAY, .dateword = (uint32_t)i});
        bool capital = column[3] != SL_NONE && sl_str_eq(row->cells[column[3]], SL_STR("capital"));
        match_cell(c, row, row->cells[column[0]], capital, entry);
    }
}

static int by_value(const void *a, const void *b) {
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return (x > y) - (x < y);
}

static const uint32_t *sorted(sl_compiler *c, const sl_str *words, size_t n_words, size_t *n) {
    uint32_t *hashes = SL_NEW_ARRAY(c->out, uint32_t, n_words);
    *n = 0;
    for (size_t i = 0; i < n_words; i++) {
        sl_tokens tokens = {0};
        sl_str folded = sl_fold(words[i], c->out);
        sl_tokens_of(folded, c->out, &tokens);
        if (tokens.n) hashes[(*n)++] = tokens.v[0].hash;
    }
    qsort(hashes, *n, sizeof *hashes, by_value);
    return hashes;
}

const uint32_t *sl_compile_hashes(sl_compiler *c, const sl_words *words, size_t *n) {
    sl_str *all = SL_NEW_ARRAY(c->out, sl_str, words->n);
    for (size_t i = 0; i < words->n; i++) all[i] = words->v[i].text;
    return sorted(c, all, words->n, n);
}

/* abbreviations: abbreviations.csv: rows of word, kind (plain or number). */
static void abbreviations(sl_compiler *c, const sl_located *name) {
    const sl_source *source = sl_compile_read(c, name, name->source->path, name->text);
    if (!source) return;
    sl_csv_file file = {0};
    sl_csv_read(source, c->out, c->d, &file);
    uint32_t word = sl_csv_column(&file, SL_STR("word")), kind = sl_csv_column(&file, SL_STR("kind"));
    if (word == SL_NONE || kind == SL_NONE) {
        sl_error_at(c->d, name, 0, name->text.n, 33, "a list of abbreviations has the columns word, kind");
        return;
    }
    sl_str *plain = SL_NEW_ARRAY(c->out, sl_str, file.rows.n), *numbered = SL_NEW_ARRAY(c->out, sl_str, file.rows.n);
    size_t n_plain = 0, n_numbered = 0;
    for (size_t i = 0; i < file.rows.n; i++) {
        const sl_str *cells = file.rows.v[i].cells;
        if (sl_str_eq(cells[kind], SL_STR("number"))) numbered[n_numbered++] = cells[word];
        else plain[n_plain++] = cells[word];
    }
    sl_abbreviations *a = &c->program->abbreviations;
    a->hashes = sorted(c, plain, n_plain, &a->n);
    a->numbered = sorted(c, numbered, n_numbered, &a->n_numbered);
}

/* language: english.csv   or   the | of | and */
static void language(sl_compiler *c) {
    const sl_words *words = &c->declared->language;
    if (words->n != 1 || !sl_str_ends_with(words->v[0].text, SL_STR(".csv"))) {
        c->program->language = sl_compile_hashes(c, words, &c->program->n_language);
        return;
    }
    const sl_source *source = sl_compile_read(c, &words->v[0], words->v[0].source->path, words->v[0].text);
    if (!source) return;
    sl_csv_file file = {0};
    sl_csv_read(source, c->out, c->d, &file);
    sl_str *all = SL_NEW_ARRAY(c->out, sl_str, file.rows.n);
    for (size_t i = 0; i < file.rows.n; i++) all[i] = file.rows.v[i].cells[0];
    c->program->language = sorted(c, all, file.rows.n, &c->program->n_language);
}

void sl_compile_lists(sl_compiler *c) {
    for (size_t i = 0; i < c->declared->lists.n; i++) declared_list(c, &c->declared->lists.v[i]);
    if (c->declared->dates.n) date_words(c, &c->declared->dates.v[0]);
    for (size_t i = 0; i < c->declared->abbreviations.n; i++) abbreviations(c, &c->declared->abbreviations.v[i]);
    language(c);
    c->program->clause = sl_compile_hashes(c, &c->declared->clause, &c->program->n_clause);
}
