/* SPDX-License-Identifier: Apache-2.0
 *
 * The scorer: names, tables, counts worked out by hand, the bootstrap and its random numbers.
 */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "run/scores.h"
#include "run/twister.h"

#include <sys/stat.h>
#include <unistd.h>

static sl_arena arena;
static jmp_buf no_memory;

static int begin(void **state) {
    (void)state;
    sl_arena_init(&arena, 0, &no_memory);
    return 0;
}

static int end(void **state) {
    (void)state;
    sl_arena_release(&arena);
    return 0;
}

/* What random.Random(1) of Python gives for randrange. */
static void random_numbers_are_pythons(void **state) {
    (void)state;
    static const struct {
        uint32_t below, value;
    } first[] = {{1000, 137},
                 {1000, 582},
                 {1000, 867},
                 {1000, 821},
                 {1000, 782},
                 {1000, 64},
                 {7, 2},
                 {7, 0},
                 {7, 3},
                 {7, 6},
                 {7, 3},
                 {7, 3},
                 {7, 5},
                 {7, 3},
                 {1, 0},
                 {1, 0},
                 {UINT32_MAX, 2095328386},
                 {UINT32_C(2147483653), 121751464}};
    sl_twister t;
    sl_twister_seed(&t, 1);
    for (size_t i = 0; i < sizeof first / sizeof *first; i++)
        assert_int_equal(sl_twister_below(&t, first[i].below), first[i].value);
    sl_twister_seed(&t, 1);
    for (int i = 0; i < 2000; i++) sl_twister_below(&t, 26);
    assert_int_equal(sl_twister_below(&t, 26), 20);
    assert_int_equal(sl_twister_below(&t, 1 << 20), 478919);
}

static void names_become_plain_words(void **state) {
    (void)state;
    static const char *const cases[][2] = {
        {"", ""},
        {" -- ", ""},
        {"Jürgen O'Neill-Smith", "jurgen oneill smith"},
        {"JU\xCC\x88RGEN O’Neill", "jurgen oneill"},
        {"Ødegaard Çelik Łukasz łódź straße Đ", "odegaard celik ukasz lodz strase"},
        {"ﬁt ½ ２nd…No. 9", "fit 1 2 2nd no 9"},
        {"\xE2\x84\xAA"
         "elvin æon İnan ılk",
         "kelvin aon inan ilk"},
        {"Ван Lee", "lee"},
        {"  a\n\tb\xC2\xA0"
         "c  ",
         "a b c"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        sl_plain plain = sl_plain_make(sl_str_of(cases[i][0]), &arena);
        assert_string_equal(sl_arena_copy(&arena, plain.all).p, cases[i][1]);
    }
}

static void names_name_each_other(void **state) {
    (void)state;
    static const struct {
        const char *gold, *found;
        double right;
    } cases[] = {
        {"Ade Okafor", "Ade Okafor", 1},
        {"Ade Okafor", "Okafor", 1},
        {"Okafor", "Ade Okafor", 1},
        {"Ade Okafor", "Ade", 1},
        {"Ade Ben Okafor", "Ade Okafor", 1},
        {"Ade Ben Okafor", "Ade Ben", 0},
        {"Ade Okafor", "Ben Okafor", 0},
        {"Ade Okafor", "", 0},
        {"", "", 0},
        {"Reece James", "Reece James | Daniel James", 0.5},
        {"Reece James", "Daniel James | Tom James | James", 1.0 / 3},
        {"Reece James", "James | ", 1},
        {"Reece James", "James |\xC2\xA0", 1},
        {"Reece James", "James | -", 0.5},
        {"Reece James", "Tom James | Lee Dan", 0},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        sl_plain gold = sl_plain_make(sl_str_of(cases[i].gold), &arena);
        sl_candidates found = sl_candidates_make(sl_str_of(cases[i].found), &arena);
        if (sl_candidates_name(&found, &gold) != cases[i].right) fail_msg("%s / %s", cases[i].gold, cases[i].found);
    }
}

static sl_scored_rows read_rows(sl_scored_table table, const char *csv) {
    sl_scored_rows rows;
    sl_error err;
    assert_int_equal(sl_scored_read(table, false, SL_STR("x.csv"), sl_str_of(csv), &arena, &rows, &err), SL_OK);
    return rows;
}

static const char *cell(const sl_scored_rows *rows, size_t row, size_t column) {
    assert_true(row < rows->n);
    return sl_arena_copy(&arena, rows->v[row].cells[column]).p;
}

static void tables_are_read_leniently(void **state) {
    (void)state;
    sl_scored_rows rows = read_rows(SL_SCORED_INJURIES, "\xEF\xBB\xBF"
                                                        "side,article,player,side,more\r\n"
                                                        "left,news/b.txt,\"Okafor, \"\"Ade\"\"\",right,\r\n"
                                                        "\r\n"
                                                        "left,a.zip!x/a.html,\"two\nlines\" and \"more\",\r"
                                                        "left,f.jsonl#a\n"
                                                        ",b.txt,a \"b\",\"open");
    assert_int_equal(rows.n, 4);
    assert_string_equal(cell(&rows, 0, SL_SCORED_NAME), "two\nlines and \"more\"");
    assert_string_equal(cell(&rows, 0, SL_SCORED_SIDE), "");
    assert_string_equal(cell(&rows, 1, SL_SCORED_NAME), "");
    assert_string_equal(cell(&rows, 1, SL_SCORED_AREA), "");
    assert_string_equal(cell(&rows, 2, SL_SCORED_NAME), "Okafor, \"Ade\"");
    assert_string_equal(cell(&rows, 2, SL_SCORED_SIDE), "right");
    assert_string_equal(cell(&rows, 3, SL_SCORED_NAME), "a \"b\"");
    assert_string_equal(cell(&rows, 3, SL_SCORED_SIDE), "open");
    assert_int_equal(sl_scored_of(&rows, SL_STR("a")).n, 2);
    assert_ptr_equal(sl_scored_of(&rows, SL_STR("b")).v, rows.v + 2);
    assert_int_equal(sl_scored_of(&rows, SL_STR("b")).n, 2);
    assert_int_equal(sl_scored_of(&rows, SL_STR("c")).n, 0);
}

static void tables_without_a_column_are_refused(void **state) {
    (void)state;
    static const struct {
        bool is_gold;
        const char *csv, *message;
    } cases[] = {
        {false, "player\nx\n", "there is no column \"article\""},
        {false, "article\nx\n", "there is no column \"player\""},
        {true, "article,player\nx\n", "there is no column \"area\""},
        {false, "article,player\nx,\xFF\n", "not UTF-8"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        sl_scored_rows rows;
        sl_error err;
        assert_int_equal(sl_scored_read(SL_SCORED_INJURIES, cases[i].is_gold, SL_STR("x"), sl_str_of(cases[i].csv),
                                        &arena, &rows, &err),
                         SL_BAD_USAGE);
        assert_string_equal(err.message, cases[i].message);
    }
    sl_scored_rows none = read_rows(SL_SCORED_INJURIES, "");
    assert_int_equal(none.n, 0);
}

static void assert_count(const sl_scored_count *count, double right, uint64_t found, uint64_t gold, int line) {
    if (count->right == right && count->found == found && count->gold == gold) return;
    fail_msg("line %d: %g of %llu found, %llu in the gold", line, count->right, (unsigned long long)count->found,
             (unsigned long long)count->gold);
}

#define ASSERT_COUNT(name, right, found, gold) assert_count(&counts[SL_MEASURE_##name], right, found, gold, __LINE__)

#define HEAD "article,player,area,pathology,side,status,injured_from,injured_to,return_from,return_to\n"

static void injuries_are_counted(void **state) {
    (void)state;
    sl_scored_rows gold =
        read_rows(SL_SCORED_INJURIES, HEAD "a,Ade Okafor,knee,joint sprain,left,out,2021-02-06,2021-02-06,2021-07-01,\n"
                                           "a,Bob Lind,ankle,unspecified,right,doubtful,,,2021-03-01,2021-03-31\n"
                                           "a,Reece James,thigh,muscle injury,,out,,,,\n");
    sl_scored_rows found =
        read_rows(SL_SCORED_INJURIES, HEAD "a,Okafor,Knee,Joint-sprain,right,out,2021-02-09,2021-02-03,2021-07-02,\n"
                                           "a,Reece James | Daniel James,thigh,muscle injury,,Out,,,,\n"
                                           "a,Bob Lind,foot,unspecified,,out,2021-01-01,,2021-03-05,2021-03-31\n"
                                           "a,Carl Moss,knee,,,out,,,,\n");
    sl_scored_count counts[SL_MEASURES] = {0};
    sl_count_injuries(&gold, &found, &arena, counts);
    ASSERT_COUNT(PLAYERS, 2.5, 4, 3);
    ASSERT_COUNT(FULLNAMES, 1, 3, 3);
    ASSERT_COUNT(ROWS, 1.5, 4, 3);
    ASSERT_COUNT(PATHOLOGY, 2, 2, 2);
    ASSERT_COUNT(SIDE, 0, 1, 2);
    ASSERT_COUNT(STATUS, 2, 3, 3);
    ASSERT_COUNT(INJURED, 1, 2, 1); /* three days off, at both ends, is near enough; Lind's is not in the gold */
    ASSERT_COUNT(RETURNS, 1, 2, 2); /* four days are not */
}

/* The same area comes first, wherever the row stands; an athlete is one, by whatever name. */
static void rows_are_used_once(void **state) {
    (void)state;
    sl_scored_rows gold = read_rows(SL_SCORED_INJURIES, HEAD "a,Ade Okafor,knee,,,out,,,,\n"
                                                             "a,Ade Okafor,ankle,,left,out,,,,\n");
    sl_scored_rows found = read_rows(SL_SCORED_INJURIES, HEAD "a,Okafor,ankle,,left,out,,,,\n"
                                                              "a,Okafor,thigh,,,doubtful,,,,\n"
                                                              "a,Ade Okafor,knee,,,out,,,,\n");
    sl_scored_count counts[SL_MEASURES] = {0};
    sl_count_injuries(&gold, &found, &arena, counts);
    ASSERT_COUNT(PLAYERS, 1, 1, 1);
    ASSERT_COUNT(FULLNAMES, 0, 1, 1);
    ASSERT_COUNT(ROWS, 2, 3, 2);
    ASSERT_COUNT(SIDE, 1, 1, 1);
    ASSERT_COUNT(STATUS, 2, 2, 2);
}

static void dates_that_are_none_are_wrong(void **state) {
    (void)state;
    sl_scored_rows gold = read_rows(SL_SCORED_INJURIES, HEAD "a,Okafor,,,,out,soon,soon,2021-02-30,\n");
    sl_scored_count counts[SL_MEASURES] = {0};
    sl_count_injuries(&gold, &gold, &arena, counts);
    ASSERT_COUNT(ROWS, 1, 1, 1);
    ASSERT_COUNT(INJURED, 0, 1, 1);
    ASSERT_COUNT(RETURNS, 0, 1, 1);
}

static void quotes_are_counted_by_the_word(void **state) {
    (void)state;
    sl_plain text =
        sl_plain_make(SL_STR("date 2024-03-06 “It is sore,” Okafor said. \"It's a thing.\" He paused: “It is sore.” "
                             "'We wait,' Lind said."),
                      &arena);
    sl_scored_rows gold = read_rows(SL_SCORED_QUOTES, "article,quote,speaker,role\n"
                                                      "a,\"It is sore,\",Ade Okafor,player\n"
                                                      "a,It is sore.,Ade Okafor,player\n"
                                                      "a,\"We wait,\",Bob Lind,manager\n");
    sl_scored_rows found = read_rows(SL_SCORED_QUOTES, "article,quote,speaker,role\n"
                                                       "a,\"'It is sore,\",Lind,manager\n"
                                                       "a,\"We wait,\",Lind | Okafor,manager\n"
                                                       "a,We never waited,Lind,manager\n"
                                                       "a,We wai,Lind,manager\n"
                                                       "a,…,Lind,manager\n");
    sl_scored_count counts[SL_MEASURES] = {0};
    sl_count_quotes(&gold, &found, &text, &arena, counts);
    ASSERT_COUNT(QUOTES, 5, 10, 8); /* three and two words, and five that nobody has said */
    ASSERT_COUNT(SPEAKERS, 1, 10, 8);
    ASSERT_COUNT(MANAGERS, 1, 5, 2);
}

static void precision_and_recall(void **state) {
    (void)state;
    static const struct {
        sl_scored_count count;
        double precision, recall, f1;
    } cases[] = {
        {{3, 4, 6}, 0.75, 0.5, 0.6}, {{0, 0, 0}, 1, 1, 1}, {{0, 2, 0}, 0, 1, 0},
        {{0, 0, 2}, 0, 0, 0},        {{0, 3, 2}, 0, 0, 0},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        sl_measure m = sl_measure_of(&cases[i].count);
        assert_true(m.precision == cases[i].precision && m.recall == cases[i].recall);
        assert_true(m.f1 - cases[i].f1 < 1e-12 && cases[i].f1 - m.f1 < 1e-12);
    }
}

/* The ends were worked out by the same steps in Python. */
static void intervals_are_repeatable(void **state) {
    (void)state;
    static const sl_scored_count articles[] = {{1, 2, 2}, {3, 3, 4}, {0, 1, 0}, {0.5, 1, 1}};
    sl_scored_count counts[4 * SL_MEASURES] = {0};
    sl_measure measures[SL_MEASURES] = {0};
    for (size_t i = 0; i < 4; i++) counts[i * SL_MEASURES + SL_MEASURE_ROWS] = articles[i];
    sl_score_intervals(counts, 4, &arena, measures);
    assert_true(measures[SL_MEASURE_ROWS].low == 1.0 / 3 && measures[SL_MEASURE_ROWS].high == 0.8);
    assert_true(measures[SL_MEASURE_SIDE].low == 1 && measures[SL_MEASURE_SIDE].high == 1);
}

/* ---- folders ---- */

static char folder[] = "/tmp/sideline-score-XXXXXX";

static void put(const char *name, const char *content) {
    char path[256];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    if (!content) {
        assert_int_equal(mkdir(path, 0755), 0);
        return;
    }
    FILE *f = fopen(path, "wb");
    assert_non_null(f);
    assert_int_equal(fwrite(content, 1, strlen(content), f), strlen(content));
    assert_int_equal(fclose(f), 0);
}

static int make_folder(void **state) {
    assert_non_null(mkdtemp(folder));
    put("gold", NULL);
    put("gold/articles", NULL);
    put("out", NULL);
    put("sealed", NULL);
    return begin(state);
}

static int remove_folder(void **state) {
    char command[256];
    snprintf(command, sizeof command, "rm -rf %s", folder);
    assert_int_equal(system(command), 0);
    return end(state);
}

static const char *inside(const char *name) {
    return sl_arena_printf(&arena, "%s/%s", folder, name).p;
}

static sl_status make(sl_score *score, sl_error *err) {
    return sl_score_make(inside("gold"), inside("out"), &arena, score, err);
}

static void folders_are_scored(void **state) {
    (void)state;
    sl_score score;
    sl_error err;
    assert_int_equal(make(&score, &err), SL_BAD_USAGE);
    assert_string_equal(err.message, "there are no articles");
    /* "Jürgen said", in windows-1252 and in UTF-8: both are read. */
    put("gold/articles/a.b.txt", "The midfielder J\xFCrgen Pratt wrote: \x93It is sore.\x94");
    put("gold/articles/c.txt", "Jürgen Pratt wrote: “It is sore.”");
    put("gold/articles/d.txt", "Nothing.");
    put("gold/articles/.hidden", "\x89PNG\r\n");
    put("gold/quotes.csv", "article,quote,speaker\na.b.txt,It is sore.,Jürgen Pratt\nc.txt,It is sore.,Jürgen Pratt\n");
    put("gold/injuries.csv", HEAD "a.b.txt,Jurgen Pratt,knee,,,out,,,,\nc.txt,Jurgen Pratt,knee,,,out,,,,\n");
    put("out/quotes.csv", "article,quote,speaker\nx/a.b.txt,It is sore.,Pratt\n");
    assert_int_equal(make(&score, &err), SL_OK);
    assert_int_equal(score.missing.n, 1);
    assert_string_equal(score.missing.v[0], "injuries.csv");
    assert_string_equal(score.measures[SL_MEASURE_QUOTES].name, "quotes");
    assert_true(score.measures[SL_MEASURE_QUOTES].precision == 1 && score.measures[SL_MEASURE_QUOTES].recall == 0.5);
    assert_true(score.measures[SL_MEASURE_SPEAKERS].recall == 0.5);
    assert_true(score.measures[SL_MEASURE_ROWS].precision == 0 && score.measures[SL_MEASURE_ROWS].recall == 0);
    assert_int_equal(score.measures[SL_MEASURE_ROWS].gold, 2);

    put("out/injuries.csv", "article,player,area\na.b.txt,Pratt,knee\nd.txt,Pratt,knee\nd.txt,Pratt,foot\n");
    assert_int_equal(make(&score, &err), SL_OK);
    assert_int_equal(score.articles.n, 3);
    static const char *const worst[] = {"d", "c", "a.b"};
    for (size_t i = 0; i < 3; i++) assert_true(sl_str_eq(score.articles.v[i].article, sl_str_of(worst[i])));
    assert_int_equal(score.articles.v[0].found, 2);
    assert_true(score.articles.v[2].right == 1);
}

static void folders_that_cannot_be_scored(void **state) {
    (void)state;
    sl_score score;
    sl_error err;
    assert_int_equal(sl_score_make(inside("nowhere"), inside("out"), &arena, &score, &err), SL_BAD_USAGE);
    assert_int_equal(sl_score_make(inside("gold"), inside("nowhere"), &arena, &score, &err), SL_BAD_USAGE);
    assert_int_equal(sl_score_make(inside("sealed"), inside("gold"), &arena, &score, &err), SL_BAD_USAGE);
    assert_string_equal(err.message, "there is no folder \"articles\"");
    put("gold/articles/e.txt", "\x89PNG\r\n");
    assert_int_equal(make(&score, &err), SL_BAD_INPUT);
}

static void the_sealed_folder_is_known(void **state) {
    (void)state;
    char link[256];
    snprintf(link, sizeof link, "%s/link", folder);
    assert_int_equal(symlink("sealed", link), 0);
    static const char *const sealed[] = {"sealed", "sealed/", "sealed//.", "gold/../sealed", "link", "nowhere/sealed"};
    for (size_t i = 0; i < sizeof sealed / sizeof *sealed; i++) assert_true(sl_score_is_sealed(inside(sealed[i])));
    assert_true(sl_score_is_sealed("sealed"));
    static const char *const open[] = {"gold", "unsealed", "sealed.old", "sealed/..", "nowhere"};
    for (size_t i = 0; i < sizeof open / sizeof *open; i++) assert_false(sl_score_is_sealed(inside(open[i])));
}

/* Whichever allocation fails, it is said and nothing is lost or broken. */
static void memory_may_run_out(void **state) {
    (void)state;
    unlink(inside("gold/articles/e.txt"));
    for (uint64_t n = 1;; n++) {
        assert_true(n < 1000);
        sl_score score;
        sl_error err = {0};
        sl_arena own;
        const char *gold = inside("gold"), *out = inside("out");
        sl_arena_init(&own, 0, &no_memory);
        sl_heap_fail_at(n);
        sl_status status = sl_score_make(gold, out, &own, &score, &err);
        sl_heap_fail_at(0);
        sl_arena_release(&own);
        if (status == SL_OK) break;
        /* A folder that cannot be opened is another failure, whatever the reason. */
        assert_true(status == SL_NO_MEMORY || (status == SL_IO && strstr(err.message, "Cannot allocate memory")));
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(random_numbers_are_pythons, begin, end),
        cmocka_unit_test_setup_teardown(names_become_plain_words, begin, end),
        cmocka_unit_test_setup_teardown(names_name_each_other, begin, end),
        cmocka_unit_test_setup_teardown(tables_are_read_leniently, begin, end),
        cmocka_unit_test_setup_teardown(tables_without_a_column_are_refused, begin, end),
        cmocka_unit_test_setup_teardown(injuries_are_counted, begin, end),
        cmocka_unit_test_setup_teardown(rows_are_used_once, begin, end),
        cmocka_unit_test_setup_teardown(dates_that_are_none_are_wrong, begin, end),
        cmocka_unit_test_setup_teardown(quotes_are_counted_by_the_word, begin, end),
        cmocka_unit_test_setup_teardown(precision_and_recall, begin, end),
        cmocka_unit_test_setup_teardown(intervals_are_repeatable, begin, end),
    };
    const struct CMUnitTest on_disk[] = {
        cmocka_unit_test(folders_are_scored),
        cmocka_unit_test(folders_that_cannot_be_scored),
        cmocka_unit_test(the_sealed_folder_is_known),
        cmocka_unit_test(memory_may_run_out),
    };
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    return failed + cmocka_run_group_tests(on_disk, make_folder, remove_folder);
}
