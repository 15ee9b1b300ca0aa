/* SPDX-License-Identifier: Apache-2.0
 *
 * The compiler's own state, shared by compile*.c. From declarations to program, in this order: types, lists, patterns,
 * rules, tables; each step may look up what the ones before it made.
 */
#ifndef SL_RULE_COMPILER_P_H
#define SL_RULE_COMPILER_P_H

#include "rule/compiled.h"

typedef struct {
    sl_program *program;
    sl_arena *out;                /* the program's arena */
    const sl_declared *declared;
    const sl_library *library;
    const sl_word_reader *dates;
    sl_diagnostics *d;
    sl_gazetteer_builder *gazetteer;
    SL_ARRAY(sl_source *) sources;
    SL_ARRAY(sl_str) triggers;    /* words of the gate, in the order of their numbers */
    uint32_t depth;               /* macros inside macros */
    sl_error *err;
} sl_compiler;

/** Reads a list or rule file through the library; an error at `where` and NULL where that fails. */
const sl_source *sl_compile_read(sl_compiler *c, const sl_located *where, sl_str from, sl_str name);

/** A type by its name; SL_NO_TYPE where there is none. */
sl_type_id sl_compile_type(const sl_compiler *c, sl_str name);
/** As sl_compile_type, with an error that names the nearest known one. `where` holds `name`. */
sl_type_id sl_compile_known_type(sl_compiler *c, const sl_located *where, sl_str name);
sl_type_id sl_compile_new_type(sl_compiler *c, sl_str name, sl_type_kind kind);
/** The possessive or named form of a person type, made when first asked for. */
sl_type_id sl_compile_form(sl_compiler *c, sl_type_id plain, sl_type_form form);

void sl_compile_lists(sl_compiler *c);

/** Parses, binds and compiles a pattern. NULL after an error. `captures` false: it is only asked whether it matches. */
const sl_pattern *sl_compile_pattern(sl_compiler *c, const sl_located *text, bool captures);

/** A pattern with {name} before or behind it: for `after` and `before` of a person. */
const sl_pattern *sl_compile_beside(sl_compiler *c, const sl_located *text, bool name_first);

/** One thing in braces, {date as injured}: its type, and the names for its columns. */
bool sl_compile_thing(sl_compiler *c, const sl_located *braces, sl_type_id *type, sl_symbol *name, sl_symbol *as);
bool sl_compile_unless(sl_compiler *c, const sl_declared_unless *from, sl_unless *to);
void sl_compile_rules(sl_compiler *c);
void sl_compile_tables(sl_compiler *c);
/** Roles of dates: prefixes of columns (injured_from), so they are only interned. */
const sl_symbol *sl_compile_roles(sl_compiler *c, const sl_words *words, size_t *n);
void sl_compile_persons(sl_compiler *c);

/** Hashes of single words, sorted. */
const uint32_t *sl_compile_hashes(sl_compiler *c, const sl_words *words, size_t *n);

/** gate.c: what every match of a bound pattern needs. */
void sl_gate_derive(sl_compiler *c, const sl_node *tree, sl_pattern *pattern);

#endif
