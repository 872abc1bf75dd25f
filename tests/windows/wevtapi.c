/*
 * A stand-in for wevtapi.dll, of which Wine only has stubs: the logs are a file, EVENTS_FILE, with a line of UTF-8 per
 * event (channel, tab, record, tab, XML). It takes no notice of the query. The functions are declared by winevt.h.
 */
#include <windows.h>
#include <winevt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MOST 4000
#define LOG 1
#define RESULTS 2
#define EVENT 3
#define BOOKMARK 4

struct event {
    wchar_t channel[128];
    UINT64 record;
    wchar_t *xml;
};

struct handle {
    int kind;
    wchar_t channel[128];
    UINT64 record;
    int next;
    struct event *event;
};

static struct event events[MOST];
static int count = -1;
static LONG open_handles;

static wchar_t *wide(const char *text)
{
    int length = MultiByteToWideChar(CP_UTF8, 0, text, -1, NULL, 0);
    wchar_t *found = malloc(length * sizeof *found);
    MultiByteToWideChar(CP_UTF8, 0, text, -1, found, length);
    return found;
}

static void load(void)
{
    static char line[400000];
    wchar_t path[1024];
    if (count >= 0)
        return;
    count = 0;
    if (!GetEnvironmentVariableW(L"EVENTS_FILE", path, 1024))
        return;
    FILE *file = _wfopen(path, L"rb");
    while (file && count < MOST && fgets(line, sizeof line, file)) {
        char *record = strchr(line, '\t'), *xml = record ? strchr(record + 1, '\t') : NULL;
        if (!xml)
            continue;
        *record++ = *xml++ = 0;
        xml[strcspn(xml, "\r\n")] = 0;
        wchar_t *channel = wide(line);
        wcsncpy(events[count].channel, channel, 127);
        free(channel);
        events[count].record = strtoull(record, NULL, 10);
        events[count++].xml = wide(xml);
    }
    if (file)
        fclose(file);
}

/* Above 4 GiB, so that a handle that was cut to 32 bits leads nowhere. */
static struct handle *make(int kind)
{
    struct handle *made = NULL;
    for (UINT64 at = 0x300000000; !made && at < 0x700000000; at += 0x10000)
        made = VirtualAlloc((void *)at, sizeof *made, MEM_RESERVE | MEM_COMMIT, PAGE_READWRITE);
    made->kind = kind;
    InterlockedIncrement(&open_handles);
    return made;
}

static BOOL is(struct handle *handle, int kind)
{
    if (handle && handle->kind == kind)
        return TRUE;
    SetLastError(ERROR_INVALID_HANDLE);
    return FALSE;
}

static struct handle *of_channel(int kind, LPCWSTR channel)
{
    load();
    if (!wcscmp(channel, L"Denied")) {
        SetLastError(ERROR_ACCESS_DENIED);
        return NULL;
    }
    for (int index = 0; index < count; index++)
        if (!wcscmp(events[index].channel, channel)) {
            struct handle *made = make(kind);
            wcsncpy(made->channel, channel, 127);
            return made;
        }
    SetLastError(ERROR_EVT_CHANNEL_NOT_FOUND);
    return NULL;
}

__declspec(dllexport) LONG OpenHandles(void) { return open_handles; }

__declspec(dllexport) EVT_HANDLE WINAPI EvtOpenLog(EVT_HANDLE session, LPCWSTR path, DWORD flags)
{
    return session || flags != EvtOpenChannelPath ? NULL : of_channel(LOG, path);
}

__declspec(dllexport) BOOL WINAPI EvtGetLogInfo(
    EVT_HANDLE log, EVT_LOG_PROPERTY_ID property, DWORD size, PEVT_VARIANT value, PDWORD used)
{
    struct handle *handle = log;
    if (!is(handle, LOG))
        return FALSE;
    *used = sizeof *value;
    if (size < sizeof *value) {
        SetLastError(ERROR_INSUFFICIENT_BUFFER);
        return FALSE;
    }
    value->Type = EvtVarTypeUInt64;
    value->Count = 0;
    value->UInt64Val = 0;
    for (int index = 0; index < count; index++)
        if (!wcscmp(events[index].channel, handle->channel)) {
            if (property == EvtLogNumberOfLogRecords)
                value->UInt64Val++;
            else if (!value->UInt64Val || events[index].record < value->UInt64Val)
                value->UInt64Val = events[index].record;
        }
    return TRUE;
}

__declspec(dllexport) EVT_HANDLE WINAPI EvtQuery(EVT_HANDLE session, LPCWSTR path, LPCWSTR query, DWORD flags)
{
    if (session || flags != (EvtQueryChannelPath | EvtQueryForwardDirection) || wcsncmp(query, L"*[System[", 9)) {
        SetLastError(ERROR_EVT_INVALID_QUERY);
        return NULL;
    }
    return of_channel(RESULTS, path);
}

__declspec(dllexport) BOOL WINAPI EvtNext(
    EVT_HANDLE results, DWORD size, EVT_HANDLE *found, DWORD timeout, DWORD flags, PDWORD returned)
{
    struct handle *handle = results;
    *returned = 0;
    if (!is(handle, RESULTS) || flags || !timeout)
        return FALSE;
    for (; handle->next < count && *returned < size; handle->next++)
        if (!wcscmp(events[handle->next].channel, handle->channel)) {
            struct handle *event = make(EVENT);
            event->event = &events[handle->next];
            found[(*returned)++] = event;
        }
    if (!*returned)
        SetLastError(ERROR_NO_MORE_ITEMS);
    return *returned > 0;
}

__declspec(dllexport) BOOL WINAPI EvtRender(
    EVT_HANDLE context, EVT_HANDLE fragment, DWORD flags, DWORD size, PVOID buffer, PDWORD used, PDWORD properties)
{
    struct handle *handle = fragment;
    if (context || flags != EvtRenderEventXml || !is(handle, EVENT))
        return FALSE;
    *properties = 0;
    *used = (DWORD)((wcslen(handle->event->xml) + 1) * sizeof(wchar_t));
    if (size < *used) {
        SetLastError(ERROR_INSUFFICIENT_BUFFER);
        return FALSE;
    }
    memcpy(buffer, handle->event->xml, *used);
    return TRUE;
}

__declspec(dllexport) EVT_HANDLE WINAPI EvtCreateBookmark(LPCWSTR xml)
{
    const wchar_t *record = wcsstr(xml, L"RecordId='");
    struct handle *made = make(BOOKMARK);
    made->record = record ? _wcstoui64(record + 10, NULL, 10) : 0;
    return made;
}

__declspec(dllexport) BOOL WINAPI EvtSeek(
    EVT_HANDLE results, LONGLONG position, EVT_HANDLE bookmark, DWORD timeout, DWORD flags)
{
    struct handle *handle = results, *mark = bookmark;
    if (!is(handle, RESULTS) || !is(mark, BOOKMARK) || position || timeout || flags != EvtSeekRelativeToBookmark)
        return FALSE;
    for (handle->next = 0; handle->next < count; handle->next++)
        if (!wcscmp(events[handle->next].channel, handle->channel) && events[handle->next].record >= mark->record)
            break;
    return TRUE;
}

__declspec(dllexport) BOOL WINAPI EvtClose(EVT_HANDLE object)
{
    InterlockedDecrement(&open_handles);
    return VirtualFree(object, 0, MEM_RELEASE);
}
