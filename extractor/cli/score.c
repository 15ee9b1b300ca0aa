/* SPDX-License-Identifier: Apache-2.0
 *
 * sideline score: extracted tables against tables that people have made.
 */
#include "cli/commands.h"
#include "cli/message.h"
#include "cli/options.h"
#include "run/tools.h"

#include <stdio.h>

static const char command[] = "score";

enum { WORST, HELP, N_OPTIONS };

static const sl_option options[N_OPTIONS] = {
    [WORST] = {'w', "worst", "N", "the N articles with most errors as well"},
    [HELP] = {'h', "help", NULL, "this text"},
};

static void print_help(void) {
    puts("usage: sideline score [OPTION]... GOLD OUT\n\n"
         "Compares the tables in the folder OUT with those that people have made of the same\n"
         "articles. GOLD holds injuries.csv and quotes.csv, and the articles in articles/ or\n"
         "in a folder of that name beside it. Articles are known by their file names.\n");
    sl_options_print(options, N_OPTIONS);
    puts("\nEach line: precision, recall, F1, the interval in which F1 lies in 90 % of draws of\n"
         "the articles, and how many there are in the gold.\n"
         "  players            the injured athletes of each article\n"
         "  fullnames          of the athletes found, those with exactly the gold's name\n"
         "  rows               athlete and body area\n"
         "  pathology, side    values that say something, in rows of the right athlete\n"
         "  status             the same, as accuracy over those rows\n"
         "  injured, returns   days, both ends at most three off\n"
         "  quotes             words inside quotations\n"
         "  speakers           those with the right speaker\n"
         "  managers           words of managers, with the right speaker and role\n"
         "Of n names in a cell (\"Ade Okafor | Ben Okafor\") the right one counts 1/n.\n\n"
         "Examples:\n"
         "  sideline extract -o tables corpus/articles && sideline score corpus/gold tables\n"
         "  sideline score --worst 10 gold tables\n\n"
         "Exit status: 0 done, 2 folders or tables that cannot be scored. A folder called\n"
         "sealed holds articles for scoring only: --worst refuses it.");
}

static void print_missing(void *context, const char *file) {
    (void)context;
    printf("missing %s\n", file);
}

static void print_measure(void *context, const sideline_measure *m) {
    (void)context;
    printf("%-10s ", m->name);
    if (m->is_accuracy) printf("accuracy %.3f%14s", m->precision, "");
    else printf("P %.3f  R %.3f  F1 %.3f", m->precision, m->recall, m->f1);
    printf("  [%.2f-%.2f]  (n %llu)\n", m->low, m->high, (unsigned long long)m->gold);
}

/* A file name may hold anything; what a terminal would obey is not printed. */
static void print_name(sideline_text name) {
    for (size_t i = 0; i < name.n; i++) {
        unsigned char c = (unsigned char)name.p[i];
        if (c < ' ' || c == 0x7F) printf("\\x%02X", (unsigned)c);
        else putchar(c);
    }
}

static void print_article(void *context, const sideline_scored *article) {
    (void)context;
    printf("  ");
    print_name(article->article);
    printf(": gold %llu found %llu right %g\n", (unsigned long long)article->gold, (unsigned long long)article->found,
           article->right);
}

static bool read_worst(const char *text, size_t *out) {
    size_t n = 0;
    const char *p = text;
    for (; *p >= '0' && *p <= '9' && n < 1000000; p++) n = n * 10 + (size_t)(*p - '0');
    *out = n;
    if (p > text && *p == '\0') return true;
    sl_message(command, "option \"--worst\" wants a number of articles, not \"%s\"", text);
    return false;
}

static int run(sideline_scoring *scoring) {
    scoring->missing = print_missing;
    scoring->measure = print_measure;
    scoring->article = print_article;
    sideline_error error;
    if (sideline_score(scoring, &error) == SIDELINE_OK) return SL_EXIT_DONE;
    sl_message_error(command, &error);
    return SL_EXIT_REFUSED;
}

int sl_command_score(int argc, char **argv) {
    sl_options scan = {.command = command, .options = options, .n = N_OPTIONS, .argv = argv, .argc = argc};
    sideline_scoring scoring = {0};
    const char *value;
    int option;
    while ((option = sl_options_next(&scan, &value)) >= 0) {
        if (option == WORST && !read_worst(value, &scoring.worst)) return SL_EXIT_REFUSED;
        if (option != HELP) continue;
        print_help();
        return SL_EXIT_DONE;
    }
    if (option == SL_OPTIONS_BAD) return SL_EXIT_REFUSED;
    if (scan.operands != 2) {
        sl_message(command, "two folders are wanted, GOLD and OUT; \"sideline score --help\" tells more");
        return SL_EXIT_REFUSED;
    }
    scoring.gold = argv[0];
    scoring.out = argv[1];
    return run(&scoring);
}
