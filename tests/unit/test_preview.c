/* SPDX-License-Identifier: Apache-2.0
 *
 * preview: which rows of the old rules are which rows of the new ones, and how the difference is told.
 */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "engine.h"

#include "run/changelist.h"

/* Gardeners and their plants; what they say. The new rules have other columns, another key, and a table less. */
static const engine_file old_files[] = {
    {"test.rules", "sideline: 1\n"
                   "list owner: = Ann Orr | Bob Eck\n"
                   "list plant: = rose | elm\n"
                   "person who: {owner}\n"
                   "person speaker: {owner}\n"
                   "table losses: id, article, published, who, plant, state, age, evidence, line, start, end, rules\n"
                   "  needs:       who, plant\n"
                   "  one row per: who, plant\n"
                   "  default:     state = dead\n"
                   "table quotes: id, quote, speaker, line, start, end\n"
                   "  needs: quote\n"
                   "  rows:  every {quote}\n"
                   "table finds: who, plant, evidence\n"
                   "  needs:       who\n"
                   "  one row per: who\n"
                   "table gone: who, plant\n"
                   "  needs:       who\n"
                   "  one row per: who, plant\n"
                   "rule lost -> losses\n"
                   "  match: {who} (?:lost|mourned) a {plant}\n"
                   "rule found -> finds\n"
                   "  match: {who} found a {plant}\n"
                   "rule gone -> gone\n"
                   "  match: {who} sold a {plant}\n"},
    {0}};

static const engine_file new_files[] = {
    {"test.rules", "sideline: 1\n"
                   "list owner: = Ann Orr | Bob Eck\n"
                   "list plant: = rose | elm\n"
                   "person who: {owner}\n"
                   "person speaker: {owner}\n"
                   "table finds: who, plant, place, evidence\n"
                   "  needs:       who\n"
                   "  one row per: who, place\n"
                   "table losses: id, article, published, who, plant, state, side, evidence, line, start, end, rules\n"
                   "  needs:       who, plant\n"
                   "  one row per: who, plant\n"
                   "  default:     state = ill\n"
                   "table quotes: id, quote, speaker, line, start, end\n"
                   "  needs: quote\n"
                   "  rows:  every {quote}\n"
                   "rule lost -> losses\n"
                   "  match: {who} lost a {plant}\n"
                   "  match: {who} missed a {plant}\n"
                   "rule found -> finds\n"
                   "  match: {who} found a {plant}\n"
                   "rule said -> adds quotes\n"
                   "  match: {quote},? said {speaker}\n"},
    {0}};

typedef struct {
    engine e[SL_SIDES];
    sl_arena arena;
    jmp_buf jump;
    sl_table_pairs pairs;
} garden;

static void begin(garden *g, const char *only) {
    memset(g, 0, sizeof *g);
    sl_arena_init(&g->arena, 0, &g->jump);
    engine_begin(&g->e[SL_OLD], old_files);
    engine_begin(&g->e[SL_NEW], new_files);
    const sl_program *const programs[SL_SIDES] = {g->e[SL_OLD].program, g->e[SL_NEW].program};
    sl_table_pairs_make(programs, sl_str_of(only), &g->arena, &g->pairs);
}

static void end(garden *g) {
    engine_end(&g->e[SL_OLD]);
    engine_end(&g->e[SL_NEW]);
    sl_arena_release(&g->arena);
}

static const sl_table_pair *pair_of(const garden *g, const char *table) {
    for (size_t i = 0; i < g->pairs.n; i++)
        if (sl_str_eq(g->pairs.v[i].name, sl_str_of(table))) return &g->pairs.v[i];
    fail_msg("there is no table %s", table);
    return NULL;
}

static void is(sl_str got, const char *text) {
    sl_str wanted = {text, strlen(text)};
    if (!sl_str_eq(got, wanted))
        print_error("expected %.*s\n     got %.*s\n", (int)wanted.n, wanted.p, (int)got.n, got.n ? got.p : "");
    assert_true(sl_str_eq(got, wanted));
}

/* ---- tables ---- */

static sl_str shown_columns(garden *g, const char *table) {
    const sl_table_pair *pair = pair_of(g, table);
    sl_str all = {"", 0};
    for (size_t i = 0; i < pair->n_columns; i++) {
        const sl_column_pair *c = &pair->columns[i];
        char old[32] = "-", new[32] = "-";
        if (c->in[SL_OLD] != SIZE_MAX) snprintf(old, sizeof old, "%zu", c->in[SL_OLD]);
        if (c->in[SL_NEW] != SIZE_MAX) snprintf(new, sizeof new, "%zu", c->in[SL_NEW]);
        all = sl_arena_printf(&g->arena, "%.*s%s%.*s %s %s", (int)all.n, all.p, i ? ", " : "", (int)c->name.n,
                              c->name.p, old, new);
    }
    for (size_t i = 0; i < pair->n_keys; i++)
        all = sl_arena_printf(&g->arena, "%.*s; %.*s", (int)all.n, all.p, (int)pair->columns[pair->keys[i]].name.n,
                              pair->columns[pair->keys[i]].name.p);
    return all;
}

/* Columns by name; a key is only what both tables can have. */
static void tables_are_paired_by_name(void **state) {
    (void)state;
    garden g;
    begin(&g, NULL);
    assert_int_equal(g.pairs.n, 4);
    is(g.pairs.v[0].name, "finds");
    is(g.pairs.v[3].name, "gone");
    is(shown_columns(&g, "finds"), "who 0 0, plant 1 1, place - 2, evidence 2 3; who");
    is(shown_columns(&g, "gone"), "who 0 -, plant 1 -; who; plant");
    is(shown_columns(&g, "quotes"), "id 0 0, quote 1 1, speaker 2 2, line 3 3, start 4 4, end 5 5");
    assert_int_equal(pair_of(&g, "quotes")->n_names, 1);
    end(&g);
}

static void one_table_may_be_asked_for(void **state) {
    (void)state;
    static const struct {
        const char *name;
        size_t n;
    } cases[] = {{"losses", 1}, {"gone", 1}, {"mentions", 1}, {"suppressed", 1}, {"nothing", 0}};
    for (size_t i = 0; i < ENGINE_COUNT(cases); i++) {
        garden g;
        begin(&g, cases[i].name);
        assert_int_equal(g.pairs.n, cases[i].n);
        if (g.pairs.n) is(g.pairs.v[0].name, cases[i].name);
        end(&g);
    }
}

/* ---- rows ---- */

/* A row of `losses` in both rules: "who plant state from-to"; "." is an empty cell. */
static void read_row(garden *g, const char **text, sl_placed_row *row) {
    char who[16], plant[16], condition[16];
    unsigned from, to;
    int used = 0;
    assert_int_equal(sscanf(*text, "%15s %15s %15s %u-%u%n", who, plant, condition, &from, &to, &used), 5);
    *text += used + ((*text)[used] == ',');
    sl_str *cells = SL_NEW_ARRAY(&g->arena, sl_str, 12);
    const char *words[] = {who, plant, condition};
    for (size_t i = 0; i < 3; i++)
        if (strcmp(words[i], ".") != 0) cells[3 + i] = sl_arena_copy(&g->arena, sl_str_of(words[i]));
    cells[0] = sl_arena_printf(&g->arena, "%p", (void *)row); /* ids are never compared */
    cells[7] = sl_arena_printf(&g->arena, "sentence %u", from);
    cells[9] = sl_arena_printf(&g->arena, "%u", from);
    *row = (sl_placed_row){.cells = cells, .at = {from, to, 1}, .sentence = cells[7]};
}

static void read_rows(garden *g, const char *text, sl_placed_rows *rows) {
    while (*text) {
        sl_placed_row row;
        read_row(g, &text, &row);
        *sl_push(&g->arena, rows) = row;
    }
}

static sl_str row_text(garden *g, const sl_placed_row *row) {
    sl_str state = row->cells[5];
    return sl_arena_printf(&g->arena, "%.*s %.*s %.*s %llu-%llu", (int)row->cells[3].n, row->cells[3].p,
                           (int)row->cells[4].n, row->cells[4].p, (int)state.n, state.n ? state.p : "",
                           (unsigned long long)row->at.from, (unsigned long long)row->at.to);
}

/* "-lost, ~old > new, +gained (same)" */
static sl_str find_changes(garden *g, const char *old, const char *new, const sl_table_pair *pair) {
    sl_placed_rows sides[SL_SIDES] = {0};
    const sl_placed_rows *const rows[SL_SIDES] = {&sides[SL_OLD], &sides[SL_NEW]};
    sl_changes changes = {0};
    read_rows(g, old, &sides[SL_OLD]);
    read_rows(g, new, &sides[SL_NEW]);
    sl_changes_find(pair, rows, &g->arena, &changes);
    sl_str all = {"", 0};
    for (size_t i = 0; i < changes.list.n; i++) {
        const sl_change *c = &changes.list.v[i];
        sl_str before = c->rows[SL_OLD] ? row_text(g, c->rows[SL_OLD]) : (sl_str){0};
        sl_str after = c->rows[SL_NEW] ? row_text(g, c->rows[SL_NEW]) : (sl_str){0};
        all = sl_arena_printf(&g->arena, "%.*s%c%.*s%s%.*s, ", (int)all.n, all.p, "-~+"[c->kind], (int)before.n,
                              before.n ? before.p : "", before.n && after.n ? " > " : "", (int)after.n,
                              after.n ? after.p : "");
    }
    const sl_change_counts *n = &changes.counts;
    assert_int_equal(n->lost + n->changed + n->gained, changes.list.n);
    assert_int_equal(n->lost + n->changed + n->same, sides[SL_OLD].n);
    assert_int_equal(n->gained + n->changed + n->same, sides[SL_NEW].n);
    return sl_arena_printf(&g->arena, "%.*s(%u)", (int)all.n, all.p, (unsigned)n->same);
}

typedef struct {
    const char *old, *new, *wanted;
} changes_case;

static void check_changes(garden *g, const sl_table_pair *pair, const changes_case *cases, size_t n) {
    for (size_t i = 0; i < n; i++) is(find_changes(g, cases[i].old, cases[i].new, pair), cases[i].wanted);
}

static void rows_are_the_same_by_their_key(void **state) {
    (void)state;
    static const changes_case cases[] = {
        {"", "", "(0)"},
        {"Ann rose ill 0-9", "Ann rose ill 0-9", "(1)"},
        {"Ann rose ill 0-9", "", "-Ann rose ill 0-9, (0)"},
        {"", "Ann rose ill 0-9", "+Ann rose ill 0-9, (0)"},
        {"Ann rose ill 0-9", "Ann rose dead 0-9", "~Ann rose ill 0-9 > Ann rose dead 0-9, (0)"},
        {"Ann rose ill 0-9", "Ann rose . 0-9", "~Ann rose ill 0-9 > Ann rose  0-9, (0)"},
        /* another key is another row, in the same sentence too */
        {"Ann rose ill 0-9", "Ann elm ill 0-9", "-Ann rose ill 0-9, +Ann elm ill 0-9, (0)"},
        {"Ann rose ill 0-9", "Bob rose ill 0-9", "-Ann rose ill 0-9, +Bob rose ill 0-9, (0)"},
        /* where its evidence stands does not matter, but is told */
        {"Ann rose ill 0-9", "Ann rose ill 50-60", "~Ann rose ill 0-9 > Ann rose ill 50-60, (0)"},
        /* cells are not one text: "ab" and "c" are not "a" and "bc" */
        {"An nrose ill 0-9", "Ann rose ill 0-9", "-An nrose ill 0-9, +Ann rose ill 0-9, (0)"},
        {". rose ill 0-9", "rose . ill 0-9", "- rose ill 0-9, +rose  ill 0-9, (0)"},
    };
    garden g;
    begin(&g, NULL);
    check_changes(&g, pair_of(&g, "losses"), cases, ENGINE_COUNT(cases));
    end(&g);
}

/* `apart` keeps several rows of one key: an equal one first, then one that overlaps, then the least different. */
static void among_several_the_closest_is_taken(void **state) {
    (void)state;
    static const changes_case cases[] = {
        {"Ann rose ill 0-9,Ann rose dead 0-9", "Ann rose dead 0-9", "-Ann rose ill 0-9, (1)"},
        {"Ann rose dead 0-9", "Ann rose ill 0-9,Ann rose dead 0-9", "+Ann rose ill 0-9, (1)"},
        {"Ann rose ill 0-9", "Ann rose ill 30-40,Ann rose dead 5-12",
         "~Ann rose ill 0-9 > Ann rose dead 5-12, +Ann rose ill 30-40, (0)"},
        {"Ann rose ill 30-40", "Ann rose dead 0-9,Ann rose dead 40-50,Ann rose dead 39-50",
         "+Ann rose dead 0-9, ~Ann rose ill 30-40 > Ann rose dead 39-50, +Ann rose dead 40-50, (0)"},
        {"Ann rose ill 0-9,Ann rose ill 20-29", "Ann rose dead 20-29",
         "-Ann rose ill 0-9, ~Ann rose ill 20-29 > Ann rose dead 20-29, (0)"},
        {"Ann rose ill 0-9", "Ann rose dead 20-29,Ann rose ill 40-49",
         "+Ann rose dead 20-29, ~Ann rose ill 0-9 > Ann rose ill 40-49, (0)"},
        {"Ann rose ill 30-40", "Ann rose dead 31-33,Ann rose dead 34-36",
         "~Ann rose ill 30-40 > Ann rose dead 31-33, +Ann rose dead 34-36, (0)"},
        /* the same row twice */
        {"Ann rose ill 0-9,Ann rose ill 0-9", "Ann rose ill 0-9", "-Ann rose ill 0-9, (1)"},
        {"Ann rose ill 0-9,Ann rose ill 0-9", "Ann rose ill 0-9,Ann rose ill 0-9", "(2)"},
    };
    garden g;
    begin(&g, NULL);
    check_changes(&g, pair_of(&g, "losses"), cases, ENGINE_COUNT(cases));
    end(&g);
}

static void changes_come_by_place(void **state) {
    (void)state;
    static const changes_case cases[] = {
        {"Bob elm ill 20-29,Ann rose ill 0-9", "Ann elm ill 40-49,Bob rose ill 10-19",
         "-Ann rose ill 0-9, +Bob rose ill 10-19, -Bob elm ill 20-29, +Ann elm ill 40-49, (0)"},
        {"Bob elm ill 0-9,Ann rose ill 0-9", "Zoe rose ill 0-9,Ann rose dead 0-9,Ann elm ill 0-9",
         "-Bob elm ill 0-9, ~Ann rose ill 0-9 > Ann rose dead 0-9, +Zoe rose ill 0-9, +Ann elm ill 0-9, (0)"},
        {"Bob elm ill 0-9", "Ann rose ill 0-5", "+Ann rose ill 0-5, -Bob elm ill 0-9, (0)"},
    };
    garden g;
    begin(&g, NULL);
    check_changes(&g, pair_of(&g, "losses"), cases, ENGINE_COUNT(cases));
    end(&g);
}

/* Where no `one row per` tells, the same bytes are the same row, whatever it says. */
static void without_keys_the_place_counts(void **state) {
    (void)state;
    static const changes_case cases[] = {
        {"Ann rose ill 0-9", "Bob elm ill 0-9", "~Ann rose ill 0-9 > Bob elm ill 0-9, (0)"},
        {"Ann rose ill 0-9", "Ann rose ill 0-8", "+Ann rose ill 0-8, -Ann rose ill 0-9, (0)"},
        {"Ann rose ill 0-9", "Ann rose ill 1-9", "-Ann rose ill 0-9, +Ann rose ill 1-9, (0)"},
        {"Ann rose ill 0-9,Bob rose ill 0-9", "Bob rose ill 0-9,Cy rose ill 0-9",
         "~Ann rose ill 0-9 > Cy rose ill 0-9, (1)"},
    };
    garden g;
    begin(&g, NULL);
    sl_table_pair pair = *pair_of(&g, "losses");
    pair.n_keys = 0;
    check_changes(&g, &pair, cases, ENGINE_COUNT(cases));
    end(&g);
}

/* ---- articles ---- */

typedef struct {
    const garden *g;
    size_t side;
    sl_placed_rows *tables;
} taker;

static void take(void *context, const sl_article_inside *inside) {
    taker *t = context;
    t->tables = SL_NEW_ARRAY(inside->search->out, sl_placed_rows, t->g->pairs.n);
    for (size_t i = 0; i < t->g->pairs.n; i++) {
        size_t table = t->g->pairs.v[i].in[t->side];
        if (table != SIZE_MAX) sl_rowplaces_of(inside, table, &t->tables[i]);
    }
}

static void compare(garden *g, const char *text, bool as_csv, sl_buf *out) {
    taker takers[SL_SIDES] = {{g, SL_OLD, NULL}, {g, SL_NEW, NULL}};
    for (size_t side = 0; side < SL_SIDES; side++) {
        g->e[side].options.observer = take;
        g->e[side].options.context = &takers[side];
        engine_run(&g->e[side], text);
    }
    for (size_t i = 0; i < g->pairs.n; i++) {
        const sl_placed_rows *const rows[SL_SIDES] = {&takers[SL_OLD].tables[i], &takers[SL_NEW].tables[i]};
        sl_changes changes = {0};
        sl_changes_find(&g->pairs.v[i], rows, &g->arena, &changes);
        if (as_csv) sl_changelist_csv(&g->pairs.v[i], &changes, SL_STR("a.txt"), out);
        else sl_changelist_blocks(&g->pairs.v[i], &changes, SL_STR("a.txt"), out);
    }
    assert_false(out->failed);
}

static void check_shown(const char *only, bool as_csv, const engine_case *cases, size_t n) {
    garden g;
    begin(&g, only);
    for (size_t i = 0; i < n; i++) {
        sl_buf out = {0};
        compare(&g, cases[i].text, as_csv, &out);
        is(sl_buf_str(&out), cases[i].wanted);
        sl_buf_release(&out);
    }
    end(&g);
}

static void people_get_blocks(void **state) {
    (void)state;
    static const engine_case cases[] = {
        {"Nothing here.", ""},
        {"Ann Orr mourned a rose.", "- losses  a.txt:1  who=Ann Orr; plant=rose; state=dead; rules=lost\n"
                                    "    Ann Orr mourned a rose.\n\n"},
        {"It rained.\n\nBob Eck missed\ta rose.", "+ losses  a.txt:3  who=Bob Eck; plant=rose; state=ill; rules=lost\n"
                                                  "    Bob Eck missed a rose.\n\n"},
        {"Ann Orr lost a rose.", "~ losses  a.txt:1  who=Ann Orr; plant=rose\n"
                                 "    state: dead -> ill\n"
                                 "    Ann Orr lost a rose.\n\n"},
        /* evidence that moved takes its place with it */
        {"Ann Orr mourned a rose. Ann Orr lost a rose.",
         "~ losses  a.txt:1  who=Ann Orr; plant=rose\n"
         "    state: dead -> ill\n"
         "    evidence: Ann Orr mourned a rose. -> Ann Orr lost a rose.\n"
         "    Ann Orr lost a rose.\n\n"},
        /* a table that only the old rules have; one whose key only the new rules have whole */
        {"Ann Orr sold a rose. Bob Eck found a rose.",
         "- gone  a.txt:1  who=Ann Orr; plant=rose\n    Ann Orr sold a rose.\n\n"},
        /* all that a quotation stands in */
        {"\"It is lost,\" said Ann Orr.", "~ quotes  a.txt:1  quote=It is lost,\n"
                                          "    speaker: (empty) -> Ann Orr\n"
                                          "    \"It is lost,\" said Ann Orr.\n\n"},
        /* nothing that a terminal obeys */
        {"Ann \x1b[31mOrr\xc2\x9b lost a tree. Ann Orr mourned a rose\x1b[31m\xc2\x9b.",
         "- losses  a.txt:1  who=Ann Orr; plant=rose; state=dead; rules=lost\n"
         "    Ann Orr mourned a rose [31m .\n\n"},
    };
    check_shown(NULL, false, cases, ENGINE_COUNT(cases));
}

static void spreadsheets_get_lines(void **state) {
    (void)state;
    static const engine_case cases[] = {
        {"Ann Orr mourned a rose.", "lost,losses,a.txt,1,0,23,who=Ann Orr; plant=rose,,"
                                    "who=Ann Orr; plant=rose; state=dead; rules=lost,,Ann Orr mourned a rose.\n"},
        {"Bob Eck missed a rose.", "gained,losses,a.txt,1,0,22,who=Bob Eck; plant=rose,,,"
                                   "who=Bob Eck; plant=rose; state=ill; rules=lost,Bob Eck missed a rose.\n"},
        {"Ann Orr mourned a rose. Ann Orr lost a rose, \"so.\"",
         "changed,losses,a.txt,1,24,50,who=Ann Orr; plant=rose,state,dead,ill,\"Ann Orr lost a rose, \"\"so.\"\"\"\n"
         "changed,losses,a.txt,1,24,50,who=Ann Orr; plant=rose,evidence,Ann Orr mourned a rose.,"
         "\"Ann Orr lost a rose, \"\"so.\"\"\",\"Ann Orr lost a rose, \"\"so.\"\"\"\n"},
    };
    check_shown("losses", true, cases, ENGINE_COUNT(cases));
}

/* A spreadsheet must not run what the text says. */
static void formulas_are_guarded(void **state) {
    (void)state;
    static const engine_case cases[] = {
        {"\"=2+5,\" said Ann Orr.", "changed,quotes,a.txt,1,1,6,\"quote==2+5,\",speaker,,Ann Orr,"
                                    "\"\"\"=2+5,\"\" said Ann Orr.\"\n"},
    };
    check_shown("quotes", true, cases, ENGINE_COUNT(cases));
    static const engine_case sentences[] = {
        {"=Ann Orr mourned a rose.", "lost,losses,a.txt,1,0,24,who=Ann Orr; plant=rose,,"
                                     "who=Ann Orr; plant=rose; state=dead; rules=lost,,'=Ann Orr mourned a rose.\n"},
    };
    check_shown("losses", true, sentences, ENGINE_COUNT(sentences));
}

/* Rows without a record tell their place in cells; the sentence comes from there. */
static void mentions_have_sentences_too(void **state) {
    (void)state;
    static const char text[] =
        "It rained. \xe2\x80\x9cWell,\xe2\x80\x9d said \xc3\x85nn.\n\nThen Ann Orr mourned a rose again. It grew.";
    garden g;
    begin(&g, "mentions");
    taker t = {&g, SL_OLD, NULL};
    g.e[SL_OLD].options.observer = take;
    g.e[SL_OLD].options.context = &t;
    engine_run(&g.e[SL_OLD], text);
    size_t seen = 0;
    for (size_t i = 0; i < t.tables[0].n; i++) {
        const sl_placed_row *row = &t.tables[0].v[i];
        if (!sl_str_eq(row->cells[2], SL_STR("rose"))) continue;
        seen++;
        is(row->sentence, "Then Ann Orr mourned a rose again.");
        assert_int_equal(row->at.line, 3);
        is(sl_str_cut(sl_str_of(text), row->at.from, row->at.to), "rose");
    }
    assert_int_equal(seen, 1);
    end(&g);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(tables_are_paired_by_name),
        cmocka_unit_test(one_table_may_be_asked_for),
        cmocka_unit_test(rows_are_the_same_by_their_key),
        cmocka_unit_test(among_several_the_closest_is_taken),
        cmocka_unit_test(changes_come_by_place),
        cmocka_unit_test(without_keys_the_place_counts),
        cmocka_unit_test(people_get_blocks),
        cmocka_unit_test(spreadsheets_get_lines),
        cmocka_unit_test(formulas_are_guarded),
        cmocka_unit_test(mentions_have_sentences_too),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
