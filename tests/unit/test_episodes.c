/* SPDX-License-Identifier: Apache-2.0
 *
 * Rows of articles become rows of episodes.csv: which belong together, what is told of them, and the bounds.
 */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "engine.h"
#include "record/episodes.h"
#include "run/episodelist.h"

/* Gardeners and their plants: what is given as text is the row. */
#define RULES(episode)                                                                                                 \
    "sideline: 1\n"                                                                                                    \
    "dates: dates.csv\n"                                                                                               \
    "list who: = Ann | Bob\n"                                                                                          \
    "list plant: = rose | oak | tree | elm\n"                                                                          \
    "table ills: who, plant, spot, state, seen_from, seen_to, seen_text, rules\n"                                      \
    "  needs: who\n"                                                                                                   \
    "  one row per: who, plant\n"                                                                                      \
    "  apart: spot, seen\n"                                                                                            \
    "  joins: tree with oak | elm\n"                                                                                   \
    "  dates: seen past\n"                                                                                             \
    "  default: state = ill\n"                                                                                         \
    "  episode: " episode "\n"                                                                                         \
    "rule has -> ills\n"                                                                                               \
    "  match: {who} {plant}(?: (?<spot>top|root))?(?: is (?<state>\\w+))?(?: in {date as seen})?\\.\n"

#define SAME "same who, plant within 10 days; shows spot; follows state, seen; ends with state = well"

typedef struct {
    const char *name, *text; /* the first of no name ends them */
} article;

typedef struct {
    sl_arena *out;
    sl_str rows;
    uint64_t n;
} shown;

/* "who plant…": all cells but the first, blanks between them, ; between rows. */
static sl_status show(void *context, const sl_table_rows *rows, sl_error *err) {
    (void)err;
    shown *s = context;
    for (size_t i = 1; i < rows->head->n_columns; i++) {
        sl_str cell = rows->rows.v[0].cells[i];
        s->rows = sl_arena_printf(s->out, "%.*s%s%.*s", (int)s->rows.n, s->rows.p,
                                  i > 1       ? ","
                                  : s->rows.n ? ";\n"
                                              : "",
                                  (int)cell.n, cell.n ? cell.p : "");
    }
    s->n++;
    return SL_OK;
}

static void begin(engine *e, const char *rules) {
    static engine_file files[] = {
        {"test.rules", NULL}, {"dates.csv", "word,kind,value\nmarch,month,3\nmay,month,5\nin,preposition,in\n"}, {0}};
    files[0].text = rules;
    engine_begin(e, files);
}

static sl_episodelist *new_list(const engine *e) {
    sl_episodelist *list;
    assert_int_equal(sl_episodelist_new(e->program, SL_STR("/tmp/episodes.csv"), &list, NULL), SL_OK);
    return list;
}

static void add(engine *e, sl_episodelist *list, const char *name, const char *text) {
    sl_buf lines = {0};
    engine_run(e, text);
    sl_episode_lines(e->program, &e->result.tables.v[sl_episodes_table(e->program)], sl_str_of(name),
                     e->result.report.published, &lines);
    assert_int_equal(sl_episodelist_add(list, sl_buf_str(&lines), NULL), SL_OK);
    sl_buf_release(&lines);
}

static void check(const char *rules, const article *articles, const char *wanted) {
    engine e;
    begin(&e, rules);
    size_t n = 0;
    while (articles[n].name) n++;
    for (int backwards = 0; backwards < 2; backwards++) { /* in whatever order they come */
        sl_episodelist *list = new_list(&e);
        for (size_t i = 0; i < n; i++) {
            const article *a = &articles[backwards ? n - 1 - i : i];
            add(&e, list, a->name, a->text);
        }
        shown s = {&e.words, {"", 0}, 0};
        assert_int_equal(sl_episodelist_write(list, show, &s, NULL), SL_OK);
        assert_string_equal(s.rows.p, wanted);
        assert_int_equal(sl_episodelist_cut(list), 0);
        sl_episodelist_free(list);
    }
    engine_end(&e);
}
#define CHECK(rules, wanted, ...)                                                                                      \
    do {                                                                                                               \
        static const article articles[] = {__VA_ARGS__, {0}};                                                          \
        check(rules, articles, wanted);                                                                                \
    } while (0)

static void what_belongs_together(void **state) {
    (void)state;
    CHECK(RULES(SAME), "Ann,rose,,2024-03-01,2024-03-11,2,ill,,,a | b;\nAnn,rose,,2024-03-22,2024-03-22,1,ill,,,c",
          {"a", "date 2024-03-01 Ann rose."}, {"b", "date 2024-03-11 Ann rose."}, {"c", "date 2024-03-22 Ann rose."});
    CHECK(RULES(SAME), "Ann,oak,,2024-03-01,2024-03-01,1,ill,,,a;\nBob,rose,,2024-03-01,2024-03-02,2,ill,,,a | b",
          {"a", "date 2024-03-01 Ann oak. Bob rose."}, {"b", "date 2024-03-02 Bob rose."}, {"undated", "Ann oak."});
    CHECK(RULES("same who within 10 days"), "Ann,2024-03-01,2024-03-02,2,,a | b", {"a", "date 2024-03-01 Ann oak."},
          {"b", "date 2024-03-02 Ann rose."});
}

/* A vague value goes to the exact one, and is replaced by it. */
static void vague_values(void **state) {
    (void)state;
    CHECK(RULES(SAME), "Ann,oak,,2024-03-01,2024-03-03,3,ill,,,a | b | c", {"a", "date 2024-03-01 Ann tree."},
          {"b", "date 2024-03-02 Ann oak."}, {"c", "date 2024-03-03 Ann tree."});
    /* of two it fits the one seen last; the exact one goes before it */
    CHECK(RULES(SAME), "Ann,oak,,2024-03-01,2024-03-01,1,ill,,,a;\nAnn,elm,,2024-03-02,2024-03-03,2,ill,,,b | c",
          {"a", "date 2024-03-01 Ann oak."}, {"b", "date 2024-03-02 Ann elm."}, {"c", "date 2024-03-03 Ann tree."});
    CHECK(RULES(SAME), "Ann,elm,,2024-03-02,2024-03-02,1,ill,,,b;\nAnn,oak,,2024-03-01,2024-03-03,2,ill,,,a | c",
          {"a", "date 2024-03-01 Ann oak."}, {"b", "date 2024-03-02 Ann elm."}, {"c", "date 2024-03-03 Ann oak."});
}

static void what_changed(void **state) {
    (void)state;
    CHECK(RULES(SAME), "Ann,oak,,2024-03-01,2024-03-05,5,ill > bad > well,,,a | b | c | d | e",
          {"a", "date 2024-03-01 Ann oak."}, {"b", "date 2024-03-02 Ann oak is bad."},
          {"c", "date 2024-03-03 Ann oak."}, {"d", "date 2024-03-04 Ann oak is well."},
          {"e", "date 2024-03-05 Ann oak."});
    CHECK(RULES(SAME), "Ann,oak,top,2024-05-01,2024-05-02,2,ill,2024-03-01/2024-03-31,,a | b",
          {"a", "date 2024-05-01 Ann oak top in March."}, {"b", "date 2024-05-02 Ann oak in March."});
}

static void what_contradicts(void **state) {
    (void)state;
    CHECK(RULES(SAME), "Ann,oak,root,2024-03-01,2024-03-02,2,ill,,spot: top > root,a | b",
          {"a", "date 2024-03-01 Ann oak top."}, {"b", "date 2024-03-02 Ann oak root."});
    CHECK(RULES(SAME), "Ann,oak,,2024-03-01,2024-03-03,3,well > bad > sick,,state: well > bad,a | b | c",
          {"a", "date 2024-03-01 Ann oak is well."}, {"b", "date 2024-03-02 Ann oak is bad."},
          {"c", "date 2024-03-03 Ann oak is sick."});
    CHECK(RULES(SAME),
          "Ann,oak,,2024-06-01,2024-06-02,2,ill,2024-03-01/2024-03-31 > 2024-05-01/2024-05-31,seen: "
          "2024-03-01/2024-03-31 > 2024-05-01/2024-05-31,a | b",
          {"a", "date 2024-06-01 Ann oak in March."}, {"b", "date 2024-06-02 Ann oak in May."});
    /* two rows of one article are two things; each then finds its own */
    CHECK(RULES(SAME),
          "Ann,oak,top,2024-03-01,2024-03-02,2,ill > well,,,a | b;\nAnn,oak,root,2024-03-01,2024-03-03,2,ill > bad,,,a "
          "| c",
          {"a", "date 2024-03-01 Ann oak top. Ann oak root."}, {"b", "date 2024-03-02 Ann oak top is well."},
          {"c", "date 2024-03-03 Ann oak root is bad."});
}

static void odd_names(void **state) {
    (void)state;
    CHECK(RULES(SAME), "Ann,oak,,2024-03-01,2024-03-01,2,ill,,,a\\tb | a\tb\\c\nd\r\\t",
          {"a\tb\\c\nd\r\\t", "date 2024-03-01 Ann oak."}, {"a\\tb", "date 2024-03-01 Ann oak."});
}

static void bounds(void **state) {
    (void)state;
    engine e;
    begin(&e, RULES("same who, plant within 1000 days; follows state"));
    sl_episodelist *list = new_list(&e);
    for (int i = 0; i < 120; i++) {
        char name[16], text[64];
        snprintf(name, sizeof name, "%03d", i);
        snprintf(text, sizeof text, "date 2024-%02d-%02d Ann oak is s%d.", 1 + i / 28, 1 + i % 28, i);
        add(&e, list, name, text);
    }
    shown s = {&e.words, {"", 0}, 0};
    assert_int_equal(sl_episodelist_write(list, show, &s, NULL), SL_OK);
    assert_int_equal(s.n, 1);
    assert_non_null(strstr(s.rows.p, ",120,s0 > s1 > "));
    assert_non_null(strstr(s.rows.p, " > s49 …,,000 | 001"));
    assert_true(sl_str_ends_with(s.rows, SL_STR(" | 099 | …")));
    assert_int_equal(sl_episodelist_cut(list), 20 + 70);
    sl_episodelist_free(list);
    engine_end(&e);
}

/* 1,500 plants of one gardener at a time: those seen least lately end early. And no more is kept than they need. */
static void many_at_a_time(void **state) {
    (void)state;
    static char line[200];
    engine e;
    begin(&e, RULES("same who, plant within 1000 days"));
    sl_episodelist *list = new_list(&e);
    for (int i = 0; i < 1500; i++) {
        int n = snprintf(line, sizeof line, "Ann\t2024-%02d-01\tn%d\t000000\tplant %d\t\t\t!\n", 1 + i % 12, i, i);
        assert_int_equal(sl_episodelist_add(list, (sl_str){line, (size_t)n}, NULL), SL_OK);
    }
    shown s = {&e.words, {"", 0}, 0};
    assert_int_equal(sl_episodelist_write(list, show, &s, NULL), SL_OK);
    assert_int_equal(s.n, 1500);
    assert_int_equal(sl_episodelist_cut(list), 500);
    sl_episodelist_free(list);
    engine_end(&e);
}

static sl_status pass_over(void *context, const sl_str *cells, sl_error *err) {
    (void)cells;
    (void)err;
    ++*(uint64_t *)context;
    return SL_OK;
}

/* However many rows and episodes a person has, memory is that of those that are open. */
static void memory_stays(void **state) {
    (void)state;
    engine e;
    uint64_t n = 0;
    begin(&e, RULES(SAME));
    sl_episodes *episodes = sl_episodes_new(e.program, pass_over, &n);
    uint64_t before = 0;
    for (int i = 0; i < 200000; i++) {
        char line[120], day[11];
        sl_day_print(sl_day_of(1000, 1, 1) + i * 4, day);
        int size = snprintf(line, sizeof line, "Ann\t%s\tarticle %d\t000000\toak\t%s\t!%s\t!\t%s\t\t!", day, i,
                            i % 2 ? "top" : "root", i % 3 ? "ill" : "well", i % 2 ? "top" : "root");
        assert_int_equal(sl_episodes_add(episodes, (sl_str){line, (size_t)size}, NULL), SL_OK);
        if (i == 5000) before = sl_heap_count();
        if (i % 5 == 4) i += 5;
    }
    assert_int_equal(sl_heap_count(), before);
    assert_int_equal(sl_episodes_end(episodes, NULL), SL_OK);
    assert_int_equal(n, 20000);
    sl_episodes_free(episodes);
    engine_end(&e);
}

static sl_status write_nothing(void *context, const sl_table_rows *rows, sl_error *err) {
    (void)context;
    (void)rows;
    (void)err;
    return SL_OK;
}

static void without_memory(void **state) {
    (void)state;
    engine e;
    begin(&e, RULES(SAME));
    static const char lines[] = "Ann\t2024-03-01\ta\t000000\toak\ttop\t!ill\t!\ttop\t\t!ill\n"
                                "Bob\t2024-03-01\ta\t000001\toak\ttop\t!ill\t!\ttop\t\t!ill\n";
    sl_status status = SL_NO_MEMORY;
    volatile uint64_t failed = 0;
    for (uint64_t at = 1; status != SL_OK; at++) {
        sl_episodelist *list = NULL;
        sl_heap_fail_at(at);
        status = sl_episodelist_new(e.program, SL_STR("x.csv"), &list, NULL);
        if (!status) status = sl_episodelist_add(list, SL_STR(lines), NULL);
        if (!status) status = sl_episodelist_write(list, write_nothing, NULL, NULL);
        sl_heap_fail_at(0);
        sl_episodelist_free(list);
        if (status) failed++;
        if (status) assert_int_equal(status, SL_NO_MEMORY);
    }
    assert_true(failed > 5);
    engine_end(&e);
}

static void broken_lines(void **state) {
    (void)state;
    engine e;
    begin(&e, RULES(SAME));
    shown s = {&e.words, {"", 0}, 0};
    sl_error err;
    sl_episodelist *list = new_list(&e);
    assert_int_equal(sl_episodelist_add(list, SL_STR("Ann\t2024-03-01\ta\n"), NULL), SL_OK);
    assert_int_equal(sl_episodelist_write(list, show, &s, &err), SL_IO);
    sl_episodelist_free(list);
    engine_end(&e);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_belongs_together), cmocka_unit_test(vague_values), cmocka_unit_test(what_changed),
        cmocka_unit_test(what_contradicts),      cmocka_unit_test(odd_names),    cmocka_unit_test(bounds),
        cmocka_unit_test(many_at_a_time),        cmocka_unit_test(memory_stays), cmocka_unit_test(without_memory),
        cmocka_unit_test(broken_lines),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
