/* SPDX-License-Identifier: Apache-2.0 */
#include "rule/diagnostic.h"

#include "adapt/unicode.h"
#include "base/bounds.h"

#include <stdarg.h>

enum { MESSAGE = 512 };

int sl_shown(sl_str s) {
    size_t n = s.n;
    if (n > 60)
        for (n = 60; n > 0 && ((unsigned char)s.p[n] & 0xC0) == 0x80;) n--;
    return (int)n;
}

/* --- collecting --------------------------------------------------------------------------------------------------- */

static uint32_t file_number(sl_diagnostics *d, sl_str path) {
    for (size_t i = d->files.n; i > 0; i--) /* mostly the last one */
        if (sl_str_eq(d->files.v[i - 1].path, path)) return (uint32_t)(i - 1);
    sl_str copy = sl_arena_copy(d->arena, path);
    *sl_push(d->arena, &d->files) = (sl_diagnosed_file){.path = copy, .rest = SIZE_MAX};
    return (uint32_t)(d->files.n - 1);
}

void sl_diagnostics_expect(sl_diagnostics *d, sl_str file) {
    file_number(d, file);
}

static bool is_known(const sl_diagnostics *d, const sl_diagnostic *new) {
    for (size_t i = 0; i < d->list.n; i++) {
        const sl_diagnostic *old = &d->list.v[i];
        if (old->file_number == new->file_number && old->line == new->line && old->column == new->column &&
            old->number == new->number && old->is_warning == new->is_warning &&sl_str_eq(old->message, new->message))
            return true;
    }
    return false;
}

static void add(sl_diagnostics *d, sl_diagnostic new) {
    new.order = (uint32_t)d->list.n;
    *sl_push(d->arena, &d->list) = new;
}

static uint32_t beyond(uint32_t n) {
    return n > SL_MAX_ERRORS ? n - SL_MAX_ERRORS : 0;
}

/* "13 more errors not shown": one line for the file, written over with each one more. */
static void count_rest(sl_diagnostics *d, uint32_t number) {
    enum { ROOM = 96 };
    if (d->files.v[number].rest == SIZE_MAX) {
        char *text = sl_arena_raw(d->arena, ROOM, 1);
        add(d, (sl_diagnostic){.file = d->files.v[number].path, .file_number = number});
        d->files.v[number].text = text;
        d->files.v[number].rest = d->list.n - 1;
    }
    const sl_diagnosed_file *file = &d->files.v[number];
    uint32_t errors = beyond(file->errors), warnings = beyond(file->warnings);
    int size = 0;
    if (errors) size = snprintf(file->text, ROOM, "%u more error%s", errors, errors == 1 ? "" : "s");
    if (warnings)
        size += snprintf(file->text + size, ROOM - (size_t)size, "%s%u more warning%s", errors ? " and " : "", warnings,
                         warnings == 1 ? "" : "s");
    size += snprintf(file->text + size, ROOM - (size_t)size, " not shown");
    d->list.v[file->rest].message = (sl_str){file->text, (size_t)size};
    d->list.v[file->rest].is_warning = errors == 0;
}

static bool has_its_share(sl_diagnostics *d, uint32_t number, bool is_warning) {
    uint32_t *n = is_warning ? &d->files.v[number].warnings : &d->files.v[number].errors;
    if (*n < SL_MAX_ERRORS) return false;
    ++*n;
    if (is_warning) d->warnings++;
    else d->errors++;
    count_rest(d, number);
    return true;
}

bool sl_diagnostics_only_count(sl_diagnostics *d, sl_str file) {
    return has_its_share(d, file_number(d, file), false);
}

void sl_diagnose(sl_diagnostics *d, sl_diagnostic where, const char *format, ...) {
    where.file_number = file_number(d, where.file);
    if (!where.is_warning && has_its_share(d, where.file_number, false)) return;
    char message[MESSAGE];
    va_list args;
    va_start(args, format);
    vsnprintf(message, sizeof message, format, args);
    va_end(args);
    where.message = sl_str_of(message);
    if (is_known(d, &where) || (where.is_warning && has_its_share(d, where.file_number, true))) return;
    where.message = sl_arena_copy(d->arena, where.message);
    where.file = d->files.v[where.file_number].path;
    where.source = sl_arena_copy(d->arena, where.source);
    add(d, where);
    if (where.is_warning) d->warnings++, d->files.v[where.file_number].warnings++;
    else d->errors++, d->files.v[where.file_number].errors++;
}

/* --- sorting ------------------------------------------------------------------------------------------------------ */

static int compare(uint32_t a, uint32_t b) {
    return (a > b) - (a < b);
}

static int by_place(const void *x, const void *y) {
    const sl_diagnostic *a = x, *b = y;
    if (a->file_number != b->file_number) return compare(a->file_number, b->file_number);
    if ((a->number == 0) != (b->number == 0)) return a->number == 0 ? 1 : -1; /* the rest comes last */
    if (a->line != b->line) return compare(a->line, b->line);
    if (a->column != b->column) return compare(a->column, b->column);
    if (a->number != b->number) return compare(a->number, b->number);
    return compare(a->order, b->order);
}

void sl_diagnostics_sort(sl_diagnostics *d) {
    if (d->list.n) qsort(d->list.v, d->list.n, sizeof *d->list.v, by_place);
    for (size_t i = 0; i < d->list.n; i++)
        if (d->list.v[i].number == 0) d->files.v[d->list.v[i].file_number].rest = i;
}

/* --- printing ----------------------------------------------------------------------------------------------------- */

/* A line of rules may be long, and may hold anything: some 100 letters around the caret are shown, tabs as they are,
   other control characters as "?". */
enum { AROUND = 50, WIDEST = 110 };

/* The letter at `at`: its rune, SL_RUNE_BAD where there is none, and its bytes. */
static uint32_t letter_at(sl_str s, size_t at, size_t *size) {
    sl_str rest = sl_str_cut(s, at, s.n);
    if (sl_unicode_sequence(rest)) return sl_unicode_decode(rest, size);
    *size = 1;
    return SL_RUNE_BAD;
}

static void put_letter(sl_buf *out, sl_str bytes, uint32_t rune) {
    bool control = (rune < 0x20 && rune != '\t') || (rune >= 0x7F && rune < 0xA0);
    if (control || rune == SL_RUNE_BAD) sl_buf_char(out, '?');
    else sl_buf_put(out, bytes);
}

static void put_safely(sl_buf *out, sl_str s) {
    for (size_t at = 0, size; at < s.n; at += size) {
        uint32_t rune = letter_at(s, at, &size);
        put_letter(out, sl_str_cut(s, at, at + size), rune);
    }
}

/* Bytes from..to of the line that are shown: all of a short one. */
static void window(const sl_diagnostic *d, size_t *from, size_t *to) {
    size_t caret = d->column - 1, letters = 0, at = 0, size;
    *from = 0;
    *to = d->source.n;
    if (d->source.n <= WIDEST) return;
    size_t back = 0;
    for (size_t i = caret < d->source.n ? caret : d->source.n; i > 0 && back <= AROUND; i--) {
        if (((unsigned char)d->source.p[i - 1] & 0xC0) != 0x80) back++;
        if (back == AROUND) *from = i - 1;
    }
    for (at = *from; at < d->source.n && letters < WIDEST; at += size, letters++) letter_at(d->source, at, &size);
    *to = at;
}

/* Blanks up to the caret, then the caret and a line under what is meant. Tabs stay tabs, so that it stands below its
   word in every terminal; a mark on a letter has no width. */
static void caret_line(const sl_diagnostic *d, size_t from, size_t to, sl_buf *out) {
    size_t caret = d->column - 1, size;
    for (size_t at = from; at < caret && at < to; at += size) {
        uint32_t rune = letter_at(d->source, at, &size);
        if (rune == '\t' || !sl_unicode_is_mark(rune)) sl_buf_char(out, rune == '\t' ? '\t' : ' ');
    }
    sl_buf_char(out, '^');
    for (size_t at = caret, first = 1; at < caret + d->width && at < to; at += size, first = 0) {
        uint32_t rune = letter_at(d->source, at, &size);
        if (!first && !sl_unicode_is_mark(rune)) sl_buf_char(out, '~');
    }
    sl_buf_char(out, '\n');
}

static void put_line(const sl_diagnostic *d, sl_buf *out) {
    size_t from, to;
    window(d, &from, &to);
    sl_buf_put(out, from ? SL_STR("  \u2026") : SL_STR("   "));
    put_safely(out, sl_str_cut(d->source, from, to));
    sl_buf_put(out, to < d->source.n ? SL_STR("\u2026\n   ") : SL_STR("\n   "));
    caret_line(d, from, to, out);
}

void sl_diagnostic_render(const sl_diagnostic *d, bool colour, sl_buf *out) {
    const char *bold = colour ? "\033[1m" : "", *plain = colour ? "\033[0m" : "";
    const char *tint = !colour ? "" : d->is_warning ? "\033[1;35m" : "\033[1;31m";
    sl_buf_put(out, sl_str_of(bold));
    put_safely(out, d->file);
    sl_buf_char(out, ':');
    if (d->line) sl_buf_printf(out, "%u:%u:", d->line, d->column);
    sl_buf_printf(out, "%s ", plain);
    if (d->number)
        sl_buf_printf(out, "%s%s %c%02u:%s ", tint, d->is_warning ? "warning" : "error", d->is_warning ? 'W' : 'E',
                      d->number, plain);
    put_safely(out, d->message);
    sl_buf_char(out, '\n');
    if (d->line) put_line(d, out);
}

/* --- as JSON ------------------------------------------------------------------------------------------------------ */

static void put_json(sl_buf *out, sl_str s) {
    sl_buf_char(out, '"');
    for (size_t at = 0, size; at < s.n; at += size) {
        uint32_t rune = letter_at(s, at, &size);
        if (rune == '"' || rune == '\\') sl_buf_printf(out, "\\%c", (char)rune);
        else if (rune < 0x20 || rune == 0x7F) sl_buf_printf(out, "\\u%04x", rune);
        else if (rune == SL_RUNE_BAD) sl_buf_put(out, SL_STR("\uFFFD"));
        else sl_buf_put(out, sl_str_cut(s, at, at + size));
    }
    sl_buf_char(out, '"');
}

void sl_diagnostic_render_json(const sl_diagnostic *d, sl_buf *out) {
    sl_buf_put(out, SL_STR("{\"file\":"));
    put_json(out, d->file);
    sl_buf_printf(out, ",\"line\":%u,\"column\":%u,\"width\":%u,\"severity\":\"%s\",\"code\":\"", d->line, d->column,
                  d->width, d->is_warning ? "warning" : "error");
    if (d->number) sl_buf_printf(out, "%c%02u", d->is_warning ? 'W' : 'E', d->number);
    sl_buf_put(out, SL_STR("\",\"message\":"));
    put_json(out, d->message);
    sl_buf_put(out, SL_STR("}\n"));
}
