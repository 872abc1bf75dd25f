"""Keeps the connection to the spool alive: tells what is in the way, and replaces what is damaged.

A full or failing disk is waited for, from the start on: every use tries again, and the first that succeeds ends the
trouble. What such a disk still gives can be read, as far as it goes without writing.
"""

import logging
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from barometer_agent import ownership
from barometer_agent.spool import database, quarantine
from barometer_agent.spool.errors import SpoolError
from barometer_agent.spool.trouble import Trouble, trouble_of

log = logging.getLogger(__name__)

T = TypeVar("T")

WAITED_FOR = (Trouble.FULL, Trouble.READ_ONLY, Trouble.DISK, Trouble.DAMAGED)
_UNWRITABLE = (Trouble.FULL, Trouble.READ_ONLY)


class Keeper:
    """Of the spool in ``folder``, which the caller has locked. Not safe to be used by two threads at once.

    Raises SpoolError where no waiting helps: the spool is in use, another's, or that of a newer agent.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._connection: sqlite3.Connection | None = None
        self._only_reads = False
        self.trouble: Trouble | None = None
        try:
            self.run(lambda _: None, writes=False)
        except SpoolError:
            if self.trouble not in WAITED_FOR:
                raise

    def run(self, work: Callable[[sqlite3.Connection], T], *, writes: bool) -> T:
        """The result of ``work``, which is done again from its beginning when damage came to light in it.

        Trouble ends with the first work that ``writes`` and did: a full disk takes what changes nothing.
        Raises SpoolError where the disk stands in the way.
        """
        before = self._changes()
        try:
            result = self._run(work, writes)
        except (sqlite3.Error, OSError) as error:
            self._failed(trouble_of(error), error)
            raise self._told() from error
        if writes and self.trouble is not None and self._changes() != before:
            self._works_again()
        return result

    def close(self) -> None:
        """Write everything down."""
        connection, self._connection = self._connection, None
        if connection is not None:
            connection.close()

    def _changes(self) -> int:
        return self._connection.total_changes if self._connection is not None else 0

    def _run(self, work: Callable[[sqlite3.Connection], T], writes: bool) -> T:
        for mend in (self.close, self._replace):  # SQLite calls it damage too when a disk fails to read just once
            try:
                return work(self._open(writes))
            except sqlite3.Error as error:
                if trouble_of(error) is not Trouble.DAMAGED:
                    raise
                log.warning("spool_looks_damaged reason=%s", error)
            mend()
        return work(self._open(writes))

    def _replace(self) -> None:
        from barometer_agent.spool import salvage  # a service whose spool is whole never loads it

        self.close()
        salvage.replace(self._folder)

    def _open(self, writes: bool) -> sqlite3.Connection:
        if writes and self._only_reads:
            self.close()
        if self._connection is None:
            self._connection = self._connected(writes)
        return self._connection

    def _connected(self, writes: bool) -> sqlite3.Connection:
        self._only_reads = False
        try:
            quarantine.finish(self._folder)
            return database.connect(self._folder)
        except (sqlite3.Error, OSError) as error:
            trouble = trouble_of(error)
            reading = None if writes or trouble not in _UNWRITABLE else database.connect_to_read(self._folder)
            if reading is None:
                raise
            self._failed(trouble, error)
            self._only_reads = True
            return reading

    def _told(self) -> SpoolError:
        path = self._folder / database.FILE
        if self.trouble is Trouble.DENIED and (other := ownership.of_another(path)):
            return SpoolError("spool.of_another", path=path, **other)
        return SpoolError(f"spool.failing.{self.trouble}", path=path)

    def _failed(self, trouble: Trouble, error: Exception) -> None:
        if self.trouble is not trouble:
            reason = error.strerror if isinstance(error, OSError) else error
            log.error("spool_failing trouble=%s reason=%s", trouble, reason)
        self.trouble = trouble

    def _works_again(self) -> None:
        """The log starts afresh: behind its end may lie what failed, and after a kill nobody could tell it apart."""
        try:
            database.move_into_file(self._open(writes=True))
        except sqlite3.Error as error:
            self._failed(trouble_of(error), error)
            return
        log.warning("spool_works_again trouble=%s", self.trouble)
        self.trouble = None
