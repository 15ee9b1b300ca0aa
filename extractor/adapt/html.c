/* SPDX-License-Identifier: Apache-2.0 */
#include <libxml/HTMLparser.h>
#include <libxml/parserInternals.h>

#include "adapt/html.h"

#include "adapt/late.h"
#include "base/bounds.h"

#define FUNCTIONS(f)                                                                                                   \
    f(htmlCreateMemoryParserCtxt) f(htmlCtxtUseOptions) f(htmlFreeParserCtxt) f(htmlParseDocument) f(xmlByteConsumed)  \
        f(xmlInitParser) f(xmlStopParser) f(xmlSwitchEncoding)
SL_LATE(xml, SL_SONAME_XML2, FUNCTIONS)

/* Bytes that one entity comes to. */
enum { MOST_FOR_ENTITY = 8 };

typedef struct {
    htmlParserCtxtPtr parser;
    sl_str page;
    const sl_html_handler *handler;
    void *context;
    sl_arena *arena;
    size_t depth;
    sl_off told; /* source up to which text has been told */
    sl_status status;
} reader;

sl_str sl_html_attribute(sl_html_attributes attributes, const char *name) {
    for (; attributes && attributes[0]; attributes += 2) {
        if (strcmp(attributes[0], name) == 0) return sl_str_of(attributes[1] ? attributes[1] : "");
    }
    return (sl_str){0};
}

/* ---- bounds, before the parser ---- */

/* The parser compares each attribute of a tag with those before it. */
static sl_status too_many_attributes(sl_error *err) {
    return sl_fail(err, SL_LIMIT, SL_STR(""), "an HTML tag with more than %d attributes", SL_MAX_HTML_ATTRIBUTES);
}

/* Words outside quotation marks in the tag that begins at `at`; its end in `at`. More than there are attributes. */
static size_t count_words(sl_str page, size_t *at) {
    size_t words = 0;
    char quote = '\0';
    bool in_word = false;
    for (; *at < page.n; ++*at) {
        char c = page.p[*at];
        if (quote) {
            if (c == quote) quote = '\0';
            continue;
        }
        if (c == '>') break;
        if ((c == '"' || c == '\'') && *at && (page.p[*at - 1] == '=' || sl_is_space(page.p[*at - 1]))) quote = c;
        bool part = !sl_is_space(c) && c != '/' && !quote;
        words += part && !in_word;
        in_word = part;
    }
    return words;
}

static sl_status look_at_tags(sl_str page, sl_error *err) {
    for (size_t at = sl_str_find(page, '<', 0); at < page.n; at = sl_str_find(page, '<', at)) {
        at++;
        if (at < page.n && sl_is_alpha(page.p[at]) && count_words(page, &at) > SL_MAX_HTML_ATTRIBUTES)
            return too_many_attributes(err);
    }
    return SL_OK;
}

/* ---- events ---- */

static void stop(reader *r, sl_status status) {
    r->status = status;
    xml.xmlStopParser(r->parser);
}

/* The parser's own memory is not in an arena, so nothing may jump over it: memory that runs out is caught here. */
#define TELL(r, call)                                                                                                  \
    do {                                                                                                               \
        jmp_buf here, *outer = (r)->arena->recover;                                                                    \
        (r)->arena->recover = &here;                                                                                   \
        if (setjmp(here) == 0) (r)->handler->call;                                                                     \
        else stop((r), SL_NO_MEMORY);                                                                                  \
        (r)->arena->recover = outer;                                                                                   \
    } while (0)

static sl_str name_of(const xmlChar *name) {
    return sl_str_of((const char *)name);
}

static void on_open(void *context, const xmlChar *name, const xmlChar **attributes) {
    reader *r = context;
    if (r->status) return;
    if (r->depth++ == SL_MAX_HTML_DEPTH) {
        stop(r, SL_LIMIT);
        return;
    }
    TELL(r, open(r->context, name_of(name), (sl_html_attributes)(const void *)attributes));
}

static void on_close(void *context, const xmlChar *name) {
    reader *r = context;
    if (r->status || r->depth == 0) return;
    r->depth--;
    TELL(r, close(r->context, name_of(name)));
}

static void tell_text(reader *r, sl_str text, sl_span at) {
    r->told = at.to;
    TELL(r, text(r->context, text, at));
}

/* Text that is in the source but for bytes that the parser left out: told in pieces. */
static void tell_parts(reader *r, sl_str text, sl_off end) {
    sl_off at = r->told;
    for (size_t done = 0; done < text.n;) {
        while (at < end && r->page.p[at] != text.p[done]) at++;
        size_t n = 0;
        while (at + n < end && done + n < text.n && r->page.p[at + n] == text.p[done + n]) n++;
        if (n == 0) return; /* not found: text that nobody can point at is no text */
        tell_text(r, sl_str_cut(text, done, done + n), (sl_span){at, at + (sl_off)n});
        done += n;
        at += (sl_off)n;
    }
}

/* Where the reference begins that ends at `end` and has not been told; `end` where there is none. */
static sl_off reference_start(const reader *r, sl_off end) {
    sl_off at = end;
    while (at > r->told && (sl_is_alnum(r->page.p[at - 1]) || (at == end && r->page.p[at - 1] == ';'))) at--;
    if (at > r->told && r->page.p[at - 1] == '#') at--;
    return at > r->told && r->page.p[at - 1] == '&' ? at - 1 : end;
}

static bool is_ampersand(sl_str source) {
    return sl_str_starts_with(source, SL_STR("&amp")) || sl_str_starts_with(source, SL_STR("&#"));
}

/* The source itself, at a place that has not been told. */
static bool ends_at(const reader *r, sl_str text, sl_off end) {
    if (end > r->page.n || end - r->told < text.n) return false;
    return sl_str_eq(sl_str_cut(r->page, end - text.n, end), text);
}

/* Bytes of the last letter. */
static sl_off last_letter(sl_str text) {
    sl_off n = 1;
    while (n < text.n && ((unsigned char)text.p[text.n - n] & 0xC0) == 0x80) n++;
    return n;
}

/* The parser stands behind what it tells; of a long text, which it tells in pieces, before the last letter. A name that no entity has ("AT&T") comes in two pieces, "&" and "T". */
static void on_text(void *context, const xmlChar *characters, int length) {
    reader *r = context;
    long consumed = xml.xmlByteConsumed(r->parser);
    if (r->status || length <= 0 || consumed < 0 || (size_t)consumed > r->page.n) return;
    sl_str text = {(const char *)characters, (size_t)length};
    sl_off end = (sl_off)consumed, begin = text.n <= MOST_FOR_ENTITY ? reference_start(r, end) : end;
    if (begin < end && sl_str_eq(text, SL_STR("&")) && !is_ampersand(sl_str_cut(r->page, begin, end))) {
        tell_text(r, text, (sl_span){begin, begin + 1});
    } else if (begin < end) {
        tell_text(r, text, (sl_span){begin, end});
    } else if (ends_at(r, text, end) || ends_at(r, text, end + last_letter(text))) {
        if (!ends_at(r, text, end)) end += last_letter(text);
        tell_text(r, text, (sl_span){end - (sl_off)text.n, end});
    } else {
        tell_parts(r, text, end);
    }
}

/* ---- the whole ---- */

static pthread_once_t once = PTHREAD_ONCE_INIT;

static void begin(void) {
    xml.xmlInitParser();
}

static sl_status told(const reader *r, sl_error *err) {
    if (r->status == SL_NO_MEMORY || r->parser->errNo == XML_ERR_NO_MEMORY)
        return sl_fail(err, SL_NO_MEMORY, SL_STR(""), "not enough memory for this article");
    if (r->status == SL_LIMIT)
        return sl_fail(err, SL_LIMIT, SL_STR(""), "HTML tags nested deeper than %d", SL_MAX_HTML_DEPTH);
    return SL_OK;
}

sl_status sl_html_read(sl_str page, const sl_html_handler *handler, void *context, sl_arena *arena, sl_error *err) {
    sl_status status = look_at_tags(page, err);
    if (status || page.n == 0) return status;
    status = sl_late_load(&xml_library, err);
    if (status) return status;
    pthread_once(&once, begin);
    reader r = {.page = page, .handler = handler, .context = context, .arena = arena};
    r.parser = xml.htmlCreateMemoryParserCtxt(page.p, (int)page.n);
    if (!r.parser) return sl_fail(err, SL_NO_MEMORY, SL_STR(""), "not enough memory for this article");
    xml.htmlCtxtUseOptions(r.parser,
                           HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING | HTML_PARSE_NONET | HTML_PARSE_IGNORE_ENC);
    xml.xmlSwitchEncoding(r.parser, XML_CHAR_ENCODING_UTF8);
    *r.parser->sax = (xmlSAXHandler){.startElement = on_open,
                                     .endElement = on_close,
                                     .characters = on_text,
                                     .ignorableWhitespace = on_text,
                                     .cdataBlock = on_text,
                                     .initialized = 1};
    r.parser->userData = &r;
    xml.htmlParseDocument(r.parser);
    status = told(&r, err);
    xml.htmlFreeParserCtxt(r.parser);
    return status;
}
