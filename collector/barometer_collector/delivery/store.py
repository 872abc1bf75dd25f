"""The SQL of what agents are told."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import delete
from sqlmodel import Session, col, select

from barometer_collector.delivery.tables import NewsRow


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
