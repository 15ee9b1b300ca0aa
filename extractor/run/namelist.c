/* SPDX-License-Identifier: Apache-2.0 */
#include "run/namelist.h"

#include "base/arena.h"
#include "base/bounds.h"
#include "output/sorter.h"

/* Bytes of a context, which is a hint for the reader; names before one that are looked at for the same. */
enum { MAX_CONTEXT = 240, LOOKED_BACK = 64 };

/* Digits of numbers in lines, which sort as they count. */
enum { ARTICLE_DIGITS = 16, PLACE_DIGITS = 8, COUNT_DIGITS = 20 };

/* A name while its lines come, one after the other. */
typedef struct {
    sl_buf name, context;
    uint64_t count, articles;
    sl_buf last_article; /* its digits, so that each article counts once */
} group;

struct sl_namelist {
    sl_sorter *by_name;  /* name NUL article, place in it, context */
    sl_sorter *by_count; /* what is left to the highest count, NUL name NUL articles NUL context */
    sl_buf line;
    group group;
    uint64_t n;
};

/* --- lines: no line feed in them, and the order of what they say is theirs -------------------------------------- */

enum { MARK = 1, MARK_ITSELF = '!', LINE_FEED = '*' };

static void put_marked(sl_str s, sl_buf *out) {
    size_t from = 0;
    for (size_t i = 0; i < s.n; i++) {
        if (s.p[i] != '\n' && s.p[i] != MARK) continue;
        sl_buf_put(out, sl_str_cut(s, from, i));
        sl_buf_char(out, MARK);
        sl_buf_char(out, s.p[i] == '\n' ? LINE_FEED : MARK_ITSELF);
        from = i + 1;
    }
    sl_buf_put(out, sl_str_cut(s, from, s.n));
}

static void put_unmarked(sl_str s, sl_buf *out) {
    for (size_t i = 0; i < s.n; i++) {
        bool marked = s.p[i] == MARK && i + 1 < s.n;
        if (marked) i++;
        sl_buf_char(out, marked ? (s.p[i] == LINE_FEED ? '\n' : MARK) : s.p[i]);
    }
}

/* The first MAX_CONTEXT bytes, cut between characters and marked as cut. */
static void put_context(sl_str context, sl_buf *out) {
    size_t n = context.n;
    if (n > MAX_CONTEXT) {
        n = MAX_CONTEXT;
        while (n && ((unsigned char)context.p[n] & 0xC0) == 0x80) n--;
    }
    put_marked(sl_str_cut(context, 0, n), out);
    if (n < context.n) sl_buf_put(out, SL_STR("\xE2\x80\xA6"));
}

static bool came_before(const sl_unknown_name *names, size_t i) {
    size_t first = i < LOOKED_BACK ? 0 : i - LOOKED_BACK;
    for (size_t k = first; k < i; k++)
        if (sl_str_eq(names[k].name, names[i].name)) return true;
    return false;
}

/* The context that is told is that of the first line of a name: those behind it in an article mostly go without. */
void sl_namelist_lines(const sl_unknown_name *names, size_t n, sl_buf *out) {
    for (size_t i = 0; i < n; i++) {
        put_marked(names[i].name, out);
        sl_buf_char(out, '\0');
        if (!came_before(names, i)) put_context(names[i].context, out);
        sl_buf_char(out, '\n');
    }
}

/* --- the list ----------------------------------------------------------------------------------------------------- */

static sl_status no_memory(sl_error *err) {
    return sl_fail(err, SL_NO_MEMORY, SL_STR("names.csv"), "out of memory");
}

sl_status sl_namelist_new(sl_str place, sl_namelist **out, sl_error *err) {
    sl_namelist *names = sl_heap_alloc(1, sizeof *names);
    if (!names) return sl_fail(err, SL_NO_MEMORY, place, "out of memory");
    sl_status status = sl_sorter_new(place, SL_SORT_MEMORY, &names->by_name, err);
    if (!status) status = sl_sorter_new(place, SL_SORT_MEMORY, &names->by_count, err);
    if (status) sl_namelist_free(names);
    else *out = names;
    return status;
}

void sl_namelist_free(sl_namelist *names) {
    if (!names) return;
    sl_sorter_close(names->by_name);
    sl_sorter_close(names->by_count);
    sl_buf_release(&names->line);
    sl_buf_release(&names->group.name);
    sl_buf_release(&names->group.context);
    sl_buf_release(&names->group.last_article);
    sl_heap_free(names);
}

/* In hexadecimal. */
static void put_digits(uint64_t n, int digits, sl_buf *out) {
    for (int i = digits - 1; i >= 0; i--) sl_buf_char(out, "0123456789abcdef"[n >> 4 * i & 15]);
}

sl_status sl_namelist_add(sl_namelist *names, sl_str lines, uint64_t article, sl_error *err) {
    sl_status status = SL_OK;
    uint64_t place = 0;
    for (size_t at = 0, end; at < lines.n && !status; at = end + 1) {
        end = sl_str_find(lines, '\n', at);
        sl_str line = sl_str_cut(lines, at, end);
        size_t name = sl_str_find(line, '\0', 0) + 1;
        sl_buf_clear(&names->line);
        sl_buf_put(&names->line, sl_str_cut(line, 0, name));
        put_digits(article, ARTICLE_DIGITS, &names->line);
        put_digits(place++, PLACE_DIGITS, &names->line);
        sl_buf_put(&names->line, sl_str_cut(line, name, line.n));
        status = names->line.failed ? no_memory(err) : sl_sorter_add(names->by_name, sl_buf_str(&names->line), err);
    }
    return status;
}

uint64_t sl_namelist_count(const sl_namelist *names) {
    return names->n;
}

/* --- by name: lines are counted ----------------------------------------------------------------------------------- */

static void set(sl_buf *buf, sl_str s) {
    sl_buf_clear(buf);
    sl_buf_put(buf, s);
}

/* The name that came to its end goes to the other sorter. */
static sl_status end_group(sl_namelist *names, sl_error *err) {
    group *g = &names->group;
    if (g->count == 0) return SL_OK;
    names->n++;
    sl_buf_clear(&names->line);
    sl_buf_printf(&names->line, "%0*llu", COUNT_DIGITS, (unsigned long long)(UINT64_MAX - g->count));
    sl_buf_char(&names->line, '\0');
    sl_buf_put(&names->line, sl_buf_str(&g->name));
    sl_buf_char(&names->line, '\0');
    sl_buf_number(&names->line, g->articles);
    sl_buf_char(&names->line, '\0');
    sl_buf_put(&names->line, sl_buf_str(&g->context));
    g->count = g->articles = 0;
    if (names->line.failed || g->name.failed || g->context.failed) return no_memory(err);
    return sl_sorter_add(names->by_count, sl_buf_str(&names->line), err);
}

static sl_status count_line(sl_namelist *names, sl_str line, sl_error *err) {
    group *g = &names->group;
    size_t end = sl_str_find(line, '\0', 0), article_end = end + 1 + ARTICLE_DIGITS;
    sl_str name = sl_str_cut(line, 0, end), article = sl_str_cut(line, end + 1, article_end);
    bool same = g->count && sl_str_eq(name, sl_buf_str(&g->name));
    sl_status status = same ? SL_OK : end_group(names, err);
    if (status) return status;
    if (!same) {
        set(&g->name, name);
        set(&g->context, sl_str_cut(line, article_end + PLACE_DIGITS, line.n));
        sl_buf_clear(&g->last_article);
    }
    g->count++;
    if (!sl_str_eq(article, sl_buf_str(&g->last_article))) g->articles++;
    set(&g->last_article, article);
    return SL_OK;
}

static sl_status count_all(sl_namelist *names, sl_error *err) {
    sl_str line;
    sl_status status = sl_sorter_end(names->by_name, err);
    while (!status && !(status = sl_sorter_next(names->by_name, &line, err)) && line.p)
        status = count_line(names, line, err);
    if (!status) status = end_group(names, err);
    sl_sorter_close(names->by_name);
    names->by_name = NULL;
    return status ? status : sl_sorter_end(names->by_count, err);
}

/* --- by count: they are told -------------------------------------------------------------------------------------- */

static const sl_column columns[] = {{{"name", 4}, SL_COLUMN_TEXT},
                                    {{"count", 5}, SL_COLUMN_NUMBER},
                                    {{"articles", 8}, SL_COLUMN_NUMBER},
                                    {{"context", 7}, SL_COLUMN_TEXT}};
enum { N_COLUMNS = sizeof columns / sizeof *columns };

const sl_table_head sl_namelist_head = {.name = {"names", 5}, .columns = columns, .n_columns = N_COLUMNS};

static sl_str cut_cell(sl_str *line) {
    size_t end = sl_str_find(*line, '\0', 0);
    sl_str cell = sl_str_cut(*line, 0, end);
    *line = sl_str_cut(*line, end + 1, line->n);
    return cell;
}

static sl_status tell(sl_namelist *names, sl_str line, sl_namelist_use *use, void *context, sl_error *err) {
    group *g = &names->group;
    uint64_t left = 0;
    char count[24];
    sl_str digits = cut_cell(&line);
    for (size_t i = 0; i < digits.n; i++) left = left * 10 + (uint64_t)(digits.p[i] - '0');
    snprintf(count, sizeof count, "%llu", (unsigned long long)(UINT64_MAX - left));
    sl_buf_clear(&g->name);
    sl_buf_clear(&g->context);
    put_unmarked(cut_cell(&line), &g->name);
    sl_str articles = cut_cell(&line);
    put_unmarked(line, &g->context);
    if (g->name.failed || g->context.failed) return no_memory(err);
    const sl_str cells[N_COLUMNS] = {sl_buf_str(&g->name), sl_str_of(count), articles, sl_buf_str(&g->context)};
    sl_table_row row = {.cells = cells};
    return use(context, &(sl_table_rows){.head = &sl_namelist_head, .rows = {.v = &row, .n = 1}}, err);
}

sl_status sl_namelist_tell(sl_namelist *names, sl_namelist_use *use, void *context, sl_error *err) {
    sl_str line;
    sl_status status = count_all(names, err);
    while (!status && !(status = sl_sorter_next(names->by_count, &line, err)) && line.p)
        status = tell(names, line, use, context, err);
    return status;
}
