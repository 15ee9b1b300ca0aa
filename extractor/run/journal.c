/* SPDX-License-Identifier: Apache-2.0 */
#include <errno.h>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "run/journal.h"

#include "base/arena.h"
#include "output/file.h"
#include "output/tempfile.h"
#include "run/journalfile.h"

/* Bytes that are written at once: so much of the work is lost when a run is killed. */
enum { BUFFER = 64 * 1024, LOCK_TRIES = 100 };

struct sl_journal {
    sl_buf log_place, articles_place; /* NUL-terminated beyond their length */
    int log;                          /* -1: none yet */
    bool is_over;                     /* what is to become of the log is settled */
    uint64_t log_end;                 /* where its next bytes go */
    uint64_t logged;                  /* articles in it */
    sl_buf unwritten, record;
    int old_articles;                   /* -1: there is none, or it is not asked for */
    sl_journalfile *resumed, *finished; /* NULL: as above */
    sl_file *articles;
};

static sl_status no_memory(sl_error *err) {
    return sl_fail(err, SL_NO_MEMORY, SL_STR(""), "out of memory");
}

static sl_status system_error(const sl_buf *place, const char *what, sl_error *err) {
    char text[128];
    int reason = errno;
    return sl_fail(err, SL_IO, sl_buf_str(place), "cannot %s: %s", what, strerror_r(reason, text, sizeof text));
}

static void name_place(sl_str folder, const char *name, sl_buf *place) {
    sl_buf_put(place, folder);
    sl_buf_char(place, '/');
    sl_buf_put(place, sl_str_of(name));
    sl_buf_char(place, '\0');
    if (!place->failed) place->n--;
}

/* ---- the lock ---- */

/* A run that came to its end may have removed the file between our opening and locking it. */
static bool is_still_there(const sl_journal *j) {
    struct stat open_file, named;
    return fstat(j->log, &open_file) == 0 && stat(j->log_place.p, &named) == 0 && open_file.st_dev == named.st_dev &&
           open_file.st_ino == named.st_ino;
}

/* Where a file system knows no locks, runs are not kept apart. */
static sl_status lock(sl_journal *j, sl_error *err) {
    for (int i = 0; i < LOCK_TRIES; i++) {
        j->log = open(j->log_place.p, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK, 0666);
        if (j->log < 0) return system_error(&j->log_place, "write", err);
        if (flock(j->log, LOCK_EX | LOCK_NB) < 0 && errno == EWOULDBLOCK) break;
        if (is_still_there(j)) return SL_OK;
        close(j->log);
        j->log = -1;
    }
    if (j->log >= 0) close(j->log);
    j->log = -1;
    return sl_fail(err, SL_IO, sl_buf_str(&j->log_place), "another run is writing to this folder");
}

/* ---- opening ---- */

/* @return of the file's header: SL_OK (also where it has none), SL_BAD_USAGE, which `why` has; else to be given up for */
static sl_status open_old(int file, const sl_journal_plan *plan, const sl_buf *place, bool has_rows,
                          sl_journalfile **old, sl_error *why) {
    sl_journalfile_plan of = {.place = sl_buf_str(place),
                              .header = plan->header,
                              .tables = has_rows ? NULL : plan->tables,
                              .n_tables = plan->n_tables};
    return file < 0 ? SL_OK : sl_journalfile_open(file, &of, old, why);
}

static sl_status fail_as(const sl_error *why, sl_error *err) {
    if (err) *err = *why;
    return why->status;
}

/* Which of the two decides whether this run is like the one before: that of the option, or the only one there is. */
static sl_status open_both(sl_journal *j, const sl_journal_plan *plan, sl_error *err) {
    sl_error log_why = {0}, articles_why = {0};
    j->old_articles = open(j->articles_place.p, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    sl_status log = open_old(j->log, plan, &j->log_place, true, &j->resumed, &log_why);
    sl_status articles = open_old(j->old_articles, plan, &j->articles_place, false, &j->finished, &articles_why);
    bool has_log = log || j->resumed, has_articles = articles || j->finished;
    bool log_decides = plan->resume ? has_log || !has_articles : !has_articles;
    if (log && (log_decides || log != SL_BAD_USAGE)) return fail_as(&log_why, err);
    if (articles && (!log_decides || articles != SL_BAD_USAGE)) return fail_as(&articles_why, err);
    return SL_OK;
}

/* What is behind the last whole record goes; without any the journal begins anew. */
static sl_status begin_log(sl_journal *j, const sl_journal_plan *plan, sl_error *err) {
    j->log_end = j->resumed ? sl_journalfile_end(j->resumed) : 0;
    j->logged = j->resumed ? sl_journalfile_count(j->resumed) : 0;
    if (ftruncate(j->log, (off_t)j->log_end) < 0) return system_error(&j->log_place, "write", err);
    if (!j->resumed) sl_journalfile_begin(plan->header, &j->unwritten);
    return j->unwritten.failed ? no_memory(err) : SL_OK;
}

static sl_status begin_articles(sl_journal *j, const sl_journal_plan *plan, sl_error *err) {
    sl_file_sweep(sl_buf_str(&j->articles_place));
    sl_status status = sl_file_create(sl_buf_str(&j->articles_place), &j->articles, err);
    if (status) return status;
    sl_buf_clear(&j->record);
    sl_journalfile_begin(plan->header, &j->record);
    return j->record.failed ? no_memory(err) : sl_file_write(j->articles, sl_buf_str(&j->record), err);
}

static sl_status open_all(sl_journal *j, const sl_journal_plan *plan, sl_error *err) {
    sl_status status = lock(j, err);
    if (status == SL_OK && (plan->resume || plan->changed)) status = open_both(j, plan, err);
    if (status) return status;
    status = begin_log(j, plan, err);
    return status ? status : begin_articles(j, plan, err);
}

/* A run that does not begin leaves no journal where there was none. */
static void remove_empty(const sl_journal *j) {
    struct stat st;
    if (j->log >= 0 && fstat(j->log, &st) == 0 && st.st_size == 0) unlink(j->log_place.p);
}

static void release(sl_journal *j) {
    if (j->log >= 0) close(j->log);
    if (j->old_articles >= 0) close(j->old_articles);
    sl_journalfile_close(j->resumed);
    sl_journalfile_close(j->finished);
    sl_file_close(j->articles);
    sl_buf_release(&j->log_place);
    sl_buf_release(&j->articles_place);
    sl_buf_release(&j->unwritten);
    sl_buf_release(&j->record);
    sl_heap_free(j);
}

sl_status sl_journal_open(const sl_journal_plan *plan, sl_journal **out, sl_error *err) {
    sl_journal *j = sl_heap_alloc(1, sizeof *j);
    if (!j) return no_memory(err);
    j->log = j->old_articles = -1;
    name_place(plan->folder, ".sideline-journal", &j->log_place);
    name_place(plan->folder, ".sideline-articles", &j->articles_place);
    bool named = !j->log_place.failed && !j->articles_place.failed;
    sl_status status = named ? open_all(j, plan, err) : no_memory(err);
    if (status == SL_OK) {
        *out = j;
        return SL_OK;
    }
    remove_empty(j);
    release(j);
    return status;
}

/* ---- articles ---- */

uint64_t sl_journal_known(const sl_journal *j) {
    return (j->resumed ? sl_journalfile_count(j->resumed) : 0) + (j->finished ? sl_journalfile_count(j->finished) : 0);
}

sl_checksum sl_journal_key(const sl_document *document, sl_str bytes) {
    const uint64_t place[] = {document->at, document->line, document->stem, (uint64_t)document->media};
    sl_checksum key = sl_checksum_of(sl_buf_str(&document->name), (sl_checksum){0});
    key = sl_checksum_of((sl_str){(const char *)place, sizeof place}, key);
    return sl_checksum_of(bytes, key);
}

bool sl_journal_find(const sl_journal *j, sl_checksum key, sl_yield *yield, sl_buf *spare) {
    if (j->resumed && sl_journalfile_find(j->resumed, key, yield, spare)) return true;
    return j->finished && sl_journalfile_find(j->finished, key, yield, spare);
}

static sl_status flush(sl_journal *j, sl_error *err) {
    if (!sl_tempfile_write(j->log, j->log_end, j->unwritten.p, j->unwritten.n))
        return system_error(&j->log_place, "write", err);
    j->log_end += j->unwritten.n;
    sl_buf_clear(&j->unwritten);
    return SL_OK;
}

static sl_status put(sl_journal *j, sl_str bytes, sl_error *err) {
    sl_buf_put(&j->unwritten, bytes);
    if (j->unwritten.failed) return no_memory(err);
    return j->unwritten.n > BUFFER ? flush(j, err) : SL_OK;
}

static sl_status log_article(sl_journal *j, const sl_yield *yield, sl_error *err) {
    sl_status status = put(j, sl_buf_str(&j->record), err);
    for (size_t i = 0; status == SL_OK && i < yield->n_tables; i++)
        status = put(j, sl_buf_str(&yield->tables[i].bytes), err);
    j->logged += status == SL_OK;
    return status;
}

sl_status sl_journal_add(sl_journal *j, sl_checksum key, const sl_yield *yield, bool found, sl_error *err) {
    sl_journalrecord_write(key, yield, &j->record);
    if (j->record.failed) return no_memory(err);
    sl_status status = sl_file_write(j->articles, sl_buf_str(&j->record), err);
    return status || found ? status : log_article(j, yield, err);
}

/* ---- the end ---- */

sl_status sl_journal_seal(sl_journal *j, sl_error *err) {
    return sl_file_seal(j->articles, err);
}

sl_status sl_journal_publish(sl_journal *j, sl_error *err) {
    return sl_file_publish(j->articles, err);
}

void sl_journal_finish(sl_journal *j) {
    unlink(j->log_place.p);
    j->is_over = true;
}

/* The log stays open: where a run is stopped, its threads may still look into it. */
uint64_t sl_journal_keep(sl_journal *j) {
    sl_file_discard(j->articles);
    if (j->log < 0 || j->is_over) return j->logged;
    if (j->logged) flush(j, NULL); /* what cannot be written is done again */
    else unlink(j->log_place.p);
    j->is_over = true;
    return j->logged;
}

void sl_journal_close(sl_journal *j) {
    if (!j) return;
    sl_journal_keep(j);
    release(j);
}
