/* SPDX-License-Identifier: Apache-2.0
 *
 * One article through the whole, with the football rules: the odd ones, and those that were made to be slow. The slow
 * ones run in a child of their own with a clock and a memory cap, so that a guard taken out fails one test.
 */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/buf.h"
#include "engine.h"

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
enum { PATIENCE = 20, HAS_CAP = 0 };
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
enum { PATIENCE = 20, HAS_CAP = 0 };
#else
enum { PATIENCE = 1, HAS_CAP = 1 };
#endif
#else
enum { PATIENCE = 1, HAS_CAP = 1 };
#endif

enum { SECONDS = 2, CAP_MIB = 512 };

static engine e;

static int begin_football(void **state) {
    (void)state;
    return engine_load(&e, &sl_library_builtin, SL_BUILTIN_RULES, NULL) ? 0 : 1;
}

static int end_football(void **state) {
    (void)state;
    engine_end(&e);
    return 0;
}

static size_t all_rows(void) {
    size_t n = 0;
    for (size_t i = 0; i < e.result.tables.n; i++) n += e.result.tables.v[i].rows.n;
    return n;
}

/* --- the odd ones ------------------------------------------------------------------------------------------------- */

static void an_article_gives_rows(void **state) {
    (void)state;
    engine_run(&e, "date 2024-03-06 Okafor has suffered a hamstring injury.");
    assert_int_equal(engine_rows(&e, "injuries"), 1);
    assert_string_equal(engine_show(&e, "injuries", "article published player area line start end"),
                        "test,2024-03-06,Okafor,thigh,1,16,55");
    assert_false(e.result.report.no_date);
    assert_string_equal(e.result.report.encoding, "UTF-8");
}

static void an_empty_article_has_tables_without_rows(void **state) {
    (void)state;
    static const char *const empty[] = {"", " ", "\n\n", "date 2024-03-06", "\xEF\xBB\xBF"};
    for (size_t i = 0; i < ENGINE_COUNT(empty); i++) {
        engine_run(&e, empty[i]);
        const sl_table_head *const *heads;
        assert_int_equal(e.result.tables.n, sl_program_tables(e.program, &heads));
        for (size_t k = 0; k < e.result.tables.n; k++) assert_ptr_equal(e.result.tables.v[k].head, heads[k]);
        assert_int_equal(all_rows(), 0);
    }
}

static void another_language_has_no_rows(void **state) {
    (void)state;
    engine_run(&e,
               "Der Spieler Okafor hat sich am Montag im Training das Kreuzband gerissen und wird dem Verein mehrere "
               "Monate fehlen, wie dieser am Dienstag mitteilte. \"Das ist bitter\", sagte der Trainer und "
               "versprach, man werde ihn in jeder Weise unterstuetzen. Okafor has suffered a hamstring injury.");
    assert_true(e.result.report.other_language);
    assert_int_equal(all_rows(), 0);
    assert_true(e.result.tables.n > 3);
    engine_run(&e, "Okafor has suffered a hamstring injury."); /* too short to be judged */
    assert_false(e.result.report.other_language);
}

static void an_article_without_a_date(void **state) {
    (void)state;
    engine_run(&e, "Okafor has suffered a hamstring injury.");
    assert_true(e.result.report.no_date);
    assert_string_equal(engine_cell(&e, "injuries", 0, "published"), "");
    engine_run(&e, "date 2024-02-30 Okafor has suffered a hamstring injury.");
    assert_true(e.result.report.impossible_date);
    e.options.text.date = sl_day_of(2024, 3, 6);
    engine_run(&e, "Okafor has suffered a hamstring injury.");
    assert_string_equal(engine_cell(&e, "injuries", 0, "published"), "2024-03-06");
    e.options.text.date = SL_NO_DAY;
}

static void broken_bytes_are_told(void **state) {
    (void)state;
    assert_int_equal(engine_try(&e, SL_STR("Okafor has suffered a hamstring injury.\0 So.")), SL_OK);
    assert_true(e.result.report.repaired);
    assert_int_equal(engine_try(&e, SL_STR("\x7F"
                                           "ELF\x01\0\0\0\0\0\0\0\0\x02\0\x03\0\0\0\0\0\x01\x02\x03\x04\0\0\0")),
                     SL_BAD_INPUT);
    engine_run(&e, "Okafor has suffered a hamstring injury."); /* the worker goes on */
    assert_int_equal(engine_rows(&e, "injuries"), 1);
}

static void unknown_names_are_told(void **state) {
    (void)state;
    engine_run(&e, "Then Zebedee Quonk has suffered a hamstring injury. Quonk is out.");
    assert_true(e.result.names.n >= 1);
    assert_true(sl_str_eq(e.result.names.v[0].name, SL_STR("Zebedee Quonk")));
    assert_true(sl_str_eq(e.result.names.v[0].context, SL_STR("Then Zebedee Quonk has suffered a hamstring injury.")));
}

/* --- the slow ones ------------------------------------------------------------------------------------------------ */

typedef void filler(sl_buf *to);

static void repeat(sl_buf *to, const char *text, unsigned n) {
    for (unsigned i = 0; i < n; i++) sl_buf_put(to, sl_str_of(text));
}

/* A capitalised word that no list has, another for each number. */
static void put_name(sl_buf *to, unsigned number) {
    static const char *const ends[] = {"ado", "eck", "ilm", "orr", "unt", "ask", "eld", "ox"};
    sl_buf_char(to, (char)('B' + number % 24));
    for (unsigned rest = number / 24; rest; rest /= 8) sl_buf_put(to, sl_str_of(ends[rest % 8]));
    sl_buf_put(to, SL_STR("ugh"));
}

static void fifty_thousand_marks(sl_buf *to) {
    repeat(to, "\" ", 50000);
}
static void fifty_thousand_openings(sl_buf *to) {
    repeat(to, "\"it ", 50000);
}
static void one_long_line(sl_buf *to) {
    repeat(to, "word and the ", 80000);
}
static void one_long_word(sl_buf *to) {
    repeat(to, "xyz", 300000);
}
static void ten_thousand_injuries(sl_buf *to) {
    repeat(to, "knee injury and ", 10000);
}
static void ten_thousand_dates(sl_buf *to) {
    repeat(to, "and on Monday ", 10000);
}
static void ten_thousand_rows(sl_buf *to) {
    repeat(to, "Okafor has suffered a knee injury on Monday. ", 10000);
}
static void soft_ends(sl_buf *to) {
    repeat(to, "Is it so? Yes it is! ", 20000);
}
static void quotations_in_a_line(sl_buf *to) {
    repeat(to, "\"It is good for him,\" he said. ", 12500);
}
static void pronouns(sl_buf *to) {
    repeat(to, "Okafor is here and he is the one. ", 15000);
}
static void a_speech(sl_buf *to) {
    repeat(to, "Okafor said: \"", 1);
    repeat(to, "He has a knee injury and I am in the team. ", 8000);
}
static void ages(sl_buf *to) {
    for (unsigned i = 0; i < 15000; i++) sl_buf_printf(to, "Bob Okafor, %u, is there. ", i);
}

static void names_with(sl_buf *to, unsigned n, const char *between, bool full) {
    for (unsigned i = 0; i < n; i++) {
        put_name(to, 7 * i + 1);
        if (full) sl_buf_char(to, ' ');
        if (full) put_name(to, 7 * i + 3);
        sl_buf_put(to, sl_str_of(between));
    }
}
static void capitals(sl_buf *to) {
    names_with(to, 20000, " the of ", false);
}
static void capitals_in_sentences(sl_buf *to) {
    names_with(to, 20000, " is out. ", false);
}
static void full_names(sl_buf *to) {
    names_with(to, 10000, " and the ", true);
}
static void hurt_people(sl_buf *to) {
    names_with(to, 8000, " suffered a knee injury on Monday. ", true);
}
static void speakers(sl_buf *to) {
    for (unsigned i = 0; i < 12000; i++) {
        sl_buf_put(to, SL_STR("\"It is good for "));
        put_name(to, 5 * i + 1);
        sl_buf_put(to, SL_STR(",\" "));
        put_name(to, 5 * i + 2);
        sl_buf_put(to, SL_STR(" said. "));
    }
}
static void open_paragraphs(sl_buf *to) {
    for (unsigned i = 0; i < 8000; i++) {
        sl_buf_put(to, SL_STR("\"It is one of those days for "));
        put_name(to, i);
        sl_buf_put(to, SL_STR(" and he is out\n\n"));
    }
}

/* In the child: 0 good, 1 no good status, 2 too slow. */
static int run_child(sl_str text) {
    struct timespec from, to;
    struct rlimit cap = {(rlim_t)CAP_MIB << 20, (rlim_t)CAP_MIB << 20},
                  clock = {SECONDS * PATIENCE + 1, SECONDS * PATIENCE + 1};
    if (HAS_CAP) setrlimit(RLIMIT_AS, &cap);
    setrlimit(RLIMIT_CPU, &clock);
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &from);
    if (engine_try(&e, text)) return 1;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &to);
    double seconds = (double)(to.tv_sec - from.tv_sec) + (double)(to.tv_nsec - from.tv_nsec) / 1e9;
    print_message("# %5.2f s, %6zu rows, cut %u, limits %u\n", seconds, all_rows(), e.result.report.cut,
                  e.result.report.regex_limits);
    if (e.result.report.other_language) return 3;
    return seconds > SECONDS * PATIENCE ? 2 : 0;
}

static void within_bounds(filler *fill) {
    sl_buf text = {0};
    /* Enough plain words that the language is not in doubt. */
    sl_buf_put(&text, SL_STR("date 2024-03-06 The manager said that he was out of the team. "));
    fill(&text);
    sl_buf_put(&text, SL_STR("\n\n"));
    repeat(&text, "It was to be seen by the doctor in the week and it is for him to say that he is to be there. ", 800);
    assert_false(text.failed);
    fflush(stdout);
    pid_t child = fork();
    if (child == 0) _exit(run_child(sl_buf_str(&text)));
    int status = -1;
    assert_true(child > 0 && waitpid(child, &status, 0) == child);
    sl_buf_release(&text);
    if (WIFSIGNALED(status)) fail_msg("killed by signal %d", WTERMSIG(status));
    assert_int_equal(WEXITSTATUS(status), 0);
}

#define BOUNDED(name)                                                                                                  \
    static void name##_within_bounds(void **state) {                                                                   \
        (void)state;                                                                                                   \
        within_bounds(name);                                                                                           \
    }
BOUNDED(fifty_thousand_marks)
BOUNDED(fifty_thousand_openings)
BOUNDED(one_long_line)
BOUNDED(one_long_word)
BOUNDED(ten_thousand_injuries)
BOUNDED(ten_thousand_dates)
BOUNDED(ten_thousand_rows)
BOUNDED(soft_ends)
BOUNDED(quotations_in_a_line)
BOUNDED(pronouns)
BOUNDED(a_speech)
BOUNDED(ages)
BOUNDED(capitals)
BOUNDED(capitals_in_sentences)
BOUNDED(full_names)
BOUNDED(hurt_people)
BOUNDED(speakers)
BOUNDED(open_paragraphs)

/* --- steady state ------------------------------------------------------------------------------------------------- */

static void no_allocation_in_the_third_round(void **state) {
    (void)state;
    uint64_t before = 0, after = 0;
    size_t rows = 0;
    sl_worker *worker = sl_worker_new(e.program); /* a fresh one: the tests before this have fed the other */
    assert_non_null(worker);
    for (int round = 0; round < 3; round++) {
        before = sl_heap_count();
        for (unsigned i = 0; i < 20; i++) {
            sl_buf text = {0};
            sl_buf_put(&text, SL_STR("date 2024-03-06 The manager was asked. "));
            names_with(&text, 5 + i * 37 % 20, " has suffered a knee injury on Monday. \"It is bad,\" he said. ", true);
            uint64_t own = sl_heap_count();
            sl_article_result result;
            sl_error err;
            assert_int_equal(sl_pipeline_run(worker, SL_STR("test"), sl_buf_str(&text), &e.options, &result, &err),
                             SL_OK);
            if (round == 2) after += sl_heap_count() - own;
            rows += result.tables.v[0].rows.n;
            sl_buf_release(&text);
        }
    }
    sl_worker_free(worker);
    print_message("# allocations in the third round: %u; rows: %zu; counted in all: %u\n", (unsigned)after, rows,
                  (unsigned)(sl_heap_count() - before));
    assert_true(rows > 300);
    assert_int_equal(after, 0);
}

/* The build hashes the built-in files, so that a start need not; the digest is that of their bytes all the same. */
static void built_in_files_have_the_hash_of_their_bytes(void **state) {
    (void)state;
    const sl_library unknown = {.read = sl_library_builtin.read};
    engine other;
    assert_true(sl_library_builtin.hash(&sl_library_builtin, SL_BUILTIN_RULES) != 0);
    assert_int_equal(sl_library_builtin.hash(&sl_library_builtin, SL_STR("lists/none.csv")), 0);
    assert_true(engine_load(&other, &unknown, SL_BUILTIN_RULES, NULL));
    assert_int_equal(sl_program_digest(other.program), sl_program_digest(e.program));
    engine_end(&other);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_article_gives_rows),
        cmocka_unit_test(an_empty_article_has_tables_without_rows),
        cmocka_unit_test(another_language_has_no_rows),
        cmocka_unit_test(built_in_files_have_the_hash_of_their_bytes),
        cmocka_unit_test(an_article_without_a_date),
        cmocka_unit_test(broken_bytes_are_told),
        cmocka_unit_test(unknown_names_are_told),
        cmocka_unit_test(no_allocation_in_the_third_round),
        cmocka_unit_test(fifty_thousand_marks_within_bounds),
        cmocka_unit_test(fifty_thousand_openings_within_bounds),
        cmocka_unit_test(one_long_line_within_bounds),
        cmocka_unit_test(one_long_word_within_bounds),
        cmocka_unit_test(ten_thousand_injuries_within_bounds),
        cmocka_unit_test(ten_thousand_dates_within_bounds),
        cmocka_unit_test(ten_thousand_rows_within_bounds),
        cmocka_unit_test(soft_ends_within_bounds),
        cmocka_unit_test(quotations_in_a_line_within_bounds),
        cmocka_unit_test(pronouns_within_bounds),
        cmocka_unit_test(a_speech_within_bounds),
        cmocka_unit_test(ages_within_bounds),
        cmocka_unit_test(capitals_within_bounds),
        cmocka_unit_test(capitals_in_sentences_within_bounds),
        cmocka_unit_test(full_names_within_bounds),
        cmocka_unit_test(hurt_people_within_bounds),
        cmocka_unit_test(speakers_within_bounds),
        cmocka_unit_test(open_paragraphs_within_bounds),
    };
    return cmocka_run_group_tests(tests, begin_football, end_football);
}
