"""Teams whose score of a day is older than those of their devices."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import delete, func, select, text
from sqlmodel import Session

from barometer_collector.scoring.tables import StaleTeam

_ADD = text("INSERT INTO stale_team (team, day) VALUES (:team, :day) ON CONFLICT (team, day) DO NOTHING")


def add(session: Session, day: int, teams: Iterable[str]) -> None:
    """Note that devices of these teams (slugs; "" for none) were scored anew on ``day``."""
    rows = [{"team": team, "day": day} for team in sorted(teams)]
    if rows:
        session.connection().execute(_ADD, rows)


def teams(session: Session, day: int) -> frozenset[str]:
    """The teams that are to be scored anew on ``day``."""
    table: Any = StaleTeam
    return frozenset(session.connection().execute(select(table.team).where(table.day == day)).scalars())


def earliest(session: Session, first_day: int) -> int | None:
    """The earliest day, from ``first_day`` on, of which a team is to be scored anew."""
    table: Any = StaleTeam
    found: int | None = session.connection().execute(select(func.min(table.day)).where(table.day >= first_day)).scalar()
    return found


def remove(session: Session, day: int, teams: Iterable[str] | None) -> None:
    """Note that these teams (None: all) are scored on ``day``."""
    table: Any = StaleTeam
    some = [] if teams is None else [table.team.in_(sorted(teams))]
    session.connection().execute(delete(table).where(table.day == day, *some))
