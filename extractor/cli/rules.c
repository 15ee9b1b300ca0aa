/* SPDX-License-Identifier: Apache-2.0
 *
 * Rules for a command: loaded, and their problems shown.
 */
#include "cli/cachefolder.h"
#include "cli/commands.h"
#include "cli/message.h"
#include "cli/terminal.h"
#include "run/tools.h"

#include <stdio.h>
#include <unistd.h>

void sl_rules_print(sideline_rules *rules, size_t from, bool warnings) {
    bool colour = sl_terminal_in_colour(STDERR_FILENO);
    for (size_t i = from; i < sideline_rules_problems(rules); i++) {
        if (sideline_rules_problem(rules, i).is_warning && !warnings) continue;
        sideline_text text = sideline_rules_render(rules, i, colour);
        fwrite(text.p, 1, text.n, stderr);
    }
}

void sl_rules_refused(const char *command, const char *path, const sideline_rules *rules, sideline_status status,
                      const sideline_error *error) {
    if (status == SIDELINE_BAD_RULES) {
        size_t n = sideline_rules_errors(rules);
        sl_message(command, "%s: %zu %s", path ? path : "built-in rules", n, n == 1 ? "error" : "errors");
    } else {
        sl_message(command, "%s: %s", error->file[0] ? error->file : path ? path : "built-in rules", error->message);
    }
}

typedef sideline_status loader(const char *path, const char *folder, sideline_rules **rules, sideline_error *error);

static sideline_rules *open(const char *command, const char *path, loader *load, bool warnings) {
    sideline_rules *rules = NULL;
    sideline_error error;
    char folder[4096];
    bool keeps = sl_cache_folder(folder, sizeof folder);
    sideline_status status = load(path, keeps ? folder : NULL, &rules, &error);
    if (rules) sl_rules_print(rules, 0, warnings);
    if (status == SIDELINE_OK) return rules;
    sl_rules_refused(command, path, rules, status, &error);
    sideline_rules_free(rules);
    return NULL;
}

sideline_rules *sl_rules_open(const char *command, const char *path, bool warnings) {
    return open(command, path, sideline_rules_load_cached, warnings);
}

sideline_rules *sl_rules_open_whynot(const char *command, const char *path) {
    return open(command, path, sideline_whynot_load, false);
}
