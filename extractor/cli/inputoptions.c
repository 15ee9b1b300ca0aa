/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/inputoptions.h"

#include "cli/message.h"

#include <stdio.h>

enum { FOLLOW, FILES_FROM, INCLUDE, EXCLUDE, FIELD, RECORDS, DATE, DATE_FROM_PATH, MAX_FILESIZE };

/* What says how an article is read stands last. */
static const sl_option options[SL_INPUT_OPTIONS] = {
    [FOLLOW] = {0, "follow", NULL, "go through symbolic links inside folders"},
    [FILES_FROM] = {0, "files-from", "FILE", "paths to read too, one a line or parted by NULs"},
    [INCLUDE] = {0, "include", "GLOB", "in folders and archives only such files"},
    [EXCLUDE] = {0, "exclude", "GLOB", "in folders and archives no such files or folders"},
    [FIELD] = {0, "field", "text=NAME", "a JSON field: text, title, date or id"},
    [RECORDS] = {0, "records", "A.B", "where in a JSON file the array of articles is"},
    [DATE] = {0, "date", "YYYY-MM-DD", "the date of the articles"},
    [DATE_FROM_PATH] = {0, "date-from-path", "REGEX", "finds the date of articles that tell none"},
    [MAX_FILESIZE] = {0, "max-filesize", "N[K|M]", "larger articles fail (default: 16M)"},
};

_Static_assert(SL_INPUT_OPTIONS - (int)FIELD == SL_READING_OPTIONS, "and these are all of them");

void sl_inputoptions_begin(sl_inputoptions *input, sl_options *scan, size_t n, sideline_job *job) {
    *input = (sl_inputoptions){.command = scan->command, .job = job};
    scan->more = options + SL_INPUT_OPTIONS - n;
    scan->n_more = n;
    job->reading.include = input->include;
    job->reading.exclude = input->exclude;
    job->reading.fields = input->fields;
}

void sl_inputoptions_end(sl_inputoptions *input) {
    sl_pathlist_free(&input->list);
}

static bool add_value(const sl_inputoptions *input, int option, const char *value, const char **list, size_t *n) {
    if (*n == SL_MOST_VALUES) {
        sl_message(input->command, "option \"--%s\" is given more than %d times", options[option].name, SL_MOST_VALUES);
        return false;
    }
    list[(*n)++] = value;
    return true;
}

static bool read_size(const sl_inputoptions *input, const char *text) {
    uint64_t n;
    const char *rest;
    bool good = sl_options_number(text, UINT32_MAX, &n, &rest);
    if (good && (*rest == 'K' || *rest == 'k')) n *= 1024, rest++;
    else if (good && (*rest == 'M' || *rest == 'm')) n *= 1024 * 1024, rest++;
    if (!good || *rest) {
        sl_message(input->command, "option \"--max-filesize\" wants a size such as 500K or 16M, not \"%s\"", text);
        return false;
    }
    input->job->max_filesize = n;
    return true;
}

static bool take(sl_inputoptions *input, int option, const char *value) {
    sideline_job *job = input->job;
    sideline_reading *reading = &job->reading;
    switch (option) {
    case FOLLOW: return job->follow = true;
    case FILES_FROM: input->files_from = value; return true;
    case INCLUDE: return add_value(input, option, value, input->include, &reading->n_include);
    case EXCLUDE: return add_value(input, option, value, input->exclude, &reading->n_exclude);
    case FIELD: return add_value(input, option, value, input->fields, &reading->n_fields);
    case RECORDS: reading->records = value; return true;
    case DATE: job->extract.date = value; return true;
    case DATE_FROM_PATH: reading->date_from_path = value; return true;
    case MAX_FILESIZE: return read_size(input, value);
    default: return false;
    }
}

int sl_inputoptions_next(sl_inputoptions *input, sl_options *scan, const char **value) {
    int own = (int)scan->n, before = SL_INPUT_OPTIONS - (int)scan->n_more, option;
    while ((option = sl_options_next(scan, value)) >= own) {
        option += before - own;
        if (!take(input, option, *value)) return SL_OPTIONS_BAD;
        input->given = options[option].name;
    }
    return option;
}

void sl_inputoptions_print(const char *heading, size_t n) {
    printf("\n%s\n", heading);
    sl_options_print(options + SL_INPUT_OPTIONS - n, n);
}

bool sl_inputoptions_paths(sl_inputoptions *input, const char *const *operands, size_t n) {
    if (!sl_pathlist_make(input->command, operands, n, input->files_from, &input->list)) return false;
    input->job->paths = input->list.paths;
    input->job->n_paths = input->list.n;
    if (n || input->files_from) return true;
    sl_message(input->command, "no articles named; \"sideline %s --help\" tells more", input->command);
    return false;
}
