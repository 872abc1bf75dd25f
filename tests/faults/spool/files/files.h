/* What the parts of the file layer know of each other; nothing of it is seen by the process that it is loaded into. */
#ifndef FILES_H
#define FILES_H

#define _GNU_SOURCE
#include <limits.h>
#include <stdint.h>
#include <sys/types.h>

#pragma GCC visibility push(hidden)

enum { WRITE = 1, CREATE = 2, OPEN = 4, RESIZE = 8, SYNC = 16, NAME = 32, READ = 64 };
enum { WHERE_IT_IS = -1 };
enum { KEEP_ALL = 0, UNDO_ALL = 1, UNDO_SOME = 2 };

/* switch.c: the folder that is watched (empty: none), and what a power cut undoes there */
extern char folder[PATH_MAX];
extern size_t folder_length;
extern int cut;
int is_ours(const char *path);
int step(int kind);
int unreadable(int fd, off_t at, size_t size);
uint64_t draw(void);

/* contents.c */
void remember(int fd, const char *path, int existed);
void follow(ino_t inode, const char *path);
void forget(ino_t inode);
void forget_all(void);
int is_opened(int fd);
void is_closed(int fd);
void contents_are_durable(int fd);
void undo_contents(void);

/* names.c */
void note(const char *before, const char *now);
int move(const char *from, const char *to);
int put_away(const char *path);
void is_half(void);
void names_are_durable(void);
void undo_names(void);
void forget_names(void);

/* real.c: the calls as the system has them */
int real_open(const char *path, int flags, mode_t mode);
int real_close(int fd);
ssize_t real_read(int fd, void *data, size_t size);
ssize_t real_pread(int fd, void *data, size_t size, off_t at);
ssize_t real_write(int fd, const void *data, size_t size);
ssize_t real_pwrite(int fd, const void *data, size_t size, off_t at);
int real_ftruncate(int fd, off_t length);
int real_fsync(int fd);
int real_fdatasync(int fd);
int real_rename(const char *from, const char *to);
int real_unlink(const char *path);

#pragma GCC visibility pop

#endif
