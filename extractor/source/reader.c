/* SPDX-License-Identifier: Apache-2.0 */
#include "source/reader.h"

#include "adapt/archive.h"
#include "base/arena.h"
#include "source/feed.h"
#include "source/jsonsplit.h"
#include "source/warc.h"

typedef enum { KIND_ARTICLE, KIND_ARCHIVE, KIND_JSON, KIND_LINES, KIND_WARC } kind;

/* What a name or the first bytes say of a file. */
typedef struct {
    kind kind;
    bool packed;
} container;

struct sl_reader {
    const sl_reader_options *options;
    sl_stream *stream;
    sl_archive *archive;   /* NULL: the file is not packed */
    sl_jsonsplit *records; /* of the file, or of the member at hand */
    sl_warc *pages;
    container is;
    bool by_content; /* nothing was known before its first bytes came */
    bool ended;
    sl_str first; /* bytes that were looked at and not handed on yet; what they came from is `rest` */
    sl_blocks rest;
    sl_buf file, member, spare; /* names */
    sl_walk_counts left_out;
};

/* ---- what it is ---- */

static bool cut_end(sl_str *name, const char *suffix) {
    sl_str end = sl_str_of(suffix);
    if (name->n < end.n) return false;
    for (size_t i = 0; i < end.n; i++)
        if (sl_lower(name->p[name->n - end.n + i]) != end.p[i]) return false;
    name->n -= end.n;
    return true;
}

static kind kind_of(sl_str name) {
    static const struct {
        const char *end;
        kind kind;
    } ends[] = {{".tar", KIND_ARCHIVE}, {".tgz", KIND_ARCHIVE},  {".txz", KIND_ARCHIVE}, {".tbz2", KIND_ARCHIVE},
                {".tbz", KIND_ARCHIVE}, {".tzst", KIND_ARCHIVE}, {".zip", KIND_ARCHIVE}, {".json", KIND_JSON},
                {".jsonl", KIND_LINES}, {".ndjson", KIND_LINES}, {".warc", KIND_WARC}};
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++)
        if (cut_end(&name, ends[i].end)) return ends[i].kind;
    return KIND_ARTICLE;
}

static container container_of(sl_str name) {
    container is = {KIND_ARTICLE, false};
    is.packed = cut_end(&name, ".gz") || cut_end(&name, ".zst") || cut_end(&name, ".xz") || cut_end(&name, ".bz2");
    is.kind = kind_of(name);
    return is;
}

bool sl_reader_needed(sl_str name) {
    container is = container_of(name);
    return is.packed || is.kind != KIND_ARTICLE || sl_str_eq(name, SL_STR("-"));
}

static char first_letter(sl_str s) {
    s = sl_str_trim(s);
    return s.n ? s.p[0] : '\0';
}

/* "[Editor's note]" begins an article, [{ and {" begin JSON. */
static bool looks_like_json(sl_str s) {
    if (sl_str_starts_with(s, SL_STR("\xEF\xBB\xBF"))) s = sl_str_cut(s, 3, s.n);
    s = sl_str_trim(s);
    char begin = first_letter(s), next = first_letter(sl_str_cut(s, 1, s.n));
    return (begin == '[' && next == '{') || (begin == '{' && (next == '"' || next == '}'));
}

static container container_by_content(sl_str s) {
    static const sl_str packed[] = {{"\x1F\x8B", 2}, {"\x28\xB5\x2F\xFD", 4}, {"\xFD\x37zXZ", 5}, {"BZh", 3}};
    for (size_t i = 0; i < sizeof packed / sizeof *packed; i++)
        if (sl_str_starts_with(s, packed[i])) return (container){KIND_ARTICLE, true};
    bool zip = sl_str_starts_with(s, SL_STR("PK\3\4")), tar = sl_str_eq(sl_str_cut(s, 257, 262), SL_STR("ustar"));
    if (zip || tar) return (container){KIND_ARCHIVE, false};
    if (sl_str_starts_with(s, SL_STR("WARC/"))) return (container){KIND_WARC, false};
    return (container){looks_like_json(s) ? KIND_JSON : KIND_ARTICLE, false};
}

/* ---- opening ---- */

static sl_status no_memory(sl_error *err) {
    return sl_fail(err, SL_NO_MEMORY, SL_STR(""), "out of memory");
}

static sl_status next_with_first(void *context, sl_str *block, sl_error *err) {
    sl_reader *r = context;
    if (r->first.n == 0) return r->rest.next(r->rest.context, block, err);
    *block = r->first;
    r->first = (sl_str){0};
    return SL_OK;
}

static sl_status open_records(sl_reader *r, sl_blocks in, const sl_buf *name, bool lines, sl_error *err) {
    sl_jsonsplit_options options = {sl_buf_str(name), r->options->records, lines, r->options->limit};
    r->records = sl_jsonsplit_new(in, &options);
    return r->records ? SL_OK : no_memory(err);
}

static sl_status open_pages(sl_reader *r, sl_blocks in, sl_error *err) {
    r->pages = sl_warc_new(in, sl_buf_str(&r->file), r->options->limit);
    return r->pages ? SL_OK : no_memory(err);
}

static sl_status open_file(sl_reader *r, sl_error *err) {
    sl_blocks in = sl_stream_blocks(r->stream);
    if (r->by_content) {
        sl_str beginning;
        sl_status status = sl_stream_peek(r->stream, &beginning, err);
        if (status) return status;
        r->is = container_by_content(beginning);
    }
    if (r->is.packed || r->is.kind == KIND_ARCHIVE) {
        sl_archive_formats formats = {.members = r->by_content || r->is.kind == KIND_ARCHIVE,
                                      .bare = r->is.kind != KIND_ARCHIVE};
        r->archive = sl_archive_open(in, formats, err);
        return r->archive ? SL_OK : err->status;
    }
    if (r->is.kind == KIND_WARC) return open_pages(r, in, err);
    return r->is.kind == KIND_ARTICLE ? SL_OK : open_records(r, in, &r->file, r->is.kind == KIND_LINES, err);
}

sl_reader *sl_reader_open(const char *path, sl_str name, const sl_reader_options *options, sl_error *err) {
    sl_stream *stream = sl_stream_open(path, &options->stop, err);
    if (!stream) return NULL;
    sl_reader *r = sl_heap_alloc(1, sizeof *r);
    if (!r) {
        sl_stream_close(stream);
        no_memory(err);
        return NULL;
    }
    r->options = options;
    r->stream = stream;
    r->is = container_of(name);
    r->by_content = sl_str_eq(name, SL_STR("-"));
    sl_buf_put(&r->file, name);
    sl_status status = r->file.failed ? no_memory(err) : open_file(r, err);
    if (status == SL_OK) return r;
    sl_reader_close(r);
    return NULL;
}

void sl_reader_close(sl_reader *r) {
    if (!r) return;
    sl_jsonsplit_free(r->records);
    sl_warc_free(r->pages);
    sl_archive_close(r->archive);
    sl_stream_close(r->stream);
    sl_buf_release(&r->file);
    sl_buf_release(&r->member);
    sl_buf_release(&r->spare);
    sl_heap_free(r);
}

uint64_t sl_reader_position(const sl_reader *reader) {
    return sl_stream_position(reader->stream);
}

sl_walk_counts sl_reader_left_out(const sl_reader *reader) {
    sl_walk_counts counts = reader->left_out;
    if (reader->pages) counts.binary += sl_warc_left_out(reader->pages);
    return counts;
}

/* ---- articles ---- */

/* All bytes of `in` as one article. */
static sl_status take_article(sl_reader *r, sl_blocks in, sl_document *document, sl_error *err) {
    uint64_t limit = r->options->limit;
    sl_feed feed = {.in = in};
    sl_feed_take(&feed, limit + 1, limit, &document->bytes);
    if (feed.status) {
        *err = feed.error;
        return feed.status;
    }
    if (document->bytes.failed) return no_memory(err);
    if (document->bytes.n > limit)
        sl_document_refuse(document, SL_LIMIT, "larger than %llu bytes", (unsigned long long)limit);
    return SL_OK;
}

/* A file that is one article; unpacked, or read from standard input. */
static sl_status take_whole(sl_reader *r, sl_blocks in, sl_document *document, sl_error *err) {
    sl_str plain = sl_buf_str(&r->file);
    (void)(cut_end(&plain, ".gz") || cut_end(&plain, ".zst") || cut_end(&plain, ".xz") || cut_end(&plain, ".bz2"));
    if (!sl_document_begin(document, sl_buf_str(&r->file), NULL, true)) return no_memory(err);
    document->media = sl_media_of(plain);
    return take_article(r, in, document, err);
}

static bool is_hidden(sl_str name) {
    for (size_t at = 0; at < name.n; at++)
        if (name.p[at] == '.' && (at == 0 || name.p[at - 1] == '/')) return true;
    return false;
}

/* Two dots between slashes or at an end. */
static bool leads_out(sl_str name) {
    for (size_t at = sl_str_search(name, SL_STR(".."), 0); at < name.n;
         at = sl_str_search(name, SL_STR(".."), at + 1)) {
        bool begins = at == 0 || name.p[at - 1] == '/' || name.p[at - 1] == '\\';
        bool ends = at + 2 == name.n || name.p[at + 2] == '/' || name.p[at + 2] == '\\';
        if (begins && ends) return true;
    }
    return false;
}

/* @return false and counted where it is nothing to read */
static bool is_wanted(sl_reader *r, const sl_archive_member *member, sl_str name) {
    r->left_out.links += member->is_link;
    if (!member->is_file) return false;
    bool hidden = is_hidden(name) && !leads_out(name);
    bool excluded = !hidden && r->options->globs && !sl_globs_want_file(r->options->globs, name);
    r->left_out.hidden += hidden;
    r->left_out.excluded += excluded;
    return !hidden && !excluded;
}

static void name_member(sl_reader *r, sl_str name) {
    sl_buf_clear(&r->member);
    sl_buf_put(&r->member, sl_buf_str(&r->file));
    sl_buf_char(&r->member, '!');
    sl_buf_put(&r->member, sl_walk_printed(name, &r->spare));
}

static sl_status take_member(sl_reader *r, const sl_archive_member *member, sl_document *document, bool *found,
                             sl_error *err) {
    if (!is_wanted(r, member, member->name)) return SL_OK;
    name_member(r, member->name);
    bool escapes = leads_out(member->name);
    kind is = kind_of(sl_buf_str(&r->member));
    if (!escapes && !member->is_encrypted && (is == KIND_JSON || is == KIND_LINES))
        return open_records(r, sl_archive_data(r->archive), &r->member, is == KIND_LINES, err);
    *found = true;
    if (!sl_document_begin(document, sl_buf_str(&r->member), NULL, false)) return no_memory(err);
    if (escapes) sl_document_refuse(document, SL_BAD_INPUT, "its name leads out of the archive");
    else if (member->is_encrypted) sl_document_refuse(document, SL_BAD_INPUT, "encrypted");
    if (document->status) return SL_OK;
    sl_status status = take_article(r, sl_archive_data(r->archive), document, err);
    if (!status || !sl_archive_goes_on(r->archive)) return status;
    sl_document_fail(document, err);
    return SL_OK;
}

/* What was packed by itself: its name or its first bytes say what it is. */
static sl_status take_bare(sl_reader *r, sl_document *document, bool *found, sl_error *err) {
    sl_blocks in = sl_archive_data(r->archive);
    if (r->by_content) {
        r->rest = in;
        sl_status status = in.next(in.context, &r->first, err);
        if (status) return status;
        in = (sl_blocks){r, next_with_first};
        r->is = container_by_content(r->first);
    }
    if (r->is.kind == KIND_WARC) return open_pages(r, in, err);
    if (r->is.kind == KIND_JSON || r->is.kind == KIND_LINES)
        return open_records(r, in, &r->file, r->is.kind == KIND_LINES, err);
    r->ended = *found = true;
    return take_whole(r, in, document, err);
}

static sl_status next_member(sl_reader *r, sl_document *document, bool *found, sl_error *err) {
    sl_archive_member member;
    sl_status status = sl_archive_next(r->archive, &member, &r->ended, err);
    if (status || r->ended) return status;
    return member.name.n ? take_member(r, &member, document, found, err) : take_bare(r, document, found, err);
}

/* Records or pages, where they are what is read now; they end before what they are in. */
static sl_status next_part(sl_reader *r, sl_document *document, bool *found, sl_error *err) {
    sl_status status =
        r->records ? sl_jsonsplit_next(r->records, document, found, err) : sl_warc_next(r->pages, document, found, err);
    if (status || *found) return status;
    r->left_out = sl_reader_left_out(r);
    sl_jsonsplit_free(r->records);
    sl_warc_free(r->pages);
    r->records = NULL;
    r->pages = NULL;
    r->ended = !r->archive;
    return SL_OK;
}

static sl_status next_document(sl_reader *r, sl_document *document, bool *found, sl_error *err) {
    if (r->records || r->pages) return next_part(r, document, found, err);
    if (r->archive) return next_member(r, document, found, err);
    r->ended = *found = true;
    return take_whole(r, sl_stream_blocks(r->stream), document, err);
}

sl_status sl_reader_next(sl_reader *r, sl_document *document, bool *found, sl_error *err) {
    sl_status status = SL_OK;
    *found = false;
    while (status == SL_OK && !*found && !r->ended) status = next_document(r, document, found, err);
    if (status == SL_OK || status == SL_STOPPED || status == SL_NO_MEMORY) return status;
    r->ended = *found = true;
    if (!sl_document_begin(document, sl_buf_str(&r->file), NULL, true)) return no_memory(err);
    sl_document_fail(document, err);
    return SL_OK;
}
