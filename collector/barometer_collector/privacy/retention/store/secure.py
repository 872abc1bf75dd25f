"""What is deleted on SQLite is overwritten: in the file at once, in its log when the log is emptied."""

from sqlalchemy import text
from sqlmodel import Session

from barometer_collector.database import Database

_SHORTLY_MS = 50


def overwrite(session: Session) -> None:
    """Have what this transaction deletes overwritten with zeros, in rows and in whole pages.

    Asked for each time: a setting of the connection, which builds of SQLite have on or off.
    """
    connection = session.connection()
    if connection.dialect.name == "sqlite":
        connection.execute(text("PRAGMA secure_delete=ON"))


def empty_log(database: Database) -> bool:
    """Write SQLite's log into the file and cut it to nothing; False when others were in the way, which they are under
    load. Nobody waits for it longer than it takes to write what is in the log."""
    if not database.is_sqlite:
        return True
    with database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        before = connection.exec_driver_sql("PRAGMA busy_timeout").scalar_one()
        connection.exec_driver_sql("PRAGMA wal_checkpoint(PASSIVE)").close()  # most of it, while others write
        connection.exec_driver_sql(f"PRAGMA busy_timeout={_SHORTLY_MS}").close()
        try:
            busy = connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)").one()[0]
        finally:
            connection.exec_driver_sql(f"PRAGMA busy_timeout={before}").close()
    return not busy
