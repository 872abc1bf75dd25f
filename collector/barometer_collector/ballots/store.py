"""The SQL of anonymous answers."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from sqlalchemy import delete, func, insert, text, update
from sqlalchemy.orm import defer
from sqlmodel import Session, SQLModel, col, select

from barometer_collector.ballots.tables import BallotRow, Round, RoundGroup, Spent


class Place(NamedTuple):
    """Which rows are written again together."""

    campaign: str
    group_id: str
    heap: int


def add_round(session: Session, round_: Round, groups: Sequence[RoundGroup]) -> None:
    session.add(round_)
    session.add_all(groups)
    session.flush()


def round_of(session: Session, campaign: str) -> Round | None:
    """Without the list of keys, which may be megabytes, until somebody asks for it."""
    return session.get(Round, campaign, options=[_without_keys()])


def rounds(session: Session) -> Sequence[Round]:
    """All, the last to close first."""
    return session.exec(
        select(Round).options(_without_keys()).order_by(col(Round.closes_at).desc(), col(Round.campaign))
    ).all()


def open_rounds(session: Session, now_ms: int) -> Sequence[Round]:
    """Those that were not closed though it is past their time."""
    return session.exec(select(Round).where(col(Round.is_closed).is_(False), Round.closes_at <= now_ms)).all()


def group_of_key(session: Session, campaign: str, key_id: str) -> RoundGroup | None:
    wanted = select(RoundGroup).where(RoundGroup.campaign == campaign, RoundGroup.key_id == key_id)
    return session.exec(wanted).first()


def group_of(session: Session, campaign: str, group_id: str) -> RoundGroup:
    """One that there is."""
    return session.exec(
        select(RoundGroup).where(RoundGroup.campaign == campaign, RoundGroup.group_id == group_id)
    ).one()


def groups_of(session: Session, campaign: str) -> Sequence[RoundGroup]:
    wanted = select(RoundGroup).where(RoundGroup.campaign == campaign)
    return session.exec(wanted.order_by(col(RoundGroup.group_id))).all()


def lock_group(session: Session, campaign: str, group_id: str) -> None:
    """Let nobody else write answers of this group until the transaction ends; SQLite has one writer anyway."""
    of_group = RoundGroup.campaign == campaign, RoundGroup.group_id == group_id
    session.exec(select(RoundGroup.laptops).where(*of_group).with_for_update()).one()


def is_spent(session: Session, place: Place, nonce: str) -> bool:
    return session.get(Spent, (*place, nonce)) is not None


def put(session: Session, table: type[SQLModel], place: Place, row: dict[str, object] | None) -> None:
    """Keep ``row`` (None: nothing) and write all rows of its ``place`` again, in the order of their keys.

    A database keeps the order in which rows came, though no column does: PostgreSQL in the place of a row and the
    number of the transaction that wrote it, SQLite in where a page holds it. After this all rows of the place were
    written by one transaction, in an order that is theirs, whether there was an answer to keep or not.
    """
    connection = session.connection()
    if connection.dialect.name == "sqlite":
        connection.execute(text("PRAGMA secure_delete=ON"))  # else what was written before stays in the free space
    columns: Any = table.__table__.c  # type: ignore[attr-defined]
    here = (columns.campaign == place.campaign, columns.group_id == place.group_id, columns.heap == place.heap)
    key = [column.name for column in table.__table__.primary_key]  # type: ignore[attr-defined]
    rows = [dict(each) for each in connection.execute(select(*columns).where(*here)).mappings()]
    rows += [] if row is None else [{**place._asdict(), **row}]
    if rows:
        connection.execute(delete(table).where(*here))
        connection.execute(insert(table), sorted(rows, key=lambda each: [each[name] for name in key]))


def ballots_of(session: Session, campaign: str) -> Sequence[BallotRow]:
    return session.exec(select(BallotRow).where(BallotRow.campaign == campaign)).all()


def counts(session: Session, table: type[Spent] | type[BallotRow], campaign: str) -> dict[str, int]:
    """How many rows each group has; those without any are missing."""
    counted = select(table.group_id, func.count()).where(table.campaign == campaign).group_by(col(table.group_id))
    return dict(session.exec(counted).all())


def note(session: Session, campaign: str, group_id: str, **numbers: int) -> None:
    """Set numbers of a group."""
    of_group = col(RoundGroup.campaign) == campaign, col(RoundGroup.group_id) == group_id
    session.connection().execute(update(RoundGroup).where(*of_group).values(**numbers))


def note_round(session: Session, campaign: str, **values: object) -> None:
    """Set what may change of a round."""
    session.connection().execute(update(Round).where(col(Round.campaign) == campaign).values(**values))


def forget_spent(session: Session, campaign: str) -> None:
    session.connection().execute(delete(Spent).where(col(Spent.campaign) == campaign))


def _without_keys() -> Any:
    keys: Any = Round.keys
    return defer(keys)
