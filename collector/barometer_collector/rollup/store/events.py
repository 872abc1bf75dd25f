"""What pages read of events."""

from typing import NamedTuple

from sqlalchemy import text
from sqlmodel import Session

_DAY_MS = 86_400_000
_RECENT_EVENTS = text(
    """
    SELECT metric, subject, at, value, labels FROM event
    WHERE device_id = :device_id AND day >= :since_day AND at >= :since_ms ORDER BY at DESC, id DESC LIMIT :most
    """
)


class EventRecord(NamedTuple):
    metric: int
    subject: str
    at: int
    value: int
    labels: str | None


def events(session: Session, device_id: int, since_ms: int, most: int) -> list[EventRecord]:
    since_day = since_ms // _DAY_MS - 1  # a local day may begin before that of UTC
    values = {"device_id": device_id, "since_ms": since_ms, "since_day": since_day, "most": most}
    return [EventRecord(*row) for row in session.connection().execute(_RECENT_EVENTS, values)]
