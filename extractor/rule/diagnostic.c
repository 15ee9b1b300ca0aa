/* SPDX-License-Identifier: Apache-2.0 */
#include "rule/diagnostic.h"

#include <stdarg.h>

void sl_diagnose(sl_diagnostics *diagnostics, sl_diagnostic where, const char *format, ...) {
    if (where.is_warning) diagnostics->warnings++;
    else diagnostics->errors++;
    char message[512];
    va_list args;
    va_start(args, format);
    vsnprintf(message, sizeof message, format, args);
    va_end(args);
    where.message = sl_arena_copy(diagnostics->arena, sl_str_of(message));
    where.file = sl_arena_copy(diagnostics->arena, where.file);
    where.source = sl_arena_copy(diagnostics->arena, where.source);
    *sl_push(diagnostics->arena, &diagnostics->list) = where;
}

static bool before(const sl_diagnostic *a, const sl_diagnostic *b) {
    if (a->line != b->line) return a->line < b->line;
    if (a->column != b->column) return a->column < b->column;
    return a->number < b->number;
}

/* An insertion sort: stable, and the lists are short. Files keep the order in which they were first mentioned. */
void sl_diagnostics_sort(sl_diagnostics *diagnostics) {
    sl_diagnostic *v = diagnostics->list.v;
    for (size_t i = 1; i < diagnostics->list.n; i++) {
        sl_diagnostic moving = v[i];
        size_t j = i;
        while (j > 0 && sl_str_eq(v[j - 1].file, moving.file) && before(&moving, &v[j - 1])) {
            v[j] = v[j - 1];
            j--;
        }
        v[j] = moving;
    }
}

/* Tabs stay tabs in the line of the caret, so that it stands below its word in every terminal. */
static void caret_line(const sl_diagnostic *d, sl_buf *out) {
    sl_buf_put(out, SL_STR("   "));
    for (uint32_t i = 0; i + 1 < d->column && i < d->source.n; i++) {
        unsigned char c = (unsigned char)d->source.p[i];
        if ((c & 0xC0) == 0x80) continue; /* the middle of a letter has no width */
        sl_buf_char(out, c == '\t' ? '\t' : ' ');
    }
    sl_buf_char(out, '^');
    for (uint32_t i = d->column; i + 1 < d->column + d->width && i < d->source.n; i++)
        if (((unsigned char)d->source.p[i] & 0xC0) != 0x80) sl_buf_char(out, '~');
    sl_buf_char(out, '\n');
}

void sl_diagnostic_render(const sl_diagnostic *d, bool colour, sl_buf *out) {
    const char *bold = colour ? "\033[1m" : "", *plain = colour ? "\033[0m" : "";
    const char *tint = !colour ? "" : d->is_warning ? "\033[1;35m" : "\033[1;31m";
    sl_buf_printf(out, "%s%.*s:", bold, (int)d->file.n, d->file.p);
    if (d->line) sl_buf_printf(out, "%u:%u:", d->line, d->column);
    sl_buf_printf(out, "%s %s%s %c%02u:%s %.*s\n", plain, tint, d->is_warning ? "warning" : "error",
                  d->is_warning ? 'W' : 'E', d->number, plain, (int)d->message.n, d->message.p);
    if (!d->line) return;
    sl_buf_put(out, SL_STR("   "));
    sl_buf_put(out, d->source);
    sl_buf_char(out, '\n');
    caret_line(d, out);
}
