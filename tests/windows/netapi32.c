/*
 * A stand-in for netapi32.dll, of which Wine only has stubs for groups: a line in GROUPS_FILE for each member, the name
 * of the group, a tab and the member's SID. The functions are declared by lmaccess.h.
 */
#include <windows.h>
#include <lm.h>
#include <sddl.h>
#include <stdio.h>
#include <string.h>

#define MOST 64

static char members[MOST][400];
static int count;

static const char *path(void)
{
    static char found[1024];
    GetEnvironmentVariableA("GROUPS_FILE", found, sizeof found);
    return found;
}

static void load(void)
{
    FILE *file = fopen(path(), "r");
    for (count = 0; file && count < MOST && fgets(members[count], sizeof *members, file); count++)
        members[count][strcspn(members[count], "\r\n")] = 0;
    if (file)
        fclose(file);
}

static void save(void)
{
    FILE *file = fopen(path(), "w");
    for (int index = 0; file && index < count; index++)
        if (*members[index])
            fprintf(file, "%s\n", members[index]);
    if (file)
        fclose(file);
}

/* Where the member is; count where it is not. */
static int find(LPCWSTR group, LPBYTE buffer, char *line, size_t size)
{
    char *sid = NULL;
    int at = 0;
    load();
    if (!ConvertSidToStringSidA(((LOCALGROUP_MEMBERS_INFO_0 *)buffer)->lgrmi0_sid, &sid))
        return -1;
    snprintf(line, size, "%ls\t%s", group, sid);
    LocalFree(sid);
    while (at < count && strcmp(members[at], line))
        at++;
    return at;
}

static NET_API_STATUS change(BOOL add, LPCWSTR group, DWORD level, LPBYTE buffer, DWORD total)
{
    char line[400];
    int at = level || total != 1 ? -1 : find(group, buffer, line, sizeof line);
    if (at < 0)
        return ERROR_INVALID_LEVEL;
    if (add == (at < count))
        return add ? ERROR_MEMBER_IN_ALIAS : ERROR_MEMBER_NOT_IN_ALIAS;
    strcpy(members[at], add ? line : "");
    count += add;
    save();
    return NERR_Success;
}

__declspec(dllexport) NET_API_STATUS NET_API_FUNCTION NetLocalGroupAddMembers(
    LPCWSTR server, LPCWSTR group, DWORD level, LPBYTE buffer, DWORD total)
{
    return server ? ERROR_NOT_SUPPORTED : change(TRUE, group, level, buffer, total);
}

__declspec(dllexport) NET_API_STATUS NET_API_FUNCTION NetLocalGroupDelMembers(
    LPCWSTR server, LPCWSTR group, DWORD level, LPBYTE buffer, DWORD total)
{
    return server ? ERROR_NOT_SUPPORTED : change(FALSE, group, level, buffer, total);
}
