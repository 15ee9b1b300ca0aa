/* SPDX-License-Identifier: Apache-2.0
 *
 * The inside of a program, as the floors above read it: types, list entries, patterns, rules, tables. Everything is
 * an index or a borrowed string of the program's arena, and nothing changes after compile.c has made it.
 */
#ifndef SL_RULE_COMPILED_H
#define SL_RULE_COMPILED_H

#include "adapt/regex.h"
#include "base/bounds.h"
#include "base/day.h"
#include "rule/declared.h"
#include "rule/entries.h"
#include "rule/nameindex.h"
#include "rule/pattern.h"
#include "rule/program.h"
#include "rule/starts.h"
#include "rule/triggers.h"
#include "token/sentences.h"

/** A column or capture name, interned: index into sl_program.symbols. */
typedef uint16_t sl_symbol;
#define SL_NO_SYMBOL UINT16_MAX

typedef uint16_t sl_type_id;
#define SL_NO_TYPE UINT16_MAX
enum { SL_MAX_TYPES = 256 };

enum { SL_HASH_FILTER = 4096 };

/** A set of token hashes: words that mean something to the engine. Most tokens are none of them, which a load tells. */
typedef struct {
    const uint32_t *v; /* sorted */
    size_t n;
    uint64_t filter[SL_HASH_FILTER / 64]; /* by the low bits of a hash */
} sl_hashes;

static inline bool sl_hash_in(const sl_hashes *set, uint32_t hash) {
    bool may_be = set->filter[hash % SL_HASH_FILTER / 64] >> (hash % 64) & 1;
    return may_be && sl_hash_among(set->v, set->n, hash);
}

/** A set of types. */
typedef struct {
    uint64_t word[SL_MAX_TYPES / 64];
} sl_type_set;

static inline void sl_type_set_add(sl_type_set *set, sl_type_id t) {
    set->word[t / 64] |= UINT64_C(1) << (t % 64);
}
static inline bool sl_type_set_has(const sl_type_set *set, sl_type_id t) {
    return set->word[t / 64] >> (t % 64) & 1;
}
static inline bool sl_type_set_within(const sl_type_set *part, const sl_type_set *whole) {
    for (size_t i = 0; i < SL_MAX_TYPES / 64; i++)
        if (part->word[i] & ~whole->word[i]) return false;
    return true;
}
/** Is any type in both? */
static inline bool sl_type_set_meet(const sl_type_set *a, const sl_type_set *b) {
    for (size_t i = 0; i < SL_MAX_TYPES / 64; i++)
        if (a->word[i] & b->word[i]) return true;
    return false;
}
static inline bool sl_type_set_is_empty(const sl_type_set *set) {
    return !sl_type_set_meet(set, set);
}
static inline void sl_type_set_join(sl_type_set *to, const sl_type_set *from) {
    for (size_t i = 0; i < SL_MAX_TYPES / 64; i++) to->word[i] |= from->word[i];
}

typedef enum {
    SL_TYPE_LIST, /* fed by lists, and by rules */
    SL_TYPE_MADE, /* fed by rules alone */
    SL_TYPE_PERSON,
    SL_TYPE_NAME, /* {name}: any person's printed name */
    SL_TYPE_DATE,
    SL_TYPE_DURATION,
    SL_TYPE_NUMBER,
    SL_TYPE_QUOTE
} sl_type_kind;

typedef struct {
    sl_str name;
    sl_symbol symbol;
    sl_type_kind kind;
    sl_type_form form;                   /* PLAIN, or a form of the type `plain` */
    sl_type_id plain, possessive, named; /* the forms that patterns use; else SL_NO_TYPE */
    uint16_t person;                     /* PERSON: index into persons */
} sl_type;

typedef enum { SL_LIST_TYPE, SL_LIST_DATES } sl_list_use;

typedef struct {
    sl_str name;
    sl_list_use use;
    sl_type_id type;
    sl_symbol value; /* name of the first match column */
    const sl_symbol *gives;
    size_t n_gives;
    /* An entry's cells: its value, which is the first match column's; what it gives, unless that is a cell already; the
       days between which it counts, if its list has them. Of DATES: word, kind, value. */
    uint32_t width;
    const uint32_t *give_cells; /* by give */
    uint32_t days;              /* the first cell of the two; 0: none */
} sl_list;

/** What patterns that name the same types see: each type is a bit of a projected letter. */
typedef struct {
    sl_type_id types[SL_MAX_VIEW_TYPES];
    uint32_t n;
    sl_type_set set; /* the same types */
    bool quotes;     /* one of them is {quote}: sentences are read with quotations as one unit */
} sl_view;

typedef struct sl_pattern sl_pattern;

typedef enum {
    SL_CAPTURE_TEXT,   /* (?<side>…): fills the column `symbol` with its text */
    SL_CAPTURE_TYPE,   /* {x}: fills x's columns */
    SL_CAPTURE_MEMBERS /* {x+}: a list of x, or of a part */
} sl_capture_kind;

typedef struct {
    sl_capture_kind kind;
    uint32_t group;   /* of the regex */
    sl_symbol symbol; /* the group's name, the type's, or what stands behind `as` */
    sl_symbol as;     /* {x as y}: y; else SL_NO_SYMBOL */
    sl_type_id type;  /* plain type; of a part: SL_NO_TYPE */
    const sl_pattern *part;
} sl_capture;

/** Words and types one of which every match holds. */
typedef struct {
    const uint32_t *triggers; /* their numbers */
    size_t n;
    sl_type_set types;
    bool has_types, has_common; /* has_common: one of the words is one of the language */
} sl_trigger_set;

enum { SL_MAX_TRIGGER_SETS = 4 };

/** At what a match may begin: words and signs by their keys, things by their types. */
typedef struct {
    uint64_t rows[SL_START_ROWS];
    sl_type_set types;
    bool joined;                /* any word that an apostrophe may follow */
    bool has_tokens, has_types; /* is there any of these? */
} sl_start_set;

/** Where a pattern is worth trying. */
typedef struct {
    sl_start_set all;
    const sl_start_set
        *behind_head; /* where there is a match, there also is one that begins at one of these; or NULL */
    uint32_t reach;   /* and the first match begins at most so many blanks before it */
} sl_starts;

/** Where a piece of a regex comes from: for telling how far a pattern came. */
typedef struct {
    size_t at;        /* byte of the regex's text */
    sl_located where; /* in the rule file; in a macro's line where it came out of one */
} sl_place;

typedef enum {
    SL_STEP_BLANK, /* white space */
    SL_STEP_TEXT,  /* words, signs */
    SL_STEP_THING, /* {x}, {x+} */
    SL_STEP_MIXED, /* a group, macro or part with things in it */
    SL_STEP_GAP,   /* {gap N} */
    SL_STEP_FILL,  /* .*, [^;]{0,60}: nearly any text */
    SL_STEP_LOOK   /* looks around, and takes no text */
} sl_step_kind;

/** One of the parts that a pattern is made of, as its author sees them: {player}, {gap 4}, hurt, (?:his|her), {body}. */
typedef struct {
    sl_step_kind kind;
    bool optional;   /* may take nothing */
    bool in_word;    /* TEXT: without a blank */
    bool literal;    /* has a letter or digit that is written out */
    size_t from, to; /* bytes of the regex's text */
    sl_located where;
    uint32_t words;           /* GAP: how many it takes */
    sl_type_id type;          /* THING */
    sl_type_set needs, names; /* types that it cannot do without; all that it names */
} sl_step;

struct sl_pattern {
    sl_str regex_text;      /* what PCRE2 was given */
    const sl_place *places; /* by `at`; none, nor steps, unless the diagnostics want them */
    size_t n_places;
    const sl_step *steps; /* by `from` */
    size_t n_steps;
    sl_regex *regex;
    uint16_t view;
    const sl_capture *captures; /* in the order of their groups */
    size_t n_captures;
    sl_located text;
    uint32_t line;                            /* in its file */
    sl_type_set needs;                        /* types without which it cannot match */
    sl_trigger_set sets[SL_MAX_TRIGGER_SETS]; /* the rarest first, as far as that can be guessed */
    size_t n_sets;
    const sl_starts *starts; /* NULL: it may begin anywhere */
};

typedef struct {
    sl_located whole;
    sl_where where;
    uint32_t words;
    sl_symbol of; /* SL_NO_SYMBOL: the match */
    const sl_pattern *pattern;
    sl_type_id inside; /* unless inside: {x} */
    bool inside_headline;
} sl_unless;

typedef struct {
    bool is_else; /* only where the one before it finds nothing */
    sl_type_id type;
    sl_symbol symbol, as;
    uint32_t words;
    sl_direction direction;
    sl_scope scope;
    sl_symbol of;            /* SL_NO_SYMBOL: the match */
    const sl_unless *unless; /* or NULL */
} sl_nearest;

/** What a template does to a value. */
typedef enum {
    SL_FUNCTION_DAYS,  /* 42, 28..42 of a duration */
    SL_FUNCTION_FIRST, /* the first of several with | between them */
    SL_FUNCTION_LOWER, /* small letters */
    SL_FUNCTION_TITLE  /* a capital at the begin of each word */
} sl_function;

enum { SL_MAX_FUNCTIONS = 4 }; /* around one name */

/** A piece of a `set` template: text, or a capture, or a list column of one. */
typedef struct {
    sl_str text;
    sl_symbol capture;                       /* SL_NO_SYMBOL: text */
    sl_symbol column;                        /* {hurt.word}; else SL_NO_SYMBOL */
    sl_function functions[SL_MAX_FUNCTIONS]; /* {title(first(club))}: outermost first */
    size_t n_functions;
} sl_set_piece;

typedef struct {
    sl_symbol column;
    const sl_set_piece *pieces;
    size_t n;
} sl_set;

/** Roles, the prefixes of date columns, by how their dates are read: see sl_declared_leans. */
typedef struct {
    const sl_symbol *past, *future, *bare, *from, *over, *ago;
    size_t n_past, n_future, n_bare, n_from, n_over, n_ago;
} sl_leans;

typedef enum { SL_RULE_ROWS, SL_RULE_ADDS, SL_RULE_MAKES } sl_rule_kind;

typedef struct {
    sl_str name;
    sl_rule_kind kind;
    uint16_t table;  /* ROWS, ADDS */
    sl_type_id type; /* MAKES */
    int32_t priority;
    uint32_t within; /* ADDS: sentences to the row at most; SL_ANYWHERE */
    const sl_pattern *const *patterns;
    size_t n_patterns;
    uint32_t first_gate; /* its patterns' gates stand side by side */
    bool by_lists_alone; /* MAKES: whatever it names is found by lists, or made by such rules */
    bool deferred;       /* MAKES: needed only where a row is begun */
    const sl_nearest *nearest;
    size_t n_nearest;
    const sl_unless *unless;
    size_t n_unless;
    const sl_set *sets;
    size_t n_sets;
    sl_leans leans;    /* of roles that are read otherwise here than in the table */
    sl_type_id like;   /* MAKES, today: its things are of the day of the nearest of this type; SL_NO_TYPE */
    bool is_today;     /* MAKES: its things are of the article's own day, where they have no other */
    sl_day tests_date; /* on which the texts of its tests are published; SL_NO_DAY: not told */
    const sl_declared_rule *declared; /* its text: tests, and where it stands */
} sl_rule;

/** role: manager where speaker is {manager}; other */
typedef struct {
    sl_str value;
    sl_symbol column; /* SL_NO_SYMBOL: always */
    sl_type_id type;
} sl_choice;

typedef struct {
    sl_symbol column;
    const sl_choice *choices;
    size_t n;
} sl_table_set;

typedef struct {
    sl_symbol column;
    const size_t *ranks; /* of the values: the lower wins, of equals the one told last */
    const sl_str *values;
    size_t n;
} sl_keep;

typedef struct {
    sl_str vague;
    const sl_str *exact; /* n 0: any */
    size_t n;
} sl_join;

typedef struct {
    sl_symbol column, of; /* of: the day that is asked for */
    sl_str value, otherwise;
    const sl_str *instead_of; /* values that `value` replaces where a rule has added them; "any": all */
    size_t n_instead_of;
    sl_default_when when; /* SL_DEFAULT_ALWAYS: `otherwise` */
    uint32_t days;
} sl_default;

typedef struct {
    const sl_symbol *by, *give;
    size_t n_by, n_give;
    const sl_str *rows; /* n_rows times n_by + n_give cells */
    size_t n_rows;
} sl_lookup;

typedef struct {
    sl_symbol column, from;
} sl_copy;

/** How rows are followed from article to article; days 0: they are not. */
typedef struct {
    const sl_symbol *same, *shows;
    const sl_symbol *follows; /* columns, and roles of dates */
    size_t n_same, n_shows, n_follows;
    uint32_t days;
    sl_symbol end_column; /* SL_NO_SYMBOL: none */
    sl_str end_value;
} sl_episode;

typedef struct {
    sl_table_head head;
    const sl_symbol *symbols;   /* one per column */
    const int16_t *column_of;   /* by symbol: column, or -1 */
    const sl_symbol *time_text; /* by column: the one with the words of the date that it belongs to; or SL_NO_SYMBOL */
    const sl_symbol *needs, *one_row_per, *most_exact;
    size_t n_needs, n_one_row_per, n_most_exact;
    const sl_symbol *apart; /* columns, and roles of dates, that keep records apart where they disagree */
    size_t n_apart;
    sl_leans leans;
    const sl_join *joins;
    size_t n_joins;
    const sl_keep *keep;
    size_t n_keep;
    const sl_symbol *widest; /* roles of dates */
    size_t n_widest;
    const sl_default *defaults;
    size_t n_defaults;
    const sl_lookup *lookups;
    size_t n_lookups;
    const sl_copy *copies; /* from quotes */
    size_t n_copies;
    sl_str quotes_role;
    bool every_quote;
    sl_type_id speaks_of; /* who a quotation is about; SL_NO_TYPE: not asked */
    sl_symbol speaks_of_column;
    const sl_unless *skips;
    size_t n_skips;
    const sl_table_set *sets;
    size_t n_sets;
    sl_episode episode;
} sl_table;

typedef struct {
    sl_type_id type;
    sl_type_set lists;   /* list types that feed it */
    sl_type_set persons; /* person types that feed it */
    bool any_name;       /* {name} */
    bool is_said;        /* rules may say that somebody is one, and so may a description; not of a type of any name */
    sl_type_set but_not; /* person types */
    const sl_pattern *const *before, *const *after, *const *alone;
    size_t n_before, n_after, n_alone;
    uint32_t first_before, first_after, first_alone; /* gates */
    sl_hashes quoted, possessive, relative, aside;   /* I, me, my; his, her, my; who, whose; by, against */
} sl_person_type;

/** The grammar of names: which list types play which part. */
typedef struct {
    sl_type_set given, particle, suffix, title, not_names;
    sl_hashes not_behind;
    sl_hashes alone; /* words that stand for a person, or begin what does: he, the; no names */
} sl_name_grammar;

typedef struct {
    int32_t from_month, from_day, to_month, to_day;
} sl_season_days;

/** as_give is `joined`: a symbol too. */
typedef struct {
    sl_symbol as, give, joined;
} sl_prefixed;

/** A pattern that is looked for in articles. */
typedef struct {
    const sl_pattern *pattern;
    uint32_t rule; /* index into the program's rules; SL_NONE: it is a person's */
} sl_gate;

/** In which gates' sets a trigger is: 64 gates at a time. */
typedef struct {
    uint32_t at; /* number of the set, times n_words, and the word of gates */
    uint64_t gates;
} sl_key;

/** All of them, rule after rule in the order of `rules`, then those of persons. Sets of them are bits, 64 in a word. */
typedef struct {
    SL_ARRAY(sl_gate) list;
    size_t n_words;
    uint64_t *quotes; /* those that are tried where quotations are one unit */
    uint64_t *free;   /* for each of the SL_MAX_TRIGGER_SETS sets: those that have no such set, or one with types */
    uint32_t *first;  /* by trigger: where its own begin in `keys`; triggers.n + 1 */
    const sl_key *keys;
    sl_type_set everywhere; /* types that no list and no rule feeds, persons and dates: any sentence may have them */
} sl_gates;

struct sl_program {
    sl_arena arena;
    SL_ARRAY(sl_str) symbols;
    sl_nameindex symbol_index;
    SL_ARRAY(sl_type) types;
    SL_ARRAY(sl_list) lists;
    sl_entries entries;
    SL_ARRAY(sl_view) views;
    SL_ARRAY(sl_regex *) regexes; /* freed with the program */
    SL_ARRAY(sl_pattern *) patterns;
    SL_ARRAY(sl_rule) rules; /* MAKES first, in the order they are to run; then by file */
    SL_ARRAY(sl_table) tables;
    SL_ARRAY(sl_person_type) persons;
    sl_type_set person_lists; /* those that feed any of them */
    bool adds_far_persons;    /* a rule that adds fetches a person from another sentence than that of its match */
    SL_ARRAY(const sl_table_head *) heads; /* of what each article gives */
    SL_ARRAY(const sl_table_head *) files; /* these, and that of episodes */
    sl_type_id name_type, date_type, duration_type, number_type, quote_type;
    sl_symbol give_from, give_to, give_text, give_value;
    SL_ARRAY(sl_prefixed) prefixed; /* by as, then give */
    sl_name_grammar grammar;
    sl_abbreviations abbreviations;
    sl_hashes language;    /* common words of the rules' language */
    sl_hashes clause;      /* words that begin another clause */
    const void *datewords; /* what the sl_word_reader made, by sl_entry_dateword */
    size_t n_datewords;
    sl_season_days season;
    sl_trigger_list triggers;
    sl_trigger_index *trigger_index;
    sl_gates gates;
    uint64_t digest;
    const sl_declared *declared;
};

/**
 * False for a test of a used file that names columns which no table of a used file has: what a rule makes is tested by
 * the rows of any table, and that table is not here.
 */
bool sl_test_has_table(const sl_declared *declared, const sl_rule *rule, const sl_declared_test *test);

static inline const sl_list *sl_entry_list(const sl_program *p, uint32_t entry) {
    return &p->lists.v[p->entries.list_of[entry]];
}

/** Does it win as the longest, and give nothing? */
static inline bool sl_entry_is_except(const sl_program *p, uint32_t entry) {
    return entry >= p->entries.rows[p->entries.list_of[entry]].exceptions;
}

/** Its cell of the first match column. */
static inline sl_str sl_entry_value(const sl_program *p, uint32_t entry) {
    return sl_entries_text(&p->entries, entry, sl_entry_list(p, entry)->width, 0);
}

/** What it gives for gives[g] of its list. */
static inline sl_str sl_entry_give(const sl_program *p, uint32_t entry, size_t g) {
    const sl_list *list = sl_entry_list(p, entry);
    return sl_entries_text(&p->entries, entry, list->width, list->give_cells[g]);
}

/** What it stands for: the first that it gives, else its value. */
static inline sl_str sl_entry_name(const sl_program *p, uint32_t entry) {
    return sl_entry_list(p, entry)->n_gives ? sl_entry_give(p, entry, 0) : sl_entry_value(p, entry);
}

/** The days between which it counts; SL_NO_DAY: open. */
static inline sl_day sl_entry_from(const sl_program *p, uint32_t entry) {
    const sl_list *list = sl_entry_list(p, entry);
    return list->days ? (sl_day)sl_entries_number(&p->entries, entry, list->width, list->days) : SL_NO_DAY;
}
static inline sl_day sl_entry_to(const sl_program *p, uint32_t entry) {
    const sl_list *list = sl_entry_list(p, entry);
    return list->days ? (sl_day)sl_entries_number(&p->entries, entry, list->width, list->days + 1) : SL_NO_DAY;
}

/** Of DATES: its place in datewords. */
static inline uint32_t sl_entry_dateword(const sl_program *p, uint32_t entry) {
    return entry - p->entries.rows[p->entries.list_of[entry]].first;
}

/** The symbol `as`_`give`: {date as injured} fills injured_from. */
sl_symbol sl_program_prefixed(const sl_program *program, sl_symbol as, sl_symbol give);

/** Interned `name`, new or known; only while compiling. */
sl_symbol sl_symbol_of(sl_program *program, sl_str name);
/** Known symbol, or SL_NO_SYMBOL. */
sl_symbol sl_symbol_known(const sl_program *program, sl_str name);

#endif
