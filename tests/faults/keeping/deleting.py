"""One run of retention in a process of its own, which tells of every bite: ``python deleting.py DATA_DIRECTORY``."""

import sys
from datetime import UTC, datetime
from pathlib import Path

from barometer_collector.database import Database, sqlite_url
from barometer_collector.privacy.retention.service.keeping import keep
from barometer_collector.settings import Settings


def main() -> None:
    folder = Path(sys.argv[1])
    database = Database(sqlite_url(folder))
    settings = Settings(folder, database.url, b"a secret of thirty-two bytes....")
    keep(database, settings, datetime.now(UTC), lambda: None, lambda: print("bite", flush=True))
    print("done", flush=True)


if __name__ == "__main__":
    main()
