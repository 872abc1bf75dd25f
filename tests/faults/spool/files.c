/* The disk as the spool sees it, with a hand on the switch: preloaded into a process, it counts the calls that change
 * files in one folder, and at the N-th call kills the process, cuts the power, or lets calls fail.
 *
 * Cutting the power: what was written since a file's last fsync is undone, all of it or a seeded random part of its
 * 512-byte sectors, as a disk leaves it that writes in an order of its own. A file's length is undone likewise, and so
 * are the names that were made, changed and removed since the folder's last fsync: all, or the last few of them.
 * fsync itself reaches no disk here: it only says what a power cut may no longer undo.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <unistd.h>

enum { SECTOR = 512, FILES = 64, DESCRIPTORS = 1024, NAMES = 256 };
enum { WRITE = 1, CREATE = 2, OPEN = 4, RESIZE = 8, SYNC = 16, NAME = 32, READ = 64 };
enum { KEEP_ALL = 0, UNDO_ALL = 1, UNDO_SOME = 2 };

struct file {
    char path[PATH_MAX];
    ino_t inode;
    char *durable;
    off_t length;
    int used;
};

/* A change of names that no fsync of the folder has made durable: to undo it, ``now`` becomes ``before`` again. */
struct name {
    char before[PATH_MAX];
    char now[PATH_MAX];
};

static char folder[PATH_MAX];
static struct name names[NAMES];
static int named;
static long removed;
static size_t folder_length;
static struct file files[FILES];
static struct file *opened[DESCRIPTORS];
static long calls, kill_at, fail_from, fail_to;
static int cut, fail_with, failing_kinds;
static uint64_t seed;
static ino_t bad_inode;
static off_t bad_from, bad_to;

#define REAL(name, type, ...) \
    static type (*real)(__VA_ARGS__); \
    if (!real) real = (type (*)(__VA_ARGS__))dlsym(RTLD_NEXT, name)

static int real_open(const char *path, int flags, mode_t mode)
{
    REAL("open64", int, const char *, int, mode_t);
    return real(path, flags, mode);
}

static ssize_t real_pwrite(int fd, const void *data, size_t size, off_t at)
{
    REAL("pwrite64", ssize_t, int, const void *, size_t, off_t);
    return real(fd, data, size, at);
}

static ssize_t real_pread(int fd, void *data, size_t size, off_t at)
{
    REAL("pread64", ssize_t, int, void *, size_t, off_t);
    return real(fd, data, size, at);
}

static int real_ftruncate(int fd, off_t length)
{
    REAL("ftruncate64", int, int, off_t);
    return real(fd, length);
}

static int real_close(int fd)
{
    REAL("close", int, int);
    return real(fd);
}

static uint64_t draw(void)
{
    uint64_t z = (seed += 0x9E3779B97F4A7C15u);
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
    return z ^ (z >> 31);
}

static int is_ours(const char *path)
{
    return folder_length && strncmp(path, folder, folder_length) == 0 && path[folder_length] == '/';
}

static void read_whole(int fd, char **content, off_t *length)
{
    struct stat now;
    *content = NULL;
    *length = 0;
    if (fstat(fd, &now) == 0 && now.st_size > 0) {
        *content = malloc((size_t)now.st_size);
        ssize_t got = real_pread(fd, *content, (size_t)now.st_size, 0);
        *length = got > 0 ? got : 0;
    }
}

static struct file *known(ino_t inode)
{
    for (int i = 0; i < FILES; i++)
        if (files[i].used && files[i].inode == inode) return &files[i];
    return NULL;
}

/* A file that was there before is durable as it is: nothing of it was written since the hand is on the switch. */
static void remember(int fd, const char *path, int existed)
{
    struct stat now;
    if (fd >= DESCRIPTORS || fstat(fd, &now) != 0) return;
    struct file *file = known(now.st_ino);
    for (int i = 0; !file && i < FILES; i++) {
        if (files[i].used) continue;
        file = &files[i];
        file->used = 1;
        file->inode = now.st_ino;
        file->durable = NULL;
        file->length = 0;
        int again = existed ? real_open(path, O_RDONLY | O_CLOEXEC, 0) : -1;
        if (again >= 0) {
            read_whole(again, &file->durable, &file->length);
            real_close(again);
        }
    }
    if (!file) abort();
    snprintf(file->path, sizeof file->path, "%s", path);
    opened[fd] = file;
}

static int real_rename(const char *from, const char *to)
{
    REAL("rename", int, const char *, const char *);
    return real(from, to);
}

static int real_unlink(const char *path)
{
    REAL("unlink", int, const char *);
    return real(path);
}

static void note(const char *before, const char *now)
{
    if (named == NAMES) abort();
    snprintf(names[named].before, PATH_MAX, "%s", before);
    snprintf(names[named++].now, PATH_MAX, "%s", now);
}

/* Rename, so that it can be undone; what is tracked goes along. */
static int move(const char *from, const char *to)
{
    struct stat there;
    struct file *file = stat(from, &there) == 0 ? known(there.st_ino) : NULL;
    int failed = real_rename(from, to);
    if (failed) return failed;
    if (file) snprintf(file->path, sizeof file->path, "%s", to);
    note(from, to);
    return 0;
}

/* Removed files wait beside the folder until its fsync has made that final. */
static int put_away(const char *path)
{
    char gone[PATH_MAX];
    snprintf(gone, sizeof gone, "%.*s.gone-%d-%ld", (int)(PATH_MAX - 64), folder, (int)getpid(), ++removed);
    return move(path, gone);
}

static void names_are_durable(void)
{
    for (int i = 0; i < named; i++) {
        struct stat gone;
        int is_gone = strncmp(names[i].now, folder, folder_length) == 0 && names[i].now[folder_length] == '.';
        if (!is_gone || stat(names[i].now, &gone) != 0) continue;
        struct file *file = known(gone.st_ino);
        if (file) {
            free(file->durable);
            file->used = 0;
            for (int fd = 0; fd < DESCRIPTORS; fd++)
                if (opened[fd] == file) opened[fd] = NULL;
        }
        real_unlink(names[i].now);
    }
    named = 0;
}

static void undo_names(void)
{
    int kept = cut == UNDO_SOME && named ? (int)(draw() % (uint64_t)(named + 1)) : 0;
    while (named > kept) {
        struct name *last = &names[--named];
        if (last->before[0]) real_rename(last->now, last->before);
        else real_unlink(last->now);
    }
}

static void undo(struct file *file)
{
    int fd = real_open(file->path, O_RDWR | O_CLOEXEC, 0);
    if (fd < 0) return;
    char *content;
    off_t length, kept = file->length;
    read_whole(fd, &content, &length);
    for (off_t at = 0; at < length; at += SECTOR) {
        size_t size = (size_t)(length - at < SECTOR ? length - at : SECTOR);
        int changed = at + (off_t)size > file->length || memcmp(content + at, file->durable + at, size) != 0;
        if (!changed) continue;
        if (cut == UNDO_SOME && draw() & 1) {
            if (at + (off_t)size > kept) kept = at + (off_t)size;
            continue;
        }
        char before[SECTOR] = {0};
        if (at < file->length)
            memcpy(before, file->durable + at, (size_t)(file->length - at < SECTOR ? file->length - at : SECTOR));
        real_pwrite(fd, before, size, at);
    }
    if (length < file->length && !(cut == UNDO_SOME && draw() & 1))
        real_pwrite(fd, file->durable + length, (size_t)(file->length - length), length);
    else if (length < file->length)
        kept = length;
    real_ftruncate(fd, kept);
    real_close(fd);
    free(content);
}

/* Returns whether the call fails; errno says why. */
static int step(int kind)
{
    if (!folder_length) return 0;
    if (kind != READ) calls++;
    if (kind != READ && kill_at && calls >= kill_at) {
        for (int i = 0; cut != KEEP_ALL && i < FILES; i++)
            if (files[i].used) undo(&files[i]);
        if (cut != KEEP_ALL) undo_names();
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
    for (int i = 0; i < FILES; i++) {
        if (files[i].used) free(files[i].durable);
        files[i].used = 0;
    }
    memset(opened, 0, sizeof opened);
    named = 0;
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

static int unreadable(int fd, off_t at, size_t size)
{
    struct stat now;
    if (!bad_inode || fstat(fd, &now) || now.st_ino != bad_inode) return 0;
    if (at >= bad_to || at + (off_t)size <= bad_from) return 0;
    errno = EIO;
    return 1;
}

/* How many calls there were since the hand is on the switch. */
long faults_calls(void)
{
    return calls;
}

int open64(const char *path, int flags, ...)
{
    va_list rest;
    va_start(rest, flags);
    mode_t mode = flags & (O_CREAT | __O_TMPFILE) ? va_arg(rest, mode_t) : 0;
    va_end(rest);
    if (!is_ours(path)) return real_open(path, flags, mode);
    struct stat before;
    int existed = stat(path, &before) == 0;
    if (!existed && flags & O_CREAT && step(CREATE)) return -1;
    if (existed && (flags & O_ACCMODE) != O_RDONLY && step(flags & O_TRUNC ? OPEN | RESIZE : OPEN)) return -1;
    int fd = real_open(path, flags, mode);
    if (fd >= 0) remember(fd, path, existed);
    if (fd >= 0 && !existed && flags & O_CREAT) note("", path);
    return fd;
}

int open(const char *path, int flags, ...)
{
    va_list rest;
    va_start(rest, flags);
    mode_t mode = flags & (O_CREAT | __O_TMPFILE) ? va_arg(rest, mode_t) : 0;
    va_end(rest);
    return open64(path, flags, mode);
}

int close(int fd)
{
    if (fd >= 0 && fd < DESCRIPTORS) opened[fd] = NULL;
    return real_close(fd);
}

static int is_opened(int fd)
{
    return fd >= 0 && fd < DESCRIPTORS && opened[fd] != NULL;
}

ssize_t pwrite64(int fd, const void *data, size_t size, off_t at)
{
    if (is_opened(fd) && step(WRITE)) return -1;
    return real_pwrite(fd, data, size, at);
}

ssize_t write(int fd, const void *data, size_t size)
{
    REAL("write", ssize_t, int, const void *, size_t);
    if (is_opened(fd) && step(WRITE)) return -1;
    return real(fd, data, size);
}

ssize_t pread64(int fd, void *data, size_t size, off_t at)
{
    if (is_opened(fd) && step(READ)) return -1;
    if (unreadable(fd, at, size)) return -1;
    return real_pread(fd, data, size, at);
}

ssize_t read(int fd, void *data, size_t size)
{
    REAL("read", ssize_t, int, void *, size_t);
    if (bad_inode && unreadable(fd, lseek(fd, 0, SEEK_CUR), size)) return -1;
    return real(fd, data, size);
}

int ftruncate64(int fd, off_t length)
{
    if (is_opened(fd) && step(RESIZE)) return -1;
    return real_ftruncate(fd, length);
}

static int sync_file(int fd)
{
    if (step(SYNC)) return -1;
    struct file *file = opened[fd];
    int again = real_open(file->path, O_RDONLY | O_CLOEXEC, 0);
    if (again >= 0) {
        free(file->durable);
        read_whole(again, &file->durable, &file->length);
        real_close(again);
    }
    return 0;
}

static int sync_folder(int fd)
{
    struct stat this, ours;
    if (fstat(fd, &this) == 0 && stat(folder, &ours) == 0 && this.st_ino == ours.st_ino) {
        if (step(SYNC)) return -1;
        names_are_durable();
    }
    return 0;
}

int fsync(int fd)
{
    REAL("fsync", int, int);
    return is_opened(fd) ? sync_file(fd) : folder_length ? sync_folder(fd) : real(fd);
}

int fdatasync(int fd)
{
    REAL("fdatasync", int, int);
    return is_opened(fd) ? sync_file(fd) : folder_length ? sync_folder(fd) : real(fd);
}

int unlink(const char *path)
{
    struct stat there;
    if (!is_ours(path) || stat(path, &there) != 0) return real_unlink(path);
    return step(NAME) ? -1 : put_away(path);
}

int rename(const char *from, const char *to)
{
    struct stat there;
    if (!is_ours(from)) return real_rename(from, to);
    if (step(NAME)) return -1;
    if (stat(to, &there) == 0 && put_away(to)) return -1;
    return move(from, to);
}
