"""The kill harness over a spool that syncs less than it should: shows that the harness would notice.

python -m tests.faults.spool.weakened OFF|NORMAL FOLDER POINTS
"""

import sqlite3
import sys
from collections.abc import Callable

from barometer_agent.spool import database
from tests.faults.spool import kills


def main(arguments: list[str]) -> int:
    database._configure = _weaker(database._configure, arguments[0])
    return kills.main(arguments[1:])


def _weaker(configure: Callable[..., None], mode: str) -> Callable[..., None]:
    def weaker(connection: sqlite3.Connection, **how: object) -> None:
        configure(connection, **how)
        connection.execute(f"PRAGMA synchronous = {mode}").close()

    return weaker


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
