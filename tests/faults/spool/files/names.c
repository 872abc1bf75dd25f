/* Which names the files of the folder have, and which of them a power cut takes back. */
#include "files.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { NAMES = 256 };

/* A change of names that no fsync of the folder has made durable: to undo it, ``now`` becomes ``before`` again. One that
 * is ``half`` is undone together with the next: a file takes the name of another in one step. */
struct name {
    char before[PATH_MAX];
    char now[PATH_MAX];
    int half;
};

static struct name names[NAMES];
static int named;
static long removed;

void note(const char *before, const char *now)
{
    if (named == NAMES) abort();
    names[named].half = 0;
    snprintf(names[named].before, PATH_MAX, "%s", before);
    snprintf(names[named++].now, PATH_MAX, "%s", now);
}

/* Rename, so that it can be undone; what is tracked goes along. */
int move(const char *from, const char *to)
{
    struct stat there;
    int was_there = stat(from, &there) == 0;
    int failed = real_rename(from, to);
    if (failed) return failed;
    if (was_there) follow(there.st_ino, to);
    note(from, to);
    return 0;
}

/* Removed files wait beside the folder until its fsync has made that final. */
int put_away(const char *path)
{
    char gone[PATH_MAX];
    snprintf(gone, sizeof gone, "%.*s.gone-%d-%ld", (int)(PATH_MAX - 64), folder, (int)getpid(), ++removed);
    return move(path, gone);
}

void is_half(void)
{
    names[named - 1].half = 1;
}

void names_are_durable(void)
{
    for (int i = 0; i < named; i++) {
        struct stat gone;
        int is_gone = strncmp(names[i].now, folder, folder_length) == 0 && names[i].now[folder_length] == '.';
        if (!is_gone || stat(names[i].now, &gone) != 0) continue;
        forget(gone.st_ino);
        real_unlink(names[i].now);
    }
    named = 0;
}

void undo_names(void)
{
    int kept = cut == UNDO_SOME && named ? (int)(draw() % (uint64_t)(named + 1)) : 0;
    if (kept && names[kept - 1].half) kept--;
    while (named > kept) {
        struct name *last = &names[--named];
        if (last->before[0]) real_rename(last->now, last->before);
        else real_unlink(last->now);
    }
}

void forget_names(void)
{
    named = 0;
}
