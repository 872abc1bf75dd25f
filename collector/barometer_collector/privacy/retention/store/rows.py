"""The SQL of deleting row by row. A bite is found without a lock, and deleted by key, if it is still too old then."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from sqlalchemy import and_, bindparam, delete, select, text, tuple_, update
from sqlmodel import Session, SQLModel

from barometer_collector.ballots.tables import BallotRow, Round, RoundGroup
from barometer_collector.devices.tables import EnrolmentToken
from barometer_collector.ingest.tables import Quarantined
from barometer_collector.people.tables import ApiToken, SignIn
from barometer_collector.privacy.retention.promises import Promise, Unit
from barometer_collector.privacy.retention.rules.cutoffs import DAY_MS
from barometer_collector.privacy.tables import DiskUse
from barometer_collector.scoring.tables import GroupScore, GroupSum, ScoredDay
from barometer_collector.sentiment.tables import AnswerRow, Occasion, Publication
from barometer_collector.teams.tables import Membership

Key = tuple[Any, ...]

_MODELS: tuple[type[SQLModel], ...] = (
    AnswerRow, ApiToken, BallotRow, DiskUse, EnrolmentToken, GroupScore, GroupSum, Membership, Occasion, Publication,
    Quarantined, Round, RoundGroup, ScoredDay, SignIn,
)  # fmt: skip

# Of an anonymous answer no time is known but when its round closed.
_OF_ROUND = "campaign IN (SELECT campaign FROM ballot_round WHERE closes_at < :limit)"
_OTHERWISE = {
    "ballot": _OF_ROUND,
    "ballot_group": _OF_ROUND,
    # The team it was in until then: whatever came before the last membership that is old enough itself.
    "membership": """
        EXISTS (SELECT 1 FROM membership AS later WHERE later.device_id = membership.device_id
                AND later.from_day > membership.from_day AND later.from_day <= :limit)
    """,
}
# What a column is when it holds nothing.
_EMPTY: dict[str, object] = {"publication.votes": "[]", "ballot.comment": "", "ballot_round.told": "[]"}


class Old(NamedTuple):
    """Which rows of a table (or what of their column) are older than is kept."""

    table: Any
    where: Any
    column: str
    empty: object

    @property
    def key(self) -> list[Any]:
        return list(self.table.primary_key)


def old(promise: Promise, first_day: int) -> Old:
    """What of the promise's table is from before ``first_day`` (days since 1970)."""
    table = _tables()[promise.table]
    limit = first_day * DAY_MS if promise.unit is Unit.MOMENT else first_day
    condition = _OTHERWISE.get(promise.table) or " OR ".join(f"{column} < :limit" for column in promise.by)
    where = text(f"({condition})").bindparams(limit=limit)
    if not promise.column:
        return Old(table, where, "", None)
    empty = _EMPTY[promise.name]
    return Old(table, where & (table.c[promise.column] != empty), promise.column, empty)


def find(session: Session, old: Old, after: Key | None, most: int) -> list[Key]:
    """The keys of the next old rows, in the order of the keys."""
    query = select(*old.key).where(old.where).order_by(*old.key).limit(most)
    if after is not None:
        query = query.where(tuple_(*old.key) > tuple_(*after))
    return [tuple(row) for row in session.connection().execute(query)]


def remove(session: Session, old: Old, keys: Sequence[Key]) -> int:
    """Delete these, or empty their column, where they are still old; how many that were."""
    marks: dict[str, Any] = {column.name: bindparam(f"key_{column.name}") for column in old.key}
    of_key = and_(old.where, *(column == marks[column.name] for column in old.key))
    statement: Any = (
        update(old.table).values({old.column: old.empty}).where(of_key)
        if old.column
        else delete(old.table).where(of_key)
    )
    values = [{f"key_{column.name}": value for column, value in zip(old.key, key, strict=True)} for key in keys]
    return int(session.connection().execute(statement, values).rowcount)


def _tables() -> dict[str, Any]:
    return {str(model.__tablename__): SQLModel.metadata.tables[str(model.__tablename__)] for model in _MODELS}
