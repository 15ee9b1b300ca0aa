/* SPDX-License-Identifier: Apache-2.0 */
#include "run/scorecount.h"

#include "base/day.h"

/* ---- athletes ---- */

typedef SL_ARRAY(const sl_scored_row *) athletes;

/* The first row of each athlete. */
static athletes distinct(const sl_scored_rows *rows, sl_arena *tmp) {
    athletes all = {0};
    for (size_t i = 0; i < rows->n; i++) {
        const sl_scored_row *r = &rows->v[i];
        bool known = false;
        for (size_t k = 0; k < all.n && !known; k++)
            known = sl_plain_eq(&r->name, &all.v[k]->name) || sl_candidates_name(&all.v[k]->candidates, &r->name) == 1;
        if (!known) *sl_push(tmp, &all) = r;
    }
    return all;
}

static void count_athletes(const athletes *gold, const athletes *found, sl_arena *tmp, sl_scored_count *players,
                           sl_scored_count *full) {
    bool *used = SL_NEW_ARRAY(tmp, bool, found->n);
    *players = (sl_scored_count){0, found->n, gold->n};
    *full = (sl_scored_count){0};
    for (size_t i = 0; i < gold->n; i++) {
        size_t best = 0;
        double most = 0;
        for (size_t k = 0; k < found->n; k++) {
            double right = used[k] ? 0 : sl_candidates_name(&found->v[k]->candidates, &gold->v[i]->name);
            if (right <= most) continue;
            most = right;
            best = k;
        }
        if (most <= 0) continue;
        used[best] = true;
        players->right += most;
        full->found++;
        full->gold++;
        if (sl_plain_eq(&gold->v[i]->name, &found->v[best]->name)) full->right++;
    }
}

/* ---- rows ---- */

typedef struct {
    const sl_scored_row *gold, *found;
} pair;

typedef SL_ARRAY(pair) pairs;

static bool same_cell(const sl_scored_row *a, const sl_scored_row *b, size_t cell, sl_arena *tmp) {
    sl_plain x = sl_plain_make(a->cells[cell], tmp), y = sl_plain_make(b->cells[cell], tmp);
    return sl_plain_eq(&x, &y);
}

/* Gold rows look for a partner one after the other, those that the same area gives before all others. */
static pairs pair_rows(const sl_scored_rows *gold, const sl_scored_rows *found, sl_arena *tmp, double *right) {
    pairs all = {0};
    bool *gold_used = SL_NEW_ARRAY(tmp, bool, gold->n), *found_used = SL_NEW_ARRAY(tmp, bool, found->n);
    *right = 0;
    for (int any_area = 0; any_area <= 1; any_area++)
        for (size_t i = 0; i < gold->n; i++)
            for (size_t k = 0; k < found->n && !gold_used[i]; k++) {
                const sl_scored_row *g = &gold->v[i], *f = &found->v[k];
                double name = found_used[k] ? 0 : sl_candidates_name(&f->candidates, &g->name);
                if (name <= 0 || (!any_area && !same_cell(g, f, SL_SCORED_AREA, tmp))) continue;
                gold_used[i] = found_used[k] = true;
                *sl_push(tmp, &all) = (pair){g, f};
                if (!any_area) *right += name;
            }
    return all;
}

/* ---- cells of pairs ---- */

static bool says_something(const sl_scored_row *r, size_t cell, sl_arena *tmp) {
    sl_plain value = sl_plain_make(r->cells[cell], tmp);
    return value.n && !sl_str_eq(value.all, SL_STR("unspecified"));
}

static uint64_t count_saying(const sl_scored_rows *rows, size_t cell, sl_arena *tmp) {
    uint64_t n = 0;
    for (size_t i = 0; i < rows->n; i++) n += says_something(&rows->v[i], cell, tmp);
    return n;
}

static sl_scored_count count_values(const pairs *all, const sl_scored_rows *gold, const sl_scored_rows *found,
                                    size_t cell, sl_arena *tmp) {
    sl_scored_count count = {0, count_saying(found, cell, tmp), count_saying(gold, cell, tmp)};
    for (size_t i = 0; i < all->n; i++) {
        const pair *p = &all->v[i];
        if (says_something(p->gold, cell, tmp) && same_cell(p->gold, p->found, cell, tmp)) count.right++;
    }
    return count;
}

static sl_scored_count count_status(const pairs *all, sl_arena *tmp) {
    sl_scored_count count = {0, all->n, all->n};
    for (size_t i = 0; i < all->n; i++)
        if (same_cell(all->v[i].gold, all->v[i].found, SL_SCORED_STATUS, tmp)) count.right++;
    return count;
}

/* ---- dates ---- */

enum { DAYS_OFF = 3 };

static bool is_near(sl_str a, sl_str b) {
    if (a.n == 0 || b.n == 0) return a.n == b.n;
    sl_day x = sl_day_parse(a), y = sl_day_parse(b);
    if (x == SL_NO_DAY || y == SL_NO_DAY) return false;
    return x > y ? x - y <= DAYS_OFF : y - x <= DAYS_OFF;
}

static bool has_dates(const sl_scored_row *r, size_t from) {
    return r->cells[from].n || r->cells[from + 1].n;
}

static uint64_t count_dated(const sl_scored_rows *rows, size_t from) {
    uint64_t n = 0;
    for (size_t i = 0; i < rows->n; i++) n += has_dates(&rows->v[i], from);
    return n;
}

/* The cell `from`, and the one behind it. */
static sl_scored_count count_dates(const pairs *all, const sl_scored_rows *gold, const sl_scored_rows *found,
                                   size_t from) {
    sl_scored_count count = {0, count_dated(found, from), count_dated(gold, from)};
    for (size_t i = 0; i < all->n; i++) {
        const sl_str *g = all->v[i].gold->cells, *f = all->v[i].found->cells;
        if (has_dates(all->v[i].gold, from) && is_near(g[from], f[from]) && is_near(g[from + 1], f[from + 1]))
            count.right++;
    }
    return count;
}

void sl_count_injuries(const sl_scored_rows *gold, const sl_scored_rows *found, sl_arena *tmp,
                       sl_scored_count counts[SL_MEASURES]) {
    athletes gold_athletes = distinct(gold, tmp), found_athletes = distinct(found, tmp);
    count_athletes(&gold_athletes, &found_athletes, tmp, &counts[SL_MEASURE_PLAYERS], &counts[SL_MEASURE_FULLNAMES]);
    counts[SL_MEASURE_ROWS] = (sl_scored_count){0, found->n, gold->n};
    pairs all = pair_rows(gold, found, tmp, &counts[SL_MEASURE_ROWS].right);
    counts[SL_MEASURE_PATHOLOGY] = count_values(&all, gold, found, SL_SCORED_PATHOLOGY, tmp);
    counts[SL_MEASURE_SIDE] = count_values(&all, gold, found, SL_SCORED_SIDE, tmp);
    counts[SL_MEASURE_STATUS] = count_status(&all, tmp);
    counts[SL_MEASURE_INJURED] = count_dates(&all, gold, found, SL_SCORED_INJURED_FROM);
    counts[SL_MEASURE_RETURNS] = count_dates(&all, gold, found, SL_SCORED_RETURN_FROM);
}

/* ---- quotations ---- */

/* By word of the text: the row whose quotation it stands in; NULL: none. */
typedef struct {
    const sl_scored_row **rows;
    uint64_t lost; /* words of quotations that the text does not have */
} layout;

/* The place where the words of `quote` stand, the first of them in no quotation yet; text->n if there is none. */
static size_t place_of(const sl_plain *quote, const sl_plain *text, const layout *l) {
    const char *end = text->all.p + text->all.n;
    for (size_t i = 0; i + quote->n <= text->n; i++) {
        const char *at = text->words[i].p;
        size_t left = (size_t)(end - at);
        if (l->rows[i] || left < quote->all.n || memcmp(at, quote->all.p, quote->all.n) != 0) continue;
        if (left == quote->all.n || at[quote->all.n] == ' ') return i;
    }
    return text->n;
}

static layout lay(const sl_scored_rows *rows, const sl_plain *text, sl_arena *tmp) {
    layout l = {.rows = SL_NEW_ARRAY(tmp, const sl_scored_row *, text->n)};
    for (size_t i = 0; i < rows->n; i++) {
        sl_plain quote = sl_plain_make(rows->v[i].cells[SL_SCORED_QUOTE], tmp);
        if (quote.n == 0) continue;
        size_t at = place_of(&quote, text, &l);
        if (at == text->n) l.lost += quote.n;
        for (size_t k = at; k < text->n && k < at + quote.n; k++) l.rows[k] = &rows->v[i];
    }
    return l;
}

static bool is_manager(const sl_scored_row *r) {
    return r && sl_str_eq(r->cells[SL_SCORED_ROLE], SL_STR("manager"));
}

void sl_count_quotes(const sl_scored_rows *gold, const sl_scored_rows *found, const sl_plain *text, sl_arena *tmp,
                     sl_scored_count counts[SL_MEASURES]) {
    sl_scored_count quotes = {0}, speakers = {0}, managers = {0};
    layout g = lay(gold, text, tmp), f = lay(found, text, tmp);
    for (size_t i = 0; i < text->n; i++) {
        const sl_scored_row *a = g.rows[i], *b = f.rows[i];
        quotes.gold += a != NULL;
        quotes.found += b != NULL;
        managers.gold += is_manager(a);
        managers.found += is_manager(b);
        if (!a || !b) continue;
        double speaker = sl_candidates_name(&b->candidates, &a->name);
        quotes.right++;
        speakers.right += speaker;
        if (is_manager(a) && is_manager(b)) managers.right += speaker;
    }
    quotes.found += f.lost;
    speakers.gold = quotes.gold;
    speakers.found = quotes.found;
    counts[SL_MEASURE_QUOTES] = quotes;
    counts[SL_MEASURE_SPEAKERS] = speakers;
    counts[SL_MEASURE_MANAGERS] = managers;
}
