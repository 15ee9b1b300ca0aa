/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/options.h"

#include "cli/message.h"
#include "cli/nearest.h"

#include <stdio.h>
#include <string.h>

enum { MAX_OPTIONS = 32 };

static const sl_option *option_at(const sl_options *scan, size_t i) {
    return i < scan->n ? &scan->options[i] : &scan->more[i - scan->n];
}

static int unknown_name(const sl_options *scan, const char *name) {
    const char *known[MAX_OPTIONS];
    size_t n = scan->n + scan->n_more;
    for (size_t i = 0; i < n; i++) known[i] = option_at(scan, i)->name;
    const char *nearest = sl_nearest_known(name, known, n);
    if (nearest) sl_message(scan->command, "unknown option \"--%s\"; did you mean \"--%s\"?", name, nearest);
    else sl_message(scan->command, "unknown option \"--%s\"; \"sideline %s --help\" lists them", name, scan->command);
    return SL_OPTIONS_BAD;
}

/* By the whole name, or by a beginning that only one has. */
static int find_name(const sl_options *scan, const char *name, size_t length) {
    int found = SL_OPTIONS_END;
    for (size_t i = 0; i < scan->n + scan->n_more; i++) {
        const char *known = option_at(scan, i)->name;
        if (strncmp(known, name, length) != 0) continue;
        if (known[length] == '\0') return (int)i;
        if (found >= 0) {
            sl_message(scan->command, "\"--%.*s\" may be \"--%s\" or \"--%s\"", (int)length, name,
                       option_at(scan, (size_t)found)->name, known);
            return SL_OPTIONS_BAD;
        }
        found = (int)i;
    }
    return found;
}

static int read_long(sl_options *scan, const char *name, const char **value) {
    size_t length = strcspn(name, "=");
    int found = find_name(scan, name, length);
    if (found == SL_OPTIONS_BAD) return found;
    if (found < 0) {
        char only_name[64];
        snprintf(only_name, sizeof only_name, "%.*s", (int)(length < 63 ? length : 63), name);
        return unknown_name(scan, only_name);
    }
    const sl_option *option = option_at(scan, (size_t)found);
    bool has_value = name[length] == '=';
    if (!option->argument && has_value) {
        sl_message(scan->command, "option \"--%s\" takes no value", option->name);
        return SL_OPTIONS_BAD;
    }
    if (!option->argument) return found;
    if (!has_value && scan->at == scan->argc) {
        sl_message(scan->command, "option \"--%s\" needs a value: --%s=%s", option->name, option->name,
                   option->argument);
        return SL_OPTIONS_BAD;
    }
    *value = has_value ? name + length + 1 : scan->argv[scan->at++];
    return found;
}

static int read_letter(sl_options *scan, const char **value) {
    char letter = *scan->letters++;
    size_t i = 0, n = scan->n + scan->n_more;
    while (i < n && option_at(scan, i)->letter != letter) i++;
    if (i == n) {
        sl_message(scan->command, "unknown option \"-%c\"; \"sideline %s --help\" lists them", letter, scan->command);
        return SL_OPTIONS_BAD;
    }
    const sl_option *option = option_at(scan, i);
    if (!option->argument) return (int)i;
    if (*scan->letters == '\0' && scan->at == scan->argc) {
        sl_message(scan->command, "option \"-%c\" needs a value: -%c %s", letter, letter, option->argument);
        return SL_OPTIONS_BAD;
    }
    *value = *scan->letters ? scan->letters : scan->argv[scan->at++];
    scan->letters = NULL;
    return (int)i;
}

int sl_options_next(sl_options *scan, const char **value) {
    *value = NULL;
    if (scan->letters && *scan->letters) return read_letter(scan, value);
    while (scan->at < scan->argc) {
        char *argument = scan->argv[scan->at++];
        if (scan->only_operands || argument[0] != '-' || argument[1] == '\0') {
            scan->argv[scan->operands++] = argument;
        } else if (strcmp(argument, "--") == 0) {
            scan->only_operands = true;
        } else if (argument[1] == '-') {
            return read_long(scan, argument + 2, value);
        } else {
            scan->letters = argument + 1;
            return read_letter(scan, value);
        }
    }
    return SL_OPTIONS_END;
}

bool sl_options_number(const char *text, uint64_t most, uint64_t *out, const char **rest) {
    uint64_t n = 0;
    const char *p = text;
    for (; *p >= '0' && *p <= '9'; p++) {
        n = n * 10 + (uint64_t)(*p - '0');
        if (n > most) return false;
    }
    *out = n;
    *rest = p;
    return p > text && n > 0;
}

bool sl_options_jobs(const char *command, const char *text, unsigned *out) {
    uint64_t n;
    const char *rest;
    bool good = sl_options_number(text, 256, &n, &rest) && !*rest;
    if (good) *out = (unsigned)n;
    else sl_message(command, "option \"--jobs\" wants 1 to 256, not \"%s\"", text);
    return good;
}

void sl_options_print(const sl_option *options, size_t n) {
    for (size_t i = 0; i < n; i++) {
        const sl_option *o = &options[i];
        char left[48];
        snprintf(left, sizeof left, "--%s%s%s", o->name, o->argument ? "=" : "", o->argument ? o->argument : "");
        char letter[5] = "    ";
        if (o->letter) snprintf(letter, sizeof letter, "-%c, ", o->letter);
        printf("  %s%-22s %s\n", letter, left, o->help);
    }
}
