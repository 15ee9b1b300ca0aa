/* SPDX-License-Identifier: Apache-2.0 */
#include "rule/source.h"

#include <stdarg.h>

/* Where byte `at` of the text stands in the file. */
static const char *origin_of(const sl_located *text, size_t at) {
    const char *p = text->text.p + at;
    for (size_t i = text->n_pieces; i > 0; i--)
        if (text->pieces[i - 1].copy <= p) return text->pieces[i - 1].origin + (p - text->pieces[i - 1].copy);
    return p;
}

sl_located sl_located_cut(const sl_located *whole, size_t from, size_t to) {
    sl_located part = *whole;
    part.text = sl_str_cut(whole->text, from, to);
    return part;
}

sl_located sl_located_trim(const sl_located *whole) {
    sl_located part = *whole;
    part.text = sl_str_trim(whole->text);
    return part;
}

sl_diagnostic sl_located_at(const sl_located *text, size_t from, size_t to) {
    sl_str bytes = text->source->bytes;
    size_t offset = (size_t)(origin_of(text, from) - bytes.p);
    if (offset > bytes.n) offset = bytes.n;
    size_t begin = offset, end = offset;
    while (begin > 0 && bytes.p[begin - 1] != '\n') begin--;
    while (end < bytes.n && bytes.p[end] != '\n' && bytes.p[end] != '\r') end++;
    uint32_t line = 1;
    for (size_t i = 0; i < begin; i++) line += bytes.p[i] == '\n';
    size_t width = to > from ? to - from : 1;
    if (offset + width > end) width = end > offset ? end - offset : 1;
    return (sl_diagnostic){.file = text->source->path,
                           .line = line,
                           .column = (uint32_t)(offset - begin) + 1,
                           .width = (uint32_t)width,
                           .source = sl_str_cut(bytes, begin, end)};
}

void sl_located_report(sl_diagnostics *diagnostics, const sl_located *text, size_t from, size_t to, bool is_warning,
                       uint16_t number, const char *format, ...) {
    char message[512];
    va_list args;
    va_start(args, format);
    vsnprintf(message, sizeof message, format, args);
    va_end(args);
    sl_diagnostic where = sl_located_at(text, from, to);
    where.is_warning = is_warning;
    where.number = number;
    sl_diagnose(diagnostics, where, "%s", message);
}
