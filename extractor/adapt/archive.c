/* SPDX-License-Identifier: Apache-2.0 */
#include <archive.h>
#include <archive_entry.h>
#include <errno.h>

#include "adapt/archive.h"

#include "adapt/late.h"
#include "base/arena.h"
#include "base/bounds.h"

#define FUNCTIONS(f)                                                                                                   \
    f(archive_entry_filetype) f(archive_entry_hardlink) f(archive_entry_is_data_encrypted) f(archive_entry_pathname)   \
        f(archive_entry_pathname_utf8) f(archive_entry_size_is_set) f(archive_error_string) f(archive_filter_bytes)    \
            f(archive_filter_count) f(archive_format) f(archive_read_data_block) f(archive_read_data_skip)             \
                f(archive_read_free) f(archive_read_new) f(archive_read_next_header) f(archive_read_open2)             \
                    f(archive_read_support_filter_bzip2) f(archive_read_support_filter_gzip)                           \
                        f(archive_read_support_filter_xz) f(archive_read_support_filter_zstd)                          \
                            f(archive_read_support_format_empty) f(archive_read_support_format_raw)                    \
                                f(archive_read_support_format_tar) f(archive_read_support_format_zip_streamable)       \
                                    f(archive_set_error)
SL_LATE(unpack, SL_SONAME_ARCHIVE, FUNCTIONS)

struct sl_archive {
    struct archive *lib;
    sl_blocks in;
    uint64_t read, unpacked; /* bytes, so far */
    sl_status status;        /* of `in`, where it failed */
    sl_error error;
    bool opened, in_member;
    bool can_jump;        /* over what is left of the member */
    bool goes_on;         /* the last failure was one of a member */
    la_int64_t member_at; /* how much of the member has been handed out */
};

static la_ssize_t read_block(struct archive *lib, void *context, const void **block) {
    sl_archive *a = context;
    sl_str bytes = {0};
    a->status = a->in.next(a->in.context, &bytes, &a->error);
    if (a->status) {
        unpack.archive_set_error(lib, EIO, "%s", a->error.message);
        return -1;
    }
    a->read += bytes.n;
    *block = bytes.p;
    return (la_ssize_t)bytes.n;
}

static sl_status no_memory(sl_error *err) {
    return sl_fail(err, SL_NO_MEMORY, SL_STR(""), "no memory to unpack");
}

/* The library would start programs for filters that it was built without. */
static bool enable(struct archive *lib, sl_archive_formats formats) {
    bool good = unpack.archive_read_support_filter_gzip(lib) == ARCHIVE_OK;
    good = unpack.archive_read_support_filter_zstd(lib) == ARCHIVE_OK && good;
    good = unpack.archive_read_support_filter_xz(lib) == ARCHIVE_OK && good;
    good = unpack.archive_read_support_filter_bzip2(lib) == ARCHIVE_OK && good;
    good = unpack.archive_read_support_format_empty(lib) == ARCHIVE_OK && good;
    if (formats.members) good = unpack.archive_read_support_format_zip_streamable(lib) == ARCHIVE_OK && good;
    if (formats.members) good = unpack.archive_read_support_format_tar(lib) == ARCHIVE_OK && good;
    if (formats.bare) good = unpack.archive_read_support_format_raw(lib) == ARCHIVE_OK && good;
    return good;
}

sl_archive *sl_archive_open(sl_blocks in, sl_archive_formats formats, sl_error *err) {
    if (sl_late_load(&unpack_library, err)) return NULL;
    sl_archive *a = sl_heap_alloc(1, sizeof *a);
    struct archive *lib = a ? unpack.archive_read_new() : NULL;
    if (!lib) {
        sl_heap_free(a);
        no_memory(err);
        return NULL;
    }
    a->lib = lib;
    a->in = in;
    if (enable(lib, formats)) return a;
    sl_fail(err, SL_BAD_INPUT, SL_STR(""), "this libarchive cannot unpack it");
    sl_archive_close(a);
    return NULL;
}

void sl_archive_close(sl_archive *a) {
    if (!a) return;
    unpack.archive_read_free(a->lib);
    sl_heap_free(a);
}

static sl_status failed(sl_archive *a, sl_error *err) {
    if (a->status) {
        if (err) *err = a->error;
        return a->status;
    }
    const char *why = unpack.archive_error_string(a->lib);
    return sl_fail(err, SL_BAD_INPUT, SL_STR(""), "damaged: %s", why ? why : "it cannot be unpacked");
}

static sl_status check_size(const sl_archive *a, sl_error *err) {
    uint64_t through = (uint64_t)unpack.archive_filter_bytes(a->lib, 0);
    uint64_t size = through > a->unpacked ? through : a->unpacked;
    if (size <= SL_MAX_UNPACKED_FREE || size / SL_MAX_UNPACKED_RATIO <= a->read) return SL_OK;
    return sl_fail(err, SL_LIMIT, SL_STR(""), "it unpacks to more than %d times its size", SL_MAX_UNPACKED_RATIO);
}

static sl_status next_data(void *context, sl_str *block, sl_error *err) {
    sl_archive *a = context;
    const void *bytes;
    size_t n;
    la_int64_t at;
    *block = (sl_str){0};
    if (!a->in_member) return SL_OK;
    do {
        int result = unpack.archive_read_data_block(a->lib, &bytes, &n, &at);
        if (result == ARCHIVE_EOF) {
            a->in_member = false;
            return SL_OK;
        }
        a->goes_on = result == ARCHIVE_FAILED || result == ARCHIVE_WARN || at != a->member_at;
        if (a->goes_on) a->in_member = false;
        if (result != ARCHIVE_OK) return failed(a, err);
        if (at != a->member_at) return sl_fail(err, SL_BAD_INPUT, SL_STR(""), "a file with holes");
        a->member_at += (la_int64_t)n;
        a->unpacked += n;
        sl_status status = check_size(a, err);
        if (status) return status;
    } while (n == 0);
    *block = (sl_str){bytes, n};
    return SL_OK;
}

/* A zip says where the next member is. Elsewhere it is done by hand, because the library would unpack a bomb without
   asking. */
static sl_status pass_over(sl_archive *a, sl_error *err) {
    sl_str block;
    sl_status status = SL_OK;
    if (a->in_member && a->can_jump) {
        a->in_member = false;
        return unpack.archive_read_data_skip(a->lib) < ARCHIVE_WARN ? failed(a, err) : SL_OK;
    }
    while (status == SL_OK && a->in_member) status = next_data(a, &block, err);
    return a->goes_on ? SL_OK : status; /* of a member that nobody wanted */
}

static sl_status open_first(sl_archive *a, sl_error *err) {
    a->opened = true;
    if (unpack.archive_read_open2(a->lib, a, NULL, read_block, NULL, NULL) != ARCHIVE_OK) return failed(a, err);
    return SL_OK;
}

static sl_str name_of(struct archive_entry *entry) {
    const char *name = unpack.archive_entry_pathname_utf8(entry);
    if (!name) name = unpack.archive_entry_pathname(entry);
    return sl_str_of(name ? name : "?");
}

sl_status sl_archive_next(sl_archive *a, sl_archive_member *member, bool *end, sl_error *err) {
    struct archive_entry *entry;
    sl_status status = a->opened ? pass_over(a, err) : open_first(a, err);
    a->goes_on = false;
    if (status) return status;
    int result = unpack.archive_read_next_header(a->lib, &entry);
    *end = result == ARCHIVE_EOF;
    if (*end) return SL_OK;
    if (result < ARCHIVE_WARN) return failed(a, err);
    if (unpack.archive_filter_count(a->lib) > 2) return sl_fail(err, SL_LIMIT, SL_STR(""), "compressed more than once");
    bool bare = unpack.archive_format(a->lib) == ARCHIVE_FORMAT_RAW;
    *member = (sl_archive_member){
        .name = bare ? (sl_str){0} : name_of(entry),
        .is_file = unpack.archive_entry_filetype(entry) == AE_IFREG && !unpack.archive_entry_hardlink(entry),
        .is_link = unpack.archive_entry_filetype(entry) == AE_IFLNK || unpack.archive_entry_hardlink(entry),
        .is_encrypted = unpack.archive_entry_is_data_encrypted(entry) != 0,
    };
    a->in_member = true;
    a->can_jump = unpack.archive_format(a->lib) == ARCHIVE_FORMAT_ZIP && unpack.archive_entry_size_is_set(entry);
    a->member_at = 0;
    return check_size(a, err);
}

bool sl_archive_goes_on(const sl_archive *archive) {
    return archive->goes_on;
}

sl_blocks sl_archive_data(sl_archive *archive) {
    return (sl_blocks){archive, next_data};
}
