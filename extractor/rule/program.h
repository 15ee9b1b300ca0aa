/* SPDX-License-Identifier: Apache-2.0
 *
 * A compiled rule file: what the rest of the engine runs. Immutable once built, shared by all threads.
 */
#ifndef SL_RULE_PROGRAM_H
#define SL_RULE_PROGRAM_H

#include "base/error.h"
#include "rule/diagnostic.h"
#include "rule/head.h"

typedef struct sl_program sl_program;

/** What is kept for the next time: lists as they were compiled; that rules were compiled without a fault. */
typedef enum { SL_KEPT_LISTS, SL_KEPT_RULES } sl_kept;

/** Where rule files and lists come from: a folder, or the ones built into the binary. */
typedef struct sl_library sl_library;
struct sl_library {
    /**
     * Reads the file `name`, as a `use:` or `list` line of the file `from` gives it (`from` is empty for the first).
     * @param path  out: how to call it in messages, and as `from` in turn
     */
    sl_status (*read)(const sl_library *self, sl_str from, sl_str name, sl_arena *out, sl_str *path, sl_str *bytes,
                      sl_error *err);
    /** sl_hash_long of the bytes of the file that it calls `path`; 0, or NULL for the function: nobody knows it yet. */
    uint64_t (*hash)(const sl_library *self, sl_str path);
    /**
     * What was kept before (rule/image.h), aligned to 8 bytes; may be anything. NULL: nothing is kept.
     * @param key    tells it apart from others of its kind
     * @param out    NULL: it is only asked whether there is something; `image` is not set then
     * @return false where there is nothing for the key
     */
    bool (*recall)(const sl_library *self, sl_kept kind, uint64_t key, sl_arena *out, sl_str *image);
    /** Keeps what is made of `n` parts, if it can. NULL: it cannot. */
    void (*keep)(const sl_library *self, sl_kept kind, uint64_t key, const sl_str *parts, size_t n);
    /** Its files and its image are parts of the program, and were compiled without a fault when that was built. */
    bool is_built_in;
};

/** Files on disk; names are taken relative to the folder of `from`. */
extern const sl_library sl_library_disk;
/** The football rules and lists in the binary. */
extern const sl_library sl_library_builtin;
/** Name of the first file of sl_library_builtin. */
#define SL_BUILTIN_RULES SL_STR("football.rules")

/** How the date floor, which lies above, reads a row of the list of date words; it alone knows what they mean. */
typedef struct {
    size_t size; /* of one word read */
    /** @return SL_BAD_RULES with a message that says what is wrong with the cells */
    sl_status (*read)(sl_str kind, sl_str value, void *word, sl_error *err);
} sl_word_reader;

/**
 * Reads, checks and compiles `name` and all that it uses.
 * @return NULL where `diagnostics` has errors (or memory ran out: err->status SL_NO_MEMORY); free with
 *         sl_program_free
 */
sl_program *sl_program_load(const sl_library *library, sl_str name, const sl_word_reader *dates,
                            sl_diagnostics *diagnostics, sl_error *err);
void sl_program_free(sl_program *program);

/** The tables that the rules declare, in their order, then mentions and suppressed. */
size_t sl_program_tables(const sl_program *program, const sl_table_head *const **heads);

/** The same and, where one of them is followed from article to article, behind them episodes. */
size_t sl_program_files(const sl_program *program, const sl_table_head *const **heads);

/** Hash of all that was read: rules and lists, names and bytes. Stands in run.json. */
uint64_t sl_program_digest(const sl_program *program);

typedef struct {
    size_t rules, patterns, lists, entries, tests;
} sl_program_size;
sl_program_size sl_program_measure(const sl_program *program);

#endif
