"""Named pipes that behave like connected sockets: whole writes, reads and all of it within a time limit."""

import ctypes
import time
from types import TracebackType
from typing import Any, Self

from barometer_agent.sources.windows.kernel32 import close, free, opened
from barometer_agent.sources.windows.native import HANDLE, INVALID_HANDLE, function, last_error
from barometer_agent.windows.accounts import own_sid, owner_of
from barometer_agent.windows.errors import failure

_DWORD = ctypes.c_uint32
_INT = ctypes.c_int
_TEXT = ctypes.c_wchar_p

# Nothing is inherited. Who comes over the network is refused, and PIPE_REJECT_REMOTE_CLIENTS does so once more.
# Interactive users may read and write (0x12019b), but not make another instance of the pipe, which takes
# FILE_CREATE_PIPE_INSTANCE: whoever may could take the answers of others. The owner is named, as Windows would make
# it a group for an administrator, and clients look at it.
SDDL = "O:{owner}D:P(D;;GA;;;NU)(A;;FA;;;SY)(A;;FA;;;BA)(A;;FA;;;{owner})(A;;0x12019b;;;IU)"
_ASKED = 0x12019B
# Who may own the pipe of the service: SYSTEM, LocalService, NetworkService, Administrators, and accounts of services.
_SERVICES = ("S-1-5-18", "S-1-5-19", "S-1-5-20", "S-1-5-32-544")
_ACCOUNTS_OF_SERVICES = "S-1-5-80-"

_DUPLEX = 0x3
_OVERLAPPED = 0x40000000
_FIRST = 0x80000
_REJECT_REMOTE = 0x8
_MOST_INSTANCES = 255
_BUFFER = 65536
# The server may ask who its client is, and not act as it (SECURITY_SQOS_PRESENT, SECURITY_IDENTIFICATION).
_IDENTIFY_ONLY = 0x110000

_NOT_FOUND = 2
_BROKEN = (109, 232, 233)  # ERROR_BROKEN_PIPE, ERROR_NO_DATA, ERROR_PIPE_NOT_CONNECTED
_BUSY = 231
_CONNECTED = 535
_PENDING = 997
_ABORTED = 995
_SIGNALLED = 0
_TIMED_OUT = 258


class Security(ctypes.Structure):
    """SECURITY_ATTRIBUTES."""

    _fields_ = (("length", _DWORD), ("descriptor", ctypes.c_void_p), ("inherited", _INT))


class Overlapped(ctypes.Structure):
    """OVERLAPPED."""

    _fields_ = (
        ("internal", ctypes.c_size_t),
        ("internal_high", ctypes.c_size_t),
        ("offset", _DWORD),
        ("offset_high", _DWORD),
        ("event", HANDLE),
    )


class Pipe:
    """One end of a connected pipe; ``recv`` and ``sendall`` raise TimeoutError and OSError as a socket does."""

    def __init__(self, handle: int) -> None:
        self.handle = handle
        self._milliseconds = 0xFFFFFFFF
        self._event = event()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def settimeout(self, seconds: float) -> None:
        """How long each of what follows may take."""
        self._milliseconds = max(1, round(seconds * 1000))

    def recv(self, most: int) -> bytes:
        """What came, ``most`` bytes of it at most; empty when the other side has closed."""
        buffer = ctypes.create_string_buffer(most)
        read = function("kernel32", "ReadFile", _INT, HANDLE, ctypes.c_void_p, _DWORD, ctypes.c_void_p, ctypes.c_void_p)
        try:
            length = self._done(read, buffer, most)
        except OSError as error:
            if getattr(error, "winerror", 0) in _BROKEN:
                return b""
            raise
        return buffer.raw[:length]

    def sendall(self, data: bytes) -> None:
        """All of it."""
        write = function(
            "kernel32", "WriteFile", _INT, HANDLE, ctypes.c_void_p, _DWORD, ctypes.c_void_p, ctypes.c_void_p
        )
        while data:
            data = data[self._done(write, data, len(data)) :]

    def close(self) -> None:
        """Let go of it; what was written can still be read at the other end."""
        handle, self.handle = self.handle, 0
        if handle:
            close(handle)
            close(self._event)

    def _done(self, call: Any, buffer: Any, length: int) -> int:
        """How many bytes ``call`` moved."""
        state, moved = Overlapped(event=self._event), _DWORD()
        if not call(self.handle, buffer, length, None, ctypes.byref(state)) and last_error() != _PENDING:
            raise failure(last_error())
        late = wait(self._milliseconds, self._event) is None
        if late:
            cancel(self.handle, state)
        if not _result(self.handle, state, moved):
            code = last_error()
            raise TimeoutError("timed out") if late and code == _ABORTED else failure(code)
        return moved.value


class Listener:
    """Takes connections to the pipe ``name`` until it is closed. Raises OSError when it cannot."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._security = security(SDDL.format(owner=own_sid()))
        self._closing = self._connected = self._free = 0
        try:
            self._closing, self._connected = event(), event()
            self._free = self._instance(_FIRST)  # refused where somebody else has this name already
        except OSError:
            self.close()
            raise

    def accept(self) -> Pipe:
        """The next client. Raises OSError when closed."""
        connect = function("kernel32", "ConnectNamedPipe", _INT, HANDLE, ctypes.c_void_p)
        state = Overlapped(event=self._connected)
        code = 0 if connect(self._free, ctypes.byref(state)) else last_error()
        if code == _PENDING:
            if wait(0xFFFFFFFF, self._closing, self._connected) != 1:
                cancel(self._free, state)
                raise OSError("the pipe was closed")
        elif code not in (0, _CONNECTED, *_BROKEN):
            raise failure(code)
        following = self._instance(0)  # when it cannot be made, the next call finds this client connected still
        try:
            taken = Pipe(self._free)
        except OSError:
            close(following)
            raise
        self._free = following
        return taken

    def shutdown(self) -> None:
        """Let ``accept`` end."""
        function("kernel32", "SetEvent", _INT, HANDLE)(self._closing)

    def close(self) -> None:
        """Let go of everything; nobody may be in ``accept`` any more."""
        for handle in filter(None, (self._free, self._closing, self._connected)):
            close(handle)
        free(self._security.descriptor)

    def _instance(self, flags: int) -> int:
        make = function("kernel32", "CreateNamedPipeW", HANDLE, _TEXT, *[_DWORD] * 6, ctypes.POINTER(Security))
        mode = _DUPLEX | _OVERLAPPED | flags
        handle = make(
            self._name, mode, _REJECT_REMOTE, _MOST_INSTANCES, _BUFFER, _BUFFER, 0, ctypes.byref(self._security)
        )
        if handle in (None, INVALID_HANDLE):
            raise failure(last_error())
        return int(handle)


def connect(name: str, seconds: float) -> Pipe:
    """The service's pipe ``name``. Raises FileNotFoundError where there is none, PermissionError where it is another's.

    Whose it is matters: an answer would be told to whoever was first to make a pipe of this name.
    """
    handle = _opened(name, seconds)
    try:
        owner = owner_of(handle)
        if not may_own(owner, own_sid()):
            raise PermissionError(f"the pipe {name} belongs to {owner}, not to the service")
        return Pipe(handle)
    except OSError:
        close(handle)
        raise


def may_own(owner: str, own: str) -> bool:
    """Whether the pipe of ``owner`` (a SID) can be that of the service, as ``own`` sees it."""
    return owner in (own, *_SERVICES) or owner.startswith(_ACCOUNTS_OF_SERVICES)


def session(pipe: Pipe) -> int:
    """The number of the session that the client is in: there is one person to each."""
    number = _DWORD()
    ask = function("kernel32", "GetNamedPipeClientSessionId", _INT, HANDLE, ctypes.POINTER(_DWORD))
    if not ask(pipe.handle, ctypes.byref(number)):
        raise failure(last_error())
    return number.value


def event() -> int:
    """A new event that is set by hand."""
    handle = function("kernel32", "CreateEventW", HANDLE, ctypes.c_void_p, _INT, _INT, _TEXT)(None, 1, 0, None)
    if not handle:
        raise failure(last_error())
    return int(handle)


def wait(milliseconds: int, *handles: int) -> int | None:
    """Which of ``handles`` was signalled first; None when none was in time."""
    found = function("kernel32", "WaitForMultipleObjects", _DWORD, _DWORD, ctypes.c_void_p, _INT, _DWORD)(
        len(handles), (HANDLE * len(handles))(*handles), 0, milliseconds
    )
    return int(found) if found < len(handles) else None


def cancel(handle: int, state: Overlapped) -> None:
    """Give up what is under way, and wait until Windows has given up too: it writes into ``state`` until then."""
    function("kernel32", "CancelIoEx", _INT, HANDLE, ctypes.c_void_p)(handle, ctypes.byref(state))
    _result(handle, state, _DWORD())


def _result(handle: int, state: Overlapped, moved: Any) -> int:
    ask = function("kernel32", "GetOverlappedResult", _INT, HANDLE, ctypes.c_void_p, ctypes.c_void_p, _INT)
    return int(ask(handle, ctypes.byref(state), ctypes.byref(moved), 1))


def _opened(name: str, seconds: float) -> int:
    """A client's end of the pipe; for ``seconds`` it waits while all instances of the pipe are taken."""
    wait_for = function("kernel32", "WaitNamedPipeW", _INT, _TEXT, _DWORD)
    until = time.monotonic() + seconds
    while (handle := opened(name, _ASKED, 0, _OVERLAPPED | _IDENTIFY_ONLY)) is None:
        code, left = last_error(), until - time.monotonic()
        if code != _BUSY or left <= 0 or not wait_for(name, max(1, round(left * 1000))):
            raise failure(code)
    return handle


def security(text: str) -> Security:
    """Who may do what, from the language of security descriptors. Its memory is the caller's to free."""
    pointer = ctypes.c_void_p()
    read = function(
        "advapi32", "ConvertStringSecurityDescriptorToSecurityDescriptorW", _INT, _TEXT, _DWORD, ctypes.c_void_p,
        ctypes.c_void_p,
    )  # fmt: skip
    if not read(text, 1, ctypes.byref(pointer), None):
        raise failure(last_error())
    return Security(ctypes.sizeof(Security), pointer.value, 0)
