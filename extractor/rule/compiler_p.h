/* SPDX-License-Identifier: Apache-2.0
 *
 * The compiler's own state, shared by compile*.c. From declarations to program, in this order: types, lists, patterns,
 * rules, tables; each step may look up what the ones before it made.
 */
#ifndef SL_RULE_COMPILER_P_H
#define SL_RULE_COMPILER_P_H

#include "base/bounds.h"
#include "rule/compiled.h"
#include "rule/csvfile.h"
#include "rule/nameindex.h"
#include "rule/phrase_p.h"

enum {
    SL_MAX_REGEX = 8 * SL_MAX_PATTERN, /* bytes of PCRE2's text: lists inside lists double at each step */
    SL_MAX_CAPTURES = 127,             /* a matcher reports so many groups */
    SL_MAX_TABLES = 64                 /* each is a file of its own, held open */
};

/** How far putting in macros has gone, against its bounds. */
typedef struct {
    size_t letters;   /* with those of the macros that were put in */
    uint32_t nesting; /* of groups */
    uint32_t depth;   /* of macros inside macros */
} sl_expansion;

typedef SL_ARRAY(sl_str) sl_strings;

/** In the text of a regex: what PCRE2 may refuse. */
typedef struct {
    size_t at;
    const sl_node *node;
} sl_emit_mark;
typedef SL_ARRAY(sl_emit_mark) sl_emit_marks;

/** A macro on its way. Its tree is made once, and stands wherever the macro is named; all is in c->trees. */
struct sl_macro {
    enum { SL_MACRO_UNSEEN, SL_MACRO_OPEN, SL_MACRO_GOOD, SL_MACRO_BAD } state;
    sl_node *tree;          /* NULL: not yet */
    sl_expansion size;      /* of the tree */
    const sl_pattern *part; /* sl_compile_part; NULL: not yet */
    sl_str regex;           /* emit.c: the text of a constant tree; p NULL: not yet */
    sl_emit_marks marks;    /* from its begin */
    enum { SL_SPELLING_UNKNOWN, SL_SPELLING_FEW, SL_SPELLING_MANY } spelling;
    sl_strings spelt;             /* spell.c: the few */
    struct sl_macro_needs *needs; /* gate.c; NULL: not yet */
};

/** A month in the list of date words. */
typedef struct {
    sl_str word;
    uint32_t month;
} sl_month_word;

/** Words of a list's entry, and rows of a list that lack cells: what suspect_lists.c looks at. */
typedef struct {
    sl_str words; /* folded; small letters, unless `exact` */
    uint32_t entry;
    bool exact;
    sl_located where;
} sl_noted;

typedef struct {
    sl_located list, first;
    size_t n;
} sl_short_rows;

typedef struct {
    sl_program *program;
    sl_arena *out;   /* the program's arena */
    sl_arena *tmp;   /* scratch: marked and rewound by who uses it */
    sl_arena *trees; /* of macros, and what is known of them, until the program is made */
    sl_arena *lists; /* bytes and cells of lists, until the program is made: it borrows nothing of them */
    const sl_declared *declared;
    const sl_library *library;
    const sl_word_reader *dates;
    sl_diagnostics *d;
    sl_entries_builder *entries;
    SL_ARRAY(sl_source *) sources;
    sl_nameindex trigger_index, macro_index, type_index, source_index, name_index;
    sl_nameindex asked_index;              /* patterns without captures, by their text */
    sl_macro *macros;                      /* one for each declared macro */
    const sl_node *opened[SL_MAX_NESTING]; /* references to the macros that are being put in, outermost first */
    uint32_t depth;                        /* how many */
    sl_expansion expanded;                 /* of the pattern at hand: letters so far, the deepest place of the rest */
    /* For warnings: the first two always, the others only where they are to be thorough. */
    sl_type_set named; /* types that something names */
    bool *macro_is_named;
    sl_type_set fed;      /* types that there can be things of */
    size_t before_tables; /* how many names stood anywhere but in tables */
    bool unspaced;        /* lists have words in scripts without spaces */
    SL_ARRAY(sl_noted) noted;
    SL_ARRAY(sl_short_rows) shorts;
    SL_ARRAY(sl_month_word) months;
    sl_str gap, joiners; /* emit.c: what stands in every regex with a {gap}, or an {x+}; in c->trees; p NULL: not yet */
    bool is_proven;      /* all patterns are known to compile */
    sl_error *err;
} sl_compiler;

/** Ends the load: there is no memory. */
_Noreturn void sl_compile_no_memory(sl_compiler *c);

/** compile_sources.c: reads what a rule file names, through the library; an error there and NULL where that fails. */
sl_source *sl_compile_read_rules(sl_compiler *c, const sl_located *name);
sl_source *sl_compile_read_list(sl_compiler *c, const sl_located *name);
/** The first file; NULL after an error. */
sl_source *sl_compile_read_first(sl_compiler *c, sl_str name);
/** Of a list's bytes; 0 after an error. */
uint64_t sl_compile_hash_list(sl_compiler *c, const sl_located *name);
/** Frees the bytes of all lists. One that is read again is read anew. */
void sl_compile_give_up_lists(sl_compiler *c);
/** compile_image.c: the entries as they were kept. @return false: there are none that hold */
bool sl_compile_recall_lists(sl_compiler *c, uint64_t key);
void sl_compile_keep_lists(sl_compiler *c, uint64_t key);
/** A hash of all that the entries come from. */
uint64_t sl_compile_lists_key(sl_compiler *c);
/** Whether these rules were found without a fault before; once lists are read. */
void sl_compile_recall_rules(sl_compiler *c, uint64_t key);
void sl_compile_keep_rules(const sl_compiler *c, uint64_t key);
uint64_t sl_compile_rules_key(const sl_compiler *c);

/** A type by its name; SL_NO_TYPE where there is none. */
sl_type_id sl_compile_type(const sl_compiler *c, sl_str name);
/** As sl_compile_type, with an error that names the nearest known one. `where` holds `name`. */
sl_type_id sl_compile_known_type(sl_compiler *c, const sl_located *where, sl_str name);
sl_type_id sl_compile_new_type(sl_compiler *c, sl_str name, sl_type_kind kind);
/** The possessive or named form of a person type, made when first asked for. */
sl_type_id sl_compile_form(sl_compiler *c, sl_type_id plain, sl_type_form form);

/** E39 where `name` (of `what`, "a macro") is taken by something else, or by sideline. @return whether it is free */
bool sl_compile_claim(sl_compiler *c, const sl_located *name, const char *what, bool taken);
/** "; nearest: \"x\"" for the end of a message, or nothing. */
sl_str sl_compile_nearest(sl_compiler *c, sl_str word, const sl_str *known, size_t n);

/** additions.c: one table of what several statements say of it. */
void sl_compile_join_tables(sl_compiler *c, sl_declared *declared);
/** Which of two statements of one name is to blame, `second` being read later. */
const sl_located *sl_compile_blamed(const sl_located *first, const sl_located *second);
/** E29 for a table to add to that is not there. */
void sl_compile_no_table(sl_compiler *c, const sl_located *name);

void sl_compile_lists(sl_compiler *c);
/** Opens a list; its faults are told the first time. @return false after an error */
bool sl_compile_open(sl_compiler *c, const sl_located *name, sl_csvfile *csv);
/** A list's columns by name into out[i]; an error with the columns that it has for a name that is none. */
bool sl_compile_csv_columns(sl_compiler *c, const sl_csvfile *csv, const sl_words *names, uint32_t *out);

/** compile_season.c: a row of the list of date words whose kind is `month`; and what `season:` says, once they are read. */
void sl_compile_month(sl_compiler *c, sl_str words, sl_str value);
void sl_compile_season(sl_compiler *c);

/** Parses and binds every macro, so that each mistake in one is told once, at its place, used or not. */
void sl_compile_macros(sl_compiler *c);

/** Parses, binds and compiles a pattern. NULL after an error. `captures` false: it is only asked whether it matches. */
const sl_pattern *sl_compile_pattern(sl_compiler *c, const sl_located *text, bool captures);

/** A pattern with {name} before or behind it: for `after` and `before` of a person. */
const sl_pattern *sl_compile_beside(sl_compiler *c, const sl_located *text, bool name_first);

/** The pattern of one member of `{part+}`. NULL after an error. */
const sl_pattern *sl_compile_part(sl_compiler *c, const sl_node *plus);

/** emit.c: PCRE2's text for a bound tree. */
typedef SL_ARRAY(sl_step) sl_step_list;
typedef struct {
    sl_str regex;                  /* in c->tmp */
    SL_ARRAY(sl_capture) captures; /* in c->out */
    sl_emit_marks marks;           /* in the order of the text; in c->tmp */
    SL_ARRAY(sl_place) places;     /* in c->tmp; none, nor steps, unless c->d->steps */
    sl_step_list steps;            /* in c->tmp */
    uint32_t groups;
    bool failed; /* a part in it did; that is told */
} sl_emitted;
/** The letters of the view for one of the pattern: none, itself, or some ("ae"). @param tmp  lends them */
sl_str sl_letter_folded(uint32_t letter, sl_arena *tmp);
void sl_emit_pattern(sl_compiler *c, const sl_view *view, const sl_node *tree, bool captures, sl_emitted *out);

/** One thing in braces, {date as injured}: its type, and the names for its columns. */
bool sl_compile_thing(sl_compiler *c, const sl_located *braces, sl_type_id *type, sl_symbol *name, sl_symbol *as);
bool sl_compile_unless(sl_compiler *c, const sl_declared_unless *from, sl_unless *to);
void sl_compile_rules(sl_compiler *c);
typedef SL_ARRAY(const sl_capture *) sl_captures;
/** The capture called `name`; an E47 with the nearest where no pattern of the rule has it. */
const sl_capture *sl_compile_known_capture(sl_compiler *c, const sl_captures *all, const sl_located *name);
/** compile_templates.c: the text of a `set` line; and what it names held against all captures of its rule. */
void sl_compile_template(sl_compiler *c, const sl_declared_set *from, sl_set *to);
void sl_compile_check_template(sl_compiler *c, const sl_captures *all, const sl_located *text);
/** compile_checks.c: what a rule says of its captures and of its table's columns, held against both. */
void sl_compile_check_rule(sl_compiler *c, const sl_rule *rule);
void sl_compile_check_roles(sl_compiler *c, const sl_declared_table *t, const sl_words *roles);
/** E40 for what is no column and no role of dates. */
void sl_compile_check_columns_or_roles(sl_compiler *c, const sl_declared_table *t, const sl_words *names);
/** W02: a rule's target that looks like a table's name misspelt. */
void sl_compile_check_targets(sl_compiler *c);
/** As sl_compile_nearest, of the tables. */
sl_str sl_compile_nearest_table(sl_compiler *c, sl_str name);
/** E40, with the nearest column. */
void sl_compile_no_column(sl_compiler *c, const sl_declared_table *t, const sl_located *name);
void sl_compile_tables(sl_compiler *c);
/** The heads of all tables that are written. */
void sl_compile_heads(sl_compiler *c);
/** Roles of dates: prefixes of columns (injured_from), so they are only interned. */
const sl_symbol *sl_compile_roles(sl_compiler *c, const sl_words *words, size_t *n);
sl_leans sl_compile_leans(sl_compiler *c, const sl_declared_leans *from);
void sl_compile_persons(sl_compiler *c);

/** Hashes of single words, sorted. */
sl_hashes sl_compile_hashes(sl_compiler *c, const sl_words *words);

/** ends.c: what can stand at the first (last) place of a match: a word character, another, a thing, nothing at all. */
enum { SL_END_WORD = 1, SL_END_OTHER = 2, SL_END_THING = 4, SL_END_NOTHING = 8 };
unsigned sl_end_of(sl_compiler *c, const sl_node *n, bool last);

/** steps.c: one more node of a pattern's outermost sequence, which became bytes from..to of the regex. */
void sl_steps_add(sl_compiler *c, sl_step_list *steps, const sl_node *node, size_t from, size_t to);

/** gate.c: types without which a part of a bound tree cannot match. */
sl_type_set sl_gate_types(const sl_node *tree);
/** suspect.c: warnings that take time to find. All of these do nothing unless the diagnostics are to be thorough. */
void sl_suspect_begin(sl_compiler *c); /* once lists, persons and types have their numbers */
void sl_suspect_word(sl_compiler *c, const sl_located *where, sl_str folded, bool exact, uint32_t entry);
void sl_suspect_short(sl_compiler *c, const sl_located *list, const sl_csvfile *csv);
void sl_suspect_pattern(sl_compiler *c, const sl_located *text, const sl_node *tree, bool is_part);
void sl_suspect_program(sl_compiler *c); /* once all is compiled */

/** gate.c: what every match of a bound pattern needs. */
void sl_gate_derive(sl_compiler *c, const sl_node *tree, sl_pattern *pattern);
/** starts.c: at what a match of a bound pattern may begin. */
void sl_starts_derive(sl_compiler *c, const sl_node *tree, sl_pattern *pattern);
/** gatekeys.c: numbers the gates of all patterns that are looked for, and notes which words open them. */
void sl_gate_number(sl_compiler *c);

/** deferred.c: notes which rules that make a type can wait until a row is begun, and if rules that add fetch persons. */
void sl_mark_deferred(sl_program *p);

#endif
