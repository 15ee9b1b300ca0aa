/* SPDX-License-Identifier: Apache-2.0 */
#include <sys/stat.h>
#include <unistd.h>

#include "run/inputs.h"

#include "base/arena.h"

/* A path of the command line without slashes at its end, and which one it is. */
typedef struct {
    sl_str path;
    size_t number;
} operand;

struct sl_inputs {
    const sl_reading *reading;
    const char *output; /* "": standard output */
    operand *operands;  /* sorted by path, then number */
    size_t next;        /* operand to begin with when `walk` is NULL */
    sl_walk *walk;      /* of operand next - 1 */
    sl_reader *reader;  /* of a file that holds many articles */
    sl_reader_options reader_options;
    sl_inputs_counts counts; /* of walks and readers that have ended */
    uint64_t position;       /* the same */
    bool has_output;
    uint64_t device, inode; /* of the output */
};

static int by_path(const void *va, const void *vb) {
    const operand *a = va, *b = vb;
    int order = sl_str_cmp(a->path, b->path);
    if (order) return order;
    return a->number < b->number ? -1 : a->number > b->number;
}

static sl_str without_slashes(const char *path) {
    sl_str s = sl_str_of(path);
    while (s.n > 1 && s.p[s.n - 1] == '/') s.n--;
    return s;
}

/* The first operand that is `path`; n_paths if there is none. */
static size_t find_operand(const sl_inputs *inputs, sl_str path) {
    size_t low = 0, high = inputs->reading->n_paths;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (sl_str_cmp(inputs->operands[middle].path, path) < 0) low = middle + 1;
        else high = middle;
    }
    bool found = low < inputs->reading->n_paths && sl_str_eq(inputs->operands[low].path, path);
    return found ? inputs->operands[low].number : inputs->reading->n_paths;
}

/* The operand that leads to `path` with the fewest steps. */
static size_t most_exact(const sl_inputs *inputs, sl_str path) {
    for (;;) {
        size_t found = find_operand(inputs, path);
        if (found < inputs->reading->n_paths) return found;
        size_t slash = path.n;
        while (slash && path.p[slash - 1] != '/') slash--;
        if (slash < 2) return inputs->reading->n_paths;
        path.n = slash - 1;
    }
}

static bool identify(const char *path, struct stat *st) {
    if (path[0]) return stat(path, st) == 0;
    return fstat(STDOUT_FILENO, st) == 0 && S_ISREG(st->st_mode);
}

void sl_inputs_exclude_output(sl_inputs *inputs) {
    struct stat st;
    inputs->has_output = identify(inputs->output, &st);
    if (!inputs->has_output) return;
    inputs->device = st.st_dev;
    inputs->inode = st.st_ino;
}

static bool is_output(void *context, const char *path, uint64_t device, uint64_t inode) {
    const sl_inputs *inputs = context;
    (void)path;
    return inputs->has_output && device == inputs->device && inode == inputs->inode;
}

/* A walk looks whether all its paths exist before it yields the first: this one is opened for nothing else. */
static sl_status check_paths(sl_inputs *inputs, sl_error *err) {
    const sl_reading *reading = inputs->reading;
    sl_walk *walk = sl_walk_open(reading->paths, reading->n_paths, &(sl_walk_options){0}, err);
    if (!walk) return err->status;
    sl_walk_close(walk);
    for (size_t i = 0; i < reading->n_paths; i++) {
        struct stat st;
        if (stat(reading->paths[i], &st) != 0 || !is_output(inputs, reading->paths[i], st.st_dev, st.st_ino)) continue;
        return sl_fail(err, SL_BAD_USAGE, SL_STR(""), "'%s' is also the output; write somewhere else",
                       reading->paths[i]);
    }
    return SL_OK;
}

sl_status sl_inputs_new(const sl_inputs_options *options, sl_inputs **out, sl_error *err) {
    const sl_reading *reading = options->reading;
    sl_inputs *inputs = sl_heap_alloc(1, sizeof *inputs);
    operand *operands = sl_heap_alloc(reading->n_paths, sizeof *operands);
    if (!inputs || !operands) {
        sl_heap_free(inputs);
        sl_heap_free(operands);
        return sl_fail(err, SL_NO_MEMORY, SL_STR(""), "no memory for the paths");
    }
    for (size_t i = 0; i < reading->n_paths; i++) operands[i] = (operand){without_slashes(reading->paths[i]), i};
    qsort(operands, reading->n_paths, sizeof *operands, by_path);
    *inputs = (sl_inputs){.reading = reading, .output = options->output ? options->output : "", .operands = operands};
    inputs->reader_options = (sl_reader_options){.limit = reading->max_filesize,
                                                 .records = sl_str_of(reading->records),
                                                 .globs = &reading->globs,
                                                 .stop = options->stop};
    sl_inputs_exclude_output(inputs);
    sl_status status = check_paths(inputs, err);
    if (status) sl_inputs_free(inputs);
    else *out = inputs;
    return status;
}

static void end_reader(sl_inputs *inputs) {
    if (!inputs->reader) return;
    sl_walk_counts counts = sl_reader_left_out(inputs->reader);
    sl_walk_counts_add(&inputs->counts.walk, &counts);
    inputs->position += sl_reader_position(inputs->reader);
    sl_reader_close(inputs->reader);
    inputs->reader = NULL;
}

static void end_walk(sl_inputs *inputs) {
    if (!inputs->walk) return;
    sl_walk_counts counts = sl_walk_left_out(inputs->walk);
    sl_walk_counts_add(&inputs->counts.walk, &counts);
    sl_walk_close(inputs->walk);
    inputs->walk = NULL;
}

void sl_inputs_free(sl_inputs *inputs) {
    if (!inputs) return;
    end_reader(inputs);
    end_walk(inputs);
    sl_heap_free(inputs->operands);
    sl_heap_free(inputs);
}

static bool next_walk(sl_inputs *inputs, sl_status *status, sl_error *err) {
    const sl_reading *reading = inputs->reading;
    end_walk(inputs);
    while (inputs->next < reading->n_paths) {
        size_t number = inputs->next++;
        if (find_operand(inputs, without_slashes(reading->paths[number])) != number) {
            inputs->counts.again++;
            continue;
        }
        sl_walk_options walk = {
            .follow = reading->follow, .globs = &reading->globs, .never = is_output, .context = inputs};
        inputs->walk = sl_walk_open(&reading->paths[number], 1, &walk, err);
        if (!inputs->walk) *status = err->status;
        return inputs->walk != NULL;
    }
    return false;
}

bool sl_inputs_next_file(sl_inputs *inputs, sl_walk_entry *entry, sl_status *status, sl_error *err) {
    for (;;) {
        if (!inputs->walk && !next_walk(inputs, status, err)) return false;
        if (!sl_walk_next(inputs->walk, entry)) {
            end_walk(inputs);
            continue;
        }
        if (entry->named || most_exact(inputs, sl_str_of(entry->path)) == inputs->next - 1) return true;
        inputs->counts.again++;
    }
}

/* A file that holds many articles is opened, and gives none yet: `found` stays false. */
static sl_status begin_file(sl_inputs *inputs, const sl_walk_entry *entry, sl_document *document, bool *found,
                            sl_error *err) {
    const sl_error *why = entry->failed ? &entry->error : NULL;
    if (!why && sl_reader_needed(entry->name)) {
        inputs->reader = sl_reader_open(entry->path, entry->name, &inputs->reader_options, err);
        if (inputs->reader) return SL_OK;
        if (err->status == SL_NO_MEMORY || err->status == SL_STOPPED) return err->status;
        why = err;
    }
    *found = true;
    if (!sl_document_begin(document, entry->name, entry->path, entry->named))
        return sl_fail(err, SL_NO_MEMORY, SL_STR(""), "out of memory");
    if (why) sl_document_fail(document, why);
    return SL_OK;
}

bool sl_inputs_next(sl_inputs *inputs, sl_document *document, sl_status *status, sl_error *err) {
    sl_walk_entry entry;
    bool found = false;
    while (*status == SL_OK && !found) {
        if (inputs->reader) {
            *status = sl_reader_next(inputs->reader, document, &found, err);
            if (!found) end_reader(inputs);
        } else if (sl_inputs_next_file(inputs, &entry, status, err)) {
            *status = begin_file(inputs, &entry, document, &found, err);
        } else {
            break;
        }
    }
    return found && *status == SL_OK;
}

uint64_t sl_inputs_position(const sl_inputs *inputs) {
    return inputs->position + (inputs->reader ? sl_reader_position(inputs->reader) : 0);
}

sl_inputs_counts sl_inputs_left_out(const sl_inputs *inputs) {
    sl_inputs_counts sum = inputs->counts;
    if (inputs->reader) {
        sl_walk_counts more = sl_reader_left_out(inputs->reader);
        sl_walk_counts_add(&sum.walk, &more);
    }
    if (inputs->walk) {
        sl_walk_counts more = sl_walk_left_out(inputs->walk);
        sl_walk_counts_add(&sum.walk, &more);
    }
    return sum;
}
