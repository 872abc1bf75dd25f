"""How much the spool may hold, kept with as little counting as can be: each count reads every row."""

import sqlite3

from barometer_agent.spool import intake, outbox


class Quota:
    """Of ``most_bytes``: what waits, sealed or not. Not safe to be used by two threads at once."""

    def __init__(self, most_bytes: int) -> None:
        self.most_bytes = most_bytes
        self._row_bytes: int | None = None  # of samples and answers that wait unsealed; None where not counted

    def keep(self, connection: sqlite3.Connection, added: int) -> int | None:
        """Drop what is too much, after ``added`` bytes came. The result is for ``counted``, once that is durable."""
        if self._row_bytes is None and intake.most_bytes(connection) <= self.most_bytes:
            return None
        rows = intake.waiting_bytes(connection) if self._row_bytes is None else self._row_bytes + added
        excess = rows + outbox.pending_bytes(connection) - self.most_bytes
        return rows - (intake.drop_oldest(connection, excess) if excess > 0 else 0)

    def counted(self, row_bytes: int | None) -> None:
        """This many bytes wait unsealed; None: they have to be counted again, when it matters."""
        self._row_bytes = row_bytes
