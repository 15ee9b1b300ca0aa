/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/progress.h"

#include "cli/message.h"

#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

/* Seconds between two drawings: what an eye can follow. */
static const double PERIOD = 0.2;

static double now(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

/* 1234567 as "1,234,567". */
static const char *grouped(uint64_t n, char out[static 32]) {
    char *p = out + 31;
    *p = '\0';
    for (int digits = 0; n || digits == 0; digits++) {
        if (digits && digits % 3 == 0) *--p = ',';
        *--p = (char)('0' + n % 10);
        n /= 10;
    }
    return p;
}

void sl_progress_begin(sl_progress *progress, bool wanted) {
    *progress = (sl_progress){.shown = wanted && isatty(STDERR_FILENO)};
    if (progress->shown) progress->began = progress->drawn = now();
}

static void draw(void *context, const sideline_progress *done) {
    sl_progress *progress = context;
    if (!progress->shown) return;
    double time = now(), seconds = time - progress->began;
    if (time - progress->drawn < PERIOD) return;
    progress->drawn = time;
    progress->on_screen = true;
    char articles[32], rows[32], failed[32], rate[32];
    fprintf(stderr, "\r%s articles  %s rows  ", grouped(done->articles, articles), grouped(done->rows, rows));
    if (done->failed) fprintf(stderr, "%s failed  ", grouped(done->failed, failed));
    fprintf(stderr, "%s/s  %.1f MB/s\033[K", grouped((uint64_t)((double)done->articles / seconds), rate),
            (double)done->bytes / seconds / 1e6);
}

void sl_progress_hide(sl_progress *progress) {
    if (progress->on_screen) fputs("\r\033[K", stderr);
    progress->on_screen = false;
}

static void tell_failure(void *context, sideline_text article, const char *reason) {
    sl_progress_hide(context);
    bool says_which = memmem(reason, strlen(reason), article.p, article.n) != NULL;
    if (says_which) sl_message(NULL, "%s", reason);
    else sl_message(NULL, "%s: '%.*s'", reason, (int)article.n, article.p);
}

sideline_observer sl_progress_observer(sl_progress *progress) {
    return (sideline_observer){.context = progress, .failed = tell_failure, .progress = draw};
}
