"""Notes what happened on laptops so that their people can be asked about it."""

from collections.abc import Iterable
from datetime import datetime

from barometer_collector.database import Session
from barometer_collector.sentiment import store
from barometer_collector.sentiment.events import EVENTS
from barometer_collector.sentiment.rules.occasions import FRESH_MS, SLOW_BOOT_MS, Happened, chosen
from barometer_collector.sentiment.rules.rounds import round_of
from barometer_collector.settings import Settings

_DAY_MS = 86_400_000


def note(session: Session, settings: Settings, happened: Iterable[Happened], now: datetime) -> None:
    """Have the people of these devices asked about it, where that is wanted and not too often; in the caller's
    transaction. This is the one door for whatever people may be asked about: kinds that nobody defined are ignored."""
    now_ms = int(now.timestamp() * 1000)
    wanted = [each for each in happened if each.kind in settings.event_questions and each.kind in EVENTS]
    asked_at = store.occasions_at(session, {each.device_id for each in wanted}) if wanted else {}
    round_ = round_of(now_ms // _DAY_MS)
    rows = [
        {"device_id": each.device_id, "kind": each.kind, "campaign": round_.slug(each.kind), "at": each.at}
        for each in chosen(wanted, asked_at, now_ms)
    ]
    store.put_occasions(session, rows)


def note_counted(session: Session, settings: Settings, roll_id: int, now: datetime) -> None:
    """Note the crashes and slow starts of the batches that the roll-up counted as ``roll_id``, in its transaction."""
    since = int(now.timestamp() * 1000) - FRESH_MS
    note(session, settings, store.happened(session, roll_id, since, SLOW_BOOT_MS), now)
