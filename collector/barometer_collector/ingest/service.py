"""The use case of the intake: a group of batches in one transaction, each of them exactly once."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import chain

import msgspec

from barometer_collector.database import Database, Session
from barometer_collector.devices import service as devices
from barometer_collector.devices.rules import shown_id
from barometer_collector.devices.service import Heard
from barometer_collector.ingest import store
from barometer_collector.ingest.arrivals import AnswerSink, Arrival, Outcome, Refusal, UnknownKeyError, refused
from barometer_collector.ingest.envelope import Fault, UnreadableError
from barometer_collector.ingest.pseudonyms import without_account
from barometer_collector.ingest.reader import READER, context_of
from barometer_collector.ingest.tables import DIVIDED, BatchRow
from barometer_collector.ingest.views import DroppedSamples, LatestSample, QuarantinedItem
from barometer_collector.settings import Settings
from barometer_shared.metrics import METRICS_BY_CODE

_RECENT_BATCHES = 50
_DAY_MS = 86_400_000

Result = Outcome | UnknownKeyError | UnreadableError


def take_in(
    session: Session, settings: Settings, sink: AnswerSink, arrivals: Sequence[Arrival], now: int
) -> list[Result]:
    """Store what is new of ``arrivals`` in the caller's transaction; what came of each, in their order.

    A batch that was there is told what it was told before and changes nothing; nor does a half of a batch that
    arrived whole after all, nor that batch once a half of it is stored. A key that is not good (any more) is told so,
    and is alone in that. So is a batch that is refused, unless it or what it is a half of was there.
    """
    good = devices.secrets_of(session, {arrival.key for arrival in arrivals})
    wanted = [each for each in arrivals if each.refusal is None and devices.key_is_good(each.key, good)]
    whole = _came_whole(session, wanted, now)
    results: dict[int, Result] = {}
    fresh: dict[store.Key, Arrival] = {}
    for number, arrival in enumerate(arrivals):
        if not devices.key_is_good(arrival.key, good):
            results[number] = UnknownKeyError()
        elif arrival.refusal is not None:
            results[number] = _known(session, arrival) or arrival.refusal
        elif not whole.isdisjoint(_ancestors(arrival)):
            results[number] = Outcome(arrival.key.device_id, arrival.accepted, len(arrival.faults), stored=False)
        else:
            fresh.setdefault(_key(arrival), arrival)
    # In the order of their keys: writers in several processes then wait for each other instead of blocking each other.
    stored = _store(session, settings, sink, [fresh[key] for key in sorted(fresh)], now)
    for number, arrival in enumerate(arrivals):
        if number not in results:
            is_first = fresh[_key(arrival)] is arrival
            outcome = stored.get(_key(arrival)) or _remembered(session, _key(arrival))
            results[number] = outcome if is_first else replace(outcome, stored=False)
    return [results[number] for number in range(len(arrivals))]


def latest_samples(database: Database, device_id: int, limit: int) -> tuple[LatestSample, ...]:
    """The newest samples of a device's newest batches, newest first."""
    with database.reading() as session:
        rows = store.latest_samples(session, device_id, _RECENT_BATCHES, limit)
    return tuple(
        LatestSample(
            METRICS_BY_CODE[row.metric].name,
            row.subject,
            row.at,
            row.value,
            bool(row.failed),
            msgspec.json.decode(row.labels, type=dict[str, str]) if row.labels else {},
        )
        for row in rows
        if row.metric in METRICS_BY_CODE
    )


def quarantined(database: Database, device_id: int | None, limit: int) -> tuple[QuarantinedItem, ...]:
    """What was not taken in, of one device or (None) of all, newest first."""
    with database.reading() as session:
        rows = store.latest_quarantined(session, device_id, limit)
        return tuple(
            QuarantinedItem(
                shown_id(row.device_id), row.batch_id, row.item, row.received_at, row.field, row.rule, row.raw
            )
            for row in rows
        )


def dropped(database: Database, device_id: int) -> tuple[DroppedSamples, ...]:
    """What a device said will never arrive, of which most first."""
    with database.reading() as session:
        return tuple(DroppedSamples(row.metric, row.samples) for row in store.dropped_of(session, device_id))


def open_batches(session: Session) -> tuple[int, int | None]:
    """How many batches the roll-up has not counted, and when (ms) the oldest of them came."""
    return store.open_batches(session)


def dropped_samples(session: Session) -> int:
    """How many samples will never arrive, as laptops said: no room, a disk that failed, too old, or refused."""
    return store.dropped_samples(session)


def _key(arrival: Arrival) -> store.Key:
    return arrival.key.device_id, arrival.batch.month, arrival.batch.id


def _ancestors(arrival: Arrival) -> list[store.Key]:
    """Of what this batch is a half, a half of a half, and so on; they have its month."""
    batch = arrival.batch
    ids = [*batch.ancestors, *([batch.parent] if batch.parent else [])]
    return [(arrival.key.device_id, batch.month, each) for each in ids]


def _came_whole(session: Session, arrivals: Sequence[Arrival], now: int) -> set[store.Key]:
    """Which of the batches that these are halves of did arrive. Those that did not can no longer be stored: first
    they are written down as divided, and only then is looked, so that none comes in between."""
    divided = sorted({key for arrival in arrivals for key in _ancestors(arrival)})
    store.enter(session, [store.LedgerEntry(*key, now, now // _DAY_MS, 0, 0, 1, 0, DIVIDED, 0) for key in divided])
    return store.came_whole(session, divided)


def _known(session: Session, arrival: Arrival) -> Outcome | None:
    """What a batch that is refused now was told when it was taken in, or what it is a half of was."""
    rows = {key: store.find_entry(session, key) for key in (_key(arrival), *_ancestors(arrival))}
    own = rows.pop(_key(arrival))
    if own is None and all(row is None or row.accepted == DIVIDED for row in rows.values()):
        return None
    return Outcome(
        arrival.key.device_id, max(0, own.accepted if own else 0), own.quarantined if own else 0, stored=False
    )


def _remembered(session: Session, key: store.Key) -> Outcome:
    row = store.find_entry(session, key)
    if row is None:
        raise LookupError(f"batch {key} was in the ledger a moment ago")
    return _told_again(row)


def _told_again(row: BatchRow) -> Outcome:
    return Outcome(row.device_id, max(0, row.accepted), row.quarantined, stored=False)


def _store(
    session: Session, settings: Settings, sink: AnswerSink, arrivals: Sequence[Arrival], now: int
) -> dict[store.Key, Outcome]:
    entries = _entries(session, arrivals, now)
    new = store.enter(session, list(entries.values()))
    fresh = [arrival for arrival in arrivals if _key(arrival) in new]
    store.open_for_roll_up(session, [entries[_key(arrival)] for arrival in fresh])
    store.add_samples(session, [_block(arrival, entries[_key(arrival)]) for arrival in fresh])
    faults = {_key(arrival): [*arrival.faults, *_answered(session, settings, sink, arrival, now)] for arrival in fresh}
    store.add_quarantined(
        session,
        [_quarantine_row(settings, arrival, fault, now) for arrival in fresh for fault in faults[_key(arrival)]],
    )
    store.add_dropped(session, list(chain.from_iterable(_dropped_rows(arrival) for arrival in fresh)))
    devices.hear(session, [_heard(arrival) for arrival in fresh], now)
    return {_key(arrival): _outcome(arrival, faults[_key(arrival)]) for arrival in fresh}


def _entries(session: Session, arrivals: Sequence[Arrival], now: int) -> dict[store.Key, store.LedgerEntry]:
    # A batch without samples takes a number too: it is that of the batch itself among those that are open.
    count = sum(max(1, len(arrival.rows)) for arrival in arrivals)
    first = store.reserve_samples(session, count) if count else 1
    entries = {}
    for arrival in arrivals:
        last = first + len(arrival.rows) - 1
        entries[_key(arrival)] = store.LedgerEntry(
            *_key(arrival), now, now // _DAY_MS, arrival.batch.sealed_at, arrival.clock.skew_ms, first, last,
            arrival.accepted, len(arrival.faults),
        )  # fmt: skip
        first += max(1, len(arrival.rows))
    return entries


def _block(arrival: Arrival, entry: store.LedgerEntry) -> store.SampleBlock:
    clock = arrival.clock
    return store.SampleBlock(
        entry.device_id, entry.first_sample, entry.arrived, clock.skew_ms, clock.offset_ms, arrival.rows, arrival.labels
    )


def _answered(session: Session, settings: Settings, sink: AnswerSink, arrival: Arrival, now: int) -> list[Fault]:
    if not arrival.answers:
        return []
    refusals: Sequence[Refusal] = sink(session, settings, arrival.key.device_id, arrival.answers, now)
    if refusals:
        store.move_to_quarantine(session, _key(arrival), len(refusals))
    return [refused(arrival, refusal) for refusal in refusals]


def _quarantine_row(settings: Settings, arrival: Arrival, fault: Fault, now: int) -> dict[str, object]:
    raw = without_account(fault.raw, settings.secret) if fault.item.startswith("answers.") else fault.raw
    return {
        "device_id": arrival.key.device_id,
        "batch_id": arrival.batch.id,
        "item": fault.item,
        "month": arrival.batch.month,
        "received_at": now,
        "field": fault.field,
        "rule": fault.rule,
        "raw": raw.replace("\x00", "\\u0000"),
        "context": context_of(arrival.clock),
        "reader": READER,
    }


def _dropped_rows(arrival: Arrival) -> list[dict[str, object]]:
    device_id = arrival.key.device_id
    return [{"device_id": device_id, "metric": name, "samples": n} for name, n in sorted(arrival.batch.dropped.items())]


def _heard(arrival: Arrival) -> Heard:
    return Heard(arrival.key.device_id, arrival.batch.agent, arrival.gaps)


def _outcome(arrival: Arrival, faults: Sequence[Fault]) -> Outcome:
    refusals = len(faults) - len(arrival.faults)
    return Outcome(arrival.key.device_id, arrival.accepted - refusals, len(faults), stored=True)
