"""Accounts of Windows: who this process is, who owns a pipe, and who is at its other end."""

import ctypes
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from barometer_agent.sources.windows.kernel32 import close, free
from barometer_agent.sources.windows.native import HANDLE, function, last_error
from barometer_agent.windows.errors import failure

_DWORD = ctypes.c_uint32
_INT = ctypes.c_int
_POINTER = ctypes.c_void_p
_TEXT = ctypes.c_wchar_p

_TOKEN_QUERY = 0x8
_TOKEN_USER = 1
_KERNEL_OBJECT = 6
_OWNER = 0x1
_SYSTEM = "S-1-5-18"
_ADMINISTRATORS = "S-1-5-32-544"
_LONGEST_NAME = 256


@dataclass(frozen=True)
class Account:
    """``name`` as ``DOMAIN\\user``; ``sid`` never changes. ``administers``: SYSTEM, or an elevated administrator."""

    name: str
    sid: str
    administers: bool


def own_sid() -> str:
    """The account that this process runs as. Raises OSError."""
    process = function("kernel32", "GetCurrentProcess", HANDLE)()
    with _token("OpenProcessToken", process) as token:
        return _sid_of(token)


def owner_of(handle: int) -> str:
    """The SID of the account that owns what this handle is of. Raises OSError."""
    owner, descriptor = _POINTER(), _POINTER()
    ask = function("advapi32", "GetSecurityInfo", _DWORD, HANDLE, _INT, _DWORD, *[_POINTER] * 5)
    code = ask(handle, _KERNEL_OBJECT, _OWNER, ctypes.byref(owner), None, None, None, ctypes.byref(descriptor))
    if code:
        raise failure(code)
    try:
        return _text(owner)
    finally:
        free(descriptor)


def client_of(pipe: int) -> Account:
    """Who is at the other end of this pipe, of which something was read already. Raises OSError.

    For a moment this thread is that client, as far as being asked its name goes. So it can open nothing, and not even
    its own token otherwise than as itself (Microsoft, "OpenThreadToken function", OpenAsSelf).
    """
    if not function("advapi32", "ImpersonateNamedPipeClient", _INT, HANDLE)(pipe):
        raise failure(last_error())
    try:
        thread = function("kernel32", "GetCurrentThread", HANDLE)()
        with _token("OpenThreadToken", thread, 1) as token:
            sid = _sid_of(token)
            administers = sid == _SYSTEM or _is_member(token, _ADMINISTRATORS)
    finally:
        if not function("advapi32", "RevertToSelf", _INT)():
            raise failure(last_error())
    return Account(name_of(sid), sid, administers)


def name_of(sid: str) -> str:
    """``DOMAIN\\user``, or the SID itself where the account has no name any more."""
    name, domain = ctypes.create_unicode_buffer(_LONGEST_NAME), ctypes.create_unicode_buffer(_LONGEST_NAME)
    lengths = _DWORD(_LONGEST_NAME), _DWORD(_LONGEST_NAME)
    kind = _INT()
    ask = function("advapi32", "LookupAccountSidW", _INT, _TEXT, *[_POINTER] * 6)
    account = binary(sid)
    try:
        found = ask(None, account, name, ctypes.byref(lengths[0]), domain, ctypes.byref(lengths[1]), ctypes.byref(kind))
    finally:
        free(account)
    if not found:
        return sid
    return f"{domain.value}\\{name.value}" if domain.value else name.value


def binary(sid: str) -> Any:
    """The SID as Windows lays it out in memory, which is the caller's to free. Raises OSError."""
    found = _POINTER()
    if not function("advapi32", "ConvertStringSidToSidW", _INT, _TEXT, _POINTER)(sid, ctypes.byref(found)):
        raise failure(last_error())
    return found


@contextmanager
def _token(call: str, of: int, *as_self: int) -> Iterator[int]:
    token = HANDLE()
    ask = function("advapi32", call, _INT, HANDLE, _DWORD, *[_INT] * len(as_self), _POINTER)
    if not ask(of, _TOKEN_QUERY, *as_self, ctypes.byref(token)):
        raise failure(last_error())
    try:
        yield int(token.value or 0)
    finally:
        close(token)


def _sid_of(token: int) -> str:
    ask = function("advapi32", "GetTokenInformation", _INT, HANDLE, _INT, _POINTER, _DWORD, _POINTER)
    buffer, length = ctypes.create_string_buffer(256), _DWORD()
    if not ask(token, _TOKEN_USER, buffer, len(buffer), ctypes.byref(length)):
        raise failure(last_error())
    return _text(_POINTER.from_buffer(buffer))  # TOKEN_USER begins with the pointer to the SID


def _is_member(token: int, group: str) -> bool:
    """Whether the account of ``token``, one of a client, has ``group`` in force (an administrator only when elevated).

    Raises OSError.
    """
    member, wanted = _INT(), binary(group)
    try:
        ask = function("advapi32", "CheckTokenMembership", _INT, HANDLE, _POINTER, _POINTER)
        if not ask(token, wanted, ctypes.byref(member)):
            raise failure(last_error())
        return bool(member.value)
    finally:
        free(wanted)


def _text(sid: Any) -> str:
    text = _POINTER()
    if not function("advapi32", "ConvertSidToStringSidW", _INT, _POINTER, _POINTER)(sid, ctypes.byref(text)):
        raise failure(last_error())
    try:
        return ctypes.wstring_at(text.value or 0)
    finally:
        free(text)
