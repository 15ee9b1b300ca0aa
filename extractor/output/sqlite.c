/* SPDX-License-Identifier: Apache-2.0
 *
 * All tables in an SQLite database: days are DATE, counts INTEGER, what the article does not say is NULL.
 *
 *     articles           each article that was read, with its day; the key that all tables point at
 *     injuries, …        the tables; `row` is the place of a row, so that ORDER BY row is the order of the CSV
 *     run                run.json
 *
 * and, for a table that says what its rows are about (`one row per`, `dates`), views for what people ask:
 *
 *     injuries_latest    the newest row of each player and area
 *     injuries_timeline  from when to when: since, until (NULL: nobody says), and the article that tells
 *     injuries_by_player, injuries_by_area, injuries_by_month    counts
 */
#include "adapt/database.h"
#include "base/arena.h"
#include "output/cell.h"
#include "output/file.h"

struct sl_writer {
    sl_writer_plan plan;
    sl_file *file;
    sl_database *database;
    sl_insertion **rows; /* of each table */
    sl_insertion *articles;
};

/* --- SQL ---------------------------------------------------------------------------------------------------------- */

static void put_name(sl_str name, sl_buf *sql) {
    sl_buf_char(sql, '"');
    sl_cell_put(name, '"', sql);
    sl_buf_char(sql, '"');
}

/* A text of SQL in which $t is the name of the table and $0, $1, … are `names`. */
static void put_sql(const char *text, const sl_table_head *head, const sl_str *names, sl_buf *sql) {
    for (const char *p = text; *p; p++) {
        if (*p != '$') sl_buf_char(sql, *p);
        else if (*++p == 't') sl_cell_put(head->name, '"', sql);
        else sl_cell_put(names[*p - '0'], '"', sql);
    }
}

static void create_table(const sl_table_head *head, sl_buf *sql) {
    static const char *const types[] = {
        [SL_COLUMN_TEXT] = " TEXT", [SL_COLUMN_DAY] = " DATE", [SL_COLUMN_NUMBER] = " INTEGER"};
    put_sql("CREATE TABLE \"$t\" (row INTEGER PRIMARY KEY", head, NULL, sql);
    for (size_t i = 0; i < head->n_columns; i++) {
        sl_str name = head->columns[i].name;
        sl_buf_put(sql, SL_STR(", "));
        put_name(name, sql);
        sl_buf_put(sql, sl_str_of(types[head->columns[i].kind]));
        if (sl_str_eq(name, SL_STR("article"))) sl_buf_put(sql, SL_STR(" REFERENCES articles"));
    }
    sl_buf_put(sql, SL_STR(");\n"));
}

static void insert_row(const sl_table_head *head, sl_buf *sql) {
    put_sql("INSERT INTO \"$t\" VALUES (NULL", head, NULL, sql);
    for (size_t i = 0; i < head->n_columns; i++) sl_buf_put(sql, SL_STR(", ?"));
    sl_buf_put(sql, SL_STR(")"));
}

static void create_index(const sl_table_head *head, size_t column, sl_buf *sql) {
    if (column == SIZE_MAX) return;
    put_sql("CREATE INDEX \"$t $0\" ON \"$t\" (\"$0\");\n", head, &head->columns[column].name, sql);
}

static sl_str name_of(const sl_table_head *head, size_t column) {
    return column == SIZE_MAX ? (sl_str){0} : head->columns[column].name;
}

/* Views of a table with a subject. Those that need more columns than it has are left out. */
static void create_views(const sl_table_head *head, sl_buf *sql) {
    const sl_table_shape *s = head->shape;
    bool has_published = sl_table_column(head, SL_STR("published")) != SIZE_MAX;
    sl_str names[] = {name_of(head, s->subject), name_of(head, s->kind), name_of(head, s->past_from),
                      name_of(head, s->future_to), name_of(head, s->future_from)};
    if (names[0].n == 0 || !has_published || sl_table_column(head, SL_STR("article")) == SIZE_MAX) return;
    put_sql("CREATE VIEW \"$t_by_$0\" AS SELECT \"$0\", count(*) AS rows, count(DISTINCT article) AS articles, "
            "min(published) AS first, max(published) AS last FROM \"$t\" GROUP BY 1 ORDER BY 2 DESC, 1;\n",
            head, names, sql);
    if (names[1].n) {
        put_sql("CREATE VIEW \"$t_by_$1\" AS SELECT \"$1\", count(*) AS rows, count(DISTINCT \"$0\") AS \"$0s\" "
                "FROM \"$t\" GROUP BY 1 ORDER BY 2 DESC, 1;\n"
                "CREATE VIEW \"$t_latest\" AS SELECT * FROM \"$t\" WHERE row IN (SELECT first_value(row) OVER "
                "(PARTITION BY \"$0\", \"$1\" ORDER BY published DESC, row DESC) FROM \"$t\") ORDER BY \"$0\", row;\n",
                head, names, sql);
    }
    if (names[1].n && names[2].n) {
        put_sql("CREATE VIEW \"$t_by_month\" AS SELECT substr(coalesce(\"$2\", published), 1, 7) AS month, \"$1\", "
                "count(*) AS rows FROM \"$t\" GROUP BY 1, 2 ORDER BY 1, 2;\n",
                head, names, sql);
    }
    if (names[1].n && names[2].n && names[3].n && names[4].n) {
        put_sql("CREATE VIEW \"$t_timeline\" AS SELECT \"$0\", \"$1\", coalesce(\"$2\", published) AS since, "
                "coalesce(\"$3\", \"$4\") AS until, published, article, row FROM \"$t\" ORDER BY 1, 3, row;\n",
                head, names, sql);
    }
}

/* --- filling ------------------------------------------------------------------------------------------------------ */

static sl_status run(sl_writer *writer, sl_buf *sql, sl_error *err) {
    sl_buf_char(sql, '\0');
    if (sql->failed) return sl_fail(err, SL_NO_MEMORY, writer->plan.places[0], "out of memory");
    return sl_database_run(writer->database, sql->p, err);
}

static sl_status create_tables(sl_writer *writer, sl_buf *sql, sl_error *err) {
    sl_buf_put(sql, SL_STR("CREATE TABLE run (report TEXT);\n"
                           "CREATE TABLE articles (article TEXT PRIMARY KEY, published DATE) WITHOUT ROWID;\n"));
    for (size_t i = 0; i < writer->plan.n; i++) create_table(writer->plan.heads[i], sql);
    sl_status status = run(writer, sql, err);
    for (size_t i = 0; status == SL_OK && i < writer->plan.n; i++) {
        sl_buf_clear(sql);
        insert_row(writer->plan.heads[i], sql);
        sl_buf_char(sql, '\0');
        if (sql->failed) return sl_fail(err, SL_NO_MEMORY, writer->plan.places[0], "out of memory");
        status = sl_database_prepare(writer->database, sql->p, &writer->rows[i], err);
    }
    if (status) return status;
    /* Two records of a file may have the same name. */
    return sl_database_prepare(writer->database, "INSERT OR IGNORE INTO articles VALUES (?, ?)", &writer->articles,
                               err);
}

static void render_article(const sl_writer *writer, const sl_text *text, const sl_tables *tables, sl_buf *out) {
    (void)tables;
    char published[11];
    sl_day_print(text->published, published);
    sl_str cells[] = {text->name, sl_str_of(published)};
    static const sl_column columns[] = {{{"article", 7}, SL_COLUMN_TEXT}, {{"published", 9}, SL_COLUMN_DAY}};
    sl_cells_pack_row(&writer->plan.style, columns, 2, cells, out);
}

static sl_status append_article(sl_writer *writer, sl_str rendered, sl_error *err) {
    sl_str cell;
    for (size_t i = 0; sl_cells_next(&rendered, &cell); i++) sl_insertion_text(writer->articles, i, cell);
    return sl_insertion_run(writer->articles, err);
}

static void render(const sl_writer *writer, size_t table, const sl_table_rows *rows, sl_buf *out) {
    sl_cells_pack(&writer->plan, table, rows, out);
}

static sl_status append(sl_writer *writer, size_t table, sl_str rendered, sl_error *err) {
    const sl_table_head *head = writer->plan.heads[table];
    sl_insertion *insertion = writer->rows[table];
    sl_status status = SL_OK;
    sl_str cell;
    for (size_t i = 0; status == SL_OK && sl_cells_next(&rendered, &cell);) {
        if (head->columns[i].kind == SL_COLUMN_NUMBER) sl_insertion_number(insertion, i, cell);
        else sl_insertion_text(insertion, i, cell);
        if (++i < head->n_columns) continue;
        status = sl_insertion_run(insertion, err);
        i = 0;
    }
    return status;
}

/* --- the writer --------------------------------------------------------------------------------------------------- */

static void free_insertions(sl_writer *writer) {
    for (size_t i = 0; writer->rows && i < writer->plan.n; i++) {
        sl_insertion_free(writer->rows[i]);
        writer->rows[i] = NULL;
    }
    sl_insertion_free(writer->articles);
    writer->articles = NULL;
}

static sl_status insert_report(sl_writer *writer, sl_str report, sl_error *err) {
    sl_insertion *insertion;
    sl_status status = sl_database_prepare(writer->database, "INSERT INTO run VALUES (?)", &insertion, err);
    if (status) return status;
    sl_insertion_text(insertion, 0, report);
    status = sl_insertion_run(insertion, err);
    sl_insertion_free(insertion);
    return status;
}

/* Indexes and views come last: so rows are put in faster, and views need no table that is not there. */
static sl_status seal(sl_writer *writer, sl_str report, sl_error *err) {
    sl_status status = insert_report(writer, report, err);
    free_insertions(writer);
    sl_buf sql = {0};
    for (size_t i = 0; i < writer->plan.n; i++) {
        const sl_table_head *head = writer->plan.heads[i];
        create_index(head, sl_table_column(head, SL_STR("id")), &sql);
        create_index(head, sl_table_column(head, SL_STR("article")), &sql);
        if (!head->shape) continue;
        create_index(head, head->shape->subject, &sql);
        create_index(head, head->shape->kind, &sql);
        create_index(head, head->shape->past_from, &sql);
        create_views(head, &sql);
    }
    if (status == SL_OK) status = run(writer, &sql, err);
    if (status == SL_OK) status = sl_database_finish(writer->database, err);
    sl_buf_release(&sql);
    return status ? status : sl_file_seal(writer->file, err);
}

static sl_status publish(sl_writer *writer, sl_error *err) {
    return sl_file_publish(writer->file, err);
}

static void discard(sl_writer *writer) {
    if (writer && writer->file) sl_file_discard(writer->file);
}

static void close_database(sl_writer *writer) {
    if (!writer) return;
    free_insertions(writer);
    sl_database_close(writer->database);
    sl_file_close(writer->file);
    sl_heap_free(writer->rows);
    sl_heap_free(writer);
}

static sl_status open_database(const sl_writer_plan *plan, sl_writer **out, sl_error *err) {
    sl_writer *writer = sl_heap_alloc(1, sizeof *writer);
    if (!writer) return sl_fail(err, SL_NO_MEMORY, plan->places[0], "out of memory");
    writer->plan = *plan;
    writer->rows = sl_heap_alloc(plan->n, sizeof *writer->rows);
    sl_status status = writer->rows ? sl_file_create(plan->places[0], &writer->file, err)
                                    : sl_fail(err, SL_NO_MEMORY, plan->places[0], "out of memory");
    if (status == SL_OK) status = sl_database_create(sl_file_beside(writer->file), &writer->database, err);
    sl_buf sql = {0};
    if (status == SL_OK) status = create_tables(writer, &sql, err);
    sl_buf_release(&sql);
    if (status) close_database(writer);
    else *out = writer;
    return status;
}

const sl_writer_kind sl_writer_sqlite = {
    .open = open_database,
    .render = render,
    .append = append,
    .keeps_report = true,
    .seal = seal,
    .publish = publish,
    .discard = discard,
    .close = close_database,
    .render_article = render_article,
    .append_article = append_article,
};
