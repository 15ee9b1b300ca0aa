/* SPDX-License-Identifier: Apache-2.0
 *
 * What a command costs: measure OUT COMMAND...
 *
 * Runs it with standard output into the file OUT and prints "user sys wall peak status": seconds, KiB, exit status.
 * A program of its own, since a child of a larger process starts with that one's peak memory.
 *
 *     measure --read FOLDER    instead opens, reads and closes each file below FOLDER once, by this thread
 */
#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static double seconds(struct timeval t) {
    return (double)t.tv_sec + (double)t.tv_usec / 1e6;
}

static int read_all(const char *folder) {
    static char buffer[1 << 18], path[4096];
    DIR *dir = opendir(folder);
    if (!dir) return 1;
    for (struct dirent *e; (e = readdir(dir));) {
        char below[4096];
        if (e->d_name[0] == '.') continue;
        if (snprintf(below, sizeof below, "%s/%s", folder, e->d_name) >= (int)sizeof below) return 1;
        if (e->d_type == DT_DIR) {
            if (read_all(below)) return 1;
            continue;
        }
        memcpy(path, below, sizeof path);
        int f = open(path, O_RDONLY | O_CLOEXEC);
        if (f < 0) return 1;
        while (read(f, buffer, sizeof buffer) > 0) continue;
        close(f);
    }
    closedir(dir);
    return 0;
}

int main(int argc, char **argv) {
    if (argc == 3 && strcmp(argv[1], "--read") == 0) return read_all(argv[2]);
    if (argc < 3) return 2;
    struct timespec from, to;
    clock_gettime(CLOCK_MONOTONIC, &from);
    pid_t child = fork();
    if (child < 0) return 2;
    if (child == 0) {
        int out = open(argv[1], O_WRONLY | O_CREAT | O_TRUNC, 0666);
        if (out < 0 || dup2(out, 1) < 0) _exit(126);
        close(out);
        execvp(argv[2], argv + 2);
        _exit(127);
    }
    int status;
    struct rusage use;
    if (wait4(child, &status, 0, &use) != child) return 2;
    clock_gettime(CLOCK_MONOTONIC, &to);
    double wall = (double)(to.tv_sec - from.tv_sec) + (double)(to.tv_nsec - from.tv_nsec) / 1e9;
    printf("%.6f %.6f %.6f %ld %d\n", seconds(use.ru_utime), seconds(use.ru_stime), wall, use.ru_maxrss,
           WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status));
    return 0;
}
