"""Reading again, after an upgrade, what could not be read before."""

import hashlib
import secrets
from collections.abc import Sequence

import msgspec

from barometer_collector import __version__
from barometer_collector.database import Database, Session
from barometer_collector.ingest import store
from barometer_collector.ingest.arrivals import AnswerSink, TimedAnswer
from barometer_collector.ingest.decode import decode_item
from barometer_collector.ingest.envelope import Fault
from barometer_collector.ingest.rows import labels_of, row_of
from barometer_collector.ingest.rules import Clock, wrong_with_answer, wrong_with_sample
from barometer_collector.ingest.tables import Quarantined
from barometer_collector.settings import Settings
from barometer_shared.metrics import METRICS
from barometer_shared.questions import Answer
from barometer_shared.samples import Sample

_BITE = 500
_DAY_MS = 86_400_000
_catalogue = hashlib.sha256(msgspec.json.encode(list(METRICS.values()))).hexdigest()[:12]
READER = f"{__version__}+{_catalogue}"[:64]
"""Who reads: another version, or another catalogue, may understand what this one does not."""


def context_of(clock: Clock) -> str:
    """What of the envelope is needed to read an item again, as JSON."""
    return msgspec.json.encode(clock).decode()


def read_again(database: Database, settings: Settings, sink: AnswerSink, reader: str = READER) -> int:
    """Take in, exactly once, the quarantined items that this reader understands; how many those were.

    Taking in and removing from quarantine are one transaction, so that a second run, or another process at the
    same time, finds nothing left to do.
    """
    taken = 0
    while True:
        with database.writing() as session:
            items = store.take_quarantined(session, reader, _BITE)
            understood = _take_in(session, settings, sink, items)
            store.delete_quarantined(session, understood)
        if not items:
            return taken
        taken += len(understood)


def _take_in(session: Session, settings: Settings, sink: AnswerSink, items: Sequence[Quarantined]) -> list[Quarantined]:
    understood = []
    for item in items:
        clock = msgspec.json.decode(item.context, type=Clock)
        value = decode_item(item.item, item.raw)
        if isinstance(value, Sample) and wrong_with_sample(value, clock) is None:
            _add_sample(session, item, value, clock)
            understood.append(item)
        elif isinstance(value, Answer) and wrong_with_answer(value, clock) is None:
            at = clock.corrected(value.at)
            timed = TimedAnswer(value, at, clock.day(at), respondent=value.account)  # see without_account
            if not sink(session, settings, item.device_id, [timed], clock.now):
                understood.append(item)
        elif not isinstance(value, Sample | Answer | Fault):  # a gap; the device says its gaps anew at every start
            understood.append(item)
    return understood


def _add_sample(session: Session, item: Quarantined, sample: Sample, clock: Clock) -> None:
    """As a batch of its own, so that the roll-up counts it like any other."""
    number, arrived = store.reserve_samples(session, 1), item.received_at // _DAY_MS
    entry = store.LedgerEntry(
        item.device_id, item.month, secrets.token_hex(16), item.received_at, arrived, item.received_at, 0,
        number, number, 1, 0,
    )  # fmt: skip
    store.enter(session, [entry])
    store.open_for_roll_up(session, [entry])
    labels = {0: labels_of(sample)} if sample.labels else {}
    block = store.SampleBlock(item.device_id, number, arrived, clock.skew_ms, clock.offset_ms, [row_of(sample)], labels)
    store.add_samples(session, [block])
