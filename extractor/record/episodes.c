/* SPDX-License-Identifier: Apache-2.0 */
#include "record/episodes.h"

#include "record/episodeline_p.h"

/* Text that grows, in memory that is used again: of a key that stands in a million rows no more is kept than of one. */
typedef struct {
    char *p;
    size_t n, room;
} text;

/* How a value changed: "out > recovering". */
typedef struct {
    text all, last;
    size_t n;
} course;

typedef struct episode episode;
struct episode {
    episode *next_free;
    uint64_t id, last_article; /* a hash */
    sl_day first_day, last_day;
    size_t articles;
    text seen_in;
    text *same, *shows, *apart; /* same without the first */
    course *follows;
    course contradictions;
    bool ended;
};

struct sl_episodes {
    const sl_program *program;
    const sl_table *table;
    sl_episode_observer *observer;
    void *context;
    sl_arena arena; /* of one key: cleared with the next */
    sl_arena line;  /* of one line */
    sl_str key;
    SL_ARRAY(episode *) open;
    episode *free; /* that have ended, of the same key */
    uint64_t cut;
};

sl_episodes *sl_episodes_new(const sl_program *program, sl_episode_observer *observer, void *context) {
    sl_episodes *s = sl_heap_alloc(1, sizeof *s);
    if (!s) return NULL;
    s->program = program;
    s->table = &program->tables.v[sl_episodes_table(program)];
    s->observer = observer;
    s->context = context;
    sl_arena_init(&s->arena, 0, NULL);
    sl_arena_init(&s->line, 0, NULL);
    return s;
}

void sl_episodes_free(sl_episodes *s) {
    if (!s) return;
    sl_arena_release(&s->arena);
    sl_arena_release(&s->line);
    sl_heap_free(s);
}

uint64_t sl_episodes_cut(const sl_episodes *s) {
    return s->cut;
}

/* --- text --------------------------------------------------------------------------------------------------------- */

static sl_str str_of(const text *t) {
    return (sl_str){t->p, t->n};
}

static void append(sl_episodes *s, text *t, sl_str more) {
    if (t->n + more.n > t->room) {
        size_t room = 2 * (t->n + more.n);
        char *grown = sl_arena_raw(&s->arena, room, 1);
        if (t->n) memcpy(grown, t->p, t->n);
        t->p = grown;
        t->room = room;
    }
    if (more.n) memcpy(t->p + t->n, more.p, more.n);
    t->n += more.n;
}

static void set(sl_episodes *s, text *t, sl_str new) {
    t->n = 0;
    append(s, t, new);
}

/* --- an episode ends ---------------------------------------------------------------------------------------------- */

static sl_status tell(sl_episodes *s, const episode *e, sl_error *err) {
    const sl_episode *how = &s->table->episode;
    size_t n = 0;
    char first_seen[11], last_seen[11];
    sl_day_print(e->first_day, first_seen);
    sl_day_print(e->last_day, last_seen);
    sl_str *cells = SL_NEW_ARRAY(&s->line, sl_str, how->n_same + how->n_shows + how->n_follows + 6);
    cells[n++] = sl_arena_printf(&s->line, "%016llx", (unsigned long long)e->id);
    cells[n++] = s->key;
    for (size_t i = 0; i + 1 < how->n_same; i++) cells[n++] = str_of(&e->same[i]);
    for (size_t i = 0; i < how->n_shows; i++) cells[n++] = str_of(&e->shows[i]);
    cells[n++] = sl_str_of(first_seen);
    cells[n++] = sl_str_of(last_seen);
    cells[n++] = sl_arena_printf(&s->line, "%zu", e->articles);
    for (size_t i = 0; i < how->n_follows; i++) cells[n++] = str_of(&e->follows[i].all);
    cells[n++] = str_of(&e->contradictions.all);
    cells[n++] = str_of(&e->seen_in);
    return s->observer(s->context, cells, err);
}

/* The one that was seen least lately; of equals the first begun. */
static size_t oldest(const sl_episodes *s) {
    size_t best = 0;
    for (size_t i = 1; i < s->open.n; i++)
        if (s->open.v[i]->last_day < s->open.v[best]->last_day) best = i;
    return best;
}

static sl_status close_one(sl_episodes *s, sl_error *err) {
    size_t number = oldest(s);
    episode *e = s->open.v[number];
    sl_status status = tell(s, e, err);
    for (size_t i = number; i + 1 < s->open.n; i++) s->open.v[i] = s->open.v[i + 1];
    s->open.n--;
    e->next_free = s->free;
    s->free = e;
    return status;
}

static sl_status close_before(sl_episodes *s, sl_day day, sl_error *err) {
    sl_status status = SL_OK;
    while (!status && s->open.n && (int64_t)day - s->open.v[oldest(s)]->last_day > (int64_t)s->table->episode.days)
        status = close_one(s, err);
    return status;
}

/* --- which episode is it? ----------------------------------------------------------------------------------------- */

/* One cell of `same`, as rows of an article are joined. */
static bool agree(const sl_table *t, sl_str a, sl_str b) {
    return sl_str_eq(a, b) || sl_table_joins(t, a, b) || sl_table_joins(t, b, a);
}

static sl_interval days_of(sl_str s) {
    size_t slash = sl_str_find(s, '/', 0);
    sl_day from = sl_day_parse(sl_str_cut(s, 0, slash));
    return (sl_interval){from, slash < s.n ? sl_day_parse(sl_str_cut(s, slash + 1, s.n)) : from};
}

/* Do two values of an `apart` column, or the days of a role, differ? What is not told differs from nothing. */
static bool differ(sl_str a, sl_str b) {
    if (a.n == 0 || b.n == 0 || sl_str_eq(a, b)) return false;
    sl_interval x = days_of(a), y = days_of(b);
    bool days = (x.from != SL_NO_DAY || x.to != SL_NO_DAY) && (y.from != SL_NO_DAY || y.to != SL_NO_DAY);
    if (!days) return true;
    return (x.to != SL_NO_DAY && y.from != SL_NO_DAY && x.to < y.from) ||
           (y.to != SL_NO_DAY && x.from != SL_NO_DAY && y.to < x.from);
}

/* Lower is better; SIZE_MAX: it is another thing. Two rows of an article are two things, or it would be one row. */
static size_t misfit(const sl_episodes *s, const episode *e, const sl_episode_line *row) {
    const sl_table *t = s->table;
    size_t vague = 0, contradicts = 0;
    if (e->last_article == sl_hash(row->article, 0)) return SIZE_MAX;
    for (size_t i = 0; i + 1 < t->episode.n_same; i++) {
        sl_str known = str_of(&e->same[i]);
        if (!agree(t, known, row->same[i])) return SIZE_MAX;
        vague += !sl_str_eq(known, row->same[i]);
    }
    for (size_t i = 0; i < t->n_apart; i++) contradicts += differ(str_of(&e->apart[i]), row->apart[i]);
    return contradicts * t->episode.n_same + vague;
}

/* The one that fits best; of those the one that was seen last, the first begun. */
static episode *find(const sl_episodes *s, const sl_episode_line *row) {
    episode *best = NULL;
    size_t least = SIZE_MAX;
    for (size_t i = 0; i < s->open.n; i++) {
        episode *e = s->open.v[i];
        size_t m = misfit(s, e, row);
        if (m == SIZE_MAX || m > least || (m == least && e->last_day <= best->last_day)) continue;
        least = m;
        best = e;
    }
    return best;
}

/* --- a row is taken in -------------------------------------------------------------------------------------------- */

static void go_on(sl_episodes *s, course *c, sl_str between, sl_str next) {
    if (c->n == SL_MAX_EPISODE_CHANGES) append(s, &c->all, SL_STR(" …"));
    if (c->n >= SL_MAX_EPISODE_CHANGES) {
        s->cut++;
    } else {
        if (c->n) append(s, &c->all, between);
        append(s, &c->all, next);
    }
    c->n++;
}

/* A value of `follows`: a default tells only where nothing has been told before. */
static void follow(sl_episodes *s, course *c, sl_str marked) {
    sl_str value = sl_str_cut(marked, 1, marked.n);
    bool is_default = sl_str_starts_with(marked, SL_STR("?"));
    if (value.n == 0 || sl_str_eq(value, str_of(&c->last)) || (is_default && c->n)) return;
    go_on(s, c, SL_STR(" > "), value);
    set(s, &c->last, value);
}

static void contradict(sl_episodes *s, episode *e, sl_symbol column, sl_str was, sl_str is) {
    sl_str name = s->program->symbols.v[column];
    sl_str what =
        sl_arena_printf(&s->line, "%.*s: %.*s > %.*s", (int)name.n, name.p, (int)was.n, was.p, (int)is.n, is.p);
    go_on(s, &e->contradictions, SL_STR("; "), what);
}

/* What is over is not said to go on. */
static void note_end(sl_episodes *s, episode *e, sl_str marked) {
    const sl_episode *how = &s->table->episode;
    sl_str value = sl_str_cut(marked, 1, marked.n);
    bool told = value.n && sl_str_starts_with(marked, SL_STR("!")), ends = sl_str_eq(value, how->end_value);
    if (told && e->ended && !ends) contradict(s, e, how->end_column, how->end_value, value);
    if (told) e->ended = ends;
}

/* The later value, but no vague one for an exact one. */
static void renew(sl_episodes *s, text *old, sl_str new) {
    sl_str known = str_of(old);
    bool vaguer = known.n && sl_table_joins(s->table, new, known);
    if (!vaguer) set(s, old, new);
}

static void note_article(sl_episodes *s, episode *e, const sl_episode_line *row) {
    if (e->articles == SL_MAX_EPISODE_ARTICLES) append(s, &e->seen_in, SL_STR(" | …"));
    if (e->articles >= SL_MAX_EPISODE_ARTICLES) {
        s->cut++;
    } else {
        if (e->articles) append(s, &e->seen_in, SL_STR(" | "));
        append(s, &e->seen_in, row->article);
    }
    e->articles++;
    e->last_article = sl_hash(row->article, 0);
    e->last_day = sl_day_parse(row->published);
}

static void note_apart(sl_episodes *s, episode *e, sl_symbol column, text *known, sl_str value) {
    if (differ(str_of(known), value)) contradict(s, e, column, str_of(known), value);
    if (value.n) set(s, known, value);
}

static void take_in(sl_episodes *s, episode *e, const sl_episode_line *row) {
    const sl_table *t = s->table;
    for (size_t i = 0; i < t->n_apart; i++) note_apart(s, e, t->apart[i], &e->apart[i], row->apart[i]);
    for (size_t i = 0; i + 1 < t->episode.n_same; i++) renew(s, &e->same[i], row->same[i]);
    for (size_t i = 0; i < t->episode.n_shows; i++) renew(s, &e->shows[i], row->shows[i]);
    for (size_t i = 0; i < t->episode.n_follows; i++) follow(s, &e->follows[i], row->follows[i]);
    note_end(s, e, row->end);
    note_article(s, e, row);
}

/* A name that stays as long as its first article does. */
static uint64_t id_of(const sl_episodes *s, const sl_episode_line *row) {
    const sl_str parts[] = {s->table->head.name, row->key, row->published, row->article, row->row};
    uint64_t id = 2;
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) id = sl_hash(parts[i], id);
    return id;
}

static void empty(text *texts, size_t n) {
    for (size_t i = 0; i < n; i++) texts[i].n = 0;
}

static void restart(course *courses, size_t n) {
    for (size_t i = 0; i < n; i++) courses[i].n = courses[i].all.n = courses[i].last.n = 0;
}

/* In the place of one that has ended, where there is one. */
static episode *new_episode(sl_episodes *s) {
    const sl_episode *how = &s->table->episode;
    episode *e = s->free;
    if (e) {
        s->free = e->next_free;
        return e;
    }
    e = SL_NEW(&s->arena, episode);
    e->same = SL_NEW_ARRAY(&s->arena, text, how->n_same);
    e->shows = SL_NEW_ARRAY(&s->arena, text, how->n_shows);
    e->apart = SL_NEW_ARRAY(&s->arena, text, s->table->n_apart);
    e->follows = SL_NEW_ARRAY(&s->arena, course, how->n_follows);
    return e;
}

static episode *begin(sl_episodes *s, const sl_episode_line *row) {
    const sl_episode *how = &s->table->episode;
    episode *e = new_episode(s);
    empty(e->same, how->n_same);
    empty(e->shows, how->n_shows);
    empty(e->apart, s->table->n_apart);
    empty(&e->seen_in, 1);
    restart(e->follows, how->n_follows);
    restart(&e->contradictions, 1);
    e->id = id_of(s, row);
    e->first_day = sl_day_parse(row->published);
    e->articles = 0;
    e->ended = false;
    *sl_push(&s->arena, &s->open) = e;
    return e;
}

/* --- line by line ------------------------------------------------------------------------------------------------- */

static sl_status end_key(sl_episodes *s, sl_error *err) {
    sl_status status = SL_OK;
    while (!status && s->open.n) status = close_one(s, err);
    sl_arena_clear(&s->arena);
    s->open.v = NULL;
    s->open.n = s->open.room = 0;
    s->free = NULL;
    return status;
}

static sl_status add(sl_episodes *s, sl_str line, sl_error *err) {
    sl_episode_line row;
    sl_status status = SL_OK;
    sl_str *cells = SL_NEW_ARRAY(&s->line, sl_str, sl_episode_width(s->table));
    if (!sl_episode_read(s->table, line, &s->line, cells, &row))
        return sl_fail(err, SL_IO, SL_STR("episodes"), "a temporary file is not what was written to it");
    if (!sl_str_eq(row.key, s->key)) {
        status = end_key(s, err);
        s->key = sl_arena_copy(&s->arena, row.key);
    }
    if (!status) status = close_before(s, sl_day_parse(row.published), err);
    episode *e = find(s, &row);
    if (!e && !status && s->open.n == SL_MAX_OPEN_EPISODES) {
        s->cut++;
        status = close_one(s, err);
    }
    if (!status) take_in(s, e ? e : begin(s, &row), &row);
    return status;
}

static sl_status no_memory(sl_error *err) {
    return sl_fail(err, SL_NO_MEMORY, SL_STR("episodes"), "out of memory");
}

sl_status sl_episodes_add(sl_episodes *s, sl_str line, sl_error *err) {
    jmp_buf recover;
    s->arena.recover = s->line.recover = &recover;
    if (setjmp(recover)) return no_memory(err);
    sl_arena_clear(&s->line);
    return add(s, line, err);
}

sl_status sl_episodes_end(sl_episodes *s, sl_error *err) {
    jmp_buf recover;
    s->arena.recover = s->line.recover = &recover;
    if (setjmp(recover)) return no_memory(err);
    return end_key(s, err);
}
