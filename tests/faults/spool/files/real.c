/* The calls as the system has them, below those of calls.c. */
#include "files.h"

#include <dlfcn.h>

#define REAL(name, type, ...) \
    static type (*real)(__VA_ARGS__); \
    if (!real) real = (type (*)(__VA_ARGS__))dlsym(RTLD_NEXT, name)

int real_open(const char *path, int flags, mode_t mode)
{
    REAL("open64", int, const char *, int, mode_t);
    return real(path, flags, mode);
}

int real_close(int fd)
{
    REAL("close", int, int);
    return real(fd);
}

ssize_t real_pread(int fd, void *data, size_t size, off_t at)
{
    REAL("pread64", ssize_t, int, void *, size_t, off_t);
    return real(fd, data, size, at);
}

ssize_t real_pwrite(int fd, const void *data, size_t size, off_t at)
{
    REAL("pwrite64", ssize_t, int, const void *, size_t, off_t);
    return real(fd, data, size, at);
}

int real_ftruncate(int fd, off_t length)
{
    REAL("ftruncate64", int, int, off_t);
    return real(fd, length);
}

int real_rename(const char *from, const char *to)
{
    REAL("rename", int, const char *, const char *);
    return real(from, to);
}

int real_unlink(const char *path)
{
    REAL("unlink", int, const char *);
    return real(path);
}

ssize_t real_read(int fd, void *data, size_t size)
{
    REAL("read", ssize_t, int, void *, size_t);
    return real(fd, data, size);
}

ssize_t real_write(int fd, const void *data, size_t size)
{
    REAL("write", ssize_t, int, const void *, size_t);
    return real(fd, data, size);
}

int real_fsync(int fd)
{
    REAL("fsync", int, int);
    return real(fd);
}

int real_fdatasync(int fd)
{
    REAL("fdatasync", int, int);
    return real(fd);
}
