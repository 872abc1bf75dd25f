/* The disk as the spool sees it, with a hand on the switch: preloaded into a process, it counts the calls that change
 * files in one folder, and at the N-th call kills the process, cuts the power, or lets calls fail.
 *
 * Cutting the power: what was written since a file's last fsync is undone, all of it or a seeded random part of its
 * 512-byte sectors, as a disk leaves it that writes in an order of its own. A file's length is undone likewise, and so
 * are the names that were made, changed and removed since the folder's last fsync: all, or the last few of them.
 * fsync itself reaches no disk here: it only says what a power cut may no longer undo.
 */
#include "files.h"

#include <fcntl.h>
#include <stdarg.h>
#include <sys/stat.h>
#include <unistd.h>

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
    is_closed(fd);
    return real_close(fd);
}

ssize_t pwrite64(int fd, const void *data, size_t size, off_t at)
{
    if (is_opened(fd) && step(WRITE)) return -1;
    return real_pwrite(fd, data, size, at);
}

ssize_t write(int fd, const void *data, size_t size)
{
    if (is_opened(fd) && step(WRITE)) return -1;
    return real_write(fd, data, size);
}

ssize_t pread64(int fd, void *data, size_t size, off_t at)
{
    if (is_opened(fd) && step(READ)) return -1;
    if (unreadable(fd, at, size)) return -1;
    return real_pread(fd, data, size, at);
}

ssize_t read(int fd, void *data, size_t size)
{
    if (unreadable(fd, WHERE_IT_IS, size)) return -1;
    return real_read(fd, data, size);
}

int ftruncate64(int fd, off_t length)
{
    if (is_opened(fd) && step(RESIZE)) return -1;
    return real_ftruncate(fd, length);
}

static int sync_file(int fd)
{
    if (step(SYNC)) return -1;
    contents_are_durable(fd);
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
    return is_opened(fd) ? sync_file(fd) : folder_length ? sync_folder(fd) : real_fsync(fd);
}

int fdatasync(int fd)
{
    return is_opened(fd) ? sync_file(fd) : folder_length ? sync_folder(fd) : real_fdatasync(fd);
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
    if (stat(to, &there) == 0) {
        if (put_away(to)) return -1;
        is_half();
    }
    return move(from, to);
}
