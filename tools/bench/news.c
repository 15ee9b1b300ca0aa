/* SPDX-License-Identifier: Apache-2.0
 *
 * Writes the articles of the bench: news WORDS KIND FORM AMOUNT SEED [FOLDER]
 *
 *     news news.words general text 100M 1        articles one after the other, 100 MB of them, to standard output
 *     news news.words dense   json 1G   1        one JSON record a line
 *     news news.words general files 100000 1 DIR that many files, 1,000 to a folder
 *
 * Kinds: general is news of every sort, with an injury in some 3 % of its sentences; dense is team news. The same
 * arguments give the same bytes everywhere. No two articles are alike: each is put together from the sentences of
 * WORDS anew, around a cast of its own.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

enum { MAX_LISTS = 128, MAX_LINES = 4096, MAX_DEPTH = 12, CAST = 14, NAME_SIZE = 96, ARTICLE_SIZE = 64 * 1024 };

struct list {
    char name[24];
    const char **v;
    size_t n;
    int skewed;
    unsigned long *last; /* of a list of sentences: the article that has each already */
};

struct text {
    char v[ARTICLE_SIZE];
    size_t n;
};

struct person {
    char full[NAME_SIZE];
    const char *surname;
    int met;
};

static struct list lists[MAX_LISTS];
static size_t n_lists;
static uint64_t state;
static struct person cast[CAST]; /* 0 is the manager */
static char club[NAME_SIZE], rival[NAME_SIZE];

static _Noreturn void fail(const char *what, const char *which) {
    fprintf(stderr, "news: %s %s\n", what, which);
    exit(2);
}

/* splitmix64 */
static uint64_t next_random(void) {
    uint64_t z = (state += 0x9e3779b97f4a7c15u);
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
    return z ^ (z >> 31);
}

static unsigned below(unsigned n) {
    return (unsigned)((next_random() >> 32) * n >> 32);
}

static struct list *list_find(const char *name, size_t n) {
    for (size_t i = 0; i < n_lists; i++)
        if (strlen(lists[i].name) == n && memcmp(lists[i].name, name, n) == 0) return &lists[i];
    return NULL;
}

static struct list *list_need(const char *name) {
    struct list *l = list_find(name, strlen(name));
    if (!l) fail("the words have no list called", name);
    return l;
}

static void read_words(const char *path) {
    FILE *f = fopen(path, "rb");
    if (!f) fail("cannot read", path);
    char line[4096];
    struct list *l = NULL;
    while (fgets(line, sizeof line, f)) {
        line[strcspn(line, "\n")] = 0;
        if (!line[0] || line[0] == '#') continue;
        if (line[0] == '@') {
            if (n_lists == MAX_LISTS) fail("too many lists in", path);
            l = &lists[n_lists++];
            l->v = malloc(MAX_LINES * sizeof *l->v);
            l->last = calloc(MAX_LINES, sizeof *l->last);
            char *space = strchr(line, ' ');
            l->skewed = space != NULL;
            if (space) *space = 0;
            snprintf(l->name, sizeof l->name, "%.*s", (int)sizeof l->name - 1, line + 1);
            continue;
        }
        for (char *p = line, *end; p && l; p = end) {
            end = strstr(p, " | ");
            if (end) {
                *end = 0;
                end += 3;
            }
            if (l->n == MAX_LINES) fail("too many lines in", l->name);
            l->v[l->n++] = strdup(p);
        }
    }
    fclose(f);
}

static const char *list_pick(const struct list *l) {
    unsigned i = below((unsigned)l->n);
    if (l->skewed) { /* the smallest of three */
        for (int k = 0; k < 2; k++) {
            unsigned other = below((unsigned)l->n);
            if (other < i) i = other;
        }
    }
    return l->v[i];
}

/* A sentence that the article does not have yet, where a few tries find one. */
static const char *list_sentence(const struct list *l, unsigned long article) {
    unsigned i = 0;
    for (int tries = 0; tries < 8; tries++) {
        i = below((unsigned)l->n);
        if (l->last[i] != article) break;
    }
    l->last[i] = article;
    return l->v[i];
}

static void put(struct text *t, const char *p, size_t n) {
    if (t->n + n >= sizeof t->v) return;
    memcpy(t->v + t->n, p, n);
    t->n += n;
}

static void put_str(struct text *t, const char *s) {
    put(t, s, strlen(s));
}

static void put_person(struct text *t, struct person *p) {
    put_str(t, p->met && below(8) ? p->surname : p->full);
    p->met = 1;
}

static void expand(struct text *t, const char *pattern, int depth) {
    if (depth > MAX_DEPTH) fail("endless:", pattern);
    for (const char *p = pattern; *p;) {
        size_t plain = strcspn(p, "{");
        put(t, p, plain);
        p += plain;
        if (!*p) return;
        const char *name = p + 1, *end = strchr(p, '}');
        if (!end) fail("no } in", pattern);
        p = end + 1;
        int capital = *name == '^';
        name += capital;
        size_t n = (size_t)(end - name), at = t->n;
        if (*name >= '0' && *name <= '9') {
            char *rest;
            unsigned from = (unsigned)strtoul(name, &rest, 10), to = (unsigned)strtoul(rest + 1, NULL, 10);
            char number[16];
            put(t, number, (size_t)snprintf(number, sizeof number, "%u", from + below(to - from + 1)));
        } else if (n == 1 && *name == 'P') {
            put_person(t, &cast[1 + below(CAST - 1)]);
        } else if (n == 1 && *name == 'M') {
            put_person(t, &cast[0]);
        } else if (n == 1 && *name == 'C') {
            put_str(t, club);
        } else if (n == 1 && *name == 'R') {
            put_str(t, rival);
        } else {
            struct list *l = list_find(name, n);
            if (!l) fail("no such list in", pattern);
            expand(t, list_pick(l), depth + 1);
        }
        if (t->n == at) continue;
        if (capital && t->v[at] >= 'a' && t->v[at] <= 'z') t->v[at] = (char)(t->v[at] - 'a' + 'A');
        if (at > 2 && strchr("aeiou", t->v[at]) && memcmp(t->v + at - 3, " a ", 3) == 0) { /* an early end */
            char first = t->v[at];
            put(t, " ", 1);
            memmove(t->v + at + 1, t->v + at, t->n - at - 1);
            t->v[at - 1] = 'n';
            t->v[at] = ' ';
            t->v[at + 1] = first;
        }
    }
}

static void make_string(char *out, size_t size, const char *pattern) {
    static struct text t;
    t.n = 0;
    expand(&t, pattern, 0);
    snprintf(out, size, "%.*s", (int)t.n, t.v);
}

static void make_cast(void) {
    for (size_t i = 0; i < CAST; i++) {
        make_string(cast[i].full, sizeof cast[i].full, "{given} {surname}");
        cast[i].surname = strchr(cast[i].full, ' ') + 1;
        cast[i].met = 0;
    }
    make_string(club, sizeof club, "{club}");
    make_string(rival, sizeof rival, "{club}");
}

/* Of a hundred articles that many are of each kind. */
static const char *topic_of(int dense) {
    static const struct {
        const char *name;
        unsigned share;
    } topics[] = {{"politics", 22}, {"business", 16}, {"courts", 12}, {"weather", 6}, {"culture", 8}, {"sport", 36}};
    if (dense) return "sport";
    unsigned at = below(100);
    for (size_t i = 0;; i++) {
        if (at < topics[i].share) return topics[i].name;
        at -= topics[i].share;
    }
}

/* Curly quotation marks and apostrophes, as a third of the papers print them. */
static void put_curly(struct text *out, const struct text *in) {
    for (size_t i = 0; i < in->n; i++) {
        char c = in->v[i];
        int opens = i == 0 || in->v[i - 1] == ' ' || in->v[i - 1] == '\n';
        if (c == '"') put_str(out, opens ? "\u201c" : "\u201d");
        else if (c == '\'') put_str(out, opens ? "\u2018" : "\u2019");
        else put(out, &c, 1);
    }
}

struct article {
    char date[16], title[512];
    struct text body;
};

static void make_article(struct article *a, int dense) {
    static struct text plain;
    static unsigned long number;
    number++;
    make_cast();
    snprintf(a->date, sizeof a->date, "20%02u-%02u-%02u", 4 + below(20), 1 + below(12), 1 + below(28));
    make_string(a->title, sizeof a->title, "{headline}");
    const char *topic = topic_of(dense);
    int sport = strcmp(topic, "sport") == 0;
    const struct list *sentences = list_need(topic), *injury = list_need("injury"), *team = list_need("teamnews");
    /* 2 to 6 KB, the middle likelier: news is neither all short nor all long. */
    size_t want = 2000 + (below(4000) + below(4000)) / 2;
    plain.n = 0;
    unsigned in_paragraph = 1 + below(3);
    while (plain.n < want) {
        unsigned at = below(100);
        const struct list *from = sentences;
        if (dense) from = at < 42 ? injury : at < 70 ? team : sentences;
        else if (sport && at < 8) from = injury;
        else if (!sport && at < 35) from = list_need(at < 12 ? "politics" : at < 25 ? "business" : "courts");
        size_t start = plain.n;
        expand(&plain, list_sentence(from, number), 0);
        if (plain.v[start] >= 'a' && plain.v[start] <= 'z') plain.v[start] = (char)(plain.v[start] - 'a' + 'A');
        if (plain.n >= want) break;
        if (--in_paragraph) {
            put(&plain, " ", 1);
        } else {
            put(&plain, "\n\n", 2);
            in_paragraph = 1 + below(3);
        }
    }
    put(&plain, "\n", 1);
    a->body.n = 0;
    if (below(3)) put(&a->body, plain.v, plain.n);
    else put_curly(&a->body, &plain);
}

static size_t write_text(FILE *f, const struct article *a, int alone) {
    int n = fprintf(f, " date %s %s\n\n%.*s%s", a->date, a->title, (int)a->body.n, a->body.v, alone ? "" : "\n");
    return (size_t)n;
}

static size_t write_escaped(FILE *f, const char *p, size_t n) {
    size_t written = n;
    for (size_t i = 0; i < n; i++) {
        if (p[i] == '"' || p[i] == '\n') {
            putc('\\', f);
            written++;
        }
        putc(p[i] == '\n' ? 'n' : p[i], f);
    }
    return written;
}

static size_t write_json(FILE *f, const struct article *a, unsigned long id) {
    size_t n = (size_t)fprintf(f, "{\"id\":\"n%lu\",\"date\":\"%s\",\"title\":\"", id, a->date);
    n += write_escaped(f, a->title, strlen(a->title));
    n += (size_t)fprintf(f, "\",\"text\":\"");
    n += write_escaped(f, a->body.v, a->body.n);
    return n + (size_t)fprintf(f, "\"}\n");
}

static void write_files(const char *folder, unsigned long amount, struct article *a, int dense) {
    char path[4096];
    for (unsigned long i = 0; i < amount; i++) {
        if (i % 1000 == 0) {
            snprintf(path, sizeof path, "%s/%03lu", folder, i / 1000);
            mkdir(path, 0777);
        }
        snprintf(path, sizeof path, "%s/%03lu/%06lu.txt", folder, i / 1000, i);
        FILE *f = fopen(path, "wb");
        if (!f) fail("cannot write", path);
        make_article(a, dense);
        write_text(f, a, 1);
        if (fclose(f)) fail("cannot write", path);
    }
}

static size_t amount_of(const char *s) {
    char *end;
    size_t n = strtoull(s, &end, 10);
    if (*end == 'K') n *= 1000;
    if (*end == 'M') n *= 1000000;
    if (*end == 'G') n *= 1000000000;
    return n;
}

int main(int argc, char **argv) {
    static struct article a;
    if (argc < 6) fail("usage:", "news WORDS general|dense text|json|files AMOUNT SEED [FOLDER]");
    int dense = strcmp(argv[2], "dense") == 0;
    size_t amount = amount_of(argv[4]), written = 0;
    state = strtoull(argv[5], NULL, 10) * 0x2545f4914f6cdd1du;
    read_words(argv[1]);
    if (strcmp(argv[3], "files") == 0) {
        if (argc < 7) fail("files need", "a folder");
        write_files(argv[6], amount, &a, dense);
        return 0;
    }
    static char buffer[1 << 20];
    setvbuf(stdout, buffer, _IOFBF, sizeof buffer);
    for (unsigned long id = 1; written < amount; id++) {
        make_article(&a, dense);
        written += strcmp(argv[3], "json") == 0 ? write_json(stdout, &a, id) : write_text(stdout, &a, 0);
    }
    return fclose(stdout) ? 1 : 0;
}
