/* SPDX-License-Identifier: Apache-2.0 */
#include "run/pathdate.h"

#include "base/arena.h"
#include "text/writtenday.h"

struct sl_pathdate {
    sl_regex *regex;
    uint32_t groups;
};

sl_status sl_pathdate_new(const char *pattern, sl_pathdate **out, sl_error *err) {
    size_t at = 0;
    sl_error why = {0};
    sl_pathdate *p = sl_heap_alloc(1, sizeof *p);
    if (p) p->regex = sl_regex_compile(sl_str_of(pattern), &at, &why);
    if (!p || why.status == SL_NO_MEMORY) {
        sl_pathdate_free(p);
        return sl_fail(err, SL_NO_MEMORY, SL_STR(""), "out of memory");
    }
    p->groups = p->regex ? sl_regex_groups(p->regex) : 0;
    if (p->regex && p->groups != 2 && p->groups <= 3) {
        *out = p;
        return SL_OK;
    }
    bool compiled = p->regex != NULL;
    sl_pathdate_free(p);
    if (!compiled)
        return sl_fail(err, SL_BAD_USAGE, SL_STR(""), "\"%s\" is no pattern: at byte %zu: %s", pattern, at,
                       why.message);
    return sl_fail(err, SL_BAD_USAGE, SL_STR(""), "\"%s\": one group, the whole date, or three: year, month and day",
                   pattern);
}

void sl_pathdate_free(sl_pathdate *p) {
    if (!p) return;
    if (p->regex) sl_regex_free(p->regex);
    sl_heap_free(p);
}

static int32_t number_of(sl_str digits) {
    uint32_t n = 0;
    return sl_str_number(digits, 9999, &n) ? (int32_t)n : 0;
}

sl_day sl_pathdate_find(const sl_pathdate *p, sl_matcher *matcher, sl_str path) {
    const size_t *groups;
    sl_str parts[4] = {{0}};
    if (sl_regex_find(p->regex, matcher, path, 0, &groups) != SL_MATCH_FOUND) return SL_NO_DAY;
    for (size_t i = 0; i <= p->groups; i++)
        if (groups[2 * i] != SIZE_MAX) parts[i] = sl_str_cut(path, groups[2 * i], groups[2 * i + 1]);
    if (p->groups < 3) return sl_writtenday_read(parts[p->groups]);
    bool year_first = parts[1].n == 4;
    return sl_day_of(number_of(parts[year_first ? 1 : 3]), number_of(parts[2]), number_of(parts[year_first ? 3 : 1]));
}
