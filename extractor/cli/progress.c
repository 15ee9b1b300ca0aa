/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/progress.h"

#include "cli/message.h"
#include "cli/terminal.h"

#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

/* Seconds between two drawings: what an eye can follow. */
static const double PERIOD = 0.2;
/* Seconds that the speed is of; after which the time left is told; that are too many to be told. */
static const double RECENT = 15, SURE = 2, MOST_LEFT = 1e6;

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

/* The speed since the job began, later that of the last `RECENT` seconds, more or less. */
static void measure(sl_progress *progress, uint64_t input, double time) {
    double step = time - progress->drawn, all = time - progress->began;
    double share = step / (all < RECENT ? all : RECENT);
    progress->speed += ((double)(input - progress->input) / step - progress->speed) * (share < 1 ? share : 1);
    progress->input = input;
    progress->drawn = time;
}

/* "45 s left", "12 min left", "3 h 20 min left" */
static void print_left(double seconds, char *to, size_t room) {
    unsigned minutes = (unsigned)(seconds / 60 + 0.5);
    if (seconds < 90) snprintf(to, room, "  %u s left", (unsigned)(seconds + 0.5));
    else if (minutes < 90) snprintf(to, room, "  %u min left", minutes);
    else snprintf(to, room, "  %u h %u min left", minutes / 60, minutes % 60);
}

/* Nothing is said of the time before the speed is known well enough. */
static void print_whole(const sl_progress *progress, const sideline_progress *done, char *percents, char *left,
                        size_t room) {
    percents[0] = left[0] = '\0';
    if (!done->total || done->input > done->total) return;
    snprintf(percents, room, "%u %%  ", (unsigned)((double)done->input * 100 / (double)done->total));
    double seconds = (double)(done->total - done->input) / progress->speed;
    if (progress->drawn - progress->began > SURE && seconds < MOST_LEFT) print_left(seconds, left, room);
}

/* As much of the line as the terminal has room for: one that goes on in the next row could not be taken back. */
static void print_line(const sl_progress *progress, const sideline_progress *done) {
    char line[256], articles[32], rows[32], failed[32], rate[32], percents[32], left[32];
    double seconds = progress->drawn - progress->began;
    print_whole(progress, done, percents, left, sizeof left);
    int n = snprintf(line, sizeof line, "%s%s articles  %s rows  ", percents, grouped(done->articles, articles),
                     grouped(done->rows, rows));
    if (done->failed) n += snprintf(line + n, sizeof line - (size_t)n, "%s failed  ", grouped(done->failed, failed));
    snprintf(line + n, sizeof line - (size_t)n, "%s/s  %.1f MB/s%s",
             grouped((uint64_t)((double)done->articles / seconds), rate), (double)done->bytes / seconds / 1e6, left);
    size_t width = sl_terminal_width(STDERR_FILENO);
    fprintf(stderr, "\r%.*s\033[K", width > 1 ? (int)width - 1 : 0, line);
}

static void draw(void *context, const sideline_progress *done) {
    sl_progress *progress = context;
    if (!progress->shown) return;
    double time = now();
    if (time - progress->drawn < PERIOD) return;
    measure(progress, done->input, time);
    print_line(progress, done);
    progress->on_screen = true;
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
