/* SPDX-License-Identifier: Apache-2.0 */
#include <limits.h>
#include <sys/stat.h>

#include "run/scores.h"

#include "base/bounds.h"
#include "run/twister.h"
#include "source/load.h"
#include "source/walk.h"
#include "text/decode.h"

static const struct {
    const char *name;
    bool is_accuracy;
} names[SL_MEASURES] = {
    [SL_MEASURE_PLAYERS] = {"players", false},   [SL_MEASURE_FULLNAMES] = {"fullnames", true},
    [SL_MEASURE_ROWS] = {"rows", false},         [SL_MEASURE_PATHOLOGY] = {"pathology", false},
    [SL_MEASURE_SIDE] = {"side", false},         [SL_MEASURE_STATUS] = {"status", true},
    [SL_MEASURE_INJURED] = {"injured", false},   [SL_MEASURE_RETURNS] = {"returns", false},
    [SL_MEASURE_QUOTES] = {"quotes", false},     [SL_MEASURE_SPEAKERS] = {"speakers", false},
    [SL_MEASURE_MANAGERS] = {"managers", false},
};

/* ---- figures ---- */

sl_measure sl_measure_of(const sl_scored_count *c) {
    double p = c->found ? c->right / (double)c->found : (double)(c->gold == 0);
    double r = c->gold ? c->right / (double)c->gold : 1;
    return (sl_measure){.precision = p, .recall = r, .f1 = p + r > 0 ? 2 * p * r / (p + r) : 0, .gold = c->gold};
}

static void add(sl_scored_count *sum, const sl_scored_count *count) {
    sum->right += count->right;
    sum->found += count->found;
    sum->gold += count->gold;
}

static int by_value(const void *va, const void *vb) {
    const double *a = va, *b = vb;
    return (*a > *b) - (*a < *b);
}

enum { DRAWS = 500, SEED = 1, LOW = 25, HIGH = 474 };

void sl_score_intervals(const sl_scored_count *counts, size_t n, sl_arena *tmp, sl_measure measures[SL_MEASURES]) {
    double *f1[SL_MEASURES];
    for (size_t m = 0; m < SL_MEASURES; m++) f1[m] = SL_NEW_ARRAY(tmp, double, DRAWS);
    sl_twister random;
    sl_twister_seed(&random, SEED);
    for (size_t draw = 0; draw < DRAWS; draw++) {
        sl_scored_count sums[SL_MEASURES] = {0};
        for (size_t i = 0; i < n; i++) {
            const sl_scored_count *drawn = counts + (size_t)sl_twister_below(&random, (uint32_t)n) * SL_MEASURES;
            for (size_t m = 0; m < SL_MEASURES; m++) add(&sums[m], &drawn[m]);
        }
        for (size_t m = 0; m < SL_MEASURES; m++) f1[m][draw] = sl_measure_of(&sums[m]).f1;
    }
    for (size_t m = 0; m < SL_MEASURES; m++) {
        qsort(f1[m], DRAWS, sizeof *f1[m], by_value);
        measures[m].low = f1[m][LOW];
        measures[m].high = f1[m][HIGH];
    }
}

/* ---- files ---- */

typedef struct {
    sl_scored_rows gold[SL_SCORED_TABLES], found[SL_SCORED_TABLES];
    SL_ARRAY(sl_scored_count) counts; /* SL_MEASURES for each article */
    sl_buf bytes;                     /* of the file at hand */
    sl_arena article, tmp;            /* of the article at hand */
    sl_walk *walk;
    sl_arena *out;
    sl_score *score;
} scorer;

static sl_status read_table(scorer *s, const char *folder, sl_scored_table table, bool is_gold, sl_error *err) {
    sl_str path = sl_arena_printf(s->out, "%s/%s", folder, sl_scored_file(table));
    struct stat st;
    if (stat(path.p, &st) != 0) {
        *sl_push(s->out, &s->score->missing) = sl_scored_file(table);
        return SL_OK;
    }
    sl_status status = sl_load(path.p, SL_MAX_LIST_FILE, &s->bytes, err);
    if (status) return status;
    sl_scored_rows *rows = is_gold ? &s->gold[table] : &s->found[table];
    return sl_scored_read(table, is_gold, path, sl_arena_copy(s->out, sl_buf_str(&s->bytes)), s->out, rows, err);
}

static sl_status read_tables(scorer *s, const char *gold, const char *found, sl_error *err) {
    sl_status status = SL_OK;
    for (sl_scored_table t = 0; t < SL_SCORED_TABLES && !status; t++) status = read_table(s, gold, t, true, err);
    for (sl_scored_table t = 0; t < SL_SCORED_TABLES && !status; t++) status = read_table(s, found, t, false, err);
    return status;
}

/* "articles/a.b.txt": a.b */
static sl_str article_id(sl_str name) {
    size_t from = name.n, to = name.n;
    while (from && name.p[from - 1] != '/') from--;
    for (size_t i = from + 1; i < name.n; i++)
        if (name.p[i] == '.') to = i;
    return sl_str_cut(name, from, to);
}

static sl_status count_article(scorer *s, const sl_walk_entry *entry, sl_error *err) {
    if (entry->failed) {
        if (err) *err = entry->error;
        return entry->error.status;
    }
    sl_status status = sl_load(entry->path, SL_MAX_ARTICLE_EVER, &s->bytes, err);
    sl_decoded decoded;
    if (!status) status = sl_decode(entry->name, sl_buf_str(&s->bytes), &s->article, &s->tmp, &decoded, err);
    if (status) return status;
    sl_str id = sl_arena_copy(s->out, article_id(entry->name));
    sl_scored_rows gold[SL_SCORED_TABLES], found[SL_SCORED_TABLES];
    for (sl_scored_table t = 0; t < SL_SCORED_TABLES; t++) {
        gold[t] = sl_scored_of(&s->gold[t], id);
        found[t] = sl_scored_of(&s->found[t], id);
    }
    sl_plain text = sl_plain_make(decoded.text, &s->tmp);
    sl_scored_count counts[SL_MEASURES] = {0};
    sl_count_injuries(&gold[SL_SCORED_INJURIES], &found[SL_SCORED_INJURIES], &s->tmp, counts);
    sl_count_quotes(&gold[SL_SCORED_QUOTES], &found[SL_SCORED_QUOTES], &text, &s->tmp, counts);
    for (size_t m = 0; m < SL_MEASURES; m++) *sl_push(s->out, &s->counts) = counts[m];
    const sl_scored_count *rows = &counts[SL_MEASURE_ROWS];
    *sl_push(s->out, &s->score->articles) = (sl_scored_article){id, rows->gold, rows->found, rows->right};
    return SL_OK;
}

static bool is_folder(const char *path) {
    struct stat st;
    return stat(path, &st) == 0 && S_ISDIR(st.st_mode);
}

static sl_status count_articles(scorer *s, const char *gold, sl_error *err) {
    const char *folder = sl_arena_printf(s->out, "%s/articles", gold).p;
    if (!is_folder(folder)) folder = sl_arena_printf(s->out, "%s/../articles", gold).p;
    if (!is_folder(folder)) return sl_fail(err, SL_BAD_USAGE, sl_str_of(gold), "there is no folder \"articles\"");
    s->walk = sl_walk_open(&folder, 1, &(sl_walk_options){.follow = true}, err);
    if (!s->walk) return err->status;
    sl_walk_entry entry;
    sl_status status = SL_OK;
    while (status == SL_OK && sl_walk_next(s->walk, &entry)) {
        sl_arena_clear(&s->article);
        sl_arena_clear(&s->tmp);
        status = count_article(s, &entry, err);
    }
    if (status || s->score->articles.n) return status;
    return sl_fail(err, SL_BAD_USAGE, sl_str_of(folder), "there are no articles");
}

/* ---- the whole ---- */

static int worst_first(const void *va, const void *vb) {
    const sl_scored_article *a = va, *b = vb;
    double x = (double)(a->gold + a->found) - 2 * a->right, y = (double)(b->gold + b->found) - 2 * b->right;
    if (x != y) return x > y ? -1 : 1;
    if (a->gold != b->gold) return a->gold > b->gold ? -1 : 1;
    if (a->found != b->found) return a->found > b->found ? -1 : 1;
    return sl_str_cmp(b->article, a->article);
}

static void measure(scorer *s) {
    size_t n = s->score->articles.n;
    for (size_t m = 0; m < SL_MEASURES; m++) {
        sl_scored_count sum = {0};
        for (size_t i = 0; i < n; i++) add(&sum, &s->counts.v[i * SL_MEASURES + m]);
        s->score->measures[m] = sl_measure_of(&sum);
        s->score->measures[m].name = names[m].name;
        s->score->measures[m].is_accuracy = names[m].is_accuracy;
    }
    sl_score_intervals(s->counts.v, n, s->out, s->score->measures);
    qsort(s->score->articles.v, n, sizeof *s->score->articles.v, worst_first);
}

static sl_status make(scorer *s, const char *gold, const char *found, sl_error *err) {
    if (!is_folder(gold)) return sl_fail(err, SL_BAD_USAGE, sl_str_of(gold), "no such folder");
    if (!is_folder(found)) return sl_fail(err, SL_BAD_USAGE, sl_str_of(found), "no such folder");
    sl_status status = read_tables(s, gold, found, err);
    if (!status) status = count_articles(s, gold, err);
    if (!status) measure(s);
    return status;
}

sl_status sl_score_make(const char *gold, const char *found, sl_arena *out, sl_score *score, sl_error *err) {
    jmp_buf no_memory, *before = out->recover;
    sl_status status;
    scorer *s = sl_heap_alloc(1, sizeof *s);
    if (!s) return sl_fail(err, SL_NO_MEMORY, sl_str_of(gold), "out of memory");
    *score = (sl_score){0};
    s->out = out;
    s->score = score;
    sl_arena_init(&s->article, 0, &no_memory);
    sl_arena_init(&s->tmp, 0, &no_memory);
    out->recover = &no_memory;
    if (setjmp(no_memory)) status = sl_fail(err, SL_NO_MEMORY, sl_str_of(gold), "out of memory");
    else status = make(s, gold, found, err);
    out->recover = before;
    sl_arena_release(&s->article);
    sl_arena_release(&s->tmp);
    sl_buf_release(&s->bytes);
    if (s->walk) sl_walk_close(s->walk);
    sl_heap_free(s);
    return status;
}

/* ---- the sealed folder ---- */

static bool ends_in_sealed(const char *path) {
    sl_str s = sl_str_of(path), name = SL_STR("sealed");
    for (;;) {
        if (s.n > 1 && s.p[s.n - 1] == '/') s.n--;
        else if (s.n > 1 && sl_str_ends_with(s, SL_STR("/."))) s.n -= 2;
        else break;
    }
    return sl_str_eq(s, name) || sl_str_ends_with(s, SL_STR("/sealed"));
}

bool sl_score_is_sealed(const char *folder) {
    char real[PATH_MAX];
    return ends_in_sealed(folder) || (realpath(folder, real) && ends_in_sealed(real));
}
