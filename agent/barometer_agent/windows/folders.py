"""Folders that nobody writes in, or puts another in the place of, but those whom their rules name.

In a folder that Windows makes for all (ProgramData) any user may make files and folders, and owns what that user made.
Whoever was there first could have kept a way in: an owner may always change the rules, and a handle that was opened
earlier still may after the owner changed. So what belongs to somebody else is refused, and not taken over.

What lies in a folder takes its rules, as ``SetSecurityInfo`` hands them on (Microsoft, "Automatic Propagation of
Inheritable ACEs"); ``SetFileSecurity`` does not. Links are never followed.
"""

import ctypes
import stat
from collections.abc import Iterator, Sequence
from pathlib import Path

from barometer_agent.sources.windows.kernel32 import close, free, opened
from barometer_agent.sources.windows.native import HANDLE, function, last_error
from barometer_agent.windows import accounts
from barometer_agent.windows.errors import failure
from barometer_agent.windows.pipes import security

_DWORD = ctypes.c_uint32
_INT = ctypes.c_int
_POINTER = ctypes.c_void_p
_EXISTS = 183  # ERROR_ALREADY_EXISTS
_FILE_OBJECT = 1
_OWNER, _OWNER_AND_RULES = 0x1, 0x80000005  # the latter with PROTECTED_DACL: no more of the parent's rules
_READ_CONTROL, _CHANGE = 0x20000, 0xE0081  # ... and WRITE_DAC, WRITE_OWNER, and to list and look at what is in it
_SHARED_BY_ALL = 0x7
_ITSELF = 0x02200000  # FILE_FLAG_BACKUP_SEMANTICS (folders too), FILE_FLAG_OPEN_REPARSE_POINT (a link, not its end)
_MOST_NAMED = 10


class StrangerError(Exception):
    """Somebody else has a hand in a folder; ``service.strangers`` of the languages says what to do about ``found``."""

    def __init__(self, found: Sequence[str]) -> None:
        self.found = ", ".join(found[:_MOST_NAMED])
        super().__init__(self.found)


def close_to_others(folder: Path, rules: str, trusted: Sequence[str]) -> None:
    """Make ``folder``, with an owner and ``rules`` in the language of security descriptors; it may be there already.

    Then it and all that is in it belong to that owner. Raises StrangerError where any of it belongs to none of
    ``trusted`` (SIDs) or is a link, and OSError.
    """
    folder.parent.mkdir(parents=True, exist_ok=True)
    wanted = security(rules)
    try:
        make = function("kernel32", "CreateDirectoryW", _INT, ctypes.c_wchar_p, _POINTER)
        if make(str(folder), ctypes.byref(wanted)):
            return
        code = last_error()
        if code != _EXISTS:
            raise failure(code)
        _refuse(folder, trusted)
        _set(folder, wanted.descriptor, _OWNER_AND_RULES)
        _refuse(folder, trusted)  # nobody else can add anything any more
        for path in _within(folder):
            _set(path, wanted.descriptor, _OWNER)
    finally:
        free(wanted.descriptor)


def is_link(mode: int, attributes: int) -> bool:
    """Whether ``lstat`` told these of a symbolic link, a junction (its mode is a folder's), or the like."""
    return stat.S_ISLNK(mode) or bool(attributes & stat.FILE_ATTRIBUTE_REPARSE_POINT)


def _refuse(folder: Path, trusted: Sequence[str]) -> None:
    found = [f"{path} ({whose})" for path in (folder, *_within(folder)) if (whose := _stranger(path, trusted))]
    if found:
        raise StrangerError(found)


def _stranger(path: Path, trusted: Sequence[str]) -> str:
    """The SID of the owner, "->" for a link, "?" for what cannot be looked at; empty when ``path`` is fine."""
    if _leads_on(path):
        return "->"
    handle = opened(str(path), _READ_CONTROL, _SHARED_BY_ALL, _ITSELF)
    if handle is None:
        return "?"
    try:
        owner = accounts.owner_of(handle)
    finally:
        close(handle)
    return "" if owner in trusted else owner


def _within(folder: Path) -> Iterator[Path]:
    """All that is in ``folder``, except for what links lead to."""
    if _leads_on(folder):
        return
    for path in sorted(folder.iterdir()):
        yield path
        if path.is_dir():
            yield from _within(path)


def _leads_on(path: Path) -> bool:
    told = path.lstat()
    return is_link(told.st_mode, getattr(told, "st_file_attributes", 0))


def _set(path: Path, descriptor: int, what: int) -> None:
    owner, rules, ignored = _POINTER(), _POINTER(), _INT()
    function("advapi32", "GetSecurityDescriptorOwner", _INT, *[_POINTER] * 3)(
        descriptor, ctypes.byref(owner), ctypes.byref(ignored)
    )
    function("advapi32", "GetSecurityDescriptorDacl", _INT, *[_POINTER] * 4)(
        descriptor, ctypes.byref(ignored), ctypes.byref(rules), ctypes.byref(ignored)
    )
    handle = opened(str(path), _CHANGE, _SHARED_BY_ALL, _ITSELF)
    if handle is None:
        raise failure(last_error())
    try:
        change = function("advapi32", "SetSecurityInfo", _DWORD, HANDLE, _INT, _DWORD, *[_POINTER] * 4)
        code = change(handle, _FILE_OBJECT, what, owner, None, rules, None)
        if code:
            raise failure(code)
    finally:
        close(handle)
