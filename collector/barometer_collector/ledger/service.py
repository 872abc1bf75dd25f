"""Use cases of the ledger's reading: nothing here changes anything."""

from datetime import datetime

from barometer_collector.database import Database, Session
from barometer_collector.devices.rules import shown_id
from barometer_collector.errors import ProblemError
from barometer_collector.ingest import service as ingest
from barometer_collector.ledger import store
from barometer_collector.ledger.rules import checksum
from barometer_collector.ledger.views import BatchEntry, DeviceBatches, DeviceLedger, LedgerPage, LedgerState

MOST_DEVICES = 10_000
_BITS = 63


def page(database: Database, after: str | None, limit: int, *, stored: bool) -> LedgerPage:
    """The ledger of up to ``limit`` devices after the one with the id ``after``; the samples that lie there are counted
    where ``stored`` asks for it, which takes as long as reading them. ProblemError 422 for what is no id."""
    with database.reading() as session:
        found = store.next_page(session, -1 if after is None else _number(after), limit)
        if found is None:
            return LedgerPage([], None)
        return LedgerPage(_devices(session, found, stored=stored), shown_id(found.last))


def device(database: Database, device_id: str) -> DeviceBatches:
    """Every batch of one device. ProblemError 422 for what is no id; a device that sent nothing has none."""
    with database.reading() as session:
        entries = store.of_device(session, _number(device_id))
    return DeviceBatches(device_id, [BatchEntry(*each) for each in entries])


def state(database: Database, now: datetime) -> LedgerState:
    """How far the roll-up is."""
    with database.reading() as session:
        waiting, oldest = ingest.open_batches(session)
    return LedgerState(waiting, 0.0 if oldest is None else max(0.0, now.timestamp() - oldest / 1000))


def _devices(session: Session, found: store.Page, *, stored: bool) -> list[DeviceLedger]:
    entries, counted = store.batches(session, found), store.counted(session, found)
    lying = store.stored(session, found) if stored else {}
    return [
        DeviceLedger(
            device=shown_id(number),
            batches=len(entries[number]),
            samples=sum(each.samples for each in entries[number]),
            counted=counted.get(number, 0),
            checksum=checksum(each.batch_id for each in entries[number]),
            stored=lying.get(number, 0) if stored else None,
        )
        for number in sorted(entries)
    ]


def _number(device_id: str) -> int:
    try:
        number = int(device_id, 16)
    except ValueError:
        number = -1
    if len(device_id) != 16 or not 0 <= number < 1 << _BITS:
        raise ProblemError(
            422, "this is no device", field="device", rule="16 hexadecimal digits", fix="use an id of /api/v1/devices"
        )
    return number
