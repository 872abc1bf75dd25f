"""One door to the database, for SQLite, PostgreSQL and Citus alike.

SQLite runs in WAL mode with ``synchronous=FULL``: what was committed survives a power cut.
"""

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, closing, contextmanager, nullcontext
from pathlib import Path
from typing import Any

import psycopg
from sqlalchemy import BigInteger, Engine, Integer, event, text
from sqlalchemy.exc import DatabaseError, DataError, IntegrityError, InterfaceError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from sqlmodel import Session as Session
from sqlmodel import create_engine

from barometer_collector import mounts
from barometer_collector.turns import NoTurnError, turn

# A whole number of 64 bits that SQLite may use as its row number.
Int64 = BigInteger().with_variant(Integer, "sqlite")

_BUSY_MS = 10_000
# The jobs bring the log into the file (``checkpoint``); only where they do not, a commit does so. Measured with a
# commit group every 30 ms: as SQLite has it, one commit in a hundred took 50 to 100 ms more.
_CHECKPOINT_PAGES = 40_000
_LONG_LOG_PAGES, _FEW_PAGES, _ROUNDS = 4_000, 200, 3
_CACHE_KIB = 32_768
_JOBS_LOCK = 0x6261726F  # any number, as long as every collector uses the same
_IS_HELD = text(
    "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND objid = :key AND granted AND pid = pg_backend_pid()"
)
# When the machine that holds the lock is gone, without a word, the server lets go of it after so many seconds.
_SOON_GONE = ("tcp_keepalives_idle = 5", "tcp_keepalives_interval = 2", "tcp_keepalives_count = 3")
# The same the other way round, for every connection: a server that is gone is noticed before an agent gives up (15 s).
_SERVER = {
    "connect_timeout": 5,
    "keepalives_idle": 5,
    "keepalives_interval": 2,
    "keepalives_count": 3,
    "tcp_user_timeout": 10_000,
}
_POOL_SECONDS = 10


class DatabaseUnavailableError(Exception):
    """The database cannot be used right now (gone, locked for too long, disk full): nothing was stored, try again."""


class CollisionError(DatabaseUnavailableError):
    """Two transactions waited for each other and this one gave way: nothing was stored, it may be tried at once."""


class DataRefusedError(Exception):
    """The database does not take these values, now or ever; nothing was stored."""


class DatabaseLockedError(Exception):
    """Another process holds the lock that was asked for."""


class Database:
    """An engine and its two kinds of transactions.

    ``url`` is a SQLAlchemy address: ``sqlite:////path/barometer.sqlite`` or ``postgresql+psycopg://...``
    (plain ``postgresql://`` is read as that). Close it with ``close()``.
    """

    def __init__(self, url: str) -> None:
        self.url = _with_driver(url)
        self.engine = _engine(self.url)

    @property
    def is_sqlite(self) -> bool:
        return self.engine.dialect.name == "sqlite"

    @property
    def file(self) -> Path | None:
        """Where SQLite keeps it, also where a link leads there; None for a server."""
        return Path(str(self.engine.url.database)).resolve() if self.is_sqlite else None

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A session on one consistent snapshot, never committed. Raises DatabaseUnavailableError."""
        with _told_apart(), Session(self.engine) as session:
            yield session

    @contextmanager
    def snapshot(self) -> Iterator[Session]:
        """A session that reads one state, whatever is committed between two of its statements."""
        with self.reading() as session:
            if not self.is_sqlite:
                session.connection(execution_options={"isolation_level": "REPEATABLE READ"})
            yield session

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """A session that commits at the end, or rolls back on any exception. Raises DatabaseUnavailableError.

        On SQLite it takes the write lock at once, so that it never fails half-way for want of it, and in turn with
        whoever else waits for it.
        """
        with (
            _told_apart(),
            self._turn(),
            self.engine.connect().execution_options(sqlite_begin="IMMEDIATE") as connection,
            connection.begin(),
            Session(connection, join_transaction_mode="rollback_only") as session,
        ):
            yield session
            session.flush()

    def checkpoint(self) -> None:
        """Bring what was committed from SQLite's log into its file, while others read and write; nothing on a server.

        A long log then begins anew, for which its last pages are brought over in a turn: others wait for these alone.
        Raises DatabaseUnavailableError.
        """
        if not self.is_sqlite:
            return
        with _told_apart():
            pages, left = _checkpoint(self.engine)
            if pages < _LONG_LOG_PAGES:
                return
            for _ in range(_ROUNDS):
                if left > _FEW_PAGES:  # written meanwhile; fewer each time
                    _, left = _checkpoint(self.engine)
            with self._turn():
                _checkpoint(self.engine)

    def _turn(self) -> AbstractContextManager[None]:
        return turn(self.file, _BUSY_MS / 1000) if self.file is not None else nullcontext()

    @contextmanager
    def jobs_lock(self) -> Iterator[Callable[[], None]]:
        """Held by the one process that runs the jobs; DatabaseLockedError when another holds it.

        What it gives is to be called now and then: it raises DatabaseUnavailableError once the lock is lost, with the
        connection that held it. On SQLite the lock on the data directory says the same, so there is nothing to take.
        """
        if self.is_sqlite:
            yield lambda: None
            return
        with _told_apart(), self.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            for setting in _SOON_GONE:
                connection.execute(text(f"SET {setting}"))
            if not connection.execute(text("SELECT pg_try_advisory_lock(:key)"), {"key": _JOBS_LOCK}).scalar():
                raise DatabaseLockedError("another collector runs the jobs of this database")

            def require_held() -> None:
                with _told_apart():
                    if connection.invalidated or not connection.execute(_IS_HELD, {"key": _JOBS_LOCK}).scalar():
                        raise DatabaseUnavailableError("the lock of the jobs was lost")

            try:
                yield require_held
            finally:
                connection.invalidate()  # the lock ends with its connection, whatever became of that

    def close(self) -> None:
        self.engine.dispose()


def fetch(session: Session, statement: str, values: Sequence[object]) -> list[tuple[Any, ...]]:
    """The rows of a statement that is asked again and again, by the driver itself; its marks are ``?``.

    Measured on SQLite: a row by its key takes 8 us so, and 45 us through SQLAlchemy.
    """
    connection = session.connection()
    driver: Any = connection.connection.driver_connection
    marked = statement if connection.dialect.name == "sqlite" else statement.replace("?", "%s")
    found: list[tuple[Any, ...]] = driver.execute(marked, values).fetchall()
    return found


def sqlite_url(data_dir: Path) -> str:
    """The address of the embedded database in ``data_dir``."""
    return f"sqlite:///{data_dir.resolve() / 'barometer.sqlite'}"


@contextmanager
def directory_lock(data_dir: Path) -> Iterator[None]:
    """Held as long as a collector uses ``data_dir``; raises DatabaseLockedError when another one does.

    A lock of SQLite's, as it works the same on every system and ends with the process, however that ends. Raises
    DatabaseUnavailableError for a directory that cannot be used, and on Linux for one on a network file system.
    """
    kind = mounts.remote(data_dir)
    if kind:
        raise DatabaseUnavailableError(
            f"data directory {data_dir} is on a network file system ({kind}), whose locks SQLite cannot rely on: "
            "choose one on a disk of this machine with --data, or PostgreSQL with DATABASE_URL"
        )
    with closing(sqlite3.connect(data_dir / "collector.lock", timeout=0, isolation_level=None)) as connection:
        try:
            connection.execute("BEGIN EXCLUSIVE")
        except sqlite3.DatabaseError as error:
            if error.sqlite_errorcode != sqlite3.SQLITE_BUSY:
                raise DatabaseUnavailableError(f"data directory {data_dir} cannot be used: {error}") from error
            raise DatabaseLockedError(
                f"data directory {data_dir} is in use by another collector: stop that one, or choose another --data"
            ) from error
        yield


# Of SQLAlchemy, and of the driver where it is spoken to directly. Whatever is no refusal of the values is a fault of
# the database: a table is missing (it is of another version), or the disk cannot read a page, which SQLite calls
# malformed.
_REFUSED = (
    DataError,
    IntegrityError,
    psycopg.DataError,
    psycopg.IntegrityError,
    sqlite3.DataError,
    sqlite3.IntegrityError,
)
_UNAVAILABLE = (
    NoTurnError,
    DatabaseError,
    InterfaceError,
    PoolTimeoutError,
    psycopg.DatabaseError,
    psycopg.InterfaceError,
    sqlite3.DatabaseError,
    sqlite3.InterfaceError,
)
_GAVE_WAY = (psycopg.errors.DeadlockDetected, psycopg.errors.SerializationFailure)


@contextmanager
def _told_apart() -> Iterator[None]:
    try:
        yield
    except _REFUSED as error:
        raise DataRefusedError(str(error).partition("\n")[0]) from error
    except _UNAVAILABLE as error:
        gave_way = isinstance(getattr(error, "orig", error), _GAVE_WAY)
        kind = CollisionError if gave_way else DatabaseUnavailableError
        raise kind(str(error).partition("\n")[0]) from error


def _with_driver(url: str) -> str:
    for short in ("postgresql://", "postgres://"):
        if url.startswith(short):
            return "postgresql+psycopg://" + url.removeprefix(short)
    return url


def _engine(url: str) -> Engine:
    # Values stay out of logs and of the words of errors: among them are answers.
    if not url.startswith("sqlite"):
        return create_engine(
            url, pool_pre_ping=True, pool_timeout=_POOL_SECONDS, connect_args=_SERVER, hide_parameters=True
        )
    connect = {"timeout": _BUSY_MS / 1000, "check_same_thread": False}
    engine = create_engine(url, connect_args=connect, hide_parameters=True)
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    connection.isolation_level = None  # transactions begin where we say so, not where the driver guesses
    pragmas = (
        "journal_mode=WAL",
        "synchronous=FULL",
        "foreign_keys=ON",
        f"busy_timeout={_BUSY_MS}",
        f"wal_autocheckpoint={_CHECKPOINT_PAGES}",
        f"cache_size=-{_CACHE_KIB}",
        "automatic_index=OFF",  # never an index over a day's samples in the middle of a statement
    )
    for pragma in pragmas:
        connection.execute(f"PRAGMA {pragma}").close()


def _checkpoint(engine: Engine) -> tuple[int, int]:
    """Bring the log into the file as far as that is in nobody's way; how many pages the log has, and how many of them
    are not in the file yet."""
    with engine.connect() as connection:
        driver: Any = connection.connection.driver_connection
        _, pages, done = driver.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchone()
        return int(pages), int(pages - done)


def _begin_sqlite(connection: Any) -> None:
    connection.exec_driver_sql("BEGIN " + connection.get_execution_options().get("sqlite_begin", "DEFERRED"))
