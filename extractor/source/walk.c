/* SPDX-License-Identifier: Apache-2.0 */
#include "source/walk.h"

#include "adapt/unicode.h"
#include "base/arena.h"
#include "base/bounds.h"
#include "base/buf.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

/* Names of a folder that are held: a million of them would take 50 MB. */
enum { PART = 64 * 1024 };

/** A name in a folder. */
typedef struct {
    size_t at; /* of the NUL-terminated name in the level's `names` */
    uint64_t inode;
    unsigned char type; /* DT_… of readdir */
} member;

/** A folder that is being walked: read and closed, so that depth costs no open files. */
typedef struct {
    sl_buf names;
    member *members;
    size_t n, room, next;
    bool more;     /* it has names behind the last of these */
    sl_buf after;  /* the last name of the part before, with its NUL; n 0: this is the first part */
    size_t path_n; /* length of its path with the slash behind it */
    uint64_t device, inode;
} level;

struct sl_walk {
    const char *const *paths;
    size_t n, next;
    sl_walk_options options;
    sl_walk_counts counts;
    sl_buf path, name; /* of the current entry; `path` is NUL-terminated beyond its length */
    level levels[SL_MAX_FOLDER_DEPTH];
    size_t depth;
};

static void set_path(sl_walk *w, size_t keep, const char *rest) {
    w->path.n = keep;
    w->path.failed = false; /* one path too many for the memory is one failure */
    sl_buf_put(&w->path, sl_str_of(rest));
    sl_buf_char(&w->path, '\0');
    if (!w->path.failed) w->path.n--;
}

sl_str sl_walk_printed(sl_str path, sl_buf *spare) {
    size_t valid = sl_unicode_valid(path);
    if (valid == path.n) return path;
    sl_buf_clear(spare);
    while (path.n) {
        sl_buf_put(spare, sl_str_cut(path, 0, valid));
        if (valid < path.n) sl_buf_put(spare, SL_STR("\xEF\xBF\xBD"));
        path = sl_str_cut(path, valid + 1, path.n);
        valid = sl_unicode_valid(path);
    }
    return spare->failed ? SL_STR("?") : sl_buf_str(spare);
}

static bool yield_file(sl_walk *w, bool named, sl_walk_entry *entry) {
    *entry =
        (sl_walk_entry){.name = sl_walk_printed(sl_buf_str(&w->path), &w->name), .path = w->path.p, .named = named};
    return true;
}

static bool yield_failure(sl_walk *w, bool named, sl_status status, const char *what, const char *why,
                          sl_walk_entry *entry) {
    yield_file(w, named, entry);
    entry->failed = true;
    sl_fail(&entry->error, status, entry->name, "%s '%.*s'%s%s", what, (int)entry->name.n, entry->name.p,
            why ? ": " : "", why ? why : "");
    return true;
}

static bool yield_errno(sl_walk *w, bool named, const char *what, int error, sl_walk_entry *entry) {
    char text[128];
    return yield_failure(w, named, SL_IO, what, strerror_r(error, text, sizeof text), entry);
}

static bool yield_no_memory(sl_walk *w, bool named, sl_walk_entry *entry) {
    if (!w->path.failed) return yield_failure(w, named, SL_NO_MEMORY, "no memory to read folder", NULL, entry);
    *entry = (sl_walk_entry){.name = SL_STR("?"), .path = "", .named = named, .failed = true};
    sl_fail(&entry->error, SL_NO_MEMORY, entry->name, "no memory for a path");
    return true;
}

static bool is_never(sl_walk *w, uint64_t device, uint64_t inode) {
    if (!w->options.never || !w->options.never(w->options.context, w->path.p, device, inode)) return false;
    w->counts.own++;
    return true;
}

/* ---- reading a folder ---- */

static int by_name(const void *a, const void *b, void *names) {
    const char *base = names;
    return strcmp(base + ((const member *)a)->at, base + ((const member *)b)->at);
}

static const char *name_of(const level *l, size_t i) {
    return l->names.p + l->members[i].at;
}

static void sort_members(level *l) {
    if (l->n) qsort_r(l->members, l->n, sizeof *l->members, by_name, l->names.p);
}

/** Only the first `part` names stay. @return false where memory runs out */
static bool keep_first(level *l, size_t part) {
    sl_buf kept = {0};
    sort_members(l);
    for (size_t i = 0; i < part; i++) {
        const char *name = name_of(l, i);
        l->members[i].at = kept.n;
        sl_buf_put(&kept, (sl_str){name, strlen(name) + 1});
    }
    sl_buf_release(&l->names);
    l->names = kept;
    l->n = part;
    l->more = true;
    return !kept.failed;
}

static bool add_member(level *l, const struct dirent *d, size_t part) {
    if (l->n == 2 * part && !keep_first(l, part)) return false;
    if (l->n == l->room) {
        size_t room = l->room ? 2 * l->room : 32;
        member *grown = sl_heap_grow(l->members, room, sizeof *grown);
        if (!grown) return false;
        l->members = grown;
        l->room = room;
    }
    l->members[l->n++] = (member){l->names.n, d->d_ino, d->d_type};
    sl_buf_put(&l->names, (sl_str){d->d_name, strlen(d->d_name) + 1});
    return !l->names.failed;
}

/** Behind the part before, and not behind all that stays of this one. */
static bool is_of_part(const level *l, const char *name, size_t part) {
    return (l->after.n == 0 || strcmp(name, l->after.p) > 0) && (!l->more || strcmp(name, name_of(l, part - 1)) < 0);
}

/** The first names of `folder` behind `after`, but hidden ones, sorted. @return 0, or an errno */
static int read_names(DIR *folder, level *l, size_t part, uint64_t *hidden) {
    bool first = l->after.n == 0;
    for (;;) {
        errno = 0;
        const struct dirent *d = readdir(folder);
        if (!d && errno) return errno;
        if (!d) break;
        if (strcmp(d->d_name, ".") == 0 || strcmp(d->d_name, "..") == 0) continue;
        if (d->d_name[0] == '.') *hidden += first;
        else if (is_of_part(l, d->d_name, part) && !add_member(l, d, part)) return ENOMEM;
    }
    if (l->n > part) return keep_first(l, part) ? 0 : ENOMEM;
    sort_members(l);
    return 0;
}

static bool is_loop(const sl_walk *w, uint64_t device, uint64_t inode) {
    for (size_t i = 0; i < w->depth; i++)
        if (w->levels[i].device == device && w->levels[i].inode == inode) return true;
    return false;
}

/** Opens the folder at the current path. @return 0, an errno, or -1 where it is to be left out */
static int read_folder(sl_walk *w, level *l) {
    struct stat st;
    int fd = open(w->path.p, O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NONBLOCK);
    if (fd < 0) return errno;
    if (fstat(fd, &st) != 0) {
        int error = errno;
        close(fd);
        return error;
    }
    bool loop = is_loop(w, st.st_dev, st.st_ino);
    w->counts.loops += loop;
    if (loop || is_never(w, st.st_dev, st.st_ino)) {
        close(fd);
        return -1;
    }
    DIR *folder = fdopendir(fd);
    if (!folder) {
        int error = errno;
        close(fd);
        return error;
    }
    l->device = st.st_dev;
    l->inode = st.st_ino;
    int error = read_names(folder, l, w->options.part ? w->options.part : PART, &w->counts.hidden);
    closedir(folder);
    return error;
}

/* The names are forgotten, not what part they are. */
static void clear_names(level *l) {
    sl_buf_clear(&l->names);
    l->n = l->next = 0;
    l->more = false;
}

/** The current path is a folder: goes into it. @return true where that fails and `entry` says why */
static bool enter(sl_walk *w, bool named, sl_walk_entry *entry) {
    if (w->depth == SL_MAX_FOLDER_DEPTH) {
        w->counts.too_deep++;
        return false;
    }
    level *l = &w->levels[w->depth];
    clear_names(l);
    sl_buf_clear(&l->after);
    int error = read_folder(w, l);
    if (error > 0) {
        clear_names(l);
        return yield_errno(w, named, "cannot read folder", error, entry);
    }
    if (error < 0) return false;
    size_t n = w->path.n;
    while (n > 1 && w->path.p[n - 1] == '/') n--;
    set_path(w, n, w->path.p[n - 1] == '/' ? "" : "/");
    if (w->path.failed) return yield_no_memory(w, named, entry);
    l->path_n = w->path.n;
    w->depth++;
    return false;
}

/** The innermost folder has come to the end of its part: reads the next. @return as of `enter` */
static bool read_more(sl_walk *w, sl_walk_entry *entry) {
    level *l = &w->levels[--w->depth]; /* while it is read it is none of those that it is in */
    const char *last = name_of(l, l->n - 1);
    sl_buf_clear(&l->after);
    sl_buf_put(&l->after, (sl_str){last, strlen(last) + 1});
    clear_names(l);
    set_path(w, l->path_n, "");
    if (w->path.failed || l->after.failed) return yield_no_memory(w, false, entry);
    int error = read_folder(w, l);
    if (error > 0) {
        clear_names(l);
        return yield_errno(w, false, "cannot read folder", error, entry);
    }
    w->depth += error == 0;
    return false;
}

/* ---- what a path is ---- */

static unsigned char type_of_mode(mode_t mode) {
    return (unsigned char)IFTODT(mode);
}

/** Where a link leads, or what readdir did not say. @return false and counted, or a failure, where it is nothing */
static bool resolve(sl_walk *w, member *m, uint64_t *device) {
    struct stat st;
    if (m->type == DT_UNKNOWN) {
        if (lstat(w->path.p, &st) != 0) return true; /* opening it will say why */
        m->type = type_of_mode(st.st_mode);
    }
    if (m->type != DT_LNK) return true;
    if (!w->options.follow) {
        w->counts.links++;
        return false;
    }
    if (stat(w->path.p, &st) != 0) {
        if (errno == ELOOP) w->counts.loops++;
        else w->counts.dangling++;
        return false;
    }
    *device = st.st_dev;
    m->inode = st.st_ino;
    m->type = type_of_mode(st.st_mode);
    return true;
}

static bool is_wanted(sl_walk *w, bool folder) {
    const sl_globs *globs = w->options.globs;
    sl_str path = sl_buf_str(&w->path);
    bool wanted = !globs || (folder ? sl_globs_want_folder(globs, path) : sl_globs_want_file(globs, path));
    w->counts.excluded += !wanted;
    return wanted;
}

/** The next member of the innermost folder. @return true if it is an entry */
static bool visit_member(sl_walk *w, sl_walk_entry *entry) {
    level *l = &w->levels[w->depth - 1];
    member m = l->members[l->next++];
    uint64_t device = l->device;
    set_path(w, l->path_n, l->names.p + m.at);
    if (w->path.failed) return yield_no_memory(w, false, entry);
    if (!resolve(w, &m, &device)) return false;
    if (!is_wanted(w, m.type == DT_DIR)) return false;
    switch (m.type) {
    case DT_DIR: return enter(w, false, entry);
    case DT_FIFO: w->counts.fifos++; return false;
    case DT_SOCK: w->counts.sockets++; return false;
    case DT_CHR:
    case DT_BLK: w->counts.devices++; return false;
    default: return !is_never(w, device, m.inode) && yield_file(w, false, entry);
    }
}

static const char *strange_kind(mode_t mode) {
    if (S_ISFIFO(mode)) return "a pipe, not a file:";
    if (S_ISSOCK(mode)) return "a socket, not a file:";
    return "a device, not a file:";
}

static bool visit_named(sl_walk *w, const char *path, sl_walk_entry *entry) {
    struct stat st;
    sl_buf_clear(&w->path);
    set_path(w, 0, path);
    if (w->path.failed) return yield_no_memory(w, true, entry);
    if (strcmp(path, "-") == 0) return yield_file(w, true, entry);
    if (stat(path, &st) != 0) {
        int error = errno;
        bool dangling = error == ENOENT && lstat(path, &st) == 0;
        if (dangling) return yield_failure(w, true, SL_IO, "a link to nothing:", NULL, entry);
        return yield_errno(w, true, "cannot read", error, entry);
    }
    if (S_ISDIR(st.st_mode)) return enter(w, true, entry);
    if (!S_ISREG(st.st_mode)) return yield_failure(w, true, SL_BAD_INPUT, strange_kind(st.st_mode), NULL, entry);
    return !is_never(w, st.st_dev, st.st_ino) && yield_file(w, true, entry);
}

/* ---- the walk ---- */

static bool is_missing(const char *path) {
    struct stat st;
    if (strcmp(path, "-") == 0) return false;
    return lstat(path, &st) != 0 && (errno == ENOENT || errno == ENOTDIR);
}

sl_walk *sl_walk_open(const char *const *paths, size_t n, const sl_walk_options *options, sl_error *err) {
    for (size_t i = 0; i < n; i++)
        if (is_missing(paths[i])) {
            sl_fail(err, SL_BAD_USAGE, (sl_str){0}, "no such file or folder: '%s'", paths[i]);
            return NULL;
        }
    sl_walk *w = sl_heap_alloc(1, sizeof *w);
    if (!w) {
        sl_fail(err, SL_NO_MEMORY, (sl_str){0}, "no memory to read folders");
        return NULL;
    }
    w->paths = paths;
    w->n = n;
    w->options = *options;
    return w;
}

bool sl_walk_next(sl_walk *w, sl_walk_entry *entry) {
    for (;;) {
        if (w->depth == 0) {
            if (w->next == w->n) return false;
            if (visit_named(w, w->paths[w->next++], entry)) return true;
        } else if (w->levels[w->depth - 1].next == w->levels[w->depth - 1].n) {
            if (!w->levels[w->depth - 1].more) w->depth--;
            else if (read_more(w, entry)) return true;
        } else if (visit_member(w, entry)) {
            return true;
        }
    }
}

sl_walk_counts sl_walk_left_out(const sl_walk *walk) {
    return walk->counts;
}

void sl_walk_counts_add(sl_walk_counts *sum, const sl_walk_counts *more) {
    sum->hidden += more->hidden;
    sum->fifos += more->fifos;
    sum->devices += more->devices;
    sum->sockets += more->sockets;
    sum->links += more->links;
    sum->dangling += more->dangling;
    sum->loops += more->loops;
    sum->too_deep += more->too_deep;
    sum->own += more->own;
    sum->excluded += more->excluded;
    sum->binary += more->binary;
}

void sl_walk_close(sl_walk *w) {
    if (!w) return;
    for (size_t i = 0; i < SL_MAX_FOLDER_DEPTH; i++) {
        sl_buf_release(&w->levels[i].names);
        sl_buf_release(&w->levels[i].after);
        sl_heap_free(w->levels[i].members);
    }
    sl_buf_release(&w->path);
    sl_buf_release(&w->name);
    sl_heap_free(w);
}
