/* When something happens: at which call the process is killed, the power cut, or a call made to fail. */
#include "files.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

char folder[PATH_MAX];
size_t folder_length;
int cut;

static long calls, kill_at, fail_from, fail_to;
static int fail_with, failing_kinds;
static uint64_t seed;
static ino_t bad_inode;
static off_t bad_from, bad_to;

uint64_t draw(void)
{
    uint64_t z = (seed += 0x9E3779B97F4A7C15u);
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
    return z ^ (z >> 31);
}

int is_ours(const char *path)
{
    return folder_length && strncmp(path, folder, folder_length) == 0 && path[folder_length] == '/';
}

/* Returns whether the call fails; errno says why. */
int step(int kind)
{
    if (!folder_length) return 0;
    if (kind != READ) calls++;
    if (kind != READ && kill_at && calls >= kill_at) {
        if (cut != KEEP_ALL) {
            undo_contents();
            undo_names();
        }
        names_are_durable();
        kill(getpid(), SIGKILL);
        pause();
    }
    if (fail_from && calls >= fail_from && calls <= fail_to && kind & failing_kinds) {
        errno = fail_with;
        return 1;
    }
    return 0;
}

/* Put a hand on the switch of ``path``; NULL takes it off. */
void faults_arm(const char *path, long kill_at_call, int power, uint64_t first_seed, long from, long to, int error)
{
    forget_all();
    forget_names();
    calls = 0;
    kill_at = kill_at_call;
    cut = power;
    seed = first_seed;
    fail_from = from;
    fail_to = to;
    fail_with = error;
    failing_kinds = error == ENOSPC ? WRITE | CREATE | RESIZE
                  : error == EROFS ? WRITE | CREATE | OPEN | RESIZE | NAME
                  : WRITE | SYNC | RESIZE | READ;
    snprintf(folder, sizeof folder, "%s", path ? path : "");
    folder_length = strlen(folder);
}

/* From now on the bytes from ``from`` to ``to`` of this file cannot be read, whatever its name becomes. */
void faults_unreadable(const char *path, off_t from, off_t to)
{
    struct stat now;
    bad_inode = path && stat(path, &now) == 0 ? now.st_ino : 0;
    bad_from = from;
    bad_to = to;
}

int unreadable(int fd, off_t at, size_t size)
{
    struct stat now;
    if (!bad_inode || fstat(fd, &now) || now.st_ino != bad_inode) return 0;
    if (at == WHERE_IT_IS) at = lseek(fd, 0, SEEK_CUR);
    if (at >= bad_to || at + (off_t)size <= bad_from) return 0;
    errno = EIO;
    return 1;
}

/* How many calls there were since the hand is on the switch. */
long faults_calls(void)
{
    return calls;
}
