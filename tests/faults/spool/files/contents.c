/* What is in the files, and what of it a power cut leaves. */
#include "files.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

enum { SECTOR = 512, FILES = 64, DESCRIPTORS = 1024 };

struct file {
    char path[PATH_MAX];
    ino_t inode;
    char *durable;
    off_t length;
    int used;
};

static struct file files[FILES];
static struct file *opened[DESCRIPTORS];

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
void remember(int fd, const char *path, int existed)
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

/* The file has another name now. */
void follow(ino_t inode, const char *path)
{
    struct file *file = known(inode);
    if (file) snprintf(file->path, sizeof file->path, "%s", path);
}

/* The file is gone for good. */
void forget(ino_t inode)
{
    struct file *file = known(inode);
    if (!file) return;
    free(file->durable);
    file->used = 0;
    for (int fd = 0; fd < DESCRIPTORS; fd++)
        if (opened[fd] == file) opened[fd] = NULL;
}

void forget_all(void)
{
    for (int i = 0; i < FILES; i++) {
        if (files[i].used) free(files[i].durable);
        files[i].used = 0;
    }
    memset(opened, 0, sizeof opened);
}

int is_opened(int fd)
{
    return fd >= 0 && fd < DESCRIPTORS && opened[fd] != NULL;
}

void is_closed(int fd)
{
    if (fd >= 0 && fd < DESCRIPTORS) opened[fd] = NULL;
}

void contents_are_durable(int fd)
{
    struct file *file = opened[fd];
    int again = real_open(file->path, O_RDONLY | O_CLOEXEC, 0);
    if (again >= 0) {
        free(file->durable);
        read_whole(again, &file->durable, &file->length);
        real_close(again);
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

void undo_contents(void)
{
    for (int i = 0; i < FILES; i++)
        if (files[i].used) undo(&files[i]);
}
