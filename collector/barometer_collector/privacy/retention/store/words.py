"""The SQL of taking words away from answers. A vote stays; where there is none, the whole answer goes."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import text
from sqlmodel import Session

_SAYS = "(text <> '' OR comment <> '' OR contact)"  # as the index ix_answer_said has it
# Words of one bundle are read together and go together: those that went alone would tell when they had come.
_OLD = f"""
    {_SAYS} AND (bundle IS NULL AND received_at < :moment OR bundle IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM words_bundle AS w JOIN device AS d ON d.simulated = w.simulated
        WHERE d.id = answer.device_id AND w.last_day = answer.bundle))
"""  # noqa: S608 - constants alone
_END_BUNDLES = text("DELETE FROM words_bundle WHERE first_day < :day")
_FIND = text(f"SELECT device_id, answer_id FROM answer WHERE {_OLD} LIMIT :most")  # noqa: S608 - constants alone
_OF_KEY = "device_id = :device_id AND answer_id = :answer_id"
_REMOVE = text(f"DELETE FROM answer WHERE {_OF_KEY} AND value IS NULL AND option = '' AND {_OLD}")  # noqa: S608 - ours
_EMPTY = text(
    f"UPDATE answer SET text = '', comment = '', contact = :no, bundle = NULL WHERE {_OF_KEY} AND {_OLD}"  # noqa: S608 - ours
)
_COUNT = text(
    f"""
    SELECT count(*), SUM(CASE WHEN bundle IS NULL AND received_at < :moment OR bundle IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM words_bundle AS w JOIN device AS d ON d.simulated = w.simulated
        WHERE d.id = answer.device_id AND w.last_day = answer.bundle AND w.first_day >= :day) THEN 1 ELSE 0 END),
        MIN(received_at)
    FROM answer WHERE {_SAYS}
    """  # noqa: S608 - constants alone
)

Key = tuple[Any, ...]


def end_bundles(session: Session, first_day: int) -> int:
    """From here on nobody reads the bundles with words from before ``first_day``; how many those were."""
    return int(session.connection().execute(_END_BUNDLES, {"day": first_day}).rowcount)


def find(session: Session, moment: int, most: int) -> list[Key]:
    """Answers with words from before ``moment`` (milliseconds since 1970 UTC), or of bundles that ended."""
    rows = session.connection().execute(_FIND, {"moment": moment, "most": most})
    return [tuple(row) for row in rows]


def count(session: Session, moment: int, first_day: int) -> tuple[int, int, int | None]:
    """How many answers have words, how many of them are to go, and when the oldest came."""
    values = {"moment": moment, "day": first_day}
    rows, old, oldest = session.connection().execute(_COUNT, values).one()
    return int(rows), int(old or 0), oldest


def remove(session: Session, moment: int, keys: Sequence[Key]) -> int:
    """Take the words of these answers, where they are still to go; how many that were."""
    values = [{"device_id": device, "answer_id": answer, "moment": moment, "no": False} for device, answer in keys]
    gone = session.connection().execute(_REMOVE, values)
    emptied = session.connection().execute(_EMPTY, values)
    return int(gone.rowcount) + int(emptied.rowcount)
