/*
 * barometer-agent.exe: the agent in the Python that lies beside it, and python.exe: that Python for its developers.
 *
 * AGENT is defined for the former. It takes its modules only from its own folder (barometer-agent._pth beside it says
 * from where), never from the registry or the environment, writes no bytecode (an uninstall would leave it behind) and
 * speaks UTF-8.
 */
#include <windows.h>
#include <stdio.h>
#include <stdlib.h>
#include <wchar.h>

#define PYTHON L"python311.dll"

typedef int (*py_main)(int, wchar_t **);

#ifdef AGENT
static wchar_t *const BEFORE[] = {
    L"-B", L"-X", L"utf8", L"-c", L"import sys; from barometer_agent.cli import main; sys.exit(main())"};
#define COUNT ((int)(sizeof BEFORE / sizeof *BEFORE))
#else
static wchar_t *const *BEFORE = NULL;
#define COUNT 0
#endif

/* A service starts without standard handles, and Python will not run with invalid ones (error 1053). */
static void make_valid(DWORD which, DWORD access)
{
    HANDLE handle = GetStdHandle(which);
    if (handle && handle != INVALID_HANDLE_VALUE && GetFileType(handle) != FILE_TYPE_UNKNOWN)
        return;
    SECURITY_ATTRIBUTES inherited = {sizeof inherited, NULL, TRUE};
    SetStdHandle(which, CreateFileW(L"NUL", access, FILE_SHARE_READ | FILE_SHARE_WRITE, &inherited, OPEN_EXISTING, 0, NULL));
}

/* Python and what it needs come from the folder of this program alone, wherever it was started. */
static HMODULE load_python(void)
{
    static wchar_t path[32768];
    DWORD length = GetModuleFileNameW(NULL, path, 32768 - 32);
    wchar_t *end = wcsrchr(path, L'\\');
    if (!length || !end)
        return NULL;
    wcscpy(end + 1, PYTHON);
    return LoadLibraryExW(path, NULL, LOAD_WITH_ALTERED_SEARCH_PATH);
}

int wmain(int argc, wchar_t **argv)
{
    make_valid(STD_INPUT_HANDLE, GENERIC_READ);
    make_valid(STD_OUTPUT_HANDLE, GENERIC_WRITE);
    make_valid(STD_ERROR_HANDLE, GENERIC_WRITE);
    HMODULE python = load_python();
    py_main run = python ? (py_main)(void *)GetProcAddress(python, "Py_Main") : NULL;
    wchar_t **arguments = calloc(argc + COUNT + 1, sizeof *arguments);
    if (!run || !arguments) {
        fwprintf(stderr, L"%ls is not beside %ls (error %lu): install the agent again\n", PYTHON, argv[0], GetLastError());
        return 9;
    }
    arguments[0] = argv[0];
    for (int i = 0; i < COUNT; i++)
        arguments[1 + i] = BEFORE[i];
    for (int i = 1; i < argc; i++)
        arguments[COUNT + i] = argv[i];
    return run(argc + COUNT, arguments);
}
