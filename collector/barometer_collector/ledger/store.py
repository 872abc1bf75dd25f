"""The SQL of the ledger's reading, page by page along the devices."""

from collections import defaultdict
from typing import NamedTuple

from sqlalchemy import text
from sqlmodel import Session

from barometer_collector.ingest.tables import DIVIDED
from barometer_collector.rollup import window

_DEVICES = text("SELECT id FROM device WHERE id > :after ORDER BY id LIMIT :limit")
_BATCHES = text(
    f"""
    SELECT device_id, batch_id, last_sample - first_sample + 1 FROM batch
    WHERE device_id > :after AND device_id <= :last AND accepted <> {DIVIDED}
    """  # noqa: S608 - a constant
)
# CROSS JOIN because SQLite keeps its order: the batches first, then the row range of each.
_RANGE = "s.device_id = b.device_id AND s.arrived = b.arrived AND s.id >= b.first_sample AND s.id <= b.last_sample"
_STORED = text(
    f"""
    SELECT b.device_id, COUNT(*) FROM batch AS b CROSS JOIN sample AS s
    WHERE b.device_id > :after AND b.device_id <= :last AND {_RANGE} GROUP BY b.device_id
    """  # noqa: S608 - a constant
)
_ENROLLED = text("SELECT id FROM device WHERE id > :after AND id <= :last ORDER BY id")
_OF_DEVICE = text(
    f"""
    SELECT b.batch_id, b.last_sample - b.first_sample + 1,
           (SELECT COUNT(*) FROM sample AS s WHERE {_RANGE}),
           EXISTS (SELECT 1 FROM open_batch AS o WHERE o.device_id = b.device_id AND o.first_sample = b.first_sample
                   AND o.last_sample = b.last_sample)
    FROM batch AS b WHERE b.device_id = :device_id AND b.accepted <> {DIVIDED} ORDER BY b.month, b.batch_id
    """  # noqa: S608 - constants
)


class BatchRecord(NamedTuple):
    batch_id: str
    samples: int


class StoredBatch(NamedTuple):
    batch_id: str
    samples: int
    stored: int
    open: bool


class Page(NamedTuple):
    """Devices above ``after`` up to and including ``last``."""

    after: int
    last: int


def next_page(session: Session, after: int, limit: int) -> Page | None:
    """The next ``limit`` enrolled devices; None when there are no more."""
    found = session.connection().execute(_DEVICES, {"after": after, "limit": limit}).scalars().all()
    return Page(after, found[-1]) if found else None


def batches(session: Session, page: Page) -> dict[int, list[BatchRecord]]:
    """What the ledger remembers of each device of ``page`` that sent something."""
    found: dict[int, list[BatchRecord]] = defaultdict(list)
    for device_id, batch_id, samples in session.connection().execute(_BATCHES, page._asdict()):
        found[device_id].append(BatchRecord(batch_id, samples))
    return found


def stored(session: Session, page: Page) -> dict[int, int]:
    """How many samples of the batches in the ledger lie there, by device."""
    return {row[0]: int(row[1]) for row in session.connection().execute(_STORED, page._asdict())}


def counted(session: Session, page: Page) -> dict[int, int]:
    """How many samples the device-days hold, by device."""
    return window.counted(session, session.connection().execute(_ENROLLED, page._asdict()).scalars().all())


def of_device(session: Session, device_id: int) -> list[StoredBatch]:
    """Each batch of one device."""
    rows = session.connection().execute(_OF_DEVICE, {"device_id": device_id})
    return [StoredBatch(row[0], row[1], row[2], bool(row[3])) for row in rows]
