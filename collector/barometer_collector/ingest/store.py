"""The SQL of the intake. Bulk statements go to the driver as they are: SQLAlchemy's own handling of parameters costs
more than SQLite's insert.
"""

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from sqlalchemy import and_, func, or_, text, tuple_, update
from sqlmodel import Session, col, select

from barometer_collector.database import fetch
from barometer_collector.ingest.copying import copy_rows
from barometer_collector.ingest.inserting import SampleBlock as SampleBlock
from barometer_collector.ingest.inserting import insert_blocks
from barometer_collector.ingest.rows import stored
from barometer_collector.ingest.tables import (
    DIVIDED,
    OPEN_BATCHES,
    SAMPLE_BLOCK,
    SAMPLES,
    BatchRow,
    Dropped,
    Quarantined,
)

Key = tuple[int, str, str]  # device, month, batch

_BATCH_COLUMNS = (
    "device_id, month, batch_id, received_at, arrived, sealed_at, skew_ms, first_sample, last_sample, "
    "accepted, quarantined"
)
_OPEN_COLUMNS = "first_sample, device_id, last_sample, received_at, arrived"
_SAMPLE_TYPES = [(column.name, str(column.type).partition("(")[0].lower()) for column in SAMPLES.columns]
_QUARANTINE = text(
    """
    INSERT INTO quarantined (device_id, batch_id, item, month, received_at, field, rule, raw, context, reader)
    VALUES (:device_id, :batch_id, :item, :month, :received_at, :field, :rule, :raw, :context, :reader)
    ON CONFLICT (device_id, batch_id, item) DO NOTHING
    """
)
_DROPPED = text(
    """
    INSERT INTO dropped (device_id, metric, samples) VALUES (:device_id, :metric, :samples)
    ON CONFLICT (device_id, metric) DO UPDATE SET samples = dropped.samples + excluded.samples
    """
)
_MOVE_TO_QUARANTINE = text(
    """
    UPDATE batch SET accepted = accepted - :items, quarantined = quarantined + :items
    WHERE device_id = :device_id AND month = :month AND batch_id = :batch_id
    """
)
_LATEST_SAMPLES = text(
    """
    SELECT s.metric, s.subject, s.at, s.value, s.failed, s.labels
    FROM (SELECT device_id, arrived, first_sample, last_sample FROM batch WHERE device_id = :device_id
          ORDER BY received_at DESC LIMIT :batches) AS b
    JOIN sample AS s ON s.device_id = b.device_id AND s.arrived = b.arrived
         AND s.id BETWEEN b.first_sample AND b.last_sample
    WHERE s.device_id = :device_id
    ORDER BY s.at DESC, s.id DESC LIMIT :samples
    """
)


class LedgerEntry(NamedTuple):
    """A batch as the ledger keeps it."""

    device_id: int
    month: str
    batch_id: str
    received_at: int
    arrived: int
    sealed_at: int
    skew_ms: int
    first_sample: int
    last_sample: int
    accepted: int
    quarantined: int


class SampleRecord(NamedTuple):
    metric: int
    subject: str
    at: int
    value: int
    failed: int
    labels: str | None


def reserve_samples(session: Session, count: int) -> int:
    """The first of ``count`` numbers that no other sample has or will have. ``count`` is at most SAMPLE_BLOCK."""
    if count > SAMPLE_BLOCK:
        raise ValueError(f"{count} samples in one transaction, where {SAMPLE_BLOCK} numbers are handed out at once")
    if not _is_sqlite(session):
        return int(session.connection().exec_driver_sql("SELECT nextval('sample_block')").scalar_one())
    ((last,),) = fetch(session, "UPDATE sample_number SET last = last + ? RETURNING last", (count,))
    return int(last) - count + 1


def enter(session: Session, entries: Sequence[LedgerEntry]) -> set[Key]:
    """Write new batches into the ledger; the keys of those that were not in it yet. The keys must differ."""
    if not entries:
        return set()
    mark = _mark(session)
    row = "(" + ", ".join([mark] * len(LedgerEntry._fields)) + ")"
    statement = (
        f"INSERT INTO batch ({_BATCH_COLUMNS}) VALUES {', '.join([row] * len(entries))} "  # noqa: S608 - marks only
        "ON CONFLICT (device_id, month, batch_id) DO NOTHING RETURNING device_id, month, batch_id"
    )
    values = tuple(value for entry in entries for value in entry)
    return {(each[0], each[1], each[2]) for each in session.connection().exec_driver_sql(statement, values)}


def open_for_roll_up(session: Session, entries: Sequence[LedgerEntry]) -> None:
    """Have the roll-up count these batches. Also one without samples has a ``first_sample`` that no other batch has."""
    if not entries:
        return
    mark = _mark(session)
    statement = f"INSERT INTO open_batch ({_OPEN_COLUMNS}) VALUES ({', '.join([mark] * 5)})"  # noqa: S608 - marks only
    rows = [(each.first_sample, each.device_id, each.last_sample, each.received_at, each.arrived) for each in entries]
    session.connection().exec_driver_sql(statement, rows)


def came_whole(session: Session, keys: Sequence[Key]) -> set[Key]:
    """Which of these batches are in the ledger themselves, not only as divided."""
    if not keys:
        return set()
    columns = (col(BatchRow.device_id), col(BatchRow.month), col(BatchRow.batch_id))
    one_of = or_(*(and_(*(column == value for column, value in zip(columns, key, strict=True))) for key in keys))
    rows = session.exec(select(*columns).where(one_of, col(BatchRow.accepted) != DIVIDED))
    return {(row[0], row[1], row[2]) for row in rows}


def find_entry(session: Session, key: Key) -> BatchRow | None:
    return session.get(BatchRow, key)


def add_samples(session: Session, blocks: Sequence[SampleBlock]) -> None:
    """Insert the samples of batches: by long statements into SQLite, by COPY into PostgreSQL."""
    connection = session.connection()
    driver = connection.connection.driver_connection
    if _is_sqlite(session):
        insert_blocks(driver, blocks)
        return
    rows = [
        (
            block.device_id,
            block.first + place,
            *stored(row, block.skew_ms, block.offset_ms),
            block.labels.get(place),
            block.arrived,
        )
        for block in blocks
        for place, row in enumerate(block.rows)
    ]
    if rows:
        copy_rows(driver, "sample", _SAMPLE_TYPES, rows)


def move_to_quarantine(session: Session, key: Key, items: int) -> None:
    """Count ``items`` of a batch as quarantined that were counted as accepted."""
    device_id, month, batch_id = key
    values = {"items": items, "device_id": device_id, "month": month, "batch_id": batch_id}
    session.connection().execute(_MOVE_TO_QUARANTINE, values)


def add_quarantined(session: Session, rows: Sequence[dict[str, object]]) -> None:
    if rows:
        session.connection().execute(_QUARANTINE, rows)


def add_dropped(session: Session, rows: Sequence[dict[str, object]]) -> None:
    if rows:
        session.connection().execute(_DROPPED, rows)


def take_quarantined(session: Session, reader: str, limit: int) -> Sequence[Quarantined]:
    """Items that ``reader`` has not tried, and has taken for itself now: whoever asks at the same time gets others."""
    row: Any = Quarantined
    key = (row.device_id, row.batch_id, row.item)
    others = [tuple(each) for each in session.exec(select(*key).where(row.reader != reader).limit(limit))]
    if not others:
        return []
    mine = (row.device_id.in_({each[0] for each in others}), tuple_(*key).in_(others), row.reader != reader)
    return session.exec(update(Quarantined).where(*mine).values(reader=reader).returning(row)).scalars().all()


def delete_quarantined(session: Session, items: Iterable[Quarantined]) -> None:
    for item in items:
        session.delete(item)


def latest_quarantined(session: Session, device_id: int | None, limit: int) -> Sequence[Quarantined]:
    newest = select(Quarantined).order_by(col(Quarantined.received_at).desc(), col(Quarantined.item)).limit(limit)
    if device_id is not None:
        newest = newest.where(Quarantined.device_id == device_id)
    return session.exec(newest).all()


def latest_samples(session: Session, device_id: int, batches: int, samples: int) -> list[SampleRecord]:
    values = {"device_id": device_id, "batches": batches, "samples": samples}
    return [SampleRecord(*row) for row in session.connection().execute(_LATEST_SAMPLES, values)]


def open_batches(session: Session) -> tuple[int, int | None]:
    """How many batches the roll-up has not counted, and when the oldest of them came."""
    found = session.connection().execute(select(func.count(), func.min(OPEN_BATCHES.c.received_at))).one()
    return int(found[0]), found[1]


def dropped_samples(session: Session) -> int:
    return int(session.exec(select(func.coalesce(func.sum(Dropped.samples), 0))).one())


def dropped_of(session: Session, device_id: int) -> Sequence[Dropped]:
    most_first = select(Dropped).order_by(col(Dropped.samples).desc(), col(Dropped.metric))
    return session.exec(most_first.where(Dropped.device_id == device_id)).all()


def _is_sqlite(session: Session) -> bool:
    return session.connection().dialect.name == "sqlite"


def _mark(session: Session) -> str:
    return "?" if _is_sqlite(session) else "%s"
