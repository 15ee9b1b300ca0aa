/* SPDX-License-Identifier: Apache-2.0 */
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <time.h>

#include "run/crew.h"

#include "base/arena.h"

/* Items per thread: enough that the others go on while one has a long article, and that the thread that collects is not
   woken for each of them, but once half of them are done. */
enum { ITEMS_PER_THREAD = 16 };

typedef struct {
    sl_crew *crew;
    pthread_t id;
    unsigned number;
} member;

struct sl_crew {
    sl_crew_work *work;
    void *context;
    char *items;
    atomic_bool *done; /* of each item; set with the lock, read without */
    size_t n, item_size;
    member *members;
    unsigned threads, started;
    pthread_mutex_t lock; /* guards what follows */
    pthread_cond_t more, progress;
    uint64_t given, taken, collected; /* numbers of items; item i stands at i % n */
    uint64_t awaited;                 /* somebody waits for the items before this one; 0: nobody */
    size_t missing;                   /* of these are not done */
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
        atomic_store(&crew->done[number % crew->n], true);
        if (number < crew->awaited && --crew->missing == 0) pthread_cond_signal(&crew->progress);
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
    atomic_store(&crew->done[crew->given % crew->n], false);
    pthread_mutex_lock(&crew->lock);
    crew->given++;
    pthread_cond_signal(&crew->more);
    pthread_mutex_unlock(&crew->lock);
    return SL_OK;
}

static bool is_done(const sl_crew *crew, uint64_t number) {
    return atomic_load(&crew->done[number % crew->n]);
}

/* Sleeps until the oldest `count` items are done. @param until  NULL: however long that takes */
static void await(sl_crew *crew, uint64_t count, const struct timespec *until) {
    pthread_mutex_lock(&crew->lock);
    crew->missing = 0;
    for (uint64_t i = 0; i < count; i++) crew->missing += !is_done(crew, crew->collected + i);
    crew->awaited = crew->collected + count;
    int waited = 0;
    while (crew->missing && waited == 0)
        waited = until ? pthread_cond_timedwait(&crew->progress, &crew->lock, until)
                       : pthread_cond_wait(&crew->progress, &crew->lock);
    crew->awaited = 0;
    pthread_mutex_unlock(&crew->lock);
}

bool sl_crew_wait(sl_crew *crew, unsigned milliseconds) {
    if (crew->collected == crew->given || is_done(crew, crew->collected)) return true;
    struct timespec until;
    clock_gettime(CLOCK_MONOTONIC, &until);
    until.tv_nsec += (long)(milliseconds % 1000) * 1000000;
    until.tv_sec += milliseconds / 1000 + until.tv_nsec / 1000000000;
    until.tv_nsec %= 1000000000;
    uint64_t out = crew->given - crew->collected, half = crew->n / 2;
    await(crew, out < half ? out : half, &until);
    return is_done(crew, crew->collected);
}

void *sl_crew_collect(sl_crew *crew) {
    if (crew->collected == crew->given) return NULL;
    if (!is_done(crew, crew->collected)) await(crew, 1, NULL);
    return item_at(crew, crew->collected++);
}

size_t sl_crew_size(const sl_crew *crew) {
    return crew->n;
}
void *sl_crew_at(sl_crew *crew, size_t index) {
    return crew->items + index * crew->item_size;
}
