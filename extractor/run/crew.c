/* SPDX-License-Identifier: Apache-2.0 */
#include <pthread.h>
#include <signal.h>
#include <time.h>

#include "run/crew.h"

#include "base/arena.h"

/* Items per thread: enough that the others go on while one has a long article. */
enum { ITEMS_PER_THREAD = 8 };

typedef struct {
    sl_crew *crew;
    pthread_t id;
    unsigned number;
} member;

struct sl_crew {
    sl_crew_work *work;
    void *context;
    char *items;
    bool *done; /* of each item */
    size_t n, item_size;
    member *members;
    unsigned threads, started;
    pthread_mutex_t lock; /* guards what follows, and `done` */
    pthread_cond_t more, progress;
    uint64_t given, taken, collected; /* numbers of items; item i stands at i % n */
    bool closing;
};

static void *item_at(const sl_crew *crew, uint64_t number) {
    return crew->items + (size_t)(number % crew->n) * crew->item_size;
}

/* Waits are measured by a clock that nobody sets. */
static void init_timed(pthread_cond_t *condition) {
    pthread_condattr_t how;
    pthread_condattr_init(&how);
    pthread_condattr_setclock(&how, CLOCK_MONOTONIC);
    pthread_cond_init(condition, &how);
    pthread_condattr_destroy(&how);
}

sl_crew *sl_crew_new(unsigned threads, size_t item_size, sl_crew_work *work, void *context) {
    sl_crew *crew = sl_heap_alloc(1, sizeof *crew);
    if (!crew) return NULL;
    crew->work = work;
    crew->context = context;
    crew->threads = threads;
    crew->item_size = item_size;
    crew->n = (size_t)threads * ITEMS_PER_THREAD;
    crew->items = sl_heap_alloc(crew->n, item_size);
    crew->done = sl_heap_alloc(crew->n, sizeof *crew->done);
    crew->members = sl_heap_alloc(threads, sizeof *crew->members);
    pthread_mutex_init(&crew->lock, NULL);
    pthread_cond_init(&crew->more, NULL);
    init_timed(&crew->progress);
    if (crew->items && crew->done && crew->members) return crew;
    sl_crew_free(crew);
    return NULL;
}

void sl_crew_join(sl_crew *crew) {
    pthread_mutex_lock(&crew->lock);
    crew->closing = true;
    pthread_cond_broadcast(&crew->more);
    pthread_mutex_unlock(&crew->lock);
    for (unsigned i = 0; i < crew->started; i++) pthread_join(crew->members[i].id, NULL);
    crew->started = 0;
}

void sl_crew_free(sl_crew *crew) {
    if (!crew) return;
    sl_crew_join(crew);
    pthread_cond_destroy(&crew->progress);
    pthread_cond_destroy(&crew->more);
    pthread_mutex_destroy(&crew->lock);
    sl_heap_free(crew->members);
    sl_heap_free(crew->done);
    sl_heap_free(crew->items);
    sl_heap_free(crew);
}

static void *run_member(void *argument) {
    member *self = argument;
    sl_crew *crew = self->crew;
    pthread_mutex_lock(&crew->lock);
    for (;;) {
        while (crew->taken == crew->given && !crew->closing) pthread_cond_wait(&crew->more, &crew->lock);
        if (crew->closing) break;
        uint64_t number = crew->taken++;
        pthread_mutex_unlock(&crew->lock);
        crew->work(crew->context, self->number, item_at(crew, number));
        pthread_mutex_lock(&crew->lock);
        crew->done[number % crew->n] = true;
        pthread_cond_signal(&crew->progress);
    }
    pthread_mutex_unlock(&crew->lock);
    return NULL;
}

/* Signals are the business of the thread that runs the job: the members are born with all of them blocked. */
static bool start_member(sl_crew *crew) {
    member *self = &crew->members[crew->started];
    *self = (member){.crew = crew, .number = crew->started};
    sigset_t all, before;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    bool started = pthread_create(&self->id, NULL, run_member, self) == 0;
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    crew->started += started;
    return started;
}

/* Only the caller's thread changes `given` and `collected`, so it may read them without the lock. */
bool sl_crew_full(const sl_crew *crew) {
    return crew->given - crew->collected == crew->n;
}

bool sl_crew_empty(const sl_crew *crew) {
    return crew->given == crew->collected;
}

void *sl_crew_item(sl_crew *crew) {
    return item_at(crew, crew->given);
}

sl_status sl_crew_give(sl_crew *crew, sl_error *err) {
    if (crew->started < crew->threads && !start_member(crew)) {
        if (crew->started == 0) return sl_fail(err, SL_LIMIT, SL_STR(""), "the system gives no thread");
        crew->threads = crew->started; /* fewer will do */
    }
    pthread_mutex_lock(&crew->lock);
    crew->done[crew->given % crew->n] = false;
    crew->given++;
    pthread_cond_signal(&crew->more);
    pthread_mutex_unlock(&crew->lock);
    return SL_OK;
}

bool sl_crew_wait(sl_crew *crew, unsigned milliseconds) {
    if (crew->collected == crew->given) return true;
    size_t at = (size_t)(crew->collected % crew->n);
    struct timespec until;
    clock_gettime(CLOCK_MONOTONIC, &until);
    until.tv_nsec += (long)(milliseconds % 1000) * 1000000;
    until.tv_sec += milliseconds / 1000 + until.tv_nsec / 1000000000;
    until.tv_nsec %= 1000000000;
    pthread_mutex_lock(&crew->lock);
    int waited = 0;
    while (!crew->done[at] && waited == 0) waited = pthread_cond_timedwait(&crew->progress, &crew->lock, &until);
    bool done = crew->done[at];
    pthread_mutex_unlock(&crew->lock);
    return done;
}

void *sl_crew_collect(sl_crew *crew) {
    if (crew->collected == crew->given) return NULL;
    size_t at = (size_t)(crew->collected % crew->n);
    pthread_mutex_lock(&crew->lock);
    while (!crew->done[at]) pthread_cond_wait(&crew->progress, &crew->lock);
    pthread_mutex_unlock(&crew->lock);
    return item_at(crew, crew->collected++);
}

size_t sl_crew_size(const sl_crew *crew) {
    return crew->n;
}
void *sl_crew_at(sl_crew *crew, size_t index) {
    return crew->items + index * crew->item_size;
}
