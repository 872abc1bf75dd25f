"""The spool's file: opened durable for this process alone, checked after an unclean end."""

import contextlib
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from barometer_agent.durable import sync_folder
from barometer_agent.spool import folder as folders
from barometer_agent.spool import schema, wal
from barometer_agent.spool.trouble import damaged

FILE = "spool.db"
WAL = "spool.db-wal"
PAGE_BYTES = 4096
# A spool of 100 MB takes 0.3 s to check whole, and the start must not wait for that: what is not found here is
# found when it is read.
CHECK_SECONDS = 0.15
_LAID_DOWN = (f"page_size = {PAGE_BYTES}", "auto_vacuum = INCREMENTAL")
_STEPS = 20_000  # of SQLite's machine between two looks at the time


def connect(folder: Path) -> sqlite3.Connection:
    """The spool of this folder, made where there is none.

    Raises sqlite3.Error or OSError, and SpoolError for the spool of a newer agent.
    """
    path = folder / FILE
    new, unclean = not _holds_something(path), _holds_something(folder / WAL)
    for file in (path, folder / WAL):  # SQLite says of a full disk too that it cannot open the log
        folders.touch(file)
    if unclean and wal.read(folder / WAL, PAGE_BYTES).damaged:
        raise damaged("a frame in the middle of the log is damaged")
    connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False, timeout=5)
    try:
        _configure(connection, new=new)
        if unclean:
            _check(connection)
        schema.prepare(connection)
        if new:
            sync_folder(folder)
        if unclean:
            _begin_log(connection)
    except BaseException:
        connection.close()
        raise
    return connection


def connect_to_read(folder: Path) -> sqlite3.Connection | None:
    """The spool of a folder that cannot be written now; None where its file does not hold all of it.

    SQLite reads a log only where it may write. Without what is in it a cursor would be older than the samples that
    came with it, and events would be sent twice. Raises sqlite3.Error.
    """
    if not _holds_something(folder / FILE) or _holds_something(folder / WAL):
        return None
    address = f"{(folder / FILE).absolute().as_uri()}?immutable=1"  # no lock and no log: both would have to be written
    connection = sqlite3.connect(address, uri=True, isolation_level=None, check_same_thread=False)
    try:
        known = connection.execute("PRAGMA user_version").fetchone()[0] == schema.VERSION
    except BaseException:
        connection.close()
        raise
    if known:
        return connection
    connection.close()
    return None


@contextmanager
def transaction(connection: sqlite3.Connection) -> Iterator[None]:
    """All or nothing, and durable when it ends."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


def move_into_file(connection: sqlite3.Connection) -> None:
    """Bring everything from the log into the file itself: damage to the log can then no longer undo it.

    The log is empty afterwards.
    """
    with closing(connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")) as checkpoint:
        if checkpoint.fetchone()[0]:
            raise sqlite3.OperationalError("the log of the spool is in use")


def _configure(connection: sqlite3.Connection, *, new: bool) -> None:
    """Sqlite.org/pragma.html says what each of these does.

    EXCLUSIVE: the index of the log lies in memory instead of in a third file, which a full disk or a power cut
    could spoil. WAL with FULL: a commit has reached the disk before it is acknowledged. secure_delete: what was sent
    or dropped is not found again in a damaged file, and answers do not linger on the disk. What is laid down in a
    ``new`` file is not said again: it would be written again, which a full disk refuses.
    """
    for setting in (
        "locking_mode = EXCLUSIVE",
        *(_LAID_DOWN if new else ()),
        "journal_mode = WAL",
        "synchronous = FULL",
        "secure_delete = ON",
        "cell_size_check = ON",
        "wal_autocheckpoint = 256",
        "cache_size = -256",
    ):
        connection.execute(f"PRAGMA {setting}").close()


def _check(connection: sqlite3.Connection) -> None:
    deadline = time.monotonic() + CHECK_SECONDS
    connection.set_progress_handler(lambda: time.monotonic() > deadline, _STEPS)
    try:
        with closing(connection.execute("PRAGMA quick_check(1)")) as check:
            found = check.fetchone()[0]
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode != sqlite3.SQLITE_INTERRUPT:
            raise
        found = "ok"
    finally:
        connection.set_progress_handler(None, 0)
    if found != "ok":
        raise damaged(found)


def _begin_log(connection: sqlite3.Connection) -> None:
    """A log that was cut off gets no further frames: what is cut off later could not be told from it. See ``wal``."""
    with contextlib.suppress(sqlite3.OperationalError):  # a full disk: reading goes on, and so does what fits
        move_into_file(connection)


def _holds_something(path: Path) -> bool:
    return path.exists() and path.stat().st_size > 0
