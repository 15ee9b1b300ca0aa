/* SPDX-License-Identifier: Apache-2.0 */
#include "source/glob.h"

/* One character of a name against a set, whose [ is behind `*pattern`; which is then behind its ]. */
static bool is_in_set(const char **pattern, char c) {
    const char *p = *pattern;
    bool negated = *p == '!' || *p == '^', found = false, first = true;
    if (negated) p++;
    for (; *p && (*p != ']' || first); p++, first = false) {
        char low = *p, high = low;
        if (p[1] == '-' && p[2] && p[2] != ']') high = p[2], p += 2;
        found = found || ((unsigned char)c >= (unsigned char)low && (unsigned char)c <= (unsigned char)high);
    }
    if (*p != ']') return false;
    *pattern = p + 1;
    return found != negated;
}

/* A star takes as little as it can; only the last one met is ever lengthened, so the time is at most quadratic. */
static bool matches_whole(const char *pattern, sl_str name) {
    const char *star = NULL;
    size_t at = 0, star_at = 0;
    while (at < name.n || *pattern) {
        const char *next = pattern;
        bool fits = false;
        if (*pattern == '*') {
            star = ++pattern;
            star_at = at;
            continue;
        }
        if (at < name.n && *pattern == '[') {
            next++;
            fits = is_in_set(&next, name.p[at]) && name.p[at] != '/';
        } else if (at < name.n && *pattern) {
            bool escaped = *pattern == '\\' && pattern[1];
            next = escaped ? pattern + 1 : pattern;
            fits = *next == name.p[at] || (*next == '?' && !escaped && name.p[at] != '/');
            next++;
        }
        if (fits) {
            pattern = next;
            at++;
        } else if (star && star_at < name.n && name.p[star_at] != '/') {
            pattern = star;
            at = ++star_at;
        } else {
            return false;
        }
    }
    return true;
}

bool sl_glob_matches(const char *pattern, sl_str name) {
    bool whole = strchr(pattern, '/') != NULL;
    if (*pattern == '/') pattern++;
    for (size_t from = name.n;; from--) {
        bool begins = from == 0 || name.p[from - 1] == '/';
        if (begins && matches_whole(pattern, sl_str_cut(name, from, name.n))) return true;
        if (from == 0 || (begins && !whole && from < name.n)) return false;
    }
}

static bool is_any(const char *const *patterns, size_t n, sl_str name) {
    for (size_t i = 0; i < n; i++)
        if (sl_glob_matches(patterns[i], name)) return true;
    return false;
}

bool sl_globs_want_file(const sl_globs *g, sl_str name) {
    return (g->n_include == 0 || is_any(g->include, g->n_include, name)) && !is_any(g->exclude, g->n_exclude, name);
}

bool sl_globs_want_folder(const sl_globs *g, sl_str name) {
    return !is_any(g->exclude, g->n_exclude, name);
}
