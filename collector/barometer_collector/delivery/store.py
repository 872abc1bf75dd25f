"""The SQL of what agents are told."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import delete, text
from sqlmodel import Session, col, select

from barometer_collector.database import fetch
from barometer_collector.delivery.rules.configuration import FleetPace
from barometer_collector.delivery.tables import IntakeLoad, NewsRow
from barometer_collector.ingest.occupation import Occupation

_PACE = "SELECT interval_seconds, before_seconds, changed_at, spread_ms FROM fleet_pace"
_PUT_PACE = text(
    """
    INSERT INTO fleet_pace (id, interval_seconds, before_seconds, changed_at, spread_ms, reason)
    VALUES (1, :interval_seconds, :before_seconds, :changed_at, :spread_ms, :reason)
    ON CONFLICT (id) DO UPDATE SET interval_seconds = excluded.interval_seconds,
        before_seconds = excluded.before_seconds, changed_at = excluded.changed_at, spread_ms = excluded.spread_ms,
        reason = CASE WHEN excluded.reason = '' THEN fleet_pace.reason ELSE excluded.reason END
    """
)
_PUT_LOAD = text(
    """
    INSERT INTO intake_load (process, at, seconds, share, batches, refused)
    VALUES (:process, :at, :seconds, :share, :batches, :refused)
    ON CONFLICT (process) DO UPDATE SET at = excluded.at, seconds = excluded.seconds, share = excluded.share,
        batches = excluded.batches, refused = excluded.refused
    """
)


def add_news(session: Session, row: NewsRow) -> None:
    session.add(row)
    session.flush()


def news(session: Session, most: int, team: str | None = None) -> Sequence[NewsRow]:
    """The newest first: all of it, or what the people of ``team`` are told."""
    newest = select(NewsRow).order_by(col(NewsRow.at).desc(), col(NewsRow.id)).limit(most)
    if team is not None:
        newest = newest.where(col(NewsRow.team).in_(("", team)))
    return session.exec(newest).all()


def find_news(session: Session, news_id: str) -> NewsRow | None:
    return session.get(NewsRow, news_id)


def remove_news(session: Session, news_id: str) -> bool:
    """Whether there was such news."""
    done: Any = session.connection().execute(delete(NewsRow).where(col(NewsRow.id) == news_id))
    return bool(done.rowcount)


def pace(session: Session) -> tuple[int, int, int, int] | None:
    """The fields of a FleetPace as they are kept; None before the first time. Asked for with every commit group."""
    for interval, before, changed_at, spread_ms in fetch(session, _PACE, ()):
        return interval, before, changed_at, spread_ms
    return None


def reason_of_pace(session: Session) -> str:
    """Why it was changed last; "" where it never was."""
    rows = fetch(session, "SELECT reason FROM fleet_pace", ())
    return str(rows[0][0]) if rows else ""


def put_pace(session: Session, pace: FleetPace, reason: str) -> None:
    """Keep it; an empty ``reason`` leaves that of the last change."""
    session.connection().execute(_PUT_PACE, {**pace._asdict(), "reason": reason})


def put_load(session: Session, process: str, at: int, load: Occupation) -> None:
    values = {"process": process, "at": at, "seconds": load.seconds, "share": load.share}
    session.connection().execute(_PUT_LOAD, {**values, "batches": load.batches, "refused": load.refused})


def loads(session: Session, since_ms: int) -> Sequence[IntakeLoad]:
    """What processes said since then."""
    return session.exec(select(IntakeLoad).where(IntakeLoad.at >= since_ms)).all()


def forget_loads(session: Session, before_ms: int, after_ms: int) -> None:
    """What was said before or after these moments."""
    wrong = (col(IntakeLoad.at) < before_ms) | (col(IntakeLoad.at) > after_ms)
    session.connection().execute(delete(IntakeLoad).where(wrong))
