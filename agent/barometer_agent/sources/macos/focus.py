"""Focus and do not disturb of macOS 12 and later.

macOS keeps what a person switched on in ``~/Library/DoNotDisturb/DB/Assertions.json``, as ``storeAssertionRecords``
under ``data``; Apple documents neither, and keeps the folder from most programs. A Focus that a schedule switched on is
not in it: without a record nothing is known.
"""

import json
from pathlib import Path
from typing import Any

from barometer_agent.sources import plain_files

_FILE = Path("Library/DoNotDisturb/DB/Assertions.json")
_MOST_BYTES = 1 << 20


def is_on(home: Path) -> bool | None:
    """True while somebody switched it on; None where that is not told. ``home`` is the folder of the person."""
    text = plain_files.head(home / _FILE, _MOST_BYTES)
    return None if text is None else parse(text)


def parse(text: str) -> bool | None:
    """The same of the text of the file."""
    try:
        stores = json.loads(text)["data"]
    except (ValueError, TypeError, KeyError, RecursionError):
        return None
    return True if isinstance(stores, list) and any(map(_has_records, stores)) else None


def _has_records(store: Any) -> bool:
    records = store.get("storeAssertionRecords") if isinstance(store, dict) else None
    return isinstance(records, list) and bool(records)
