/* SPDX-License-Identifier: Apache-2.0
 *
 * The source floor: which files a walk yields, in which order, what it leaves out; and loading them.
 */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/arena.h"
#include "base/bounds.h"
#include "source/load.h"
#include "source/walk.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

static char home[64], was[512];

static void put_file(const char *path, const char *content) {
    int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0644);
    if (fd < 0 || write(fd, content, strlen(content)) != (ssize_t)strlen(content)) fail_msg("cannot write %s", path);
    close(fd);
}

/** A folder of its own, which is the current one during the test. */
static int set_up(void **state) {
    (void)state;
    strncpy(home, "/tmp/sideline-walk-XXXXXX", sizeof home);
    if (!getcwd(was, sizeof was) || !mkdtemp(home) || chdir(home) != 0 || chmod(home, 0755) != 0) return -1;
    return 0;
}

static int remove_all(const char *path) {
    char command[200];
    snprintf(command, sizeof command, "chmod -R u+rwx '%s' && rm -rf '%s'", path, path);
    return system(command);
}

static int tear_down(void **state) {
    (void)state;
    return chdir(was) != 0 || remove_all(home) != 0;
}

/** The entries of a walk as one line: "name" for a file, "!name(message)" for a failure, * where it was named. */
static sl_walk_counts walk_as(const char *const *paths, size_t n, const sl_walk_options *options, sl_buf *got) {
    sl_error err;
    sl_walk_entry entry;
    sl_walk *walk = sl_walk_open(paths, n, options, &err);
    if (!walk) fail_msg("%s", err.message);
    sl_buf_clear(got);
    while (sl_walk_next(walk, &entry)) {
        if (got->n) sl_buf_char(got, ' ');
        if (entry.named) sl_buf_char(got, '*');
        if (entry.failed) sl_buf_printf(got, "!(%s)", entry.error.message);
        else sl_buf_put(got, entry.name);
    }
    sl_walk_counts counts = sl_walk_left_out(walk);
    sl_walk_close(walk);
    sl_buf_char(got, '\0');
    return counts;
}

#define WALK(got, options, ...)                                                                                        \
    walk_as((const char *const[]){__VA_ARGS__}, sizeof((const char *const[]){__VA_ARGS__}) / sizeof(char *),           \
            (options), (got))

static const sl_walk_options plain = {0}, following = {.follow = true};

static void test_order(void **state) {
    (void)state;
    sl_buf got = {0};
    mkdir("news", 0755), mkdir("news/b", 0755), mkdir("news/b/deep", 0755), mkdir("news/empty", 0755);
    put_file("news/a.txt", ""), put_file("news/b.txt", ""), put_file("news/B.txt", "");
    put_file("news/b/2.txt", ""), put_file("news/b/10.txt", ""), put_file("news/b/deep/x", "");
    put_file("news/\xC3\xA9", ""), put_file("z.txt", "");
    WALK(&got, &plain, "z.txt", "news", "z.txt");
    assert_string_equal(got.p, "*z.txt news/B.txt news/a.txt news/b/10.txt news/b/2.txt news/b/deep/x news/b.txt "
                               "news/\xC3\xA9 *z.txt");
    sl_buf_release(&got);
}

static void test_joining_has_one_slash(void **state) {
    (void)state;
    sl_buf got = {0};
    mkdir("d", 0755), mkdir("d/e", 0755);
    put_file("d/e/f", "");
    WALK(&got, &plain, "d/", "d//", "./d", "d/e/f", "d//e///f");
    assert_string_equal(got.p, "d/e/f d/e/f ./d/e/f *d/e/f *d//e///f");
    WALK(&got, &plain, ".");
    assert_string_equal(got.p, "./d/e/f");
    sl_buf_release(&got);
}

static void make_oddities(void) {
    mkdir("d", 0755), mkdir("d/.git", 0755);
    put_file("d/a", ""), put_file("d/.hidden", ""), put_file("d/.git/x", "");
    assert_int_equal(mkfifo("d/fifo", 0644), 0);
    assert_int_equal(symlink("a", "d/link"), 0);
    assert_int_equal(symlink("nowhere", "d/dangling"), 0);
    assert_int_equal(symlink("../d", "d/loop"), 0);
    assert_int_equal(symlink("self", "d/self"), 0);
    struct sockaddr_un address = {.sun_family = AF_UNIX, .sun_path = "d/socket"};
    int fd = socket(AF_UNIX, SOCK_STREAM, 0);
    assert_int_equal(bind(fd, (const struct sockaddr *)&address, sizeof address), 0);
    close(fd);
}

static void test_left_out_in_folders(void **state) {
    (void)state;
    sl_buf got = {0};
    make_oddities();
    sl_walk_counts c = WALK(&got, &plain, "d");
    assert_string_equal(got.p, "d/a");
    assert_true(c.hidden == 2 && c.fifos == 1 && c.sockets == 1 && c.devices == 0 && c.links == 4);
    assert_true(c.dangling == 0 && c.loops == 0 && c.own == 0 && c.too_deep == 0);

    c = WALK(&got, &following, "d");
    assert_string_equal(got.p, "d/a d/link");
    assert_true(c.links == 0 && c.dangling == 1 && c.loops == 2 && c.hidden == 2 && c.fifos == 1);
    sl_buf_release(&got);
}

static void test_a_link_to_a_folder_elsewhere_is_no_loop(void **state) {
    (void)state;
    sl_buf got = {0};
    mkdir("d", 0755), mkdir("e", 0755);
    put_file("e/x", "");
    assert_int_equal(symlink("../e", "d/one"), 0);
    assert_int_equal(symlink("../e", "d/two"), 0);
    sl_walk_counts c = WALK(&got, &following, "d");
    assert_string_equal(got.p, "d/one/x d/two/x");
    assert_int_equal(c.loops, 0);
    sl_buf_release(&got);
}

static void test_named_oddities(void **state) {
    (void)state;
    sl_buf got = {0};
    make_oddities();
    WALK(&got, &plain, "d/.hidden", "d/link", "d/.git", "-");
    assert_string_equal(got.p, "*d/.hidden *d/link d/.git/x *-");
    WALK(&got, &plain, "d/fifo", "d/dangling", "d/socket", "/dev/null", "d/a");
    assert_string_equal(got.p, "*!(a pipe, not a file: 'd/fifo') *!(a link to nothing: 'd/dangling') "
                               "*!(a socket, not a file: 'd/socket') *!(a device, not a file: '/dev/null') *d/a");
    WALK(&got, &plain, "d/loop");
    assert_string_equal(got.p, "d/loop/a");
    WALK(&got, &plain, "d/self");
    assert_string_equal(got.p, "*!(cannot read 'd/self': Too many levels of symbolic links)");
    sl_buf_release(&got);
}

static void test_missing_path_is_bad_usage(void **state) {
    (void)state;
    sl_error err;
    put_file("a", "");
    static const char *const missing[] = {"b", "", "a/b", "x/"};
    for (size_t i = 0; i < sizeof missing / sizeof *missing; i++) {
        const char *paths[] = {"a", missing[i]};
        assert_null(sl_walk_open(paths, 2, &plain, &err));
        assert_int_equal(err.status, SL_BAD_USAGE);
        char expected[64];
        snprintf(expected, sizeof expected, "no such file or folder: '%s'", missing[i]);
        assert_string_equal(err.message, expected);
    }
}

static void test_unreadable_folder(void **state) {
    (void)state;
    sl_buf got = {0};
    mkdir("d", 0755), mkdir("d/m", 0000);
    put_file("d/a", ""), put_file("d/z", "");
    bool root = geteuid() == 0; /* who may read everything */
    if (root) assert_int_equal(seteuid(65534), 0);
    WALK(&got, &plain, "d");
    if (root) assert_int_equal(seteuid(0), 0);
    assert_string_equal(got.p, "d/a !(cannot read folder 'd/m': Permission denied) d/z");
    sl_buf_release(&got);
}

static void test_depth(void **state) {
    (void)state;
    sl_buf got = {0};
    for (size_t i = 0; i < SL_MAX_FOLDER_DEPTH + 3; i++) {
        put_file("f", "");
        if (mkdir("d", 0755) != 0 || chdir("d") != 0) fail_msg("cannot nest");
    }
    assert_int_equal(chdir(home), 0);
    sl_walk_counts c = WALK(&got, &plain, ".");
    size_t files = 0;
    for (size_t i = 0; i < got.n; i++) files += got.p[i] == 'f';
    assert_int_equal(files, SL_MAX_FOLDER_DEPTH);
    assert_int_equal(c.too_deep, 1);
    sl_buf_release(&got);
}

static bool is_out(void *context, const char *path, uint64_t device, uint64_t inode) {
    const struct stat *own = context;
    return *path && device == own->st_dev && inode == own->st_ino;
}

static void test_own_output(void **state) {
    (void)state;
    sl_buf got = {0};
    struct stat folder, file;
    mkdir("d", 0755), mkdir("d/out", 0755);
    put_file("d/a", ""), put_file("d/out/injuries.csv", "");
    stat("d/out", &folder), stat("d/a", &file);
    sl_walk_counts c = WALK(&got, &((sl_walk_options){.never = is_out, .context = &folder}), "d", "d/out");
    assert_string_equal(got.p, "d/a");
    assert_int_equal(c.own, 2);
    c = WALK(&got, &((sl_walk_options){.never = is_out, .context = &file}), "d", "d/a");
    assert_string_equal(got.p, "d/out/injuries.csv");
    assert_int_equal(c.own, 2);
    sl_buf_release(&got);
}

static void test_names_are_utf8(void **state) {
    (void)state;
    sl_buf got = {0};
    sl_error err;
    sl_walk_entry entry;
    put_file("\xFF"
             "a\xE9",
             "");
    sl_walk *walk = sl_walk_open((const char *const[]){"."}, 1, &plain, &err);
    assert_true(sl_walk_next(walk, &entry));
    assert_true(sl_str_eq(entry.name, SL_STR("./\uFFFDa\uFFFD")));
    assert_int_equal(sl_load(entry.path, 100, &got, &err), SL_OK);
    assert_false(sl_walk_next(walk, &entry));
    sl_walk_close(walk);
    sl_buf_release(&got);
}

static void test_many_names(void **state) {
    (void)state;
    sl_buf got = {0};
    char name[16], last[16] = "";
    size_t n = 0;
    mkdir("d", 0755);
    for (unsigned i = 0; i < 1500; i++) {
        snprintf(name, sizeof name, "d/%u", i * 7919u % 1500u);
        put_file(name, "");
    }
    sl_error err;
    sl_walk_entry entry;
    sl_walk *walk = sl_walk_open((const char *const[]){"d"}, 1, &plain, &err);
    for (; sl_walk_next(walk, &entry); n++) {
        assert_true(strcmp(last, entry.path) < 0);
        snprintf(last, sizeof last, "%s", entry.path);
    }
    assert_int_equal(n, 1500);
    sl_walk_close(walk);
    sl_buf_release(&got);
}

/** However few names of a folder are held at a time, the same files come in the same order. */
static void test_parts(void **state) {
    (void)state;
    sl_buf whole = {0}, got = {0};
    char name[32];
    mkdir("d", 0755);
    for (unsigned i = 0; i < 9; i++) {
        snprintf(name, sizeof name, "d/%u", i * 37);
        mkdir(name, 0755);
        for (unsigned k = 0; k < 5 * i; k++) {
            snprintf(name, sizeof name, "d/%u/%u", i * 37, k * 7919u % 1009);
            put_file(name, "");
        }
    }
    for (unsigned i = 0; i < 20; i++) {
        snprintf(name, sizeof name, "d/%s%u", i % 4 ? "x" : ".x", i * 31);
        put_file(name, "");
    }
    sl_walk_counts all = WALK(&whole, &plain, "d", "d/37");
    assert_int_equal(all.hidden, 5);
    assert_true(whole.n > 1000);
    static const size_t parts[] = {1, 2, 3, 5, 8, 19, 20, 40};
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        sl_walk_counts counts = WALK(&got, &(sl_walk_options){.part = parts[i]}, "d", "d/37");
        assert_string_equal(got.p, whole.p);
        assert_memory_equal(&counts, &all, sizeof all);
    }
    sl_buf_release(&whole);
    sl_buf_release(&got);
}

/** A folder that goes away between two parts of it is a failure, and the walk goes on. */
static void test_gone_between_parts(void **state) {
    (void)state;
    sl_error err;
    sl_walk_entry entry;
    mkdir("d", 0755), mkdir("d/e", 0755);
    put_file("d/e/1", ""), put_file("d/e/2", ""), put_file("d/e/3", ""), put_file("d/f", "");
    sl_walk *walk = sl_walk_open((const char *const[]){"d"}, 1, &(sl_walk_options){.part = 2}, &err);
    assert_true(sl_walk_next(walk, &entry) && strcmp(entry.path, "d/e/1") == 0);
    assert_int_equal(rename("d/e", "d/moved"), 0);
    assert_true(sl_walk_next(walk, &entry) && strcmp(entry.path, "d/e/2") == 0);
    assert_true(sl_walk_next(walk, &entry) && entry.failed);
    assert_true(sl_walk_next(walk, &entry) && strcmp(entry.path, "d/f") == 0);
    assert_false(sl_walk_next(walk, &entry));
    sl_walk_close(walk);
}

/** Whichever allocation fails: no crash, no endless walk, and something says so. */
static void test_no_memory(void **state) {
    (void)state;
    mkdir("d", 0755), mkdir("d/e", 0755);
    char name[258] = "d/"; /* makes the path's buffer grow */
    memset(name + 2, 'n', sizeof name - 3);
    put_file("d/a", ""), put_file(name, ""), put_file("d/e/\xFF", ""), put_file("d/z", "");
    size_t failures = 0;
    for (uint64_t at = 1; at <= 14; at++) {
        sl_error err = {0};
        sl_walk_entry entry;
        size_t entries = 0, failed = 0;
        sl_heap_fail_at(at);
        sl_walk *walk = sl_walk_open((const char *const[]){"d", "d/a"}, 2, &plain, &err);
        if (!walk) assert_int_equal(err.status, SL_NO_MEMORY);
        while (walk && sl_walk_next(walk, &entry)) {
            entries++;
            failed += entry.failed;
        }
        sl_heap_fail_at(0);
        sl_walk_close(walk);
        assert_true(entries <= 5 && failed <= 1); /* one refusal costs one entry */
        failures += !walk || failed;
    }
    assert_true(failures >= 4);
}

/* ---- loading ---- */

static sl_status load(const char *path, uint64_t limit, sl_buf *buf, const char *message) {
    sl_error err = {0};
    sl_status status = sl_load(path, limit, buf, &err);
    if (status && !strstr(err.message, message)) fail_msg("'%s' is not '%s'", err.message, message);
    return status;
}

static void test_load(void **state) {
    (void)state;
    sl_buf buf = {0};
    put_file("ten", "0123456789"), put_file("none", "");
    mkdir("d", 0755), mkfifo("fifo", 0644);
    alarm(60); /* waiting for the pipe's writer would be for ever */
    assert_int_equal(load("ten", 100, &buf, ""), SL_OK);
    assert_true(sl_str_eq(sl_buf_str(&buf), SL_STR("0123456789")));
    assert_int_equal(load("ten", 10, &buf, ""), SL_OK);
    assert_int_equal(buf.n, 10);
    assert_int_equal(load("ten", 9, &buf, "larger than 9 bytes: 'ten'"), SL_LIMIT);
    assert_int_equal(load("none", 10, &buf, ""), SL_OK);
    assert_int_equal(buf.n, 0);
    assert_int_equal(load("d", 10, &buf, "a folder, not a file: 'd'"), SL_BAD_INPUT);
    assert_int_equal(load("fifo", 10, &buf, "not a regular file: 'fifo'"), SL_BAD_INPUT);
    alarm(0);
    assert_int_equal(load("/dev/null", 10, &buf, "not a regular file"), SL_BAD_INPUT);
    assert_int_equal(load("gone", 10, &buf, "cannot open 'gone': No such file or directory"), SL_IO);
    sl_buf_release(&buf);
}

/** Files that say they are empty and are not, as one that grows while it is read. */
static void test_load_of_unknown_size(void **state) {
    (void)state;
    sl_buf buf = {0};
    assert_int_equal(load("/proc/self/status", 1024 * 1024, &buf, ""), SL_OK);
    assert_true(buf.n > 100);
    assert_int_equal(load("/proc/self/status", 64, &buf, "larger than 64 bytes"), SL_LIMIT);
    sl_buf_release(&buf);
}

static void test_load_large(void **state) {
    (void)state;
    sl_buf buf = {0};
    put_file("big", "x");
    assert_int_equal(truncate("big", 2 * 1024 * 1024 + 1), 0);
    assert_int_equal(load("big", 2 * 1024 * 1024, &buf, "larger than 2 MiB: 'big'"), SL_LIMIT);
    assert_int_equal(load("big", 2 * 1024 * 1024 + 1, &buf, ""), SL_OK);
    assert_int_equal(buf.n, 2 * 1024 * 1024 + 1);
    uint64_t before = sl_heap_count();
    assert_int_equal(load("big", 3 * 1024 * 1024, &buf, ""), SL_OK);
    assert_int_equal(sl_heap_count(), before); /* the buffer is reused */
    sl_buf_release(&buf);
    sl_heap_fail_at(1);
    assert_int_equal(load("big", 3 * 1024 * 1024, &buf, "no memory to read 'big'"), SL_NO_MEMORY);
    sl_buf_release(&buf);
}

static void test_standard_input(void **state) {
    (void)state;
    enum { N = 200000 };
    sl_buf buf = {0};
    for (size_t round = 0; round < 2; round++) {
        int ends[2], kept = dup(STDIN_FILENO);
        assert_int_equal(pipe2(ends, round ? O_NONBLOCK : 0), 0);
        pid_t child = fork();
        if (child == 0) {
            char block[1000];
            memset(block, 'x', sizeof block);
            fcntl(ends[1], F_SETFL, 0);
            for (size_t n = 0; n < N; n += sizeof block)
                if (write(ends[1], block, sizeof block) < 0) _exit(1);
            _exit(0);
        }
        close(ends[1]);
        dup2(ends[0], STDIN_FILENO);
        close(ends[0]);
        sl_status status = load("-", round ? N : N + 5, &buf, "");
        dup2(kept, STDIN_FILENO);
        close(kept);
        assert_int_equal(status, SL_OK);
        assert_int_equal(buf.n, N);
    }
    sl_buf_release(&buf);
}

int main(void) {
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(test_order),
        TEST(test_joining_has_one_slash),
        TEST(test_left_out_in_folders),
        TEST(test_a_link_to_a_folder_elsewhere_is_no_loop),
        TEST(test_named_oddities),
        TEST(test_missing_path_is_bad_usage),
        TEST(test_unreadable_folder),
        TEST(test_depth),
        TEST(test_own_output),
        TEST(test_names_are_utf8),
        TEST(test_many_names),
        TEST(test_parts),
        TEST(test_gone_between_parts),
        TEST(test_no_memory),
        TEST(test_load),
        TEST(test_load_of_unknown_size),
        TEST(test_load_large),
        TEST(test_standard_input),
    };
    return cmocka_run_group_tests_name("walk", tests, NULL, NULL);
}
