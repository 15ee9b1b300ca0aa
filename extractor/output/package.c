/* SPDX-License-Identifier: Apache-2.0 */
#include "output/package.h"

#include "output/json.h"

static void put_file(sl_json *json, const char *key, const sl_table_head *head) {
    sl_buf name = {0};
    sl_buf_put(&name, head->name);
    sl_buf_put(&name, SL_STR(".csv"));
    if (name.failed) json->out->failed = true;
    sl_json_text(json, key, sl_buf_str(&name));
    sl_buf_release(&name);
}

static sl_str line_end(const sl_writer_plan *plan) {
    return plan->style.excel ? SL_STR("\r\n") : SL_STR("\n");
}

/* --- Frictionless ------------------------------------------------------------------------------------------------- */

static const char *frictionless_type(sl_column_kind kind) {
    return kind == SL_COLUMN_DAY ? "date" : kind == SL_COLUMN_NUMBER ? "integer" : "string";
}

static void put_field(sl_json *json, const sl_column *column) {
    sl_json_open(json, "", '{');
    sl_json_text(json, "name", column->name);
    sl_json_text(json, "type", sl_str_of(frictionless_type(column->kind)));
    if (column->kind == SL_COLUMN_DAY) sl_json_text(json, "format", SL_STR("%Y-%m-%d"));
    sl_json_close(json, '}');
}

static void put_resource(const sl_writer_plan *plan, const sl_table_head *head, sl_json *json) {
    sl_json_open(json, "", '{');
    sl_json_text(json, "name", head->name);
    sl_json_text(json, "profile", SL_STR("tabular-data-resource"));
    put_file(json, "path", head);
    sl_json_text(json, "format", SL_STR("csv"));
    sl_json_text(json, "mediatype", SL_STR("text/csv"));
    sl_json_text(json, "encoding", plan->style.excel ? SL_STR("utf-8-sig") : SL_STR("utf-8"));
    sl_json_open(json, "dialect", '{');
    sl_json_text(json, "delimiter", (sl_str){&plan->style.delimiter, 1});
    sl_json_text(json, "lineTerminator", line_end(plan));
    sl_json_text(json, "quoteChar", SL_STR("\""));
    sl_json_bool(json, "doubleQuote", true);
    sl_json_bool(json, "skipInitialSpace", false);
    sl_json_close(json, '}');
    sl_json_open(json, "schema", '{');
    sl_json_open(json, "fields", '[');
    for (size_t i = 0; i < head->n_columns; i++) put_field(json, &head->columns[i]);
    sl_json_close(json, ']');
    sl_json_open(json, "missingValues", '[');
    sl_json_text(json, "", SL_STR(""));
    sl_json_close(json, ']');
    sl_json_close(json, '}');
    sl_json_close(json, '}');
}

void sl_package_frictionless(const sl_writer_plan *plan, sl_buf *out) {
    sl_json json = {.out = out};
    sl_json_open(&json, "", '{');
    sl_json_text(&json, "profile", SL_STR("tabular-data-package"));
    sl_json_text(&json, "name", SL_STR("sideline"));
    sl_json_text(&json, "title", SL_STR("Tables that sideline extracted from articles"));
    sl_json_open(&json, "resources", '[');
    for (size_t i = 0; i < plan->n; i++) put_resource(plan, plan->heads[i], &json);
    sl_json_close(&json, ']');
    sl_json_close(&json, '}');
}

/* --- CSV on the Web ----------------------------------------------------------------------------------------------- */

static void put_column(sl_json *json, const sl_column *column) {
    sl_json_open(json, "", '{');
    sl_json_text(json, "name", column->name);
    sl_json_text(json, "titles", column->name);
    if (column->kind == SL_COLUMN_DAY) {
        sl_json_open(json, "datatype", '{');
        sl_json_text(json, "base", SL_STR("date"));
        sl_json_text(json, "format", SL_STR("yyyy-MM-dd"));
        sl_json_close(json, '}');
    } else {
        sl_json_text(json, "datatype", column->kind == SL_COLUMN_NUMBER ? SL_STR("integer") : SL_STR("string"));
    }
    sl_json_close(json, '}');
}

static void put_table(const sl_table_head *head, sl_json *json) {
    sl_json_open(json, "", '{');
    put_file(json, "url", head);
    sl_json_open(json, "tableSchema", '{');
    sl_json_open(json, "columns", '[');
    for (size_t i = 0; i < head->n_columns; i++) put_column(json, &head->columns[i]);
    sl_json_close(json, ']');
    sl_json_close(json, '}');
    sl_json_close(json, '}');
}

void sl_package_csvw(const sl_writer_plan *plan, sl_buf *out) {
    sl_json json = {.out = out};
    sl_json_open(&json, "", '{');
    sl_json_text(&json, "@context", SL_STR("http://www.w3.org/ns/csvw"));
    sl_json_text(&json, "dc:title", SL_STR("Tables that sideline extracted from articles"));
    sl_json_open(&json, "dialect", '{');
    sl_json_text(&json, "delimiter", (sl_str){&plan->style.delimiter, 1});
    sl_json_text(&json, "encoding", SL_STR("utf-8"));
    sl_json_open(&json, "lineTerminators", '[');
    sl_json_text(&json, "", line_end(plan));
    sl_json_close(&json, ']');
    sl_json_text(&json, "quoteChar", SL_STR("\""));
    sl_json_bool(&json, "doubleQuote", true);
    sl_json_bool(&json, "header", true);
    sl_json_close(&json, '}');
    sl_json_open(&json, "tables", '[');
    for (size_t i = 0; i < plan->n; i++) put_table(plan->heads[i], &json);
    sl_json_close(&json, ']');
    sl_json_close(&json, '}');
}
