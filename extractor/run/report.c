/* SPDX-License-Identifier: Apache-2.0 */
#include "run/report.h"

#include "adapt/versions.h"
#include "base/arena.h"
#include "base/bounds.h"
#include "output/json.h"

/* Encodings are few: ICU knows some forty. */
enum { MAX_ENCODINGS = 64 };

typedef struct {
    char name[32];
    uint64_t articles;
} encoding_count;

typedef struct {
    sl_str article, reason;
} failure;

struct sl_report {
    const sl_report_plan *plan;
    sl_arena arena; /* failures */
    SL_ARRAY(failure) failures;
    uint64_t *rows; /* of each table */
    uint64_t read, failed, binary;
    sl_inputs_counts left_out;
    uint64_t no_date, impossible_date, other_language, repaired, regex_limits, cut, episodes_cut;
    encoding_count encodings[MAX_ENCODINGS]; /* by name */
    size_t n_encodings;
};

sl_report *sl_report_new(const sl_report_plan *plan) {
    sl_report *report = sl_heap_alloc(1, sizeof *report);
    if (!report) return NULL;
    report->plan = plan;
    sl_arena_init(&report->arena, 0, NULL);
    report->rows = sl_heap_alloc(plan->n_heads, sizeof *report->rows);
    if (report->rows) return report;
    sl_heap_free(report);
    return NULL;
}

void sl_report_free(sl_report *report) {
    if (!report) return;
    sl_arena_release(&report->arena);
    sl_heap_free(report->rows);
    sl_heap_free(report);
}

void sl_report_binary(sl_report *report) {
    report->binary++;
}

void sl_report_left_out(sl_report *report, const sl_inputs_counts *counts) {
    report->left_out = *counts;
}

/* Kept sorted, so that the order of articles does not show. */
static void count_encoding(sl_report *report, const char *name) {
    if (!name) return;
    size_t i = 0;
    while (i < report->n_encodings && strcmp(report->encodings[i].name, name) < 0) i++;
    encoding_count *e = &report->encodings[i];
    if (i == report->n_encodings || strcmp(e->name, name) != 0) {
        if (report->n_encodings == MAX_ENCODINGS) return;
        memmove(e + 1, e, (report->n_encodings - i) * sizeof *e);
        *e = (encoding_count){0};
        snprintf(e->name, sizeof e->name, "%s", name);
        report->n_encodings++;
    }
    e->articles++;
}

void sl_report_article(sl_report *report, const sl_article_report *article) {
    report->read++;
    report->no_date += article->no_date;
    report->impossible_date += article->impossible_date;
    report->other_language += article->other_language;
    report->repaired += article->repaired;
    report->regex_limits += article->regex_limits;
    report->cut += article->cut;
    count_encoding(report, article->encoding);
}

void sl_report_rows(sl_report *report, size_t table, uint64_t rows) {
    report->rows[table] += rows;
}

void sl_report_episodes_cut(sl_report *report, uint64_t cut) {
    report->episodes_cut = cut;
}

static sl_status no_memory(sl_error *err) {
    return sl_fail(err, SL_NO_MEMORY, SL_STR("run.json"), "out of memory");
}

sl_status sl_report_failure(sl_report *report, sl_str article, sl_str reason, sl_error *err) {
    report->failed++;
    if (report->failures.n == SL_MAX_FAILURES_LISTED) return SL_OK;
    jmp_buf recover;
    report->arena.recover = &recover;
    if (setjmp(recover)) return no_memory(err);
    failure kept = {sl_arena_copy(&report->arena, article), sl_arena_copy(&report->arena, reason)};
    *sl_push(&report->arena, &report->failures) = kept;
    return SL_OK;
}

static void write_versions(sl_json *json) {
    sl_version versions[SL_VERSIONS];
    sl_versions_read(versions);
    sl_json_text(json, "sideline", sl_str_of(SL_VERSION));
    sl_json_open(json, "libraries", '{');
    for (size_t i = 0; i < SL_VERSIONS; i++) sl_json_text(json, versions[i].name, sl_str_of(versions[i].version));
    sl_json_close(json, '}');
}

static void write_list(sl_json *json, const char *key, const char *const *list, size_t n) {
    if (n == 0) return;
    sl_json_open(json, key, '[');
    for (size_t i = 0; i < n; i++) sl_json_text(json, "", sl_str_of(list[i]));
    sl_json_close(json, ']');
}

/* How articles are found and read; what was not asked for is not told. */
static void write_reading(const sl_report_plan *plan, sl_json *json) {
    static const char *const fields[SL_FIELDS] = {"text field", "title field", "date field", "id field"};
    const sl_reading *r = plan->reading;
    if (r->date) sl_json_text(json, "date", sl_str_of(r->date));
    if (r->date_from_path) sl_json_text(json, "date-from-path", sl_str_of(r->date_from_path));
    for (size_t i = 0; i < SL_FIELDS; i++)
        if (r->fields.path[i].n) sl_json_text(json, fields[i], r->fields.path[i]);
    if (r->records) sl_json_text(json, "records", sl_str_of(r->records));
    write_list(json, "include", r->globs.include, r->globs.n_include);
    write_list(json, "exclude", r->globs.exclude, r->globs.n_exclude);
}

static void write_options(const sl_report_plan *plan, sl_json *json) {
    char digest[17];
    snprintf(digest, sizeof digest, "%016llx", (unsigned long long)plan->digest);
    sl_json_open(json, "rules", '{');
    sl_json_text(json, "file", plan->rules.n ? plan->rules : SL_STR("built in"));
    sl_json_text(json, "digest", sl_str_of(digest));
    sl_json_close(json, '}');
    sl_json_open(json, "options", '{');
    write_reading(plan, json);
    sl_json_number(json, "max-filesize", plan->reading->max_filesize);
    sl_json_bool(json, "follow", plan->reading->follow);
    sl_json_bool(json, "gate", plan->reading->gate);
    sl_json_text(json, "delimiter", (sl_str){&plan->delimiter, 1});
    sl_json_bool(json, "excel", plan->excel);
    sl_json_bool(json, "raw", plan->raw);
    sl_json_close(json, '}');
    sl_json_open(json, "paths", '[');
    for (size_t i = 0; i < plan->reading->n_paths; i++) sl_json_text(json, "", sl_str_of(plan->reading->paths[i]));
    sl_json_close(json, ']');
}

/* ---- for the journal ---- */

static void put_condition(const char *what, sl_str value, sl_buf *out) {
    sl_buf_put(out, sl_str_of(what));
    sl_buf_char(out, '\t');
    for (size_t i = 0; i < value.n; i++) {
        if (value.p[i] == '\n') sl_buf_put(out, SL_STR("\\n"));
        else sl_buf_char(out, value.p[i]);
    }
    sl_buf_char(out, '\n');
}

static void put_flag(const char *what, bool on, sl_buf *out) {
    put_condition(what, on ? SL_STR("yes") : SL_STR("no"), out);
}

static void put_list(const char *what, const char *const *list, size_t n, sl_buf *out) {
    sl_buf joined = {0};
    for (size_t i = 0; i < n; i++) {
        if (i) sl_buf_char(&joined, ' ');
        sl_buf_put(&joined, sl_str_of(list[i]));
    }
    put_condition(what, sl_buf_str(&joined), out);
    out->failed = out->failed || joined.failed;
    sl_buf_release(&joined);
}

static void put_reading(const sl_report_plan *plan, sl_buf *out) {
    static const char *const fields[SL_FIELDS] = {"--field text", "--field title", "--field date", "--field id"};
    const sl_reading *r = plan->reading;
    char size[24];
    snprintf(size, sizeof size, "%llu", (unsigned long long)r->max_filesize);
    put_condition("--date", sl_str_of(r->date), out);
    put_condition("--date-from-path", sl_str_of(r->date_from_path), out);
    for (size_t i = 0; i < SL_FIELDS; i++) put_condition(fields[i], r->fields.path[i], out);
    put_condition("--records", sl_str_of(r->records), out);
    put_list("--include", r->globs.include, r->globs.n_include, out);
    put_list("--exclude", r->globs.exclude, r->globs.n_exclude, out);
    put_condition("--max-filesize", sl_str_of(size), out);
    put_flag("--follow", r->follow, out);
}

void sl_report_conditions(const sl_report_plan *plan, sl_buf *out) {
    sl_version versions[SL_VERSIONS];
    char digest[17];
    sl_versions_read(versions);
    snprintf(digest, sizeof digest, "%016llx", (unsigned long long)plan->digest);
    put_condition("form of the journal", SL_STR("1"), out);
    put_condition("version of sideline", SL_STR(SL_VERSION), out);
    for (size_t i = 0; i < SL_VERSIONS; i++) {
        char what[64];
        snprintf(what, sizeof what, "version of %s", versions[i].name);
        put_condition(what, sl_str_of(versions[i].version), out);
    }
    put_condition("set of rules and lists", sl_str_of(digest), out);
    put_reading(plan, out);
    put_condition("--delimiter", (sl_str){&plan->delimiter, 1}, out);
    put_flag("--excel", plan->excel, out);
    put_flag("--raw", plan->raw, out);
}

/* ---- run.json ---- */

static void write_articles(const sl_report *report, sl_json *json) {
    sl_json_open(json, "articles", '{');
    sl_json_number(json, "read", report->read);
    sl_json_number(json, "failed", report->failed);
    sl_json_number(json, "without date", report->no_date);
    sl_json_number(json, "impossible date", report->impossible_date);
    sl_json_number(json, "other language", report->other_language);
    sl_json_number(json, "repaired", report->repaired);
    sl_json_close(json, '}');
    sl_json_open(json, "encodings", '{');
    for (size_t i = 0; i < report->n_encodings; i++) {
        sl_json_number(json, report->encodings[i].name, report->encodings[i].articles);
    }
    sl_json_close(json, '}');
}

static void write_skipped(const sl_report *report, sl_json *json) {
    const sl_walk_counts *walk = &report->left_out.walk;
    sl_json_open(json, "skipped", '{');
    sl_json_number(json, "hidden", walk->hidden);
    sl_json_number(json, "binary", report->binary + walk->binary);
    sl_json_number(json, "links", walk->links);
    sl_json_number(json, "dangling links", walk->dangling);
    sl_json_number(json, "loops", walk->loops);
    sl_json_number(json, "fifos", walk->fifos);
    sl_json_number(json, "devices", walk->devices);
    sl_json_number(json, "sockets", walk->sockets);
    sl_json_number(json, "own output", walk->own);
    sl_json_number(json, "excluded", walk->excluded);
    sl_json_number(json, "named twice", report->left_out.again);
    sl_json_close(json, '}');
}

/* Where a bound was reached: never silence. */
static void write_limits(const sl_report *report, sl_json *json) {
    sl_json_open(json, "limits", '{');
    sl_json_number(json, "regex", report->regex_limits);
    sl_json_number(json, "cut", report->cut);
    sl_json_number(json, "folder depth", report->left_out.walk.too_deep);
    sl_json_number(json, "episodes", report->episodes_cut);
    sl_json_close(json, '}');
}

static void write_rows(const sl_report *report, uint64_t names, sl_json *json) {
    sl_json_open(json, "rows", '{');
    for (size_t i = 0; i < report->plan->n_heads; i++) {
        char name[256]; /* a table's name is a word of the rule file */
        sl_str table = report->plan->heads[i]->name;
        snprintf(name, sizeof name, "%.*s", (int)(table.n < sizeof name ? table.n : sizeof name - 1), table.p);
        sl_json_number(json, name, report->rows[i]);
    }
    sl_json_number(json, "names", names);
    sl_json_close(json, '}');
}

static void write_failures(const sl_report *report, sl_json *json) {
    sl_json_open(json, "failed", '[');
    for (size_t i = 0; i < report->failures.n; i++) {
        sl_json_open(json, "", '{');
        sl_json_text(json, "article", report->failures.v[i].article);
        sl_json_text(json, "reason", report->failures.v[i].reason);
        sl_json_close(json, '}');
    }
    sl_json_close(json, ']');
}

void sl_report_write(const sl_report *report, uint64_t names, sl_buf *out) {
    sl_json json = {.out = out};
    sl_json_open(&json, "", '{');
    write_versions(&json);
    write_options(report->plan, &json);
    write_articles(report, &json);
    write_skipped(report, &json);
    write_limits(report, &json);
    write_rows(report, names, &json);
    write_failures(report, &json);
    sl_json_close(&json, '}');
}
