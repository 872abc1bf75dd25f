"""What an error of SQLite means for the spool: come back later, or save what can still be read."""

import errno
import sqlite3
from enum import StrEnum

_PRIMARY = 0xFF


class Trouble(StrEnum):
    """Why the spool cannot be used at the moment; each has a text in every language (``spool.failing.*``)."""

    FULL = "full"
    READ_ONLY = "read_only"
    DISK = "disk"  # reading or writing failed below us
    DENIED = "denied"
    BUSY = "busy"
    DAMAGED = "damaged"
    NEWER = "newer"


# Primary result codes: sqlite.org/rescode.html. SQLITE_ERROR names what is not in our tables, or is there twice:
# our statements are right, so the schema is what was damaged.
_TROUBLES = {
    sqlite3.SQLITE_ERROR: Trouble.DAMAGED,
    sqlite3.SQLITE_CORRUPT: Trouble.DAMAGED,
    sqlite3.SQLITE_NOTADB: Trouble.DAMAGED,
    sqlite3.SQLITE_CONSTRAINT: Trouble.DAMAGED,
    sqlite3.SQLITE_MISMATCH: Trouble.DAMAGED,
    sqlite3.SQLITE_FULL: Trouble.FULL,
    sqlite3.SQLITE_READONLY: Trouble.READ_ONLY,
    sqlite3.SQLITE_PERM: Trouble.DENIED,
    sqlite3.SQLITE_CANTOPEN: Trouble.DENIED,
    sqlite3.SQLITE_BUSY: Trouble.BUSY,
    sqlite3.SQLITE_LOCKED: Trouble.BUSY,
}
# A page that the disk cannot give back. SQLite itself takes the first for damage, but for the page it begins with; the
# second is how Windows' errors and the rest of Unix' arrive (os_unix.c and os_win.c of SQLite, xRead).
_UNREADABLE = {sqlite3.SQLITE_IOERR_CORRUPTFS, sqlite3.SQLITE_IOERR_READ}

_OF_THE_SYSTEM = {
    errno.ENOSPC: Trouble.FULL,
    errno.EDQUOT: Trouble.FULL,
    errno.EROFS: Trouble.READ_ONLY,
    errno.EACCES: Trouble.DENIED,
    errno.EPERM: Trouble.DENIED,
}


def trouble_of(error: sqlite3.Error | OSError) -> Trouble:
    """What kind of trouble this is; what nobody foresaw is the disk's."""
    if isinstance(error, OSError):
        return _OF_THE_SYSTEM.get(error.errno or 0, Trouble.DISK)
    code = getattr(error, "sqlite_errorcode", None)
    if code is None:  # Python's own: a text column that is no text any more, else a fault of ours
        return Trouble.DAMAGED if isinstance(error, sqlite3.OperationalError) else Trouble.DISK
    if code in _UNREADABLE:
        return Trouble.DAMAGED
    return _TROUBLES.get(code & _PRIMARY, Trouble.DISK)


def damaged(reason: str) -> sqlite3.DatabaseError:
    """The error for damage that we found ourselves."""
    error = sqlite3.DatabaseError(reason)
    error.sqlite_errorcode = sqlite3.SQLITE_CORRUPT
    return error
