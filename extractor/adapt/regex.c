/* SPDX-License-Identifier: Apache-2.0 */
#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

#include <pthread.h>
#include <stdatomic.h>

#include "adapt/regex.h"

#include "base/arena.h"
#include "base/bounds.h"

/* A pattern compiled in one of two ways. Its first calls are interpreted: making JIT code costs as much as some dozens of
   calls, and most patterns never come so far in a short run. The code is a copy that is published whole, so that
   interpreting goes on beside it. */
typedef struct {
    _Atomic(pcre2_code *) code; /* NULL: not yet */
    _Atomic(pcre2_code *) fast; /* with JIT code; NULL: there is none */
    atomic_uint calls;          /* that were interpreted */
} regex_version;

/* JIT code knows PCRE2_ANCHORED only where it was compiled with it. */
typedef enum { ANYWHERE, ANCHORED } match_kind;

struct sl_regex {
    sl_str pattern;
    regex_version versions[2]; /* by match_kind */
    pthread_mutex_t lock;
    uint32_t groups;
};

struct sl_matcher {
    pcre2_match_data *data;
    pcre2_match_context *context, *first; /* `first`: for the calls before there is JIT code */
    pcre2_jit_stack *stack;
    bool jit;
};

enum {
    CALLS = 16,
    /* The interpreter and JIT code count PCRE2's steps differently, and no result may depend on which of them was at work:
       a first call that takes more than a few steps is made again with JIT code, and what needs so few is far from any
       limit in either. */
    FIRST_STEPS = 500
};

/* More groups than any pattern of the length bound can have pairs for would not fit; later groups are not reported. */
enum { GROUPS = 128 };

/* Letters of either case alike unless the pattern says otherwise; subjects are valid by construction. */
#define PATTERN_OPTIONS                                                                                                \
    (PCRE2_UTF | PCRE2_UCP | PCRE2_CASELESS | PCRE2_NO_UTF_CHECK | PCRE2_NEVER_BACKSLASH_C | PCRE2_DOLLAR_ENDONLY |    \
     PCRE2_DOTALL)

sl_regex *sl_regex_compile(sl_str pattern, size_t *at, sl_error *err) {
    int code;
    PCRE2_SIZE offset;
    *at = 0;
    sl_regex *regex = sl_regex_postpone(pattern, 0);
    if (!regex) return sl_fail(err, SL_NO_MEMORY, (sl_str){0}, "out of memory"), NULL;
    pcre2_code *compiled = pcre2_compile((PCRE2_SPTR)pattern.p, pattern.n, PATTERN_OPTIONS, &code, &offset, NULL);
    if (!compiled) {
        PCRE2_UCHAR message[200];
        pcre2_get_error_message(code, message, sizeof message);
        *at = offset;
        sl_fail(err, SL_BAD_RULES, (sl_str){0}, "%s", (const char *)message);
        sl_regex_free(regex);
        return NULL;
    }
    pcre2_pattern_info(compiled, PCRE2_INFO_CAPTURECOUNT, &regex->groups);
    atomic_init(&regex->versions[ANYWHERE].code, compiled);
    return regex;
}

sl_regex *sl_regex_postpone(sl_str pattern, uint32_t groups) {
    sl_regex *regex = sl_heap_alloc(1, sizeof *regex);
    if (!regex) return NULL;
    pthread_mutex_init(&regex->lock, NULL);
    regex->pattern = pattern;
    regex->groups = groups;
    return regex;
}

void sl_regex_free(sl_regex *regex) {
    if (!regex) return;
    for (match_kind k = ANYWHERE; k <= ANCHORED; k++) {
        pcre2_code_free(atomic_load_explicit(&regex->versions[k].code, memory_order_relaxed));
        pcre2_code_free(atomic_load_explicit(&regex->versions[k].fast, memory_order_relaxed));
    }
    pthread_mutex_destroy(&regex->lock);
    sl_heap_free(regex);
}

uint32_t sl_regex_groups(const sl_regex *regex) {
    return regex->groups;
}

static pcre2_match_context *new_context(uint32_t steps) {
    pcre2_match_context *context = pcre2_match_context_create(NULL);
    if (!context) return NULL;
    pcre2_set_match_limit(context, steps);
    pcre2_set_depth_limit(context, SL_MATCH_DEPTH);
    pcre2_set_heap_limit(context, SL_MATCH_HEAP_KIB);
    return context;
}

sl_matcher *sl_matcher_new(void) {
    sl_matcher *m = sl_heap_alloc(1, sizeof *m);
    if (!m) return NULL;
    m->data = pcre2_match_data_create(GROUPS, NULL);
    m->context = new_context(SL_MATCH_LIMIT);
    m->first = new_context(FIRST_STEPS);
    m->stack = pcre2_jit_stack_create(32 * 1024, SL_JIT_STACK, NULL);
    if (!m->data || !m->context || !m->first) return sl_matcher_free(m), NULL;
    if (m->stack) pcre2_jit_stack_assign(m->context, NULL, m->stack);
    m->jit = true;
    return m;
}

void sl_matcher_free(sl_matcher *m) {
    if (!m) return;
    pcre2_match_data_free(m->data);
    pcre2_match_context_free(m->context);
    pcre2_match_context_free(m->first);
    pcre2_jit_stack_free(m->stack);
    sl_heap_free(m);
}

void sl_matcher_jit(sl_matcher *matcher, bool jit) {
    matcher->jit = jit;
}

static bool is_limit(int rc) {
    return rc == PCRE2_ERROR_MATCHLIMIT || rc == PCRE2_ERROR_DEPTHLIMIT || rc == PCRE2_ERROR_HEAPLIMIT ||
           rc == PCRE2_ERROR_JIT_STACKLIMIT || rc == PCRE2_ERROR_NOMEMORY;
}

/* The copy has no JIT code where that is refused: some systems allow no memory to be both written and run. Whoever comes
   second waits. NULL: no memory. */
static pcre2_code *made_fast(sl_regex *regex, regex_version *v, const pcre2_code *code) {
    pthread_mutex_lock(&regex->lock);
    pcre2_code *fast = atomic_load_explicit(&v->fast, memory_order_relaxed);
    if (!fast && (fast = pcre2_code_copy(code)) != NULL) {
        pcre2_jit_compile(fast, PCRE2_JIT_COMPLETE);
        atomic_store_explicit(&v->fast, fast, memory_order_release);
    }
    pthread_mutex_unlock(&regex->lock);
    return fast;
}

/* NULL: no memory. */
static pcre2_code *compiled(sl_regex *regex, match_kind kind) {
    regex_version *v = &regex->versions[kind];
    pcre2_code *code = atomic_load_explicit(&v->code, memory_order_acquire);
    if (code) return code;
    int error;
    PCRE2_SIZE at;
    uint32_t options = PATTERN_OPTIONS | (kind == ANCHORED ? PCRE2_ANCHORED : 0);
    pthread_mutex_lock(&regex->lock);
    code = atomic_load_explicit(&v->code, memory_order_relaxed);
    if (!code) {
        code = pcre2_compile((PCRE2_SPTR)regex->pattern.p, regex->pattern.n, options, &error, &at, NULL);
        atomic_store_explicit(&v->code, code, memory_order_release);
    }
    pthread_mutex_unlock(&regex->lock);
    return code;
}

static int interpret(const pcre2_code *code, sl_matcher *m, pcre2_match_context *context, sl_str subject, size_t from) {
    return pcre2_match(code, (PCRE2_SPTR)subject.p, subject.n, from, PCRE2_NO_UTF_CHECK | PCRE2_NO_JIT, m->data,
                       context);
}

static int match(sl_regex *regex, match_kind kind, sl_matcher *m, sl_str subject, size_t from) {
    regex_version *v = &regex->versions[kind];
    pcre2_code *fast = m->jit ? atomic_load_explicit(&v->fast, memory_order_acquire) : NULL;
    if (!fast) {
        const pcre2_code *code = compiled(regex, kind);
        if (!code) return PCRE2_ERROR_NOMEMORY;
        if (!m->jit) return interpret(code, m, m->context, subject, from);
        bool first = atomic_fetch_add_explicit(&v->calls, 1, memory_order_relaxed) < CALLS;
        int rc = first ? interpret(code, m, m->first, subject, from) : PCRE2_ERROR_MATCHLIMIT;
        if (!is_limit(rc)) return rc;
        fast = made_fast(regex, v, code);
        if (!fast) return PCRE2_ERROR_NOMEMORY;
    }
    int rc = pcre2_jit_match(fast, (PCRE2_SPTR)subject.p, subject.n, from, PCRE2_NO_UTF_CHECK, m->data, m->context);
    return rc == PCRE2_ERROR_JIT_BADOPTION ? interpret(fast, m, m->context, subject, from) : rc;
}

static sl_match_result result_of(int rc, const sl_matcher *m, const size_t **groups) {
    *groups = pcre2_get_ovector_pointer(m->data);
    if (rc >= 0) return SL_MATCH_FOUND; /* 0: more groups than fit, the first ones are there */
    if (rc == PCRE2_ERROR_NOMATCH) return SL_MATCH_NONE;
    return is_limit(rc) ? SL_MATCH_LIMITED : SL_MATCH_FAILED;
}

sl_match_result sl_regex_find(sl_regex *regex, sl_matcher *m, sl_str subject, size_t from, const size_t **groups) {
    return from > subject.n ? SL_MATCH_NONE : result_of(match(regex, ANYWHERE, m, subject, from), m, groups);
}

sl_match_result sl_regex_find_at(sl_regex *regex, sl_matcher *m, sl_str subject, size_t at, const size_t **groups) {
    return at > subject.n ? SL_MATCH_NONE : result_of(match(regex, ANCHORED, m, subject, at), m, groups);
}

typedef struct {
    sl_regex_watcher *watcher;
    void *context;
} watch;

static int tell_step(pcre2_callout_block *block, void *context) {
    const watch *w = context;
    w->watcher(w->context, block->start_match, block->current_position, block->pattern_position);
    return 0;
}

sl_status sl_regex_trace(sl_str pattern, sl_str subject, sl_regex_watcher *watcher, void *context, sl_error *err) {
    int code;
    PCRE2_SIZE offset;
    watch w = {watcher, context};
    pcre2_code *compiled =
        pcre2_compile((PCRE2_SPTR)pattern.p, pattern.n, PATTERN_OPTIONS | PCRE2_AUTO_CALLOUT | PCRE2_NO_START_OPTIMIZE,
                      &code, &offset, NULL);
    if (!compiled) return sl_fail(err, SL_BAD_RULES, (sl_str){0}, "the pattern cannot be compiled for explaining");
    sl_matcher *m = sl_matcher_new();
    int rc = PCRE2_ERROR_NOMEMORY;
    if (m) {
        pcre2_set_callout(m->context, tell_step, &w);
        rc = pcre2_match(compiled, (PCRE2_SPTR)subject.p, subject.n, 0, PCRE2_NO_UTF_CHECK | PCRE2_NO_JIT, m->data,
                         m->context);
    }
    pcre2_code_free(compiled);
    bool made = m != NULL;
    sl_matcher_free(m);
    if (!made) return sl_fail(err, SL_NO_MEMORY, (sl_str){0}, "out of memory");
    return rc >= 0 || rc == PCRE2_ERROR_NOMATCH ? SL_OK : SL_LIMIT;
}

void sl_regex_version(char out[static 64]) {
    char version[64] = "";
    pcre2_config(PCRE2_CONFIG_VERSION, version);
    snprintf(out, 64, "%s", version);
}
